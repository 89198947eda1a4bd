"""Which kinds of event can be one, and which word decides between them.

Use `compatible` to ask whether two words may tell one event ("attack", "bombing", "blast") and
`choose` for the kind of an account. Kinds are those of CONTRACT.md; lexicons also use the
generic ones below, which fit any kind of their family.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from casus.types import KINDS

GENERIC: Mapping[str, frozenset[str]] = {
    "violence": frozenset(k for k, f in KINDS.items() if f in {"violence", "unrest"}),
    "accident": frozenset(k for k, f in KINDS.items() if f == "accident"),
    "incident": frozenset(KINDS),
    "disaster": frozenset(k for k, f in KINDS.items() if f == "disaster"),
}

# words of one row are used for one event by different reporters
_CIRCLES: tuple[frozenset[str], ...] = (
    frozenset({
        "armed_attack", "armed_clash", "bombing", "suicide_bombing", "explosive_device",
        "shooting", "shelling", "massacre", "execution", "assassination", "abduction",
        "hostage_taking", "arson", "explosion", "stabbing", "vehicle_attack", "hijacking",
        "robbery", "sexual_violence",
    }),
    frozenset({"air_strike", "shelling", "bombing", "explosion", "armed_attack", "massacre"}),
    frozenset({
        "protest", "riot", "crackdown", "arrest", "shooting", "coup", "arson", "massacre",
        "armed_clash",
    }),
    frozenset({"flood", "storm", "landslide"}),
    frozenset({"storm", "building_collapse", "ship_accident", "avalanche"}),
    frozenset({"earthquake", "landslide", "building_collapse"}),
    frozenset({"avalanche", "landslide", "storm"}),
    frozenset({"landslide", "mine_accident", "building_collapse"}),
    frozenset({"fire", "explosion", "building_collapse", "mine_accident", "poisoning", "arson"}),
    frozenset({"wildfire", "fire", "heatwave"}),
    frozenset({"fire", "ship_accident"}),
    frozenset({"fire", "rail_accident"}),
    frozenset({"fire", "air_accident"}),
    frozenset({"fire", "road_accident", "explosion"}),
    frozenset({"road_accident", "rail_accident"}),
    frozenset({"road_accident", "landslide"}),
    frozenset({"crowd_crush", "building_collapse", "protest", "fire"}),
    frozenset({"poisoning", "disease_outbreak"}),
)  # fmt: skip

# a kind that says more than the other about the same event; the key gives way to the values
_SHARPER: Mapping[str, frozenset[str]] = {
    "armed_attack": frozenset({
        "bombing", "suicide_bombing", "explosive_device", "air_strike", "shelling", "stabbing",
        "vehicle_attack", "arson", "abduction", "hostage_taking", "hijacking", "assassination",
        "massacre", "execution",
    }),
    "bombing": frozenset({"suicide_bombing", "air_strike"}),
    "vehicle_attack": frozenset({"suicide_bombing"}),
    "explosion": frozenset({
        "bombing", "suicide_bombing", "explosive_device", "shelling", "air_strike",
        "mine_accident", "volcano",
    }),
    "fire": frozenset({"arson", "wildfire", "explosion"}),
    "protest": frozenset({"crackdown", "riot"}),
    "shelling": frozenset({"air_strike"}),
    "shooting": frozenset({"crackdown", "assassination", "execution", "robbery"}),
    "arrest": frozenset(k for k in KINDS if k != "arrest"),
    "abduction": frozenset({"hostage_taking"}),
    "storm": frozenset({"flood", "landslide"}),
}  # fmt: skip


OF_MEANS: Mapping[str, str] = {
    "suicide_vest": "suicide_bombing", "roadside_bomb": "explosive_device",
    "landmine": "explosive_device", "vehicle_bomb": "bombing", "drone": "air_strike",
    "aircraft": "air_strike", "rockets": "shelling", "artillery": "shelling",
    "mortar": "shelling", "knife": "stabbing", "vehicle": "vehicle_attack",
}  # fmt: skip
"""The kind of event that a weapon hints at."""


ACCIDENT_AT: Mapping[str, str] = {
    "road": "road_accident", "bus": "road_accident", "vehicle": "road_accident",
    "train": "rail_accident", "ship": "ship_accident", "plane": "air_accident",
    "mine": "mine_accident",
}  # fmt: skip
"""The kind of "an accident", by where it happened or what was in it."""

OF_VEHICLES = frozenset({"ship_accident", "air_accident", "rail_accident", "road_accident"})
"""Kinds that no hint tells alone: who "fell into the river" need not have been aboard."""


_SHARE = {"bombing": 0.15, "explosion": 0.2}
"""Share of the vaguer word's weight from which the sharper one tells; a third by default. What
bombed (jets, a man with a vest) is told once, the bomb in every sentence."""

_ARMED = 0.75


def compatible(left: Iterable[str], right: Iterable[str]) -> bool:
    """True where some kind of `left` and some of `right` may tell the same event."""
    return any(_pair(_known(a), _known(b)) for a in left for b in right)


def likeness(left: Iterable[str], right: Iterable[str]) -> int:
    """How like two sets of words are: 3 share a kind, 2 one sharpens the other, 1 compatible."""
    best = 0
    right = list(right)
    for a in left:
        for b in right:
            if a == b and a in KINDS:
                return 3
            if b in _SHARPER.get(a, ()) or a in _SHARPER.get(b, ()):
                best = 2
            elif best == 0 and _pair(_known(a), _known(b)):
                best = 1
    return best


def _known(word: str) -> str:
    """A kind or generic word; anything else ("hit") tells as little as "incident"."""
    return word if word in KINDS or word in GENERIC else "incident"


def _pair(a: str, b: str) -> bool:
    if a == b:
        return True
    for x, y in ((a, b), (b, a)):
        if x in GENERIC and (y in GENERIC[x] or y in GENERIC):
            return x == "incident" or y == "incident" or y not in GENERIC
    return any(a in circle and b in circle for circle in _CIRCLES)


def choose(votes: Mapping[str, float]) -> str | None:
    """The kind that an account's words vote for; None where only generic words stand.

    The vaguer word of a pair gives way: "attack" to "bombing" when the latter has at least a
    third of its weight; of equals the one told first stands.
    """
    named = {k: w for k, w in votes.items() if k in KINDS and w > 0}
    if not named:
        return None
    ranked = sorted(named, key=lambda k: -named[k])  # of equals the one told first
    best = ranked[0]
    if best == "shooting" and named.get("armed_attack", 0.0) >= _ARMED * named[best]:
        best = "armed_attack"  # "gunmen attacked … opened fire": the shots are how
    for _ in range(len(ranked)):
        sharper = [
            k
            for k in ranked
            if k in _SHARPER.get(best, ()) and named[k] >= _SHARE.get(best, 1 / 3) * named[best]
        ]
        if not sharper:
            return best
        best = sharper[0]
    return best
