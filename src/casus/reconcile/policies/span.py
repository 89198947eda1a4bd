"""range: the lowest and highest figure upheld and no best one, as casualty recorders publish.

Attackers' own dead are left out of the range and stay visible as a group (Every Casualty,
Standards for Casualty Recording: publish the range where sources conflict).
"""

from __future__ import annotations

from casus.reconcile.policies import words
from casus.reconcile.policies.base import Choice, Sheet, highest, lowest


def choose(sheet: Sheet) -> Choice:
    """Every figure upheld lies in the range; none is preferred."""
    low, high = lowest(sheet.current), highest(sheet.current)
    voices = sorted({words.who(s) for s in sheet.current})
    if low == high:
        reason = f"Every source upholds {low}."
    elif high is None:
        reason = f"At least {low}; no source gives an upper figure."
    else:
        top = "up to " if low is None else f"{low} to "
        reason = f"From {top}{high}: the lowest and the highest figure upheld, by {_and(voices)}."
    return Choice(low, None, high, reason)


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
