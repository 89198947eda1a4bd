"""Human decisions on which accounts are one event, re-attached to the accounts of today.

Use `attach(judgements, accounts)`: "same" becomes must-link, "different" cannot-link, "not an
incident" takes its accounts out, a value goes with its account to the incident that holds it. A
judgement names anchors, `document:start-end` (code points of the sentence), or account ids;
an anchor attaches to the account of that document whose anchor overlaps it most.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from casus.link.cluster import Constraints
from casus.types import Account, Judgement

_ANCHOR = re.compile(r"(?P<doc>.+)[:#](?P<start>\d{1,9})-(?P<end>\d{1,9})")

_WANTED = {"same": 2, "different": 2, "not_an_incident": 1, "value": 1}
"""Verdict → accounts that it must name."""


@dataclass(frozen=True, slots=True)
class Attached:
    """Constraints as pairs of positions; positions of accounts that tell no incident; values
    with the account they go with, the latest last; ids of judgements that no longer attach, and
    of those that a later one contradicts; for each pair judged the judgement that holds."""

    constraints: Constraints
    dismissed: frozenset[int]
    values: tuple[tuple[int, Judgement], ...]
    orphans: tuple[str, ...]
    clashes: tuple[tuple[str, str], ...]
    verdicts: Mapping[tuple[int, int], Judgement]


def anchor_name(account: Account) -> str:
    """How a judgement names an account so that it survives another run."""
    return f"{account.doc}:{account.anchor[0]}-{account.anchor[1]}"


def standing_of(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Judgements that bear on incidents and were not withdrawn or replaced, the oldest first."""
    superseded = {j.supersedes for j in judgements if j.supersedes}
    standing = (j for j in judgements if j.id not in superseded and j.verdict in _WANTED)
    return sorted(standing, key=lambda j: (j.at, j.id))


def attach(judgements: Sequence[Judgement], accounts: Sequence[Account]) -> Attached:
    """Read the standing judgements. Of two on one pair, the later (`at`, then id) holds."""
    standing = standing_of(judgements)
    by_id = {a.id: i for i, a in enumerate(accounts)}
    by_doc: dict[str, list[int]] = defaultdict(list)
    for i, account in enumerate(accounts):
        by_doc[account.doc].append(i)
    verdicts: dict[tuple[int, int], Judgement] = {}
    dismissed: set[int] = set()
    values: list[tuple[int, Judgement]] = []
    orphans, clashes = [], []
    for judgement in standing:
        places = [_find(name, accounts, by_id, by_doc) for name in judgement.about]
        positions = sorted({p for p in places if p is not None})
        if None in places or len(positions) < _WANTED[judgement.verdict]:
            orphans.append(judgement.id)
        if judgement.verdict == "not_an_incident":
            dismissed.update(positions)
            continue
        if judgement.verdict == "value":
            values += [(position, judgement) for position in positions]
            continue
        for pair in combinations(positions, 2):
            before = verdicts.get(pair)
            if before is not None and before.verdict != judgement.verdict:
                clashes.append((before.id, judgement.id))
            verdicts[pair] = judgement
    return Attached(
        Constraints(
            must=frozenset(p for p, j in verdicts.items() if j.verdict == "same"),
            cannot=frozenset(p for p, j in verdicts.items() if j.verdict == "different"),
        ),
        frozenset(dismissed),
        tuple(values),
        tuple(orphans),
        tuple(clashes),
        verdicts,
    )


def _find(
    name: str,
    accounts: Sequence[Account],
    by_id: dict[str, int],
    by_doc: dict[str, list[int]],
) -> int | None:
    if name in by_id:
        return by_id[name]
    match = _ANCHOR.fullmatch(name)
    if match is None:
        return None
    start, end = int(match["start"]), int(match["end"])
    best, most = None, 0
    for i in by_doc.get(match["doc"], ()):
        first, last = accounts[i].anchor
        overlap = min(last, end) - max(first, start)
        if overlap > most:
            best, most = i, overlap
    return best
