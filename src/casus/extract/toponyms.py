"""The place names of any text, told by an incident or not.

Use `read_places` where places alone are wanted: it reads a text as a document is read, dates
before places, and stops there. Pure, like all of `casus.extract`.
"""

from __future__ import annotations

from collections.abc import Sequence

from casus.extract.compiled import compile_pack
from casus.extract.dates import find_dates
from casus.extract.places import PlaceFinder, PlaceMention
from casus.gazetteer import Gazetteer
from casus.packs import Pack
from casus.text import segment

Range = tuple[int, int]


def read_places(
    text: str, *, pack: Pack, gazetteer: Gazetteer, spans: Sequence[Range] | None = None
) -> list[PlaceMention]:
    """Every place name of `text` (normalised), in order, free of overlaps.

    With `spans`, code points `[start, end)`, exactly these are resolved, one mention each, in
    their order; the rest of the text is context. Raises ValueError for a span that holds no
    word of the text.
    """
    compiled = compile_pack(pack)
    finder = PlaceFinder(gazetteer, pack)
    tokens = compiled.tokenise(text, place=finder.worth)
    sentences = segment(tokens, pack.abbreviations)
    hits = pack.lexicon.annotate(tokens)
    busy = {i for date in find_dates(tokens, compiled.dates) for i in range(date.first, date.last)}
    if spans is None:
        return finder.find(tokens, sentences, hits, busy)
    return finder.resolve(tokens, sentences, hits, spans, busy)
