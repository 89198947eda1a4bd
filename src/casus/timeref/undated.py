"""Phrases of reports without a day: what they may mean, and when the report was printed if they
mean a known day."""

from __future__ import annotations

from datetime import date, timedelta

from casus.timeref.calendar import MONTHS, Interval, is_yearly
from casus.timeref.resolving import SHORT_UNITS, days_of, in_year
from casus.types import TimeRef, When


def compatible(what: TimeRef | When, interval: Interval) -> bool:
    """Whether `what` can mean a day of the closed `interval`.

    A phrase that says nothing about the calendar by itself ("yesterday") is compatible with
    every day. Intervals of over a year are compatible with any phrase without a year.
    """
    start, end = interval
    if isinstance(what, When):
        if what.start is not None and what.end is not None:
            return what.start <= end and start <= what.end
        if what.ref is None:
            return True
        what = what.ref
    if what.year is not None:
        found = days_of(what, None, past=True)
        return found is not None and found[0] <= end and start <= found[1]
    if what.relative_to == "event" or (what.offset is not None and what.weekday is None):
        return True
    if (end - start).days > 366:
        return True
    return any(_may_be(what, start + timedelta(days=k)) for k in range((end - start).days + 1))


def _may_be(ref: TimeRef, day: date) -> bool:
    """Whether a phrase without a year can mean this day."""
    if ref.month is not None or is_yearly(ref.part):
        got = [in_year(ref, y) for y in (day.year - 1, day.year)]
        if not any(g is not None and g[0] <= day <= g[1] for g in got):
            return False
        return ref.weekday is None or ref.day is None or day.weekday() == ref.weekday
    if ref.day is not None and ref.day != day.day:
        return False
    if ref.weekday is None:
        return True
    last = ref.end_weekday if ref.end_weekday is not None else ref.weekday
    span = (last - ref.weekday) % 7
    back = 1 if ref.time_of_day == "night_to" else 0
    return (day.weekday() - ref.weekday + back) % 7 <= span + back


def infer_anchor(ref: TimeRef, known: date, *, past: bool = True) -> Interval | None:
    """The days on which a report can have been published if its phrase `ref` means `known`.

    None where the phrase can never mean that day, or says nothing about its report's day (a
    full date, an event's "two days later"). On every day of the result `resolve` gives an
    interval that holds `known`.
    """
    if ref.year is not None or ref.relative_to == "event" or ref.fuzzy or ref.set_:
        return None
    reach = _reach(ref)
    # the stretch nearest to the day itself: "Friday" is this week's, not one of a year ago
    for k in range(reach + 1):
        for anchor in (_plus(known, k), _plus(known, -k)):
            if anchor is not None and _holds(ref, anchor, known, past):
                return _stretch_around(ref, anchor, known, past)
    return None


def _stretch_around(ref: TimeRef, anchor: date, known: date, past: bool) -> Interval:
    """All days next to `anchor` on which the phrase means `known` too."""
    ends = []
    for way in (-1, 1):
        at = anchor
        while True:
            further = _plus(at, way)
            if further is None or not _holds(ref, further, known, past):
                break
            at = further
        ends.append(at)
    return ends[0], ends[1]


def _plus(day: date, n: int) -> date | None:
    number = day.toordinal() + n
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


def _holds(ref: TimeRef, anchor: date, known: date, past: bool) -> bool:
    got = days_of(ref, anchor, past)
    return got is not None and got[0] <= known <= got[1]


def _reach(ref: TimeRef) -> int:
    """How many days a report can lie from what its phrase means; a little more is harmless."""
    if ref.offset is not None and ref.unit is not None:
        days = {"week": 7, "weekend": 7}.get(ref.unit, 31 * MONTHS.get(ref.unit, 1))
        days = 1 if ref.unit == "day" or ref.unit in SHORT_UNITS else days
        return min((max(abs(ref.offset[0]), abs(ref.offset[1])) + 2) * days + 2, 40 * 366)
    if ref.month is not None or ref.part is not None:
        return 2 * 366
    return 70
