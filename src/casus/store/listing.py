"""The listing: one flat row an incident, for whoever filters, counts and pages many of them.

Use `ensure(db)` at the beginning of a transaction that changes incidents, then `put` and `drop`
with each; `casus.store.catalogue` reads what they leave. Derived like the incidents themselves: it
may be taken away at any time and is made again. A row whose incident did not change is left alone,
so that one decision in a store of 100,000 costs one row. Days are proleptic ordinals
(`date.toordinal`), coordinates degrees.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator

from casus.store.codec import decode, encode
from casus.types import Document, Incident, Place, State, Toll

LAYOUT = 4
"""Raised when a column changes: a listing of another layout is made anew."""

TABLES = ("listing", "listing_tag", "listing_actor", "listing_report", "listing_text",
          "listing_state")  # fmt: skip

_FILTERED = "family, state, role, kind, country, last, killed, questions, languages"
"""What a filter looks at, beside the order of an index: counting then never leaves it."""

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS listing (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
  kind TEXT NOT NULL, family TEXT NOT NULL, title TEXT NOT NULL,
  place TEXT NOT NULL, country TEXT NOT NULL, precision TEXT NOT NULL, lat REAL, lon REAL,
  first INTEGER, last INTEGER, days TEXT NOT NULL,
  killed INTEGER, killed_low INTEGER, killed_high INTEGER, injured INTEGER,
  state TEXT NOT NULL, role TEXT NOT NULL, languages TEXT NOT NULL,
  witnesses INTEGER NOT NULL, reports INTEGER NOT NULL, questions INTEGER NOT NULL,
  assumed INTEGER NOT NULL, x INTEGER, y INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS listing_first ON listing (first, number);
CREATE INDEX IF NOT EXISTS listing_killed ON listing (killed, number);
CREATE INDEX IF NOT EXISTS listing_kind ON listing (kind, first);
CREATE INDEX IF NOT EXISTS listing_country ON listing (country, first);
CREATE INDEX IF NOT EXISTS listing_point ON listing (lon, lat);
CREATE INDEX IF NOT EXISTS listing_cell ON listing (x, y, {_FILTERED}, first, lon, lat);
CREATE INDEX IF NOT EXISTS listing_day ON listing (first, {_FILTERED}, lat);
CREATE TABLE IF NOT EXISTS listing_tag (
  sort TEXT NOT NULL, value TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (sort, value, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS listing_tag_number ON listing_tag (number);
CREATE TABLE IF NOT EXISTS listing_actor (key TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS listing_report (
  document TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS listing_report_number ON listing_report (number);
CREATE VIRTUAL TABLE IF NOT EXISTS listing_text USING fts5 (
  words, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE IF NOT EXISTS listing_state (
  one INTEGER PRIMARY KEY CHECK (one = 1), layout INTEGER NOT NULL, version INTEGER NOT NULL
) STRICT;
"""
_MOST_WORDS = 20_000
"""Code points of an incident's text that can be searched: its names and claims' sentences."""


def current(db: sqlite3.Connection) -> bool:
    """True where the store has a listing of this layout."""
    try:
        row = db.execute("SELECT layout FROM listing_state").fetchone()
    except sqlite3.OperationalError:
        return False
    return row is not None and row[0] == LAYOUT


def ensure(db: sqlite3.Connection) -> None:
    """Make the listing where there is none of this layout, from the incidents at hand. Runs in the
    caller's transaction."""
    if current(db):
        return
    for table in TABLES:
        db.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _SCHEMA.split(";\n"):
        db.execute(statement)
    db.execute("INSERT INTO listing_state VALUES (1, ?, 0)", (LAYOUT,))
    for ident, body in db.execute("SELECT id, body FROM incidents").fetchall():
        put(db, ident, body)


def put(db: sqlite3.Connection, ident: str, body: bytes) -> None:
    """List an incident by its stored bytes, in place of what was listed under its id."""
    digest = digest_of(body)
    row = db.execute("SELECT number, digest FROM listing WHERE id = ?", (ident,)).fetchone()
    if row is not None and row[1] == digest:
        return
    if row is not None:
        _remove(db, row[0])
    _insert(db, row[0] if row else None, digest, decode(Incident, body))
    _touch(db)


def drop(db: sqlite3.Connection, idents: Iterable[str]) -> None:
    """List these incidents no more."""
    for ident in idents:
        row = db.execute("SELECT number FROM listing WHERE id = ?", (ident,)).fetchone()
        if row is not None:
            _remove(db, row[0])
            _touch(db)


def _touch(db: sqlite3.Connection) -> None:
    db.execute("UPDATE listing_state SET version = version + 1")


def digest_of(body: bytes) -> str:
    """What an incident's stored bytes are known by: another digest, another record."""
    return hashlib.blake2b(body, digest_size=8).hexdigest()


def figure(toll: Toll | None) -> int | None:
    """The one number to sort and filter by: best, else the bound that is known."""
    known = () if toll is None else (toll.best, toll.low, toll.high)
    return next((n for n in known if n is not None), None)


def _insert(db: sqlite3.Connection, number: int | None, digest: str, incident: Incident) -> None:
    when, place = incident.when.when, incident.where.place
    first, last = when.start or when.end, when.end or when.start
    killed = incident.tolls.get("killed")
    main = any(account.role == "main" for account in incident.accounts)
    days = encode((when.start, when.end, when.precision, when.basis)).decode()
    states = {incident.when.state, incident.where.state}
    number = db.execute(
        f"INSERT INTO listing VALUES ({', '.join('?' * 27)})",
        (
            number, incident.id, digest, incident.kind, incident.family, incident.title,
            place.name, place.country or "", place.precision, place.lat, place.lon,
            first.toordinal() if first else None, last.toordinal() if last else None, days,
            figure(killed), killed.low if killed else None, killed.high if killed else None,
            figure(incident.tolls.get("injured")), incident.state.value,
            "main" if main else "background", ",".join(incident.languages),
            incident.witnesses, len({a.doc for a in incident.accounts}),
            len(incident.open_questions), State.ASSUMED in states, *_cell(place),
        ),
    ).lastrowid  # fmt: skip
    db.executemany(
        "INSERT OR IGNORE INTO listing_tag VALUES (?, ?, ?)",
        [(sort, value, number) for sort, value in _tags(incident)],
    )
    db.executemany(
        "INSERT OR IGNORE INTO listing_actor VALUES (?, ?)",
        [(a.actor.key, a.actor.name) for a in incident.actors],
    )
    db.executemany(
        "INSERT INTO listing_report VALUES (?, ?)",
        [(document, number) for document in {account.doc for account in incident.accounts}],
    )
    words = "\n".join(_words(db, incident))[:_MOST_WORDS]
    db.execute("INSERT INTO listing_text (rowid, words) VALUES (?, ?)", (number, words))


def _cell(place: Place) -> tuple[int, int] | tuple[None, None]:
    """The whole degrees that a place lies in, counted from the antimeridian and the south pole:
    an index by them lets cells of a map be counted in the index alone, in its order."""
    if place.lat is None or place.lon is None:
        return None, None
    return int(place.lon + 180), int(place.lat + 90)


def _remove(db: sqlite3.Connection, number: int) -> None:
    for table, key in (
        ("listing", "number"), ("listing_tag", "number"), ("listing_report", "number"),
        ("listing_text", "rowid"),
    ):  # fmt: skip
        db.execute(f"DELETE FROM {table} WHERE {key} = ?", (number,))


def _tags(incident: Incident) -> Iterator[tuple[str, str]]:
    for lang in incident.languages:
        yield "language", lang
    for actor in incident.actors:
        yield "actor", actor.actor.key
    for name in {incident.where.place.name, *incident.where.place.path} - {""}:
        yield "region", name


def _words(db: sqlite3.Connection, incident: Incident) -> Iterator[str]:
    yield incident.title
    yield from dict.fromkeys((incident.where.place.name, *incident.where.place.path))
    yield from dict.fromkeys(actor.actor.name for actor in incident.actors)
    told: dict[str, set[tuple[int, int]]] = {}
    for account in incident.accounts:
        told.setdefault(account.doc, set()).update(c.sentence for c in account.claims)
    for document, sentences in told.items():
        row = db.execute("SELECT body FROM documents WHERE id = ?", (document,)).fetchone()
        text = decode(Document, row[0]).text if row else ""
        yield from (text[start:end] for start, end in sorted(sentences))
