"""ACLED's event table, 31 columns in the order of its current file (SCHEMAS.md §3).

Kinds of incident become event types as far as the reports tell who stood against whom: an attack
on soldiers is a battle, one on civilians violence against civilians. Disasters, accidents and
crimes without a political side are no events there. `fatalities` follow ACLED's policy; what is
disputed goes into `notes`.
"""

from __future__ import annotations

from casus.export.tables.record import Record, source
from casus.export.tables.sides import ARMED, CIVILIAN, STATE, Side, sides
from casus.export.tables.table import Column, Table, empty
from casus.wording import say

POLICY = "acled"
POLITICAL, DEMONSTRATIONS = "Political violence", "Demonstrations"
STRATEGIC = "Strategic developments"
BATTLES, REMOTE, AGAINST, PROTESTS, RIOTS = (
    "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots",
)  # fmt: skip
EVENT_TYPES: dict[str, tuple[str, ...]] = {
    BATTLES: (
        "Armed clash", "Government regains territory", "Non-state actor overtakes territory",
    ),
    REMOTE: (
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    ),
    AGAINST: ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    PROTESTS: (
        "Peaceful protest", "Protest with intervention", "Excessive force against protesters",
    ),
    RIOTS: ("Violent demonstration", "Mob violence"),
    STRATEGIC: (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction",
        "Non-violent transfer of territory", "Other",
    ),
}  # fmt: skip
INTERS = (
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters",
    "Protesters", "Civilians", "External/Other forces",
)  # fmt: skip

_FIXED = {
    "suicide_bombing": (REMOTE, "Suicide bomb"),
    "bombing": (REMOTE, "Remote explosive/landmine/IED"),
    "explosive_device": (REMOTE, "Remote explosive/landmine/IED"),
    "air_strike": (REMOTE, "Air/drone strike"),
    "shelling": (REMOTE, "Shelling/artillery/missile attack"),
    "armed_clash": (BATTLES, "Armed clash"),
    "sexual_violence": (AGAINST, "Sexual violence"),
    "abduction": (AGAINST, "Abduction/forced disappearance"),
    "hostage_taking": (AGAINST, "Abduction/forced disappearance"),
    "massacre": (AGAINST, "Attack"),
    "riot": (RIOTS, "Violent demonstration"),
    "arrest": (STRATEGIC, "Arrests"),
    "coup": (STRATEGIC, "Other"),
}
_ATTACKS = frozenset({
    "armed_attack", "shooting", "stabbing", "vehicle_attack", "assassination", "execution",
})  # fmt: skip
_TIME_PRECISION = {"day": 1, "days": 2, "week": 2, "month": 3, "year": 3}
_GEO_PRECISION = {"exact": 1, "near": 2, "adm2": 2, "adm1": 3, "country": 3, "water": 3}


def event(record: Record) -> tuple[str, str] | None:
    """Event type and sub-event type; None where ACLED has none for what is told."""
    kind = record.incident.kind
    if kind in _ATTACKS:
        second = sides(record).second
        if second is None:
            return None
        return (AGAINST, "Attack") if second.what == CIVILIAN else (BATTLES, "Armed clash")
    if kind == "bombing" and any(m.code == "grenade" for m in record.incident.means):
        return REMOTE, "Grenade"
    if kind == "protest":
        hurt = record.best("injured") or record.best("arrested")
        return PROTESTS, "Protest with intervention" if hurt else "Peaceful protest"
    if kind == "crackdown":
        harmed = record.best("killed") or record.best("injured")
        return PROTESTS, EVENT_TYPES[PROTESTS][2 if harmed else 1]
    if kind == "arson" and not record.best("killed"):
        return STRATEGIC, "Looting/property destruction"
    return _FIXED.get(kind)


def _takes(record: Record) -> bool:
    incident = record.incident
    dated = incident.when.when.start is not None
    return dated and incident.where.place.country is not None and event(record) is not None


def _event(record: Record, part: int) -> str | None:
    found = event(record)
    return found[part] if found else None


def _disorder(record: Record) -> str | None:
    found = event(record)
    if found is None:
        return None
    if found[1] in {"Excessive force against protesters", "Mob violence"}:
        return f"{POLITICAL}; {DEMONSTRATIONS}"
    if found[0] == STRATEGIC:
        return STRATEGIC
    demonstration = found[0] == PROTESTS or found[1] == "Violent demonstration"
    return DEMONSTRATIONS if demonstration else POLITICAL


def _actors(record: Record) -> tuple[tuple[str | None, str | None], tuple[str | None, str | None]]:
    """(name, inter) of both actors. Crowds stand first in demonstrations."""
    found, kind = sides(record), _event(record, 0)
    if kind in {PROTESTS, RIOTS}:
        crowd = "Protesters" if kind == PROTESTS else "Rioters"
        other = found.first if found.first and found.first.what == STATE else None
        return (f"{crowd} ({record.country_name})", crowd), _named(other, record)
    return _named(found.first, record), _named(found.second, record)


def _named(side: Side | None, record: Record) -> tuple[str | None, str | None]:
    if side is None:
        return None, None
    if side.what == CIVILIAN:
        return f"Civilians ({record.country_name})", "Civilians"
    if side.what == STATE:
        abroad = side.actor and side.actor.country != record.incident.where.place.country
        foreign = abroad and side.actor and side.actor.country
        return side.name, "External/Other forces" if foreign else "State forces"
    # a registered armed group is a rebel group as far as reports tell; gunmen are a militia
    if side.what == ARMED and side.actor and side.actor.key and side.actor.sector == "REB":
        return side.name, "Rebel group"
    return side.name, None


def _interaction(record: Record) -> str | None:
    one, two = _actors(record)
    told = [inter for _, inter in (one, two) if inter]
    return "-".join(told) if len(told) == 2 else f"{told[0]} only" if told else None


def _day(record: Record) -> str | None:
    start = record.incident.when.when.start
    return start.isoformat() if start else None


def _notes(record: Record) -> str:
    """The title, the policy's sentence on the dead, and what is open."""
    toll = record.toll("killed")
    parts = [record.incident.title + ".", say(*toll.reason) if toll else ""]
    injured = record.best("injured")
    parts.append(f"{injured} injured." if injured else "")
    parts += [f"{say(question)}." for question in record.incident.open_questions]
    return " ".join(part for part in parts if part)


def _targeting(record: Record) -> str | None:
    second = sides(record).second
    excessive = _event(record, 1) == EVENT_TYPES[PROTESTS][2]
    civilians = excessive or (second is not None and second.what == CIVILIAN)
    return "Civilian targeting" if civilians else None


def _iso(record: Record) -> int | None:
    country = record.country
    return int(country.numeric) if country and country.numeric else None


def _sources(record: Record) -> str:
    return "; ".join(dict.fromkeys(map(source, record.reports)))


ACLED = Table(
    "acled",
    (
        Column(
            "event_id_cnty", "text",
            lambda r: f"{r.country.iso3 if r.country else ''}{r.number}",
        ),
        Column("event_date", "date", _day),
        Column("year", "integer", lambda r: int((_day(r) or "0")[:4]) or None),
        Column(
            "time_precision", "integer",
            lambda r: _TIME_PRECISION.get(r.incident.when.when.precision), (1, 2, 3),
        ),
        Column(
            "disorder_type", "text", _disorder,
            (POLITICAL, DEMONSTRATIONS, STRATEGIC, f"{POLITICAL}; {DEMONSTRATIONS}"),
        ),
        Column("event_type", "text", lambda r: _event(r, 0), tuple(EVENT_TYPES)),
        Column(
            "sub_event_type", "text", lambda r: _event(r, 1),
            tuple(sub for subs in EVENT_TYPES.values() for sub in subs),
        ),
        Column("actor1", "text", lambda r: _actors(r)[0][0]),
        empty("assoc_actor_1"),
        Column("inter1", "text", lambda r: _actors(r)[0][1], INTERS),
        Column("actor2", "text", lambda r: _actors(r)[1][0]),
        empty("assoc_actor_2"),
        Column("inter2", "text", lambda r: _actors(r)[1][1], INTERS),
        Column("interaction", "text", _interaction),
        Column("civilian_targeting", "text", _targeting, ("Civilian targeting",)),
        Column("iso", "integer", _iso),
        empty("region"),
        Column("country", "text", lambda r: r.country_name or None),
        Column("admin1", "text", lambda r: r.area(1)),
        Column("admin2", "text", lambda r: r.area(2)),
        Column("admin3", "text", lambda r: r.area(3)),
        Column("location", "text", lambda r: r.incident.where.place.name),
        Column("latitude", "number", lambda r: r.incident.where.place.lat),
        Column("longitude", "number", lambda r: r.incident.where.place.lon),
        Column(
            "geo_precision", "integer",
            lambda r: _GEO_PRECISION.get(r.incident.where.place.precision), (1, 2, 3),
        ),
        Column("source", "text", _sources),
        empty("source_scale"),
        Column("notes", "text", _notes),
        Column("fatalities", "integer", lambda r: r.best("killed")),
        Column(
            "tags", "text",
            lambda r: "crowd size=no report" if _event(r, 0) in {PROTESTS, RIOTS} else None,
        ),
        empty("timestamp", "integer"),
    ),
    _takes,
)  # fmt: skip
