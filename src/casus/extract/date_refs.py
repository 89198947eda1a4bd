"""From the slots of a matched date pattern to a `TimeRef`.

Used by `casus.extract.dates` alone. A slot holds what a pack's word stands for ("11", "-1",
"4:morning"); which slots there are is told in docs/dates.md. Nothing here knows a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casus.extract.date_data import DateData
from casus.extract.date_digits import HALVES, period
from casus.types import TimeRef

__all__ = ["kind_of", "reference"]

_SOME = {"second": 59, "minute": 59, "hour": 23, "day": 10, "week": 8, "month": 11, "year": 20,
         "decade": 5, "night": 7, "weekend": 5, "quarter": 8}  # fmt: skip
"""What "a few days ago" reaches back to at most, in its own unit; at least two."""


def kind_of(ref: TimeRef) -> str:
    if ref.set_ is not None:
        return "set"
    if ref.duration is not None and ref.offset is None:
        return "duration"
    return "time" if ref.time_of_day is not None else "date"


def reference(
    slots: Mapping[str, str], constants: Mapping[str, str], data: DateData
) -> TimeRef | None:
    """Put the slots of a match together. None where they make no date (31 April, "1925/24")."""
    get = {**constants, **slots}
    values: dict[str, Any] = {"relative_to": get.get("relative_to", "document")}
    for name in _WHOLE:
        if name in get:
            values[name] = int(get[name])
    if not (_calendar(get, values, data) and _units(get, values) and _spans(get, values)):
        return None
    _times(get, values)
    if "fuzzy" in get:
        values["fuzzy"] = get["fuzzy"]
    if "set" in get:
        values["set_"] = _repeat(get)
    elif "duration" in get:
        values["duration"] = get["duration"]
    if "end_year" in values and "year" not in values and "month" in values:
        # "from 1 July to 18 November 1916": the year is that of the end, or the one before it
        later = values["month"] > values.get("end_month", 12)
        values["year"] = values["end_year"] - later
    if get.get("era") == "bc":
        values["year"] = -int(values["year"])
    month, day = values.get("month"), values.get("day")
    if month is not None and day is not None and day > _MONTH_DAYS[month - 1]:
        return None
    return TimeRef(**values)


_WHOLE = (
    "year", "month", "day", "end_year", "end_month", "end_day", "weekday", "end_weekday",
)  # fmt: skip


def _calendar(get: Mapping[str, str], values: dict[str, Any], data: DateData) -> bool:
    """Days, months and years in their other writings."""
    if "ord" in get and "day" not in get:
        values["day"] = int(get["ord"])
    if "yy" in get:
        short = int(get["yy"])
        values["year"] = short + (2000 if short <= data.century_pivot else 1900)
    for name in ("dm", "dmy"):
        if name in get and not _numeric_date(get[name], values, data):
            return False
    if "end_yy" in get and "year" in values:
        values["end_year"] = values["year"] // 100 * 100 + int(get["end_yy"])
        if values["end_year"] <= values["year"]:
            return False
    if "holiday" in get:
        _holiday(get["holiday"], values)
    if "part" in get:
        values["part"] = get["part"]
    if "weekof" in get:
        if not 1 <= int(get["weekof"]) <= 5:
            return False
        values["part"] = f"week{get['weekof']}"
    if "quarter" in get:
        if not 1 <= int(get["quarter"]) <= 4:
            return False
        values["part"] = f"Q{get['quarter']}"
    if "half" in get:
        if get["half"] not in ("1", "2"):
            return False
        values["part"] = f"H{get['half']}"
    if "partmonth" in get:
        values["part"], _, rest = get["partmonth"].partition(":")
        month, _, year = rest.partition(":")
        if month == "decade":
            values |= {"unit": "decade", "year": int(year)}
        else:
            values |= {"month": int(month)} if month else {"year": int(year)}
    return True


def _holiday(attr: str, values: dict[str, Any]) -> None:
    """A feast: "12-25", or a day that moves with the year, which `casus.timeref` knows."""
    month, _, day = attr.partition("-")
    if month.isdecimal() and day.isdecimal():
        values["month"], values["day"] = int(month), int(day)
    else:
        values["part"] = attr


def _times(get: Mapping[str, str], values: dict[str, Any]) -> None:
    """Parts of a day, and days counted from the report's."""
    if "wdtod" in get:
        weekday, _, tod = get["wdtod"].partition(":")
        values["weekday"], values["time_of_day"] = int(weekday), tod
    if "tod" in get:
        values["time_of_day"] = get["tod"]
    for name in ("reltod", "relday"):
        if name in get:
            shift, _, tod = get[name].partition(":")
            values["offset"], values["unit"] = (int(shift), int(shift)), "day"
            if tod:
                values["time_of_day"] = tod
    clock = _clock_of(get)
    if clock is not None:
        values["time_of_day"] = clock + ("Z" if get.get("zone") == "utc" else "")


def _spans(get: Mapping[str, str], values: dict[str, Any]) -> bool:
    """Decades and centuries."""
    if get.get("span") == "decade":
        year = int(values.get("year", 0))
        # "the 1800s" are a century, "the 2000s" and "the 1910s" a decade
        values["unit"] = "century" if year % 100 == 0 and year < 2000 else "decade"
        return year % 10 == 0
    if get.get("span") == "century":
        values["unit"] = "century"
        values["year"] = (int(get.get("num") or get["ord"]) - 1) * 100
        values.pop("day", None)
        return 0 < int(values["year"]) <= 2000
    return True


_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _numeric_date(text: str, values: dict[str, Any], data: DateData) -> bool:
    parts = [int(p) for p in text.split(".")]
    day, month = (parts[1], parts[0]) if data.month_first else (parts[0], parts[1])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    values["day"], values["month"] = day, month
    if len(parts) > 2:
        year = parts[2]
        if year < 100:
            year += 2000 if year <= data.century_pivot else 1900
        values["year"] = year
    return True


def _clock_of(get: Mapping[str, str]) -> str | None:
    if "hm" in get:
        hour, minute = get["hm"].split(":")[:2]
    elif "hour" in get:
        hour, minute = get["hour"], "00"
    else:
        return None
    if "minutes" in get:  # "half past eight"
        total = (int(hour) * 60 + int(get["minutes"])) % (24 * 60)
        hour, minute = str(total // 60), f"{total % 60:02}"
    value = int(hour)
    if get.get("ampm") == "pm" and value < 12:
        value += 12
    elif get.get("ampm") == "am" and value == 12:
        value = 0
    return f"{value:02}:{minute}"


def _repeat(get: Mapping[str, str]) -> str:
    if get["set"] != "each":
        return get["set"]
    if "weekday" in get:
        return f"XXXX-WXX-{int(get['weekday']) + 1}"
    if "unit" in get:
        return period(float(get.get("num") or 1), get["unit"])
    if "month" in get:
        return f"XXXX-{int(get['month']):02}"
    return "P1D" if "tod" in get else "P1Y"


def _units(get: Mapping[str, str], values: dict[str, Any]) -> bool:
    """Quantities and shifts of units: "two weeks ago", "last month", "last Friday"."""
    shift = get.get("shift")
    if "shiftunit" in get:
        shift, _, unit = get["shiftunit"].partition(":")
        values["offset"], values["unit"] = (int(shift), int(shift)), unit
        return True
    if "named" in get:  # "the third week" of nobody knows what
        values["unit"] = get["unit"]
        return True
    if "unit" not in get:
        if shift is not None:
            values["direction"] = int(shift)
        return True
    unit, _, times = get["unit"].partition("*")
    if "num" not in get and not times and "sign" not in get:
        if "set" in get:
            return True
        if "part" in values and shift is None:
            return False
        if "plural" in get and shift is not None:
            values["duration"], values["direction"] = period(None, unit), int(shift)
            return True
        if shift is None:
            values["duration"] = period(None if get.get("plural") else 1.0, unit)
            return True
        values["offset"], values["unit"] = (int(shift), int(shift)), unit
        return True
    amount = None
    if get.get("num") != "some":
        amount = float(get.get("num") or 1) * float(times or 1) + float(get.get("plus") or 0)
    if "set" in get:
        return True
    if amount == 0.5:
        amount, unit = HALVES.get(unit, (0.5, unit))
    values["duration"] = period(amount, unit)
    if "end_num" in get:
        values["duration"] += f"/{period(float(get['end_num']), unit)}"
    if "sign" in get:
        sign = int(get["sign"])
        low, high = (2, _SOME.get(unit, 10)) if amount is None else (amount, amount)
        if low != int(low):
            low, high = int(low), int(high) + 1
        ends = sorted((sign * int(low), sign * int(high)))
        values["offset"] = (ends[0], ends[1])
        values["unit"] = "day" if unit == "night" else unit
    elif shift is not None:
        values["direction"] = int(shift)
    return True
