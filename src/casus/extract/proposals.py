"""What a text proposes: events, tolls, dates, voices, who did it, each at its place.

Use `propose` on an annotated text. Nothing is decided here: a proposal knows its sentence and
clause, and `casus.extract.assemble` chooses for the whole document what belongs together.
Language-blind: the rules of the pack name the slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from casus.extract.annotate import WEAK, Annotated
from casus.extract.compiled import CompiledPack
from casus.extract.dates import DateMention
from casus.extract.numbers import NumberMention
from casus.extract.persons import follow
from casus.extract.places import PlaceMention
from casus.extract.roles import Role, read_roles
from casus.extract.rules import Match
from casus.extract.symbols import Chunk
from casus.extract.tolls import At, Layout, Toll, inside, read_tolls
from casus.extract.voices import Said, read_voices
from casus.packs import Pack
from casus.timeref import resolve
from casus.types import TimeRef

__all__ = ["Coded", "Dated", "Event", "Located", "Proposals", "propose", "said_on"]

_BETWEEN = frozenset({"W", "NAME", "PLACE", "SITE", "ADV", "SUSPECT", "EVENTV"})
"""Classes of words between an article and its event."""

_INDEFINITE = frozenset({("NUM", "article"), ("NUM", "count")})
_NOT_THEN = frozenset({"COURT", "ANNIV", "EARLIERFIG"})
"""Cues of clauses whose dates are those of a verdict, a memorial, an earlier report."""

_PROPOSING = frozenset({"EVENT", "EVENTV", "EVENTW", "MEANS", "SITE"})
"""Classes of words that propose something by themselves."""

_UNDER_HEADLINE = 1
"""The paragraph, counted from 0, that a dateline may open at the latest."""

_HARMING = frozenset({"GROUP", "HARMED", "HARM_T", "HARM_I"})
_SINCE = 5
"""Chunks between "since" and a month."""

_OPENING = 3
"""Chunks at the opening of a sentence that may take up what the one before has told."""

_DATELINE = 12
"""Chunks in which a dateline's dash must stand."""


@dataclass(frozen=True, slots=True)
class Event:
    """A word that tells an event. `definite`: it refers to one already told ("the attack");
    `fresh`: it brings one up ("an attack"); `another`: besides one told ("another attack");
    `bare`: without any of these in a language without articles, where it may do either."""

    at: At
    kinds: tuple[str, ...]
    verb: bool
    definite: bool
    fresh: bool
    another: bool
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and its use: `event`, `said` (day of saying), `bound` (since, until). `tied`: it
    is part of an event's name ("Friday's raid"), whatever stands before it; `backward`: it counts
    from here back to what it tells ("four days after the raid")."""

    at: At
    mention: DateMention
    use: str
    tied: bool = False
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Coded:
    """A word that carries a code: means, site, a kind that it only hints at ("burned"), or how
    many it killed ("a double homicide")."""

    at: At
    code: str


@dataclass(frozen=True, slots=True)
class Located:
    """A place mention at its chunk."""

    at: At
    mention: PlaceMention


@dataclass(frozen=True, slots=True)
class Proposals:
    """Everything proposed, in the order of the text. `issued`: the day that the dateline gives,
    where it gives one with its year ("CITY, Aug 13, 2019 - …")."""

    tolls: list[Toll]
    events: list[Event]
    dates: list[Dated]
    voices: list[Said]
    roles: list[Role]
    means: list[Coded]
    hints: list[Coded]
    fatal: list[Coded]
    sites: list[Coded]
    places: list[Located]
    issued: date | None = None


def propose(page: Annotated, compiled: CompiledPack) -> Proposals:
    """Read all proposals off an annotated text."""
    reader = _Reader(page, compiled.pack)
    matches = compiled.rules.matches(page.line, 2)
    said = _dates_of("said", matches)
    tied = _dates_of("dated", matches)
    naming = tied & {m.start for m in matches if m.rule.spec.emits == "dated"}
    datelined = reader.dateline()
    judged = {
        page.token_clause[h.first] for h in page.hits if h.cls in _NOT_THEN and h.attr != WEAK
    }
    dates: list[Dated] = []
    issued: set[date | None] = set()
    mentions = reader.dates()
    events: list[Event] = []
    means: list[Coded] = []
    hints: list[Coded] = []
    sites: list[Coded] = []
    places: list[Located] = []
    for i, chunk in enumerate(page.line.chunks):
        if chunk is None:
            continue
        value = mentions.get(i, chunk.value)
        if value is None and not chunk.slots and _PROPOSING.isdisjoint(chunk.classes):
            continue
        if isinstance(value, DateMention):
            if _names_day(value.ref):
                aside = i in tied
                back = chunk.first in page.backward
                told = (i in said and not (aside or back)) or i in datelined
                use = "event" if i in naming else _date_use(value, said=told, tied=aside)
                if page.clause_of[i] in judged and use == "event" and not aside:
                    use = "said"
                if chunk.first in page.forward or reader.since(i, value.ref):
                    use = "bound"
                if i in datelined and value.ref.year is not None and value.ref.day is not None:
                    issued.add(resolve(value.ref, None).start)
                at, behind = reader.at(i), reader.clause_behind(i)
                if use == "bound" and value.cue == "since" and behind is not None:
                    at, use = replace(at, clause=behind), "event"
                dates.append(Dated(at, value, use, aside, back))
        elif isinstance(value, PlaceMention):
            places.append(Located(reader.at(i), value))
        if chunk.has("METAPHOR"):
            continue  # "Kostenexplosion" is no explosion
        if chunk.has("EVENT") or chunk.has("EVENTV"):
            events.append(reader.event(i, chunk))
        for inner in inside(chunk):
            if _PROPOSING.isdisjoint(inner.classes):
                continue
            for code in inner.attrs("MEANS"):
                means.append(Coded(reader.inner_at(i, inner), code))
            for kind in inner.attrs("EVENTW"):
                hints.append(Coded(reader.inner_at(i, inner), kind))
            for code in inner.attrs("SITE"):
                sites.append(Coded(reader.inner_at(i, inner), code))
    tolls = follow(reader, read_tolls(reader, matches))
    return Proposals(
        tolls=tolls,
        events=events,
        dates=[_day_of_telling(d, after) for d, after in pairwise([*dates, None]) if d],
        voices=read_voices(page, matches, reader.at),
        roles=read_roles(page, matches, tolls, reader.at),
        means=means,
        hints=hints,
        fatal=_fatal(reader, matches),
        sites=sites,
        places=places,
        issued=issued.pop() if len(issued) == 1 else None,
    )


def said_on(sentence: int, dates: Sequence[Dated], published: date | None) -> date | None:
    """The day on which a sentence's news was said: the one it gives, else the report's."""
    for dated in dates:
        if dated.use == "said" and dated.at.sentence == sentence:
            when = resolve(dated.mention.ref, published)
            if when.end is not None and (published is None or when.end <= published):
                return when.end
    return published


def _dates_of(emits: str, matches: Sequence[Match]) -> set[int]:
    return {c for m in matches if m.rule.spec.emits == emits for c in m.slots.get("date", ())}


def _fatal(layout: Layout, matches: Sequence[Match]) -> list[Coded]:
    """Words for an event that say how many it killed at least; one where they give no number."""
    at = [i for m in matches if m.rule.spec.emits == "fatal" for i in m.slots["word"]]
    chunks = [(i, chunk) for i in sorted(at) if (chunk := layout.chunks[i]) is not None]
    return [Coded(layout.at(i), chunk.attr("FATAL") or "single") for i, chunk in chunks]


def _names_day(ref: TimeRef) -> bool:
    """True where a reference says a day, week, month or year; False for "at noon", "for hours"."""
    said = (ref.year, ref.month, ref.day, ref.weekday, ref.offset)
    return any(part is not None for part in said) and ref.set_ is None


def _as_told(ref: TimeRef, told: TimeRef) -> TimeRef:
    """ "Then" and "that year" with the year told last; any other reference as it is."""
    if ref.fuzzy == "past" and not _names_day(ref):
        return told
    if ref.relative_to == "event" and ref.unit == "year" and ref.offset == (0, 0):
        return replace(ref, year=told.year, offset=None, unit=None, relative_to="document")
    return ref


def _date_use(mention: DateMention, *, said: bool, tied: bool) -> str:
    """The use of a date that names no event; "for Friday" is of what is yet to come."""
    if mention.future or _lies_ahead(mention.ref) or mention.cue in {"since", "until", "by"}:
        return "bound"
    if mention.cue == "for" and not tied:
        return "bound"
    return "said" if said else "event"


def _day_of_telling(dated: Dated, after: Dated | None) -> Dated:
    """A date as it is, or the day of saying where days count back from it in its clause: "on
    Friday raised the number of those killed a day earlier"."""
    if after is None or after.backward or after.at.clause != dated.at.clause or dated.tied:
        return dated
    ref = after.mention.ref
    back = ref.relative_to == "event" and ref.offset is not None and ref.offset[0] < 0
    return replace(dated, use="said") if back and dated.use == "event" else dated


def _lies_ahead(ref: TimeRef) -> bool:
    """True for "tomorrow", "in twenty minutes": nothing told has happened then."""
    return ref.relative_to == "document" and ref.offset is not None and ref.offset[0] > 0


class _Reader(Layout):
    """Turns rule matches over one text into proposals."""

    def __init__(self, page: Annotated, pack: Pack) -> None:
        super().__init__(page)
        self._articles = pack.strategies.get("determiners") != "none"
        self._written_on = tuple(pack.strategies.get("articles", ()))

    def dateline(self) -> set[int]:
        """Chunks before the dash or stroke that opens a report: "CITY, Aug 13 - …" dates the
        report. A headline may stand above it."""
        found: set[int] = set()
        for sentence, (start, end) in zip(self.page.sentences, self.page.line.bounds, strict=True):
            if sentence.paragraph > _UNDER_HEADLINE:
                break
            dash = self._dash(start, min(end, start + _DATELINE)) if sentence.opens else None
            if dash is not None:
                found.update(range(start, dash))
        return found

    def since(self, i: int, ref: TimeRef) -> bool:
        """True for a month or year from which on something is told: "since protests began in
        October 2019". A day told so may be that of the event ("since the raid on Friday"), and
        so is a month in which people were harmed ("the worst since four died last May")."""
        if ref.day is not None or (ref.month is None and ref.year is None):
            return False
        for chunk in reversed(self.chunks[max(0, i - _SINCE) : i]):
            if chunk is None or not _HARMING.isdisjoint(chunk.classes):
                return False
            if chunk.attr("PREP") == "since":
                return True
        return False

    def dates(self) -> dict[int, DateMention]:
        """Dates by their chunks; "then" and "that year" that open a sentence mean the year told
        in the sentence before."""
        found: dict[int, DateMention] = {}
        told: tuple[int, TimeRef] | None = None
        for i, chunk in enumerate(self.chunks):
            if chunk is None or not isinstance(chunk.value, DateMention):
                continue
            mention, here = chunk.value, self.sentence_of[i]
            opens = i - self.page.line.bounds[here][0] < _OPENING
            if told is not None and opens and told[0] == here - 1:
                mention = replace(mention, ref=_as_told(mention.ref, told[1]))
            if mention.ref.year is not None:
                told = here, mention.ref
            found[i] = mention
        return found

    def clause_behind(self, i: int) -> int | None:
        """The clause that tells what happened on the day at `i`: "the worst since May, when a
        bus fell into a gorge"."""
        behind = [c for c in self.chunks[i + 1 : i + 3] if c is not None]
        if len(behind) < 2 or not behind[0].has("COMMA") or behind[1].attr("CLAUSE") != "time":
            return None
        return self.page.clause_of[i + 2]

    def _dash(self, start: int, end: int) -> int | None:
        chunks = enumerate(self.chunks[start:end], start)
        return next((i for i, c in chunks if c and (c.has("DASH") or c.has("SLASH"))), None)

    def _before(self, i: int) -> Chunk | None:
        return self.chunks[i - 1] if i else None

    def event(self, i: int, chunk: Chunk) -> Event:
        verb = not chunk.has("EVENT")
        kinds = tuple(chunk.attrs("EVENTV" if verb else "EVENT"))
        definite = not verb and self.page.tokens.lower[chunk.first].startswith(self._written_on)
        fresh = another = False
        j = i - 1
        for _ in range(3):  # "the deadly car bombing": the article stands a few words before
            before = self.chunks[j] if j >= 0 else None
            if before is None:
                break
            definite = definite or before.attr("DET") == "def" or before.has("POSSESSIVE")
            number = before.value
            another = before.has("MORE") or (isinstance(number, NumberMention) and number.increment)
            fresh = another or bool(_INDEFINITE & before.labels)
            if definite or fresh or not (_BETWEEN & {cls for cls, _ in before.labels}):
                break
            j -= 1
        bare = not (definite or fresh or self._articles)
        return Event(self.at(i), kinds, verb, definite, fresh, another, bare)
