"""Words written onto the one behind them ("and", "in", "to") become tokens of their own.

Use `Proclitics.cut` on the tokens of a text where a pack names the strategy. A word is cut where
what is left is known and the word itself is not: offsets stay those of the text, and look-up
sees both the clitic and the word. The article stays with its noun; `casus.packs.lexicon` steps
over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from casus.text import Tokens, Writing

SURE = 1.0
"""What a name must be worth as a place to stand uncut where the rest is a word: "in" may seem to
begin a big city. The clitics of the first row ("and") stand before anything, and are cut off."""

_SHORTEST = 2  # letters that must be left

_Way = tuple[tuple[int, ...], str]
"""Lengths of the clitics in front, and the word behind them as it is read."""


@dataclass(frozen=True, slots=True)
class Proclitics:
    """What a language writes onto its words.

    `rows` follow each other: one clitic of each may stand ("and" before "in"). `contracted` says,
    behind a clitic, what the next letters are read as; `articles` may stand between clitics and
    noun. `before_names` are those that stand before the names of places: any other only seems to.
    `whole` are words that only look as if they began with a clitic.
    """

    rows: tuple[tuple[str, ...], ...]
    contracted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    articles: tuple[str, ...] = ()
    before_names: tuple[str, ...] = ()
    whole: frozenset[str] = frozenset()

    def cut(
        self,
        tokens: Tokens,
        *,
        writing: Writing,
        known: Callable[[str], bool],
        place: Callable[[str], float],
    ) -> Tokens:
        """Cut the clitics off the words of a text.

        `known` says whether the pack has a word, `place` what a word is worth as the name of a
        place (0: none). Returns `tokens` themselves where nothing was cut.
        """
        openers = tuple({clitic for row in self.rows for clitic in row})
        cuts: dict[int, _Way] = {}
        for i, word in enumerate(tokens.words):
            if not word.startswith(openers) or known(word):
                continue
            way = self._best(word, known, place)
            if way is not None:
                cuts[i] = way
        return _apply(tokens, cuts, writing) if cuts else tokens

    def before(self) -> frozenset[str]:
        """Everything that may stand in front of a word, written together; "" among it."""
        found = {""}
        for row in self.rows:
            found |= {front + clitic for front in found for clitic in row}
        return frozenset(
            found
            | {front + article for front in found for article in self.articles}
            | {
                front + written
                for front in found
                for clitic, read in self.contracted.items()
                for written in read
                if front.endswith(clitic)
            }
        )

    def _best(
        self, word: str, known: Callable[[str], bool], place: Callable[[str], float]
    ) -> _Way | None:
        """The way to cut a word that the pack does not have, None to leave it whole."""
        if word in self.whole:
            return None
        ways = list(self._ways(word))
        plain = [way for way in ways if known(way[1])]
        worth = place(word)
        if plain and (worth < SURE or word.startswith(self.rows[0])):
            return plain[0]
        if worth >= SURE:
            return None
        named = [
            (place(rest), -len(lengths), rest)
            for lengths, rest in ways
            if word.startswith(self.before_names)
        ]
        best = max(named, default=(0.0, 0, ""))
        if best[0] > worth:
            return next(way for way in ways if way[1] == best[2])
        if worth:
            return None
        articled = (way for way in ways if way[1].startswith(self.articles) and self.articles)
        return next(articled, None)

    def _ways(self, word: str, row: int = 0) -> Iterator[_Way]:
        """Every way to cut clitics off a word, the fewest first."""
        for k in range(row, len(self.rows)):
            for clitic in self.rows[k]:
                rest = word[len(clitic) :]
                if not word.startswith(clitic) or len(rest) < _SHORTEST:
                    continue
                yield (len(clitic),), rest
                for written, read in self.contracted.get(clitic, {}).items():
                    if rest.startswith(written):
                        yield (len(clitic),), read + rest[len(written) :]
                for lengths, end in self._ways(rest, k + 1):
                    yield (len(clitic), *lengths), end


def read_proclitics(strategies: Mapping[str, object], writing: Writing) -> Proclitics | None:
    """The strategy of a pack, its letters as `writing` reads them; None where it names none.

    Raises ValueError that names the key at fault.
    """
    rows = strategies.get("proclitics")
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ValueError("strategies.proclitics must be a list of lists of strings")
    contracted = strategies.get("contracted", {})
    if not isinstance(contracted, Mapping):
        raise ValueError("strategies.contracted must be a table")
    read = writing.read
    return Proclitics(
        rows=tuple(tuple(read(str(clitic)) for clitic in row) for row in rows),
        contracted={
            read(clitic): {read(a): read(b) for a, b in pairs.items()}
            for clitic, pairs in contracted.items()
        },
        articles=read_list(strategies, "articles", writing),
        before_names=read_list(strategies, "before_names", writing),
        whole=frozenset(read_list(strategies, "whole", writing)),
    )


def read_list(strategies: Mapping[str, object], key: str, writing: Writing) -> tuple[str, ...]:
    """A list of words among the strategies, as they are looked up. Raises ValueError."""
    words = strategies.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(f"strategies.{key} must be a list of strings")
    return tuple(writing.read(word) for word in words)


def _apply(tokens: Tokens, cuts: Mapping[int, _Way], writing: Writing) -> Tokens:
    """The tokens with those of `cuts` cut up."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for i, word in enumerate(tokens.words):
        lengths, rest = cuts.get(i, ((), word))
        at, start = 0, tokens.starts[i]
        for length in lengths:
            end = _behind(tokens, i, at + length, writing)
            words.append(word[at : at + length])
            starts.append(start)
            ends.append(end)
            at, start = at + length, end
        words.append(rest)
        starts.append(start)
        ends.append(tokens.ends[i])
    return Tokens(tokens.text, words, [w.lower() for w in words], starts, ends)


def _behind(tokens: Tokens, i: int, letters: int, writing: Writing) -> int:
    """Where the first `letters` letters of a word end in the text: marks that are passed over
    go with the letter before them."""
    start, end = tokens.starts[i], tokens.ends[i]
    if end - start == len(tokens.words[i]):
        return start + letters
    seen = 0
    for at in range(start, end):
        size = len(tokens.text[at].translate(writing.letters))
        if size and seen >= letters:
            return at
        seen += size
    return end

