"""Single people told again and again."""

from __future__ import annotations

import pytest

from casus.extract.actors import load_registry
from casus.extract.read import Reading, read_document
from casus.gazetteer import Gazetteer
from casus.packs import load_pack
from casus.types import Claim, Count, Document, Stance


def read(text: str) -> Reading:
    document = Document("d", "", None, None, "en", None, text)
    pack = load_pack("en")
    return read_document(
        document, pack=pack, gazetteer=Gazetteer.open(), actors=load_registry("en")
    )


def tolls(text: str, field: str = "killed") -> list[Claim]:
    return [c for a in read(text).accounts for c in a.claims if c.field == field]


def most(text: str, field: str = "killed") -> int:
    values = [c.value for c in tolls(text, field) if not c.outdated]
    return max((v.low or 0 for v in values if isinstance(v, Count)), default=0)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A man was shot on Elm Street. He died at a hospital.", 1),
        ("Deputies found a man suffering from gunshot wounds. He was pronounced dead.", 1),
        ("A teacher was shot and taken to a clinic, where she later died.", 1),
        ("A clerk was shot. Okonjo, 41, was pronounced dead at the scene.", 1),
        ("A woman was shot. The victim, a mother of two, died on Friday.", 1),
        ("A man was shot in the chest and later died.", 1),
        ("Ramón Quiroga was shot dead. Later Ahmed al-Tamimi was shot dead.", 2),
        ("Marta Lund, 34, was shot dead. Lund was a teacher. She died at home.", 1),
        ("A man, 30, was shot dead in the yard. A man, 52, was shot dead inside.", 2),
        ("The shooting killed Ben Okafor. Okafor was shot dead at noon.", 1),
        ("He shot dead Ben Okafor. He also shot dead a neighbor, 55-year-old Ines Lund.", 2),
        ("Man shot, killed in Fairview", 1),
        ("Girl shot at party dies", 1),
        ("A man's body was found after a shooting.", 1),
        ("A man was shot on Elm Street and survived.", 0),
    ],
)
def test_people_not_mentions_are_counted(text: str, killed: int) -> None:
    assert most(text) == killed


def test_who_died_is_no_longer_injured() -> None:
    text = "A man was injured in a shooting. He was pronounced dead at a hospital."
    assert (most(text), most(text, "injured")) == (1, 0)


def test_another_stays_injured() -> None:
    text = "A man, 20, was injured in a shooting. A man, 45, was shot dead."
    assert (most(text), most(text, "injured")) == (1, 1)


def test_his_driver_is_somebody_else() -> None:
    text = "A judge was shot dead in his car. His driver was hit in the shoulder."
    assert (most(text), most(text, "injured")) == (1, 1)


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        ("A man was shot on Elm Street and a woman was shot nearby.", 2),
        ("Three people were shot on Elm Street. One man died.", 2),
        ("Gunmen opened fire at a fair. A boy was shot.", 1),
        ("A boy was shot at on Elm Street. Nobody was hurt.", 0),
        ("A man was shot on Elm Street. He was pronounced dead.", 0),
    ],
)
def test_who_was_hit_and_did_not_die_was_hurt(text: str, injured: int) -> None:
    assert most(text, "injured") == injured


def test_that_who_was_hit_was_hurt_is_an_estimate() -> None:
    (claim,) = tolls("Gunmen opened fire at a fair. A boy was shot.", "injured")
    assert claim.stance is Stance.ESTIMATES


def test_a_sum_of_people_told_one_by_one_points_to_each() -> None:
    text = "Ramón Quiroga was shot dead on Elm Street. Later Ahmed Tamimi was shot dead."
    (summed,) = [c for c in tolls(text) if c.rule == "engine/one-by-one@1"]
    assert [text[a:b] for a, b in summed.spans] == ["Ramón Quiroga", "Ahmed Tamimi"]


def test_a_figure_that_holds_them_all_is_no_sum() -> None:
    text = "Two men were shot dead. Ramón Quiroga died at once. Ahmed Tamimi died later."
    assert "engine/one-by-one@1" not in {c.rule for c in tolls(text)}
    assert most(text) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Police are looking into a fatal shooting on Elm Street.", Count(1, None)),
        ("Police arrested two men over the fatal west side shooting.", Count(1, None)),
        ("Detectives see the shooting on Elm Street as a double homicide.", Count(2, 2)),
    ],
)
def test_a_word_for_the_event_counts_where_nobody_does(text: str, count: Count) -> None:
    (claim,) = tolls(text)
    assert (claim.value, claim.rule) == (count, "lexicon/fatal@1")


def test_a_counted_toll_needs_no_such_word() -> None:
    found = tolls("Three men were killed in a fatal shooting on Elm Street.")
    assert [c.value for c in found] == [Count(3, 3)]
