"""Regions, seas and summits that news uses and settlement lists lack: `data/regions.tsv`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from casus.gazetteer.storage import PlaceRow

BASE = 4_000_000_000
"""Ids of the project's own places lie above it, those of all others below."""


def _rows() -> list[list[str]]:
    text = (resources.files("casus.gazetteer") / "data" / "regions.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines]


def read() -> Iterator[tuple[PlaceRow, list[str]]]:
    """Every own place with its further names, in the order of the file.

    The number of a place follows its position: append, do not insert, to keep stored ids.
    """
    own = (row for row in _rows() if row[1] != "names")
    for number, (code, kind, country, lat, lon, radius, name, others) in enumerate(own, 1):
        place = PlaceRow(
            BASE + number, kind, name, country or None, None, float(lat), float(lon), None,
            float(radius), (f"{kind}:{code}",),
        )  # fmt: skip
        yield place, [n for n in others.split("|") if n]


@cache
def points() -> Mapping[int, tuple[float | None, float | None]]:
    """Latitude and longitude of the own places by their number, as the table has them now: to
    move one needs no new places file, which would cost 17 MB of history."""
    return {row.id: (row.lat, row.lon) for row, _ in read()}


def further_names() -> Iterator[tuple[str, list[str]]]:
    """(code, names) for places of the other sources: what news calls them."""
    for code, kind, *_, name, others in _rows():
        if kind == "names":
            yield code, [n for n in (name, *others.split("|")) if n]
