"""Days for what a report tells without one.

Use `date_late` where what a report is about has no day of its own, and `lend_day` for accounts
of further towns under a summary that dates them all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from casus.extract.annotate import Annotated
from casus.extract.drafts import Draft, after, is_ahead, is_news, names_day, near
from casus.extract.genre import Genre
from casus.extract.proposals import Dated, Proposals
from casus.extract.units import STATUS, TOLD, reaches_far
from casus.timeref import resolve
from casus.types import When


def date_late(
    lead: Draft, page: Annotated, found: Proposals, published: date | None, genre: Genre
) -> None:
    """Date what the report is about by a sentence that tells nothing else ("went down on
    Thursday afternoon"), where so far only a later day was told or none. A court may sit on it
    years later."""
    if not _happened(lead) or (lead.tie > STATUS and names_day(lead.when)):
        return
    told = {page.clauses[c].sentence for c in lead.clauses} if names_day(lead.when) else set()
    held = {t.at.clause for t in found.tolls if t.field == "arrested"}
    held |= {e.at.clause for e in found.events if e.verb and e.kinds == ("arrest",)}
    best: tuple[When, Dated] | None = None
    for dated in found.dates:
        when = resolve(dated.mention.ref, published)
        if dated.use != "event" or dated.at.sentence in told or reaches_far(dated, published):
            continue
        if dated.at.clause in held or is_ahead(when, published):
            continue
        earlier = lead.when is None or (near(lead.when, when) and after(lead.when, when))
        if when.start is None and not names_day(lead.when):
            earlier = names_day(when)
        fresh = is_news(when, published) or (genre.looks_back and lead.harms and names_day(when))
        if earlier and fresh and (best is None or _rather(when, best[0])):
            best = when, dated
    if best is not None:
        (lead.when, lead.dated), lead.tie = best, TOLD


def lend_day(lead: Draft, drafts: Sequence[Draft], placed: Collection[int]) -> None:
    """Accounts of further towns take the day that a summary gives for all of them: one told in a
    sentence that names no place (`placed` are those that do)."""
    if lead.dated is None or lead.dated.at.sentence in placed:
        return
    for draft in drafts:
        if draft.scene is not None and draft.when is None:
            draft.when, draft.dated, draft.tie = lead.when, lead.dated, lead.tie


def _happened(draft: Draft) -> bool:
    """True where people came to harm or an event is named: a verb alone ("fired") may be told of
    any time."""
    return bool(draft.tolls) or any(not e.verb for e in draft.events)


def _rather(when: When, best: When) -> bool:
    """True for a day that is rather the event's than one told before it: an earlier one, since
    what follows is aftermath; where days cannot be compared, one with its hour."""
    if after(best, when) or after(when, best):
        return after(best, when)
    return _has_hour(when) and not _has_hour(best)


def _has_hour(when: When) -> bool:
    return when.ref is not None and when.ref.time_of_day is not None
