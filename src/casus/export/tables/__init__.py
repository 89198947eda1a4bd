"""Incidents as other programs and codebooks want them: `casus export`.

Use `FORMATS[name]` for a format and `write(format, records, path)` for a file. Each format is one
module that declares its columns; nothing here knows a language or reads a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from casus.export.tables import acled, ftm, ged, geojson, gtd, hxl, plover
from casus.export.tables.flat import FLAT
from casus.export.tables.parquet import MissingLibraryError, parquet_bytes
from casus.export.tables.record import Record, records
from casus.export.tables.table import Cell, Table, csv_text
from casus.export.whole import json_lines, write_whole

__all__ = ["FORMATS", "Format", "MissingLibraryError", "Record", "records", "write"]

Render = Callable[[Sequence[Record], bool], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the file that it goes to, the policy its figures follow (empty: the run's),
    what it is, and how records become bytes (the flag asks for provenance columns)."""

    name: str
    file: str
    policy: str
    what: str
    render: Render


def write(form: Format, found: Iterable[Record], path: Path, *, provenance: bool = False) -> None:
    """Write a file whole or not at all. Raises MissingLibraryError, OSError."""
    write_whole(path, (form.render(tuple(found), provenance),))


def _csv(table: Table) -> Render:
    def render(found: Sequence[Record], provenance: bool) -> bytes:
        rows = table.rows(found, provenance=provenance)
        return csv_text(table.head(provenance=provenance), rows).encode()

    return render


def _hxl(found: Sequence[Record], provenance: bool) -> bytes:
    head = hxl.HXL.head(provenance=provenance)
    rows: list[Sequence[Cell]] = [hxl.tags(head)]
    rows += hxl.HXL.rows(found, provenance=provenance)
    # the tags begin with "#", which no spreadsheet runs
    return csv_text(head, rows).encode()


def _geojson(found: Sequence[Record], provenance: bool) -> bytes:
    return msgspec.json.encode(geojson.collection(found, provenance=provenance)) + b"\n"


def _plover(found: Sequence[Record], _provenance: bool) -> bytes:
    told = (plover.event(record) for record in found)
    return b"".join(json_lines(event for event in told if event is not None))


def _ftm(found: Sequence[Record], _provenance: bool) -> bytes:
    return b"".join(json_lines(ftm.entities(found)))


def _parquet(found: Sequence[Record], provenance: bool) -> bytes:
    return parquet_bytes(found, provenance=provenance)


FORMATS: Mapping[str, Format] = {
    form.name: form
    for form in (
        Format("csv", "incidents.csv", "", "one flat row an incident", _csv(FLAT)),
        Format("parquet", "incidents.parquet", "", "the same, typed, for data frames", _parquet),
        Format("geojson", "incidents.geojson", "", "points with properties, for maps", _geojson),
        Format("ged", "ged.csv", ged.POLICY, "UCDP GED, 49 columns", _csv(ged.GED)),
        Format("acled", "acled.csv", acled.POLICY, "ACLED, 31 columns", _csv(acled.ACLED)),
        Format("gtd", "gtd.csv", gtd.POLICY, "GTD, 135 columns", _csv(gtd.GTD)),
        Format("plover", "plover.jsonl", "", "PLOVER events", _plover),
        Format("hxl", "hxl.csv", "", "flat rows with HXL hashtags", _hxl),
        Format("ftm", "ftm.jsonl", "", "followthemoney entities", _ftm),
    )
}
"""Every format by its name on the command line."""
