"""How the dates of two accounts lie to each other, symbolic ones included.

Use `relation(a, b)`; it answers with a level of the comparison `date` and a detail to read.
An undated report's "Friday" stays a `TimeRef`; it is compared by what it does say, never by
a guessed calendar.
"""

from __future__ import annotations

from datetime import date

from casus import timeref
from casus.link.facts import Facts
from casus.types import Phrase, TimeRef

SHARP_DAYS = 3
"""Up to here an interval is a day, or a night, or a clash of two days."""
NEWS_DAYS = 7
"""How long after an event it is still reported as news with its date left out."""


def relation(a: Facts, b: Facts) -> tuple[str, str | Phrase]:
    """The level of comparison `date` for two accounts, and a detail to read."""
    if a.start is not None and b.start is not None:
        return _intervals(a, b)
    if a.ref is not None and b.start is not None:
        return _symbolic(a.ref, b)
    if b.ref is not None and a.start is not None:
        return _symbolic(b.ref, a)
    if a.ref is not None and b.ref is not None:
        return _both_symbolic(a.ref, b.ref)
    if a.start is not None:
        return _reported(a, b)
    if b.start is not None:
        return _reported(b, a)
    return "unknown", ""


def apart(a: Facts, b: Facts) -> bool:
    """True where the dates alone forbid one event; cheap enough to ask for every pair."""
    return relation(a, b)[0] in ("apart", "symbolic_apart")


def _intervals(a: Facts, b: Facts) -> tuple[str, str | Phrase]:
    assert a.start is not None and a.end is not None
    assert b.start is not None and b.end is not None
    low, high = max(a.start, b.start), min(a.end, b.end)
    wide = max(a.end - a.start, b.end - b.start) + 1
    narrow = min(a.end - a.start, b.end - b.start) + 1
    if low <= high:
        detail = _text(low, high)
        if "assumed" in (a.basis, b.basis) and wide <= 10:
            return "published", detail
        if wide == 1:
            return "same_day", detail
        if wide <= SHARP_DAYS:
            return "few_days", detail
        if wide <= 10:
            return "week", detail
        if wide <= 45:
            return ("both_months" if narrow > 10 else "month"), detail
        return "year", detail
    gap = low - high
    detail = Phrase("detail.days", {"n": gap})
    if gap == 1 and wide <= SHARP_DAYS:
        return ("night" if _night(a, b) else "next_day"), _text(high, low)
    if gap <= _tolerance(wide, a.basis, b.basis):
        return "near_edge", detail
    return "apart", detail


def _night(a: Facts, b: Facts) -> bool:
    """True where the night between two days may be meant by both: the later report tells the early
    hours of its day, or the earlier one the late hours."""
    before, after = (a, b) if (a.start or 0) < (b.start or 0) else (b, a)
    return before.hours == "late" or after.hours == "early"


def _tolerance(wide: int, *bases: str) -> int:
    """Days by which vague dates may miss each other: "a month ago", "last week" are loose."""
    if "assumed" in bases:
        return 3
    if wide <= SHARP_DAYS:
        return 1
    return 2 if wide <= 10 else 5


def _text(low: int, high: int) -> str | Phrase:
    first, last = date.fromordinal(low).isoformat(), date.fromordinal(high).isoformat()
    return first if low == high else Phrase("detail.span", {"first": first, "last": last})


def _symbolic(ref: TimeRef, dated: Facts) -> tuple[str, str | Phrase]:
    assert dated.start is not None and dated.end is not None
    level = fits(ref, dated.start, dated.end)
    return level, _text(dated.start, dated.end) if level != "symbolic_open" else ""


def fits(ref: TimeRef, start: int, end: int) -> str:
    """What a symbolic date says about an interval of ordinals: `symbolic_day` (its weekday
    falls there), `symbolic_next` (it, or its day, falls just before or after a day or night),
    `symbolic_calendar` (its month or day does), `symbolic_open`, or `symbolic_apart`."""
    calendar = ref.month is not None or ref.day is not None or ref.year is not None
    # a month is loose at its edges, a day or a weekday is not
    slack = 3 if calendar and ref.day is None else 0
    days = date.fromordinal(max(1, start - slack)), date.fromordinal(end + slack)
    if not timeref.compatible(ref, days):
        names_day = ref.weekday is not None or ref.day is not None
        night = end - start < SHARP_DAYS and names_day
        around = date.fromordinal(max(1, start - 1)), date.fromordinal(end + 1)
        beside = night and timeref.compatible(ref, around)
        return "symbolic_next" if beside else "symbolic_apart"
    if ref.relative_to == "event":
        return "symbolic_open"
    if calendar:
        return "symbolic_calendar"
    if ref.weekday is not None and end - start < 6:
        return "symbolic_day"
    return "symbolic_open"


def _both_symbolic(a: TimeRef, b: TimeRef) -> tuple[str, str | Phrase]:
    if a.month is not None and b.month is not None:
        if a.month != b.month or (a.day and b.day and a.day != b.day):
            return "symbolic_apart", ""
        return "symbolic_calendar", ""
    if a.weekday is not None and b.weekday is not None:
        step = (a.weekday - b.weekday) % 7
        if step == 0:
            return "symbolic_day", ""
        return ("symbolic_next" if step in (1, 6) else "symbolic_apart"), ""
    return "symbolic_open", ""


def _reported(dated: Facts, dateless: Facts) -> tuple[str, str | Phrase]:
    """An account without any date: its report's own date still bounds the event."""
    assert dated.start is not None and dated.end is not None
    if dateless.published is None:
        return "unknown", ""
    lag = dateless.published - dated.start
    if lag < -1:
        return "apart", Phrase("detail.before")
    if dateless.role != "main":
        return "unknown", ""
    if dateless.published - dated.end <= NEWS_DAYS:
        return "published", Phrase("detail.after", {"n": max(lag, 0)})
    return "late", Phrase("detail.after", {"n": lag})
