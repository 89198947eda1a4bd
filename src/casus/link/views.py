"""A pair as grouping sees it, in as few steps as can be: this runs for every pair compared.

Use `Views(weights, evidence)` and call it with the facts of two accounts. `comparisons.score` gives
the same weight with its parts.
"""

from __future__ import annotations

from casus.link.cluster import PairView
from casus.link.comparisons import (
    COMPARISONS,
    Evidence,
    Level,
    Weights,
    anchor_of,
    told_apart,
)
from casus.link.facts import Facts

_VAGUE = frozenset(
    {"month", "both_months", "year", "near_edge", "symbolic_day", "symbolic_calendar",
     "symbolic_open", "published", "late", "unknown"}
)  # fmt: skip
APART = PairView(0.0, True, False)
"""A vetoed pair: its weight is never looked at."""


class Views:
    """The table of comparisons, ready to weigh pairs."""

    def __init__(self, weights: Weights, evidence: Evidence) -> None:
        self._weights, self._evidence = weights, evidence
        # the anchor follows from others
        self._table = [
            (name, compare, {key: _worth(x) for key, x in weights.levels[name].items()})
            for name, compare in COMPARISONS.items()
            if name != "anchor"
        ]

    def __call__(self, a: Facts, b: Facts) -> PairView:
        if b.id < a.id:
            a, b = b, a
        if told_apart(a, b) is not None:
            return APART
        weight = self._weights.prior
        levels: dict[str, str] = {}
        for name, compare, worth in self._table:
            levels[name] = level = compare(a, b, self._evidence)[0]
            value = worth[level]
            if isinstance(value, PairView):
                return value
            weight += value
        weight += self._weights.levels["anchor"][anchor_of(levels)].weight
        coded = a.coded is not None or b.coded is not None
        return PairView(weight, False, levels["date"] in _VAGUE, coded)


def _worth(level: Level) -> float | PairView:
    """What a level adds, or what its veto makes of the pair."""
    if not level.veto:
        return level.weight
    return APART if level.among is None else PairView(level.among, False, False)
