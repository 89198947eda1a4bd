"""`casus eval timex`, as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from casus.evaluate.commands import eval_group

from .samples import write_columns, write_timeml


def call(*args: object) -> Result:
    return CliRunner().invoke(eval_group, ["timex", *map(str, args)])


def test_scores_beside_a_peer(tmp_path: Path) -> None:
    out = tmp_path / "scores.json"
    write_timeml(tmp_path / "sets")
    found = call("--data", tmp_path / "sets", "--errors", 5, "--json", out)
    assert found.exit_code == 0, found.output
    assert "corpus: Casus (de): 4 expressions in 2 texts" in found.output
    assert "corpus: tagger (de)" in found.output
    own, peer = json.loads(out.read_text(encoding="utf-8"))
    assert own["scores"]["strict.all.f1"]["value"] == 1.0
    assert own["scores"]["value.all.f1"]["value"] == 1.0
    assert peer["scores"]["strict.all.r"]["value"] == 3 / 4
    assert peer["scores"]["value.all.r"]["value"] == 2 / 4


def test_misses_name_text_gold_prediction_and_pattern(tmp_path: Path) -> None:
    file = write_columns(tmp_path)
    spoilt = file.read_text(encoding="utf-8").replace("P2D", "P3D")
    file.write_text(spoilt, encoding="utf-8")
    found = call("--data", file, "--errors", 1)
    assert "value  dev-1" in found.output
    assert "the town for [two days] ." in found.output
    assert "gold       “two days” DURATION P3D" in found.output
    assert "predicted  “two days” DURATION P2D" in found.output
    assert "pattern    duration" in found.output


def annotate(tmp_path: Path, *rows: dict[str, Any], lang: str = "") -> list[dict[str, Any]]:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = call("--input", source, "--predictions", out, "--lang", lang)
    assert found.exit_code == 0, found.output
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_annotations_of_reports(tmp_path: Path) -> None:
    rows = annotate(
        tmp_path,
        {"id": "a", "lang": "en", "published": "2019-11-02", "title": "Rain",
         "text": "It rained on Friday for two days."},
        {"doc": 7, "published": None, "text": "Die Brücke ist seit dem 3. Mai gesperrt, und der "
         "Bürgermeister rechnet nicht mit einer schnellen Öffnung."},
    )  # fmt: skip
    assert rows == [
        {"doc": "a", "start": 13, "end": 19, "type": "DATE", "value": "2019-11-01"},
        {"doc": "a", "start": 24, "end": 32, "type": "DURATION", "value": "P2D"},
        {"doc": "7", "start": 24, "end": 30, "type": "DATE", "value": "XXXX-05-03"},
    ]


def test_a_set_tells_how_often(tmp_path: Path) -> None:
    text = "They meet twice a week, and every Friday."
    rows = annotate(tmp_path, {"id": "a", "lang": "en", "text": text})
    assert [(r["value"], r.get("freq"), r.get("quant")) for r in rows] == [
        ("P1W", "2X", None),
        ("XXXX-WXX-5", None, "EVERY"),
    ]


def test_offsets_are_those_of_the_text_as_given(tmp_path: Path) -> None:
    text = "\ufeffMu\u0308de\r\nkam er am 3.\u00a0Mai\u200b 2018 an."
    (row,) = annotate(tmp_path, {"id": "a", "lang": "de", "text": text})
    assert text[row["start"] : row["end"]] == "3.\u00a0Mai\u200b 2018"
    assert row["value"] == "2018-05-03"


def test_other_languages_are_passed_over(tmp_path: Path) -> None:
    rows = [{"id": n, "lang": n, "text": "2012"} for n in ("en", "de", "xx")]
    assert [row["doc"] for row in annotate(tmp_path, *rows)] == ["en", "de"]
    assert [row["doc"] for row in annotate(tmp_path, *rows, lang="de")] == ["de"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "in.jsonl:1: no valid JSON"),
        ("[]", "in.jsonl:1: no object"),
        ('{"id": "a"}', "in.jsonl:1: a row needs"),
        ('{"id": "a", "text": "x", "published": "soon"}', "published 'soon' is no day"),
    ],
)
def test_broken_rows_are_refused_with_their_line(tmp_path: Path, line: str, message: str) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(line, encoding="utf-8")
    found = call("--input", source, "--predictions", out)
    assert found.exit_code == 2
    assert message in found.output
    assert not out.exists()


@pytest.mark.parametrize("args", [(), ("--input", "."), ("--data", ".", "--input", ".")])
def test_what_to_do_must_be_told(args: tuple[str, ...]) -> None:
    found = call(*args)
    assert found.exit_code == 2
    assert "give --data, or --input and --predictions" in found.output
