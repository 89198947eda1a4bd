"""Single people told again and again: who is meant, and what befell them in the end.

Use `follow` on the tolls of a text. "A man was shot … the victim … he was pronounced dead" is one
person, no longer wounded; "Ann Okpara was killed … Ben Lund, 34, died" are two. A person told
without a name or age may be anybody told before; different names or ages make two, and so do two
who are brought up in one sentence ("a man … and a woman"). `casus.extract.reckon` adds them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casus.extract.layout import Layout
from casus.extract.numbers import NumberMention
from casus.extract.people import ONE, count_of, inside
from casus.extract.symbols import NAME, Chunk
from casus.extract.tolls import Toll
from casus.text import Tokens

_OLDEST = 110

_AGAIN = frozenset({"again", "one"})
"""Kinds of GROUP that refer to somebody told before: "he", "the victim"."""


@dataclass(slots=True)
class _Person:
    """Somebody, as far as the text has told them: names, ages, the sentences that bring them up,
    the numbers of their tolls."""

    names: set[str] = field(default_factory=set)
    ages: set[int] = field(default_factory=set)
    brought_up: set[int] = field(default_factory=set)
    tolls: list[int] = field(default_factory=list)

    def take(self, other: _Person) -> None:
        self.names |= other.names
        self.ages |= other.ages
        self.brought_up |= other.brought_up
        self.tolls += other.tolls


def follow(layout: Layout, tolls: Sequence[Toll]) -> list[Toll]:
    """The tolls, injuries of those who died marked `overtaken`, the people behind single ones
    numbered (`Toll.person`): two numbers under one field are two people for sure."""
    people = _people(layout, tolls)
    found = list(tolls)
    dead = [p for p in people if any(tolls[n].field == "killed" for n in p.tolls)]
    for person in people:
        died = person in dead
        perhaps = died or any(not _apart(person, d) for d in dead)
        for n in person.tolls:  # "was shot" tells no end: it may be that of one who died
            if tolls[n].field == "injured" and (died or (perhaps and tolls[n].open)):
                found[n] = replace(found[n], overtaken=True)
    for name in ("killed", "injured"):
        for number, told in enumerate(_heads(people, tolls, name)):
            for n in told:
                found[n] = replace(found[n], person=number)
    return found


def _people(layout: Layout, tolls: Sequence[Toll]) -> list[_Person]:
    """Everybody whom the text tells singly, in the order of first mention."""
    told: dict[int, list[int]] = {}
    for n, toll in enumerate(tolls):
        if toll.singular:
            told.setdefault(toll.at.chunk, []).append(n)
    people: list[_Person] = []
    last: _Person | None = None
    for position, chunk in enumerate(layout.chunks):
        if chunk is None or not chunk.has("GROUP") or count_of(chunk) != (ONE, False):
            continue
        seen = _read(chunk, layout.page.tokens)
        seen.take(_beside(layout.chunks, position, layout.page.tokens))
        seen.tolls = told.get(position, [])
        again = _refers(chunk)
        if chunk.attr("GROUP") == "people":
            seen.brought_up.add(layout.sentence_of[position])
        last = _known(seen, people, last, again=again)
        if last is None:
            people.append(last := _Person())
        last.take(seen)
    return people


def _heads(people: Sequence[_Person], tolls: Sequence[Toll], name: str) -> list[list[int]]:
    """The tolls of one field by people who are surely apart, those known best first."""
    heads: list[_Person] = []
    for person in sorted(people, key=lambda p: not (p.names or p.ages)):
        own = [n for n in person.tolls if tolls[n].field == name]
        if not own:
            continue
        some = _Person(set(person.names), set(person.ages), set(person.brought_up), own)
        same = [h for h in heads if not _apart(h, some)]
        if same:
            same[0].take(some)
        else:
            heads.append(some)
    return [head.tolls for head in heads]


def _read(chunk: Chunk, tokens: Tokens) -> _Person:
    """What one mention tells of a person."""
    words = [tokens.words[c.first] for c in inside(chunk) if NAME in c.labels]
    ages = [a.value for c in (chunk, *inside(chunk)) for a in c.slots.get("age", ())]
    ages += [c.value for c in inside(chunk) if c.has("QTY")]
    return _Person(
        set(words) if "named" in chunk.attrs("GROUP") else set(),
        {a.count.low for a in ages if isinstance(a, NumberMention) and a.count.low},
    )


def _refers(chunk: Chunk) -> bool:
    """True for "he", "the victim"; "his driver" and "a third" bring up somebody else."""
    words = chunk.slots.get("one", ())
    other = any("own" in word.attrs("DET") or word.has("NUM") for word in words)
    return chunk.attr("GROUP") in _AGAIN and not other


def _beside(chunks: Sequence[Chunk | None], position: int, tokens: Tokens) -> _Person:
    """Who stands behind a comma: "a man, 30, was", "a neighbour, 55-year-old Ines Lund"."""
    told = _Person()
    comma = chunks[position + 1] if position + 1 < len(chunks) else None
    if comma is None or not comma.has("COMMA"):
        return told
    for chunk in chunks[position + 2 : position + 6]:
        number = chunk.value if chunk is not None else None
        if chunk is not None and NAME in chunk.labels:
            told.names.add(tokens.words[chunk.first])
        elif isinstance(number, NumberMention) and number.kind in {"age", "count"}:
            low = number.count.low or 0
            told.ages |= {low} if 0 < low <= _OLDEST and not told.ages else set()
        elif chunk is None or not (told.ages or told.names) or chunk.has("COMMA"):
            break
        else:  # "two men, one", "a man, 30 of"
            return told if told.names else _Person()
    return told


def _known(
    told: _Person, people: Sequence[_Person], last: _Person | None, *, again: bool
) -> _Person | None:
    """The person that a mention means, or None: somebody new."""
    for own in ("names", "ages"):
        same = [p for p in people if getattr(p, own) & getattr(told, own) and not _other(p, told)]
        if same:
            return same[-1]
    named = told.names and not told.brought_up
    if last is not None and not _other(last, told) and (again or named):
        return last
    if again:
        return next((p for p in reversed(people) if not _other(p, told)), None)
    return None


def _other(one: _Person, other: _Person) -> bool:
    """True where names or ages differ and none is shared."""
    if one.names & other.names:
        return False
    named = bool(one.names and other.names)
    return named or bool(one.ages and other.ages and not one.ages & other.ages)


def _apart(one: _Person, other: _Person) -> bool:
    """True where two people cannot be one."""
    shared = one.names & other.names or one.ages & other.ages
    return _other(one, other) or bool(one.brought_up & other.brought_up and not shared)
