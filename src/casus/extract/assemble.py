"""Which proposals tell one event: the accounts of a document.

Use `assemble`. The unit is the clause. Each clause that tells something is given to an account
by date, by cue words (recall, separation), by kind and by the flow of the text; a different
toll never opens an account, since it is usually a revision, a dispute or a part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from casus.extract import kinds
from casus.extract.annotate import BACKWARD, COORDINATE, WEAK, Annotated
from casus.extract.compiled import CUES
from casus.extract.genre import Genre
from casus.extract.proposals import Coded, Dated, Event, Proposals
from casus.extract.roles import Role
from casus.extract.tolls import Toll
from casus.timeref import resolve
from casus.types import KINDS, Part, When

NEWS_DAYS = 12
"""An event up to so many days before publication may be what the report is about."""

SLIP_DAYS = 7
"""A better dated word moves an account's date by so many days at most, else it tells another."""

_BARRIERS = frozenset({"time", BACKWARD})
"""Openers of clauses ("after", "when") that a date outside does not date."""

_SAME_KIND = 3
_OPEN_KIND = 2
"""An account without a word for its event yet takes almost any."""

_NATION = 1.0
_CLEARLY = 1.0
"""A clause leaves the account told last only for one that it is clearly more like."""

_OPENING = 4
"""A second main event is told within so many sentences, in the first paragraph."""

_HINT, _MEANS = 0.8, 0.6
"""A verb of many uses ("burned", "seized") and a weapon hint at the kind less than a word for
the event tells it."""

_TITLE = 2.0
"""What a word of the title weighs for the kind, as a word of the first sentence does."""

_STATUS, _TOLD, _NAMED, _TIED = 1, 2, 3, 4
"""How well a date is tied to its event: the day of a later status ("pulled a fifth body on
Thursday"), in a clause that tells the event, in one that names it, and written into its name
("Friday's raid")."""

LONG_DAYS = 45
"""Figures "since" a day longer ago than this add up many events."""

MANY = 500
"""More people than this without a day of their own are a statistic, not one event's toll; a
disaster of that size is dated by every report of it."""


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
    events: list[Event] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    votes: dict[str, float] = field(default_factory=dict)
    nations: set[str] = field(default_factory=set)
    role: str = "background"
    lent_kind: str | None = None

    @property
    def kind(self) -> str | None:
        return kinds.choose(self.votes) or self.lent_kind


@dataclass(frozen=True, slots=True)
class _Unit:
    """A clause with what it tells."""

    clause: int
    sentence: int
    cues: frozenset[str]
    events: list[Event]
    tolls: list[Toll]
    roles: list[Role]
    dated: Dated | None
    nations: frozenset[str]
    hints: dict[str, float]
    opener: str

    @property
    def words(self) -> list[str]:
        return [k for e in self.events for k in e.kinds]

    @property
    def opens(self) -> bool:
        """True where it can tell something new: an event not referred to as known."""
        return any(not e.definite for e in self.events) or bool(self.tolls)

    @property
    def tie(self) -> int:
        if self.dated is None:
            return 0
        if self.dated.tied and "STATUS" not in self.cues:
            return _TIED
        if "STATUS" in self.cues and not self.dated.backward:
            return _STATUS
        return _NAMED if any(not e.verb for e in self.events) else _TOLD

    @property
    def fresh(self) -> bool:
        """True where it brings an event up: "an attack", "two blasts"."""
        return any(e.fresh for e in self.events)

    @property
    def known(self) -> bool:
        """True where every event that it names is referred to as known."""
        return all(e.definite or e.verb for e in self.events)


def assemble(
    page: Annotated, found: Proposals, published: date | None, genre: Genre
) -> list[Draft]:
    """The accounts that a document tells, in the order of the text; main ones marked."""
    if genre.tells_nothing(len(found.tolls)):
        return []
    drafts: list[Draft] = []
    current: Draft | None = None
    paragraph = -1
    for unit in _units(page, found, published):
        here = page.sentences[unit.sentence].paragraph
        if here != paragraph:
            paragraph, current = here, _lead(drafts, published)
        when = _when(unit, _lead(drafts, published), published)
        if _aggregate(unit, when, _lead(drafts, published), genre):
            continue
        target = _choose(unit, when, drafts, current, published)
        if target is None:
            target = Draft(len(drafts), unit.sentence)
            if drafts and _counted_back(drafts[-1], unit):
                drafts[-1].past = True
            target.past = "PAST" in unit.cues or (bool(drafts) and _leads_back(unit))
            if not drafts:
                target.votes = dict.fromkeys(genre.title_kinds, _TITLE)
            target.separate = "SEPARATE" in unit.cues
            drafts.append(target)
        _add(target, unit, when)
        current = target
    lead = _lead(drafts, published)
    if lead is not None and lead.tie <= _STATUS:
        _date_late(lead, page, found, published)
    for draft in drafts:
        if lead is not None and draft is not lead and draft.tolls:
            draft.lent_kind = lead.kind
    kept = [d for d in drafts if _tells(d) and (d.tolls or not genre.looks_ahead)]
    _roles(kept, page, published, genre)
    for order, draft in enumerate(kept):
        draft.order = order
    return kept


def _leads_back(unit: _Unit) -> bool:
    return unit.dated is not None and unit.dated.backward


def _still_open(draft: Draft, unit: _Unit) -> bool:
    """True where a sentence has so far told only a later day: "rescuers pulled out 18 bodies on
    Tuesday, a day after the boat went down"."""
    return draft.first_sentence == unit.sentence and draft.tie <= _STATUS and not draft.events


def _counted_back(before: Draft, unit: _Unit) -> bool:
    """True where "a week after the wreck" led up to another event of the same sentence."""
    back = before.dated is not None and before.dated.backward
    anew = unit.fresh or "SEPARATE" in unit.cues
    return back and anew and before.first_sentence == unit.sentence


def _date_late(lead: Draft, page: Annotated, found: Proposals, published: date | None) -> None:
    """Date what the report is about by a sentence that tells nothing else ("went down on
    Thursday afternoon"), where so far only a later day was told or none."""
    told = {page.clauses[c].sentence for c in lead.clauses}
    best: tuple[When, Dated] | None = None
    for dated in found.dates:
        when = resolve(dated.mention.ref, published)
        if dated.use != "event" or dated.at.sentence in told or _long(dated, published):
            continue
        earlier = lead.when is None or (_near(lead.when, when) and _after(lead.when, when))
        # of several days the first is the event's: what follows is its aftermath
        if earlier and _is_news(when, published) and (best is None or _after(best[0], when)):
            best = when, dated
    if best is not None:
        (lead.when, lead.dated), lead.tie = best, _TOLD


def _lead(drafts: Sequence[Draft], published: date | None) -> Draft | None:
    """What the report is about, as far as it is read: its first fresh account."""
    if not drafts:
        return None
    fresh = [d for d in drafts if not d.past and _is_news(d.when, published)] or list(drafts)
    return max(fresh, key=lambda d: (2 * bool(d.tolls) + (d.when is not None), -d.order))


def _when(unit: _Unit, lead: Draft | None, published: date | None) -> When | None:
    """The days of a clause; "six days earlier" counts from what the report is about."""
    if unit.dated is None:
        return None
    event = lead.when.start if lead is not None and lead.when is not None else None
    ref = unit.dated.mention.ref
    if unit.dated.backward and ref.offset is not None:
        ref = replace(ref, offset=(-ref.offset[1], -ref.offset[0]))
        # "the raid came four days after", but a report that opens so counts from its own day
        return resolve(ref, published, event=event or published)
    return resolve(ref, published, event=event)


def _aggregate(unit: _Unit, when: When | None, lead: Draft | None, genre: Genre) -> bool:
    """True for figures of a whole year that name no event, and for thousands without a day."""
    if any(e.definite for e in unit.events):
        return False
    if when is not None and when.precision == "year":
        return True
    dated = when is not None and (when.precision in {"day", "days"} or when.basis == "explicit")
    about = [lead.kind or ""] if lead is not None else genre.title_kinds
    if any(KINDS.get(k) == "disaster" or k == "disease_outbreak" for k in about):
        return False
    large = [t for t in unit.tolls if t.field != "displaced" and (t.count.low or 0) >= MANY]
    return not dated and bool(large)


def _units(page: Annotated, found: Proposals, published: date | None) -> list[_Unit]:
    cues = _cues(page)
    by_clause: dict[int, tuple[list[Event], list[Toll], list[Role]]] = {}
    for event in found.events:
        by_clause.setdefault(event.at.clause, ([], [], []))[0].append(event)
    for toll in found.tolls:
        by_clause.setdefault(toll.at.clause, ([], [], []))[1].append(toll)
    for role in found.roles:
        by_clause.setdefault(role.at.clause, ([], [], []))[2].append(role)
    hints: dict[int, dict[str, float]] = {}
    for coded in found.hints:
        _hint(hints, coded, coded.code, _HINT)
    for coded in found.means:
        _hint(hints, coded, kinds.OF_MEANS.get(coded.code), _MEANS)
    counting = {page.clauses[c].sentence for c, seen in cues.items() if "AGG" in seen}
    counting |= {d.at.sentence for d in found.dates if d.use == "bound" and _long(d, published)}
    units: list[_Unit] = []
    for clause in sorted(by_clause):
        events, tolls, roles = by_clause[clause]
        sentence = page.clauses[clause].sentence
        seen = cues.get(clause, frozenset())
        dated = _date_of(clause, page, found.dates, by_clause.keys())
        if dated is not None and "STATUS" in cues.get(dated.at.clause, frozenset()):
            seen |= {"STATUS"}  # a later day, lent by the clause before
        if sentence in counting and (dated is None or _long(dated, published)):
            continue
        if _silent(seen, tolls):
            continue
        opener = page.clauses[clause].opener
        nations = frozenset(_nations(page, clause))
        units.append(
            _Unit(
                clause,
                sentence,
                seen,
                events,
                tolls,
                roles,
                dated,
                nations,
                hints.get(clause, {}),
                opener,
            )
        )
    return units


def _hint(hints: dict[int, dict[str, float]], coded: Coded, kind: str | None, worth: float) -> None:
    if kind is not None:
        here = hints.setdefault(coded.at.clause, {})
        here[kind] = here.get(kind, 0.0) + worth


def _nations(page: Annotated, clause: int) -> Iterator[str]:
    """Countries whose people, forces or things a clause names ("a French soldier")."""
    part = page.clauses[clause]
    chunks = [c for c in page.line.chunks[part.start : part.end] if c is not None]
    first, last = chunks[0].first, chunks[-1].last
    for place in page.places:
        named = place.role != "name" or place.cue == "org"
        country = place.resolved.country if place.resolved is not None else None
        if named and first <= place.first < last and country:
            yield country


def _long(dated: Dated, published: date | None) -> bool:
    """True for a date that reaches far: a year, "since 2013", "since January"."""
    when = resolve(dated.mention.ref, published)
    if when.start is None or when.end is None:
        return dated.mention.ref.year is not None or dated.mention.ref.month is not None
    if dated.use == "bound" and published is not None:
        return (published - when.start).days > LONG_DAYS
    return (when.end - when.start).days > LONG_DAYS


def _cues(page: Annotated) -> dict[int, frozenset[str]]:
    """The cue classes in each clause."""
    found: dict[int, set[str]] = {}
    for hit in page.hits:
        if hit.cls in CUES and hit.attr != WEAK:
            seen = found.setdefault(page.token_clause[hit.first], set())
            seen.add(hit.cls)
            seen.add(f"{hit.cls}:{hit.attr}")
    return {clause: frozenset(seen) for clause, seen in found.items()}


def _silent(cues: frozenset[str], tolls: Sequence[Toll]) -> bool:
    """True for what is no telling of an event: drills, plans, threats."""
    return "DRILL" in cues or (("HYPO" in cues or "NEG:foiled" in cues) and not tolls)


def _date_of(
    clause: int, page: Annotated, dates: Sequence[Dated], telling: Collection[int]
) -> Dated | None:
    """The date of what a clause tells: its own, else its sentence's.

    A date in another clause that tells something itself stays there behind "after", "when".
    """
    inside = [d for d in dates if d.use == "event"]
    own = [d for d in inside if d.at.clause == clause]
    if own:
        return max(own, key=lambda d: (d.tied, -d.at.chunk))
    me = page.clauses[clause]
    same = [d for d in inside if d.at.sentence == me.sentence]
    loose = [d for d in same if d.at.clause not in telling]
    if loose:
        return loose[0]
    if me.opener in _BARRIERS:
        return None
    plain = [d for d in same if page.clauses[d.at.clause].opener not in _BARRIERS]
    return plain[0] if plain else None


def _choose(
    unit: _Unit,
    when: When | None,
    drafts: Sequence[Draft],
    current: Draft | None,
    published: date | None,
) -> Draft | None:
    """The account that a clause belongs to, or None: it opens one."""
    if not drafts:
        return None
    apart = ("SEPARATE" in unit.cues and unit.opens) or any(e.another for e in unit.events)
    recalls = "PAST" in unit.cues and unit.opens and not (unit.events and unit.known)
    if "SEPARATE" in unit.cues and unit.tolls and not unit.events and _others(current, unit):
        # "also announced the death of a French soldier"
        return next((d for d in drafts if unit.nations & d.nations), None)
    if apart and unit.nations and all(k not in KINDS for k in unit.words):
        # "in a separate incident a French officer was killed": told before, or new
        kin = [d for d in drafts if unit.nations & d.nations and d is not current]
        if kin and _others(current, unit):
            return kin[0]
    if when is not None:
        if _leads_back(unit) and current is not None and _still_open(current, unit):
            return current
        recalls = recalls or not _is_news(when, published) or _leads_back(unit)
        return _by_date(unit, when, drafts, current, apart=apart, recalls=recalls)
    if (apart and unit.fresh) or (recalls and any(not e.definite for e in unit.events)):
        return None
    if unit.opener == COORDINATE and current is not None and current.votes:
        alike = kinds.likeness(current.votes, unit.words)
        return current if alike >= _SAME_KIND else None
    fitting = [d for d in drafts if _fits(d, unit.words)]
    return _likeliest(unit, fitting, current)


def _others(current: Draft | None, unit: _Unit) -> bool:
    """True where a clause counts people of another country than the account told last."""
    if current is None or not unit.nations or not current.nations:
        return False
    return not unit.nations & current.nations


def _likeliest(unit: _Unit, drafts: Sequence[Draft], current: Draft | None) -> Draft | None:
    """Of the accounts that a clause may belong to, the one whose words and people it shares;
    where they are level the one told last, then the first."""
    if not drafts:
        return None

    def rank(draft: Draft) -> tuple[float, int, int]:
        like = kinds.likeness(draft.votes, unit.words) if draft.votes else _OPEN_KIND
        score = float(like) if unit.words else 0.0
        if unit.nations and draft.nations:
            score += _NATION if unit.nations & draft.nations else -_NATION
        return (score, draft is current, -draft.order)

    best = max(drafts, key=rank)
    if current in drafts and current is not None and rank(best)[0] - rank(current)[0] < _CLEARLY:
        return current
    return best


def _by_date(
    unit: _Unit,
    when: When,
    drafts: Sequence[Draft],
    current: Draft | None,
    *,
    apart: bool,
    recalls: bool,
) -> Draft | None:
    if apart and unit.fresh:
        # "also claiming an attack on Friday" may date an attack named before without a day
        named = [d for d in drafts if d.when is None and d is not current]
        same = [d for d in named if kinds.likeness(d.votes, unit.words) == _SAME_KIND]
        return same[0] if same else None
    fitting = [d for d in drafts if _same_day(d.when, when) and _fits(d, unit.words)]
    if fitting:
        return _likeliest(unit, fitting, current if current in fitting else fitting[-1])
    if current is not None and current.past and current.when is None and _fits(current, unit.words):
        return current
    if recalls:
        return None
    undated = [d for d in drafts if d.when is None and _fits(d, unit.words)]
    if undated:
        return _likeliest(unit, undated, current if current in undated else undated[0])
    for draft in drafts:  # "pulled a body on Thursday … from Wednesday's strike"
        weak = draft.tie == _STATUS < unit.tie and unit.known
        if weak and _near(draft.when, when) and _fits(draft, unit.words):
            return draft
    # a day on which the counted were found, buried, freed is no day of another event
    if current is not None and not unit.fresh:
        opened_back = current.dated is not None and current.dated.backward
        if opened_back and current.first_sentence == unit.sentence:
            return current
        if _near(current.when, when) and _after(when, current.when):
            return current
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


def _near(left: When | None, right: When) -> bool:
    if left is None or left.start is None or right.start is None:
        return False
    return abs((left.start - right.start).days) <= SLIP_DAYS


def _after(left: When | None, right: When | None) -> bool:
    if left is None or right is None or left.start is None or right.start is None:
        return False
    return left.start > right.start


def _add(draft: Draft, unit: _Unit, when: When | None) -> None:
    draft.clauses.append(unit.clause)
    draft.events += unit.events
    draft.tolls += [_related(toll, draft, unit.cues) for toll in unit.tolls]
    draft.roles += unit.roles
    draft.nations |= unit.nations
    weight = 2.0 if unit.sentence == draft.first_sentence else 1.0
    for event in unit.events:
        for kind in event.kinds:
            draft.votes[kind] = draft.votes.get(kind, 0.0) + weight / len(event.kinds)
    for kind, worth in unit.hints.items():
        draft.votes[kind] = draft.votes.get(kind, 0.0) + worth * weight
    if when is None:
        return
    counted = draft.dated is not None and draft.dated.backward and not _leads_back(unit)
    weak = draft.tie == _STATUS < unit.tie or counted
    better = weak and when.precision in {"day", "days"} and _near(draft.when, when)
    if (
        draft.when is None
        or better
        or (_same_day(draft.when, when) and _narrower(when, draft.when))
    ):
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


def _roles(drafts: Sequence[Draft], page: Annotated, published: date | None, genre: Genre) -> None:
    """Mark what the document is about: what it tells first, unless it recalls it."""
    main = _lead(drafts, published)
    if main is None or not _is_news(main.when, published):
        return
    if genre.looks_ahead or (genre.looks_back and (main.tie < _TOLD or not main.tolls)):
        return
    main.role = "main"
    for draft in drafts:
        if draft is main or draft.past or not _is_news(draft.when, published):
            continue
        opens = page.sentences[draft.first_sentence].paragraph == page.sentences[0].paragraph
        opens = opens and draft.first_sentence < _OPENING
        if opens and draft.when is not None and draft.tolls and not draft.separate:
            draft.role = "main"


def _is_news(when: When | None, published: date | None) -> bool:
    if when is None or when.start is None or when.end is None or published is None:
        return True
    if when.precision in {"month", "year"}:
        return when.start <= published <= when.end
    return when.end >= published - timedelta(days=NEWS_DAYS)
