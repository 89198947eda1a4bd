"""One-to-one assignment of greatest total weight."""

from __future__ import annotations

from collections.abc import Mapping

from casus.compare.components import components

Pair = tuple[str, str]


def assign(weights: Mapping[Pair, float]) -> dict[str, str]:
    """Left id → right id, one-to-one, such that the weights of the chosen pairs sum highest.

    Pairs that are not in `weights` are forbidden, as are weights that are not positive. Equal
    input gives equal output. Works component by component: O(n³) in the largest of them.
    """
    allowed = {pair: w for pair, w in weights.items() if w > 0}
    chosen: dict[str, str] = {}
    for lefts, rights in components(allowed):
        chosen.update(_component(lefts, rights, allowed))
    return chosen


def _component(
    lefts: list[str], rights: list[str], weights: Mapping[Pair, float]
) -> dict[str, str]:
    if len(lefts) == 1:
        best = max(rights, key=lambda r: weights.get((lefts[0], r), 0.0))
        return {lefts[0]: best}
    size = max(len(lefts), len(rights))
    cost = [
        [
            -weights.get((lefts[i], rights[j]), 0.0) if i < len(lefts) and j < len(rights) else 0.0
            for j in range(size)
        ]
        for i in range(size)
    ]
    columns = _hungarian(cost)
    return {
        lefts[i]: rights[j]
        for i, j in enumerate(columns[: len(lefts)])
        if j < len(rights) and (lefts[i], rights[j]) in weights
    }


def _hungarian(cost: list[list[float]]) -> list[int]:
    """Column of each row in a cheapest perfect matching of a square matrix (Kuhn-Munkres with
    potentials, rows added one by one)."""
    n = len(cost)
    inf = float("inf")
    u, v = [0.0] * (n + 1), [0.0] * (n + 1)
    row_of = [0] * (n + 1)
    for i in range(1, n + 1):
        row_of[0] = i
        j0 = 0
        least, way, used = [inf] * (n + 1), [0] * (n + 1), [False] * (n + 1)
        while row_of[j0]:
            used[j0] = True
            i0, delta, j1 = row_of[j0], inf, 0
            for j in range(1, n + 1):
                if used[j]:
                    continue
                reduced = cost[i0 - 1][j - 1] - u[i0] - v[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, j0
                if least[j] < delta:
                    delta, j1 = least[j], j
            for j in range(n + 1):
                if used[j]:
                    u[row_of[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
        while j0:
            row_of[j0] = row_of[way[j0]]
            j0 = way[j0]
    columns = [0] * n
    for j in range(1, n + 1):
        columns[row_of[j] - 1] = j - 1
    return columns
