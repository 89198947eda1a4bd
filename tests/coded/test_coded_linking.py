"""Coded events beside the reports that they were coded from: each finds its own incident."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from casus.config import Config
from casus.export.tables import FORMATS, records, write
from casus.pipeline import Request, Result, import_coded, run

REPORTS = Path(__file__).parents[2] / "gold" / "en-de" / "reports.jsonl"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("linking")
    return folder, run(Request((str(REPORTS),), folder, jobs=1), Config())


def worn(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows as somebody else might have coded them: other coordinates, names, figures."""
    dice = random.Random(7)
    for row in rows:
        row["where_coordinates"] += dice.choice((" town", " village", ""))
        for name in ("latitude", "longitude"):
            if row[name]:
                row[name] = str(float(row[name]) + dice.uniform(-0.04, 0.04))
        if dice.random() < 0.3:
            best = max(1, int(row["best"]) + dice.choice((-1, 1)))
            row["best"] = row["low"] = row["high"] = str(best)
    return rows


def test_events_find_the_reports_they_were_coded_from(reports: tuple[Path, Result]) -> None:
    folder, before = reports
    codes = {i.where.place.country for i in before.incidents if i.where.place.country}
    file = folder / "ged.csv"
    names = dict.fromkeys(codes, "")
    write(FORMATS["ged"], records(before.incidents, before.documents, names), file)
    with file.open(encoding="utf-8", newline="") as stream:
        rows = worn(list(csv.DictReader(stream)))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    import_coded("ged", file, folder / "casus.db", Config())
    after = run(Request((), folder, folder / "casus.db", jobs=1), Config())
    home = {a.id: i.id for i in before.incidents for a in i.accounts}
    wanted = {f"ged:{row['id']}": row["relid"] for row in rows}
    found = {"right": 0, "wrong": 0, "alone": 0}
    for incident in after.incidents:
        told = {home[a.id] for a in incident.accounts if a.id in home}
        for account in incident.accounts:
            document = after.documents[account.doc]
            if document.coded:
                right = wanted[document.url or ""] in told
                found["right" if right else "wrong" if told else "alone"] += 1
    assert sum(found.values()) == len(rows) > 15
    assert found["wrong"] == 0
    # what a report recalls with a month for a date is too vague to be joined
    assert found["right"] >= 0.85 * len(rows)
