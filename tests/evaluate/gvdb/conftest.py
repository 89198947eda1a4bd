"""A small file in the database's format, in our own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HEAD = "Article id\tArticle url\tArticle title\tFull text\tJson\tWorker\n"


def marks(*states: list[str], date: str, city: str = "", state: str = "", clock: str = "") -> str:
    """What an annotator marked: the states of each victim, day and place."""
    value = {"startIndex": -1, "endIndex": -1}
    return json.dumps(
        {
            "date-and-time": {
                "date": date,
                "city": value | {"value": city},
                "state": state,
                "clock-time": value | {"value": clock},
            },
            "victim-section": [{"victim-was": list(s)} for s in states],
        }
    )


ROWS = (
    (
        "a1",
        "Two shot dead at a car wash",
        "Two men were shot and killed on Sunday, March 6, in Tampa, Florida, police said. "
        "A third man was wounded.",
        marks(["killed"], ["killed"], ["injured", "hospitalized"], date="2016-03-06",
              city="Tampa", state="FL - Florida"),
    ),
    (
        "a2",
        "Officers call off search",
        "Officers looked for a man who fired at a sign in Tampa on Monday. Nobody was hurt.",
        marks(date="2016-03-07", city=" Tampa", state="Unclear", clock="7 p.m"),
    ),
    (
        "a3",
        "Reward offered",
        "A reward is offered over a shooting.",
        marks([], ["hospitalized"], date="2016-03-08", state="Fla."),
    ),
)  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three articles as a file of the database."""
    file = tmp_path / "part.tsv"
    lines = [f"{n}\thttp://x\t{title}\t{title}{text}\t{m}\tW" for n, title, text, m in ROWS]
    file.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return file
