"""What holds for any claims under any policy."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from told import incident

from casus.reconcile import POLICIES
from casus.types import State

FIGURES = ("3", "5", "9", "9+", "14", "-20", "~30", "10..15", "d20")
VOICES = ("-", "government", "police", "hospital", "witness", "perpetrator", "ngo")
GROUPS = ("-", "military", "civilian", "militant", "child")
FLAGS = ("", "subset", "more", "old", "s2")

lines = st.lists(
    st.builds(
        lambda doc, voice, figure, group, flag: (
            f"{doc} {'-' if doc == 'u' else ord(doc) - 96} {voice} {figure} {group} {flag}".strip()
        ),
        st.sampled_from("abcu"),
        st.sampled_from(VOICES),
        st.sampled_from(FIGURES),
        st.sampled_from(GROUPS),
        st.sampled_from(FLAGS),
    ),
    min_size=1,
    max_size=8,
)
kinds = st.sampled_from(("armed_attack", "flood", "air_strike"))


@settings(max_examples=150, deadline=None)
@given(lines, kinds, st.sampled_from(sorted(POLICIES)))
def test_figures_are_ordered_and_claims_stand_once(told: list[str], kind: str, policy: str) -> None:
    made = incident(told, kind=kind, policy=policy)
    for toll in made.tolls.values():
        bounds = [n for n in (toll.low, toll.best, toll.high) if n is not None]
        assert bounds == sorted(bounds), (toll, told)
        assert bounds and all(n > 0 for n in bounds)
        standing = (*toll.support, *toll.against, *toll.outdated)
        assert len(standing) == len(set(standing))
        known = {c.id for a in made.accounts for c in a.claims}
        assert set(standing) == known
        assert (toll.state is State.CONFLICTING) == bool(toll.against)
        assert toll.reason


@settings(max_examples=100, deadline=None)
@given(lines, kinds, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(
    told: list[str], kind: str, shuffler: random.Random
) -> None:
    order = list(range(len(told)))
    shuffler.shuffle(order)
    made, again = (incident(told, kind=kind, order=o) for o in (None, order))
    assert again.tolls == made.tolls
    assert (again.id, again.title) == (made.id, made.title)
