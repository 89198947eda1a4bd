"""The file format of a gazetteer: one read-only SQLite file, written once from a stream.

Use `Writer` to make such a file (the shipped one or a user's import); `casus.gazetteer.Gazetteer`
reads it. Tables:

    place  one row a place; `parent` leads to the area around it, up to the country
    name   folded name → ids of all places so called, the most populous first
    bones  consonants of the name's script-neutral key → ids, for names no script has listed
    cell   one-degree square → ids of the settlements in it
    code   "ML", "ML-9" (ISO 3166-2), "ML.12070577" (GeoNames), "region:sahel" → id
    meta   what the file was made from

Ids are packed as little-endian 32-bit integers. Places come in any order; memory stays bounded
because the name tables are grouped by SQLite from a staging table in the file itself.
"""

from __future__ import annotations

import json
import math
import sqlite3
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType

from casus.names import fold, name_key, skeleton

FORMAT = 1
KINDS = ("country", "adm1", "adm2", "city", "region", "water", "other")
RANK_BY_POPULATION = -1.0
"""A rank to be worked out when all places are there, for names that come before their place."""
MAX_NAME = 120  # characters; longer "names" in dumps are sentences
_BATCH = 20_000

_SCHEMA = """
CREATE TABLE place(
  id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, country TEXT, code TEXT,
  parent INTEGER, lat REAL, lon REAL, population INTEGER, radius REAL);
CREATE TABLE name(folded TEXT PRIMARY KEY, ids BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE bones(bones TEXT PRIMARY KEY, ids BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE cell(cell INTEGER PRIMARY KEY, ids BLOB NOT NULL);
CREATE TABLE code(code TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_STAGING = """
CREATE TABLE staged_name(folded TEXT, rank REAL, id INTEGER);
CREATE TABLE staged_bones(bones TEXT, rank REAL, id INTEGER);
"""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place to be written. `codes` are its public ids besides the number, the first the one
    shown; `radius` in km is how far it reaches; `population` None where unknown."""

    id: int
    kind: str
    name: str
    country: str | None
    parent: int | None
    lat: float | None
    lon: float | None
    population: int | None = None
    radius: float | None = None
    codes: tuple[str, ...] = ()


def pack_ids(ids: Iterable[int]) -> bytes:
    """Ids as one blob."""
    numbers = list(ids)
    return struct.pack(f"<{len(numbers)}I", *numbers)


def unpack_ids(blob: bytes) -> tuple[int, ...]:
    """The ids of a blob."""
    return struct.unpack(f"<{len(blob) // 4}I", blob)


def cell_of(lat: float, lon: float) -> int:
    """The number of the one-degree square around a point."""
    row = min(179, max(0, math.floor(lat) + 90))
    return row * 360 + math.floor(lon + 180) % 360


def rank_of(kind: str, population: int | None) -> float:
    """What a bare name means first: countries, then regions, then settlements by population."""
    base = {"country": 9e12, "region": 5e9, "water": 4e9, "adm1": 5e6, "adm2": 1e4}.get(kind, 0.0)
    return base + float(population or 0)


class Writer:
    """Writes a gazetteer file. Use as a context manager; the file appears, whole, on success.

    `path` is written under a temporary name beside it first, so that a reader or a crash never
    sees half a file.
    """

    def __init__(self, path: Path, *, bones: bool = True) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._part.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._part, isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;"
            "PRAGMA temp_store=FILE;" + _SCHEMA + _STAGING + "BEGIN;"
        )
        self._bones = bones
        self._places: list[tuple[object, ...]] = []
        self._names: list[tuple[str, float, int]] = []
        self._bone_rows: list[tuple[str, float, int]] = []
        self.places = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._db.close()
            self._part.unlink(missing_ok=True)

    def add(self, row: PlaceRow, names: Iterable[str] = ()) -> None:
        """Add a place with its further names; its own `name` is looked up too."""
        self._places.append(
            (row.id, KINDS.index(row.kind), row.name, row.country,
             row.codes[0] if row.codes else None, row.parent, _short(row.lat), _short(row.lon),
             row.population, row.radius)
        )  # fmt: skip
        self.places += 1
        rank = rank_of(row.kind, row.population)
        if row.codes:
            self._db.executemany(
                "INSERT OR IGNORE INTO code VALUES(?,?)", [(code, row.id) for code in row.codes]
            )
        own = fold(row.name)
        self.add_names(row.id, rank, (row.name,))
        # another town's old or local name weighs less than a town's own
        further = rank * 0.3 if row.kind in {"city", "adm2"} else rank
        self.add_names(row.id, further, (n for n in names if fold(n) != own))
        if self._bones and row.kind in {"country", "adm1", "city", "region"}:
            bones = skeleton(name_key(row.name))
            if len(bones) > 2:
                self._bone_rows.append((bones, rank, row.id))
        if len(self._places) >= _BATCH:
            self._flush()

    def add_names(self, place: int, rank: float, names: Iterable[str]) -> None:
        """Further names of a place that is, or will be, in the file."""
        folded = {fold(n) for n in names if n and len(n) <= MAX_NAME}
        self._names += [(f, rank, place) for f in folded if len(f) > 1]
        if len(self._names) >= _BATCH:
            self._flush()

    def rename(self, code: str, names: Iterable[str]) -> None:
        """Add names to the place already added under `code`. Raises KeyError."""
        self._flush()
        row = self._db.execute(
            "SELECT p.id, p.kind, p.population FROM code c JOIN place p ON p.id=c.id"
            " WHERE c.code=?",
            (code,),
        ).fetchone()
        if row is None:
            raise KeyError(code)
        self.add_names(row[0], rank_of(KINDS[row[1]], row[2]), names)

    def _flush(self) -> None:
        marks = ",".join("?" * 10)
        self._db.executemany(f"INSERT OR REPLACE INTO place VALUES({marks})", self._places)
        self._db.executemany("INSERT INTO staged_name VALUES(?,?,?)", self._names)
        self._db.executemany("INSERT INTO staged_bones VALUES(?,?,?)", self._bone_rows)
        self._places.clear()
        self._names.clear()
        self._bone_rows.clear()

    def finish(self, meta: dict[str, object]) -> Path:
        """Group the names, write `meta`, put the file in its place; returns its path."""
        self._flush()
        self._db.execute(
            "UPDATE staged_name SET rank=0.3*COALESCE("
            "(SELECT population FROM place WHERE place.id=staged_name.id), 0) WHERE rank<0"
        )
        self._group("staged_name", "name", "folded", 200)
        self._group("staged_bones", "bones", "bones", 60)
        self._db.create_function("cell_of", 2, cell_of, deterministic=True)
        settlements = self._db.execute(
            "SELECT cell_of(lat, lon) AS cell, id FROM place"
            " WHERE kind=? AND lat IS NOT NULL ORDER BY cell, id",
            (KINDS.index("city"),),
        )
        grouped = groupby(settlements, key=lambda row: row[0])
        self._db.executemany(
            "INSERT INTO cell VALUES(?,?)",
            ((cell, pack_ids(place for _, place in rows)) for cell, rows in grouped),
        )
        everything = {"format": FORMAT, "places": self.places, **meta}
        self._db.executemany(
            "INSERT INTO meta VALUES(?,?)",
            [(k, json.dumps(v, ensure_ascii=False, sort_keys=True)) for k, v in everything.items()],
        )
        self._db.execute("COMMIT")
        self._db.execute("VACUUM")
        self._db.close()
        self._part.replace(self._path)
        return self._path

    def _group(self, source: str, target: str, column: str, most: int) -> None:
        """Turn staged rows into one row a name; a name keeps its `most` best places."""
        rows = self._db.execute(
            f"SELECT {column}, id FROM {source} ORDER BY {column}, rank DESC, id"
        )
        batch: list[tuple[str, bytes]] = []
        insert = f"INSERT INTO {target} VALUES(?,?)"
        for name, group in groupby(rows, key=lambda r: r[0]):
            ids = list(dict.fromkeys(place for _, place in group))
            batch.append((name, pack_ids(ids[:most])))
            if len(batch) >= _BATCH:
                self._db.executemany(insert, batch)
                batch.clear()
        self._db.executemany(insert, batch)
        self._db.execute(f"DROP TABLE {source}")


def _short(degrees: float | None) -> float | None:
    """Four decimals are 11 m; more is noise and size."""
    return None if degrees is None else round(degrees, 4)
