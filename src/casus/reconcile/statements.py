"""Count algebra: the claims of one account become what each voice says in all.

Use `statements_of(...)` for one field of one account. A statement is one voice's whole figure,
added up from its parts ("53 soldiers and one civilian" is 54), with subsets beside it, never in
it ("including three children"), and increments kept until the figures before them are known.
Figures are intervals: `high` None is open, `low` None is "up to".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casus.types import Claim, Count, Part, Stance, Voice

ACROSS = ("child", "woman", "foreigner")
"""Groups that cut across the others: a child is also a civilian, so it is added only where
its own sentence lists it beside others."""

CLAIMANTS = ("perpetrator", "armed_group")
"""Voices that count their own success; never chosen while another voice speaks."""

INSTITUTIONS = (
    "government", "military", "police", "hospital", "rescue", "un", "perpetrator",
    "armed_group", "official_foreign",
)  # fmt: skip
"""Voices that are one body: what it says later replaces what it said before."""

ATTACKS = frozenset(
    {"armed_attack", "armed_clash", "bombing", "suicide_bombing", "explosive_device", "shooting",
     "stabbing", "vehicle_attack", "arson", "abduction", "hostage_taking", "hijacking",
     "assassination", "massacre", "robbery"}
)  # fmt: skip
"""Kinds in which militants attack: their own dead stand beside the victims, not among them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A count or a sum of counts, as an interval, with the claims behind it."""

    low: int | None
    high: int | None
    approx: bool = False
    claims: tuple[str, ...] = ()

    @property
    def point(self) -> int:
        """The figure as said: "at least 9" is 9, "up to 20" is 20, "10 to 15" is 10."""
        return self.low if self.low is not None else self.high or 0

    @property
    def top(self) -> int:
        """The largest number said."""
        return self.high if self.high is not None else self.low or 0

    @property
    def open(self) -> bool:
        """True where only a lower bound was said."""
        return self.high is None

    def admits(self, number: int) -> bool:
        """True where this figure does not contradict `number`."""
        slack = number * 0.2 if self.approx else 0.0
        above = self.low is None or number >= self.low - slack
        below = self.high is None or number <= self.high + slack
        return above and below

    def __add__(self, other: Figure) -> Figure:
        low = None if self.low is None and other.low is None else (self.low or 0) + (other.low or 0)
        high = None if self.high is None or other.high is None else self.high + other.high
        return Figure(low, high, self.approx or other.approx, self.claims + other.claims)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one voice says in one account about one toll.

    `total` counts the victims; `attackers` the militants' own dead of an attack, or None.
    `groups` are parts and subsets by kind of people. `since`/`until` bound the day it was said
    (ordinals; None: unknown). `partial`: it tells only a part, so it has no say in the total.
    `others` are figures that the same breath replaces, `subsets` parts of an unknown whole.
    """

    account: str
    doc: str
    witness: str
    voice: Voice
    total: Figure | None
    groups: Mapping[str, Figure]
    attackers: Figure | None
    claims: tuple[str, ...]
    since: int | None
    until: int | None
    outdated: bool = False
    partial: bool = False
    increment: Figure | None = None
    others: tuple[Figure, ...] = ()
    subsets: tuple[Figure, ...] = ()

    @property
    def claimant(self) -> bool:
        """True for a voice that counts its own success."""
        return self.voice.kind in CLAIMANTS

    def before(self, other: Statement) -> bool:
        """True where this was surely said on an earlier day."""
        return self.until is not None and other.since is not None and self.until < other.since


@dataclass(frozen=True, slots=True)
class Telling:
    """One account's side of a field: who told it, when, and whether its militants attack."""

    account: str
    doc: str
    witness: str
    since: int | None
    until: int | None
    attack: bool


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
    found = _complete(_own_words(found, known))
    for claim in live:
        if claim.outdated:
            figure = _figure(claim)
            groups = {claim.group: figure} if claim.group else {}
            total = figure if claim.part is Part.TOTAL else None
            base = _empty(telling, claim.voice, (claim.id,))
            found.append(replace(base, total=total, groups=groups, outdated=True))
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
    return Figure(value.low, value.high, value.approx, (claim.id,))


def _empty(telling: Telling, voice: Voice, claims: tuple[str, ...]) -> Statement:
    return Statement(
        telling.account, telling.doc, telling.witness, voice, None, {}, None, claims,
        telling.since, telling.until,
    )  # fmt: skip


def _statement(said: list[Claim], telling: Telling, known: frozenset[int]) -> list[Statement]:
    """One voice's words on one day: one statement, or two where it gives a plain total that
    its own groups exceed (two bodies under one name, or an old figure beside a new one)."""
    said = sorted(said, key=lambda c: (c.spans[0], c.id))
    groups: dict[str, list[Claim]] = defaultdict(list)
    plain: list[Claim] = []
    subsets: list[Claim] = []
    increment: Figure | None = None
    for claim in said:
        if claim.part is Part.INCREMENT:
            increment = increment + _figure(claim) if increment else _figure(claim)
        elif claim.part is Part.SUBSET:
            subsets.append(claim)
        elif claim.group is None or claim.group == "unspecified":
            plain.append(claim)
        else:
            groups[claim.group].append(claim)
    old: list[Claim] = []
    parts: dict[str, Claim] = {}
    for group, told in groups.items():
        parts[group], replaced = _latest(told, known)
        old += replaced
    attackers = None
    if telling.attack and "militant" in parts:
        attackers = _figure(parts["militant"])
    listed = [c for g, c in parts.items() if g != "militant" or attackers is None]
    summed = _sum(listed, plain)
    stated: Figure | None = None
    if plain:
        main, replaced = _latest(plain, known)
        old += replaced
        stated = _figure(main)
    apart: list[Statement] = []
    total = stated
    if summed is not None and (stated is None or summed.point > stated.point):
        largest = max(_figure(c).point for c in listed)
        if stated is None or set(stated.claims) <= set(summed.claims) or stated.point >= largest:
            # parts told in several sentences may overlap: the voice's own total holds
            both = stated is None or set(stated.claims) <= set(summed.claims)
            total = summed if both else stated
        else:
            total = summed
            stale = stated.point in known and summed.point not in known
            base = _empty(telling, _voice(said), stated.claims)
            apart.append(replace(base, total=stated, outdated=stale))
    figures = {g: _figure(c) for g, c in parts.items()}
    for claim in subsets:
        if claim.group:
            figures.setdefault(claim.group, _figure(claim))
    gone = {c for s in apart for c in s.claims}
    statement = replace(
        _empty(telling, _voice(said), tuple(c.id for c in said if c.id not in gone)),
        total=total,
        groups=figures,
        attackers=attackers,
        partial=total is None,
        increment=increment,
        others=tuple(_figure(c) for c in old),
        subsets=tuple(_figure(c) for c in subsets),
    )
    return [statement, *apart]


def _voice(said: list[Claim]) -> Voice:
    """The voice under its fullest name; claims the voice adopted bring no name of their own."""
    return max((c.voice for c in said), key=lambda v: (v.kind is not None, len(v.name or "")))


def _latest(told: list[Claim], known: frozenset[int]) -> tuple[Claim, list[Claim]]:
    """Of several counts of the same by one voice, the one that no earlier report had, else the
    largest, exact before "at least". Second: the figures that it replaces."""

    def rank(claim: Claim) -> tuple[int, bool, str]:
        return _figure(claim).point, not _figure(claim).open, claim.id

    fresh = [c for c in told if _figure(c).point not in known]
    stale = [c for c in told if _figure(c).point in known]
    # a fresh figure far below the known one is a part of it, told without saying so
    if fresh and stale and 2 * max(map(rank, fresh))[0] >= max(map(rank, stale))[0]:
        return max(fresh, key=rank), stale
    return max(told, key=rank), []


def _sum(listed: list[Claim], plain: list[Claim]) -> Figure | None:
    """Groups added up; those that cut across others, and a plain count smaller than the
    largest group, only beside them in one sentence ("three soldiers and a village guard")."""
    whole = [c for c in listed if c.group not in ACROSS]
    across = [c for c in listed if c.group in ACROSS]
    if whole:
        sentences = {c.sentence for c in whole}
        base = whole + [c for c in across if c.sentence in sentences]
    elif across:
        sentences = {across[0].sentence}
        base = [c for c in across if c.sentence in sentences]
    else:
        return None
    largest = max(_figure(c).point for c in base)
    if len(sentences) == 1:
        base += [c for c in plain if c.sentence in sentences and _figure(c).point < largest][:1]
    figure = _figure(base[0])
    for claim in base[1:]:
        figure = figure + _figure(claim)
    return figure


def _own_words(found: list[Statement], known: frozenset[int]) -> list[Statement]:
    """A report is no party: its own lower figure beside a credible voice's is an old one where
    earlier reports had it, and a part of the whole otherwise."""
    most = max(
        (s.total.point for s in found if s.total and s.voice.kind and not s.claimant), default=0
    )
    result = []
    for s in found:
        if s.voice.kind is None and s.total is not None and s.total.point < most:
            if _only_groups(s) and not _across(s):
                result.append(s)  # parts that `_complete` may add
            elif s.total.point in known:
                result.append(replace(s, outdated=True))
            else:
                result.append(replace(s, partial=True))
        else:
            result.append(s)
    return result


def _across(statement: Statement) -> bool:
    return set(statement.groups) <= set(ACROSS)


def _complete(found: list[Statement]) -> list[Statement]:
    """Parts told by different voices of one account make one whole.

    A voice that counts one kind of people ("the UN: one peacekeeper") beside another that
    counts other kinds and gives no total of its own is a part of it.
    """
    whole = [s for s in found if s.total is not None and not s.claimant and not s.partial]
    if len(whole) < 2:
        return found
    lead = max(whole, key=lambda s: (_point(s), s.voice.kind is not None))
    result = []
    for statement in found:
        if statement is lead or statement not in whole or not _only_groups(statement):
            result.append(statement)
            continue
        if set(statement.groups) & set(lead.groups) or "militant" in statement.groups:
            result.append(statement)
            continue
        result.append(replace(statement, partial=True))
        added = {g: f for g, f in statement.groups.items() if g not in ACROSS}
        if _only_groups(lead) and added:
            assert lead.total is not None and statement.total is not None
            joined = replace(
                lead,
                total=lead.total + statement.total,
                groups={**statement.groups, **lead.groups},
            )
            result = [joined if s is lead else s for s in result]
            found = [joined if s is lead else s for s in found]
            lead = joined
    return [lead if s.account == lead.account and s.voice == lead.voice and not s.outdated
            and s.claims == lead.claims else s for s in result]  # fmt: skip


def _point(statement: Statement) -> int:
    return statement.total.point if statement.total else 0


def _only_groups(statement: Statement) -> bool:
    """True where the total is a sum of groups, so that other groups can be added to it."""
    told = {c for f in statement.groups.values() for c in f.claims}
    return statement.total is not None and set(statement.total.claims) <= told
