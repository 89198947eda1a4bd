"""Who acts: organisations of the registry and forces of a country.

Use `find_actors` on a tokenised text with its lexicon hits and places. A registered name is one
actor under all its names ("Daesh", "IS", "ИГИЛ"); a force word beside a country ("Malian army",
"army of Mali") is composed: `mali_armed_forces`. The text's own name is kept. Language-blind:
names come from `packs/actors/actors.tsv`, force words from the pack's class FORCE.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from casus.extract.places import PlaceMention
from casus.names import name_key
from casus.packs import PackError, builtin_folder
from casus.packs.lexicon import Hit, Lexicon, LexiconError
from casus.text import Tokens
from casus.types import Actor

ACTOR_TYPES = (
    "armed_group", "state_force", "police", "un_mission", "agency", "party", "government",
    "ngo", "cartel", "other",
)  # fmt: skip
_FORCES: Mapping[str, tuple[str, str, str]] = {
    # FORCE attribute: what the key is called, type, PLOVER sector
    "army": ("armed_forces", "state_force", "MIL"),
    "navy": ("armed_forces", "state_force", "MIL"),
    "airforce": ("armed_forces", "state_force", "MIL"),
    "police": ("police", "police", "COP"),
    "guard": ("guard", "state_force", "MIL"),
    "coast_guard": ("coast_guard", "police", "COP"),
    "border": ("border_force", "state_force", "MIL"),
    "intelligence": ("intelligence", "government", "SPY"),
    "government": ("government", "government", "GOV"),
    "security": ("security_forces", "state_force", "MIL"),
}
_REACH = 2  # tokens between a country and its force: "Malian national army"


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor at tokens `[first, last)`, code points `[start, end)`. `type` is one of
    ACTOR_TYPES; `generic`: no organisation, only a word for those who fight."""

    first: int
    last: int
    start: int
    end: int
    actor: Actor
    type: str
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """One row of the registry."""

    key: str
    sector: str
    country: str | None
    type: str


class Registry:
    """All names of registered actors, looked up like words of a lexicon."""

    def __init__(self, rows: Iterable[tuple[Registered, Sequence[str]]]) -> None:
        tables: dict[str, dict[str, list[str]]] = {"ACTOR": {}}
        self.actors: dict[str, Registered] = {}
        for row, names in rows:
            self.actors[row.key] = row
            tables["ACTOR"].setdefault(row.key, []).extend(_entry(name) for name in names)
        self._lexicon = Lexicon(tables)

    def __len__(self) -> int:
        return len(self.actors)

    def find(self, tokens: Tokens) -> list[Hit]:
        """Registered names, longest first at each token."""
        return self._lexicon.annotate(tokens)


def _entry(name: str) -> str:
    """A registry name as a lexicon entry: abbreviations keep their case."""
    return name if name.startswith("=") else name.lower()


def read_registry(file: Path) -> list[tuple[Registered, list[str]]]:
    """Rows of a registry file. Raises PackError that names file and line."""
    rows: list[tuple[Registered, list[str]]] = []
    with file.open(encoding="utf-8", newline="") as handle:
        lines = (line for line in handle if not line.startswith("#"))
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            kind = row.get("type") or ""
            if not row.get("key") or kind not in ACTOR_TYPES:
                raise PackError(f"{file.name}:{number}: want a key and a type of {ACTOR_TYPES}")
            fixed = {"key", "sector", "country", "type", "sources", "note"}
            names = [
                name.strip()
                for column, cell in row.items()
                if column is not None and column not in fixed and cell
                for name in cell.split(";")
                if name.strip()
            ]
            rows.append(
                (Registered(row["key"], row.get("sector") or "", row.get("country") or None, kind), names)
            )
    return rows


@lru_cache(maxsize=4)
def load_registry(extra: tuple[Path, ...] = ()) -> Registry:
    """The shipped registry and further files of the same form (cached)."""
    rows: list[tuple[Registered, list[str]]] = []
    for file in (*sorted((builtin_folder() / "actors").glob("*.tsv")), *extra):
        rows += read_registry(file)
    try:
        return Registry(rows)
    except LexiconError as error:
        raise PackError(f"actor registry: {error}") from None


def find_actors(
    tokens: Tokens, hits: Sequence[Hit], places: Sequence[PlaceMention], registry: Registry
) -> list[ActorMention]:
    """All actors in order, free of overlaps: registered names first, then forces of countries."""
    found: list[ActorMention] = []
    taken: set[int] = set()
    for hit in sorted(registry.find(tokens), key=lambda h: (h.first - h.last, h.first)):
        cells = range(hit.first, hit.last)
        if taken.isdisjoint(cells) and _written_as_name(tokens, hit):
            taken.update(cells)
            found.append(_registered(tokens, hit, registry.actors[hit.attr]))
    country_at = {
        i: place for place in places if place.resolved is not None
        for i in (place.first, place.last - 1)
    }  # fmt: skip
    for hit in hits:
        if hit.cls != "FORCE" or hit.attr not in _FORCES or not taken.isdisjoint((hit.first,)):
            continue
        mention = _force(tokens, hit, country_at)
        if mention is not None and taken.isdisjoint(range(mention.first, mention.last)):
            taken.update(range(mention.first, mention.last))
            found.append(mention)
    return sorted(found, key=lambda m: m.first)


def _written_as_name(tokens: Tokens, hit: Hit) -> bool:
    """A registered name has a capital somewhere, where the script has capitals."""
    text = tokens.raw(hit.first, hit.last)
    return text != text.lower() or text.lower() == text.upper()


def _registered(tokens: Tokens, hit: Hit, row: Registered) -> ActorMention:
    start, end = tokens.span(hit.first, hit.last)
    actor = Actor(tokens.text[start:end], row.key, row.sector, row.country)
    return ActorMention(hit.first, hit.last, start, end, actor, row.type)


def _force(
    tokens: Tokens, hit: Hit, country_at: Mapping[int, PlaceMention]
) -> ActorMention | None:
    """The force of a country: the country's word stands just before, or just behind."""
    name, kind, sector = _FORCES[hit.attr]
    for distance in range(1, _REACH + 2):
        for i in (hit.first - distance, hit.last - 1 + distance):
            place = country_at.get(i)
            if place is None or place.resolved is None or not place.resolved.path:
                continue
            before = place.last <= hit.first
            if (before and distance <= _REACH) or (not before and place.role == "name"):
                first, last = min(place.first, hit.first), max(place.last, hit.last)
                start, end = tokens.span(first, last)
                key = f"{name_key(place.resolved.path[0])}_{name}"
                actor = Actor(tokens.text[start:end], key, sector, place.resolved.country)
                return ActorMention(first, last, start, end, actor, kind)
    return None
