"""A name without any listed place: the smallest known area around it."""

from __future__ import annotations

from collections.abc import Sequence

from casus.extract.places.candidate import FORCE, Candidate
from casus.extract.places.told import Told
from casus.gazetteer import GazetteerPlace, distance_km
from casus.names import name_key
from casus.types import Place

FINENESS = {"exact": 0, "near": 1, "adm2": 2, "adm1": 3, "water": 4, "country": 5, "unknown": 6}
"""Precisions, the finest first."""
_SAME_SOUND = 0.94  # likeness of script-neutral keys from which a spelling is a variant
_TOWN_RADIUS = 80.0  # kilometres around a town in which a name beside it may lie
_WIDTH = {"city": 0.0, "adm2": 0.0, "adm1": 1.0, "region": 2.0, "country": 6.0}
_ANY_WIDTH = 8.0  # of everything else
_OTHER_SENTENCE = 10.0  # what an area of the sentence before comes behind those of this one
_NOT_HERE = frozenset({"dateline", "org", FORCE, "of", "from", "to", "side"})

Known = Sequence[GazetteerPlace | None]
"""For each candidate of a text the place that it means."""


class Around:
    """Places the unlisted names of one text. `known`: what the other names mean."""

    def __init__(self, told: Told, known: Known) -> None:
        self._told, self._known = told, known

    def place(self, me: Candidate) -> Place | GazetteerPlace | None:
        """The listed town around that is spelt nearly like the name, or the name in the smallest
        known area around it.

        That is, in this order: what follows behind a comma or within three words; the smallest
        area or town of its sentence; of the sentences before it in its paragraph; the country
        the text speaks of most. None where nothing is known.
        """
        anchor = self._anchor(me) or self._main_area(me)
        if anchor is None:
            return None
        alike = self._sounding_like(me, anchor)
        if alike is not None:
            return alike
        base = self._told.gazetteer.to_place(anchor)
        precision = "near" if base.precision == "exact" else base.precision
        path = base.path[:-1] if anchor.kind == "city" and len(base.path) > 1 else base.path
        return Place(
            name=me.name, path=(*path, me.name), country=base.country, lat=base.lat, lon=base.lon,
            precision=precision, gazetteer_id=None, key=name_key(me.name),
        )  # fmt: skip

    def _sounding_like(self, me: Candidate, anchor: GazetteerPlace) -> GazetteerPlace | None:
        """The one settlement around that is spelt nearly so ("Banibangou", Bani Bangou)."""
        if me.entry.ids or anchor.country is None:
            return None
        found = self._told.gazetteer.lookup_like(me.name, country=anchor.country, most=2)
        alike = [p for likeness, p in found if likeness >= _SAME_SOUND and p.kind == "city"]
        return alike[0] if len(alike) == 1 and self._in_area(alike[0], anchor) else None

    def _in_area(self, place: GazetteerPlace, anchor: GazetteerPlace) -> bool:
        """Whether a place lies in the area of `anchor`, or near where that is a town."""
        if anchor.kind in {"city", "region", "water", "other"}:
            radius = max(_TOWN_RADIUS, anchor.radius_km or 0.0)
            return (
                place.point is not None and anchor.point is not None
                and distance_km(place.point, anchor.point) <= radius
            )  # fmt: skip
        return self._told.within(place, anchor)

    def _anchor(self, me: Candidate) -> GazetteerPlace | None:
        """The area or town that the words around the name put it in."""
        ranked: list[tuple[float, int, GazetteerPlace]] = []
        for other, place in zip(self._told.candidates, self._known, strict=True):
            if place is None or place.point is None or other.role == "inhabitant":
                continue
            if other.cue in {"dateline", "org", FORCE, "border"}:
                continue
            rank = self._rank(me, other, place)
            if rank is not None:
                ranked.append((rank, other.first, place))
        return min(ranked, key=lambda r: r[:2])[2] if ranked else None

    def _rank(self, me: Candidate, other: Candidate, place: GazetteerPlace) -> float | None:
        """How far off an area is told from the name, the smaller the better; None where it says
        nothing of where the name lies."""
        sentences = self._told.sentences
        here, there = self._told.sentence_of(me), self._told.sentence_of(other)
        gap = other.first - me.last if other.first >= me.last else me.first - other.last
        if other.role == "adjective" and not (other.last <= me.first and gap <= 2):
            return None  # "in der malischen Stadt X" places X, "malische Soldaten" do not
        town = place.kind == "city"
        if there == here and town and (gap > 6 or other.cue in {"from", "to"}):
            return None  # another town of the sentence is no area around this one
        if there != here and (town or sentences[there].paragraph != sentences[here].paragraph):
            return None
        away = abs(there - here)
        rank = (_OTHER_SENTENCE + 2 * min(away, 5) if away else 0) + min(gap, 30) / 10
        # a region of several countries says less than one of them
        wide = place.kind == "region" and place.country is None
        return rank + (7.0 if wide else _WIDTH.get(place.kind, _ANY_WIDTH))

    def _main_area(self, me: Candidate) -> GazetteerPlace | None:
        """The country the text speaks of most, or the one region of it that holds all the places
        where something is said to be; None where two countries are told alike, and where only
        the name itself speaks for one."""
        if not self._told.others_speak(me):
            return None
        best = sorted(self._told.countries.items(), key=lambda item: (-item[1], item[0]))
        if not best or not best[0][0] or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        gazetteer = self._told.gazetteer
        regions = set()
        for candidate, place in zip(self._told.candidates, self._known, strict=True):
            if place is None or place.country != best[0][0] or place.kind in {"country", "water"}:
                continue
            if candidate.cue in _NOT_HERE:
                continue
            inner = [p for p in (*gazetteer.containers(place), place) if p.kind == "adm1"]
            regions.add(inner[0] if inner else None)
        only = next(iter(regions)) if len(regions) == 1 else None
        return only or gazetteer.country(best[0][0])
