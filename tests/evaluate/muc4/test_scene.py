"""Where in a text each type of incident is told."""

from __future__ import annotations

from casus.evaluate.muc4.read import document_of
from casus.evaluate.muc4.rows import Row
from casus.evaluate.muc4.scene import INCIDENT_TYPES, SceneReader
from casus.types import KINDS


def test_kinds_are_those_of_casus() -> None:
    assert set(INCIDENT_TYPES) - set(KINDS) == set()


def test_the_sentence_that_tells_an_incident_is_known() -> None:
    text = "the mayor opened a school. rebels kidnapped a teacher in alto verde. it rained."
    told = SceneReader().read(document_of(Row("A", text))).told_in()
    assert told == {1: frozenset({"kidnapping"})}
