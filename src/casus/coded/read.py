"""A coded event's document as an account: claims whose spans are the values of its lines.

Use `read_coded(document, gazetteer=…, actor=…)`. Pure: the same document gives the same account.
Its own voice speaks (the data set), nobody else's words are guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from casus.coded import text as lines
from casus.coded.event import CIVILIANS, DATA_SETS, GOVERNMENT, DataSet, is_civilian
from casus.coded.places import bare, country_of, locate
from casus.coded.text import Told, days_of, killed_of, lines_of
from casus.gazetteer import Gazetteer
from casus.names import name_key
from casus.types import Account, Actor, Claim, Count, Document, Part, Place, Value, When

KnownActor = Callable[[str], Actor | None]
"""The registered organisation of a name, None where none is called so."""

_SECTORS = {
    "State forces": "MIL", "Rebel group": "REB", "Political militia": "PRM",
    "Identity militia": "PRM", "External/Other forces": "MIL",
}  # fmt: skip
"""What ACLED calls an actor → PLOVER sector; crowds have none."""
_NUMBERS = ("State forces", "Rebel group", "Political militia", "Identity militia", "Rioters",
            "Protesters", CIVILIANS, "External/Other forces")  # fmt: skip
"""ACLED's older numbers of the same, from 1."""
_SIDES = ((lines.SIDE_A, lines.KIND_A, False), (lines.SIDE_B, lines.KIND_B, True))
_ATTACKS = frozenset(
    {"armed_attack", "abduction", "suicide_bombing", "explosive_device", "bombing"}
)
"""Kinds here in which one side attacks."""
_STATE = ("MIL", "COP", "GOV", "SPY")
_RULE = "@1"
_SMALL = ("exact", "near")
MIN_NAME = 4
"""Letters of a word that can tell one village from another."""


def read_coded(
    document: Document, *, gazetteer: Gazetteer, actor: KnownActor
) -> tuple[Account, ...]:
    """The account of a coded event; none where its codebook's type tells no incident.

    An event of GED without a type (as exported where reports tell one side only) is an attack.
    Raises KeyError for a document of no known data set.
    """
    return _Row(document, gazetteer, actor).accounts()


class _Row:
    """The lines of one document, and the claims they make."""

    def __init__(self, document: Document, gazetteer: Gazetteer, actor: KnownActor) -> None:
        self.document, self.gazetteer, self.known = document, gazetteer, actor
        self.told: Mapping[str, Told] = lines_of(document.text)
        self.set: DataSet = DATA_SETS[document.coded or ""]
        self.account = _id(document.id, "account")
        self.type = self._value(lines.TYPE)
        self.kind = self.set.kind(self.type)
        number = self.told.get(lines.NUMBER)
        self.country = country_of(
            self._value(lines.COUNTRY), int(number.value) if number else None, self.set.numbers,
            gazetteer,
        )  # fmt: skip

    def accounts(self) -> tuple[Account, ...]:
        if not self.kind:
            return ()
        head = self.told[""]
        where = self._where()
        claims = [
            self._claim("kind", self.kind, self.told.get(lines.TYPE, head)),
            self._when(),
            where,
            *self._sides(),
            *self._killed(),
        ]
        return (
            Account(
                id=self.account,
                doc=self.document.id,
                lang=self.document.lang,
                role="main",
                anchor=head.line,
                kind=self.kind,
                order=0,
                claims=tuple(claims),
                names=_rare(where.value),
            ),
        )

    def _value(self, label: str) -> str:
        told = self.told.get(label)
        return told.value if told else ""

    def _claim(self, field: str, value: Value, at: Told) -> Claim:
        return Claim(
            id=_id(self.document.id, field, at.start, at.end, repr(value)),
            account=self.account,
            doc=self.document.id,
            lang=self.document.lang,
            field=field,
            value=value,
            raw=at.value,
            spans=((at.start, at.end),),
            sentence=at.line,
            rule=f"coded/{self.set.name}{_RULE}",
            said=self.document.published,
        )

    def _when(self) -> Claim:
        at = self.told[lines.DATE]
        start, end = days_of(at.value)
        precision = self.set.days[int(self._value(lines.DATE_PRECISION) or 1)]
        if (precision == "day") != (start == end) and precision in ("day", "days"):
            precision = "day" if start == end else "days"
        return self._claim("when", When(start, end, precision, "explicit"), at)

    def _where(self) -> Claim:
        precision = self.set.places[int(self._value(lines.PLACE_PRECISION))]
        point = None
        if coordinates := self._value(lines.COORDINATES):
            lat, lon = coordinates.split(", ")
            point = float(lat), float(lon)
        at = self.told.get(lines.PLACE) or self.told.get(lines.COUNTRY) or self.told[""]
        areas = tuple(filter(None, (self._value(lines.AREA1), self._value(lines.AREA2))))
        name = self._value(lines.PLACE)
        place = locate(name, areas[::-1], self.country, point, precision, self.gazetteer)
        return self._claim("where", place, at)

    def _actor(self, name: str, kind: str) -> Actor:
        """A side as an actor: civilians, a state, a registered organisation, or, without a key,
        just its name."""
        if is_civilian(name, kind):
            return Actor(name, "", "CVL", self.country)
        if name.startswith(GOVERNMENT):
            state = country_of(name.removeprefix(GOVERNMENT), None, "gw", self.gazetteer)
            return Actor(name, "", "GOV", state)
        for spelt in _names(name):
            if (found := self.known(spelt)) is not None:
                return found
        at_home = self.country if kind == "State forces" else None
        return Actor(name, "", _SECTORS.get(kind, "" if kind else "REB"), at_home)

    def _sides(self) -> Iterator[Claim]:
        """Who acted on whom where the codebook's type says so, else who took part."""
        sides = [
            (at, self._actor(at.value, self._kind_of(kind)), second)
            for label, kind, second in _SIDES
            if (at := self.told.get(label)) is not None
        ]
        civilians = any(actor.sector == "CVL" for _, actor, _ in sides)
        # of one side only, as Casus exports it, A is the one that acted
        directed = not self.type or self.type in self.set.directed or civilians
        for at, actor, second in sides:
            if not directed:
                yield self._claim("other", actor, at)
                continue
            hit = actor.sector == "CVL" if civilians else second
            claim = self._claim("target" if hit else "perpetrator", actor, at)
            yield claim if hit else replace(claim, confidence="stated")

    def _kind_of(self, label: str) -> str:
        value = self._value(label)
        return _NUMBERS[int(value) - 1] if value.isdecimal() and 0 < int(value) < 9 else value

    def _killed(self) -> Iterator[Claim]:
        """The dead in all, and the best figure's parts as parts of them."""
        at = self.told.get(lines.KILLED)
        if at is None:
            return
        figures = killed_of(at.value)
        # about one published row in a hundred has a low above its best, or a high below it
        best, low, high = figures[0], min(figures), max(figures)
        if not high:
            return
        count = Count(low, high, best=None if low == high else best)
        yield self._claim("killed", count, at)
        for told, group, number in self._parts():
            if group == "militant" and self.kind in _ATTACKS:
                continue  # reconciling counts attackers beside the victims, a data set among them
            claim = self._claim("killed", Count(number, number), told)
            yield replace(claim, group=group, part=Part.SUBSET)

    def _parts(self) -> Iterator[tuple[Told, str, int]]:
        """The best figure's parts with the group of people that each side is."""
        for label, (side, kind, _) in zip(lines.DEATHS[:2], _SIDES, strict=True):
            told, name = self.told.get(label), self._value(side)
            if told is not None and name and (number := int(told.value)):
                sector = self._actor(name, self._kind_of(kind)).sector
                group = "military" if sector in _STATE else "militant"
                yield told, "civilian" if sector == "CVL" else group, number
        told = self.told.get(lines.DEATHS[2])
        if told is not None and (number := int(told.value)):
            yield told, "civilian", number


def _names(name: str) -> tuple[str, ...]:
    """What an actor may be known as: "JNIM: Group for Support of Islam" by either part, "Police
    Forces of Mali (2020-)" without its years, "Province (ISWAP)" by its letters."""
    before, _, after = name.partition(":")
    outside, _, inside = name.partition("(")
    parts = (name, before, after, outside, inside.partition(")")[0])
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _rare(place: Value) -> tuple[str, ...]:
    """Words of a small place's name that no gazetteer lists: few texts share them."""
    if not isinstance(place, Place) or place.gazetteer_id or place.precision not in _SMALL:
        return ()
    keys = {name_key(word) for word in bare(place.name).split()}
    return tuple(sorted(key for key in keys if len(key) >= MIN_NAME))


def _id(*parts: object) -> str:
    text = "\x1f".join(map(str, parts))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
