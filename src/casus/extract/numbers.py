"""Numbers of people and things in a tokenised text: digits, words, bounds, vague words.

Use `find_numbers` once a text; it returns every number with the interval it means and a `kind`
that says what it counts as far as its neighbours tell. Only `kind == "count"` is free to be a
toll; an `article` ("a", "one") is one where a person noun follows; the rest ("age", "money",
"year" …) must never become one. Intervals are those of the public contract: "at least 53" is
(53, open), "more than 50" (51, open), "up to 20" (none, 20), "nearly 40" (none, 40, approx).

The language is data: `parse_numbers` reads a pack's `numbers.toml`. Nothing here knows a word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casus.extract.number_data import JOIN, NumberData, Word, parse_numbers
from casus.packs.lexicon import Hit
from casus.text import Tokens
from casus.types import Count

__all__ = ["NumberData", "NumberMention", "find_numbers", "parse_numbers"]

_LONGEST_RUN = 12  # tokens of one number written in words
_HYPHENS = frozenset("-‐‑–—−")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number on tokens `[first, last)`, its bounds and "another" included.

    `count` is what is said; `value` the bare number ("more than 50": 50), None where there is
    none ("several"). `core` are the tokens of the bare number. `kind`: count, article (a word
    for one), both ("the two"), none ("no"), ordinal, age, money, percent, unit, duration,
    clock, times, model, street, score, year, maybe_year (four digits without a cue),
    attributive ("a 12-vehicle …"), decimal, date. `vague`: "several", "dozens".
    `increment`: "two more", "another five".
    """

    first: int
    last: int
    count: Count
    kind: str = "count"
    value: int | None = None
    core: tuple[int, int] = (0, 0)
    vague: bool = False
    increment: bool = False


@dataclass(slots=True)
class _Core:
    """A number before its bounds are read."""

    first: int
    last: int
    value: float | None
    kind: str
    form: str = "words"
    high: float | None = None
    low: float | None = None
    approx: bool = False
    vague: bool = False
    scale: int = 1
    weak: bool = False  # the kind may still be changed by neighbours


def find_numbers(
    tokens: Tokens, data: NumberData, *, taken: Mapping[int, str] | None = None
) -> list[NumberMention]:
    """Every number of a text, in order, free of overlaps.

    `taken` maps tokens that a reader of dates has claimed to a kind ("date", "duration"); a
    number that touches one gets that kind.
    """
    reader = _Reader(tokens, data)
    cores = reader.cores()
    if not cores:
        return []
    cores = reader.ranges(cores)
    mentions = [reader.bounded(core, i, cores) for i, core in enumerate(cores)]
    reader.spread(mentions)
    if taken:
        for i, m in enumerate(mentions):
            kind = next((taken[t] for t in range(*m.core) if t in taken), None)
            if kind is not None:
                mentions[i] = _with(m, kind=kind)
    return mentions


def _with(m: NumberMention, **changes: Any) -> NumberMention:
    values = {name: getattr(m, name) for name in NumberMention.__slots__}
    return NumberMention(**{**values, **changes})


class _Reader:
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

    # neighbours

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

    # cores

    def cores(self) -> list[_Core]:
        word_of, recall = self.data.word, self.data.memo.get
        words: dict[int, Word] = {}
        for i, low in enumerate(self.lower):
            word = recall(low, _UNMET)
            if word is _UNMET:
                word = word_of(low)
            if word is not None:
                words[i] = word
        self.words = words
        starts = sorted({*words, *self.openers})
        found: list[_Core] = []
        end = 0
        for i in starts:
            if i < end:
                continue
            core = self._core(i)
            if core is not None:
                found.append(core)
                end = core.last
        return found

    def _core(self, i: int) -> _Core | None:
        phrase = self.starting(i, "vague", "both", "none")
        number = self._number(i)
        factor = self.starting(i, "factor")
        if factor is not None:
            number = self._times(i, factor.last, float(factor.attr)) or number
        article = self.starting(i, "article")
        if article is not None and (number is None or number.value == 1):
            # "a hundred", "ein Dutzend": the article belongs to the number
            number = self._times(i, article.last, 1.0) or number
            if number is None:
                after = article.last
                if after in self.words and not self.words[after].tail:
                    return None  # "a 53 …"
                number = _Core(i, after, float(article.attr), "article")
            elif number.value == 1 and number.form == "words" and number.last == i + 1:
                number.kind = "article"
        ordinal = self.starting(i, "ordinal")
        if ordinal is not None and (number is None or ordinal.last > number.last):
            number = _Core(i, ordinal.last, float(ordinal.attr), "ordinal")
        one = self.attr(i, "increment", "one")
        if (
            one is not None
            and self._number(one.last) is None
            and self.starting(one.last, "vague", "collective", "factor") is None
        ):
            return _Core(i, one.last, 1.0, "article")
        bound = self.starting(i, "before")
        if bound is not None and self.words.get(i) is None:
            return None  # "no fewer than", "an estimated"
        if phrase is not None and (number is None or phrase.last >= number.last):
            if phrase.cls == "vague":
                core = _Core(i, phrase.last, None, "count", low=float(phrase.attr))
                core.approx = core.vague = True
                return core
            value = 0.0 if phrase.cls == "none" else float(phrase.attr)
            return _Core(i, phrase.last, value, phrase.cls)
        if number is None:
            single = self.starting(i, "collective")
            if single is not None:
                number = _Core(i, single.last, float(single.attr), "count", approx=True)
        return number

    def _times(self, first: int, at: int, factor: float) -> _Core | None:
        """A factor or article before a collective ("half a dozen") or multiplier."""
        if at >= self.n or not self.tied(first, at + 1):
            return None
        group = self.starting(at, "collective")
        if group is not None:
            return _Core(first, group.last, factor * float(group.attr), "count", approx=True)
        word = self.words.get(at)
        if word is not None and word.form == "words" and word.atoms[0] in self.data.multipliers:
            core = self._number(at)
            if core is not None and core.value is not None and not word.tail:
                big = word.atoms[0]
                core.value = factor * big + core.value - big
                core.first = first
                return core
        return None

    def _number(self, i: int) -> _Core | None:
        word = self.words.get(i)
        if word is None:
            return None
        core = self._worded(i) if word.form == "words" else self._digital(i, word)
        if core is None or core.kind != "count":
            return core
        group = self.starting(core.last, "collective")
        if group is not None and core.value is not None and self.tied(i, group.last):
            core = _Core(i, group.last, core.value * float(group.attr), "count", approx=True)
        return core

    def _worded(self, i: int) -> _Core | None:
        """The longest row of number words from token `i` that makes a number."""
        atoms: list[int] = []
        best: tuple[int, int, str] | None = None
        at = i
        while at < self.n and at - i < _LONGEST_RUN and self.tied(i, at + 1):
            word = self.words.get(at)
            if word is not None and word.form == "words":
                atoms += word.atoms if atoms or word.atoms[0] != JOIN else word.atoms[1:]
                value = self.data.value(atoms)
                if value is not None:
                    best = (at + 1, value, word.tail)
                if word.tail:
                    break
            elif atoms and self.lower[at] in self.data.between:
                atoms.append(JOIN)
            elif not (atoms and self.lower[at] == "-" and self.glued(at)):
                break
            at += 1
        if best is None:
            return None
        last, number, tail = best
        core = _Core(i, last, float(number), "count")
        if tail:
            core.kind = self._tail_kind(tail)
        return core

    def _digital(self, i: int, word: Word) -> _Core:
        core = _Core(i, i + 1, word.value, "count", word.form)
        if word.tail:
            core.kind = self._tail_kind(word.tail)
        elif word.form == "colon":
            minutes = self.lower[i].rpartition(":")[2]
            core.kind = "score" if len(minutes) == 1 else "clock"  # "5:1" is no time of day
        elif word.form == "code":
            core.kind = "model"
        else:
            self._suffixes(core)
        return core

    def _tail_kind(self, tail: str) -> str:
        for hit in self.data.lexicon.annotate(_one(tail)):
            if hit.cls == "kind_tail":
                return hit.attr
        return "attributive"

    def _suffixes(self, core: _Core) -> None:
        """Thousands written with a sign, multipliers, endings: "1.1 million", "2nd", "19."."""
        core.last = self._odd_groups(core)
        i = core.last
        if i < self.n and self.tied(i - 1, i + 1):
            scale = self.starting(i, "scale")
            word = self.words.get(i)
            if word is not None and word.form == "words" and not word.tail:
                if word.atoms[0] in self.data.multipliers and len(word.atoms) == 1:
                    core.scale, core.last = word.atoms[0], i + 1
            elif scale is not None:
                core.scale, core.last = int(scale.attr), scale.last
            elif self.glued(i):
                if self.starting(i, "ordinal_suffix") is not None or self._dot_ordinal(core):
                    core.kind, core.last = "ordinal", i + 1
                elif self.lower[i][0].isalpha() and self.starting(i, "kind_after") is None:
                    core.kind, core.last = "model", i + 1
        if core.value is not None:
            core.value *= core.scale
            if core.form == "decimal" and core.kind == "count":
                if core.scale > 1 and core.value == int(core.value):
                    core.form = "grouped"
                else:
                    core.kind = "decimal"

    def _odd_groups(self, core: _Core) -> int:
        """Thousands parted by a sign that the tokeniser cuts at: take them together."""
        i = core.last
        while (
            core.form in ("plain", "grouped")
            and i + 1 < self.n
            and self.lower[i] in self.data.group
            and self.glued(i)
            and self.glued(i + 1)
            and len(self.lower[i + 1]) == 3
            and self.lower[i + 1].isdecimal()
        ):
            core.value = (core.value or 0) * 1000 + int(self.lower[i + 1])
            core.form = "grouped"
            i += 2
        return i

    def _dot_ordinal(self, core: _Core) -> bool:
        """A number with a dot is an ordinal after a word that asks for one, or before a
        lower-case word; elsewhere the dot may end a sentence."""
        i = core.first
        if not self.data.ordinal_dot_after or core.form != "plain" or self.lower[i + 1] != ".":
            return False
        after = self.tokens.words[i + 2] if i + 2 < self.n and self.tied(i, i + 3) else ""
        before = self.lower[i - 1] if i else ""
        return bool(after) and (after[0].islower() or before in self.data.ordinal_dot_after)

    # ranges

    def ranges(self, cores: list[_Core]) -> list[_Core]:
        """Join "10 to 15", "between 10 and 15", "10-15"; tell scores and codes apart."""
        found: list[_Core] = []
        for core in cores:
            if not found or not self._joins(found[-1], core):
                found.append(core)
        return found

    def _joins(self, a: _Core, b: _Core) -> bool:
        """Fold `b` into `a` where the tokens between them make a range."""
        gap = b.first - a.last
        if not 0 < gap < 4 or a.value is None or b.value is None or not self.tied(a.first, b.last):
            return False
        sign = self.lower[a.last] if gap == 1 else ""
        tight = self.glued(a.last) and self.glued(b.first)
        if tight and sign == "/" and "words" not in (a.form, b.form):
            a.last, a.kind = b.last, "model"
            return True
        if tight and sign in _HYPHENS and "model" in (a.kind, b.kind):
            a.last, a.kind = b.last, "model"
            return True
        plain = a.kind == "count" and a.high is None and not a.vague
        if not plain or b.kind not in ("count", "article", "age", "unit", "duration"):
            return False
        to = self.starting(a.last, "range")
        if to is None or to.last != b.first:
            return False
        opened = self.ending(a.first, "range")
        is_open = opened is not None and opened.attr == "open"
        attrs = {h.attr for h in self.from_.get(a.last, ()) if h.cls == "range"}
        attrs &= {h.attr for h in self.to.get(b.first, ()) if h.cls == "range"}
        low = a.value * b.scale if a.scale == 1 and a.value < b.value / b.scale else a.value
        if "and" in attrs and not is_open and "to" not in attrs:
            return False
        if opened is not None and opened.attr == "not_after" and "to" in attrs and not tight:
            return False  # "rose from 10 to 15"
        if low >= b.value:
            if tight and sign in _HYPHENS and "words" not in (a.form, b.form):
                a.last, a.kind = b.last, "model" if a.high is not None else "score"
                return True
            return False
        a.low, a.high, a.last, a.approx = low, b.value, b.last, a.approx or b.approx
        a.kind = b.kind if b.kind != "article" else a.kind
        a.form = b.form if b.form == a.form else "mixed"
        if is_open and opened is not None:
            a.first = opened.first
        return True

    # bounds and kinds

    def bounded(self, core: _Core, index: int, cores: Sequence[_Core]) -> NumberMention:
        """Read what stands before and after a number."""
        floor = cores[index - 1].last if index else 0
        ceiling = cores[index + 1].first if index + 1 < len(cores) else self.n
        first, last = core.first, core.last
        bounds: list[str] = []
        increment = core.kind == "article" and self._one_more(core)
        kind = core.kind
        if kind in _BOUND:  # "30-odd", "50-plus"
            bounds.append(kind)
            kind = "count"
        cue = ""
        while True:
            hit = self.ending(first, "before", "increment", "kind_before")
            if hit is None or hit.first < floor or (hit.cls == "increment" and hit.attr == "after"):
                break
            if hit.attr == "exact":
                break  # a verb that ends like a bound: "rose up to 20"
            if hit.cls == "before":
                bounds.append(hit.attr)
            elif hit.cls == "increment":
                increment = True
            elif kind in ("count", "decimal") and not (bounds and hit.attr == "model"):
                kind, cue = hit.attr, "before"
            else:
                break
            if hit.cls == "kind_before" and hit.attr in ("year", "model", "age"):
                break  # a preposition or label, no part of the number
            first = hit.first
        while last < ceiling:
            after = self.starting(last, "after") or self.attr(last, "increment", "after")
            if after is None or after.last > ceiling:
                break
            if after.cls == "increment":
                increment = True
            else:
                bounds.append(after.attr)
            last = after.last
        kind = self._kind(core, kind, cue, last, bounds)
        value = None if core.value is None or core.kind == "decimal" else int(core.value)
        return NumberMention(
            first, last, self._count(core, kind, bounds), kind,
            value if core.high is None else None, (core.first, core.last), core.vague, increment,
        )  # fmt: skip

    def _one_more(self, core: _Core) -> bool:
        hit = self.attr(core.first, "increment", "one")
        return hit is not None and hit.last == core.last

    def _kind(self, core: _Core, kind: str, cue: str, last: int, bounds: list[str]) -> str:
        year = core.form == "plain" and core.scale == 1 and core.value is not None
        year = year and 1800 <= int(core.value or 0) <= 2100
        if kind == "year":
            kind = "year" if year else "count"
        if core.form == "code" and kind == "model":
            clock = self.starting(last, "kind_after")
            return "clock" if clock is not None and clock.attr == "clock" else kind
        if kind == "street" and last < self.n and self.lower[last][0].isalpha():
            kind = "count"  # "in der Hauptstraße 53 Menschen …"
        if kind not in ("count", "decimal", "article", "year"):
            return kind
        after = self.starting(last, "kind_after") or self.starting(core.last, "kind_after")
        if after is not None and not (kind == "article" and after.attr in ("clock", "model")):
            return after.attr
        if kind == "count" and core.form != "words" and self._street(core):
            return "street"
        if kind == "count" and self._bare_age(core):
            return "age"
        if kind == "count" and year and not bounds:
            if core.high is not None:
                return "year"
            return "maybe_year"
        return kind

    def _street(self, core: _Core) -> bool:
        """ "12 High Street": one or two names, then a word for a street."""
        words = self.tokens.words
        for i in (core.last + 1, core.last + 2):
            hit = self.starting(i, "name_follows")
            if hit is not None and all(words[k][0].isupper() for k in range(core.last, i + 1)):
                return self.tied(core.first, i + 1)
        return False

    def _bare_age(self, core: _Core) -> bool:
        """ "John Smith, 45, …" and "Anna (14)": an age beside a name."""
        i, j = core.first - 1, core.last
        if core.form != "plain" or core.high is not None or i < 1 or j >= self.n:
            return False
        pair = self.lower[i] + self.lower[j]
        name = self.tokens.words[i - 1]
        known = pair in ("()", ",,") and name[0].isupper() and name[0].isalpha()
        return known and self.tied(i - 1, j + 1) and 0 < int(core.value or 0) < 111

    def _count(self, core: _Core, kind: str, bounds: Sequence[str]) -> Count:
        if kind == "decimal" or (core.value is None and core.low is None):
            return Count(None, None)
        low = None if core.low is None and core.value is None else int(
            core.low if core.low is not None else core.value or 0
        )  # fmt: skip
        high = None if core.vague else int(core.high if core.high is not None else core.value or 0)
        approx = core.approx
        for bound in bounds:
            if core.vague:
                break
            low, high, approx = _BOUND[bound](low, high, approx)
        return Count(low, high, approx)

    # neighbours of the same kind

    def spread(self, mentions: list[NumberMention]) -> None:
        """ "aged 14, 16 and 19", "19 and 24 years old": a kind holds for its neighbours."""
        order = range(len(mentions) - 1)
        for step in (list(order), list(reversed(order))):
            for i in step:
                a, b = mentions[i], mentions[i + 1]
                if not self._listed(a, b):
                    continue
                commas = any(self.lower[t] == "," for t in range(a.last, b.first))
                if _spreads(a.kind, b.kind, ("age", "year"), commas):
                    mentions[i + 1] = _with(b, kind=a.kind)
                elif _spreads(b.kind, a.kind, _SHARED, commas):
                    mentions[i] = _with(a, kind=b.kind)

    def _listed(self, a: NumberMention, b: NumberMention) -> bool:
        """Only commas, "and" or "to" stand between two numbers."""
        between = range(a.last, b.first)
        return (
            0 < len(between) < 3
            and self.tied(a.first, b.last)
            and all(
                self.lower[t] == ","
                or any(h.cls == "range" and h.attr in _LINKS for h in self.from_.get(t, ()))
                for t in between
            )
        )


_LINKS = ("and", "to")
_SHARED = ("age", "unit", "money", "clock", "duration", "year", "percent")


def _spreads(known: str, other: str, kinds: Sequence[str], commas: bool) -> bool:
    """Whether a number of kind `known` tells the kind of its neighbour."""
    if known == "age" and other == "duration":
        return True  # "im Alter von 28 und 33 Jahren"
    if known not in kinds or other not in ("count", "maybe_year", "decimal"):
        return False
    return known != "year" or (other == "maybe_year" and not commas)


_UNMET = Word((), None, "", "")
_OPENERS = frozenset({"vague", "both", "none", "factor", "article", "ordinal", "collective"})
"""Classes of words that can begin a number."""


def _one(word: str) -> Tokens:
    """A text of one token."""
    return Tokens(word, [word], [word], [0], [len(word)])


_Interval = tuple[int | None, int | None, bool]
_BOUND: dict[str, Callable[[int | None, int | None, bool], _Interval]] = {
    "at_least": lambda low, _, approx: (low, None, approx),
    "more_than": lambda low, _, approx: (None if low is None else low + 1, None, approx),
    "just_over": lambda low, _, approx: (low, None, True),
    "up_to": lambda _, high, approx: (None, high, approx),
    "less_than": lambda _, high, approx: (None, None if high is None else high - 1, approx),
    "nearly": lambda _, high, approx: (None, high, True),
    "about": lambda low, high, _: (low, high, True),
}
