"""`casus eval places`, end to end."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from casus.evaluate.commands import eval_group

TR_NEWS = Path(__file__).parents[4] / "shared" / "eval" / "places" / "TR-News.xml"


def run(*args: object) -> tuple[int, str]:
    done = CliRunner().invoke(eval_group, ["places", *(str(a) for a in args)])
    return done.exit_code, done.output


def test_annotated_texts_are_scored(xml: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.json"
    status, said = run("--data", xml, "--errors", 5, "--json", out)
    assert status == 0
    assert "annotated spans given" in said and "not found" in said
    table = json.loads(out.read_text())
    assert table["counts"]["names"] == 5
    assert table["scores"]["given.161km"]["value"] > 0.7
    assert table["scores"]["found.exact.f1"]["low"] <= table["scores"]["found.exact.f1"]["high"]


def predicted(tmp_path: Path, *rows: dict[str, object]) -> list[dict[str, object]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    status, said = run("--input", source, "--predictions", target)
    assert status == 0, said
    return [json.loads(line) for line in target.read_text().splitlines()]


def test_names_are_written_for_others_to_score(tmp_path: Path) -> None:
    text = "Two people drowned near Toledo, Ohio, on Friday, the sheriff's office said."
    rows = predicted(tmp_path, {"id": "r", "text": text})
    assert list(rows[0]) == ["doc", "start", "end", "name", "lat", "lon", "country"]
    assert [(r["doc"], r["name"], r["country"]) for r in rows] == [
        ("r", "Toledo", "US"), ("r", "Ohio", "US"),
    ]  # fmt: skip
    assert all(text[r["start"] : r["end"]] == r["name"] for r in rows)


def test_offsets_count_the_text_as_given(tmp_path: Path) -> None:
    """The file has a soft hyphen, Windows line ends and decomposed letters."""
    text = unicodedata.normalize("NFD", "Ein Un\u00adwetter traf Köln.\r\nIn Düren fiel Strom aus.")
    rows = predicted(tmp_path, {"id": 1, "lang": "de", "text": text})
    names = [text[r["start"] : r["end"]] for r in rows]
    assert [unicodedata.normalize("NFC", name) for name in names] == ["Köln", "Düren"]


def test_given_spans_are_resolved_as_they_are(tmp_path: Path) -> None:
    text = "Rain is likely in Georgia. The mayor of Tbilisi said that Zzyqx was flooded."
    spans = [[text.index(n), text.index(n) + len(n)] for n in ("Zzyqx", "Georgia", "Rain")]
    rows = predicted(tmp_path, {"id": 1, "lang": "en", "text": text, "spans": spans})
    assert [[r["start"], r["end"]] for r in rows] == spans
    assert rows[1]["country"] == "GE"


@pytest.mark.parametrize(
    "args", [[], ["--input", "IN"], ["--predictions", "x"], ["--data", "IN", "--input", "IN"]]
)
def test_options_that_do_not_go_together(tmp_path: Path, args: list[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("{}")
    status, said = run(*(source if a == "IN" else a for a in args))
    assert status == 2
    assert "--data FILE, or --input FILE" in said


def test_a_language_without_a_pack_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "lang": "xx", "text": "a b"}')
    status, said = run("--input", source, "--predictions", tmp_path / "out")
    assert status == 2 and "no pack" in said
    assert not (tmp_path / "out").exists()


def test_annotated_news_is_read_as_well_as_before(tmp_path: Path) -> None:
    """Below what is reached, so that only a fall is told."""
    if not TR_NEWS.is_file():
        pytest.skip("TR-News is not kept beside this checkout")
    out = tmp_path / "scores.json"
    status, _ = run("--data", TR_NEWS, "--json", out)
    scores = json.loads(out.read_text())["scores"]
    assert status == 0
    assert scores["found.exact.f1"]["value"] > 0.85
    assert scores["given.161km"]["value"] > 0.75
