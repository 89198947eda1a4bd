"""Places of a name, for whoever says where something happened."""

from __future__ import annotations

from dataclasses import dataclass

from casus.review.asked import Asked
from casus.review.desk import Desk

MOST = 40


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A place of the gazetteer. `text` names it from the inside out, `precision` says how exactly
    the coordinates are it."""

    code: str
    text: str
    country: str
    lat: float
    lon: float
    precision: str


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """Places with a position, countries first, then by population."""

    places: tuple[PlacePart, ...]


def places_page(desk: Desk, asked: Asked) -> PlacesPage:
    """Places by a name that they are known under."""
    return PlacesPage(
        tuple(
            PlacePart(p.gazetteer_id, asked.words.place(p), p.country, p.lat, p.lon, p.precision)
            for p in desk.places(asked.text("name"), MOST)
            if p.gazetteer_id and p.country and p.lat is not None and p.lon is not None
        )
    )
