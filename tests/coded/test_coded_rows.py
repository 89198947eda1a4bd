"""Files of data sets: what a row says, and what is refused with one clear reason."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from coded_rows import BASE, HEADS, write

from casus.coded import BadRow, CodedEvent, WrongFileError, read_rows
from casus.coded.rows import MOST_BAD, MOST_LINE

SAMPLE = Path(__file__).parents[3] / "shared" / "eval" / "ged" / "ucdpged_sample1000.csv"


def only(data_set: str, path: Path) -> CodedEvent | BadRow:
    ((number, row),) = read_rows(data_set, path)
    assert number == 1
    return row


def test_a_row_of_ged(tmp_path: Path) -> None:
    event = only("ged", write(tmp_path / "g.csv", "ged", [{"date_end": "2031-03-05 00:00:00.000"}]))
    assert isinstance(event, CodedEvent)
    assert (event.id, event.type) == ("700001", "state-based violence")
    assert (event.start, event.end) == (date(2031, 3, 3), date(2031, 3, 5))
    assert (event.killed, event.deaths) == ((14, 11, 17), (9, 4, 1, 0))
    assert (event.lat, event.lon, event.country_number) == (14.5271, -4.0904, 432)


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ({}, (date(2031, 3, 3), date(2031, 3, 3))),
        ({"event_date": "03 March 2031"}, (date(2031, 3, 3), date(2031, 3, 3))),
        ({"time_precision": "2"}, (date(2031, 2, 28), date(2031, 3, 6))),
        ({"time_precision": "3"}, (date(2031, 3, 1), date(2031, 3, 31))),
    ],
)
def test_a_row_of_acled(tmp_path: Path, told: dict[str, str], days: tuple[date, date]) -> None:
    event = only("acled", write(tmp_path / "a.csv", "acled", [told], delimiter=";"))
    assert isinstance(event, CodedEvent)
    assert (event.start, event.end) == days
    assert (event.killed, event.published) == ((14, 14, 14), date(2031, 3, 7))


def test_nobody_reported_dead_is_no_figure(tmp_path: Path) -> None:
    event = only("acled", write(tmp_path / "a.csv", "acled", [{"fatalities": "0"}]))
    assert isinstance(event, CodedEvent)
    assert event.killed is None


@pytest.mark.parametrize(
    ("data_set", "told", "why"),
    [
        ("ged", {"id": ""}, "id is empty"),
        ("ged", {"best": "many"}, "best: 'many' is no number"),
        ("ged", {"best": "nan"}, "best: 'nan' is no number"),
        ("ged", {"best": "1e400"}, "best: '1e400' is no number"),
        ("ged", {"best": "-3"}, "best: '-3' is no number"),
        ("ged", {"best": "2.5"}, "best: 2.5 is no whole number"),
        ("ged", {"latitude": "91"}, "latitude: '91' is no number"),
        ("ged", {"date_start": "yesterday"}, "date_start: 'yesterday' is no day"),
        ("ged", {"date_start": "0001-01-01"}, "date_start: '0001-01-01' is no day"),
        ("ged", {"date_start": "99999999999"}, "date_start: '99999999999' is no day"),
        ("ged", {"date_start": "2031-03-09"}, "lies after date_end"),
        ("ged", {"date_prec": "9"}, "date_prec: '9' is no number from 1 to 5"),
        ("ged", {"source_article": "x" * 30_000}, "source_article: 30000 characters"),
        ("acled", {"iso": "=1+1"}, "iso: '=1+1' is no number"),
        ("acled", {"sub_event_type": ""}, "sub_event_type is empty"),
        ("acled", {"event_date": "31 Foo 2031"}, "'31 Foo 2031' is no day"),
    ],
)
def test_rows_that_cannot_be_used(
    tmp_path: Path, data_set: str, told: dict[str, str], why: str
) -> None:
    row = only(data_set, write(tmp_path / "x.csv", data_set, [told]))
    assert isinstance(row, BadRow)
    assert why in row.what


def test_a_broken_row_costs_no_other(tmp_path: Path) -> None:
    file = write(tmp_path / "g.csv", "ged", [{}, {"id": "700002"}])
    head, one, two = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([head, one, "a,b,c", two, ""]), "utf-8")
    found = [row for _, row in read_rows("ged", file)]
    assert [isinstance(row, CodedEvent) for row in found] == [True, False, True]
    assert isinstance(found[1], BadRow)
    assert found[1].what == f"3 cells, the head has {len(HEADS['ged'])}; check its quotes"


def test_a_file_of_bad_rows_is_given_up(tmp_path: Path) -> None:
    file = write(tmp_path / "g.csv", "ged", [{"best": "?"}] * (MOST_BAD + 50))
    found = list(read_rows("ged", file))
    assert len(found) == MOST_BAD + 1
    assert isinstance(found[-1][1], BadRow)
    assert found[-1][1].what.startswith("given up after 100 bad rows")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "lacks id, type_of_violence"),
        (b"id,text\n1,x\n", "is no GED file: it lacks type_of_violence"),
        (b"\xff\xfe\x00\x01", "is not UTF-8"),
        (b"a" * (MOST_LINE + 5), "a line of more than"),
        (b"\x1f\x8b broken", "is not UTF-8"),
    ],
)
def test_files_that_are_no_such_data_set(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "g.csv").write_bytes(data)
    with pytest.raises(WrongFileError, match=why):
        list(read_rows("ged", tmp_path / "g.csv"))


def test_a_packed_file(tmp_path: Path) -> None:
    plain = write(tmp_path / "g.csv", "ged", [{}]).read_bytes()
    (tmp_path / "g.csv.gz").write_bytes(gzip.compress(plain))
    assert isinstance(only("ged", tmp_path / "g.csv.gz"), CodedEvent)
    (tmp_path / "g.csv.gz").write_bytes(gzip.compress(plain)[:-20])
    with pytest.raises(WrongFileError, match="no whole gzip file"):
        list(read_rows("ged", tmp_path / "g.csv.gz"))


def test_control_characters_and_line_ends_leave_no_trace(tmp_path: Path) -> None:
    name = "Sevare\x00\u202e\n town\u200b"
    event = only("ged", write(tmp_path / "g.csv", "ged", [{"where_coordinates": name}]))
    assert isinstance(event, CodedEvent)
    assert event.place == "Sevare town"


def test_every_row_that_a_keeper_published_is_read() -> None:
    if not SAMPLE.is_file():
        pytest.skip("needs the GED sample beside the checkout")
    found = [row for _, row in read_rows("ged", SAMPLE)]
    assert len(found) == 1000
    assert all(isinstance(row, CodedEvent) for row in found)


def test_the_base_rows_have_columns_of_the_data_set() -> None:
    for name, row in BASE.items():
        assert set(row) <= set(HEADS[name])
