"""Looking things up in a store, one by one and by the hundred: what pages and an API ask.

Use `Catalogue.open(path)`; it only reads, beside a writer if need be, and may be shared by threads
(each gets a connection of its own). A `Selection` says which incidents; what is asked of many of
them stands in `casus.store.selected`. Every method raises StoreError and nothing else.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from casus.store.codec import decode, decode_many
from casus.store.derived import Linkage
from casus.store.listing import current, digest_of
from casus.store.schema import connect_to_read, explain
from casus.store.selected import Selected
from casus.types import Account, Document, Incident, Judgement, Problem, Status


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


class Catalogue(Selected):
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

    def documents(self, idents: Iterable[str]) -> dict[str, Document]:
        """Documents by their ids; those that are not kept are left out."""
        found = {}
        with self._reading() as db:
            for ident in dict.fromkeys(idents):
                row = db.execute("SELECT body FROM documents WHERE id = ?", (ident,)).fetchone()
                if row:
                    found[ident] = decode(Document, row[0])
        return found

    def listed(
        self, *, skip: int = 0, most: int = 50
    ) -> tuple[tuple[Document, Status | None], ...]:
        """Documents with what became of them, the latest taken in first; None: not read yet."""
        with self._reading() as db:
            # documents are append-only, so that their row numbers have no gaps to skip
            last = db.execute("SELECT coalesce(max(rowid), 0) FROM documents").fetchone()[0] - skip
            rows = db.execute(
                "SELECT d.body, r.status FROM documents d LEFT JOIN readings r "
                "ON r.document = d.id WHERE d.rowid <= ? AND d.rowid > ? ORDER BY d.rowid DESC",
                (last, last - most),
            )
            return tuple((decode(Document, b), Status(s) if s else None) for b, s in rows)

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

    def judgements(self) -> tuple[Judgement, ...]:
        """Every judgement, in the order in which they were made."""
        with self._reading() as db:
            rows = db.execute("SELECT body FROM judgements ORDER BY number")
            return tuple(decode(Judgement, row[0]) for row in rows)

    def linkage(self) -> Linkage:
        """The state of linking, for this thread."""
        with self._reading() as db:
            return Linkage(db, self.path)

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
