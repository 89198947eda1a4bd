"""One event as a data set codes it, and what its codebook's words mean here.

Types of event map to kinds (`DataSet.kinds`); a type that tells no incident (an agreement, a
change of a group) has none. Precisions map to those of `When` and `Place` (SCHEMAS.md §2, §3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


class BadRowError(ValueError):
    """A row that cannot be used; the message names the column and what is wrong."""


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """A row. `type` is the codebook's word for the event; `side_a`, `side_b` are names as coded,
    `kind_a`, `kind_b` what the codebook calls such an actor. `start` to `end` are the earliest
    and latest day; `killed` is (best, low, high), `deaths` the best figure's parts: side A, side
    B, civilians, unknown. What a row leaves out is "" or None."""

    data_set: str
    id: str
    type: str
    side_a: str
    side_b: str
    start: date
    end: date
    date_precision: int
    place: str
    country: str
    country_number: int | None
    place_precision: int
    kind_a: str = ""
    kind_b: str = ""
    area1: str = ""
    area2: str = ""
    described: str = ""
    lat: float | None = None
    lon: float | None = None
    killed: tuple[int, int, int] | None = None
    deaths: tuple[int, int, int, int] | None = None
    sources: str = ""
    notes: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class DataSet:
    """What is particular to a data set. `numbers` names the code list of its country numbers;
    `days` and `places` are what its precisions are called here."""

    name: str
    publisher: str
    numbers: str
    kinds: Mapping[str, str]
    days: Mapping[int, str]
    places: Mapping[int, str]
    directed: frozenset[str]
    """Types in which side A did it to side B; elsewhere the sides only took part."""
    untyped: str = ""
    """The kind of an event without a type."""

    def kind(self, type_: str) -> str:
        """The kind that a type of event is, "" for what tells no incident."""
        return self.kinds.get(type_, "") if type_ else self.untyped


GED_TYPES = {1: "state-based violence", 2: "non-state violence", 3: "one-sided violence"}
GED = DataSet(
    "ged",
    "UCDP GED",
    "gw",
    {GED_TYPES[1]: "armed_clash", GED_TYPES[2]: "armed_clash", GED_TYPES[3]: "armed_attack"},
    {1: "day", 2: "days", 3: "week", 4: "month", 5: "year"},
    {1: "exact", 2: "near", 3: "adm2", 4: "adm1", 5: "country", 6: "country", 7: "water"},
    frozenset({GED_TYPES[3]}),
    # Casus' own exports leave it empty where reports tell one side only
    untyped="armed_attack",
)
ACLED = DataSet(
    "acled",
    "ACLED",
    "numeric",
    {
        "Armed clash": "armed_clash",
        "Government regains territory": "armed_clash",
        "Non-state actor overtakes territory": "armed_clash",
        "Chemical weapon": "armed_attack",
        "Air/drone strike": "air_strike",
        "Suicide bomb": "suicide_bombing",
        "Shelling/artillery/missile attack": "shelling",
        "Remote explosive/landmine/IED": "explosive_device",
        "Grenade": "bombing",
        "Sexual violence": "sexual_violence",
        "Attack": "armed_attack",
        "Abduction/forced disappearance": "abduction",
        "Peaceful protest": "protest",
        "Protest with intervention": "protest",
        "Excessive force against protesters": "crackdown",
        "Violent demonstration": "riot",
        "Mob violence": "riot",
        "Arrests": "arrest",
    },
    {1: "day", 2: "week", 3: "month"},
    {1: "exact", 2: "near", 3: "adm1"},
    frozenset({"Sexual violence", "Attack", "Abduction/forced disappearance"}),
)
DATA_SETS: Mapping[str, DataSet] = {one.name: one for one in (GED, ACLED)}
"""Data sets that can be imported, by their name on the command line."""

CIVILIANS = "Civilians"
"""What both data sets call civilians as a side; ACLED adds the country in brackets."""
GOVERNMENT = "Government of "
"""How GED names a state as a side."""


def is_civilian(name: str, kind: str) -> bool:
    """True for civilians as a side."""
    return CIVILIANS in (kind, name) or name.startswith(f"{CIVILIANS} (")
