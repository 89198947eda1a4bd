"""A user's GeoNames dump, made into a gazetteer of its own.

Use `import_geonames` with the public tab-separated files (plain, .gz or .zip): `allCountries` or
a country's file, `alternateNamesV2`, `admin1CodesASCII`. The result is opened by its path. It
starts from the shipped file, so that countries, regions and their names in many languages stay;
settlements and second-order areas come from the dump. Streams: memory does not grow with the
dump, disk does. A line that cannot be read is counted, shown in the report, and skipped.
"""

from __future__ import annotations

import gzip
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from casus.gazetteer.lookup import GazetteerError, shipped_path
from casus.gazetteer.storage import (
    KINDS,
    MAX_NAME,
    RANK_BY_POPULATION,
    PlaceRow,
    Writer,
    rank_of,
    unpack_ids,
)

Progress = Callable[[str, int], None]
"""Called as `progress(stage, lines read)` every 100,000 lines."""

_EVERY = 100_000
_BAD_SHOWN = 20
_MAX_LINE = 1_000_000  # bytes; allCountries' longest line is about 12,000
_ALL_COLUMNS, _ALTERNATE_COLUMNS, _ADMIN1_COLUMNS = 19, 4, 4
_HIGHEST = 200_000_000  # GeoNames numbers; the highest is about 13 million
_NO_NAME = frozenset({"link", "post", "iata", "icao", "faac", "wkdt", "unlc", "tcid", "phon"})
_PARTS = frozenset({"PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"})  # quarters; gone places


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was skipped: the file's name, the line's number, and why."""

    file: str
    line: int
    why: str


@dataclass(slots=True)
class ImportReport:
    """What an import did. `bad` counts skipped lines, `examples` shows the first twenty."""

    path: Path
    places: int = 0
    names: int = 0
    skipped: int = 0
    bad: int = 0
    examples: list[BadLine] = field(default_factory=list)


def import_geonames(
    all_countries: Path,
    *,
    out: Path,
    alternate_names: Path | None = None,
    admin1_codes: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read a dump into the gazetteer file `out` (replaced whole on success).

    `alternate_names` adds spellings in all scripts, `admin1_codes` first-order areas that the
    shipped file lacks. Raises GazetteerError if a file is missing, is no such table, or holds
    no place.
    """
    report = ImportReport(out)
    for file in (all_countries, alternate_names, admin1_codes):
        if file is not None and not file.is_file():
            raise GazetteerError(f"there is no file {file}")
    out.parent.mkdir(parents=True, exist_ok=True)
    tell = progress or (lambda stage, lines: None)
    with Writer(out) as writer, _Shipped() as shipped:
        shipped.copy_to(writer)
        areas = _Areas(writer, shipped)
        if admin1_codes is not None:
            _read_admin1(admin1_codes, areas, report, tell)
        known = _read_places(all_countries, writer, areas, report, tell)
        if report.places == 0:
            raise GazetteerError(
                f"{all_countries} holds no settlement: is it GeoNames' allCountries table?"
            )
        if alternate_names is not None:
            _read_alternates(alternate_names, writer, known, areas, report, tell)
        writer.finish({"made_from": "import", "bad_lines": report.bad})
    return report


class _Shipped:
    """What an import takes over from the shipped file."""

    def __enter__(self) -> _Shipped:
        self._db = sqlite3.connect(f"{shipped_path().as_uri()}?mode=ro&immutable=1", uri=True)
        self.codes: dict[str, int] = dict(self._db.execute("SELECT code, id FROM code").fetchall())
        return self

    def __exit__(self, *exc: object) -> None:
        self._db.close()

    def copy_to(self, writer: Writer) -> None:
        """Countries, first-order areas, regions and waters, with all their names."""
        codes: dict[int, list[str]] = {}
        first = {
            row[0]: row[1] for row in self._db.execute("SELECT id, code FROM place WHERE code<>''")
        }
        for code, place in self.codes.items():
            codes.setdefault(place, []).append(code)
        keep = [KINDS.index(k) for k in ("country", "adm1", "region", "water", "other")]
        marks = ",".join("?" * len(keep))
        ranks: dict[int, float] = {}
        for row in self._db.execute(f"SELECT * FROM place WHERE kind IN ({marks})", keep):
            place, kind, name, country, _, parent, lat, lon, population, radius = row
            own = sorted(codes.get(place, ()), key=lambda c: (c != first.get(place), c))
            writer.add(
                PlaceRow(place, KINDS[kind], name, country, parent, lat, lon, population, radius,
                         tuple(own))
            )  # fmt: skip
            ranks[place] = rank_of(KINDS[kind], population)
        for folded, blob in self._db.execute("SELECT folded, ids FROM name"):
            for place in unpack_ids(blob):
                if place in ranks:
                    writer.add_names(place, ranks[place], (folded,))


class _Areas:
    """First- and second-order areas by GeoNames code, those of the shipped file included."""

    def __init__(self, writer: Writer, shipped: _Shipped) -> None:
        self._writer = writer
        self.by_code = dict(shipped.codes)
        self.of_geoname: dict[int, tuple[int, float]] = {}

    def first_order(self, code: str, name: str, geoname: int) -> None:
        """Remember "ML.09" under its GeoNames number; write it if the shipped file lacks it."""
        known = self.by_code.get(code)
        if known is None:
            country = code.partition(".")[0]
            row = PlaceRow(
                geoname, "adm1", name, country, self.by_code.get(country), None, None, None, None,
                (code,),
            )  # fmt: skip
            self._writer.add(row)
            self.by_code[code] = known = geoname
        self.of_geoname[geoname] = (known, rank_of("adm1", None))

    def parent(self, country: str, first: str, second: str) -> int | None:
        """The smallest known area with these codes."""
        return (
            (self.by_code.get(f"{country}.{first}.{second}") if second else None)
            or self.by_code.get(f"{country}.{first}")
            or self.by_code.get(country)
        )


def _read_admin1(file: Path, areas: _Areas, report: ImportReport, tell: Progress) -> None:
    for number, cells in _lines(file, "admin1 codes", report, tell, _ADMIN1_COLUMNS):
        try:
            areas.first_order(cells[0], cells[1], int(cells[3]))
        except ValueError:
            _bad(report, file, number, f"GeoNames number {cells[3]!r} is no number")


def _read_places(
    file: Path, writer: Writer, areas: _Areas, report: ImportReport, tell: Progress
) -> bytearray:
    """Write settlements and second-order areas; returns a bit a GeoNames number written.

    Areas come first in no particular place of a dump, so the file is read twice.
    """
    known = bytearray()
    for wanted in ("A", "P"):
        stage = "areas" if wanted == "A" else "settlements"
        quiet = ImportReport(report.path) if wanted == "A" else report
        for number, cells in _lines(file, stage, quiet, tell, _ALL_COLUMNS):
            if cells[6] != wanted:
                report.skipped += wanted == "P"
                continue
            try:
                place = int(cells[0])
                lat, lon = float(cells[4]), float(cells[5])
                population = int(cells[14] or 0) or None
                if not (0 < place < _HIGHEST and abs(lat) <= 90 and abs(lon) <= 180):
                    raise ValueError("number or coordinates out of range")
            except ValueError as error:
                _bad(quiet, file, number, str(error))
                continue
            names = [cells[2], *cells[3].split(",")]
            country, first, second = cells[8], cells[10], cells[11]
            if wanted == "A":
                if cells[7] == "ADM1":
                    areas.first_order(f"{country}.{first}", cells[1], place)
                if cells[7] != "ADM2":
                    continue
                code = f"{country}.{first}.{second}"
                parent = areas.parent(country, first, "")
                writer.add(
                    PlaceRow(place, "adm2", cells[1][:MAX_NAME], country, parent, lat, lon,
                             population, None, (code,)),
                    names,
                )  # fmt: skip
                areas.by_code[code] = place
            elif cells[7] not in _PARTS:
                parent = areas.parent(country, first, second)
                writer.add(
                    PlaceRow(place, "city", cells[1][:MAX_NAME], country or None, parent, lat, lon,
                             population),
                    names,
                )  # fmt: skip
                report.places += 1
            else:
                report.skipped += 1
                continue
            _mark(known, place)
    return known


def _read_alternates(
    file: Path,
    writer: Writer,
    known: bytearray,
    areas: _Areas,
    report: ImportReport,
    tell: Progress,
) -> None:
    for number, cells in _lines(file, "names", report, tell, _ALTERNATE_COLUMNS):
        try:
            place = int(cells[1])
        except ValueError:
            _bad(report, file, number, f"GeoNames number {cells[1]!r} is no number")
            continue
        if cells[2] in _NO_NAME or not cells[3]:
            continue
        target = areas.of_geoname.get(place)
        if target is not None:
            writer.add_names(target[0], target[1], (cells[3],))
        elif _marked(known, place):
            writer.add_names(place, RANK_BY_POPULATION, (cells[3],))
        else:
            continue
        report.names += 1


def _mark(bits: bytearray, number: int) -> None:
    index = number >> 3
    if index >= len(bits):
        bits.extend(bytes(index + 1 - len(bits) + 65_536))
    bits[index] |= 1 << (number & 7)


def _marked(bits: bytearray, number: int) -> bool:
    index = number >> 3
    return 0 <= index < len(bits) and bool(bits[index] & (1 << (number & 7)))


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    """A plain, .gz or .zip file; of an archive its one table, licence texts aside."""
    try:
        if file.suffix == ".gz":
            with gzip.open(file) as stream:
                yield stream  # type: ignore[misc]  # reads like a BinaryIO
        elif file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                tables = [
                    n for n in archive.namelist()
                    if n.endswith(".txt") and "readme" not in n.lower()
                    and not n.startswith("iso-languagecodes")
                ]  # fmt: skip
                if len(tables) != 1:
                    raise GazetteerError(f"{file} must hold one table, it holds {tables}")
                with archive.open(tables[0]) as stream:
                    yield stream  # type: ignore[misc]
        else:
            with file.open("rb") as stream:
                yield stream
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError) as error:
        raise GazetteerError(f"{file} cannot be unpacked: {error}") from None


def _lines(
    file: Path, stage: str, report: ImportReport, tell: Progress, columns: int
) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of every line with enough columns; others are counted as bad.

    Stops with GazetteerError where the first hundred lines are all bad: another table.
    """
    good = number = 0
    with _opened(file) as stream:
        while line := stream.readline(_MAX_LINE):
            number += 1
            if number % _EVERY == 0:
                tell(stage, number)
            if not line.strip() or line.startswith(b"#"):
                continue
            try:
                cells = line.decode("utf-8").rstrip("\r\n").split("\t")
            except UnicodeDecodeError as error:
                _bad(report, file, number, f"no UTF-8 ({error.reason})")
                continue
            if len(cells) < columns:
                _bad(report, file, number, f"{len(cells)} columns, wanted {columns}")
                if good == 0 and number >= 100:
                    raise GazetteerError(
                        f"{file} is not the table wanted here: its first {number} lines have too "
                        f"few columns (wanted {columns}, parted by tabs)"
                    )
                continue
            good += 1
            yield number, cells
    tell(stage, number)


def _bad(report: ImportReport, file: Path, line: int, why: str) -> None:
    report.bad += 1
    if len(report.examples) < _BAD_SHOWN:
        report.examples.append(BadLine(file.name, line, why))
