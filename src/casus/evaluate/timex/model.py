"""Annotated texts, as every format of them is read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

KINDS = ("DATE", "TIME", "DURATION", "SET")
"""The types of TIMEX3, in the order of the tables."""


class TimexError(ValueError):
    """A file that cannot be scored or read; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 annotation on code points `[start, end)` of its text. `rule` is the pattern that
    read it, "" for gold and peers; `quant` and `freq` tell of a SET how often ("EVERY", "2X")."""

    start: int
    end: int
    type: str
    value: str
    rule: str = ""
    quant: str = ""
    freq: str = ""


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text with its day of publication and its annotations, in order. `peers` holds what
    other taggers made of it, by their name."""

    id: str
    text: str
    published: date | None
    gold: tuple[Timex, ...]
    peers: Mapping[str, tuple[Timex, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimexSet:
    """Annotated texts of one language."""

    name: str
    lang: str
    texts: tuple[AnnotatedText, ...]

    @property
    def peers(self) -> tuple[str, ...]:
        """The taggers whose output there is, sorted."""
        return tuple(sorted({name for text in self.texts for name in text.peers}))
