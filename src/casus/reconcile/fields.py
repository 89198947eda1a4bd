"""What, when, where, who and how of an incident: each field from the claims of its accounts.

Every function takes `Voiced` claims (a claim with its witness and weight) and answers with the
value that most independent reports support, the most precise of those that fit one another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from casus.link.geo import home_of, relation, unlisted
from casus.types import (
    CONFIDENCES,
    KINDS,
    ROLE_FIELDS,
    Actor,
    Claim,
    IncidentActor,
    IncidentWhen,
    IncidentWhere,
    Means,
    Place,
    Stance,
    State,
    When,
)


@dataclass(frozen=True, slots=True)
class Voiced:
    """A claim with the witness behind its document and how much its account is about it:
    2 main, 1 background. `rank` orders documents as they became known."""

    claim: Claim
    witness: str
    weight: int
    rank: int


GENERAL: Mapping[str, tuple[str, ...]] = {
    "armed_attack": (
        "shooting", "bombing", "suicide_bombing", "explosive_device", "stabbing", "hijacking",
        "vehicle_attack", "massacre", "assassination", "execution", "hostage_taking", "abduction",
    ),
    "bombing": ("suicide_bombing", "explosive_device"),
    "explosion": ("bombing", "suicide_bombing", "explosive_device", "mine_accident"),
    "protest": ("riot", "crackdown"),
    "fire": ("arson", "wildfire"),
    "abduction": ("hostage_taking",),
    "shooting": ("assassination", "massacre"),
}  # fmt: skip
"""Kind → the more specific kinds it may stand for."""


def kind(votes: Sequence[tuple[str, str, int]]) -> tuple[str, str]:
    """The kind and its family from (kind, witness, weight) votes, one a witness and kind.

    The most voted kind wins; a more specific one takes its place when it has half its votes.
    """
    cast: dict[str, dict[str, int]] = defaultdict(dict)
    for name, witness, weight in votes:
        cast[name][witness] = max(weight, cast[name].get(witness, 0))
    counted = {name: sum(by.values()) for name, by in cast.items()}
    order = list(KINDS)
    rank = {k: n for n, k in enumerate(order)}
    best = min(counted, key=lambda k: (-counted[k], rank.get(k, len(order)), k))
    finer = [k for k in GENERAL.get(best, ()) if 2 * counted.get(k, 0) >= counted[best]]
    if finer:
        best = min(finer, key=lambda k: (-counted[k], rank[k]))
    return best, KINDS.get(best, "")


_BASES = ("explicit", "relative", "inferred", "assumed", "symbolic")


NEWS_DAYS = 6
"""News that leaves its date out is at most a week old: a weekday would have been ambiguous."""


def when(claims: Sequence[Voiced], *, reported: date | None = None) -> IncidentWhen:
    """The interval most witnesses' dates share, as sharp as any of them tells it.

    `reported` is the day of the first report that has the event as its news. Where no report
    tells any date, the event is assumed to lie in the week up to it, and labelled so.
    """
    dated = [(v, v.claim.value) for v in claims if isinstance(v.claim.value, When)]
    known = [(v, w) for v, w in dated if w.start is not None]
    if not known:
        unresolved = [w for _, w in dated if w.ref is not None]
        if reported is not None and not unresolved:
            week = When(reported - timedelta(days=NEWS_DAYS), reported, "week", "assumed")
            return IncidentWhen(week, State.ASSUMED, ())
        value = unresolved[0] if unresolved else When(None, None, "unknown", "assumed")
        ids = tuple(sorted(v.claim.id for v, _ in dated))
        return IncidentWhen(replace(value, precision="unknown"), State.UNKNOWN, ids)

    @cache  # many reports tell the same day
    def support(when_: When) -> int:
        return _weight(v for v, w in known if _meet(when_, w))

    ranked = sorted(
        known,
        key=lambda x: (-support(x[1]), _days(x[1]), _base(x[1]), x[0].rank, x[0].claim.id),
    )
    best = ranked[0][1]
    fitting = [(v, w) for v, w in known if _meet(best, w)]
    equal = [w for _, w in fitting if (w.start, w.end) == (best.start, best.end)]
    best = min(equal, key=_base)
    others = {v.witness for v, w in known if not _meet(best, w)} - {v.witness for v, _ in fitting}
    witnesses = {v.witness for v, _ in fitting}
    return IncidentWhen(
        best,
        _state(witnesses, others, assumed=best.basis == "assumed"),
        tuple(sorted(v.claim.id for v, _ in fitting)),
    )


def _weight(voices: Iterable[Voiced]) -> int:
    """Summed over witnesses, each with the most that one of its claims weighs."""
    weights: dict[str, int] = {}
    for v in voices:
        weights[v.witness] = max(weights.get(v.witness, 0), v.weight)
    return sum(weights.values())


def _meet(a: When, b: When) -> bool:
    assert a.start is not None and b.start is not None
    return a.start <= (b.end or b.start) and b.start <= (a.end or a.start)


def _days(w: When) -> int:
    assert w.start is not None
    return ((w.end or w.start) - w.start).days


def _base(w: When) -> int:
    return _BASES.index(w.basis) if w.basis in _BASES else len(_BASES)


def _state(fitting: set[str], others: set[str], *, assumed: bool = False) -> State:
    if others:
        return State.CONFLICTING
    if assumed:
        return State.ASSUMED
    return State.AGREED if len(fitting) > 1 else State.SINGLE


_SHARPNESS = {"exact": 0, "near": 1, "water": 1, "adm2": 2, "adm1": 3, "country": 4, "unknown": 5}


def where(claims: Sequence[Voiced], *, assumed: bool = False) -> IncidentWhere:
    """The smallest place that the places of most witnesses contain or equal. `assumed`: no
    report tells the place of this event, it is lent from elsewhere in the reports."""
    told = [(v, v.claim.value) for v in claims if isinstance(v.claim.value, Place)]
    if not told:
        return IncidentWhere(Place("", precision="unknown"), State.UNKNOWN, ())
    places = Counter(p for _, p in told)
    fits = cache(_fits)

    @cache  # many reports tell the same place
    def support(place: Place) -> int:
        return _weight(v for v, p in told if fits(place, p))

    @cache
    def same(place: Place) -> int:
        return sum(n for p, n in places.items() if relation([place], [p])[0] == "same")

    most = max(map(support, places))
    # half the support is enough for a smaller place: few reports name the village
    strong = [(v, p) for v, p in told if 2 * support(p) > most]
    best = min(
        strong,
        key=lambda x: (
            _sharpness(x[1]), -same(x[1]), -support(x[1]), x[0].rank, x[0].claim.id
        ),
    )[1]  # fmt: skip
    fitting = [(v, p) for v, p in told if fits(best, p)]
    agreeing = {v.witness for v, _ in fitting}
    others = {v.witness for v, p in told if not fits(best, p)} - agreeing
    return IncidentWhere(
        _settled(best, [p for _, p in fitting]),
        _state(agreeing, others, assumed=assumed),
        tuple(sorted(v.claim.id for v, _ in fitting)),
    )


def _fits(place: Place, other: Place) -> bool:
    """True where `other` is the place, an area around it, or lies close by."""
    name, _ = relation([place], [other])
    return name in (
        "same", "within_5_km", "inside", "within_25_km", "towns_25_km", "inside_region",
        "unlisted_region", "inside_country", "unlisted_country", "same_region", "unknown",
    )  # fmt: skip


def _sharpness(place: Place) -> tuple[int, int]:
    rank = _SHARPNESS.get(place.precision, 5)
    if unlisted(place) and place.name:
        rank = min(rank, 1) if len(place.path) > 1 or not place.path else rank
    return rank, -len(place.path)


def _settled(place: Place, fitting: Sequence[Place]) -> Place:
    """The place under its best-known form; an unknown village takes the smallest area told."""
    alike = [p for p in fitting if relation([place], [p])[0] == "same"] or [place]
    best = min(
        alike, key=lambda p: (_SHARPNESS.get(p.precision, 5), not p.gazetteer_id, -len(p.path))
    )
    if not unlisted(best):
        return best
    home = home_of(best)
    areas = [
        p for p in fitting
        if p.lat is not None and p.precision in ("adm2", "adm1", "near", "exact")
        and not unlisted(p) and len(p.path) > len(home) and p.path[: len(home)] == home
        and _SHARPNESS[p.precision] < _SHARPNESS.get(best.precision, 5)
    ]  # fmt: skip
    if not areas:
        return best
    area = min(areas, key=lambda p: (len(p.path), p.path, _SHARPNESS[p.precision]))
    precision = area.precision if area.precision in ("adm1", "adm2") else "near"
    return replace(
        best,
        path=(*area.path, best.name),
        country=area.country or best.country,
        lat=area.lat,
        lon=area.lon,
        precision=precision,
    )


_PERPETRATOR = ("claimed", *(c for c in CONFIDENCES if c != "claimed"))
"""Who claims an attack answers for it; that a report states it may be only its grammar."""


def actors(claims: Sequence[Voiced]) -> tuple[IncidentActor, ...]:
    """Everybody named, one entry a role and key, with the most trusted confidence.

    A denial stays beside what it denies, as an entry of its own. Who is a target in most of
    what is told is no perpetrator for a sentence that only seems to state it: grammar misleads,
    accusations and claims do not. Nameless perpetrators ("gunmen") are those who are named, where
    anybody is; else what several reports call them is one.
    """
    held: dict[tuple[str, str, bool], list[Voiced]] = defaultdict(list)
    for v in claims:
        c = v.claim
        if c.field in ROLE_FIELDS and isinstance(c.value, Actor):
            denied = c.confidence == "denied" or c.stance is Stance.DENIES
            held[c.field, c.value.key or c.value.name.casefold(), denied].append(v)
    _name(held)
    found = []
    for (role, key, denied), voiced in held.items():
        hit = held.get(("target", key, False), [])
        if role == "perpetrator" and not denied and _weaker(voiced, hit):
            continue
        if role == "other" and any((r, key, False) in held for r in ROLE_FIELDS if r != role):
            continue  # somebody tells the part they took
        told = sorted(voiced, key=lambda v: (v.rank, v.claim.id))
        order = _PERPETRATOR if role == "perpetrator" else CONFIDENCES
        confidence = "denied" if denied else min(map(_confidence, told), key=order.index)
        names = [v.claim.value for v in told if isinstance(v.claim.value, Actor)]
        ids = tuple(sorted(v.claim.id for v in told))
        found.append(IncidentActor(role, _fullest(names), confidence, ids))
    return tuple(
        sorted(
            found,
            key=lambda a: (
                ROLE_FIELDS.index(a.role),
                (_PERPETRATOR if a.role == "perpetrator" else CONFIDENCES).index(a.confidence),
                -len(a.claims),
                a.actor.key,
            ),
        )
    )


def _name(held: dict[tuple[str, str, bool], list[Voiced]]) -> None:
    """Drop nameless perpetrators where an armed group is named, else put them together, unless one
    report tells them apart. Whom anybody accuses or suspects stays, and who claims it."""
    acting = {k: v for k, v in held.items() if k[0] == "perpetrator" and not k[2]}
    nameless = {k: v for k, v in acting.items() if not _actor(v).key and _merely_stated(v)}
    if any(_actor(v).key and _actor(v).sector in _BANDS for v in acting.values()):
        for key in nameless:
            del held[key]
        return
    accounts = [a for v in nameless.values() for a in {x.claim.account for x in v}]
    if len(nameless) > 1 and len(set(accounts)) == len(accounts):
        together = [v for key in nameless for v in held.pop(key)]
        held[next(iter(nameless))] = together


_BANDS = ("REB", "CRM")
"""Sectors of armed groups that have a name: gunmen may be theirs, soldiers are not."""


def _actor(voiced: Sequence[Voiced]) -> Actor:
    """The actor that claims of one key tell."""
    value = voiced[0].claim.value
    assert isinstance(value, Actor)
    return value


def _merely_stated(voiced: Sequence[Voiced]) -> bool:
    return {_confidence(v) for v in voiced} == {"stated"}


def _weaker(acting: Sequence[Voiced], hit: Sequence[Voiced]) -> bool:
    """True where nobody claims or accuses, and no more claims tell the actor than the target."""
    return len(acting) <= len(hit) and _merely_stated(acting)


def _confidence(v: Voiced) -> str:
    told = v.claim.confidence
    return told if told in CONFIDENCES else "stated"


def _fullest(actors_: Sequence[Actor]) -> Actor:
    """The actor under the name told most, with what any mention knows of it."""
    counts: dict[str, int] = defaultdict(int)
    for a in actors_:
        counts[a.name] += 1
    name = min(counts, key=lambda n: (-counts[n], len(n), n))
    first = next(a for a in actors_ if a.name == name)
    return replace(
        first,
        sector=first.sector or next((a.sector for a in actors_ if a.sector), ""),
        country=first.country or next((a.country for a in actors_ if a.country), None),
    )


def means(claims: Sequence[Voiced]) -> tuple[Means, ...]:
    """Means by code, the most told first; the name is the first wording met."""
    held: dict[str, list[Voiced]] = defaultdict(list)
    for v in claims:
        if v.claim.field == "means" and isinstance(v.claim.value, str):
            held[v.claim.value].append(v)
    found = []
    for code, told in sorted(held.items(), key=lambda x: (-len(x[1]), x[0])):
        first = min(told, key=lambda v: (v.rank, v.claim.id))
        found.append(Means(code, first.claim.raw, tuple(sorted(v.claim.id for v in told))))
    return tuple(found)


def title(kind_: str, when_: When, where_: Place, country: str) -> str:
    """ "Armed attack, Djibo, Burkina Faso, 2023-05-02"; what is unknown is left out."""
    words = [kind_.replace("_", " ").capitalize()]
    if where_.name:
        words.append(where_.name)
    if country and country != where_.name:
        words.append(country)
    if when_.start is not None:
        words.append(_date_text(when_.start, when_.end or when_.start, when_.precision))
    return ", ".join(words)


def _date_text(start: date, end: date, precision: str) -> str:
    if start == end:
        return start.isoformat()
    if precision == "month" and (start.year, start.month) == (end.year, end.month):
        return start.isoformat()[:7]
    if precision == "year" and start.year == end.year:
        return str(start.year)
    return f"{start.isoformat()} to {end.isoformat()}"
