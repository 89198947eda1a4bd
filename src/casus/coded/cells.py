"""Cells of a data set's file as values, within bounds; anything else is a BadRowError.

Numbers may be written as floats ("2013.0") and days as seconds since 1970, as data sets are handed
on so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from casus.coded.event import BadRowError
from casus.text import normalise

MOST_CHARS = 20_000
"""Code points of a cell; the longest that are published (notes, lists of sources) have 5,000."""
MOST_PEOPLE = 10_000_000
_YEARS = range(1900, 2101)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T][\d:.]{1,16})?")
_SECONDS = re.compile(r"-?\d{1,11}(?:\.\d{1,6})?")
_WORDS = re.compile(r"\d{1,2} [A-Za-z]{3,9} \d{4}")

Row = Mapping[str, str]


def text(row: Row, column: str, *, most: int = MOST_CHARS) -> str:
    """A cell on one line. Its characters are cleaned as those of any text from outside."""
    cell = row.get(column, "")
    if len(cell) > most:
        raise BadRowError(f"{column}: {len(cell)} characters, more than {most}")
    return " ".join(normalise(cell).split())


def number(row: Row, column: str, *, low: float, high: float) -> float | None:
    """A number between `low` and `high`, None for an empty cell."""
    cell = text(row, column)
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    # int() of what JSON or a spreadsheet calls infinite would raise; NaN fails both
    if not low <= value <= high:
        raise BadRowError(f"{column}: {cell[:40]!r} is no number from {low:g} to {high:g}")
    return value


def whole(row: Row, column: str, *, low: int = 0, high: int = MOST_PEOPLE) -> int | None:
    """A whole number, None for an empty cell."""
    value = number(row, column, low=low, high=high)
    if value is not None and value != int(value):
        raise BadRowError(f"{column}: {value:g} is no whole number")
    return None if value is None else int(value)


def day(row: Row, column: str) -> date:
    """A day: 2019-11-01 (with a time of day), 01 November 2019, or seconds since 1970."""
    cell = text(row, column)
    found: date | None = None
    try:
        if match := _ISO.fullmatch(cell):
            found = date.fromisoformat(match[1])
        elif _WORDS.fullmatch(cell):
            found = datetime.strptime(cell, "%d %B %Y").date()
        elif _SECONDS.fullmatch(cell):
            found = datetime.fromtimestamp(float(cell), UTC).date()
    except (ValueError, OverflowError, OSError):
        found = None
    if found is None or found.year not in _YEARS:
        raise BadRowError(f"{column}: {cell[:40]!r} is no day such as 2019-11-01")
    return found


def needed(row: Row, column: str, *, most: int = MOST_CHARS) -> str:
    """A cell that may not be empty."""
    found = text(row, column, most=most)
    if not found:
        raise BadRowError(f"{column} is empty")
    return found
