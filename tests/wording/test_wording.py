"""Phrases become sentences, alike in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import casus
from casus.types import ROLE_FIELDS, TOLL_FIELDS, VOICE_KINDS, Phrase
from casus.wording import Wording, say
from told_alike import assert_told_alike

SOURCES = Path(casus.__file__).parent
LANGUAGES = sorted(f.stem for f in (SOURCES / "wording").glob("*.toml"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_messages_with_the_same_values(lang: str) -> None:
    base, other = Wording.of("en").messages, Wording.of(lang).messages
    assert len(base) > 200
    assert_told_alike(base, other)


def test_every_code_that_is_written_out_has_words() -> None:
    messages = Wording.of("en").messages
    written = {
        code
        for file in SOURCES.rglob("*.py")
        for code in re.findall(r'Phrase\(\s*"([a-z_.]+)"', file.read_text("utf-8"))
    }
    assert len(written) > 25
    assert written - messages.keys() == set()
    made = {f"{head}.{voice}" for head in ("who", "says") for voice in (*VOICE_KINDS, "itself")}
    made |= {f"about.{field}" for field in (*TOLL_FIELDS, *ROLE_FIELDS, "when", "where")}
    assert made - messages.keys() == set()


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        (Phrase("figure.at_least", {"n": 9}), "at least 9"),
        (Phrase("toll.reports", {"n": 1}), "1 independent report"),
        (Phrase("toll.reports", {"n": 12_000}), "12000 independent reports"),
        (Phrase("join.and", {"items": ("a",)}), "a"),
        (Phrase("join.and", {"items": ("a", "b", Phrase("who.police"))}), "a, b and the police"),
        (Phrase("figure.by", {"figure": Phrase("figure.exactly", {"n": 4}),
                              "who": Phrase("who.un")}), "4 (the United Nations)"),
        (Phrase("meeting.above", {"mean": 2.345, "threshold": 0.0}),
         "the mean weight +2.35 exceeds the threshold 0"),
        (Phrase("human.set", {"user": "{n}", "day": "x"}), "Set by {n} on x."),
        (Phrase("from.tomorrow", {"n": 3}), "from.tomorrow 3"),
    ],
)  # fmt: skip
def test_a_phrase_in_english(phrase: Phrase, told: str) -> None:
    assert say(phrase) == told
    assert say(phrase, phrase) == f"{told} {told}"


def test_numbers_take_the_plural_of_their_language() -> None:
    one, two = (Phrase("people.child", {"n": n}) for n in (1, 2))
    assert [Wording.of("de").say(p) for p in (one, two)] == ["1 Kind", "2 Kinder"]
    assert [Wording.of("fr").say(p) for p in (one, two)] == ["1 enfant", "2 enfants"]
