"""range: the lowest and highest figure upheld and no best one, as casualty recorders publish.

Attackers' own dead are left out of the range and stay visible as a group (Every Casualty,
Standards for Casualty Recording: publish the range where sources conflict).
"""

from __future__ import annotations

from casus.reconcile.policies import words
from casus.reconcile.policies.base import Choice, Sheet, highest, lowest
from casus.types import Phrase, PhraseValue


def choose(sheet: Sheet) -> Choice:
    """Every figure upheld lies in the range; none is preferred."""
    low, high = lowest(sheet.current), highest(sheet.current)
    if low == high:
        return Choice(low, None, high, (Phrase("range.one", {"figure": low or 0}),))
    if high is None:
        return Choice(low, None, high, (Phrase("range.open", {"figure": low or 0}),))
    voices = sorted({words.speaker(s) for s in sheet.current})
    who = Phrase("join.and", {"items": tuple(Phrase(f"who.{voice}") for voice in voices)})
    if low is None:
        return Choice(low, None, high, (Phrase("range.up_to", {"high": high, "who": who}),))
    bounds: dict[str, PhraseValue] = {"low": low, "high": high, "who": who}
    return Choice(low, None, high, (Phrase("range.between", bounds),))
