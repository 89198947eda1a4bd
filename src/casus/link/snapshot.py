"""The state of linking as bytes and back, so that a program need not begin from nothing.

Use `freeze` on a `Linking`, and `thaw` on what it gave: the state that comes back goes on exactly
as the first would have. The index, which takes less time to make than to read, is made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

import msgspec

from casus.link.cluster import Group, PairView
from casus.link.comparisons import Weights
from casus.link.facts import Facts
from casus.link.grouping import NOBODY, UNDECIDED, Choice, Grouping
from casus.link.judgements import Attached, Pair
from casus.link.linking import Linking, both_ways
from casus.link.passes import Pass
from casus.types import Judgement

_T = TypeVar("_T")
_ROWS = 2_000
"""Accounts in one piece: about 2 MB."""
_ALONE, _OPEN = -1, -2
"""Instead of the number of the group chosen: nobody near; undecided."""


class _Head(msgspec.Struct, array_like=True):
    news: dict[str, frozenset[str]]
    windows: dict[str, tuple[date, date]]
    sketches: dict[str, tuple[int, ...]]
    revised: dict[str, set[str]]
    copies: dict[str, set[str]]
    witness: dict[str, str]
    must: frozenset[Pair]
    cannot: frozenset[Pair]
    dismissed: frozenset[str]
    values: tuple[tuple[str, Judgement], ...]


_Near = list[tuple[int, float, bool]]
"""Partners of an account that stand before it, with weight and vagueness of the pair."""


class _Row(msgspec.Struct, array_like=True):
    facts: Facts
    told: Facts | None
    read_pairs: _Near
    told_pairs: _Near


class _Groups(msgspec.Struct, array_like=True):
    """Groups as numbers of accounts, then for each time of choosing what each group chose (number,
    weight, plain) and the number of the group it went into."""

    cores: list[list[int]]
    steps: list[list[tuple[int, float, bool, int]]]


def freeze(linking: Linking) -> Iterator[bytes]:
    """The state in pieces."""
    encode = msgspec.msgpack.encode
    attached, copies = linking.attached, linking.copies
    yield encode(
        _Head(
            linking.told.news, linking.windows, copies.sketch, copies.revised, copies.pairs,
            copies.witness, attached.must, attached.cannot, attached.dismissed, attached.values,
        )
    )  # fmt: skip
    ids = sorted(linking.read.facts)
    number = {account: n for n, account in enumerate(ids)}
    for one in (linking.read, linking.told):
        yield encode(_groups(one.grouping, number))
    for start in range(0, len(ids), _ROWS):
        yield encode([_row(linking, i, number) for i in ids[start : start + _ROWS]])


def _row(linking: Linking, account: str, number: dict[str, int]) -> _Row:
    facts, told = linking.read.facts[account], linking.told.facts[account]
    return _Row(
        facts,
        None if told is facts else told,
        _near(linking.read, account, number),
        _near(linking.told, account, number),
    )


def _near(one: Pass, account: str, number: dict[str, int]) -> _Near:
    found = one.pairs[account].items()
    return [(number[other], v.weight, v.vague) for other, v in found if other < account]


def _groups(grouping: Grouping, number: dict[str, int]) -> _Groups:
    nodes = sorted(set(grouping.core.values()))
    cores = [[number[i] for i in node] for node in nodes]
    steps = []
    for step in grouping.steps:
        place = {node: n for n, node in enumerate(nodes)}
        after = sorted(set(step.result.values()))
        later = {group: n for n, group in enumerate(after)}
        rows = []
        for node in nodes:
            choice = step.choice.get(node, NOBODY)
            chosen = _ALONE if choice is NOBODY else _OPEN
            chosen = chosen if choice.group is None else place[choice.group]
            weight = choice.rank[0] if choice.group is not None else 0.0
            rows.append((chosen, weight, choice.plain, later[step.result[node]]))
        steps.append(rows)
        nodes = after
    return _Groups(cores, steps)


def thaw(pieces: Iterable[bytes], weights: Weights | None = None) -> Linking:
    """The state that was frozen. Raises msgspec.DecodeError for anything else."""
    rest = iter(pieces)
    linking = Linking(weights)
    head = _decode(next(rest), _Head)
    linking.windows.update(head.windows)
    linking.told.news.update(head.news)
    linking.hold(Attached(head.must, head.cannot, head.dismissed, head.values))
    linking.copies.restore(head.sketches, head.revised, head.copies, head.witness)
    groups = [_decode(next(rest), _Groups) for _ in range(2)]
    ids: list[str] = []
    for piece in rest:
        for row in _decode(piece, list[_Row]):
            ids.append(row.facts.id)
            linking.read.restore(row.facts, _views(row.read_pairs, ids))
            linking.told.restore(row.told or row.facts, _views(row.told_pairs, ids))
    for one, held in zip((linking.read, linking.told), groups, strict=True):
        one.settle()
        _regroup(one.grouping, held, ids, both_ways(head.must))
    return linking


def _decode(piece: bytes, kind: type[_T]) -> _T:
    return msgspec.msgpack.decode(piece, type=kind)


def _views(near: _Near, ids: list[str]) -> dict[str, PairView]:
    return {ids[n]: PairView(weight, False, vague) for n, weight, vague in near}


def _regroup(
    grouping: Grouping, held: _Groups, ids: list[str], must: Mapping[str, Collection[str]]
) -> None:
    nodes: list[Group] = [tuple(ids[n] for n in core) for core in held.cores]
    grouping.core.update((i, node) for node in nodes for i in node)
    for account in ids:
        if account not in grouping.part:
            part = grouping.tied(account, must)
            grouping.part.update(dict.fromkeys(part, part))
    for step, rows in zip(grouping.steps, held.steps, strict=True):
        merged: dict[int, list[str]] = {}
        for node, row in zip(nodes, rows, strict=True):
            merged.setdefault(row[3], []).extend(node)
        after = [tuple(sorted(merged[n])) for n in range(len(merged))]
        for node, (chosen, weight, plain, into) in zip(nodes, rows, strict=True):
            step.result[node] = after[into]
            step.point(node, _choice(chosen, weight, plain, nodes))
        nodes = after


def _choice(chosen: int, weight: float, plain: bool, nodes: list[Group]) -> Choice:
    if chosen < 0:
        return NOBODY if chosen == _ALONE else UNDECIDED
    return Choice((weight, nodes[chosen][0]), nodes[chosen], plain)
