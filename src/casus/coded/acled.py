"""A row of ACLED (31 columns; SCHEMAS.md §3) as an event."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from casus.coded.cells import Row, day, needed, number, text, whole
from casus.coded.event import CodedEvent

NEEDED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1",
    "country", "location", "latitude", "longitude", "geo_precision", "fatalities",
)  # fmt: skip
"""Columns without which a file is no ACLED."""
_WEEK, _MONTH = 2, 3


def event(row: Row) -> CodedEvent:
    """The event of a row. Raises BadRowError.

    No fatalities means that none were reported, which is no figure.
    """
    told = day(row, "event_date")
    precision = whole(row, "time_precision", low=1, high=3) or 1
    start, end = _days(told, precision)
    dead = whole(row, "fatalities")
    published = day(row, "timestamp") if text(row, "timestamp") else None
    return CodedEvent(
        data_set="acled",
        id=needed(row, "event_id_cnty", most=40),
        type=needed(row, "sub_event_type", most=100),
        side_a=text(row, "actor1", most=500),
        side_b=text(row, "actor2", most=500),
        kind_a=text(row, "inter1", most=100),
        kind_b=text(row, "inter2", most=100),
        start=start,
        end=end,
        date_precision=precision,
        place=text(row, "location", most=500),
        country=text(row, "country", most=200),
        country_number=whole(row, "iso", high=999),
        place_precision=whole(row, "geo_precision", low=1, high=3) or 3,
        area1=text(row, "admin1", most=500),
        area2=text(row, "admin2", most=500),
        lat=number(row, "latitude", low=-90, high=90),
        lon=number(row, "longitude", low=-180, high=180),
        killed=(dead, dead, dead) if dead else None,
        sources=text(row, "source"),
        notes=text(row, "notes"),
        published=published,
    )


def _days(told: date, precision: int) -> tuple[date, date]:
    """The days that a date stands for: itself, a week around it, its month."""
    if precision == _WEEK:
        return told - timedelta(days=3), told + timedelta(days=3)
    if precision == _MONTH:
        return told.replace(day=1), told.replace(day=monthrange(told.year, told.month)[1])
    return told, told
