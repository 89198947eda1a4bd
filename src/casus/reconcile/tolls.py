"""One toll of an incident: statements of all its accounts, settled, then put to a policy.

Use `toll(field, tellings, policy=…)`. A toll that nobody states is None, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casus.reconcile.doubts import doubt
from casus.reconcile.figures import INSTITUTIONS, Figure, Statement, Telling
from casus.reconcile.policies import POLICIES, Choice, Sheet, ucdp
from casus.reconcile.policies.base import counted, newest, trust
from casus.reconcile.policies.words import distinct, figure_told, speaker, who
from casus.reconcile.statements import statements_of
from casus.reconcile.timeline import COUNTED_DOWN, settle
from casus.types import Claim, GroupToll, Phrase, State, Toll

Told = tuple[Telling, Sequence[Claim]]
"""An account's circumstances and its claims on the field."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A toll and what its conflict is, None where there is none."""

    toll: Toll
    question: Phrase | None


def toll(field: str, told: Sequence[Told], *, policy: str) -> Reckoning | None:
    """Reconcile one field. `told` holds each account with its claims on it, in any order.

    Raises KeyError for a policy that does not exist.
    """
    statements = _statements(field, told)
    sheet = _sheet(field, statements)
    if sheet is None:
        return None
    choice = POLICIES[policy](sheet)
    victims = choice.victims
    if victims is None:  # a range prefers no figure; standing is told against the likely one
        victims = ucdp.choose(sheet).victims or 0
    support, against, outdated = _standing(statements, sheet, victims)
    agreeing = {s.witness for s in sheet.current if _admits(s, victims) and not s.coded}
    disputed = [s for s in sheet.current if not _admits(s, victims)]
    state = State.CONFLICTING if disputed else State.AGREED
    if state is State.AGREED and len(agreeing) < 2:
        state = State.SINGLE
    return Reckoning(
        Toll(
            low=choice.low,
            best=choice.best,
            high=choice.high,
            state=state,
            policy=policy,
            reason=choice.reason,
            groups=_groups(statements, choice),
            support=support,
            outdated=outdated,
            against=against,
        ),
        _question(field, disputed, sheet, victims),
    )


def _statements(field: str, told: Sequence[Told]) -> list[Statement]:
    found = _tell(told)
    attack = any(telling.attack for telling, _ in told)
    if attack and not any(s.total for s in found):
        # only militants died: then they are the toll
        found = _tell([(replace(telling, attack=False), claims) for telling, claims in told])
    return _narrow(settle(_unrevised(found, told), field), field)


def _unrevised(found: Sequence[Statement], told: Sequence[Told]) -> list[Statement]:
    """What a page said before it changed is outdated, up or down, where it still gives a figure:
    both states carry the day on which it first appeared."""
    revised_by = {telling.doc: telling.revised_by for telling, _ in told}
    telling = {s.doc for s in found if s.total is not None}
    return [
        s if revised_by[s.doc].isdisjoint(telling) else replace(s, outdated=True) for s in found
    ]


def _narrow(statements: list[Statement], field: str) -> list[Statement]:
    """Statements that count a part of what others count in all have no say in the total."""
    plain = [
        s.total.point
        for s in statements
        if s.total
        and not (s.partial or s.outdated or trust(s))
        and s.total.low is not None
        and not counted(s)
    ]
    most = max(plain, default=0)
    return [
        replace(s, partial=True)
        if s.total
        and not (s.partial or s.outdated)
        and (_one_kind(s, most) or _own_losses(s, most) or _left_over(s, statements, field))
        else s
        for s in statements
    ]


def _one_kind(s: Statement, most: int) -> bool:
    """A count of one kind of people below a plain total that stands is a part of it: "eleven
    officers hurt" beside a hospital's 27. Who counts their own success is never a part."""
    assert s.total is not None
    one = not s.claimant and len(s.groups) == 1 and not {"militant", "civilian"} & set(s.groups)
    return one and counted(s) and s.total.point < most


def _own_losses(s: Statement, most: int) -> bool:
    """What an armed group says of dead fighters are its own losses, a part of all."""
    assert s.total is not None
    return s.claimant and set(s.groups) == {"militant"} and counted(s) and s.total.point < most


LEFT_OVER = 2
"""A report's own figure below half of what a body said before is a part of it."""


def _left_over(s: Statement, statements: Sequence[Statement], field: str) -> bool:
    """A report is no party and revises nothing by the way: "two are still in intensive care" is
    a part of the 19 hurt that the fire brigade had counted."""
    assert s.total is not None
    if field in COUNTED_DOWN or s.voice.kind is not None or s.opens:
        return False
    return any(
        o.total is not None
        and o.voice.kind in INSTITUTIONS
        and not (o.claimant or o.partial or o.past)
        and o.before(s)
        and LEFT_OVER * s.total.point < o.total.point
        for o in statements
    )


def _tell(told: Sequence[Told]) -> list[Statement]:
    ordered = sorted(
        told, key=lambda t: (t[0].until is None, t[0].until or 0, t[0].doc, t[0].account)
    )
    found: list[Statement] = []
    for telling, claims in ordered:
        known = {
            s.total.point
            for s in found
            if s.total
            and s.until is not None
            and telling.since is not None
            and s.until < telling.since
        }
        found.extend(statements_of(claims, telling, frozenset(known)))
    return found


def _sheet(field: str, statements: Sequence[Statement]) -> Sheet | None:
    whole = [s for s in statements if s.total is not None and not s.partial]
    current = [s for s in whole if not s.outdated]
    outdated = [s for s in whole if s.outdated]
    if not current and outdated:
        current, outdated = newest(outdated), []
    if not current:
        current = [b for s in statements if (b := _bound(s)) is not None]
    if not current:
        return None
    # what a report says of the attackers stands even where its count of victims was replaced
    attackers = [s for s in statements if s.attackers is not None and not s.past]
    attackers.sort(
        key=lambda s: (not s.outdated, -trust(s), s.until or 0, s.claims), reverse=True
    )
    dead = tuple(s.attackers for s in attackers if s.attackers is not None)
    return Sheet(
        field,
        tuple(_victims(s, dead) for s in current),
        tuple(_victims(s, dead) for s in outdated),
        dead,
    )


def _victims(s: Statement, attackers: Sequence[Figure]) -> Statement:
    """What a data set says without the attackers' own dead, whom policies count beside the
    victims. A low that lies so far below has left them out already, as UCDP's policy does here."""
    if not (s.coded and attackers and s.total) or s.attackers is not None:
        return s
    dead = attackers[0].point
    total = s.total.less(dead)
    low = s.total.low
    kept = low is not None and low + dead <= s.total.point
    return replace(s, total=replace(total, low=low) if kept else total)


def _bound(s: Statement) -> Statement | None:
    """Where only subsets were told ("three of the dead were children"), a lower bound."""
    figures = [*s.subsets, *(f for g, f in s.groups.items() if g != "militant")]
    figures = [f for f in figures or s.groups.values() if f.low is not None]
    if not figures or s.outdated:
        return None
    most = max(figures, key=lambda f: f.point)
    return replace(s, total=replace(most, high=None), partial=False)


def _admits(s: Statement, number: int) -> bool:
    return s.total is not None and s.total.admits(number)


def _standing(
    statements: Sequence[Statement], sheet: Sheet, victims: int
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Claim ids that support the figure, speak against it, and were replaced."""
    current = {s.claims: s for s in sheet.current}
    support: list[str] = []
    against: list[str] = []
    outdated: list[str] = []
    for s in statements:
        replaced = {c for f in s.others for c in f.claims}
        outdated.extend(c for c in s.claims if c in replaced)
        rest = [c for c in s.claims if c not in replaced]
        standing = current.get(s.claims)
        if standing is None and s.outdated:
            outdated.extend(rest)
        elif standing is not None and not _admits(standing, victims):
            against.extend(rest)
        else:
            support.extend(rest)
    return (
        tuple(sorted(set(support) - set(against))),
        tuple(sorted(set(against))),
        tuple(sorted(set(outdated) - set(against) - set(support))),
    )


def _groups(statements: Sequence[Statement], choice: Choice) -> tuple[GroupToll, ...]:
    """Parts by kind of people; best follows the chosen statement, else the newest credible."""
    live = [s for s in statements if not s.outdated]
    names = sorted({g for s in live for g in s.groups})
    found = []
    for name in names:
        telling = [s for s in live if name in s.groups]
        best: Figure | None = choice.chosen.groups.get(name) if choice.chosen else None
        if best is None:
            least = min(trust(s) for s in telling)
            latest = newest([s for s in telling if trust(s) == least])
            best = max((s.groups[name] for s in latest), key=lambda f: (f.point, f.claims))
        figures = [s.groups[name] for s in telling]
        lows = [f.low for f in figures if f.low is not None]
        closed = [f for f in figures if not f.open]
        found.append(
            GroupToll(
                group=name,
                low=min(lows) if lows else None,
                best=best.point,
                high=max(f.top for f in figures) if closed else None,
            )
        )
    return tuple(sorted(found, key=lambda g: (-(g.best or 0), g.group)))


def _question(
    field: str, disputed: Sequence[Statement], sheet: Sheet, victims: int
) -> Phrase | None:
    """ "killed: 49 (the perpetrator) against 54 (the government)"."""
    if not disputed:
        return None
    told = distinct(
        Phrase("figure.by", {"figure": figure_told(s.total), "who": who(s)})
        for s in disputed if s.total
    )  # fmt: skip
    upheld = sorted({speaker(s) for s in sheet.current if _admits(s, victims)}) or ["nobody"]
    voices = Phrase("join.comma", {"items": tuple(Phrase(f"who.{name}") for name in upheld)})
    figures = Phrase("join.comma", {"items": told})
    return doubt("disputed", field, figures=figures, n=victims, who=voices)
