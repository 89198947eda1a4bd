"""What it was, where an account's own words name no kind of event.

Use `lend_kinds` on the accounts in the making, before those that tell nothing are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casus.extract import kinds
from casus.extract.annotate import Annotated
from casus.extract.drafts import Draft
from casus.extract.genre import Genre
from casus.extract.proposals import Proposals

_NO_NEWS = frozenset({"FILM", "DRILL", "COURT", "ANNIV", "OBITUARY"})
"""Words beside which a killing is told that was none, or was told before."""


def lend_kinds(
    lead: Draft | None, drafts: Sequence[Draft], page: Annotated, found: Proposals, genre: Genre
) -> None:
    """Set `lent_kind` where a kind follows from what else is told; `lead` is what the text is
    about."""
    _place_accidents(drafts, found)
    if lead is None:
        return
    if not (genre.weight or genre.looks_back):
        _name_attacks(drafts, page)
    _follow(lead, drafts)


def _place_accidents(drafts: Sequence[Draft], found: Proposals) -> None:
    """Tell what sort of accident it was, where the text says only that: "an accident on the
    motorway". The first word for a place or vehicle in the account's clauses decides. What
    collapses in a mine is the mine."""
    for draft in drafts:
        if draft.kind is None and "accident" in draft.votes:
            told = map(kinds.ACCIDENT_AT.get, _sites(draft, found))
            draft.lent_kind = next((kind for kind in told if kind), None)
        elif draft.kind == "building_collapse" and "mine" in _sites(draft, found):
            draft.votes["mine_accident"] = draft.votes.pop("building_collapse")


def _sites(draft: Draft, found: Proposals) -> Iterator[str]:
    clauses = set(draft.clauses)
    return (site.code for site in found.sites if site.at.clause in clauses)


def _follow(lead: Draft, drafts: Sequence[Draft]) -> None:
    """An account that only counts people takes its kind from what the report is about; where
    that only counts the dead or abducted itself, from the first that names one."""
    fields = {t.field for t in lead.tolls}
    if lead.kind is None and "abducted" in fields:
        lead.lent_kind = "abduction"
    elif lead.kind is None and "killed" in fields:
        lead.lent_kind = next((d.kind for d in drafts if d.kind), None)
    for draft in drafts:
        if draft is not lead and draft.tolls:
            draft.lent_kind = lead.kind


def _name_attacks(drafts: Sequence[Draft], page: Annotated) -> None:
    """An attack is what it was where somebody killed or hurt people and no word says how:
    "militants killed three soldiers", "were murdered"; an assassination where it was one
    official. Novels and courts tell it so, too."""
    for draft in drafts:
        told = page.sentences[draft.first_sentence]
        if any(h.cls in _NO_NEWS and told.first <= h.first < told.last for h in page.hits):
            continue
        harmed = any(t.field in {"killed", "injured"} for t in draft.tolls)
        done = any(r.role == "perpetrator" and r.confidence != "denied" for r in draft.roles)
        if draft.kind is None and harmed and (done or draft.votes.get("violence", 0.0) > 0):
            alone = len(draft.tolls) == 1 and draft.tolls[0].singular
            official = alone and draft.tolls[0].group == "official"
            draft.lent_kind = "assassination" if official else "armed_attack"
