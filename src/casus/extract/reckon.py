"""What the people of an account add up to: sums of single people, and those whose end is open.

Use `reckon` on the tolls of an account when all of them are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casus.extract.tolls import Toll
from casus.types import Count, Part

SUM, REST = "engine/one-by-one@1", "engine/hit-not-dead@1"


def reckon(tolls: Sequence[Toll]) -> list[Toll]:
    """The tolls without those overtaken, with open ones settled and sums of single people."""
    found = _settle([t for t in tolls if not t.overtaken])
    sums = [_one_by_one([t for t in found if t.field == name]) for name in ("killed", "injured")]
    return [*found, *(s for s in sums if s is not None)]


def _one_by_one(tolls: Sequence[Toll]) -> Toll | None:
    """The sum of people whom an account tells one by one, at the words for each of them; None
    where it counts as many in one place, or tells of fewer than two."""
    first: dict[int, Toll] = {}
    for toll in tolls:
        if toll.person is not None and not toll.outdated:
            first.setdefault(toll.person, toll)
    whole = [t.count.high or t.count.low or 0 for t in tolls]
    if len(first) < 2 or len(first) <= max(whole):
        return None
    head, *rest = first.values()
    return replace(
        head,
        count=Count(len(first), len(first)),
        group=head.group if len({t.group for t in first.values()}) == 1 else None,
        part=Part.TOTAL,
        rule=SUM,
        singular=False,
        person=None,
        also=tuple((t.at.start, t.at.end) for t in rest),
    )


def _settle(tolls: Sequence[Toll]) -> list[Toll]:
    """Who was hit and did not die was hurt: without open tolls where the account tells the end
    of as many. Of three hit and one dead two were hurt."""
    closed = [t for t in tolls if not t.open]
    injured = [t for t in closed if t.field == "injured" and not t.outdated]
    known = {t.person for t in injured}
    singles = [t for t in tolls if t.open and t.person is not None and t.person not in known]
    if injured:
        return [*closed, *singles]
    dead = max((t.count.low or 0 for t in closed if t.field == "killed"), default=0)
    return [*closed, *singles, *(_left(t, dead) for t in tolls if t.open and _more(t, dead))]


def _more(toll: Toll, dead: int) -> bool:
    """True for a number of people of whom not all are dead."""
    if toll.person is not None or toll.count.low is None or toll.count.low <= dead:
        return False
    return not dead or toll.count.low == toll.count.high


def _left(toll: Toll, dead: int) -> Toll:
    if not dead or toll.count.low is None:
        return toll
    left = toll.count.low - dead
    return replace(toll, count=Count(left, left), rule=REST)
