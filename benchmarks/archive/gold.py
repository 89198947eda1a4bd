"""The archive as annotated reports: `reports.jsonl` and `gold.jsonl` as under gold/.

Use `write(folder, …)`; `truth_of(folder)` gives back the tolls that a record should show.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .model import Count, Event, Report, Telling
from .reports import archive


def write(
    folder: Path, *, incidents: int, seed: int, hard: bool, languages: Sequence[str]
) -> tuple[int, int]:
    """Make the archive in a folder: how many reports, and how many incidents they tell."""
    folder.mkdir(parents=True, exist_ok=True)
    told: dict[str, list[tuple[Report, Telling]]] = defaultdict(list)
    known: dict[str, Event] = {}
    count = 0
    with (folder / "reports.jsonl").open("w", encoding="utf-8") as out:
        for report in archive(incidents=incidents, seed=seed, hard=hard, languages=languages):
            out.write(_line(_report(report)))
            count += 1
            for telling in report.tellings:
                known[telling.event.id] = telling.event
                told[telling.event.id].append((report, telling))
    with (folder / "gold.jsonl").open("w", encoding="utf-8") as out:
        for name in sorted(told):
            out.write(_line(_incident(known[name], told[name])))
    return count, len(told)


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "url": report.url,
        "publisher": report.publisher,
        "lang": report.lang,
        "published": None if report.undated else report.day.isoformat(),
        "title": report.title,
        "text": report.text,
    }


def _incident(event: Event, told: list[tuple[Report, Telling]]) -> dict[str, Any]:
    spot = event.village or event.town
    names = [*event.town.names.values()]
    if event.village is not None:
        names += [*event.village.names.values(), *event.village.spelt.values()]
    row: dict[str, Any] = {
        "id": event.id,
        "kind": event.kind,
        "kinds_ok": list(event.told_as),
        "start": event.day.isoformat(),
        "end": event.day.isoformat(),
        "precision": "day",
        "country": event.town.country,
        "adm1": event.town.region,
        "place": spot.names["en"],
        "places_ok": list(dict.fromkeys(names)),
        "lat": spot.lat,
        "lon": spot.lon,
        "perpetrators": [],
        "targets": [],
    }
    for field in ("killed", "injured"):
        counts = [c for _, t in told for c in t.counts if c.field == field]
        if counts:
            row[field] = range_of(event, counts)
    row["reports"] = [_telling(report, telling) for report, telling in told]
    return row


def range_of(event: Event, counts: Sequence[Count]) -> dict[str, Any]:
    """The toll that these figures make, by the plain reading of the codebooks.

    What a later figure replaced bounds nothing (`low_ok` lists it: a coder may keep it as the
    lowest estimate), officials are believed before the armed group, "at least" bounds from
    below.
    """
    newest = {f.number: n for n, f in enumerate(event.figures)}
    standing = [c for c in counts if not c.outdated]
    if not standing:
        last = max(counts, key=lambda c: newest.get(c.low, -1))
        standing = [c for c in counts if c.low == last.low]
    exact = [c for c in standing if c.high is not None] or standing
    sober = [c for c in exact if c.voice != "armed_group"] or exact
    best = max(sober, key=lambda c: newest.get(c.low, -1)).low
    replaced = {c.low for c in counts} - {c.low for c in standing}
    open_top = all(c.high is None for c in standing)
    return {
        "low": min(c.low for c in standing),
        "best": [best],
        "high": None if open_top else max(c.high or c.low for c in standing),
        "low_ok": sorted(n for n in replaced if n < best),
    }


def _telling(report: Report, telling: Telling) -> dict[str, Any]:
    row: dict[str, Any] = {
        "report": report.id,
        "role": telling.role,
        "anchor_text": telling.anchor,
        "start": telling.start.isoformat(),
        "end": telling.end.isoformat(),
        "place": telling.place,
        "date_text": telling.when,
    }
    for count in telling.counts:
        entry = {
            "low": count.low, "high": count.high, "group": count.group, "voice": count.voice,
            "text": count.text,
        }  # fmt: skip
        row.setdefault(count.field, []).append(
            entry | ({"outdated": True} if count.outdated else {})
        )
    return row


@dataclass(frozen=True, slots=True)
class TrueToll:
    """What a record should show as killed; `lows` are the lower bounds that count as right."""

    lows: frozenset[int | None]
    best: frozenset[int]
    high: int | None


def tolls_of(rows: Iterable[dict[str, Any]]) -> dict[str, TrueToll]:
    """Incident → number killed, from gold rows that tell one."""
    return {
        row["id"]: TrueToll(
            frozenset([killed["low"], *killed.get("low_ok", ())]),
            frozenset(killed["best"]),
            killed["high"],
        )
        for row in rows
        if (killed := row.get("killed"))
    }
