"""Tables as codebooks declare them: columns in order, each with what it holds.

Use `Table.rows` for cells and `write_csv` for a file. A cell is text, a number or None (empty).
Text from outside that a spreadsheet would run as a formula gets a leading apostrophe, as OWASP's
guidance on CSV injection says; numbers are numbers and stay.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casus.export.tables.record import Record
from casus.wording import say

Cell = str | int | float | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell of text may not begin with: spreadsheets take it for a formula, full-width
signs included."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the codebook, and how a record fills it. `kind` is text, integer,
    number or date; `allowed` the codes that may stand in it, empty for any."""

    name: str
    kind: str
    value: Callable[[Record], Cell]
    allowed: tuple[Cell, ...] = ()


def empty(name: str, kind: str = "text") -> Column:
    """A column that Casus cannot know: it stays empty."""
    return Column(name, kind, lambda _: None)


@dataclass(frozen=True, slots=True)
class Table:
    """A codebook's table. `takes` says which incidents belong in it, `split` makes several
    records of one where the codebook wants that."""

    name: str
    columns: tuple[Column, ...]
    takes: Callable[[Record], bool]

    def head(self, *, provenance: bool = False) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self._columns(provenance)]

    def rows(self, records: Iterable[Record], *, provenance: bool = False) -> Iterator[list[Cell]]:
        """One row an incident that the codebook takes."""
        columns = self._columns(provenance)
        for record in records:
            if self.takes(record):
                yield [column.value(record) for column in columns]

    def _columns(self, provenance: bool) -> tuple[Column, ...]:
        return (*self.columns, *PROVENANCE) if provenance else self.columns


def _killed_reason(record: Record) -> str | None:
    toll = record.toll("killed")
    return say(*toll.reason) if toll else None


def _sentences(record: Record) -> str | None:
    toll = record.toll("killed")
    told = [record.claims[c] for c in toll.support if c in record.claims] if toll else []
    return " | ".join(dict.fromkeys(record.sentence(claim) for claim in told)) or None


PROVENANCE = (
    Column("casus_id", "text", lambda r: r.incident.id),
    Column("casus_documents", "text", lambda r: ";".join(d.id for d in r.reports)),
    Column("casus_languages", "text", lambda r: ";".join(r.incident.languages)),
    Column("casus_witnesses", "integer", lambda r: r.incident.witnesses),
    Column("casus_killed_state", "text", lambda r: t.state if (t := r.toll("killed")) else None),
    Column("casus_killed_reason", "text", _killed_reason),
    Column("casus_killed_sentences", "text", _sentences),
    Column("casus_open_questions", "text", lambda r: r.questions),
)
"""Columns behind a codebook's own, on request: what a figure rests on."""


def day(value: date | None) -> str | None:
    """A day as ISO 8601, empty where none is told."""
    return value.isoformat() if value else None


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs, and that stays one: the writer does not quote a carriage
    return, which ends a row elsewhere."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV (RFC 4180, line ends LF), formulas made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()
