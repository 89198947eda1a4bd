"""Reports that people corrected, as rows of the files that `casus eval incidents` scores.

A report that was corrected, or called read rightly, becomes a row of `reports.jsonl`; the incidents
it tells become rows of `gold.jsonl`: as the record has them, without what was called wrong and with
what was missed, and those that were missed whole. What rests on something wrong whose right value
nobody marked waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casus.review.correction import Corrected, Correction, missed_incidents
from casus.review.desk import Desk
from casus.types import (
    KINDS,
    TOLL_FIELDS,
    Account,
    Claim,
    Count,
    Document,
    Incident,
    IncidentWhen,
    IncidentWhere,
    Place,
    Stance,
    State,
    When,
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wait:
    """An incident that is no gold yet: the `field` whose right value nobody marked."""

    incident: str
    title: str
    field: str


@dataclass(frozen=True, slots=True)
class Gold:
    """Rows of the two files, and what waits."""

    reports: tuple[Row, ...]
    incidents: tuple[Row, ...]
    waits: tuple[Wait, ...]


def gold(desk: Desk, said: Mapping[str, Sequence[Correction]]) -> Gold:
    """The gold that the standing corrections make, by document."""
    documents = desk.catalogue.documents(sorted(said))
    reports = tuple(_report(documents[name]) for name in sorted(documents))
    rows: list[Row] = []
    waits: list[Wait] = []
    for ident, (incident, told) in sorted(_told(desk, documents, said).items()):
        field = _lacking(incident, told)
        if field:
            waits.append(Wait(ident, incident.title, field))
        elif told:
            rows.append(_incident(incident, told, documents))
    return Gold(reports, tuple(rows), tuple(waits))


def _told(
    desk: Desk, documents: Mapping[str, Document], said: Mapping[str, Sequence[Correction]]
) -> Mapping[str, tuple[Incident, list[Corrected]]]:
    """Id → an incident with how each of these documents tells it: those of the record, and those
    that were missed whole."""
    found: dict[str, tuple[Incident, list[Corrected]]] = {}
    for ident in {i for name in documents for i in desk.catalogue.incidents_of(name)}:
        held = desk.catalogue.incident(ident)
        if held is not None:
            # of a report that tells an incident twice the first account
            firsts = {a.doc: a for a in reversed(held.incident.accounts) if a.doc in documents}
            told = [Corrected(firsts[name], said[name]) for name in sorted(firsts)]
            found[ident] = held.incident, told
    for name in sorted(documents):
        for ident, made in missed_incidents(name, said[name]).items():
            account = Account(
                ident, name, documents[name].lang, made.role,
                (made.start, made.start + len(made.words)), made.kind, order=0,
            )  # fmt: skip
            held = desk.catalogue.incident(made.same) if made.same else None
            home = held.incident if held else _missed(made.same or ident, made)
            found.setdefault(home.id, (home, []))[1].append(Corrected(account, said[name], made))
    return found


def _missed(ident: str, made: Correction) -> Incident:
    """An incident as the person describes it who says that it was missed."""
    start, end = made.since, made.until
    when = When(start, end, "day" if start == end else "days", "explicit")
    place = Place(made.place, country=made.country, lat=made.lat, lon=made.lon)
    return Incident(
        ident, made.kind, KINDS[made.kind], made.words,
        IncidentWhen(when, State.HUMAN, ()), IncidentWhere(place, State.HUMAN, ()),
        tolls={}, actors=(), means=(), witnesses=1, languages=(), accounts=(),
    )  # fmt: skip


def _report(document: Document) -> Row:
    return {
        "id": document.id, "url": document.url, "publisher": document.publisher,
        "lang": document.lang, "published": document.published, "title": document.title or "",
        "text": document.text,
    }  # fmt: skip


def _lacking(incident: Incident, told: Sequence[Corrected]) -> str:
    """The field that gold must have and that nobody knows; empty where none is."""
    claims = {
        "when": incident.when.claims,
        "where": incident.where.claims,
        "kind": [c.id for a in incident.accounts for c in a.claims
                 if c.field == "kind" and c.value == incident.kind],
    }  # fmt: skip
    place = incident.where.place
    known = {
        "when": incident.when.when.start is not None,
        "where": bool(place.country) and place.lat is not None,
        "kind": True,
    }
    for field, ids in claims.items():
        if _last(told, field) is None and (
            not known[field] or any(not c.wrong.isdisjoint(ids) for c in told)
        ):
            return field
    return ""


def _last(told: Sequence[Corrected], field: str) -> Correction | None:
    return next((c for t in reversed(told) if (c := t.last(field))), None)


def _days(made: Correction | None) -> tuple[date, date] | None:
    return (made.since, made.until or made.since) if made and made.since else None


def _incident(
    incident: Incident, told: Sequence[Corrected], documents: Mapping[str, Document]
) -> Row:
    kind = made.kind if (made := _last(told, "kind")) else incident.kind
    when, days = incident.when.when, _days(_last(told, "when"))
    precision = "day" if days and days[0] == days[1] else "days" if days else when.precision
    start, end = days or (when.start, when.end or when.start)
    place = _place(incident, _last(told, "where"))
    entries = [
        _telling(c, documents[c.account.doc], (start, end), place["place"]) for c in told
    ]  # fmt: skip
    row: dict[str, Any] = {
        "id": incident.id, "kind": kind, "kinds_ok": [kind], "start": start, "end": end,
        "precision": precision, **place,
    }  # fmt: skip
    for field in TOLL_FIELDS:
        figures = [f for entry in entries for f in entry.get(field, ())]
        if figures:
            toll = incident.tolls.get(field)
            row[field] = _range(figures, toll.best if toll else None)
    perpetrators = _actors(incident, "perpetrator", told)
    row["perpetrators"] = [{"names": n, "confidence": [c]} for n, c in perpetrators]
    row["targets"] = [name for names, _ in _actors(incident, "target", told) for name in names]
    row["reports"] = entries
    return row


def _place(incident: Incident, made: Correction | None) -> Row:
    place = incident.where.place
    if made:
        return {"country": made.country, "place": made.place, "lat": made.lat, "lon": made.lon}
    return {"country": place.country, "place": place.name, "lat": place.lat, "lon": place.lon}


def _range(figures: Sequence[Row], best: int | None) -> Row:
    """A toll over all reports: from the lowest to the highest figure."""
    lows = [f["low"] for f in figures if f["low"] is not None]
    highs = [f["high"] for f in figures]
    best = best if best is not None else max(lows, default=None)
    return {
        "low": min(lows, default=None), "best": [] if best is None else [best],
        "high": None if None in highs else max(highs),
    }  # fmt: skip


def _actors(
    incident: Incident, role: str, told: Sequence[Corrected]
) -> list[tuple[list[str], str]]:
    """Names and confidence of those of the record that no claim called wrong brought, and of those
    that were missed."""
    wrong = frozenset[str]().union(*(c.wrong for c in told))
    found = [
        ([actor.actor.name], actor.confidence)
        for actor in incident.actors
        if actor.role == role and wrong.isdisjoint(actor.claims)
    ]
    missed = [made for c in told for made in c.missed(role)]
    return found + [(list(dict.fromkeys((m.name, m.words))), m.confidence) for m in missed]


def _telling(
    told: Corrected, document: Document, days: tuple[date | None, date | None], place: str
) -> dict[str, Any]:
    """How a report tells an incident."""
    account, where = told.account, told.last("where") or told.whole
    start, end = _days(told.last("when") or told.whole) or days
    anchor = document.text[slice(*account.anchor)]
    entry: dict[str, Any] = {
        "report": document.id, "role": account.role, "anchor_text": anchor, "start": start,
        "end": end, "place": where.place if where else place,
    }  # fmt: skip
    figures: dict[str, list[Row]] = {}
    for claim in account.claims:
        count = claim.value
        if isinstance(count, Count) and claim.id not in told.wrong and _counts(claim):
            figures.setdefault(claim.field, []).append(
                _figure(count.low, count.high, claim.group, told.voice(claim), claim.raw)
            )
    for made in told.missed(*TOLL_FIELDS):
        figures.setdefault(made.field, []).append(
            _figure(made.low, made.high, made.group or None, made.voice or None, made.words)
        )
    return {**entry, **figures}


def _counts(claim: Claim) -> bool:
    told = claim.stance not in (Stance.DENIES, Stance.RETRACTS, Stance.PLANS)
    return claim.field in TOLL_FIELDS and told


def _figure(
    low: int | None, high: int | None, group: str | None, voice: str | None, text: str
) -> Row:
    return {"low": low, "high": high, "group": group, "voice": voice, "text": text}
