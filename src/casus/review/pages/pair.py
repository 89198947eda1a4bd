"""Two incidents, or two accounts: one event? Every comparison in words, beside the sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casus.link.comparisons import Evidence
from casus.link.waterfall import Meeting, meet
from casus.questions import evidence_of
from casus.review.asked import Asked, Refused
from casus.review.desk import Desk
from casus.store.catalogue import Found
from casus.store.selected import Row
from casus.types import Account


@dataclass(frozen=True, slots=True)
class PairPage:
    """Two incidents with what linking knows of them. `left` and `right` are their lines of the
    table, `digests` the states that were compared, `meeting` the comparison."""

    left: Row
    right: Row
    digests: tuple[str, str]
    meeting: Meeting


def pair_page(desk: Desk, asked: Asked) -> PairPage:
    """Two incidents by their ids."""
    found = [_found(desk, asked.text(side)) for side in ("left", "right")]
    left, right = (f.incident for f in found)
    if left.id == right.id:
        raise Refused(409, "pair.one_now")
    rows = [desk.catalogue.row(i.id) for i in (left, right)]
    if None in rows:
        raise Refused(404, "error.no_incident", name=left.id)
    first, second = (row for row in rows if row)
    return PairPage(first, second, (found[0].digest, found[1].digest),
                    compare(desk, left.accounts, right.accounts))  # fmt: skip


def compare(desk: Desk, left: Sequence[Account], right: Sequence[Account]) -> Meeting:
    """Compare two incidents' accounts as linking does; where other code linked the store, until a
    decision or a run links it anew, without knowing which names are common."""
    documents = desk.catalogue.documents(a.doc for a in (*left, *right))
    holders = desk.catalogue.holders(a.id for a in (*left, *right))
    return meet(
        left, right, documents,
        evidence=evidence_of(desk.catalogue.linkage()) or Evidence(),
        together=len(set(holders.values())) == 1, judgements=desk.catalogue.judgements(),
    )  # fmt: skip


def _found(desk: Desk, name: str) -> Found:
    found = desk.catalogue.incident(name)
    if found is None:
        raise Refused(404, "error.no_incident", name=name)
    return found
