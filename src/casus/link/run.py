"""Linking in one call: every account given, from nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from casus.link.comparisons import Evidence, Weights, score
from casus.link.facts import facts_of
from casus.link.linking import Linking
from casus.link.model import Linked
from casus.types import Account, Document, Judgement, PairScore


def link(
    accounts: Sequence[Account],
    documents: Mapping[str, Document],
    *,
    judgements: Sequence[Judgement] = (),
    weights: Weights | None = None,
) -> Linked:
    """Group accounts that tell one event. Pure; the order of `accounts` does not matter.

    Every account's document must be in `documents` (KeyError otherwise). Works on candidate
    pairs only: time grows with the pairs that blocking proposes, memory with those that may tell
    one event. Use `Linking` where accounts come one after another.
    """
    told: dict[str, list[Account]] = defaultdict(list)
    for account in sorted(accounts, key=lambda a: a.id):
        told[account.doc].append(account)
    linking = Linking(weights=weights)
    linking.update(told, told.__getitem__, documents, judgements)
    return linking.linked(told.__getitem__, documents)


def explain_pair(
    a: Account,
    b: Account,
    documents: Mapping[str, Document],
    *,
    weights: Weights | None = None,
) -> PairScore:
    """Why two accounts are, or are not, told as one event: parts with labels to read.

    Pass accounts of a `Linked`, whose dates are inferred. Which names are common and which news
    reports share is not known here; `Linking.explain` knows it.
    """
    left, right = (facts_of(x, documents[x.doc]) for x in (a, b))
    return score(left, right, weights=weights or Weights.load(), evidence=Evidence())
