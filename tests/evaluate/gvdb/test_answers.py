"""What is made of an article's claims, and what the short script makes of its words."""

from __future__ import annotations

from datetime import date

import pytest

from casus.evaluate.gvdb.answers import Answer, Answerer, Day
from casus.evaluate.gvdb.baseline import guess
from casus.evaluate.gvdb.data import Article


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer()


def told(answerer: Answerer, text: str, published: date | None = None) -> Answer:
    return answerer.answer(Article("x", "", text, published))


def test_an_article_becomes_its_slots(answerer: Answerer) -> None:
    text = "Two men were shot and killed in Tampa, Florida, on Sunday, March 6, police said."
    found = told(answerer, text)
    assert (found.killed, found.injured, found.city, found.state) == (2, 0, "Tampa", "Florida")
    assert (found.date.month, found.date.day, found.date.year) == (3, 6, None)
    assert "toll-passive" in found.why["killed"]


def test_a_weekday_stays_one_without_a_publication_date(answerer: Answerer) -> None:
    text = "Two men were shot and killed in Tampa on Sunday, police said."
    assert told(answerer, text).date == Day(weekday=6)
    assert told(answerer, text, date(2016, 3, 8)).date == Day(2016, 3, 6, 6)


def test_an_article_about_nothing(answerer: Answerer) -> None:
    assert told(answerer, "The bakery opens on Sunday.") == Answer()


@pytest.mark.parametrize(
    ("text", "city", "state"),
    [
        ("TULSA, Okla. - A man was shot dead near Wexham Plaza on Sunday.", "Tulsa", "Oklahoma"),
        ("A man was shot dead in Alameda on Sunday, Tulsa police said. Officers of the Tulsa "
         "Police Department closed the road.", "Tulsa", "Oklahoma"),
        ("TULSA, Okla. - A man was shot dead in Broken Arrow on Sunday.", "Broken Arrow",
         "Oklahoma"),
    ],
)  # fmt: skip
def test_the_town_of_a_local_report_is_meant_by_what_no_list_knows(
    answerer: Answerer, text: str, city: str, state: str
) -> None:
    found = told(answerer, text)
    assert (found.city, found.state) == (city, state)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (Day(2016, 3, 6, 6), "2016-03-06"),
        (Day(month=3, day=6), "--03-06"),
        (Day(weekday=6), "-W-7"),
        (Day(), ""),
    ],
)
def test_dates_are_truncated_where_the_text_is_silent(day: Day, shown: str) -> None:
    assert str(day) == shown


@pytest.mark.parametrize(
    ("text", "killed", "injured", "day"),
    [
        ("Three men were killed on Mar. 6.", 3, 0, Day(month=3, day=6)),
        ("A man was found dead on Monday.", 1, 0, Day(weekday=0)),
        ("Shots hurt nobody; 2 people were injured in the rush.", 0, 2, Day()),
        ("A man was shot.", 0, 1, Day()),
        ("Nothing happened.", 0, 0, Day()),
    ],
)
def test_the_short_script(text: str, killed: int, injured: int, day: Day) -> None:
    found = guess(Article("x", "", text))
    assert (found.killed, found.injured, found.date) == (killed, injured, day)
