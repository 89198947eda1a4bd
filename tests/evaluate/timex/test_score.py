"""Scores of annotations: each measure on pairs counted by hand."""

from __future__ import annotations

import pytest

from casus.evaluate.timex.model import AnnotatedText, Timex, TimexSet
from casus.evaluate.timex.score import equal_values, pair, score_set

TEXT = "On Friday night two days of rain began; it ended in 2012 and now."
GOLD = (
    Timex(3, 15, "TIME", "2019-11-01TNI"),
    Timex(16, 24, "DURATION", "P2D"),
    Timex(52, 56, "DATE", "2012"),
)
FOUND = (
    Timex(3, 9, "DATE", "2019-11-01", "weekday"),
    Timex(16, 24, "DURATION", "P2D", "duration"),
    Timex(52, 56, "DATE", "2013", "year"),
    Timex(61, 64, "DATE", "PRESENT_REF", "fuzzy"),
)
SET = TimexSet("sample", "en", (AnnotatedText("d", TEXT, None, GOLD),))


@pytest.mark.parametrize(
    ("key", "value", "n"),
    [
        ("strict.all.p", 2 / 4, 4),
        ("strict.all.r", 2 / 3, 3),
        ("relaxed.all.f1", 2 * 3 / 7, 3),
        ("value.all.f1", 2 * 1 / 7, 3),
        ("strict value.all.f1", 2 * 1 / 7, 3),
        ("type.all.f1", 2 * 2 / 7, 3),
        ("relaxed.TIME.f1", 1.0, 1),
        ("type.TIME.f1", 0.0, 1),
        ("strict.DATE.p", 1 / 2, 2),
        ("strict.DURATION.f1", 1.0, 1),
        ("strict.SET.f1", None, 0),
    ],
)
def test_measures(key: str, value: float | None, n: int) -> None:
    score = score_set(SET, [FOUND], name="x", draws=10).scores[key]
    assert score.value == (None if value is None else pytest.approx(value))
    assert score.n == n


def test_misses_worst_first() -> None:
    misses = score_set(SET, [FOUND], name="x", draws=0).misses
    assert [(m.what, m.rule) for m in misses] == [
        ("invented", "fuzzy"),
        ("value", "weekday"),
        ("value", "year"),
    ]
    assert misses[1].gold == "“Friday night” TIME 2019-11-01TNI"
    assert misses[1].predicted == "“Friday” DATE 2019-11-01"
    assert "On [Friday night] two days" in misses[1].context


def test_the_gold_scores_one() -> None:
    result = score_set(SET, [GOLD], name="x", draws=10)
    assert {s.value for k, s in result.scores.items() if ".all." in k} == {1.0}
    assert result.misses == ()


def test_the_same_extent_goes_before_one_that_overlaps() -> None:
    wide, narrow = Timex(0, 9, "DATE", "a"), Timex(4, 9, "DATE", "b")
    assert pair([narrow], [wide, narrow]) == [(None, wide), (narrow, narrow)]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("2019-11-02T20.30", "2019-11-02T20:30", True),
        ("2019-11-02T8:30", "2019-11-02T08:30", True),
        ("2019-11-02", "2019-11-02 ", True),
        ("P2.5Y", "P2:5Y", False),
        ("2019-11-02", "2019-11-03", False),
    ],
)
def test_spellings_of_one_value(a: str, b: str, same: bool) -> None:
    assert equal_values(a, b) is same
