"""A small collection with every kind of row, made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casus.evaluate.gold import Corpus, load_corpus

FIRE = "Seven people died in a fire at a mill in Harlow on Monday, police said."
REPORTS: list[dict[str, Any]] = [
    {"id": "R1", "lang": "en", "published": "2021-03-02", "title": "Mill fire",
     "text": FIRE + "\n\nTwo others were hurt. A blaze at the same site killed one in 2019. "
     "About 40 families left the area."},
    {"id": "R2", "lang": "de", "published": None, "title": "Brand",
     "text": "Acht Menschen starben am Montag bei einem Brand in Harlow, so ein Krankenhaus."},
    {"id": "R3", "lang": "en", "published": "2021-03-02", "title": "Mill fire",
     "text": FIRE + " The owner was not reached for comment by the agency, which asked twice."},
    {"id": "R4", "lang": "en", "published": "2021-03-20", "title": "Barn fire",
     "text": "A barn burned down near Epping on Friday, killing a farmer."},
    {"id": "R5", "lang": "en", "published": "2021-03-20", "title": "Cup final",
     "text": "The striker killed off the match with a late goal before 40,000 people."},
]  # fmt: skip


def figure(low: int | None, high: int | None, text: str, **more: Any) -> dict[str, Any]:
    return {"low": low, "high": high, "group": None, "voice": None, "text": text} | more


def entry(report: str, anchor: str, day: str, **more: Any) -> dict[str, Any]:
    return {"report": report, "role": "main", "anchor_text": anchor, "start": day, "end": day,
            "place": "Harlow"} | more  # fmt: skip


def incident(key: str, day: str, place: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "kind": "fire", "kinds_ok": ["fire"], "start": day, "end": day,
            "precision": "day", "country": "GB", "adm1": "Essex", "place": place, "lat": 51.77,
            "lon": 0.09, "perpetrators": [], "targets": []} | more  # fmt: skip


GOLD: list[dict[str, Any]] = [
    incident(
        "I1", "2021-03-01", "Harlow", killed={"low": 7, "best": [7, 8], "high": 8},
        injured={"low": 2, "best": [2], "high": 2},
        displaced={"low": 40, "best": [40], "high": 40, "unit": "families"},
        perpetrators=[{"names": ["the mill's owner"], "confidence": ["accused"]}],
        reports=[
            entry("R1", FIRE, "2021-03-01", killed=[figure(7, 7, "Seven people", voice="police")],
                  injured=[figure(2, 2, "Two others")],
                  displaced=[figure(40, 40, "40 families", unit="families")]),
            entry("R2", REPORTS[1]["text"], "2021-03-01",
                  killed=[figure(8, 8, "Acht Menschen", voice="hospital")]),
            entry("R3", FIRE, "2021-03-01", killed=[figure(7, 7, "Seven people", voice="police")]),
        ],
    ),
    incident(
        "I2", "2019-01-01", "Harlow", end="2019-12-31", precision="year", start="2019-01-01",
        killed={"low": 1, "best": [1], "high": 1},
        reports=[entry("R1", "A blaze at the same site killed one in 2019.", "2019-01-01",
                       end="2019-12-31", role="background", killed=[figure(1, 1, "one")])],
    ),
    incident(
        "I3", "2021-03-19", "Epping", lat=51.7, lon=0.11,
        killed={"low": 1, "best": [1], "high": 1},
        reports=[entry("R4", REPORTS[3]["text"], "2021-03-19", place="Epping",
                       killed=[figure(1, 1, "a farmer", group="civilian")])],
    ),
    incident(
        "I4", "2021-03-01", "Harlow", kind="protest", kinds_ok=["protest"], optional=True,
        reports=[entry("R1", "About 40 families left the area.", "2021-03-01",
                       role="background")],
    ),
]  # fmt: skip


def write_corpus(folder: Path, reports: list[dict[str, Any]], gold: list[dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("reports.jsonl", reports), ("gold.jsonl", gold)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / name).write_text(lines, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = [{"url": None, "publisher": None, **row} for row in REPORTS]
    return write_corpus(tmp_path / "gold" / "small", reports, GOLD)


@pytest.fixture
def corpus(folder: Path) -> Corpus:
    return load_corpus(folder)
