"""A pack's `places.tsv`, ready to look up: country names, adjectives, inhabitants, endings.

Rows are `form, target, role`. A target is a public id of the gazetteer ("ML", "US-FL",
"region:sahel"). A form with a star at its front and such a target is an ending: `*s → *` says
that a name may carry an "s" that the gazetteer does not have, `*ой → *а` that one ending stands
for another. Where a name has several words, each may carry one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from casus.gazetteer import Gazetteer, GazetteerPlace
from casus.names import fold
from casus.packs import Pack
from casus.packs.lexicon import expand

JOINED = "joined"
"""Attribute of links that stand before a name with a hyphen."""
_KEPT = 100_000  # surface strings remembered
_CITY_PRIOR = ((1e6, 3.0), (3e5, 2.5), (1e5, 2.0), (3e4, 1.0), (5e3, 0.5), (0, 0.2))
_AREA_PRIOR = {"adm1": 2.6, "water": 2.4, "adm2": 0.5}
_BIG = 100_000
_FAMOUS = 300_000  # inhabitants
_NO_ENDING_UNDER = 4  # letters of a name that an ending may hide
_WORDS_OF_NAME = 4
_VARIANTS = 24  # of an inflected name's beginning that are followed up
_BETWEEN = re.compile(r"([\s-]+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface string can name. `forms` are (place, role) of the pack; `ids` the
    gazetteer's places of that name, likeliest first; `role` that of the best reading. `prior`
    is what the name alone is worth as evidence of a place: countries and big cities 3, villages
    next to nothing. `base` is the name without its endings, where it was found so; `inflected`
    says that the surface is no name as lists have it; `goal` that it stands in the form that
    says whither."""

    forms: tuple[tuple[GazetteerPlace, str], ...]
    ids: tuple[int, ...]
    role: str = "name"
    prior: float = 0.0
    base: str = ""
    inflected: bool = False
    goal: bool = False


@dataclass(slots=True)
class PlaceForms:
    """Look-up of surface strings in a pack's forms and the gazetteer; shared by all documents."""

    gazetteer: Gazetteer
    exact: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    lower: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    endings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    longest_ending: int = 0
    goals: frozenset[str] = frozenset()
    goals_plain: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()
    """Small words that a hyphen joins to a name: "ez-Zor"."""
    any_case: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _memo: dict[str, Entry | None] = field(default_factory=dict)

    @classmethod
    def of(cls, pack: Pack, gazetteer: Gazetteer) -> PlaceForms:
        """Read the rows of a pack."""
        forms = cls(gazetteer)
        for row in pack.places:
            for form in expand(row.form):
                pair = (row.target, row.role)
                if row.role == "goal":
                    plain = form == row.target
                    forms.goals_plain |= {form[1:]} if plain else frozenset()
                    forms.goals |= frozenset() if plain else {form[1:]}
                elif form.startswith("*"):
                    instead = row.target.removeprefix("*"), row.role
                    forms.endings.setdefault(form[1:], []).append(instead)
                elif form.endswith("*"):
                    forms.stems.setdefault(form[:-1].lower(), []).append(pair)
                elif form.startswith("="):
                    forms.exact.setdefault(form[1:], []).append(pair)
                    forms.any_case.setdefault(form[1:].lower(), []).append(pair)
                else:
                    forms.lower.setdefault(form.lower(), []).append(pair)
        forms.longest_ending = max(map(len, forms.endings), default=0)
        not_place, names = pack.words.get("NOT_PLACE", {}), pack.words.get("FIRST_NAME", {})
        forms.never = frozenset(w.removeprefix("=") for w in not_place.get("never", ()))
        forms.alone = frozenset(w.removeprefix("=") for w in not_place.get("alone", ()))
        forms.plain = frozenset(w.removeprefix("=").lower() for w in not_place.get("plain", ()))
        links = pack.words.get("PLACE_LINK", {})
        forms.joined = frozenset(w.removeprefix("=") for w in links.get(JOINED, ()))
        forms.given = frozenset(w.removeprefix("=") for w in names.get("given", ()))
        return forms

    def unknown_targets(self) -> list[str]:
        """Targets that the gazetteer does not know, for the check of a pack."""
        targets = {t for table in (self.exact, self.lower, self.stems)
                   for pairs in table.values() for t, _ in pairs}  # fmt: skip
        return sorted(t for t in targets if self.gazetteer.by_code(t) is None)

    def is_plain(self, word: str, entry: Entry) -> bool:
        """Whether a word is first of all an ordinary one: "rest", though big Rasht is listed
        with that spelling, but not "phoenix"."""
        if word not in self.plain or entry.forms:
            return False
        place = self.gazetteer.place(entry.ids[0])
        return (place.population or 0) < _BIG or fold(place.name) != fold(word)

    def is_famous(self, surface: str, entry: Entry) -> bool:
        """Whether a name is first of all a country's or a big place's own, not just one that it
        has too: "Lima", but not "Sol" for Seoul."""
        if entry.forms:
            return True
        told = fold(entry.base or surface)
        return any(
            place.kind in {"country", "region"} or (place.population or 0) >= _FAMOUS
            for place in map(self.gazetteer.place, entry.ids[:3])
            if fold(place.name) == told
        )

    def find(self, surface: str, *, caseless: bool = False) -> Entry | None:
        """What `surface` names, or None. `caseless`: the text is in capitals throughout or has
        none, so that forms that ask for a case are met by any."""
        key = surface + "\0" if caseless else surface
        if key in self._memo:
            return self._memo[key]
        entry = self._look(surface, caseless)
        if entry is not None:
            inflected = bool(entry.base or (entry.forms and not entry.ids))
            entry = replace(entry, prior=self._prior(entry), inflected=inflected,
                            goal=self._goal(surface, entry.role, inflected=inflected))  # fmt: skip
        if len(self._memo) >= _KEPT:
            self._memo.clear()
        self._memo[key] = entry
        return entry

    def _goal(self, surface: str, role: str, *, inflected: bool) -> bool:
        """Whether a name's ending says whither, as those of the role `goal` do."""
        if role != "name" or surface.isupper():
            return False
        endings = self.goals if inflected else self.goals_plain
        return any(surface.endswith(ending) for ending in endings)

    def _prior(self, entry: Entry) -> float:
        if entry.forms:
            return 3.0
        best = 0.0
        for number in entry.ids[:3]:
            place = self.gazetteer.place(number)
            if place.kind in {"country", "region"}:
                return 3.0
            if place.kind in _AREA_PRIOR:
                best = max(best, _AREA_PRIOR[place.kind])
            elif place.kind == "city":
                people = place.population or 0
                best = max(best, next(w for size, w in _CITY_PRIOR if people >= size))
        return best

    def _look(self, surface: str, caseless: bool) -> Entry | None:
        low = surface.lower()
        pairs = [*self.exact.get(surface, ()), *self.lower.get(low, ())]
        # "us" is hardly the country, though "u.s." is
        long_enough = len(low) > 3 if surface.isupper() else len(low) > 2
        if not pairs and long_enough and (caseless or surface.isupper()):
            pairs = self.any_case.get(low, [])  # "WASHINGTON (Reuters)"
        if not pairs:
            for length in range(len(low), 3, -1):
                if low[:length] in self.stems:
                    pairs = self.stems[low[:length]]
                    break
        forms = []
        for target, role in pairs:
            place = self.gazetteer.by_code(target)
            if place is not None:
                forms.append((place, role))
        ids = self.gazetteer.ids(fold(surface)) if surface[0] != low[0] or low == surface else ()
        direct: Entry | None = None
        if forms or ids:
            roles = [role for _, role in forms]
            role = roles[0] if roles and "name" not in roles else "name"
            if any(place.id in ids for place, _ in forms):
                role = "name"  # "Polen" is the country before it is its people
                forms = [(place, "name" if place.id in ids else r) for place, r in forms]
            direct = Entry(tuple(forms), ids, role)
            if forms:
                return direct
            if self._well_known(direct):
                bare = self._without_ending(surface, low, anything=False)
                same = bare is not None and bare.role == "name" and bare.ids[:1] == ids[:1]
                return replace(direct, base=bare.base) if bare is not None and same else direct
        return self._without_ending(surface, low, anything=direct is None) or direct

    def _without_ending(self, surface: str, low: str, *, anything: bool) -> Entry | None:
        """The name behind endings: "Malis". Unless `anything` will do, only a well-known one,
        since the surface is itself the name of some small town. Of several the well-known, then
        the one least changed, then the bigger."""
        best: tuple[tuple[bool, int, float, float, int], Entry] | None = None
        for base, role, change in self._bases(surface, low):
            if role != "name" and not anything:
                continue
            found = self._look_plain(base)
            known = found is not None and self._well_known(found)
            if found is None or not (known or (anything and role == "name")):
                continue
            entry = Entry(found.forms, found.ids, role, base=base)
            rank = (known, -change, self._prior(entry), self._people(entry), len(base))
            if best is None or rank > best[0]:
                best = rank, entry
        return best[1] if best is not None else None

    def _people(self, entry: Entry) -> float:
        return float(self.gazetteer.place(entry.ids[0]).population or 0) if entry.ids else 0.0

    def _bases(self, surface: str, low: str) -> Iterator[tuple[str, str, int]]:
        """What a name may be without its endings: (name, role, letters changed)."""
        yield from self._word_bases(surface, low)
        parts = _BETWEEN.split(surface)
        if not 1 < (len(parts) + 1) // 2 <= _WORDS_OF_NAME:
            return
        begun: list[tuple[str, int]] = [("", 0)]
        for number in range(0, len(parts), 2):
            word, gap = parts[number], "".join(parts[number + 1 : number + 2])
            ways = [(word, 0)] if number else []  # that of a bare first word is the last word's
            bases = self._word_bases(word, word.lower())
            ways += [(base, change) for base, role, change in bases if role == "name"]
            begun = [(done + way + gap, n + m) for done, n in begun for way, m in ways]
            if gap:
                begun = [x for x in begun if self.gazetteer.begins(fold(x[0]))][:_VARIANTS]
        yield from ((base, "name", change) for base, change in begun)

    def _word_bases(self, word: str, low: str) -> Iterator[tuple[str, str, int]]:
        for size in range(1, min(len(low), self.longest_ending) + 1):
            for instead, role in self.endings.get(low[len(low) - size :], ()):
                base = word[: len(word) - size] + (instead.upper() if word.isupper() else instead)
                if len(base) >= _NO_ENDING_UNDER:
                    yield base, role, size

    def _well_known(self, entry: Entry) -> bool:
        """Whether an ending may make an adjective of the name: areas and big cities only, or half
        the nouns of a language would speak for some hamlet's country."""
        if entry.forms or not entry.ids:
            return bool(entry.forms)
        place = self.gazetteer.place(entry.ids[0])
        return place.kind in {"adm1", "country", "region"} or (place.population or 0) >= _BIG

    def _look_plain(self, name: str) -> Entry | None:
        """A name without an ending, in forms that are names and in the gazetteer."""
        named = self.any_case.get(name.lower()) if name.isupper() else self.exact.get(name)
        pairs = [*(named or ()), *self.lower.get(name.lower(), ())]
        forms = [
            (place, role)
            for target, role in pairs
            if role == "name" and (place := self.gazetteer.by_code(target)) is not None
        ]
        ids = self.gazetteer.ids(fold(name))
        return Entry(tuple(forms), ids) if forms or ids else None
