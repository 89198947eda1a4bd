"""Who acts: registered organisations, forces of states, perpetrators without a name.

Use `find_actors` on a tokenised text with its lexicon hits and place mentions. Names come from the
registry (`packs/actors/actors.tsv`); a force of a state is put together from a country and a force
noun ("Malian troops", "the army of Mali", "Mali's army"); people without a name ("gunmen") are
generic. Nothing here knows a language: words arrive as hits of the classes FORCE, GENERIC_ACTOR,
OF, DET and POSSESSIVE.

Build one `Registry` a language with `load_registry`, share it freely.
Measured: 0.5 M words/s a core on words never seen, 0.8-3 M after, with 640 organisations.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Protocol

from casus.packs.lexicon import Hit, Lexicon, expand
from casus.text import PLAIN, Tokens, Writing, tokenise
from casus.types import Actor, Place

_REACH = 2
"""Words that may stand between a country and its force: "Malian government special forces"."""

_ARMED, _CRIMINAL = ("UAF", "armed_group"), ("CRM", "cartel")
"""Sector (PLOVER) and type of those who act without a name: "gunmen", "bandits"."""

_COLUMNS = ("key", "sector", "country", "type", "name", "all")
_APOSTROPHES = "'’ʼ"


class ActorError(ValueError):
    """A table of actors that cannot be used; the message names the row and what it lacks."""


class PlaceLike(Protocol):
    """What is needed of a place mention (`casus.extract.places.PlaceMention`)."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def resolved(self) -> Place | None: ...


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor where the text says it: tokens `[first, last)`, code points `[start, end)`.

    `type`: armed_group, cartel, state_force, police, un_mission, agency, ngo, party, government
    or other. `generic` actors have no key: their name is the text's own words.
    """

    first: int
    last: int
    start: int
    end: int
    actor: Actor
    generic: bool
    type: str


@dataclass(frozen=True, slots=True)
class Force:
    """A kind of state force: what its key ends in, its display name, sector and type."""

    suffix: str
    name: str
    sector: str
    type: str


@dataclass(frozen=True, slots=True)
class Registry:
    """Organisations and the names they go by in one language, and how state forces are named."""

    names: Lexicon
    actors: Mapping[str, tuple[Actor, str]]
    """key → actor and its type."""
    forces: Mapping[str, Force]
    """attribute of FORCE → force."""
    countries: Mapping[str, tuple[str, str]]
    """ISO 3166-1 alpha-2 → slug and adjective."""

    def force(self, attr: str, country: str) -> tuple[Actor, str] | None:
        """The force of a state, under its registered name where it has one."""
        force, state = self.forces.get(attr), self.countries.get(country)
        if force is None or state is None:
            return None
        key = f"{state[0]}_{force.suffix}"
        known = self.actors.get(key)
        if known is not None:
            return known
        name = f"{state[1]} {force.name}"
        return Actor(name, key, force.sector, country), force.type


def called(name: str, registry: Registry, writing: Writing = PLAIN) -> Actor | None:
    """The registered organisation that a whole name stands for, None where none is called so."""
    words = tokenise(name, writing=writing).words
    for hit in registry.names.look_up(words):
        if (hit.first, hit.last) == (0, len(words)):
            return registry.actors[hit.attr][0]
    return None


def read_registry(
    actors: str,
    forces: str,
    countries: str,
    *,
    lang: str,
    writing: Writing = PLAIN,
    further: str = "",
) -> Registry:
    """Build a registry from the texts of its three tables, for one language.

    Names of the columns `name`, `all` and `lang` are matched; a language without a column has the
    first two. `further` is a user's own table of actors: a key that is known already gets its
    names besides the known ones and stays what it is. `writing` is the pack's, by which
    names are cut into words as texts are. Raises ActorError that names the row at fault.
    """
    found: dict[str, tuple[Actor, str]] = {}
    tables: dict[str, list[str]] = {}
    for cells in _actors(actors, "actors.tsv"):
        key = cells["key"]
        if not key or not cells["name"] or not cells["type"] or key in found:
            raise ActorError(f"actors.tsv: {key or cells}: want one row with key, type and name")
        _add(cells, lang, writing, found, tables)
    for cells in _actors(further, "your actors") if further else ():
        key = cells["key"]
        if not key or (key not in found and not (cells["name"] and cells["type"])):
            raise ActorError(f"your actors: {key or cells}: a new actor needs key, type and name")
        _add(cells, lang, writing, found, tables)
    kinds = {r[0]: Force(r[1], r[2], r[3], r[4]) for r in _rows(forces)}
    states = {r[0]: (r[1], r[2]) for r in _rows(countries)}
    return Registry(Lexicon({"ACTOR": tables}), found, kinds, states)


def _actors(text: str, file: str) -> Iterable[dict[str, str]]:
    """The rows of a table of actors by column; cells left out at the end are empty."""
    rows = list(_rows(text))
    if not rows or tuple(rows[0][: len(_COLUMNS)]) != _COLUMNS:
        raise ActorError(f"{file}: the first columns are {', '.join(_COLUMNS)}, parted by tabs")
    header = rows[0]
    for row in rows[1:]:
        yield dict(zip(header, row + [""] * (len(header) - len(row)), strict=False))


def _add(
    cells: Mapping[str, str],
    lang: str,
    writing: Writing,
    found: dict[str, tuple[Actor, str]],
    tables: dict[str, list[str]],
) -> None:
    """Take a row in: its actor unless the key is known, and its names."""
    key = cells["key"]
    actor = Actor(cells["name"], key, cells["sector"], cells["country"] or None)
    found.setdefault(key, (actor, cells["type"]))
    listed = [cells["name"], *cells["all"].split(";"), *cells.get(lang, "").split(";")]
    entries = [e for name in listed if name for e in _entries(name, writing)]
    tables.setdefault(key, []).extend(entries)


@lru_cache(maxsize=16)
def load_registry(
    lang: str, writing: Writing = PLAIN, further: Path | None = None
) -> Registry:
    """The registry that ships with Casus, with a user's own table if there is one, for one
    language (cached). Raises ActorError for a row that cannot be used, OSError for the file."""
    folder = resources.files("casus.packs") / "actors"
    texts = [(folder / f"{n}.tsv").read_text("utf-8") for n in ("actors", "forces", "countries")]
    own = further.read_text("utf-8") if further else ""
    return read_registry(*texts, lang=lang, writing=writing, further=own)


def find_actors(
    tokens: Tokens,
    hits: Sequence[Hit],
    places: Sequence[PlaceLike],
    registry: Registry,
    *,
    adjectives_follow: bool = False,
) -> list[ActorMention]:
    """All actors in order, free of overlaps: the longest wins, then a registered name, then a
    state's force, then a generic one. `adjectives_follow`: a country's adjective may stand behind
    its force ("ejército maliense")."""
    found: list[tuple[int, int, int, Actor, str]] = []  # first, last, rank, actor, type
    for hit in registry.names.annotate(tokens):
        actor, kind = registry.actors[hit.attr]
        found.append((hit.first, hit.last, 0, actor, kind))
    forces = [h for h in hits if h.cls == "FORCE"]
    if forces and places:
        found += _state_forces(hits, forces, places, registry, adjectives_follow)
    for hit in hits:
        if hit.cls == "GENERIC_ACTOR":
            raw = tokens.raw(hit.first, hit.last)
            sector, kind = _CRIMINAL if hit.attr == "criminals" else _ARMED
            found.append((hit.first, hit.last, 2, Actor(raw, "", sector), kind))
    found.sort(key=lambda f: (f[0] - f[1], f[2], f[0]))
    taken: set[int] = set()
    mentions: list[ActorMention] = []
    for first, last, rank, actor, kind in found:
        cells = range(first, last)
        if taken.isdisjoint(cells):
            taken.update(cells)
            start, end = tokens.span(first, last)
            mentions.append(ActorMention(first, last, start, end, actor, rank == 2, kind))
    mentions.sort(key=lambda m: m.first)
    return mentions


def _state_forces(
    hits: Sequence[Hit],
    forces: Sequence[Hit],
    places: Sequence[PlaceLike],
    registry: Registry,
    adjectives_follow: bool,
) -> Iterable[tuple[int, int, int, Actor, str]]:
    """Force nouns with a country before or behind them."""
    ends: dict[int, PlaceLike] = {}
    starts: dict[int, PlaceLike] = {}
    for place in places:
        if country_of(place):
            ends[place.last] = place
            starts[place.first] = place
    glue: dict[int, set[int]] = {}  # token → where a run of OF, DET words or a suffix from it ends
    for hit in hits:
        if hit.cls in ("OF", "DET"):
            glue.setdefault(hit.first, set()).add(hit.last)
    suffixes = {h.last: h.first for h in hits if h.cls == "POSSESSIVE"}
    force_at = {i for h in forces for i in range(h.first, h.last)}
    for hit in forces:
        pair = _before(hit, ends, suffixes, force_at) or _behind(
            hit, starts, glue, adjectives_follow
        )
        if pair is not None:
            first, last, place = pair
            made = registry.force(hit.attr, country_of(place))
            if made is not None:
                yield first, last, 1, *made


def _before(
    hit: Hit, ends: Mapping[int, PlaceLike], suffixes: Mapping[int, int], force_at: set[int]
) -> tuple[int, int, PlaceLike] | None:
    """ "Malian army", "Mali's army", "Malian government special forces"."""
    at = hit.first
    for _ in range(_REACH + 1):
        place = ends.get(at) or ends.get(suffixes.get(at, -1))
        if place is not None:
            return place.first, hit.last, place
        at -= 1
        if at not in force_at:  # only other force words may stand between
            return None
    return None


def _behind(
    hit: Hit,
    starts: Mapping[int, PlaceLike],
    glue: Mapping[int, set[int]],
    adjectives_follow: bool,
) -> tuple[int, int, PlaceLike] | None:
    """ "the army of Mali", a genitive right behind the noun, or an adjective where they follow."""
    at, steps = hit.last, 0
    while True:
        place = starts.get(at)
        if place is not None:
            follows = adjectives_follow and place.role == "adjective" and steps == 0
            return (hit.first, place.last, place) if place.role == "name" or follows else None
        ends = glue.get(at)
        if ends is None or steps == 2:
            return None
        at, steps = max(ends), steps + 1


def country_of(place: PlaceLike) -> str:
    """The country that the mention means as a whole, or "" (a town's police is not the state's)."""
    where = place.resolved
    if where is None or where.country is None:
        return ""
    whole = where.precision == "country" or len(where.path) == 1
    return where.country if whole else ""


def _rows(text: str) -> Iterable[list[str]]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def _entries(name: str, writing: Writing) -> Iterable[str]:
    """A name as entries of the lexicon: cut into words as texts are, every apostrophe tried."""
    cased = name.startswith("=")
    for form in expand(name.removeprefix("=")):
        variants = {form}
        if any(sign in form for sign in _APOSTROPHES):
            variants = {_with_apostrophe(form, sign) for sign in _APOSTROPHES}
        for variant in sorted(variants):
            words = " ".join(_words(unicodedata.normalize("NFC", variant), writing))
            yield f"={words}" if cased else words.lower()


def _with_apostrophe(form: str, sign: str) -> str:
    return form.translate({ord(other): sign for other in _APOSTROPHES})


def _words(form: str, writing: Writing) -> list[str]:
    """The tokens of a name; a star stays with its word."""
    words: list[str] = []
    for piece in form.split():
        bare = piece.strip("*")
        cut = tokenise(bare, writing=writing).words
        if piece.startswith("*"):
            cut[0] = "*" + cut[0]
        if piece.endswith("*"):
            cut[-1] += "*"
        words += cut
    return words
