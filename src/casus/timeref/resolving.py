"""From a reference to days: what it means in a report printed on a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from casus.timeref.calendar import (
    DAY,
    PARTS,
    Found,
    add_months,
    calendar_unit,
    is_yearly,
    month_part,
    step,
    year_part,
)
from casus.types import TimeRef, When

_SLACK = {"week": 3, "weekend": 3, "month": 15, "year": 90, "decade": 900, "quarter": 45}
_AHEAD = 3  # how much farther off a day ahead seems than one behind
_NEAR = 200  # days between a report and a dated weekday without its year
SHORT_UNITS = ("second", "minute", "hour")  # less than a day
_PRECISION = {"day": "day", "week": "week", "weekend": "days", "month": "month"}


def resolve(
    ref: TimeRef, anchor: date | None, *, event: date | None = None, past: bool | None = True
) -> When:
    """The days that `ref` means in a report published on `anchor`.

    `event` is the day that "three days earlier" counts from; without it such a phrase stays
    symbolic. Without an anchor only a date that names its year can be told. An impossible date
    (31 June) is `unknown`. The result keeps `ref`.
    """
    found = days_of(ref, event if ref.relative_to == "event" else anchor, past)
    if found is None:
        return When(None, None, ref=ref)
    start, end, precision = found
    basis = "explicit" if ref.year is not None and ref.offset is None else "relative"
    return When(start, end, precision, basis, ref)


def days_of(ref: TimeRef, anchor: date | None, past: bool | None) -> Found | None:
    """The days that a reference means, None where none can be told; see `resolve`."""
    try:
        if ref.year is not None:
            return _explicit(ref, ref.year)
        if anchor is None or ref.fuzzy is not None or ref.set_ is not None:
            return None
        if ref.direction:
            past = ref.direction < 0
        if ref.offset is not None and ref.unit is not None:
            return _shifted(ref, ref.offset, ref.unit, anchor, past is not False)
        if ref.duration is not None:
            return _stretch(ref.duration, ref.direction, anchor)
        if ref.month is not None or ref.day is not None or is_yearly(ref.part):
            return _yearless(ref, anchor, past)
        if ref.weekday is not None:
            return _weekday(ref, ref.weekday, anchor, past is not False)
    except (ValueError, OverflowError):  # 31 June, the year 0
        return None
    return None


def _explicit(ref: TimeRef, year: int) -> Found:
    if ref.unit in ("decade", "century"):
        years = 10 if ref.unit == "decade" else 100
        first = {"early": 0, "mid": 3, "late": 7}.get(ref.part or "", 0) * years // 10
        last = {"early": 3, "mid": 6, "late": 9}.get(ref.part or "", 9) * years // 10
        if ref.part not in PARTS:
            last = years - 1
        return date(year + first, 1, 1), date(year + last, 12, 31), "year"
    if ref.month is None:
        start, end, precision = year_part(year, ref.part)
        if ref.end_year is not None:
            end = date(ref.end_year, 12, 31)
        return start, end, precision
    start, end, precision = month_part(year, ref.month, ref.day, ref.part)
    if ref.end_day is not None or ref.end_month is not None:
        month = ref.end_month or ref.month
        end_year = ref.end_year or (year if month >= ref.month else year + 1)
        end = month_part(end_year, month, ref.end_day, None)[1]
        precision = "days" if ref.end_day is not None else "month"
    if ref.time_of_day == "night_to" and ref.day is not None:
        return start - DAY, end, "days"
    return start, end, precision


def in_year(ref: TimeRef, year: int) -> Found | None:
    """What a reference without a year means in a year, None where that has no such day."""
    try:
        return _explicit(_with_year(ref, year), year)
    except (ValueError, OverflowError):
        return None


def _with_year(ref: TimeRef, year: int) -> TimeRef:
    return TimeRef(
        year=year, month=ref.month, day=ref.day, end_month=ref.end_month, end_day=ref.end_day,
        part=ref.part, weekday=ref.weekday, time_of_day=ref.time_of_day,
    )  # fmt: skip


def _yearless(ref: TimeRef, anchor: date, past: bool | None) -> Found | None:
    """A month, day of a month or season without its year; a day without its month."""
    if ref.month is None and ref.day is not None:
        for months in range(4):  # a month without that day is passed over
            first = add_months(anchor.replace(day=1), months if past is False else -months)
            if ref.day > monthrange(first.year, first.month)[1]:
                continue
            on = first.replace(day=ref.day)
            if (on >= anchor) if past is False else (on <= anchor):
                return on, on, "day"
        return None
    if ref.weekday is not None and ref.day is not None:
        # "Thursday, 25 February" may lie ahead of a report that is otherwise past; a weekday
        # that fits no year near is the writer's mistake
        years = (anchor.year - 1, anchor.year, anchor.year + 1)
        dated = [g for g in (in_year(ref, y) for y in years) if g is not None]
        near = [
            g for g in dated
            if g[0].weekday() == ref.weekday and abs((g[0] - anchor).days) < _NEAR
        ]  # fmt: skip
        if near:
            return min(near, key=lambda g: abs((g[0] - anchor).days))
    if past is None and not ref.direction:
        return _nearest(ref, anchor)
    past = past is not False
    for n in range(10):  # 29 February may be eight years off
        got = in_year(ref, anchor.year + (1 - n if past else n - 1))
        if got is None:
            continue
        # "last November" said in November is a year ago
        begun = got[1] < anchor if ref.direction < 0 else got[0] <= anchor
        if begun if past else got[1] >= anchor:
            return got
    return None


def _nearest(ref: TimeRef, anchor: date) -> Found | None:
    """The one of the years around, in which a day ahead counts as three times as far off: up to
    a quarter of a year ahead is nearer than what lies behind."""
    found = [
        got
        for year in range(anchor.year - 4, anchor.year + 5)  # for 29 February
        if (got := in_year(ref, year)) is not None
    ]

    def gap(got: Found) -> int:
        return max((anchor - got[1]).days, _AHEAD * (got[0] - anchor).days, 0)

    return min(found, key=gap, default=None)


def _weekday(ref: TimeRef, weekday: int, anchor: date, past: bool) -> Found:
    back = (anchor.weekday() - weekday) % 7
    if ref.direction < 0:
        start = anchor - timedelta(days=back or 7)
    elif ref.direction > 0:
        start = anchor + timedelta(days=7 - back)
    elif past:
        start = anchor - timedelta(days=back)
    else:
        start = anchor + timedelta(days=-back % 7)
    if ref.end_weekday is not None:
        end = start + timedelta(days=(ref.end_weekday - weekday) % 7)
        if past and ref.direction <= 0 and end > anchor:
            start, end = start - timedelta(days=7), end - timedelta(days=7)
        return start, end, "days"
    if ref.time_of_day == "night_to":
        return start - DAY, start, "days"
    return start, start, "day"


def _shifted(
    ref: TimeRef, offset: tuple[int, int], unit: str, anchor: date, past: bool
) -> Found | None:
    low, high = offset
    if unit in SHORT_UNITS:
        hours = {"second": 3600, "minute": 60, "hour": 1}[unit]
        days = timedelta(days=-(-max(abs(low), abs(high)) // (24 * hours)))
        return (anchor - days, anchor, "days") if low < 0 else (anchor, anchor + days, "days")
    if unit == "day":
        start, end = anchor + timedelta(days=low), anchor + timedelta(days=high)
        if ref.time_of_day == "night_to":
            start -= DAY
        return start, end, "day" if start == end else "days"
    if ref.duration is not None:  # counted from the day itself
        slack = timedelta(days=_SLACK.get(unit, 0))
        start, end = step(anchor, low, unit), step(anchor, high, unit)
        if low == high or (low != 0 and high != 0):
            start, end = start - slack, end + slack
        if low < 0 and high <= 0:
            end = min(end, anchor)
        return start, end, {"week": "week", "month": "month"}.get(unit, "year")
    start = calendar_unit(anchor, low, unit, past)[0]
    end = calendar_unit(anchor, high, unit, past)[1]
    if ref.weekday is not None and unit in ("week", "weekend"):
        on = start - timedelta(days=start.weekday()) + timedelta(days=ref.weekday)
        return on, on, "day"
    if ref.month is not None and unit == "year":
        return _explicit(_with_year(ref, start.year), start.year)
    if ref.day is not None and unit == "month":
        on = start.replace(day=ref.day)
        return on, on, "day"
    if ref.part is not None and low == high:
        if unit == "month":
            return month_part(start.year, start.month, None, ref.part)
        if unit == "year":
            return year_part(start.year, ref.part)
        if unit == "week" and ref.part in PARTS:
            first, last = {"early": (0, 1), "mid": (2, 3), "late": (3, 6)}[ref.part]
            return start + timedelta(days=first), start + timedelta(days=last), "days"
    return start, end, _PRECISION.get(unit, "month" if unit == "quarter" else "year")


_PERIOD = re.compile(r"P(\d+)(D|WE|W|M|Q|Y|DE|CE)")
_PERIOD_UNIT = {"D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter",
                "Y": "year", "DE": "decade", "CE": "century"}  # fmt: skip


def _stretch(duration: str, direction: int, anchor: date) -> Found | None:
    """ "the past three years", "the next two weeks": up to the anchor or on from it."""
    found = _PERIOD.fullmatch(duration)
    if found is None or not direction:
        return None
    n = int(found[1]) * direction
    unit = _PERIOD_UNIT[found[2]]
    end = anchor + timedelta(days=n) if unit == "day" else step(anchor, n, unit)
    precision = {"year": "year", "decade": "year", "century": "year"}.get(unit, "days")
    return min(anchor, end), max(anchor, end), precision
