"""How well a place fits a name: one log-linear score with readable weights.

Used by `Placing`. A score is a sum of `WEIGHTS` times what holds of a possible
place; its unit is a power of ten of population, as the first weight says. `Placing` scores what
a name and the words around it tell; `Together` adds what the other names of the text tell: each
speaks for the areas its meanings lie in, and for what lies near them, as far as it is likely to
mean them. So five names that are each found in ten states agree on the one that has all of
them, though none is certain by itself.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, islice

from casus.gazetteer import Gazetteer, GazetteerPlace, distance_km

WEIGHTS = {
    "population": 1.0,  # a power of ten
    "world city": 1.0,
    "country": 4.0,
    "region": 2.5,
    "water": 2.0,
    "adm1": 0.6,
    "adm2": -0.5,
    "set name of an area": 4.0,  # the pack gives the name for it
    "set name of a town": 2.5,
    "own name": 1.6,  # not a further one of the list
    "its marks": 1.0,  # "Mâcon" is not Macon
    "kind told": 2.5,  # "the village of"
    "another kind told": -1.0,
    "area called like its town": -2.5,
    "area told beside": 6.0,  # "Paris, Texas"
    "area told beside, by distance": 4.0,
    "another area told beside": -3.0,
    "country told": 3.0,
    "country told again": 0.4,  # each time, up to four
    "area told": 2.0,
    "own region told": 1.0,
    "others in its area": 1.1,  # natural logarithm of 1 + their probabilities
    "others in its country": 0.5,
    "a neighbour within 80 km": 1.5,
    "a neighbour within 200 km": 1.0,
    "a neighbour within 500 km": 0.5,
}

WORLD_CITY = 1_000_000
"""Inhabitants from which a bare name is first of all that city."""

Scored = Sequence[tuple[float, GazetteerPlace]]

_KEPT = 8
"""Meanings of a name that are weighed together; a tenth one won nowhere."""
_PAIRED = 4
"""Of them, those whose distances are measured."""
_WIDEST = 60
"""Names of a text whose distances are measured: 30,000 pairs, a tenth of a second at most."""
_ROUNDS = 3
_FALL = 1.6
"""How fast probability falls with the score: a place ten times as populous is five times as
likely to be meant."""

_UNLISTED = 5.5
"""Score of the meaning that no list holds: a hamlet that is the only one of its name does not
say where the text is about, since the name may be a street's or a person's."""


def prior(place: GazetteerPlace) -> float:
    """What the bare place is worth: its size and kind."""
    people = place.population or 0
    score = WEIGHTS["population"] * math.log10(people + 10) + WEIGHTS.get(place.kind, 0.0)
    if place.kind == "city" and people >= WORLD_CITY:
        score += WEIGHTS["world city"]
    return score


class Together:
    """What the names of one text tell about each other. `fits` are the scored meanings of each
    name by its key, in the order of the text."""

    def __init__(self, gazetteer: Gazetteer, fits: Mapping[str, Scored]) -> None:
        self._gaz = gazetteer
        self._fits = {
            key: sorted(scored, key=lambda so: (-so[0], so[1].id))[:_KEPT]
            for key, scored in fits.items() if scored
        }  # fmt: skip
        self._near = self._neighbours()

    def scores(self) -> dict[str, Scored]:
        """The meanings of each name with all that speaks for them, best first."""
        now: Mapping[str, Scored] = self._fits
        for _ in range(_ROUNDS if len(self._fits) > 1 else 0):
            odds = {key: _odds(scored) for key, scored in now.items()}
            masses = self._masses(odds)
            now = {
                key: [
                    (score + self._areas(place, masses, odds[key][place.id])
                     + self._nearest(key, place, odds), place)
                    for score, place in scored
                ]
                for key, scored in self._fits.items()
            }  # fmt: skip
        return {
            key: sorted(scored, key=lambda so: (-so[0], so[1].id)) for key, scored in now.items()
        }

    def _neighbours(self) -> dict[tuple[str, int], list[tuple[str, int, float]]]:
        """Which meanings of different names lie near each other, with the weight of that."""
        points = [
            (key, place)
            for key, scored in islice(self._fits.items(), _WIDEST)
            for _, place in scored[:_PAIRED]
            if place.kind not in {"country", "region"} and place.point is not None
        ]
        near: defaultdict[tuple[str, int], list[tuple[str, int, float]]] = defaultdict(list)
        for (key, place), (other_key, other) in combinations(points, 2):
            if key != other_key and place.name != other.name:
                weight = closeness(place, other)
                if weight:
                    near[key, place.id].append((other_key, other.id, weight))
                    near[other_key, other.id].append((key, place.id, weight))
        return near

    def _nearest(
        self, key: str, place: GazetteerPlace, odds: Mapping[str, Mapping[int, float]]
    ) -> float:
        return max(
            (weight * odds[other][number] for other, number, weight in
             self._near.get((key, place.id), ())), default=0.0,
        )  # fmt: skip

    def _masses(self, odds: Mapping[str, Mapping[int, float]]) -> dict[int | str, float]:
        """How many names of the text lie in each country and first-order area, by their odds."""
        masses: defaultdict[int | str, float] = defaultdict(float)
        for key, scored in self._fits.items():
            for _, place in scored:
                for area, _ in self._around(place):
                    masses[area] += odds[key][place.id]
        return masses

    def _around(self, place: GazetteerPlace) -> list[tuple[int | str, str]]:
        """The areas that a place speaks for, each with its weight's name."""
        first = [p.id for p in (*self._gaz.containers(place), place) if p.kind == "adm1"]
        around: list[tuple[int | str, str]] = [(n, "others in its area") for n in first[:1]]
        return [*around, (place.country, "others in its country")] if place.country else around

    def _areas(
        self, place: GazetteerPlace, masses: Mapping[int | str, float], own: float
    ) -> float:
        return sum(
            WEIGHTS[weight] * math.log1p(max(0.0, masses[area] - own))
            for area, weight in self._around(place)
        )


def _odds(scored: Scored) -> dict[int, float]:
    best = max(_UNLISTED, *(score for score, _ in scored))
    parts = {place.id: math.exp(_FALL * (score - best)) for score, place in scored}
    whole = sum(parts.values()) + math.exp(_FALL * (_UNLISTED - best))
    return {number: part / whole for number, part in parts.items()}


def closeness(place: GazetteerPlace, other: GazetteerPlace) -> float:
    """What the nearness of two places adds to both."""
    if place.point is None or other.point is None:
        return 0.0
    if abs(place.point[0] - other.point[0]) > 4.5:
        return 0.0  # more than 500 km north or south
    far = distance_km(place.point, other.point)
    for km in (80, 200, 500):
        if far < km:
            return WEIGHTS[f"a neighbour within {km} km"]
    return 0.0
