"""A number where a text says it, and a number in the making."""

from __future__ import annotations

from dataclasses import dataclass

from casus.types import Count


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number on tokens `[first, last)`, its bounds and "another" included.

    `count` is what is said; `value` the bare number ("more than 50": 50), None where there is
    none ("several"). `core` are the tokens of the bare number. `kind`: count, article (a word
    for one), both ("the two"), none ("no"), ordinal, age, money, percent, unit, duration,
    clock, times, model, street, score, year, maybe_year (four digits without a cue),
    attributive ("a 12-vehicle …"), decimal, date. `vague`: "several", "dozens".
    `increment`: "two more", "another five".
    """

    first: int
    last: int
    count: Count
    kind: str = "count"
    value: int | None = None
    core: tuple[int, int] = (0, 0)
    vague: bool = False
    increment: bool = False


@dataclass(slots=True)
class Core:
    """A number before its bounds are read."""

    first: int
    last: int
    value: float | None
    kind: str
    form: str = "words"
    high: float | None = None
    low: float | None = None
    approx: bool = False
    vague: bool = False
    scale: int = 1
    weak: bool = False  # the kind may still be changed by neighbours
