"""What stands before and after a number: its bounds, and what it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casus.extract.numbers.beside import Beside
from casus.extract.numbers.mention import Core, NumberMention
from casus.types import Count

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


class Bounds:
    """Reads the surroundings of one text's numbers."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    def mention(self, core: Core, index: int, cores: Sequence[Core]) -> NumberMention:
        """Read what stands before and after a number."""
        floor = cores[index - 1].last if index else 0
        ceiling = cores[index + 1].first if index + 1 < len(cores) else self._beside.n
        first, last = core.first, core.last
        bounds: list[str] = []
        increment = core.kind == "article" and self._one_more(core)
        kind = core.kind
        if kind in _BOUND:  # "30-odd", "50-plus"
            bounds.append(kind)
            kind = "count"
        cue = ""
        while True:
            hit = self._beside.ending(first, "before", "increment", "kind_before")
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
            after = self._beside.starting(last, "after")
            after = after or self._beside.attr(last, "increment", "after")
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

    def _one_more(self, core: Core) -> bool:
        hit = self._beside.attr(core.first, "increment", "one")
        return hit is not None and hit.last == core.last

    def _kind(self, core: Core, kind: str, cue: str, last: int, bounds: list[str]) -> str:
        year = core.form == "plain" and core.scale == 1 and core.value is not None
        year = year and 1800 <= int(core.value or 0) <= 2100
        if kind == "year":
            kind = "year" if year else "count"
        if core.form == "code" and kind == "model":
            clock = self._beside.starting(last, "kind_after")
            return "clock" if clock is not None and clock.attr == "clock" else kind
        if kind == "street" and last < self._beside.n and self._beside.lower[last][0].isalpha():
            kind = "count"  # "in der Hauptstraße 53 Menschen …"
        if kind not in ("count", "decimal", "article", "year"):
            return kind
        after = self._beside.starting(last, "kind_after")
        after = after or self._beside.starting(core.last, "kind_after")
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

    def _street(self, core: Core) -> bool:
        """ "12 High Street": one or two names, then a word for a street."""
        words = self._beside.tokens.words
        for i in (core.last + 1, core.last + 2):
            hit = self._beside.starting(i, "name_follows")
            if hit is not None and all(words[k][0].isupper() for k in range(core.last, i + 1)):
                return self._beside.tied(core.first, i + 1)
        return False

    def _bare_age(self, core: Core) -> bool:
        """ "John Smith, 45, …" and "Anna (14)": an age beside a name."""
        i, j = core.first - 1, core.last
        if core.form != "plain" or core.high is not None or i < 1 or j >= self._beside.n:
            return False
        pair = self._beside.lower[i] + self._beside.lower[j]
        name = self._beside.tokens.words[i - 1]
        known = pair in ("()", ",,") and name[0].isupper() and name[0].isalpha()
        return known and self._beside.tied(i - 1, j + 1) and 0 < int(core.value or 0) < 111

    def _count(self, core: Core, kind: str, bounds: Sequence[str]) -> Count:
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
