"""Data sets in a store: once each, revised, linked with the news, and back out again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from coded_rows import BASE, write

from casus import cli
from casus.compare import compare, coverage, load
from casus.config import Config
from casus.export.contract import incident_row
from casus.export.tables import FORMATS, records
from casus.export.tables import write as export
from casus.pipeline import Request, Result, import_coded, run
from casus.reconcile import explain
from casus.store import Store
from casus.types import State, Status
from casus.wording import say

NEWS = """date: 2031-03-04
source: Valley Post
Gunmen killed nine soldiers and a civilian at an army post near Gao in Mali on Monday, the \
government said. Four of the attackers were also killed, it added."""
BUS = """date: 2031-03-20
source: Valley Post
Gunmen killed 15 passengers of a bus near Gao in Mali on Monday, the government said."""
GAO = {
    "where_coordinates": "Gao town", "adm_1": "Gao region", "adm_2": "Gao cercle",
    "latitude": "16.2717", "longitude": "-0.0447",
}  # fmt: skip
KIDAL = {
    "id": "700002", "where_coordinates": "Kidal town", "adm_1": "Kidal region", "adm_2": "",
    "latitude": "18.4411", "longitude": "1.4078", "date_start": "2031-03-28",
    "date_end": "2031-03-28",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "casus.db"


def take(store: Path, *rows: dict[str, str], name: str = "ged.csv") -> tuple[int, int, int]:
    done = import_coded("ged", write(store.parent / name, "ged", rows), store, Config())
    return done.given, done.new, done.changed


def result(store: Path, *news: str) -> Result:
    for n, text in enumerate(news):
        (store.parent / f"news{n}.txt").write_text(text, "utf-8")
    paths = tuple(str(store.parent / f"news{n}.txt") for n in range(len(news)))
    return run(Request(paths, store.parent / "out", store, jobs=1), Config())


def test_the_same_row_twice_is_one_event(store: Path) -> None:
    assert take(store, GAO, GAO, KIDAL) == (3, 2, 0)
    assert take(store, GAO, KIDAL) == (2, 0, 0)
    assert take(store, KIDAL, name="other.csv") == (1, 0, 0)
    assert len(result(store).incidents) == 2


def test_a_changed_row_replaces_the_older_state_of_it(store: Path) -> None:
    take(store, GAO)
    (before,) = result(store).incidents
    assert before.tolls["killed"].best == 14
    moved = {**GAO, **KIDAL, "id": "700001", "best": "20", "high": "20", "deaths_b": "10"}
    assert take(store, moved) == (1, 1, 1)
    found = result(store)
    (after,) = found.incidents
    assert (after.tolls["killed"].best, after.where.place.name) == (20, "Kidal town")
    states = {o.status: o.problems for o in found.outcomes}
    assert states[Status.NO_INCIDENT][0].code == "replaced"
    with Store.view(store) as opened:
        old, new = opened.documents()
        assert new.revises == old.id
        assert opened.replaced() == {old.id}


def test_a_coded_event_joins_the_news_of_it(store: Path) -> None:
    take(store, GAO, KIDAL)
    found = result(store, NEWS, BUS)
    assert len(found.incidents) == 3
    attack = next(i for i in found.incidents if len(i.accounts) == 2)
    documents = found.documents
    assert sorted(str(documents[a.doc].coded) for a in attack.accounts) == ["None", "ged"]
    # a data set was coded from reports: no witness beside them, and no better word for the kind
    assert (attack.witnesses, attack.kind) == (1, "shooting")
    toll = attack.tolls["killed"]
    assert (toll.best, toll.state) == (14, State.SINGLE)
    assert say(*toll.reason).startswith("Best follows the government: 10 ")
    claims = [c for a in attack.accounts for c in a.claims]
    lines = explain(attack, "killed", claims, documents).sections[0].lines
    coded = next(line for line in lines if line.publisher == "UCDP GED" and "14" in line.says)
    assert coded.sentence == "Deaths: best 14, low 11, high 17"
    assert coded.sentence[slice(*coded.mark)] == "best 14, low 11, high 17"


def test_a_disagreement_with_the_news_is_told(store: Path) -> None:
    figures = {"best": "30", "low": "30", "high": "34", "deaths_a": "25"}
    take(store, {**GAO, **figures})
    (incident,) = result(store, NEWS).incidents
    toll = incident.tolls["killed"]
    assert (toll.low, toll.best, toll.state) == (10, 14, State.CONFLICTING)
    assert tuple(map(say, incident.open_questions)) == (
        "killed: 26 (26 to 30) (the data set) against 10 (the government)",
    )


def test_events_of_one_data_set_are_never_one(store: Path) -> None:
    take(store, GAO, {**GAO, "id": "700003", "best": "13", "deaths_b": "3"})
    assert len(result(store).incidents) == 2


def test_coverage_both_ways(store: Path) -> None:
    take(store, GAO, KIDAL)
    found = result(store, NEWS, BUS)
    (told,) = coverage(found.incidents, found.documents)
    assert [e.event for e in told.reported] == ["ged:700001"]
    assert [e.event for e in told.unreported] == ["ged:700002"]
    assert [brief.killed for brief in told.lacking] == ["15"]
    assert (told.countries, str(told.first), str(told.last)) == (
        ("ML",), "2031-03-03", "2031-03-28",
    )  # fmt: skip


EARLY = {**KIDAL, "date_start": "2031-03-01", "date_end": "2031-03-01"}


@pytest.mark.parametrize(("place", "count"), [(GAO, 1), (KIDAL, 0)])
def test_what_may_be_one_event_is_named(
    store: Path, place: dict[str, str], count: int
) -> None:
    days = {"id": "700009", "date_start": "2031-03-04", "date_end": "2031-03-04"}
    figures = {"best": "90", "low": "90", "high": "90", "deaths_a": "85"}
    take(store, EARLY, {**place, **days, **figures})
    found = result(store, NEWS)
    (told,) = coverage(found.incidents, found.documents)
    assert [e.event for e in told.unreported] == ["ged:700002", "ged:700009"]
    assert len(told.lacking) == 1
    assert [(p.event, p.incident) for p in told.perhaps] == [
        (told.unreported[1], told.lacking[0])
    ] * count


def test_a_file_is_set_against_the_store_that_took_it_in(store: Path) -> None:
    take(store, GAO, KIDAL)
    result(store, NEWS, BUS)
    file = write(store.parent / "new.csv", "ged", [{**GAO, "best": "19", "high": "19"}, KIDAL])
    found = compare(load(file), load(store))
    assert (found.same, [b.killed for b in found.new]) == (1, ["15"])
    (changed,) = found.changed
    assert changed.by == "accounts"
    assert [(f.field, f.before, f.after) for f in changed.fields] == [("killed", "19", "14")]


ACLED_ROWS = [
    {"actor1": "JNIM", "inter1": "Rebel group", "actor2": "Civilians (Mali)",
     "inter2": "Civilians", "event_type": "Violence against civilians",
     "sub_event_type": "Attack", "fatalities": "6"},
    {"event_id_cnty": "MLI90002", "event_type": "Explosions/Remote violence",
     "sub_event_type": "Air/drone strike", "event_date": "2031-03-09", "fatalities": "0",
     "actor1": "Military Forces of Mali", "actor2": "", "inter2": ""},
    {"event_id_cnty": "MLI90003", "event_type": "Protests", "sub_event_type": "Peaceful protest",
     "actor1": "Protesters (Mali)", "inter1": "Protesters", "actor2": "", "inter2": "",
     "event_date": "2031-03-12", "fatalities": "0"},
    {"event_id_cnty": "MLI90004", "event_type": "Strategic developments",
     "sub_event_type": "Agreement", "event_date": "2031-03-15", "fatalities": "0"},
]  # fmt: skip


def test_acled_comes_in_and_out_again(store: Path) -> None:
    file = write(store.parent / "acled.csv", "acled", ACLED_ROWS)
    done = import_coded("acled", file, store, Config())
    assert (done.given, done.new, done.refused) == (4, 4, ())
    found = result(store)
    # an agreement is kept, and no incident
    assert [(i.kind, "killed" in i.tolls) for i in found.incidents] == [
        ("armed_attack", True), ("air_strike", False), ("protest", False),
    ]  # fmt: skip
    attack = found.incidents[0]
    assert [(a.role, a.actor.name) for a in attack.actors] == [
        ("perpetrator", "Jama'at Nusrat al-Islam wal-Muslimin"), ("target", "Civilians (Mali)"),
    ]  # fmt: skip
    out = store.parent / "out.csv"
    export(FORMATS["acled"], records(found.incidents, found.documents, {"ML": "Mali"}), out)
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kept = ("event_date", "time_precision", "event_type", "sub_event_type", "iso", "country",
            "location", "latitude", "longitude", "geo_precision")  # fmt: skip
    wanted = [{**BASE["acled"], **row} for row in ACLED_ROWS[:3]]
    assert [[row[c] for c in kept] for row in rows] == [[row[c] for c in kept] for row in wanted]
    assert [row["fatalities"] for row in rows] == ["6", "", ""]
    assert rows[0]["actor2"] == "Civilians (Mali)"


def test_a_name_that_a_spreadsheet_would_run_comes_back_harmless(store: Path) -> None:
    take(store, {**GAO, "side_b": "=1+1", "where_coordinates": "@SUM(1)", "source_article": "-1"})
    (row,) = ged_rows(store, result(store), "once.csv")
    assert (row["side_b"], row["where_coordinates"]) == ("'=1+1", "'@SUM(1)")


def ged_rows(store: Path, found: Result, name: str) -> list[dict[str, str]]:
    names = {"ML": "Mali", "BF": "Burkina Faso"}
    file = store.parent / name
    export(FORMATS["ged"], records(found.incidents, found.documents, names), file)
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


KEPT = (
    "type_of_violence", "side_a", "side_b", "where_prec", "where_coordinates", "adm_1", "latitude",
    "longitude", "country", "country_id", "date_prec", "date_start", "date_end", "deaths_a",
    "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
)  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [GAO, KIDAL],
        [{**GAO, "type_of_violence": "3", "side_a": "JNIM", "side_b": "Civilians", "best": "6",
          "low": "2", "high": "9", "deaths_a": "0", "deaths_b": "0", "deaths_civilians": "6"}],
        [{**GAO, "date_prec": "2", "date_end": "2031-03-06", "where_prec": "2"}],
        [{**GAO, "date_prec": "4", "date_start": "2031-03-01", "date_end": "2031-03-31"}],
        [{**GAO, "where_prec": "4", "where_coordinates": "Gao region"}],
    ],
)  # fmt: skip
def test_a_data_set_comes_out_as_it_went_in(store: Path, rows: list[dict[str, str]]) -> None:
    take(store, *rows)
    once = ged_rows(store, result(store), "once.csv")
    again = store.parent / "again" / "casus.db"
    again.parent.mkdir()
    import_coded("ged", store.parent / "once.csv", again, Config())
    twice = ged_rows(again, result(again), "twice.csv")
    assert len(once) == len(twice) == len(rows)
    assert [[r[c] for c in KEPT] for r in once] == [[r[c] for c in KEPT] for r in twice]
    given = ("type_of_violence", "side_a", "where_coordinates", "date_start", "date_end", "best",
             "low", "high", "deaths_civilians")  # fmt: skip
    source = sorted(rows, key=lambda r: r.get("date_start", ""))
    for row, told in zip(once, source, strict=True):
        wanted = {**BASE["ged"], **told}
        named = {"JNIM": "Jama'at Nusrat al-Islam wal-Muslimin"}
        assert {c: row[c] for c in given} == {c: named.get(wanted[c], wanted[c]) for c in given}


def test_news_exported_and_imported_are_the_same_incidents(store: Path) -> None:
    rows = ged_rows(store, result(store, NEWS, BUS), "once.csv")
    again = store.parent / "again" / "casus.db"
    again.parent.mkdir()
    import_coded("ged", store.parent / "once.csv", again, Config())
    back = ged_rows(again, result(again), "twice.csv")
    assert len(rows) == len(back) == 2
    exact = [c for c in KEPT if not c.startswith(("deaths", "type", "side_b"))]
    assert [[r[c] for c in exact] for r in rows] == [[r[c] for c in exact] for r in back]
    files = [store.parent / "once.csv", again.parent / "twice.csv"]
    found = compare(*map(load, files))
    assert (found.same + len(found.changed), found.new, found.gone) == (2, (), ())


def test_the_command(
    store: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def command(*args: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            cli.main([str(arg) for arg in args])
        told = capsys.readouterr()
        return int(caught.value.code or 0), told.out, told.err

    file = write(tmp_path / "g.csv", "ged", [GAO, {**KIDAL, "best": "x"}, GAO])
    status, told, _ = command("import", "ged", file, "--store", store)
    assert status == 0
    assert told.splitlines()[0] == (
        "1 new events, 0 of them change a row known before, 1 known already, 1 refused"
    )
    assert "row 2: best: 'x' is no number" in told
    status, _, wrong = command("import", "acled", file, "--store", store)
    assert (status, "is no ACLED file: it lacks event_id_cnty" in wrong) == (2, True)
    result(store, NEWS)
    status, told, _ = command("coverage", "--store", store)
    assert status == 0
    assert "UCDP GED: 1 events, 1 countries, 2031-03-03 to 2031-03-03" in told
    assert "1 have reports, 0 have none" in told


def test_the_record_depends_on_what_is_kept_alone(store: Path) -> None:
    take(store, GAO)
    result(store, NEWS)
    take(store, {**GAO, "best": "15", "high": "18", "deaths_unknown": "1"}, KIDAL)
    result(store, BUS)
    take(store, {**KIDAL, "date_start": "2031-03-26"})
    grown = result(store, NEWS)
    with Store.open(store) as opened:
        opened.forget_derived()
    again = result(store, NEWS)
    assert [incident_row(i) for i in again.incidents] == [incident_row(i) for i in grown.incidents]
    assert len(again.incidents) == 3
