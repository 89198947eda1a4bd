"""A user's GeoNames dump becomes a gazetteer."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from casus.gazetteer import Gazetteer, GazetteerError, import_geonames


def _row(number: object, name: str, kind: str, **more: object) -> str:
    cells = [
        str(number), name, str(more.get("ascii", name)), str(more.get("names", "")),
        str(more.get("lat", 15.9)), str(more.get("lon", 2.4)), kind[0], kind[1:],
        str(more.get("country", "ML")), "", str(more.get("first", "12070577")),
        str(more.get("second", "")), "", "", str(more.get("population", 100)), "", "", "",
        "2024-01-01",
    ]  # fmt: skip
    return "\t".join(cells) + "\n"


ROWS = (
    _row(101, "Cercle de Tessit", "AADM2", second="TES")
    + _row(102, "Tamkoutat", "PPPL", names="Tamkoutate,Tam Koutat", second="TES", population=300)
    + _row(103, "Bamba", "PPPLX")
    + _row(104, "Somewhere Hotel", "SHTL")
    + _row("x105", "Broken", "PPPL")
    + _row(106, "Off the map", "PPPL", lat=123)
    + "two\tcells\n"
    + _row(107, "Neuland", "PPPL", first="99")
)
ALTERNATES = (
    "1\t102\tar\tانديليمان\t\t\t\t\n2\t102\tlink\thttps://example.org\t\t\t\t\n"
    "3\t999\tde\tNirgends\t\t\t\t\nbad\tbad\tde\tx\n4\t555\tfr\tNouvelle Terre\t\t\t\t\n"
)
ADMIN1 = "ML.99\tNew Land\tNew Land\t555\nML.12070577\tMénaka\tMenaka\t556\n"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    file = tmp_path / "allCountries.txt"
    file.write_text(ROWS, "utf-8")
    return file


def test_a_dump_is_read_with_its_areas_and_names(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "alternateNamesV2.txt").write_text(ALTERNATES, "utf-8")
    (tmp_path / "admin1CodesASCII.txt").write_text(ADMIN1, "utf-8")
    seen: list[tuple[str, int]] = []
    report = import_geonames(
        dump,
        out=tmp_path / "own" / "places.sqlite",
        alternate_names=tmp_path / "alternateNamesV2.txt",
        admin1_codes=tmp_path / "admin1CodesASCII.txt",
        progress=lambda stage, lines: seen.append((stage, lines)),
    )
    assert (report.places, report.names, report.bad) == (2, 2, 4)
    assert [(b.line, b.why.split()[0]) for b in report.examples][:1] == [(5, "invalid")]
    assert {stage for stage, _ in seen} == {"admin1 codes", "areas", "settlements", "names"}
    own = Gazetteer.open(report.path)
    (place,) = own.lookup("Tam Koutat")
    assert place.code == "gn:102"
    assert own.path(place) == ("Mali", "Ménaka", "Cercle de Tessit", "Tamkoutat")
    assert own.lookup("انديليمان") == [place]
    assert own.path(own.lookup("Neuland")[0]) == ("Mali", "New Land", "Neuland")
    assert own.lookup("Nouvelle Terre")[0].kind == "adm1"


def test_countries_and_regions_stay(dump: Path, tmp_path: Path) -> None:
    own = Gazetteer.open(import_geonames(dump, out=tmp_path / "own.sqlite").path)
    assert own.lookup("Kenia")[0].code == "KE"
    assert own.lookup("Donbass")[0].code == "region:donbas"
    assert own.by_code("US-FL") is not None
    assert own.lookup("Paris") == []


@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_packed_dumps_give_the_same(dump: Path, tmp_path: Path, packing: str) -> None:
    packed = tmp_path / f"allCountries.{packing}"
    if packing == "gz":
        packed.write_bytes(gzip.compress(dump.read_bytes()))
    else:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(dump, "allCountries.txt")
            archive.writestr("readme.txt", "about")
    plain = import_geonames(dump, out=tmp_path / "a.sqlite")
    other = import_geonames(packed, out=tmp_path / "b.sqlite")
    assert (plain.places, plain.bad) == (other.places, other.bad)
    assert plain.path.read_bytes() == other.path.read_bytes()


def _zip_of_two(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "")
        archive.writestr("b.txt", "")


BROKEN = [
    ("all.txt", lambda f: f.write_text("name,lat\n" * 200), "is not the table wanted"),
    ("all.txt", lambda f: f.write_text(""), "holds no settlement"),
    ("all.gz", lambda f: f.write_bytes(b"no gzip"), "cannot be unpacked"),
    ("all.zip", lambda f: f.write_bytes(b"no zip"), "cannot be unpacked"),
    ("all.zip", _zip_of_two, "must hold one table"),
    ("all.txt", lambda f: None, "there is no file"),
]


@pytest.mark.parametrize(("name", "write", "message"), BROKEN)
def test_wrong_files_are_refused_and_leave_nothing(
    tmp_path: Path, name: str, write: object, message: str
) -> None:
    file = tmp_path / name
    assert callable(write)
    write(file)
    with pytest.raises(GazetteerError, match=message):
        import_geonames(file, out=tmp_path / "own.sqlite")
    assert not (tmp_path / "own.sqlite").exists()
    assert not (tmp_path / "own.sqlite.part").exists()


def test_undecodable_lines_are_counted(dump: Path, tmp_path: Path) -> None:
    dump.write_bytes(dump.read_bytes() + b"108\t\xff\xfe\n")
    assert import_geonames(dump, out=tmp_path / "own.sqlite").bad == 4
