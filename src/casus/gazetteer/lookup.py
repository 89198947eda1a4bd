"""Reading a gazetteer file. See `casus.gazetteer.storage` for what is in it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from casus.gazetteer import regions
from casus.gazetteer.geo import distance_km
from casus.gazetteer.storage import FORMAT, KINDS, cell_of, unpack_ids
from casus.names import fold, name_key, similar, skeleton
from casus.types import Place

_NAMES_KEPT = 200_000  # folded names remembered, known or not: about 30 MB at most
_PLACES_KEPT = 100_000
_LIKE = 0.78  # similarity of script-neutral keys from which two names may be one
_EMPTY: tuple[int, ...] = ()


class GazetteerError(ValueError):
    """A file that is no gazetteer of this version; the message says what to do."""


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A known place. `kind` is one of `storage.KINDS`; `code` its public id, as stored in
    records; `parent` the number of the area around it; `radius_km` how far it reaches."""

    id: int
    code: str
    kind: str
    name: str
    country: str | None
    parent: int | None
    lat: float | None
    lon: float | None
    population: int | None
    radius_km: float | None

    @property
    def point(self) -> tuple[float, float] | None:
        """(latitude, longitude), or None where no source gives them."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


def shipped_path() -> Path:
    """The file that comes with Casus; it is read in place."""
    return Path(str(resources.files("casus.gazetteer") / "data" / "places.sqlite"))


class Gazetteer:
    """A read-only gazetteer. Open once and share: threads and forked processes may use it.

    Nothing is read before the first question; what was asked is remembered (bounded).
    """

    def __init__(self, path: Path) -> None:
        self.file = path
        self._local = threading.local()
        self._names: dict[str, tuple[int, ...]] = {}
        self._begun: dict[str, bool] = {}
        self._places: dict[int, GazetteerPlace] = {}
        self._containers: dict[int, tuple[GazetteerPlace, ...]] = {}

    @classmethod
    def open(cls, path: Path | str | None = None) -> Gazetteer:
        """The shipped gazetteer, or the file at `path`.

        Raises GazetteerError if there is no file, or none of this format.
        """
        file = shipped_path() if path is None else Path(path)
        if not file.is_file():
            raise GazetteerError(f"no gazetteer at {file}: make one with `casus gazetteer import`")
        return _opened(file.resolve())

    def __getstate__(self) -> Path:
        return self.file

    def __setstate__(self, path: Path) -> None:
        self.__init__(path)  # type: ignore[misc]  # a fresh, empty object for another process

    def _db(self) -> sqlite3.Connection:
        """This thread's connection; a fork gets its own."""
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None or self._local.pid != os.getpid():
            uri = f"{self.file.as_uri()}?mode=ro&immutable=1"
            db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            db.execute("PRAGMA mmap_size=134217728")
            try:
                row = db.execute("SELECT value FROM meta WHERE key='format'").fetchone()
            except sqlite3.DatabaseError as error:
                raise GazetteerError(f"{self.file} is no gazetteer ({error})") from None
            if row is None or row[0] != str(FORMAT):
                raise GazetteerError(
                    f"{self.file} has another format: make it anew with `casus gazetteer import`"
                )
            self._local.db, self._local.pid = db, os.getpid()
        return db

    def ids(self, folded: str) -> tuple[int, ...]:
        """Numbers of the places called `folded` (see `casus.names.fold`), likeliest first."""
        found = self._names.get(folded)
        if found is None:
            row = self._db().execute("SELECT ids FROM name WHERE folded=?", (folded,)).fetchone()
            found = unpack_ids(row[0]) if row else _EMPTY
            if len(self._names) >= _NAMES_KEPT:
                self._names.clear()
            self._names[folded] = found
        return found

    def begins(self, folded: str) -> bool:
        """Whether some place's name of several words begins with `folded`, a whole word or more."""
        found = self._begun.get(folded)
        if found is None:
            first, last = folded + " ", folded + "!"  # "!" follows the blank
            row = self._db().execute(
                "SELECT 1 FROM name WHERE folded>=? AND folded<? LIMIT 1", (first, last)
            ).fetchone()
            if len(self._begun) >= _NAMES_KEPT:
                self._begun.clear()
            found = self._begun[folded] = row is not None
        return found

    def lookup(self, name: str, *, kinds: Iterable[str] | None = None) -> list[GazetteerPlace]:
        """Places of that name in any spelling listed: countries first, then by population."""
        places = [self.place(number) for number in self.ids(fold(name))]
        if kinds is None:
            return places
        wanted = frozenset(kinds)
        return [p for p in places if p.kind in wanted]

    def lookup_like(
        self, name: str, *, country: str | None = None, most: int = 10
    ) -> list[tuple[float, GazetteerPlace]]:
        """Places whose main name sounds like `name`, whatever its script: (similarity, place).

        For names that no list spells as the text does. Best first; only similarities from 0.78.
        """
        key = name_key(name)
        bones = skeleton(key)
        if len(bones) < 3:
            return []
        row = self._db().execute("SELECT ids FROM bones WHERE bones=?", (bones,)).fetchone()
        found: list[tuple[float, GazetteerPlace]] = []
        for number in unpack_ids(row[0]) if row else _EMPTY:
            place = self.place(number)
            if country is not None and place.country != country:
                continue
            score = similar(key, name_key(place.name))
            if score >= _LIKE:
                found.append((score, place))
        found.sort(key=lambda pair: (-pair[0], -(pair[1].population or 0), pair[1].id))
        return found[:most]

    def place(self, number: int) -> GazetteerPlace:
        """The place with that number. Raises KeyError."""
        place = self._places.get(number)
        if place is None:
            row = self._db().execute("SELECT * FROM place WHERE id=?", (number,)).fetchone()
            if row is None:
                raise KeyError(number)
            _, kind, name, country, code, parent, lat, lon, population, radius = row
            if number > regions.BASE:
                lat, lon = regions.points().get(number, (lat, lon))
            place = GazetteerPlace(
                number, code or f"gn:{number}", KINDS[kind], name, country, parent, lat, lon,
                population, radius,
            )  # fmt: skip
            if len(self._places) >= _PLACES_KEPT:
                self._places.clear()
                self._containers.clear()
            self._places[number] = place
        return place

    def by_code(self, code: str) -> GazetteerPlace | None:
        """The place with a public id: "ML", "ML-9", "ML.12070577", "region:sahel", "gn:2453514"."""
        row = self._db().execute("SELECT id FROM code WHERE code=?", (code,)).fetchone()
        if row is not None:
            return self.place(row[0])
        if code.startswith("gn:") and code[3:].isdecimal():
            try:
                return self.place(int(code[3:]))
            except KeyError:
                return None
        return None

    def country(self, code: str) -> GazetteerPlace | None:
        """The country with an ISO 3166-1 alpha-2 code."""
        return self.by_code(code)

    def admin1(self, country: str, code: str) -> GazetteerPlace | None:
        """A first-order area by its country and ISO 3166-2 or GeoNames code."""
        return self.by_code(f"{country}-{code}") or self.by_code(f"{country}.{code}")

    def containers(self, place: GazetteerPlace) -> tuple[GazetteerPlace, ...]:
        """The areas around a place, from the country inwards, without the place itself."""
        found = self._containers.get(place.id)
        if found is None:
            inwards: list[GazetteerPlace] = []
            parent = place.parent
            while parent is not None and len(inwards) < 8:
                area = self.place(parent)
                inwards.insert(0, area)
                parent = area.parent
            if place.country and place.kind != "country" and (
                not inwards or inwards[0].kind != "country"
            ):
                country = self.country(place.country)
                if country is not None:
                    inwards.insert(0, country)
            found = tuple(inwards)
            self._containers[place.id] = found
        return found

    def path(self, place: GazetteerPlace) -> tuple[str, ...]:
        """Names from the country inwards, the place's own last. Areas without a name are left
        out, and an area called like the place it holds ("Mopti, Mopti") stays."""
        around = [p.name for p in self.containers(place) if p.name != p.code]
        return (*around, place.name)

    def near(
        self, lat: float, lon: float, *, within_km: float = 50.0, most: int = 20
    ) -> list[tuple[float, GazetteerPlace]]:
        """Settlements around a point: (distance in km, place), nearest first.

        Looks into one-degree squares; `within_km` is bounded to 300.
        """
        within_km = min(within_km, 300.0)
        step = int(within_km // 111) + 1
        cells = {
            cell_of(max(-89.9, min(89.9, lat + dy)), (lon + dx + 180) % 360 - 180)
            for dy in range(-step, step + 1)
            for dx in range(-2 * step, 2 * step + 1)
        }
        marks = ",".join("?" * len(cells))
        rows = self._db().execute(f"SELECT ids FROM cell WHERE cell IN ({marks})", sorted(cells))
        found: list[tuple[float, GazetteerPlace]] = []
        for (blob,) in rows.fetchall():
            for number in unpack_ids(blob):
                place = self.place(number)
                if place.point is not None:
                    far = distance_km((lat, lon), place.point)
                    if far <= within_km:
                        found.append((far, place))
        found.sort(key=lambda pair: (pair[0], pair[1].id))
        return found[:most]

    def to_place(self, place: GazetteerPlace, *, name: str | None = None) -> Place:
        """The value that claims carry. `name` is how the text calls it, else the file's name."""
        return Place(
            name=name or place.name,
            path=self.path(place),
            country=place.country,
            lat=place.lat,
            lon=place.lon,
            precision=precision_of(place),
            gazetteer_id=place.code,
            key=name_key(place.name),
        )


def precision_of(place: GazetteerPlace) -> str:
    """The contract's precision of a place told by its name alone.

    Own regions get that of an area of their size: 25, 80 and 300 km part near, adm2 and adm1.
    """
    if place.kind in {"country", "adm1", "adm2", "water"}:
        return place.kind
    if place.kind == "region":
        radius = place.radius_km or 0.0
        return "near" if radius <= 25 else "adm2" if radius <= 80 else (
            "adm1" if radius <= 300 else "country"
        )
    return "near" if place.kind == "other" else "exact"


@lru_cache(maxsize=8)
def _opened(file: Path) -> Gazetteer:
    """One object a file, so that all parts of a process share what was looked up."""
    gazetteer = Gazetteer(file)
    gazetteer._db()  # a wrong file is refused at once
    return gazetteer
