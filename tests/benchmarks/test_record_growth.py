"""The benchmark of the record: reports held back come in one by one, every command is timed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from archive import gold  # noqa: E402
from archive.measure import Collection, read  # noqa: E402
from archive.record import Row, as_line, held_back, keep, markdown, measure, timed  # noqa: E402

from casus.store import Store  # noqa: E402


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("archive")
    gold.write(folder, incidents=8, seed=3, hard=True, languages=("en",))
    return read(folder, jobs=1)


def test_what_is_held_back_is_nowhere_else(collection: Collection) -> None:
    rest, spare = held_back(collection, 3)
    ids = {document.id for document in spare}
    assert len(ids) == 3
    assert rest.documents.keys() | ids == collection.documents.keys()
    assert not ids & (rest.documents.keys() | {a.doc for a in rest.accounts})
    assert rest.truth.keys() <= {a.id for a in rest.accounts}
    line = json.loads(as_line(spare[0]))
    assert (line["id"], line["text"]) == (spare[0].id, spare[0].text)
    assert line["published"] == str(spare[0].published)


def test_every_command_is_timed_over_one_store(collection: Collection, tmp_path: Path) -> None:
    rest, spare = held_back(collection, 2)
    store = tmp_path / "casus.db"
    keep(store, rest)
    first = timed("run", [["run", "--store", str(store), "--out", str(tmp_path), "--quiet"]])
    rows = [first, *measure(store, spare, tmp_path)]
    with Store.view(store) as opened:
        held = {a.doc for i in opened.incidents() for a in i.accounts}
        assert opened.count_documents() == len(collection.documents)
    assert held & {document.id for document in spare}
    assert all(min(row.seconds) > 0 and row.megabytes > 10 for row in rows)
    told = markdown(rows, "a store", "the command")
    assert "`the command`" in told and told.count("\n|") == len(rows) + 2
    assert "| run | 1 | " in told


def test_a_command_that_fails_ends_the_measurement(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"why.*failed"):
        timed("why", [["why", "1", "--store", str(tmp_path / "none.db")]])


def test_a_row_shows_median_and_slowest() -> None:
    cells = Row("x", (1.0, 4.0, 2.0), 0.5, 1234).cells()
    assert cells == ("x", "3", "2.00", "4.00", "0.50", "1,234")
