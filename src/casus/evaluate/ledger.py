"""Counts a report, so that every score can be resampled over reports.

A score is a ratio of sums; `Ledger` keeps the sums apart by the report that they come from.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from casus.evaluate.clusters import PRF, ratio

Sums = tuple[int, int, int, int]
"""Right of the predicted, predicted, met of the wanted, wanted. Shares keep both pairs equal."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score between 0 and 1 with its 95 % interval; None where nothing could be scored.

    `n` is how many things were wanted (for a precision: how many were found).
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0


class Ledger:
    """Collects counts by score and report; `prf` scores yield .p, .r and .f1, `share` one."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, list[int]]] = defaultdict(dict)
        self._shares: set[str] = set()

    def share(self, name: str, report: str, right: bool) -> None:
        """One thing that was right or wrong."""
        self._shares.add(name)
        self._add(name, report, (int(right), 1, int(right), 1))

    def prf(
        self, name: str, report: str, *, right: int, found: int, wanted: int, met: int | None = None
    ) -> None:
        """Things found and wanted in one report, and how many of them agree; `met` where not as
        many are wanted and found as are right."""
        self._add(name, report, (right, found, right if met is None else met, wanted))

    def _add(self, name: str, report: str, sums: Sums) -> None:
        row = self._counts[name].setdefault(report, [0, 0, 0, 0])
        for n, value in enumerate(sums):
            row[n] += value

    def scores(self, reports: list[str], *, draws: int, seed: int) -> dict[str, Score]:
        """Every score with its interval: percentiles over `draws` draws of as many reports,
        with replacement."""
        values = {name: self._values(name, None) for name in self._counts}
        samples: dict[str, list[float]] = defaultdict(list)
        for weights in resamples(reports, draws, seed):
            for name in self._counts:
                for key, value in self._values(name, weights).items():
                    if value is not None:
                        samples[key].append(value)
        found: dict[str, Score] = {}
        for name, keys in values.items():
            _, predicted, _, wanted = self._sums(name, None)
            for key, value in keys.items():
                n = predicted if key.endswith(".p") and name not in self._shares else wanted
                low, high = interval(samples[key])
                found[key] = Score(value, low, high, n)
        return found

    def _sums(self, name: str, weights: Mapping[str, int] | None) -> Sums:
        a = b = c = d = 0
        for report, (right, predicted, met, wanted) in self._counts[name].items():
            w = 1 if weights is None else weights.get(report, 0)
            if w:
                a, b, c, d = a + w * right, b + w * predicted, c + w * met, d + w * wanted
        return a, b, c, d

    def _values(self, name: str, weights: Mapping[str, int] | None) -> dict[str, float | None]:
        right, predicted, met, wanted = self._sums(name, weights)
        if name in self._shares:
            return {name: ratio(right, wanted)}
        prf = PRF(ratio(right, predicted), ratio(met, wanted))
        return {f"{name}.p": prf.precision, f"{name}.r": prf.recall, f"{name}.f1": prf.f1}


def resamples(reports: list[str], draws: int, seed: int) -> list[dict[str, int]]:
    """Draws of as many reports, with replacement: how often each report was drawn."""
    dice = random.Random(seed)
    found = []
    for _ in range(draws):
        weights: dict[str, int] = defaultdict(int)
        for report in dice.choices(reports, k=len(reports)):
            weights[report] += 1
        found.append(dict(weights))
    return found


def interval(samples: list[float]) -> tuple[float | None, float | None]:
    """The middle 95 % of the samples; None of none."""
    if not samples:
        return None, None
    ordered = sorted(samples)
    last = len(ordered) - 1
    return ordered[round(0.025 * last)], ordered[round(0.975 * last)]
