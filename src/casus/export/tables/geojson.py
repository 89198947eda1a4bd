"""GeoJSON (RFC 7946): one feature an incident, its flat row as properties.

An incident without coordinates has a null geometry, as the standard allows: it is not lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casus.export.tables.flat import FLAT
from casus.export.tables.record import Record

_POINT = {"latitude", "longitude"}


def collection(records: Iterable[Record], *, provenance: bool = False) -> dict[str, Any]:
    """A FeatureCollection; coordinates are longitude, latitude in degrees (WGS 84)."""
    kept = list(records)
    head = FLAT.head(provenance=provenance)
    rows = FLAT.rows(kept, provenance=provenance)
    return {
        "type": "FeatureCollection",
        "features": [
            _feature(record, dict(zip(head, row, strict=True)))
            for record, row in zip(kept, rows, strict=True)
        ],
    }


def _feature(record: Record, row: dict[str, Any]) -> dict[str, Any]:
    place = record.incident.where.place
    known = place.lat is not None and place.lon is not None
    return {
        "type": "Feature",
        "id": record.incident.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if known else None,
        "properties": {name: value for name, value in row.items() if name not in _POINT},
    }
