"""Who stands against whom, as far as the reports tell: what event codebooks code first.

Use `sides(record)`. A state's forces, an armed group and civilians are told apart by the type of
actor and by the groups of people harmed; where reports tell only one side the other is None.
"""

from __future__ import annotations

from dataclasses import dataclass

from casus.export.tables.record import CIVILIANS, Record
from casus.types import STATE_SECTORS, Actor

ARMED_SECTORS = frozenset({"REB", "PRM", "UAF", "CRM"})
STATE, ARMED, CIVILIAN, UNKNOWN = "state", "armed", "civilian", "unknown"


@dataclass(frozen=True, slots=True)
class Side:
    """One side: what it is, and its name where a report gives one."""

    what: str
    actor: Actor | None = None

    @property
    def name(self) -> str | None:
        """The actor's name; "Civilians" for civilians."""
        return self.actor.name if self.actor else "Civilians" if self.what == CIVILIAN else None


@dataclass(frozen=True, slots=True)
class Sides:
    """The side that acted and the side that was acted upon; None where nobody tells it."""

    first: Side | None
    second: Side | None

    def has(self, what: str) -> bool:
        return any(side is not None and side.what == what for side in (self.first, self.second))


def sides(record: Record) -> Sides:
    """The two sides of an incident."""
    named = record.actors("perpetrator")
    hit = tuple(a for a in record.actors("target") if a.actor.key)
    if not (named or hit):
        # who fought is told, not who attacked: the sides as they are named
        named, hit = record.actors("other")[:1], record.actors("other")[1:2]
    first = Side(_what(named[0].actor), named[0].actor) if named else None
    second = Side(_what(hit[0].actor), hit[0].actor) if hit else None
    if second is None or (first and first.actor and first.actor == second.actor):
        second = _harmed(record) or _in_words(record)
    return Sides(first, second)


def _what(actor: Actor) -> str:
    if actor.sector in STATE_SECTORS:
        return STATE
    if actor.sector == "CVL":
        return CIVILIAN
    # an actor without a key is a word for those who fight: "gunmen"
    return ARMED if actor.sector in ARMED_SECTORS or not actor.key else UNKNOWN


def _in_words(record: Record) -> Side | None:
    """The side of targets that have no name, "soldiers", where all are of one kind."""
    told = {_what(a.actor) for a in record.actors("target") if not a.actor.key and a.actor.sector}
    return Side(told.pop()) if len(told) == 1 else None


def _harmed(record: Record) -> Side | None:
    """The side of those harmed, where all whose group is told are of one kind."""
    groups = {
        g.group
        for field in ("killed", "injured", "abducted")
        if (toll := record.toll(field))
        for g in toll.groups
    }
    if groups and groups <= CIVILIANS:
        return Side(CIVILIAN)
    if groups and groups <= {"military", "police"}:
        return Side(STATE)
    return Side(ARMED) if groups == {"militant"} else None
