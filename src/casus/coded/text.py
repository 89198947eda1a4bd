"""A coded event as a document: a head and one labelled line a value, nothing left unsaid.

Use `document_of(event, …)`; `lines_of(text)` finds the lines again with their places. Labels are
ours and fixed: they are part of what a stored document means.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from casus.coded.event import DATA_SETS, CodedEvent
from casus.types import Document

TYPE, SIDE_A, SIDE_B, DATE, DATE_PRECISION = "Type", "Side A", "Side B", "Date", "Date precision"
KIND_A, KIND_B = "Kind of side A", "Kind of side B"
PLACE, PLACE_PRECISION, DESCRIBED = "Place", "Place precision", "Described as"
AREA2, AREA1, COUNTRY, NUMBER = "Second area", "First area", "Country", "Country number"
COORDINATES, KILLED = "Coordinates", "Deaths"
DEATHS = ("Deaths of side A", "Deaths of side B", "Deaths of civilians", "Deaths unknown")
SOURCES, NOTES = "Sources", "Notes"
_TO = " to "


@dataclass(frozen=True, slots=True)
class Told:
    """A value as the text has it: `[start, end)` in code points, and its whole line."""

    value: str
    start: int
    end: int
    line: tuple[int, int]


def text_of(event: CodedEvent) -> str:
    """The event's text. Equal events give equal texts."""
    point = "" if event.lat is None or event.lon is None else f"{event.lat:.5f}, {event.lon:.5f}"
    days = event.start.isoformat() + ("" if event.start == event.end else f"{_TO}{event.end}")
    rows = [
        (TYPE, event.type),
        (SIDE_A, event.side_a), (KIND_A, event.kind_a),
        (SIDE_B, event.side_b), (KIND_B, event.kind_b),
        (DATE, days), (DATE_PRECISION, str(event.date_precision)),
        (PLACE, event.place), (PLACE_PRECISION, str(event.place_precision)),
        (DESCRIBED, event.described), (AREA2, event.area2), (AREA1, event.area1),
        (COUNTRY, event.country),
        (NUMBER, "" if event.country_number is None else str(event.country_number)),
        (COORDINATES, point), (KILLED, killed_text(event.killed)),
        *zip(DEATHS, map(str, event.deaths or ()), strict=False),
        (SOURCES, event.sources), (NOTES, event.notes),
    ]  # fmt: skip
    head = f"{DATA_SETS[event.data_set].publisher}, event {event.id}"
    return "\n".join([head, *(f"{label}: {value}" for label, value in rows if value)])


def killed_text(killed: tuple[int, int, int] | None) -> str:
    """ "54", or "best 54, low 49, high 60"."""
    if killed is None:
        return ""
    best, low, high = killed
    return str(best) if low == best == high else f"best {best}, low {low}, high {high}"


def lines_of(text: str) -> dict[str, Told]:
    """Label → what stands behind it. The head has the label ""."""
    found: dict[str, Told] = {}
    start = 0
    for n, line in enumerate(text.split("\n")):
        label, _, value = line.partition(": ") if n else ("", "", line)
        end = start + len(line)
        found.setdefault(label, Told(value, end - len(value), end, (start, end)))
        start = end + 1
    return found


def days_of(value: str) -> tuple[date, date]:
    """The days of a `DATE` line."""
    first, _, last = value.partition(_TO)
    return date.fromisoformat(first), date.fromisoformat(last or first)


def killed_of(value: str) -> tuple[int, int, int]:
    """(best, low, high) of a `KILLED` line."""
    numbers = [int(word) for word in value.replace(",", "").split() if word.isdecimal()]
    best, low, high = numbers if len(numbers) > 1 else numbers * 3
    return best, low, high


def document_of(event: CodedEvent, *, path: str, published: date | None = None) -> Document:
    """The document of an event. Its address is the event's number in the data set, its id a hash of
    what the row says: the same row met twice has the same, a changed one another.

    `published` is the day of the data set's release; without it the row's own day of revision.
    """
    text = text_of(event)
    day = published or event.published
    place = event.place or event.country
    return Document(
        id=hashlib.blake2b(f"{address(event)}\0{text}".encode(), digest_size=8).hexdigest(),
        path=path,
        url=address(event),
        publisher=DATA_SETS[event.data_set].publisher,
        lang="en",
        title=", ".join(filter(None, (event.type or "Event", place, event.start.isoformat()))),
        text=text,
        published=day,
        published_basis="given" if day else "unknown",
        coded=event.data_set,
    )


def address(event: CodedEvent) -> str:
    """What the event is called, whatever its row says today."""
    return f"{event.data_set}:{event.id}"
