"""Where the chunks of a page stand: chunk, clause, sentence, characters.

Use `Layout` once a page; readers of matches ask it for the place of a chunk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from casus.extract.annotate import Annotated
from casus.extract.symbols import Chunk


@dataclass(frozen=True, slots=True)
class At:
    """Where a proposal stands: chunk, clause, sentence, and code points `[start, end)`."""

    chunk: int
    clause: int
    sentence: int
    start: int
    end: int


class Layout:
    """Where the chunks of a page stand."""

    def __init__(self, page: Annotated) -> None:
        self.page = page
        self.chunks = page.line.chunks
        self.sentence_of = [0] * len(self.chunks)
        for number, (start, end) in enumerate(page.line.bounds):
            for i in range(start, end):
                self.sentence_of[i] = number

    def at(self, first: int, last: int | None = None) -> At:
        """The place of chunks `first` to `last`, both included."""
        head, tail = self.chunks[first], self.chunks[first if last is None else last]
        assert head is not None and tail is not None
        start, end = self.page.tokens.span(head.first, tail.last)
        return At(first, self.page.clause_of[first], self.sentence_of[first], start, end)

    def inner_at(self, position: int, inner: Chunk) -> At:
        start, end = self.page.tokens.span(inner.first, inner.last)
        place = self.at(position)
        return replace(place, start=start, end=end)
