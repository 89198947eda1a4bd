"""Every export as its consumer opens it, with what an attacker may have written in every field."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import geojson
import pandas
import pyarrow
import pyarrow.parquet
import pytest
from test_report_fixture import sample

from casus.export.tables import FORMATS, records, write
from casus.export.tables.check import TABLES, check
from casus.export.tables.record import Record
from casus.types import Account, Incident, Phrase

NAMES = {"ML": "Mali", "BF": "Burkina Faso", "NE": "Niger", "TR": "Turkey", "SD": "Sudan"}
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "－1", "＋1", "＠x",
    '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", '"=1', "a\x00=1",
)  # fmt: skip
TABULAR = (*sorted(TABLES), "hxl")


@pytest.fixture(scope="module")
def found() -> list[Record]:
    data = sample()
    return records(data.incidents, data.documents, NAMES)


def spoilt(record: Record, text: str) -> Record:
    """The record with `text` in front of everything that comes from outside."""

    def account(one: Account) -> Account:
        claims = tuple(
            replace(c, raw=text + c.raw, voice=replace(c.voice, name=text + (c.voice.name or "")))
            for c in one.claims
        )
        return replace(one, claims=claims)

    incident = record.incident
    place = incident.where.place
    named = replace(place, name=text + place.name, path=tuple(text + p for p in place.path))
    hostile: Incident = replace(
        incident,
        title=text + incident.title,
        where=replace(incident.where, place=named),
        actors=tuple(
            replace(a, actor=replace(a.actor, name=text + a.actor.name)) for a in incident.actors
        ),
        means=tuple(replace(m, name=text + m.name) for m in incident.means),
        tolls={k: replace(t, reason=(Phrase(text), *t.reason)) for k, t in incident.tolls.items()},
        accounts=tuple(map(account, incident.accounts)),
        open_questions=(Phrase(text), *incident.open_questions),
    )
    documents = {
        key: replace(
            d, publisher=text + (d.publisher or ""), title=text + (d.title or ""),
            url=text + (d.url or ""), text=text + d.text[len(text):],
        )
        for key, d in record.documents.items()
    }  # fmt: skip
    return Record(hostile, documents, {code: text + name for code, name in NAMES.items()})


def cells(form: str, found: list[Record]) -> Iterator[str]:
    text = FORMATS[form].render(found, True).decode("utf-8")
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in table}) == 1, "a cell broke its row"
    assert len(table) > 1
    for row in table[2 if form == "hxl" else 1 :]:
        yield from row


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("form", TABULAR)
@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_any_table_is_a_formula(form: str, text: str, found: list[Record]) -> None:
    seen = 0
    for cell in cells(form, [spoilt(record, text) for record in found]):
        seen += text.replace("\r", "\n") in cell
        assert is_number(cell) or not cell.startswith(
            ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
        )
    assert seen > len(found)


@pytest.mark.parametrize("form", sorted(TABLES))
def test_what_is_hostile_is_still_a_table_of_its_codebook(form: str, found: list[Record]) -> None:
    data = FORMATS[form].render([spoilt(r, '";\n=1,"') for r in found], True).decode("utf-8")
    assert check(form, data) == []


@pytest.mark.parametrize("form", TABULAR)
def test_duckdb_reads_the_tables(form: str, found: list[Record], tmp_path: Path) -> None:
    path = tmp_path / FORMATS[form].file
    write(FORMATS[form], found, path, provenance=True)
    with duckdb.connect() as db:
        told = db.execute(
            f"SELECT * FROM read_csv('{path}', header = true, all_varchar = true, comment = '')"
        ).fetchall()
    assert len(told) == len(list(csv.reader(path.open(encoding="utf-8", newline="")))) - 1 > 0


def test_parquet_has_a_schema_that_a_frame_keeps(found: list[Record], tmp_path: Path) -> None:
    path = tmp_path / "incidents.parquet"
    write(FORMATS["parquet"], found, path, provenance=True)
    schema = pyarrow.parquet.read_schema(path)
    assert schema.field("killed_best").type == pyarrow.int64()
    assert schema.field("start").type == pyarrow.date32()
    assert schema.field("latitude").type == pyarrow.float64()
    frame = pandas.read_parquet(path, dtype_backend="pyarrow")
    assert list(frame.columns) == schema.names
    assert len(frame) == len(found)
    assert frame["id"].is_unique


@pytest.mark.parametrize("form", ["plover", "ftm"])
def test_lines_of_json_make_a_frame(form: str, found: list[Record], tmp_path: Path) -> None:
    path = tmp_path / FORMATS[form].file
    write(FORMATS[form], [spoilt(r, '"}\n{"id": 1') for r in found], path)
    frame = pandas.read_json(path, lines=True)
    assert frame["id"].is_unique
    assert len(frame) == len(path.read_text("utf-8").splitlines()) > 0


def test_geojson_with_hostile_properties_is_still_valid(found: list[Record]) -> None:
    data = FORMATS["geojson"].render([spoilt(r, '"},{</script>') for r in found], True)
    collection = geojson.loads(data.decode("utf-8"))
    assert collection.is_valid
    assert [f["properties"]["title"][:3] for f in collection["features"]] == ['"},'] * len(found)
