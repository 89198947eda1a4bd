"""Records to compare, from wherever they lie: a store, a folder of results, a file.

Use `load(path)`. What a file is, is found by its head, never by its name alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casus.coded import DATA_SETS, BadRow, CodedEvent, WrongFileError, address, read_rows
from casus.coded.places import country_of
from casus.coded.text import killed_text
from casus.compare.model import Item, Side, days_text, figure_text
from casus.gazetteer import Gazetteer
from casus.store import Store
from casus.types import KINDS, TOLL_FIELDS, Document, Incident

INCIDENTS = "incidents.jsonl"
STORE = "casus.db"
MOST_LINE = 50_000_000
"""Characters of a row of incidents.jsonl; an incident of 10,000 claims has five million."""
_SQLITE = b"SQLite format 3\0"


class CompareError(ValueError):
    """Something that cannot be compared; the message says why and what can."""


def load(path: Path) -> Side:
    """The record at a path. Raises CompareError, StoreError, OSError."""
    if path.is_dir():
        found = next((path / name for name in (INCIDENTS, STORE) if (path / name).is_file()), None)
        if found is None:
            raise CompareError(f"{path} holds neither {INCIDENTS} nor {STORE}")
        return Side(str(path), "incidents", tuple(_file(found)))
    if path.suffixes[-2:] == [".csv", ".gz"] or path.suffix == ".csv":
        return _data_set(path)
    return Side(str(path), "incidents", tuple(_file(path)))


def _file(path: Path) -> Iterator[Item]:
    with path.open("rb") as stream:
        head = stream.read(len(_SQLITE))
    if head == _SQLITE:
        with Store.view(path) as store:
            documents = {d.id: d for d in store.documents() if d.coded}
            for incident in store.incidents():
                yield of_incident(incident, documents)
        return
    with path.open(encoding="utf-8") as lines:
        number = 0
        try:
            while line := lines.readline(MOST_LINE):
                number += 1
                if line.strip():
                    yield _of_row(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CompareError(
                f"{path}, line {number}: no row of {INCIDENTS} ({type(error).__name__}: {error}); "
                "stores, folders of results, incidents.jsonl, GED and ACLED CSV can be compared"
            ) from error


def of_incident(incident: Incident, documents: Mapping[str, Document]) -> Item:
    """An incident of a store. `documents` hold the rows of data sets among those that tell it, by
    whose numbers it is found in the data set's file."""
    when, place = incident.when.when, incident.where.place
    tolls = {
        name: (toll.low, toll.best, toll.high, toll.state.value)
        for name, toll in incident.tolls.items()
    }
    actors = [
        (a.role, a.actor.name + (" (denied)" if a.confidence == "denied" else ""))
        for a in incident.actors
    ]
    return _item(
        {
            "id": incident.id, "title": incident.title, "kind": incident.kind,
            "start": when.start, "end": when.end, "place": place.name, "country": place.country,
            "lat": place.lat, "lon": place.lon, "means": [m.code for m in incident.means],
        },
        tolls,
        actors,
        [(a.id, a.doc) for a in incident.accounts],
        {u for a in incident.accounts if a.doc in documents if (u := documents[a.doc].url)},
    )  # fmt: skip


def _of_row(row: Mapping[str, Any]) -> Item:
    """A row of incidents.jsonl."""
    when, where = row["when"], row["where"]
    tolls = {
        name: (toll["low"], toll["best"], toll["high"], toll["state"])
        for name, toll in row["tolls"].items()
    }
    actors = [
        (a["role"], a["name"] + (" (denied)" if a["confidence"] == "denied" else ""))
        for a in row["actors"]
    ]
    return _item(
        {
            "id": row["id"], "title": row["title"], "kind": row["kind"],
            "start": _day(when["start"]), "end": _day(when["end"]), "place": where["name"],
            "country": where["country"], "lat": where["lat"], "lon": where["lon"],
            "means": [m["code"] for m in row["means"]],
        },
        tolls,
        actors,
        [(a["id"], a["document"]) for a in row["accounts"]],
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_Toll = tuple[int | None, int | None, int | None, str]


def _item(
    told: Mapping[str, Any],
    tolls: Mapping[str, _Toll],
    actors: list[tuple[str, str]],
    accounts: list[tuple[str, str]],
    coded: Iterable[str] = (),
) -> Item:
    """An incident, whichever form it came in."""
    values = {
        "kind": told["kind"],
        "when": days_text(told["start"], told["end"]),
        "where": ", ".join(filter(None, (told["place"], told["country"]))),
        "means": ", ".join(sorted(told["means"])),
    }
    for name in TOLL_FIELDS:
        if name in tolls:
            low, best, high, state = tolls[name]
            values[name] = figure_text(low, best, high)
            values[f"{name} agreement"] = state
    for role in sorted({role for role, _ in actors}):
        values[role] = ", ".join(sorted(name for r, name in actors if r == role))
    low, best, high, _ = tolls.get("killed", (None, None, None, ""))
    return Item(
        id=told["id"],
        title=told["title"],
        family=KINDS.get(told["kind"], ""),
        start=told["start"],
        end=told["end"] or told["start"],
        country=told["country"] or "",
        place=told["place"] or "",
        point=None if told["lat"] is None or told["lon"] is None else (told["lat"], told["lon"]),
        killed=next((n for n in (best, low, high) if n is not None), None),
        values={name: value for name, value in values.items() if value},
        accounts=frozenset((*(a for a, _ in accounts), *coded)),
        documents=frozenset(d for _, d in accounts),
    )


def _data_set(path: Path) -> Side:
    """A file of a data set, known by its columns."""
    failures = []
    for name in DATA_SETS:
        try:
            gazetteer = Gazetteer.open()
            rows = [row for _, row in read_rows(name, path)]
        except WrongFileError as error:
            failures.append(str(error))
            continue
        items = {i.id: i for row in rows if not isinstance(row, BadRow)
                 if (i := of_event(row, gazetteer))}  # fmt: skip
        return Side(str(path), name, tuple(items.values()))
    raise CompareError("; ".join(dict.fromkeys(failures)))


def of_event(event: CodedEvent, gazetteer: Gazetteer) -> Item:
    """A coded event. Of one row given twice the last counts."""
    data_set = DATA_SETS[event.data_set]
    country = country_of(event.country, event.country_number, data_set.numbers, gazetteer)
    days = days_text(event.start, event.end)
    values = {
        "type": event.type,
        "when": days,
        "where": ", ".join(filter(None, (event.place, country or event.country))),
        "where precision": str(event.place_precision),
        "coordinates": "" if event.lat is None else f"{event.lat:.5f}, {event.lon or 0:.5f}",
        "side a": event.side_a,
        "side b": event.side_b,
        "killed": killed_text(event.killed),
        "deaths": "/".join(map(str, event.deaths or ())),
        "sources": event.sources,
        "notes": event.notes,
    }
    return Item(
        id=address(event),
        title=", ".join(filter(None, (event.type or "event", event.place, event.country, days))),
        family=KINDS.get(data_set.kind(event.type), ""),
        start=event.start,
        end=event.end,
        country=country or "",
        place=event.place,
        point=None if event.lat is None or event.lon is None else (event.lat, event.lon),
        killed=event.killed[0] if event.killed else None,
        values={name: value for name, value in values.items() if value},
    )
