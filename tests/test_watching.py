"""Following a folder or a feed: what is whole is taken in, once, and nothing is lost by a stop."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from casus.cli.watch import lines
from casus.config import Config, Limits
from casus.pipeline import PipelineError, Record, Request, Round, Watch, watching
from casus.store import Store, StoreError
from casus.types import Status
from test_record import RUN, STAGES, LineReading, derived, rebuilt

sys.path.insert(0, str(Path(__file__).parent / "ingest"))
from test_ingest_feed import RSS, serving
from test_ingest_pages import STORY
from test_ingest_pages import serving as serving_pages

LINE = "bombing 2019-{:02}-{:02} gao killed={}"


@pytest.fixture(autouse=True)
def _one_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casus.ingest.settle", lambda text, declared: ("en", ()))


def put(folder: Path, number: int, *, age: float = 10, killed: int = 5) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"r{number}.txt"
    line = LINE.format(number // 9 % 12 + 1, number % 9 * 3 + 1, killed)
    path.write_text(f"date: 2019-11-02\n{line}\n")
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def watch(folder: Path, store: Path, **more: object) -> Watch:
    config = Config(limits=Limits(lock_wait_seconds=1))
    return Watch(str(folder), Request((), store.parent, store, jobs=1), config, STAGES, **more)  # type: ignore[arg-type]


def brought(found: Watch) -> list[tuple[int, int, int, int]]:
    return [
        (r.taken.new, len(r.changes.new), len(r.changes.changed), len(r.changes.gone))
        for r in found.rounds()
    ]


def test_new_and_changed_files_come_in_once(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "kept" / "s.db"
    for n in range(3):
        put(folder, n)
    found = watch(folder, store)
    assert brought(found) == [(3, 3, 0, 0)]
    assert brought(found) == []
    put(folder, 3)
    assert brought(found) == [(1, 1, 0, 0)]
    put(folder, 0, age=5, killed=9)
    assert brought(found) == [(1, 0, 1, 0)]
    # another process knows what was seen, and has the record brought up to date once
    assert brought(watch(folder, store)) == [(0, 0, 0, 0)]
    with Store.view(store) as opened:
        assert opened.count_documents() == 5


def test_a_file_still_being_written_is_left_until_it_is_quiet(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "s.db"
    put(folder, 0, age=0)
    found = watch(folder, store)
    assert (brought(found), found.unsettled) == ([(0, 0, 0, 0)], 1)
    put(folder, 0, age=0, killed=7)
    assert (brought(found), found.unsettled) == ([], 1)
    assert (brought(found), found.unsettled) == ([(1, 1, 0, 0)], 0)


def test_a_store_among_the_reports_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, 0)
    found = watch(tmp_path, tmp_path / "casus.db")
    (first,) = found.rounds()
    assert (first.taken.new, first.taken.refused) == (1, 0)
    assert brought(found) == []


def test_a_feed_is_asked_and_read_again_only_when_it_changed(tmp_path: Path) -> None:
    with serving() as (base, asked):
        found = _feed(f"{base}/feed", tmp_path)
        (first,) = found.rounds()
        assert (first.taken.new, first.taken.refused) == (1, 1)
        assert list(found.rounds()) == []
        assert brought(_feed(f"{base}/feed", tmp_path)) == [(0, 0, 0, 0)]
        assert asked == ["/feed"] * 3
    with Store.view(tmp_path / "s.db") as opened:
        (document,) = opened.documents()
    assert document.title in RSS.replace("&amp;", "&")


def test_pages_that_a_feed_links_are_read_once(tmp_path: Path) -> None:
    with serving_pages() as (base, asked):
        assert brought(_feed(f"{base}/feed", tmp_path, pages="home")) == [(1, 0, 0, 0)]
        assert brought(_feed(f"{base}/feed", tmp_path, pages="home")) == [(0, 0, 0, 0)]
        assert asked == ["/feed", "/robots.txt", "/story", "/feed"]
    with Store.view(tmp_path / "s.db") as opened:
        (document,) = opened.documents()
    assert STORY in document.text


def _feed(address: str, folder: Path, **more: str) -> Watch:
    request = Request((), folder, folder / "s.db", jobs=1)
    stages = replace(STAGES, make_reader=make_quiet_reader)
    return Watch(address, request, Config(), stages, **more)  # type: ignore[arg-type]


def make_quiet_reader():  # type: ignore[no-untyped-def]
    return lambda document: LineReading(Status.NO_INCIDENT, ())


def test_what_cannot_be_watched_says_so(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="no file or folder"):
        watch(tmp_path / "none", tmp_path / "s.db")
    with pytest.raises(PipelineError, match="a folder links no pages"):
        watch(tmp_path, tmp_path / "s.db", pages="any")
    with pytest.raises(PipelineError, match="every 60 seconds at most"):
        Watch("http://127.0.0.1/", Request((), tmp_path), Config(), STAGES, every=5)


def test_following_goes_on_after_a_failure_and_ends_when_told(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "s.db"
    put(folder, 0)
    found = watch(folder, store, every=0.05)
    stop, rounds, failures = threading.Event(), list[Round](), list[str]()

    def told(one: Round) -> None:
        rounds.append(one)
        if len(rounds) == 1:
            put(folder, 1)
        else:
            stop.set()

    with Store.open(store):
        thread = threading.Thread(target=found.follow, args=(stop, told, failures.append))
        thread.start()
        until = time.monotonic() + 20
        while not failures and time.monotonic() < until:
            time.sleep(0.05)
    thread.join(20)
    assert not thread.is_alive()
    assert "is writing to the store" in failures[0]
    assert [r.taken.new for r in rounds] == [1, 1]


def test_a_line_tells_each_change(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "s.db"
    put(folder, 0)
    found = watch(folder, store)
    (first,) = found.rounds()
    told = lines(first)
    assert told[0] == "1 new reports, 0 refused"
    assert told[1].startswith("new       ")
    assert told[1].endswith("killed 5, 1 report")
    assert len(told) == 2


SCRIPT = """
import signal, sys, threading, time
from pathlib import Path
sys.path[:0] = [sys.argv[4], sys.argv[4] + "/link"]
import casus.ingest
casus.ingest.settle = lambda text, declared: ("en", ())
from casus.config import Config, Limits
from casus.pipeline import Record, Request, Silent, Watch
from casus.pipeline.intake import take_in
from casus.pipeline.reading import read_all
from casus.store import Store
import test_record
from test_record import RUN, STAGES
what, folder, path = sys.argv[1], sys.argv[2], Path(sys.argv[3])
read = test_record.read_lines
test_record.read_lines = lambda d: (time.sleep(0.002), read(d))[1]
print("ready", flush=True)
if what == "watch":
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    request = Request((), path.parent, path, jobs=1)
    Watch(folder, request, Config(limits=Limits(lock_wait_seconds=60)), STAGES, every=0.05).follow(
        stop, lambda one: print(one.taken.new, flush=True), print)
else:
    with Store.open(path, wait=60) as store:
        take_in(store, [folder], Config(), ["en"], Silent())
        read_all(store, Request((), path.parent, jobs=1), STAGES, Silent())
        Record(STAGES, "ucdp").update(store, RUN)
"""


def start(tmp_path: Path, what: str, folder: Path, store: Path) -> subprocess.Popen[str]:
    script = tmp_path / "go.py"
    script.write_text(SCRIPT)
    tests = str(Path(__file__).parent)
    command = [sys.executable, str(script), what, str(folder), str(store), tests]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def calm(tmp_path: Path, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    path = tmp_path / "calm" / "s.db"
    assert list(watch(folder, path).rounds())
    return derived(path)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("what", ["watch", "run"])
def test_killed_at_any_moment_it_ends_as_if_never_killed(tmp_path: Path, what: str) -> None:
    folder, store = tmp_path / "in", tmp_path / "kept" / "s.db"
    for n in range(120):
        put(folder, n, killed=n)
    wanted = calm(tmp_path, folder)
    chance = random.Random(5)
    kept: set[str] = set()
    for _ in range(8):
        process = start(tmp_path, what, folder, store)
        time.sleep(chance.random() * 0.9)
        process.kill()
        process.wait()
        try:
            with Store.view(store) as opened:
                now = {d.id for d in opened.documents()}
        except StoreError:  # killed before the store was laid out
            now = set()
        assert kept <= now
        kept = now
    assert list(watch(folder, store).rounds())
    assert derived(store) == wanted == rebuilt(store)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_stop_finishes_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, store = tmp_path / "in", tmp_path / "kept" / "s.db"
    for n in range(150):
        put(folder, n, killed=n)
    process = start(tmp_path, "watch", folder, store)
    until = time.monotonic() + 30
    while not store.exists() and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "150\n")
    monkeypatch.setattr(watching, "_BATCH", 40)
    stop = threading.Event()
    other = watch(folder, tmp_path / "other" / "s.db")
    for n, one in enumerate(other.rounds(stop), 1):
        assert one.taken.new == 40
        if n == 2:
            stop.set()
    assert n == 2


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_two_processes_on_one_store_take_turns(tmp_path: Path) -> None:
    store = tmp_path / "kept" / "s.db"
    for n in range(40):
        put(tmp_path / ("a", "b")[n % 2], n, killed=n)
    running = [start(tmp_path, "run", tmp_path / name, store) for name in "ab"]
    assert [process.wait(60) for process in running] == [0, 0]
    with Store.open(store) as opened:
        assert opened.count_documents() == 40
        Record(STAGES, "ucdp").update(opened, RUN)
    assert derived(store) == rebuilt(store)
