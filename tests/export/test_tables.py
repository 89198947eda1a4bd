"""Every format of `casus export`, opened by programs that analysts use."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import geojson
import hxl
import pandas
import polars
import pytest
from test_report_fixture import sample

from casus.export.tables import FORMATS, records, write
from casus.export.tables.acled import event
from casus.export.tables.check import TABLES, check
from casus.export.tables.ged import GED, deaths, priogrid
from casus.export.tables.record import Record, countries
from casus.export.tables.sides import sides
from casus.export.tables.table import harmless
from casus.types import Actor, GroupToll, IncidentActor, Place, State, Toll

SHARED = Path(__file__).parents[3] / "shared" / "eval" / "ged"
NAMES = {"ML": "Mali", "BF": "Burkina Faso", "NE": "Niger", "TR": "Turkey", "SD": "Sudan"}


@pytest.fixture(scope="module")
def found() -> list[Record]:
    data = sample()
    return records(data.incidents, data.documents, NAMES)


def rendered(form: str, found: list[Record], *, provenance: bool = False) -> str:
    return FORMATS[form].render(found, provenance).decode("utf-8")


def rows(form: str, found: list[Record], *, provenance: bool = False) -> list[dict[str, str]]:
    text = rendered(form, found, provenance=provenance)
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(("form", "columns"), [("ged", 49), ("acled", 31), ("gtd", 135)])
def test_tables_have_the_codebooks_columns(form: str, columns: int) -> None:
    assert len(TABLES[form].head()) == len(set(TABLES[form].head())) == columns


@pytest.mark.parametrize("form", sorted(TABLES))
@pytest.mark.parametrize("provenance", [False, True])
def test_what_is_written_passes_the_check(
    form: str, provenance: bool, found: list[Record]
) -> None:
    text = rendered(form, found, provenance=provenance)
    assert check(form, text) == []
    assert len(text.splitlines()) > 1


def test_a_published_file_passes_the_check() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs the UCDP sample beside the checkout")
    text = (SHARED / "ucdpged_sample1000.csv").read_text("utf-8-sig")
    assert check("ged", text) == []
    spoilt = text.replace("Middle East", "Near East", 1)
    assert [fault.column for fault in check("ged", spoilt)] == ["region"]


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("type_of_violence", "4", "is no code of this column"),
        ("best", "many", "is no number"),
        ("deaths_a", "1.5", "is no whole number"),
        ("date_start", "Monday", "is no day"),
        ("deaths_unknown", "999", "is not the sum of the four parts"),
    ],
)
def test_the_check_names_the_cell(
    column: str, cell: str, what: str, found: list[Record]
) -> None:
    first = rows("ged", found)[0]
    first[column] = cell
    out = io.StringIO()
    writer = csv.DictWriter(out, GED.head())
    writer.writeheader()
    writer.writerow(first)
    faults = check("ged", out.getvalue())
    assert any(f.row == 1 and what in f.what for f in faults)


def test_a_head_in_another_order_is_refused() -> None:
    head = GED.head()
    assert check("ged", ",".join(reversed(head)) + "\n")[0].what == (
        "has its columns in another order"
    )
    assert check("ged", ",".join(head[1:]) + "\n")[0].what == "lacks id"


def test_pandas_opens_the_tables_with_a_declared_schema(
    found: list[Record], tmp_path: Path
) -> None:
    types = {"integer": "Int64", "number": "Float64", "text": "string", "date": "string"}
    for form in sorted(TABLES):
        path = tmp_path / FORMATS[form].file
        write(FORMATS[form], found, path)
        schema = {column.name: types[column.kind] for column in TABLES[form].columns}
        frame = pandas.read_csv(path, dtype=schema, keep_default_na=True)
        assert list(frame.columns) == TABLES[form].head()
        assert len(frame) == len(rows(form, found)) > 0


def test_polars_opens_the_tables_with_a_declared_schema(
    found: list[Record], tmp_path: Path
) -> None:
    types = {
        "integer": polars.Int64, "number": polars.Float64,
        "text": polars.String, "date": polars.String,
    }  # fmt: skip
    for form in sorted(TABLES):
        path = tmp_path / FORMATS[form].file
        write(FORMATS[form], found, path)
        schema = {column.name: types[column.kind] for column in TABLES[form].columns}
        frame = polars.read_csv(path, schema=schema)
        assert frame.columns == TABLES[form].head()
        assert frame.height == len(rows(form, found)) > 0


def test_the_library_of_hxl_reads_and_accepts_its_table(
    found: list[Record], tmp_path: Path
) -> None:
    path = tmp_path / FORMATS["hxl"].file
    write(FORMATS["hxl"], found, path, provenance=True)
    told = hxl.data(str(path), hxl.InputOptions(allow_local=True)).cache()
    faults = {issue["description"] for issue in hxl.validate(told)["issues"]}
    assert faults <= {"Possible numeric outlier"}  # an earthquake's toll beside those of attacks
    tolls = [r.toll("killed") for r in found]
    assert [row.get("#affected+killed-min-max") for row in told] == [
        None if toll is None or toll.best is None else str(toll.best) for toll in tolls
    ]


def test_duckdb_opens_parquet_with_its_types(found: list[Record], tmp_path: Path) -> None:
    path = tmp_path / "incidents.parquet"
    write(FORMATS["parquet"], found, path)
    with duckdb.connect() as db:
        told = db.execute(
            "SELECT count(*), count(killed_best), sum(killed_best), min(start) "
            f"FROM read_parquet('{path}')"
        ).fetchone()
        types = dict(
            db.execute(f"SELECT name, type FROM parquet_schema('{path}')").fetchall()
        )
    killed = [r.incident.tolls["killed"].best for r in found if "killed" in r.incident.tolls]
    assert told[:3] == (len(found), len([k for k in killed if k is not None]), sum(
        k for k in killed if k is not None
    ))  # fmt: skip
    assert told[3] == min(d for r in found if (d := r.incident.when.when.start))
    assert types["killed_best"] == "INT64"


def test_geojson_is_read_by_its_library(found: list[Record]) -> None:
    collection = geojson.loads(rendered("geojson", found))
    assert collection.is_valid
    assert len(collection["features"]) == len(found)
    for feature, record in zip(collection["features"], found, strict=True):
        place = record.incident.where.place
        known = place.lat is not None
        told = feature["geometry"]["coordinates"] if feature["geometry"] else None
        assert told == ([place.lon, place.lat] if known else None)


def test_followthemoney_knows_every_property(found: list[Record]) -> None:
    told = [json.loads(line) for line in rendered("ftm", found).splitlines()]
    assert {entity["schema"] for entity in told} <= {
        "Event", "Organization", "PublicBody", "Article",
    }  # fmt: skip
    assert len({entity["id"] for entity in told}) == len(told)
    events = [e for e in told if e["schema"] == "Event"]
    assert len(events) == len(found)
    known = {entity["id"] for entity in told}
    for entity in events:
        assert set(entity["properties"].get("proof", ())) <= known
    model = pytest.importorskip("followthemoney", reason="needs ICU to be built").model
    for entity in told:
        schema = model.get(entity["schema"])
        assert set(entity["properties"]) <= set(schema.properties)


def test_plover_events_have_their_keys(found: list[Record]) -> None:
    told = [json.loads(line) for line in rendered("plover", found).splitlines()]
    assert told
    for one in told:
        assert {"id", "date", "event", "actor", "recipient", "quad_code"} <= one.keys()
        assert one["event"] in {"ASSAULT", "PROTEST", "COERCE"}
        assert one["event_scale"] < 0
        assert date.fromisoformat(one["date"])


def test_hxl_tags_stand_under_the_head(found: list[Record]) -> None:
    lines = list(csv.reader(io.StringIO(rendered("hxl", found))))
    assert "#affected+killed" in lines[1]
    assert all(tag.startswith("#") for tag in lines[1])
    assert len(lines) == len(found) + 2
    assert len({len(line) for line in lines}) == 1


def test_parts_of_the_dead_sum_to_the_best_figure(found: list[Record]) -> None:
    for record in found:
        if record.best("killed"):
            assert sum(deaths(record).values()) == record.best("killed")


def with_toll(record: Record, **told: object) -> Record:
    toll = Toll(None, None, None, State.SINGLE, "ucdp", "")
    tolls = {"killed": replace(toll, **told)}
    incident = replace(record.incident, tolls=tolls, kind="armed_attack")
    return Record(incident, record.documents, record.names)


def between(record: Record, first: str, second: str | None) -> Record:
    def actor(role: str, sector: str) -> IncidentActor:
        told = Actor(f"the {sector}", sector.lower(), sector, "ML")
        return IncidentActor(role, told, "stated", ())

    actors = [actor("perpetrator", first)] + ([actor("target", second)] if second else [])
    return Record(replace(record.incident, actors=tuple(actors)), record.documents, record.names)


@pytest.mark.parametrize(
    ("first", "second", "groups", "violence", "sub"),
    [
        ("REB", "MIL", {"military": 5}, "1", "Armed clash"),
        ("MIL", "REB", {"militant": 5}, "1", "Armed clash"),
        ("REB", "REB2", {"militant": 5}, "", "Armed clash"),
        ("REB", None, {"civilian": 4, "child": 1}, "3", "Attack"),
        ("MIL", None, {"civilian": 5}, "3", "Attack"),
        ("REB", None, {}, "", None),
    ],
)
def test_violence_is_coded_only_where_both_sides_are_told(
    first: str, second: str | None, groups: dict[str, int], violence: str, sub: str | None,
    found: list[Record],
) -> None:  # fmt: skip
    told = tuple(GroupToll(group, n, n, n) for group, n in groups.items())
    record = between(with_toll(found[0], low=5, best=5, high=5, groups=told), first, second)
    assert GED.takes(record)
    row = dict(zip(GED.head(), next(iter(GED.rows([record]))), strict=True))
    assert str(row["type_of_violence"] or "") == violence
    coded = event(record)
    assert (coded[1] if coded else None) == sub


def test_a_missing_toll_is_empty_and_never_zero(found: list[Record]) -> None:
    record = Record(replace(found[0].incident, tolls={}), found[0].documents, NAMES)
    flat = rows("csv", [record])[0]
    assert {flat[name] for name in flat if name.startswith(("killed", "injured"))} == {""}
    assert rows("ged", [record]) == []


def test_an_open_bound_is_the_best_figure_in_ged_and_empty_elsewhere(found: list[Record]) -> None:
    record = with_toll(found[0], low=7, best=7, high=None)
    assert rows("ged", [record])[0]["high"] == "7"
    assert rows("csv", [record])[0]["killed_high"] == ""


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=x", "＝cmd", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(text: str, found: list[Record]) -> None:
    assert str(harmless(text)).startswith("'")
    record = Record(replace(found[0].incident, title=text), found[0].documents, NAMES)
    for form in sorted(TABLES):
        for row in rows(form, [record]):
            assert not any(cell.startswith(("=", "+", "@", "\t", "＝")) for cell in row.values())
    assert rows("csv", [record])[0]["title"] == f"'{text}"


def test_numbers_stay_numbers(found: list[Record]) -> None:
    place = Place("Somewhere", ("Mali", "Somewhere"), "ML", -1.5, -4.25, "exact")
    where = replace(found[0].incident.where, place=place)
    record = Record(replace(found[0].incident, where=where), found[0].documents, NAMES)
    flat = rows("csv", [record])[0]
    assert (flat["latitude"], flat["longitude"]) == ("-1.5", "-4.25")


def test_provenance_leads_back_to_sentences(found: list[Record]) -> None:
    for row, record in zip(rows("csv", found, provenance=True), found, strict=True):
        assert row["casus_id"] == record.incident.id
        assert set(row["casus_documents"].split(";")) == {d.id for d in record.reports}
    told = [r["casus_killed_sentences"] for r in rows("csv", found, provenance=True)]
    assert any("53" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("lat", "lon", "cell"), [(-90.0, -180.0, 1), (90.0, 180.0, 258_481), (0.1, 0.1, 129_961)]
)
def test_priogrid_cells(lat: float, lon: float, cell: int, found: list[Record]) -> None:
    place = Place("X", ("X",), "ML", lat, lon, "exact")
    where = replace(found[0].incident.where, place=place)
    record = Record(replace(found[0].incident, where=where), found[0].documents, NAMES)
    assert priogrid(record) == cell


def test_codes_of_countries_are_whole() -> None:
    known = countries()
    assert len(known) > 240
    assert len({c.iso3 for c in known.values()}) == len(known)
    numbers = [c.gw for c in known.values() if c.gw]
    assert len(numbers) == len(set(numbers)) > 170
    assert {c.region for c in known.values()} == {
        "Africa", "Americas", "Asia", "Europe", "Middle East", "",
    }  # fmt: skip


def test_sides_are_none_where_nobody_tells_them(found: list[Record]) -> None:
    record = Record(replace(found[0].incident, actors=(), tolls={}), found[0].documents, NAMES)
    assert sides(record).first is None and sides(record).second is None
