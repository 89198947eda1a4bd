from __future__ import annotations

import json
from pathlib import Path

import pytest

from casus.evaluate.muc4.rows import Mention, Muc4Error, dump_rows, load_rows

from .conftest import ROWS


@pytest.mark.parametrize("form", ["list", "lines"])
def test_both_forms_are_read(tmp_path: Path, form: str) -> None:
    file = tmp_path / "x.json"
    lines = "\n\n".join(json.dumps(row) for row in ROWS)
    file.write_text(json.dumps(ROWS, indent=1) if form == "list" else lines, encoding="utf-8")
    first, second = load_rows(file)
    assert first.templates is not None
    assert [t.incident_type for t in first.templates] == ["kidnapping", "bombing / attack"]
    assert first.templates[0].of("PerpInd") == (
        (Mention("group of armed men", 0), Mention("armed men", 0)),
    )
    assert (second.docid, second.templates) == ("TST2-MUC4-9002", ())


def test_a_report_without_answers_has_none(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text('{"docid": "A", "doctext": "b"}', encoding="utf-8")
    assert load_rows(file)[0].templates is None


def test_what_is_written_reads_the_same(tmp_path: Path, five_slot: Path) -> None:
    rows = load_rows(five_slot / "five_slot" / "dev.json")
    dump_rows(rows, tmp_path / "out.json")
    assert load_rows(tmp_path / "out.json") == rows
    assert [json.loads(x) for x in (tmp_path / "out.json").read_text().splitlines()] == ROWS


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"docid": "A"}', '{"a": []}', "[]"])
def test_another_file_is_refused_with_one_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Muc4Error, match=r"x\.json: "):
        load_rows(file)
