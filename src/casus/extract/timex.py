"""Dates as TIMEX3 annotations: extent, type and value.

Use `timexes` on what `find_dates` found in a text, `timex_value` for one reference. Both are pure
functions of the text's dates and its day of publication. The incident reader needs neither.

Values follow TimeML 1.2.1: 2019-11-02, 2019-W44, 2019-11-02TMO, P3D, 2019-Q3, PAST_REF …
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from casus.extract.dates import DateMention
from casus.timeref import QUARTERS, SHORT_UNITS, resolve, step
from casus.types import TimeRef, When

__all__ = ["Timex", "timex_value", "timexes"]

_CLOCK = {"morning": "TMO", "noon": "TMI", "afternoon": "TAF", "evening": "TEV", "night": "TNI",
          "night_to": "TNI"}  # fmt: skip
_TIMEX_SEASON = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
_WIDTH = {"day": 0, "days": 1, "week": 1, "month": 2, "year": 3}
"""How wide a named interval is, by its precision."""
_UNIT_WIDTH = {"week": 1, "weekend": 1, "month": 2, "quarter": 2, "year": 3, "decade": 4,
               "century": 4}  # fmt: skip
"""What "the next …" may count from: a week from a day or week named, a year from anything."""
_NEAR = 12
_TELLING = 60  # tokens that "in the afternoon" goes on from it: clock times also stand in lists
_FLASHBACK = 4  # months back from which a history rather means the month of the next year
_OLD = 2  # years before the report from which a year is history
_MANY = 4  # years named from which a text can be a history


class Timex(NamedTuple):
    """A TIMEX3 annotation: tokens `[first, last)`, type, value, and the pattern that read it.

    `inner`: so many code points of the last token are part of it, 0 for the whole token. `quant`
    and `freq` tell of a SET how often.
    """

    first: int
    last: int
    type: str
    value: str
    rule: str
    inner: int = 0
    quant: str = ""
    freq: str = ""


def timexes(
    mentions: Sequence[DateMention],
    anchor: date | None,
    *,
    signals_outside: bool,
    sentences: Sequence[int] = (),
) -> list[Timex]:
    """The TIMEX3 annotations of a text's mentions (`find_dates`), in order.

    `anchor` is the day of publication, `sentences` the first token of each sentence. A clock time
    or part of a day alone belongs to the day named in its sentence or close before, an event's
    "next day" counts from the day named last. In a text that tells history (most years it names
    lie far back) dates without a year count from the date named last, not from publication.
    `signals_outside` follows the Italian-derived guidelines: of "two weeks ago" only the
    quantity is annotated, as a DURATION. Without it the whole phrase is a DATE, as in TimeBank.
    """
    told = _Told(anchor, sentences, history=_tells_history(mentions, anchor))
    found: list[Timex] = []
    for said, following in zip_longest(mentions, mentions[1:]):
        m = replace(said, ref=told.then(told.named(said.ref)))
        if following is not None and _lone_time(m) and told.beside(m, following):
            told.hear(following)
        found += _timex(m, told, signals_outside)
        told.hear(m)
    return found


def _lone_time(m: DateMention) -> bool:
    """A clock time or part of a day that names no day."""
    return m.ref == TimeRef(time_of_day=m.ref.time_of_day)


def _tells_history(mentions: Sequence[DateMention], anchor: date | None) -> bool:
    """Whether most years named lie well before the report, and few words tie it to its day."""
    years = [m.ref.year for m in mentions if m.ref.year is not None and m.ref.unit is None]
    tied = sum(m.ref.unit == "day" and m.ref.relative_to == "document" for m in mentions)
    old = [y for y in years if anchor is None or y <= anchor.year - _OLD]
    return len(old) >= _MANY and 3 * len(old) >= 2 * len(years) and 4 * tied <= len(old)


@dataclass(slots=True)
class _Told:
    """What a text has named so far, for references that count from it."""

    anchor: date | None
    sentences: Sequence[int]
    history: bool
    last: list[tuple[int, int, When]] = field(default_factory=list)  # token, width, interval

    def named(self, ref: TimeRef) -> TimeRef:
        """In a history, a month or day with the year (and month) that the date before it gives."""
        if not self.history or not self.last or ref.year is not None or ref.unit is not None:
            return ref
        _, width, when = self.last[-1]
        base = when.start
        if base is None or ref.relative_to == "event" or ref.direction:
            return ref
        if ref.month is None:
            alone = ref.day is not None and width <= _WIDTH["month"]
            return replace(ref, year=base.year, month=base.month) if alone else ref
        if width == _WIDTH["year"]:
            return replace(ref, year=base.year)
        ahead = ref.month - base.month
        years = 1 if ahead <= -_FLASHBACK else -1 if ahead >= 12 - _FLASHBACK // 2 else 0
        return replace(ref, year=base.year + years)

    def then(self, ref: TimeRef) -> TimeRef:
        """The date named last, for "since then"; the month named last, years back, for "the same
        month last year". Where none is named, what remains: the past, and last year."""
        if ref.fuzzy != "then":
            return ref
        back = ref.offset[0] if ref.offset else 0
        for _, width, when in reversed(self.last):
            if when.start is None or (back and width != _WIDTH["month"]):
                continue
            said = when.ref or TimeRef()
            quarter = said.part if said.part in QUARTERS else None
            month = when.start.month if width <= _WIDTH["month"] and not quarter else None
            day = when.start.day if width == 0 else None
            return TimeRef(when.start.year + back, month, day, part=quarter)
        return replace(ref, fuzzy=None if back else "past")

    def hear(self, m: DateMention) -> None:
        when = self.resolve(m)
        counted = m.ref.duration is not None and (m.bare or m.ref.offset is None)
        if when.start is not None and not counted:
            self.last.append((m.first, _WIDTH.get(when.precision, 3), when))

    def resolve(self, m: DateMention) -> When:
        return resolve(m.ref, self.base(m), event=self.event(m.ref), past=self.past(m))

    def past(self, m: DateMention) -> bool | None:
        """The direction of a date that names no year, as far as the text tells it: a history
        goes on from the day named last."""
        if self.history and m.ref.weekday is None:
            return False
        return False if m.future else True if m.past else None

    def event(self, ref: TimeRef) -> date | None:
        """The day that "the next day", "that year" counts from."""
        yearly = ref.month is not None or ref.part is not None
        width = 3 if yearly else _UNIT_WIDTH.get(ref.unit or "day", 0)
        for _, named, when in reversed(self.last):
            if named <= width:
                return when.start
        return self.anchor

    def base(self, m: DateMention) -> date | None:
        """The day that a reference counts from which names none itself."""
        if _lone_time(m):
            clock = ":" in (m.ref.time_of_day or "")
            return self._day_of(m.first, _NEAR if clock else _TELLING)
        if self.history and m.ref.unit not in ("day", *SHORT_UNITS):
            named = self.event(TimeRef(unit="year"))
            if m.ref.weekday is None or named is None:
                return named
            return named + timedelta(days=3)  # the Sunday nearest to the date named last
        return self.anchor

    def _day_of(self, token: int, reach: int) -> date | None:
        """The day of a clock time: named in its sentence or close before, else the report's."""
        for first, width, when in reversed(self.last):
            if width == 0:
                here = self._sentence(first) == self._sentence(token)
                near = here or self.history or token - first < reach
                return when.start if near else self.anchor
        return self.anchor

    def beside(self, m: DateMention, following: DateMention) -> bool:
        """Whether a clock time stands right before its day: "8 p.m. on Friday"."""
        gap = following.first - m.last
        return gap == 0 or (gap == 1 and following.cue == "on")

    def _sentence(self, token: int) -> int:
        return bisect_right(self.sentences, token)


def _timex(m: DateMention, told: _Told, signals_outside: bool) -> list[Timex]:
    ref, base, event, past = m.ref, told.base(m), told.event(m.ref), told.past(m)
    if (signals_outside or m.bare) and ref.offset is not None and ref.duration is not None:
        return [Timex(*m.core, "DURATION", ref.duration, m.rule)]
    kind = m.kind.upper()
    if m.ends is None:
        value = timex_value(ref, base, event=event, past=past)
        return [Timex(m.first, m.last, kind, value, m.rule, m.inner, m.quant, m.freq)]
    (a, b), (c, d) = m.ends
    one, two = (timex_value(r, base, event=event, past=past) for r in _two(ref))
    return [Timex(a, b, kind, one, m.rule), Timex(c, d, kind, two, m.rule)]


def _two(ref: TimeRef) -> tuple[TimeRef, TimeRef]:
    """Both ends of a range as references of their own."""
    if ref.duration is not None and "/" in ref.duration:
        short, long = ref.duration.split("/")
        return TimeRef(duration=short), TimeRef(duration=long)
    first = TimeRef(year=ref.year, month=ref.month, day=ref.day, weekday=ref.weekday,
                    time_of_day=ref.time_of_day, offset=ref.offset, unit=ref.unit)  # fmt: skip
    second = TimeRef(
        year=ref.end_year or ref.year,
        month=ref.end_month or ref.month,
        day=ref.end_day,
        weekday=ref.end_weekday,
        offset=ref.offset,
        unit=ref.unit,
    )
    return first, second


def timex_value(
    ref: TimeRef, anchor: date | None, *, event: date | None = None, past: bool | None = True
) -> str:
    """The TIMEX3 value of one reference; arguments as for `casus.timeref.resolve`.

    Parts that cannot be told are X (XXXX-WXX-5 for an undated Friday, as ISO numbers days).
    """
    if ref.set_ is not None:
        return ref.set_
    if ref.fuzzy is not None:
        return f"{ref.fuzzy.upper()}_REF"
    if ref.duration is not None and ref.offset is None:
        return ref.duration
    base = event if ref.relative_to == "event" else anchor
    found = resolve(ref, anchor, event=event, past=past)
    clock = _clock(ref.time_of_day)
    start, end = found.start, found.end
    if start is None or end is None:
        lone = TimeRef(time_of_day=ref.time_of_day, relative_to=ref.relative_to)
        if base is not None and clock and ref == lone:
            return base.isoformat() + clock
        return _symbolic(ref) + clock
    if ref.duration is not None and ref.offset is not None:
        if ref.unit in SHORT_UNITS and base is not None:
            return base.isoformat()  # "two hours ago": most likely still the same day
        if ref.unit != "day" and base is not None:
            start = end = step(base, ref.offset[0], ref.unit or "year")
    return _calendar_value(ref, start, end, found.precision) + clock


def _clock(time: str | None) -> str:
    if time is None:
        return ""
    return _CLOCK.get(time) or f"T{time}"


def _calendar_value(ref: TimeRef, start: date, end: date, precision: str) -> str:
    unit = ref.unit if ref.offset is not None else None
    if unit == "weekend" and ref.weekday is None:
        return f"{_week(start)}-WE"
    if unit == "week" and ref.weekday is None:
        return _week(start)
    if unit in _TIMEX_SEASON:
        return f"{start.year}-{_TIMEX_SEASON[unit]}"
    if unit == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if ref.part in _TIMEX_SEASON:
        return f"{start.year}-{_TIMEX_SEASON[ref.part]}"
    if ref.part in QUARTERS:
        return f"{start.year}-{ref.part}"
    if "decade" in (unit, ref.unit):
        return str(start.year // 10)
    if "century" in (unit, ref.unit):
        return str(start.year // 100)
    if ref.time_of_day == "night_to" and end > start:
        return end.isoformat()
    if ref.part is not None and ref.part.startswith("week"):
        return _week(start + timedelta(days=3))
    if ref.month is not None and ref.day is None:
        return f"{start.year:04}-{start.month:02}"
    if ref.part is not None and precision == "day":
        return start.isoformat()
    if ref.month is None and ref.day is None and ref.weekday is None and unit != "day":
        if unit == "month":
            return f"{start.year:04}-{start.month:02}"
        if ref.year is not None or unit == "year":
            return f"{start.year:04}"
    return start.isoformat()


def _week(day: date) -> str:
    iso = day.isocalendar()
    return f"{iso.year}-W{iso.week:02}"


def _symbolic(ref: TimeRef) -> str:
    year = "XXXX"
    if ref.year is not None:
        year = f"{ref.year:04}" if ref.year > 0 else f"BC{-ref.year:04}"
    if ref.month is not None:
        day = f"-{ref.day:02}" if ref.day is not None else ""
        return f"{year}-{ref.month:02}{day}"
    if ref.day is not None:
        return f"{year}-XX-{ref.day:02}"
    if ref.year is not None:
        return year
    if ref.weekday is not None:
        return f"XXXX-WXX-{ref.weekday + 1}"
    if ref.part in _TIMEX_SEASON:
        return f"XXXX-{_TIMEX_SEASON[ref.part]}"
    if ref.part in QUARTERS:
        return f"XXXX-{ref.part}"
    if ref.unit in ("week", "weekend"):
        return "XXXX-WXX" + ("-WE" if ref.unit == "weekend" else "")
    if ref.unit == "month":
        return "XXXX-XX"
    if ref.unit in ("year", "decade", "century"):
        return {"year": "XXXX", "decade": "XXX", "century": "XX"}[ref.unit]
    return "XXXX-XX-XX"
