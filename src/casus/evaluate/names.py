"""When two names or places are taken for the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from casus.evaluate.predicted import Where

NEAR_KM, WIDE_KM = 25.0, 161.0
_EARTH_KM = 6371.0


@lru_cache(maxsize=65536)
def words(name: str) -> frozenset[str]:
    """The words of a name without case and accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return frozenset(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def same_name(one: str, other: str) -> bool:
    """True where the words of one are among those of the other and tell something: a word of
    four letters, or the whole name ("Gao", "PKK")."""
    a, b = words(one), words(other)
    if not a or not b:
        return False
    short = a if len(a) <= len(b) else b
    return a == b or (short <= (a | b) and short <= a & b and any(len(w) > 3 for w in short))


def any_same(names: Iterable[str], others: Iterable[str]) -> bool:
    told = tuple(others)
    return any(same_name(a, b) for a in names for b in told)


def kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance, arguments in degrees."""
    a, b, c, d = map(radians, (lat, lon, lat2, lon2))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, h)))


def within(where: Where, lat: float, lon: float, km: float) -> bool:
    """False where the coordinates are only the middle of a country, or none."""
    if where.vague or where.lat is None or where.lon is None:
        return False
    return kilometres(where.lat, where.lon, lat, lon) <= km
