"""Normalise once, then offsets never move; tokens, sentences, paragraphs.

Use `normalise` when a document enters Casus, and never again: every offset in claims and
pages counts code points of its result. `tokenise` and `segment` give the reading engine its
parallel arrays. Nothing here knows a language: abbreviations and the role of the apostrophe
come from the pack.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

import regex

_DROP = regex.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_LINE = regex.compile("\r\n?|[\u2028\u2029\u0085]")
_CLUSTER = regex.compile(r"\X")
_SPACE = regex.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

_NUMBER = (
    r"\p{Nd}{1,3}(?:[ ]\p{Nd}{3})++(?!\p{Nd})"  # 10 000
    r"|\p{Nd}++(?:[.,:’'٫٬]\p{Nd}++)*+(?:-[\p{L}\p{M}]++)*+"  # 1,234 · 12:30 · 35-year-old
)
_HEAD, _INNER = r"[\p{L}\p{M}]", r"[\p{L}\p{M}\p{Nd}_]"
_TOKENS = {
    # Friday|'s, Ankara|'da
    "suffix": r"{number}|{word}|(?<=\p{{L}})['’ʼ][\p{{L}}\p{{M}}]++|\S",
    # l'|attaque, N'|Djamena
    "prefix": r"{number}|{word}(?:['’ʼ](?=\p{{L}}))?+|\S",
    # п'ять, об'єкт
    "letter": r"{number}|{head}{inner}*+(?:['’ʼ-][\p{{L}}\p{{M}}\p{{Nd}}]++)*+|\S",
}
APOSTROPHES = tuple(_TOKENS)


@lru_cache(maxsize=8)
def _pattern(apostrophe: str, digits_apart: bool) -> regex.Pattern[str]:
    inner = _HEAD if digits_apart else _INNER
    word = rf"{_HEAD}{inner}*+(?:-[\p{{L}}\p{{M}}\p{{Nd}}]++)*+"
    text = _TOKENS[apostrophe].format(number=_NUMBER, word=word, head=_HEAD, inner=inner)
    return regex.compile(text)


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes, as its pack says; what `tokenise` needs to know.

    `apostrophe` names what it does: it begins a `suffix`, ends a `prefix`, or is a `letter`.
    `letters` maps code points to what they are read as, "" for marks that are passed over.
    `digits_apart`: a digit behind a letter begins a token of its own.
    """

    apostrophe: str = "suffix"
    letters: Mapping[int, str] = field(default_factory=dict, hash=False)
    digits_apart: bool = False

    def read(self, text: str) -> str:
        """A text with its letters as they are looked up; the text itself where nothing is left."""
        if len(self.letters) > _FEW:
            return text.translate(self.letters) or text
        plain = text
        for letter, read in self.letters.items():
            plain = plain.replace(chr(letter), read)
        return plain or text


_FEW = 8
"""Letters up to which replacing each is faster than translating all: a pass that finds none is 20
times faster, and to translate takes four times as long as a whole triage."""

PLAIN = Writing()


def normalise(text: str) -> str:
    """Bring a text into the one form whose offsets everything else counts.

    NFC; one kind of line end and of space; control, zero-width and bidi characters dropped.
    Runs of spaces stay, so that the text can still be recognised by its reader.
    """
    text = unicodedata.normalize("NFC", text)
    text = _LINE.sub("\n", text)
    text = _SPACE.sub(" ", text)
    return str(_DROP.sub("", text))


def normalise_with_origins(text: str) -> tuple[str, list[int]]:
    """`normalise(text)`, and for each of its code points, and for its end, the offset in `text`
    that it comes from.

    For those who must answer in offsets of a text that they did not normalise. What a user
    sees as one character (UAX #29) is normalised alone, which gives the same text.
    """
    plain = normalise(text)
    if plain == text:
        return text, list(range(len(text) + 1))
    origins: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        origins += [cluster.start()] * len(normalise(cluster[0]))
    origins.append(len(text))
    if len(origins) != len(plain) + 1:
        raise ValueError("a text whose characters do not normalise one by one")
    return plain, origins


def hard_wrapped(text: str) -> bool:
    """Whether line ends are set by width, not by meaning: most lines before another are of
    45-130 characters and stop without a mark that ends something."""
    lines = text.split("\n")
    before = [a.rstrip() for a, b in pairwise(lines) if a.strip() and b.strip()]
    cut = sum(45 <= len(line) <= 130 and line[-1] not in _LINE_END for line in before)
    return len(before) >= 3 and 5 * cut >= 3 * len(before)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text as parallel lists: token `i` is `text[starts[i]:ends[i]]`.

    `words` are what the pack's look-up sees: the same characters, or those that they are read as.
    """

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def raw(self, first: int, last: int) -> str:
        """The text of tokens `[first, last)` as it stands."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def read(self, first: int, last: int) -> str:
        """The words of tokens `[first, last)` as look-up sees them, gaps as in the text."""
        parts = [self.words[first]]
        for i in range(first + 1, last):
            parts += self.text[self.ends[i - 1] : self.starts[i]], self.words[i]
        return "".join(parts)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code points `[start, end)` of tokens `[first, last)`."""
        return self.starts[first], self.ends[last - 1]


def tokenise(text: str, *, writing: Writing = PLAIN, start: int = 0, end: int = -1) -> Tokens:
    """Cut `text[start:end]` into words, numbers and single signs, with offsets into `text`.

    `writing` is the pack's. Raises KeyError for an unknown role of the apostrophe.
    """
    pattern = _pattern(writing.apostrophe, writing.digits_apart)
    matches = list(pattern.finditer(text, start, len(text) if end < 0 else end))
    words = [m[0] for m in matches]
    if writing.letters:
        words = [writing.read(word) for word in words]
    return Tokens(
        text,
        words,
        [w.lower() for w in words],
        [m.start() for m in matches],
        [m.end() for m in matches],
    )


_SHOUTED = 0.6
"""Share of long words in capitals from which a text is in capitals: headlines are left out."""


def in_capitals(tokens: Tokens) -> bool:
    """Whether a text is written in capitals throughout, so that they tell no names and no
    abbreviations: "THE MAN WHO"."""
    words = [w for w in tokens.words if len(w) > 3 and w.isalpha()]
    return bool(words) and sum(w.isupper() for w in words) > _SHOUTED * len(words)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `[first, last)`, code points `[start, end)`, the paragraph's number, and whether
    the sentence opens its paragraph."""

    first: int
    last: int
    start: int
    end: int
    paragraph: int
    opens: bool


_PER_PARAGRAPH = 1.5
"""Sentences a line from which lines are paragraphs."""

_LINE_END = frozenset(".!?…:;؟۔。\"”»")
_END = frozenset(".!?…؟۔。")
_CLOSE = frozenset("\"'”’»“)]›")


def segment(tokens: Tokens, abbreviations: frozenset[str] = frozenset()) -> list[Sentence]:
    """Cut tokens into sentences: at an end mark that is no abbreviation's, at every line end.

    `abbreviations` are lower-case words without their dot ("gen", "dr"), or two words that
    have one between them ("m monday": at 5 p.m. Monday). A dot after one of
    them, after a single letter, or before a lower-case word ends nothing. A blank line parts
    paragraphs; where a text has none every line does, unless lines hold one sentence each.
    """
    text, words, lower = tokens.text, tokens.words, tokens.lower
    starts, ends = tokens.starts, tokens.ends
    blank_lines = "\n\n" in text.replace("\n \n", "\n\n").strip()
    sentences: list[Sentence] = []
    paragraph, opens, first, n = 0, True, 0, len(words)
    i = 0
    while i < n:
        last = i + 1
        cut = False
        gap = text[ends[i] : starts[last]] if last < n else "\n"
        if "\n" in gap:
            cut = True
        elif words[i] in _END:
            while last < n and words[last] in _CLOSE and starts[last] == ends[last - 1]:
                last += 1
            gap = text[ends[last - 1] : starts[last]] if last < n else "\n"
            goes_on = last < n and (words[last] == "," or words[last][0].islower())
            if words[i] == ".":
                goes_on = _dot_goes_on(words, lower, starts, ends, i, last, abbreviations)
            cut = bool(gap) and not (goes_on and "\n" not in gap)
        if cut:
            sentences.append(Sentence(first, last, starts[first], ends[last - 1], paragraph, opens))
            opens = False
            if "\n" in gap and (not blank_lines or gap.count("\n") > 1):
                paragraph, opens = paragraph + 1, True
            first = last
        i = last
    if not blank_lines and len(sentences) < _PER_PARAGRAPH * (paragraph + 1):
        return [replace(s, paragraph=0, opens=k == 0) for k, s in enumerate(sentences)]
    return sentences


def _dot_goes_on(
    words: list[str],
    lower: list[str],
    starts: list[int],
    ends: list[int],
    dot: int,
    after: int,
    abbreviations: frozenset[str],
) -> bool:
    """True where the dot at `dot` does not end its sentence."""
    if after >= len(words) or dot == 0 or starts[dot] != ends[dot - 1]:
        return False
    before, nxt = words[dot - 1], words[after]
    if lower[dot - 1] in abbreviations or f"{lower[dot - 1]} {lower[after]}" in abbreviations:
        return True
    if len(before) == 1 and before.isalpha() and before.isupper():
        return True
    # "am 31. Mai", "der 7. Tag": a short number's dot before a word is an ordinal's
    if before.isdecimal() and len(before) <= 2 and nxt[0].isalpha():
        return before + "." in abbreviations or "1." in abbreviations or nxt[0].islower()
    return nxt[0].islower()
