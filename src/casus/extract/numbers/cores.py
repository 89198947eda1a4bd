"""The bare numbers of a text: digits, words, articles, vague words."""

from __future__ import annotations

from casus.extract.numbers.beside import Beside
from casus.extract.numbers.data import JOIN, Word
from casus.extract.numbers.mention import Core
from casus.text import Tokens

_LONGEST_RUN = 12  # tokens of one number written in words
_UNMET = Word((), None, "", "")


class Cores:
    """Finds the bare numbers of one text."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._words: dict[int, Word] = {}

    def all(self) -> list[Core]:
        word_of, recall = self._beside.data.word, self._beside.data.memo.get
        words: dict[int, Word] = {}
        for i, low in enumerate(self._beside.lower):
            word = recall(low, _UNMET)
            if word is _UNMET:
                word = word_of(low)
            if word is not None:
                words[i] = word
        self._words = words
        starts = sorted({*words, *self._beside.openers})
        found: list[Core] = []
        end = 0
        for i in starts:
            if i < end:
                continue
            core = self._core_at(i)
            if core is not None:
                found.append(core)
                end = core.last
        return found

    def _core_at(self, i: int) -> Core | None:
        phrase = self._beside.starting(i, "vague", "both", "none")
        number = self._number(i)
        factor = self._beside.starting(i, "factor")
        if factor is not None:
            number = self._times(i, factor.last, float(factor.attr)) or number
        article = self._beside.starting(i, "article")
        if article is not None and (number is None or number.value == 1):
            # "a hundred", "ein Dutzend": the article belongs to the number
            number = self._times(i, article.last, 1.0) or number
            if number is None:
                after = article.last
                if after in self._words and not (self._words[after].tail or self._age(after)):
                    return None  # "a 53 …", but "eine 53 Jahre alte …"
                number = Core(i, after, float(article.attr), "article")
            elif number.value == 1 and number.form == "words" and number.last == i + 1:
                number.kind = "article"
        ordinal = self._beside.starting(i, "ordinal")
        if ordinal is not None and (number is None or ordinal.last > number.last):
            number = Core(i, ordinal.last, float(ordinal.attr), "ordinal")
        one = self._beside.attr(i, "increment", "one")
        if (
            one is not None
            and self._number(one.last) is None
            and self._beside.starting(one.last, "vague", "collective", "factor") is None
        ):
            return Core(i, one.last, 1.0, "article")
        bound = self._beside.starting(i, "before")
        if bound is not None and self._words.get(i) is None:
            return None  # "no fewer than", "an estimated"
        if phrase is not None and (number is None or phrase.last >= number.last):
            if phrase.cls == "vague":
                core = Core(i, phrase.last, None, "count", low=float(phrase.attr))
                core.approx = core.vague = True
                return core
            value = 0.0 if phrase.cls == "none" else float(phrase.attr)
            return Core(i, phrase.last, value, phrase.cls)
        if number is None:
            single = self._beside.starting(i, "collective")
            if single is not None:
                number = Core(i, single.last, float(single.attr), "count", approx=True)
        return number

    def _age(self, i: int) -> bool:
        number = self._number(i)
        unit = self._beside.starting(number.last, "kind_after") if number is not None else None
        return unit is not None and unit.attr == "age"

    def _times(self, first: int, at: int, factor: float) -> Core | None:
        """A factor or article before a collective ("half a dozen") or multiplier."""
        if at >= self._beside.n or not self._beside.tied(first, at + 1):
            return None
        group = self._beside.starting(at, "collective")
        if group is not None:
            return Core(first, group.last, factor * float(group.attr), "count", approx=True)
        word = self._words.get(at)
        big = self._beside.data.multipliers
        if word is not None and word.form == "words" and word.atoms[0] in big:
            core = self._number(at)
            if core is not None and core.value is not None and not word.tail:
                core.value += (factor - 1) * word.atoms[0]
                core.first = first
                return core
        return None

    def _number(self, i: int) -> Core | None:
        word = self._words.get(i)
        if word is None:
            return None
        core = self._worded(i) if word.form == "words" else self._digital(i, word)
        if core is None or core.kind != "count":
            return core
        group = self._beside.starting(core.last, "collective")
        if group is not None and core.value is not None and self._beside.tied(i, group.last):
            core = Core(i, group.last, core.value * float(group.attr), "count", approx=True)
        return core

    def _worded(self, i: int) -> Core | None:
        """The longest row of number words from token `i` that makes a number."""
        atoms: list[int] = []
        best: tuple[int, int, str] | None = None
        at = i
        while at < self._beside.n and at - i < _LONGEST_RUN and self._beside.tied(i, at + 1):
            word = self._words.get(at)
            if word is not None and word.form == "words":
                atoms += word.atoms if atoms or word.atoms[0] != JOIN else word.atoms[1:]
                value = self._beside.data.value(atoms)
                if value is not None:
                    best = (at + 1, value, word.tail)
                if word.tail:
                    break
            elif atoms and self._beside.lower[at] in self._beside.data.between:
                atoms.append(JOIN)
            elif not (atoms and self._beside.lower[at] == "-" and self._beside.glued(at)):
                break
            at += 1
        if best is None:
            return None
        last, number, tail = best
        core = Core(i, last, float(number), "count")
        if tail:
            core.kind = self._tail_kind(tail)
        return core

    def _digital(self, i: int, word: Word) -> Core:
        core = Core(i, i + 1, word.value, "count", word.form)
        if word.tail:
            core.kind = self._tail_kind(word.tail)
        elif word.form == "colon":
            minutes = self._beside.lower[i].rpartition(":")[2]
            core.kind = "score" if len(minutes) == 1 else "clock"  # "5:1" is no time of day
        elif word.form == "code":
            core.kind = "model"
        else:
            self._suffixes(core)
        return core

    def _tail_kind(self, tail: str) -> str:
        for hit in self._beside.data.lexicon.annotate(_one(tail)):
            if hit.cls == "kind_tail":
                return hit.attr
        return "attributive"

    def _suffixes(self, core: Core) -> None:
        """Thousands written with a sign, multipliers, endings: "1.1 million", "2nd", "19."."""
        beside = self._beside
        core.last = self._odd_groups(core)
        i = core.last
        if i < beside.n and beside.tied(i - 1, i + 1):
            scale = beside.starting(i, "scale")
            word = self._words.get(i)
            if word is not None and word.form == "words" and not word.tail:
                if word.atoms[0] in beside.data.multipliers and len(word.atoms) == 1:
                    core.scale, core.last = word.atoms[0], i + 1
            elif scale is not None:
                core.scale, core.last = int(scale.attr), scale.last
            elif beside.glued(i):
                if beside.starting(i, "ordinal_suffix") is not None or self._dot_ordinal(core):
                    core.kind, core.last = "ordinal", i + 1
                elif beside.lower[i][0].isalpha() and beside.starting(i, "kind_after") is None:
                    core.kind, core.last = "model", i + 1
        if core.value is not None:
            core.value *= core.scale
            if core.form == "decimal" and core.kind == "count":
                if core.scale > 1 and core.value == int(core.value):
                    core.form = "grouped"
                else:
                    core.kind = "decimal"

    def _odd_groups(self, core: Core) -> int:
        """Thousands parted by a sign that the tokeniser cuts at: take them together."""
        i = core.last
        while (
            core.form in ("plain", "grouped")
            and i + 1 < self._beside.n
            and self._beside.lower[i] in self._beside.data.group
            and self._beside.glued(i)
            and self._beside.glued(i + 1)
            and len(self._beside.lower[i + 1]) == 3
            and self._beside.lower[i + 1].isdecimal()
        ):
            core.value = (core.value or 0) * 1000 + int(self._beside.lower[i + 1])
            core.form = "grouped"
            i += 2
        return i

    def _dot_ordinal(self, core: Core) -> bool:
        """A number with a dot is an ordinal after a word that asks for one, or before a
        lower-case word; elsewhere the dot may end a sentence."""
        beside, i = self._beside, core.first
        asking = beside.data.ordinal_dot_after
        if not asking or core.form != "plain" or beside.lower[i + 1] != ".":
            return False
        after = beside.tokens.words[i + 2] if i + 2 < beside.n and beside.tied(i, i + 3) else ""
        before = beside.lower[i - 1] if i else ""
        return bool(after) and (after[0].islower() or before in asking)


def _one(word: str) -> Tokens:
    """A text of one token."""
    return Tokens(word, [word], [word], [0], [len(word)])
