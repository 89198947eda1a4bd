"""Decisions as they are listed: who, when, what, why, and whether they still stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casus.link.judgements import anchor_of, may_name, withdrawn
from casus.review.asked import Asked
from casus.review.desk import Desk
from casus.store.selected import Row
from casus.types import Account, Incident, Judgement

PAGE = 100
MOST_INCIDENTS = 6
_ELSEWHERE = ("withdrawn", "reading")
"""Verdicts that are shown at what they withdrew, and under corrections."""


@dataclass(frozen=True, slots=True)
class JudgementPart:
    """One decision. `standing` is False where it was undone; `incidents` are those that hold today
    what it is about, six at most."""

    id: str
    verdict: str
    value: str
    user: str
    at: str
    reason: str
    about: tuple[str, ...]
    standing: bool
    incidents: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class JudgementsPage:
    """Every decision, the latest first."""

    total: int
    page: int
    pages: int
    judgements: tuple[JudgementPart, ...]


def judgements_page(desk: Desk, asked: Asked) -> JudgementsPage:
    """One page of all decisions."""
    kept = desk.catalogue.judgements()
    listed = [j for j in reversed(kept) if j.verdict not in _ELSEWHERE]
    pages = max(1, -(-len(listed) // PAGE))
    page = min(max(asked.number("page", 1) or 1, 1), pages)
    shown = listed[(page - 1) * PAGE : page * PAGE]
    return JudgementsPage(len(listed), page, pages, judgement_parts(desk, kept, shown))


def judgements_about(kept: Sequence[Judgement], incident: Incident) -> Iterable[Judgement]:
    """The decisions about an incident, the latest first."""
    for judgement in reversed(kept):
        if judgement.verdict not in _ELSEWHERE and any(
            may_name(name, account) for name in judgement.about for account in incident.accounts
        ):
            yield judgement


def judgement_parts(
    desk: Desk, kept: Sequence[Judgement], shown: Iterable[Judgement]
) -> tuple[JudgementPart, ...]:
    """Some decisions of all that are kept, as they are listed."""
    gone, told = withdrawn(kept), _Told(desk)
    return tuple(
        JudgementPart(
            j.id, j.verdict, j.value or "", j.user, j.at, j.reason, j.about, j.id not in gone,
            told.incidents(j),
        )
        for j in shown
    )  # fmt: skip


class _Told:
    """What decisions are about; a document that many name is looked up once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._accounts: dict[str, tuple[Account, ...]] = {}

    def incidents(self, judgement: Judgement) -> tuple[Row, ...]:
        accounts = [account for name in judgement.about for account in self._named(name)]
        held = self._desk.catalogue.holders(accounts)
        rows = map(self._desk.catalogue.row, list(dict.fromkeys(held.values()))[:MOST_INCIDENTS])
        return tuple(row for row in rows if row)

    def _named(self, name: str) -> Iterable[str]:
        told = anchor_of(name)
        if told is None:
            return [name]
        if told[0] not in self._accounts:
            reading = self._desk.catalogue.reading(told[0])
            self._accounts[told[0]] = reading.accounts if reading else ()
        return [a.id for a in self._accounts[told[0]] if may_name(name, a)]
