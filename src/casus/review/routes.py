"""Every address of the application, declared once: pages and their JSON, files, decisions.

The application (`app.py`) serves what stands here, and the OpenAPI description (`openapi.py`)
is made of the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casus.review.asked import Asked
from casus.review.correcting import correct
from casus.review.desk import Desk
from casus.review.form import Form
from casus.review.pages import (
    corrections,
    document,
    incident,
    incidents,
    judgements,
    pair,
    places,
    queue,
)
from casus.review.pages.selection import PARAMETERS
from casus.review.posts import Answer, decide, look, undo

_LIST = {
    **PARAMETERS,
    "order": "date, killed, injured, place, kind, reports or questions",
    "way": "falling or rising",
    "page": "page of the table, from 1",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page at `path`, and its JSON at `path` + `.json`. `template` empty: only the JSON."""

    path: str
    build: Callable[[Desk, Asked], Any]
    holds: type
    summary: str
    template: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    """Query parameters that must be given."""
    part: str = ""
    """The template of the part that scripts fetch alone, with the header X-Part."""


@dataclass(frozen=True, slots=True)
class Post:
    """Something that changes state. `fields` are those of its form."""

    path: str
    act: Callable[[Desk, Asked, Form], Answer]
    summary: str
    fields: Mapping[str, str]
    by: str = "reviewer"
    """Who may: reviewer (and admin), anyone who is in, or visitor: also who is not."""


PAGES = (
    Page("/incidents", incidents.incidents_page, incidents.IncidentsPage,
         "Incidents of a selection, with totals and timeline", "incidents.html", _LIST,
         part="list.html"),
    Page("/map", incidents.map_page, incidents.MapPage,
         "The same selection on a map: points where there are few, else cells",
         query={**PARAMETERS, "view": "what the map shows: west,south,east,north"}),
    Page("/incidents/{id}", incident.incident_page, incident.IncidentPage,
         "One incident with every claim", "incident.html",
         {"policy": "whose rule chooses figures: ucdp, acled, gtd or range"}),
    Page("/queue", queue.queue_page, queue.QueuePage,
         "What is worth a decision next, the most valuable first", "queue.html",
         {"kind": "pair, conflict, clash, orphan or assumed"}),
    Page("/pair", pair.pair_page, pair.PairPage,
         "Two incidents compared, step by step", "pair.html",
         {"left": "id of an incident", "right": "id of another"}, needs=("left", "right")),
    Page("/documents", document.documents_page, document.DocumentsPage,
         "Documents, the latest taken in first", "documents.html", {"page": "from 1"}),
    Page("/document", document.document_page, document.DocumentPage,
         "A document with everything marked that was seen in it", "document.html",
         {"id": "id of the document"}, needs=("id",)),
    Page("/compare", document.compare_page, document.ComparePage,
         "Two or three documents with their claims aligned", "compare.html",
         {"id": "id of a document; stands two or three times"}, needs=("id",)),
    Page("/places", places.places_page, places.PlacesPage,
         "Places of a name, as the gazetteer has them", query={"name": "in any spelling"},
         needs=("name",)),
    Page("/corrections", corrections.corrections_page, corrections.CorrectionsPage,
         "Corrections of the reader, the latest first", "corrections.html"),
    Page("/judgements", judgements.judgements_page, judgements.JudgementsPage,
         "Every decision, the latest first", "judgements.html", {"page": "from 1"}),
)  # fmt: skip

POSTS = (
    Post("/judgements", decide, "Decide", {
        "verdict": "same, different, unsure, not_an_incident, value or note",
        "incident": "id of the incident that is decided on",
        "other": "id of another incident (same), or of an account (different)",
        "setting": "of a value: FIELD=VALUE, as `casus judge value` takes it",
        "field": "of a value, instead of setting: the field",
        "value": "of a value, instead of setting: 54, 49..54..60, or empty",
        "reason": "why",
        "seen": "digest of the record that was looked at",
    }),
    Post("/judgements/{id}/undo", undo, "Undo a decision", {"reason": "why"}),
    Post("/corrections", correct, "Correct how a document was read", {
        "document": "id of the document",
        "verdict": "wrong (a claim), missed (something in the text) or right (all of it)",
        "claim": "id of a wrong claim, or of the figure that a missed voice says",
        "words": "of what was missed: the words in the text",
        "start": "where they begin, in code points; found where it is empty",
        "field": "incident (missed whole), killed, injured, missing, abducted, arrested, "
                 "displaced, when, where, kind, perpetrator, target or voice",
        "account": "id of the account of the document that it belongs to, or of an incident that "
                   "was missed whole: DOCUMENT@START",
        "low": "of a figure: lowest number", "high": "highest number; empty for open",
        "group": "of a figure: who was counted", "voice": "of a figure, or missed: who says it",
        "since": "of when: the first day", "until": "the last, where it is another",
        "place": "of where: the place's code, from /places.json",
        "kind": "of kind: the kind of event; an incident has a kind, days and a place",
        "role": "of an incident: main or background",
        "same": "of an incident: another that is the same, of the record or missed whole elsewhere",
        "name": "of a perpetrator or target: its name, where the words are another",
        "confidence": "of a perpetrator: stated, claimed, accused, suspected, possible or denied",
        "reason": "why",
    }),
    Post("/look", look, "Choose the interface's language and colours", {
        "language": "en, de or fr", "theme": "light or dark", "back": "the page to go back to",
    }, by="visitor"),
)  # fmt: skip
