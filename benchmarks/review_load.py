"""How fast the review application answers over a large store, as a browser on the machine sees it.

    python -m benchmarks review [--incidents N] [--asks N] [--store FILE] [--write PAGE]

Makes a store of synthetic incidents (seeded; kept where --store names a file that is not there
yet), serves it in a process of its own and asks each page --asks times over loopback, every time
with other parameters, one after another. Times are by the clock: on a busy machine they are higher.
The store is written as a run writes it: documents, incidents, listing.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles

from bench import machine, write_section
from rich.console import Console
from rich.table import Table

from casus.store import Arrival, Made, Store, StoredReading
from casus.types import (
    FAMILIES,
    KINDS,
    Account,
    Claim,
    Count,
    Document,
    Incident,
    IncidentWhen,
    IncidentWhere,
    Phrase,
    Place,
    Run,
    State,
    Status,
    Toll,
    When,
)

SEED = 7
FIRST, DAYS = date(2014, 1, 1), 4_000
COUNTRIES = (
    "BF",
    "NE",
    "ML",
    "NG",
    "SD",
    "CD",
    "SO",
    "IQ",
    "SY",
    "AF",
    "UA",
    "CO",
    "MX",
    "PH",
    "IN",
)
_BLOCK = 2_000
HEADS = ("page", "median ms", "95 % ms", "slowest ms")


def made(number: int, chance: random.Random) -> tuple[Incident, list[tuple[Document, Account]]]:
    """Incident `number` with one to four reports; towns lie in clusters, as real ones do."""
    kind = chance.choice(tuple(KINDS))
    country = chance.choice(COUNTRIES)
    centre = random.Random(country)
    lon = max(-179.0, min(179.0, centre.uniform(-100, 120) + chance.gauss(0, 4)))
    lat = max(-60.0, min(70.0, centre.uniform(-30, 55) + chance.gauss(0, 3)))
    day = FIRST + timedelta(chance.randrange(DAYS))
    town, region = f"Town{chance.randrange(20_000)}", f"Region{country}{chance.randrange(12)}"
    dead = min(400, int(chance.paretovariate(1.1)))
    place = Place(town, (f"Country{country}", region, town), country, lat, lon, "exact")
    told = []
    for report in range(chance.choice((1, 1, 2, 2, 3, 4))):
        ident, figure = f"{number:06d}{report}", dead + report * chance.choice((0, 0, 1, 3))
        text = f"{figure} people died when {kind.replace('_', ' ')} struck {town} in {region}."
        document = Document(
            f"d{ident}", f"{ident}.txt", None, f"Paper {number % 97}", "en",
            f"{town}: {figure} dead", text, day + timedelta(report), "given",
        )  # fmt: skip
        end = len(str(figure)) + 7
        claim = Claim(
            f"c{ident}", f"a{ident}", document.id, "en", "killed", Count(figure, figure),
            text[:end], ((0, end),), (0, len(text)), "en/toll@1",
        )  # fmt: skip
        account = Account(f"a{ident}", document.id, "en", "main", (0, len(text)), kind, 0, (claim,))
        told.append((document, account))
    accounts = tuple(account for _, account in told)
    figures = sorted({c.value.low or 0 for a in accounts for c in a.claims})  # type: ignore[union-attr]
    disputed = len(figures) > 1
    state = State.CONFLICTING if disputed else State.AGREED if len(accounts) > 1 else State.SINGLE
    ids = tuple(c.id for a in accounts for c in a.claims)
    why = (Phrase("acled.only", {"figure": figures[0], "who": Phrase("who.police")}),)
    toll = Toll(figures[0], figures[0], figures[-1], state, "ucdp", why, (), ids)
    incident = Incident(
        accounts[0].id, kind, KINDS[kind], f"{kind}, {town}, {country}, {day}",
        IncidentWhen(When(day, day, "day", "relative"), State.SINGLE, ()),
        IncidentWhere(place, State.SINGLE, ()), {"killed": toll}, (), (), len(accounts), ("en",),
        accounts, (Phrase("question.when", {"field": Phrase("about.killed"), "day": str(day)}),)
        if disputed else (),
    )  # fmt: skip
    return incident, told


def write_store(path: Path, incidents: int) -> None:
    """A store of so many incidents."""
    chance = random.Random(SEED)
    with Store.open(path) as store:
        store.begin()
        for first in range(0, incidents, _BLOCK):
            block = [made(n, chance) for n in range(first, min(first + _BLOCK, incidents))]
            told = [pair for _, pairs in block for pair in pairs]
            store.add([Arrival(d.path, d.path, d, d.id) for d, _ in told])
            store.save_readings([StoredReading(d.id, "s", Status.READ, (), (a,)) for d, a in told])
            with store.recording(Run("1", (), "load")) as keep:
                for incident, _ in block:
                    keep.put(Made.of(incident, "m"))
        store.finish([])


def addresses(chance: random.Random, incidents: int) -> dict[str, Callable[[], str]]:
    """Page → a function that gives its address with parameters of its own each time."""

    def any_incident() -> str:
        return f"a{chance.randrange(incidents):06d}0"

    def days() -> str:
        first = FIRST + timedelta(chance.randrange(DAYS - 400))
        return f"since={first}&until={first + timedelta(chance.randrange(20, 400))}"

    def box() -> str:
        west, south = chance.uniform(-100, 100), chance.uniform(-40, 40)
        return f"{west:.2f},{south:.2f},{west + 30:.2f},{south + 20:.2f}"

    family = tuple(FAMILIES)
    return {
        "incidents, all": lambda: f"/incidents?page={chance.randrange(1, 2000)}",
        "incidents, a country": lambda: (
            f"/incidents?country={chance.choice(COUNTRIES)}&page={chance.randrange(1, 60)}"
        ),
        "incidents, kind and period": lambda: (
            f"/incidents?kind={chance.choice(tuple(KINDS))}&{days()}"
        ),
        "incidents, two words": lambda: f"/incidents?q=town{chance.randrange(20_000)}+died",
        "incidents, by killed": lambda: (
            "/incidents?order=killed&killed_least="
            f"{chance.randrange(1, 60)}&family={chance.choice(family)}"
        ),
        "map, the world": lambda: f"/map.json?killed_most={chance.randrange(300, 90_000)}",
        # of a language that every incident is told in: the most that can be counted
        "incidents, a language": lambda: f"/incidents?language=en&{days()}",
        "map, a language": lambda: (
            f"/map.json?language=en&killed_most={chance.randrange(300, 90_000)}"
        ),
        "map, a view": lambda: (
            f"/map.json?view={box()}&killed_most={chance.randrange(300, 90_000)}"
        ),
        "incident": lambda: f"/incidents/{any_incident()}",
        "incident, as JSON": lambda: f"/incidents/{any_incident()}.json",
        "document": lambda: f"/document?id=d{chance.randrange(incidents):06d}0",
        "pair": lambda: f"/pair?left={any_incident()}&right={any_incident()}",
        "documents": lambda: f"/documents?page={chance.randrange(1, 3000)}",
        "queue": lambda: "/queue",
    }


def served(store: Path) -> Iterator[int]:
    """The port of the application in a process of its own; ends it afterwards."""
    command = [sys.executable, "-m", "casus", "review", "--store", str(store), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r":(\d+)/", line)
        if found is None:
            raise SystemExit(f"the application did not start: {line}")
        yield int(found[1])
    finally:
        process.terminate()
        process.wait(30)


def ask(port: int, address: str, cookie: str) -> tuple[float, str]:
    """Seconds of one request, and the cookie that came with it."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    taken = time.perf_counter() - start
    connection.close()
    if answer.status >= 400:
        raise SystemExit(f"{address}: status {answer.status}")
    return taken, (answer.getheader("Set-Cookie") or cookie).split(";")[0]


def measure(store: Path, incidents: int, asks: int) -> dict[str, list[float]]:
    """Milliseconds of every request by page; the first of each page is not counted."""
    chance = random.Random(SEED)
    times: dict[str, list[float]] = {}
    for port in served(store):
        _, cookie = ask(port, "/session.json", "")
        for page, address in addresses(chance, incidents).items():
            ask(port, address(), cookie)
            times[page] = [ask(port, address(), cookie)[0] * 1000 for _ in range(asks)]
    return times


Line = tuple[str, float, float, float]


def lines(times: dict[str, list[float]]) -> list[Line]:
    """Page, median, 95th percentile and slowest, in milliseconds; all requests last."""
    told = {**times, "all": [value for found in times.values() for value in found]}
    return [(p, median(t), quantiles(t, n=20)[-1], max(t)) for p, t in told.items()]


def show(found: Sequence[Line], title: str) -> None:
    """The table on a terminal."""
    table = Table(title=title, box=None)
    for head in HEADS:
        table.add_column(head, justify="left" if head == "page" else "right")
    for page, *values in found:
        table.add_row(page, *(f"{value:.0f}" for value in values))
    Console().print(table)


def markdown(found: Sequence[Line], title: str) -> str:
    """The same for docs/benchmarks.md."""
    rows = [f"| {page} | {' | '.join(f'{v:.0f}' for v in values)} |" for page, *values in found]
    heads = f"| {' | '.join(HEADS)} |\n|---|--:|--:|--:|"
    return "\n".join([f"{machine()}. {title}.", "", heads, *rows])


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--asks", type=int, default=30)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--write", type=Path, help="the page to write the table into")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        store = given.store or Path(folder) / "casus.db"
        if not store.exists():
            write_store(store, given.incidents)
        found = lines(measure(store, given.incidents, given.asks))
        title = f"{given.incidents:,} incidents, store of {store.stat().st_size / 1e6:,.0f} MB"
    show(found, title)
    if given.write:
        write_section(given.write, markdown(found, title), "review")
    return 0
