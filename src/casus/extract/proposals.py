"""What a text proposes: events, tolls, dates, voices, who did it, each at its place.

Use `propose` on an annotated text. Nothing is decided here: a proposal knows its sentence and
clause, and `casus.extract.assemble` chooses for the whole document what belongs together.
Language-blind: the rules of the pack name the slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from casus.extract.actors import ActorMention
from casus.extract.annotate import Annotated
from casus.extract.compiled import CompiledPack
from casus.extract.dates import DateMention
from casus.extract.numbers import NumberMention
from casus.extract.places import PlaceMention
from casus.extract.rules import Match
from casus.extract.symbols import Chunk
from casus.types import TOLL_FIELDS, Actor, Count, Part, TimeRef, Voice

HARM = ("HARM_T", "HARM_I", "HARM_P", "HARM_N", "HARM_E", "TOLL")
_DATELINE = 12
"""Chunks in which a dateline's dash must stand."""

ADULT = 18
"""Under this age a person is counted as a child (Convention on the Rights of the Child, art. 1)."""

_SECTOR_GROUP = {
    "state_force": "military", "police": "police", "armed_group": "militant",
    "un_mission": "peacekeeper", "ngo": "aid_worker", "agency": "aid_worker",
    "cartel": "militant", "government": "official",
}  # fmt: skip
_ACTOR_VOICE = {
    "state_force": "military", "police": "police", "armed_group": "armed_group", "un_mission": "un",
    "agency": "un", "ngo": "ngo", "government": "government", "party": "government",
    "cartel": "armed_group",
}  # fmt: skip
_GROUP_VOICE = {
    "military": "military", "police": "police", "civilian": "witness", "official": "government",
    "journalist": "media", "aid_worker": "ngo", "militant": "armed_group", "child": "witness",
    "woman": "witness", "none": "witness",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class At:
    """Where a proposal stands: chunk, clause, sentence, and code points `[start, end)`."""

    chunk: int
    clause: int
    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Toll:
    """People counted under a toll field. `refers`: a part of people told before ("of them");
    `more`: said to come on top ("two more"); `singular`: one person; `outdated`: the text says
    that it was said before ("earlier reports spoke of nine")."""

    at: At
    field: str
    count: Count
    group: str | None
    part: Part
    rule: str
    singular: bool = False
    refers: bool = False
    more: bool = False
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A word that tells an event. `definite`: it refers to one already told ("the attack")."""

    at: At
    kinds: tuple[str, ...]
    verb: bool
    definite: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and its use: `event`, `said` (day of saying), `bound` (since, until). `tied`: it
    is part of an event's name ("Friday's raid")."""

    at: At
    mention: DateMention
    use: str
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A voice over chunks of its sentence; `carry` takes the voice of the sentence before."""

    at: At
    say: int
    voice: Voice
    carry: bool


@dataclass(frozen=True, slots=True)
class Responsible:
    """Someone named as having done it, and how sure the text is."""

    at: At
    actor: Actor
    generic: bool
    confidence: str
    rule: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A word that carries a code: means, site."""

    at: At
    code: str


@dataclass(frozen=True, slots=True)
class Located:
    """A place mention at its chunk."""

    at: At
    mention: PlaceMention


@dataclass(frozen=True, slots=True)
class Proposals:
    """Everything proposed, in the order of the text."""

    tolls: list[Toll]
    events: list[Event]
    dates: list[Dated]
    voices: list[Said]
    responsible: list[Responsible]
    means: list[Coded]
    sites: list[Coded]
    places: list[Located]


def propose(page: Annotated, compiled: CompiledPack) -> Proposals:
    """Read all proposals off an annotated text."""
    reader = _Reader(page)
    matches = compiled.rules.matches(page.line, 2)
    said = _dates_of("said", matches)
    tied = _dates_of("dated", matches)
    datelined = reader.dateline()
    judged = {
        page.clause_of[i] for i, c in enumerate(page.line.chunks) if c is not None and c.has("COURT")
    }
    dates: list[Dated] = []
    events: list[Event] = []
    means: list[Coded] = []
    sites: list[Coded] = []
    places: list[Located] = []
    for i, chunk in enumerate(page.line.chunks):
        if chunk is None:
            continue
        value = chunk.value
        if isinstance(value, DateMention):
            if _names_day(value.ref):
                aside = i in tied
                use = _date_use(value, said=(i in said and not aside) or i in datelined)
                if page.clause_of[i] in judged and use == "event" and not aside:
                    use = "said"
                dates.append(Dated(reader.at(i), value, use, aside))
        elif isinstance(value, PlaceMention):
            places.append(Located(reader.at(i), value))
        if chunk.has("EVENT") or chunk.has("EVENTV"):
            events.append(reader.event(i, chunk))
        for inner in _inside(chunk):
            for code in inner.attrs("MEANS"):
                means.append(Coded(reader.inner_at(i, inner), code))
            for code in inner.attrs("SITE"):
                sites.append(Coded(reader.inner_at(i, inner), code))
    return Proposals(
        tolls=reader.tolls(matches),
        events=events,
        dates=dates,
        voices=reader.voices(matches),
        responsible=reader.responsible(matches),
        means=means,
        sites=sites,
        places=places,
    )


def _dates_of(emits: str, matches: Sequence[Match]) -> set[int]:
    return {c for m in matches if m.rule.spec.emits == emits for c in m.slots.get("date", ())}


def _names_day(ref: TimeRef) -> bool:
    """True where a reference says a day, week, month or year; False for "at noon", "for hours"."""
    said = (ref.year, ref.month, ref.day, ref.weekday, ref.offset)
    return any(part is not None for part in said) and ref.duration is None and ref.set_ is None


def _date_use(mention: DateMention, *, said: bool) -> str:
    if mention.future or mention.cue in {"since", "until", "by"}:
        return "bound"
    return "said" if said else "event"


def _inside(chunk: Chunk) -> Iterable[Chunk]:
    """The chunk and whatever a level-1 rule put into it."""
    yield chunk
    for parts in chunk.slots.values():
        yield from parts


class _Reader:
    """Turns rule matches over one text into proposals."""

    def __init__(self, page: Annotated) -> None:
        self.page = page
        self.chunks = page.line.chunks
        self._sentence = [0] * len(self.chunks)
        for number, (start, end) in enumerate(page.line.bounds):
            for i in range(start, end):
                self._sentence[i] = number
        self._names: dict[str, Voice] = {}

    def at(self, first: int, last: int | None = None) -> At:
        """The place of chunks `first` to `last`, both included."""
        head, tail = self.chunks[first], self.chunks[first if last is None else last]
        assert head is not None and tail is not None
        start, end = self.page.tokens.span(head.first, tail.last)
        return At(first, self.page.clause_of[first], self._sentence[first], start, end)

    def inner_at(self, position: int, inner: Chunk) -> At:
        start, end = self.page.tokens.span(inner.first, inner.last)
        place = self.at(position)
        return replace(place, start=start, end=end)

    def dateline(self) -> set[int]:
        """Chunks before the dash that opens a report: "CITY, Aug 13 - …" dates the report."""
        start, end = self.page.line.bounds[0] if self.page.line.bounds else (0, 0)
        for i in range(start, min(end, start + _DATELINE)):
            chunk = self.chunks[i]
            if chunk is not None and chunk.has("DASH"):
                return set(range(start, i))
        return set()

    def _before(self, i: int) -> Chunk | None:
        return self.chunks[i - 1] if i else None

    def event(self, i: int, chunk: Chunk) -> Event:
        verb = not chunk.has("EVENT")
        kinds = tuple(chunk.attrs("EVENTV" if verb else "EVENT"))
        definite = False
        j = i - 1
        for _ in range(3):  # "the deadly car bombing": the article stands a few words before
            before = self.chunks[j] if j >= 0 else None
            if before is None:
                break
            if before.attr("DET") == "def" or before.has("POSSESSIVE"):
                definite = True
                break
            if not (before.has("W") or before.has("PLACE") or before.has("SITE")):
                break
            j -= 1
        return Event(self.at(i), kinds, verb, definite)

    # tolls -----------------------------------------------------------------------------------

    def tolls(self, matches: Sequence[Match]) -> list[Toll]:
        """One toll a counted group: the nearest harm wins, then the earlier rule."""
        best: dict[int, tuple[tuple[int, int], Toll]] = {}
        for rank, match in enumerate(matches):
            emits = match.rule.spec.emits
            if emits == "toll":
                for distance, toll in self._read_toll(match):
                    key = (distance, rank)
                    held = best.get(toll.at.chunk)
                    if held is None or key < held[0]:
                        best[toll.at.chunk] = (key, toll)
        tolls = {position: toll for position, (_, toll) in best.items()}
        for match in matches:
            if match.rule.spec.emits == "tally":
                self._read_tally(match, tolls)
        for match in matches:
            if match.rule.spec.emits == "subset":
                self._read_subset(match, tolls)
        return [tolls[i] for i in sorted(tolls)]

    def _read_toll(self, match: Match) -> list[tuple[int, Toll]]:
        found: list[tuple[int, Toll]] = []
        harmed = match.first("harmed")
        if harmed is not None:
            chunk = self.chunks[harmed]
            assert chunk is not None
            toll = self._group_toll(harmed, _field(chunk), match.rule.name)
            return [(0, toll)] if toll else []
        number = match.first("number")
        if number is not None:
            cue = self.chunks[match.slots["toll"][0]]
            chunk = self.chunks[number]
            assert cue is not None and chunk is not None
            mention = chunk.value
            if isinstance(mention, NumberMention):
                field = _field(cue)
                place = self.at(number)
                found.append(
                    (
                        number - match.slots["toll"][0],
                        Toll(place, field, mention.count, None, Part.TOTAL, match.rule.name),
                    )
                )
            return found
        for counts, harms in (("count", "harm"), ("second", "harm2")):
            harm_at = match.first(harms)
            if harm_at is None:
                continue
            harm = self.chunks[harm_at]
            assert harm is not None
            field = match.rule.constants.get("field") or _field(harm)
            for position in match.slots.get(counts, ()):
                toll = self._group_toll(position, field, match.rule.name)
                if toll:
                    found.append((abs(position - harm_at), toll))
        return found

    def _group_toll(self, position: int, field: str, rule: str) -> Toll | None:
        """The toll that a GROUP or HARMED chunk counts under `field`; None without a count."""
        chunk = self.chunks[position]
        if chunk is None or not field or "n" not in chunk.slots:
            return None
        number = chunk.slots["n"][0].value
        if not isinstance(number, NumberMention) or number.kind == "none":
            return None
        article = number.kind == "article"
        count = Count(1, 1) if article else number.count
        more = number.increment or any(c.has("MORE") for c in self._tokens_of(chunk))
        group = self._people(chunk)
        return Toll(
            at=self._counted(position, chunk),
            field=field,
            count=count,
            group=group,
            part=Part.TOTAL,
            rule=rule,
            singular=count == Count(1, 1),
            refers="ref" in chunk.slots,
            more=more,
        )

    def _counted(self, position: int, chunk: Chunk) -> At:
        """The characters that count: "49 troops" of "49 troops dead"."""
        place = self.at(position)
        who, harm = chunk.slots.get("who", ()), chunk.slots.get("harm", ())
        if who and harm and who[0].last <= harm[0].first:
            return replace(place, end=self.page.tokens.ends[who[0].last - 1])
        return place

    def _tokens_of(self, chunk: Chunk) -> Iterable[Chunk]:
        for parts in chunk.slots.values():
            yield from parts

    def _people(self, chunk: Chunk) -> str | None:
        """The group of a counted chunk, by its noun, its age, or the organisation it names."""
        who = chunk.slots.get("who", ())
        if not who:
            return None
        noun = who[0]
        if isinstance(noun.value, ActorMention):
            return _SECTOR_GROUP.get(noun.value.type)
        groups = [g for g in noun.attrs("PERSON") if g != "none"]
        if noun.has("FORCE") and not groups:
            force = noun.attr("FORCE")
            return "police" if force == "police" else "military"
        if not groups:
            voices = noun.attrs("VOICE")
            groups = [v for v in voices if v in {"military", "police"}]
        return groups[0] if groups else None

    def _read_tally(self, match: Match, tolls: dict[int, Toll]) -> None:
        """A bare number after "counted", "spoke of": it takes the field counted last."""
        number = match.first("number")
        chunk = self.chunks[number] if number is not None else None
        if chunk is None or number is None or number in tolls:
            return
        before = [t for i, t in tolls.items() if i < number and t.part is Part.TOTAL]
        if before and isinstance(chunk.value, NumberMention):
            last = max(before, key=lambda t: t.at.chunk)
            tolls[number] = Toll(
                self.at(number), last.field, chunk.value.count, None, Part.TOTAL, match.rule.name
            )

    def _read_subset(self, match: Match, tolls: dict[int, Toll]) -> None:
        """A part of a toll told before: it takes field and place from that toll."""
        positions = (*match.slots.get("ref", ()), *match.slots.get("count", ()))
        for position in positions:
            chunk = self.chunks[position]
            if chunk is None:
                continue
            whole = self._whole(position, tolls)
            if whole is None:
                continue
            held = tolls.get(position)
            toll = self._group_toll(position, whole.field, match.rule.name) or held
            if toll is None:
                continue
            who = match.first("who")
            if who is not None and position in match.slots.get("ref", ()):
                noun = self.chunks[who]
                group = _noun_group(noun) if noun else None
                toll = replace(toll, group=group or toll.group)
            tolls[position] = replace(toll, part=Part.SUBSET, field=whole.field)

    def _whole(self, position: int, tolls: dict[int, Toll]) -> Toll | None:
        """The nearest toll before `position` in this sentence or the one before."""
        sentence = self._sentence[position]
        before = [
            t for i, t in tolls.items()
            if i < position and t.at.sentence >= sentence - 1 and t.part is not Part.SUBSET
        ]  # fmt: skip
        return max(before, key=lambda t: t.at.chunk) if before else None

    # voices ----------------------------------------------------------------------------------

    def voices(self, matches: Sequence[Match]) -> list[Said]:
        """Voices in the order of the text; names once introduced keep their kind."""
        found: list[Said] = []
        picked = sorted(
            (m for m in matches if m.rule.spec.emits == "voice"), key=lambda m: (m.start, m.end)
        )
        for match in picked:
            who = match.first("who")
            if who is None:
                continue
            say = match.first("say")
            end = say if say is not None and say > who else who
            voice = self._voice(match.start, max(end, who), who)
            found.append(Said(self.at(who), say if say is not None else who, *voice))
        return found

    def _voice(self, start: int, end: int, who: int) -> tuple[Voice, bool]:
        kind: str | None = None
        name: str | None = None
        carry = False
        for i in range(start, end + 1):
            chunk = self.chunks[i]
            if chunk is None:
                continue
            for inner in _inside(chunk):
                found = _voice_kind(inner)
                if found and (kind is None or kind == "witness"):
                    kind = found
                    name = self.page.tokens.raw(inner.first, inner.last)
            if kind is None and (chunk.has("SPOKES") or chunk.attr("PRON") == "they"):
                carry = True
        names = self._name_words(start, end)
        if kind:
            for word in names:
                self._names[word] = Voice(kind, name)
        else:
            for word in names:
                if word in self._names:
                    return self._names[word], False
        return Voice(kind, name), carry and kind is None

    def _name_words(self, start: int, end: int) -> list[str]:
        words: list[str] = []
        for i in range(start, end + 1):
            chunk = self.chunks[i]
            if chunk is not None and ("NAME", "") in chunk.labels:
                words.append(self.page.tokens.lower[chunk.first])
        return words

    # responsibility --------------------------------------------------------------------------

    def responsible(self, matches: Sequence[Match]) -> list[Responsible]:
        found: list[Responsible] = []
        for match in matches:
            if match.rule.spec.emits != "responsible":
                continue
            position = match.first("actor")
            chunk = self.chunks[position] if position is not None else None
            if chunk is None or position is None:
                continue
            actor, generic = self._actor(chunk)
            if actor is not None:
                confidence = match.rule.constants.get("confidence", "stated")
                found.append(
                    Responsible(self.at(position), actor, generic, confidence, match.rule.name)
                )
        return found

    def _actor(self, chunk: Chunk) -> tuple[Actor | None, bool]:
        """The actor of a chunk: a registered one, a force, or people who fight."""
        for inner in _inside(chunk):
            if isinstance(inner.value, ActorMention):
                return inner.value.actor, False
        for inner in _inside(chunk):
            militant = "militant" in inner.attrs("PERSON")
            if militant or inner.has("GENERIC_ACTOR"):
                raw = self.page.tokens.raw(inner.first, inner.last)
                return Actor(raw, "", ""), True
        return None, False


def _field(chunk: Chunk) -> str:
    """The toll field that a harm word names; empty where it names none (unhurt, victims)."""
    if "harm" in chunk.slots:
        return _field(chunk.slots["harm"][0])
    for cls in HARM:
        attrs = chunk.attrs(cls)
        for attr in attrs:
            if attr in TOLL_FIELDS:
                return attr
        if cls == "TOLL" and attrs:  # "the toll": of the dead, unless it says otherwise
            return "killed"
    return ""


def _noun_group(chunk: Chunk) -> str | None:
    for inner in _inside(chunk):
        groups = [g for g in inner.attrs("PERSON") if g != "none"]
        if groups:
            return groups[0]
    return None


def _voice_kind(chunk: Chunk) -> str | None:
    """The kind of voice that one chunk names, if any."""
    kind = chunk.attr("VOICE")
    if kind:
        return kind
    if isinstance(chunk.value, ActorMention):
        return _ACTOR_VOICE.get(chunk.value.type)
    force = chunk.attr("FORCE")
    if force:
        return "police" if force == "police" else "military"
    group = chunk.attr("PERSON")
    return _GROUP_VOICE.get(group) if group else None
