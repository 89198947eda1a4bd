"""What happened in the world of the archive, and what each report tells of it.

An `Event` is the truth; a `Telling` is one event as one report tells it; a `Report` has one
telling at most as its news and may recall others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the gazetteer. `names` by language; degrees; `region` is its first-order area."""

    country: str
    names: dict[str, str]
    region: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Village:
    """An invented village; `names` by language, `lat`, `lon` in degrees."""

    names: dict[str, str]
    spelt: dict[str, str]
    """The same in another usual spelling."""
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of dead that a voice gives from so many days after the event on; `least`: told
    as "at least"; `stands`: nothing replaced it; `old`: the figure it replaces."""

    after: int
    voice: str
    number: int
    least: bool = False
    stands: bool = True
    old: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One incident. `told_as` are the kinds that reports may call it, its own first."""

    id: str
    told_as: tuple[str, ...]
    day: date
    town: Town
    village: Village | None
    group: str
    figures: tuple[Figure, ...]
    injured: int
    author: int | None
    home: str

    @property
    def kind(self) -> str:
        return self.told_as[0]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of killed or injured as a report words it."""

    field: str
    low: int
    high: int | None
    group: str | None
    voice: str | None
    text: str
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as a report tells it: `anchor` is the sentence, `start` to `end` the days that
    its words mean, `place` the place they name."""

    event: Event
    role: str
    anchor: str
    start: date
    end: date
    place: str
    when: str
    kind: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One document. `undated` reports tell no date of publication; `day` is when it came out
    all the same. `copies` is the report whose words it has."""

    id: str
    lang: str
    publisher: str
    url: str
    day: date
    undated: bool
    title: str
    text: str
    tellings: tuple[Telling, ...] = field(default=())
    copies: str | None = None
