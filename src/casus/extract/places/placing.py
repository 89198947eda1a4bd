"""Which place a name means: all names of a text are decided together.

Use `Placing.resolve`. Every possible place of every name gets a score from what the text tells:
areas named beside it ("Paris, Texas"), countries and regions named anywhere, the kind of place
told with it, how near it lies to places already clear, how many live there. One meaning a name
and text. A name without any possible place takes the smallest known area around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casus.extract.places.around import FINENESS, Around
from casus.extract.places.candidate import Candidate
from casus.extract.places.doubts import Doubts
from casus.extract.places.score import WEIGHTS, Scored, Together, prior
from casus.extract.places.told import AREAS, Told, key_of
from casus.gazetteer import Gazetteer, GazetteerPlace
from casus.names import fold
from casus.text import Sentence, Tokens
from casus.types import Place

OWN_PLACES = 4_000_000_000  # numbers of the project's own regions and seas
_KIND_WORDS = 2
"""Words of an area's listed name that tell its kind: "Province of"."""
_OWN_TOWN = 0.04  # share of an area's people from which a town can have given it its name
_FITS = {
    "village": {"city"}, "town": {"city"}, "city": {"city"}, "quarter": {"city"},
    "district": {"adm2", "adm1"}, "province": {"adm1", "adm2", "region"},
    "area": {"region", "adm2"}, "country": {"country"},
    "river": {"water"}, "island": {"region", "adm1", "adm2"},
    "mountain": {"other"}, "camp": {"city"}, "part": {"country", "adm1", "adm2", "region"},
}  # fmt: skip


class Placing:
    """Resolves the names of one text. `flat`: capitals tell no names in it, though they do in its
    language."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        tokens: Tokens,
        sentences: Sequence[Sentence],
        *,
        flat: bool = False,
    ) -> None:
        self._gazetteer, self._tokens, self._sentences = gazetteer, tokens, sentences
        self._flat = flat

    def resolve(self, candidates: Sequence[Candidate]) -> list[tuple[Candidate, Place | None]]:
        """Each candidate with its place. Candidates are in text order, free of overlaps."""
        told = Told(self._gazetteer, self._tokens, self._sentences, candidates)
        fits: dict[str, Scored] = {
            key: [(_score(told, option, key), option) for option in options]
            for key, options in told.options.items()
        }
        fits_together = Together(self._gazetteer, fits).scores()
        doubts = Doubts(told, {key: scored[0][1] for key, scored in fits_together.items()})
        chosen = doubts.credible()
        known = [chosen.get(key_of(c)) for c in candidates]
        unlisted = self._unlisted(told, known)
        out: list[tuple[Candidate, Place | None]] = []
        for candidate, place in zip(candidates, known, strict=True):
            key = key_of(candidate)
            if place is not None:
                out.append((candidate, self._value(candidate, place)))
            elif key in doubts.namesakes and not candidate.sure:
                continue
            elif not told.options[key] or self._told_as_place(candidate) or key in told.beside:
                out.append((candidate, unlisted.get(key)))
        return out

    def _unlisted(
        self, told: Told, known: Sequence[GazetteerPlace | None]
    ) -> dict[str, Place]:
        """The places of names without a listed one: the best placed mention speaks for all."""
        around = Around(told, known)
        found: dict[str, Place] = {}
        for candidate, place in zip(told.candidates, known, strict=True):
            value = None if place else around.place(candidate)
            if isinstance(value, GazetteerPlace):
                value = self._value(candidate, value)
            if value is None:
                continue
            finest = found.setdefault(key_of(candidate), value)
            if FINENESS[value.precision] < FINENESS[finest.precision]:
                found[key_of(candidate)] = value
        return found

    def _told_as_place(self, candidate: Candidate) -> bool:
        """Whether the text itself says that the name is a place, whatever lists say. Where
        capitals tell no names, one word behind a preposition may be any word."""
        if self._flat and candidate.last == candidate.first + 1:
            return candidate.sure
        return (
            candidate.sure
            or candidate.noun not in {None, "part"}
            or candidate.cue in {"in", "near", "side", "at"}
        )

    def _value(self, candidate: Candidate, place: GazetteerPlace) -> Place:
        """The value of a resolved name. Only near a place is not in it."""
        value = self._gazetteer.to_place(place)
        if value.precision == "exact":
            area = {"district": "adm2", "province": "adm1"}.get(candidate.noun or "")
            if area is not None:  # "Pulwama district", of which only the town is listed
                return replace(value, precision=area)
            if candidate.cue in {"near", "side"}:
                return replace(value, precision="near")
        return value


def _score(told: Told, option: GazetteerPlace, key: str) -> float:
    """How well an option fits what the text tells of the name and of its areas."""
    group = told.groups[key]
    inside = {p.id for p in told.gazetteer.containers(option)}
    return (
        prior(option)
        + _of_name(told, option, key, group)
        + _of_areas_beside(told, option, key, inside)
        + _of_countries_and_areas(told, option, group, inside)
    )


def _of_name(
    told: Told, option: GazetteerPlace, key: str, group: Sequence[Candidate]
) -> float:
    """What the name itself and the kind of place told with it say."""
    score = 0.0
    if any(place is option for place, _ in group[0].entry.forms):
        town = option.kind == "city"
        score += WEIGHTS["set name of a town" if town else "set name of an area"]
    plain = group[0].plain
    if _is_own_name(option, plain):
        score += WEIGHTS["own name"]
        if not plain.isascii() and option.name.casefold() == plain.casefold():
            score += WEIGHTS["its marks"]
    nouns = {c.noun for c in group if c.noun}
    for noun in nouns:
        fits = _FITS.get(noun)
        if fits is not None:
            score += WEIGHTS["kind told" if option.kind in fits else "another kind told"]
    if option.kind == "adm1" and not nouns - {"city", "town"} and _has_namesake(told, option, key):
        score += WEIGHTS["area called like its town"]
    return score


def _of_areas_beside(told: Told, option: GazetteerPlace, key: str, inside: set[int]) -> float:
    """What the areas told around the name say."""
    score = 0.0
    for other in told.beside.get(key, ()):
        areas = told.options[other]
        if any(o.id in inside for o in areas):
            score += WEIGHTS["area told beside"]
        elif any(o.kind in AREAS and told.within(option, o) for o in areas):
            score += WEIGHTS["area told beside, by distance"]
        elif option.kind != "country" and told.elsewhere(option, other):
            score += WEIGHTS["another area told beside"]
    return score


def _of_countries_and_areas(
    told: Told, option: GazetteerPlace, group: Sequence[Candidate], inside: set[int]
) -> float:
    """What the countries and areas told anywhere in the text say."""
    spoken = told.countries.get(option.country or "", 0.0) - told.own(option, group)
    spoken = max(0.0, spoken)
    again = min(4.0, max(0.0, spoken - 1.0))
    score = WEIGHTS["country told"] * min(1.0, spoken) + WEIGHTS["country told again"] * again
    for number, weight in told.areas.items():
        if number in inside:
            score += WEIGHTS["area told"] * min(1.0, weight)
        elif number >= OWN_PLACES and number != option.id and told.within(
            option, told.gazetteer.place(number)
        ):
            score += WEIGHTS["own region told"] * min(1.0, weight)
    return score


def _has_namesake(told: Told, area: GazetteerPlace, key: str) -> bool:
    """Whether a big settlement of the area has its name: "Mopti" is then the town, but "Montana"
    is not Montana City."""
    return any(
        o.kind == "city"
        and (o.population or 0) > _OWN_TOWN * (area.population or 0)
        and area in told.gazetteer.containers(o)
        for o in told.options[key]
    )


def _is_own_name(place: GazetteerPlace, name: str) -> bool:
    """Whether a place is listed under a name first; an area also with its kind beside the name
    ("Province of Cagayan")."""
    listed, told = fold(place.name), fold(name)
    if listed == told or place.kind not in {"adm1", "adm2"}:
        return listed == told
    rest = f" {listed} ".replace(f" {told} ", " ").split()
    return len(listed.split()) - len(told.split()) == len(rest) <= _KIND_WORDS
