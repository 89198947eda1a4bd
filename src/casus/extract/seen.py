"""Everything that reading saw in a document, used or not: what a page marks in its text.

Use `seen`; it takes the steps of `read_document` up to the choice. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casus.extract.actors import Registry
from casus.extract.layout import At
from casus.extract.read import Prepared, prepare
from casus.gazetteer import Gazetteer
from casus.packs import Pack
from casus.types import Document, Mention, Span

_UNREAL = frozenset({"HYPO", "NEG"})
"""Classes of words that make a clause tell what did not happen, or has not yet."""

UNUSED = ("unreal", "saying", "bound", "adjective", "body", "overtaken")
"""Why a mention alone gives no claim: its clause is denied or planned; a day of saying; the end
of a span of time; an adjective of a country; part of a body's name; an injury of one who died."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`mentions` in the order of the text, their `value` one of UNUSED or empty. `untold` says why
    the whole text tells nothing: `silent` (no word for any event) or `genre` (sport, film, drill,
    markets); else empty."""

    mentions: tuple[Mention, ...]
    untold: str = ""


def seen(document: Document, *, pack: Pack, gazetteer: Gazetteer, actors: Registry) -> Seen:
    """What was seen in a document with the pack of its language."""
    work = prepare(document, pack=pack, gazetteer=gazetteer, actors=actors)
    if work is None:
        return Seen((), "silent")
    found = sorted(_mentions(document, work), key=lambda m: (m.span.start, m.span.end, m.kind))
    silent = work.genre.tells_nothing(len(work.found.tolls))
    return Seen(tuple(found), "genre" if silent else "")


def _mentions(document: Document, work: Prepared) -> Iterator[Mention]:
    page, found = work.page, work.found
    unreal = {page.token_clause[h.first] for h in page.hits if h.cls in _UNREAL}

    def mention(at: At, kind: str, why: str = "", rule: str = "") -> Mention:
        why = why or ("unreal" if at.clause in unreal else "")
        raw = document.text[at.start : at.end]
        return Mention(Span(document.id, at.start, at.end), kind, why, raw, rule)

    for event in found.events:
        yield mention(event.at, "event", rule=" ".join(event.kinds))
    for toll in found.tolls:
        why = "overtaken" if toll.overtaken else ""
        yield mention(toll.at, "count", why, toll.rule)
    for dated in found.dates:
        why = {"said": "saying", "bound": "bound"}.get(dated.use, "")
        yield mention(dated.at, "date", why, dated.use)
    for located in found.places:
        place = located.mention
        why = "adjective" if place.role != "name" else "body" if place.cue == "org" else ""
        yield mention(located.at, "place", why, place.role)
    for role in found.roles:
        yield mention(role.at, "actor", rule=role.rule)
    for said in found.voices:
        yield mention(said.at, "voice", rule=said.voice.kind or "")
    for means in found.means:
        yield mention(means.at, "means", rule=means.code)
