"""One flat row an incident, every toll with its bounds: for spreadsheets and data frames.

The same columns serve `csv` and `parquet`. Lists are joined by `;`.
"""

from __future__ import annotations

from collections.abc import Iterator

from casus.export.tables.record import Record
from casus.export.tables.table import Column, Table, day
from casus.types import TOLL_FIELDS, Incident, Toll


def _tolls() -> Iterator[Column]:
    for field in TOLL_FIELDS:
        for bound in ("low", "best", "high"):
            yield Column(f"{field}_{bound}", "integer", _Bound(field, bound))
        yield Column(f"{field}_state", "text", _Bound(field, "state"))


class _Bound:
    """One part of one toll."""

    def __init__(self, field: str, part: str) -> None:
        self._field, self._part = field, part

    def __call__(self, record: Record) -> int | str | None:
        toll = record.toll(self._field)
        return None if toll is None else _part(toll, self._part)


def _part(toll: Toll, part: str) -> int | str | None:
    if part == "state":
        return toll.state.value
    value: int | None = getattr(toll, part)
    return value


def _policy(record: Record) -> str | None:
    return next((toll.policy for toll in record.incident.tolls.values()), None)


def _names(incident: Incident, role: str) -> str | None:
    return "; ".join(a.actor.name for a in incident.actors if a.role == role) or None


def _confidences(incident: Incident) -> str | None:
    told = (a.confidence for a in incident.actors if a.role == "perpetrator")
    return "; ".join(told) or None


FLAT = Table(
    "flat",
    (
        Column("id", "text", lambda r: r.incident.id),
        Column("title", "text", lambda r: r.incident.title),
        Column("kind", "text", lambda r: r.incident.kind),
        Column("family", "text", lambda r: r.incident.family),
        Column("start", "date", lambda r: day(r.incident.when.when.start)),
        Column("end", "date", lambda r: day(r.incident.when.when.end)),
        Column("date_precision", "text", lambda r: r.incident.when.when.precision),
        Column("date_basis", "text", lambda r: r.incident.when.when.basis),
        Column("place", "text", lambda r: r.incident.where.place.name or None),
        Column("adm1", "text", lambda r: r.area(1)),
        Column("country", "text", lambda r: r.incident.where.place.country),
        Column("latitude", "number", lambda r: r.incident.where.place.lat),
        Column("longitude", "number", lambda r: r.incident.where.place.lon),
        Column("place_precision", "text", lambda r: r.incident.where.place.precision),
        *_tolls(),
        Column("policy", "text", _policy),
        Column("perpetrators", "text", lambda r: _names(r.incident, "perpetrator")),
        Column("perpetrators_confidence", "text", lambda r: _confidences(r.incident)),
        Column("targets", "text", lambda r: _names(r.incident, "target")),
        Column("means", "text", lambda r: "; ".join(m.code for m in r.incident.means) or None),
        Column("witnesses", "integer", lambda r: r.incident.witnesses),
        Column("reports", "integer", lambda r: len(r.reports)),
        Column("languages", "text", lambda r: ";".join(r.incident.languages)),
        Column("open_questions", "text", lambda r: r.questions),
    ),
    lambda _: True,
)  # fmt: skip
