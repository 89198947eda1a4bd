"""Where a text plays, sentence by sentence: reports often tell what befell several towns.

Use `towns_told` for the towns that each sentence names, `scenes` for the one in which it plays,
`close` to ask whether two places may be those of one event and `speaks_there` for places where
somebody only spoke.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casus.extract.annotate import Annotated
from casus.extract.proposals import Located
from casus.gazetteer import distance_km
from casus.types import Place

_THERE = frozenset({"in", "near", "at"})
_SETTLEMENTS = frozenset({"village", "town", "city"})
_PRECISE = frozenset({"exact", "near"})

_OPENING = 3
"""Chunks within which a town opens its sentence."""

_CLOSE_KM = 30.0
"""Towns no further apart than this may both be named for one event."""

_VOICE_REACH = 6  # chunks between a voice and its place
_NOUN_REACH = 2  # and between a name and its own noun: "in the prefecture of"
_TELLING = ("COMMA", "EVENT", "EVENTV", "GROUP", "HARMED", "HARM_T", "HARM_I", "CLAUSE")
"""Classes between a voice and a place that make the place one of the event."""


def towns_told(places: Sequence[Located]) -> dict[int, list[Located]]:
    """By sentence, the settlements where something is said to be."""
    told: dict[int, list[Located]] = {}
    for located in places:
        mention, town = located.mention, located.mention.resolved
        there = mention.cue in _THERE and town is not None and town.precision in _PRECISE
        if town is not None and (there or mention.noun in _SETTLEMENTS):
            told.setdefault(located.at.sentence, []).append(located)
    return told


def scenes(page: Annotated, told: Mapping[int, Sequence[Located]]) -> dict[int, Located]:
    """By sentence, the town in which it plays: the last that opened a sentence of its paragraph
    ("In X a shell hit"), or that was told with a word of separation, unless somebody only spoke
    there ("In X the governor said")."""
    apart = {page.token_clause[h.first] for h in page.hits if h.cls == "SEPARATE"}
    spoken = {page.token_clause[h.first] for h in page.hits if h.cls == "SAY"}
    played: dict[int, Located] = {}
    for number, sentence in enumerate(page.sentences):
        start = page.line.bounds[number][0]
        opened = (
            located
            for located in told.get(number, ())
            if (located.at.chunk - start < _OPENING and located.at.clause not in spoken)
            or (located.at.clause in apart and not speaks_there(located, page))
        )
        follows = number > 0 and page.sentences[number - 1].paragraph == sentence.paragraph
        scene = next(opened, played.get(number - 1) if follows else None)
        if scene is not None:
            played[number] = scene
    return played


def close(left: Place, right: Place) -> bool:
    """True where two places may be those of one event: near each other, or in one area as far as
    is known."""
    precise = left.precision in _PRECISE and right.precision in _PRECISE
    if left.key == right.key or (not precise and left.path[:2] == right.path[:2]):
        return True
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return False
    return distance_km((left.lat, left.lon), (right.lat, right.lon)) <= _CLOSE_KM


def _of_site(page: Annotated, i: int) -> bool:
    """True where what could speak owns a site or vehicle: "a bus of the police in"."""
    before = [c for c in page.line.chunks[max(0, i - _NOUN_REACH) : i] if c is not None]
    if len(before) > 1 and before[-1].has("PREP"):
        before.pop()
    return bool(before) and before[-1].has("SITE")


def speaks_there(located: Located, page: Annotated) -> bool:
    """True where the place is that of a voice: "officials in the capital said", "said on Monday
    in the capital", "wie sie am Montag in der Hauptstadt mitteilte"."""
    following = page.line.chunks[located.at.chunk + 1]
    if following is not None and following.has("SAY"):
        return True
    steps, dated = 0, False
    for back in range(1, _VOICE_REACH + 1):
        i = located.at.chunk - back
        chunk = page.line.chunks[i] if i >= 0 else None
        if chunk is None or any(chunk.has(cls) for cls in _TELLING):
            return False
        steps += chunk.has("PREP") and not dated  # "the group in an operation in" is no voice's
        dated = chunk.has("DATE")
        if steps > 1:
            return False
        if located.mention.noun is not None and back <= _NOUN_REACH:
            continue  # the word for its kind, which may also be that of an office
        if chunk.has("VOICE") or chunk.has("SPOKES") or chunk.has("SAY"):
            return not _of_site(page, i)
    return False
