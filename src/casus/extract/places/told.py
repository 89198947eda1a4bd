"""What a text tells of its names together: what each may mean, and of which countries and areas
the text speaks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from casus.extract.places.candidate import Candidate
from casus.gazetteer import Gazetteer, GazetteerPlace, distance_km
from casus.names import fold
from casus.text import Sentence, Tokens

AREAS = frozenset({"country", "adm1", "adm2", "region"})
_OPTIONS = 30  # possible places looked at for one name
_ROLE_WEIGHT = {"name": 1.0, "adjective": 0.4, "inhabitant": 0.4}
_SURE_OF_COUNTRY = ((100_000, 1.0), (10_000, 0.5), (0, 0.2))
"""What the only town of a name says for its country, by its inhabitants."""
_AREA_NOUNS = frozenset({"province", "district", "country"})
_TO_TOWN = 7  # tokens between a village and the town it is near: ", a village not far from"
_TO_AREA = 7  # words from a name to the area that is told around it: ", in the state of"


def key_of(candidate: Candidate) -> str:
    """What mentions of one name share."""
    return f"{candidate.role}\0{fold(candidate.plain)}"


class Told:
    """The names of one text, `candidates` in text order, free of overlaps.

    `options`: key of a name → the places it may mean. `groups`: key → its mentions. `countries`
    and `areas`: how much the text speaks of each, by code and by number. `beside`: key → keys of
    the names told as around it; `near`: key → keys of those told right behind it as near.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        tokens: Tokens,
        sentences: Sequence[Sentence],
        candidates: Sequence[Candidate],
    ) -> None:
        self.gazetteer, self.sentences, self.candidates = gazetteer, sentences, candidates
        self._words = tokens.words
        self._sentence_of = _sentence_numbers(sentences, len(tokens))
        self.groups: dict[str, list[Candidate]] = {}
        for candidate in candidates:
            self.groups.setdefault(key_of(candidate), []).append(candidate)
        self.options = {key: self._possible(group[0]) for key, group in self.groups.items()}
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.areas: defaultdict[int, float] = defaultdict(float)
        for candidate in candidates:
            self._count(candidate)
        self.beside = self._beside()
        self.near = self._near()

    def sentence_of(self, candidate: Candidate) -> int:
        """The number of the sentence that a name stands in."""
        return self._sentence_of[candidate.first]

    def own(self, place: GazetteerPlace, group: Sequence[Candidate]) -> float:
        """What a name's own mentions put into the count of a place's country."""
        return sum(self._speaks_for(c).get(place.country or "", 0.0) for c in group)

    def others_speak(self, me: Candidate) -> bool:
        """Whether a name other than this one speaks for some country."""
        own = key_of(me)
        return any(key_of(c) != own and self._speaks_for(c) for c in self.candidates)

    def within(self, place: GazetteerPlace, area: GazetteerPlace) -> bool:
        """Whether a place lies in an area, by containment or, for own regions, by distance."""
        if area.kind == "country":
            return place.country == area.country
        if area in self.gazetteer.containers(place):
            return True
        if area.kind != "region" or place.point is None or area.point is None:
            return False
        return place.kind != "country" and (
            distance_km(place.point, area.point) <= (area.radius_km or 0.0)
        )

    def elsewhere(self, place: GazetteerPlace, beside: str) -> bool:
        """Whether the name beside is a country or first-order area, and not around the place."""
        options = self.options[beside]
        return any(o.kind in {"country", "adm1"} for o in options) and not any(
            o.kind in AREAS and self.within(place, o) for o in options
        )

    def first_areas(self, places: Iterable[GazetteerPlace]) -> set[int]:
        """The numbers of the first-order areas that places are or lie in."""
        around = [area for p in places for area in (*self.gazetteer.containers(p), p)]
        return {area.id for area in around if area.kind == "adm1"}

    def _possible(self, candidate: Candidate) -> list[GazetteerPlace]:
        entry = candidate.entry
        listed = [self.gazetteer.place(n) for n in entry.ids[:_OPTIONS]]
        forms = [place for place, role in entry.forms if role == candidate.role]
        if candidate.role != "name":
            return forms or listed
        return list(dict.fromkeys([*forms, *listed]))

    def _count(self, candidate: Candidate) -> None:
        """Add one mention to what the text speaks of each country and area."""
        for country, weight in self._speaks_for(candidate).items():
            self.countries[country] += weight
        options = self.options[key_of(candidate)]
        share = _ROLE_WEIGHT.get(candidate.role, 1.0) / max(1, len(options))
        for option in options:
            if option.kind in {"adm1", "adm2", "region"}:
                self.areas[option.id] += share

    def _speaks_for(self, candidate: Candidate) -> Mapping[str, float]:
        """How much one mention speaks of which countries: their own names and adjectives, and
        names that lie in one country only. These the less, the smaller the place: that a hamlet
        abroad is the only listed one of its name says little."""
        options = self.options[key_of(candidate)]
        weight = _ROLE_WEIGHT.get(candidate.role, 1.0)
        given = {place.country for place, role in candidate.entry.forms if role == "name"}
        if len(given) == 1:  # "Mo." is the state, though some village abroad is called so
            return {given.pop() or "": weight}
        tops = [o.country or "" for o in options if o.kind == "country"]
        if len(tops) == 1 and (len(options) == 1 or candidate.role != "name"):
            return {tops[0]: weight}
        if tops:
            return dict.fromkeys(tops, weight / (len(tops) + 0.5))
        if len({o.country for o in options}) != 1:
            return {}
        areas = any(o.kind in AREAS for o in options)
        people = max(o.population or 0 for o in options)
        sure = 1.0 if areas else next(w for size, w in _SURE_OF_COUNTRY if people >= size)
        return {options[0].country or "": weight * sure}

    def _beside(self) -> dict[str, list[str]]:
        """The names told as around each name: behind a comma, in brackets, or an area in the same
        sentence. Comma neighbours come twice, so that they weigh more."""
        beside: dict[str, list[str]] = {}
        for left, right in pairwise(self.candidates):
            between = self._words[left.last : right.first]
            if left.role != "name":
                continue
            area = right.noun in _AREA_NOUNS and len(between) <= _TO_AREA
            if between in ([","], ["("]) or (
                right.cue == "in" and (len(between) <= 2 or (area and between[0] == ","))
            ):
                beside.setdefault(key_of(left), []).append(key_of(right))
        return beside

    def _near(self) -> dict[str, list[str]]:
        """The names told right behind each as near: "Jubar, near Ambon", "Jubar in the Ambon
        area"."""
        near: dict[str, list[str]] = {}
        for left, right in pairwise(self.candidates):
            close = right.first - left.last <= _TO_TOWN
            names = left.role == right.role == "name"
            around = right.cue == "near" or right.noun == "area"
            if names and around and close and self.sentence_of(left) == self.sentence_of(right):
                near.setdefault(key_of(left), []).append(key_of(right))
        return near


def _sentence_numbers(sentences: Sequence[Sentence], count: int) -> list[int]:
    numbers = [0] * count
    for number, sentence in enumerate(sentences):
        numbers[sentence.first : sentence.last] = [number] * (sentence.last - sentence.first)
    return numbers
