"""Decisions as they are listed: who, when, what, why, and whether they still stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casus.link.judgements import anchor_of
from casus.review.asked import Asked
from casus.review.desk import Desk
from casus.types import Incident, Judgement

PAGE = 100
_ELSEWHERE = ("withdrawn", "reading")
"""Verdicts that are shown at what they withdrew, and under corrections."""


@dataclass(frozen=True, slots=True)
class JudgementPart:
    """One decision. `standing` is False where it was undone; `incidents` are the ids of the
    incidents that it is about today."""

    id: str
    verdict: str
    value: str
    user: str
    at: str
    reason: str
    about: tuple[str, ...]
    standing: bool
    incidents: tuple[str, ...]


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
    withdrawn = {j.supersedes for j in kept if j.supersedes}
    listed = [j for j in reversed(kept) if j.verdict not in _ELSEWHERE]
    pages = max(1, -(-len(listed) // PAGE))
    page = min(max(asked.number("page", 1) or 1, 1), pages)
    shown = listed[(page - 1) * PAGE : page * PAGE]
    return JudgementsPage(len(listed), page, pages, tuple(_part(desk, j, withdrawn) for j in shown))


def judgement_parts(
    desk: Desk, kept: Sequence[Judgement], incident: Incident
) -> tuple[JudgementPart, ...]:
    """The decisions about an incident, the latest first."""
    withdrawn = {j.supersedes for j in kept if j.supersedes}
    return tuple(
        _part(desk, j, withdrawn)
        for j in reversed(kept)
        if j.verdict not in _ELSEWHERE and _about(j, incident)
    )


def _about(judgement: Judgement, incident: Incident) -> bool:
    for name in judgement.about:
        anchor = anchor_of(name)
        for account in incident.accounts:
            if name == account.id:
                return True
            if anchor and anchor[0] == account.doc:
                first, last = account.anchor
                if min(last, anchor[2]) > max(first, anchor[1]):
                    return True
    return False


def _part(desk: Desk, judgement: Judgement, withdrawn: set[str]) -> JudgementPart:
    about: dict[str, None] = {}
    for name in judgement.about:
        anchor = anchor_of(name)
        for ident in desk.catalogue.incidents_of(anchor[0]) if anchor else ():
            about[ident] = None
    return JudgementPart(
        judgement.id, judgement.verdict, judgement.value or "", judgement.user, judgement.at,
        judgement.reason, judgement.about, judgement.id not in withdrawn, tuple(about)[:6],
    )  # fmt: skip
