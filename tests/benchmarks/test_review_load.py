"""The load run of the review application: a store as a run writes it, a table of its times."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import review_load

from casus.store.catalogue import Catalogue
from casus.store.selection import Selection


def test_a_synthetic_store_is_listed_mapped_and_explained(tmp_path: Path) -> None:
    store = tmp_path / "load.db"
    review_load.write_store(store, 60)
    catalogue = Catalogue.open(store)
    assert catalogue.totals(Selection()).incidents == 60
    assert sum(cell.incidents for cell in catalogue.cells(Selection(), size=10.0)) == 60
    found = catalogue.incident("a0000000")
    assert found is not None and found.incident.tolls["killed"].reason
    catalogue.close()


def test_times_become_a_table_with_all_requests_last() -> None:
    times = {"a page": [float(n) for n in range(1, 21)], "another": [3.0] * 20}
    found = review_load.lines(times)
    assert [line[0] for line in found] == ["a page", "another", "all"]
    assert found[0][1] == 10.5 and found[0][3] == 20.0
    page = review_load.markdown(found, "60 incidents")
    assert "60 incidents." in page and "| a page | 10 |" in page
