"""Whatever a file holds: a row is an event or refused, no error; a killed import loses nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from coded_rows import BASE, HEADS, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casus.coded import BadRow, WrongFileError, document_of, read_coded, read_rows
from casus.coded.text import lines_of, text_of
from casus.config import Config
from casus.gazetteer import Gazetteer
from casus.pipeline import import_coded
from casus.store import Store

ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", " ", "0", "-0", "1", "7", "1e3", "1e400", "inf", "nan", "0x10", "١٢", "²", "9" * 30,
         "2031-02-30", "2031-13-01", "2100-12-31", "1900-01-01", "0", "-1", "4102358400",
         "30 February 2031", "Type: x", "Deaths: 9\nPlace: y", "\u202e\u0000", "best 3, low 1",
         "Government of ", "Government of Atlantis", "Civilians", "Civilians (", "a" * 600]
    ),
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), data_set=st.sampled_from(sorted(BASE)))
def test_any_row_is_an_event_or_refused(
    data: st.DataObject, data_set: str, tmp_path: Path
) -> None:
    columns = data.draw(st.sets(st.sampled_from(HEADS[data_set]), min_size=1, max_size=6))
    row = {column: data.draw(ODD) for column in sorted(columns)}
    file = write(tmp_path / "x.csv", data_set, [row, {}])
    found = [event for _, event in read_rows(data_set, file)]
    assert not isinstance(found[-1], BadRow)
    for event in found:
        if isinstance(event, BadRow):
            assert event.what
            continue
        document = document_of(event, path="x")
        assert document.text == text_of(event)
        for label, told in lines_of(document.text).items():
            assert document.text[told.start : told.end] == told.value, label
        for account in read_coded(document, gazetteer=Gazetteer.open(), actor=lambda _: None):
            for claim in account.claims:
                assert document.text[slice(*claim.spans[0])] == claim.raw


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=400), headed=st.booleans())
def test_any_bytes_are_rows_or_no_such_file(data: bytes, headed: bool, tmp_path: Path) -> None:
    head = (",".join(HEADS["ged"]) + "\n").encode() if headed else b""
    (tmp_path / "x.csv").write_bytes(head + data)
    try:
        found = [row for _, row in read_rows("ged", tmp_path / "x.csv")]
    except WrongFileError as error:
        assert str(tmp_path) in str(error)
    else:
        assert headed
        assert all(isinstance(row, BadRow) and row.what for row in found)


IMPORT = """
import sys
from pathlib import Path
from casus.config import Config
from casus.pipeline import import_coded

class Told:
    def stage(self, name, total): pass
    def step(self, count=1): print(count, flush=True)

import_coded("ged", Path(sys.argv[1]), Path(sys.argv[2]), Config(), progress=Told())
"""


@pytest.mark.parametrize("after", [1, 3, 7])
def test_a_killed_import_loses_nothing_and_goes_on(tmp_path: Path, after: int) -> None:
    rows = [{"id": str(n), "best": str(n % 50), "low": "0", "high": "60"} for n in range(3000)]
    file = write(tmp_path / "ged.csv", "ged", rows)
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    import_coded("ged", file, whole, Config())
    command = [sys.executable, "-c", IMPORT, str(file), str(killed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = sum(int(process.stdout.readline()) for _ in range(after))
    process.kill()
    told += sum(map(int, process.stdout.read().split()))
    assert process.wait() in (-signal.SIGKILL, 0)
    with Store.open(killed, wait=5) as store:
        assert store.count_documents() >= told
    assert import_coded("ged", file, killed, Config()).given == 3000
    with Store.view(whole) as one, Store.view(killed) as other:
        assert list(one.documents()) == list(other.documents())
