"""`casus eval muc4`, as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casus.evaluate.commands import eval_group
from casus.evaluate.muc4.keys import load_keys
from casus.evaluate.muc4.rows import load_rows


def call(*args: object) -> Result:
    return CliRunner().invoke(eval_group, ["muc4", *map(str, args)])


@pytest.mark.parametrize("part", ["", "five_slot", "five_slot/dev.json"])
def test_folder_portion_and_file_are_recognised(five_slot: Path, part: str, tmp_path: Path) -> None:
    out = tmp_path / "scores.json"
    found = call("--data", five_slot / part, "--json", out)
    assert found.exit_code == 0, found.output
    assert "Five slots, 2 reports" in found.output
    told = json.loads(out.read_text())["five_slot"]
    assert told["incident_type"]["wanted"] == 2
    assert told["incident_type"]["f1"] >= 0.8  # both are told; a third type may be


def test_a_portion_of_the_conference_is_half_of_dev(five_slot: Path) -> None:
    assert "Five slots, 1 reports" in call("--data", five_slot, "--portion", "tst2").output


def test_predictions_need_no_answers_and_have_their_shape(five_slot: Path, tmp_path: Path) -> None:
    texts, out = tmp_path / "texts.json", tmp_path / "out.json"
    rows = [json.loads(x) for x in (five_slot / "five_slot/dev.json").read_text().splitlines()]
    bare = [{"docid": r["docid"], "doctext": r["doctext"]} for r in rows]
    texts.write_text(json.dumps(bare), encoding="utf-8")
    found = call("--input", texts, "--predictions", out)
    assert found.exit_code == 0, found.output
    told = load_rows(out)
    assert [(r.docid, r.text) for r in told] == [(r["docid"], r["doctext"]) for r in rows]
    assert {t.incident_type for t in told[0].templates or ()} == {"kidnapping", "bombing"}


@pytest.mark.parametrize(
    "args", [(), ("--data", ".", "--input", __file__), ("--data", ".", "--predictions", "x")]
)
def test_half_a_question_is_refused(args: tuple[str, ...]) -> None:
    found = call(*args)
    assert found.exit_code == 2
    assert "give --data PATH, or --input" in found.output


def test_a_folder_without_the_files_says_which(tmp_path: Path) -> None:
    found = call("--data", tmp_path)
    assert found.exit_code == 1
    assert "no dev.json here or in five_slot" in found.output


def test_texts_with_keys_are_scored_slot_by_slot(corpora: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.json"
    found = call("--data", corpora, "--portion", "tst1", "--json", out, "--errors", 2, "--parts", 2)
    assert found.exit_code == 0, found.output
    assert "Official slots, all templates" in found.output
    assert "Part 2, 0 reports" in found.output
    told = json.loads(out.read_text())
    assert told["official"]["matched.type.f1"]["value"] == 1.0
    assert told["official"]["template.r"]["value"] == 1.0
    assert len(told["parts"]) == 2
    assert all(m["rule"] for m in told["misses"] if m["what"].startswith("template"))


def test_official_predictions_of_the_conferences_texts(corpora: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers"
    texts = corpora / "corpora" / "tst1" / "tst1-muc3"
    found = call("--input", texts, "--predictions", out, "--official")
    assert found.exit_code == 0, found.output
    keys = load_keys(out)
    assert {d: len(t) for d, t in keys.items()} == {"TST1-MUC3-9001": 2, "TST1-MUC3-9002": 0}
    told = [[t.of(slot)[0].values[0] for slot in (4, 2, 3, 5)] for t in keys["TST1-MUC3-9001"]]
    assert ["KIDNAPPING", "17 FEB 90", "HONDURAS: TEGUCIGALPA (CITY)", "ACCOMPLISHED"] in told
