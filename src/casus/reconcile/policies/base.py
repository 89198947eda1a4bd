"""What a policy sees and what it answers: a codebook's rule for choosing a figure.

A policy is one function in its own module of this package: `choose(sheet) -> Choice`, with
phrases that explain the figure. Policies see the same sheet; they differ in
whom they believe, never in what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casus.reconcile.figures import Figure, Statement
from casus.types import Phrase


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that was said about one toll of one incident.

    `current` statements have a total and stand; `outdated` ones were replaced. `attackers` are
    the current figures for the militants' own dead, the newest first, empty where none are
    told or where the militants are the victims.
    """

    field: str
    current: tuple[Statement, ...]
    outdated: tuple[Statement, ...]
    attackers: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A policy's answer. `chosen` is the statement the best figure follows, None for a range;
    `victims` is that figure without the attackers' own dead."""

    low: int | None
    best: int | None
    high: int | None
    reason: tuple[Phrase, ...]
    chosen: Statement | None = None
    victims: int | None = None


Policy = Callable[[Sheet], Choice]

_TRUST = {"witness": 1, "media": 1, "expert": 1, "armed_group": 2, "perpetrator": 3}
"""Credibility classes; officials, the UN, hospitals, rescuers, NGOs and the report itself are 0.
Witnesses see a part; who claims an attack counts success. A data set follows reports, so it decides
where none does."""


def trust(statement: Statement) -> int:
    """0 credible, 1 partial sight, 2 and 3 parties that count their own success."""
    least = _TRUST.get(statement.voice.kind or "", 0)
    behind = statement.aside or statement.coded or _only_fighters(statement)
    return max(1, least) if behind else least


def _only_fighters(statement: Statement) -> bool:
    """Who counts only fighters among the dead passes over the others."""
    if statement.total is None or set(statement.groups) != {"militant"}:
        return False
    return set(statement.total.claims) <= set(statement.groups["militant"].claims)


def total(statement: Statement) -> Figure:
    """The total of a statement that has one."""
    assert statement.total is not None
    return statement.total


def credible(sheet: Sheet) -> list[Statement]:
    """The current statements of the best credibility there is. A mere "up to 50" is no figure
    to choose while anybody gives one."""
    lower = [s for s in sheet.current if total(s).low is not None or total(s).approx]
    told = lower or list(sheet.current)
    least = min(trust(s) for s in told)
    return [s for s in told if trust(s) == least]


def day(statement: Statement) -> int | None:
    """The day it was said, None unless it is known for sure."""
    return statement.until if statement.since == statement.until else None


def newest(statements: Sequence[Statement]) -> list[Statement]:
    """Those said last. One of no certain day counts as such where all are, or where it may be
    as late and tells more: tolls mostly grow."""
    days = [d for s in statements if (d := day(s)) is not None]
    if not days:
        return list(statements)
    last = max(days)
    found = [s for s in statements if day(s) == last]
    most = max((s.total.point for s in found if s.total), default=0)
    return found + [
        s
        for s in statements
        if day(s) is None
        and (s.until is None or s.until >= last)
        and s.total is not None
        and s.total.point > most
    ]


def fresh(statement: Statement, sheet: Sheet) -> bool:
    """True where no earlier report had the figure: news beats a repeated older count."""
    number = total(statement).point
    return not any(
        total(s).point == number and s.before(statement) for s in sheet.current + sheet.outdated
    )


def witnesses_for(number: int, statements: Sequence[Statement]) -> int:
    """How many independent reports give exactly this figure; a data set counts where none does."""
    telling = [s for s in statements if total(s).point == number]
    return len({s.witness for s in telling if not s.coded} or {s.witness for s in telling})


def raised(chosen: Statement, voices: Sequence[Statement]) -> Statement:
    """ "At least 7" does not speak against 9: where the chosen figure is open, the newest of the
    higher figures that equally credible voices uphold."""
    if not total(chosen).open:
        return chosen
    higher = [s for s in voices if total(s).point > total(chosen).point]
    if not higher:
        return chosen
    return max(
        newest(higher), key=lambda s: (witnesses_for(total(s).point, higher), total(s).point)
    )


def attackers_dead(sheet: Sheet) -> int:
    """The attackers' own dead as last told, 0 to add where none are told."""
    return sheet.attackers[0].point if sheet.attackers else 0


def highest(statements: Sequence[Statement]) -> int | None:
    """The highest figure anybody gives; None (open) where everybody says only "at least", or
    where the highest is such a plain "at least" by a credible voice. A total of counted groups
    ("at least 53 soldiers and one civilian") is taken as complete once another voice gives a
    closed figure, and so is a claimant's."""
    if all(total(s).open for s in statements):
        return None
    top = max(statements, key=lambda s: (total(s).top, not total(s).open))
    if total(top).open and not top.claimant and not counted(top):
        return None
    return total(top).top


def counted(statement: Statement) -> bool:
    """True where the total is a count of kinds of people, not of "people"."""
    told = {c for f in statement.groups.values() for c in f.claims}
    return set(total(statement).claims) <= told


def lowest(statements: Sequence[Statement]) -> int | None:
    """The lowest figure anybody gives; None where only "up to" was said."""
    told = [n for s in statements if (n := total(s).low) is not None]
    return min(told) if told else None
