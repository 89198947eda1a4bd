"""Human decisions on which accounts are one event, re-attached to the accounts of today.

Use `attach(judgements, accounts, of_doc)`: "same" becomes must-link, "different" cannot-link,
"not an incident" takes its accounts out, a value goes with its account to the incident that holds
it. A judgement names anchors, `document:start-end` (code points of the sentence), or account ids;
an anchor attaches to the account of that document whose anchor overlaps it most.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol

from casus.types import Account, Judgement

_ANCHOR = re.compile(r"(?P<doc>.+)[:#](?P<start>\d{1,9})-(?P<end>\d{1,9})")

_WANTED = {"same": 2, "different": 2, "not_an_incident": 1, "value": 1}
"""Verdict → accounts that it must name."""


class Anchored(Protocol):
    """An account, or the facts of one."""

    @property
    def anchor(self) -> tuple[int, int]:
        """The sentence that first tells it, in code points."""


Pair = tuple[str, str]
"""Account ids, the lesser first."""


@dataclass(frozen=True, slots=True)
class Attached:
    """Pairs of accounts that must be one, and that cannot; accounts that tell no incident; values
    with the account they go with, the latest last; ids of judgements that no longer attach, and
    of those that a later one contradicts; for each pair judged the judgement that holds."""

    must: frozenset[Pair] = frozenset()
    cannot: frozenset[Pair] = frozenset()
    dismissed: frozenset[str] = frozenset()
    values: tuple[tuple[str, Judgement], ...] = ()
    orphans: tuple[str, ...] = ()
    clashes: tuple[tuple[str, str], ...] = ()
    verdicts: Mapping[Pair, Judgement] = field(default_factory=dict)


def anchor_name(account: Account) -> str:
    """How a judgement names an account so that it survives another run."""
    return f"{account.doc}:{account.anchor[0]}-{account.anchor[1]}"


def anchor_of(name: str) -> tuple[str, int, int] | None:
    """Document, start and end that a judgement names; None for the id of an account."""
    match = _ANCHOR.fullmatch(name)
    return (match["doc"], int(match["start"]), int(match["end"])) if match else None


def may_name(name: str, account: Account) -> bool:
    """True where a judgement's name is an account's id, or an anchor that meets its own."""
    told = anchor_of(name)
    if told is None or told[0] != account.doc:
        return name == account.id
    return min(account.anchor[1], told[2]) > max(account.anchor[0], told[1])


def withdrawn(judgements: Iterable[Judgement]) -> frozenset[str]:
    """Ids of those that were withdrawn or replaced."""
    return frozenset(j.supersedes for j in judgements if j.supersedes)


def standing_of(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Judgements that bear on incidents and were not withdrawn or replaced, the oldest first."""
    gone = withdrawn(judgements)
    standing = (j for j in judgements if j.id not in gone and j.verdict in _WANTED)
    return sorted(standing, key=lambda j: (j.at, j.id))


def attach(
    judgements: Sequence[Judgement],
    accounts: Mapping[str, Anchored],
    of_doc: Mapping[str, Collection[str]],
) -> Attached:
    """Read the standing judgements. Of two on one pair, the later (`at`, then id) holds.
    `accounts` are all accounts by id, `of_doc` the ids of each document's."""
    verdicts: dict[Pair, Judgement] = {}
    dismissed: set[str] = set()
    values: list[tuple[str, Judgement]] = []
    orphans: list[str] = []
    clashes: list[tuple[str, str]] = []
    for judgement in standing_of(judgements):
        found = [_find(name, accounts, of_doc) for name in judgement.about]
        about = sorted({a for a in found if a is not None})
        if None in found or len(about) < _WANTED[judgement.verdict]:
            orphans.append(judgement.id)
        if judgement.verdict == "not_an_incident":
            dismissed.update(about)
            continue
        if judgement.verdict == "value":
            values += [(account, judgement) for account in about]
            continue
        for pair in combinations(about, 2):
            before = verdicts.get(pair)
            if before is not None and before.verdict != judgement.verdict:
                clashes.append((before.id, judgement.id))
            verdicts[pair] = judgement
    clashes += _implied(verdicts)
    return Attached(
        frozenset(p for p, j in verdicts.items() if j.verdict == "same"),
        frozenset(p for p, j in verdicts.items() if j.verdict == "different"),
        frozenset(dismissed),
        tuple(values),
        tuple(orphans),
        tuple(dict.fromkeys(clashes)),
        verdicts,
    )


def attach_to(judgements: Sequence[Judgement], accounts: Iterable[Account]) -> Attached:
    """`attach` to a few accounts."""
    known = {a.id: a for a in accounts}
    of_doc: dict[str, list[str]] = {}
    for account in known.values():
        of_doc.setdefault(account.doc, []).append(account.id)
    return attach(judgements, known, of_doc)


def _implied(verdicts: Mapping[Pair, Judgement]) -> Iterator[tuple[str, str]]:
    """A "different" between accounts that several "same" bind to one another: one by one they
    agree, together they cannot hold. With each of those on the shortest way, the earlier first."""
    bound: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for (one, other), judgement in verdicts.items():
        if judgement.verdict == "same":
            bound[one][other] = bound[other][one] = judgement
    for (one, other), parted in verdicts.items():
        if parted.verdict == "different":
            for judgement in _way(bound, one, other):
                first, later = sorted((judgement, parted), key=lambda x: (x.at, x.id))
                yield first.id, later.id


def _way(bound: Mapping[str, Mapping[str, Judgement]], start: str, goal: str) -> list[Judgement]:
    """The judgements that bind two accounts to one another by way of others; none: []."""
    ways: dict[str, list[Judgement]] = {start: []}
    todo = deque([start])
    while todo and goal not in ways:
        here = todo.popleft()
        for there, judgement in sorted(bound.get(here, {}).items()):
            if there not in ways:
                ways[there] = [*ways[here], judgement]
                todo.append(there)
    return ways.get(goal, [])


def _find(
    name: str, accounts: Mapping[str, Anchored], of_doc: Mapping[str, Collection[str]]
) -> str | None:
    if name in accounts:
        return name
    told = anchor_of(name)
    if told is None:
        return None
    doc, start, end = told
    best, most = None, 0
    for account in sorted(of_doc.get(doc, ())):
        first, last = accounts[account].anchor
        overlap = min(last, end) - max(first, start)
        if overlap > most:
            best, most = account, overlap
    return best
