"""TIMEX3 values and extents."""

from __future__ import annotations

from datetime import date

import pytest

from casus.extract.timex import timex_value
from casus.types import TimeRef

SATURDAY = date(2019, 11, 2)


@pytest.mark.parametrize(
    ("ref", "value"),
    [
        (TimeRef(year=2019, month=11, day=2), "2019-11-02"),
        (TimeRef(year=2019, month=11), "2019-11"),
        (TimeRef(year=2019), "2019"),
        (TimeRef(weekday=4), "2019-11-01"),
        (TimeRef(weekday=4, time_of_day="morning"), "2019-11-01TMO"),
        (TimeRef(weekday=4, time_of_day="20:30"), "2019-11-01T20:30"),
        (TimeRef(time_of_day="20:30"), "2019-11-02T20:30"),
        (TimeRef(offset=(0, 0), unit="week"), "2019-W44"),
        (TimeRef(offset=(0, 0), unit="weekend"), "2019-W44-WE"),
        (TimeRef(offset=(-1, -1), unit="month"), "2019-10"),
        (TimeRef(offset=(-1, -1), unit="year"), "2018"),
        (TimeRef(offset=(-1, -1), unit="quarter"), "2019-Q3"),
        (TimeRef(offset=(-2, -2), unit="week", duration="P2W"), "2019-W42"),
        (TimeRef(offset=(-1, -1), unit="decade"), "200"),
        (TimeRef(part="Q3"), "2019-Q3"),
        (TimeRef(part="autumn", year=2011), "2011-FA"),
        (TimeRef(year=1970, unit="decade"), "197"),
        (TimeRef(year=1800, unit="century"), "18"),
        (TimeRef(duration="P3D"), "P3D"),
        (TimeRef(set_="XXXX-WXX-5"), "XXXX-WXX-5"),
        (TimeRef(fuzzy="past"), "PAST_REF"),
        (TimeRef(month=6, day=31), "XXXX-06-31"),
        (TimeRef(offset=(0, 0), unit="day", time_of_day="night_to"), "2019-11-02TNI"),
    ],
)
def test_timex_values(ref: TimeRef, value: str) -> None:
    assert timex_value(ref, SATURDAY) == value


@pytest.mark.parametrize(
    ("ref", "value"),
    [
        (TimeRef(weekday=4), "XXXX-WXX-5"),
        (TimeRef(month=10, day=4), "XXXX-10-04"),
        (TimeRef(month=10), "XXXX-10"),
        (TimeRef(day=4), "XXXX-XX-04"),
        (TimeRef(part="winter"), "XXXX-WI"),
        (TimeRef(part="Q1"), "XXXX-Q1"),
        (TimeRef(offset=(-1, -1), unit="week"), "XXXX-WXX"),
        (TimeRef(offset=(-1, -1), unit="month"), "XXXX-XX"),
        (TimeRef(offset=(-1, -1), unit="year"), "XXXX"),
        (TimeRef(offset=(-1, -1), unit="day"), "XXXX-XX-XX"),
    ],
)
def test_timex_values_of_an_undated_report_are_symbolic(ref: TimeRef, value: str) -> None:
    assert timex_value(ref, None) == value
