"""What the readers of files hand over: rows as found, received documents, refusals."""

from __future__ import annotations

from dataclasses import dataclass

from casus.types import Document, Problem


class UnreadableError(Exception):
    """An input that cannot become a document; carries the reason and what to do about it."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(what)
        self.problem = Problem(code, what)


@dataclass(frozen=True, slots=True)
class Raw:
    """One report as a file has it, nothing judged yet. `row` is its line or number in the file,
    0 where the file is one report. `published` is still text; `published_basis` as in
    `Document`."""

    path: str
    row: int
    text: str
    id: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_basis: str = "given"
    lang: str | None = None
    title: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """A report ready to be kept.

    `key` is the hash of what the report is: its address or publisher and day, title and text.
    `document.id` is the id its source gave it, else `key`. `problems` are reservations.
    """

    document: Document
    key: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that is no document, and why. `path` is a file, or a file and row `file#12`."""

    path: str
    problem: Problem


def place(path: str, row: int) -> str:
    """How a row of a file is named: `file#12`; a file that is one report is just `file`."""
    return f"{path}#{row}" if row else path
