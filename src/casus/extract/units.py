"""Clauses with what they tell: the units that become accounts.

Use `read_units` on the proposals of a text. A unit knows its events, tolls, roles, its date and
how well that date is tied to what it tells. Clauses that tell nothing (statistics, drills,
plans, threats) are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casus.extract import kinds
from casus.extract.annotate import BACKWARD, WEAK, Annotated
from casus.extract.compiled import CUES
from casus.extract.places import FORCE
from casus.extract.proposals import Coded, Dated, Event, Located, Proposals
from casus.extract.roles import Role
from casus.extract.scenes import scenes, towns_told
from casus.extract.tolls import Toll
from casus.timeref import resolve
from casus.types import Place

STATUS, TOLD, NAMED, TIED = 1, 2, 3, 4
"""How well a date is tied to its event: the day of a later status ("pulled a fifth body on
Thursday"), in a clause that tells the event, in one that names it, and written into its name
("Friday's raid")."""

_HURT = frozenset({"killed", "injured"})
_BARRIERS = frozenset({"time", BACKWARD})
"""Openers of clauses ("after", "when") that a date outside does not date."""

_APPOSED = range(1, 4)
"""Chunks from a time to the day in apposition to it: a comma and a preposition stand between."""

_EVE = 2
"""Days back to which a date counted from what was told may be that of the news itself."""

LONG_DAYS = 45
"""Figures "since" a day longer ago than this add up many events."""

_WEEK = 5
"""So do those over more days than this in a sentence that counts ("in the week of 5 to 11 May")."""

_HINT, _MEANS = 0.8, 0.6
"""A verb of many uses ("burned", "seized") and a weapon hint at the kind less than a word for
the event tells it."""


@dataclass(frozen=True, slots=True)
class Unit:
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
    towns: list[Place]
    """Towns of its sentence, with that in which it plays."""
    scene: Located | None
    """The town in which its passage plays, where one was opened ("In X a shell killed two")."""

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
        if self.dated.tied:
            return TIED
        arrest = any(t.field == "arrested" for t in self.tolls) and not any(
            not e.verb and "arrest" in e.kinds for e in self.events
        )
        if ("STATUS" in self.cues or arrest) and not self.dated.backward:
            return STATUS
        return NAMED if any(not e.verb for e in self.events) else TOLD

    @property
    def only_holds(self) -> bool:
        """True where it tells nothing but that people were arrested, counted or not ("he was
        arrested on Saturday")."""
        arrests = set(self.words) <= {"arrest"} and {t.field for t in self.tolls} <= {"arrested"}
        verbs = bool(self.events) and all(e.verb for e in self.events)
        return arrests and (bool(self.tolls) or verbs)

    @property
    def leads_back(self) -> bool:
        """True where its date counts back to it: "four days after the raid"."""
        return self.dated is not None and self.dated.backward

    @property
    def fresh(self) -> bool:
        """True where it brings an event up: "an attack", "two blasts"; without articles, where
        its words say that something else is told."""
        apart = "SEPARATE" in self.cues
        return any(e.fresh or (e.bare and apart) for e in self.events)

    @property
    def known(self) -> bool:
        """True where every event that it names is referred to as known."""
        return all(e.definite or e.verb for e in self.events)


def read_units(
    page: Annotated, found: Proposals, published: date | None
) -> tuple[list[Unit], bool]:
    """The units of a text in its order; True where it opens by counting over many events."""
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
    for clause in [c for c in hints if c not in by_clause]:
        heir = _heir(clause, page, by_clause.keys())
        if heir is not None:
            for kind, worth in hints[clause].items():
                here = hints.setdefault(heir, {})
                here[kind] = here.get(kind, 0.0) + worth
    told = towns_told(found.places)
    played = scenes(page, told)
    marching = {page.token_clause[h.first] for h in page.hits if h.cls == "PROTESTERS"}
    counting = _counting(cues, page, found, published)
    units: list[Unit] = []
    for clause in sorted(by_clause):
        events, tolls, roles = by_clause[clause]
        sentence = page.clauses[clause].sentence
        seen = cues.get(clause, frozenset())
        dated = _date_of(clause, page, found.dates, by_clause.keys())
        if dated is not None and "STATUS" in cues.get(dated.at.clause, frozenset()):
            seen |= {"STATUS"}  # a later day, lent by the clause before
        if sentence in counting and (dated is None or _adds_up(dated, published)):
            continue
        if _silent(seen, tolls):
            continue
        shot = any("shooting" in e.kinds for e in events)
        if clause in marching and (shot or any(t.field in _HURT for t in tolls)):
            here = hints.setdefault(clause, {})
            here["crackdown"] = here.get("crackdown", 0.0) + _HINT
        opener = page.clauses[clause].opener
        scene = played.get(sentence)
        nations = frozenset(_nations(page, clause))
        units.append(
            Unit(
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
                _places([*told.get(sentence, ()), scene]),
                scene,
            )
        )
    return units, _opens_counting(found, counting, published)


def _places(located: Sequence[Located | None]) -> list[Place]:
    return [x.mention.resolved for x in located if x is not None and x.mention.resolved is not None]


def _counting(
    cues: Mapping[int, frozenset[str]], page: Annotated, found: Proposals, published: date | None
) -> set[int]:
    """Sentences that count over many events: "so far this year", "since January"."""
    counting = {page.clauses[c].sentence for c, seen in cues.items() if "AGG" in seen}
    far = (d for d in found.dates if d.use == "bound" and reaches_far(d, published))
    return counting | {d.at.sentence for d in far}


def _opens_counting(
    found: Proposals, counting: Collection[int], published: date | None
) -> bool:
    """Whether the first people that a text counts are those of many events: then it is a
    statistic, and what it counts further on is part of that. One person is no statistic."""
    first = min((t.at.sentence for t in found.tolls), default=None)
    if first is None or all(t.singular for t in found.tolls if t.at.sentence == first):
        return False
    ranges = (d for d in found.dates if d.at.sentence == first and d.use == "event")
    return first in counting or any(reaches_far(d, published) for d in ranges)


def _heir(clause: int, page: Annotated, telling: Collection[int]) -> int | None:
    """The telling clause of a sentence that a hint in another clause speaks for: "the gunman |
    who killed three"."""
    sentence = page.clauses[clause].sentence
    near = [c for c in telling if page.clauses[c].sentence == sentence]
    return min(near, key=lambda c: abs(c - clause)) if near else None


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
        named = place.role != "name" or place.cue in {"org", FORCE}
        country = place.resolved.country if place.resolved is not None else None
        if named and first <= place.first < last and country:
            yield country


def _adds_up(dated: Dated, published: date | None) -> bool:
    """True for a date over which a sentence that counts may count many events."""
    when = resolve(dated.mention.ref, published)
    if when.start is not None and when.end is not None and when.precision == "days":
        return (when.end - when.start).days > _WEEK
    return reaches_far(dated, published)


def reaches_far(dated: Dated, published: date | None) -> bool:
    """True for a date that reaches far: a year, "the year before", "since 2013"."""
    ref = dated.mention.ref
    when = resolve(ref, published)
    if when.start is None or when.end is None:
        month = ref.month is not None and dated.use == "bound"
        return ref.day is None and (ref.year is not None or month or ref.unit == "year")
    if dated.use == "bound" and published is not None:
        return (published - when.start).days > LONG_DAYS
    return (when.end - when.start).days > LONG_DAYS


def _cues(page: Annotated) -> dict[int, frozenset[str]]:
    """The cue classes in each clause. "The previous night" is a date, no word of recall."""
    eve = {
        i
        for d in page.dates
        if d.ref.relative_to == "event" and d.ref.offset is not None and d.ref.offset[0] >= -_EVE
        for i in range(d.first, d.last)
    }
    found: dict[int, set[str]] = {}
    for hit in page.hits:
        if hit.cls in CUES and hit.attr != WEAK and not (hit.cls == "PAST" and hit.first in eve):
            seen = found.setdefault(page.token_clause[hit.first], set())
            seen.add(hit.cls)
            seen.add(f"{hit.cls}:{hit.attr}")
    return {clause: frozenset(seen) for clause, seen in found.items()}


def _explains(dated: Dated, before: Dated) -> bool:
    """True for a day set behind a longer time to tell it: "two weeks ago, on July 9"."""
    if dated.at.chunk - before.at.chunk not in _APPOSED:
        return False
    day, time = dated.mention.ref, before.mention.ref
    named = day.day is not None or day.weekday is not None
    return named and time.offset is not None and time.unit != "day"


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
        chosen = max(own, key=lambda d: (d.tied, -d.at.chunk))
        return next((d for d in own if _explains(d, chosen)), chosen)
    me = page.clauses[clause]
    same = [d for d in inside if d.at.sentence == me.sentence]
    loose = [d for d in same if d.at.clause not in telling]
    if loose:
        return loose[0]
    if me.opener in _BARRIERS:
        return None
    plain = [d for d in same if page.clauses[d.at.clause].opener not in _BARRIERS]
    return plain[0] if plain else None
