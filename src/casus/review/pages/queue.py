"""What is worth a decision next, the most valuable first.

The value of a decision is how uncertain the record is times what hangs on it. Uncertainty is 1 for
contradictory or orphaned decisions, the spread of figures for a conflict (high - low, over high),
the entropy of the odds for two incidents that linking nearly joined, a quarter for an assumed
place or day. What hangs on it grows with the logarithm of the people concerned.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casus.link.judgements import anchor_of, attach_to, withdrawn
from casus.review.asked import Asked
from casus.review.desk import Desk
from casus.review.pages.judgements import JudgementPart, judgement_parts
from casus.review.pages.pair import compare
from casus.store.selected import Row
from casus.store.selection import Selection

KINDS = ("pair", "conflict", "clash", "orphan", "assumed")
PAGE = 40
MOST = 400
"""Incidents of each sort that are looked at: the latest with the most people concerned."""
MARGIN = 4.0
"""Log-odds about the threshold within which a pair is worth a look (a chance of 2 to 98 %)."""
DEGREES, DAYS = 0.7, 4
_ASSUMED = 0.25


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to decide. `left` is the incident, `right` the other of a pair; `weight` the
    log-odds of a pair above the threshold; `judgements` those that clash or are orphaned."""

    kind: str
    value: float
    left: Row | None
    right: Row | None = None
    weight: float = 0.0
    judgements: tuple[JudgementPart, ...] = ()
    seen: str = ""

    @property
    def pair(self) -> tuple[str, ...]:
        """The ids of the two incidents; empty where it is no pair."""
        return (self.left.id, self.right.id) if self.left and self.right else ()


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The beginning of the queue; `ready` is False while it is still being worked out."""

    total: int
    kind: str
    ready: bool
    waiting: tuple[Waiting, ...]


def queue_page(desk: Desk, asked: Asked) -> QueuePage:
    """What waits, of all kinds or one."""
    kind = asked.choice("kind", KINDS)
    kept = desk.catalogue.judgements()
    ready, found = desk.later("queue", len(kept), lambda: (len(kept), waiting(desk)))
    known, listed = found or (0, [])
    # until it is worked out anew, what was decided meanwhile does not wait any more
    since = {row.id for p in judgement_parts(desk, kept, kept[known:]) for row in p.incidents}
    shown = [w for w in listed if (not kind or w.kind == kind) and since.isdisjoint(w.pair)]
    return QueuePage(len(shown), kind, ready, tuple(shown[:PAGE]))


def waiting(desk: Desk) -> list[Waiting]:
    """The whole queue."""
    found = [*_conflicts(desk), *_assumed(desk), *_pairs(desk), *_judged(desk)]
    return sorted(found, key=lambda w: (-w.value, w.kind, w.left.id if w.left else ""))


def stake(*rows: Row | None) -> float:
    """What hangs on a decision: 1 for nobody, 2 for one person, 5 for fifteen."""
    people = sum((r.killed or 0) + (r.injured or 0) for r in rows if r)
    return 1 + math.log2(1 + people)


def entropy(log_odds: float) -> float:
    """Bits of a yes or no with these odds (natural logarithm): 1 where it is even."""
    p = 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
    return -sum(q * math.log2(q) for q in (p, 1 - p) if 0 < q < 1)


def _conflicts(desk: Desk) -> Iterator[Waiting]:
    for row in desk.catalogue.rows(Selection(states=("conflicting",)), order="killed", most=MOST):
        high = row.killed_high or row.killed or 0
        spread = (high - (row.killed_low or 0)) / high if high else 0.5
        yield Waiting("conflict", round(max(spread, 0.2) * stake(row), 3), row)


def _assumed(desk: Desk) -> Iterator[Waiting]:
    chosen = Selection(assumed=True, role="main")
    for row in desk.catalogue.rows(chosen, order="killed", most=MOST):
        yield Waiting("assumed", round(_ASSUMED * stake(row), 3), row)


def _pairs(desk: Desk) -> Iterator[Waiting]:
    """Incidents close in time and place that linking nearly joined and nobody judged yet."""
    decided = _decided(desk)
    done: set[frozenset[str]] = set()
    for row in desk.catalogue.rows(Selection(role="main"), order="killed", most=MOST):
        for other in desk.catalogue.near(row.id, degrees=DEGREES, days=DAYS, most=4):
            both = frozenset((row.id, other.id))
            if both in done or other.family != row.family:
                continue
            done.add(both)
            left, right = (desk.catalogue.incident(i) for i in (row.id, other.id))
            if left is None or right is None:
                continue
            if _meets(decided, (a.doc for a in left.incident.accounts),
                      (a.doc for a in right.incident.accounts)):  # fmt: skip
                continue
            met = compare(desk, left.incident.accounts, right.incident.accounts)
            above = met.mean - met.threshold
            if met.vetoed < met.compared and abs(above) <= MARGIN:
                value = round(entropy(above) * stake(row, other), 3)
                yield Waiting("pair", value, row, other, round(above, 2), seen=left.digest)


def _decided(desk: Desk) -> set[frozenset[str]]:
    """Pairs of documents that a standing judgement calls same, different or unsure."""
    kept = desk.catalogue.judgements()
    gone = withdrawn(kept)
    pairs = set()
    for judgement in kept:
        if judgement.verdict in ("same", "different", "unsure") and judgement.id not in gone:
            docs = [told[0] for name in judgement.about if (told := anchor_of(name))]
            pairs |= {frozenset((a, b)) for n, a in enumerate(docs) for b in docs[n + 1 :]}
    return pairs


def _meets(pairs: set[frozenset[str]], left: Iterable[str], right: Iterable[str]) -> bool:
    others = list(right)
    return any(frozenset((a, b)) in pairs for a in left for b in others)


def _judged(desk: Desk) -> Iterator[Waiting]:
    """Decisions that attach to nothing any more, or contradict one another."""
    kept = desk.catalogue.judgements()
    docs = {told[0] for j in kept for name in j.about if (told := anchor_of(name))}
    readings = (desk.catalogue.reading(doc) for doc in sorted(docs))
    attached = attach_to(kept, [a for r in readings if r for a in r.accounts])
    about = {j.id: [told[0] for n in j.about if (told := anchor_of(n))] for j in kept}
    by_id = {j.id: j for j in kept}
    for ident in attached.orphans:
        parts = judgement_parts(desk, kept, [by_id[ident]])
        yield Waiting("orphan", 1.5, _row(desk, about[ident]), judgements=parts)
    for clash in attached.clashes:
        row = _row(desk, about[clash[0]])
        parts = judgement_parts(desk, kept, [by_id[ident] for ident in clash])
        yield Waiting("clash", round(stake(row), 3), row, judgements=parts)


def _row(desk: Desk, documents: Iterable[str]) -> Row | None:
    for document in documents:
        for ident in desk.catalogue.incidents_of(document):
            return desk.catalogue.row(ident)
    return None
