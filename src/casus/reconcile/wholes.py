"""What the voices of one account make together: who tells the whole and who a part of it.

Use `complete(own_words(statements, known))` on the statements of one account. Nothing is removed:
a part is marked `partial`, a figure of a voice that was not heard `aside`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casus.reconcile.figures import ACROSS, INSTITUTIONS, Statement


def own_words(found: list[Statement], known: frozenset[int]) -> list[Statement]:
    """A report is no party: its own lower figure beside a credible voice's is an old one where
    earlier reports had it, and a part of the whole otherwise."""
    voices = [s.total for s in found if s.total and s.voice.kind and not s.claimant]
    most = max((f.point for f in voices if f.low is not None), default=0)
    result = []
    for s in found:
        if s.voice.kind is None and s.total is not None and s.total.point < most:
            if _only_groups(s) and not _across(s):
                result.append(s)  # parts that `complete` may add
            elif s.total.point in known:
                result.append(replace(s, outdated=True))
            else:
                result.append(replace(s, partial=True))
        else:
            result.append(s)
    return result


def _across(statement: Statement) -> bool:
    return set(statement.groups) <= set(ACROSS)


SMALL = 6
"""A voice that counts less than a sixth of what its report tells in all counts a part of it; a
report that tells more than six times what it opens with tells of something else there."""

_ASIDE = (None, "expert", "media")
"""Voices that put an event in the line of earlier ones: "more than 80 have died since April"."""


def complete(found: list[Statement]) -> list[Statement]:
    """Parts told by different voices of one account make one whole.

    A voice that counts one kind of people ("the UN: one peacekeeper") beside another that
    counts other kinds and gives no total of its own is a part of it.
    """
    whole = [s for s in found if _has_say(s)]
    if not whole:
        return found
    lead = max(whole, key=lambda s: (s.opens, _sure(s), _point(s), s.voice.kind is not None))
    if lead.opens or _sure(lead):
        found = [s if s is lead else _beside(s, lead, found) for s in found]
    rest: dict[int, Statement] = {}
    for n, statement in enumerate(found):
        if statement is lead or not _has_say(statement):
            continue
        others = not set(statement.groups) & set(lead.groups) and "militant" not in statement.groups
        if (_only_groups(statement) and others) or _part_of(statement, lead):
            rest[n] = replace(statement, partial=True)
    joined = lead
    for n, part in rest.items():
        if _only_groups(lead) and _only_groups(found[n]) and not _across(part):
            if set(part.groups) & set(joined.groups):
                continue
            assert joined.total is not None and part.total is not None
            total, groups = joined.total + part.total, {**part.groups, **joined.groups}
            joined = replace(joined, total=total, groups=groups)
    made = [joined if s is lead else rest.get(n, s) for n, s in enumerate(found)]
    return [_filled(s, made) for s in made]


def _sure(s: Statement) -> bool:
    """True for a total that a body with a name to lose gives, not a sum of kinds of people."""
    return s.voice.kind in INSTITUTIONS and not _only_groups(s)


def _beside(s: Statement, lead: Statement, found: Sequence[Statement]) -> Statement:
    """The report's own figure that is larger than the one it opens with, or than an official
    one: somebody's whose voice was not heard, or other events' where it is out of proportion."""
    if s.total is None or s.claimant or not _exceeds(s, lead):
        return s
    if not lead.opens and any(o is not s and _point(o) == _point(s) for o in found):
        return s
    statistic = s.total.open and not s.groups and s.voice.kind in _ASIDE
    if statistic and _point(s) > SMALL * _point(lead):
        return replace(s, partial=True)
    return replace(s, aside=True) if s.voice.kind is None and _has_say(s) else s


def _part_of(s: Statement, lead: Statement) -> bool:
    """True for less than a sixth of the lead's figure, for single people told by their kind
    ("a woman of 70 and a man", "a policeman and a driver"), and for what the report itself or a
    bystander says of people whom the lead counts too."""
    assert s.total is not None
    if SMALL * _point(s) < _point(lead):
        return True
    if _point(s) >= _point(lead):
        return False
    told = set(s.groups)
    if told and _point(s) == len(s.total.claims) and not _party(s):
        return True
    return s.voice.kind in _ASIDE and len(told) == 1 and told <= set(lead.groups)


def _party(s: Statement) -> bool:
    """True where all are soldiers, policemen or fighters, whom a side counts as its losses."""
    return set(s.groups) <= {"military", "police", "militant"}


def _filled(s: Statement, others: Sequence[Statement]) -> Statement:
    """A voice that counts only its own people ("the union: five miners") takes the other kinds
    from a voice that counts those beside fewer of the first ("two miners and a policeman")."""
    if not (_has_say(s) and _only_groups(s)) or _across(s) or "militant" in s.groups:
        return s
    for o in others:
        fits = o is not s and _has_say(o) and _only_groups(o) and set(s.groups) < set(o.groups)
        if not fits or any(o.groups[g].point > f.point for g, f in s.groups.items()):
            continue
        missing = {g: f for g, f in o.groups.items() if g not in s.groups and g != "militant"}
        total = s.total
        for figure in missing.values():
            assert total is not None
            total = total + figure
        return replace(s, total=total, groups={**s.groups, **missing})
    return s


def _exceeds(s: Statement, lead: Statement) -> bool:
    return lead.total is not None and _point(s) > _point(lead) and not lead.total.admits(_point(s))


def _has_say(s: Statement) -> bool:
    """True for a statement that has a say in the whole: no claimant's, no ceiling, no part."""
    spoken = s.total is not None and s.total.low is not None
    return spoken and not (s.claimant or s.partial or s.aside or s.outdated)


def _point(statement: Statement) -> int:
    return statement.total.point if statement.total else 0


def _only_groups(statement: Statement) -> bool:
    """True where the total is a sum of groups, so that other groups can be added to it."""
    told = {c for f in statement.groups.values() for c in f.claims}
    return statement.total is not None and set(statement.total.claims) <= told
