"""Weights are read as they were written, shipped ones hold words and no texts."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from casus.extract.phrases.tables import (
    AIMS,
    CURVES,
    SCORERS,
    Curve,
    Curves,
    ModelError,
    Scorer,
    has_model,
    load_model,
    logit,
    probability,
    read_rows,
    told_names,
)
from casus.packs import available, load_pack

MODELS = [load_pack(lang).folder for lang in available() if has_model(load_pack(lang).folder)]
_MOST_BYTES = 2_100_000


def test_a_score_is_the_sum_of_weights_and_a_cue_counts_once() -> None:
    scorer = Scorer(2, {"h=bank": ((0, 1.5),), "L=bombed": ((0, 0.5), (1, -1.0))})
    assert scorer.score(["h=bank", "h=bank", "L=bombed", "never seen"]) == [2.0, -1.0]


def test_weights_are_added_in_the_order_of_the_cues() -> None:
    scorer = Scorer(1, {"big": ((0, 1e16),), "one": ((0, 1.0),), "less": ((0, -1e16),)})
    assert scorer.score(["big", "one", "less"]) == [0.0]
    assert scorer.score(["big", "less", "one"]) == [1.0]


def test_curves_bend_half_a_deviation_off_the_mean() -> None:
    curves = Curves({"any": 0.25}, {"any": {"length": Curve(10.0, 2.0, 1.0, 4.0, 0.0, 0.0)}})
    assert curves.score("any", {"length": 10.0}) == pytest.approx(0.25 + 4 * 0.5)
    assert curves.score("any", {"length": 12.0}) == pytest.approx(0.25 + 1 + 4 * 1)


def test_the_first_value_of_a_table_weighs_the_others() -> None:
    row = {"own": Curve(0.0, 1.0, 0.0, 0.0, 0.0, 0.0), "rival": Curve(0.0, 1.0, 0.0, 0.0, 0.0, 2.0)}
    curves = Curves({"any": 0.0}, {"any": row})
    assert curves.score("any", {"rival": 0.25, "own": 3.0}) == pytest.approx(2 * 3 * 0.25)


@pytest.mark.parametrize("value", [0.01, 0.5, 0.97])
def test_logits_and_probabilities_are_inverse(value: float) -> None:
    assert probability(logit(value)) == pytest.approx(value)


def test_what_is_certain_stays_finite() -> None:
    assert math.isfinite(logit(0.0))
    assert 0 < probability(-1e9) < probability(1e9) <= 1


def test_there_is_a_model() -> None:
    assert MODELS


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("folder", MODELS, ids=lambda folder: str(folder.name))
def test_shipped_models_are_whole(folder: Path, aim: str) -> None:
    model = load_model(folder, aim)
    assert set(model.scorers) == set(SCORERS)
    assert set(model.curves) == set(CURVES)
    assert model.scorers["phrases"].width == len(model.roles)
    assert model.scorers["kinds"].width == len(model.types)
    assert model.scorers["fates"].width == len(model.fates)
    assert model.harmed < set(model.roles)
    assert model.scorers["sentences"].width == len(model.roles) + len(model.types) + 1
    assert tuple(model.curves["entities"].bases) == model.roles
    assert tuple(model.curves["again"].bases) == told_names(model.types)
    assert model.scorers["reports"].width == len(told_names(model.types))
    assert set(model.tell) == set(model.types)
    assert set(model.fill) == set(model.beside) == set(model.roles)


@pytest.mark.parametrize("folder", MODELS, ids=lambda folder: str(folder.name))
def test_shipped_tables_are_small_and_hold_short_patterns(folder: Path) -> None:
    files = sorted((folder / "models").glob("*.tsv"))
    assert sum(file.stat().st_size for file in files) < _MOST_BYTES
    for file in files:
        longest = max(len(row[0].split("=", 1)[-1].split()) for row in read_rows(file))
        assert longest <= 4, file.name


def test_a_broken_table_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="train_roles"):
        load_model(tmp_path)
