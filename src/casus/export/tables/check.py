"""Does a file say what its codebook allows? For exports, and for files of the data sets themselves.

Use `check(form, text)`. Heads must be the codebook's, in its order (columns of provenance may
follow); cells must be of their column's kind and among its codes; sums must hold. Numbers written
as floats ("2013.0") and days written as seconds since 1970 pass, as data sets are handed on so.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casus.export.tables.acled import ACLED, EVENT_TYPES
from casus.export.tables.flat import FLAT
from casus.export.tables.ged import GED
from casus.export.tables.gtd import GTD
from casus.export.tables.table import Column, Table

TABLES: Mapping[str, Table] = {"ged": GED, "acled": ACLED, "gtd": GTD, "csv": FLAT}
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)?)?|-?\d+(?:\.\d+)?")
_DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell or head that the codebook does not allow; `row` counts from 1, 0 is the head."""

    row: int
    column: str
    what: str


def check(form: str, text: str) -> list[Fault]:
    """Every fault of a CSV file. Raises KeyError for a form without a table."""
    table = TABLES[form]
    reader = csv.reader(io.StringIO(text))
    head = next(reader, [])
    wanted = table.head()
    if head[: len(wanted)] != wanted:
        missing = [name for name in wanted if name not in head]
        what = f"lacks {', '.join(missing)}" if missing else "has its columns in another order"
        return [Fault(0, "head", what)]
    faults: list[Fault] = []
    for number, cells in enumerate(reader, 1):
        if len(cells) != len(head):
            faults.append(Fault(number, "row", f"has {len(cells)} cells, its head {len(head)}"))
            continue
        row = dict(zip(head, cells, strict=True))
        faults += _cells(number, row, table)
        faults += _sums(number, row, form)
    return faults


def _cells(number: int, row: Mapping[str, str], table: Table) -> Iterator[Fault]:
    for column in table.columns:
        cell = row[column.name]
        what = _wrong(cell, column) if cell else ""
        if what:
            yield Fault(number, column.name, what)


def _wrong(cell: str, column: Column) -> str:
    """Why a cell may not stand in its column, or empty."""
    if column.kind == "text":
        allowed = column.allowed
        return "" if not allowed or cell in allowed else f"{cell!r} is no code of this column"
    if column.kind == "date":
        return "" if _DAY.fullmatch(cell) else f"{cell!r} is no day"
    value = _number(cell)
    if value is None:
        return f"{cell!r} is no number"
    if column.kind == "integer" and value != math.floor(value):
        return f"{cell!r} is no whole number"
    coded = not column.allowed or value in column.allowed
    return "" if coded else f"{cell!r} is no code of this column"


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _sums(number: int, row: Mapping[str, str], form: str) -> Iterator[Fault]:
    """What must hold between cells of a row."""
    if form == "ged":
        parts = [_number(row[name]) for name in _DEATHS]
        best = _number(row["best"])
        known = [part for part in parts if part is not None]
        if best is None or len(known) < len(parts) or sum(known) != best:
            yield Fault(number, "best", "is not the sum of the four parts")
    if form == "acled" and row["sub_event_type"] not in EVENT_TYPES.get(row["event_type"], ()):
        yield Fault(number, "sub_event_type", f"does not belong to {row['event_type']!r}")
