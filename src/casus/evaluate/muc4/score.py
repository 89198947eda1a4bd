"""Precision, recall and F1 of five-slot templates, with intervals.

Use `score` on rows with answers and predictions by docid. Every score is a ratio of sums over
reports, kept apart by report so that reports can be resampled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casus.evaluate.ledger import Ledger, Score
from casus.evaluate.muc4.alignment import SLOTS, agreement, align, reduce
from casus.evaluate.muc4.rows import Row, Template

ALL = "all"
_SEED = 4
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Tally:
    """Right and predicted, met and wanted. `right` counts predictions, `met` answers: two
    predictions may be right about one answer."""

    right: int = 0
    predicted: int = 0
    met: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.predicted + other.predicted,
            self.met + other.met,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.met / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """The tally of one slot over all reports; `low` and `high` bound its F1 (95 %)."""

    tally: Tally
    low: float | None
    high: float | None


def tallies(predicted: Sequence[Template], wanted: Sequence[Template]) -> dict[str, Tally]:
    """The tally of each slot in one report, under the best mapping of its templates."""
    told = [reduce(t) for t in predicted]
    gold = [reduce(t) for t in _distinct(wanted)]
    mapping = align(told, gold)
    rows = {
        slot: Tally(
            predicted=sum(t.sizes()[n] for t in told), wanted=sum(t.sizes()[n] for t in gold)
        )
        for n, slot in enumerate(SLOTS)
    }
    for i, j in mapping.items():
        common = agreement(told[i], gold[j])
        assert common is not None, "only templates that may be paired are mapped"
        for slot, (right, met) in zip(SLOTS, common, strict=True):
            rows[slot] += Tally(right=right, met=met)
    return rows


def _distinct(templates: Sequence[Template]) -> list[Template]:
    """Answers that differ in type or wording; some keys hold a template twice."""
    seen: dict[object, Template] = {}
    for template in templates:
        wording = tuple(
            tuple(tuple(m.text for m in entity) for entity in template.of(slot)) for slot in SLOTS
        )
        seen.setdefault((template.incident_type, wording), template)
    return list(seen.values())


def score(
    rows: Sequence[Row], predictions: Mapping[str, Sequence[Template]], *, draws: int = _DRAWS
) -> dict[str, Scored]:
    """Each of `SLOTS` and `ALL`; a report without a prediction counts as one without templates.

    The interval is the middle 95 % over `draws` draws of as many reports, with replacement.
    """
    ledger = Ledger()
    total = dict.fromkeys((*SLOTS, ALL), Tally())
    for row in rows:
        told = tallies(predictions.get(row.docid, ()), row.templates or ())
        for slot, tally in (*told.items(), *((ALL, tally) for tally in told.values())):
            total[slot] += tally
            ledger.prf(slot, row.docid, right=tally.right, found=tally.predicted,
                       met=tally.met, wanted=tally.wanted)  # fmt: skip
    drawn = ledger.scores([row.docid for row in rows], draws=draws, seed=_SEED)
    bounds = {slot: drawn.get(f"{slot}.f1", Score(None)) for slot in total}
    return {slot: Scored(total[slot], bounds[slot].low, bounds[slot].high) for slot in total}
