"""The shipped gazetteer: what it knows, and what contains it."""

from __future__ import annotations

import multiprocessing
import pickle
import sqlite3
import threading
from pathlib import Path

import pytest

from casus.gazetteer import Gazetteer, GazetteerError, distance_km, regions, sources


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


FIRST_READING = [
    ("China", "CN"),
    ("Georgia", "GE"),
    ("Niger", "NE"),
    ("Nigeria", "NG"),
    ("Mali", "ML"),
    ("Nordmazedonien", "MK"),
    ("Kenia", "KE"),
    ("الصومال", "SO"),
    ("Украина", "UA"),
    ("Bayern", "DE-BY"),
    ("Bavaria", "DE-BY"),
    ("Cabo Delgado", "MZ-P"),
    ("Borno", "NG-BO"),
    ("Tillabéri", "NE-6"),
    ("Sagaing", "MM-01"),
    ("Paris", "gn:2988507"),
    ("Менака", "ML-9"),
    ("Donbass", "region:donbas"),
    ("Mittelmeer", "water:mediterranean"),
    ("Crimea", "UA-43"),
]


@pytest.mark.parametrize(("name", "code"), FIRST_READING)
def test_a_bare_name_means_the_likeliest_place(gazetteer: Gazetteer, name: str, code: str) -> None:
    assert gazetteer.lookup(name)[0].code == code


def test_admin1_of_conflict_countries_all_have_names(gazetteer: Gazetteer) -> None:
    for code in ("ML-9", "BF-12", "NE-6", "NG-BO", "MM-01", "SO-BY", "MZ-P", "US-OH", "DE-NW",
                 "MX-VER", "SY-ID", "YE-AD", "UA-63", "CD-NK", "AF-FRA"):  # fmt: skip
        place = gazetteer.by_code(code)
        assert place is not None and place.kind == "adm1", code
        assert place.name != place.code


def test_path_runs_from_the_country_inwards(gazetteer: Gazetteer) -> None:
    town = next(p for p in gazetteer.lookup("Ménaka") if p.kind == "city")
    path = gazetteer.path(town)
    assert path[:2] == ("Mali", "Ménaka")
    assert path[-1] == "Ménaka"
    assert gazetteer.containers(town)[0].kind == "country"


def test_codes_of_both_kinds_lead_to_one_area(gazetteer: Gazetteer) -> None:
    by_iso, by_geonames = gazetteer.admin1("US", "FL"), gazetteer.by_code("US.FL")
    assert by_iso is not None
    assert by_iso == by_geonames
    assert gazetteer.admin1("US", "ZZ") is None
    assert gazetteer.by_code("gn:abc") is None
    assert gazetteer.by_code("gn:1") is None


def test_unknown_names_give_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Xqzzytown") == []
    assert gazetteer.lookup("") == []
    assert gazetteer.lookup_like("Xy") == []
    with pytest.raises(KeyError):
        gazetteer.place(1)


def test_names_that_no_list_spells_so_are_found_by_sound(gazetteer: Gazetteer) -> None:
    score, place = gazetteer.lookup_like("Mogadischio", country="SO")[0]
    assert place.name == "Mogadishu"
    assert score > 0.9


def test_near_is_sorted_and_bounded(gazetteer: Gazetteer) -> None:
    around = gazetteer.near(52.52, 13.405, within_km=30, most=5)
    assert len(around) == 5
    assert [d for d, _ in around] == sorted(d for d, _ in around)
    assert all(d <= 30 for d, _ in around)
    assert all(p.country == "DE" for _, p in around)


def test_near_reaches_over_the_date_line(gazetteer: Gazetteer) -> None:
    found = gazetteer.near(-16.8, 179.99, within_km=120)
    assert {p.country for _, p in found} == {"FJ"}


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((52.52, 13.405), (48.857, 2.352), 878),
        ((0, 179.5), (0, -179.5), 111),
        ((10, 10), (10, 10), 0),
    ],
)
def test_distance(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert distance_km(a, b) == pytest.approx(km, abs=2)


PRECISION = [
    ("ML", "country"), ("ML-9", "adm1"), ("gn:2453514", "exact"), ("water:black-sea", "water"),
    ("region:donbas", "adm1"), ("region:sahel", "country"), ("region:swat-valley", "adm2"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "precision"), PRECISION)
def test_precision_follows_the_kind_and_size(
    gazetteer: Gazetteer, code: str, precision: str
) -> None:
    known = gazetteer.by_code(code)
    assert known is not None
    value = gazetteer.to_place(known)
    assert value.precision == precision
    assert value.gazetteer_id == code
    assert value.path[-1] == value.name


def _ask(gazetteer: Gazetteer) -> str:
    return gazetteer.lookup("Bamako")[0].name


def test_threads_and_processes_share_one_gazetteer(gazetteer: Gazetteer) -> None:
    names: list[str] = []
    threads = [
        threading.Thread(target=lambda: names.append(gazetteer.lookup("Kidal")[0].name))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == ["Kidal"] * 4
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(_ask, [gazetteer] * 2) == ["Bamako", "Bamako"]
    assert pickle.loads(pickle.dumps(gazetteer)).file == gazetteer.file


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no gazetteer at"):
        Gazetteer.open(tmp_path / "none.sqlite")
    text = tmp_path / "text.sqlite"
    text.write_text("no database " * 200)
    with pytest.raises(GazetteerError, match="is no gazetteer"):
        Gazetteer.open(text)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE meta(key TEXT, value TEXT)")
        db.execute("INSERT INTO meta VALUES('format', '99')")
    with pytest.raises(GazetteerError, match="another format"):
        Gazetteer.open(other)


def test_every_source_names_its_licence() -> None:
    assert {s.name: s.licence for s in sources()}["GeoNames"] == "CC BY 4.0"
    assert all(s.licence and s.url.startswith("https://") and s.what for s in sources())


def test_the_table_of_regions_says_where_they_lie(gazetteer: Gazetteer) -> None:
    for row, _ in regions.read():
        place = gazetteer.place(row.id)
        assert (place.name, place.lat, place.lon) == (row.name, row.lat, row.lon)
