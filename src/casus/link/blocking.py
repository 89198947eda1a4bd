"""Which pairs of accounts are worth comparing at all: never all of them.

Use `candidates(facts, copies)` for pairs of positions and a report of how many pairs each rule
adds to those before it. Every rule files accounts under keys and pairs those that share one.
A key that holds more than `MAX_BLOCK` accounts is split by kind family, then by figures; what
is still too large is skipped and counted, so that memory stays bounded by the accounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casus.link import dates
from casus.link.facts import Facts
from casus.types import KINDS

MAX_BLOCK = 250
"""Accounts under one key: 250 make 31,125 pairs, about half a second of comparing."""
VAGUE_DAYS = 10
"""Longer intervals are filed under months, shorter ones under their days."""
MAX_VAGUE = 60
"""Accounts that a vague date meets in one month, country and family before it needs more in
common: vague dates meet everything, so their pairs would grow with the square of the news."""
MAX_NAME = 60
TELLING_FIGURE = 4
"""Smaller counts are shared by half of all events."""

Key = Hashable
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BlockingRule:
    """What one rule did: pairs it proposes, pairs no earlier rule had, keys too large to use."""

    name: str
    label: str
    pairs: int
    added: int
    skipped_keys: int


def candidates(
    facts: Sequence[Facts],
    copies: Sequence[tuple[str, str]] = (),
    news: Mapping[str, frozenset[str]] | None = None,
) -> tuple[list[Pair], tuple[BlockingRule, ...]]:
    """Pairs `(i, j)`, i < j, in ascending order, and the report. `copies` are pairs of document
    ids whose texts are much alike: their accounts are always compared. `news` are the events
    that each document has as its news, as far as they are known."""
    found: set[Pair] = set()
    report = []
    for name, label, propose in (
        ("day_country", "same or next day, same country", _by_day),
        ("month_country", "a vague date, same country and family", _by_month),
        ("undated_place", "an undated report, same place or region and family", _by_place),
        ("rare_name", "a shared rare name, dates not apart", _by_name),
        ("placeless", "place not told, same family, same day or a telling figure", _by_figures),
    ):
        pairs, skipped = propose(facts)
        report.append(BlockingRule(name, label, len(pairs), len(pairs - found), skipped))
        found |= pairs
    for name, label, pairs in (
        ("copy", "much the same text", _by_copy(facts, copies)),
        ("company", "recalled beside the same news", _by_company(facts, news or {})),
    ):
        report.append(BlockingRule(name, label, len(pairs), len(pairs - found), 0))
        found |= pairs
    return sorted(found), tuple(report)


class _Index:
    """Accounts under keys. `probes` look a key up without being found under it."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self.facts = facts
        self.held: dict[Key, list[int]] = defaultdict(list)
        self.probing: dict[Key, list[int]] = defaultdict(list)
        self.skipped = 0

    def pairs(self) -> set[Pair]:
        found: set[Pair] = set()
        for key, held in self.held.items():
            found.update(self._within(held, 0))
            for probe in self.probing.get(key, ()):
                if len(held) > MAX_BLOCK:
                    self.skipped += 1
                    break
                found.update(_pair(probe, other) for other in held if other != probe)
        return found

    def _within(self, held: list[int], depth: int) -> Iterator[Pair]:
        if len(held) <= MAX_BLOCK:
            for n, left in enumerate(held):
                for right in held[n + 1 :]:
                    yield _pair(left, right)
            return
        if depth == len(_SPLITS):
            self.skipped += 1
            return
        finer: dict[Key, list[int]] = defaultdict(list)
        for i in held:
            for key in _SPLITS[depth](self.facts[i]):
                finer[key].append(i)
        for part in finer.values():
            yield from self._within(part, depth + 1)


def _pair(i: int, j: int) -> Pair:
    return (i, j) if i < j else (j, i)


def _families(f: Facts) -> Sequence[str]:
    return sorted({KINDS.get(k, "") for k in f.kinds})


def _areas(f: Facts) -> list[Key]:
    """Regions of the account, its countries where it names no region."""
    regions: set[Key] = {p.path[:2] for p in f.places if len(p.path) > 1}
    return sorted(regions or set(f.countries), key=repr)


def _spots(f: Facts) -> list[str]:
    return sorted({p.gazetteer_id or p.key for p in f.places} - {""})


def _figures(f: Facts) -> list[tuple[str, int]]:
    return sorted({(t.field, t.point) for t in f.tolls})


_SPLITS: tuple[Callable[[Facts], Sequence[Key]], ...] = (_families, _areas, _spots, _figures)


REPORTED_DAYS = 3
"""News whose date is left out is filed under the days up to its publication."""


def _days(f: Facts) -> tuple[int, int] | None:
    """The short interval an account is filed under: its own, or the days its report is news."""
    if f.start is not None and f.end is not None:
        return (f.start, f.end) if f.end - f.start < VAGUE_DAYS else None
    if f.role == "main" and f.ref is None and f.published is not None:
        return f.published - REPORTED_DAYS, f.published
    return None


def _by_day(facts: Sequence[Facts]) -> tuple[set[Pair], int]:
    index = _Index(facts)
    for i, f in enumerate(facts):
        days = _days(f)
        if days is None:
            continue
        for country in f.countries:
            for day in range(days[0], days[1] + 1):
                index.held[country, day].append(i)
            for day in (days[0] - 1, days[1] + 1):
                index.probing[country, day].append(i)
    return index.pairs(), index.skipped


def _by_month(facts: Sequence[Facts]) -> tuple[set[Pair], int]:
    """A vague date meets every sharper one of its months, and other vague ones."""
    vague, sharp = _Index(facts), _Index(facts)
    for i, f in enumerate(facts):
        if f.start is None or f.end is None:
            continue
        is_vague = f.end - f.start >= VAGUE_DAYS
        # a date so vague that it spans years meets nothing by its date
        if is_vague and f.end - f.start > 400:
            continue
        slack = 5 if is_vague else 0
        for month in _months(f.start - slack, f.end + slack):
            for country in f.countries:
                for family in _families(f):
                    key: Key = (country, family, month)
                    if is_vague:
                        vague.held[key].append(i)
                    else:
                        sharp.held[key].append(i)
    pairs: set[Pair] = set()
    skipped = 0
    for key, vagues in vague.held.items():
        meet = [*vagues, *sharp.held.get(key, ())]
        if len(meet) <= MAX_VAGUE:
            pairs.update(_pair(i, j) for i in vagues for j in meet if i != j)
            continue
        # a busy month: a vague date needs a place, a region or a telling figure in common too
        finer: dict[Key, list[int]] = defaultdict(list)
        for i in meet:
            for narrow in _narrow(facts[i]):
                finer[narrow].append(i)
        for i in vagues:
            for narrow in _narrow(facts[i]):
                if len(finer[narrow]) > MAX_VAGUE:
                    skipped += 1
                    continue
                pairs.update(_pair(i, j) for j in finer[narrow] if i != j)
    return pairs, skipped


def _narrow(f: Facts) -> list[Key]:
    figures = [(field, n) for field, n in _figures(f) if n >= TELLING_FIGURE]
    return [*_spots(f), *_areas(f), *figures]


def _months(start: int, end: int) -> Iterator[tuple[int, int]]:
    first, last = date.fromordinal(max(1, start)), date.fromordinal(end)
    for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield n // 12, n % 12 + 1


def _by_place(facts: Sequence[Facts]) -> tuple[set[Pair], int]:
    """Accounts without a calendar date meet all of their family at their place or region that
    their weekday, month or day of reporting allows."""
    by_spot, by_area = _Index(facts), _Index(facts)
    for i, f in enumerate(facts):
        for family in _families(f):
            for index, keys in ((by_spot, _spots(f)), (by_area, _areas(f))):
                for key in keys:
                    side = index.probing if f.start is None else index.held
                    side[family, key].append(i)
    pairs: set[Pair] = set()
    skipped = 0
    for index, most in ((by_spot, 4 * MAX_BLOCK), (by_area, MAX_BLOCK)):
        for key, probes in index.probing.items():
            held = index.held.get(key, []) + probes
            if len(held) > most:
                skipped += 1
                continue
            for i in probes:
                for j in held:
                    if i != j and not dates.apart(facts[i], facts[j]):
                        pairs.add(_pair(i, j))
    return pairs, skipped


def _by_name(facts: Sequence[Facts]) -> tuple[set[Pair], int]:
    holders: Mapping[str, list[int]] = defaultdict(list)
    for i, f in enumerate(facts):
        for name in f.names:
            holders[name].append(i)
    pairs: set[Pair] = set()
    skipped = 0
    for held in holders.values():
        if len(held) > MAX_NAME:
            skipped += 1
            continue
        for n, i in enumerate(held):
            for j in held[n + 1 :]:
                if not dates.apart(facts[i], facts[j]):
                    pairs.add(_pair(i, j))
    return pairs, skipped


def _by_figures(facts: Sequence[Facts]) -> tuple[set[Pair], int]:
    """Accounts that name no country meet others of their family by their day and, at any date
    that fits, by a telling figure."""
    index = _Index(facts)
    for i, f in enumerate(facts):
        side = index.held if f.countries else index.probing
        days = _days(f)
        for family in _families(f):
            for field, number in _figures(f):
                if number >= TELLING_FIGURE:
                    side[family, field, number].append(i)
            if days is not None:
                for day in range(days[0] - 1, days[1] + 2):
                    side[family, day].append(i)
    pairs: set[Pair] = set()
    for key, probes in index.probing.items():
        held = index.held.get(key, []) + probes
        if len(held) > MAX_BLOCK:
            index.skipped += 1
            continue
        for i in probes:
            for j in held:
                if i != j and not dates.apart(facts[i], facts[j]):
                    pairs.add(_pair(i, j))
    return pairs, index.skipped


def _by_copy(facts: Sequence[Facts], copies: Sequence[tuple[str, str]]) -> set[Pair]:
    by_doc: dict[str, list[int]] = defaultdict(list)
    for i, f in enumerate(facts):
        by_doc[f.doc].append(i)
    return {
        _pair(i, j)
        for left, right in copies
        for i in by_doc.get(left, ())
        for j in by_doc.get(right, ())
        if left != right
    }


def _by_company(facts: Sequence[Facts], news: Mapping[str, frozenset[str]]) -> set[Pair]:
    """What reports of one event recall, of one family and with dates that fit."""
    recalled: dict[Key, list[int]] = defaultdict(list)
    for i, f in enumerate(facts):
        if f.role != "main":
            for event in news.get(f.doc, ()):
                for family in _families(f):
                    recalled[event, family].append(i)
    pairs: set[Pair] = set()
    for held in recalled.values():
        if len(held) > MAX_BLOCK:
            continue
        for n, i in enumerate(held):
            for j in held[n + 1 :]:
                if facts[i].doc != facts[j].doc and not dates.apart(facts[i], facts[j]):
                    pairs.add(_pair(i, j))
    return pairs
