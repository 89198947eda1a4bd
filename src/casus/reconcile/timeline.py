"""Which statements still stand: newer ones replace older ones of the same voice or story.

Use `settle(statements, field)`: increments are added to the figures before them, and statements
that a later one replaces are marked outdated. An outdated figure is never held against the
current one; a figure that somebody still upholds is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casus.reconcile.figures import INSTITUTIONS, Figure, Statement

COUNTED_DOWN = ("missing",)
"""Fields that count a state and fall by themselves: a later figure of any voice replaces an
earlier one, up or down."""


def settle(statements: Sequence[Statement], field: str) -> list[Statement]:
    """The statements in the order they were said, increments added, replaced ones outdated."""
    ordered = sorted(statements, key=_order)
    added = _add_increments(ordered)
    marked = [replace(s, outdated=True) if _replaced(s, added, field) else s for s in added]
    return _repeated(marked)


def _order(s: Statement) -> tuple[bool, int, str, str, tuple[str, ...]]:
    return s.until is None, s.until or 0, s.doc, s.account, s.claims


def _add_increments(ordered: list[Statement]) -> list[Statement]:
    """ "Two more died": added to that voice's figure before, else to any voice's; to nothing
    known it is a lower bound."""
    result = list(ordered)
    for n, statement in enumerate(result):
        more = statement.increment
        if more is None or statement.outdated:
            continue
        if statement.total is not None and not statement.partial:
            # the same breath gives a total, old ("six had died before") or new ("now eight")
            before = statement.total.point - more.point
            result = [
                replace(s, outdated=True, past=True)
                if s.account == statement.account and _stands(s) and _point(s) == before
                else s
                for s in result
            ]
            continue
        base = _base(statement, result)
        if base is not None and _counts_in(base, statement, result):
            continue
        if base is None or base.total is None:
            high = more.high if more.low is None else None
            total = Figure(more.low, high, more.approx, more.claims)
        else:
            total = base.total + more
            if base.account == statement.account:
                result[result.index(base)] = replace(base, outdated=True)
        result[n] = replace(statement, total=total, partial=False)
    return result


def _counts_in(base: Statement, more: Statement, known: Sequence[Statement]) -> bool:
    """True where a report opens with a figure that nobody had before: it holds the increment
    that the report tells further down."""
    if not base.opens or base.account != more.account:
        return False
    return not any(s.before(base) and _point(s) == _point(base) for s in known)


def _base(statement: Statement, known: Sequence[Statement]) -> Statement | None:
    earlier = [
        s for s in known
        if s is not statement and s.total is not None and not s.partial and not s.outdated
        and s.claimant == statement.claimant
        and (s.account == statement.account or s.before(statement))
    ]  # fmt: skip
    own = [s for s in earlier if s.voice.kind == statement.voice.kind]
    candidates = own or earlier
    return max(candidates, key=lambda s: (_order(s)[1], _point(s), s.claims), default=None)


def _point(s: Statement) -> int:
    return s.total.point if s.total else 0


def _replaced(s: Statement, others: Sequence[Statement], field: str) -> bool:
    if s.outdated:
        return True
    if s.total is None or s.partial:
        return False
    later = [o for o in others if _stands(o) and s.before(o)]
    later = [o for o in later if o.claimant == s.claimant]
    if any(_takes_back(o, s) for o in others):
        return True
    if field in COUNTED_DOWN:
        return any(not o.total.admits(s.total.point) for o in later if o.total)
    if s.voice.kind in INSTITUTIONS:
        same = [o for o in later if o.voice.kind == s.voice.kind]
    else:
        same = [
            o for o in later if not o.voice.kind and not s.voice.kind and o.witness == s.witness
        ]
    if _given_up(s, same):
        return True
    return not s.claimant and _given_up(s, [o for o in later if _point(o) > s.total.top], later)


def _takes_back(later: Statement, s: Statement) -> bool:
    """True where a later report itself calls the figure overtaken: "19 dead, not 21"."""
    if not later.outdated or later.total is None or later.claimant != s.claimant:
        return False
    return s.before(later) and _point(later) == _point(s)


def _stands(s: Statement) -> bool:
    return s.total is not None and not s.partial and not s.outdated


def _given_up(
    s: Statement, newer: Sequence[Statement], upholders: Sequence[Statement] | None = None
) -> bool:
    """True where a newer statement differs and nobody repeats the old figure after it."""
    differing = [o for o in newer if _point(o) != _point(s)]
    if not differing:
        return False
    last = max(differing, key=_order)
    return not any(
        _upholds(u, s) and not u.before(last) for u in (newer if upholders is None else upholders)
    )


def _upholds(later: Statement, earlier: Statement) -> bool:
    """True where the later one gives the same figure again. "At least 9" upholds "at least 9",
    but no plain 9 against a higher figure that it does not contradict."""
    if later.total is None or earlier.total is None or _point(later) != _point(earlier):
        return False
    return earlier.total.open or not later.total.open


def _repeated(statements: list[Statement]) -> list[Statement]:
    """A report of unknown date that repeats, or stands between, the figures of a growing toll
    tells an older state of it."""
    old = [_point(s) for s in statements if s.outdated and s.total and not s.claimant]
    new = [
        _point(s)
        for s in statements
        if _stands(s) and s.until is not None and s.until == s.since and not s.claimant
    ]
    if not old or not new:
        return statements
    least, most = min(old), max(new)
    return [replace(s, outdated=True) if _old(s, least, most) else s for s in statements]


def _old(s: Statement, least: int, most: int) -> bool:
    sure = s.until is not None and s.until == s.since
    if sure or s.claimant or not _stands(s) or s.total is None or s.total.open:
        return False
    return least <= _point(s) < most
