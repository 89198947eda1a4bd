"""`casus pack eval`: one language beside another, on the project's own gold."""

from __future__ import annotations

from pathlib import Path

from casus.evaluate.language import Beside, measure, render, unknown_words
from casus.evaluate.ledger import Score
from casus.evaluate.table import console
from casus.packs import load_pack

GOLD = Path(__file__).parents[2] / "gold" / "en-de"


def shown(beside: Beside) -> str:
    screen = console()
    with screen.capture() as printed:
        screen.print(render(beside))
    return printed.get()


def test_what_lies_far_behind_is_told_with_its_difference() -> None:
    beside = Beside(
        "gold", "xx", "en", 12,
        {"accounts.main.f1": Score(0.7, 0.6, 0.8, 10), "claims.f1": Score(0.5, 0.4, 0.6, 9)},
        {"accounts.main.f1": Score(0.9, 0.8, 1.0, 10)},
    )  # fmt: skip
    lines = shown(beside).splitlines()
    assert "12 reports in xx" in lines[0]
    assert [line.split()[-5:] for line in lines if "main accounts" in line] == [
        ["F1", "0.70", "0.60–0.80", "0.90", "-0.20"]
    ]
    assert next(line for line in lines if "figures, F1" in line).rstrip().endswith("0.40–0.60")


def test_a_folder_without_the_language_gives_nothing() -> None:
    assert measure(GOLD, "fr", "en") is None


def test_both_languages_are_read() -> None:
    found = measure(GOLD, "de", "en")
    assert found is not None
    sizes = [scores["claims.f1"].n for scores in (found.mine, found.theirs)]
    assert sizes[0] != sizes[1]


def test_unknown_words_are_counted_without_names() -> None:
    words = unknown_words(load_pack("de"), [GOLD], 50)
    assert len(words) == 50
    counts = [int(word.rsplit(" ", 1)[1]) for word in words]
    assert counts == sorted(counts, reverse=True)
    assert all(word == word.lower() for word in words)
