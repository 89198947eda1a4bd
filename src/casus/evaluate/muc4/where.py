"""Where an incident happened, as the conference writes places.

Use `location` with a scene, how likely each sentence tells the incident, and the text's origin.
A place is written from wide to narrow, `COUNTRY: REGION (DEPARTMENT): TOWN (CITY)`; the country
alone where the text tells no more. The task assumes a country where none is told; the one
assumed is that of the dateline, else the one that the text tells most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casus.evaluate.muc4.keys import Fill, Text
from casus.evaluate.muc4.scene import Scene, likeliest
from casus.extract.proposals import Located
from casus.gazetteer import Gazetteer

COUNTRIES = {
    "AR": "ARGENTINA", "BO": "BOLIVIA", "CL": "CHILE", "CO": "COLOMBIA", "EC": "ECUADOR",
    "SV": "EL SALVADOR", "GT": "GUATEMALA", "HN": "HONDURAS", "PE": "PERU",
}  # fmt: skip
"""The countries that the task is about."""
_CITIES = frozenset({"GUATEMALA", "PANAMA", "MEXICO"})
"""Countries whose capitals are called "… City"."""
CAPITALS = {
    "ARGENTINA": "BUENOS AIRES", "BOLIVIA": "LA PAZ", "CHILE": "SANTIAGO", "COLOMBIA": "BOGOTA",
    "ECUADOR": "QUITO", "EL SALVADOR": "SAN SALVADOR", "GUATEMALA": "GUATEMALA CITY",
    "HONDURAS": "TEGUCIGALPA", "PERU": "LIMA",
}  # fmt: skip
_BEFORE_CAPITAL = 3
"""Words in which "in" stands before "capital": "in the Peruvian capital"."""
_ARTICLE = "THE"
"""What is left of "the city" without its type; in capitals it looks like a name."""
_SUBDIVISION = {"AR": "PROVINCE", "EC": "PROVINCE", "CL": "OFFICIAL REGION"}
_SMALL = (
    "NEIGHBORHOOD", "FARM", "UNIVERSITY", "AIRPORT", "HAMLET", "VILLAGE", "CANTON", "SUBURB",
    "TOWN", "JURISDICTION", "MUNICIPALITY", "CITY", "DISTRICT",
)  # fmt: skip
_AREAS = ("PROVINCE", "DEPARTMENT", "REGION")
TYPES = (*_SMALL, *_AREAS)
"""Types of the task's list of places that stand beside names in texts, the narrow ones first."""
_THERE = frozenset({"in", "near", "at", "through", "between", "side"})
_LONGEST = 4
_LEAST, _AWAY, _SAYS = 2.0, 0.3, 0.3
"""What a place must be worth; what a sentence between it and the incident costs; what it adds
that a place says more. Chosen on the training reports, each within a flat maximum."""
_TOWN, _CUED = 2.0, 1.5
"""What a town says, and what a word before a place adds that puts it there."""
_PART_OF_NAME = frozenset({"UNIVERSITY", "AIRPORT"})
"""Types that the task writes as part of the name, too."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text was written: town and country in capitals, "" where unknown."""

    town: str = ""
    country: str = ""


def origin_of(text: Text, gazetteer: Gazetteer) -> Origin:
    """The origin of a text, from its dateline: a town without a country is one of the task's."""
    if text.country:
        return Origin(text.town.upper(), text.country.upper())
    known = (gazetteer.lookup(text.town.title())) if text.town else []
    lands = [COUNTRIES[p.country] for p in known if p.country in COUNTRIES]
    return Origin(text.town.upper(), lands[0] if lands else "")


@dataclass(frozen=True, slots=True)
class _Named:
    """A place as a text names it; `rank` is higher for what says more."""

    name: str
    type: str
    country: str
    rank: float


def location(scene: Scene, scores: Mapping[int, float], origin: Origin) -> Fill | None:
    """The place of an incident, by how likely each sentence tells it; None where not even a
    country can be told."""
    home = home_of(scene, origin)
    anchor = likeliest(scores)
    best, told, sentence = _LEAST, [], anchor
    for here, likely in scores.items():
        found = sorted(_named(scene, here, home), key=lambda n: -n.rank)
        if found:
            score = likely - _AWAY * abs(here - anchor) + _SAYS * found[0].rank
            if score > best:
                best, told, sentence = score, found, here
    if told:
        return Fill((_written(told),), why=f"sentence {sentence + 1}, rank {told[0].rank:.1f}")
    return Fill((home,), why="the country of the dateline, or told most") if home else None


def home_of(scene: Scene, origin: Origin) -> str:
    """The country that a text is about: that of its dateline if the task is about it, else the
    one it tells most."""
    told = most_told(scene)
    return origin.country if origin.country in COUNTRIES.values() or not told else told


def most_told(scene: Scene) -> str:
    """The country of the task that most places, peoples and inhabitants of a text are of."""
    told = Counter(
        COUNTRIES[p.resolved.country]
        for p in scene.page.places
        if p.resolved is not None and p.resolved.country in COUNTRIES
    )
    return told.most_common(1)[0][0] if told else ""


def _written(named: list[_Named]) -> str:
    narrow = named[0]
    around = [
        n for n in named[1:]
        if n.type in _AREAS and narrow.type not in _AREAS and n.country == narrow.country
        and n.name not in (narrow.name, narrow.country)
    ][:1]  # fmt: skip
    parts = [f"{n.name} ({n.type})" for n in (*around, narrow) if n.type]
    return ": ".join([narrow.country, *parts])


def _named(scene: Scene, sentence: int, home: str) -> Iterator[_Named]:
    for located in scene.places_of(sentence):
        if (told := _known(scene, located, home)) is not None:
            yield told
    yield from _beside_types(scene, sentence, home)
    if home in CAPITALS and _in_capital(scene, sentence):
        yield _Named(CAPITALS[home], "CITY", home, _TOWN + _CUED)


def _known(scene: Scene, located: Located, home: str) -> _Named | None:
    """A place that the gazetteer places in a country of the task."""
    mention, place = located.mention, located.mention.resolved
    name, type_ = _parted(mention.name.upper())
    if place is None or mention.role != "name" or mention.cue == "org" or name == _ARTICLE:
        return None
    land = COUNTRIES.get(place.country or "", "")
    if not land:
        return None
    cue = mention.cue in _THERE
    if place.precision == "country":
        return _Named(land, "", land, 0.2 + cue)
    if land != home and not cue:
        return None  # a surname that is also a town elsewhere
    region = _SUBDIVISION.get(place.country or "", "DEPARTMENT")
    noun = (mention.noun or "").upper()
    precision = place.precision
    if not type_ and noun not in TYPES and precision == "adm1" and scene.is_town(name, place):
        precision = "exact"  # a region is told with its type, its capital without
    type_ = type_ or (noun if noun in TYPES else region if precision == "adm1" else "CITY")
    if name in _CITIES and type_ == "CITY":
        name += " CITY"
    detail = {"exact": _TOWN, "near": _TOWN, "adm2": 1.5, "adm1": 1.0}.get(precision, 0.5)
    return _Named(name, type_, land, detail + _CUED * cue)


def _in_capital(scene: Scene, sentence: int) -> bool:
    """True for "in the capital", which is that of the country that a text is about."""
    bounds = scene.page.sentences[sentence]
    words = scene.page.tokens.lower[bounds.first : bounds.last]
    return any(
        word == "capital" and _THERE.intersection(words[max(0, i - _BEFORE_CAPITAL) : i])
        for i, word in enumerate(words)
    )


def _parted(name: str) -> tuple[str, str]:
    """A name and the type that it ends in; "Guatemala City" is all name."""
    head, _, last = name.rpartition(" ")
    if last not in TYPES or not head:
        return name, ""
    if last in _PART_OF_NAME or (last == "CITY" and head in _CITIES):
        return name, last
    return head, last


def _beside_types(scene: Scene, sentence: int, home: str) -> Iterator[_Named]:
    """Names beside a type of place: "the X neighborhood", "the village of X"."""
    if not home:
        return
    page = scene.page
    first, last = page.sentences[sentence].first, page.sentences[sentence].last
    words = page.tokens.words
    for i in range(first, last):
        type_ = words[i].upper()
        if type_ not in TYPES:
            continue
        if i + 2 < last and words[i + 1].upper() == "OF":
            found = _run(scene, range(i + 2, min(last, i + 2 + _LONGEST)))
        else:
            found = _run(scene, range(i - 1, max(first, i - _LONGEST) - 1, -1))[::-1]
            if found and found[0] - 1 in scene.articles:
                continue  # "an exclusive neighborhood" has no name
            found += [i] if found and type_ in _PART_OF_NAME else []
        if found:
            rank = 1.2 if type_ in _AREAS else 4.0 - 0.1 * _SMALL.index(type_)
            yield _Named(" ".join(words[j].upper() for j in found), type_, home, rank)


def _run(scene: Scene, tokens: range) -> list[int]:
    """The tokens of a name, up to the first that is known for another use."""
    found: list[int] = []
    for i in tokens:
        if not scene.modifies(i) or i in scene.counting or i in scene.articles:
            break
        found.append(i)
    return found
