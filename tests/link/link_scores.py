"""Coreference scores of a partition: MUC, B-cubed, CEAF-e and their mean (CoNLL)."""

from __future__ import annotations

from collections.abc import Sequence

Partition = Sequence[frozenset[str]]


def conll(truth: Partition, found: Partition) -> dict[str, float]:
    parts = {"muc": _f(_muc(truth, found), _muc(found, truth)),
             "b3": _f(_bcubed(truth, found), _bcubed(found, truth)),
             "ceafe": _ceafe(truth, found)}  # fmt: skip
    return {**parts, "conll": sum(parts.values()) / 3}


def _f(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def _muc(keys: Partition, response: Partition) -> float:
    home = {m: i for i, c in enumerate(response) for m in c}
    right = sum(len(k) - len({home.get(m, ("lone", m)) for m in k}) for k in keys)
    return right / max(1, sum(len(k) - 1 for k in keys))


def _bcubed(keys: Partition, response: Partition) -> float:
    home = {m: c for c in response for m in c}
    total = sum(len(k & home.get(m, frozenset())) / len(k) for k in keys for m in k)
    return total / max(1, sum(map(len, keys)))


def _ceafe(truth: Partition, found: Partition) -> float:
    """Entities matched one to one by phi4. Overlaps are sparse: components are solved alone."""
    phi = {
        (i, j): 2 * len(t & f) / (len(t) + len(f))
        for i, t in enumerate(truth)
        for j, f in enumerate(found)
        if t & f
    }
    best = _match(phi)
    return _f(best / max(1, len(truth)), best / max(1, len(found)))


def _match(phi: dict[tuple[int, int], float]) -> float:
    """Heaviest matching, by augmenting along the best alternating path until none gains."""
    pairs: dict[int, int] = {}
    lefts = {i for i, _ in phi}
    by_left = {i: [(j, w) for (x, j), w in phi.items() if x == i] for i in lefts}
    total = 0.0
    while True:
        taken = {j: i for i, j in pairs.items()}
        # longest path by Bellman-Ford over alternating edges
        gain = {i: 0.0 for i in lefts if i not in pairs}
        came: dict[int, int] = {}
        reach: dict[int, float] = {}
        for _ in range(len(lefts) + 1):
            moved = False
            for i, g in list(gain.items()):
                for j, w in by_left[i]:
                    if pairs.get(i) == j or g + w <= reach.get(j, float("-inf")) + 1e-12:
                        continue
                    reach[j], came[j] = g + w, i
                    moved = True
                    if j in taken:
                        back = g + w - phi[taken[j], j]
                        if back > gain.get(taken[j], float("-inf")) + 1e-12:
                            gain[taken[j]] = back
            if not moved:
                break
        free = [(g, j) for j, g in reach.items() if j not in taken]
        if not free or max(free)[0] <= 1e-12:
            return total
        best, j = max(free)
        total += best
        while True:
            i = came[j]
            before = pairs.get(i)
            pairs[i] = j
            if before is None:
                break
            j = before
