from __future__ import annotations

import itertools
import random

import pytest

from casus.evaluate.muc4 import alignment
from casus.evaluate.muc4.alignment import Plain, agreement, align, plain
from casus.evaluate.muc4.rows import ROLES


def made(kind: str, *victims: set[str]) -> Plain:
    found = tuple(frozenset(v) for v in victims)
    return Plain(kind, tuple(found if role == "Victim" else () for role in ROLES))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The  Pan-Western Bank", "panwestern bank"),
        ('"san  jose" FARM', "san jose farm"),
        ("an aunt", "aunt"),
        ("theatre", "theatre"),
        ("U.S. consulate", "us consulate"),
    ],
)
def test_mentions_are_compared_without_case_signs_and_articles(text: str, wanted: str) -> None:
    assert plain(text) == wanted


def test_all_mentions_must_be_those_of_one_entity() -> None:
    gold = made("attack", {"mayor", "ruiz"}, {"driver"})
    assert agreement(made("attack", {"ruiz"}, {"mayor"}), gold) == (
        (1, 1), (0, 0), (0, 0), (0, 0), (2, 1), (0, 0),
    )  # fmt: skip
    told = agreement(made("attack", {"ruiz", "driver"}), gold)
    assert told is not None
    assert told[4] == (0, 0)


@pytest.mark.parametrize(
    ("kind", "gold", "fits"),
    [
        ("bombing", "bombing / attack", True),
        ("attack", "bombing / attack", True),
        ("bombing / attack", "bombing", False),
        ("arson", "attack", False),
    ],
)
def test_a_template_is_paired_only_where_the_key_names_its_type(
    kind: str, gold: str, fits: bool
) -> None:
    assert (align([made(kind)], [made(gold)]) == {0: 0}) is fits


def test_templates_are_paired_for_the_best_sum_not_one_by_one() -> None:
    told = [made("attack", {"a"}, {"b"}), made("attack", {"a"}, {"b"}, {"c"})]
    gold = [made("attack", {"a"}, {"b"}), made("attack", {"c"})]
    assert align(told, gold) == {0: 0, 1: 1}


def test_many_templates_are_paired_at_once_and_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(1)
    people = [{name} for name in "abcdefgh"]
    worse = 0
    for _ in range(60):
        told = [made("attack", *dice.sample(people, dice.randint(0, 3))) for _ in range(4)]
        gold = [made("attack", *dice.sample(people, dice.randint(0, 3))) for _ in range(5)]
        monkeypatch.setattr(alignment, "_FEW", 20_000)
        every = score(told, gold, align(told, gold))
        monkeypatch.setattr(alignment, "_FEW", 0)
        worse += score(told, gold, align(told, gold)) < every - 1e-12
        assert every == pytest.approx(best(told, gold))
    assert worse == 0
    assert len(align(told * 10, gold * 8)) == 40


def score(told: list[Plain], gold: list[Plain], mapping: dict[int, int]) -> float:
    right = met = 0
    for i, j in mapping.items():
        for r, m in agreement(told[i], gold[j]) or ():
            right, met = right + r, met + m
    p = right / sum(sum(t.sizes()) for t in told)
    r = met / sum(sum(t.sizes()) for t in gold)
    return 2 * p * r / (p + r) if p + r else 0.0


def best(told: list[Plain], gold: list[Plain]) -> float:
    """By trying every way to hand out the answers, none included."""
    ways = itertools.permutations([*range(len(gold)), *([-1] * len(told))], len(told))
    return max(score(told, gold, {i: j for i, j in enumerate(way) if j >= 0}) for way in set(ways))
