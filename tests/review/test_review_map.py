"""Cells of the map hold every incident of a selection once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from casus.store.catalogue import Catalogue
from casus.store.selection import Selection

WORLD = (-180.0, -90.0, 180.0, 90.0)
SIZES = (5.0, 2.0, 1.0, 0.5, 0.1)


@pytest.fixture
def catalogue(store: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(store)
    yield opened
    opened.close()


CHOSEN = [
    Selection(), Selection(families=("violence",)), Selection(languages=("de",)),
    Selection(languages=("de", "en"), role="main"),
]  # fmt: skip


@pytest.mark.parametrize("chosen", CHOSEN, ids=str)
@pytest.mark.parametrize("size", SIZES)
def test_cells_count_what_rows_tell(catalogue: Catalogue, size: float, chosen: Selection) -> None:
    wanted: Counter[tuple[int, int, str]] = Counter()
    dead = 0
    for row in catalogue.rows(chosen, most=1_000):
        if row.lat is not None and row.lon is not None:
            wanted[int((row.lon + 180) / size), int((row.lat + 90) / size), row.family] += 1
            dead += row.killed or 0
    cells = catalogue.cells(chosen, size=size)
    found = {
        (int((c.lon + 180) / size), int((c.lat + 90) / size), family): number
        for c in cells
        for family, number in c.families.items()
    }
    assert len(found) > 2
    assert found == dict(wanted)
    assert sum(c.killed for c in cells) == dead
    assert all(c.incidents == sum(c.families.values()) for c in cells)


@pytest.mark.parametrize("chosen", [*CHOSEN, Selection(languages=("e",))], ids=str)
def test_sums_and_days_count_what_rows_tell(catalogue: Catalogue, chosen: Selection) -> None:
    rows = catalogue.rows(chosen, most=1_000)
    told = catalogue.totals(chosen)
    assert (told.incidents, told.killed) == (len(rows), sum(r.killed or 0 for r in rows))
    wanted = Counter((r.when.start or r.when.end, r.family) for r in rows)
    found = {(b.day, family): n for b in catalogue.bins(chosen) for family, n in b.families.items()}
    assert found == {key: n for key, n in wanted.items() if key[0]}


@pytest.mark.parametrize("size", SIZES)
def test_a_view_keeps_the_cells_that_touch_it_whole(catalogue: Catalogue, size: float) -> None:
    world = {(c.lon, c.lat): c for c in catalogue.cells(Selection(), size=size, view=WORLD)}
    first = next(iter(world.values()))
    west, south, east, north = view = (first.lon - 0.3, first.lat - 0.3, first.lon, first.lat)
    seen = catalogue.cells(Selection(), size=size, view=view)
    assert 0 < len(seen) < len(world)
    assert all(world[c.lon, c.lat] == c for c in seen)
    missed = set(world) - {(c.lon, c.lat) for c in seen}
    assert not [at for at in missed if west <= at[0] <= east and south <= at[1] <= north]
