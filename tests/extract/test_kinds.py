"""Words of one event go together; the sharper word names it."""

import pytest

from casus.extract.kinds import choose, compatible


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (["armed_attack"], ["bombing"], True),
        (["shooting"], ["crackdown"], True),
        (["violence"], ["stabbing"], True),
        (["incident"], ["flood"], True),
        (["accident"], ["ship_accident"], True),
        (["accident"], ["bombing"], False),
        (["flood"], ["landslide"], True),
        (["flood"], ["coup"], False),
        (["earthquake"], ["armed_attack"], False),
        (["protest"], ["ship_accident"], False),
    ],
)
def test_compatible(left: list[str], right: list[str], expected: bool) -> None:
    assert compatible(left, right) is expected
    assert compatible(right, left) is expected


@pytest.mark.parametrize(
    ("votes", "kind"),
    [
        ({"armed_attack": 3.0, "suicide_bombing": 1.0}, "suicide_bombing"),
        ({"armed_attack": 5.0, "arson": 1.0}, "armed_attack"),
        ({"explosion": 2.0, "bombing": 1.0, "suicide_bombing": 1.0}, "suicide_bombing"),
        ({"incident": 4.0, "fire": 1.0}, "fire"),
        ({"incident": 4.0}, None),
        ({}, None),
    ],
)
def test_choose(votes: dict[str, float], kind: str | None) -> None:
    assert choose(votes) == kind
