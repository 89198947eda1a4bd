"""Where a coded event lies: its own coordinates, with the gazetteer's place of that name there.

Use `locate`. Coordinates and precision are always the row's; the gazetteer adds the areas around it
and its number, where it has a place of the name close by.
"""

from __future__ import annotations

from casus.gazetteer import Gazetteer
from casus.gazetteer.countries import by_number, countries
from casus.gazetteer.geo import distance_km
from casus.gazetteer.lookup import GazetteerPlace
from casus.names import name_key, similar
from casus.types import Place

_NEAR_KM = {"exact": 30.0, "near": 50.0, "adm2": 150.0, "adm1": 500.0}
"""How far a place of the name may lie from the coordinates: data sets code centroids."""
_ALIKE = 0.85
"""Similarity of script-neutral keys from which two spellings are one name, as in linking."""
_AREAS = ("adm1", "adm2", "region")


def country_of(name: str, number: int | None, numbers: str, gazetteer: Gazetteer) -> str | None:
    """ISO 3166-1 alpha-2 of a country as a data set names and numbers it; None where unknown."""
    if number is not None and (found := by_number(numbers).get(number)) is not None:
        return found.iso2
    for country in countries().values():
        if name and country.ged == name:
            return country.iso2
    named = gazetteer.lookup(name, kinds=("country",)) if name else []
    return named[0].country if named else None


def locate(
    name: str,
    areas: tuple[str, ...],
    country: str | None,
    point: tuple[float, float] | None,
    precision: str,
    gazetteer: Gazetteer,
) -> Place:
    """The place of an event. `areas` are the names of those around it, the widest first."""
    home = gazetteer.country(country) if country else None
    if precision == "country" or not name:
        place = gazetteer.to_place(home) if home else Place(name, (), country, precision=precision)
        return _at(place, name or place.name, point, precision)
    known = _called(name, country, point, precision, gazetteer)
    if known is not None:
        return _at(gazetteer.to_place(known), name, point, precision)
    around: tuple[str, ...] = gazetteer.path(home) if home else ()
    for area in areas:
        if found := _called(area, country, point, "adm1", gazetteer, areas=True):
            around = gazetteer.path(found)
            break
    lost = Place(name, (*around, name), country, key=name_key(bare(name)))
    return _at(lost, name, point, precision)


def bare(name: str) -> str:
    """A name without what it is called after it: data sets write "Norhill village", "Sund
    province", the sort of place in small letters."""
    words = name.partition(",")[0].split()
    while len(words) > 1 and words[-1].islower():
        words.pop()
    return " ".join(words)


def _at(
    place: Place, name: str, point: tuple[float, float] | None, precision: str
) -> Place:
    lat, lon = point or (place.lat, place.lon)
    return Place(
        name, place.path, place.country, lat, lon, precision, place.gazetteer_id, place.key
    )


def _called(
    name: str,
    country: str | None,
    point: tuple[float, float] | None,
    precision: str,
    gazetteer: Gazetteer,
    *,
    areas: bool = False,
) -> GazetteerPlace | None:
    """The gazetteer's nearest place of that name in the country, if it is close enough."""
    wanted = areas or precision in ("adm1", "adm2")
    found: list[tuple[float, GazetteerPlace]] = []
    for spelt in dict.fromkeys((name, bare(name))):
        for place in gazetteer.lookup(spelt):
            if place.country != country or place.point is None or place.kind == "country":
                continue
            # a province is no town of the same name, whose centre may lie close
            if (place.kind in _AREAS) != wanted:
                continue
            far = distance_km(point, place.point) if point else 0.0
            if far <= _NEAR_KM.get(precision, 50.0):
                found.append((far, place))
        if found:
            break
    if not (found or wanted) and point:
        # another spelling of it
        key = name_key(bare(name))
        found = [
            (far, place)
            for far, place in gazetteer.near(*point, within_km=_NEAR_KM.get(precision, 50.0))
            if place.country == country and similar(key, name_key(place.name)) >= _ALIKE
        ]
    return min(found, key=lambda pair: (pair[0], pair[1].id), default=(0.0, None))[1]
