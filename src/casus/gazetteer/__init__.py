"""Places of the world and what contains them, offline.

Use `Gazetteer.open()` for the shipped file, `Gazetteer.open(path)` for one made by
`import_geonames`. Look-up is by name in any listed language or script;
coordinates are degrees, distances kilometres. `sources()` names the data's licences.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources

from casus.gazetteer.geo import distance_km
from casus.gazetteer.importer import ImportReport, import_geonames
from casus.gazetteer.lookup import Gazetteer, GazetteerError, GazetteerPlace

__all__ = [
    "Gazetteer", "GazetteerError", "GazetteerPlace", "ImportReport", "Source", "distance_km",
    "import_geonames", "sources",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Where data of the shipped gazetteer comes from, for attribution."""

    name: str
    licence: str
    url: str
    what: str


def sources() -> list[Source]:
    """Name, licence, address and use of every source of the shipped file."""
    text = (resources.files("casus.gazetteer") / "data" / "sources.toml").read_text("utf-8")
    return [Source(**entry) for entry in tomllib.loads(text)["source"]]
