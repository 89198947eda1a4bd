"""Values as a reader writes them: dates, counts, places, voices. Plain text, not yet escaped.

Nothing is invented: what is not known says so, a bound keeps its direction.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from casus.export.report.labels import GROUP_LABELS, ONE_OF_GROUP, VOICE_LABELS, human
from casus.types import (
    Actor,
    Claim,
    Count,
    Document,
    Part,
    Place,
    TimeRef,
    Toll,
    Value,
    Voice,
    When,
)

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNDATED = "Date unknown"


def day(value: date, *, short: bool = True) -> str:
    """1 Nov 2019, or 1 November 2019."""
    month = MONTHS[value.month - 1]
    return f"{value.day} {month[:3] if short else month} {value.year}"


def period(when: When, *, short: bool = True) -> str:
    """An interval as it is known: a day, days, a week, a month, a year, or "Date unknown"."""
    start, end = when.start, when.end
    if start is None and end is None:
        return symbolic(when.ref) if when.ref else UNDATED
    if start is None or end is None:
        known = start or end
        assert known is not None
        return f"{'from' if end is None else 'until'} {day(known, short=short)}"
    month = MONTHS[start.month - 1]
    month = month[:3] if short else month
    if when.precision == "year" and start.year == end.year:
        return str(start.year)
    if when.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{month} {start.year}"
    if start == end:
        return day(start, short=short)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {month} {start.year}"
    if start.year == end.year:
        return f"{start.day} {month} – {day(end, short=short)}"
    return f"{day(start, short=short)} – {day(end, short=short)}"


def symbolic(ref: TimeRef) -> str:
    """A date that no calendar day is known for: "a Friday, year unknown"."""
    if ref.weekday is not None and 0 <= ref.weekday <= 6:
        return f"a {WEEKDAYS[ref.weekday]}, not dated"
    if ref.month is not None and 1 <= ref.month <= 12:
        return f"{ref.day} {MONTHS[ref.month - 1]}" if ref.day else MONTHS[ref.month - 1]
    if ref.year is not None:
        return str(ref.year)
    return UNDATED


def number(value: int) -> str:
    """With a thin space at the thousands from 10 000 on, as tables do."""
    return f"{value:,}".replace(",", "\u2009") if abs(value) >= 10_000 else str(value)


def interval(low: int | None, high: int | None) -> str:
    """54 · 49–54 · at least 53 · up to 20 · not known."""
    if low is None and high is None:
        return "not known"
    if low is None:
        return f"up to {number(high or 0)}"
    if high is None:
        return f"at least {number(low)}"
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def count(value: Count) -> str:
    """A claimed count with its bounds; "about" where the text is vague."""
    text = interval(value.low, value.high)
    return f"about {text}" if value.approx and value.low is not None else text


def toll_main(toll: Toll) -> str:
    """The one figure that stands for a toll: best, else the bound that is known."""
    if toll.best is not None:
        return number(toll.best)
    if toll.low is None or toll.high is None:
        return number(toll_size(toll)) if toll.low is not toll.high else "not known"
    return interval(toll.low, toll.high)


def toll_range(toll: Toll) -> str:
    """What the figure alone does not say: low and high, or on which side it is open."""
    if toll.low is None and toll.high is None:
        return ""
    if toll.best is None or toll.best in (toll.low, toll.high):
        if toll.high is None and toll.best in (None, toll.low):
            return "or more"
        if toll.low is None and toll.best in (None, toll.high):
            return "at most"
    if toll.best is None or toll.low == toll.best == toll.high:
        return ""
    return interval(toll.low, toll.high)


def toll_size(toll: Toll | None) -> int:
    """A number to sort and draw by; 0 where nothing is stated (never shown as 0)."""
    if toll is None:
        return 0
    for value in (toll.best, toll.low, toll.high):
        if value is not None:
            return value
    return 0


def place_name(place: Place) -> str:
    """Inwards out: Djibo, Sahel, Burkina Faso."""
    parts = [place.name, *reversed(place.path)]
    seen: list[str] = []
    for part in parts:
        if part and part not in seen:
            seen.append(part)
    return ", ".join(seen) or "Place unknown"


def voice_name(voice: Voice, documents_voice: str = "The report itself") -> tuple[str, str]:
    """Who says it, as the text calls them, and the kind of voice where that adds something."""
    if voice.kind is None and voice.name is None:
        return documents_voice, ""
    kind = VOICE_LABELS.get(voice.kind or "", human(voice.kind or ""))
    return (voice.name, kind.lower()) if voice.name else (kind, "")


def group_name(code: str, *, one: bool = False) -> str:
    """Who was counted, as a noun after the number: 1 civilian, 53 military."""
    if one and code in ONE_OF_GROUP:
        return ONE_OF_GROUP[code]
    return GROUP_LABELS.get(code, human(code).lower())


def value_text(value: Value) -> str:
    """Any claimed value as text."""
    if isinstance(value, Count):
        return count(value)
    if isinstance(value, When):
        return period(value)
    if isinstance(value, Place):
        return place_name(value)
    if isinstance(value, Actor):
        return value.name
    return human(value)


def claim_value(claim: Claim) -> str:
    """A claim's value with the people it counts: "at least 53 military"."""
    text = value_text(claim.value)
    if isinstance(claim.value, Count):
        if claim.group:
            one = claim.value.low == claim.value.high == 1
            text = f"{text} {group_name(claim.group, one=one)}"
        if claim.part is Part.INCREMENT:
            text = f"{text} more"
    return text


def publisher(document: Document | None) -> str:
    """The publisher's name, else the address's host, else the file's name."""
    if document is None:
        return "Unknown report"
    if document.publisher:
        return document.publisher
    if document.url:
        try:
            host = urlsplit(document.url).hostname
        except ValueError:
            host = None
        if host:
            return host.removeprefix("www.")
    return document.path.replace("\\", "/").rsplit("/", 1)[-1] or document.id
