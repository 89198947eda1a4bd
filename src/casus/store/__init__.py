"""The store: documents and judgements kept for good, everything else rebuilt at will.

Use `Store.open(path)` in a `with` block to write (one process at a time), `Store.view(path)`
to look. This package holds the only SQL of the records. Documents are committed in batches
before anything is derived from them, so a run killed at any moment loses none that it took in,
and the next run goes on where it ended.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from casus.store.codec import decode, decode_many, encode
from casus.store.derived import Derived, Linkage, Made, Recording, StoredReading
from casus.store.lock import LockedError, hold
from casus.store.schema import StoreError, connect, connect_to_read
from casus.types import Document, Judgement, Problem, Status

__all__ = [
    "Arrival", "Linkage", "Made", "Recording", "Refusal", "Store", "StoreError", "StoredReading",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report that comes in: where from, its document, its identity (see `casus.ingest`).

    `origin` tells the place apart from all others on this machine; it is never exported.
    """

    origin: str
    file: str
    document: Document
    key: str
    page: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that became no document: rejected, or the duplicate of document `same_as`."""

    origin: str
    file: str
    path: str
    status: Status
    problems: tuple[Problem, ...]
    same_as: str | None = None


class Store(Derived):
    """An open store. Every method raises StoreError, with a remedy, and nothing else."""

    def __init__(self, db: sqlite3.Connection, path: Path, release: ExitStack) -> None:
        self._db = db
        self._path = path
        self._release = release
        self._session = 0
        self._met: set[str] = set()

    @classmethod
    def open(
        cls, path: Path, *, wait: float = 20, waiting: Callable[[str], None] = lambda _: None
    ) -> Store:
        """Open or make a store for writing; waits `wait` seconds for another writer, after
        telling `waiting` who that is."""
        release = ExitStack()
        lock = path.with_name(path.name + ".lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            release.enter_context(hold(lock, wait=wait, waiting=waiting))
            db = connect(path)
        except LockedError as error:
            raise StoreError(
                f"{error} is writing to the store {path}; wait for it to end, "
                "or give another file to --store"
            ) from error
        except OSError as error:
            raise StoreError(f"cannot write the store {path}: {error.strerror}") from error
        except StoreError:
            release.close()
            raise
        return cls(db, path, release)

    @classmethod
    def view(cls, path: Path) -> Store:
        """Open an existing store only to look, beside a writer if need be."""
        return cls(connect_to_read(path), path, ExitStack())

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the store go."""
        with contextlib.suppress(sqlite3.Error):
            self._db.close()
        self._release.close()

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the store on the disk, which are no input."""
        return self.files_of(self._path)

    @staticmethod
    def files_of(path: Path) -> tuple[Path, ...]:
        """The files of the store at `path`."""
        return tuple(path.with_name(path.name + end) for end in ("", "-wal", "-shm", ".lock"))

    # -- kept: documents ---------------------------------------------------------------------

    def begin(self) -> None:
        """Begin taking in reports; goes on with a batch that an earlier run left unfinished."""
        with self._writing() as db:
            last = db.execute(
                "SELECT number, complete FROM batches ORDER BY number DESC"
            ).fetchone()
            if last is None or last[1]:
                number = (last[0] if last else 0) + 1
                db.execute("INSERT INTO batches VALUES (?, 0)", (number,))
            newest = db.execute("SELECT max(session) FROM refusals").fetchone()[0] or 0
            self._session = newest + 1
        self._met.clear()

    def add(self, items: Iterable[Arrival | Refusal]) -> int:
        """Keep what came in, all or nothing; the number of documents that were new.

        A report that is already kept is left alone; met in another file, or twice in this
        batch, it is recorded as a duplicate. Rows may move within a file, and a file that is
        gone has moved. A page whose text changed is a new document that `revises` the old one.
        """
        new = 0
        with self._writing() as db:
            batch = db.execute("SELECT max(number) FROM batches").fetchone()[0]
            for item in items:
                if isinstance(item, Refusal):
                    self._refuse(db, item)
                elif known := self._known(db, item):
                    if not self._is_itself(item, *known[1:]):
                        self._refuse(db, _duplicate(item, of=known[0]))
                    self._met.add(item.key)
                else:
                    self._keep(db, item, batch)
                    self._met.add(item.key)
                    new += 1
        return new

    @staticmethod
    def _known(db: sqlite3.Connection, item: Arrival) -> tuple[str, str, str] | None:
        """Id, origin and file of the document that `item` is."""
        row = db.execute("SELECT id, origin, file FROM documents WHERE key = ?", (item.key,))
        return row.fetchone()  # type: ignore[no-any-return]

    def _is_itself(self, item: Arrival, origin: str, file: str) -> bool:
        """True where a kept document is met again, False where this is a second copy of it."""
        if item.origin == origin:
            return True
        return item.key not in self._met and (item.file == file or not Path(file).exists())

    @staticmethod
    def _keep(db: sqlite3.Connection, item: Arrival, batch: int) -> None:
        document = replace(item.document, batch=batch)
        taken = db.execute("SELECT 1 FROM documents WHERE id = ?", (document.id,)).fetchone()
        problems = item.problems
        if taken:
            note = f"the id {document.id!r} is taken by another report; named {item.key}"
            problems = (*problems, Problem("id_taken", note))
            document = replace(document, id=item.key)
        if item.page:
            row = db.execute(
                "SELECT id FROM documents WHERE page = ? ORDER BY rowid DESC", (item.page,)
            ).fetchone()
            document = replace(document, revises=row[0] if row else None)
        db.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id, item.key, item.page, batch, item.origin, item.file,
                encode(problems), encode(document),
            ),
        )  # fmt: skip

    def _refuse(self, db: sqlite3.Connection, item: Refusal) -> None:
        db.execute(
            "INSERT OR REPLACE INTO refusals VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                item.origin, item.file, item.path, item.status.value, item.same_as,
                self._session, encode(item.problems),
            ),
        )  # fmt: skip

    def finish(self, files: Iterable[str]) -> None:
        """End taking in: forget what earlier runs refused in `files` (origins of files read to
        their end now) and in files that are gone, and close the batch."""
        with self._writing() as db:
            read = set(files)
            old = db.execute(
                "SELECT DISTINCT file FROM refusals WHERE session < ?", (self._session,)
            )
            for (file,) in old.fetchall():
                if file in read or not Path(file).exists():
                    db.execute(
                        "DELETE FROM refusals WHERE file = ? AND session < ?", (file, self._session)
                    )
            last = db.execute("SELECT max(number) FROM batches").fetchone()[0]
            used = db.execute("SELECT 1 FROM documents WHERE batch = ? LIMIT 1", (last,)).fetchone()
            if used:
                db.execute("UPDATE batches SET complete = 1 WHERE number = ?", (last,))

    def watched(self, source: str) -> dict[str, str]:
        """What was seen of a watched source: item → its state then."""
        with self._reading() as db:
            rows = db.execute("SELECT item, state FROM watched WHERE source = ?", (source,))
            return dict(rows.fetchall())

    def watch(self, source: str, seen: Mapping[str, str]) -> None:
        """Note the state of items of a watched source whose reports are kept."""
        with self._writing() as db:
            db.executemany(
                "INSERT OR REPLACE INTO watched VALUES (?, ?, ?)",
                [(source, item, state) for item, state in seen.items()],
            )

    def documents(self) -> Iterator[Document]:
        """Every document, by batch, then id: an order that no shuffling of inputs changes."""
        with self._reading() as db:
            for (body,) in db.execute("SELECT body FROM documents ORDER BY batch, id"):
                yield decode(Document, body)

    def document(self, ident: str) -> Document:
        """One document. Raises KeyError for an unknown id."""
        with self._reading() as db:
            row = db.execute("SELECT body FROM documents WHERE id = ?", (ident,)).fetchone()
        if row is None:
            raise KeyError(ident)
        return decode(Document, row[0])

    def count_documents(self) -> int:
        """How many documents are kept."""
        with self._reading() as db:
            return int(db.execute("SELECT count(*) FROM documents").fetchone()[0])

    def replaced(self) -> frozenset[str]:
        """Ids of documents that a later state of their page revises."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT old.id FROM documents old WHERE old.page IS NOT NULL AND EXISTS "
                "(SELECT 1 FROM documents new WHERE new.page = old.page AND new.rowid > old.rowid)"
            )
            return frozenset(row[0] for row in rows)

    def reservations(self) -> dict[str, tuple[Problem, ...]]:
        """Document id → what was noted when it came in, where anything was."""
        with self._reading() as db:
            rows = db.execute("SELECT id, problems FROM documents WHERE problems <> x'5b5d'")
            return {row[0]: decode_many(Problem, row[1]) for row in rows}

    def refusals(self) -> list[Refusal]:
        """Every input that became no document, by path."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT origin, file, path, status, problems, same_as FROM refusals ORDER BY path"
            )
            return [
                Refusal(r[0], r[1], r[2], Status(r[3]), decode_many(Problem, r[4]), r[5])
                for r in rows
            ]

    # -- kept: judgements --------------------------------------------------------------------

    def judge(self, judgement: Judgement) -> None:
        """Keep a judgement for good. One that is already kept is left alone."""
        with self._writing() as db:
            db.execute(
                "INSERT OR IGNORE INTO judgements (id, body) VALUES (?, ?)",
                (judgement.id, encode(judgement)),
            )

    def judgements(self) -> tuple[Judgement, ...]:
        """Every judgement in the order in which they were made."""
        with self._reading() as db:
            rows = db.execute("SELECT body FROM judgements ORDER BY number")
            return tuple(decode(Judgement, row[0]) for row in rows)


def _duplicate(item: Arrival, *, of: str) -> Refusal:
    note = Problem("duplicate", f"the same report as {of}; it counts once")
    return Refusal(item.origin, item.file, item.document.path, Status.DUPLICATE, (note,), of)
