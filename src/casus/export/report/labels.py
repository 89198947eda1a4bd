"""The words of the page: kinds, fields, states, policies, languages, as a reader calls them."""

from __future__ import annotations

from dataclasses import dataclass

from casus.ingest.language import NAMES
from casus.types import State

FAMILY_LABELS = {
    "violence": "Violence",
    "unrest": "Unrest",
    "disaster": "Disaster",
    "accident": "Accident",
}

FIELD_LABELS = {
    "kind": "What happened",
    "when": "When",
    "where": "Where",
    "killed": "Killed",
    "injured": "Injured",
    "missing": "Missing",
    "abducted": "Abducted",
    "arrested": "Arrested",
    "displaced": "Displaced",
    "perpetrator": "Perpetrator",
    "target": "Target",
    "victim": "Victim",
    "responder": "Responder",
    "other": "Also involved",
    "means": "Means",
    "responsibility": "Responsibility",
    "damage": "Damage",
}

GROUP_LABELS = {
    "military": "military",
    "police": "police",
    "civilian": "civilians",
    "militant": "militants",
    "peacekeeper": "peacekeepers",
    "aid_worker": "aid workers",
    "journalist": "journalists",
    "official": "officials",
    "child": "children",
    "woman": "women",
    "foreigner": "foreigners",
    "unspecified": "not said who",
}

ONE_OF_GROUP = {
    "civilian": "civilian",
    "militant": "militant",
    "peacekeeper": "peacekeeper",
    "aid_worker": "aid worker",
    "journalist": "journalist",
    "official": "official",
    "child": "child",
    "woman": "woman",
    "foreigner": "foreigner",
}

VOICE_LABELS = {
    "government": "Government",
    "military": "Military",
    "police": "Police",
    "hospital": "Hospital",
    "rescue": "Rescue services",
    "witness": "Witness",
    "perpetrator": "Perpetrator",
    "armed_group": "Armed group",
    "un": "United Nations",
    "ngo": "Aid organisation",
    "media": "Other media",
    "expert": "Expert",
    "official_foreign": "Foreign official",
}

STATE_LABELS: dict[State, tuple[str, str]] = {
    State.AGREED: ("Agreed", "several independent reports say the same"),
    State.SINGLE: ("One source", "only one independent report says so"),
    State.CONFLICTING: ("In conflict", "reports disagree; every figure is kept below"),
    State.ASSUMED: ("Assumed", "nobody says it; a labelled assumption"),
    State.HUMAN: ("Decided", "decided by a reviewer"),
    State.UNKNOWN: ("Unknown", "no report says it"),
}

PRECISION_LABELS = {
    "exact": "the place itself",
    "near": "near the place named",
    "adm2": "centre of the district",
    "adm1": "centre of the region",
    "country": "centre of the country",
    "water": "at sea",
    "unknown": "position unknown",
}
COARSE = frozenset({"adm2", "adm1", "country"})
"""Precisions whose point is only the middle of an area: drawn hollow."""

BASIS_LABELS = {
    "explicit": "full date in the text",
    "relative": "counted from the report’s date",
    "inferred": "the report is undated; date taken from linked reports",
    "assumed": "assumed",
    "symbolic": "not yet placed in the calendar",
}

PART_LABELS = {"total": "", "subset": "of these", "increment": "in addition"}
STANCE_LABELS = {
    "states": "",
    "estimates": "estimated",
    "denies": "denied",
    "retracts": "retracted",
    "plans": "planned or feared",
}
STATUS_LABELS = {
    "read": "read, with an incident",
    "no_incident": "read, no incident in it",
    "duplicate": "a copy of another report",
    "rejected": "could not be read",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """A codebook's rule as the page explains it: one line, then how to read the figures."""

    name: str
    line: str
    reading: str


POLICIES = {
    "ucdp": Policy(
        "UCDP",
        "Best is the most likely figure; low and high are the lowest and highest reliable ones.",
        "Best follows the newest of the most credible voices, then the figure that more "
        "independent reports give, and is the sum of its parts. A party’s own claim moves low or "
        "high; deaths on both sides count.",
    ),
    "acled": Policy(
        "ACLED",
        "The most conservative reported figure; a dispute goes into the notes.",
        "Only deaths are counted. Vague words take fixed values: tens is 10, dozens 12, "
        "hundreds 100. Later revisions go up or down.",
    ),
    "gtd": Policy(
        "GTD",
        "The most recent credible source; else the majority of sources; else the lowest figure.",
        "Attackers who died are included in the number killed.",
    ),
    "range": Policy(
        "Range",
        "The lowest and the highest figure are published side by side; neither is preferred.",
        "This is the habit of casualty recorders such as Iraq Body Count and Airwars.",
    ),
}


def human(code: str) -> str:
    """A code as words: `road_accident` is "Road accident"."""
    text = code.replace("_", " ").strip()
    return text[:1].upper() + text[1:] or "Incident"


def language(code: str) -> str:
    """The English name of a language, or its code where the table lacks it."""
    return NAMES.get(code, code)


def policy_of(name: str) -> Policy:
    """The policy's explanation; one nobody described is shown by its name alone."""
    return POLICIES.get(name) or Policy(name, "", "")
