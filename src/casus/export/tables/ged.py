"""UCDP Georeferenced Event Dataset, 49 columns (codebook 23.1; SCHEMAS.md §2).

Events are incidents of organised violence with a death. What only UCDP's registry knows
(conflicts, dyads, numbers of actors) stays empty; `id` is a number made of the incident's id and
`relid` that id itself. An open upper bound is written as the best figure, since GED has no open
bound. Dates are days; priogrid_gid follows from the coordinates (PRIO-GRID, 0.5 degrees).
"""

from __future__ import annotations

import math

from casus.export.tables.record import CIVILIANS, Record, source
from casus.export.tables.sides import ARMED, CIVILIAN, STATE, Side, sides
from casus.export.tables.table import Cell, Column, Table, day, empty

POLICY = "ucdp"
_ORGANISED = frozenset({
    "armed_attack", "armed_clash", "bombing", "suicide_bombing", "explosive_device", "air_strike",
    "shelling", "shooting", "vehicle_attack", "arson", "abduction", "hostage_taking", "hijacking",
    "assassination", "execution", "massacre", "crackdown", "coup",
})  # fmt: skip
_WHERE_PREC = {"exact": 1, "near": 2, "adm2": 3, "adm1": 4, "country": 6, "water": 7}
_DATE_PREC = {"day": 1, "days": 2, "week": 3, "month": 4, "year": 5}
_VIOLENCE = {
    frozenset({STATE, ARMED}): 1, frozenset({STATE}): 1, frozenset({ARMED}): 2,
    frozenset({STATE, CIVILIAN}): 3, frozenset({ARMED, CIVILIAN}): 3,
}  # fmt: skip


def _takes(record: Record) -> bool:
    when = record.incident.when.when
    return (
        record.incident.kind in _ORGANISED
        and bool(record.best("killed"))
        and when.start is not None
        and record.incident.where.place.country is not None
    )


def _violence(record: Record) -> int | None:
    """1 state-based, 2 non-state, 3 one-sided; None unless both sides are told."""
    found = sides(record)
    if found.first is None or found.second is None:
        return None
    return _VIOLENCE.get(frozenset({found.first.what, found.second.what}))


def _ordered(record: Record) -> tuple[Side | None, Side | None]:
    """Side A and side B: of state-based violence the state is A, else the one that acted."""
    found = sides(record)
    if found.second and found.first and found.second.what == STATE != found.first.what:
        return found.second, found.first
    return found.first, found.second


def _name(record: Record, which: int) -> str | None:
    """A side as UCDP names it: a state's forces stand for its government."""
    side = _ordered(record)[which]
    if side is None:
        return None
    if side.what == STATE and side.actor and side.actor.country:
        return f"Government of {record.names.get(side.actor.country, side.actor.country)}"
    return side.name


def deaths(record: Record) -> dict[str, int]:
    """The best figure in GED's four parts, which sum to it. Those whose side is not told, and
    what the groups do not explain, are unknown."""
    best = record.best("killed") or 0
    toll = record.toll("killed")
    a, b = _ordered(record)
    parts = {"a": 0, "b": 0, "civilians": 0, "unknown": 0}
    for group in toll.groups if toll else ():
        count = next((v for v in (group.best, group.low) if v is not None), 0)
        count = min(count, best - sum(parts.values()))
        parts[_part(group.group, a, b)] += count
    parts["unknown"] += best - sum(parts.values())
    return parts


def _part(group: str, a: Side | None, b: Side | None) -> str:
    if group in CIVILIANS:
        return "civilians"
    what = STATE if group in {"military", "police"} else ARMED if group == "militant" else ""
    sides_of = [name for name, side in (("a", a), ("b", b)) if side and side.what == what]
    return sides_of[0] if len(sides_of) == 1 else "unknown"


def _bound(record: Record, which: str) -> int | None:
    toll, best = record.toll("killed"), record.best("killed")
    value = getattr(toll, which) if toll else None
    return best if value is None else value


def _date_prec(record: Record) -> int | None:
    when = record.incident.when.when
    if when.start is not None and when.end is not None and when.precision == "days":
        length = (when.end - when.start).days + 1
        return 2 if length <= 6 else 3 if length <= 7 else 4 if length <= 31 else 5
    return _DATE_PREC.get(when.precision)


def _each(record: Record, kind: str) -> str | None:
    cells = {
        "office": [d.publisher or "" for d in record.reports],
        "date": [day(d.published) or "" for d in record.reports],
        "headline": [d.title or "" for d in record.reports],
    }[kind]
    return ";".join(cell.replace(";", ",") for cell in cells)


def _articles(record: Record) -> str:
    told = [
        ",".join(x for x in (source(d), day(d.published), d.title) if x)
        for d in record.reports
    ]
    return ";".join(f'"{article.replace(chr(34), chr(39))}"' for article in told)


def _point(record: Record) -> tuple[float, float] | None:
    place = record.incident.where.place
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def _wkt(record: Record) -> str | None:
    point = _point(record)
    return f"POINT ({point[1]:g} {point[0]:g})" if point else None


def priogrid(record: Record) -> int | None:
    """The PRIO-GRID cell of the coordinates: 720 cells a row, rows from the south pole."""
    point = _point(record)
    if point is None:
        return None
    row = min(359, math.floor((point[0] + 90) * 2))
    return row * 720 + math.floor((point[1] + 180) * 2) % 720 + 1


def _country(record: Record) -> str:
    country = record.country
    return (country.ged if country else "") or record.country_name


def _number(text: str | None) -> Cell:
    return int(text) if text else None


def _clarity(record: Record) -> int:
    """1 where the event is told by itself, 2 where only a longer time or a wide area is."""
    exact = (_date_prec(record) or 9) <= 2 and _where(record) not in {None, 6}
    return 1 if exact else 2


def _where(record: Record) -> int | None:
    return _WHERE_PREC.get(record.incident.where.place.precision)


def _original(record: Record) -> str | None:
    toll = record.toll("killed")
    return "; ".join(record.voices(toll.support)) or None if toll else None


GED = Table(
    "ged",
    (
        Column("id", "integer", lambda r: r.number),
        Column("relid", "text", lambda r: r.incident.id),
        Column("year", "integer", lambda r: d.year if (d := r.incident.when.when.start) else None),
        empty("active_year", "integer"), empty("code_status"),
        Column("type_of_violence", "integer", _violence, (1, 2, 3)),
        empty("conflict_dset_id"), empty("conflict_new_id", "integer"), empty("conflict_name"),
        empty("dyad_dset_id"), empty("dyad_new_id", "integer"), empty("dyad_name"),
        empty("side_a_dset_id"), empty("side_a_new_id", "integer"),
        Column("side_a", "text", lambda r: _name(r, 0)),
        empty("side_b_dset_id"), empty("side_b_new_id", "integer"),
        Column("side_b", "text", lambda r: _name(r, 1)),
        Column("number_of_sources", "integer", lambda r: r.incident.witnesses),
        Column("source_article", "text", _articles),
        Column("source_office", "text", lambda r: _each(r, "office")),
        Column("source_date", "text", lambda r: _each(r, "date")),
        Column("source_headline", "text", lambda r: _each(r, "headline")),
        Column("source_original", "text", _original),
        Column("where_prec", "integer", _where, (1, 2, 3, 4, 5, 6, 7)),
        Column("where_coordinates", "text", lambda r: r.incident.where.place.name),
        Column("where_description", "text", lambda r: ", ".join(r.incident.where.place.path)),
        Column("adm_1", "text", lambda r: r.area(1)),
        Column("adm_2", "text", lambda r: r.area(2)),
        Column("latitude", "number", lambda r: r.incident.where.place.lat),
        Column("longitude", "number", lambda r: r.incident.where.place.lon),
        Column("geom_wkt", "text", _wkt),
        Column("priogrid_gid", "integer", priogrid),
        Column("country", "text", _country),
        Column("country_id", "integer", lambda r: _number(r.country.gw if r.country else None)),
        Column(
            "region", "text", lambda r: r.country.region or None if r.country else None,
            ("Africa", "Americas", "Asia", "Europe", "Middle East"),
        ),
        Column("event_clarity", "integer", _clarity, (1, 2)),
        Column("date_prec", "integer", _date_prec, (1, 2, 3, 4, 5)),
        Column("date_start", "date", lambda r: day(r.incident.when.when.start)),
        Column("date_end", "date", lambda r: day(r.incident.when.when.end)),
        Column("deaths_a", "integer", lambda r: deaths(r)["a"]),
        Column("deaths_b", "integer", lambda r: deaths(r)["b"]),
        Column("deaths_civilians", "integer", lambda r: deaths(r)["civilians"]),
        Column("deaths_unknown", "integer", lambda r: deaths(r)["unknown"]),
        Column("best", "integer", lambda r: r.best("killed")),
        Column("high", "integer", lambda r: _bound(r, "high")),
        Column("low", "integer", lambda r: _bound(r, "low")),
        empty("gwnoa", "integer"), empty("gwnob", "integer"),
    ),
    _takes,
)  # fmt: skip
