"""Language packs: folders of data. Adding a language touches no Python.

Use `load_pack("en")` for one pack and `available()` for the list. A pack is

    pack.toml     name, script, status, strategies of the engine, sources and licences
    words/*.toml  [CLASS] attribute = [entries]   (see `casus.packs.lexicon`)
    numbers.toml  dates.toml  places.tsv  rules/*.toml

Packs are parsed here and compiled by `casus.extract`. A pack that breaks the schema, or that
holds a rule without an example and a counter-example, does not load: `PackError` says where.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from casus.packs.lexicon import Lexicon, LexiconError
from casus.packs.proclitics import Proclitics, read_list, read_proclitics
from casus.text import APOSTROPHES, Writing

__all__ = [
    "Pack", "PackError", "PlaceForm", "RuleSpec", "available", "load_pack", "marks",
    "pack_folder", "pack_sources", "pack_version",
]  # fmt: skip

ENTRY_POINTS = "casus.packs"
"""The group under which another distribution names its packs."""

_CLASS = re.compile(r"[A-Z][A-Z0-9_]*\Z")
_CODE = re.compile(r"[a-z]{2,3}\Z")
_RULE_KEYS = {"id", "version", "level", "emits", "pattern", "set", "examples", "not", "note"}
PLACE_ROLES = ("name", "adjective", "inhabitant", "goal")
MAX_EXCEPTIONS = 12
"""More counter-patterns than this: the rule is wrong, delete it (DESIGN.md)."""


class PackError(ValueError):
    """A pack that cannot be used; the message names file and entry and says what to do."""


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule as the pack writes it. `set` holds constants that its matches carry.

    `examples` are texts in which it fires, its slots marked as `[slot text]`; `counter` are
    texts in which it stays silent.
    """

    id: str
    version: int
    level: int
    emits: str
    pattern: str
    constants: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    counter: tuple[str, ...]

    @property
    def name(self) -> str:
        """`en/killed-passive@1`, as claims cite it."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """A name, adjective or inhabitant noun of a country or region, as the language inflects it."""

    form: str
    target: str
    role: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One language's data. `version` is a hash of its files: the same pack, the same reading."""

    lang: str
    name: str
    version: str
    script: str
    status: str
    strategies: Mapping[str, Any]
    writing: Writing
    proclitics: Proclitics | None
    abbreviations: frozenset[str]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    numbers: Mapping[str, Any]
    dates: Mapping[str, Any]
    macros: Mapping[str, str]
    rules: tuple[RuleSpec, ...]
    places: tuple[PlaceForm, ...]
    sources: tuple[Mapping[str, str], ...]
    lexicon: Lexicon
    folder: Path


def builtin_folder() -> Path:
    """Where the packs that ship with Casus lie."""
    return Path(str(resources.files("casus.packs")))


@lru_cache(maxsize=1)
def _installed() -> dict[str, Path]:
    """Packs of other distributions: entry points of the group `casus.packs`, the language's code
    as the name, the package that is the folder as the value. Nothing of them is imported."""
    found: dict[str, Path] = {}
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda e: (e.name, e.value)):
        spec = find_spec(entry.module)
        places = map(Path, (spec.submodule_search_locations if spec else None) or ())
        folder = next((place for place in places if (place / "pack.toml").is_file()), None)
        if folder is None:
            raise PackError(
                f"entry point {entry.name} = {entry.value}: no pack.toml in that package; "
                "uninstall its distribution or have it mended"
            )
        found[entry.name] = folder
    return found


def _folders(extra: tuple[Path, ...]) -> dict[str, Path]:
    """The folder of each language: of those that ship, are installed and lie in `extra`, the
    one named last."""
    found = _shipped() | _installed()
    for root in extra:
        if not root.is_dir():
            raise PackError(f"no folder of packs at {root}: give an existing folder to --packs")
        found |= _within(root)
    return found


def _within(root: Path) -> dict[str, Path]:
    """Packs of a folder: sub-folders called as languages are, "template" is none."""
    folders = (file.parent for file in sorted(root.glob("*/pack.toml")))
    return {folder.name: folder for folder in folders if _CODE.match(folder.name)}


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Path]:
    return _within(builtin_folder())


def available(extra: tuple[Path, ...] = ()) -> list[str]:
    """Language codes that have a pack, sorted: shipped, installed (entry points of the group
    `casus.packs`) or in one of the `extra` folders."""
    return sorted(_folders(extra))


def pack_version(lang: str, extra: tuple[Path, ...] = ()) -> str:
    """The version of a pack without reading it: a hash of its files. Raises PackError."""
    return _version(pack_folder(lang, extra))


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.suffix in {".toml", ".tsv"}):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def pack_folder(lang: str, extra: tuple[Path, ...] = ()) -> Path:
    """Where a language's pack lies. Raises PackError that names those there are."""
    folder = _folders(extra).get(lang)
    if folder is None:
        known = ", ".join(available(extra))
        raise PackError(f"no pack for language {lang!r}: there are {known}")
    return folder


def pack_sources(lang: str, extra: tuple[Path, ...] = ()) -> tuple[Mapping[str, str], ...]:
    """What a pack was made from, read from its pack.toml alone. Raises PackError."""
    return tuple(_toml(pack_folder(lang, extra) / "pack.toml").get("sources", ()))


@lru_cache(maxsize=1)
def marks() -> Mapping[str, frozenset[str]]:
    """For each shipped language the small words that tell it from its neighbours; read from
    each pack.toml alone, so that no pack is loaded for it."""
    return {
        lang: frozenset(_toml(folder / "pack.toml").get("marks", ()))
        for lang, folder in _shipped().items()
    }


@lru_cache(maxsize=32)
def load_pack(lang: str, extra: tuple[Path, ...] = ()) -> Pack:
    """Load one pack (cached). Raises PackError if there is none or it breaks the schema."""
    return read_pack(pack_folder(lang, extra), lang=lang)


def read_pack(folder: Path, *, lang: str = "", left_out: bool = False) -> Pack:
    """Read a pack from its folder; for checks of packs in the making. Its language is the
    folder's name unless `lang` says otherwise, as for installed packages. `left_out`: for texts
    that leave out the letters of `strategies.left_out` (`casus.packs.spelling`)."""
    settings = _toml(folder / "pack.toml")
    lang = lang or folder.name
    strategies = settings.get("strategies", {})
    writing = _writing(strategies, f"{lang}/pack.toml", left_out=left_out)
    try:
        proclitics = read_proclitics(strategies, writing)
        articles = read_list(strategies, "articles", writing)
    except ValueError as error:
        raise PackError(f"{lang}/pack.toml: {error}") from None
    words = _words(folder, writing)
    try:
        lexicon = Lexicon(words, articles=articles, endings=_endings(settings, lang, writing))
    except LexiconError as error:
        raise PackError(f"{lang}/words: {error}") from None
    macros, rules = _rules(folder, lang)
    return Pack(
        lang=lang,
        name=_need(settings, "name", str, lang),
        version=_version(folder),
        script=_need(settings, "script", str, lang),
        status=_need(settings, "status", str, lang),
        strategies=strategies,
        writing=writing,
        proclitics=proclitics,
        abbreviations=frozenset(settings.get("abbreviations", ())),
        words=words,
        numbers=_as_read(_toml(folder / "numbers.toml"), writing),
        dates=_as_read(_toml(folder / "dates.toml"), writing),
        macros=macros,
        rules=rules,
        places=_places(folder / "places.tsv", writing),
        sources=tuple(settings.get("sources", ())),
        lexicon=lexicon,
        folder=folder,
    )


def _writing(strategies: Mapping[str, Any], where: str, *, left_out: bool) -> Writing:
    """How the pack's language writes, as its strategies say."""
    apostrophe = strategies.get("apostrophe", "suffix")
    if apostrophe not in APOSTROPHES:
        raise PackError(f"{where}: strategies.apostrophe is one of {APOSTROPHES}")
    letters = _letters(strategies, "letters", where)
    plain = _letters(strategies, "left_out", where)
    table = letters | plain if left_out else letters
    return Writing(apostrophe, table, digits_apart="proclitics" in strategies)


def _letters(strategies: Mapping[str, Any], name: str, where: str) -> dict[int, str]:
    """A table of strategies that says what letters are read as."""
    rows = strategies.get(name, {})
    if not isinstance(rows, dict) or not all(
        isinstance(read, str) and all(len(letter) == 1 for letter in written.split())
        for written, read in rows.items()
    ):
        raise PackError(f"{where}: strategies.{name} maps letters, parted by blanks, to a string")
    table = {ord(letter): read for row, read in rows.items() for letter in row.split()}
    if any(ord(letter) in table for read in table.values() for letter in read):
        raise PackError(f"{where}: strategies.{name}: a letter is read as one read otherwise")
    return table


def _as_read(data: Any, writing: Writing) -> Any:
    """A pack's data with every string as texts are looked up."""
    if not writing.letters:
        return data
    if isinstance(data, dict):
        return {key: _as_read(value, writing) for key, value in data.items()}
    if isinstance(data, list):
        return [_as_read(value, writing) for value in data]
    return writing.read(data) if isinstance(data, str) else data


def _toml(file: Path) -> dict[str, Any]:
    if not file.exists():
        raise PackError(f"{file.parent.name}: {file.name} is missing")
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{file.parent.name}/{file.name}: {error}") from None


def _need(settings: Mapping[str, Any], key: str, kind: type, lang: str) -> Any:
    value = settings.get(key)
    if not isinstance(value, kind):
        raise PackError(f"{lang}/pack.toml: `{key}` must be given as {kind.__name__}")
    return value


def _endings(
    settings: Mapping[str, Any], lang: str, writing: Writing
) -> dict[str, tuple[str, ...]]:
    """The endings that entries `stem~name` may carry."""
    found = _as_read(settings.get("endings", {}), writing)
    if not isinstance(found, dict) or not all(
        isinstance(e, list) and e and all(isinstance(x, str) for x in e) for e in found.values()
    ):
        raise PackError(f"{lang}/pack.toml: [endings] holds lists of strings, one a name")
    return {name: tuple(dict.fromkeys(endings)) for name, endings in found.items()}


def _words(folder: Path, writing: Writing) -> dict[str, dict[str, tuple[str, ...]]]:
    """All word tables of a pack, merged by class and attribute."""
    merged: dict[str, dict[str, list[str]]] = {}
    for file in sorted((folder / "words").glob("*.toml")):
        for cls, attributes in _toml(file).items():
            if not _CLASS.match(cls) or not isinstance(attributes, dict):
                raise PackError(f"{folder.name}/words/{file.name}: [{cls}] is no class table")
            for attr, entries in attributes.items():
                if not isinstance(entries, list) or not all(isinstance(e, str) for e in entries):
                    where = f"{folder.name}/words/{file.name}"
                    raise PackError(f"{where}: {cls}.{attr} must be a list of strings")
                merged.setdefault(cls, {}).setdefault(attr, []).extend(_as_read(entries, writing))
    return {c: {a: tuple(e) for a, e in attrs.items()} for c, attrs in merged.items()}


def _rules(folder: Path, lang: str) -> tuple[dict[str, str], tuple[RuleSpec, ...]]:
    macros: dict[str, str] = {}
    rules: list[RuleSpec] = []
    for file in sorted((folder / "rules").glob("*.toml")):
        where = f"{folder.name}/rules/{file.name}"
        data = _toml(file)
        macros.update(data.get("macros", {}))
        for raw in data.get("rule", ()):
            rules.append(_rule(raw, lang, where))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise PackError(f"{lang}: two rules are called {rule.id}")
        seen.add(rule.id)
    return macros, tuple(rules)


def _rule(raw: Mapping[str, Any], lang: str, where: str) -> RuleSpec:
    name = raw.get("id")
    if not isinstance(name, str):
        raise PackError(f"{where}: a rule has no id")
    unknown = set(raw) - _RULE_KEYS
    if unknown:
        raise PackError(f"{where}: rule {name} has unknown keys {sorted(unknown)}")
    for key in ("emits", "pattern"):
        if not isinstance(raw.get(key), str):
            raise PackError(f"{where}: rule {name} needs `{key}`")
    for key, meaning in (("examples", "an example"), ("not", "a counter-example")):
        if not raw.get(key):
            raise PackError(f"{where}: rule {name} lacks {meaning}: add one under `{key}`")
    if len(raw["not"]) > MAX_EXCEPTIONS:
        raise PackError(f"{where}: rule {name} has over {MAX_EXCEPTIONS} exceptions: delete it")
    return RuleSpec(
        id=f"{lang}/{name}",
        version=int(raw.get("version", 1)),
        level=int(raw.get("level", 2)),
        emits=raw["emits"],
        pattern=raw["pattern"],
        constants=tuple(sorted((k, str(v)) for k, v in raw.get("set", {}).items())),
        examples=tuple(raw["examples"]),
        counter=tuple(raw["not"]),
    )


def _places(file: Path, writing: Writing) -> tuple[PlaceForm, ...]:
    if not file.exists():
        return ()
    rows: list[PlaceForm] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or cells[2] not in PLACE_ROLES:
            where = f"{file.parent.name}/places.tsv:{number}"
            raise PackError(f"{where}: want form, target, role ({'|'.join(PLACE_ROLES)})")
        rows.append(PlaceForm(writing.read(cells[0]), *cells[1:]))
    return tuple(rows)
