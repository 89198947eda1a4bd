"""Calendar arithmetic on time references: what a phrase means, given the day it was printed.

Use `resolve` to turn a `TimeRef` into an interval of days, `compatible` to ask whether a phrase
that cannot be dated yet may mean a given interval, and `infer_anchor` for the days on which a
report can have been printed if its phrase means a known day. Pure functions of their
arguments: no clock, no language.

News reading. A bare weekday is the most recent one, the day of publication included; "last
Friday" is the most recent one before that day, whatever the week; a month or a day of a month
is the most recent past one. With `past=False` all of these look forward; with `past=None`, where
nothing tells, a date without its year may lie a quarter of a year ahead, and the rest is past.
Early, mid and late of a month are its days 1-10, 11-20 and 21-end; of a year January-April,
May-August, September-December. Shifts in weeks, months and years are rounded by speakers: "two
weeks ago" allows three days either way, "a month ago" fifteen, "a year ago" ninety.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from casus.types import TimeRef, When

__all__ = ["QUARTERS", "SHORT_UNITS", "compatible", "infer_anchor", "resolve", "step"]

Interval = tuple[date, date]

_DAY = timedelta(days=1)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
QUARTERS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12)}
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_WEEKS = {"week1": (1, 7), "week2": (8, 14), "week3": (15, 21), "week4": (22, 28),
          "week5": (29, 31)}  # fmt: skip
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_SLACK = {"week": 3, "weekend": 3, "month": 15, "year": 90, "decade": 900, "quarter": 45}
_AHEAD = 3  # how much farther off a day ahead seems than one behind
_NEAR = 200  # days between a report and a dated weekday without its year
SHORT_UNITS = ("second", "minute", "hour")  # less than a day
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_PRECISION = {"day": "day", "week": "week", "weekend": "days", "month": "month"}


def resolve(
    ref: TimeRef, anchor: date | None, *, event: date | None = None, past: bool | None = True
) -> When:
    """The days that `ref` means in a report published on `anchor`.

    `event` is the day that "three days earlier" counts from; without it such a phrase stays
    symbolic. Without an anchor only a date that names its year can be told. An impossible date
    (31 June) is `unknown`. The result keeps `ref`.
    """
    found = _interval(ref, event if ref.relative_to == "event" else anchor, past)
    if found is None:
        return When(None, None, ref=ref)
    start, end, precision = found
    basis = "explicit" if ref.year is not None and ref.offset is None else "relative"
    return When(start, end, precision, basis, ref)


def _interval(
    ref: TimeRef, anchor: date | None, past: bool | None
) -> tuple[date, date, str] | None:
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
        if ref.month is not None or ref.day is not None or _yearly(ref.part):
            return _yearless(ref, anchor, past)
        if ref.weekday is not None:
            return _weekday(ref, ref.weekday, anchor, past is not False)
    except (ValueError, OverflowError):  # 31 June, the year 0
        return None
    return None


_MOVABLE = re.compile(r"easter(?P<after>[+-]\d+)?|nth-(?P<month>\d+)-(?P<n>\d)-(?P<weekday>\d)")


def _yearly(part: str | None) -> bool:
    """Whether a part is one of every year: a season, quarter or feast."""
    return part is not None and (
        part in _SEASONS or part in QUARTERS or _MOVABLE.fullmatch(part) is not None
    )


def _feast(year: int, part: str) -> date | None:
    """The day of a movable feast: "easter-2", or "nth-11-4-3", the fourth Thursday of November
    (n = 0: the last)."""
    found = _MOVABLE.fullmatch(part)
    if found is None:
        return None
    if found["month"] is None:
        return _easter(year) + timedelta(days=int(found["after"] or 0))
    month, n, weekday = (int(found[key]) for key in ("month", "n", "weekday"))
    if n == 0:
        last = _last_day(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    gap = (8 * century + 13) // 25
    moon = (19 * (year % 19) + century - century // 4 - gap + 15) % 30
    late = (year % 19 + 11 * moon) // 319
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - rest % 4 - moon + late) % 7
    month = (moon - late + sunday + 90) // 25
    day = (moon - late + sunday + month + 19) % 32
    return date(year, month, day)


def _explicit(ref: TimeRef, year: int) -> tuple[date, date, str]:
    if ref.unit in ("decade", "century"):
        years = 10 if ref.unit == "decade" else 100
        first = {"early": 0, "mid": 3, "late": 7}.get(ref.part or "", 0) * years // 10
        last = {"early": 3, "mid": 6, "late": 9}.get(ref.part or "", 9) * years // 10
        if ref.part not in _PARTS:
            last = years - 1
        return date(year + first, 1, 1), date(year + last, 12, 31), "year"
    if ref.month is None:
        start, end, precision = _year_part(year, ref.part)
        if ref.end_year is not None:
            end = date(ref.end_year, 12, 31)
        return start, end, precision
    start, end, precision = _month_part(year, ref.month, ref.day, ref.part)
    if ref.end_day is not None or ref.end_month is not None:
        month = ref.end_month or ref.month
        end_year = ref.end_year or (year if month >= ref.month else year + 1)
        end = _month_part(end_year, month, ref.end_day, None)[1]
        precision = "days" if ref.end_day is not None else "month"
    if ref.time_of_day == "night_to" and ref.day is not None:
        return start - _DAY, end, "days"
    return start, end, precision


def _year_part(year: int, part: str | None) -> tuple[date, date, str]:
    feast = _feast(year, part) if part is not None else None
    if feast is not None:
        return feast, feast, "day"
    if part in _SEASONS:
        first, last = _SEASONS[part]
        until = year if last > first else year + 1
        return date(year, first, 1), _last_day(until, last), "month"
    if part in QUARTERS:
        first, last = QUARTERS[part]
        return date(year, first, 1), _last_day(year, last), "month"
    if part in _YEAR_PARTS:
        first, last = _YEAR_PARTS[part]
        return date(year, first, 1), _last_day(year, last), "month"
    return date(year, 1, 1), date(year, 12, 31), "year"


def _month_part(
    year: int, month: int, day: int | None, part: str | None
) -> tuple[date, date, str]:
    if day is not None:
        on = date(year, month, day)
        return on, on, "day"
    if part == "weeklast":
        end = _last_day(year, month)
        return end - timedelta(days=6), end, "week"
    days = _PARTS.get(part or "") or _WEEKS.get(part or "")
    if days is not None:
        first, last = days
        end = min(date(year, month, 1) + timedelta(days=last - 1), _last_day(year, month))
        return date(year, month, first), end, "week" if part in _WEEKS else "days"
    return date(year, month, 1), _last_day(year, month), "month"


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _yearless(ref: TimeRef, anchor: date, past: bool | None) -> tuple[date, date, str] | None:
    """A month, day of a month or season without its year; a day without its month."""
    if ref.month is None and ref.day is not None:
        step = 0
        while step < 4:  # a month without that day is passed over
            first = _add_months(anchor.replace(day=1), step if past is False else -step)
            step += 1
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
        dated = [g for g in (_explicit_or_none(ref, y) for y in years) if g is not None]
        near = [
            g
            for g in dated
            if g[0].weekday() == ref.weekday and abs((g[0] - anchor).days) < _NEAR
        ]
        if near:
            return min(near, key=lambda g: abs((g[0] - anchor).days))
    if past is None and not ref.direction:
        return _nearest(ref, anchor)
    past = past is not False
    for step in range(10):  # 29 February may be eight years off
        got = _explicit_or_none(ref, anchor.year + (1 - step if past else step - 1))
        if got is None:
            continue
        # "last November" said in November is a year ago
        begun = got[1] < anchor if ref.direction < 0 else got[0] <= anchor
        if begun if past else got[1] >= anchor:
            return got
    return None


def _nearest(ref: TimeRef, anchor: date) -> tuple[date, date, str] | None:
    """The one of the years around, in which a day ahead counts as three times as far off: up to
    a quarter of a year ahead is nearer than what lies behind."""
    found = [
        got
        for year in range(anchor.year - 4, anchor.year + 5)  # for 29 February
        if (got := _explicit_or_none(ref, year)) is not None
    ]

    def gap(got: tuple[date, date, str]) -> int:
        return max((anchor - got[1]).days, _AHEAD * (got[0] - anchor).days, 0)

    return min(found, key=gap, default=None)


def _with_year(ref: TimeRef, year: int) -> TimeRef:
    return TimeRef(
        year=year, month=ref.month, day=ref.day, end_month=ref.end_month, end_day=ref.end_day,
        part=ref.part, weekday=ref.weekday, time_of_day=ref.time_of_day,
    )  # fmt: skip


def _weekday(ref: TimeRef, weekday: int, anchor: date, past: bool) -> tuple[date, date, str]:
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
        return start - _DAY, start, "days"
    return start, start, "day"


def _shifted(
    ref: TimeRef, offset: tuple[int, int], unit: str, anchor: date, past: bool
) -> tuple[date, date, str] | None:
    low, high = offset
    if unit in SHORT_UNITS:
        hours = {"second": 3600, "minute": 60, "hour": 1}[unit]
        days = timedelta(days=-(-max(abs(low), abs(high)) // (24 * hours)))
        return (anchor - days, anchor, "days") if low < 0 else (anchor, anchor + days, "days")
    if unit == "day":
        start, end = anchor + timedelta(days=low), anchor + timedelta(days=high)
        if ref.time_of_day == "night_to":
            start -= _DAY
        return start, end, "day" if start == end else "days"
    if ref.duration is not None:  # counted from the day itself
        slack = timedelta(days=_SLACK.get(unit, 0))
        start, end = step(anchor, low, unit), step(anchor, high, unit)
        if low == high or (low != 0 and high != 0):
            start, end = start - slack, end + slack
        if low < 0 and high <= 0:
            end = min(end, anchor)
        return start, end, {"week": "week", "month": "month"}.get(unit, "year")
    start = _calendar_unit(anchor, low, unit, past)[0]
    end = _calendar_unit(anchor, high, unit, past)[1]
    if ref.weekday is not None and unit in ("week", "weekend"):
        on = start - timedelta(days=start.weekday()) + timedelta(days=ref.weekday)
        return on, on, "day"
    if ref.month is not None and unit == "year":
        got = _explicit(_with_year(ref, start.year), start.year)
        return got
    if ref.day is not None and unit == "month":
        on = start.replace(day=ref.day)
        return on, on, "day"
    if ref.part is not None and low == high:
        if unit == "month":
            return _month_part(start.year, start.month, None, ref.part)
        if unit == "year":
            return _year_part(start.year, ref.part)
        if unit == "week" and ref.part in _PARTS:
            first, last = {"early": (0, 1), "mid": (2, 3), "late": (3, 6)}[ref.part]
            return start + timedelta(days=first), start + timedelta(days=last), "days"
    return start, end, _PRECISION.get(unit, "month" if unit == "quarter" else "year")


_PERIOD = re.compile(r"P(\d+)(D|WE|W|M|Q|Y|DE|CE)")
_PERIOD_UNIT = {"D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter",
                "Y": "year", "DE": "decade", "CE": "century"}  # fmt: skip


def _stretch(duration: str, direction: int, anchor: date) -> tuple[date, date, str] | None:
    """ "the past three years", "the next two weeks": up to the anchor or on from it."""
    found = _PERIOD.fullmatch(duration)
    if found is None or not direction:
        return None
    n = int(found[1]) * direction
    unit = _PERIOD_UNIT[found[2]]
    end = anchor + timedelta(days=n) if unit == "day" else step(anchor, n, unit)
    precision = {"year": "year", "decade": "year", "century": "year"}.get(unit, "days")
    return min(anchor, end), max(anchor, end), precision


def step(anchor: date, n: int, unit: str) -> date:
    """The day `n` weeks, months, quarters … on from `anchor`."""
    if unit in ("week", "weekend"):
        return anchor + timedelta(weeks=n)
    return _add_months(anchor, n * _MONTHS[unit])


def _add_months(day: date, n: int) -> date:
    """The same day `n` months on, or the month's last where it has no such day."""
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _calendar_unit(anchor: date, n: int, unit: str, past: bool) -> Interval:
    """The `n`th week, month … from the one that holds `anchor`."""
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=n)
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        to_saturday = (anchor.weekday() - 5) % 7
        saturday = anchor - timedelta(days=to_saturday)  # the latest one begun
        if n == 0 and not past and to_saturday > 1:
            saturday += timedelta(weeks=1)
        elif n < 0:
            saturday += timedelta(weeks=n + (1 if to_saturday > 1 else 0))
        elif n > 0:
            saturday += timedelta(weeks=n)
        return saturday, saturday + _DAY
    if unit == "month":
        first = _add_months(anchor.replace(day=1), n)
        return first, _last_day(first.year, first.month)
    if unit == "quarter":
        first = _add_months(date(anchor.year, (anchor.month - 1) // 3 * 3 + 1, 1), 3 * n)
        return first, _last_day(first.year, first.month + 2)
    if unit in ("decade", "century"):
        years = 10 if unit == "decade" else 100
        year = anchor.year // years * years + n * years
        return date(year, 1, 1), date(year + years - 1, 12, 31)
    if unit in _SEASONS:
        month, last = _SEASONS[unit]
        year = anchor.year + n - (1 if anchor < date(anchor.year, month, 1) and n <= 0 else 0)
        return date(year, month, 1), _last_day(year if last > month else year + 1, last)
    return date(anchor.year + n, 1, 1), date(anchor.year + n, 12, 31)


# -- without a publication date -------------------------------------------------------------


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
        found = _interval(what, None, past=True)
        return found is not None and found[0] <= end and start <= found[1]
    if what.relative_to == "event" or (what.offset is not None and what.weekday is None):
        return True
    if (end - start).days > 366:
        return True
    return any(
        _may_be(what, start + timedelta(days=k)) for k in range((end - start).days + 1)
    )


def _may_be(ref: TimeRef, day: date) -> bool:
    """Whether a phrase without a year can mean this day."""
    if ref.month is not None or _yearly(ref.part):
        got = [
            _explicit_or_none(ref, y) for y in (day.year - 1, day.year)
        ]
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


def _explicit_or_none(ref: TimeRef, year: int) -> tuple[date, date, str] | None:
    try:
        return _explicit(_with_year(ref, year), year)
    except (ValueError, OverflowError):
        return None


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
    for step in (-1, 1):
        at = anchor
        while True:
            further = _plus(at, step)
            if further is None or not _holds(ref, further, known, past):
                break
            at = further
        ends.append(at)
    return ends[0], ends[1]


def _plus(day: date, n: int) -> date | None:
    number = day.toordinal() + n
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


def _holds(ref: TimeRef, anchor: date, known: date, past: bool) -> bool:
    got = _interval(ref, anchor, past)
    return got is not None and got[0] <= known <= got[1]


def _reach(ref: TimeRef) -> int:
    """How many days a report can lie from what its phrase means; a little more is harmless."""
    if ref.offset is not None and ref.unit is not None:
        days = {"week": 7, "weekend": 7}.get(ref.unit, 31 * _MONTHS.get(ref.unit, 1))
        days = 1 if ref.unit == "day" or ref.unit in SHORT_UNITS else days
        return min((max(abs(ref.offset[0]), abs(ref.offset[1])) + 2) * days + 2, 40 * 366)
    if ref.month is not None or ref.part is not None:
        return 2 * 366
    return 70
