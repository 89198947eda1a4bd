"""Count algebra: the claims of one account become what each voice says in all.

Use `statements_of(...)` for one field of one account. A statement is one voice's whole figure,
added up from its parts ("53 soldiers and one civilian" is 54), with subsets beside it, never in
it ("including three children"), and increments kept until the figures before them are known.
Figures are intervals: `high` None is open, `low` None is "up to".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from casus.reconcile.figures import ACROSS, INSTITUTIONS, Figure, Statement, Telling
from casus.reconcile.wholes import complete, own_words
from casus.types import Claim, Count, Part, Stance, Voice


def statements_of(
    claims: Sequence[Claim], telling: Telling, known: frozenset[int] = frozenset()
) -> list[Statement]:
    """Statements of one account on one toll field, the document's own voice last.

    `known` holds the totals that reports before this one had: of two totals by one voice in
    one report, one that was known before is the old figure.
    """
    live = [
        c for c in claims
        if isinstance(c.value, Count) and c.stance in (Stance.STATES, Stance.ESTIMATES)
    ]  # fmt: skip
    by_voice: dict[str, list[Claim]] = defaultdict(list)
    for claim in live:
        if not claim.outdated:
            by_voice[_voice_key(claim.voice)].append(claim)
    _adopt(by_voice)
    found = [
        statement
        for _, told in sorted(by_voice.items(), reverse=True)
        for day, said in _by_day(told)
        for statement in _statement(said, _on(telling, day), known)
    ]
    found = complete(own_words(found, known))
    for claim in live:
        if claim.outdated:
            figure = _figure(claim)
            groups = {claim.group: figure} if claim.group else {}
            total = figure if claim.part is Part.TOTAL else None
            base = _empty(telling, claim.voice, (claim.id,))
            found.append(replace(base, total=total, groups=groups, outdated=True, past=True))
    return found


def _by_day(told: list[Claim]) -> list[tuple[int | None, list[Claim]]]:
    """One voice's claims by the day it spoke; those without a day join its latest words."""
    days: dict[int | None, list[Claim]] = defaultdict(list)
    for claim in told:
        days[claim.said.toordinal() if claim.said else None].append(claim)
    known = [d for d in days if d is not None]
    if known and None in days:
        days[max(known)].extend(days.pop(None))
    return sorted(days.items(), key=lambda x: x[0] or 0)


def _on(telling: Telling, day: int | None) -> Telling:
    return telling if day is None else replace(telling, since=day, until=day)


def _voice_key(voice: Voice) -> str:
    if voice.kind in INSTITUTIONS or voice.kind is None:
        return voice.kind or ""
    return f"{voice.kind}/{voice.name or ''}"


def _adopt(by_voice: dict[str, list[Claim]]) -> None:
    """A count without a voice, in a sentence where just one voice speaks, is that voice's."""
    own = by_voice.get("", [])
    for claim in list(own):
        speakers = {
            key for key, said in by_voice.items()
            if key and any(c.sentence == claim.sentence for c in said)
        }  # fmt: skip
        if len(speakers) == 1:
            by_voice[speakers.pop()].append(claim)
            own.remove(claim)
    if not own:
        by_voice.pop("", None)


def _figure(claim: Claim) -> Figure:
    assert isinstance(claim.value, Count)
    value = claim.value
    return Figure(value.low, value.high, value.approx, (claim.id,), value.best)


def _empty(telling: Telling, voice: Voice, claims: tuple[str, ...]) -> Statement:
    return Statement(
        telling.account, telling.doc, telling.witness, voice, None, {}, None, claims,
        telling.since, telling.until, coded=telling.coded,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """One voice's claims of one day, by what they are: plain totals, counts by group, subsets,
    increments, and mere ceilings ("up to 50")."""

    plain: list[Claim]
    groups: dict[str, list[Claim]]
    subsets: list[Claim]
    increments: list[Claim]
    ceilings: list[Claim]


def _sorted_words(said: list[Claim]) -> _Words:
    words = _Words([], defaultdict(list), [], [], [])
    for claim in said:
        figure = _figure(claim)
        if claim.part is Part.INCREMENT:
            words.increments.append(claim)
        elif claim.part is Part.SUBSET:
            words.subsets.append(claim)
        elif figure.low is None and not figure.approx:
            words.ceilings.append(claim)
        elif claim.group is None or claim.group == "unspecified":
            words.plain.append(claim)
        else:
            words.groups[claim.group].append(claim)
    if words.plain or words.groups:
        return words
    # "up to 50" is no figure of its own beside one, yet all there is without
    return replace(words, plain=words.ceilings, ceilings=[])


def _statement(said: list[Claim], telling: Telling, known: frozenset[int]) -> list[Statement]:
    """One voice's words on one day: its statement, then figures that contradict it (two bodies
    under one name, an old figure beside a new one, a larger one further down)."""
    said = sorted(said, key=lambda c: (c.spans[0], c.id))
    words = _sorted_words(said)
    picks = {g: _pick(told, telling.anchor, known) for g, told in words.groups.items()}
    parts = {group: picked.main for group, picked in picks.items()}
    attackers = _figure(parts["militant"]) if telling.attack and "militant" in parts else None
    listed = [c for g, c in parts.items() if g != "militant" or attackers is None]
    total = summed = _sum(listed, words.plain, known)
    beyond = [*words.ceilings, *(c for picked in picks.values() for c in picked.beyond)]
    old = [c for picked in picks.values() for c in picked.old]
    apart: list[Statement] = []
    if words.plain:
        picked = _pick(words.plain, telling.anchor, known)
        old += picked.old
        beyond += picked.beyond
        stated = _figure(picked.main)
        if _opens(picked.main, telling) and not any(_opens(c, telling) for c in listed):
            # what the first sentence says in all outweighs larger groups further down
            larger = [c for c in listed if _figure(c).point > stated.point]
            beyond += larger
            parts = {g: c for g, c in parts.items() if c not in larger}
            total = stated
        elif summed is None or _whole(stated, summed, listed):
            total = stated
        elif stated.point in known:
            # two bodies under one name, or the old figure where the sum is news
            base = _empty(telling, _voice(said), stated.claims)
            apart.append(replace(base, total=stated, outdated=summed.point not in known))
    for claim in beyond:
        base = _empty(telling, claim.voice, (claim.id,))
        groups = {claim.group: _figure(claim)} if claim.group else {}
        apart.append(replace(base, total=_figure(claim), groups=groups, aside=True))
    figures = {g: _figure(c) for g, c in parts.items()}
    for claim in words.subsets:
        if claim.group:
            figures.setdefault(claim.group, _figure(claim))
    among = figures.get("militant") if telling.attack and attackers is None else None
    if among is not None and total is not None and among.point < total.point:
        # "15 bodies, among them the four attackers"
        attackers, total = among, total.less(among.point)
    gone = {c for s in apart for c in s.claims}
    statement = replace(
        _empty(telling, _voice(said), tuple(c.id for c in said if c.id not in gone)),
        total=total,
        groups=figures,
        attackers=attackers,
        partial=total is None,
        increment=_added(words.increments),
        others=tuple(_figure(c) for c in old),
        subsets=tuple(_figure(c) for c in words.subsets),
        opens=total is not None and any(_opens(c, telling) for c in said if c.id in total.claims),
    )
    return [statement, *apart]


def _opens(claim: Claim, telling: Telling) -> bool:
    """True in the sentence that first tells the event."""
    return claim.sentence == telling.anchor


def _added(claims: list[Claim]) -> Figure | None:
    total: Figure | None = None
    for claim in claims:
        total = _figure(claim) if total is None else total + _figure(claim)
    return total


def _voice(said: list[Claim]) -> Voice:
    """The voice under its fullest name; claims the voice adopted bring no name of their own."""
    return max((c.voice for c in said), key=lambda v: (v.kind is not None, len(v.name or "")))


@dataclass(frozen=True, slots=True)
class _Picked:
    """Of several counts of the same: the voice's figure, those it replaces, and larger ones
    that contradict it and so speak for themselves. Smaller ones are parts of it."""

    main: Claim
    old: list[Claim]
    beyond: list[Claim]


def _pick(told: list[Claim], anchor: tuple[int, int] | None, known: frozenset[int]) -> _Picked:
    """The figure that no earlier report had; then the one of the sentence that tells the event
    first; then an exact one; then the largest."""

    def rank(claim: Claim) -> tuple[bool, int, str]:
        figure = _figure(claim)
        exact = not figure.open and not figure.approx
        return exact, figure.point, claim.id

    fresh = [c for c in told if _figure(c).point not in known]
    stale = [c for c in told if _figure(c).point in known]
    # a fresh figure far below the known one is a part of it, told without saying so
    if fresh and stale and 2 * max(_points(fresh)) >= max(_points(stale)):
        left, old = fresh, stale
    else:
        left, old = told, []
    leads = [c for c in left if c.sentence == anchor and not _vague(c)]
    main = max(leads or left, key=rank)
    if _figure(main).open:  # "at least seven", and later exactly twelve
        closed = [c for c in left if not _figure(c).open and _figure(main).admits(_figure(c).top)]
        main = max(closed, key=rank, default=main)
    beyond = [
        c for c in left
        if _figure(c).point > _figure(main).point and not _figure(main).admits(_figure(c).point)
    ]  # fmt: skip
    return _Picked(main, old, beyond)


def _points(told: list[Claim]) -> list[int]:
    return [_figure(c).point for c in told]


def _vague(claim: Claim) -> bool:
    figure = _figure(claim)
    return figure.approx and figure.open


def _whole(stated: Figure, summed: Figure, listed: list[Claim]) -> bool:
    """True where a plain total holds the groups: it is no smaller than their sum, or than the
    largest, since parts told in several sentences may overlap."""
    if set(stated.claims) <= set(summed.claims):
        return False
    return stated.point >= max(_points(listed))


def _sum(listed: list[Claim], plain: list[Claim], known: frozenset[int]) -> Figure | None:
    """Groups added up; those that cut across others, and a plain count smaller than the
    largest group, only beside them in one sentence ("three soldiers and a village guard")."""
    whole = [c for c in listed if c.group not in ACROSS]
    across = [c for c in listed if c.group in ACROSS]
    if whole:
        whole = _distinct(whole)
        sentences = {c.sentence for c in whole}
        base = whole + [c for c in across if c.sentence in sentences]
    elif across:
        sentences = {across[0].sentence}
        base = [c for c in across if c.sentence in sentences]
    else:
        return None
    largest = max(_points(base))
    if len(sentences) == 1:
        beside = [c for c in plain if c.sentence in sentences and _figure(c).point < largest][:1]
        # eight and one, after two of the wounded died: seven were known, the two are in the nine
        base += [c for c in beside if sum(_points(base)) - _figure(c).point not in known]
    return _added(base)


def _distinct(whole: list[Claim]) -> list[Claim]:
    """Without groups that tell the same people again: the same number under another name in
    another sentence ("a soldier was killed … the officer died")."""
    kept: list[Claim] = []
    for claim in sorted(whole, key=lambda c: (c.spans[0], c.id)):
        again = any(
            _figure(k).point == _figure(claim).point and k.sentence != claim.sentence for k in kept
        )
        if not again:
            kept.append(claim)
    return kept
