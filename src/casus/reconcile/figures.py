"""Figures as intervals, and statements: what one voice says in all about one toll.

Use `Figure` for a count or a sum of counts with the claims behind it; `Statement` is what
policies choose from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casus.types import Voice

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
    {"armed_attack", "bombing", "suicide_bombing", "explosive_device", "shooting",
     "stabbing", "vehicle_attack", "arson", "abduction", "hostage_taking", "hijacking",
     "assassination", "massacre", "robbery"}
)  # fmt: skip
"""Kinds in which militants attack: their own dead stand beside the victims, not among them."""


STRIKES = frozenset({"air_strike", "shelling", "crackdown"})
"""Kinds in which an armed force strikes: fighters killed in them are the ones struck, even
where other reports of the incident tell a more general kind."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A count or a sum of counts, as an interval, with the claims behind it. `best` is the
    likeliest number where one was told beside the bounds."""

    low: int | None
    high: int | None
    approx: bool = False
    claims: tuple[str, ...] = ()
    best: int | None = None

    @property
    def point(self) -> int:
        """The figure as said: "at least 9" is 9, "up to 20" is 20, "10 to 15" is 10."""
        if self.best is not None:
            return self.best
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
        told = self.best is not None or other.best is not None
        best = self.point + other.point if told else None
        return Figure(low, high, self.approx or other.approx, self.claims + other.claims, best)

    def less(self, number: int) -> Figure:
        """This figure without `number` people told to be among them; the claims stay."""
        low = None if self.low is None else max(0, self.low - number)
        high = None if self.high is None else max(0, self.high - number)
        best = None if self.best is None else max(0, self.best - number)
        return Figure(low, high, self.approx, self.claims, best)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one voice says in one account about one toll.

    `total` counts the victims; `attackers` the militants' own dead of an attack, or None.
    `groups` are parts and subsets by kind of people. `since`/`until` bound the day it was said
    (ordinals; None: unknown). `partial`: it tells only a part, so it has no say in the total.
    `others` are figures that the same breath replaces, `subsets` parts of an unknown whole;
    `aside`: a larger figure of a voice that gave another one first, so less to be trusted;
    `opens`: it stands in the sentence that first tells the event; `past`: the report itself
    tells it as replaced, so it is nobody's estimate; `coded`: a data set says it, which
    was coded from reports (so it is no witness beside them) and counts attackers with the victims.
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
    aside: bool = False
    opens: bool = False
    past: bool = False
    coded: bool = False

    @property
    def claimant(self) -> bool:
        """True for a voice that counts its own success."""
        return self.voice.kind in CLAIMANTS

    def before(self, other: Statement) -> bool:
        """True where this was surely said on an earlier day."""
        return self.until is not None and other.since is not None and self.until < other.since


@dataclass(frozen=True, slots=True)
class Telling:
    """One account's side of a field: who told it, when, whether its militants attack, the
    sentence that first tells the event, whether it is a row of a data set, and the documents of
    the incident that are later states of its page."""

    account: str
    doc: str
    witness: str
    since: int | None
    until: int | None
    attack: bool
    anchor: tuple[int, int] | None = None
    coded: bool = False
    revised_by: frozenset[str] = frozenset()
