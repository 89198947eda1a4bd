"""What linking compares: one flat, language-blind record of each account.

Use `facts_of(account, document)` once for every account, then compare the records. Days are
proleptic ordinals (`date.toordinal`), intervals closed on both sides. `None` or an empty
collection means "not told", which is never evidence against a pair.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from casus.link.geo import contains
from casus.link.text_overlap import pack, shingles
from casus.names import name_key
from casus.types import (
    TOLL_FIELDS,
    Account,
    Actor,
    Claim,
    Count,
    Document,
    Part,
    Place,
    Stance,
    TimeRef,
    When,
)

_PRECISION = {"exact": 0, "near": 1, "water": 1, "adm2": 2, "adm1": 3, "country": 4, "unknown": 5}
_SILENT = (Stance.PLANS, Stance.DENIES, Stance.RETRACTS)

WORD_RUN = 3
"""Words in a shingle of an account's own sentences."""
MAX_PLACES = 4
"""Places of an account that are compared; more are usually the way there, not the scene."""


class TollFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One figure of an account, without its voice: who says it matters only to reconciling."""

    field: str
    group: str | None
    low: int | None
    high: int | None
    approx: bool
    part: Part
    best: int | None = None

    @property
    def point(self) -> int:
        """The figure itself: the likeliest, the lower bound, or the upper where only that was
        said."""
        if self.best is not None:
            return self.best
        return self.low if self.low is not None else self.high or 0


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """One account, ready to be compared. `start`/`end` are ordinals, both None when unknown;
    `ref` is set while the date is symbolic, `place_assumed` where the place is
    lent from elsewhere in the report. `place_names` are keys of the places as told and
    as listed. `published` is an ordinal or None. `coded` is the data set
    and the event's number there, None for an account of a report: a data set is published long
    after the news, and its rows share their form, so neither day nor wording of a row tells
    anything."""

    id: str
    doc: str
    lang: str
    role: str
    order: int
    kinds: frozenset[str]
    start: int | None
    end: int | None
    basis: str
    ref: TimeRef | None
    places: tuple[Place, ...]
    place_assumed: bool
    countries: frozenset[str]
    names: frozenset[str]
    place_names: frozenset[str]
    tolls: tuple[TollFact, ...]
    perpetrators: frozenset[str]
    targets: frozenset[str]
    means: frozenset[str]
    published: int | None
    anchor: tuple[int, int]
    shingles: bytes
    """Hashes of the runs of words of the account's own sentences, packed."""
    hours: str = ""
    """"early" or "late" where a single day is told with such hours: the night before or after it
    may be another report's day."""
    coded: tuple[str, str] | None = None

    @property
    def width(self) -> int | None:
        """Days the event's interval covers, 1 for a single day."""
        if self.start is None or self.end is None:
            return None
        return self.end - self.start + 1


_shared = lru_cache(50_000)(lambda told: told)
"""The same set for the same keys: most accounts share theirs with thousands of others."""


def facts_of(account: Account, document: Document) -> Facts:
    """Flatten an account. Denied, retracted and planned values are left out."""
    claims = [c for c in account.claims if c.stance not in _SILENT]
    when = chosen_when(claims)
    stated = [c for c in claims if c.field == "where" and c.stance is not Stance.ESTIMATES]
    wheres = stated or [c for c in claims if c.field == "where"]
    places = _places(wheres)
    coded = (document.coded, document.url or document.id) if document.coded else None
    return Facts(
        id=account.id,
        doc=account.doc,
        lang=account.lang,
        role=account.role,
        order=account.order,
        kinds=_shared(frozenset(_codes(claims, "kind")) | {account.kind}),
        start=when.start.toordinal() if when and when.start else None,
        end=(when.end or when.start).toordinal() if when and when.start else None,
        basis=when.basis if when else "unknown",
        ref=when.ref if when and when.start is None else None,
        places=places,
        place_assumed=bool(wheres) and not stated,
        countries=_shared(
            frozenset(
                c.value.country for c in wheres if isinstance(c.value, Place) and c.value.country
            )
        ),
        names=_shared(frozenset(n for n in account.names if n)),
        place_names=_shared(frozenset(k for p in places for k in (p.key, name_key(p.name)) if k)),
        tolls=_tolls(claims),
        perpetrators=_shared(_actors(claims, "perpetrator")),
        targets=_shared(_actors(claims, "target")),
        means=_shared(frozenset(_codes(claims, "means"))),
        published=document.published.toordinal() if document.published and not coded else None,
        anchor=account.anchor,
        shingles=b"" if coded else _shingles(account, claims, document.text),
        hours=_hours(when),
        coded=coded,
    )


def _shingles(account: Account, claims: list[Claim], text: str) -> bytes:
    sentences = {account.anchor, *(c.sentence for c in claims)}
    runs = (shingles(text[start:end], WORD_RUN) for start, end in sentences)
    return pack(frozenset().union(*runs))


def chosen_when(claims: list[Claim]) -> When | None:
    """The date of the account: the narrowest interval, the first told among equals; else the
    most telling symbolic one."""
    whens = [c.value for c in claims if c.field == "when" and isinstance(c.value, When)]
    dated = [w for w in whens if w.start is not None]
    if dated:
        return min(dated, key=_width)
    symbolic = [w for w in whens if w.ref is not None]
    return min(symbolic, key=lambda w: -_said(w.ref)) if symbolic else None


def _width(when: When) -> int:
    assert when.start is not None
    return ((when.end or when.start) - when.start).days


_HOURS = {"morning": "early", "night": "late"}
_DAWN, _DUSK = "06:00", "21:00"


def _hours(when: When | None) -> str:
    """Whether a day is told with its first hours, or its last."""
    ref = when.ref if when is not None else None
    if ref is None or (ref.weekday is None and ref.day is None and ref.offset is None):
        return ""
    if ref.part in ("early", "late"):
        return ref.part
    time = ref.time_of_day or ""
    if ":" in time:
        return "early" if time < _DAWN else "late" if time >= _DUSK else ""
    return _HOURS.get(time, "")


def _said(ref: TimeRef | None) -> int:
    """How narrow a symbolic date is: a day of the week or month beats a month beats nothing."""
    if ref is None:
        return 0
    return 4 * (ref.day is not None) + 2 * (ref.weekday is not None) + (ref.month is not None)


def place_rank(place: Place) -> tuple[int, int]:
    """Smaller is more specific. A named place the gazetteer lacks carries the precision of the
    area around it, yet its own name lies deeper than that area's."""
    return _PRECISION.get(place.precision, 5), -len(place.path)


def _places(claims: list[Claim]) -> tuple[Place, ...]:
    seen: dict[tuple[object, ...], Place] = {}
    for claim in claims:
        if isinstance(claim.value, Place):
            place = claim.value
            seen.setdefault((place.gazetteer_id, place.key or place.name.casefold()), place)
    told = sorted(seen.values(), key=place_rank)
    # an area is no second scene beside a place within it
    leaves = [p for p in told if not any(contains(p, q) for q in told)]
    return tuple(leaves[:MAX_PLACES])


def _tolls(claims: list[Claim]) -> tuple[TollFact, ...]:
    facts = {
        TollFact(
            c.field, c.group, c.value.low, c.value.high, c.value.approx, Part(c.part), c.value.best
        )
        for c in claims
        if c.field in TOLL_FIELDS and isinstance(c.value, Count)
    }
    return tuple(sorted(facts, key=repr))


def _actors(claims: list[Claim], role: str) -> frozenset[str]:
    return frozenset(
        c.value.key
        for c in claims
        if c.field == role
        and isinstance(c.value, Actor)
        and c.value.key
        and c.confidence != "denied"
    )


def _codes(claims: list[Claim], field: str) -> list[str]:
    return [c.value for c in claims if c.field == field and isinstance(c.value, str)]
