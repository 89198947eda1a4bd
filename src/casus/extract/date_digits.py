"""What numbers in digits or words can be in a date: a day, a month, a year, a clock time.

Used by `casus.extract.dates` and `casus.extract.date_data`. A number carries a label for each
thing it can be; the pack's patterns choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from casus.extract.numbers.data import NumberData

__all__ = ["DIGIT_CLASSES", "HALVES", "Label", "digit_sets", "number_labels", "period"]

DIGIT_CLASSES = (
    "NUM", "DAY", "MON", "HOUR", "YEAR", "OLD", "YY", "DM", "DMY", "HM", "HMDOT", "HHMM", "DURADJ",
    "DURPART",
)  # fmt: skip


_PERIOD = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W",
    "weekend": "WE", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
HALVES = {"hour": (30, "minute"), "day": (12, "hour"), "year": (6, "month"),
           "decade": (5, "year"), "century": (50, "year")}  # fmt: skip
"""Half of a unit in whole smaller ones."""


class Label(NamedTuple):
    """A class of words and what the word stands for in it."""

    cls: str
    attr: str


def number_labels(
    low: str, numbers: NumberData, tails: Mapping[str, str]
) -> tuple[Label, ...]:
    """What the token `low` (lower case) can be. `tails` are the units that hang on by a hyphen
    ("12-hour"), by their form."""
    word = numbers.word(low)
    if word is None:
        return ()
    value = word.value if word.form != "words" else numbers.value(word.atoms)
    if word.tail:
        head, _, rest = word.tail.partition("-")
        unit = tails.get(head)
        if unit is None or value is None:
            return ()
        return (Label("DURPART" if rest else "DURADJ", period(value, unit)),)
    if word.form == "words":
        return (Label("NUM", str(value)),) if value is not None else ()
    if low.isdecimal():
        plain = "".join(str(int(c)) for c in low)
        clock = f"{plain[:2]}:{plain[2:]}"
        return tuple(
            Label(cls, clock if cls == "HHMM" else plain) for cls in sorted(_plain_classes(plain))
        )
    return _dotted(low, value)


def _dotted(low: str, value: float | None) -> tuple[Label, ...]:
    """A number with dots or colons: "2.11", "2.11.2019", "12:30", "12.30"."""
    found: list[Label] = []
    if value is not None:
        found.append(Label("NUM", f"{value:g}"))
    parts = low.replace(":", ".").split(".")
    if not all(p.isdecimal() for p in parts) or (":" in low and "." in low):
        return tuple(found)
    a, b = int(parts[0]), int(parts[1])
    short = len(parts[0]) <= 2 and len(parts[1]) <= 2
    if ":" in low:
        if a <= 24 and len(parts[1]) == 2 and b < 60 and len(parts) < 4:
            return (Label("HM", f"{a:02}:{b:02}"),)
        return ()
    if len(parts) == 3 and short and 1 <= a <= 31 and 1 <= b <= 12 and len(parts[2]) in (2, 4):
        return (Label("DMY", low),)
    if len(parts) == 2 and short:
        if 1 <= a <= 31 and 1 <= b <= 12:
            found.append(Label("DM", low))
        if a <= 24 and len(parts[1]) == 2 and b < 60:
            found.append(Label("HMDOT", f"{a:02}:{b:02}"))
    return tuple(found)


def digit_sets() -> Iterable[set[str]]:
    """Every set of classes that a number can carry."""
    for value in range(2200):
        yield _plain_classes(str(value))
    for value in (*range(100), *range(1000)):
        yield _plain_classes(f"{value:02}")
        yield _plain_classes(f"{value:04}")
    yield from ({"NUM"}, {"DM"}, {"DMY"}, {"HM"}, {"HMDOT"}, {"DURADJ"}, {"DURPART"})
    yield from ({"DM", "HMDOT"}, {"NUM", "HMDOT"}, {"NUM", "DM"}, {"NUM", "HHMM"})
    yield {"NUM", "DM", "HMDOT"}


def _plain_classes(digits: str) -> set[str]:
    value, size = int(digits), len(digits)
    found = {"NUM"}
    if size <= 2:
        found |= {"DAY"} if 1 <= value <= 31 else set()
        found |= {"MON"} if 1 <= value <= 12 else set()
        found |= {"HOUR"} if value <= 24 else set()
        found |= {"YY"} if size == 2 else set()
    elif size == 4:
        # a number before 1800 needs better company than one after: 1500 are often people
        found |= {"YEAR"} if 1800 <= value <= 2150 else set()
        found |= {"OLD"} if 1000 <= value < 1800 else set()
        found |= {"HHMM"} if value // 100 <= 24 and value % 100 < 60 else set()
    return found


def period(value: float | None, unit: str) -> str:
    """A TIMEX3 period: 3 day → P3D, 2 hour → PT2H, half an hour → PT30M, None → PXD."""
    if value == 0.5 and unit in HALVES:
        value, unit = HALVES[unit]
    code = _PERIOD.get(unit, "X")
    amount = "X" if value is None else f"{value:g}"
    return f"PT{amount}{code[1]}" if code[0] == "T" else f"P{amount}{code}"
