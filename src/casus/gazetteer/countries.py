"""Codes of countries, as codebooks of events ask for them.

Use `countries()` by ISO 3166-1 alpha-2, `by_number` by a code list's numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Country:
    """Codes of a country; empty where a code list has none for it. `ged` is UCDP's own name
    where it differs from the usual one."""

    iso2: str
    iso3: str
    numeric: str
    gw: str
    region: str
    ged: str


@lru_cache(maxsize=1)
def countries() -> Mapping[str, Country]:
    """ISO 3166-1 alpha-2 → codes."""
    text = (resources.files("casus.gazetteer") / "countries.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {row["iso2"]: Country(**row) for row in csv.DictReader(lines, delimiter="\t")}


@lru_cache(maxsize=2)
def by_number(system: str) -> Mapping[int, Country]:
    """Number → country, of `gw` (Gleditsch and Ward) or `numeric` (ISO 3166-1)."""
    told = ((getattr(country, system), country) for country in countries().values())
    return {int(number): country for number, country in told if number}
