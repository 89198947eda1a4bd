"""The cues that weighed most for what was told."""

from __future__ import annotations

import pytest

from casus.extract.phrases import load_model
from casus.extract.phrases.explain import role_reasons, strongest, type_reasons
from casus.extract.phrases.tables import Scorer
from casus.extract.phrases.weigh import weigh
from casus.packs import load_pack

PACK = load_pack("en")
TEXT = "a powerful bomb exploded last night outside the offices of the pan-western bank."


def test_the_heaviest_cues_come_first_whichever_way_they_pull() -> None:
    scorer = Scorer(2, {
        "a": ((0, 0.5),), "b": ((0, -2.0), (1, 9.0)), "c": ((0, 1.0),), "d": ((0, 0.1),),
    })  # fmt: skip
    assert strongest(scorer, ["a", "b", "c", "d", "d", "never seen"], 0) == (
        "b -2.00, c +1.00, a +0.50"
    )


@pytest.mark.parametrize("write", [str.lower, str.upper])
def test_reasons_name_probability_and_cues(write: object) -> None:
    assert callable(write)
    model = load_model(PACK.folder)
    weighed = weigh(write(TEXT), PACK, model)
    assert weighed is not None
    told = type_reasons(weighed, "bombing", model)
    assert told.startswith("bombing 0.") and "+" in told
    assert role_reasons(weighed, "Weapon", "The bomb", model).startswith("Weapon The bomb 0.")
    assert role_reasons(weighed, "Weapon", "no such words", model) == ""
