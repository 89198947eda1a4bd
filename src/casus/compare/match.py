"""Which items of two records are the same: by what they are made of, then by likeness.

Use `match(left, right)` for pairs of positions with how each was found. Items share accounts or
their id (`accounts`: one may have several, where incidents merged or split), else documents, else
they are alike in family, day and place. The order of the items does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from casus.compare.model import Item
from casus.gazetteer.geo import distance_km
from casus.names import name_key

NEAR_KM = 50.0
"""Two points further apart are two places: data sets code the centre of a district."""
NEAR_DAYS = 1
LONGEST = 31
"""Days of an interval that is looked up day by day; longer ones meet by their first day."""

Pair = tuple[int, int]


def match(left: Sequence[Item], right: Sequence[Item]) -> dict[Pair, str]:
    """(position left, position right) → `accounts`, `documents` or `likeness`."""
    found = dict.fromkeys(_by_accounts(left, right), "accounts")
    for how, propose in (("documents", _by_documents), ("likeness", _by_likeness)):
        taken = {i for i, _ in found}, {j for _, j in found}
        rest = (
            [i for i in range(len(left)) if i not in taken[0]],
            [j for j in range(len(right)) if j not in taken[1]],
        )
        if rest[0] and rest[1]:
            found.update(dict.fromkeys(_best(propose(left, right, *rest)), how))
    return found


Proposal = tuple[tuple[float, ...], str, str, Pair]
"""Rank (smaller is surer), the two ids that break ties, the pair."""


def _best(proposals: Iterable[Proposal]) -> Iterator[Pair]:
    """The surest pairs, each item at most once."""
    used: tuple[set[int], set[int]] = (set(), set())
    for *_, (i, j) in sorted(proposals):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            yield i, j


def _by_accounts(left: Sequence[Item], right: Sequence[Item]) -> Iterator[Pair]:
    holder: dict[str, int] = {}
    for j, item in enumerate(right):
        for key in (*item.accounts, item.id):
            holder[key] = j
    for i, item in enumerate(left):
        for j in sorted({holder[key] for key in (*item.accounts, item.id) if key in holder}):
            yield i, j


def _by_documents(
    left: Sequence[Item], right: Sequence[Item], mine: list[int], others: list[int]
) -> Iterator[Proposal]:
    """Accounts have other ids where a report was read anew; its document stays."""
    for i, j in _meeting(mine, others, lambda side, n: (left, right)[side][n].documents):
        a, b = left[i], right[j]
        if a.family == b.family and _days_apart(a, b) <= LONGEST:
            shared = len(a.documents & b.documents)
            yield (-shared, _days_apart(a, b), _gap(a, b)), a.id, b.id, (i, j)


def _by_likeness(
    left: Sequence[Item], right: Sequence[Item], mine: list[int], others: list[int]
) -> Iterator[Proposal]:
    for i, j in _meeting(mine, others, lambda side, n: _days((left, right)[side][n], widen=side)):
        a, b = left[i], right[j]
        km = _km(a, b)
        if km is None or (a.family and b.family and a.family != b.family):
            continue
        if _days_apart(a, b) <= NEAR_DAYS:
            yield (_days_apart(a, b), round(km), _gap(a, b)), a.id, b.id, (i, j)


def _meeting(
    mine: list[int], others: list[int], keys: Callable[[int, int], Iterable[str]]
) -> Iterator[Pair]:
    """Pairs that share a key, each once."""
    held: dict[str, list[int]] = defaultdict(list)
    for j in others:
        for key in keys(1, j):
            held[key].append(j)
    for i in mine:
        met = {j for key in keys(0, i) for j in held.get(key, ())}
        yield from ((i, j) for j in sorted(met))


def _days(item: Item, *, widen: int) -> Iterator[str]:
    """The country and day of each day of an item; on one side a day more at either end."""
    if item.start is None:
        return
    length = ((item.end or item.start) - item.start).days + 1
    more = NEAR_DAYS if widen else 0
    for n in range(-more, min(length, LONGEST) + more):
        yield f"{item.country} {item.start + timedelta(days=n)}"


def _days_apart(a: Item, b: Item) -> int:
    """Days between two intervals, 0 where they overlap; many where either has none."""
    if a.start is None or b.start is None:
        return LONGEST + 1
    gap = max((b.start - (a.end or a.start)).days, (a.start - (b.end or b.start)).days)
    return max(gap, 0)


def _km(a: Item, b: Item) -> float | None:
    """How far apart two items lie; None where they are two places or nobody can tell."""
    if a.point and b.point:
        km = distance_km(a.point, b.point)
        return km if km <= NEAR_KM else None
    same = a.place and b.place and name_key(a.place) == name_key(b.place)
    return 0.0 if same else None


def _gap(a: Item, b: Item) -> float:
    """How far two death tolls differ, 1 at most; an unknown one lies half-way."""
    if a.killed is None or b.killed is None:
        return 0.5
    return abs(a.killed - b.killed) / max(a.killed, b.killed, 1)
