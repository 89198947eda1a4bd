"""The calendar: what parts of years and months are, feasts that move, steps of weeks and months.

Everything here raises ValueError or OverflowError for a day that no calendar has.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

Interval = tuple[date, date]
Found = tuple[date, date, str]
"""The first and last day, and how precise that is: day, days, week, month, year."""

DAY = timedelta(days=1)
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
QUARTERS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12)}
PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_WEEKS = {"week1": (1, 7), "week2": (8, 14), "week3": (15, 21), "week4": (22, 28),
          "week5": (29, 31)}  # fmt: skip
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
"""How many months a unit has."""

_MOVABLE = re.compile(r"easter(?P<after>[+-]\d+)?|nth-(?P<month>\d+)-(?P<n>\d)-(?P<weekday>\d)")


def is_yearly(part: str | None) -> bool:
    """Whether a part is one of every year: a season, quarter or feast."""
    return part is not None and (
        part in SEASONS or part in QUARTERS or _MOVABLE.fullmatch(part) is not None
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
        last = last_day(year, month)
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


def year_part(year: int, part: str | None) -> Found:
    """A season, quarter, third or movable feast of a year; the whole year for None."""
    feast = _feast(year, part) if part is not None else None
    if feast is not None:
        return feast, feast, "day"
    if part in SEASONS:
        first, last = SEASONS[part]
        until = year if last > first else year + 1
        return date(year, first, 1), last_day(until, last), "month"
    if part in QUARTERS:
        first, last = QUARTERS[part]
        return date(year, first, 1), last_day(year, last), "month"
    if part in _YEAR_PARTS:
        first, last = _YEAR_PARTS[part]
        return date(year, first, 1), last_day(year, last), "month"
    return date(year, 1, 1), date(year, 12, 31), "year"


def month_part(
    year: int, month: int, day: int | None, part: str | None
) -> Found:
    """A day, week or third of a month; the whole month for neither."""
    if day is not None:
        on = date(year, month, day)
        return on, on, "day"
    if part == "weeklast":
        end = last_day(year, month)
        return end - timedelta(days=6), end, "week"
    days = PARTS.get(part or "") or _WEEKS.get(part or "")
    if days is not None:
        first, last = days
        end = min(date(year, month, 1) + timedelta(days=last - 1), last_day(year, month))
        return date(year, month, first), end, "week" if part in _WEEKS else "days"
    return date(year, month, 1), last_day(year, month), "month"


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def step(anchor: date, n: int, unit: str) -> date:
    """The day `n` weeks, months, quarters … on from `anchor`."""
    if unit in ("week", "weekend"):
        return anchor + timedelta(weeks=n)
    return add_months(anchor, n * MONTHS[unit])


def add_months(day: date, n: int) -> date:
    """The same day `n` months on, or the month's last where it has no such day."""
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def calendar_unit(anchor: date, n: int, unit: str, past: bool) -> Interval:
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
        return saturday, saturday + DAY
    if unit == "month":
        first = add_months(anchor.replace(day=1), n)
        return first, last_day(first.year, first.month)
    if unit == "quarter":
        first = add_months(date(anchor.year, (anchor.month - 1) // 3 * 3 + 1, 1), 3 * n)
        return first, last_day(first.year, first.month + 2)
    if unit in ("decade", "century"):
        years = 10 if unit == "decade" else 100
        year = anchor.year // years * years + n * years
        return date(year, 1, 1), date(year + years - 1, 12, 31)
    if unit in SEASONS:
        month, last = SEASONS[unit]
        year = anchor.year + n - (1 if anchor < date(anchor.year, month, 1) and n <= 0 else 0)
        return date(year, month, 1), last_day(year if last > month else year + 1, last)
    return date(anchor.year + n, 1, 1), date(anchor.year + n, 12, 31)
