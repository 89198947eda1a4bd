"""Scores of a clustering against another: MUC, B-cubed, CEAF-e and their mean.

The formulas of the CoNLL scorer. Both sides may hold mentions that the other lacks; such a
mention is a singleton of the other side for MUC and adds nothing to B-cubed and CEAF-e.
Sources: Vilain et al. 1995; Bagga & Baldwin 1998; Luo 2005 (φ4); Pradhan et al. 2014.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from casus.evaluate.assign import assign

Cluster = frozenset[str]


@dataclass(frozen=True, slots=True)
class PRF:
    """Precision, recall and F1; None where nothing could be right or wrong."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float | None:
        p, r = self.precision, self.recall
        if p is None or r is None:
            return None if p is None and r is None else 0.0
        return 2 * p * r / (p + r) if p + r else 0.0


def ratio(part: float, whole: float) -> float | None:
    """`part / whole`, None where `whole` is nothing."""
    return part / whole if whole else None


def group(labels: Mapping[str, Hashable]) -> list[Cluster]:
    """Mention → label into clusters, in a fixed order."""
    found: dict[Hashable, set[str]] = {}
    for mention in sorted(labels):
        found.setdefault(labels[mention], set()).add(mention)
    return [frozenset(cluster) for cluster in found.values()]


def muc(key: Sequence[Cluster], response: Sequence[Cluster]) -> PRF:
    """Links: how many of the n-1 links that hold a cluster together the other side has."""
    return PRF(_muc(response, key), _muc(key, response))


def _muc(clusters: Sequence[Cluster], others: Sequence[Cluster]) -> float | None:
    where = {m: n for n, cluster in enumerate(others) for m in cluster}
    right = whole = 0
    for cluster in clusters:
        parts = {where[m] for m in cluster if m in where}
        right += len(cluster) - len(parts) - sum(m not in where for m in cluster)
        whole += len(cluster) - 1
    return ratio(right, whole)


def b_cubed(key: Sequence[Cluster], response: Sequence[Cluster]) -> PRF:
    """Mentions: the mean share of a mention's cluster that the other side puts with it."""
    return PRF(_b_cubed(response, key), _b_cubed(key, response))


def _b_cubed(clusters: Sequence[Cluster], others: Sequence[Cluster]) -> float | None:
    where = {m: n for n, cluster in enumerate(others) for m in cluster}
    right = 0.0
    whole = 0
    for cluster in clusters:
        shared = Counter(where[m] for m in cluster if m in where)
        right += sum(count * count for count in shared.values()) / len(cluster)
        whole += len(cluster)
    return ratio(right, whole)


def ceaf_e(key: Sequence[Cluster], response: Sequence[Cluster]) -> PRF:
    """Entities: clusters assigned one-to-one by φ4 = 2|K∩R| / (|K|+|R|)."""
    where = {m: n for n, cluster in enumerate(key) for m in cluster}
    weights: dict[tuple[str, str], float] = {}
    for n, cluster in enumerate(response):
        for k, count in Counter(where[m] for m in cluster if m in where).items():
            weights[str(k), str(n)] = 2 * count / (len(key[k]) + len(cluster))
    total = sum(weights[pair] for pair in assign(weights).items())
    return PRF(ratio(total, len(response)), ratio(total, len(key)))


def conll(scores: Iterable[PRF]) -> float | None:
    """Mean F1 of those that are defined (MUC is not where all clusters are singletons)."""
    values = [s.f1 for s in scores if s.f1 is not None]
    return ratio(sum(values), len(values))


def cross_pairs(labels: Mapping[str, Hashable], side: Mapping[str, str]) -> set[tuple[str, str]]:
    """Pairs of mentions in one cluster whose `side` (language) differs."""
    return {
        (a, b)
        for cluster in group(labels)
        for a, b in combinations(sorted(cluster), 2)
        if side[a] != side[b]
    }
