"""Annotated reports as others would write them: in capitals, in small letters, without marks.

Use `as_written` to see what reading loses where a wire service, an old archive or a telephone
leaves out what tells names apart. Every character stays where it is, so that the same gold
scores: a letter whose other form has two (German sharp s) keeps its own.
"""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from casus.evaluate.gold import Corpus


@contextmanager
def as_written(corpus: Corpus, writing: str) -> Iterator[Corpus]:
    """The corpus with its reports written so, in files that are gone afterwards. Raises KeyError
    for another writing than `WRITINGS`."""
    change = _CHANGES[writing]
    reports = {
        key: replace(report, title=change(report.title), text=change(report.text))
        for key, report in corpus.reports.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        files = tuple(Path(folder) / f"{n}.jsonl" for n in range(len(corpus.files)))
        for file, source in zip(files, corpus.files, strict=True):
            rows = (json.loads(line) for line in source.read_text("utf-8").split("\n") if line)
            file.write_text("".join(_row(row, change) for row in rows), "utf-8")
        yield replace(corpus, reports=reports, files=files)


def _row(row: dict[str, object], change: Callable[[str], str]) -> str:
    told = {key: change(str(row[key])) for key in ("title", "text") if row.get(key)}
    return json.dumps(row | told, ensure_ascii=False) + "\n"


_LETTERS = frozenset("йЙ")
"""Letters whose mark nobody leaves out."""


def _capitals(text: str) -> str:
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def _small(text: str) -> str:
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _unmarked(text: str) -> str:
    plain = (c if c in _LETTERS else unicodedata.normalize("NFD", c)[0] for c in text)
    return "".join(plain)


_CHANGES: dict[str, Callable[[str], str]] = {
    "capitals": _capitals, "small": _small, "unmarked": _unmarked,
}  # fmt: skip

WRITINGS = tuple(_CHANGES)
"""The ways of writing that `as_written` knows."""
