"""`python -m benchmarks record`: one more report in a large store, and questions to it.

The accounts of a synthetic archive, as `growth` stretches it, are kept in a store, and `casus run`
links them. Then every command is a new process over that store, its time and peak memory its own;
some reports of the archive were held back and come in one after another.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from bench import machine, write_section
from rich.console import Console
from rich.table import Table

from casus.pipeline import Request, builtin_stages
from casus.store import Arrival, Store, StoredReading
from casus.types import Document, Status

from .gold import write
from .growth import first
from .measure import Collection, read
from .words import spoken

_BLOCK = 1_000
_INCIDENTS = 800
_PEAK = """
import atexit, pathlib, sys, time
def needed():
    rows = pathlib.Path("/proc/self/status").read_text().splitlines()
    kilobytes = next(row.split()[1] for row in rows if row.startswith("VmHWM"))
    pathlib.Path(sys.argv[1]).write_text(f"{kilobytes} {time.process_time()}")
atexit.register(needed)
"""
"""What a process needed: kilobytes at its peak (what its parent has does not count, as it does in
`ru_maxrss`), seconds of a processor."""
_COMMAND = f"{_PEAK}\nfrom casus.__main__ import main\nsys.exit(main(sys.argv[2:]))"
_STANDING = f"""{_PEAK}
import json, time
from pathlib import Path
from casus.config import Config
from casus.pipeline import Request, Watch, builtin_stages
store, inbox, waiting = map(Path, sys.argv[2:5])
request = Request((), inbox, store, jobs=1)
watch = Watch(str(inbox), request, Config(), builtin_stages(request))
list(watch.rounds())
for file in sorted(waiting.iterdir()):
    file.rename(inbox / file.name)
    begin = time.perf_counter()
    found = sum(one.taken.new for one in watch.rounds())
    print(json.dumps([found, time.perf_counter() - begin]))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One command: seconds by the clock of each time it was asked, seconds of a processor each time
    in the mean, megabytes at the peak."""

    what: str
    seconds: tuple[float, ...]
    processor: float
    megabytes: float

    def cells(self) -> tuple[str, ...]:
        """As a table shows it."""
        return (
            self.what, f"{len(self.seconds)}", f"{median(self.seconds):,.2f}",
            f"{max(self.seconds):,.2f}", f"{self.processor:,.2f}", f"{self.megabytes:,.0f}",
        )  # fmt: skip


HEADS = ("", "times", "median s", "slowest s", "processor s", "peak MB")


def keep(path: Path, collection: Collection) -> None:
    """A store of the collection's reports, read already and not linked."""
    versions = builtin_stages(Request((), path.parent)).versions
    told: dict[str, list[object]] = {}
    for account in collection.accounts:
        told.setdefault(account.doc, []).append(account)
    documents = sorted(collection.documents.values(), key=lambda d: d.id)
    with Store.open(path) as store:
        store.begin()
        for start in range(0, len(documents), _BLOCK):
            block = documents[start : start + _BLOCK]
            store.add([Arrival(d.id, d.id, d, d.id) for d in block])
            store.save_readings(
                StoredReading(d.id, versions[d.lang], Status.READ, (), tuple(told.get(d.id, ())))  # type: ignore[arg-type]
                for d in block
            )
        store.finish([])


def held_back(collection: Collection, count: int) -> tuple[Collection, list[Document]]:
    """The collection without some reports of its middle, and those."""
    dated = sorted(
        (d for d in collection.documents.values() if d.published and not d.revises),
        key=lambda d: (d.published, d.id),
    )
    step = max(1, len(dated) // (count + 1))
    spare = dated[step::step][:count]
    gone = {d.id for d in spare}
    accounts = tuple(a for a in collection.accounts if a.doc not in gone)
    known = {a.id for a in accounts}
    rest = replace(
        collection,
        accounts=accounts,
        documents={i: d for i, d in collection.documents.items() if i not in gone},
        truth={a: e for a, e in collection.truth.items() if a in known},
    )
    return rest, spare


def as_line(document: Document) -> str:
    """A report as a line of JSONL."""
    fields = ("id", "url", "publisher", "lang", "title", "text")
    row = {name: getattr(document, name) for name in fields}
    row["published"] = document.published.isoformat() if document.published else None
    return json.dumps(row, ensure_ascii=False) + "\n"


def timed(what: str, commands: Sequence[Sequence[str]]) -> Row:
    """Each command in a process of its own."""
    seconds, needs = [], []
    for command in commands:
        with tempfile.NamedTemporaryFile("r") as told:
            begin = time.perf_counter()
            _run([sys.executable, "-c", _COMMAND, told.name, *command])
            seconds.append(time.perf_counter() - begin)
            needs.append(_needed(told.read()))
    return _row(what, seconds, needs)


def _needed(told: str) -> tuple[float, float]:
    """Megabytes and seconds of a processor."""
    kilobytes, processor = told.split()
    return int(kilobytes) / 1e3, float(processor)


def _row(what: str, seconds: Sequence[float], needs: Sequence[tuple[float, float]]) -> Row:
    each = sum(processor for _, processor in needs) / len(seconds)
    return Row(what, tuple(seconds), each, max(peak for peak, _ in needs))


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[4:])} failed:\n{done.stderr}")
    return done.stdout


def standing(store: Path, reports: Sequence[Document], folder: Path) -> Row:
    """Reports that come in one after another, to a process that stands."""
    inbox, waiting = folder / "inbox", folder / "waiting"
    for made in (inbox, waiting):
        made.mkdir()
    old = time.time() - 3_600
    for document in reports:
        file = waiting / f"{document.id}.jsonl"
        file.write_text(as_line(document), encoding="utf-8")
        # a file this old is taken to be whole
        os.utime(file, (old, old))
    with tempfile.NamedTemporaryFile("r") as told:
        command = [sys.executable, "-c", _STANDING, told.name, str(store), str(inbox), str(waiting)]
        rows = [json.loads(line) for line in _run(command).splitlines()]
        needs = [_needed(told.read())]
    assert all(new == 1 for new, _ in rows), "a report was not taken in"
    return _row("one more report, standing process (watch)", [s for _, s in rows], needs)


def asked(store: Path, times: int) -> Iterator[Row]:
    """Questions about incidents of many reports and their neighbours in time."""
    with Store.view(store) as opened:
        total = opened.count_incidents()
        places = [total * n // (times + 1) for n in range(1, times + 1)]
        found = [(opened.incident_at(n), opened.incident_at(n + 1)) for n in places]
        long = max((i for pair in found for i in pair if i), key=lambda i: len(i.accounts))
    at = ("--store", str(store))
    pairs = [(a.id, b.id) for a, b in found if a and b]
    yield timed("casus why INCIDENT", [["why", a, *at] for a, _ in pairs])
    yield timed("casus why --pair A B", [["why", "--pair", a, b, *at] for a, b in pairs])
    yield timed(
        f"casus history INCIDENT ({len(long.accounts)} accounts)", [["history", long.id, *at]]
    )


def measure(store: Path, spare: Sequence[Document], folder: Path) -> Iterator[Row]:
    """Everything on a store that is linked."""
    half = len(spare) // 2
    run = ("run", "--store", str(store), "--out", str(folder / "out"), "--quiet")
    ingests, runs = [], []
    for document in spare[:half]:
        file = folder / f"{document.id}.jsonl"
        file.write_text(as_line(document), encoding="utf-8")
        ingests.append(timed("", [["ingest", str(file), "--store", str(store), "--quiet"]]))
        runs.append(timed("", [[*run, "--no-files"]]))
    yield _together("one more report: casus ingest", ingests)
    yield _together("then casus run --no-files", runs)
    yield timed("every file written: casus run", [run])
    yield standing(store, spare[half:], folder)
    yield from asked(store, half)


def _together(what: str, rows: Sequence[Row]) -> Row:
    each = sum(r.processor for r in rows) / len(rows)
    seconds = tuple(s for r in rows for s in r.seconds)
    return Row(what, seconds, each, max(r.megabytes for r in rows))


def kept_store(base: Path, accounts: int, reports: int) -> tuple[Path, list[Document], list[Row]]:
    """The linked store of so many accounts, made once in a folder, with what making it took; and
    the reports held back."""
    archive = base / f"hard-{_INCIDENTS}-1"
    write(archive, incidents=_INCIDENTS, seed=1, hard=True, languages=spoken())
    rest, spare = held_back(read(archive, keep=base / "read.sqlite"), reports)
    path = base / f"record-{accounts}.sqlite"
    rows: list[Row] = []
    if not path.exists():
        part = path.with_suffix(".part")
        keep(part, first(rest, accounts))
        command = ["run", "--store", str(part), "--no-files", "--quiet"]
        rows.append(timed("all at once: casus run --no-files", [command]))
        part.rename(path)
    return path, spare, rows


def title(store: Path) -> str:
    """What was measured on."""
    with Store.view(store) as opened:
        accounts, reports = len(opened.holders()), opened.count_documents()
        return (
            f"{accounts:,} accounts of {reports:,} reports, {opened.count_incidents():,} incidents;"
            f" the store has {store.stat().st_size / 1e6:,.0f} MB"
        )


def show(rows: Sequence[Row], about: str, console: Console) -> None:
    """Print what was measured."""
    table = Table(title=about, title_justify="left", box=None)
    for head in HEADS:
        table.add_column(head, justify="right" if head else "left")
    for row in rows:
        table.add_row(*row.cells())
    console.print(table)


def markdown(rows: Sequence[Row], about: str, command: str) -> str:
    """The section of docs/benchmarks.md."""
    lines = [
        f"{machine()}. `{command}`", "", f"**{about}**", "",
        f"| {' | '.join(HEADS)} |", "|---|--:|--:|--:|--:|--:|",
        *(f"| {' | '.join(row.cells())} |" for row in rows),
    ]  # fmt: skip
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Make the store, measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks record", description=__doc__)
    add = parser.add_argument
    add("--accounts", type=int, default=5_000)
    add("--reports", type=int, default=10, help="held back: half for new processes, half for one")
    add("--keep", type=Path, help="a folder where the linked store stays")
    add("--write", type=Path, help="the page to write the section into")
    options = parser.parse_args(argv)
    console = Console() if sys.stdout.isatty() else Console(width=150)
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.keep) as temporary:
        folder = Path(temporary)
        base = options.keep or folder
        kept, spare, rows = kept_store(base, options.accounts, options.reports)
        about = title(kept)
        store = folder / "casus.db"
        shutil.copy(kept, store)
        rows += measure(store, spare, folder)
    show(rows, about, console)
    if options.write:
        told = " ".join(argv or sys.argv[1:]).replace(str(options.keep), "FOLDER")
        text = markdown(rows, about, f"python -m benchmarks record {told}")
        write_section(options.write, text, name="record")
    return 0
