"""ACLED: one figure, the most conservative reported one; the dispute goes into the notes.

Vague words have fixed values in its codebook. Injured and missing people are no part of
ACLED; their figures are still kept under the same rule, so that nothing said is lost.
"""

from __future__ import annotations

from casus.reconcile.figures import Figure, Statement
from casus.reconcile.policies import words
from casus.reconcile.policies.base import Choice, Sheet, attackers_dead, total
from casus.types import Phrase, PhraseValue

VAGUE = {20: 12, 24: 12, 200: 100}
"""Lower bound of a vague word in claims → ACLED's figure: "dozens" 12, "hundreds" 100
(ACLED Codebook, fatalities). "Several" is 3 in both; "tens" (10) is not told from "dozens"."""


def figure(value: Figure) -> int:
    """A figure as ACLED would code it."""
    if value.approx and value.high is None and value.low in VAGUE:
        return VAGUE[value.low]
    return value.point


def choose(sheet: Sheet) -> Choice:
    """The lowest figure anybody upholds."""

    def coded(statement: Statement) -> tuple[int, tuple[str, ...]]:
        return figure(total(statement)), statement.claims

    chosen = min(sheet.current, key=coded)
    victims = figure(total(chosen))
    best = victims + attackers_dead(sheet)
    against = words.disputes(sheet, victims)
    told: dict[str, PhraseValue] = {"figure": victims, "who": words.who(chosen)}
    why = Phrase("acled.lowest" if against else "acled.only", told)
    reason = (why, *words.against("acled.disputed", against), *words.attackers(sheet))
    return Choice(best, best, best, reason, chosen, victims)
