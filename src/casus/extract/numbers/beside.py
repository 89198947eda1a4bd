"""What stands at and beside the tokens of one text, as the reading of numbers asks for it."""

from __future__ import annotations

from casus.extract.numbers.data import NumberData
from casus.packs.lexicon import Hit
from casus.text import Tokens

_OPENERS = frozenset({"vague", "both", "none", "factor", "article", "ordinal", "collective"})
"""Classes of words that can begin a number."""


class Beside:
    """One text's look-ups, shared by the steps of `find_numbers`."""

    def __init__(self, tokens: Tokens, data: NumberData) -> None:
        self.tokens, self.data = tokens, data
        self.lower, self.n = tokens.lower, len(tokens.lower)
        self.from_: dict[int, list[Hit]] = {}
        self.to: dict[int, list[Hit]] = {}
        self.openers: set[int] = set()
        for hit in data.lexicon.annotate(tokens):
            first, last, cls, attr = hit
            self.from_.setdefault(first, []).append(hit)
            self.to.setdefault(last, []).append(hit)
            if cls in _OPENERS or (cls == "increment" and attr == "one"):
                self.openers.add(first)

    def starting(self, i: int, *classes: str) -> Hit | None:
        """The longest entry of one of the classes that starts at token `i`."""
        for hit in self.from_.get(i, ()):
            if hit.cls in classes and self.tied(hit.first, hit.last):
                return hit
        return None

    def attr(self, i: int, cls: str, attr: str) -> Hit | None:
        """The longest entry of one class and attribute that starts at token `i`."""
        hits = self.from_.get(i, ())
        return next((h for h in hits if h.cls == cls and h.attr == attr), None)

    def ending(self, i: int, *classes: str) -> Hit | None:
        """The longest entry of one of the classes that ends before token `i`."""
        best: Hit | None = None
        if i < self.n and i > 0 and not self.tied(i - 1, i + 1):
            return None
        for hit in self.to.get(i, ()):
            if hit.cls in classes and (best is None or hit.first < best.first):
                best = hit
        return best

    def tied(self, first: int, last: int) -> bool:
        """No line ends inside tokens `[first, last)`."""
        return last - first < 2 or "\n" not in self.tokens.text[
            self.tokens.ends[first] : self.tokens.starts[last - 1]
        ]

    def glued(self, i: int) -> bool:
        """Token `i` follows its neighbour without a blank."""
        return 0 < i < self.n and self.tokens.starts[i] == self.tokens.ends[i - 1]
