"""Reports on the events of the archive: who tells what, when, in which words.

Use `archive(incidents=…, seed=…, hard=…, languages=…)`; equal arguments give equal reports.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .model import Count, Event, Figure, Report, Telling
from .words import Words, words_of
from .world import events

REPORTS_AN_EVENT = (1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 14, 18)
"""5.75 in the mean; follow-ups and memorials make it six."""
_NO_LEAST_BELOW = 3


@dataclass(frozen=True, slots=True)
class Style:
    """How often reports do what makes linking hard; shares of 1."""

    other_word: float = 0.25
    next_day: float = 0.08
    town_only: float = 0.15
    respelt: float = 0.3
    undated: float = 0.06
    other_group: float = 0.1
    fewer_hurt: float = 0.25
    recalls: float = 0.35
    follow: float = 0.2
    memorial: float = 0.05
    copies: float = 0.15
    revised: float = 0.06


HARD = Style()
EASY = Style(0, 0, 0, 0, 0, 0, 0, 0.1, 0, 0, 0.05, 0)


def archive(*, incidents: int, seed: int, hard: bool, languages: Sequence[str]) -> Iterator[Report]:
    """Every report, event by event."""
    told = events(incidents, seed=seed, hard=hard, languages=tuple(languages))
    style = HARD if hard else EASY
    earlier: dict[str, list[Event]] = defaultdict(list)
    for event in told:
        dice = random.Random(f"reports/{seed}/{event.id}")
        yield from _Desk(event, style, dice, tuple(languages), earlier[event.town.country]).all()
        earlier[event.town.country].append(event)


class _Desk:
    """All reports on one event."""

    def __init__(
        self,
        event: Event,
        style: Style,
        dice: random.Random,
        languages: tuple[str, ...],
        earlier: list[Event],
    ) -> None:
        self.event, self.style, self.dice = event, style, dice
        self.languages, self.earlier = languages, earlier
        self.count = 0

    def all(self) -> Iterator[Report]:
        written: list[Report] = []
        for _ in range(self.dice.choice(REPORTS_AN_EVENT)):
            original = self._to_copy(written)
            report = self._copy(original) if original else self._news(written)
            written.append(report)
        if self._chance("follow"):
            written.append(self._later("follow", self.dice.randint(9, 40)))
        if self._chance("memorial"):
            written.append(self._later("memorial", 365 + self.dice.randint(-1, 1)))
        yield from written

    def _chance(self, what: str) -> bool:
        return self.dice.random() < getattr(self.style, what)

    def _lang(self) -> str:
        return self.event.home if self.dice.random() < 0.35 else self.dice.choice(self.languages)

    def _to_copy(self, written: list[Report]) -> Report | None:
        own = [r for r in written if r.copies is None and not r.undated]
        return self.dice.choice(own) if own and self._chance("copies") else None

    def _name(self) -> str:
        self.count += 1
        return f"{self.event.id}-{self.count:02}"

    # -- kinds of reports ---------------------------------------------------------------------

    def _news(self, written: list[Report]) -> Report:
        """A report of the first days; some are a later state of a page that stood before."""
        words = words_of(self._lang())
        figure = self.dice.choice(self.event.figures)
        day = self.event.day + timedelta(days=figure.after + self.dice.choice((0, 0, 1, 1, 2)))
        name = self._name()
        publisher = f"{words.lang.upper()} {self.dice.choice(_PAPERS)}"
        url = f"https://example.org/{name.lower()}"
        if figure.old is not None and self._chance("revised"):
            before = [r for r in written if r.lang == words.lang and r.day < day and not r.copies]
            if before:
                publisher, url = before[-1].publisher, before[-1].url
        undated = self._chance("undated")
        telling, rest = self._main(words, figure, day, undated)
        sentences = [*rest, *self._filler(words)]
        self.dice.shuffle(sentences)
        tellings = [telling]
        recalled = self._recalled(words, day) if self._chance("recalls") and not undated else None
        if recalled is not None:
            sentences.append(recalled.anchor)
            tellings.append(recalled)
        title = self._title(words, "update" if figure.old else "lead", telling)
        text = _paragraphs([telling.anchor, *sentences])
        return Report(name, words.lang, publisher, url, day, undated, title, text, tuple(tellings))

    def _copy(self, original: Report) -> Report:
        """The same words in another paper, without the last sentence before what is recalled,
        both under the agency's name."""
        name = self._name()
        lines = original.text.split("\n\n")
        kept = [s for s in lines if s not in _AGENCIES]
        keep = {t.anchor for t in original.tellings}
        loose = [s for s in kept if not any(a in s for a in keep)]
        if loose and len(kept) > 2:
            kept.remove(loose[-1])
        agency = _AGENCIES[len(original.id + original.lang) % len(_AGENCIES)]
        text = "\n\n".join([*kept, agency])
        told = tuple(
            replace(t, counts=tuple(c for c in t.counts if c.text in text))
            for t in original.tellings
        )
        return replace(
            original,
            id=name,
            publisher=f"{original.lang.upper()} {self.dice.choice(_PAPERS)} am",
            url=f"https://example.org/{name.lower()}",
            text=text,
            tellings=told,
            copies=original.id,
        )

    def _later(self, sort: str, days: int) -> Report:
        """A report weeks after, or a year: no news of its own, it recalls the event."""
        words = words_of(self._lang())
        day = self.event.day + timedelta(days=days)
        telling = self._telling(words, sort, self.event, day, role="background")
        name = self._name()
        text = _paragraphs([telling.anchor, *self._filler(words)])
        return Report(
            name, words.lang, f"{words.lang.upper()} {self.dice.choice(_PAPERS)}",
            f"https://example.org/{name.lower()}", day, False,
            self._title(words, "recall" if sort == "follow" else "memorial", telling), text,
            (telling,),
        )  # fmt: skip

    # -- parts of a report --------------------------------------------------------------------

    def _main(
        self, words: Words, figure: Figure, day: date, undated: bool
    ) -> tuple[Telling, list[str]]:
        """The news with its first sentence, and further sentences on it."""
        event, dice = self.event, self.dice
        sort = "lead"
        if figure.old is not None:
            sort = "rise" if figure.number > figure.old else "fall"
        telling = self._telling(words, sort, event, day, figure=figure, undated=undated)
        rest, counts = [], list(telling.counts)
        if event.injured and dice.random() < 0.7:
            hurt = event.injured
            if self._chance("fewer_hurt"):
                hurt -= dice.randint(0, hurt // 2)
            text = words.people(hurt, "people")
            pattern = dice.choice(words.sentences("injured"))
            rest.append(words.fill(pattern, many=hurt > 1, injured=text))
            phrase = next(p for p in (text, text[0].upper() + text[1:]) if p in rest[-1])
            counts.append(Count("injured", hurt, hurt, None, None, phrase))
        other = [f for f in event.figures if f.voice == "armed_group" and f is not figure]
        if other and dice.random() < 0.4:
            text = words.people(other[0].number, "people")
            line = words.fill(dice.choice(words.sentences("dispute")), many=True, other=text)
            rest.append(line)
            counts.append(_killed(other[0], None, text))
        if event.author is not None and dice.random() < 0.4:
            pattern = dice.choice(words.sentences("claim", "blame"))
            rest.append(words.fill(pattern, many=True, group=words.author(event.author)))
        return replace(telling, counts=tuple(counts)), rest

    def _recalled(self, words: Words, day: date) -> Telling | None:
        """An earlier event of the country, those of the town first."""
        recent = [e for e in self.earlier if 2 <= (self.event.day - e.day).days <= 60]
        here = [e for e in recent if e.town is self.event.town]
        if not recent:
            return None
        event = self.dice.choice(here or recent)
        return self._telling(words, "recall", event, day, role="background")

    def _telling(
        self,
        words: Words,
        sort: str,
        event: Event,
        published: date,
        *,
        role: str = "main",
        figure: Figure | None = None,
        undated: bool = False,
    ) -> Telling:
        dice = self.dice
        kind = event.kind
        if len(event.told_as) > 1 and self._chance("other_word"):
            kind = dice.choice(event.told_as[1:])
        figure = figure or event.figures[-1 if event.figures[-1].voice != "armed_group" else 0]
        village = event.village is not None and not self._chance("town_only")
        respelt = self._chance("respelt")
        place = words.place(event, dice, village=village, respelt=respelt)
        when, start, end = self._when(words, event, published, undated)
        group = event.group if dice.random() < 0.6 else "people"
        if group != "people" and self._chance("other_group"):
            group = dice.choice(("civilian", "military", "police"))
        voice = words.voice(figure.voice, dice)
        least = figure.least and figure.number >= _NO_LEAST_BELOW
        killed = words.people(figure.number, group, least=least)
        patterns = words.sentences(sort)
        if sort == "lead":
            patterns = [*patterns, *words.sentences(f"lead_{kind}") * 2]
        n, old = words.bare(figure.number), words.bare(figure.old or 0)
        slots = {
            "killed": killed, "n": n, "old_n": old, "place": place, "when": when,
            "noun": words.noun(kind, dice), "voice": voice, "voice_cap": voice,
        }  # fmt: skip
        pattern = dice.choice(patterns)
        anchor = words.fill(pattern, many=figure.number > 1, **slots)
        counts = []
        if "{killed}" in pattern:
            counts.append(_killed(figure, group, _as_written(killed, anchor), least=least))
        elif "{n}" in pattern:
            counts.append(_killed(replace(figure, least=False), None, _as_written(n, anchor)))
        if "{old_n}" in pattern and figure.old is not None:
            before = Figure(0, figure.voice, figure.old, stands=False)
            counts.append(_killed(before, None, _as_written(old, anchor)))
        name = words.village(event, respelt=respelt) if village else event.town.names[words.lang]
        return Telling(event, role, anchor, start, end, name, when, kind, tuple(counts))

    def _when(
        self, words: Words, event: Event, published: date, undated: bool
    ) -> tuple[str, date, date]:
        """How the day is told, and the days that these words mean."""
        day, dice = event.day, self.dice
        lag = (published - day).days
        if lag >= 1 and lag <= 5 and self._chance("next_day"):
            day += timedelta(days=1)
            return words.day(day, "night", dice), day, day
        if lag <= 5:
            form = dice.choice(("weekday", "weekday", "explicit"))
            if lag == 1 and not undated and dice.random() < 0.15:
                form = "yesterday"
        elif lag <= 200:
            last = day.replace(day=28) + timedelta(days=4)
            if lag > 20 and dice.random() < 0.1 and day.month != published.month:
                first = day.replace(day=1)
                return words.day(day, "month", dice), first, last - timedelta(days=last.day)
            form = "explicit"
        else:
            form = "year"
        return words.day(day, form, dice), day, day

    def _filler(self, words: Words) -> list[str]:
        return self.dice.sample(words.sentences("filler"), self.dice.randint(2, 4))

    def _title(self, words: Words, sort: str, telling: Telling) -> str:
        figure = telling.counts[0] if telling.counts else None
        number = figure.low if figure else self.event.figures[0].number
        pattern = self.dice.choice(words.data["titles"][sort])
        town = self.event.town.names[words.lang]
        short = str(words.data["place"]["town"][0]).format(town=town, country="", of_country="")
        return words.fill(
            pattern, many=number > 1, killed_title=words.people(number, "people"),
            n=words.bare(number), place_short=short, place_title=town,
            noun=words.noun(telling.kind, self.dice),
        )  # fmt: skip


_PAPERS = ("Post", "Herald", "Kurier", "Diario", "Observer", "Wochenblatt", "Tribuna", "Monitor")
_AGENCIES = ("NPA", "VKD", "ARW")


def _killed(figure: Figure, group: str | None, text: str, *, least: bool = False) -> Count:
    told = None if group in (None, "people") else group
    high = None if least else figure.number
    return Count("killed", figure.number, high, told, figure.voice, text, not figure.stands)


def _as_written(phrase: str, sentence: str) -> str:
    """A phrase as it stands in a sentence, which may begin with it."""
    return phrase if phrase in sentence else phrase[0].upper() + phrase[1:]


def _paragraphs(sentences: list[str]) -> str:
    """The first sentence alone, the others in pairs."""
    pairs = [" ".join(sentences[n : n + 2]) for n in range(1, len(sentences), 2)]
    return "\n\n".join([sentences[0], *pairs])
