from __future__ import annotations

from pathlib import Path

import pytest

from casus.evaluate.muc4.keys import Filled, Slot, load_keys, read_fill
from casus.evaluate.muc4.official import Sums, compare, map_templates, score_official, tally


def filled(**slots: str | list[str]) -> Filled:
    told = {}
    for key, lines in slots.items():
        slot = Slot[key.upper()]
        told[int(slot)] = tuple(
            read_fill(slot, line) for line in ([lines] if isinstance(lines, str) else lines)
        )
    return Filled("D", told)


def test_fills_are_paired_for_the_highest_credit() -> None:
    told = filled(human_number=['2: "GUARDS"', '1: "CLERK"'])
    key = filled(human_number=['1: "GUARD"', '2: "GUARDS"', '1: "CLERK"', '? 5: "MEN"'])
    assert compare(Slot.HUMAN_NUMBER, told, key) == Sums(right=4, told=4, wanted=6)


def test_templates_of_another_type_are_never_mapped() -> None:
    bomb, seized = filled(type="BOMBING"), filled(type="KIDNAPPING")
    assert map_templates([bomb], [seized]) == {}
    assert map_templates([filled(type="ATTACK")], [seized]) == {0: 0}
    assert map_templates([seized, bomb], [bomb, seized]) == {0: 1, 1: 0}


def test_what_is_mapped_to_nothing_costs_precision_only_where_all_count() -> None:
    key = filled(type="BOMBING", date="01 MAY 89")
    told = [filled(type="BOMBING", date="01 MAY 89"), filled(type="ARSON", date="02 MAY 89")]
    sums = tally([key, filled(type="KIDNAPPING")], told)
    assert sums["matched.date"] == Sums(2, 2, 2)
    assert sums["all.date"] == Sums(2, 4, 2)
    assert sums["matched.type"] == Sums(2, 2, 4)
    assert sums["template"] == Sums(2, 4, 4)


def test_the_key_itself_scores_one(corpora: Path) -> None:
    keys = load_keys(corpora / "corpora/tst1/key-tst1.v1")
    scores = score_official(keys, keys, draws=5)
    assert len(scores) == 3 * 17
    assert {s.value for s in scores.values()} == {1.0}


def test_an_optional_template_is_not_asked_for(corpora: Path) -> None:
    keys = load_keys(corpora / "corpora/tst1/key-tst1.v1")
    one = {"TST1-MUC3-9001": keys["TST1-MUC3-9001"][:1]}
    scores = score_official(keys, one, draws=5)
    assert scores["template.r"].value == pytest.approx(1.0)
