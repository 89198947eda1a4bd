"""Which proposals tell one event: the accounts of a document.

Use `assemble`. The unit is the clause. Each clause that tells something is given to an account
by date, by cue words (recall, separation), by kind and by the flow of the text; a different
toll never opens an account, since it is usually a revision, a dispute or a part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from casus.extract import kinds
from casus.extract.annotate import Annotated
from casus.extract.proposals import Dated, Event, Proposals, Responsible, Toll
from casus.timeref import resolve
from casus.types import When

NEWS_DAYS = 10
"""An event up to so many days before publication may be what the report is about."""

_CUES = (
    "PAST", "SEPARATE", "AGG", "HYPO", "DRILL", "SPORT", "FILM", "MARKET", "ANNIV", "COURT",
    "TROOPS", "NEG", "EARLIERFIG", "REVISE", "METAPHOR", "SAY", "NOCLAIM",
)  # fmt: skip
_BARRIERS = frozenset({"since", "after", "before", "when", "while"})


@dataclass(slots=True)
class Draft:
    """An account in the making."""

    order: int
    first_sentence: int
    past: bool = False
    separate: bool = False
    when: When | None = None
    dated: Dated | None = None
    clauses: list[int] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    responsible: list[Responsible] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)
    role: str = "background"

    @property
    def kind(self) -> str | None:
        return kinds.choose(self.votes)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A clause with what it tells."""

    clause: int
    sentence: int
    cues: frozenset[str]
    events: list[Event]
    tolls: list[Toll]
    responsible: list[Responsible]
    dated: Dated | None
    when: When | None


def assemble(page: Annotated, found: Proposals, published: date | None) -> list[Draft]:
    """The accounts that a document tells, in the order of the text; main ones marked."""
    units = _units(page, found, published)
    drafts: list[Draft] = []
    current: Draft | None = None
    paragraph = -1
    for unit in units:
        here = page.sentences[unit.sentence].paragraph
        if here != paragraph:
            paragraph = here
            if drafts and current is not drafts[0]:
                current = drafts[0]
        target = _place(unit, drafts, current)
        if target is None:
            target = Draft(len(drafts), unit.sentence)
            target.past = "PAST" in unit.cues
            target.separate = "SEPARATE" in unit.cues
            drafts.append(target)
        _add(target, unit)
        current = target
    kept = [d for d in drafts if _tells(d)]
    _roles(kept, page, published)
    for order, draft in enumerate(kept):
        draft.order = order
    return kept


def _units(page: Annotated, found: Proposals, published: date | None) -> list[_Unit]:
    cues = _cues(page)
    by_clause: dict[int, tuple[list[Event], list[Toll], list[Responsible]]] = {}
    for event in found.events:
        by_clause.setdefault(event.at.clause, ([], [], []))[0].append(event)
    for toll in found.tolls:
        by_clause.setdefault(toll.at.clause, ([], [], []))[1].append(toll)
    for claim in found.responsible:
        by_clause.setdefault(claim.at.clause, ([], [], []))[2].append(claim)
    units: list[_Unit] = []
    for clause in sorted(by_clause):
        events, tolls, responsible = by_clause[clause]
        seen = cues.get(clause, frozenset())
        dated = _date_of(clause, page, found.dates)
        when = resolve(dated.mention.ref, published) if dated else None
        if _silent(seen, events, tolls, when):
            continue
        sentence = page.clauses[clause].sentence
        units.append(_Unit(clause, sentence, seen, events, tolls, responsible, dated, when))
    return units


def _cues(page: Annotated) -> dict[int, frozenset[str]]:
    """The cue classes in each clause; a cue before the first comma counts for the sentence."""
    found: dict[int, set[str]] = {}
    for i, chunk in enumerate(page.line.chunks):
        if chunk is None:
            continue
        for cls, attr in chunk.labels:
            if cls in _CUES:
                seen = found.setdefault(page.clause_of[i], set())
                seen.add(cls)
                seen.add(f"{cls}:{attr}")
    return {clause: frozenset(seen) for clause, seen in found.items()}


def _silent(
    cues: frozenset[str], events: Sequence[Event], tolls: Sequence[Toll], when: When | None
) -> bool:
    """True for what is no telling of an event: statistics, plans, threats, drills."""
    if "AGG" in cues or "DRILL" in cues:
        return True
    if "HYPO" in cues and not tolls:
        return True
    years = when is not None and when.precision == "year"
    return years and not events


def _date_of(clause: int, page: Annotated, dates: Sequence[Dated]) -> Dated | None:
    """The date of what a clause tells: its own, else its sentence's, not behind a barrier."""
    inside = [d for d in dates if d.use == "event"]
    own = [d for d in inside if d.at.clause == clause]
    if own:
        return own[0]
    me = page.clauses[clause]
    if me.opener in _BARRIERS:
        return None
    same = [
        d for d in inside
        if d.at.sentence == me.sentence and page.clauses[d.at.clause].opener not in _BARRIERS
    ]  # fmt: skip
    return same[0] if same else None


def _place(unit: _Unit, drafts: Sequence[Draft], current: Draft | None) -> Draft | None:
    """The account that a clause belongs to, or None: it opens one."""
    if not drafts:
        return None
    words = [k for e in unit.events for k in e.kinds]
    opens = any(not e.definite for e in unit.events)
    apart = "SEPARATE" in unit.cues and opens
    if unit.when is not None:
        fitting = [d for d in drafts if _same_day(d.when, unit.when) and _fits(d, words)]
        if fitting and not apart:
            return current if current in fitting else fitting[-1]
        undated = [d for d in drafts if d.when is None and _fits(d, words)]
        if undated and not apart and "PAST" not in unit.cues:
            return current if current in undated else undated[0]
        return None
    if apart or ("PAST" in unit.cues and opens):
        return None
    if current is not None and _fits(current, words):
        return current
    for draft in drafts:
        if _fits(draft, words):
            return draft
    return None


def _fits(draft: Draft, words: Sequence[str]) -> bool:
    return not words or not draft.votes or kinds.compatible(draft.votes, words)


def _same_day(left: When | None, right: When) -> bool:
    """True where two dates may be one: overlapping intervals, or equal symbols."""
    if left is None:
        return False
    if left.start is None or left.end is None or right.start is None or right.end is None:
        return left.ref == right.ref
    return left.start <= right.end and right.start <= left.end


def _add(draft: Draft, unit: _Unit) -> None:
    draft.clauses.append(unit.clause)
    draft.events += unit.events
    draft.tolls += unit.tolls
    draft.responsible += unit.responsible
    weight = 2.0 if unit.sentence == draft.first_sentence else 1.0
    for event in unit.events:
        for kind in event.kinds:
            draft.votes[kind] += weight / len(event.kinds)
    if unit.when is not None and (draft.when is None or _narrower(unit.when, draft.when)):
        draft.when, draft.dated = unit.when, unit.dated


def _narrower(new: When, old: When) -> bool:
    if new.start is None or new.end is None:
        return False
    if old.start is None or old.end is None:
        return True
    return new.end - new.start < old.end - old.start


def _tells(draft: Draft) -> bool:
    """An account needs a kind, and people harmed, a date, or a second word for it."""
    if draft.kind is None:
        return False
    return bool(draft.tolls) or draft.when is not None or len(draft.events) > 1


def _roles(drafts: Sequence[Draft], page: Annotated, published: date | None) -> None:
    """Mark what the document is about: what it tells first, unless it recalls it."""
    fresh = [d for d in drafts if not d.past and _is_news(d.when, published)]
    if not fresh:
        return
    main = fresh[0]
    main.role = "main"
    lead = page.sentences[0].paragraph + 1
    for draft in fresh[1:]:
        told = page.sentences[draft.first_sentence].paragraph
        if told < lead and draft.when is not None and not draft.separate:
            draft.role = "main"


def _is_news(when: When | None, published: date | None) -> bool:
    if when is None or when.end is None or published is None:
        return True
    return when.end >= published - timedelta(days=NEWS_DAYS)
