"""The way in: from a tokenised text to its place mentions.

Use `PlaceFinder.find` on a tokenised text with its lexicon hits. It collects names that the
gazetteer or the pack's `places.tsv` knows, and names that only their surroundings show to be
places ("the village of X"); it sorts out people, organisations and ordinary words; and it
chooses one meaning a name for the whole text (placing.py). Pure: the gazetteer
is passed in. No language lives here: words come as lexicon classes from `words/places.toml`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from casus.extract.places.candidate import Candidate, Searched, Writing
from casus.extract.places.cues import Words
from casus.extract.places.forms import PlaceForms
from casus.extract.places.placing import Placing
from casus.extract.places.search import Search
from casus.gazetteer import Gazetteer
from casus.names import name_key, similar
from casus.packs import Pack
from casus.packs.lexicon import Hit
from casus.text import Sentence, Tokens, in_capitals
from casus.types import Place


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place where the text says it: tokens `[first, last)`, code points `[start, end)`.

    `role`: name, adjective ("Malian") or inhabitant ("Malians"); the last two give the country
    as context, never a where by themselves. `resolved` is None where nothing around a name is
    known. `cue`: what puts it there (in, near, side, from, to, at, through, between, of, border,
    dateline, for, org: part of a body's name) or None. `noun`: village, town, city, district … told
    beside it, part ("northern Mali") or street. `site`: the kind of facility named with it.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    role: str
    resolved: Place | None
    cue: str | None = None
    noun: str | None = None
    site: str | None = None


class PlaceFinder:
    """Finds and resolves the places of texts in one language. Cheap to make: tables are shared."""

    def __init__(self, gazetteer: Gazetteer, pack: Pack) -> None:
        self._forms = _forms(pack, gazetteer)
        self._gazetteer = gazetteer
        self._noun_capitals = "word" in pack.words.get("NOT_PLACE", {})
        self._caseless = pack.strategies.get("capitals") == "none"

    def worth(self, word: str) -> float:
        """What a word alone is worth as the name of a place; 0 for none."""
        entry = self._forms.find(word)
        return 0.0 if entry is None else entry.prior

    def find(
        self,
        tokens: Tokens,
        sentences: Sequence[Sentence],
        hits: Sequence[Hit],
        busy: Collection[int] = (),
    ) -> list[PlaceMention]:
        """All place mentions in order, free of overlaps. `busy` are tokens already taken (dates,
        known people) that break names."""
        search, flat = self._search(tokens, sentences, hits, busy)
        placing = Placing(self._gazetteer, tokens, sentences, flat=flat)
        return [_mention(c, place) for c, place in placing.resolve(search.accepted())]

    def resolve(
        self,
        tokens: Tokens,
        sentences: Sequence[Sentence],
        hits: Sequence[Hit],
        spans: Sequence[tuple[int, int]],
        busy: Collection[int] = (),
    ) -> list[PlaceMention]:
        """One mention for each of `spans`, code points `[start, end)`, in their order. Names
        found beside them are context. Raises ValueError for a span without a word."""
        search, flat = self._search(tokens, sentences, hits, busy)
        given = [search.given(start, end) for start, end in spans]
        taken = {i for c in given for i in range(c.first, c.last)}
        context = [c for c in search.accepted() if taken.isdisjoint(range(c.first, c.last))]
        together = sorted({*given, *context}, key=lambda c: (c.start, c.end))
        placing = Placing(self._gazetteer, tokens, sentences, flat=flat)
        placed = {(c.start, c.end): place for c, place in placing.resolve(together)}
        return [_mention(c, placed.get((c.start, c.end))) for c in given]

    def _search(
        self,
        tokens: Tokens,
        sentences: Sequence[Sentence],
        hits: Sequence[Hit],
        busy: Collection[int],
    ) -> tuple[Search, bool]:
        """The finished search, and whether capitals tell no names here though they do in the
        language."""
        words = Words.of(hits)
        flat = not self._caseless and (in_capitals(tokens) or not _has_case(tokens))
        if flat:
            words.add_cased(tokens, self._forms.never, self._forms.alone, self._forms.given)
        writing = Writing(self._caseless or flat, flat, self._noun_capitals)
        search = Search(Searched.of(tokens, words, self._forms, frozenset(busy), writing))
        for sentence in sentences:
            search.sentence(sentence)
        return search, flat


@lru_cache(maxsize=16)
def _forms_cached(lang: str, version: str, file: str) -> dict[str, PlaceForms]:
    return {}


def _forms(pack: Pack, gazetteer: Gazetteer) -> PlaceForms:
    cell = _forms_cached(pack.lang, pack.version, str(gazetteer.file))
    if "" not in cell:
        cell[""] = PlaceForms.of(pack, gazetteer)
    return cell[""]


def _has_case(tokens: Tokens) -> bool:
    """Whether the text distinguishes names by capitals at all."""
    capitals = sum(w[0].isupper() for w in tokens.words)
    return capitals * 60 > len(tokens)


_ONE_NAME = 0.6
"""Likeness from which two spellings are one name."""


def _as_told(candidate: Candidate, place: Place | None) -> Place | None:
    """A listed town under the name that the text uses for it, where it uses one of its names."""
    if place is None or not (place.gazetteer_id or "").startswith("gn:"):
        return place
    name = candidate.plain
    if candidate.role != "name" or name in {place.name, name.upper()} or not place.path:
        return place
    if place.path[-1] != place.name or similar(name_key(name), place.key) < _ONE_NAME:
        return place
    return replace(place, name=name, path=(*place.path[:-1], name))


def _mention(candidate: Candidate, place: Place | None) -> PlaceMention:
    place = _as_told(candidate, place)
    return PlaceMention(
        candidate.first, candidate.last, candidate.start, candidate.end, candidate.name,
        candidate.role, place, candidate.cue, candidate.noun, candidate.site,
    )  # fmt: skip
