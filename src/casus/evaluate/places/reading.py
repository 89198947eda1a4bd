"""The place names that Casus reads in a text, at offsets of the text as it was given."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from casus.evaluate.places.corpus import PlaceDataError, Text
from casus.extract.places import PlaceMention
from casus.extract.toponyms import read_places
from casus.gazetteer import Gazetteer
from casus.ingest.language import settle
from casus.packs import available, load_pack
from casus.text import normalise_with_origins

COUNTED = frozenset({"name", "adjective"})
"""Roles that annotators count as place names ("Malian", not "Malians")."""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A place name at code points `[start, end)` of the given text. `lat`, `lon`, `country` are
    None where it is not resolved. `told` says what it was resolved to and from what cue."""

    start: int
    end: int
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    told: str


class PlaceReader:
    """Reads texts with the packs that come with Casus."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def language(self, text: Text) -> str:
        """The language to read a text in. Raises PlaceDataError where no pack has it."""
        lang = text.lang or settle(text.text, None)[0]
        if lang not in available():
            raise PlaceDataError(
                f"{text.id}: no pack for language {lang!r}; known are {' '.join(available())}"
            )
        return str(lang)

    def read(
        self, text: Text, spans: Sequence[tuple[int, int]] | None = None
    ) -> list[FoundName]:
        """The names of a text in order, or what each of `spans` means, in their order."""
        plain, origins = normalise_with_origins(text.text)
        inner = None if spans is None else [
            (bisect_right(origins, start) - 1, bisect_left(origins, end)) for start, end in spans
        ]
        found = read_places(
            plain, pack=load_pack(self.language(text)), gazetteer=self._gazetteer, spans=inner
        )
        if spans is not None:
            return [_found(m, text, *at) for m, at in zip(found, spans, strict=True)]
        return [
            _found(m, text, origins[m.start], origins[m.end])
            for m in found if m.role in COUNTED
        ]  # fmt: skip


def _found(mention: PlaceMention, text: Text, start: int, end: int) -> FoundName:
    place = mention.resolved
    cues = "/".join(c for c in (mention.role, mention.cue, mention.noun, mention.site) if c)
    if place is None:
        return FoundName(start, end, text.text[start:end], None, None, None, cues)
    told = f"{place.gazetteer_id or 'unlisted'} {', '.join(reversed(place.path))} [{cues}]"
    return FoundName(start, end, text.text[start:end], place.lat, place.lon, place.country, told)
