"""Official slots against the conference's keys.

Use `score_official` on templates by document. Templates are mapped one-to-one so that the
credit of their slots sums highest, and only where the type is at least partially correct. An
optional template of the key that nothing is mapped to is not asked for.

Two ways to count, as the conference's: `matched` leaves templates that were mapped to nothing out
of precision (the slot lines of its score reports), `all` counts their fills as spurious.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casus.evaluate.assign import assign
from casus.evaluate.ledger import Ledger, Score
from casus.evaluate.muc4.credit import CORRECT, credit
from casus.evaluate.muc4.keys import Filled, Slot

MODES = ("matched", "all")
LABELS = {
    Slot.DATE: "incident date", Slot.LOCATION: "incident location", Slot.TYPE: "incident type",
    Slot.STAGE: "stage of execution", Slot.PERP_ORG: "perpetrator organisation",
    Slot.CONFIDENCE: "its confidence", Slot.HUMAN_NUMBER: "human target: number",
    Slot.HUMAN_EFFECT: "human target: effect",
}  # fmt: skip
_SEED, _DRAWS = 4, 500
_KNOWN = 1.0
"""What two templates of one type have in common for a start, so that they may be mapped."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Credit, and what was told and wanted, in halves of a fill."""

    right: int = 0
    told: int = 0
    wanted: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.right + other.right, self.told + other.told, self.wanted + other.wanted)


def compare(slot: int, told: Filled, key: Filled) -> Sums:
    """One slot of two templates: fills are paired so that their credit sums highest. A fill
    that the key makes optional is wanted only where it was told."""
    mine, wanted = told.of(slot), key.of(slot)
    worth = {
        (str(i), str(j)): float(value)
        for i, fill in enumerate(mine)
        for j, gold in enumerate(wanted)
        if (value := credit(slot, fill, gold)) > 0
    }
    pairs = assign(worth)
    met = {int(j) for j in pairs.values()}
    asked = sum(j in met or not fill.optional for j, fill in enumerate(wanted))
    right = int(sum(worth[pair] for pair in pairs.items()))
    return Sums(right, CORRECT * len(mine), CORRECT * asked)


def map_templates(told: Sequence[Filled], keys: Sequence[Filled]) -> dict[int, int]:
    """Index of a template → index of the key's that it answers."""
    weights: dict[tuple[str, str], float] = {}
    for i, mine in enumerate(told):
        for j, key in enumerate(keys):
            if compare(Slot.TYPE, mine, key).right:
                common = sum(compare(slot, mine, key).right for slot in LABELS)
                weights[str(i), str(j)] = _KNOWN + common
    return {int(i): int(j) for i, j in assign(weights).items()}


def score_official(
    keys: Mapping[str, Sequence[Filled]],
    told: Mapping[str, Sequence[Filled]],
    *,
    draws: int = _DRAWS,
) -> dict[str, Score]:
    """`matched.date.f1`, `all.date.p` and so on, by `Slot` in lower case, and `template` for
    templates found at all; with 95 % intervals over documents."""
    ledger = Ledger()
    for doc, wanted in keys.items():
        for name, sums in tally(wanted, told.get(doc, ())).items():
            ledger.prf(name, doc, right=sums.right, found=sums.told, wanted=sums.wanted)
    return ledger.scores(sorted(keys), draws=draws, seed=_SEED)


def tally(wanted: Sequence[Filled], told: Sequence[Filled]) -> dict[str, Sums]:
    """The sums of one document, by mode and slot."""
    mapping = map_templates(told, wanted)
    found = {f"{mode}.{name(slot)}": Sums() for mode in MODES for slot in LABELS}
    for slot in LABELS:
        pairs = [compare(slot, told[i], wanted[j]) for i, j in mapping.items()]
        missed = [
            Sums(wanted=CORRECT * sum(not fill.optional for fill in key.of(slot)))
            for j, key in enumerate(wanted)
            if j not in mapping.values() and not key.optional
        ]
        spurious = [
            Sums(told=CORRECT * len(mine.of(slot)))
            for i, mine in enumerate(told)
            if i not in mapping
        ]
        found[f"matched.{name(slot)}"] = sum([*pairs, *missed], Sums())
        found[f"all.{name(slot)}"] = sum([*pairs, *missed, *spurious], Sums())
    asked = sum(not k.optional or j in mapping.values() for j, k in enumerate(wanted))
    found["template"] = Sums(2 * len(mapping), 2 * len(told), 2 * asked)
    return found


def name(slot: Slot) -> str:
    """A slot as scores call it."""
    return slot.name.lower()
