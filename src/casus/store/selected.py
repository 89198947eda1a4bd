"""Questions about many incidents, answered from the listing: paged, summed, dated, mapped.

Used through `Catalogue`. Every question takes a `Selection`; 100,000 incidents are answered for in
tens of milliseconds. Days are proleptic ordinals in the tables, dates here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

from casus.store.codec import decode
from casus.store.selection import Box, Selection, condition
from casus.types import When

ORDERS = ("date", "killed", "injured", "place", "kind", "reports", "questions")
_ORDER = {
    "date": "first", "killed": "killed", "injured": "injured", "place": "place",
    "kind": "kind", "reports": "witnesses", "questions": "questions",
}  # fmt: skip
_MOST_BINS = 40_000
_COLUMNS = (
    "number, id, kind, family, title, place, country, precision, lat, lon, days, killed, "
    "killed_low, killed_high, injured, state, role, languages, witnesses, reports, questions"
)


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


class Selected:
    """The part of a catalogue that knows many incidents by their lines of the listing."""

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    def version(self) -> int:
        """A number that grows whenever a record changes."""
        with self._reading() as db:
            return int(db.execute("SELECT version FROM listing_state").fetchone()[0])

    def rows(
        self, chosen: Selection, *, order: str = "date", falling: bool = True,
        skip: int = 0, most: int = 50,
    ) -> tuple[Row, ...]:  # fmt: skip
        """Some of a selection; what has no value of `order` comes last."""
        where, values = condition(chosen)
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
        where, values = condition(chosen)
        with self._reading() as db:
            rows = db.execute(
                f"SELECT id FROM listing WHERE {where} ORDER BY first NULLS LAST, id", values
            )
            yield from (row[0] for row in rows.fetchall())

    def totals(self, chosen: Selection) -> Totals:
        """Sums over a selection."""
        where, values = condition(chosen, counted=True)
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
        where, values = condition(chosen, counted=True)
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

    def cells(self, chosen: Selection, *, size: float, view: Box | None = None) -> tuple[Cell, ...]:
        """A selection on a grid of `size` degrees, a whole number of them or less than one: the
        cells that hold any and touch `view`, each with all its incidents."""
        where, values = condition(chosen, counted=True)
        west, south, east, north = view or (-180.0, -90.0, 180.0, 90.0)
        edges = [
            (int((low + half) / size) * size - half, int((high + half) / size + 1) * size - half)
            for low, high, half in ((west, east, 180.0), (south, north, 90.0))
        ]
        (left, right), (low, high) = edges
        # degrees are counted in the order of their index, coarser cells are sums of them; the
        # plus keeps from the index by longitude, which does not hold what is counted
        at = ("x", "y") if size >= 1 else (f"cast((lon + 180) / {size} AS INTEGER)",
                                           f"cast((lat + 90) / {size} AS INTEGER)")  # fmt: skip
        step = int(max(size, 1))
        made: dict[tuple[int, int], list[Any]] = {}
        with self._reading() as db:
            rows = db.execute(
                f"SELECT u / {step} AS a, v / {step} AS b, family, sum(n), sum(dead), sum(lons), "
                f"sum(lats) FROM (SELECT {at[0]} AS u, {at[1]} AS v, family, count(*) AS n, "
                "coalesce(sum(killed), 0) AS dead, sum(lon) AS lons, sum(lat) AS lats "
                f"FROM listing WHERE {where} AND x BETWEEN ? AND ? AND +lon >= ? "
                "AND +lon < ? AND lat >= ? AND lat < ? GROUP BY u, v, family) "
                "GROUP BY a, b, family",
                (*values, int(left + 180), int(right + 180), left, right, low, high),
            )
            for x, y, family, number, killed, lon, lat in rows:
                cell = made.setdefault((x, y), [0, 0, 0, 0, {}])
                for place, value in enumerate((lon, lat, number, killed)):
                    cell[place] += value
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

    def incidents_of(self, document: str) -> tuple[str, ...]:
        """Ids of the incidents that a document tells."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT l.id FROM listing_report r JOIN listing l ON l.number = r.number "
                "WHERE r.document = ? ORDER BY l.first, l.id",
                (document,),
            )
            return tuple(row[0] for row in rows)


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
