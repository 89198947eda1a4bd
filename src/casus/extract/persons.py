"""Single people told again and again: who is meant, and what befell them in the end.

Use `follow` on the tolls of a text. "A man was shot … the victim … he was pronounced dead" is one
person, no longer wounded; "Ann Okpara was killed … Ben Lund, 34, died" are two. A person told
without a name or age may be anybody told before; different names or ages make two.
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
from casus.types import Count, Part

RULE, REST = "engine/one-by-one@1", "engine/hit-not-dead@1"

_OLDEST = 110

_AGAIN = frozenset({"again", "one"})
"""Kinds of GROUP that refer to somebody told before: "he", "the victim"."""


@dataclass(slots=True)
class _Person:
    """Somebody, as far as the text has told them."""

    names: set[str] = field(default_factory=set)
    ages: set[int] = field(default_factory=set)
    tolls: list[int] = field(default_factory=list)


def follow(layout: Layout, tolls: Sequence[Toll]) -> list[Toll]:
    """The tolls with the people behind single ones numbered (`Toll.person`): two numbers are two
    people for sure. Who died is no longer injured."""
    told: dict[int, list[int]] = {}
    for n, toll in enumerate(tolls):
        told.setdefault(toll.at.chunk, []).append(n)
    people: list[_Person] = []
    last: _Person | None = None
    for position, chunk in enumerate(layout.chunks):
        if chunk is None or not chunk.has("GROUP") or count_of(chunk) != (ONE, False):
            continue
        seen = _read(chunk, layout.page.tokens)
        seen.ages |= _age_beside(layout.chunks, position)
        last = _known(seen, people, last, again=chunk.attr("GROUP") in _AGAIN)
        if last is None:
            people.append(last := _Person())
        last.names |= seen.names
        last.ages |= seen.ages
        last.tolls += [n for n in told.get(position, ()) if tolls[n].singular]
    found = list(tolls)
    for number, person in enumerate(people):
        for n in person.tolls:
            killed = any(tolls[k].field == "killed" for k in person.tolls)
            outdated = killed and tolls[n].field == "injured"
            found[n] = replace(tolls[n], person=number, outdated=outdated or tolls[n].outdated)
    return _merged(found, people)


def one_by_one(tolls: Sequence[Toll]) -> Toll | None:
    """The sum of the dead whom an account tells one by one, at the words for each of them; None
    where it counts as many in one place, or tells of fewer than two."""
    first: dict[int, Toll] = {}
    for toll in tolls:
        if toll.field == "killed" and not toll.outdated and toll.person is not None:
            first.setdefault(toll.person, toll)
    whole = [t.count.high or t.count.low or 0 for t in tolls if t.field == "killed"]
    if len(first) < 2 or len(first) <= max(whole):
        return None
    head, *rest = first.values()
    return replace(
        head,
        count=Count(len(first), len(first)),
        group=head.group if len({t.group for t in first.values()}) == 1 else None,
        part=Part.TOTAL,
        rule=RULE,
        singular=False,
        person=None,
        also=tuple((t.at.start, t.at.end) for t in rest),
    )


def close_open(tolls: Sequence[Toll]) -> list[Toll]:
    """Without those who were hit where the account tells what became of as many: who was hit and
    did not die was hurt."""
    closed = [t for t in tolls if not t.open]
    if any(t.field == "injured" and not t.outdated for t in closed):
        return closed
    dead = max((t.count.low or 0 for t in closed if t.field == "killed"), default=0)
    alive = [t for t in tolls if t.open and not t.outdated and (t.count.low or 0) > dead]
    if dead:
        alive = [t for t in alive if t.count.low == t.count.high]
        alive = [
            replace(t, count=Count(t.count.low - dead, t.count.low - dead), rule=REST)
            for t in alive
            if t.count.low
        ]
    return [*closed, *alive]


def _merged(tolls: list[Toll], people: Sequence[_Person]) -> list[Toll]:
    """The dead under one number unless they are surely two."""
    dead = sorted({t.person for t in tolls if t.field == "killed" and t.person is not None})
    heads: list[int] = []
    number: dict[int, int] = {}
    for person in sorted(dead, key=lambda n: not (people[n].names or people[n].ages)):
        same = [h for h in heads if not _apart(people[h], people[person])]
        if same:
            people[same[0]].names |= people[person].names
            people[same[0]].ages |= people[person].ages
        else:
            heads.append(person)
        number[person] = same[0] if same else person
    return [
        t if t.person is None else replace(t, person=number.get(t.person, t.person)) for t in tolls
    ]


def _read(chunk: Chunk, tokens: Tokens) -> _Person:
    """What one mention tells of a person."""
    words = [tokens.words[c.first] for c in inside(chunk) if NAME in c.labels]
    ages = [a.value for c in (chunk, *inside(chunk)) for a in c.slots.get("age", ())]
    ages += [c.value for c in inside(chunk) if c.has("QTY")]
    return _Person(
        set(words) if "named" in chunk.attrs("GROUP") else set(),
        {a.count.low for a in ages if isinstance(a, NumberMention) and a.count.low},
    )


def _age_beside(chunks: Sequence[Chunk | None], position: int) -> set[int]:
    """The age between commas: "a man, 30, was"."""
    comma, age, end = ([*chunks[position + 1 : position + 4], None, None, None])[:3]
    if comma is None or age is None or end is None or not comma.has("COMMA"):
        return set()
    number = age.value if end.has("COMMA") or end.has("STOP") else None
    if not isinstance(number, NumberMention) or number.kind not in {"age", "count"}:
        return set()
    return {number.count.low} if number.count.low and number.count.low <= _OLDEST else set()


def _known(
    told: _Person, people: Sequence[_Person], last: _Person | None, *, again: bool
) -> _Person | None:
    """The person that a mention means, or None: somebody new."""
    if told.names:
        same = [p for p in people if p.names & told.names]
        if same:
            return same[-1]
    if told.ages:
        same = [p for p in people if p.ages & told.ages and not _apart(p, told)]
        if same:
            return same[-1]
    if last is not None and not _apart(last, told) and (again or told.names):
        return last
    if again:
        fitting = [p for p in people if not _apart(p, told)]
        return fitting[-1] if fitting else None
    return None


def _apart(one: _Person, other: _Person) -> bool:
    """True where two mentions cannot be one person."""
    named = bool(one.names and other.names) and not one.names & other.names
    aged = bool(one.ages and other.ages) and not one.ages & other.ages
    return named or aged
