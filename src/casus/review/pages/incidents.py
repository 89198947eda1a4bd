"""The incidents of a selection: table, map and timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casus.review.asked import Asked
from casus.review.desk import Desk
from casus.review.pages.selection import chosen, selection
from casus.store.selected import ORDERS, Bin, Cell, Facet, Row, Totals
from casus.store.selection import Box, Selection

PAGE = 50
MOST_BARS = 120
POINTS = 400
"""Incidents up to which the map gets points of their own, more come as cells."""
_SIZES = (10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05)
_ACROSS = 24  # cells of the map's width, about 30 pixels each


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the timeline: its first and last day, incidents by family."""

    since: date
    until: date
    incidents: int
    families: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Incidents of a selection over time; `unit` is day, week, month or year."""

    unit: str
    bars: tuple[Bar, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class IncidentsPage:
    """A page of the table. `selection` are the parameters that are set; `version` grows whenever
    a record changes."""

    selection: Mapping[str, list[str]]
    totals: Totals
    order: str
    falling: bool
    page: int
    pages: int
    rows: tuple[Row, ...]
    timeline: Timeline
    version: int


@dataclass(frozen=True, slots=True)
class MapPage:
    """What the map draws: `points` where there are few, else `cells` of `size` degrees, those at
    the edge whole. `incidents` is how many these are."""

    incidents: int
    size: float
    points: tuple[Row, ...]
    cells: tuple[Cell, ...]


def incidents_page(desk: Desk, asked: Asked) -> IncidentsPage:
    """One page of the table with the timeline of the whole selection."""
    wanted = selection(asked)
    order = asked.choice("order", ORDERS, "date")
    falling = asked.choice("way", ("falling", "rising"), "falling") == "falling"
    totals = desk.remember("totals", wanted, lambda: desk.catalogue.totals(wanted))
    pages = max(1, -(-totals.incidents // PAGE))
    page = min(max(asked.number("page", 1) or 1, 1), pages)
    rows = desk.remember(
        "rows", (wanted, order, falling, page),
        lambda: desk.catalogue.rows(
            wanted, order=order, falling=falling, skip=(page - 1) * PAGE, most=PAGE
        ),
    )  # fmt: skip
    # the timeline shows what lies around a chosen period, too: one must see what one leaves out
    free = _without_period(wanted)
    bins = desk.remember("bins", free, lambda: desk.catalogue.bins(free))
    dated = sum(sum(b.families.values()) for b in bins)
    whole = desk.remember("totals", free, lambda: desk.catalogue.totals(free))
    return IncidentsPage(
        chosen(asked), totals, order, falling, page, pages, rows,
        Timeline(*bars(bins), whole.incidents - dated), desk.version(),
    )  # fmt: skip


def map_page(desk: Desk, asked: Asked) -> MapPage:
    """What the map draws inside `view` (west,south,east,north), for the selection."""
    wanted = selection(asked)
    view = selection(Asked(asked.path, {"box": (asked.text("view"),)}, asked.words, asked.who)).box
    wide = (view[2] - view[0]) if view else 360.0
    size = next((s for s in _SIZES if s <= wide / _ACROSS), _SIZES[-1])
    cells = desk.remember(
        "cells", (wanted, size, view), lambda: desk.catalogue.cells(wanted, size=size, view=view)
    )
    placed = sum(cell.incidents for cell in cells)
    if placed > POINTS:
        return MapPage(placed, size, (), cells)
    inside = _within(wanted, view)
    rows = desk.catalogue.rows(inside, order="killed", falling=False, most=POINTS * 2)
    points = tuple(row for row in rows if row.lat is not None)
    return MapPage(len(points), 0.0, points, ())


def facets(desk: Desk) -> Mapping[str, tuple[Facet, ...]]:
    """What can be chosen."""
    return desk.remember("facets", None, desk.catalogue.facets)


def bars(bins: Sequence[Bin]) -> tuple[str, tuple[Bar, ...]]:
    """Days put together into at most MOST_BARS bars of one unit, empty ones kept; a few strays
    far before the rest are in one bar of their own at the beginning."""
    if not bins:
        return "day", ()
    first, last = _bulk(bins)
    unit = _unit(first, last)
    sums: dict[date, dict[str, int]] = {}
    early: dict[str, int] = {}
    for item in bins:
        told = early if item.day < first else sums.setdefault(_begin(item.day, unit), {})
        for family, number in item.families.items():
            told[family] = told.get(family, 0) + number
    made = []
    if early:
        made.append(Bar(bins[0].day, first - timedelta(1), sum(early.values()), early))
    at = _begin(first, unit)
    while at <= last:
        after = _next(at, unit)
        families = sums.get(at, {})
        made.append(Bar(at, after - timedelta(1), sum(families.values()), families))
        at = after
    return unit, tuple(made)


def _bulk(bins: Sequence[Bin]) -> tuple[date, date]:
    """The first and last day to draw: a fiftieth of the incidents may lie before it, if that
    halves the time that is drawn."""
    total = sum(sum(b.families.values()) for b in bins)
    first, last = bins[0].day, bins[-1].day
    passed = 0
    for item in bins:
        if passed > total / 50 and passed > 3:
            break
        if (last - item.day).days * 2 < (last - bins[0].day).days:
            first = item.day
            break
        passed += sum(item.families.values())
    return first, last


def _unit(first: date, last: date) -> str:
    days = (last - first).days + 1
    for unit, length in (("day", 1), ("week", 7), ("month", 30.4)):
        if days / length <= MOST_BARS:
            return unit
    return "year"


def _begin(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _next(day: date, unit: str) -> date:
    if unit == "year":
        return date(day.year + 1, 1, 1)
    if unit == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + timedelta(7 if unit == "week" else 1)


def _without_period(wanted: Selection) -> Selection:
    return replace(wanted, since=None, until=None)


def _within(wanted: Selection, view: Box | None) -> Selection:
    """The selection inside the map's view."""
    if view is None or wanted.box is None:
        return replace(wanted, box=view or wanted.box)
    (w, s, e, n), (x, y, z, k) = view, wanted.box
    west, south, east, north = max(w, x), max(s, y), min(e, z), min(n, k)
    nowhere = west > east or south > north
    return replace(wanted, box=(0.0, 0.0, 0.0, 0.0) if nowhere else (west, south, east, north))
