"""Growth: whatever came when, the state is that of everything taken in at once."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import link_gold
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from link_told import document, told
from test_link import judged, worlds

from casus.link import Linking, anchor_name, blocking, witnesses
from casus.types import Account, Document, Judgement

World = tuple[dict[str, list[Account]], dict[str, Document]]
GOLD = Path(__file__).parents[3] / "shared" / "eval" / "incidents"


@contextmanager
def tight() -> Iterator[None]:
    """Limits of keys and sketches so small that a handful of accounts crosses them."""
    limits = {rule: rule.limit for rule in blocking.RULES}
    holders, first = witnesses._MAX_HOLDERS, witnesses._FIRST
    try:
        for rule in limits:
            object.__setattr__(rule, "limit", 2)
        witnesses._MAX_HOLDERS, witnesses._FIRST = 3, 1
        yield
    finally:
        for rule, limit in limits.items():
            object.__setattr__(rule, "limit", limit)
        witnesses._MAX_HOLDERS, witnesses._FIRST = holders, first


def by_document(accounts: Sequence[Account], documents: dict[str, Document]) -> World:
    return {d: [a for a in accounts if a.doc == d] for d in documents}, documents


class Memory(dict[tuple[str, bytes], bytes]):
    """Keeps the state of a linking as a store does."""

    def entry(self, shelf: str, key: bytes) -> bytes | None:
        return self.get((shelf, key))

    def entries(self, shelf: str) -> Iterator[tuple[bytes, bytes]]:
        return ((key, body) for (name, key), body in self.items() if name == shelf)

    def keep(self, changes: Iterable[tuple[str, bytes, bytes | None]]) -> None:
        for shelf, key, body in list(changes):
            if body is None:
                del self[shelf, key]
            else:
                self[shelf, key] = body


def at_once(world: World, judgements: Sequence[Judgement]) -> Linking:
    told_by, documents = world
    linking = Linking()
    linking.update(told_by, told_by.__getitem__, documents, judgements)
    return linking


def grown(world: World, judgements: Sequence[Judgement], chance: random.Random) -> Linking:
    """Taken in by batches in any order, with documents read otherwise or lost for a while and
    judgements that come and go."""
    told_by, documents = world
    order = sorted(told_by)
    chance.shuffle(order)
    memory = Memory()
    linking = Linking(memory)
    now: dict[str, list[Account]] = {doc: [] for doc in order}
    while order:
        batch = [order.pop() for _ in range(min(len(order), chance.randint(1, 4)))]
        now.update((doc, told_by[doc]) for doc in batch)
        if chance.random() < 0.4:
            other = chance.choice(sorted(told_by))
            now[other] = chance.choice((told_by[other][:1], []))
            batch.append(other)
        before = set(linking.groups())
        some = chance.sample(judgements, chance.randint(0, len(judgements)))
        touched = linking.update(batch, now.__getitem__, documents, some)
        after = set(linking.groups())
        assert after - before <= touched <= after
        if chance.random() < 0.3:
            memory.keep(linking.changes())
            linking = Linking(memory)
    late = [doc for doc in told_by if now[doc] != told_by[doc]]
    linking.update(late, told_by.__getitem__, documents, judgements)
    return linking


def assert_same(one: Linking, other: Linking, world: World) -> None:
    told_by, documents = world
    results = [x.linked(told_by.__getitem__, documents) for x in (one, other)]
    assert results[0] == results[1]
    bases = [[x.basis(group) for group in x.groups()] for x in (one, other)]
    assert bases[0] == bases[1]
    assert dict(one.told.pairs.everything()) == dict(other.told.pairs.everything())
    assert one.blocking() == other.blocking()


@st.composite
def decided(draw: st.DrawFn, accounts: Sequence[Account]) -> list[Judgement]:
    verdicts = draw(st.lists(st.sampled_from(("same", "different", "not_an_incident")), max_size=3))
    names = st.sampled_from([anchor_name(a) for a in accounts])
    return [
        judged(v, *draw(st.lists(names, min_size=1, max_size=3)), ident=f"j{n}", at=f"2020-01-0{n}")
        for n, v in enumerate(verdicts, 1)
    ]


@settings(max_examples=120, deadline=None)
@given(st.data(), worlds(), st.randoms(use_true_random=False))
def test_batches_orders_and_changes_leave_no_trace(
    data: st.DataObject, drawn: tuple[list[Account], dict[str, Document]], chance: random.Random
) -> None:
    accounts, documents = drawn
    words = chance.choice(("one text for all reports of this little world " * 5, "report {}"))
    rows = data.draw(st.sets(st.sampled_from(sorted(documents)), max_size=2))
    texts = {
        d: replace(x, text=words.format(d), coded="ged" if d in rows else None, url=d)
        for d, x in documents.items()
    }
    world = by_document(accounts, texts)
    judgements = data.draw(decided(accounts))
    with tight():
        assert_same(grown(world, judgements, chance), at_once(world, judgements), world)


@cache
def gold_world(name: str, wear: int) -> World:
    gold = link_gold.load(GOLD / name, wear=wear)
    return by_document(gold.accounts, gold.documents)


@pytest.mark.parametrize("name", ["set-c", "set-d"])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 3), st.randoms(use_true_random=False), st.data())
def test_gold_reports_grow_in_any_order(
    name: str, wear: int, chance: random.Random, data: st.DataObject
) -> None:
    if not (GOLD / name).is_dir():
        pytest.skip(f"no {name} beside the checkout")
    world = gold_world(name, wear)
    judgements = data.draw(decided([a for told_ in world[0].values() for a in told_]))
    assert_same(grown(world, judgements, chance), at_once(world, judgements), world)


def crowded(count: int) -> World:
    """Reports of a busy day in one country: enough to close the key of the day."""
    lines = [f"armed_attack 2019-11-0{1 + n % 2} mali killed={n % 7}" for n in range(count)]
    accounts = [told(f"d{n:03}", line) for n, line in enumerate(lines)]
    return by_document(accounts, {a.doc: document(a.doc, "x 2019-11-03") for a in accounts})


def test_a_key_that_closes_parts_those_who_only_met_there() -> None:
    world = crowded(8)
    told_by, documents = world
    with tight():
        linking = Linking()
        for doc in told_by:
            linking.update([doc], told_by.__getitem__, documents, ())
        assert_same(linking, at_once(world, ()), world)
        pairs = sum(map(len, linking.told.pairs.values()))
        for doc in list(told_by)[2:]:
            linking.update([doc], lambda _: [], documents, ())
        few = {d: a if d in list(told_by)[:2] else [] for d, a in told_by.items()}
        assert_same(linking, at_once((few, documents), ()), (few, documents))
    assert 0 < pairs < 8 * 7


def test_only_what_a_report_touches_is_told_again() -> None:
    near = [f"bombing 2019-10-{day:02} gao killed={day}" for day in range(1, 28, 3)]
    accounts = [told(f"d{n:02}", line) for n, line in enumerate(near)]
    told_by, documents = by_document(accounts, {a.doc: document(a.doc, near[0]) for a in accounts})
    linking = at_once((told_by, documents), ())
    assert len(linking.groups()) == len(near)
    new = told("z", near[4])
    documents["z"] = document("z", near[4])
    assert linking.update(["z"], lambda _: [new], documents, ()) == {("d04-0", "z-0")}
