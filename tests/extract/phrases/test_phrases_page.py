"""A report laid out for weighing: sentences without case, phrases, their heads."""

from __future__ import annotations

import pytest

from casus.extract.phrases import Model, load_model
from casus.extract.phrases.page import head_of, key_of, lay_out, phrases
from casus.packs import load_pack

PACK = load_pack("en")


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(PACK.folder)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a truck burned.  nobody was hurt.", 2),
        ("A TRUCK BURNED. NOBODY WAS HURT.", 2),
        ("gen. ortiz arrived.", 1),
        ("the j. f. kennedy school burned", 1),
        ("a headline without a dot    the first paragraph", 2),
        ("", 1),
    ],
)
def test_sentences_need_no_capitals(text: str, count: int, model: Model) -> None:
    page = lay_out(text, PACK, model)
    assert len(page.bounds) == count
    assert len(page.sentence_of) == len(page.words)
    assert page.bounds[-1][1] == len(page.words)


def test_phrases_are_compared_without_articles_and_signs(model: Model) -> None:
    assert key_of('The "Red-Dawn" Front', frozenset({"the"})) == "reddawn front"


def test_wordings_are_kept_once_with_all_their_places(model: Model) -> None:
    page = lay_out("armed men came. the armed men left.", PACK, model)
    found = {phrase.key: phrase for phrase in phrases(page, model)}
    assert len(found["armed men"].places) == 2
    assert page.tokens.raw(*found["armed men"].places[1]) == "armed men"


def test_borders_and_articles_never_open_a_phrase(model: Model) -> None:
    page = lay_out("the bridge that was blown up by rebels", PACK, model)
    keys = {phrase.key for phrase in phrases(page, model)}
    assert {"bridge", "rebels"} <= keys
    assert not any(" was " in f" {key} " or " by " in f" {key} " for key in keys)


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("group of armed men", "group"),
        ("pan-western bank", "bank"),
        ("men wearing masks", "men"),
        ("dynamite", "dynamite"),
    ],
)
def test_heads(words: str, head: str, model: Model) -> None:
    assert head_of(words.split(), model.closed) == head
