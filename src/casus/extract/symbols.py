"""A document as a line of symbols: one character a chunk, for rules to match.

Use `SymbolTable` once a pack, then `chunk_line` for each text. A chunk is a run of tokens that
carries labels `(class, attribute)`: words of the lexicon, numbers, dates, places, actors. The
symbol of a chunk stands for its set of labels, so that an ambiguous word ("officers": people
and a voice) is found by either class at the cost of one character.

All sets of labels are laid down when the pack is compiled, so that rules compile once; a set
first seen in a text takes the symbol of the largest set laid down that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from casus.packs.lexicon import Hit, Lexicon
from casus.text import Sentence, Tokens

Label = tuple[str, str]
Labels = frozenset[Label]

_FIRST = 0xE000  # private use area: 6,400 symbols, a pack needs about 500
_LAST = 0xF8FF
SENTENCE_END = "\n"

_SIGNS: dict[str, Label] = {
    ",": ("COMMA", ""), "،": ("COMMA", ""), ";": ("SEMICOLON", ""), "؛": ("SEMICOLON", ""),
    ":": ("COLON", ""), "-": ("DASH", ""), "–": ("DASH", ""), "—": ("DASH", ""),
    "(": ("OPEN", ""), ")": ("CLOSE", ""), "[": ("OPEN", ""), "]": ("CLOSE", ""),
    ".": ("STOP", ""), "!": ("STOP", ""), "?": ("STOP", "question"), "؟": ("STOP", "question"),
    "/": ("SLASH", ""), "%": ("PERCENT", ""),
} | dict.fromkeys("\"“”„‟«»‹›‘’'", ("QUOTE", ""))  # fmt: skip
WEAK = "weak"
"""Attribute of words that only count together with others of their class; rules pass them by."""

WORD: Label = ("W", "")
NAME: Label = ("NAME", "")
"""A word without an entry; NAME where it is written like one: a capital, not first in a sentence
or written so elsewhere in the text."""

_IS_WORD: Labels = frozenset({WORD})
_IS_NAME: Labels = frozenset({NAME})
_SIGN_LABELS: Mapping[str, Labels] = {sign: frozenset({label}) for sign, label in _SIGNS.items()}


_sets: dict[tuple[Label, ...], Labels] = {}


def _labels(found: tuple[Label, ...]) -> Labels:
    """The set of some labels: one object for equal ones, whose hash is known already."""
    labels = _sets.get(found)
    if labels is None:
        if len(_sets) >= _CLASSES_LIMIT:
            _sets.clear()
        labels = _sets[found] = frozenset(found)
    return labels


_NO_SLOTS: Mapping[str, Sequence[Chunk]] = MappingProxyType({})
_classes: dict[Labels, dict[str, tuple[str, ...]]] = {}
_CLASSES_LIMIT = 20_000  # sets of labels remembered; a pack has about a thousand


def _by_class(labels: Labels) -> dict[str, tuple[str, ...]]:
    """Labels by class, remembered: a few sets of them serve all chunks of all texts."""
    found: dict[str, tuple[str, ...]] = {}
    for cls, attr in sorted(labels):
        found[cls] = (*found.get(cls, ()), attr)
    if len(_classes) >= _CLASSES_LIMIT:
        _classes.clear()
    _classes[labels] = found
    return found


class Chunk:
    """Tokens `[first, last)` with their labels; `value` is the mention behind a typed chunk,
    `slots` the chunks that a level-1 rule put together. `classes` are the labels by class, with
    their attributes in order, for loops over many chunks."""

    __slots__ = ("classes", "first", "labels", "last", "rule", "slots", "value")

    def __init__(
        self,
        first: int,
        last: int,
        labels: Labels,
        value: object = None,
        rule: str = "",
        slots: Mapping[str, Sequence[Chunk]] = _NO_SLOTS,
    ) -> None:
        self.first = first
        self.last = last
        self.labels = labels
        self.value = value
        self.rule = rule
        self.slots = slots
        self.classes: Mapping[str, tuple[str, ...]] = _classes.get(labels) or _by_class(labels)

    def has(self, cls: str) -> bool:
        return cls in self.classes

    def attr(self, cls: str) -> str | None:
        """The attribute it carries under `cls` (the first in alphabetical order), or None."""
        found = self.classes.get(cls)
        return found[0] if found else None

    def labels_shown(self) -> list[str]:
        """Its labels as patterns write them: `PERSON:military`."""
        return sorted(f"{cls}:{attr}" if attr else cls for cls, attr in self.labels)

    def attrs(self, cls: str) -> Sequence[str]:
        """All attributes under `cls`, in alphabetical order."""
        return self.classes.get(cls, ())


class EntryHits(NamedTuple):
    """An entry of the lexicon: its words as written (with stars and "="), its own labels,
    everything that the lexicon finds in them, a surface form of each word, and the endings that
    each may carry."""

    words: tuple[str, ...]
    labels: tuple[Label, ...]
    hits: tuple[Hit, ...]
    plain: tuple[str, ...]
    endings: tuple[frozenset[str], ...]


def entry_hits(lexicon: Lexicon, classes: frozenset[str] | None = None) -> Iterator[EntryHits]:
    """Every entry of `classes` (None: all) as the lexicon reads it itself: an entry may hold
    others ("car bomb"), or be another as well ("shot")."""
    for words, labels in lexicon.forms():
        own = tuple(x for x in labels if classes is None or x[0] in classes)
        if own:
            plain = tuple(lexicon.plain(word) for word in words)
            hits = lexicon.look_up(plain)
            read = tuple(h for h in hits if classes is None or h.cls in classes)
            endings = tuple(lexicon.endings_of(word) for word in words)
            yield EntryHits(words, own, read, plain, endings)
    lexicon.forget()


class SymbolTable:
    """Which character stands for which set of labels; fixed once the pack is compiled."""

    def __init__(
        self,
        lexicon: Lexicon,
        typed: Iterable[Labels],
        classes: frozenset[str] | None = None,
        entries: Iterable[EntryHits] | None = None,
    ) -> None:
        sets: set[Labels] = {frozenset({label}) for label in _SIGNS.values()}
        sets |= {frozenset({WORD}), frozenset({NAME})}
        sets |= set(typed)
        if entries is None:
            entries = entry_hits(lexicon, classes)
        for entry in entries:
            sets |= {frozenset({label}) for label in entry.labels}
            whole = (0, len(entry.words))
            same = frozenset((h.cls, h.attr) for h in entry.hits if (h.first, h.last) == whole)
            if same:
                sets.add(same)
        ordered = sorted(sets, key=lambda s: (len(s), sorted(s)))
        if _FIRST + len(ordered) > _LAST:
            raise ValueError(f"a pack needs {len(ordered)} symbols, there are {_LAST - _FIRST}")
        self._nearest: dict[Labels, str] = {}
        self._symbol = {labels: chr(_FIRST + i) for i, labels in enumerate(ordered)}
        self._of_class: dict[str, str] = {}
        self._of_label: dict[Label, str] = {}
        for labels, symbol in self._symbol.items():
            for label in labels:
                self._of_label[label] = self._of_label.get(label, "") + symbol
            for cls in {cls for cls, _ in labels}:
                self._of_class[cls] = self._of_class.get(cls, "") + symbol

    def symbol(self, chunk: Chunk) -> str:
        """The character for a chunk's labels."""
        found = self._symbol.get(chunk.labels)
        if found is None:
            found = self._nearest.get(chunk.labels) or self._lay_near(chunk.labels)
        return found

    def _lay_near(self, labels: Labels) -> str:
        """For a union never laid down: the symbol of the largest known part of it."""
        parts = [known for known in self._symbol if known <= labels]
        best = max(parts, key=lambda known: (len(known), sorted(known)))
        self._nearest[labels] = self._symbol[best]
        return self._nearest[labels]

    def matching(self, cls: str, attr: str | None = None) -> str:
        """All symbols whose labels include `cls` (and `attr`), in order."""
        if attr is None:
            return self._of_class.get(cls, "")
        return self._of_label.get((cls, attr), "")

    def knows(self, cls: str) -> bool:
        return cls in self._of_class


@dataclass(frozen=True, slots=True)
class Line:
    """Chunks of a whole text; `symbols[i]` stands for `chunks[i]`, None at a sentence end."""

    chunks: list[Chunk | None]
    symbols: str
    bounds: list[tuple[int, int]]
    """For each sentence its chunk positions `[start, end)`."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A mention that a reader of its own found: tokens, label, value."""

    first: int
    last: int
    label: Label
    value: object


def chunk_line(
    tokens: Tokens,
    sentences: Sequence[Sentence],
    hits: Sequence[Hit],
    typed: Sequence[Typed],
    table: SymbolTable,
) -> Line:
    """Cover each sentence with chunks: the longest mention at each place, typed ones first.

    `hits` are in the order of `Lexicon.annotate`.
    `typed` must be free of overlaps. A word entry longer than the typed mention that it covers
    wins over it ("Friday prayers" over "Friday").
    """
    at_typed = {t.first: t for t in typed}
    inside: dict[int, int] = {i: t.first for t in typed for i in range(t.first, t.last)}
    by_first: dict[int, list[Hit]] = {}
    for hit in hits:
        first = hit[0]
        if first in by_first:
            by_first[first].append(hit)
        else:
            by_first[first] = [hit]
    chunks: list[Chunk | None] = []
    symbols: list[str] = []
    bounds: list[tuple[int, int]] = []
    words, lower = tokens.words, tokens.lower
    names = _written_as_names(tokens, sentences)
    symbol_of, signs = table.symbol, _SIGN_LABELS
    for sentence in sentences:
        begin = len(chunks)
        i = sentence.first
        first, last = _opening(words, sentence), sentence.last
        while i < last:
            chunk = None
            if i in by_first or i in at_typed:
                chunk = _chunk_at(i, last, at_typed, inside, by_first)
            if chunk is None:
                word = words[i]
                labels = signs.get(word)
                if labels is None:
                    named = _capital(word, lower[i]) and (i > first or word in names)
                    labels = _IS_NAME if named else _IS_WORD
                chunk = Chunk(i, i + 1, labels)
            chunks.append(chunk)
            symbols.append(symbol_of(chunk))
            i = chunk.last
        bounds.append((begin, len(chunks)))
        chunks.append(None)
        symbols.append(SENTENCE_END)
    return Line(chunks, "".join(symbols), bounds)


def _opening(words: Sequence[str], sentence: Sentence) -> int:
    """The first word of a sentence, behind quotes and dashes."""
    i = sentence.first
    while i + 1 < sentence.last and words[i] in _SIGN_LABELS:
        i += 1
    return i


def _written_as_names(tokens: Tokens, sentences: Sequence[Sentence]) -> set[str]:
    """Words with a capital inside a sentence."""
    words, lower = tokens.words, tokens.lower
    return {
        words[i]
        for sentence in sentences
        for i in range(_opening(words, sentence) + 1, sentence.last)
        if _capital(words[i], lower[i])
    }


def _capital(word: str, lower: str) -> bool:
    """True for "Tamimi" and "al-Tamimi"."""
    return word[0] != lower[0] or ("-" in word and word != lower)


def _chunk_at(
    i: int,
    limit: int,
    at_typed: Mapping[int, Typed],
    inside: Mapping[int, int],
    by_first: Mapping[int, list[Hit]],
) -> Chunk | None:
    """The chunk that starts at token `i`, or None for a plain word or sign."""
    mention = at_typed.get(i)
    hits = by_first.get(i, ())
    longest = 0
    for _, last, _, _ in hits:  # the longest first
        # a word entry may swallow a whole typed mention, never cut one in two
        if last <= limit and (last == limit or inside.get(last, last) >= last):
            longest = last
            break
    if mention is not None and mention.last >= longest and mention.last <= limit:
        return Chunk(mention.first, mention.last, _labels((mention.label,)), mention.value)
    if not longest:
        return None
    return Chunk(i, longest, _labels(tuple([h[2:] for h in hits if h[1] == longest])))
