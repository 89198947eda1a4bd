"""Weights and word lists of a language, as `scripts/train_roles.py` wrote them.

Use `load_model`; it is cached. A folder of weights holds

- `settings.toml`: closed classes of words, the names of roles and types (written by hand);
- `thresholds.toml`: probabilities from which something is told, a set for each aim;
- `words.tsv`: word, its wide class, its narrow class, 1 where it never lies within a phrase;
- `borders.tsv`, `phrases.tsv`, `sentences.tsv`, `reports.tsv`, `kinds.tsv`, `fates.tsv`: a cue and
  one weight an output, in hundredths;
- `again.tsv`, `entities.tsv`: curves over measured values by name, one block an output.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

SCALE = 100
"""Weights are written in hundredths: cues stay readable and a table a third smaller."""

UNKNOWN = "?"
"""Class of a word that too few reports held."""

MOST_OF_A_TYPE = 3
"""Incidents of one type that a report is read to tell."""
ANY = "any"

_BEND = 0.5  # standard deviations from the mean at which a curve may bend


class ModelError(ValueError):
    """Weights that cannot be read; the message names the file."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """A log-linear score: cue → (output, weight) pairs. `width` outputs, in logits."""

    width: int
    weights: Mapping[str, tuple[tuple[int, float], ...]]

    def score(self, cues: Iterable[str]) -> list[float]:
        """Logits of one case; each cue counts once however often it is given. Weights are added in
        the order of the cues: a set's order, and with it the last digit, changes between runs."""
        sums = [0.0] * self.width
        known = self.weights.get
        for cue in dict.fromkeys(cues):
            for output, weight in known(cue, ()):
                sums[output] += weight
        return sums


@dataclass(frozen=True, slots=True)
class Curve:
    """What one measured value adds: `low` and `high` bend it half a deviation off the mean,
    `cross` weighs it with the first value of the case."""

    mean: float
    deviation: float
    slope: float
    high: float
    low: float
    cross: float


@dataclass(frozen=True, slots=True)
class Curves:
    """A log-linear score of measured values: for each output a base, and a curve a value."""

    bases: Mapping[str, float]
    curves: Mapping[str, Mapping[str, Curve]]

    def score(self, output: str, values: Mapping[str, float]) -> float:
        """The logit of one output."""
        total, first = self.bases[output], None
        for name, curve in self.curves[output].items():
            z = (values[name] - curve.mean) / curve.deviation
            first = z if first is None else first
            total += curve.slope * z + curve.cross * first * z
            total += curve.high * max(z, _BEND) + curve.low * min(z, -_BEND)
        return total


@dataclass(frozen=True, slots=True)
class Closed:
    """Closed classes of a language's words, as the engine asks for them."""

    joins: frozenset[str]
    opening: frozenset[str]
    articles: frozenset[str]
    determiners: frozenset[str]
    auxiliaries: frozenset[str]
    passive: frozenset[str]
    prepositions: frozenset[str]
    passed: frozenset[str]
    after_head: frozenset[str]
    agent: frozenset[str]
    links: frozenset[str]


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that `read_incidents` needs of a language."""

    closed: Closed
    classes: Mapping[str, tuple[str, str]]
    borders: frozenset[str]
    roles: tuple[str, ...]
    types: tuple[str, ...]
    shared: frozenset[str]
    """Roles that all incidents of one type share: who did it."""
    harmed: frozenset[str]
    """Roles of people that something befell."""
    fates: tuple[str, ...]
    """What may befall them, "" for nothing told."""
    worth: float
    """Probability from which a phrase is looked at."""
    tell: Mapping[str, tuple[float, ...]]
    """Type → probabilities from which a first, a second and a third incident is told."""
    fill: Mapping[str, float]
    """Role → probability from which an entity is named."""
    beside: Mapping[str, float]
    """Role → share of the likeliest entity's probability from which another is named."""
    apart: int
    """Sentences between what two incidents of one type harmed."""
    scorers: Mapping[str, Scorer]
    curves: Mapping[str, Curves]


def told_names(types: Sequence[str]) -> tuple[str, ...]:
    """What a report is weighed for: a first incident of each type, any, a second of each, …"""
    more = (nth(name, k) for k in range(2, MOST_OF_A_TYPE + 1) for name in types)
    return (*types, ANY, *more)


def nth(type_: str, k: int) -> str:
    """What a `k`-th incident of a type (from 1) is weighed as: `attack`, `attack.2`, …"""
    return type_ if k == 1 else f"{type_}.{k}"


def probability(logit: float) -> float:
    """The probability that a logit stands for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def logit(value: float) -> float:
    """The logit of a probability, held within 1 in 10,000."""
    value = min(max(value, 1e-4), 1 - 1e-4)
    return math.log(value / (1 - value))


SCORERS = ("borders", "phrases", "sentences", "reports", "kinds", "fates")
CURVES = ("again", "entities")


def has_model(folder: Path) -> bool:
    """True where a pack's folder holds weights."""
    return (folder / "models" / "settings.toml").is_file()


AIMS = ("precise", "wide")
"""Sets of thresholds: `precise` where every incident and name too many costs as much as one that
is missed, `wide` where incidents that are left out cost most."""


@lru_cache(maxsize=8)
def load_model(folder: Path, aim: str = AIMS[0]) -> Model:
    """The weights of a pack, from its folder, with the thresholds for an aim. Raises ModelError
    where they cannot be read."""
    models = folder / "models"
    try:
        settings = _toml(models / "settings.toml") | _toml(models / "thresholds.toml")[aim]
        words = read_rows(models / "words.tsv")
        scorers = {name: _scorer(models / f"{name}.tsv") for name in SCORERS}
        curves = {name: _curves(models / f"{name}.tsv") for name in CURVES}
        return model_of(settings, words, scorers, curves)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ModelError(f"{models}: {error!r}; write it anew (scripts/train_roles.py)") from error


def model_of(
    settings: Mapping[str, Any],
    words: Iterable[Sequence[str]],
    scorers: Mapping[str, Scorer],
    curves: Mapping[str, Curves],
) -> Model:
    """A model of tables already read. Raises KeyError where the settings lack something."""
    rows = list(words)
    closed = settings["closed"]
    return Model(
        closed=Closed(**{name: frozenset(closed[name]) for name in Closed.__slots__}),
        classes={word: (wide, narrow) for word, wide, narrow, _ in rows if wide},
        borders=frozenset(word for word, _, _, border in rows if border == "1"),
        roles=tuple(settings["roles"]),
        types=tuple(settings["types"]),
        shared=frozenset(settings["shared"]),
        harmed=frozenset(settings["harmed"]),
        fates=tuple(settings["fates"]),
        worth=float(settings["worth"]),
        tell={name: tuple(values) for name, values in settings["tell"].items()},
        fill=dict(settings["fill"]),
        beside=dict(settings["beside"]),
        apart=int(settings["apart"]),
        scorers=scorers,
        curves=curves,
    )


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_rows(file: Path) -> list[list[str]]:
    """The rows of a table, cells parted by tabs, without its heading."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines[1:] if line]


def _scorer(file: Path) -> Scorer:
    weights: dict[str, tuple[tuple[int, float], ...]] = {}
    width = 0
    for cue, *cells in read_rows(file):
        width = len(cells)
        pairs = ((n, int(cell) / SCALE) for n, cell in enumerate(cells) if cell)
        weights[cue] = tuple(pairs)
    return Scorer(width, weights)


def _curves(file: Path) -> Curves:
    bases: dict[str, float] = {}
    curves: dict[str, dict[str, Curve]] = {}
    for output, name, *cells in read_rows(file):
        numbers = [float(cell) for cell in cells]
        if name == "base":
            bases[output], curves[output] = numbers[0], {}
        else:
            curves[output][name] = Curve(*numbers)
    return Curves(bases, curves)
