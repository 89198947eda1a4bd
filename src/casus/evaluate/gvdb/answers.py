"""One answer an article: what its main event did to whom, when and where.

Use `Answerer` once, then `answer` for each article: it reads, links and reconciles one article
by itself and turns the incident that it is about into the slots of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from casus.evaluate.gvdb.data import Article
from casus.extract.compiled import compile_pack
from casus.extract.dates import find_dates
from casus.extract.places import FORCE, PlaceMention
from casus.extract.toponyms import read_places
from casus.gazetteer import Gazetteer
from casus.link import link
from casus.packs import load_pack
from casus.pipeline import Request, builtin_stages
from casus.text import tokenise
from casus.types import Document, Incident, Place, TimeRef, When

_SHOT = frozenset({
    "shooting", "armed_attack", "armed_clash", "assassination", "execution", "massacre", "robbery",
})  # fmt: skip
"""Kinds under which a shooting may be told."""


_PUBLISHER = (" | ", " « ", " - ", " – ")
"""What stands between a headline and its publisher."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as the text tells it. `weekday`: 0 Monday … 6 Sunday. All None: none."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    def __bool__(self) -> bool:
        return self.day is not None or self.weekday is not None

    def __str__(self) -> str:
        """ISO 8601, truncated where the text is silent: 2016-01-27, --01-27, -W-3."""
        if self.month is not None and self.day is not None:
            return f"{'-' if self.year is None else self.year}-{self.month:02}-{self.day:02}"
        return "" if self.weekday is None else f"-W-{self.weekday + 1}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one article tells of its shooting. `killed` and `injured` are 0 where it tells of
    nobody: the database counts, where Casus says nothing. `why` names, for each slot, the rule
    and the words it was read from."""

    killed: int = 0
    injured: int = 0
    date: Day = Day()
    city: str = ""
    state: str = ""
    clock_time: str = ""
    why: dict[str, str] = field(default_factory=dict)


class Answerer:
    """Reads articles one at a time; nothing is learnt from one for another."""

    def __init__(self, packs: tuple[Path, ...] = ()) -> None:
        self._stages = builtin_stages(Request(paths=(), out=Path(), packs=packs))
        self._read = self._stages.make_reader()
        self._pack = load_pack("en", packs)
        self._gazetteer = Gazetteer.open()
        self._dates = compile_pack(self._pack).dates

    def answer(self, article: Article) -> Answer:
        document = Document(
            id=article.id, path="", url=None, publisher=None, lang="en",
            title=article.title or None, text=_with_headline(article), published=article.published,
            published_basis="given" if article.published else "unknown",
        )  # fmt: skip
        accounts = self._read(document).accounts
        documents = {document.id: document}
        linked = link(accounts, documents)
        incidents = self._stages.reconcile(linked, documents, "ucdp")
        named = read_places(document.text, pack=self._pack, gazetteer=self._gazetteer)
        ranked = sorted(incidents, key=_rank)
        told = ranked[0].accounts[0].anchor[0] if ranked else 0
        answer = _answer(ranked) if ranked else Answer()
        town = _town_meant(answer.city, named)
        if town is not None:
            answer = replace(answer, city=town.name, state=_state(town))
        return replace(answer, clock_time=self._clock(document.text, told))

    def _clock(self, text: str, start: int) -> str:
        """The first time of day from where the shooting is told on, "HH:MM": records hold days,
        so it is read off the text."""
        tokens = tokenise(text)
        found = [
            (tokens.starts[m.first] < start, m.ref.time_of_day)
            for m in find_dates(tokens, self._dates)
            if m.ref.time_of_day and m.ref.time_of_day[0].isdigit()
        ]
        return min(found, key=lambda f: f[0])[1] if found else ""


def _with_headline(article: Article) -> str:
    """The text below its headline, without the publisher's name behind it: local reports leave
    out what the headline has told."""
    ends = [at for mark in _PUBLISHER if (at := article.title.find(mark)) > 0]
    headline = article.title[: min(ends, default=None)].strip()
    return f"{headline}\n\n{article.text}" if headline else article.text


def _rank(incident: Incident) -> tuple[bool, bool, bool, int]:
    """Sorts first the shooting that an article is about: one that hurt somebody, a main event
    before a recalled one, one told as a shooting before others, then the first told. A report on
    a trial or a reward only recalls it."""
    first = incident.accounts[0]
    hurt = any(name in incident.tolls for name in ("killed", "injured"))
    return (not hurt, first.role != "main", incident.kind not in _SHOT, first.order)


def _answer(incidents: Sequence[Incident]) -> Answer:
    """The first incident; a day or place that it leaves open is that of the next which has one."""
    about = incidents[0]
    days = [_day(i.when.when) for i in incidents]
    places = [i.where.place for i in incidents]
    place = next((p for p in places if p.path), about.where.place)
    why: dict[str, str] = {}
    for claim in (c for i in incidents for a in i.accounts for c in a.claims):
        slot = {"when": "date", "where": "city"}.get(claim.field, claim.field)
        why[slot] = f"{why[slot]}; " if slot in why else ""
        why[slot] += f"{claim.rule} “{claim.raw}”"
    return Answer(
        killed=_victims(about, "killed"),
        injured=_victims(about, "injured"),
        date=next((d for d in days if d), Day()),
        city=_city(place),
        state=_state(place),
        why=why,
    )


def _victims(incident: Incident, name: str) -> int:
    """The best figure without those who attacked: the database counts victims. Where only they
    were hurt, they are the victims."""
    toll = incident.tolls.get(name)
    if toll is None or toll.best is None:
        return 0
    attackers = next((g.best or 0 for g in toll.groups if g.group == "militant"), 0)
    return toll.best - attackers if attackers < toll.best else toll.best


def _day(when: When) -> Day:
    """The first day of a date; of an undated article what its own words say."""
    said = when.ref or TimeRef()
    if when.start is not None and when.precision in {"day", "days"}:
        return _of(when.start)
    if said.month is not None and said.day is not None:
        return Day(said.year, said.month, said.day, said.weekday)
    return Day(weekday=said.weekday)


def _of(day: date) -> Day:
    return Day(day.year, day.month, day.day, day.weekday())


def _town_meant(name: str, named: Sequence[PlaceMention]) -> Place | None:
    """The town that a local report means by a place; None: the place itself.

    A quarter stands in the town that the report names beside it. The town of the dateline, else
    of the police, is meant by a place that no list knows (a mall, a crossing) and by a namesake
    in another state, and where nothing is told but a state.
    """
    known = [(m, p) for m in named if (p := m.resolved) is not None]
    mine = [(m, p) for m, p in known if p.name == name]
    towns = [(m, p) for m, p in known if p.precision == "exact" and p.gazetteer_id]
    speaker, home = min(towns, key=lambda t: _speaks_first(t[0]), default=(None, None))
    if speaker is None or home is None or not name:
        return home
    if _speaks_first(speaker) < _ELSEWHERE and mine and all(_strays(p, home) for _, p in mine):
        return home
    quarter = next((p for m, p in mine if m.noun == "quarter"), None)
    beside = (p for _, p in towns if quarter and p.name != name and _inside(quarter, p))
    return next(beside, None)


_ELSEWHERE = 2


def _speaks_first(mention: PlaceMention) -> int:
    return {"dateline": 0, FORCE: 1}.get(mention.cue or "", _ELSEWHERE)


def _strays(place: Place, home: Place) -> bool:
    """Whether a place is none of a list, or one in another state than the report's town."""
    return place.gazetteer_id is None or place.path[:2] != home.path[:2]


def _inside(quarter: Place, town: Place) -> bool:
    """Whether a place may be a quarter of a town: in its county, or not known where."""
    if None in (quarter.lat, quarter.lon, town.lat, town.lon) or quarter.gazetteer_id is None:
        return True
    return quarter.path[:3] == town.path[:3]


def _state(place: Place) -> str:
    return place.path[1] if len(place.path) > 1 else ""


def _city(place: Place) -> str:
    """The name of a settlement or county, listed or not; none of what is wider."""
    wide = place.gazetteer_id is not None and place.precision not in {"exact", "near", "adm2"}
    return "" if wide else place.name

