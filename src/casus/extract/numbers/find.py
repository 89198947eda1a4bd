"""The numbers of a text, from bare ones to mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casus.extract.numbers.beside import Beside
from casus.extract.numbers.bounds import Bounds
from casus.extract.numbers.cores import Cores
from casus.extract.numbers.data import NumberData
from casus.extract.numbers.mention import NumberMention
from casus.extract.numbers.ranges import Ranges
from casus.text import Tokens

_LINKS = ("and", "to")
_SHARED = ("age", "unit", "money", "clock", "duration", "year", "percent")


def find_numbers(tokens: Tokens, data: NumberData) -> list[NumberMention]:
    """Every number of a text, in order, free of overlaps."""
    beside = Beside(tokens, data)
    cores = Cores(beside).all()
    if not cores:
        return []
    cores = Ranges(beside).joined(cores)
    bounds = Bounds(beside)
    mentions = [bounds.mention(core, i, cores) for i, core in enumerate(cores)]
    _spread(beside, mentions)
    return mentions


def _spread(beside: Beside, mentions: list[NumberMention]) -> None:
    """ "aged 14, 16 and 19", "19 and 24 years old": a kind holds for its neighbours."""
    order = range(len(mentions) - 1)
    for step in (list(order), list(reversed(order))):
        for i in step:
            a, b = mentions[i], mentions[i + 1]
            if not _listed(beside, a, b):
                continue
            commas = any(beside.lower[t] == "," for t in range(a.last, b.first))
            if _spreads(a.kind, b.kind, ("age", "year"), commas):
                mentions[i + 1] = replace(b, kind=a.kind)
            elif _spreads(b.kind, a.kind, _SHARED, commas):
                mentions[i] = replace(a, kind=b.kind)


def _listed(beside: Beside, a: NumberMention, b: NumberMention) -> bool:
    """Only commas, "and" or "to" stand between two numbers."""
    between = range(a.last, b.first)
    return (
        0 < len(between) < 3
        and beside.tied(a.first, b.last)
        and all(
            beside.lower[t] == ","
            or any(h.cls == "range" and h.attr in _LINKS for h in beside.from_.get(t, ()))
            for t in between
        )
    )


def _spreads(known: str, other: str, kinds: Sequence[str], commas: bool) -> bool:
    """Whether a number of kind `known` tells the kind of its neighbour."""
    if known == "age" and other == "duration":
        return True  # "im Alter von 28 und 33 Jahren"
    if known not in kinds or other not in ("count", "maybe_year", "decimal"):
        return False
    return known != "year" or (other == "maybe_year" and not commas)
