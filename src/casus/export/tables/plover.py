"""PLOVER events as JSON lines (SCHEMAS.md §5): event, mode, actors, place, sizes, citation.

Kinds of violence and unrest have an event of the ontology; disasters and accidents have none and
are left out. `event_scale` is that of PLOVER's table for the mode; contexts are those that the
kind implies. An event has the earliest report as its source, all reports are in `comment`.
"""

from __future__ import annotations

from typing import Any

from casus.export.tables.record import Record
from casus.export.tables.table import day
from casus.types import Document, IncidentActor

MODES: dict[str, tuple[str, str | None]] = {
    "armed_attack": ("ASSAULT", "firearms"), "armed_clash": ("ASSAULT", "firearms"),
    "bombing": ("ASSAULT", "explosives"), "suicide_bombing": ("ASSAULT", "suicide-attack"),
    "explosive_device": ("ASSAULT", "explosives"), "air_strike": ("ASSAULT", "aerial"),
    "shelling": ("ASSAULT", "heavy-weapons"), "shooting": ("ASSAULT", "firearms"),
    "stabbing": ("ASSAULT", "primitive"), "vehicle_attack": ("ASSAULT", "primitive"),
    "arson": ("ASSAULT", "destroy"), "abduction": ("ASSAULT", "abduct"),
    "hostage_taking": ("ASSAULT", "abduct"), "hijacking": ("ASSAULT", "abduct"),
    "assassination": ("ASSAULT", "targeted"), "execution": ("ASSAULT", "targeted"),
    "massacre": ("ASSAULT", None), "sexual_violence": ("ASSAULT", "sexual"),
    "protest": ("PROTEST", "demo"), "riot": ("PROTEST", "riot"),
    "crackdown": ("ASSAULT", "crowd-control"), "arrest": ("COERCE", "arrest"),
    "coup": ("ASSAULT", None),
}  # fmt: skip
_SEVERE = frozenset({"targeted", "suicide-attack", "aerial", "drone", "heavy-weapons"})
_SCALE = {"ASSAULT": -9.0, "PROTEST": -6.5, "COERCE": -7.0}
_RESOLUTION = {"exact": 4, "near": 4, "adm2": 3, "adm1": 2, "country": 1}


def event(record: Record) -> dict[str, Any] | None:
    """The incident as a PLOVER event; None where the ontology has none or no day is told."""
    coded = MODES.get(record.incident.kind)
    start = record.incident.when.when.start
    if coded is None or start is None:
        return None
    name, mode = coded
    end = record.incident.when.when.end
    if name == "ASSAULT" and any(m.code == "drone" for m in record.incident.means):
        mode = "drone"
    source = record.reports[0]
    claims = [c for a in record.incident.accounts if a.doc == source.id for c in a.claims]
    told = {
        "id": record.incident.id,
        "date": start.isoformat(),
        "enddate": day(end) if end != start else None,
        "actor": [_actor(a) for a in record.actors("perpetrator")],
        "recipient": [_actor(a) for a in record.actors("target") if a.actor.key or a.actor.sector],
        "event": name,
        "mode": [mode] if mode else [],
        "quad_code": 4,
        "event_scale": _SCALE[name] - (0.5 if mode in _SEVERE else 0.0),
        "context": ["military"] if record.incident.kind in {"air_strike", "shelling"} else [],
        "event_loc": _place(record),
        "event_text": record.sentence(claims[0]) if claims else None,
        "size": {
            key: record.best(field)
            for key, field in (("dead", "killed"), ("injured", "injured"), ("arrested", "arrested"))
            if record.best(field) is not None
        },
        "cite_info": _citation(source),
        "comment": "; ".join(d.id for d in record.reports),
    }
    return {key: value for key, value in told.items() if value is not None}


def _actor(found: IncidentActor) -> dict[str, Any]:
    actor = found.actor
    sector = [actor.sector] if actor.sector else []
    told = {"name": actor.name, "country": actor.country, "sector": sector}
    return {key: value for key, value in told.items() if value is not None}


def _place(record: Record) -> dict[str, Any]:
    place = record.incident.where.place
    told = {
        "extracted_place": place.name, "resolved_place": place.path[-1] if place.path else None,
        "geonameid": place.gazetteer_id, "lat": place.lat, "lon": place.lon,
        "province": record.area(1), "district": record.area(2),
        "country": record.country_name or None, "country_code": place.country,
        "resolution": _RESOLUTION.get(place.precision),
    }  # fmt: skip
    return {key: value for key, value in told.items() if value is not None}


def _citation(source: Document) -> dict[str, Any]:
    told = {
        "citation": source.id, "url": source.url, "title": source.title, "language": source.lang,
        "publication": source.publisher, "coder": "Casus",
    }  # fmt: skip
    return {key: value for key, value in told.items() if value is not None}
