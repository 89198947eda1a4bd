from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casus.evaluate.muc4.keys import Fill, Slot, joined, load_keys, load_texts, read_fill
from casus.evaluate.muc4.rows import Muc4Error


def test_a_key_gives_templates_by_text(corpora: Path) -> None:
    keys = load_keys(corpora / "corpora/tst1/key-tst1.v1")
    assert [len(keys[d]) for d in ("TST1-MUC3-9001", "TST1-MUC3-9002")] == [2, 0]
    first, second = keys["TST1-MUC3-9001"]
    assert (first.optional, second.optional) == (False, True)
    assert first.of(Slot.PERP_ORG) == ()
    assert first.of(Slot.HUMAN_NUMBER) == (Fill(("1",), ("TOMAS ARCE",)),)
    assert second.of(Slot.HUMAN_NUMBER) == (
        Fill(("2",), ("GUARDS",)),
        Fill(("PLURAL",), ("PASSERS-BY",), optional=True),
    )


@pytest.mark.parametrize(
    ("slot", "line", "wanted"),
    [
        (2, "(12 MAY 89) / (- 14 MAY 89)", Fill(("12 MAY 89", "- 14 MAY 89"))),
        (3, "PERU: LIMA (CITY): ATE (SUBURB)", Fill(("PERU: LIMA (CITY): ATE (SUBURB)",))),
        (3, "? CHILE / BOLIVIA", Fill(("CHILE", "BOLIVIA"), optional=True)),
        (10, '"A/B GROUP" / "THE \\"REDS\\""', Fill(("A/B GROUP", 'THE "REDS"'))),
        (11, '(POSSIBLE / ACQUITTED): "X" / "Y"', Fill(("POSSIBLE", "ACQUITTED"), ("X", "Y"))),
        (19, '"MR" / "MAYOR": "RUIZ"', Fill(("MR", "MAYOR"), ("RUIZ",))),
        (23, 'NO INJURY: "-"', Fill(("NO INJURY",), ("-",))),
        (5, "Attempted", Fill(("ATTEMPTED",))),
    ],
)
def test_a_fill_has_alternatives_and_what_it_refers_to(slot: int, line: str, wanted: Fill) -> None:
    assert read_fill(slot, line) == wanted


def test_texts_have_the_day_and_place_of_their_dateline(corpora: Path) -> None:
    first, second = load_texts(corpora / "corpora/tst1/tst1-muc3")
    assert (first.row.docid, first.town, first.country) == (
        "TST1-MUC3-9001", "PUERTO LINDO", "HONDURAS",
    )  # fmt: skip
    assert first.written == date(1990, 2, 18)
    assert first.row.text.startswith("A GROUP OF ARMED MEN KIDNAPPED")
    assert "YESTERDAY.\n\n   ON 16" in first.row.text
    assert (second.written, second.town) == (None, "CLANDESTINE")
    assert second.row.text == "THE MINISTER OF WORKS OPENED A BRIDGE."


def test_joining_lines_keeps_offsets() -> None:
    text = "ONE\nTWO.\n\n   THREE"
    assert joined(text) == "ONE TWO.\n\n   THREE"
    assert len(joined(text)) == len(text)


@pytest.mark.parametrize("read", [load_keys, load_texts])
def test_another_file_is_refused(read: object, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("nothing of the kind", encoding="utf-8")
    assert callable(read)
    with pytest.raises(Muc4Error, match="in it;"):
        read(file)
