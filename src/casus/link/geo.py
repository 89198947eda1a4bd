"""How two places lie to each other: the same, one within the other, near, far, elsewhere.

Use `relation(a, b)` for two accounts' places; it answers with the closest relation of any pair
of their places, so that a village and its region told in one report both count.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

from casus.names import name_key, similar
from casus.types import Phrase, Place

EARTH_KM = 6371.0
_SHARP = ("exact", "near")
ORDER = (
    "same", "within_5_km", "inside", "within_25_km", "towns_25_km", "beside", "within_100_km",
    "towns_100_km", "inside_region", "unlisted_region", "same_region", "inside_country",
    "unlisted_country", "same_country", "namesake", "far", "border", "elsewhere", "unknown",
)  # fmt: skip
"""Every answer of `relation`, the closest first."""


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance, None where either has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat1, lon1, lat2, lon2 = map(radians, (a.lat, a.lon, b.lat, b.lon))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def contains(outer: Place, inner: Place) -> bool:
    """True where `outer` is an area around `inner`: a proper prefix of its path."""
    return 0 < len(outer.path) < len(inner.path) and inner.path[: len(outer.path)] == outer.path


def relation(left: Sequence[Place], right: Sequence[Place]) -> tuple[str, str | Phrase]:
    """The closest relation of any pair, and a detail to read ("12 km", a name)."""
    best = len(ORDER) - 1
    detail: str | Phrase = ""
    for a in left:
        for b in right:
            name, text = _pair(a, b)
            rank = ORDER.index(name)
            if rank < best:
                best, detail = rank, text
    return ORDER[best], detail


def both(first: str | int, second: str | int) -> Phrase:
    """A detail to read that names both sides: "ML, NE", "12, 40"."""
    return Phrase("detail.both", {"first": first, "second": second})


def _pair(a: Place, b: Place) -> tuple[str, str | Phrase]:
    country = a.precision == "country" or b.precision == "country"
    if a.country and b.country and a.country != b.country:
        if _one_name(a, b):
            # which town of that name is meant is the reader's guess
            return "namesake", both(a.country, b.country)
        km = distance_km(a, b)
        # both sides of a border tell one event; beyond a day's walk they do not
        if km is not None and km <= 50 and not country:
            return "border", f"{km:.0f} km"
        return "elsewhere", both(a.country, b.country)
    if _same(a, b):
        whole = _whole_country(a) or _whole_country(b)
        return ("inside_country" if whole else "same"), a.name
    if contains(a, b) or contains(b, a):
        outer = a if contains(a, b) else b
        if _whole_country(outer):
            return "inside_country", outer.name
        return ("inside_region" if outer.precision == "adm1" else "inside"), outer.name
    home = _open_home(a, b)
    if home:
        if home in (a.path, b.path):
            return ("inside_country" if len(home) == 1 else "inside_region"), home[-1]
        return ("unlisted_country" if len(home) == 1 else "unlisted_region"), home[-1]
    km = distance_km(a, b)
    if km is not None and a.precision in _SHARP and b.precision in _SHARP:
        if km <= _LENT_KM and (_lent(a) or _lent(b)):
            # a village told as near a town has the town's point
            return ("beside" if _lent(a) and _lent(b) else "inside"), both(a.name, b.name)
        towns = a.precision == b.precision == "exact"
        for limit in (5, 25, 100):
            if km <= limit:
                near = "towns" if towns and limit > 5 else "within"
                return f"{near}_{limit}_km", f"{km:.0f} km"
        return ("far", f"{km:.0f} km") if km > 150 else ("same_country", f"{km:.0f} km")
    if km is not None and km <= 100 and "water" in (a.precision, b.precision):
        # a river or lake has one point and reaches far
        return "inside_region", f"{km:.0f} km"
    if len(a.path) > 1 and len(b.path) > 1 and a.path[:2] == b.path[:2]:
        return "same_region", a.path[1]
    if a.country and a.country == b.country:
        if _whole_country(a) or _whole_country(b):
            return "inside_country", a.country
        return "same_country", a.country
    return "unknown", ""


_LENT_KM = 5


def _lent(place: Place) -> bool:
    """True for a village that the gazetteer lacks and that stands where the town near it does."""
    return place.gazetteer_id is None and place.precision == "near"


def _one_name(a: Place, b: Place) -> bool:
    if _whole_country(a) or _whole_country(b):
        return False
    return bool(({a.key, name_key(a.name)} & {b.key, name_key(b.name)}) - {""})


def unlisted(place: Place) -> bool:
    """True for a place the gazetteer lacks: it lies somewhere in the area whose precision it
    carries."""
    return not place.gazetteer_id and place.precision in ("adm2", "adm1", "country", "unknown")


def home_of(place: Place) -> tuple[str, ...]:
    """The path of the area around an unlisted place."""
    path = place.path
    return path[:-1] if len(path) > 1 and path[-1] == place.name else path


def _open_home(a: Place, b: Place) -> tuple[str, ...]:
    """The area in which an unlisted place lies, where the other place lies in it too: they may
    be anywhere to each other there."""
    for lost, other in ((a, b), (b, a)):
        home = home_of(lost)
        if unlisted(lost) and home and other.path[: len(home)] == home:
            return home
    return ()


def _same(a: Place, b: Place) -> bool:
    if a.gazetteer_id and b.gazetteer_id:
        return a.gazetteer_id == b.gazetteer_id
    if not a.key or not b.key:
        return False
    if a.key != b.key:
        # a village the gazetteer lacks, spelt twice; known places differ by their ids
        sure = a.gazetteer_id and b.gazetteer_id
        if sure or not alike(a.key, b.key) or a.country != b.country:
            return False
    km = distance_km(a, b)
    # one name, two towns of one country: only when both are sure of where they are
    return km is None or km <= 50 or a.precision not in _SHARP or b.precision not in _SHARP


def alike(a: str, b: str) -> bool:
    """One name of six letters or more under two spellings: across scripts they are loose."""
    return min(len(a), len(b)) >= 6 and abs(len(a) - len(b)) <= 2 and similar(a, b) >= 0.85


def _whole_country(place: Place) -> bool:
    return place.precision == "country" and len(place.path) <= 1
