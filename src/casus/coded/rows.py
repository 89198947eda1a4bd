"""A data set's CSV file as events, row by row, within bounds.

Use `read_rows`: each row is a `CodedEvent` or a `BadRow` that says what is wrong with it; a file
that is no such data set raises `WrongFileError`. Nothing is read past `MOST_BAD` bad rows on end.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from casus.coded import acled, ged
from casus.coded.cells import MOST_CHARS, Row
from casus.coded.event import BadRowError, CodedEvent

MOST_BAD = 100
"""Bad rows on end after which a file is given up: it is another form of the data set."""
MOST_LINE = 1_000_000
"""Characters of a line: 49 cells of at most 20,000."""


class WrongFileError(ValueError):
    """A file that cannot be read as the data set; the message says what to do."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used, and why."""

    what: str


_FORMS: Mapping[str, tuple[tuple[str, ...], Callable[[Row], CodedEvent]]] = {
    "ged": (ged.NEEDED, ged.event),
    "acled": (acled.NEEDED, acled.event),
}


def read_rows(data_set: str, path: Path) -> Iterator[tuple[int, CodedEvent | BadRow]]:
    """(number of the row, what it holds), numbers from 1, the head not counted.

    Columns are known by name, further ones are ignored. Raises WrongFileError, OSError, and
    KeyError for an unknown data set.
    """
    needed, make = _FORMS[data_set]
    with _open(path) as stream:
        try:
            yield from _rows(stream, path, data_set, needed, make)
        except UnicodeDecodeError as error:
            raise WrongFileError(f"{path} is not UTF-8; save it as UTF-8") from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise WrongFileError(f"{path} is no whole gzip file; fetch it again") from error


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _rows(
    stream: IO[str],
    path: Path,
    data_set: str,
    needed: tuple[str, ...],
    make: Callable[[Row], CodedEvent],
) -> Iterator[tuple[int, CodedEvent | BadRow]]:
    csv.field_size_limit(MOST_LINE)
    reader = csv.reader(_lines(stream, path), delimiter=_delimiter(stream))
    try:
        head = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise WrongFileError(f"{path}: its head cannot be read ({error})") from error
    missing = [name for name in needed if name not in head]
    if missing:
        raise WrongFileError(
            f"{path} is no {data_set.upper()} file: it lacks {', '.join(missing[:6])}"
            + (f" and {len(missing) - 6} more columns" if len(missing) > 6 else "")
        )
    bad = number = 0
    while bad < MOST_BAD:
        number += 1
        found = _row(reader, head, make)
        if found is None:
            return
        bad = bad + 1 if isinstance(found, BadRow) else 0
        yield number, found
    yield number + 1, BadRow(f"given up after {MOST_BAD} bad rows on end")


def _row(
    reader: Iterator[list[str]], head: list[str], make: Callable[[Row], CodedEvent]
) -> CodedEvent | BadRow | None:
    """The next row; None at the end of the file."""
    try:
        cells = next(reader, None)
        while cells == []:
            cells = next(reader, None)
    except csv.Error as error:
        return BadRow(f"{error}; check its quotes")
    if cells is None:
        return None
    if len(cells) != len(head):
        return BadRow(f"{len(cells)} cells, the head has {len(head)}; check its quotes")
    try:
        return make(dict(zip(head, cells, strict=True)))
    except BadRowError as error:
        return BadRow(str(error))


def _delimiter(stream: IO[str]) -> str:
    """ACLED's own site exports with semicolons, its API with commas."""
    head = stream.readline(MOST_CHARS)
    stream.seek(0)
    return max((",", ";", "\t"), key=head.count)


def _lines(stream: IO[str], path: Path) -> Iterator[str]:
    """Lines of bounded length, so that a file of one line cannot fill the memory."""
    while line := stream.readline(MOST_LINE):
        if len(line) == MOST_LINE:
            raise WrongFileError(f"{path} has a line of more than {MOST_LINE} characters")
        yield line.replace("\0", "")
