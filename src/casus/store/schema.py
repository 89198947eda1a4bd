"""The tables of a store, its version, and opening a file safely.

Kept: `documents` and `judgements`, append-only by trigger, and the book-keeping of reading
files (`batches`, `refusals`, `watched`). Derived: `readings`, `incidents` with their `members`,
`runs`, the state of `linking` and the documents that are `stale` in it, since they are read
otherwise now; they may be emptied at any time and are rebuilt by the next run.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

VERSION = 6
APPLICATION = 0x43415355  # "CASU", so that `file` and other programs can tell
DERIVED = ("readings", "incidents", "members", "runs", "linking", "stale")
_CHECKED_BYTES = 100_000_000
"""Stores up to this size are checked for damage when opened (0.3 s at the limit)."""

_TABLES = """
CREATE TABLE batches (number INTEGER PRIMARY KEY, complete INTEGER NOT NULL) STRICT;
CREATE TABLE documents (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, page TEXT, batch INTEGER NOT NULL,
  origin TEXT NOT NULL, file TEXT NOT NULL, problems BLOB NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX documents_page ON documents (page) WHERE page IS NOT NULL;
CREATE TABLE judgements (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL
) STRICT;
CREATE TABLE refusals (
  origin TEXT PRIMARY KEY, file TEXT NOT NULL, path TEXT NOT NULL, status TEXT NOT NULL,
  same_as TEXT, session INTEGER NOT NULL, problems BLOB NOT NULL
) STRICT;
"""
_WATCHED = """
CREATE TABLE watched (
  source TEXT NOT NULL, item TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (source, item)
) STRICT;
"""
_REBUILT = """
CREATE TABLE readings (
  document TEXT PRIMARY KEY, stamp TEXT NOT NULL, status TEXT NOT NULL, content TEXT NOT NULL,
  accounts BLOB NOT NULL, problems BLOB NOT NULL
) STRICT;
CREATE TABLE incidents (
  id TEXT PRIMARY KEY, day TEXT NOT NULL, mark TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX incidents_day ON incidents (day, id);
CREATE TABLE members (account TEXT PRIMARY KEY, incident TEXT NOT NULL) STRICT;
CREATE INDEX members_incident ON members (incident);
CREATE TABLE runs (id TEXT PRIMARY KEY, body BLOB NOT NULL, revision INTEGER NOT NULL) STRICT;
"""
_LINKING = """
CREATE TABLE linking (
  shelf TEXT NOT NULL, key BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY (shelf, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE stale (document TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""
_KEPT = "".join(
    f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END;"
    for table in ("documents", "judgements")
    for verb in ("UPDATE", "DELETE")
)
_MIGRATIONS = {
    1: f"DROP TABLE readings; DROP TABLE incidents; DROP TABLE runs; {_REBUILT}",
    2: _WATCHED,
    3: "CREATE TABLE linking (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;",
    # incidents of version 4 hold their reasons as English sentences
    4: "DELETE FROM incidents; DELETE FROM members; DELETE FROM runs; DELETE FROM linking;",
    5: f"DROP TABLE linking; {_LINKING}",
}
"""From version n to n + 1: statements run in order, inside one transaction."""


class StoreError(Exception):
    """A store that cannot be used; the message says why and what to do."""


def connect(path: Path) -> sqlite3.Connection:
    """Open or make the store at `path` for writing. Raises StoreError."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; give a file to --store")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, timeout=30, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"cannot open the store {path}: {error}") from error
    try:
        _check(db, path)
        db.execute("PRAGMA journal_mode = WAL")
        # a power cut may not lose a document either; there are few commits
        db.execute("PRAGMA synchronous = FULL")
        _prepare(db)
    except sqlite3.Error as error:
        db.close()
        raise explain(error, path) from error
    except StoreError:
        db.close()
        raise
    return db


def connect_to_read(path: Path, *, shared: bool = False) -> sqlite3.Connection:
    """Open an existing store only to look; `shared` lets another thread close it. Raises
    StoreError."""
    if not path.is_file():
        raise StoreError(f"there is no store at {path}; `casus run` makes one")
    url = f"file:{quote(str(path.resolve()))}"
    for mode in ("mode=ro", "mode=ro&immutable=1"):  # immutable: for a read-only folder
        try:
            db = sqlite3.connect(
                f"{url}?{mode}",
                uri=True,
                timeout=30,
                isolation_level=None,
                check_same_thread=not shared,
            )
            _check(db, path)
            if db.execute("PRAGMA user_version").fetchone()[0] < VERSION:
                raise StoreError(f"{path} is empty or older than this version; run `casus run`")
            return db
        except sqlite3.Error as error:
            failure = error
            db.close()
    raise explain(failure, path)


def explain(error: sqlite3.Error, path: Path) -> StoreError:
    """What a database error means for the one who ran the command."""
    text = str(error)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(path, text)
    if code == sqlite3.SQLITE_FULL:
        return StoreError(f"no space left for the store {path}; free some and run again")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StoreError(f"cannot write the store {path}: {text}; check the folder's permissions")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(f"the store {path} is in use by another program; try again later")
    return StoreError(f"the store {path} failed: {text}")


def _damaged(path: Path, text: str) -> StoreError:
    return StoreError(
        f"the store {path} is damaged or no database ({text}); move it away and run again "
        f"to read the reports afresh, or save what can be: "
        f'sqlite3 "{path}" .recover | sqlite3 saved.db'
    )


def _check(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of another program, of a newer version, or a damaged one."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION and (tables or version or application):
        raise StoreError(f"{path} is a database of another program; give another file to --store")
    if version > VERSION:
        raise StoreError(
            f"{path} was written by a newer version of Casus (store version {version}, "
            f"this one knows {VERSION}); update Casus, or give another file to --store"
        )
    if tables and path.stat().st_size <= _CHECKED_BYTES:
        found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise _damaged(path, str(found).splitlines()[0])


def _prepare(db: sqlite3.Connection) -> None:
    """Make the tables, or bring an older store to this version, all or nothing."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version == VERSION:
        return
    if version == 0:
        tables = f"{_TABLES}{_WATCHED}{_REBUILT}{_LINKING}{_KEPT}"
        script = f"PRAGMA application_id = {APPLICATION};{tables}"
    else:
        script = "".join(_MIGRATIONS[step] for step in range(version, VERSION))
    db.executescript(f"BEGIN IMMEDIATE;{script}PRAGMA user_version = {VERSION};COMMIT;")
