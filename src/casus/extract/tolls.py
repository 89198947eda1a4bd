"""Counted people: who was killed, injured, missing, abducted, arrested, displaced.

Use `read_tolls` on the rule matches of a text. A group takes the field of the nearest harm word;
subsets take theirs from the toll that they are a part of. Language-blind: the rules of the pack
name the slots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casus.extract.layout import At, Layout
from casus.extract.numbers import NumberMention
from casus.extract.people import (
    BY_ORGANISATION,
    ONE,
    count_of,
    field_of,
    groups_of,
    inside,
    is_unnumbered,
    is_young,
    noun_group,
)
from casus.extract.rules import Match
from casus.extract.symbols import Chunk
from casus.types import Count, Part

__all__ = ["At", "Layout", "Toll", "inside", "read_tolls"]

_OPEN_FAR = 100
"""Further than any harm word: where an end is told, that of "was shot" is not open."""

_NEAR = 3
"""So many sentences on, one person is still a part of the people counted before."""

_TOLD_APART = BY_ORGANISATION | {"child", "woman", "journalist", "official", "foreigner"}
"""Groups that are worth telling of one in a pair."""

_OF_ANY = frozenset({"child", "woman"})
"""Groups that people of every other group may be of."""
_ARMED = frozenset({"militant", "military", "police"})


@dataclass(frozen=True, slots=True)
class Toll:
    """People counted under a toll field. `refers`: a part of people told before ("of them");
    `more`: said to come on top ("two more"); `singular`: one person; `outdated`: the text says
    that it was said before ("earlier reports spoke of nine"); `unnumbered`: no numeral says how
    many ("a couple", "his uncle"); `person`: whom a single toll tells of, as
    `casus.extract.persons` numbers them; `also`: further characters that it is a sum of; `open`:
    people were hit, and what became of them is told elsewhere, if at all ("was shot");
    `overtaken`: an injury of somebody who died, which no account counts."""

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
    unnumbered: bool = False
    person: int | None = None
    also: tuple[tuple[int, int], ...] = ()
    open: bool = False
    overtaken: bool = False


def read_tolls(layout: Layout, matches: Sequence[Match]) -> list[Toll]:
    """All tolls of a text, in its order."""
    return _TollReader(layout).tolls(matches)


def _count_once(tolls: dict[int, Toll]) -> None:
    """ "Seven were taken to hospital, one of them is in intensive care": of people counted under
    the same field just before, those told again are a part."""
    before: Toll | None = None
    for position in sorted(tolls):
        toll = tolls[position]
        if toll.refers and toll.part is Part.TOTAL and before and before.field == toll.field:
            whole = before.count.high
            if whole is None or (toll.count.low or 0) < whole:
                tolls[position] = toll = replace(toll, part=Part.SUBSET)
        if toll.part is Part.TOTAL:
            before = toll


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
        chains: list[tuple[int, ...]] = []
        for rank, match in enumerate(matches):
            if match.rule.spec.emits != "toll":
                continue
            for distance, toll in self._read_toll(match):
                key = (distance, rank)
                held = best.get(toll.at.chunk)
                if held is None or key < held[0]:
                    best[toll.at.chunk] = (key, toll)
            if len(match.slots.get("count", ())) > 1:
                chains.append(match.slots["count"])
        # "called the reports of twenty dead invented": nobody says that they died
        denials = [m for m in matches if m.rule.spec.emits == "denied"]
        denied = {position for m in denials for position in m.slots["count"]}
        tolls = {position: toll for position, (_, toll) in best.items() if position not in denied}
        readers = (
            ("tally", self._read_tally),
            ("subset", self._read_subset),
            ("part", self._read_part),
        )
        for emits, read in readers:
            for match in matches:
                if match.rule.spec.emits == emits:
                    read(match, tolls)
        _count_once(tolls)
        self._lend_groups(tolls)
        parts = self._add_up(chains, tolls)
        self._place_singles(tolls)
        return sorted([*tolls.values(), *parts], key=lambda t: (t.at.chunk, t.part is Part.SUBSET))

    def _read_toll(self, match: Match) -> list[tuple[int, Toll]]:
        name, constants = match.rule.name, match.rule.constants
        harmed = match.first("harmed")
        if harmed is not None:
            chunk = self.chunks[harmed]
            toll = self._group_toll(harmed, field_of(chunk), name) if chunk else None
            return [(0, toll)] if toll else []
        number = match.first("number")
        if number is not None:
            return self._read_number(match, number)
        harm_at = match.first("harm")
        harm = self.chunks[harm_at] if harm_at is not None else None
        if harm is None or harm_at is None:
            return []
        field = constants.get("field") or field_of(harm)
        found: list[tuple[int, Toll]] = []
        for position in match.slots.get("count", ()):
            toll = self._group_toll(position, field, name)
            if toll:
                part = Part(constants.get("part", toll.part))
                # "was shot in the chest and later died": the end counts, however far it stands
                fate = constants.get("fate")
                far = 0 if fate == "final" else abs(position - harm_at)
                if fate == "open":
                    far += _OPEN_FAR
                found.append((far, replace(toll, part=part, open=fate == "open")))
        return found

    def _read_number(self, match: Match, number: int) -> list[tuple[int, Toll]]:
        """A figure without a noun beside the word that says what it counts."""
        cue, chunk = self.chunks[match.slots["toll"][0]], self.chunks[number]
        field = field_of(cue) if cue else ""
        if chunk is None or not field or not isinstance(chunk.value, NumberMention):
            return []
        count, name = chunk.value.count, match.rule.name
        distance = abs(number - match.slots["toll"][0])
        group = self._group_between(match.start, match.end)
        return [(distance, Toll(self.at(number), field, count, group, Part.TOTAL, name))]

    def _group_between(self, start: int, end: int) -> str | None:
        """The group that words beside a bare figure name: "the losses of police at 20"."""
        named = {
            group
            for chunk in self.chunks[start:end]
            if chunk is not None and not chunk.has("VOICE")
            for inner in inside(chunk)
            for group in groups_of(inner)
        }
        return named.pop() if len(named) == 1 else None

    def _group_toll(self, position: int, field: str, rule: str) -> Toll | None:
        """The toll that a GROUP or HARMED chunk counts under `field`; None without a count."""
        chunk = self.chunks[position]
        if chunk is None or not field:
            return None
        counted = count_of(chunk)
        if counted is None:
            return None
        count, more = counted
        group = self._people(position, chunk)
        if field == "displaced" and (group in _ARMED or "one" in chunk.slots):
            return None  # gunmen who flee are not driven from their homes, nor is "the suspect"
        return Toll(
            at=self._counted(position, chunk),
            field=field,
            count=count,
            group=group,
            part=_part(chunk, field),
            rule=rule,
            singular=count == ONE,
            refers="ref" in chunk.slots,
            more=more,
            unnumbered=is_unnumbered(chunk),
        )

    def _counted(self, position: int, chunk: Chunk) -> At:
        """The characters that count: "49 troops" of "49 troops dead"."""
        place = self.at(position)
        who, harm = chunk.slots.get("who", ()), chunk.slots.get("harm", ())
        if who and harm and who[0].last <= harm[0].first:
            return replace(place, end=self.page.tokens.ends[who[0].last - 1])
        return place

    def _people(self, position: int, chunk: Chunk) -> str | None:
        """The group of a counted chunk, by its noun, its age, or the organisation it names."""
        if any(is_young(age) for age in chunk.slots.get("age", ())):
            return "child"
        if any(is_young(w) for w in chunk.slots.get("mods", ()) if w.attr("QTY") == "age"):
            return "child"
        groups: list[str] = []
        for noun in chunk.slots.get("who", ())[:1]:
            groups = groups_of(noun)
            if len(groups) > 1:  # "officers": as the words around say
                groups = [g for g in groups if g in self._told_of(position)] or groups
        beside = [
            group
            for word in inside(chunk)
            if word is not chunk and word not in chunk.slots.get("who", ())
            for group in groups_of(word)
            if group in BY_ORGANISATION
        ]
        if not groups or ("police" in groups and "military" in beside):  # "army officer"
            groups = beside
        if "police" in groups:  # an officer of whom no more is told
            return "police"
        return groups[0] if groups else None

    def _told_of(self, position: int) -> set[str]:
        """Groups that the sentence names besides those at `position`."""
        start, end = self.page.line.bounds[self.sentence_of[position]]
        return {
            group
            for i in range(start, end)
            if i != position and (chunk := self.chunks[i]) is not None
            for inner in inside(chunk)
            if len(named := groups_of(inner)) == 1
            for group in named
        }

    def _read_tally(self, match: Match, tolls: dict[int, Toll]) -> None:
        """A bare number after "counted", "spoke of": it takes the field counted last. An ordinal
        must go one beyond a figure told before ("a seventeenth" after sixteen). A rule with
        `fate = "withdrawn"` reads what is no longer said ("ten dead, not twelve")."""
        number = match.first("number")
        chunk = self.chunks[number] if number is not None else None
        if chunk is None or number is None or number in tolls:
            return
        mention = chunk.value
        before = [t for i, t in tolls.items() if i < number and t.part is Part.TOTAL]
        if not isinstance(mention, NumberMention):
            return
        if mention.kind == "ordinal":
            before = [t for t in before if t.count.low and t.count.low + 1 == mention.count.low]
        if before:
            last = max(before, key=lambda t: t.at.chunk)
            withdrawn = match.rule.constants.get("fate") == "withdrawn"
            tolls[number] = Toll(
                self.at(number), last.field, mention.count, None, Part.TOTAL, match.rule.name,
                outdated=withdrawn,
            )  # fmt: skip

    def _read_subset(self, match: Match, tolls: dict[int, Toll]) -> None:
        """A part of a toll told before: it takes field and place from that toll. A rule with
        `parts = "grouped"` keeps only parts that say of whom ("five people: two women …")."""
        counts = match.slots.get("count", ())
        whole_at = match.first("whole")
        if whole_at is not None and not self._adds_up(whole_at, counts):
            return
        refs = match.slots.get("ref", ())
        parts_only = match.rule.constants.get("parts") == "grouped"
        lent = self._own_field(refs[0], tolls) if refs else ""
        for position in (*refs, *counts):
            own = self._own_field(position, tolls)
            whole = self._whole(position, tolls)
            if whole is not None and position in counts and self._others(whole, counts, tolls):
                continue
            told = own or lent or (whole.field if whole else "")
            held = tolls.get(position)
            if not told or (held is not None and held.part is Part.SUBSET):
                continue
            toll = self._group_toll(position, told, match.rule.name) or held
            if toll is None or (parts_only and toll.group is None):
                continue
            who = match.first("who")
            if who is not None and position in refs:
                noun = self.chunks[who]
                group = noun_group(noun) if noun else None
                toll = replace(toll, group=group or toll.group)
            field = held.field if held is not None and position in refs else told
            tolls[position] = replace(toll, part=Part.SUBSET, field=field)

    def _own_field(self, position: int, tolls: dict[int, Toll]) -> str:
        """The field that "of the dead" itself names; empty for "of them". "Of the victims" takes
        that of the people counted last, the dead where none were."""
        chunk = self.chunks[position]
        ref = chunk.slots.get("ref", ()) if chunk else ()
        if ref and ref[0].attr("AMONG") == "victim":
            before = [i for i in tolls if i < position]
            return tolls[max(before)].field if before else "killed"
        return field_of(ref[0]) if ref else ""

    def _read_part(self, match: Match, tolls: dict[int, Toll]) -> None:
        """ "Seven of the dead": a part whose own words say of whom."""
        for position in match.slots.get("ref", ()):
            toll = self._group_toll(position, self._own_field(position, tolls), match.rule.name)
            if toll is not None and position not in tolls:
                tolls[position] = replace(toll, part=Part.SUBSET)

    def _adds_up(self, whole: int, parts: Sequence[int]) -> bool:
        """True where the parts of a list make up the number before it."""
        numbers = [count_of(c) if (c := self.chunks[i]) else None for i in (whole, *parts)]
        lows = [n[0].low if n else None for n in numbers]
        known = [low for low in lows if low is not None]
        if len(known) < len(lows) or known[0] != sum(known[1:]):
            return False
        named, *others = [
            self._people(i, c) if (c := self.chunks[i]) else None for i in (whole, *parts)
        ]
        return named is None or all(g in {None, named, *_OF_ANY} for g in others)

    def _whole(self, position: int, tolls: dict[int, Toll]) -> Toll | None:
        """The nearest toll before `position` in this sentence or the one before."""
        sentence = self.sentence_of[position]
        before = [
            t for i, t in tolls.items()
            if i < position and t.at.sentence >= sentence - 1 and t.part is not Part.SUBSET
        ]  # fmt: skip
        return max(before, key=lambda t: t.at.chunk) if before else None

    def _others(self, whole: Toll, parts: Sequence[int], tolls: Mapping[int, Toll]) -> bool:
        """True where people who come to no harm are counted between a toll and its parts, in
        their sentence: "three died … a boat with 53 people, among them two babies"."""
        start = self.page.line.bounds[self.sentence_of[parts[0]]][0]
        return any(
            i not in tolls
            and (chunk := self.chunks[i]) is not None
            and ("GROUP", "people") in chunk.labels
            and not is_unnumbered(chunk)
            for i in range(max(start, whole.at.chunk + 1), parts[0])
        )

    def _lend_groups(self, tolls: dict[int, Toll]) -> None:
        """ "Three soldiers were killed and four (others) injured": the number goes on with them."""
        last: Toll | None = None
        for position in sorted(tolls):
            chunk, toll = self.chunks[position], tolls[position]
            slots = set(chunk.slots) if chunk else set()
            bare = toll.group is None and "n" in slots and "who" not in slots
            if bare and last is not None and last.at.sentence == toll.at.sentence:
                goes_on = last.group in BY_ORGANISATION and last.part is Part.TOTAL
                tolls[position] = toll = replace(toll, group=last.group if goes_on else None)
            last = toll

    def _add_up(self, chains: Sequence[Sequence[int]], tolls: dict[int, Toll]) -> list[Toll]:
        """Make one toll of "two officers and 11 conscripts", "a boy and his uncle".

        People of one group are added, and so are single persons unless two groups are told
        apart. Returns those whose group shows them as parts.
        """
        parts: list[Toll] = []
        for chain in sorted(chains, key=len, reverse=True):
            told = [tolls[i] for i in chain if i in tolls]
            if len(told) < len(chain):
                continue
            if len(chain) == 2 and self._apposed(*chain):
                tolls[chain[0]] = replace(told[0], group=told[0].group or told[1].group)
                del tolls[chain[1]]
                continue
            if not _summable(told):
                continue
            lows = [t.count.low or 0 for t in told]
            groups = {t.group for t in told}
            group = told[0].group if len(groups) == 1 else _shared(groups)
            start, end = told[0].at.start, told[-1].at.end
            tolls[chain[0]] = replace(
                told[0],
                at=replace(told[0].at, start=start, end=end),
                count=Count(sum(lows), sum(lows)),
                group=group,
                singular=False,
            )
            for position in chain[1:]:
                del tolls[position]
            if len(groups) > 1:
                parts += [replace(t, part=Part.SUBSET) for t in told if t.group in _TOLD_APART]
        return parts

    def _apposed(self, first: int, second: int) -> bool:
        """True for "the owner, a former councillor": one person told twice, with nothing but a
        comma between."""
        chunk, between = self.chunks[first], self.chunks[first + 1]
        known = chunk is not None and "one" in chunk.slots
        alone = (told := self.chunks[second]) is not None and count_of(told) == (ONE, False)
        return (
            known and alone and second == first + 2 and between is not None and between.has("COMMA")
        )

    def _place_singles(self, tolls: dict[int, Toll]) -> None:
        """One person told by role or name is part of the people counted a few sentences before;
        told only as "he" there is nothing that the count has not told."""
        for position in sorted(tolls):
            chunk, toll = self.chunks[position], tolls[position]
            if chunk is None or "one" not in chunk.slots or toll.part is not Part.TOTAL:
                continue
            if toll.count == ONE and any(
                t.field == toll.field
                and (t.count.low or 0) > 1
                and 0 <= toll.at.sentence - t.at.sentence <= _NEAR
                and t.at.chunk < position
                and t.at.sentence != toll.at.sentence
                for t in tolls.values()
            ):
                if chunk.attr("GROUP") == "again":
                    del tolls[position]
                else:
                    tolls[position] = replace(toll, part=Part.SUBSET)


def _summable(told: Sequence[Toll]) -> bool:
    """True for exact totals of one field and one group, or for single persons."""
    if len({t.field for t in told}) > 1 or any(t.more or t.refers for t in told):
        return False
    if any(t.count.low is None or t.count.low != t.count.high for t in told):
        return False
    groups = {t.group for t in told}
    singles = all(t.unnumbered for t in told)
    return (len(groups) == 1 and None not in groups) or (singles and len(groups - {None}) < 2)


def _shared(groups: set[str | None]) -> str | None:
    """The group of people added up: none where one of them is plain people."""
    return None if None in groups else min(g for g in groups if g)


def _part(chunk: Chunk, field: str) -> Part:
    """Wounded who died come on top of the dead told before; all else is a total until more is
    known."""
    hurt = any(c.attr("PAIR") == "of_hurt" for c in chunk.slots.get("ref", ()))
    return Part.INCREMENT if hurt and field == "killed" else Part.TOTAL
