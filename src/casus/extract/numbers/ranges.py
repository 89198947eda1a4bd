"""Two numbers that are one: "10 to 15", "between 10 and 15"; scores and codes told apart."""

from __future__ import annotations

from casus.extract.numbers.beside import Beside
from casus.extract.numbers.mention import Core

_HYPHENS = frozenset("-‐‑–—−")


class Ranges:
    """Joins the bare numbers of one text."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    def joined(self, cores: list[Core]) -> list[Core]:
        """Join "10 to 15", "between 10 and 15", "10-15"; tell scores and codes apart."""
        found: list[Core] = []
        for core in cores:
            if not found or not self._joins(found[-1], core):
                found.append(core)
        return found

    def _joins(self, a: Core, b: Core) -> bool:
        """Fold `b` into `a` where the tokens between them make a range."""
        gap = b.first - a.last
        if not 0 < gap < 4 or not self._beside.tied(a.first, b.last):
            return False
        if a.value is None or b.value is None:
            return False
        sign = ""
        if gap == 1 and self._beside.glued(a.last) and self._beside.glued(b.first):
            sign = self._beside.lower[a.last]
        return self._is_code(a, b, sign) or self._is_range(a, b, sign)

    @staticmethod
    def _is_code(a: Core, b: Core, sign: str) -> bool:
        """ "AK/74", "T-72": one name with its numbers."""
        slash = sign == "/" and "words" not in (a.form, b.form)
        if not slash and not (sign in _HYPHENS and "model" in (a.kind, b.kind)):
            return False
        a.last, a.kind = b.last, "model"
        return True

    def _is_range(self, a: Core, b: Core, sign: str) -> bool:
        """ "10 to 15"; "3-1" is a score. `sign`: what ties the two without a blank, or ""."""
        if a.value is None or b.value is None:
            return False
        plain = a.kind == "count" and a.high is None and not a.vague
        if not plain or b.kind not in ("count", "article", "age", "unit", "duration"):
            return False
        to = self._beside.starting(a.last, "range")
        if to is None or to.last != b.first:
            return False
        opened = self._beside.ending(a.first, "range")
        is_open = opened is not None and opened.attr == "open"
        attrs = {h.attr for h in self._beside.from_.get(a.last, ()) if h.cls == "range"}
        attrs &= {h.attr for h in self._beside.to.get(b.first, ()) if h.cls == "range"}
        low = a.value * b.scale if a.scale == 1 and a.value < b.value / b.scale else a.value
        if "and" in attrs and not is_open and "to" not in attrs:
            return False
        if opened is not None and opened.attr == "not_after" and "to" in attrs and not sign:
            return False  # "rose from 10 to 15"
        if low >= b.value:
            if sign in _HYPHENS and "words" not in (a.form, b.form):
                a.last, a.kind = b.last, "model" if a.high is not None else "score"
                return True
            return False
        a.low, a.high, a.last, a.approx = low, b.value, b.last, a.approx or b.approx
        a.kind = b.kind if b.kind != "article" else a.kind
        a.form = b.form if b.form == a.form else "mixed"
        if is_open and opened is not None:
            a.first = opened.first
        return True
