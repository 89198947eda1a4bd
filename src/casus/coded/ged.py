"""A row of UCDP GED (49 columns; SCHEMAS.md §2) as an event."""

from __future__ import annotations

from casus.coded.cells import Row, day, needed, number, text, whole
from casus.coded.event import GED_TYPES, BadRowError, CodedEvent

NEEDED = (
    "id", "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates", "latitude",
    "longitude", "country", "date_prec", "date_start", "date_end", "best", "high", "low",
)  # fmt: skip
"""Columns without which a file is no GED."""
_PARTS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def event(row: Row) -> CodedEvent:
    """The event of a row. Raises BadRowError.

    Casus' own exports leave the type of violence and a side empty where no report tells them.
    """
    start, end = day(row, "date_start"), day(row, "date_end")
    if start > end:
        raise BadRowError(f"date_start {start} lies after date_end {end}")
    low, best, high = (whole(row, name) for name in ("low", "best", "high"))
    parts = [whole(row, name) or 0 for name in _PARTS]
    killed = None
    if best is not None:
        killed = (best, best if low is None else low, best if high is None else high)
    kind = whole(row, "type_of_violence", low=1, high=3)
    return CodedEvent(
        data_set="ged",
        id=_id(row),
        type=GED_TYPES[kind] if kind else "",
        side_a=text(row, "side_a", most=500),
        side_b=text(row, "side_b", most=500),
        start=start,
        end=end,
        date_precision=whole(row, "date_prec", low=1, high=5) or 1,
        place=text(row, "where_coordinates", most=500),
        country=text(row, "country", most=200),
        country_number=whole(row, "country_id", high=9999),
        place_precision=whole(row, "where_prec", low=1, high=7) or 6,
        area1=text(row, "adm_1", most=500),
        area2=text(row, "adm_2", most=500),
        described=text(row, "where_description"),
        lat=number(row, "latitude", low=-90, high=90),
        lon=number(row, "longitude", low=-180, high=180),
        killed=killed,
        deaths=(parts[0], parts[1], parts[2], parts[3]),
        sources=text(row, "source_article"),
    )


def _id(row: Row) -> str:
    """The number of the event; data frames write it as a float."""
    cell = needed(row, "id", most=40)
    return str(whole(row, "id", high=2**53)) if cell.endswith(".0") else cell
