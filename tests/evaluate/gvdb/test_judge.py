"""When a slot is right."""

from __future__ import annotations

from datetime import date

import pytest

from casus.evaluate.gvdb.answers import Answer, Day
from casus.evaluate.gvdb.data import Article, Marked
from casus.evaluate.gvdb.judge import days_off, judge, minutes, same_state, same_time

GOLD = date(2016, 3, 6)  # a Sunday


@pytest.mark.parametrize(
    ("told", "off"),
    [
        (Day(2016, 3, 6), 0),
        (Day(2009, 3, 6), 0),  # the year of the gold is that of the annotation
        (Day(month=3, day=7), 1),
        (Day(month=2, day=29), 6),
        (Day(weekday=6), 0),
        (Day(weekday=0), 1),
        (Day(weekday=3), 3),
        (Day(month=2, day=30), None),
        (Day(month=3), None),
        (Day(), None),
    ],
)
def test_days_off(told: Day, off: int | None) -> None:
    assert days_off(told, GOLD) == off


def test_new_year_is_a_day_after_the_old_one() -> None:
    assert days_off(Day(month=12, day=31), date(2016, 1, 1)) == 1


@pytest.mark.parametrize(
    ("told", "gold", "same"),
    [
        ("Florida", "Florida", True),
        ("Florida", "Fla.", True),
        ("North Carolina", "NC", True),
        ("California", "Calif", True),
        ("Georgia", "Fla.", False),
        ("", "Florida", False),
        ("West Virginia", "Virginia", False),
    ],
)
def test_same_state(told: str, gold: str, same: bool) -> None:
    assert same_state(told, gold) is same


@pytest.mark.parametrize(
    ("told", "gold", "same"),
    [
        ("19:30", "7:30 p.m", True),
        ("19:00", "7 p.m.", True),
        ("07:30", "7:30 p.m", False),
        ("19:30", "7:30", True),
        ("00:40", "12:40 am", True),
        ("12:00", "12 p.m.", True),
        ("", "7 p.m.", False),
    ],
)
def test_same_time(told: str, gold: str, same: bool) -> None:
    assert same_time(told, gold) is same


@pytest.mark.parametrize("told", ["", "noon", "45 p.m.", "7:75"])
def test_what_is_no_time(told: str) -> None:
    assert minutes(told) is None


def test_only_slots_that_gold_fills_are_judged() -> None:
    marked = Marked(1, 0, False, GOLD, "Tampa", "Unclear", "")
    article = Article("x", "", "A man was shot dead on Sunday in Tampa.", None, marked)
    answer = Answer(killed=1, injured=1, date=Day(weekday=6), city="Tampa")
    assert judge(article, answer) == {
        "killed": True, "killed.all": True, "injured": False, "injured.all": False,
        "date": True, "date.day": True, "date.named": True, "city": True,
    }  # fmt: skip


def test_an_empty_victim_section_states_nothing_for_sure() -> None:
    marked = Marked(0, 0, True, None, "", "", "")
    found = judge(Article("x", "", "A man was shot dead.", None, marked), Answer(killed=1))
    assert found == {"killed.all": False, "injured.all": True}


def test_a_date_counts_only_where_the_text_names_a_day() -> None:
    marked = Marked(None, None, False, GOLD, "", "", "")
    assert judge(Article("x", "", "A man was shot.", None, marked), Answer()) == {}
