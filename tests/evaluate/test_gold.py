from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casus.evaluate.gold import Corpus, GoldError, load_corpus, read_pairs
from casus.evaluate.incidents import tellable

from .conftest import GOLD, REPORTS, write_corpus


def test_corpus_has_what_the_files_say(corpus: Corpus) -> None:
    assert sorted(corpus.reports) == ["R1", "R2", "R3", "R4", "R5"]
    assert [(i.id, i.main, i.optional) for i in corpus.incidents] == [
        ("I1", True, False),
        ("I2", False, False),
        ("I3", True, False),
        ("I4", False, True),
    ]
    assert corpus.negatives == ("R5",)
    # of one country and family, eighteen days apart; I2 lies two years back
    assert corpus.confusable == (("I1", "I3"),)
    # R3 repeats the one sentence R1 shares, more than 40 % of its own words
    assert corpus.reprints == (frozenset({"R1", "R3"}),)
    families = corpus.incidents[0].accounts[0].tolls[2]
    assert (families.field, families.optional) == ("displaced", True)


def test_anchors_and_phrases_are_found_in_the_text(corpus: Corpus) -> None:
    for incident in corpus.incidents:
        for entry in incident.accounts:
            text = corpus.reports[entry.doc].text
            assert text[slice(*entry.anchor)].endswith(".")
            for toll in entry.tolls:
                assert [text[s:e] for s, e in toll.spans][:1] == [toll.text]


def test_languages_leave_reports_and_what_only_they_tell(folder: Path) -> None:
    corpus = load_corpus(folder, languages=["de"])
    assert sorted(corpus.reports) == ["R2"]
    assert [i.id for i in corpus.incidents] == ["I1"]
    fire = corpus.incidents[0]
    # the name stands in no German report, the lower toll neither
    assert [p.wanted for p in fire.perpetrators] == [False]
    assert [tellable(fire, "killed", v) for v in (7, 8, None)] == [False, True, True]
    assert corpus.digest == load_corpus(folder).digest


@pytest.mark.parametrize(
    ("value", "wanted"), [(5, True), (2, True), (7, True), (9, True), (6, False), (None, True)]
)
def test_bounds_are_figures_or_sums_of_one_report(
    tmp_path: Path, value: int | None, wanted: bool
) -> None:
    told = [{"low": n, "high": n, "group": None, "voice": None, "text": "killing"} for n in (5, 2)]
    last = GOLD[2]["reports"][0] | {"killed": [*told, told[1]]}
    gold = [GOLD[2] | {"reports": [last]}]
    corpus = load_corpus(write_corpus(tmp_path, [REPORTS[3]], gold))
    assert tellable(corpus.incidents[0], "killed", value) is wanted


def test_several_sets_are_read_together(folder: Path) -> None:
    other = write_corpus(folder.parent / "other", [REPORTS[4] | {"id": "S1"}], [])
    corpus = load_corpus(folder.parent)
    assert corpus.names == ("other", "small")
    assert "S1" in corpus.reports
    assert corpus.digest != load_corpus(folder).digest
    (other / "gold.jsonl").write_text("\n")
    assert corpus.digest != load_corpus(folder.parent).digest


@pytest.mark.parametrize(
    ("reports", "gold", "what"),
    [
        ([], [], "tells an incident"),
        ([REPORTS[3], REPORTS[3]], [], "stands twice"),
        ([REPORTS[3]], [GOLD[2] | {"reports": [GOLD[2]["reports"][0] | {"anchor_text": "No."}]}],
         "anchor is not in report R4"),
        ([REPORTS[3]], [GOLD[2] | {"start": "March"}], "gold I3"),
        ([REPORTS[3]], [{"id": "I9"}], "gold I9"),
    ],
)  # fmt: skip
def test_broken_gold_is_named(
    tmp_path: Path, reports: list[dict[str, Any]], gold: list[dict[str, Any]], what: str
) -> None:
    write_corpus(tmp_path, reports, gold)
    with pytest.raises(GoldError, match=what):
        load_corpus(tmp_path)


def test_no_gold_at_all(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"holds no gold\.jsonl"):
        load_corpus(tmp_path)


def test_pairs_are_read_from_notes() -> None:
    text = """# Confusable incidents
- AB01 / AB02: two attacks; AB03 tells both, R1 recalls the first
- AB04 / AB05 / AB06: one zone
- same place as AB07
# Reprints (not independent)
- R1 and R2 (agency), R3 and R4
- R5 repeats R6, ID06
# Undated
- R7 and R8
"""
    pairs, reprints = read_pairs(text)
    assert pairs == [("AB01", "AB02"), ("AB04", "AB05"), ("AB04", "AB06"), ("AB05", "AB06")]
    assert [sorted(r) for r in reprints] == [["R1", "R2"], ["R3", "R4"], ["R5", "R6"]]
