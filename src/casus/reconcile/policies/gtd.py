"""GTD: the most recent credible source, else the majority, else the lowest figure.

`nkill` counts everybody confirmed dead, attackers included; conflicts go into the notes. The
order of the rule is not confirmed in a primary text (Global Terrorism Database Codebook).
"""

from __future__ import annotations

from casus.reconcile.policies import words
from casus.reconcile.policies.base import (
    Choice,
    Sheet,
    attackers_dead,
    credible,
    fresh,
    newest,
    raised,
    total,
    witnesses_for,
)
from casus.types import Phrase


def choose(sheet: Sheet) -> Choice:
    """The newest credible figure; several on one day are settled by majority, then lowest."""
    voices = credible(sheet)
    latest = newest(voices)
    chosen = min(
        latest,
        key=lambda s: (
            not fresh(s, sheet),
            -witnesses_for(total(s).point, latest),
            total(s).point,
            s.claims,
        ),
    )
    chosen = raised(chosen, voices)
    victims = total(chosen).point
    best = victims + attackers_dead(sheet)
    if len({total(s).point for s in latest}) == 1:
        how = "newest"
    else:
        how = "majority" if witnesses_for(victims, latest) > 1 else "lowest"
    reason = (
        Phrase(f"gtd.{how}", {"figure": victims, "who": words.who(chosen)}),
        *words.against("gtd.conflicting", words.disputes(sheet, victims)),
        *words.attackers(sheet),
    )
    return Choice(best, best, best, reason, chosen, victims)
