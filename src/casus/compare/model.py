"""An incident as it is compared: where it comes from does not matter any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Item:
    """An incident or coded event. `values` are its fields in words, as its own form tells them;
    `accounts` and `documents` are ids of what tells it, empty for events of a data set; the numbers
    of coded events in an incident are among its accounts. `killed` is the best figure, `point`
    (latitude, longitude)."""

    id: str
    title: str
    family: str
    start: date | None
    end: date | None
    country: str
    place: str
    point: tuple[float, float] | None
    killed: int | None
    values: Mapping[str, str]
    accounts: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records. `form` is `incidents`, or the data set it is a file of: records of
    two forms are compared by what both tell."""

    name: str
    form: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """An item as a list shows it."""

    id: str
    title: str
    killed: str


def brief(item: Item) -> Brief:
    """The item for a list."""
    killed = item.values.get("killed", "")
    return Brief(item.id, item.title, killed)


def days_text(start: date | None, end: date | None) -> str:
    """ "2019-11-01", "2019-11-01..2019-11-03", "" """
    if start is None:
        return ""
    return start.isoformat() if end in (None, start) else f"{start}..{end}"


def figure_text(low: int | None, best: int | None, high: int | None) -> str:
    """ "54", "49-54-60", "49-54-open"."""
    if low == best == high:
        return str(best)
    return "-".join(
        "open" if n is None and place == 2 else "" if n is None else str(n)
        for place, n in enumerate((low, best, high))
    )
