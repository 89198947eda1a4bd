"""Global Terrorism Database, 135 columns (codebook 2021; SCHEMAS.md §4).

Rows are attacks by someone other than a state. What a coder judges and no report says (the three
criteria, doubt, success, motive, sub-types) stays empty. `attacktype1` uses the data codes, not
the precedence order in which the codebook lists them. `nkill` counts attackers known dead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from casus.export.tables.record import Record, source
from casus.export.tables.sides import STATE, sides
from casus.export.tables.table import Cell, Column, Table
from casus.wording import say

POLICY = "gtd"
ATTACKS: Mapping[int, str] = {
    1: "Assassination", 2: "Armed Assault", 3: "Bombing/Explosion", 4: "Hijacking",
    5: "Hostage Taking (Barricade Incident)", 6: "Hostage Taking (Kidnapping)",
    7: "Facility/Infrastructure Attack", 8: "Unarmed Assault", 9: "Unknown",
}  # fmt: skip
TARGETS: Mapping[int, str] = {
    1: "Business", 2: "Government (General)", 3: "Police", 4: "Military", 5: "Abortion Related",
    6: "Airports & Aircraft", 7: "Government (Diplomatic)", 8: "Educational Institution",
    9: "Food or Water Supply", 10: "Journalists & Media", 11: "Maritime", 12: "NGO", 13: "Other",
    14: "Private Citizens & Property", 15: "Religious Figures/Institutions",
    16: "Telecommunication", 17: "Terrorists/Non-State Militia", 18: "Tourists",
    19: "Transportation", 20: "Unknown", 21: "Utilities", 22: "Violent Political Party",
}  # fmt: skip
WEAPONS: Mapping[int, str] = {
    1: "Biological", 2: "Chemical", 3: "Radiological", 4: "Nuclear", 5: "Firearms",
    6: "Explosives", 7: "Fake Weapons", 8: "Incendiary", 9: "Melee",
    10: "Vehicle (not to include vehicle-borne explosives, i.e., car or truck bombs)",
    11: "Sabotage Equipment", 12: "Other", 13: "Unknown",
}  # fmt: skip
_ATTACK = {
    "assassination": 1, "armed_attack": 2, "shooting": 2, "massacre": 2, "execution": 2,
    "stabbing": 2, "vehicle_attack": 2, "bombing": 3, "suicide_bombing": 3,
    "explosive_device": 3, "shelling": 3, "hijacking": 4, "hostage_taking": 5, "abduction": 6,
    "arson": 7,
}  # fmt: skip
_WEAPON = {
    "chemical": 2, "tear_gas": 2, "firearms": 5, "explosives": 6, "vehicle_bomb": 6,
    "suicide_vest": 6, "roadside_bomb": 6, "landmine": 6, "ordnance": 6, "grenade": 6,
    "drone": 6, "rockets": 6, "artillery": 6, "mortar": 6, "fire": 8, "knife": 9, "blunt": 9,
    "stones": 9, "rope": 9, "vehicle": 10, "other": 12,
}  # fmt: skip
_TARGET = {
    "police": 3, "military": 4, "peacekeeper": 4, "journalist": 10, "aid_worker": 12,
    "official": 2, "militant": 17, "civilian": 14, "child": 14, "woman": 14,
}  # fmt: skip
_SPECIFICITY = {"exact": 1, "near": 2, "adm2": 3, "adm1": 4, "country": 5, "unknown": 5}

_NAMES = """
eventid iyear imonth iday approxdate extended resolution country country_txt region region_txt
provstate city latitude longitude specificity vicinity location summary crit1 crit2 crit3 doubtterr
alternative alternative_txt multiple success suicide attacktype1 attacktype1_txt attacktype2
attacktype2_txt attacktype3 attacktype3_txt targtype1 targtype1_txt targsubtype1 targsubtype1_txt
corp1 target1 natlty1 natlty1_txt targtype2 targtype2_txt targsubtype2 targsubtype2_txt corp2
target2 natlty2 natlty2_txt targtype3 targtype3_txt targsubtype3 targsubtype3_txt corp3 target3
natlty3 natlty3_txt gname gsubname gname2 gsubname2 gname3 gsubname3 motive guncertain1 guncertain2
guncertain3 individual nperps nperpcap claimed claimmode claimmode_txt claim2 claimmode2
claimmode2_txt claim3 claimmode3 claimmode3_txt compclaim weaptype1 weaptype1_txt weapsubtype1
weapsubtype1_txt weaptype2 weaptype2_txt weapsubtype2 weapsubtype2_txt weaptype3 weaptype3_txt
weapsubtype3 weapsubtype3_txt weaptype4 weaptype4_txt weapsubtype4 weapsubtype4_txt weapdetail nkill
nkillus nkillter nwound nwoundus nwoundte property propextent propextent_txt propvalue propcomment
ishostkid nhostkid nhostkidus nhours ndays divert kidhijcountry ransom ransomamt ransomamtus
ransompaid ransompaidus ransomnote hostkidoutcome hostkidoutcome_txt nreleased addnotes scite1
scite2 scite3 dbsource INT_LOG INT_IDEO INT_MISC INT_ANY related
""".split()  # noqa: SIM905 - 135 names read better so
_WORDS = frozenset({
    "eventid", "approxdate", "resolution", "provstate", "city", "location", "summary", "motive",
    "weapdetail", "propcomment", "divert", "kidhijcountry", "ransomnote", "addnotes", "dbsource",
    "related",
})  # fmt: skip
_TEXTS = ("scite", "gname", "gsubname", "corp", "target")


def _takes(record: Record) -> bool:
    incident, first = record.incident, sides(record).first
    return (
        incident.kind in _ATTACK
        and not (first is not None and first.what == STATE)
        and incident.when.when.start is not None
        and incident.where.place.country is not None
    )


def _date(record: Record, part: str) -> int | None:
    """Year, month or day; 0 for a month or day that is not told."""
    when = record.incident.when.when
    if when.start is None:
        return None
    if part == "year":
        return when.start.year
    told = {"month": {"day", "days", "week", "month"}, "day": {"day"}}[part]
    return int(getattr(when.start, part)) if when.precision in told else 0


def _approximate(record: Record) -> str | None:
    when = record.incident.when.when
    told = when.precision not in {"day", "unknown"} and when.start and when.end
    return f"{when.start} to {when.end}" if told else None


def _event_id(record: Record) -> str:
    """Twelve digits as GTD's: the day, then a number of our own."""
    start = record.incident.when.when.start
    return f"{start.strftime('%Y%m%d') if start else '0' * 8}{record.number % 10_000:04}"


def _attacks(record: Record) -> list[int]:
    return [_ATTACK[record.incident.kind]] if record.incident.kind in _ATTACK else []


def _targets(record: Record) -> list[int]:
    """Types of those harmed, the most numerous first."""
    counts: dict[int, int] = {}
    for field in ("killed", "injured", "abducted"):
        toll = record.toll(field)
        for group in toll.groups if toll else ():
            code = _TARGET.get(group.group)
            if code:
                counts[code] = counts.get(code, 0) + (group.best or group.low or 1)
    return sorted(counts, key=lambda code: (-counts[code], code))


def _weapons(record: Record) -> list[int]:
    return list(dict.fromkeys(_WEAPON.get(m.code, 13) for m in record.incident.means))


def _attackers(record: Record, field: str) -> int | None:
    toll = record.toll(field)
    told = [g.best for g in toll.groups if g.group == "militant"] if toll else []
    return told[0] if told else None


def _claimed(record: Record) -> int | None:
    confidences = {actor.confidence for actor in record.actors("perpetrator")}
    return None if not confidences else int("claimed" in confidences)


def _uncertain(record: Record, n: int) -> int | None:
    named = record.actors("perpetrator")
    return int(named[n].confidence != "stated") if n < len(named) else None


def _group(record: Record, n: int) -> str | None:
    named = [a.actor.name for a in record.actors("perpetrator") if a.actor.key]
    return named[n] if n < len(named) else "Unknown" if n == 0 else None


def _source(record: Record, n: int) -> str | None:
    if n >= len(record.reports):
        return None
    told = record.reports[n]
    title = f'"{told.title}"' if told.title else None
    day = told.published.isoformat() if told.published else None
    return ", ".join(x for x in (title, source(told), day) if x)


def _notes(record: Record) -> str | None:
    """What reports disagree about: the dispute of the dead, and open questions."""
    toll = record.toll("killed")
    disputed = say(*toll.reason) if toll and toll.against else None
    return " ".join(x for x in (disputed, *map(say, record.incident.open_questions)) if x) or None


def _hostages(record: Record) -> int | None:
    taken = record.incident.kind in {"abduction", "hostage_taking", "hijacking"}
    return 1 if taken or record.best("abducted") else None


_VALUES: dict[str, Callable[[Record], Cell]] = {
    "eventid": _event_id,
    "iyear": lambda r: _date(r, "year"),
    "imonth": lambda r: _date(r, "month"),
    "iday": lambda r: _date(r, "day"),
    "approxdate": _approximate,
    "extended": lambda r: None if _date(r, "day") == 0 else 0,
    "country_txt": lambda r: r.country_name or None,
    "provstate": lambda r: r.area(1),
    "city": lambda r: p.name if (p := r.incident.where.place).precision == "exact" else None,
    "latitude": lambda r: r.incident.where.place.lat,
    "longitude": lambda r: r.incident.where.place.lon,
    "specificity": lambda r: _SPECIFICITY.get(r.incident.where.place.precision),
    "vicinity": lambda r: 1 if r.incident.where.place.precision == "near" else 0,
    "location": lambda r: ", ".join(r.incident.where.place.path) or None,
    "summary": lambda r: f"{r.incident.title}.",
    "suicide": lambda r: int(r.incident.kind == "suicide_bombing"),
    "target1": lambda r: t[0].actor.name if (t := r.actors("target")) else None,
    "gname": lambda r: _group(r, 0),
    "gname2": lambda r: _group(r, 1),
    "gname3": lambda r: _group(r, 2),
    "guncertain1": lambda r: _uncertain(r, 0),
    "guncertain2": lambda r: _uncertain(r, 1),
    "guncertain3": lambda r: _uncertain(r, 2),
    "claimed": _claimed,
    "weapdetail": lambda r: ", ".join(m.name for m in r.incident.means) or None,
    "nkill": lambda r: r.best("killed"),
    "nkillter": lambda r: _attackers(r, "killed"),
    "nwound": lambda r: r.best("injured"),
    "nwoundte": lambda r: _attackers(r, "injured"),
    "ishostkid": _hostages,
    "nhostkid": lambda r: r.best("abducted"),
    "addnotes": _notes,
    "scite1": lambda r: _source(r, 0),
    "scite2": lambda r: _source(r, 1),
    "scite3": lambda r: _source(r, 2),
    "dbsource": lambda _: "Casus",
}
_CODED: dict[str, tuple[Mapping[int, str], Callable[[Record], list[int]], int]] = {
    "attacktype": (ATTACKS, _attacks, 9),
    "targtype": (TARGETS, _targets, 20),
    "weaptype": (WEAPONS, _weapons, 13),
}
"""Codes that come with their words: list, how a record's are found, the code for unknown."""


def _column(name: str) -> Column:
    stem, _, words = name.partition("_")
    if stem[:-1] in _CODED and stem[-1].isdecimal() and words in ("", "txt"):
        return _coded(name, int(stem[-1]) - 1, *_CODED[stem[:-1]], words=bool(words))
    if name in {"latitude", "longitude"}:
        kind = "number"
    else:
        text = name.endswith("_txt") or name in _WORDS or name.startswith(_TEXTS)
        kind = "text" if text else "integer"
    return Column(name, kind, _VALUES.get(name, lambda _: None))


def _coded(
    name: str,
    n: int,
    codes: Mapping[int, str],
    find: Callable[[Record], list[int]],
    unknown: int,
    *,
    words: bool,
) -> Column:
    """The `n`-th code or its words; the first says "unknown" where none is told."""

    def code(record: Record) -> int | None:
        found = find(record)
        return found[n] if n < len(found) else unknown if n == 0 else None

    def text(record: Record) -> str | None:
        value = code(record)
        return codes[value] if value is not None else None

    if words:
        return Column(name, "text", text, tuple(codes.values()))
    return Column(name, "integer", code, tuple(codes))


GTD = Table("gtd", tuple(map(_column, _NAMES)), _takes)
