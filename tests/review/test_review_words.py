"""The interface's languages say the same things, and values keep what they mean."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import casus.review
from casus.export.tables import FORMATS
from casus.review.words import accepted, countries, languages, words_for
from casus.types import (
    FAMILIES,
    GROUPS,
    KINDS,
    TOLL_FIELDS,
    VOICE_KINDS,
    Claim,
    Count,
    Part,
    Place,
    State,
    Toll,
    When,
)
from told_alike import assert_told_alike

TEMPLATES = Path(casus.review.__file__).parent / "templates"


@pytest.mark.parametrize("lang", languages())
def test_every_language_says_everything_with_the_same_fields(lang: str) -> None:
    base, other = words_for("en").messages, words_for(lang).messages
    assert len(base) > 300
    assert_told_alike(base, other)


def test_every_code_has_a_name() -> None:
    messages = words_for("en").messages
    wanted = {f"kind.{k}" for k in KINDS} | {f"family.{f}" for f in FAMILIES}
    wanted |= {f"group.{g}" for g in GROUPS} | {f"voice.{v}" for v in VOICE_KINDS}
    wanted |= {f"state.{s.value}" for s in State} | {f"field.{f}" for f in TOLL_FIELDS}
    wanted |= {f"export.{form}" for form in FORMATS}
    assert wanted <= messages.keys()


def test_countries_are_called_as_the_reader_calls_them() -> None:
    place = Place("Atakpamé", ("Togo", "Plateaux"), "TG")
    away = Place("Berlin", ("Germany", "Berlin"), "DE")
    assert words_for("fr").place(away) == "Berlin, Allemagne"
    assert words_for("de").place(away) == "Berlin, Deutschland"
    assert words_for("en").place(away) == "Berlin, Germany"
    assert words_for("de").place(place) == "Atakpamé, Plateaux, Togo"
    assert words_for("de").place(Place("Germany", ("Germany",), "DE")) == "Deutschland"
    assert words_for("de").country("ZZ", "ZZ") == "ZZ"
    named = [names for names in countries().values() if names["map"]]
    assert len(countries()) > 240 and len(named) > 160
    assert all(names["de"] and names["fr"] for names in countries().values())


def test_templates_ask_only_for_messages_that_exist() -> None:
    messages = words_for("en").messages
    asked = {
        key
        for file in TEMPLATES.glob("*.html")
        for key in re.findall(r'\bt\("([a-z_]+\.[a-z_]+)"(?! ~)', file.read_text("utf-8"))
    }
    assert len(asked) > 100
    assert asked - messages.keys() == set()


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("de-CH, en;q=0.8", "de"),
        ("fr", "fr"),
        ("nl, de;q=0.5", "de"),
        ("", "en"),
        ("x" * 999, "en"),
    ],
)
def test_a_browsers_language_is_taken_where_there_is_one(header: str, lang: str) -> None:
    assert accepted(header) == lang


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(54, 54, "54"), (49, 54, "49–54"), (53, None, "at least 53"), (None, 20, "up to 20"),
     (None, None, "not known"), (12_000, 12_000, "12 000")],
)  # fmt: skip
def test_an_interval_keeps_its_open_side(low: int | None, high: int | None, told: str) -> None:
    assert words_for("en").interval(low, high) == told


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (When(date(2023, 5, 2), date(2023, 5, 2), "day"), "2 May 2023"),
        (When(date(2023, 5, 10), date(2023, 5, 11), "days"), "10–11 May 2023"),
        (When(date(2022, 9, 1), date(2022, 9, 30), "month"), "Sep 2022"),
        (When(date(2019, 1, 1), date(2019, 12, 31), "year"), "2019"),
        (When(None, None), "not dated"),
        (When(date(2019, 1, 1), None, "days"), "from 1 Jan 2019"),
    ],
)
def test_a_period_is_told_as_sharply_as_it_is_known(when: When, told: str) -> None:
    assert words_for("en").period(when) == told


def test_a_toll_without_a_best_figure_shows_its_bounds() -> None:
    words = words_for("de")
    toll = Toll(53, None, None, State.SINGLE, "range", ())
    assert (words.toll(toll), words.span(toll)) == ("mindestens 53", "")
    assert words.figure(53, 53, None) == "53+"


def test_a_claim_says_whom_it_counts() -> None:
    claim = Claim("c", "a", "d", "en", "killed", Count(2, 2), "two", ((0, 3),), (0, 9), "r",
                  group="child", part=Part.SUBSET)  # fmt: skip
    assert words_for("fr").claim(claim) == "2 d’entre eux enfants"


@pytest.mark.parametrize(
    ("lang", "heading"), [("de", "Offene Fragen"), ("fr", "Questions ouvertes")]
)
def test_pages_come_in_the_readers_language_and_sentences_stay(
    client: Any, token: str, disputed: dict[str, Any], lang: str, heading: str
) -> None:
    client.post("/look", data={"language": lang, "token": token})
    html = client.get(f"/incidents/{disputed['id']}").text
    assert f'<html lang="{lang}"' in html and heading in html
    assert 'lang="de" dir="ltr"' in html and 'lang="en" dir="ltr"' in html


@pytest.mark.parametrize(
    ("lang", "reason", "question"),
    [("de", "Bester Wert:", "Getötete:"), ("fr", "Meilleur chiffre :", "tués :")],
)
def test_reasons_and_questions_come_in_the_readers_language(
    client: Any, token: str, disputed: dict[str, Any], lang: str, reason: str, question: str
) -> None:
    client.post("/look", data={"language": lang, "token": token})
    page = client.get(f"/incidents/{disputed['id']}.json").json()
    killed = next(f for f in page["fields"] if f["field"] == "killed")
    assert killed["reason"].startswith(reason)
    assert page["open_questions"][0].startswith(question)
    html = client.get(f"/incidents/{disputed['id']}").text
    assert "Best follows" not in html and reason in html


@pytest.mark.parametrize(
    ("lang", "head", "told"), [("de", "Datum", "derselbe Tag"), ("fr", "date", "même jour")]
)
def test_a_waterfall_comes_in_the_readers_language(
    client: Any, token: str, lang: str, head: str, told: str
) -> None:
    client.post("/look", data={"language": lang, "token": token})
    rows = client.get("/incidents.json?kind=earthquake").json()["rows"]
    html = client.get("/pair", params={"left": rows[0]["id"], "right": rows[1]["id"]}).text
    assert f'<th scope="row">{head}</th>' in html
    for lang_of in ("en", "de", "fr"):
        words = words_for(lang_of).messages["compared.prior.none"]
        assert (words in html) is (lang_of == lang)
