"""What Casus reads as TIMEX3 in a text.

Use `reader` once a language and call it for each text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

import regex

from casus.evaluate.timex.model import Timex, TimexError
from casus.extract.compiled import compile_pack
from casus.extract.dates import find_dates
from casus.extract.timex import timexes
from casus.packs import PackError, load_pack
from casus.text import normalise, segment

Reader = Callable[[str, date | None], tuple[Timex, ...]]
_CLUSTER = regex.compile(r"\r\n|\X")


@lru_cache
def reader(lang: str) -> Reader:
    """A function from text and day of publication to its annotations, in code points of that
    very text. Raises TimexError where there is no pack for `lang`."""
    try:
        compiled = compile_pack(load_pack(lang))
    except PackError as error:
        raise TimexError(str(error)) from None
    data = compiled.dates

    def read(text: str, published: date | None) -> tuple[Timex, ...]:
        clean = normalise(text)
        back = None if clean == text else _origins(text)
        tokens = compiled.tokenise(clean)
        found = []
        sentences = [s.first for s in segment(tokens, compiled.pack.abbreviations)]
        for t in timexes(
            find_dates(tokens, data),
            published,
            signals_outside=data.signals_outside,
            sentences=sentences,
        ):
            start, end = tokens.span(t.first, t.last)
            if back is not None:
                start, end = back[start][0], back[end - 1][1]
            found.append(Timex(start, end, t.type, t.value, t.rule))
        return tuple(found)

    return read


def _origins(text: str) -> list[tuple[int, int]]:
    """For each code point of `normalise(text)` the code points of `text` that it comes from."""
    return [
        cluster.span() for cluster in _CLUSTER.finditer(text) for _ in normalise(cluster[0])
    ]
