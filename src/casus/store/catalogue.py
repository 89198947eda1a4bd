"""Looking things up in a store, one by one and by the hundred: what pages and an API ask.

Use `Catalogue.open(path)`; it only reads, beside a writer if need be, and may be shared by threads
(each gets a connection of its own). A `Selection` says which incidents; every question about many
of them is answered from the listing (`casus.store.listing`), so that 100,000 are counted, paged,
mapped and dated in tens of milliseconds. Every method raises StoreError and nothing else.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from casus.store.codec import decode, decode_many
from casus.store.listing import current, digest_of
from casus.store.schema import connect_to_read, explain
from casus.types import Account, Document, Incident, Judgement, Problem, Status, When

ORDERS = ("date", "killed", "injured", "place", "kind", "reports", "questions")
_ORDER = {
    "date": "first", "killed": "killed", "injured": "injured", "place": "place",
    "kind": "kind", "reports": "witnesses", "questions": "questions",
}  # fmt: skip
_WORD = re.compile(r"\w+")
_MOST_WORDS = 16
_MOST_BINS = 40_000
_COLUMNS = (
    "number, id, kind, family, title, place, country, precision, lat, lon, days, killed, "
    "killed_low, killed_high, injured, state, role, languages, witnesses, reports, questions"
)
Box = tuple[float, float, float, float]
"""west, south, east, north in degrees, closed."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which incidents: all that every field set allows. `countries` are ISO 3166-1 alpha-2 codes,
    `region` the name of any area around the place, `actor` a key, `since` and `until` days that
    the incident's interval must touch, `killed_least` and `killed_most` bounds of the best figure,
    `role` main or background, `words` what names and sentences must hold, each word as a
    beginning."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    region: str = ""
    languages: tuple[str, ...] = ()
    actor: str = ""
    states: tuple[str, ...] = ()
    role: str = ""
    since: date | None = None
    until: date | None = None
    killed_least: int | None = None
    killed_most: int | None = None
    open_questions: bool = False
    assumed: bool = False
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An incident in a table. Figures are None where nobody states one."""

    id: str
    kind: str
    family: str
    title: str
    place: str
    country: str
    precision: str
    lat: float | None
    lon: float | None
    when: When
    killed: int | None
    killed_low: int | None
    killed_high: int | None
    injured: int | None
    state: str
    role: str
    languages: tuple[str, ...]
    witnesses: int
    reports: int
    questions: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a selection; `killed` adds up the figures that are stated."""

    incidents: int
    killed: int
    conflicting: int
    placed: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Incidents of one cell of the map: their middle, how many, how many by family."""

    lon: float
    lat: float
    incidents: int
    killed: int
    families: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Bin:
    """Incidents that began on a day, by family."""

    day: date
    families: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that can be chosen, how it is shown where its code does not say, how often it is."""

    value: str
    name: str
    incidents: int


@dataclass(frozen=True, slots=True)
class Found:
    """A record with the digest that tells whether it changed meanwhile."""

    incident: Incident
    digest: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one document."""

    status: Status
    problems: tuple[Problem, ...]
    accounts: tuple[Account, ...]


class Catalogue:
    """A store open to look things up."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []

    @classmethod
    def open(cls, path: Path) -> Catalogue:
        """Open a store that has a listing (`Store.relist` makes one). Raises StoreError."""
        found = cls(path)
        with found._reading() as db:
            if not current(db):
                raise explain(sqlite3.OperationalError("it has no listing of incidents"), path)
        return found

    def close(self) -> None:
        """Let the store go."""
        while self._all:
            with contextlib.suppress(sqlite3.Error):
                self._all.pop().close()

    # -- many --------------------------------------------------------------------------------

    def version(self) -> int:
        """A number that grows whenever a record changes."""
        with self._reading() as db:
            return int(db.execute("SELECT version FROM listing_state").fetchone()[0])

    def rows(
        self, chosen: Selection, *, order: str = "date", falling: bool = True,
        skip: int = 0, most: int = 50,
    ) -> tuple[Row, ...]:  # fmt: skip
        """Some of a selection; what has no value of `order` comes last."""
        where, values = _where(chosen)
        column, way = _ORDER[order], "DESC" if falling else "ASC"
        with self._reading() as db:
            found = db.execute(
                f"SELECT {_COLUMNS} FROM listing WHERE {where} "
                f"ORDER BY {column} {way} NULLS LAST, number {way} LIMIT ? OFFSET ?",
                (*values, most, skip),
            )
            return tuple(_row(row) for row in found)

    def identities(self, chosen: Selection) -> Iterator[str]:
        """The id of every incident of a selection, by date."""
        where, values = _where(chosen)
        with self._reading() as db:
            rows = db.execute(
                f"SELECT id FROM listing WHERE {where} ORDER BY first NULLS LAST, id", values
            )
            yield from (row[0] for row in rows.fetchall())

    def totals(self, chosen: Selection) -> Totals:
        """Sums over a selection."""
        where, values = _where(chosen)
        with self._reading() as db:
            row = db.execute(
                "SELECT count(*), coalesce(sum(killed), 0), "
                "coalesce(sum(state = 'conflicting'), 0), count(lat), min(first), max(last) "
                f"FROM listing WHERE {where}",
                values,
            ).fetchone()
        first, last = (date.fromordinal(day) if day else None for day in row[4:])
        return Totals(row[0], row[1], row[2], row[3], first, last)

    def bins(self, chosen: Selection) -> tuple[Bin, ...]:
        """How many incidents of a selection began on each day, undated ones left out."""
        where, values = _where(chosen)
        days: dict[int, dict[str, int]] = {}
        with self._reading() as db:
            rows = db.execute(
                f"SELECT first, family, count(*) FROM listing WHERE {where} AND first NOT NULL "
                "GROUP BY first, family ORDER BY first LIMIT ?",
                (*values, _MOST_BINS),
            )
            for day, family, number in rows:
                days.setdefault(day, {})[family] = number
        return tuple(Bin(date.fromordinal(day), told) for day, told in days.items())

    def cells(self, chosen: Selection, *, size: float) -> tuple[Cell, ...]:
        """A selection on a grid of `size` degrees; the cells that hold any."""
        where, values = _where(chosen)
        made: dict[tuple[int, int], list[Any]] = {}
        with self._reading() as db:
            rows = db.execute(
                "SELECT cast((lon + 180) / ? AS INTEGER) AS x, cast((lat + 90) / ? AS INTEGER) "
                "AS y, family, count(*), sum(lon), sum(lat), coalesce(sum(killed), 0) "
                f"FROM listing WHERE {where} AND lat NOT NULL GROUP BY x, y, family",
                (size, size, *values),
            )
            for x, y, family, number, lon, lat, killed in rows:
                cell = made.setdefault((x, y), [0.0, 0.0, 0, 0, {}])
                cell[0] += lon
                cell[1] += lat
                cell[2] += number
                cell[3] += killed
                cell[4][family] = number
        return tuple(
            Cell(round(lon / n, 4), round(lat / n, 4), n, killed, families)
            for lon, lat, n, killed, families in made.values()
        )

    def facets(self, *, most: int = 300) -> Mapping[str, tuple[Facet, ...]]:
        """What can be chosen, over all incidents: kind, country, state, language, region, actor;
        the most frequent first."""
        found: dict[str, tuple[Facet, ...]] = {}
        with self._reading() as db:
            for name in ("kind", "country", "state"):
                rows = db.execute(
                    f"SELECT {name}, '', count(*) FROM listing WHERE {name} <> '' "
                    f"GROUP BY {name} ORDER BY 3 DESC, 1 LIMIT ?",
                    (most,),
                )
                found[name] = tuple(Facet(*row) for row in rows)
            for name in ("language", "region", "actor"):
                rows = db.execute(
                    "SELECT value, coalesce(a.name, ''), count(*) FROM listing_tag "
                    "LEFT JOIN listing_actor a ON a.key = value AND sort = 'actor' "
                    "WHERE sort = ? GROUP BY value ORDER BY 3 DESC, 1 LIMIT ?",
                    (name, most),
                )
                found[name] = tuple(Facet(*row) for row in rows)
        return found

    # -- one by one --------------------------------------------------------------------------

    def incident(self, ident: str) -> Found | None:
        """An incident by its id, or by that of an account it holds now: old ids lead on."""
        with self._reading() as db:
            row = db.execute("SELECT body FROM incidents WHERE id = ?", (ident,)).fetchone()
            if row is None:
                row = db.execute(
                    "SELECT body FROM incidents "
                    "WHERE id = (SELECT incident FROM members WHERE account = ?)",
                    (ident,),
                ).fetchone()
        return Found(decode(Incident, row[0]), digest_of(row[0])) if row else None

    def groups(self) -> Iterator[tuple[Account, ...]]:
        """The accounts of every incident, one incident after another."""
        with self._reading() as db:
            for (body,) in db.execute("SELECT body FROM incidents ORDER BY day, id"):
                yield decode(Incident, body).accounts

    def holders(self, accounts: Iterable[str]) -> dict[str, str]:
        """Account id → id of the incident that holds it now."""
        found = {}
        with self._reading() as db:
            for account in accounts:
                row = db.execute(
                    "SELECT incident FROM members WHERE account = ?", (account,)
                ).fetchone()
                if row:
                    found[account] = row[0]
        return found

    def row(self, ident: str) -> Row | None:
        """An incident's line of the table."""
        with self._reading() as db:
            row = db.execute(f"SELECT {_COLUMNS} FROM listing WHERE id = ?", (ident,)).fetchone()
        return _row(row) if row else None

    def near(self, ident: str, *, degrees: float, days: int, most: int) -> tuple[Row, ...]:
        """Incidents close in place and time to one, the closest in time first."""
        with self._reading() as db:
            found = db.execute(
                "SELECT lon, lat, first, last FROM listing WHERE id = ?", (ident,)
            ).fetchone()
            if found is None or None in found:
                return ()
            lon, lat, first, last = found
            rows = db.execute(
                f"SELECT {_COLUMNS} FROM listing WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ? "
                "AND last >= ? AND first <= ? AND id <> ? ORDER BY abs(first - ?), id LIMIT ?",
                (lon - degrees, lon + degrees, lat - degrees, lat + degrees,
                 first - days, last + days, ident, first, most),
            )  # fmt: skip
            return tuple(_row(row) for row in rows)

    def documents(self, idents: Iterable[str]) -> dict[str, Document]:
        """Documents by their ids; those that are not kept are left out."""
        found = {}
        with self._reading() as db:
            for ident in dict.fromkeys(idents):
                row = db.execute("SELECT body FROM documents WHERE id = ?", (ident,)).fetchone()
                if row:
                    found[ident] = decode(Document, row[0])
        return found

    def listed(self, *, skip: int = 0, most: int = 50) -> tuple[tuple[Document, Status], ...]:
        """Documents with what became of them, the latest taken in first."""
        with self._reading() as db:
            # documents are append-only, so that their row numbers have no gaps to skip
            last = db.execute("SELECT coalesce(max(rowid), 0) FROM documents").fetchone()[0] - skip
            rows = db.execute(
                "SELECT d.body, r.status FROM documents d LEFT JOIN readings r "
                "ON r.document = d.id WHERE d.rowid <= ? AND d.rowid > ? ORDER BY d.rowid DESC",
                (last, last - most),
            )
            return tuple((decode(Document, b), Status(s or "rejected")) for b, s in rows)

    def count_documents(self) -> int:
        """How many documents are kept."""
        with self._reading() as db:
            row = db.execute("SELECT coalesce(max(rowid), 0) FROM documents").fetchone()
            return int(row[0])

    def reading(self, document: str) -> Reading | None:
        """What became of a document; None where it was not read yet."""
        with self._reading() as db:
            row = db.execute(
                "SELECT status, problems, accounts FROM readings WHERE document = ?", (document,)
            ).fetchone()
        if row is None:
            return None
        problems, accounts = decode_many(Problem, row[1]), decode_many(Account, row[2])
        return Reading(Status(row[0]), problems, accounts)

    def incidents_of(self, document: str) -> tuple[str, ...]:
        """Ids of the incidents that a document tells."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT l.id FROM listing_report r JOIN listing l ON l.number = r.number "
                "WHERE r.document = ? ORDER BY l.first, l.id",
                (document,),
            )
            return tuple(row[0] for row in rows)

    def judgements(self) -> tuple[Judgement, ...]:
        """Every judgement, in the order in which they were made."""
        with self._reading() as db:
            rows = db.execute("SELECT body FROM judgements ORDER BY number")
            return tuple(decode(Judgement, row[0]) for row in rows)

    # -- connections -------------------------------------------------------------------------

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            db = getattr(self._local, "db", None)
            if db is None:
                db = self._local.db = connect_to_read(self.path, shared=True)
                db.execute("PRAGMA cache_size = -65536")
                db.execute("PRAGMA mmap_size = 1073741824")
                self._all.append(db)
            yield db
        except sqlite3.Error as error:
            raise explain(error, self.path) from error


def _row(row: Sequence[Any]) -> Row:
    (_, ident, kind, family, title, place, country, precision, lat, lon, days, killed, low, high,
     injured, state, role, languages, witnesses, reports, questions) = row  # fmt: skip
    return Row(
        ident, kind, family, title, place, country, precision, lat, lon, _when(days), killed, low,
        high, injured, state, role, tuple(languages.split(",")) if languages else (), witnesses,
        reports, questions,
    )  # fmt: skip


def _when(days: str) -> When:
    start, end, precision, basis = decode(tuple, days.encode())
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    return When(first, last, precision, basis)


def _where(chosen: Selection) -> tuple[str, list[Any]]:
    """A selection as a condition with its values."""
    parts, values = ["1"], list[Any]()

    def add(condition: str, *given: Any) -> None:
        parts.append(condition)
        values.extend(given)

    for column, wanted in (
        ("kind", chosen.kinds), ("family", chosen.families),
        ("country", chosen.countries), ("state", chosen.states),
    ):  # fmt: skip
        if wanted:
            add(f"{column} IN ({', '.join('?' * len(wanted))})", *wanted)
    for sort, tagged in (
        ("language", chosen.languages),
        ("region", (chosen.region,) if chosen.region else ()),
        ("actor", (chosen.actor,) if chosen.actor else ()),
    ):
        if tagged:
            marks = ", ".join("?" * len(tagged))
            add(
                "number IN (SELECT number FROM listing_tag "
                f"WHERE sort = '{sort}' AND value IN ({marks}))",
                *tagged,
            )
    if chosen.role:
        add("role = ?", chosen.role)
    if chosen.since:
        add("last >= ?", chosen.since.toordinal())
    if chosen.until:
        add("first <= ?", chosen.until.toordinal())
    if chosen.killed_least is not None:
        add("killed >= ?", chosen.killed_least)
    if chosen.killed_most is not None:
        add("killed <= ?", chosen.killed_most)
    if chosen.open_questions:
        add("questions > 0")
    if chosen.assumed:
        add("assumed")
    if chosen.box:
        west, south, east, north = chosen.box
        add("lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?", west, east, south, north)
    words = _WORD.findall(chosen.words)[:_MOST_WORDS]
    if words:
        match = " ".join(f'"{word}"*' for word in words)
        add("number IN (SELECT rowid FROM listing_text WHERE words MATCH ?)", match)
    elif chosen.words.strip():
        add("0")  # nothing that could be searched for
    return " AND ".join(parts), values
