"""What policies say of a figure, as phrases: `casus.wording` has the words."""

from __future__ import annotations

from collections.abc import Iterable

from casus.reconcile.figures import Figure, Statement
from casus.reconcile.policies.base import Sheet, attackers_dead, total
from casus.types import Phrase


def figure_told(figure: Figure) -> Phrase:
    """A figure as it would be read: "at least 9", "up to 20", "about 30"."""
    low, high, best = figure.low, figure.high, figure.best
    if best is not None:
        bounds = {"n": best, "low": low or 0}
        told = (
            Phrase("figure.estimate_open", bounds)
            if high is None
            else Phrase("figure.estimate", {**bounds, "high": high})
        )
    elif low is None:
        told = Phrase("figure.up_to", {"n": high or 0})
    elif high is None:
        told = Phrase("figure.at_least", {"n": low})
    elif low == high:
        told = Phrase("figure.exactly", {"n": low})
    else:
        return Phrase("figure.between", {"low": low, "high": high})
    return Phrase("figure.about", {"figure": told}) if figure.approx else told


def parts(statement: Statement) -> Phrase | None:
    """ "53 military and 1 civilian" where the total is that sum."""
    claims = set(total(statement).claims)
    told = [
        (g, f) for g, f in sorted(statement.groups.items(), key=lambda x: (-x[1].point, x[0]))
        if set(f.claims) <= claims and g != "militant"
    ]  # fmt: skip
    if len(told) < 2 or sum(f.point for _, f in told) != total(statement).point:
        return None
    people = tuple(Phrase(f"people.{g}", {"n": f.point}) for g, f in told)
    return Phrase("join.and", {"items": people})


def speaker(statement: Statement) -> str:
    """Who says it, as a code: a kind of voice, `data_set` or `itself`."""
    return "data_set" if statement.coded else statement.voice.kind or "itself"


def who(statement: Statement) -> Phrase:
    """Who says it, as a phrase: "the government"."""
    return Phrase(f"who.{speaker(statement)}")


def disputes(sheet: Sheet, number: int) -> Phrase | None:
    """ "; the perpetrator says 49" for every current figure that is not `number`."""
    told = distinct(
        Phrase(f"says.{speaker(s)}", {"figure": figure_told(total(s))})
        for s in sheet.current if not total(s).admits(number)
    )  # fmt: skip
    return Phrase("join.semicolon", {"items": told}) if told else None


def distinct(told: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Each phrase once, where it was said first."""
    found: list[Phrase] = []
    for phrase in told:
        found += [phrase] if phrase not in found else []
    return tuple(found)


def against(code: str, told: Phrase | None) -> tuple[Phrase, ...]:
    """The sentence on what was disputed, none where nothing was."""
    return (Phrase(code, {"against": told}),) if told else ()


def attackers(sheet: Sheet) -> tuple[Phrase, ...]:
    """The sentence on the attackers' own dead, none where none are told."""
    dead = attackers_dead(sheet)
    return (Phrase("toll.attackers", {"n": dead}),) if dead and sheet.field == "killed" else ()


def reports(n: int) -> Phrase:
    """ "1 independent report", "3 independent reports"."""
    return Phrase("toll.reports", {"n": n})
