"""The working record grows: what the store holds depends on what is kept, not on when it came."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casus.judging import different, not_an_incident, same, set_value, undo
from casus.link import Linking
from casus.pipeline import Record, Request, Silent, Stages
from casus.pipeline import record as record_module
from casus.pipeline.reading import read_all
from casus.reconcile import reconcile
from casus.store import Arrival, Store
from casus.types import Account, Document, Incident, Problem, Run, Status

sys.path.insert(0, str(Path(__file__).parent / "link"))
from link_told import told

RUN = Run("1", (), "c")


@dataclass(frozen=True, slots=True)
class LineReading:
    status: Status
    accounts: tuple[Account, ...]
    problems: tuple[Problem, ...] = ()


def read_lines(document: Document) -> LineReading:
    """Each line of a text is an account, as `told` writes it."""
    lines = document.text.splitlines()
    return LineReading(
        Status.READ, tuple(told(document.id, line, number=n) for n, line in enumerate(lines))
    )


def make_line_reader():  # type: ignore[no-untyped-def]
    return read_lines


STAGES = Stages(
    languages=("en",),
    versions={"en": "1"},
    make_reader=make_line_reader,  # type: ignore[arg-type]
    linking=Linking,
    reconcile=lambda linked, documents, policy: reconcile(linked, documents, policy=policy),
    version="1",
)


def arrival(name: str, text: str, published: str | None = "2019-11-02") -> Arrival:
    day = date.fromisoformat(published) if published else None
    document = Document(name, name, None, name, "en", None, text, day)
    return Arrival(f"/in/{name}", f"/in/{name}", document, name)


def keep(store: Store, arrivals: Sequence[Arrival]) -> None:
    store.begin()
    store.add(arrivals)
    store.finish(a.file for a in arrivals)
    read_all(store, Request((), Path(), jobs=1), STAGES, Silent())


def derived(path: Path) -> dict[str, list[tuple[object, ...]]]:
    db = sqlite3.connect(path)
    try:
        return {
            table: db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in ("readings", "incidents", "members")
        }
    finally:
        db.close()


def rebuilt(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with Store.open(path) as store:
        store.forget_derived()
        read_all(store, Request((), Path(), jobs=1), STAGES, Silent())
        Record(STAGES, "ucdp").update(store, RUN)
    return derived(path)


@st.composite
def reports(draw: st.DrawFn) -> list[Arrival]:
    kinds = st.sampled_from(("armed_attack", "bombing", "shooting"))
    whens = st.sampled_from(("2019-11-01", "2019-11-02", "2019-11", "friday", "november", "-"))
    places = st.sampled_from(("menaka", "village", "gao", "-"))
    found = []
    for n in range(draw(st.integers(2, 8))):
        lines = [
            f"{draw(kinds)} {draw(whens)} {draw(places)} killed={draw(st.sampled_from((3, 53)))}"
            for _ in range(draw(st.integers(1, 2)))
        ]
        published = draw(st.sampled_from(("2019-11-02", "2019-11-06", None)))
        found.append(arrival(f"d{n}", "\n".join(lines), published))
    return found


def decide(store: Store, chance: random.Random) -> None:
    """Somebody judges what the record holds now, or takes a judgement back."""
    incidents = store.incidents()
    first = chance.choice(incidents)
    second = chance.choice(incidents)
    withdrawn = {j.supersedes for j in store.judgements()}
    standing = [j for j in store.judgements() if j.verdict != "withdrawn" and j.id not in withdrawn]
    if standing and chance.random() < 0.4:
        undo(store, chance.choice(standing).id, user="ann")
    elif first.id != second.id:
        chance.choice((same, different))(store, [first, second], user="ann")
    elif len(first.accounts) > 1:
        different(store, first.accounts[:2], user="ann")
    elif chance.random() < 0.5:
        not_an_incident(store, first, user="ann")
    else:
        set_value(store, first, "killed=9", user="ann")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports(), st.randoms(use_true_random=False))
def test_growth_ends_where_a_rebuild_ends(
    tmp_path_factory: pytest.TempPathFactory, arrivals: list[Arrival], chance: random.Random
) -> None:
    path = tmp_path_factory.mktemp("grow") / "s.db"
    chance.shuffle(arrivals)
    record_module._LINKED = chance.randint(1, 4)
    record = Record(STAGES, "ucdp")
    while arrivals:
        batch = [arrivals.pop() for _ in range(min(len(arrivals), chance.randint(1, 3)))]
        with Store.open(path) as store:
            keep(store, batch)
            before = store.marks()
            changes = record.update(store, RUN)
            after = store.marks()
            assert set(changes.new) == after.keys() - before.keys()
            assert set(changes.gone) == before.keys() - after.keys()
            assert set(changes.changed) == {
                i for i in before.keys() & after.keys() if before[i] != after[i]
            }
            assert changes.total == len(after)
        if chance.random() < 0.5:
            with Store.open(path) as store:
                if store.incidents():
                    decide(store, chance)
                # another process brings the record up to date now and then, and leaves its state
                record = chance.choice((record, Record(STAGES, "ucdp")))
                record.update(store, RUN)
    with Store.open(path) as store:
        chance.choice((record, Record(STAGES, "ucdp"))).update(store, RUN)
    assert derived(path) == rebuilt(path)


def test_an_update_that_fails_leaves_linking_and_incidents_as_they_were(tmp_path: Path) -> None:
    def fail(*_: object) -> tuple[Incident, ...]:
        raise MemoryError

    path = tmp_path / "s.db"
    with Store.open(path) as store:
        keep(store, [arrival("a", "bombing 2019-11-01 gao killed=3")])
        Record(STAGES, "ucdp").update(store, RUN)
        before = derived(path), sorted(store.linkage.entries("told.facts"))
        keep(store, [arrival("b", "bombing 2019-11-01 gao killed=3")])
        with pytest.raises(MemoryError):
            Record(replace(STAGES, reconcile=fail), "ucdp").update(store, RUN)
        assert sorted(store.linkage.entries("told.facts")) == before[1]
        assert derived(path)["incidents"] == before[0]["incidents"]
        assert store.stale() == ("b",)
        assert Record(STAGES, "ucdp").update(store, RUN).changed == ("a-0",)
        assert store.stale() == ()
    assert derived(path) == rebuilt(path)


def test_nothing_new_changes_nothing_and_a_report_what_it_touches(tmp_path: Path) -> None:
    days = [f"bombing 2019-10-{day:02} gao killed={day}" for day in range(1, 28, 3)]
    record = Record(STAGES, "ucdp")
    with Store.open(tmp_path / "s.db") as store:
        keep(store, [arrival(f"d{n}", line) for n, line in enumerate(days)])
        first = record.update(store, RUN)
        assert (len(first.new), first.changed, first.gone, first.total) == (9, (), (), 9)
        again = record.update(store, RUN)
        assert (again.new, again.changed, again.gone, again.total) == ((), (), (), 9)
        keep(store, [arrival("late", days[4])])
        later = record.update(store, RUN)
        assert (later.new, later.changed, later.gone) == ((), ("d4-0",), ())
        assert [a.id for a in store.incident("late-0").accounts] == ["d4-0", "late-0"]  # type: ignore[union-attr]
        made_anew = Record(STAGES, "ucdp").update(store, RUN)
        assert (made_anew.new, made_anew.changed, made_anew.total) == ((), (), 9)
        assert len(Record(STAGES, "gtd").update(store, RUN).changed) == 9
