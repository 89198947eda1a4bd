"""A selection taken away in the forms of `casus export`, figures by each form's own rule."""

from __future__ import annotations

from dataclasses import dataclass

from casus.export.tables import FORMATS, MissingLibraryError, records
from casus.reconcile.standing import Standing
from casus.review.asked import Asked, Refused
from casus.review.desk import Desk
from casus.review.pages.selection import selection
from casus.types import Document, Incident

MOST = 20_000
"""Incidents in one download: more take minutes; `casus export` writes whole stores."""
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to send."""

    name: str
    media_type: str
    data: bytes


def download(desk: Desk, asked: Asked) -> Download:
    """The selection of a request in the form that its path names."""
    form = FORMATS.get(asked.path["form"])
    if form is None:
        raise Refused(404, "error.not_found")
    wanted = selection(asked)
    total = desk.catalogue.totals(wanted).incidents
    if total > MOST:
        raise Refused(413, "list.too_many", n=total, most=MOST)
    incidents: list[Incident] = []
    documents: dict[str, Document] = {}
    judged = desk.catalogue.judgements()
    for ident in desk.catalogue.identities(wanted):
        found = desk.catalogue.incident(ident)
        if found is None:
            continue
        incident = found.incident
        texts = desk.catalogue.documents(a.doc for a in incident.accounts)
        documents.update(texts)
        if form.policy and form.policy != desk.policy:
            incident = Standing(incident.accounts, texts).told(form.policy, judged)
        incidents.append(incident)
    codes = {i.where.place.country for i in incidents}
    codes |= {actor.actor.country for i in incidents for actor in i.actors}
    names = {code: desk.country(code) for code in codes if code}
    try:
        data = form.render(records(incidents, documents, names), asked.flag("provenance"))
    except MissingLibraryError as error:
        raise Refused(501, "error.bad_request", why=str(error)) from None
    kind = _TYPES[form.file.rsplit(".", 1)[-1]]
    return Download(form.file, kind, data)
