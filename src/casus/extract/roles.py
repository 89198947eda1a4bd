"""Who did it and to whom: actors in their roles, as the rules of a pack find them.

Use `read_roles` on the matches of a text. A role is `perpetrator` (with how sure the text is:
stated, claimed, accused, suspected, denied) or `target`. Counted soldiers or police of a named
country or organisation are targets, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from casus.extract.actors import ActorMention
from casus.extract.annotate import Annotated
from casus.extract.layout import At
from casus.extract.rules import Match
from casus.extract.symbols import Chunk
from casus.extract.tolls import Toll, inside
from casus.types import Actor

_APPOSED = 3  # chunks from a word for fighters to their name
_LEADING = ("OF", "PREP", "DET", "QUOTE")
_FIGHTERS = frozenset({"militant", "military", "police"})
_TARGETED = frozenset({"military", "police", "peacekeeper", "aid_worker", "official"})
_ROLE_OF = {"responsible": "perpetrator", "target": "target"}


@dataclass(frozen=True, slots=True)
class Role:
    """An actor in a role at its place; `generic`: no organisation, only a word for those who
    fight; `confidence` is one of types.CONFIDENCES."""

    at: At
    role: str
    actor: Actor
    generic: bool
    confidence: str
    rule: str


def read_roles(
    page: Annotated, matches: Sequence[Match], tolls: Sequence[Toll], at: Callable[[int], At]
) -> list[Role]:
    """All roles that rules find, in the order of the rules, then those of the counted."""
    found: list[Role] = []
    for match in matches:
        role = _ROLE_OF.get(match.rule.spec.emits)
        position = match.first("actor")
        chunk = page.line.chunks[position] if position is not None else None
        if role is None or chunk is None or position is None:
            continue
        for named, actor, generic in _surest(position, match.end, page):
            confidence = match.rule.constants.get("confidence", "stated")
            found.append(Role(at(named), role, actor, generic, confidence, match.rule.name))
            break
    for toll in tolls:
        chunk = page.line.chunks[toll.at.chunk]
        if chunk is None or toll.group not in _TARGETED:
            continue
        for mention in _mentions(chunk, page):
            if not mention.generic:
                found.append(
                    Role(toll.at, "target", mention.actor, False, "stated", "engine/counted@1")
                )
                break
    return found


def _surest(position: int, end: int, page: Annotated) -> Iterator[tuple[int, Actor, bool]]:
    """The actors at a position, a name in apposition or behind "of" first: "the militia Boko
    Haram", "fighters from Boko Haram"; each with the chunk that tells it."""
    chunks = list(_apposed(position, end, page))
    for number, chunk in chunks:
        yield from ((number, a, g) for a, g in _actor(chunk, page) if not g)
    yield from ((position, a, g) for a, g in _actor(chunks[0][1], page))


def _apposed(position: int, end: int, page: Annotated) -> Iterator[tuple[int, Chunk]]:
    """The chunks in which a name may stand: those of the match, and behind it only words that
    lead to a name, and the name."""
    for number in range(position, min(position + _APPOSED, len(page.line.chunks))):
        chunk = page.line.chunks[number]
        if chunk is None or (number > position and number >= end and not _leads(chunk, page)):
            return
        yield number, chunk


def _leads(chunk: Chunk, page: Annotated) -> bool:
    """True for a word that leads to a name, and for a name."""
    return any(chunk.has(cls) for cls in _LEADING) or any(
        not mention.generic for mention in _mentions(chunk, page)
    )


def _actor(chunk: Chunk, page: Annotated) -> Iterator[tuple[Actor, bool]]:
    """The actors that a chunk may name, the surest first; True with those without a name."""
    mentions = _mentions(chunk, page)
    yield from ((m.actor, False) for m in mentions if not m.generic)
    yield from ((m.actor, True) for m in mentions if m.generic)
    for inner in inside(chunk):
        if inner.has("FORCE") or _FIGHTERS & set(inner.attrs("PERSON")):
            yield Actor(page.tokens.raw(inner.first, inner.last), "", ""), True


def _mentions(chunk: Chunk, page: Annotated) -> list[ActorMention]:
    return [m for m in page.actors if m.first < chunk.last and chunk.first < m.last]
