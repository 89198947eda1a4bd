"""followthemoney entities as JSON lines: an Event, its actors, its reports as Articles.

Only properties of FtM's own model are used (schemata Event, Organization, Article). Entities
are references of an event; their ids are hashes of what they are, so that equal actors of two
incidents are one entity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from casus.export.tables.record import Record
from casus.export.tables.table import day
from casus.types import Actor, Document
from casus.wording import say

_STATE = frozenset({"MIL", "COP", "GOV", "SPY"})


def entities(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Every entity once: events in their order, each after the actors and reports it names."""
    seen: set[str] = set()
    for record in records:
        for entity in _of(record):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                yield entity


def _of(record: Record) -> Iterator[dict[str, Any]]:
    # a word for those who fight ("gunmen") is nobody whom another record could mean
    named = {a.actor.key: a.actor for a in record.incident.actors if a.actor.key}
    yield from map(_organisation, named.values())
    yield from map(_article, record.reports)
    incident = record.incident
    when, place = incident.when.when, incident.where.place
    yield _entity(
        f"casus-{incident.id}",
        "Event",
        name=incident.title,
        startDate=day(when.start),
        endDate=day(when.end),
        country=place.country and place.country.lower(),
        location=", ".join(place.path) or place.name,
        summary=". ".join(f"{name}: {say(*toll.reason)}" for name, toll in incident.tolls.items()),
        keywords=incident.kind,
        involved=[_id("actor", key) for key in named],
        proof=[_id("report", d.id) for d in record.reports],
    )


def _organisation(actor: Actor) -> dict[str, Any]:
    schema = "PublicBody" if actor.sector in _STATE else "Organization"
    country = actor.country and actor.country.lower()
    return _entity(_id("actor", actor.key), schema, name=actor.name, country=country)


def _article(document: Document) -> dict[str, Any]:
    return _entity(
        _id("report", document.id),
        "Article",
        title=document.title,
        sourceUrl=document.url,
        publisher=document.publisher,
        date=day(document.published),
        language=document.lang,
    )


def _id(kind: str, value: str) -> str:
    return f"casus-{kind}-{hashlib.sha1(value.encode()).hexdigest()[:16]}"


def _entity(key: str, schema: str, **told: str | list[str] | None) -> dict[str, Any]:
    properties = {
        name: value if isinstance(value, list) else [value] for name, value in told.items() if value
    }
    return {"id": key, "schema": schema, "properties": properties}
