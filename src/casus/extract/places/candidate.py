"""A name that may be a place's, and the text it stands in, as the search for places sees it."""

from __future__ import annotations

from dataclasses import dataclass

from casus.extract.places.cues import Surroundings, Words
from casus.extract.places.forms import Entry, PlaceForms
from casus.names import fold
from casus.text import Tokens

FORCE = "force"
"""Cue of the place that a local body is named for: "Danbury police"."""
STREET = "street"
"""Kind of place of a name that ends in a road's word: it lies in a town told elsewhere."""
ENOUGH = 2.0
"""Evidence a name needs to be a place."""
TOLD = 3.0
"""Evidence of a name that its surroundings show to be a place's."""
WELL_KNOWN = 2.4
"""Prior of countries, first-order areas, seas and big cities."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name found in the text, before it is known which place it means: tokens `[first, last)`,
    code points `[start, end)`. `role`, `cue`, `noun` and `site` as in `PlaceMention`."""

    first: int
    last: int
    start: int
    end: int
    name: str
    entry: Entry
    role: str
    weight: float
    cue: str | None
    noun: str | None
    site: str | None
    sure: bool = False
    """Known to be a place, whatever the text looks like."""

    @property
    def plain(self) -> str:
        """The name without the endings that it carries in the text."""
        return self.entry.base or self.name


@dataclass(frozen=True, slots=True)
class Writing:
    """How a text writes names. `caseless`: no word has a capital for being a name; `flat`: so in
    this text, though not in its language; `noun_capitals`: every noun has one."""

    caseless: bool
    flat: bool
    noun_capitals: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """One text with what every part of the search asks. `busy` are tokens that something else
    has taken; `capital` says of each token whether it may begin or go on a name."""

    tokens: Tokens
    words: Words
    around: Surroundings
    forms: PlaceForms
    busy: frozenset[int]
    writing: Writing
    capital: tuple[bool, ...]

    @classmethod
    def of(
        cls, tokens: Tokens, words: Words, forms: PlaceForms, busy: frozenset[int], writing: Writing
    ) -> Searched:
        """The text with the questions about its words made ready."""
        capital = tuple(w[0].isupper() or _is_joined(w, forms) for w in tokens.words)
        around = Surroundings(tokens, words, forms, flat=writing.flat)
        return cls(tokens, words, around, forms, busy, writing, capital)

    def candidate(
        self, a: int, b: int, entry: Entry, weight: float, cue: str | None, noun: str | None,
        site: str | None = None,
    ) -> Candidate:  # fmt: skip
        """The candidate of tokens `[a, b)`."""
        start, end = self.tokens.span(a, b)
        return Candidate(
            a, b, start, end, self._name(a, b), entry, entry.role, weight, cue, noun, site
        )

    def _name(self, a: int, b: int) -> str:
        """The name of tokens `[a, b)` as the text writes it, or as it is read where that is
        another: an article that a clitic has swallowed."""
        raw, read = self.tokens.raw(a, b), self.tokens.read(a, b)
        return raw if raw == read or fold(raw) == fold(read) else read


def _is_joined(word: str, forms: PlaceForms) -> bool:
    """Whether a word has its capital behind a small word: "ez-Zor", "al-Balah"."""
    small, dash, name = word.partition("-")
    return bool(dash) and name[:1].isupper() and small in forms.joined
