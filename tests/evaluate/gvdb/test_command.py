"""`casus eval gvdb`, as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casus.evaluate.commands import eval_group


def call(*args: object) -> Result:
    return CliRunner().invoke(eval_group, ["gvdb", *map(str, args)])


def test_scores_beside_the_script_with_misses_and_json(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.json"
    found = call("--data", table, "--errors", 50, "--json", out)
    assert found.exit_code == 0, found.output
    assert "killed exact" in found.output
    assert "short script" in found.output
    told = json.loads(out.read_text())
    assert (told["read"]["killed"]["value"], told["read"]["killed"]["n"]) == (1.0, 1)
    assert told["script"]["killed.all"]["n"] == 2
    # the time of the second article stands nowhere in it
    missed = [(m["what"], m["doc"], m["gold"]) for m in told["misses"]]
    assert ("clock", "a2", "7 p.m") in missed
    assert "7 p.m" in found.output


def test_answers_for_others_to_score(tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = "Two men were shot and killed in Tampa, Florida, on Sunday, police said."
    row = {"id": "x", "title": "Two shot", "text": text, "published": "2016-03-08"}
    given.write_text(json.dumps(row) + "\n", encoding="utf-8")
    found = call("--input", given, "--predictions", out)
    assert found.exit_code == 0, found.output
    assert json.loads(out.read_text()) == {
        "id": "x", "killed": 2, "injured": 0, "date": "2016-03-06", "city": "Tampa",
        "state": "Florida", "clock_time": None,
    }  # fmt: skip


@pytest.mark.parametrize("args", [(), ("--data", "{t}", "--input", "{t}"), ("--input", "{t}")])
def test_wrong_use_is_told(table: Path, args: tuple[str, ...]) -> None:
    found = call(*(a.format(t=table) for a in args))
    assert found.exit_code == 2
    assert "--input" in found.output


def test_a_broken_file_is_one_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "x.tsv"
    file.write_text("a\tb\n", encoding="utf-8")
    found = call("--data", file)
    assert found.exit_code == 1
    assert "it is no file of the database" in found.output
