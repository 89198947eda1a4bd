"""What Casus reads as TIMEX3 in a text.

Use `reader` once a language and call it for each text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from casus.evaluate.timex.model import Timex, TimexError
from casus.extract.compiled import compile_pack
from casus.extract.dates import find_dates
from casus.extract.timex import timexes
from casus.packs import PackError, load_pack
from casus.text import hard_wrapped, normalise_with_origins, segment

Reader = Callable[[str, date | None], tuple[Timex, ...]]


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
        clean, origins = normalise_with_origins(text)
        tokens = compiled.tokenise(clean)
        found = []
        sentences = [s.first for s in segment(tokens, compiled.pack.abbreviations)]
        for t in timexes(
            find_dates(tokens, data, soft_lines=hard_wrapped(clean)),
            published,
            signals_outside=data.signals_outside,
            sentences=sentences,
        ):
            start, end = tokens.span(t.first, t.last)
            if t.inner:
                end = tokens.starts[t.last - 1] + t.inner
            at = origins[start], origins[end]
            found.append(Timex(*at, t.type, t.value, t.rule, t.quant, t.freq))
        return tuple(found)

    return read
