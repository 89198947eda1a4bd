"""The selection that a list's address names, and back: shareable query strings."""

from __future__ import annotations

from casus.review.asked import Asked, Refused
from casus.store.selection import Box, Selection
from casus.types import FAMILIES, KINDS, State

PARAMETERS = {
    "q": "words that names and sentences must hold, each as a beginning",
    "family": "violence, unrest, disaster or accident; may stand several times",
    "kind": "a kind of incident; may stand several times",
    "country": "ISO 3166-1 alpha-2 code; may stand several times",
    "region": "name of an area around the place",
    "language": "language of a report; may stand several times",
    "actor": "key of an actor",
    "state": "agreed, single, conflicting or human; may stand several times",
    "role": "main or background",
    "since": "first day, as 2019-11-01",
    "until": "last day",
    "killed_least": "least number killed",
    "killed_most": "most killed",
    "open": "1: only those with open questions",
    "box": "west,south,east,north in degrees",
}
"""Query parameter → what it chooses."""

_STATES = tuple(s.value for s in State)


def selection(asked: Asked) -> Selection:
    """The selection that a request asks for. Raises Refused for one that cannot be."""
    return Selection(
        words=asked.text("q"),
        kinds=_among(asked, "kind", tuple(KINDS)),
        families=_among(asked, "family", tuple(FAMILIES)),
        countries=tuple(code.upper() for code in asked.texts("country")),
        region=asked.text("region"),
        languages=asked.texts("language"),
        actor=asked.text("actor"),
        states=_among(asked, "state", _STATES),
        role=asked.choice("role", ("main", "background")),
        since=asked.day("since"),
        until=asked.day("until"),
        killed_least=asked.number("killed_least"),
        killed_most=asked.number("killed_most"),
        open_questions=asked.flag("open"),
        box=_box(asked),
    )


def chosen(asked: Asked) -> dict[str, list[str]]:
    """The parameters of the selection that are set, as they stand in the address."""
    return {name: list(values) for name in PARAMETERS if (values := asked.texts(name))}


def _among(asked: Asked, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    values = asked.texts(name)
    for value in values:
        if value not in allowed:
            raise asked.wrong(name, value)
    return values


def _box(asked: Asked) -> Box | None:
    told = asked.text("box")
    if not told:
        return None
    try:
        west, south, east, north = (float(part) for part in told.split(","))
    except ValueError:
        raise asked.wrong("box", told) from None
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    if not inside:  # NaN is nowhere
        raise Refused(400, "error.bad_request", why=f"box={told[:60]!r}")
    return west, south, east, north
