"""The assignment is a best one, and the same every time."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.evaluate.assign import assign


@pytest.mark.parametrize(
    ("weights", "wanted"),
    [
        ({}, {}),
        ({("a", "x"): 1.0}, {"a": "x"}),
        ({("a", "x"): 0.0, ("b", "x"): -1.0}, {}),
        # greedy would take a-x for 3 and leave b with nothing
        ({("a", "x"): 3.0, ("a", "y"): 2.5, ("b", "x"): 2.0}, {"a": "y", "b": "x"}),
        # three of the left for two of the right
        ({("a", "x"): 1.0, ("b", "x"): 2.0, ("b", "y"): 1.9, ("c", "y"): 1.8},
         {"b": "x", "c": "y"}),
        # two components
        ({("a", "x"): 1.0, ("b", "y"): 1.0}, {"a": "x", "b": "y"}),
    ],
)  # fmt: skip
def test_cases(weights: dict[tuple[str, str], float], wanted: dict[str, str]) -> None:
    assert assign(weights) == wanted


@given(
    st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(1, 20))
)
def test_no_other_assignment_is_better(table: dict[tuple[str, str], int]) -> None:
    weights = {pair: float(w) for pair, w in table.items()}
    chosen = assign(weights)
    assert len(set(chosen.values())) == len(chosen)
    best = max(
        sum(weights.get(pair, 0.0) for pair in zip("abcd", order, strict=True))
        for order in permutations("wxyz")
    )
    assert sum(weights[pair] for pair in chosen.items()) == best
