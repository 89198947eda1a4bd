"""UCDP: low, best and high; best is the most likely figure and the sum of its parts.

Best follows the newest of the most credible voices, then the figure more independent reports
give. Deaths on both sides count, so the attackers' own dead are in best and high; low leaves
them out, since only their enemy counts them. High is the highest figure that somebody upholds,
low the lowest that was ever told as the toll of that day.
"""

from __future__ import annotations

from casus.reconcile.figures import Statement
from casus.reconcile.policies import words
from casus.reconcile.policies.base import (
    Choice,
    Sheet,
    attackers_dead,
    credible,
    fresh,
    highest,
    lowest,
    newest,
    raised,
    total,
    witnesses_for,
)
from casus.types import Phrase, PhraseValue

EARLY = 2.5
"""Earlier figures below two fifths of the best one were counts under way, not estimates."""


def choose(sheet: Sheet) -> Choice:
    """The most likely figure between the lowest and highest reliable ones."""
    voices = credible(sheet)
    candidates = newest(voices)
    chosen = max(
        candidates,
        key=lambda s: (
            fresh(s, sheet),
            witnesses_for(total(s).point, voices),
            total(s).point,
            s.claims,
        ),
    )
    chosen = raised(chosen, voices)
    victims = total(chosen).point
    dead = attackers_dead(sheet)
    best = victims + dead
    high = highest(sheet.current)
    if high is not None:
        high = max(high, best)
    # an early count still bounds the toll from below, unless it was taken long before the end
    early = [
        s for s in sheet.outdated
        if EARLY * total(s).point >= victims and not (s.claimant or s.past)
    ]  # fmt: skip
    low = lowest([*sheet.current, *early])
    if low is not None:
        low = min(low, victims)
    return Choice(low, best, high, _reason(sheet, chosen, victims), chosen, victims)


def _reason(sheet: Sheet, chosen: Statement, victims: int) -> tuple[Phrase, ...]:
    parts = words.parts(chosen)
    follows: dict[str, PhraseValue] = {
        "who": words.who(chosen), "figure": victims,
        "reports": words.reports(witnesses_for(victims, sheet.current)),
    }  # fmt: skip
    if parts:
        follows["parts"] = parts
    why = Phrase("ucdp.parts" if parts else "ucdp.best", follows)
    other = words.against("ucdp.others", words.disputes(sheet, victims))
    return (why, *other, *words.attackers(sheet))
