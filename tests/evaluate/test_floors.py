"""Floors fail when a score falls, when nothing was compared, and when the files changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from casus.evaluate.floors import PINNED, FloorError, Measured, check, pin
from casus.evaluate.ledger import Score
from casus.evaluate.table import known_scores

BASE = Measured(
    ("small",), ("de", "en"), "ucdp", "d1", {"claims.f1": Score(0.81257), "claims.p": Score(None)}
)


def with_score(value: float | None) -> Measured:
    return replace(BASE, scores={"claims.f1": Score(value)})


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.json"
    assert pin(path, BASE) == []
    return path


def test_pinned_scores_are_shown_scores() -> None:
    assert set(PINNED) <= known_scores()


def test_a_floor_is_the_score_rounded_down(floors: Path) -> None:
    row = json.loads(floors.read_text())["pinned"][0]
    assert row["floors"] == {"claims.f1": 0.812}
    assert (row["digest"], row["languages"], row["lowered"]) == ("d1", ["de", "en"], [])


@pytest.mark.parametrize(
    ("found", "what"),
    [
        (BASE, None),
        (with_score(0.9), None),
        (with_score(0.812), None),
        (with_score(0.811), "below the floor 0.812"),
        (with_score(None), "nothing was scored"),
        (replace(BASE, scores={}), "nothing was scored"),
        (replace(BASE, digest="d2"), "changed since"),
        (replace(BASE, policy="gtd"), "no floor is pinned"),
        (replace(BASE, languages=("en",)), "no floor is pinned"),
        (replace(BASE, names=("other",)), "no floor is pinned"),
    ],
)
def test_check(floors: Path, found: Measured, what: str | None) -> None:
    failed = check(floors, found)
    assert failed == [] if what is None else what in failed[0]


def test_a_floor_is_lowered_only_on_purpose(floors: Path) -> None:
    with pytest.raises(FloorError, match="give --reason"):
        pin(floors, with_score(0.5))
    assert check(floors, BASE) == []
    assert pin(floors, with_score(0.5), reason="stricter scorer") == ["claims.f1: 0.812 to 0.500"]
    assert check(floors, with_score(0.5)) == []
    # a floor that is no longer measured falls to nothing, which needs a reason too
    with pytest.raises(FloorError):
        pin(floors, replace(BASE, scores={"claims.p": Score(1.0)}))
    pin(floors, with_score(0.9))
    lowered = json.loads(floors.read_text())["pinned"][0]["lowered"]
    assert lowered == ["stricter scorer (claims.f1: 0.812 to 0.500)"]


def test_floors_of_other_collections_stay(floors: Path) -> None:
    pin(floors, replace(BASE, names=("other",)))
    assert check(floors, BASE) == check(floors, replace(BASE, names=("other",))) == []


def test_nothing_to_pin_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FloorError, match="nothing was scored"):
        pin(tmp_path / "floors.json", replace(BASE, scores={}))


@pytest.mark.parametrize(
    "table", [{}, {"pinned": [{"names": ["small"]}]}, {"pinned": "x"}, [], "no JSON"]
)
def test_a_gate_without_floors_fails(tmp_path: Path, table: Any) -> None:
    path = tmp_path / "floors.json"
    path.write_text(table if isinstance(table, str) else json.dumps(table))
    with pytest.raises(FloorError):
        check(path, BASE)
    with pytest.raises(FloorError):
        check(tmp_path / "none.json", BASE)


def test_an_empty_row_fails(floors: Path) -> None:
    table = json.loads(floors.read_text())
    table["pinned"][0]["floors"] = {}
    floors.write_text(json.dumps(table))
    assert "no score is pinned" in check(floors, BASE)[0]
