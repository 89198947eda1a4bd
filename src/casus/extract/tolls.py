"""Counted people: who was killed, injured, missing, abducted, arrested, displaced.

Use `read_tolls` on the rule matches of a text. A group takes the field of the nearest harm word;
subsets take theirs from the toll that they are a part of. Language-blind: the rules of the pack
name the slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from casus.extract.actors import ActorMention
from casus.extract.annotate import Annotated
from casus.extract.numbers import NumberMention
from casus.extract.rules import Match
from casus.extract.symbols import Chunk
from casus.types import TOLL_FIELDS, Count, Part

HARM = ("HARM_T", "HARM_I", "HARM_P", "HARM_N", "HARM_E", "TOLL")
_SECTOR_GROUP = {
    "state_force": "military", "police": "police", "armed_group": "militant",
    "un_mission": "peacekeeper", "ngo": "aid_worker", "agency": "aid_worker",
    "cartel": "militant", "government": "official",
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


class Layout:
    """Where the chunks of a page stand."""

    def __init__(self, page: Annotated) -> None:
        self.page = page
        self.chunks = page.line.chunks
        self.sentence_of = [0] * len(self.chunks)
        for number, (start, end) in enumerate(page.line.bounds):
            for i in range(start, end):
                self.sentence_of[i] = number

    def at(self, first: int, last: int | None = None) -> At:
        """The place of chunks `first` to `last`, both included."""
        head, tail = self.chunks[first], self.chunks[first if last is None else last]
        assert head is not None and tail is not None
        start, end = self.page.tokens.span(head.first, tail.last)
        return At(first, self.page.clause_of[first], self.sentence_of[first], start, end)

    def inner_at(self, position: int, inner: Chunk) -> At:
        start, end = self.page.tokens.span(inner.first, inner.last)
        place = self.at(position)
        return replace(place, start=start, end=end)


def inside(chunk: Chunk) -> Iterable[Chunk]:
    """The chunk and whatever a level-1 rule put into it."""
    yield chunk
    for parts in chunk.slots.values():
        yield from parts


def read_tolls(layout: Layout, matches: Sequence[Match]) -> list[Toll]:
    """All tolls of a text, in its order."""
    return _TollReader(layout).tolls(matches)


class _TollReader:
    """Turns rule matches over one text into tolls."""

    def __init__(self, layout: Layout) -> None:
        self.page = layout.page
        self.chunks = layout.chunks
        self.sentence_of = layout.sentence_of
        self.at = layout.at

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
        sentence = self.sentence_of[position]
        before = [
            t for i, t in tolls.items()
            if i < position and t.at.sentence >= sentence - 1 and t.part is not Part.SUBSET
        ]  # fmt: skip
        return max(before, key=lambda t: t.at.chunk) if before else None


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
    for inner in inside(chunk):
        groups = [g for g in inner.attrs("PERSON") if g != "none"]
        if groups:
            return groups[0]
    return None
