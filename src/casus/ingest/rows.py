"""Collections: JSONL, a JSON array, CSV and TSV, one report a row.

Columns are `id, url, publisher, published, lang, title, text`; common other names are known,
further columns are ignored. A broken row is refused with its number and the others go on.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from casus.config import Limits
from casus.ingest.decode import decode
from casus.ingest.files import read_bytes, read_lines
from casus.ingest.model import Raw, Rejected, UnreadableError
from casus.text import normalise
from casus.types import Problem

_ALIASES = {
    "id": "id",
    "url": "url", "link": "url",
    "publisher": "publisher", "source": "publisher",
    "published": "published", "date": "published", "published_at": "published",
    "lang": "lang", "language": "lang",
    "title": "title", "headline": "title",
    "text": "text", "body": "text", "content": "text",
}  # fmt: skip
_DELIMITERS = (",", ";", "\t", "|")
_MAX_HEADER = 20_000
_NO_TEXT = "no_text_column"

Row = Raw | Rejected


def read_jsonl(path: str, limits: Limits) -> Iterator[Row]:
    """Reports of a JSONL file, read line by line: the file may be larger than memory."""
    return _bounded(_jsonl(path, limits), path, limits.max_broken_rows)


def _jsonl(path: str, limits: Limits) -> Iterator[Row]:
    for number, line in read_lines(path, limits.max_line_bytes):
        if isinstance(line, UnreadableError):
            yield Rejected(path, number, line.problem)
        elif line.strip():
            try:
                text, problems = decode(line)
                yield _row(_parse(text, f"line {number}"), path, number, problems)
            except UnreadableError as error:
                yield Rejected(path, number, error.problem)


def read_json(path: str, limits: Limits) -> Iterator[Row]:
    """Reports of a JSON file: an array of objects, one object, or an object that holds one
    array of objects."""
    text, problems = decode(read_bytes(path, limits.max_file_bytes))
    found = _parse(text, "the file")
    if isinstance(found, dict) and not _has_text(found):
        arrays = [v for v in found.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        found = arrays[0] if len(arrays) == 1 else found
    rows = found if isinstance(found, list) else [found]

    def every() -> Iterator[Row]:
        for number, row in enumerate(rows, 1):
            try:
                yield _row(row, path, number, problems)
            except UnreadableError as error:
                yield Rejected(path, number, error.problem)

    return _bounded(every(), path, limits.max_broken_rows)


def read_csv(path: str, limits: Limits) -> Iterator[Row]:
    """Reports of a CSV or TSV file with a header line; the delimiter is found by it."""
    return _bounded(_csv(path, limits), path, limits.max_broken_rows)


def _csv(path: str, limits: Limits) -> Iterator[Row]:
    guessed: dict[Problem, None] = {}

    def lines() -> Iterator[str]:
        for number, line in read_lines(path, limits.max_line_bytes):
            if isinstance(line, UnreadableError):
                raise line
            if number == 1 and line[:2] in (b"\xff\xfe", b"\xfe\xff"):
                # UTF-16 has its line ends elsewhere: the whole file is decoded at once
                text, _ = decode(read_bytes(path, limits.max_file_bytes))
                yield from io.StringIO(text, newline="")
                return
            text, problems = decode(line)
            guessed.update(dict.fromkeys(problems))
            # a carriage return alone ends a line in old exports and is an error to csv
            yield from (f"{part}\n" for part in text.split("\r"))

    csv.field_size_limit(limits.max_line_bytes)
    source = lines()
    header = next(source, "")
    if not header.strip():
        raise UnreadableError("empty", "its first line, the header of column names, is empty")
    if len(header) > _MAX_HEADER:
        raise UnreadableError("wrong_columns", "its first line is no header of column names")
    columns, delimiter = _header(header)
    if "text" not in columns:
        named = ", ".join(cell.strip() for cell in header.split(delimiter))
        raise UnreadableError(
            "wrong_columns",
            f"its header has no column 'text', only {named[:200]}; "
            "rename the column with the report's text",
        )
    reader = csv.reader(source, delimiter=delimiter)
    number = 1
    while True:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            what = f"row {number}: {error}; check its quotes"
            yield Rejected(path, number, Problem("broken_row", what))
            continue
        if row is None:
            return
        if not row:
            continue
        if len(row) < len(columns):
            what = f"row {number} has {len(row)} of {len(columns)} columns; check its quotes"
            yield Rejected(path, number, Problem("broken_row", what))
            continue
        values = dict(zip(columns, row, strict=False))
        try:
            yield _row(values, path, number, tuple(guessed))
        except UnreadableError as error:
            yield Rejected(path, number, error.problem)
        guessed.clear()


def _header(line: str) -> tuple[list[str], str]:
    """Column names and the delimiter under which most of them are known."""
    best: tuple[int, list[str], str] = (-1, [], ",")
    for delimiter in _DELIMITERS:
        names = [cell.strip().lower() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        known = sum(name in _ALIASES for name in names)
        if known > best[0] or (known == best[0] and len(names) > len(best[1])):
            best = (known, names, delimiter)
    names = best[1]
    return [_ALIASES[n] if n in _ALIASES and _ALIASES[n] not in names else n for n in names], best[
        2
    ]


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            "broken_json", f"{where} is no valid JSON ({error.msg} at character {error.pos + 1})"
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError("broken_json", f"{where} is no readable JSON") from error


def _has_text(row: dict[Any, Any]) -> bool:
    return any(_ALIASES.get(str(key).lower()) == "text" for key in row)


def _row(row: object, path: str, number: int, problems: tuple[Problem, ...]) -> Raw:
    if not isinstance(row, dict):
        raise UnreadableError("broken_row", f"row {number} is no object with named fields")
    values: dict[str, str] = {}
    for key, value in row.items():
        name = key if key in _ALIASES.values() else _ALIASES.get(str(key).lower())
        if name is None or value is None or (name in values and key != name):
            continue
        if isinstance(value, int | float) and not isinstance(value, bool) and name == "id":
            value = str(value)  # noqa: PLW2901 - numbered ids are common
        if not isinstance(value, str):
            if name == "text":
                raise UnreadableError("broken_row", f"row {number}: its text is no text")
            problems = (*problems, Problem("bad_field", f"{name!r} is no text; left out"))
        elif value.strip():
            values[name] = value if name == "text" else value.strip()
    if "text" not in values and not _has_text(row):
        names = normalise(", ".join(str(key) for key in row))[:200]
        raise UnreadableError(_NO_TEXT, f"row {number} has no field 'text', only {names}")
    text = values.pop("text", "")
    return Raw(path=path, row=number, text=text, problems=problems, **values)


def _bounded(rows: Iterator[Row], path: str, most: int) -> Iterator[Row]:
    """Pass rows on; a file in which no row has a text is refused once, as a whole, and after
    `most` broken rows on end the rest is given up."""
    held: list[Rejected] | None = []
    broken = 0
    for row in rows:
        if isinstance(row, Raw):
            yield from held or ()
            held, broken = None, 0
            yield row
            continue
        broken += 1
        if held is not None and row.problem.code == _NO_TEXT:
            held.append(row)
        else:
            yield from held or ()
            held = None
            yield row
        if broken >= most:
            break
    else:
        broken = 0
    if held:
        what = held[0].problem.what
        yield Rejected(path, 0, Problem("wrong_columns", f"{what}; nor has any other row"))
    elif broken:
        what = f"given up after {most} broken rows on end; the rest of the file was not read"
        yield Rejected(path, 0, Problem("given_up", what))
