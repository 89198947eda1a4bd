"""What the form above the table offers: every filter with its options in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from casus.review.asked import Asked
from casus.review.desk import Desk
from casus.review.pages.incidents import facets
from casus.review.pages.selection import PARAMETERS
from casus.store.selected import Facet
from casus.types import FAMILIES

_LABELS = {"q": "search", "open": "open_questions"}
_FIRST = ("kind", "country", "state")
_FURTHER = ("family", "language", "actor", "role")
MORE = frozenset({"region", "killed_least", "killed_most", "open", *_FURTHER})
"""Filters that are folded away until one of them is used."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with a list: (value, text, how often, chosen)."""

    name: str
    label: str
    options: tuple[tuple[str, str, int, bool], ...]
    used: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: what it says, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Filters:
    """The whole form. `folded` are those behind "more", `opened` where one of them is used."""

    first: tuple[Choice, ...]
    folded: tuple[Choice, ...]
    regions: tuple[str, ...]
    chips: tuple[Chip, ...]
    opened: bool


def filters(desk: Desk, asked: Asked) -> Filters:
    """The form as this request leaves it."""
    found = facets(desk)
    named = names(desk, asked)

    def choice(name: str, options: Iterable[Facet]) -> Choice:
        chosen = asked.texts(name)
        made = tuple(
            (f.value, f.name or named[name](f.value), f.incidents, f.value in chosen)
            for f in options
        )
        return Choice(name, asked.words.t(f"list.{name}"), made, bool(chosen))

    fixed = {"family": tuple(FAMILIES), "role": ("main", "background")}
    return Filters(
        tuple(choice(name, found[name]) for name in _FIRST),
        tuple(
            choice(name, found.get(name, [Facet(v, "", 0) for v in fixed.get(name, ())]))
            for name in _FURTHER
        ),
        tuple(facet.value for facet in found["region"]),
        tuple(_chips(asked, named, {f.value: f.name for f in found["actor"]})),
        any(asked.texts(name) for name in MORE),
    )


def names(desk: Desk, asked: Asked) -> Mapping[str, Callable[[str], str]]:
    """Filter → what a value of it is called."""
    words = asked.words
    made: dict[str, Callable[[str], str]] = {
        name: lambda value, name=name: words.code(name, value)  # type: ignore[misc]
        for name in ("kind", "family", "state", "role")
    }
    made["country"] = lambda code: words.country(code, desk.country(code))
    return {**made, "language": words.language, "actor": str}


def _chips(
    asked: Asked, named: Mapping[str, Callable[[str], str]], actors: Mapping[str, str]
) -> Iterable[Chip]:
    for name in PARAMETERS:
        values = asked.texts(name)
        if not values:
            continue
        called = named.get(name, str)
        told = ", ".join(actors.get(v, v) if name == "actor" else called(v) for v in values)
        label = asked.words.t(f"list.{_LABELS.get(name, name)}")
        without = asked.link(**{name: None, "page": None})
        yield Chip(label, "" if name in ("open", "box") else told, without)
