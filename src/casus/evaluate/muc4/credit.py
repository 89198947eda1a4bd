"""What one fill of a slot is worth against one fill of the key.

Use `credit`: 2 is correct, 1 partially correct, 0 incorrect (halves, so that sums stay whole).
Source: scoring-guidelines, version 7; what people judged there by eye is decided here by rule:

- a place is correct if country and most specific name agree, partial if either does, or if it is
  one end of a stretch between two places;
- names and descriptions are correct if all words of a key's alternative are in them, partial if
  all their words are in it, articles and figures aside;
- a value that refers to another fill is correct if it refers to one that is at least partially
  correct, else partial.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from casus.evaluate.muc4.keys import MONTHS, Fill, Slot

CORRECT, PARTIAL, WRONG = 2, 1, 0


def credit(slot: int, told: Fill, wanted: Fill) -> int:
    """The best that `told` is worth under any alternative of `wanted`."""
    compare = _COMPARE.get(slot, _words)
    best = max(compare(value, key) for value in told.values for key in wanted.values)
    if best == CORRECT and wanted.refers and not _refers(told.refers, wanted.refers):
        return PARTIAL
    return best


def _refers(told: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(a == b or _words(a, b) for a in told for b in wanted)


# -- dates -----------------------------------------------------------------------------------

_DAY = re.compile(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d\d)")


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `start` to `end`; no `start`: on or before `end`."""

    start: date | None
    end: date


def read_days(text: str) -> Days | None:
    """`21 JAN 89`, `15 JAN 89 - 21 JAN 89` or `- 21 JAN 89`; None for anything else."""
    days = [day for found in _DAY.finditer(text) if (day := _day(found)) is not None]
    if not days or len(days) > 2:
        return None
    if text.lstrip(" (").startswith("-"):
        return Days(None, days[0])
    return Days(days[0], days[-1])


def _day(found: re.Match[str]) -> date | None:
    if found[2] not in MONTHS:
        return None
    try:
        return date(1900 + int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None


def _date(told: str, wanted: str) -> int:
    mine, key = read_days(told), read_days(wanted)
    if mine is None or key is None:
        return CORRECT if told == wanted else WRONG
    if mine == key:
        return CORRECT
    if mine.start is None:
        return PARTIAL if mine.end == key.end else WRONG
    inside = mine.end <= key.end and (key.start is None or key.start <= mine.start)
    return PARTIAL if inside else WRONG


# -- places ----------------------------------------------------------------------------------

_TYPE = re.compile(r"\s*\([^()]*\)?")


def read_place(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Country, then names from wide to narrow; where two ends of a stretch are told, both."""
    stretch = [_TYPE.sub("", part).strip("() ") for part in text.split(" - ")]
    first = [name.strip() for name in stretch[0].split(":")]
    ends = (first[-1], *stretch[1:]) if len(stretch) > 1 else ()
    return first[0], tuple(first[1:]), ends


def _place(told: str, wanted: str) -> int:
    country, names, ends = read_place(told)
    key_country, key_names, key_ends = read_place(wanted)
    last = names[-1] if names else ""
    if key_ends and not ends:
        return PARTIAL if country == key_country or last in key_ends else WRONG
    same = (key_names[-1] if key_names else "") == last and set(ends) == set(key_ends)
    if country == key_country:
        return CORRECT if same else PARTIAL
    return PARTIAL if same and last else WRONG


# -- codes, numbers, words -------------------------------------------------------------------

_NEARLY = {
    Slot.CONFIDENCE: {("SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES")},
    Slot.HUMAN_EFFECT: {
        ("NO INJURY", "NO INJURY OR DEATH"),
        ("NO DEATH", "NO INJURY OR DEATH"),
    },
}


def _code(slot: int) -> Callable[[str, str], int]:
    nearly = _NEARLY.get(Slot(slot), set())

    def compare(told: str, wanted: str) -> int:
        return CORRECT if told == wanted else PARTIAL if (told, wanted) in nearly else WRONG

    return compare


def _type(told: str, wanted: str) -> int:
    return CORRECT if told == wanted else PARTIAL if told == "ATTACK" else WRONG


def _number(told: str, wanted: str) -> int:
    told, wanted = told.replace(" ", ""), wanted.replace(" ", "")
    if told == wanted:
        return CORRECT
    ends = wanted.lstrip("~").split("-")
    return PARTIAL if told.isdecimal() and told in ends else WRONG


_NO_WORDS = frozenset({"A", "AN", "THE", "OF"})
_WORD = re.compile(r"[^\W\d_]+")


def _words(told: str, wanted: str) -> int:
    mine, key = (
        {w for w in _WORD.findall(text.upper()) if w not in _NO_WORDS} for text in (told, wanted)
    )
    if not mine or not key:
        return CORRECT if told == wanted else WRONG
    return CORRECT if key <= mine else PARTIAL if mine <= key else WRONG


_COMPARE: dict[int, Callable[[str, str], int]] = {
    Slot.DATE: _date,
    Slot.LOCATION: _place,
    Slot.TYPE: _type,
    Slot.STAGE: _code(Slot.STAGE),
    Slot.CONFIDENCE: _code(Slot.CONFIDENCE),
    Slot.HUMAN_NUMBER: _number,
    Slot.HUMAN_EFFECT: _code(Slot.HUMAN_EFFECT),
}
