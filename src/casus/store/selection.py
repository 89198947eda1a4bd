"""Which incidents somebody wants, as a value and as a condition on the listing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

_WORD = re.compile(r"\w+")
_MOST_WORDS = 16
Box = tuple[float, float, float, float]
"""west, south, east, north in degrees, closed."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which incidents: all that every field set allows. `countries` are ISO 3166-1 alpha-2 codes,
    `region` the name of any area around the place, `actor` a key, `since` and `until` days that
    the incident's interval must touch, `killed_least` and `killed_most` bounds of the best figure,
    `role` main or background, `words` what names and sentences must hold, each word as a
    beginning."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    region: str = ""
    languages: tuple[str, ...] = ()
    actor: str = ""
    states: tuple[str, ...] = ()
    role: str = ""
    since: date | None = None
    until: date | None = None
    killed_least: int | None = None
    killed_most: int | None = None
    open_questions: bool = False
    assumed: bool = False
    box: Box | None = None


def condition(chosen: Selection, *, counted: bool = False) -> tuple[str, list[Any]]:
    """A selection as a condition with its values. Where all lines are `counted`, languages are
    looked for in each: half the time of a look into a list of all lines that have them, which is
    what finds a page of a rare language at once."""
    parts, values = ["1"], list[Any]()

    def add(condition: str, *given: Any) -> None:
        parts.append(condition)
        values.extend(given)

    for column, wanted in (
        ("kind", chosen.kinds), ("family", chosen.families),
        ("country", chosen.countries), ("state", chosen.states),
    ):  # fmt: skip
        if wanted:
            add(f"{column} IN ({', '.join('?' * len(wanted))})", *wanted)
    if chosen.languages and counted:
        held = " OR ".join("instr(',' || languages || ',', ?)" for _ in chosen.languages)
        add(f"({held})", *(f",{lang}," for lang in chosen.languages))
    for sort, tagged in (
        ("language", () if counted else chosen.languages),
        ("region", (chosen.region,) if chosen.region else ()),
        ("actor", (chosen.actor,) if chosen.actor else ()),
    ):
        if tagged:
            marks = ", ".join("?" * len(tagged))
            add(
                "number IN (SELECT number FROM listing_tag "
                f"WHERE sort = '{sort}' AND value IN ({marks}))",
                *tagged,
            )
    if chosen.role:
        add("role = ?", chosen.role)
    if chosen.since:
        add("last >= ?", chosen.since.toordinal())
    if chosen.until:
        add("first <= ?", chosen.until.toordinal())
    if chosen.killed_least is not None:
        add("killed >= ?", chosen.killed_least)
    if chosen.killed_most is not None:
        add("killed <= ?", chosen.killed_most)
    if chosen.open_questions:
        add("questions > 0")
    if chosen.assumed:
        add("assumed")
    if chosen.box:
        west, south, east, north = chosen.box
        add("lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?", west, east, south, north)
    words = _WORD.findall(chosen.words)[:_MOST_WORDS]
    if words:
        match = " ".join(f'"{word}"*' for word in words)
        add("number IN (SELECT rowid FROM listing_text WHERE words MATCH ?)", match)
    elif chosen.words.strip():
        add("0")  # nothing that could be searched for
    return " AND ".join(parts), values
