"""Which predictions may stand for which annotated account."""

from __future__ import annotations

from datetime import date

import pytest

from casus.evaluate.align import align, evidence
from casus.evaluate.gold import Corpus
from casus.evaluate.names import kilometres, same_name, within
from casus.evaluate.predicted import Days, PredAccount, Prediction, PredToll, Where

DAY = Days(date(2021, 3, 1), date(2021, 3, 1))
OTHER_DAY = Days(date(2020, 1, 1), date(2020, 1, 1))
HARLOW = Where("Harlow", "GB")
LEEDS = Where("Leeds", "GB")
FIRST, LAST = (0, 71), (85, 130)
SEVEN = PredToll("killed", 7, 7, None, frozenset({None}), "Seven people", (0, 12), FIRST, "r", "")
ELSEWHERE = PredToll("killed", 7, 7, None, frozenset({None}), "x", (100, 101), LAST, "r", "")


def account(  # noqa: PLR0913 - one argument a column of the cases
    key: str = "p", *, doc: str = "R1", role: str = "main", anchor: tuple[int, int] = (200, 210),
    kind: str = "fire", days: Days = OTHER_DAY, where: Where = LEEDS,
    tolls: tuple[PredToll, ...] = (),
) -> PredAccount:  # fmt: skip
    return PredAccount(key, doc, key, role, anchor, kind, days, where, tolls, (), ())


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        # the anchor, and anything told of it that agrees
        (account(anchor=FIRST), True),
        (account(anchor=FIRST, kind="protest"), False),
        (account(anchor=FIRST, kind="protest", days=DAY), True),
        (account(anchor=FIRST, kind="protest", where=HARLOW), True),
        (account(anchor=FIRST, kind="protest", tolls=(ELSEWHERE,)), True),
        # the days alone say little: a figure, or place and kind as well
        (account(days=DAY), False),
        (account(days=DAY, where=HARLOW), True),
        (account(days=DAY, where=HARLOW, kind="protest"), False),
        (account(days=DAY, kind="protest", tolls=(ELSEWHERE,)), True),
        # a figure at the same words
        (account(tolls=(SEVEN,)), True),
        (account(tolls=(SEVEN,), kind="protest"), False),
        (account(tolls=(ELSEWHERE,)), False),
        # the sentence beside, kind and place
        (account(anchor=(72, 90), where=HARLOW), True),
        (account(anchor=(72, 90)), False),
        # same kind and place, nothing else
        (account(where=HARLOW), False),
    ],
)
def test_evidence(corpus: Corpus, found: PredAccount, wanted: bool) -> None:
    incident = corpus.incidents[0]
    told = evidence(found, incident.accounts[0], incident, corpus.reports["R1"].text)
    assert told.enough is wanted


def test_each_account_is_matched_once_by_the_best(corpus: Corpus) -> None:
    text = corpus.reports["R1"].text
    recalled = text.index("A blaze"), text.index("About")
    year = Days(date(2019, 1, 1), date(2019, 12, 31))
    accounts = (
        account("main", anchor=FIRST, days=DAY, where=HARLOW, tolls=(SEVEN,)),
        account("twin", anchor=FIRST, days=DAY, where=HARLOW),
        account("old", anchor=recalled, days=year, where=HARLOW, role="background"),
        account("other", doc="unknown", anchor=FIRST),
    )
    found = align(corpus, Prediction(accounts, {}, {}))
    assert {key: gold.id for key, gold in found.gold_of.items()} == {
        "main": "I1/R1",
        "old": "I2/R1",
    }
    assert found.pred_of["I1/R1"].id == "main"
    assert sorted(found.by_doc) == ["R1"]


def test_an_optional_account_takes_what_nothing_wanted_needs(corpus: Corpus) -> None:
    text = corpus.reports["R1"].text
    march = text.index("About"), len(text)
    found = align(corpus, Prediction((account(anchor=march, kind="riot"),), {}, {}))
    assert found.gold_of["p"].id == "I4/R1"
    assert found.gold_of["p"].optional


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Ménaka", "MENAKA", True),
        ("Cheikh Zouweid", "Abou Tawila, à l'est de Cheikh Zouweid", True),
        ("Gao", "gao", True),
        ("Gao", "Gao region", False),
        ("Harkow", "Harlow", False),
        ("North", "North Sinai", True),
        ("", "", False),
        ("Харків", "харків", True),
        ("موبتي", "موبتي", True),
    ],
)
def test_same_name(one: str, other: str, wanted: bool) -> None:
    assert same_name(one, other) is wanted
    assert same_name(other, one) is wanted


def test_distance() -> None:
    # Paris to London, 343.5 km on the great circle
    assert kilometres(48.8566, 2.3522, 51.5074, -0.1278) == pytest.approx(343.5, abs=1)
    near = Where("x", "FR", 48.8566, 2.3522, vague=False)
    assert within(near, 48.9, 2.4, 25)
    assert not within(Where("x", "FR", 48.8566, 2.3522, vague=True), 48.9, 2.4, 25)
    assert not within(Where("x"), 48.9, 2.4, 25)
