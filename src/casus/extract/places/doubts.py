"""Why the best place for a name may still be the wrong one: then the name is of a place that no
list holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from casus.extract.places.candidate import FORCE, Candidate
from casus.extract.places.score import WEIGHTS, closeness
from casus.extract.places.told import Told, key_of
from casus.gazetteer import GazetteerPlace
from casus.names import fold

_FAMOUS = 300_000  # inhabitants from which a place may be named without its country
_NAMESAKE = 100_000  # inhabitants below which a town is no known one in another province
_TOWN = 5_000  # from which the only place of a name is credible in a country named less
_KNOWN_IN_ITS_COUNTRY = 20_000  # and without its first-order area where others are named
_MORE_THAN_AN_ADJECTIVE = 0.5  # how much a text must speak of a country to be about it
_BY_NEIGHBOUR = 0.9  # closeness to a settled place that makes a small one credible
_SETTLED = frozenset({"village", "town", "quarter"})
_SPEAKING = frozenset({"city", "adm1", "adm2", "other"})

Best = Mapping[str, GazetteerPlace]
"""Key of a name → the place that fits it best."""


class Doubts:
    """Doubts about the places of one text's names."""

    def __init__(self, told: Told, best: Best) -> None:
        self._told, self._best = told, best
        self._home = self._home_areas()
        alone = {k: p for k, p in best.items() if not self._stray(p, k, ())}
        self._settled = [p for p in alone.values() if p.kind in _SPEAKING and p.point is not None]
        self.namesakes: set[str] = set()
        """Names that some quarter or street shares with towns far away."""

    def credible(self) -> dict[str, GazetteerPlace]:
        """The places that stand, by the keys of their names."""
        return {key: place for key, place in self._best.items() if not self._doubted(place, key)}

    def _doubted(self, place: GazetteerPlace, key: str) -> bool:
        return (
            self._stray(place, key, self._settled)
            or self._in_untold_area(place, key)
            or self._quarter_at_home(place, key)
            or self._quarter_elsewhere(place, key)
            or self._far_from_its_town(place, key)
        )

    def _stray(self, place: GazetteerPlace, key: str, settled: Sequence[GazetteerPlace]) -> bool:
        """Whether the best reading is still some small place in a country that the text never
        names, though it speaks of another, or not in the area told beside it."""
        told, group = self._told, self._told.groups[key]
        nouns = {c.noun for c in group}
        if place.kind == "country" and nouns <= _SETTLED:
            return True  # the village called like a country is not the country
        if _is_set_name(place, group) or place.point is None:
            return False
        if nouns & {"river", "mountain"} and place.kind == "city":
            return True  # the town called like the river is not the river
        if place.kind not in {"city", "adm1", "adm2"}:
            return False
        people = place.population or 0
        if people >= _FAMOUS and not nouns & {"village", "island"}:
            return False
        if any(told.elsewhere(place, other) for other in told.beside.get(key, ())):
            return True
        country = place.country or ""
        if told.countries.get(country, 0.0) - told.own(place, group) >= _MORE_THAN_AN_ADJECTIVE:
            return False
        if people >= _KNOWN_IN_ITS_COUNTRY and any(
            p.country == place.country and (p.population or 0) >= _FAMOUS
            for p in settled if p.id != place.id
        ):
            return False
        others = [w for c, w in told.countries.items() if c != place.country]
        # a name that only one place has is not soon another's
        alone = len(group[0].entry.ids) == 1 and fold(place.name) == fold(group[0].plain)
        enough = 2.0 if alone and people >= _TOWN else 1.0
        return max(others, default=0.0) >= enough and _is_far(place, settled)

    def _in_untold_area(self, place: GazetteerPlace, key: str) -> bool:
        """Whether the text names first-order areas of the place's country, but not its own, and
        the place is too small to be named without it."""
        small = place.kind == "city" and (place.population or 0) < _KNOWN_IN_ITS_COUNTRY
        if not small or _is_set_name(place, self._told.groups[key]):
            return False
        told = [p for p in self._settled if p.kind == "adm1" and p.country == place.country]
        inside = self._told.gazetteer.containers(place)
        return bool(told) and not any(p in inside for p in told) and _is_far(place, self._settled)

    def _home_areas(self) -> frozenset[int]:
        """The first-order areas that a dateline names ("AURORA, Colo."), or that hold its town
        where that town's own force is named too ("AURORA - Aurora police"), with those told
        anywhere; none without such a dateline."""
        told, place = self._told, self._told.gazetteer.place
        lines = [c for c in told.candidates if c.cue == "dateline" and c.role == "name"]
        named = {o.id for c in lines[1:] for o in told.options[key_of(c)] if o.kind == "adm1"}
        forces = {key_of(c) for c in told.candidates if c.cue == FORCE}
        for line in lines[:1]:
            if key_of(line) in forces:
                named |= told.first_areas(told.options[key_of(line)][:1])
        spoken = {n for n, w in told.areas.items() if w >= 1 and place(n).kind == "adm1"}
        return frozenset(named | spoken) if named else frozenset()

    def _quarter_at_home(self, place: GazetteerPlace, key: str) -> bool:
        """Whether a small town of a common name lies in another province than a local report's
        dateline names: then the name is one of a quarter or street there ("in Westwood")."""
        if not self._home or place.kind != "city" or (place.population or 0) >= _NAMESAKE:
            return False
        options, country = self._told.options[key], place.country or ""
        abroad = country not in {self._told.gazetteer.place(n).country for n in self._home}
        if abroad and self._told.countries.get(country, 0.0) >= 1.0:
            return False
        if len(options) > 1 and not self._told.first_areas(options) & self._home:
            self.namesakes.add(key)
        return key in self.namesakes

    def _quarter_elsewhere(self, place: GazetteerPlace, key: str) -> bool:
        """Whether a name told as a quarter is listed only far from every town of the text: then
        the quarter is one that no list holds ("Dayton's Bellevue section")."""
        towns = [p for p in self._settled if p.kind == "city" and p.id != place.id]
        nouns = {c.noun for c in self._told.groups[key]}
        if place.kind != "city" or not towns or nouns != {"quarter"}:
            return False
        return all(_is_beyond(place, town, "a neighbour within 80 km") for town in towns)

    def _far_from_its_town(self, place: GazetteerPlace, key: str) -> bool:
        """Whether a small place is listed only far from the town that it is told to be near: then
        it is one that no list holds ("the village of Jubar near Ambon")."""
        if place.kind != "city" or (place.population or 0) >= _FAMOUS:
            return False
        towns = [self._best[o] for o in self._told.near.get(key, ()) if o in self._best]
        # the middle of a province called like its town lies further off than the town
        return any(
            town.kind != "country" and _is_beyond(place, town, "a neighbour within 200 km")
            for town in towns
        )


def _is_set_name(place: GazetteerPlace, group: Sequence[Candidate]) -> bool:
    """Whether the pack itself gives the name to the place."""
    return any(place is known for known, _ in group[0].entry.forms)


def _is_beyond(place: GazetteerPlace, town: GazetteerPlace, weight: str) -> bool:
    return closeness(place, town) < WEIGHTS[weight]


def _is_far(place: GazetteerPlace, settled: Iterable[GazetteerPlace]) -> bool:
    return all(closeness(place, p) < _BY_NEIGHBOUR for p in settled if p.id != place.id)
