"""What a store holds that can be rebuilt: readings, incidents, the run they were made with.

Used through `Store`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casus.store import listing
from casus.store.codec import decode, decode_many, encode
from casus.store.schema import DERIVED, explain
from casus.types import Account, Document, Incident, Problem, Run, Status


@dataclass(frozen=True, slots=True)
class StoredReading:
    """What was read from a document under `stamp`: the hash of everything it depends on."""

    document: str
    stamp: str
    status: Status
    problems: tuple[Problem, ...]
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """An incident as it is kept: its day for sorting, the `mark` of what it was made from, the ids
    of its accounts, its bytes."""

    id: str
    day: str
    mark: str
    accounts: tuple[str, ...]
    body: bytes

    @classmethod
    def of(cls, incident: Incident, mark: str) -> Made:
        """Incidents sort by their first day, those without one last."""
        day = (incident.when.when.start or date.max).isoformat()
        accounts = tuple(account.id for account in incident.accounts)
        return cls(incident.id, day, mark, accounts, encode(incident))


_NOTES = ""
"""The table of the state that tells what it was made by and for."""


class Recording:
    """A record being written, inside one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        listing.ensure(db)

    def relink(self, version: str) -> None:
        """Begin the state of linking anew, by the code of this version: every document that tells
        anything is to be taken in."""
        self._db.execute("DELETE FROM linking")
        self._db.execute("DELETE FROM stale")
        self._db.execute("INSERT INTO stale SELECT document FROM readings WHERE content <> ''")
        self._note("code", version)

    def follow(self, policy: str) -> None:
        """Note the policy that incidents follow from now on."""
        self._note("policy", policy)

    def _note(self, name: str, value: str) -> None:
        self.keep_linking([(_NOTES, name.encode(), value.encode())])

    def keep_linking(self, changes: Iterable[tuple[str, bytes, bytes | None]]) -> None:
        """Keep what changed in the state of linking: table, key, and what lies there now."""
        for shelf, key, body in changes:
            if body is None:
                self._db.execute("DELETE FROM linking WHERE shelf = ? AND key = ?", (shelf, key))
            else:
                self._db.execute(
                    "INSERT OR REPLACE INTO linking VALUES (?, ?, ?)", (shelf, key, body)
                )

    def linked(self) -> None:
        """Every document is taken in as it is read now."""
        self._db.execute("DELETE FROM stale")

    def put(self, made: Made) -> None:
        """Keep an incident, in place of one with its id."""
        self._db.execute(
            "INSERT OR REPLACE INTO incidents VALUES (?, ?, ?, ?)",
            (made.id, made.day, made.mark, made.body),
        )
        self._db.execute("DELETE FROM members WHERE incident = ?", (made.id,))
        self._db.executemany(
            "INSERT OR REPLACE INTO members VALUES (?, ?)",
            [(account, made.id) for account in made.accounts],
        )
        listing.put(self._db, made.id, made.body)

    def drop(self, gone: Collection[str]) -> None:
        """Forget incidents."""
        rows = [(ident,) for ident in gone]
        self._db.executemany("DELETE FROM incidents WHERE id = ?", rows)
        self._db.executemany("DELETE FROM members WHERE incident = ?", rows)
        listing.drop(self._db, gone)


class Linkage:
    """The state of linking as a store keeps it; `casus.link.Linking` takes up what it needs."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db, self._path = db, path

    @property
    def made_by(self) -> str:
        """The version of the code that made it, empty where there is none."""
        return self.note("code")

    def note(self, name: str) -> str:
        """What is noted of it under a name."""
        return (self.entry(_NOTES, name.encode()) or b"").decode()

    def entry(self, shelf: str, key: bytes) -> bytes | None:
        """What lies under a key of a table."""
        # thousands in a run: `_reading` would take as long as the look-up
        try:
            row = self._db.execute(
                "SELECT body FROM linking WHERE shelf = ? AND key = ?", (shelf, key)
            ).fetchone()
        except sqlite3.Error as error:
            raise explain(error, self._path) from error
        return row[0] if row else None

    def entries(self, shelf: str) -> Iterator[tuple[bytes, bytes]]:
        """Every key of a table with what lies there."""
        try:
            yield from self._db.execute("SELECT key, body FROM linking WHERE shelf = ?", (shelf,))
        except sqlite3.Error as error:
            raise explain(error, self._path) from error


class Derived:
    """The part of a store that can be emptied at any time."""

    _db: sqlite3.Connection
    _path: Path

    # -- readings ----------------------------------------------------------------------------

    def content(self, document: str) -> str:
        """A hash of the accounts read from a document, empty where it tells none."""
        with self._reading() as db:
            row = db.execute("SELECT content FROM readings WHERE document = ?", (document,))
            return next((str(content) for (content,) in row), "")

    def unread(
        self, stamps: Collection[str], besides: Collection[str]
    ) -> Iterator[tuple[Document, str | None]]:
        """Documents whose reading is missing or has none of these stamps, and those `besides`, each
        with its stamp; by batch, then id."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT d.body, r.stamp FROM documents d LEFT JOIN readings r "
                "ON r.document = d.id WHERE r.stamp IS NULL "
                "OR r.stamp NOT IN (SELECT value FROM json_each(?1)) "
                "OR d.id IN (SELECT value FROM json_each(?2)) ORDER BY d.batch, d.id",
                (json.dumps(list(stamps)), json.dumps(list(besides))),
            )
            for body, stamp in rows:
                yield decode(Document, body), stamp

    def save_readings(self, readings: Iterable[StoredReading]) -> None:
        """Keep readings until what they depend on changes."""
        rows = [
            (r.document, r.stamp, r.status.value, *_content(r.accounts), encode(r.problems))
            for r in readings
        ]
        with self._writing() as db:
            db.executemany(
                "INSERT OR IGNORE INTO stale SELECT ?1 WHERE ?2 IS NOT coalesce("
                "(SELECT content FROM readings WHERE document = ?1), '')",
                [(row[0], row[3]) for row in rows],
            )
            db.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?)", rows)

    def readings(self) -> Iterator[StoredReading]:
        """Every reading, in the order of `documents`."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT r.document, r.stamp, r.status, r.problems, r.accounts FROM readings r "
                "JOIN documents d ON d.id = r.document ORDER BY d.batch, d.id"
            )
            for document, stamp, status, problems, accounts in rows:
                yield StoredReading(
                    document,
                    stamp,
                    Status(status),
                    decode_many(Problem, problems),
                    decode_many(Account, accounts),
                )

    def statuses(self) -> Iterator[tuple[str, Status, tuple[Problem, ...]]]:
        """What became of each document that was read, with its id."""
        with self._reading() as db:
            for document, status, problems in db.execute(
                "SELECT document, status, problems FROM readings ORDER BY document"
            ):
                yield document, Status(status), decode_many(Problem, problems)

    def accounts_of(self, document: str) -> tuple[Account, ...]:
        """The accounts read from a document."""
        with self._reading() as db:
            row = db.execute(
                "SELECT accounts FROM readings WHERE document = ?", (document,)
            ).fetchone()
            return decode_many(Account, row[0]) if row else ()

    # -- incidents ---------------------------------------------------------------------------

    @contextlib.contextmanager
    def recording(self, run: Run) -> Iterator[Recording]:
        """Change incidents, all or nothing; `run` is what they are made with from now on."""
        with self._writing() as db:
            revision = db.execute("SELECT coalesce(max(revision), 0) FROM runs").fetchone()[0] + 1
            db.execute("DELETE FROM runs")
            row = (run.config_hash, encode(run), revision)
            db.execute("INSERT INTO runs VALUES (?, ?, ?)", row)
            yield Recording(db)

    def incidents(self) -> tuple[Incident, ...]:
        """The incidents of the last run, by day, then id."""
        with self._reading() as db:
            rows = db.execute("SELECT body FROM incidents ORDER BY day, id")
            return tuple(decode(Incident, row[0]) for row in rows)

    def incident(self, ident: str) -> Incident | None:
        """The incident with this id, or that holds the account with this id: an incident's id is
        that of its first account, so that an old id finds the group its report is in now."""
        with self._reading() as db:
            row = db.execute(
                "SELECT body FROM incidents WHERE id = ?1 "
                "OR id = (SELECT incident FROM members WHERE account = ?1) ORDER BY id = ?1",
                (ident,),
            ).fetchone()
            return decode(Incident, row[0]) if row else None

    def incident_at(self, place: int) -> Incident | None:
        """The incident at a place of `incidents`, from 0; None beyond the last."""
        with self._reading() as db:
            row = db.execute(
                "SELECT body FROM incidents ORDER BY day, id LIMIT 1 OFFSET ?", (place,)
            ).fetchone()
            return decode(Incident, row[0]) if row else None

    def count_incidents(self) -> int:
        """How many incidents there are."""
        with self._reading() as db:
            return int(db.execute("SELECT count(*) FROM incidents").fetchone()[0])

    def incidents_beginning(self, ident: str) -> tuple[str, ...]:
        """Ids of incidents that begin so; where none does, of those that hold such an account."""
        span = (ident, ident + chr(0x10FFFF))
        with self._reading() as db:
            for query in (
                "SELECT id FROM incidents WHERE id >= ? AND id < ? ORDER BY id",
                "SELECT DISTINCT incident FROM members WHERE account >= ? AND account < ?",
            ):
                if found := db.execute(query, span).fetchall():
                    return tuple(row[0] for row in found)
            return ()

    def mark(self, incident: str) -> str:
        """A hash of what an incident was made from, empty where there is none of that id."""
        with self._reading() as db:
            row = db.execute("SELECT mark FROM incidents WHERE id = ?", (incident,))
            return next((str(mark) for (mark,) in row), "")

    def holder(self, account: str) -> str:
        """The incident that holds an account, empty where none does."""
        with self._reading() as db:
            row = db.execute("SELECT incident FROM members WHERE account = ?", (account,))
            return next((str(incident) for (incident,) in row), "")

    def marks(self) -> dict[str, str]:
        """Incident id → hash of what it was made from."""
        with self._reading() as db:
            return dict(db.execute("SELECT id, mark FROM incidents").fetchall())

    def holders(self) -> dict[str, str]:
        """Account id → the incident that holds it."""
        with self._reading() as db:
            return dict(db.execute("SELECT account, incident FROM members").fetchall())

    def relist(self) -> None:
        """Make the listing where an older version left none; see `casus.store.listing`."""
        with self._writing() as db:
            listing.ensure(db)

    def run(self) -> Run | None:
        """What the incidents at hand were made with."""
        with self._reading() as db:
            row = db.execute("SELECT body FROM runs").fetchone()
            return decode(Run, row[0]) if row else None

    # -- the state of linking ----------------------------------------------------------------

    @property
    def linkage(self) -> Linkage:
        """The state of linking; changed by `Recording` alone, together with the incidents."""
        return Linkage(self._db, self._path)

    def stale(self) -> tuple[str, ...]:
        """Documents that linking does not know as they are read now, those of a day together."""
        return self._by_day("SELECT document FROM stale")

    def telling(self) -> tuple[str, ...]:
        """Documents that tell anything, those of a day together."""
        return self._by_day("SELECT document FROM readings WHERE content <> ''")

    def _by_day(self, chosen: str) -> tuple[str, ...]:
        day = "json_extract(CAST(body AS TEXT), '$.published')"
        with self._reading() as db:
            rows = db.execute(f"SELECT id FROM documents WHERE id IN ({chosen}) ORDER BY {day}, id")
            return tuple(row[0] for row in rows)

    def policy(self) -> str:
        """The policy that the incidents follow, empty where there are none yet."""
        return self.linkage.note("policy")

    def revision(self) -> int:
        """Grows with every change to the incidents; tells whether another process made one."""
        with self._reading() as db:
            row = db.execute("SELECT revision FROM runs").fetchone()
            return int(row[0]) if row else 0

    def forget_derived(self) -> None:
        """Empty everything that can be rebuilt. Documents and judgements stay."""
        with self._writing() as db:
            for table in DERIVED:
                db.execute(f"DELETE FROM {table}")
            for table in listing.TABLES:
                db.execute(f"DROP TABLE IF EXISTS {table}")

    # -- transactions ------------------------------------------------------------------------

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise explain(error, self._path) from error

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._db
        except sqlite3.Error as error:
            raise explain(error, self._path) from error


def _content(accounts: tuple[Account, ...]) -> tuple[str, bytes]:
    """The hash of accounts, empty for none, and their bytes."""
    data = encode(accounts)
    return (hashlib.blake2b(data, digest_size=8).hexdigest() if accounts else ""), data
