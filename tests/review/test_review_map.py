"""Cells of the map: counted as incidents are listed, the same as counting the listing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casus.store import Store
from casus.store.catalogue import Catalogue
from casus.store.listing import GRIDS
from casus.store.selected import Cell
from casus.store.selection import Selection
from casus.types import FAMILIES

ALL = Selection()
FILTERED = Selection(families=tuple(FAMILIES))
"""Leaves nothing out, and is a filter all the same."""
VIEW = (-20.0, 0.0, 40.0, 40.0)


@pytest.fixture
def catalogue(store: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(store)
    yield opened
    opened.close()


def ordered(cells: tuple[Cell, ...]) -> list[Cell]:
    return sorted(cells, key=lambda c: (c.lon, c.lat))


@pytest.mark.parametrize("view", [None, VIEW], ids=["world", "view"])
@pytest.mark.parametrize("size", GRIDS)
def test_cells_kept_are_cells_counted(
    catalogue: Catalogue, size: float, view: tuple[float, float, float, float] | None
) -> None:
    kept = ordered(catalogue.cells(ALL, size=size, view=view))
    counted = ordered(catalogue.cells(FILTERED, size=size, view=view))
    assert len(kept) > 1
    assert [(c.incidents, c.killed, c.families) for c in kept] == [
        (c.incidents, c.killed, c.families) for c in counted
    ]
    for one, other in zip(kept, counted, strict=True):
        assert (one.lon, one.lat) == pytest.approx((other.lon, other.lat), abs=2e-4)


def test_a_view_keeps_the_cells_that_touch_it_whole(catalogue: Catalogue) -> None:
    world = {(c.lon, c.lat): c for c in catalogue.cells(ALL, size=5.0)}
    seen = catalogue.cells(ALL, size=5.0, view=VIEW)
    assert 0 < len(seen) < len(world)
    assert all(world[c.lon, c.lat] == c for c in seen)
    west, south, east, north = VIEW
    missed = set(world) - {(c.lon, c.lat) for c in seen}
    assert not [at for at in missed if west <= at[0] <= east and south <= at[1] <= north]


def test_what_is_listed_no_more_is_counted_no_more(catalogue: Catalogue, store: Path) -> None:
    before = sum(c.incidents for c in catalogue.cells(ALL, size=1.0))
    with Store.open(store) as opened:
        gone = next(i.id for i in opened.incidents() if i.where.place.lat is not None)
        run = opened.run()
        assert run is not None
        with opened.recording(run) as recording:
            recording.drop([gone])
    assert sum(c.incidents for c in catalogue.cells(ALL, size=1.0)) == before - 1
    kept, counted = (ordered(catalogue.cells(chosen, size=2.0)) for chosen in (ALL, FILTERED))
    assert [c.incidents for c in kept] == [c.incidents for c in counted]
