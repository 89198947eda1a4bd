"""What is said of an entity by those that it is listed with, and of a report by its sentences."""

from __future__ import annotations

import pytest

from casus.extract.phrases import Model, load_model
from casus.extract.phrases.cues import report_cues
from casus.extract.phrases.entities import Scored, listed_with, report_values
from casus.extract.phrases.page import Phrase, lay_out
from casus.packs import load_pack

PACK = load_pack("en")


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(PACK.folder)


def scored(words: list[str], model: Model, **likely: float) -> list[Scored]:
    """Phrases of one word, each as likely in every role as `likely` says."""
    return [
        Scored(
            Phrase(word, (word,), word, ((words.index(word), words.index(word) + 1),)),
            (p,) * len(model.roles),
            (),
        )
        for word, p in likely.items()
    ]


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("rebels killed alpha, beta and omega.", 0.7, 0.2),
        ("rebels killed alpha; 3 beta, and 12 omega.", 0.7, 0.2),
        ("alpha killed beta with omega.", 0.0, 0.0),
        ("alpha killed beta and omega.", 0.0, 0.2),
        ("alpha and then beta fled. omega died.", 0.0, 0.0),
    ],
)
def test_a_phrase_knows_those_that_it_is_listed_with(
    text: str, before: float, after: float, model: Model
) -> None:
    words = lay_out(text, PACK, model).words
    items = scored(words, model, alpha=0.7, beta=0.5, omega=0.2)
    found = listed_with(lay_out(text, PACK, model), items, model)[1]
    assert (found[0][0], found[1][0]) == (before, after)


def test_words_beside_a_trigger_are_cues_of_a_report(model: Model) -> None:
    cues = report_cues(lay_out("two mayors were killed yesterday.", PACK, model), model)
    assert {"c-1=HARM_T:killed were", "c1=HARM_T:killed yesterday"} <= set(cues)


def test_the_likeliest_sentences_are_values_of_a_report(model: Model) -> None:
    page = lay_out("a bomb exploded. dogs ran.", PACK, model)
    roles, types = len(model.roles), len(model.types)
    quiet, loud = [-5.0] * (roles + types + 1), [-5.0] * (roles + types) + [3.0]
    of_report = (page, {"any": 0.0}, scored(page.words, model, bomb=0.5))
    without = report_values(*of_report, [quiet, quiet], model)
    told = report_values(*of_report, [quiet, loud], model)
    changed = {name for name in told if told[name] != without[name]}
    assert changed == {"sentence.any.best", "sentence.any.sum"}
    assert told["sentence.any.best"] == 3.0
