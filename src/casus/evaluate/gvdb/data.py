"""Articles and what annotators marked in them.

Use `load_annotated` for a file or folder of the database (tab-separated, one JSON object an
article) and `load_articles` for articles alone (JSONL).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from casus.text import normalise

_COLUMNS = ("Article id", "Article url", "Article title", "Full text", "Json")
_MOST_BYTES = 200_000_000
_HURT = frozenset({"injured", "hospitalized"})


class DataError(ValueError):
    """A file that cannot be scored; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What annotators marked in one article; None or "" where a slot is left open.

    `killed` and `injured` count entries of the victim section: killed where one of its states is
    `killed`, injured where it is `injured` or `hospitalized` and not killed. They are None where
    some victim's state is left open. `no_victim`: the section is empty.
    """

    killed: int | None
    injured: int | None
    no_victim: bool
    date: date | None
    city: str
    state: str
    clock_time: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text without the title that the database puts before it."""

    id: str
    title: str
    text: str
    published: date | None = None
    marked: Marked | None = None


def load_annotated(path: Path) -> list[Article]:
    """The annotated articles of a `.tsv` file, or of the `.tsv` files of a folder, by name.

    Raises DataError for anything that is no such file.
    """
    files = sorted(path.glob("*.tsv")) if path.is_dir() else [path]
    if not files:
        raise DataError(f"{path} holds no .tsv file: give the folder of the database, or a file")
    return [article for file in files for article in _annotated(file)]


def load_articles(path: Path) -> list[Article]:
    """Articles of a JSONL file: `id, title, text, published` (ISO 8601, or null) a row."""

    def article(line: str) -> Article:
        row = json.loads(line)
        day = row.get("published")
        published = date.fromisoformat(day[:10]) if day else None
        title = normalise(row.get("title") or "")
        return Article(str(row["id"]), title, _body(normalise(row["text"]), title), published)

    return list(_rows(path, _lines(path), article))


def _annotated(file: Path) -> Iterator[Article]:
    head, *lines = _lines(file)
    names = head.split("\t")
    missing = [column for column in _COLUMNS if column not in names]
    if missing:
        raise DataError(f"{file} has no column {missing[0]!r}: it is no file of the database")
    at = [names.index(column) for column in _COLUMNS]

    def article(line: str) -> Article:
        cells = line.split("\t")
        number, _, title, text, marks = (cells[i] for i in at)
        title = normalise(title)
        marked = _marked(json.loads(marks))
        return Article(number, title, _body(normalise(text), title), None, marked)

    return _rows(file, lines, article)


def _lines(path: Path) -> list[str]:
    if path.stat().st_size > _MOST_BYTES:
        raise DataError(f"{path} is larger than {_MOST_BYTES} bytes: split it")
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 ({error.reason}): convert it") from error
    found = [line for line in lines if line.strip()]
    if not found:
        raise DataError(f"{path} is empty")
    return found


def _rows(
    path: Path, lines: list[str], article: Callable[[str], Article]
) -> Iterator[Article]:
    for number, line in enumerate(lines, 1):
        try:
            yield article(line)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise DataError(f"{path}, article {number} is broken ({error}): mend it") from error


def _body(text: str, title: str) -> str:
    """The database writes the title before the text, without a space."""
    return text[len(title) :].strip() if title and text.startswith(title) else text.strip()


def _marked(marks: Any) -> Marked:
    victims = [frozenset(v.get("victim-was") or ()) for v in marks["victim-section"]]
    where = marks["date-and-time"]
    state = where["state"].partition(" - ")
    return Marked(
        killed=sum("killed" in v for v in victims) if all(victims) else None,
        injured=sum(bool(v & _HURT) and "killed" not in v for v in victims)
        if all(victims)
        else None,
        no_victim=not victims,
        date=_day(where["date"]),
        city=" ".join(where["city"]["value"].split()),
        state=(state[2] or state[0]).strip(),
        clock_time=where["clock-time"]["value"].strip(),
    )


def _day(told: str) -> date | None:
    """ "2016-01-27", also "2016-1-7"."""
    parts = told.split("-")
    if len(parts) != 3:
        return None
    year, month, day = (int(part) for part in parts)
    return date(year, month, day)
