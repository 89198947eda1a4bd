"""The store: nothing kept is lost or changed, everything derived can go."""

from __future__ import annotations

import datetime
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from casus.store import Arrival, Made, Refusal, Store, StoredReading, StoreError
from casus.store.codec import decode, decode_many, encode
from casus.store.schema import DERIVED
from casus.types import (
    Account,
    Claim,
    Count,
    Document,
    Incident,
    Judgement,
    Problem,
    Run,
    Status,
    TimeRef,
    When,
)
from fakes import account_of, document, incident_of

DOCUMENT = document("d1", "Harbour: 53 people died.")
ACCOUNT = account_of(DOCUMENT)
RUN = Run("1", (("en", "v"),), "c")


def arrival(name: str, text: str, *, origin: str = "", **fields: object) -> Arrival:
    key = str(fields.pop("key", f"key of {text}"))
    page = fields.pop("page", None)
    file = f"{fields.pop('folder', '/in')}/{name}"
    found = document(name, text, **fields)
    return Arrival(origin or file, file, found, key, page)  # type: ignore[arg-type]


def take_in(store: Store, *items: Arrival | Refusal) -> int:
    store.begin()
    new = store.add(items)
    store.finish({item.file for item in items})
    return new


# -- bytes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "record",
    [
        DOCUMENT,
        ACCOUNT,
        *ACCOUNT.claims,
        incident_of("Harbour", (ACCOUNT,), "ucdp"),
        RUN,
        Problem("empty", "it is"),
        Judgement("j", ("a", "b"), "same", "me", "2021-03-14T10:00:00Z"),
        replace(ACCOUNT.claims[1], value=Count(None, 20)),
        replace(
            ACCOUNT.claims[2], value=When(None, None, ref=TimeRef(offset=(-2, -1), unit="day"))
        ),
    ],
    ids=lambda record: type(record).__name__,
)
def test_records_come_back_as_they_went(record: object) -> None:
    data = encode(record)
    assert decode(type(record), data) == record
    assert encode(decode(type(record), data)) == data


def test_sequences_come_back_as_they_went() -> None:
    assert decode_many(Account, encode((ACCOUNT, ACCOUNT))) == (ACCOUNT, ACCOUNT)
    assert decode_many(Claim, encode(ACCOUNT.claims)) == ACCOUNT.claims
    assert decode_many(Problem, encode(())) == ()


# -- documents -----------------------------------------------------------------------------------


def test_documents_are_kept_once_and_number_their_batch(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "casus.db"
    first, second = arrival("a", "one"), arrival("b", "two")
    with Store.open(path) as store:
        assert take_in(store, second) == 1
        assert take_in(store, second) == 0
        assert take_in(store, first, second) == 1
    with Store.view(path) as store:
        kept = list(store.documents())
    assert kept == [
        replace(second.document, batch=1),
        replace(first.document, batch=2),
    ]


def test_the_same_report_elsewhere_is_a_duplicate_that_names_the_first(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    first = arrival("a", "one", folder=str(tmp_path))
    second = arrival("b", "one", folder=str(tmp_path))
    with Store.open(tmp_path / "s.db") as store:
        take_in(store, first, second)
        take_in(store, first, second)
        (refusal,) = store.refusals()
        assert (refusal.status, refusal.same_as, refusal.path) == (
            Status.DUPLICATE, "a", "b.txt",
        )  # fmt: skip
        assert [d.id for d in store.documents()] == ["a"]


def test_rows_may_move_in_their_file_and_files_may_move(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text("rows")

    def row(number: int, text: str, name: Path = file) -> Arrival:
        found = document(text, text, path=f"in#{number}")
        return Arrival(f"{name}#{number}", str(name), found, text)

    with Store.open(tmp_path / "s.db") as store:
        take_in(store, row(1, "one"), row(2, "two"), row(3, "one"))
        assert [r.path for r in store.refusals()] == ["in#3"]
        # a row came in above
        assert take_in(store, row(1, "new"), row(2, "one"), row(3, "two"), row(4, "one")) == 1
        assert [(r.path, r.same_as) for r in store.refusals()] == [("in#4", "one")]
        file.unlink()
        moved = tmp_path / "moved.jsonl"
        take_in(store, row(1, "new", moved), row(2, "one", moved), row(3, "one", moved))
        assert [r.path for r in store.refusals()] == ["in#3"]


def test_an_id_taken_by_another_report_gives_way_to_the_hash(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        take_in(store, arrival("1", "one"), arrival("1", "two", origin="/x/1", key="k2"))
        assert sorted(d.id for d in store.documents()) == ["1", "k2"]
        assert [p.code for p in store.reservations()["k2"]] == ["id_taken"]


def test_a_changed_page_revises_the_one_before(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.db") as store:
        for name in ("a", "b", "c"):
            take_in(store, arrival(name, f"text {name}", page="p"))
        assert [(d.id, d.revises) for d in store.documents()] == [
            ("a", None), ("b", "a"), ("c", "b"),
        ]  # fmt: skip


def test_refusals_are_those_of_the_last_reading_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text("x")

    def refusal(row: int, name: Path = file) -> Refusal:
        problem = (Problem("broken_row", "why"),)
        return Refusal(f"{name}#{row}", str(name), f"in#{row}", Status.REJECTED, problem)

    gone = tmp_path / "gone.txt"
    with Store.open(tmp_path / "s.db") as store:
        take_in(store, refusal(1), refusal(2), refusal(3, gone))
        take_in(store, refusal(2))
        assert [r.origin for r in store.refusals()] == [f"{file}#2"]
        take_in(store, arrival("a", "one"))
        assert [r.origin for r in store.refusals()] == [f"{file}#2"]


@pytest.mark.parametrize("table", ["documents", "judgements"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET id = 'x'"])
def test_what_is_kept_cannot_be_changed_even_by_sql(tmp_path: Path, table: str, verb: str) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        take_in(store, arrival("a", "one"))
        store.judge(Judgement("j", ("a",), "note", "me", "now"))
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(verb.format(table))
    db.close()


def test_judgements_are_kept_in_order_once(tmp_path: Path) -> None:
    made = [Judgement(f"j{n}", ("a",), "same", "me", "now") for n in (2, 1, 3)]
    with Store.open(tmp_path / "s.db") as store:
        for judgement in [*made, made[0]]:
            store.judge(judgement)
        assert store.judgements() == tuple(made)


def test_everything_derived_can_go(tmp_path: Path) -> None:
    incident = incident_of("Harbour", (ACCOUNT,), "ucdp")
    problem = (Problem("x", "y"),)
    reading = StoredReading("d1", "stamp", Status.READ, problem, (ACCOUNT,))
    with Store.open(tmp_path / "s.db") as store:
        take_in(store, arrival("d1", DOCUMENT.text))
        store.save_readings([reading])
        with store.recording(RUN) as keep:
            keep.put(Made.of(incident, "mark"))
        assert list(store.readings()) == [reading]
        assert (list(store.unread(["stamp"], [])), store.telling()) == ([], ("d1",))
        assert [(d.id, old) for d, old in store.unread(["other"], [])] == [("d1", "stamp")]
        assert (store.incidents(), store.run()) == ((incident,), RUN)
        assert (store.marks(), store.revision()) == ({incident.id: "mark"}, 1)
        store.forget_derived()
        assert (list(store.readings()), store.incidents(), store.run()) == ([], (), None)
        assert [d.id for d in store.documents()] == ["d1"]


def test_incidents_are_found_by_the_accounts_they_hold_and_can_go(tmp_path: Path) -> None:
    other = replace(ACCOUNT, id="b")
    harbour, mill = (
        incident_of(name, accounts, "ucdp")
        for name, accounts in (("Harbour", (ACCOUNT,)), ("Mill", (other,)))
    )
    with Store.open(tmp_path / "s.db") as store:
        with store.recording(RUN) as keep:
            keep.put(Made.of(harbour, "1"))
            keep.put(Made.of(mill, "2"))
        assert store.incident(harbour.id) == store.incident(ACCOUNT.id) == harbour
        with store.recording(RUN) as keep:
            both = replace(mill, accounts=(ACCOUNT, other))
            keep.put(Made.of(both, "3"))
            keep.drop([harbour.id])
        assert store.incidents() == (both,)
        assert store.holders() == {ACCOUNT.id: mill.id, "b": mill.id}
        assert (store.incident(ACCOUNT.id), store.incident("nobody")) == (both, None)
        with pytest.raises(ValueError, match="halfway"), store.recording(RUN) as keep:
            keep.drop([mill.id])
            raise ValueError("halfway")
        assert (store.incidents(), store.revision()) == ((both,), 2)


# -- damage and strangers ------------------------------------------------------------------------


def make(path: Path, count: int = 50) -> None:
    with Store.open(path) as store:
        take_in(store, *(arrival(f"d{n}", f"text {n} " * 200) for n in range(count)))


def overwrite(path: Path) -> None:
    path.write_bytes(b"this was a database once " * 400)


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def scribble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 9] = b"\x5a" * (4096 * 8)
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [overwrite, cut, scribble])
def test_a_damaged_store_says_so_and_what_to_do(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "s.db"
    make(path)
    damage(path)  # type: ignore[operator]
    for opening in (Store.open, Store.view):
        with pytest.raises(StoreError, match=r"damaged.*move it away"):
            opening(path)


def test_an_older_store_keeps_its_reports_and_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    make(path, 3)
    db = sqlite3.connect(path)
    for table in (*DERIVED, "watched"):
        db.execute(f"DROP TABLE {table}")
    for table in ("readings", "incidents", "runs"):  # as version 1 had them, of other columns
        db.execute(f"CREATE TABLE {table} (old TEXT)")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    with pytest.raises(StoreError, match="older than this version"):
        Store.view(path)
    with Store.open(path) as store:
        assert (store.count_documents(), store.incidents(), store.run()) == (3, (), None)
        assert len(list(store.unread(["stamp"], []))) == 3
        assert (store.watched("x"), store.stale(), store.linkage.made_by) == ({}, (), "")


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    make(path, 1)
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    for opening in (Store.open, Store.view):
        with pytest.raises(StoreError, match=r"newer version of Casus.*version 99"):
            opening(path)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE mine (x)")
    db.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    db = sqlite3.connect(path)
    assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]
    db.close()


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="no store at"):
        Store.view(tmp_path / "none.db")
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write the store"):
        Store.open(tmp_path / "file" / "s.db")


# -- two at once ---------------------------------------------------------------------------------

HOLD = """
import sys, time
from pathlib import Path
from casus.store import Store
with Store.open(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(path: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_learns_who_holds_the_store(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    process = holder(path, 30)
    try:
        told: list[str] = []
        with pytest.raises(StoreError, match=f"process {process.pid} is writing to the store"):
            Store.open(path, wait=0.3, waiting=told.append)
        assert told == [f"process {process.pid}"]
        with Store.view(path) as store:
            assert list(store.documents()) == []
    finally:
        process.kill()
        process.wait()


def test_a_second_writer_waits_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    process = holder(path, 0.5)
    with Store.open(path, wait=20) as store:
        assert take_in(store, arrival("a", "one")) == 1
    assert process.wait() == 0


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_writer_lets_go_at_once(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    process = holder(path, 30)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with Store.open(path, wait=0.5) as store:
        assert list(store.documents()) == []


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    done: list[int] = []

    def work(number: int) -> None:
        with Store.open(path, wait=20) as store:
            take_in(store, arrival(f"d{number}", f"text {number}"))
            done.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.view(path) as store:
        assert sorted(d.id for d in store.documents()) == [f"d{n}" for n in range(4)]
    assert sorted(done) == [0, 1, 2, 3]


# -- kill -9 -------------------------------------------------------------------------------------

FILL = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from fakes import document
from casus.store import Arrival, Store
with Store.open(Path(sys.argv[1])) as store:
    store.begin()
    for block in range(400):
        names = [f"d{block:03}-{n}" for n in range(5)]
        store.add(Arrival(n, n, document(n, n + " text" * 500), n) for n in names)
        print(block, flush=True)
    store.finish([])
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("blocks", [1, 7, 23, 60])
def test_kill_loses_no_committed_block_and_no_half_is_kept(tmp_path: Path, blocks: int) -> None:
    path = tmp_path / "s.db"
    here = str(Path(__file__).parent)
    process = subprocess.Popen(
        [sys.executable, "-c", FILL, str(path), here], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(blocks):
        last = int(process.stdout.readline())
    time.sleep(0.001 * blocks % 0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with Store.open(path, wait=5) as store:
        names = {d.id for d in store.documents()}
        assert {f"d{b:03}-{n}" for b in range(last + 1) for n in range(5)} <= names
        assert len(names) % 5 == 0
        store.begin()
        store.add([arrival("next", "next")])
        store.finish([])
        # the batch that was cut off went on
        assert {d.batch for d in store.documents()} == {1}


def test_dates_are_dates() -> None:
    found = decode(Document, encode(DOCUMENT))
    assert isinstance(found.published, datetime.date)
    assert isinstance(decode(Incident, encode(incident_of("H", (ACCOUNT,), "gtd"))), Incident)
