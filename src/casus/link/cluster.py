"""Scored pairs into groups: constrained average-link agglomeration, never chains.

Use `groups(n, scores, compare, must=…, cannot=…)`. Two groups become one when the mean weight
of all pairs between them exceeds the threshold and no pair between them is vetoed; the best
mean goes first. Plain connected components would merge nearly everything on violence of one
kind (94 % of all negative pairs on one public corpus), so they only bound the work here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TypeVar

_T = TypeVar("_T")
MAX_SAMPLE = 12
"""Members of a group that stand for it when it meets a group none of whose pairs was a
candidate: 12 × 12 comparisons; pairs that were candidates are all counted."""
MARGIN = 1.0
"""A vague date goes to a group only when it beats every rival group by this much."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PairView:
    """What clustering needs of a pair: its weight (of no meaning when vetoed), whether it is
    vetoed, whether its date is vague (it could as well belong to a rival)."""

    weight: float
    veto: bool
    vague: bool


@dataclass(frozen=True, slots=True)
class Constraints:
    """Human decisions as pairs of positions."""

    must: frozenset[Pair] = frozenset()
    cannot: frozenset[Pair] = frozenset()


def groups(
    count: int,
    scores: Mapping[Pair, PairView],
    compare: Callable[[int, int], PairView],
    *,
    threshold: float = 0.0,
    constraints: Constraints | None = None,
) -> list[tuple[int, ...]]:
    """Partition `range(count)`; every position is in one group, groups and members ascend.

    Positions must be in a canonical order (by id): ties are broken by them. `scores` holds the
    candidate pairs, `compare(i, j)` scores any other pair when two groups meet.
    """
    constraints = constraints or Constraints()
    edges = [p for p, v in scores.items() if v.weight > threshold and not v.veto]
    components = _components(count, [*edges, *sorted(constraints.must)])
    members_of = {m: n for n, members in enumerate(components) for m in members}
    edges_of: dict[int, list[Pair]] = defaultdict(list)
    for pair in edges:
        edges_of[members_of[pair[0]]].append(pair)
    must_of: dict[int, list[Pair]] = defaultdict(list)
    for pair in sorted(constraints.must):
        must_of[members_of[pair[0]]].append(pair)
    found: list[tuple[int, ...]] = []
    for n, members in enumerate(components):
        if len(members) == 1:
            found.append(members)
            continue
        work = _Component(scores, compare, threshold, constraints.cannot)
        found.extend(work.run(members, sorted(edges_of[n]), must_of[n]))
    return sorted(found)


def _components(count: int, pairs: Iterable[Pair]) -> list[tuple[int, ...]]:
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in pairs:
        a, b = root(i), root(j)
        if a != b:
            parent[max(a, b)] = min(a, b)
    held: dict[int, list[int]] = defaultdict(list)
    for i in range(count):
        held[root(i)].append(i)
    return [tuple(m) for m in held.values()]


@dataclass(frozen=True, slots=True)
class _Between:
    """All pairs between two groups, summed up; sums of disjoint sets of pairs add."""

    total: float
    pairs: int
    veto: bool
    vague: bool

    def __add__(self, other: _Between) -> _Between:
        return _Between(
            self.total + other.total,
            self.pairs + other.pairs,
            self.veto or other.veto,
            self.vague and other.vague,
        )


class _Component:
    """The agglomeration of one connected component; groups are known by a growing number."""

    def __init__(
        self,
        scores: Mapping[Pair, PairView],
        compare: Callable[[int, int], PairView],
        threshold: float,
        cannot: frozenset[Pair],
    ) -> None:
        self.scores, self.compare = scores, compare
        self.threshold, self.cannot = threshold, cannot
        self.members: dict[int, tuple[int, ...]] = {}
        self.near: dict[int, set[int]] = {}
        self.sums: dict[Pair, _Between] = {}

    def run(
        self, members: tuple[int, ...], edges: list[Pair], must: list[Pair]
    ) -> list[tuple[int, ...]]:
        self.members = {i: (i,) for i in members}
        self.near = {i: set() for i in members}
        for i, j in edges:
            self.near[i].add(j)
            self.near[j].add(i)
        fresh = max(members) + 1
        home = {i: i for i in members}
        for i, j in must:
            a, b = home[i], home[j]
            if a != b and not self._forbidden(a, b):
                for m in (*self.members[a], *self.members[b]):
                    home[m] = fresh
                self._merge(a, b, fresh)
                fresh += 1
        heap = [
            entry
            for a in sorted(self.near)
            for b in sorted(self.near[a])
            if a < b and (entry := self._entry(a, b)) is not None
        ]
        heapify(heap)
        contested: list[Pair] = []
        while heap:
            _, _, _, a, b = heappop(heap)
            if a not in self.members or b not in self.members:
                continue
            if self._contested(a, b):
                contested.append((a, b))
                continue
            self._merge(a, b, fresh)
            # a rival may have gone into this group: what it contested can be asked again
            for x, y in [*((fresh, other) for other in sorted(self.near[fresh])), *contested]:
                entry = self._entry(x, y) if x in self.members and y in self.members else None
                if entry is not None:
                    heappush(heap, entry)
            contested.clear()
            fresh += 1
        return [tuple(sorted(m)) for m in self.members.values()]

    def _merge(self, a: int, b: int, into: int) -> None:
        near = (self.near[a] | self.near[b]) - {a, b}
        for other in near:
            self.sums[_pair(into, other)] = self._between(a, other) + self._between(b, other)
        self.members[into] = tuple(sorted((*self.members.pop(a), *self.members.pop(b))))
        for old in (a, b):
            for other in self.near.pop(old):
                self.sums.pop(_pair(old, other), None)
        self.near[into] = near
        for other in near:
            self.near[other] -= {a, b}
            self.near[other].add(into)

    def _forbidden(self, a: int, b: int) -> bool:
        return bool(self.cannot) and any(
            _pair(i, j) in self.cannot for i in self.members[a] for j in self.members[b]
        )

    def _between(self, a: int, b: int) -> _Between:
        found = self.sums.get(_pair(a, b))
        if found is None:
            views = [
                self.scores.get(_pair(i, j)) or self.compare(*_pair(i, j))
                for i in sample(self.members[a])
                for j in sample(self.members[b])
            ]
            found = self.sums[_pair(a, b)] = _Between(
                sum(v.weight for v in views),
                len(views),
                any(v.veto for v in views) or self._forbidden(a, b),
                all(v.vague for v in views),
            )
        return found

    def _mean(self, a: int, b: int) -> float | None:
        """Mean weight between two groups, None where they must not or need not be one."""
        between = self._between(a, b)
        mean = between.total / between.pairs
        return None if between.veto or mean <= self.threshold else mean

    def _entry(self, a: int, b: int) -> tuple[float, int, int, int, int] | None:
        mean = self._mean(a, b)
        if mean is None:
            return None
        # equal means: the groups with the smallest members first, whatever the input's order;
        # rounded, so that sums of equal weights in another order do not differ in the last bit
        first, other = sorted((self.members[a][0], self.members[b][0]))
        return -round(mean, 9), first, other, a, b

    def _contested(self, a: int, b: int) -> bool:
        """True where a vague date could as well belong to a rival that cannot join."""
        if not self._between(a, b).vague:
            return False
        mean = self._mean(a, b)
        assert mean is not None
        for here, there in ((a, b), (b, a)):
            for rival in sorted(self.near[here] - {there}):
                other = self._mean(here, rival)
                if other is None or other < mean - MARGIN:
                    continue
                if self._mean(there, rival) is None:
                    return True
        return False


def _pair(i: int, j: int) -> Pair:
    return (i, j) if i < j else (j, i)


def sample(members: tuple[_T, ...]) -> tuple[_T, ...]:
    """At most `MAX_SAMPLE` members, evenly spread over the ascending order."""
    if len(members) <= MAX_SAMPLE:
        return members
    step = len(members) / MAX_SAMPLE
    return tuple(members[int(n * step)] for n in range(MAX_SAMPLE))
