from __future__ import annotations

from pathlib import Path

import pytest

from casus.evaluate.muc4.rows import Mention, Row, Template, load_rows
from casus.evaluate.muc4.score import ALL, score, tallies


def made(kind: str, **entities: list[list[str]]) -> Template:
    found = {
        role: tuple(tuple(Mention(m) for m in entity) for entity in told)
        for role, told in entities.items()
    }
    return Template(kind, found)


def test_the_answers_themselves_score_one(five_slot: Path) -> None:
    rows = load_rows(five_slot / "five_slot" / "dev.json")
    told = score(rows, {row.docid: row.templates or () for row in rows}, draws=20)
    assert told[ALL].tally.wanted == 7
    assert {name: s.tally.f1 for name, s in told.items() if s.tally.wanted} == dict.fromkeys(
        ("incident_type", "PerpInd", "PerpOrg", "Target", "Victim", "Weapon", ALL), 1.0
    )


def test_what_is_missed_and_what_is_invented_count_in_full(five_slot: Path) -> None:
    rows = load_rows(five_slot / "five_slot" / "dev.json")
    told = score(
        rows,
        {
            "TST1-MUC3-9001": [made("kidnapping", PerpInd=[["the ARMED men"], ["soldiers"]])],
            "TST2-MUC4-9002": [made("arson", Target=[["bridge"]])],
        },
        draws=50,
    )
    tally = told[ALL].tally
    assert (tally.right, tally.predicted, tally.met, tally.wanted) == (2, 5, 2, 7)
    assert tally.f1 == pytest.approx(2 * 0.4 * (2 / 7) / (0.4 + 2 / 7))
    assert told["Target"].tally.predicted == 1
    low, high = told[ALL].low, told[ALL].high
    assert low is not None
    assert high is not None
    assert low <= tally.f1 <= high


def test_an_answer_met_twice_is_two_right_predictions_and_one_met() -> None:
    gold = [made("attack", Victim=[["mayor", "ruiz"]])]
    told = tallies([made("attack", Victim=[["ruiz"], ["mayor"]])], gold)["Victim"]
    assert (told.right, told.predicted, told.met, told.wanted) == (2, 2, 1, 1)


def test_a_key_that_holds_a_template_twice_asks_for_it_once() -> None:
    gold = [made("attack", Victim=[["mayor"]]), made("attack", Victim=[["mayor"]])]
    assert tallies([], gold)["incident_type"].wanted == 1


def test_a_report_without_prediction_counts_as_empty() -> None:
    told = score([Row("A", "", (made("arson"),))], {}, draws=5)
    assert told[ALL].tally.wanted == 1
    assert told[ALL].tally.f1 == 0.0
