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

    `file` is the input file, `row` its row there or 0. `key` is the hash of what the report is:
    its address or publisher and day, title and text. `page` is the hash of its address, shared
    by all states of one page; None without address. `document.id` is the id its source gave it,
    else `key`. `problems` are reservations.
    """

    file: str
    row: int
    document: Document
    key: str
    page: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that is no document, and why. `row` is 0 where the whole file is refused."""

    file: str
    row: int
    problem: Problem


def place(path: str, row: int) -> str:
    """How a row of a file is named: `file#12`; a file that is one report is just `file`."""
    return f"{path}#{row}" if row else path
