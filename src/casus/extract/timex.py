"""Dates as TIMEX3 annotations: extent, type and value.

Use `timexes` on what `find_dates` found in a text, `timex_value` for one reference. Both are pure
functions of the text's dates and its day of publication. The incident reader needs neither.

Values follow TimeML 1.2.1: 2019-11-02, 2019-W44, 2019-11-02TMO, P3D, 2019-Q3, PAST_REF …
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from casus.extract.dates import DateMention
from casus.timeref import QUARTERS, SHORT_UNITS, resolve, step
from casus.types import TimeRef

__all__ = ["Timex", "timex_value", "timexes"]

_CLOCK = {"morning": "TMO", "noon": "TMI", "afternoon": "TAF", "evening": "TEV", "night": "TNI",
          "night_to": "TNI"}  # fmt: skip
_TIMEX_SEASON = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}


class Timex(NamedTuple):
    """A TIMEX3 annotation: tokens `[first, last)`, type, value, and the pattern that read it."""

    first: int
    last: int
    type: str
    value: str
    rule: str


def timexes(
    mentions: Sequence[DateMention], anchor: date | None, *, signals_outside: bool
) -> list[Timex]:
    """The TIMEX3 annotations of a text's mentions (`find_dates`), in order.

    A clock time or part of a day alone belongs to the day named last (within 30 tokens), an
    event's "next day" counts from it; without one they belong to the day of publication.
    `signals_outside` follows the Italian-derived guidelines (KRAUTS, MEANTIME): in "two weeks
    ago" and "vor zwei Wochen" only the quantity is annotated, as a DURATION. Without it the
    whole phrase is a DATE, as in TimeBank.
    """
    found: list[Timex] = []
    last: tuple[int, date] | None = None
    for m in mentions:
        said = last[1] if last is not None else anchor
        near = said if last is not None and m.first - last[0] < 30 else anchor
        lone = m.ref == TimeRef(time_of_day=m.ref.time_of_day)
        base = near if lone else anchor
        found += _timex(m, base, said, signals_outside)
        when = resolve(m.ref, anchor, event=said, past=not m.future)
        if when.start is not None and when.precision == "day":
            last = m.last, when.start
    return found


def _timex(
    m: DateMention, anchor: date | None, event: date | None, signals_outside: bool
) -> list[Timex]:
    ref, past = m.ref, not m.future
    if signals_outside and ref.offset is not None and ref.duration is not None:
        return [Timex(*m.core, "DURATION", ref.duration, m.rule)]
    if m.ends is not None:
        (a, b), (c, d) = m.ends
        kind = m.kind.upper()
        one, two = (timex_value(r, anchor, event=event, past=past) for r in _two(ref))
        return [Timex(a, b, kind, one, m.rule), Timex(c, d, kind, two, m.rule)]
    value = timex_value(ref, anchor, event=event, past=past)
    return [Timex(m.first, m.last, m.kind.upper(), value, m.rule)]


def _two(ref: TimeRef) -> tuple[TimeRef, TimeRef]:
    """Both ends of a range as references of their own."""
    first = TimeRef(year=ref.year, month=ref.month, day=ref.day, weekday=ref.weekday,
                    time_of_day=ref.time_of_day, offset=ref.offset, unit=ref.unit)  # fmt: skip
    second = TimeRef(
        year=ref.end_year or ref.year,
        month=ref.end_month or ref.month,
        day=ref.end_day,
        weekday=ref.end_weekday,
        offset=ref.offset,
        unit=ref.unit,
    )
    return first, second


def timex_value(
    ref: TimeRef, anchor: date | None, *, event: date | None = None, past: bool = True
) -> str:
    """The TIMEX3 value: 2019-11-02, 2019-W44, 2019-11-02TMO, P3D, 2019-Q3, PAST_REF …

    Parts that cannot be told are X (XXXX-WXX-5 for an undated Friday, as ISO numbers days).
    """
    if ref.set_ is not None:
        return ref.set_
    if ref.fuzzy is not None:
        return f"{ref.fuzzy.upper()}_REF"
    only_duration = ref.duration is not None and ref.offset is None
    if only_duration and ref.duration is not None:
        return ref.duration
    base = event if ref.relative_to == "event" else anchor
    found = resolve(ref, anchor, event=event, past=past)
    clock = _clock(ref.time_of_day)
    start, end = found.start, found.end
    if start is None or end is None:
        if base is not None and clock and ref == TimeRef(
            time_of_day=ref.time_of_day, relative_to=ref.relative_to
        ):  # fmt: skip
            return base.isoformat() + clock
        return _symbolic(ref) + clock
    shifted = ref.offset is not None and ref.duration is not None
    if ref.offset is not None and shifted and ref.unit not in ("day", *SHORT_UNITS):
        if base is None:
            return _symbolic(ref)
        start = end = step(base, ref.offset[0], ref.unit or "year")
    return _calendar_value(ref, start, end) + clock


def _clock(time: str | None) -> str:
    if time is None:
        return ""
    return _CLOCK.get(time) or f"T{time}"


def _calendar_value(ref: TimeRef, start: date, end: date) -> str:
    unit = ref.unit if ref.offset is not None else None
    if unit == "weekend" and ref.weekday is None:
        return f"{_week(start)}-WE"
    if unit == "week" and ref.weekday is None:
        return _week(start)
    if unit in _TIMEX_SEASON:
        return f"{start.year}-{_TIMEX_SEASON[unit]}"
    if unit == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if ref.part in _TIMEX_SEASON:
        return f"{start.year}-{_TIMEX_SEASON[ref.part]}"
    if ref.part in QUARTERS:
        return f"{start.year}-{ref.part}"
    if "decade" in (unit, ref.unit):
        return str(start.year // 10)
    if "century" in (unit, ref.unit):
        return str(start.year // 100)
    if ref.time_of_day == "night_to" and end > start:
        return end.isoformat()
    if ref.month is None and ref.day is None and ref.weekday is None and unit != "day":
        if unit == "month":
            return f"{start.year:04}-{start.month:02}"
        if ref.year is not None or unit in ("year", "decade"):
            return f"{start.year:04}"
    if ref.month is not None and ref.day is None:
        return f"{start.year:04}-{start.month:02}"
    return start.isoformat()


def _week(day: date) -> str:
    iso = day.isocalendar()
    return f"{iso.year}-W{iso.week:02}"


def _symbolic(ref: TimeRef) -> str:
    if ref.month is not None:
        day = f"-{ref.day:02}" if ref.day is not None else ""
        return f"XXXX-{ref.month:02}{day}"
    if ref.day is not None:
        return f"XXXX-XX-{ref.day:02}"
    if ref.weekday is not None:
        return f"XXXX-WXX-{ref.weekday + 1}"
    if ref.part in _TIMEX_SEASON:
        return f"XXXX-{_TIMEX_SEASON[ref.part]}"
    if ref.part in QUARTERS:
        return f"XXXX-{ref.part}"
    if ref.unit in ("week", "weekend"):
        return "XXXX-WXX" + ("-WE" if ref.unit == "weekend" else "")
    if ref.unit == "month":
        return "XXXX-XX"
    if ref.unit in ("year", "decade", "century"):
        return "XXXX"
    return "XXXX-XX-XX"
