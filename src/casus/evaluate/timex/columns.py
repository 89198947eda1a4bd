"""One token a line: `token<TAB>B-DATE<TAB>2005-10-04`, sentences apart by a blank line.

A line whose token tells the document's creation time (`*!-DCTVALUE="2005-10-04"-!*`) begins a
document. The text is put together again with a space between tokens and a line end between
sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from casus.evaluate.timex.model import AnnotatedText, Timex, TimexError
from casus.ingest.dates import parse_published

SUFFIX = ".tsv"
_CREATED = re.compile(r'\*!-DCTVALUE="([^"]*)"-!\*')
_TAG = re.compile(r"O|[BI]-[A-Z]+")


def read_columns(path: Path) -> tuple[AnnotatedText, ...]:
    """The documents of a file, numbered from 1. Raises TimexError where it is no such file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or _CREATED.match(lines[0]) is None:
        raise TimexError(f'{path}: its first line does not begin with *!-DCTVALUE="…"-!*')
    return tuple(
        _document(f"{path.stem}-{number}", chunk)
        for number, chunk in enumerate(_chunks(_rows(lines, path)), 1)
    )


_Row = tuple[str, str, str]


def _rows(lines: Iterable[str], path: Path) -> Iterator[_Row | None]:
    """Token, tag and value of each line; None for a blank one."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            yield None
            continue
        cells = line.split("\t")
        if len(cells) < 3 or _TAG.fullmatch(cells[1]) is None:
            raise TimexError(f"{path}:{number}: not token, tag and value with tabs between")
        yield cells[0].strip(), cells[1], cells[2]


def _chunks(rows: Iterable[_Row | None]) -> Iterator[list[_Row | None]]:
    chunk: list[_Row | None] = []
    for row in rows:
        if row is not None and _CREATED.match(row[0]) and chunk:
            yield chunk
            chunk = []
        chunk.append(row)
    yield chunk


def _document(name: str, chunk: list[_Row | None]) -> AnnotatedText:
    head = chunk[0]
    created = _CREATED.match(head[0]) if head is not None else None
    text = ""
    found: list[Timex] = []
    for row in chunk[1:]:
        if row is None:
            text += "\n" if text and not text.endswith("\n") else ""
            continue
        token, tag, value = row
        text += " " if text and not text.endswith("\n") else ""
        start, end = len(text), len(text) + len(token)
        text += token
        if tag[0] == "I" and found and found[-1].type == tag[2:]:
            last = found[-1]
            found[-1] = Timex(last.start, end, last.type, last.value)
        elif tag != "O":
            found.append(Timex(start, end, tag[2:], value))
    published = parse_published(created[1]) if created is not None else None
    return AnnotatedText(name, text, published, tuple(found))
