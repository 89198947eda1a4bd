"""Kinds of events that reports use for one another.

Use `CONFUSABLE` for pairs of kinds, `families_of` for what to file an account under.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from casus.types import KINDS

# Kinds that reports use for one another: a raid is a clash to one side and a shooting to an
# agency; a blast is a bomb, a mine or an accident until somebody has looked.
_CONFUSED = (
    ("armed_attack", "armed_clash", "shooting", "massacre", "assassination", "execution"),
    ("armed_attack", "hostage_taking", "abduction", "hijacking"),
    ("armed_attack", "robbery", "arson", "stabbing", "vehicle_attack", "massacre"),
    ("armed_attack", "bombing", "suicide_bombing", "explosive_device", "vehicle_attack"),
    ("bombing", "suicide_bombing", "explosive_device", "assassination"),
    ("bombing", "explosive_device", "explosion"),
    ("air_strike", "shelling", "bombing"),
    ("air_strike", "massacre"),
    ("armed_clash", "shelling", "arson"),
    ("massacre", "arson", "execution", "stabbing"),
    ("abduction", "execution", "hostage_taking"),
    ("shooting", "robbery", "stabbing", "crackdown"),
    ("protest", "riot", "crackdown", "arrest"),
    ("riot", "hostage_taking", "fire", "arson"),
    ("coup", "armed_clash", "armed_attack"),
    ("fire", "explosion", "building_collapse", "mine_accident", "arson"),
    ("flood", "storm", "landslide"),
    ("landslide", "avalanche", "mine_accident"),
    ("storm", "ship_accident"),
    ("earthquake", "landslide", "building_collapse"),
    ("vehicle_attack", "road_accident"),
    ("poisoning", "disease_outbreak"),
    ("wildfire", "heatwave", "fire"),
    ("crowd_crush", "riot", "crackdown"),
)
CONFUSABLE = frozenset(frozenset(pair) for group in _CONFUSED for pair in combinations(group, 2))

_FAMILIES = {
    kind: {family} | {KINDS[other] for pair in CONFUSABLE if kind in pair for other in pair}
    for kind, family in KINDS.items()
}


def families_of(kinds: Iterable[str]) -> list[str]:
    """The families of kinds, and of those that other reports may call them."""
    return sorted({family for kind in kinds for family in _FAMILIES.get(kind, ("",))})
