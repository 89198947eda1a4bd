"""What one chunk says of people: how many, who they are, what befell them.

Use `count_of`, `groups_of`, `field_of` on a chunk that level-1 rules made. Language-blind: words
carry their classes, the pack's rules name the slots.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from casus.extract.actors import ActorMention
from casus.extract.numbers import NumberMention
from casus.extract.rules import ALL
from casus.extract.symbols import Chunk
from casus.types import TOLL_FIELDS, Count

HARM = ("HARM_T", "HARM_I", "HARM_P", "HARM_V", "HARM_N", "HARM_E", "AMONG", "TOLL")
"""Classes of words that name a toll field, in the order in which they are asked."""

ADULT = 18
"""Under this age a person is counted as a child (Convention on the Rights of the Child, art. 1)."""

ONE = Count(1, 1)
PAIR = Count(2, 2)

_SECTOR_GROUP = {
    "state_force": "military", "police": "police", "armed_group": "militant",
    "un_mission": "peacekeeper", "ngo": "aid_worker", "agency": "aid_worker",
    "cartel": "militant", "government": "official",
}  # fmt: skip
BY_ORGANISATION = frozenset({"military", "police", "militant", "peacekeeper", "aid_worker"})
"""Groups that a word before the noun may give: "Frontier Corps men", "police trainees"."""


def inside(chunk: Chunk) -> Iterable[Chunk]:
    """The chunk and whatever a level-1 rule put into it."""
    yield chunk
    yield from chunk.slots.get(ALL, ())


def count_of(chunk: Chunk) -> tuple[Count, bool] | None:
    """How many people a chunk counts, and whether on top of others; None without a number."""
    nouns = [who.attr("COLLECTIVE") for who in chunk.slots.get("who", ())]
    noun = nouns[0] if nouns else None
    if "one" in chunk.slots:
        return (PAIR if noun == "pair" else ONE), False
    mention = chunk.slots["n"][0].value if "n" in chunk.slots else None
    if not isinstance(mention, NumberMention) or mention.kind == "none":
        return None
    more = mention.increment or any(c.has("MORE") for parts in chunk.slots.values() for c in parts)
    if mention.kind != "article":
        count = mention.count
        return (replace(count, high=None) if "least" in chunk.slots else count), more
    if noun is None:
        bounded = mention.count.low == 1  # "at least one"
        return mention.count if bounded else ONE, more
    return (PAIR, more) if noun == "pair" else None


def is_young(age: Chunk) -> bool:
    years = age.value
    return isinstance(years, NumberMention) and (years.count.high or ADULT) < ADULT


def is_unnumbered(chunk: Chunk) -> bool:
    """True for "a couple", "his uncle"; False where a numeral counts."""
    mention = chunk.slots["n"][0].value if "n" in chunk.slots else None
    return not isinstance(mention, NumberMention) or mention.kind == "article"


def groups_of(word: Chunk) -> list[str]:
    """The groups that a word puts people into, by what it is or the organisation it names."""
    if isinstance(word.value, ActorMention):
        group = _SECTOR_GROUP.get(word.value.type)
        return [group] if group else []
    groups = [g for g in word.attrs("PERSON") if g != "none"]
    if not groups and word.has("FORCE"):
        return ["police" if word.attr("FORCE") == "police" else "military"]
    voices = ["militant" if v == "perpetrator" else v for v in word.attrs("VOICE")]
    return groups or [v for v in voices if v in BY_ORGANISATION]


def field_of(chunk: Chunk) -> str:
    """The toll field that a harm word names; empty where it names none (unhurt, victims)."""
    if "harm" in chunk.slots:
        return field_of(chunk.slots["harm"][0])
    for cls in HARM:
        attrs = chunk.attrs(cls)
        for attr in attrs:
            if attr in TOLL_FIELDS:
                return attr
        if cls == "TOLL" and attrs:  # "the toll": of the dead, unless it says otherwise
            return "killed"
    return ""


def noun_group(chunk: Chunk) -> str | None:
    for inner in inside(chunk):
        groups = [g for g in inner.attrs("PERSON") if g != "none"]
        if groups:
            return groups[0]
    return None
