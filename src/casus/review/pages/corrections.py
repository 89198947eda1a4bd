"""Corrections of the reader: what a person said of a report, and the gold that it makes.

A correction is a judgement with verdict `reading`; its value is a JSON object (`Correction`). A
report that was corrected, or called read rightly, becomes a row of `reports.jsonl`; the incidents
it tells become rows of `gold.jsonl`: their kinds, dates and places as the record has them, figures
as read, without the wrong ones and with the missed. `casus eval incidents` scores a folder of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from casus.link.judgements import anchor_of
from casus.review.asked import Asked
from casus.review.desk import Desk
from casus.types import TOLL_FIELDS, Account, Claim, Count, Document, Incident, Judgement, Stance

VERDICTS = ("wrong", "missed", "right")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right. `wrong` names a claim, by its field and words, so that it is found again after
    another reading; `missed` brings a figure; `right` says that all was read rightly."""

    verdict: str
    field: str = ""
    words: str = ""
    start: int = 0
    low: int | None = None
    high: int | None = None
    group: str = ""
    voice: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionPart:
    """A correction as it is listed."""

    id: str
    document: str
    title: str
    user: str
    at: str
    standing: bool
    correction: Correction


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """Every correction, the latest first; `documents` reports are gold by them."""

    documents: int
    corrections: tuple[CorrectionPart, ...]


def corrections_page(desk: Desk, asked: Asked) -> CorrectionsPage:
    """All corrections."""
    del asked
    kept = desk.catalogue.judgements()
    withdrawn = {j.supersedes for j in kept if j.supersedes}
    made = [j for j in reversed(kept) if j.verdict == "reading"]
    documents = desk.catalogue.documents(document_of(j) for j in made)
    parts = tuple(
        CorrectionPart(
            j.id, document_of(j), _title(documents.get(document_of(j))), j.user, j.at,
            j.id not in withdrawn, correction_of(j),
        )
        for j in made
    )  # fmt: skip
    standing = {p.document for p in parts if p.standing}
    return CorrectionsPage(len(standing & documents.keys()), parts)


def document_of(judgement: Judgement) -> str:
    """The document that a correction is about."""
    told = anchor_of(judgement.about[0])
    return told[0] if told else judgement.about[0]


def correction_of(judgement: Judgement) -> Correction:
    """What a correction says. Raises msgspec.ValidationError for a value that is none."""
    return msgspec.json.decode(judgement.value or "{}", type=Correction)


@dataclass(frozen=True, slots=True)
class Gold:
    """Rows of the two files."""

    reports: tuple[Mapping[str, Any], ...]
    incidents: tuple[Mapping[str, Any], ...]


def gold(desk: Desk) -> Gold:
    """The gold that all standing corrections make."""
    kept = desk.catalogue.judgements()
    withdrawn = {j.supersedes for j in kept if j.supersedes}
    by_doc: dict[str, list[Correction]] = {}
    for judgement in kept:
        if judgement.verdict == "reading" and judgement.id not in withdrawn:
            by_doc.setdefault(document_of(judgement), []).append(correction_of(judgement))
    documents = desk.catalogue.documents(sorted(by_doc))
    reports = tuple(_report(documents[name]) for name in sorted(documents))
    idents = {i for name in documents for i in desk.catalogue.incidents_of(name)}
    rows = []
    for ident in sorted(idents):
        found = desk.catalogue.incident(ident)
        row = _incident(found.incident, documents, by_doc) if found else None
        if row is not None:
            rows.append(row)
    return Gold(reports, tuple(rows))


def _report(document: Document) -> Mapping[str, Any]:
    return {
        "id": document.id, "url": document.url, "publisher": document.publisher,
        "lang": document.lang, "published": document.published, "title": document.title or "",
        "text": document.text,
    }  # fmt: skip


def _incident(
    incident: Incident,
    documents: Mapping[str, Document],
    by_doc: Mapping[str, Sequence[Correction]],
) -> Mapping[str, Any] | None:
    """A row of gold; None where no day or country is known, as gold must name both."""
    when, place = incident.when.when, incident.where.place
    told = {a.doc: a for a in reversed(incident.accounts) if a.doc in documents}
    if when.start is None or not place.country or not told:
        return None
    days = (when.start, when.end or when.start)
    entries = [_telling(told[d], documents[d], by_doc[d], days, place.name) for d in sorted(told)]
    row: dict[str, Any] = {
        "id": incident.id, "kind": incident.kind, "kinds_ok": [incident.kind],
        "start": days[0], "end": days[1], "precision": when.precision,
        "country": place.country, "place": place.name, "lat": place.lat or 0.0,
        "lon": place.lon or 0.0,
    }  # fmt: skip
    for field in TOLL_FIELDS:
        figures = [f for entry in entries for f in entry.get(field, ())]
        if not figures:
            continue
        lows = [f["low"] for f in figures if f["low"] is not None]
        highs = [f["high"] for f in figures]
        high = None if None in highs else max(highs, default=None)
        toll = incident.tolls.get(field)
        best = toll.best if toll and toll.best is not None else max(lows, default=None)
        row[field] = {
            "low": min(lows, default=None), "best": [] if best is None else [best], "high": high
        }  # fmt: skip
    named = {a.actor.name: a.confidence for a in incident.actors if a.role == "perpetrator"}
    row["perpetrators"] = [{"names": [n], "confidence": [c]} for n, c in named.items()]
    row["reports"] = entries
    return row


def _telling(
    account: Account, document: Document, made: Sequence[Correction],
    days: tuple[date, date], place: str,
) -> dict[str, Any]:  # fmt: skip
    """How a report tells an incident, its figures corrected."""
    wrong = {(c.field, c.start) for c in made if c.verdict == "wrong"}
    start, end = account.anchor
    entry: dict[str, Any] = {
        "report": document.id, "role": account.role,
        "anchor_text": document.text[start:end], "start": days[0], "end": days[1],
        "place": place,
    }  # fmt: skip
    figures: dict[str, list[dict[str, Any]]] = {}
    for claim in account.claims:
        if _counts(claim) and (claim.field, claim.spans[0][0]) not in wrong:
            count = claim.value
            assert isinstance(count, Count)
            figures.setdefault(claim.field, []).append(
                _figure(count.low, count.high, claim.group, claim.voice.kind, claim.raw)
            )
    for told in _missed(made, account):
        figures.setdefault(told.field, []).append(
            _figure(told.low, told.high, told.group or None, told.voice or None, told.words)
        )
    return {**entry, **figures}


def _missed(made: Iterable[Correction], account: Account) -> Iterable[Correction]:
    return (c for c in made if c.verdict == "missed" and c.account == account.id)


def _counts(claim: Claim) -> bool:
    told = claim.stance not in (Stance.DENIES, Stance.RETRACTS, Stance.PLANS)
    return claim.field in TOLL_FIELDS and isinstance(claim.value, Count) and told


def _figure(
    low: int | None, high: int | None, group: str | None, voice: str | None, text: str
) -> dict[str, Any]:
    return {"low": low, "high": high, "group": group, "voice": voice, "text": text}


def _title(document: Document | None) -> str:
    return (document.title or document.id) if document else ""
