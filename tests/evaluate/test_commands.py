"""`casus eval incidents`, as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casus.evaluate.commands import eval_group
from casus.evaluate.dev import diff
from casus.evaluate.gold import Corpus
from casus.evaluate.predicted import from_folder

from .oracle import rows_from_gold


@pytest.fixture
def predictions(corpus: Corpus, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    out.mkdir()
    rows = rows_from_gold(corpus)
    spoilt = next(c for c in rows[1] if c["id"] == "t0:I1/R1:killed")
    spoilt["value"] = {"low": 70, "high": 70}
    for name, table in zip(("incidents", "claims", "documents"), rows, strict=True):
        text = "".join(json.dumps(row) + "\n" for row in table)
        (out / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return out


def call(*args: object) -> Result:
    return CliRunner().invoke(eval_group, ["incidents", *map(str, args)])


def test_tables_misses_and_json(folder: Path, predictions: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.json"
    found = call("--data", folder, "--predictions", predictions, "--errors", 2, "--json", out)
    assert found.exit_code == 0, found.output
    assert "5 reports, 3 incidents, 4 main accounts" in found.output
    assert "“Seven people died" in found.output
    assert "killed=70 people" in found.output
    table = json.loads(out.read_text())
    assert table["scores"]["accounts.main.f1"]["value"] == 1.0
    assert table["scores"]["claims.p"]["value"] == pytest.approx(5 / 6)
    assert (table["languages"], table["policy"]) == (["de", "en"], "ucdp")
    assert {m["what"] for m in table["misses"]} == {"figure missed", "figure wrong"}


def test_floors_are_pinned_hold_and_fail(folder: Path, predictions: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    gate = ("--data", folder, "--predictions", predictions, "--floors", floors)
    assert call(*gate).exit_code == 1
    assert call(*gate, "--pin").exit_code == 0
    assert "every floor" in call(*gate).output
    worse = predictions / "claims.jsonl"
    worse.write_text(worse.read_text().replace('"low": 8, "high": 8', '"low": 9, "high": 9'))
    failed = call(*gate)
    assert failed.exit_code == 1
    assert "claims.f1: 0.667 is below the floor 0.833" in failed.stderr
    refused = call(*gate, "--pin")
    assert refused.exit_code == 1
    assert "give --reason" in refused.stderr
    assert "lowered claims.f1" in call(*gate, "--pin", "--reason", "another cut").output
    assert call(*gate).exit_code == 0
    assert "another cut" in json.loads(floors.read_text())["pinned"][0]["lowered"][0]


def test_changed_gold_fails_the_gate(folder: Path, predictions: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    gate = ("--data", folder, "--predictions", predictions, "--floors", floors)
    call(*gate, "--pin")
    with (folder / "gold.jsonl").open("a") as stream:
        stream.write("\n")
    failed = call(*gate)
    assert failed.exit_code == 1
    assert "changed since the floor was pinned" in failed.stderr


@pytest.mark.parametrize(
    ("args", "status", "what"),
    [
        (["--data", "nowhere"], 2, "does not exist"),
        (["--data", "."], 2, "holds no gold.jsonl"),
        (["--data", "gold/small", "--lang", "xx"], 2, "no report of these languages"),
        (["--data", "gold/small", "--pin"], 2, "need --floors"),
        (["--data", "gold/small", "--predictions", "gold"], 2, "incidents.jsonl"),
        (["--data", "gold/small", "--policy", "guess"], 2, "guess"),
        (["--data", "gold/small", "--written", "small", "--gain"], 2, "--written reads anew"),
        (["--data", "gold/small", "--predictions", "out", "--floors", "out/claims.jsonl"], 1,
         "no floors can be read"),
    ],
)  # fmt: skip
def test_wrong_use_is_told_in_one_line(
    args: list[str], status: int, what: str, folder: Path, predictions: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(predictions.parent)
    found = call(*args)
    assert found.exit_code == status
    assert what in found.stderr
    assert "Traceback" not in found.stderr


def test_unread_reports_are_named(folder: Path, predictions: Path) -> None:
    documents = predictions / "documents.jsonl"
    rows = documents.read_text().splitlines()
    told = [row.replace('"read"', '"rejected"') if '"R1"' in row else row for row in rows[:-1]]
    documents.write_text("\n".join(told))
    found = call("--data", folder, "--predictions", predictions)
    assert "not read: 2 of 5 reports" in found.stderr
    assert "R5: not in the output" in found.stderr


def test_diff_marks_what_is_right_missed_and_wrong(corpus: Corpus, predictions: Path) -> None:
    lines = list(diff(corpus, from_folder(predictions)))
    assert lines[0].startswith("\n== R1 en 2021-03-02")
    assert "  - killed 7 None (police) “Seven people”" in lines
    assert any(line.startswith("  + killed 70 None (police)") for line in lines)
    assert "  = injured 2 None (None) “Two others”" in lines
    assert not any("== R4" in line for line in lines)
    everything = list(diff(corpus, from_folder(predictions), everything=True))
    assert any("== R4" in line for line in everything)
    chosen = list(diff(corpus, from_folder(predictions), docs=["R5"], everything=True))
    assert len(chosen) == 1
