"""Accounts in the making, and how their days lie to each other.

Use `Draft` and `add_unit` while a document is assembled; `lead_of` names what the report is
about, as far as it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from casus.extract import kinds
from casus.extract.proposals import Dated, Event, Located
from casus.extract.roles import Role
from casus.extract.scenes import close
from casus.extract.tolls import Toll
from casus.extract.units import STATUS, Unit
from casus.timeref import resolve
from casus.types import Part, Place, TimeRef, When

NEWS_DAYS = 12
"""An event up to so many days before publication may be what the report is about."""

_WEEKEND = frozenset({4, 5, 6})
"""Weekdays of which "over the weekend" may be said: Friday night belongs to it."""

_YEAR, _HALF_YEAR = 366, 183

SLIP_DAYS = 7
"""A better dated word moves an account's date by so many days at most, else it tells another."""


@dataclass(slots=True)
class Draft:
    """An account in the making."""

    order: int
    first_sentence: int
    past: bool = False
    separate: bool = False
    when: When | None = None
    dated: Dated | None = None
    tie: int = 0
    clauses: list[int] = field(default_factory=list)
    held: set[int] = field(default_factory=set)
    """Clauses that tell only who was arrested for it: another place, another doer."""
    events: list[Event] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    votes: dict[str, float] = field(default_factory=dict)
    nations: set[str] = field(default_factory=set)
    towns: list[Place] = field(default_factory=list)
    scene: Located | None = None
    """The town that parted it from what was told before."""
    role: str = "background"
    lent_kind: str | None = None

    @property
    def harms(self) -> bool:
        """True where people are told to have been killed, injured, abducted or to be missing."""
        return any(t.field not in {"displaced", "arrested"} for t in self.tolls)

    @property
    def kind(self) -> str | None:
        chosen = kinds.choose(self.votes) or self.lent_kind
        if chosen == "arrest" and any(t.field == "killed" for t in self.tolls):
            return "armed_attack"  # "arrested over the killing of two": what they are held for
        return chosen


def same_day(left: When | None, right: When) -> bool:
    """True where two dates may be one: overlapping intervals, or equal symbols."""
    if left is None:
        return False
    if left.start is None or left.end is None or right.start is None or right.end is None:
        return _same_symbol(left.ref, right.ref)
    return left.start <= right.end and right.start <= left.end


def _same_symbol(left: TimeRef | None, right: TimeRef | None) -> bool:
    """Of an undated report: the same day of a month or weekday, whatever the hour."""
    if left is None or right is None:
        return left == right
    for one, other in ((left, right), (right, left)):
        if one.unit == "weekend" and other.weekday in _WEEKEND and other.unit is None:
            return True
    if left.offset is not None or right.offset is not None:
        return left == right
    days = (left.month, left.day), (right.month, right.day)
    if None not in (left.day, right.day):
        return days[0] == days[1]
    if None not in (left.weekday, right.weekday):
        return left.weekday == right.weekday
    return left == right


def names_day(when: When | None) -> bool:
    """True for a date as narrow as a day, also where only its weekday is known yet."""
    if when is None:
        return False
    if when.start is not None:
        return when.precision in {"day", "days"}
    ref = when.ref
    return ref is not None and (ref.day is not None or ref.weekday is not None)


def near(left: When | None, right: When) -> bool:
    days = _days_on(left, right)
    return days is not None and abs(days) <= SLIP_DAYS


def may_be_near(left: When | None, right: When) -> bool:
    """As `near`; of an undated report any two days may be."""
    undated = left is not None and (left.start is None or right.start is None)
    return undated or near(left, right)


def after(left: When | None, right: When | None) -> bool:
    days = _days_on(left, right)
    return days is not None and days > 0


def _days_on(left: When | None, right: When | None) -> int | None:
    """Days from `right` on to `left`; None where they cannot be compared. Of an undated report
    days of months can: the nearest ones."""
    if left is None or right is None:
        return None
    if left.start is not None and right.start is not None:
        return (left.start - right.start).days
    days = [_in_leap_year(when.ref) for when in (left, right)]
    if days[0] is None or days[1] is None:
        return None
    return ((days[0] - days[1]).days + _HALF_YEAR) % _YEAR - _HALF_YEAR


def _in_leap_year(ref: TimeRef | None) -> date | None:
    """A day of a month in a year that has every day."""
    if ref is None or ref.month is None or ref.day is None:
        return None
    return resolve(replace(ref, year=2000), None).start


def narrower(new: When, old: When) -> bool:
    if new.start is None or new.end is None:
        return False
    if old.start is None or old.end is None:
        return True
    return new.end - new.start < old.end - old.start


def _spans_days(when: When | None) -> bool:
    """True for "Thursday and Friday", of which one day alone is told later."""
    ref = when.ref if when is not None else None
    return ref is not None and (ref.end_weekday is not None or ref.end_day is not None)


def is_ahead(when: When | None, published: date | None) -> bool:
    """Whether a date lies after its report, where nothing can have happened yet. A report may
    carry the date of a place where the next day has not begun."""
    if when is None or when.start is None or published is None:
        return False
    return (when.start - published).days > 1


def is_news(when: When | None, published: date | None) -> bool:
    if when is None or when.start is None or when.end is None or published is None:
        return True
    if when.precision in {"month", "year"}:
        return when.start <= published <= when.end
    return when.end >= published - timedelta(days=NEWS_DAYS)


def add_unit(draft: Draft, unit: Unit, when: When | None) -> None:
    draft.clauses.append(unit.clause)
    draft.events += unit.events
    draft.tolls += [_related(toll, draft, unit.cues) for toll in unit.tolls]
    if unit.only_holds and draft.votes.keys() - {"arrest"}:
        draft.held.add(unit.clause)
    else:
        draft.roles += unit.roles
    draft.nations |= unit.nations
    draft.towns += unit.towns
    weight = 2.0 if unit.sentence == draft.first_sentence else 1.0
    for event in unit.events:
        for kind in event.kinds:
            if kind == "arrest" and draft.votes.keys() - {"arrest"}:
                continue  # what follows any crime says nothing of its kind
            draft.votes[kind] = draft.votes.get(kind, 0.0) + weight / len(event.kinds)
    for kind, worth in unit.hints.items():
        draft.votes[kind] = draft.votes.get(kind, 0.0) + worth * weight
    if when is None:
        return
    counted = draft.dated is not None and draft.dated.backward and not unit.leads_back
    weak = draft.tie == STATUS < unit.tie or counted
    better = weak and when.precision in {"day", "days"} and near(draft.when, when)
    if when.start is None:  # of an undated report nothing tells how near two days are
        better = names_day(when) and unit.tie > STATUS and (weak or not names_day(draft.when))
    refines = same_day(draft.when, when) and not _spans_days(draft.when)
    if draft.when is None or better or (refines and narrower(when, draft.when)):
        draft.when, draft.dated, draft.tie = when, unit.dated, max(unit.tie, draft.tie)


def _related(toll: Toll, draft: Draft, cues: frozenset[str]) -> Toll:
    """A toll as it stands to those told before: on top of them, or no longer said."""
    if "EARLIERFIG" in cues:
        toll = replace(toll, outdated=True)
    told = [
        t
        for t in draft.tolls
        if t.field == toll.field
        and t.at.sentence < toll.at.sentence
        and not (t.singular or t.outdated)
    ]
    if toll.more and told and toll.part is Part.TOTAL:
        toll = replace(toll, part=Part.INCREMENT)
    return toll


def is_there(draft: Draft, town: Place) -> bool:
    """True where a town may be that of an account."""
    return any(close(town, other) for other in draft.towns)


def lead_of(drafts: Sequence[Draft], published: date | None) -> Draft | None:
    """What the report is about, as far as it is read: its first fresh account."""
    if not drafts:
        return None
    fresh = [d for d in drafts if not d.past and is_news(d.when, published)] or list(drafts)
    return max(fresh, key=lambda d: (2 * bool(d.tolls) + (d.when is not None), -d.order))
