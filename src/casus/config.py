"""One frozen configuration, complete and checked, passed in and never imported as state.

Use `load(path)` for a TOML file, or `Config()` for the defaults. Every key of the file is
known here; an unknown key, a wrong type or an impossible value raises `ConfigError` with the
name of the key. `Config.digest` is stable: equal settings give equal digests on every machine.

    policy = "ucdp"               # ucdp, acled, gtd, range
    languages = ["en", "de"]      # read only these; [] = every installed pack

    [window]                      # publication dates outside are treated as unknown
    earliest = 1900-01-01
    latest = 2100-12-31

    [limits]
    max_file_bytes = 20_000_000
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

POLICIES = ("ucdp", "acled", "gtd", "range")
"""Names of the built-in rules for choosing a figure; `casus.reconcile` holds the rules."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")


class ConfigError(ValueError):
    """A setting that cannot be: the message names the key and what would be right."""


@dataclass(frozen=True, slots=True)
class Window:
    """Publication dates that are believed. Pages often carry 1970-01-01 or a date to come."""

    earliest: date = date(1900, 1, 1)
    latest: date = date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what comes from outside; beyond them an input is rejected with the reason.

    The longest news reports have about 100,000 characters; collections are read line by line,
    so only their lines are bounded, not their length.
    """

    max_file_bytes: int = 20_000_000
    """One file that holds one report, or one JSON array, after decompression."""
    max_line_bytes: int = 5_000_000
    """One line of a JSONL or CSV file."""
    max_text_chars: int = 1_000_000
    """The text of one report."""
    max_broken_rows: int = 100
    """Broken rows in a run after which the rest of the file is given up."""
    lock_wait_seconds: int = 20
    """How long a run waits for another run on the same store."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run can be told, apart from where to read and write."""

    policy: str = "ucdp"
    languages: tuple[str, ...] = ()
    window: Window = Window()
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        if self.policy not in POLICIES:
            raise ConfigError(f"policy: {self.policy!r} is none of {', '.join(POLICIES)}")
        for lang in self.languages:
            if not _LANGUAGE.fullmatch(lang):
                raise ConfigError(f'languages: {lang!r} is no language code such as "en"')
        if self.window.earliest > self.window.latest:
            raise ConfigError("window: earliest lies after latest")
        for name, value in asdict(self.limits).items():
            if value < 1:
                raise ConfigError(f"limits.{name}: must be 1 or more, not {value}")

    @property
    def digest(self) -> str:
        """16 hex digits over every setting; part of what a run is known by."""
        text = repr(sorted(asdict(self).items()))
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def load(path: Path) -> Config:
    """Read a TOML file into a `Config`. Raises ConfigError; never half-reads a file."""
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({_reason(error)})") from error
    try:
        table = tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: no valid TOML ({error})") from error
    try:
        return parse(table)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def parse(table: dict[str, Any]) -> Config:
    """A `Config` from the tables of a TOML file."""
    values = dict(table)
    window = _section(Window, values.pop("window", {}), "window")
    limits = _section(Limits, values.pop("limits", {}), "limits")
    config = Config(window=window, limits=limits)
    known = {"policy", "languages"}
    _refuse_unknown(values, known | {"window", "limits"}, "")
    if "policy" in values:
        if not isinstance(values["policy"], str):
            raise ConfigError("policy: must be a text")
        config = replace(config, policy=values["policy"])
    if "languages" in values:
        langs = values["languages"]
        if not isinstance(langs, list) or not all(isinstance(x, str) for x in langs):
            raise ConfigError('languages: must be a list such as ["en", "de"]')
        config = replace(config, languages=tuple(dict.fromkeys(langs)))
    return config


_T = TypeVar("_T", Window, Limits)


def _section(kind: type[_T], table: object, name: str) -> _T:
    if not isinstance(table, dict):
        raise ConfigError(f"{name}: must be a table, written [{name}]")
    default = kind()
    _refuse_unknown(table, {f.name for f in fields(kind)}, f"{name}.")
    for key, value in table.items():
        wanted = type(getattr(default, key))
        # bool is an int and datetime a date, so the exact type is asked for
        if type(value) is not wanted:
            raise ConfigError(f"{name}.{key}: must be of type {wanted.__name__}, not {value!r}")
    return replace(default, **table)


def _refuse_unknown(table: dict[str, Any], known: set[str], prefix: str) -> None:
    for key in table:
        if key not in known:
            names = ", ".join(sorted(known))
            raise ConfigError(f"{prefix}{key}: unknown setting; known are {names}")


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "it is not UTF-8"
