"""Cluster scores against numbers worked out by hand."""

from __future__ import annotations

import pytest

from casus.evaluate.clusters import PRF, b_cubed, ceaf_e, conll, cross_pairs, group, muc


def cut(text: str) -> list[frozenset[str]]:
    """`"ab c"` is two clusters, {a, b} and {c}."""
    return [frozenset(part) for part in text.split()]


# Luo 2005, figure 1: three entities of five, two and five mentions
KEY = "12345 67 89ABC"

CASES = [
    # response, MUC P R, B-cubed P R, CEAF-e P R
    ("12345 67 89ABC", (1, 1), (1, 1), (1, 1)),
    # MUC 9/10 9/9 · B³ (5 + 2·2/7 + 5·5/7)/12, 1 · φ4 sums to 1 + 10/12
    ("12345 6789ABC", (9 / 10, 1), (16 / 21, 1), (11 / 12, 11 / 18)),
    # MUC 9/10 9/9 · B³ (10·5/10 + 2)/12, 1 · φ4 sums to 1 + 10/15
    ("1234589ABC 67", (9 / 10, 1), (7 / 12, 1), (5 / 6, 5 / 9)),
    # everything in one: MUC 9/11 · B³ (25+4+25)/144 · φ4 10/17
    ("123456789ABC", (9 / 11, 1), (3 / 8, 1), (10 / 17, 10 / 51)),
    # everything apart: no link said · B³ 1, 3/12 · φ4 2/6 + 2/3 + 2/6
    ("1 2 3 4 5 6 7 8 9 A B C", (None, 0), (1, 1 / 4), (1 / 9, 4 / 9)),
    # one mention missed and one invented: MUC key 3+1+4, response 4+1+4
    ("1234X 67 89ABC", (8 / 9, 8 / 9), (10.2 / 12, 10.2 / 12), (2.8 / 3, 2.8 / 3)),
]


@pytest.mark.parametrize(("response", "links", "mentions", "entities"), CASES)
def test_known_numbers(
    response: str,
    links: tuple[float | None, float],
    mentions: tuple[float, float],
    entities: tuple[float, float],
) -> None:
    key, said = cut(KEY), cut(response)
    for prf, wanted in (
        (muc(key, said), links),
        (b_cubed(key, said), mentions),
        (ceaf_e(key, said), entities),
    ):
        assert prf.precision == (None if wanted[0] is None else pytest.approx(wanted[0]))
        assert prf.recall == pytest.approx(wanted[1])


def test_conll_average() -> None:
    key, said = cut(KEY), cut("12345 6789ABC")
    parts = [muc(key, said), b_cubed(key, said), ceaf_e(key, said)]
    # F1 of (0.9, 1), (16/21, 1) and (11/12, 11/18)
    wanted = [2 * 0.9 / 1.9, 2 * (16 / 21) / (37 / 21), 2 * (11 / 12) * (11 / 18) / (55 / 36)]
    assert [p.f1 for p in parts] == pytest.approx(wanted)
    assert conll(parts) == pytest.approx(0.8485221)


@pytest.mark.parametrize(
    ("prf", "wanted"),
    [
        (PRF(None, None), None),
        (PRF(None, 0.0), 0.0),
        (PRF(0.0, 0.0), 0.0),
        (PRF(0.5, 1.0), 2 / 3),
    ],
)
def test_f1(prf: PRF, wanted: float | None) -> None:
    assert prf.f1 == (None if wanted is None else pytest.approx(wanted))


def test_all_singletons_have_no_links_to_score() -> None:
    key = cut("a b c")
    assert muc(key, key).f1 is None
    assert conll([muc(key, key), b_cubed(key, key), ceaf_e(key, key)]) == 1.0


def test_cross_pairs_are_those_of_two_languages() -> None:
    labels = {"a": 1, "b": 1, "c": 1, "d": 2}
    langs = {"a": "x", "b": "y", "c": "x", "d": "y"}
    assert cross_pairs(labels, langs) == {("a", "b"), ("b", "c")}
    assert group(labels) == cut("abc d")
