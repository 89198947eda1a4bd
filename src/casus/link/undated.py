"""Dates for undated reports, taken from the dated accounts they are linked with.

Use `window_of` after grouping: where an account of an undated report stands in one group with
dated ones, its symbolic date ("Friday") bounds the day the report was published. `dated_again`
reads the report's symbolic dates within that window (basis "inferred"). What nothing bounds
stays symbolic: no calendar date is ever made up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from casus import timeref
from casus.link.facts import Facts, facts_of
from casus.types import Account, Claim, Document, TimeRef, When

Window = tuple[date, date]

MAX_WINDOW = 31
"""Days of a publication window beyond which it dates nothing: a weekday needs seven."""
_SHARP = 10
"""Days of a group's interval beyond which it says too little about a report's day."""


def window_of(told: Iterable[Facts], dated: Callable[[Facts], Sequence[Facts]]) -> Window | None:
    """The days on which an undated report can have been published, None where nothing tells.

    `told` are its accounts, `dated(f)` the accounts with a calendar date in the group of one.
    Each linked symbolic account bounds it; bounds are intersected, those of the report's news
    first (a recalled "Monday" may lie a week further back), then the narrowest; one that
    contradicts those before it is left out.
    """
    bounds: list[tuple[bool, int, str, Window]] = []
    for f in told:
        others = dated(f) if f.ref is not None else ()
        window = _window(f.ref, *_core(others)) if f.ref is not None and others else None
        if window is not None:
            bounds.append((f.role != "main", (window[1] - window[0]).days, f.id, window))
    if not bounds:
        return None
    low, high = date.min, date.max
    for *_, (first, last) in sorted(bounds):
        if first <= high and last >= low:
            low, high = max(low, first), min(high, last)
    return low, high


def dated_again(
    accounts: Sequence[Account], window: Window | None, document: Document
) -> tuple[Account, ...]:
    """The accounts of an undated report with their symbolic dates resolved inside the window, as
    far as they go; "two days earlier" counts from the day of its one main event."""
    first = [read_again(a, window) for a in accounts]
    main = (facts_of(a, document) for a in first if a.role == "main")
    days = {f.start for f in main if f.start is not None and f.width == 1}
    event = date.fromordinal(days.pop()) if len(days) == 1 else None
    return tuple(read_again(a, None, event) for a in first)


def _window(ref: TimeRef, start: int, end: int) -> Window | None:
    """The publication days on which `ref` can mean a day of the interval."""
    if end - start >= _SHARP:
        return None
    days = [date.fromordinal(d) for d in range(start, end + 1)]
    found = [w for day in days if (w := timeref.infer_anchor(ref, day)) is not None]
    return (min(w[0] for w in found), max(w[1] for w in found)) if found else None


def _core(dated: Sequence[Facts]) -> tuple[int, int]:
    """The sharpest interval of a group that most of its members share."""
    spans = sorted(
        ((f.end or f.start or 0) - (f.start or 0), f.start or 0, f.end or f.start or 0)
        for f in dated
    )
    narrowest = spans[0][0]
    votes: dict[tuple[int, int], int] = defaultdict(int)
    for width, start, end in spans:
        if width == narrowest:
            votes[start, end] += 1
    return min(votes, key=lambda s: (-votes[s], s))


def read_again(account: Account, window: Window | None, event: date | None = None) -> Account:
    """The account with its symbolic dates resolved inside the window, as far as they go.

    `event` is the day of the report's main event, which "two days earlier" counts from.
    """
    if window is None or (window[1] - window[0]).days > MAX_WINDOW:
        window = None
    claims = tuple(_resolved(c, window, event) for c in account.claims)
    return account if claims == account.claims else replace(account, claims=claims)


def _resolved(claim: Claim, window: Window | None, event: date | None) -> Claim:
    value = claim.value
    if not isinstance(value, When) or value.start is not None or value.ref is None:
        return claim
    if value.ref.relative_to == "event":
        when = resolve_within(value.ref, (event, event), event) if event else None
    else:
        when = resolve_within(value.ref, window) if window else None
    return claim if when is None else replace(claim, value=when)


def resolve_within(ref: TimeRef, window: Window, event: date | None = None) -> When | None:
    """The interval a symbolic date covers, read from the first and last possible day of
    publication; None where the two readings lie more than `MAX_WINDOW` days apart."""
    first, last = (timeref.resolve(ref, day, event=event) for day in window)
    if first.start is None or last.start is None:
        return None
    start, end = min(first.start, last.start), max(first.end or first.start, last.end or last.start)
    same = (first.start, first.end) == (last.start, last.end)
    if not same and (last.start - first.start).days > MAX_WINDOW:
        return None
    precision = first.precision if same else _precision((end - start).days + 1)
    return When(start, end, precision, "inferred", ref)


def _precision(days: int) -> str:
    for most, name in ((1, "day"), (6, "days"), (7, "week"), (31, "month"), (366, "year")):
        if days <= most:
            return name
    return "unknown"
