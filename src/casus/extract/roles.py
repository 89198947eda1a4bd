"""Who did it and to whom: actors in their roles, as the rules of a pack find them.

Use `read_roles` on the matches of a text. A role is `perpetrator` (with how sure the text is:
stated, claimed, accused, suspected, denied) or `target`. Counted soldiers or police of a named
country or organisation are targets, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from casus.extract.actors import ActorMention, country_of
from casus.extract.annotate import Annotated
from casus.extract.layout import At
from casus.extract.rules import Match
from casus.extract.symbols import Chunk
from casus.extract.tolls import Toll, inside
from casus.extract.voices import accuser
from casus.types import Actor, Voice

_APPOSED = 4  # chunks from a word for fighters to their name
_LEADING = ("OF", "PREP", "DET", "QUOTE", "SUSPECT")
FIGHTING = {"military": "MIL", "police": "COP", "militant": "UAF"}
"""Groups of people who fight, with the sector (PLOVER) of those who are told without a name."""
_NEVER = frozenset({"agency", "ngo"})
"""Types of organisations that help or count: whatever the grammar, they are no perpetrators."""
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
    voice: Voice | None = None
    """Who accuses or denies; None: whoever speaks there."""


def read_roles(
    page: Annotated, matches: Sequence[Match], tolls: Sequence[Toll], at: Callable[[int], At]
) -> list[Role]:
    """All roles that rules find, in the order of the rules, then those of the counted."""
    found: list[Role] = []
    named_later: set[int] = set()
    """Names behind a word for those who acted: they are not whom the verb hit."""
    for match in matches:
        role = _ROLE_OF.get(match.rule.spec.emits)
        if role is None:
            continue
        confidence = match.rule.constants.get("confidence", "stated")
        voice = accuser(match, page)
        for position in match.slots.get("actor", ()):  # both sides of a clash
            for named, actor, generic in _surest(position, match.end, page, role):
                found.append(
                    Role(at(named), role, actor, generic, confidence, match.rule.name, voice)
                )
                if role == "perpetrator" and named != position:
                    named_later.add(named)
                break
    # "blamed Boko Haram for the attack" has the grammar of "Boko Haram attacked", and "blamed the
    # attack on Boko Haram" that of a target: the word that accuses decides
    unsure = {r.at.chunk for r in found if r.confidence != "stated"}
    found = [
        r for r in found
        if (r.confidence != "stated" or r.at.chunk not in unsure)
        and (r.role == "perpetrator" or r.at.chunk not in named_later)
    ]
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


def _surest(
    position: int, end: int, page: Annotated, role: str
) -> Iterator[tuple[int, Actor, bool]]:
    """The actors at a position, a name in apposition or behind "of" first: "the militia Boko
    Haram", "fighters from Boko Haram"; each with the chunk that tells it. None for those who only
    look like them ("men dressed as soldiers")."""
    before = page.line.chunks[position - 1] if position else None
    if before is not None and before.has("DISGUISE"):
        return
    chunks = list(_apposed(position, end, page))
    told = [(n, m) for n, chunk in chunks for m in _mentions(chunk, page) if not m.generic]
    if role == "perpetrator" and told and told[0][1].type in _NEVER:
        return
    yield from ((number, m.actor, False) for number, m in told)
    yield from ((position, actor, generic) for actor, generic in _unnamed(chunks[0][1], page))


def _apposed(position: int, end: int, page: Annotated) -> Iterator[tuple[int, Chunk]]:
    """The chunk and those behind it in which its name may stand: words that lead to a name, any
    others only within the match or behind "of", and the name."""
    free = True
    for number in range(position, min(position + _APPOSED, len(page.line.chunks))):
        chunk = page.line.chunks[number]
        if chunk is None or not (number == position or _leads(chunk, page, free=free)):
            return
        yield number, chunk
        if chunk.has("EVENT"):
            return  # behind "a Syrian raid on" stands who was hit
        free = number + 1 < end or chunk.has("OF")


def _leads(chunk: Chunk, page: Annotated, *, free: bool) -> bool:
    """True for a word that leads to a name, where any may stand for every plain one, and for a
    name."""
    if any(chunk.has(cls) for cls in _LEADING) or (free and chunk.has("W")):
        return True
    return any(not mention.generic for mention in _mentions(chunk, page))


def _unnamed(chunk: Chunk, page: Annotated) -> Iterator[tuple[Actor, bool]]:
    """Who a chunk tells without the name of an organisation, the surest first, True with those
    who have none at all: the forces of a state told by its adjective ("an Israeli strike"),
    "gunmen", "soldiers"."""
    if chunk.has("PLACE") or chunk.has("EVENT"):
        at = (p for p in page.places if chunk.first <= p.first < chunk.last)
        states = (country_of(place) for place in at if place.role == "adjective")
        forces = (page.registry.force("army", state) for state in states)
        yield from ((force[0], False) for force in forces if force)
    yield from ((m.actor, True) for m in _mentions(chunk, page) if m.generic)
    for inner in inside(chunk):
        force_word = page.registry.forces.get(inner.attr("FORCE") or "")
        groups = (*inner.attrs("PERSON"), *inner.attrs("VOICE"))
        sectors = [FIGHTING[g] for g in groups if g in FIGHTING]
        if force_word or sectors:
            sector = force_word.sector if force_word else sectors[0]
            yield Actor(page.tokens.raw(inner.first, inner.last), "", sector), True


def _mentions(chunk: Chunk, page: Annotated) -> list[ActorMention]:
    return [m for m in page.actors if m.first < chunk.last and chunk.first < m.last]
