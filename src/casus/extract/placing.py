"""Which place a name means: all names of a text are decided together.

Use `Placing.resolve`. Every possible place of every name gets a score from what the text tells:
areas named beside it ("Paris, Texas"), countries and regions named anywhere, the kind of place
told with it, how near it lies to places already clear, how many live there. One meaning a name
and text. A name without any possible place takes the smallest known area around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casus.extract.placeforms import Entry
from casus.extract.placescore import WEIGHTS, Scored, Together, closeness, prior
from casus.gazetteer import Gazetteer, GazetteerPlace, distance_km
from casus.names import fold, name_key
from casus.text import Sentence, Tokens
from casus.types import Place

FORCE = "force"
"""Cue of the place that a local body is named for: "Danbury police"."""

_OPTIONS = 30  # possible places looked at for one name
_FAMOUS = 300_000  # inhabitants from which a place may be named without its country
_NAMESAKE = 100_000  # inhabitants below which a town is no known one in another province
_TOWN = 5_000  # from which the only place of a name is credible in a country named less
_MORE_THAN_AN_ADJECTIVE = 0.5  # how much a text must speak of a country to be about it
_KNOWN_IN_ITS_COUNTRY = 20_000  # and without its first-order area where others are named
_BY_NEIGHBOUR = 0.9  # closeness to a settled place that makes a small one credible
_ROLE_WEIGHT = {"name": 1.0, "adjective": 0.4, "inhabitant": 0.4}
_SURE_OF_COUNTRY = ((100_000, 1.0), (10_000, 0.5), (0, 0.2))
"""What the only town of a name says for its country, by its inhabitants."""
_KIND_WORDS = 2
"""Words of an area's listed name that tell its kind: "Province of"."""
_WIDTH = {"city": 0.0, "adm2": 0.0, "adm1": 1.0, "region": 2.0, "country": 6.0}
OWN_PLACES = 4_000_000_000  # numbers of the project's own regions and seas
_SAME_SOUND = 0.94  # likeness of script-neutral keys from which a spelling is a variant
_AREA_NOUNS = {"province", "district", "country"}
_TO_TOWN = 7  # tokens between a village and the town it is near: ", a village not far from"
_TO_AREA = 7  # words from a name to the area that is told around it: ", in the state of"
_AREAS = {"country", "adm1", "adm2", "region"}
_SPEAKING = {"city", "adm1", "adm2", "other"}
_FINENESS = {"exact": 0, "near": 1, "adm2": 2, "adm1": 3, "water": 4, "country": 5, "unknown": 6}
_FITS = {
    "village": {"city"}, "town": {"city"}, "city": {"city"}, "quarter": {"city"},
    "district": {"adm2", "adm1"}, "province": {"adm1", "adm2", "region"},
    "area": {"region", "adm2"}, "country": {"country"},
    "river": {"water"}, "island": {"region", "adm1", "adm2"},
    "mountain": {"other"}, "camp": {"city"}, "part": {"country", "adm1", "adm2", "region"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name found in the text, before it is known which place it means."""

    first: int
    last: int
    start: int
    end: int
    name: str
    entry: Entry
    role: str
    weight: float
    cue: str | None
    noun: str | None
    site: str | None
    sure: bool = False
    """Known to be a place, whatever the text looks like."""

    @property
    def plain(self) -> str:
        """The name without the endings that it carries in the text."""
        return self.entry.base or self.name


class Placing:
    """Resolves the names of one text."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        tokens: Tokens,
        sentences: Sequence[Sentence],
        *,
        flat: bool = False,
    ) -> None:
        self._gaz, self._tokens = gazetteer, tokens
        self._flat = flat
        """Whether capitals tell no names in this text, though they do in its language."""
        self._sentence_of = _sentence_numbers(sentences, len(tokens))
        self._sentences = sentences
        self._options: dict[str, list[GazetteerPlace]] = {}
        self._countries: defaultdict[str, float] = defaultdict(float)
        self._areas: dict[int, float] = {}
        self._namesakes: set[str] = set()
        """Names that some quarter or street shares with towns far away."""

    def resolve(self, candidates: Sequence[Candidate]) -> list[tuple[Candidate, Place | None]]:
        """Each candidate with its place. Candidates are in text order, free of overlaps."""
        for candidate in candidates:
            key = self._key(candidate)
            if key not in self._options:
                self._options[key] = self._possible(candidate)
        self._count_countries(candidates)
        beside = self._beside(candidates)
        near = self._near(candidates)
        groups = self._groups(candidates)
        fits: Mapping[str, Scored] = {
            key: [(self._score(o, group, beside), o) for o in self._options[key]]
            for key, group in groups.items()
        }
        home = self._home(candidates)
        fits = Together(self._gaz, fits).scores()
        best = {key: scored[0][1] for key, scored in fits.items()}
        alone = {k: p for k, p in best.items() if not self._stray(p, groups[k], beside, ())}
        settled = [p for p in alone.values() if p.kind in _SPEAKING and p.point is not None]
        chosen = {
            key: place
            for key, place in best.items()
            if not self._stray(place, groups[key], beside, settled)
            and not self._in_untold_area(place, groups[key], settled)
            and not self._quarter(place, key, home)
            and not self._quarter_elsewhere(place, groups[key], settled)
            and not self._far_from_its_town(place, [best[o] for o in near[key] if o in best])
        }
        known = [chosen.get(self._key(c)) for c in candidates]
        unlisted: dict[str, Place] = {}
        for i, candidate in enumerate(candidates):
            value = None if known[i] else self._unknown(i, candidates, known)
            key = self._key(candidate)
            finest = unlisted.get(key, value)
            if value is not None and finest is not None:  # the best placed mention speaks for all
                finer = _FINENESS[value.precision] < _FINENESS[finest.precision]
                unlisted[key] = value if finer else finest
        out: list[tuple[Candidate, Place | None]] = []
        for candidate, place in zip(candidates, known, strict=True):
            if place is not None:
                out.append((candidate, self._value(candidate, place)))
            elif self._key(candidate) in self._namesakes and not candidate.sure:
                continue
            elif (
                not self._options[self._key(candidate)]
                or self._told_as_place(candidate)
                or self._key(candidate) in beside
            ):
                out.append((candidate, unlisted.get(self._key(candidate))))
        return out

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

    def _stray(
        self,
        place: GazetteerPlace,
        group: Sequence[Candidate],
        beside: Mapping[str, Sequence[str]],
        settled: Sequence[GazetteerPlace],
    ) -> bool:
        """Whether the best reading is still some small place in a country that the text never
        names, though it speaks of another, or not in the area told beside it: then the name is
        a place that no list holds."""
        if any(place is known for known, _ in group[0].entry.forms) or place.point is None:
            return False
        nouns = {c.noun for c in group}
        if nouns & {"river", "mountain"} and place.kind == "city":
            return True  # the town called like the river is not the river
        if place.kind not in {"city", "adm1", "adm2"}:
            return False
        if (place.population or 0) >= _FAMOUS and not nouns & {"village", "island"}:
            return False
        if any(self._elsewhere(place, other) for other in beside.get(self._key(group[0]), ())):
            return True
        own = self._own(place, group)
        if self._countries.get(place.country or "", 0.0) - own >= _MORE_THAN_AN_ADJECTIVE:
            return False
        if (place.population or 0) >= _KNOWN_IN_ITS_COUNTRY and any(
            p.country == place.country and (p.population or 0) >= _FAMOUS
            for p in settled if p.id != place.id
        ):
            return False
        others = [w for c, w in self._countries.items() if c != place.country]
        # a name that only one place has is not soon another's
        alone = len(group[0].entry.ids) == 1 and fold(place.name) == fold(group[0].plain)
        town = alone and (place.population or 0) >= _TOWN
        return max(others, default=0.0) >= (2.0 if town else 1.0) and self._far(place, settled)

    @staticmethod
    def _far(place: GazetteerPlace, settled: Sequence[GazetteerPlace]) -> bool:
        return all(closeness(place, p) < _BY_NEIGHBOUR for p in settled if p.id != place.id)

    def _in_untold_area(
        self,
        place: GazetteerPlace,
        group: Sequence[Candidate],
        settled: Sequence[GazetteerPlace],
    ) -> bool:
        """Whether the text names first-order areas of the place's country, but not its own, and
        the place is too small to be named without it."""
        small = place.kind == "city" and (place.population or 0) < _KNOWN_IN_ITS_COUNTRY
        if not small or any(place is known for known, _ in group[0].entry.forms):
            return False
        told = [p for p in settled if p.kind == "adm1" and p.country == place.country]
        inside = self._gaz.containers(place)
        return bool(told) and not any(p in inside for p in told) and self._far(place, settled)

    def _elsewhere(self, place: GazetteerPlace, beside: str) -> bool:
        """Whether the name beside is a country or first-order area, and not around the place."""
        areas = [o for o in self._options[beside] if o.kind in {"country", "adm1"}]
        return bool(areas) and not any(
            o.kind in _AREAS and self._within(place, o) for o in self._options[beside]
        )

    def _home(self, candidates: Sequence[Candidate]) -> frozenset[int]:
        """The first-order areas that a dateline names ("AURORA, Colo."), or that hold its town
        where that town's own force is named too ("AURORA - Aurora police"), with those told
        anywhere; none without such a dateline."""
        lines = [c for c in candidates if c.cue == "dateline" and c.role == "name"]
        named = {o.id for c in lines[1:] for o in self._options[self._key(c)] if o.kind == "adm1"}
        forces = {self._key(c) for c in candidates if c.cue == FORCE}
        for line in lines[:1]:
            if self._key(line) in forces:
                named |= self._first_areas(self._options[self._key(line)][:1])
        told = {n for n, w in self._areas.items() if w >= 1 and self._gaz.place(n).kind == "adm1"}
        return frozenset(named | told) if named else frozenset()

    def _first_areas(self, places: Sequence[GazetteerPlace]) -> set[int]:
        around = [area for place in places for area in (*self._gaz.containers(place), place)]
        return {area.id for area in around if area.kind == "adm1"}

    def _quarter(self, place: GazetteerPlace, key: str, home: frozenset[int]) -> bool:
        """Whether a small town of a common name lies in another province than a local report's
        dateline names: then the name is one of a quarter or street there ("in Westwood")."""
        if not home or place.kind != "city" or (place.population or 0) >= _NAMESAKE:
            return False
        options = self._options[key]
        country = place.country or ""
        abroad = country not in {self._gaz.place(n).country for n in home}
        if abroad and self._countries.get(country, 0.0) >= 1.0:
            return False
        away = not self._first_areas(options) & home
        if away and len(options) > 1:
            self._namesakes.add(key)
        return key in self._namesakes

    @staticmethod
    def _quarter_elsewhere(
        place: GazetteerPlace, group: Sequence[Candidate], settled: Sequence[GazetteerPlace]
    ) -> bool:
        """Whether a name told as a quarter is listed only far from every town of the text: then
        the quarter is one that no list holds ("Dayton's Bellevue section")."""
        towns = [p for p in settled if p.kind == "city" and p.id != place.id]
        if place.kind != "city" or not towns or {c.noun for c in group} != {"quarter"}:
            return False
        return not any(closeness(place, town) >= WEIGHTS["a neighbour within 80 km"]
                       for town in towns)

    @staticmethod
    def _far_from_its_town(place: GazetteerPlace, towns: Sequence[GazetteerPlace]) -> bool:
        """Whether a small place is listed only far from the town that it is told to be near: then
        it is one that no list holds ("the village of Jubar near Ambon")."""
        if place.kind != "city" or (place.population or 0) >= _FAMOUS:
            return False
        # the middle of a province called like its town lies further off than the town
        far = WEIGHTS["a neighbour within 200 km"]
        return any(town.kind != "country" and closeness(place, town) < far for town in towns)

    def _near(self, candidates: Sequence[Candidate]) -> Mapping[str, list[str]]:
        """For each name, those told right behind it as near: "Jubar, near Ambon", "Jubar in the
        Ambon area"."""
        near: defaultdict[str, list[str]] = defaultdict(list)
        for left, right in pairwise(candidates):
            close = right.first - left.last <= _TO_TOWN
            names = left.role == right.role == "name"
            around = right.cue == "near" or right.noun == "area"
            same = self._sentence_of[left.first] == self._sentence_of[right.first]
            if names and around and close and same:
                near[self._key(left)].append(self._key(right))
        return near

    def _own(self, place: GazetteerPlace, group: Sequence[Candidate]) -> float:
        """What the name's own mentions put into the count of the place's country."""
        return sum(self._speaks_for(c).get(place.country or "", 0.0) for c in group)

    @staticmethod
    def _key(candidate: Candidate) -> str:
        return f"{candidate.role}\0{fold(candidate.plain)}"

    def _groups(self, candidates: Sequence[Candidate]) -> dict[str, list[Candidate]]:
        groups: dict[str, list[Candidate]] = {}
        for candidate in candidates:
            groups.setdefault(self._key(candidate), []).append(candidate)
        return groups

    def _possible(self, candidate: Candidate) -> list[GazetteerPlace]:
        entry = candidate.entry
        if candidate.role != "name":
            return [place for place, role in entry.forms if role == candidate.role] or [
                self._gaz.place(n) for n in entry.ids[:_OPTIONS]
            ]
        options = [place for place, role in entry.forms if role == "name"]
        options += [self._gaz.place(n) for n in entry.ids[:_OPTIONS]]
        return list(dict.fromkeys(options))

    def _count_countries(self, candidates: Sequence[Candidate]) -> None:
        """How much the text speaks of each country and area."""
        for candidate in candidates:
            for country, weight in self._speaks_for(candidate).items():
                self._countries[country] += weight
            options = self._options[self._key(candidate)]
            share = _ROLE_WEIGHT.get(candidate.role, 1.0) / max(1, len(options))
            for option in options:
                if option.kind in {"adm1", "adm2", "region"}:
                    self._areas[option.id] = self._areas.get(option.id, 0.0) + share

    def _speaks_for(self, candidate: Candidate) -> dict[str, float]:
        """How much one mention speaks of which countries: their own names and adjectives, and
        names that lie in one country only. These the less, the smaller the place: that a hamlet
        abroad is the only listed one of its name says little."""
        options = self._options[self._key(candidate)]
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
        areas = any(o.kind in _AREAS for o in options)
        people = max(o.population or 0 for o in options)
        sure = 1.0 if areas else next(w for size, w in _SURE_OF_COUNTRY if people >= size)
        return {options[0].country or "": weight * sure}

    def _beside(self, candidates: Sequence[Candidate]) -> dict[str, list[str]]:
        """For each name, the names told as around it: behind a comma, in brackets, or an area
        in the same sentence. Comma neighbours come twice, so that they weigh more."""
        words = self._tokens.words
        beside: dict[str, list[str]] = {}
        for left, right in pairwise(candidates):
            between = words[left.last : right.first]
            if left.role != "name":
                continue
            area = right.noun in _AREA_NOUNS and len(between) <= _TO_AREA
            if between in ([","], ["("]) or (
                right.cue == "in" and (len(between) <= 2 or (area and between[0] == ","))
            ):
                beside.setdefault(self._key(left), []).append(self._key(right))
        return beside

    def _score(
        self,
        option: GazetteerPlace,
        group: Sequence[Candidate],
        beside: dict[str, list[str]],
    ) -> float:
        """How well an option fits what the text tells of the name and of its areas."""
        key = self._key(group[0])
        score = prior(option)
        if any(place is option for place, role in group[0].entry.forms):
            town = option.kind == "city"
            score += WEIGHTS["set name of a town" if town else "set name of an area"]
        if _is_own_name(option, group[0].plain):
            score += WEIGHTS["own name"]
            if not group[0].plain.isascii() and option.name.casefold() == group[0].plain.casefold():
                score += WEIGHTS["its marks"]
        nouns = {c.noun for c in group if c.noun}
        for noun in nouns:
            fits = _FITS.get(noun)
            if fits is not None:
                score += WEIGHTS["kind told" if option.kind in fits else "another kind told"]
        settlement = not nouns - {"city", "town"}
        if option.kind == "adm1" and settlement and self._has_namesake(option, key):
            score += WEIGHTS["area called like its town"]
        inside = {p.id for p in self._gaz.containers(option)}
        for other in beside.get(key, ()):
            if any(o.id in inside for o in self._options[other]):
                score += WEIGHTS["area told beside"]
            elif any(o.kind in _AREAS and self._within(option, o) for o in self._options[other]):
                score += WEIGHTS["area told beside, by distance"]
            elif option.kind != "country" and self._elsewhere(option, other):
                score += WEIGHTS["another area told beside"]
        told = max(0.0, self._countries.get(option.country or "", 0.0) - self._own(option, group))
        again = min(4.0, max(0.0, told - 1.0))
        score += WEIGHTS["country told"] * min(1.0, told) + WEIGHTS["country told again"] * again
        for number, weight in self._areas.items():
            if number in inside:
                score += WEIGHTS["area told"] * min(1.0, weight)
            elif number >= OWN_PLACES and number != option.id and self._within(
                option, self._gaz.place(number)
            ):
                score += WEIGHTS["own region told"] * min(1.0, weight)
        return score

    def _has_namesake(self, area: GazetteerPlace, key: str) -> bool:
        """Whether a big settlement of the area has its name: "Mopti" is then the town, but
        "Montana" is not Montana City."""
        return any(
            o.kind == "city"
            and (o.population or 0) > 0.04 * (area.population or 0)
            and area in self._gaz.containers(o)
            for o in self._options[key]
        )

    def _within(self, place: GazetteerPlace, area: GazetteerPlace) -> bool:
        """Whether a place lies in an area, by containment or, for own regions, by distance."""
        if area.kind == "country":
            return place.country == area.country
        if area in self._gaz.containers(place):
            return True
        if area.kind != "region" or place.point is None or area.point is None:
            return False
        return place.kind != "country" and (
            distance_km(place.point, area.point) <= (area.radius_km or 0.0)
        )

    def _value(self, candidate: Candidate, place: GazetteerPlace) -> Place:
        """The value of a resolved name. Only near a place is not in it."""
        value = self._gaz.to_place(place)
        if value.precision == "exact":
            area = {"district": "adm2", "province": "adm1"}.get(candidate.noun or "")
            if area is not None:  # "Pulwama district", of which only the town is listed
                return _with_precision(value, area)
            if candidate.cue in {"near", "side"}:
                return _with_precision(value, "near")
        return value

    def _unknown(
        self,
        index: int,
        candidates: Sequence[Candidate],
        known: Sequence[GazetteerPlace | None],
    ) -> Place | None:
        """A name without a place: that of the smallest known area around it.

        That is, in this order: what follows behind a comma or within three words; the smallest
        area or town of its sentence; of the sentences before it in its paragraph; the country
        the text speaks of most. None where nothing is known.
        """
        me = candidates[index]
        anchor = self._anchor(index, candidates, known)
        if anchor is None:
            anchor = self._main_area(candidates, known)
        if anchor is None:
            return None
        alike = self._sounding_like(me, anchor)
        if alike is not None:
            return self._value(me, alike)
        base = self._gaz.to_place(anchor)
        precision = "near" if base.precision == "exact" else base.precision
        path = base.path[:-1] if anchor.kind == "city" and len(base.path) > 1 else base.path
        return Place(
            name=me.name, path=(*path, me.name), country=base.country, lat=base.lat, lon=base.lon,
            precision=precision, gazetteer_id=None, key=name_key(me.name),
        )  # fmt: skip

    def _sounding_like(
        self, candidate: Candidate, anchor: GazetteerPlace
    ) -> GazetteerPlace | None:
        """The one settlement around that is spelt nearly so ("Banibangou", Bani Bangou)."""
        if candidate.entry.ids or anchor.country is None:
            return None
        found = self._gaz.lookup_like(candidate.name, country=anchor.country, most=2)
        found = [f for f in found if f[0] >= _SAME_SOUND and f[1].kind == "city"]
        if len(found) != 1 or not self._around(found[0][1], anchor):
            return None
        return found[0][1]

    def _around(self, place: GazetteerPlace, anchor: GazetteerPlace) -> bool:
        """Whether a place lies in the area of `anchor`, or near where that is a town."""
        if anchor.kind in {"city", "region", "water", "other"}:
            return (
                place.point is not None and anchor.point is not None
                and distance_km(place.point, anchor.point) <= max(80.0, anchor.radius_km or 0.0)
            )  # fmt: skip
        return self._within(place, anchor)

    def _anchor(
        self,
        index: int,
        candidates: Sequence[Candidate],
        known: Sequence[GazetteerPlace | None],
    ) -> GazetteerPlace | None:
        me = candidates[index]
        sentence = self._sentence_of[me.first]
        paragraph = self._sentences[sentence].paragraph
        ranked: list[tuple[float, int, GazetteerPlace]] = []
        for other, place in zip(candidates, known, strict=True):
            if place is None or place.point is None or other.cue == "dateline":
                continue
            if other.cue in {"org", FORCE, "border"} or other.role == "inhabitant":
                continue
            at = self._sentence_of[other.first]
            gap = other.first - me.last if other.first >= me.last else me.first - other.last
            if other.role == "adjective" and not (other.last <= me.first and gap <= 2):
                continue  # "in der malischen Stadt X" places X, "malische Soldaten" do not
            if at == sentence and place.kind == "city" and (gap > 6 or other.cue in {"from", "to"}):
                continue  # another town of the sentence is no area around this one
            if at != sentence and (
                place.kind == "city" or self._sentences[at].paragraph != paragraph
            ):
                continue
            away = abs(at - sentence)
            rank = (10 + 2 * min(away, 5) if away else 0) + min(gap, 30) / 10
            # a region of several countries says less than one of them
            wide = place.kind == "region" and place.country is None
            rank += 7.0 if wide else _WIDTH.get(place.kind, 8.0)
            ranked.append((rank, other.first, place))
        return min(ranked, key=lambda r: r[:2])[2] if ranked else None

    def _main_area(
        self, candidates: Sequence[Candidate], known: Sequence[GazetteerPlace | None]
    ) -> GazetteerPlace | None:
        """The country the text speaks of most, or the one region of it that holds all the places
        where something is said to be; None where two countries are told alike."""
        best = sorted(self._countries.items(), key=lambda item: (-item[1], item[0]))
        if not best or not best[0][0] or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        country = self._gaz.country(best[0][0])
        regions = set()
        for candidate, place in zip(candidates, known, strict=True):
            if place is None or place.country != best[0][0] or place.kind in {"country", "water"}:
                continue
            if candidate.cue in {"dateline", "org", FORCE, "of", "from", "to", "side"}:
                continue
            inner = [p for p in (*self._gaz.containers(place), place) if p.kind == "adm1"]
            regions.add(inner[0] if inner else None)
        only = next(iter(regions)) if len(regions) == 1 else None
        return only or country


def _is_own_name(place: GazetteerPlace, name: str) -> bool:
    """Whether a place is listed under a name first; an area also with its kind beside the name
    ("Province of Cagayan")."""
    listed, told = fold(place.name), fold(name)
    if listed == told or place.kind not in {"adm1", "adm2"}:
        return listed == told
    rest = f" {listed} ".replace(f" {told} ", " ").split()
    return len(listed.split()) - len(told.split()) == len(rest) <= _KIND_WORDS


def _sentence_numbers(sentences: Sequence[Sentence], count: int) -> list[int]:
    numbers = [0] * count
    for number, sentence in enumerate(sentences):
        numbers[sentence.first : sentence.last] = [number] * (sentence.last - sentence.first)
    return numbers


def _with_precision(place: Place, precision: str) -> Place:
    return Place(
        place.name, place.path, place.country, place.lat, place.lon, precision,
        place.gazetteer_id, place.key,
    )  # fmt: skip
