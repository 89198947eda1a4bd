"""Which pairs of accounts are worth comparing at all: never all of them.

Use an `Index`: `add` and `remove` accounts, `partners(facts)` for those that one account is worth
comparing with. Every rule files accounts under keys, and those that share one meet. What a key
proposes depends on the accounts under it alone: one that holds more than its rule's limit is split
by what its accounts tell; what is still too large proposes nothing, so that work stays bounded.
When a key grows past its limit or shrinks back, `Index.closed` and `Index.opened` name the accounts
whose partners may differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

import msgspec

from casus.link.facts import Facts
from casus.link.kinds import families_of
from casus.link.shelves import Shelves, pack

MAX_BLOCK = 250
"""Accounts under one key: 250 make 31,125 pairs, about half a second of comparing."""
VAGUE_DAYS = 10
"""Longer intervals are filed under months, shorter ones under their days."""
MAX_VAGUE = 60
"""Accounts that a vague date meets in one month, country and family before it needs more in
common: vague dates meet everything, so their pairs would grow with the square of the news."""
MAX_NAME = 60
"""Accounts with one name: a name that more share tells a region or a party, not one event."""
TELLING_FIGURE = 4
"""Smaller counts are shared by half of all events."""
REPORTED_DAYS = 3
"""News whose date is left out is filed under the days up to its publication."""
EDGE = 0.1
"""Degrees by which a place lies in the squares beside its own too: 11 km north or south."""
MAX_YEARS_DAYS = 400
"""A date so vague that it spans years meets nothing by its date."""

Key = bytes
"""A rule's name and what accounts share; the key of a part begins with that of the whole."""
Split = Callable[[Facts], Sequence[Hashable]]
Copies = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class BlockingRule:
    """What one rule did: pairs it proposes, pairs no earlier rule had, and keys (split ones by
    their parts) that were too large to use."""

    name: str
    label: str
    pairs: int
    added: int
    skipped_keys: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to meet. Under a key an account is either held or probes. Probes meet the held;
    the held meet each other (`mutual`), or else the probes do. The limit counts the held, or all
    where the probes meet each other. `splits` part a key that is too large, one after another."""

    name: str
    label: str
    mutual: bool
    limit: int
    splits: tuple[Split, ...] = ()

    def key(self, *shared: Hashable) -> Key:
        """The key for what accounts share."""
        return pack((self.name, *shared))


def _families(f: Facts) -> Sequence[str]:
    return families_of(f.kinds)


def _areas(f: Facts) -> list[Hashable]:
    """Regions of the account, its countries where it names no region."""
    regions: set[Hashable] = {p.path[:2] for p in f.places if len(p.path) > 1}
    return sorted(regions or set(f.countries), key=repr)


def _spots(f: Facts) -> list[str]:
    return sorted({p.gazetteer_id or p.key for p in f.places} - {""})


def _figures(f: Facts) -> list[tuple[str, int]]:
    return sorted({(t.field, t.point) for t in f.tolls})


def _telling(f: Facts) -> list[tuple[str, int]]:
    return [(field, n) for field, n in _figures(f) if n >= TELLING_FIGURE]


def _narrow(f: Facts) -> list[Hashable]:
    return [*_spots(f), *_areas(f), *_telling(f)]


DAY = Rule("day_country", "same or next day, same country", True, MAX_BLOCK,
           (_families, _areas, _spots, _figures))  # fmt: skip
NEAR = Rule("near_by", "same day, places of one name or close by", True, MAX_BLOCK,
            (_families, _figures))  # fmt: skip
MONTH = Rule("month_country", "a vague date, same country and family", False, MAX_VAGUE, (_narrow,))
SPOT = Rule("undated_place", "an undated report, same place and family", False, 4 * MAX_BLOCK)
AREA = Rule("undated_area", "an undated report, same region and family", False, MAX_BLOCK)
NAME = Rule("rare_name", "a shared rare name", True, MAX_NAME)
PLACELESS = Rule("placeless", "place not told, same family, same day or a telling figure", False,
                 MAX_BLOCK)  # fmt: skip
COMPANY = Rule("company", "recalled beside the same news", True, MAX_BLOCK)
RULES = (DAY, NEAR, MONTH, SPOT, AREA, NAME, PLACELESS, COMPANY)
COPY = ("copy", "much the same text")

Entry = tuple[Rule, Key, bool]
"""A rule, a key, and whether the account probes there."""


def entries_of(f: Facts, news: Iterable[str] = ()) -> Iterator[Entry]:
    """Everything an account is filed under; `news` are the events its document has as its news."""
    families = _families(f)
    yield from _day_entries(f, families)
    yield from _month_entries(f, families)
    for family in families:
        for spot in _spots(f):
            yield SPOT, SPOT.key(family, spot), f.start is None
        for area in _areas(f):
            yield AREA, AREA.key(family, area), f.start is None
    for name in f.names:
        yield NAME, name_key(name), False
    if f.role != "main":
        for event in news:
            for family in families:
                yield COMPANY, COMPANY.key(event, family), False


def name_key(name: str) -> Key:
    """The key of a rare name."""
    return NAME.key(name)


def _day_entries(f: Facts, families: Sequence[str]) -> Iterator[Entry]:
    """By day and country; accounts that name no country meet others of their family by their day
    and, at any date that fits, by a telling figure."""
    days = _days(f)
    if days is not None:
        for country in f.countries:
            for day in range(days[0], days[1] + 1):
                yield DAY, DAY.key(country, day), False
            for day in (days[0] - 1, days[1] + 1):
                yield DAY, DAY.key(country, day), True
        # a name may be taken for that of a place abroad, and a fight crosses a border
        for near in (*sorted(f.place_names | f.names), *_squares(f)):
            for day in range(days[0], days[1] + 1):
                yield NEAR, NEAR.key(near, day), False
    for family in families:
        for figure in _telling(f):
            yield PLACELESS, PLACELESS.key(family, *figure), not f.countries
        if days is not None:
            for day in range(days[0] - 1, days[1] + 2):
                yield PLACELESS, PLACELESS.key(family, day), not f.countries


def _squares(f: Facts) -> list[tuple[int, int]]:
    """One-degree squares at whose edges or in which its places lie."""
    points = [(p.lat, p.lon) for p in f.places if p.precision in ("exact", "near")]
    steps = (-EDGE, EDGE)
    return sorted({
        (floor(lat + north), floor(lon + east))
        for lat, lon in points if lat is not None and lon is not None
        for north in steps for east in steps
    })  # fmt: skip


def _days(f: Facts) -> tuple[int, int] | None:
    """The short interval an account is filed under: its own, or the days its report is news."""
    if f.start is not None and f.end is not None:
        return (f.start, f.end) if f.end - f.start < VAGUE_DAYS else None
    if f.role == "main" and f.ref is None and f.published is not None:
        return f.published - REPORTED_DAYS, f.published
    return None


def _month_entries(f: Facts, families: Sequence[str]) -> Iterator[Entry]:
    """A vague date meets every sharper one of its months, and other vague ones."""
    if f.start is None or f.end is None or f.end - f.start > MAX_YEARS_DAYS:
        return
    vague = f.end - f.start >= VAGUE_DAYS
    slack = 5 if vague else 0
    for month in _months(f.start - slack, f.end + slack):
        for country in f.countries:
            for family in families:
                yield MONTH, MONTH.key(country, family, month), vague


def _months(start: int, end: int) -> Iterator[tuple[int, int]]:
    first, last = date.fromordinal(max(1, start)), date.fromordinal(end)
    for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield n // 12, n % 12 + 1


class _Block(msgspec.Struct, array_like=True, gc=False):
    """The accounts under one key, and the keys of its parts while it holds too many. Most keys have
    one or two accounts, so lists (56 bytes) that are made when needed, not sets (216)."""

    held: list[str] | None = None
    probing: list[str] | None = None
    parts: set[Key] | None = None

    def open(self, rule: Rule) -> bool:
        """True while all that meet here are proposed."""
        count = len(self.held or ())
        if not rule.mutual:
            count += len(self.probing or ())
        return count <= rule.limit

    def add(self, account: str, probes: bool) -> None:
        """File an account."""
        if probes:
            self.probing = self.probing or []
            self.probing.append(account)
        else:
            self.held = self.held or []
            self.held.append(account)

    def remove(self, account: str, probes: bool) -> None:
        """Take an account out."""
        side = self.probing if probes else self.held
        assert side is not None
        side.remove(account)

    def members(self) -> list[tuple[str, bool]]:
        """Everybody under the key, and whether they probe."""
        return [(i, False) for i in self.held or ()] + [(i, True) for i in self.probing or ()]


class Index:
    """Accounts under their keys. `facts` are looked up by id when a key is split."""

    def __init__(
        self, facts: Mapping[str, Facts], shelves: Shelves | None = None, name: str = ""
    ) -> None:
        self.facts = facts
        self.blocks = (shelves or Shelves()).open(f"{name}.blocks", Key, _Block)
        self.closed: set[str] = set()
        self.opened: set[str] = set()
        self.renamed: set[str] = set()
        """Accounts with a name that has become, or is no longer, common."""

    def add(self, f: Facts, news: Iterable[str] = ()) -> None:
        """File an account, which must be among `facts`."""
        for rule, key, probes in entries_of(f, news):
            self._file(key, f, rule, probes, 0)

    def remove(self, f: Facts, news: Iterable[str] = ()) -> None:
        """Take an account out; `f` and `news` as they were when it was filed."""
        for rule, key, probes in entries_of(f, news):
            self._unfile(key, f, rule, probes, 0)

    def forget(self) -> None:
        """Begin noting anew whose partners may differ."""
        for moved in (self.opened, self.closed, self.renamed):
            moved.clear()

    def common(self, name: str) -> bool:
        """True for a name that too many accounts share."""
        block = self.blocks.get(name_key(name))
        return block is not None and not block.open(NAME)

    def partners(self, f: Facts, news: Iterable[str] = ()) -> set[str]:
        """Accounts that `f` is worth comparing with."""
        found: set[str] = set()
        for rule, key, probes in entries_of(f, news):
            self._meet(key, f, rule, probes, found)
        found.discard(f.id)
        return found

    def _file(self, key: Key, f: Facts, rule: Rule, probes: bool, depth: int) -> None:
        block = self.blocks.get(key)
        if block is None:
            block = self.blocks[key] = _Block()
        was_open = block.open(rule)
        block.add(f.id, probes)
        if block.open(rule):
            return
        if was_open:
            self._crossed(block, rule, self.closed)
        if depth == len(rule.splits):
            return
        filed = [(f.id, probes)]
        if block.parts is None:
            block.parts = set()
            filed = block.members()
        for account, side in filed:
            one = self.facts[account]
            for part in _parts(key, one, rule, depth):
                block.parts.add(part)
                self._file(part, one, rule, side, depth + 1)

    def _unfile(self, key: Key, f: Facts, rule: Rule, probes: bool, depth: int) -> None:
        block = self.blocks[key]
        was_open = block.open(rule)
        block.remove(f.id, probes)
        if not was_open and block.open(rule):
            self._crossed(block, rule, self.opened)
            self._join(block)
        elif block.parts is not None:
            for part in _parts(key, f, rule, depth):
                self._unfile(part, f, rule, probes, depth + 1)
        if not (block.held or block.probing):
            del self.blocks[key]

    def _join(self, block: _Block) -> None:
        """Let go the parts of a block."""
        for key in block.parts or ():
            if key in self.blocks:
                self._join(self.blocks.pop(key))
        block.parts = None

    def _crossed(self, block: _Block, rule: Rule, moved: set[str]) -> None:
        """Note everybody under a key that has crossed its limit."""
        (self.renamed if rule is NAME else moved).update(i for i, _ in block.members())

    def _meet(self, key: Key, f: Facts, rule: Rule, probes: bool, found: set[str]) -> None:
        at = [(key, 0)]
        while at:
            key, depth = at.pop()
            block = self.blocks.get(key)
            if block is None:
                continue
            if block.open(rule):
                if probes or rule.mutual:
                    found.update(block.held or ())
                if not (probes and rule.mutual):
                    found.update(block.probing or ())
            elif block.parts is not None:
                at += [(part, depth + 1) for part in _parts(key, f, rule, depth)]

    def report(
        self, facts: Mapping[str, Facts], news: Mapping[str, Collection[str]], copies: Copies
    ) -> list[BlockingRule]:
        """How many pairs of `facts`, which are all, each rule proposes, and how many no earlier
        rule had."""
        pairs: Counter[str] = Counter()
        added: Counter[str] = Counter()
        by_doc: dict[str, set[str]] = {}
        keys: dict[Key, Rule] = {}
        for f in facts.values():
            by_doc.setdefault(f.doc, set()).add(f.id)
        for f in facts.values():
            met: dict[str, set[str]] = {rule.name: set() for rule in RULES}
            for rule, key, probes in entries_of(f, news.get(f.doc, ())):
                keys[key] = rule
                self._meet(key, f, rule, probes, met[rule.name])
            met[COPY[0]] = set().union(*(by_doc.get(d, set()) for d in copies.get(f.doc, ())))
            seen = {f.id}
            for name, found in met.items():
                pairs[name] += len(found - {f.id})
                added[name] += len(found - seen)
                seen |= found
        skipped = self._skipped(keys)
        labels = [(rule.name, rule.label) for rule in RULES] + [COPY]
        # every pair was met from both its ends
        return [BlockingRule(n, x, pairs[n] // 2, added[n] // 2, skipped[n]) for n, x in labels]

    def _skipped(self, keys: Mapping[Key, Rule]) -> Counter[str]:
        found: Counter[str] = Counter()
        at = list(keys.items())
        while at:
            key, rule = at.pop()
            block = self.blocks.get(key)
            if block is not None and block.parts is not None:
                at += [(part, rule) for part in block.parts]
            elif block is not None and not block.open(rule):
                found[rule.name] += 1
        return found


def _parts(key: Key, f: Facts, rule: Rule, depth: int) -> list[Key]:
    """The parts of a key that an account falls into."""
    return [key + pack(shared) for shared in rule.splits[depth](f)]
