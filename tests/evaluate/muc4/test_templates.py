"""From words to templates, with the built-in pack."""

from __future__ import annotations

from casus.evaluate.muc4.predict import five_slot
from casus.evaluate.muc4.rows import Row, Template

from .conftest import BOMB, CALM


def read(text: str) -> tuple[Template, ...]:
    return five_slot([Row("A", text)])["A"]


def test_each_incident_is_a_template_and_mentions_stand_where_they_say() -> None:
    found = read(BOMB)
    assert {"kidnapping", "bombing"} <= {t.incident_type for t in found}
    mentions = [m for t in found for e in t.entities.values() for entity in e for m in entity]
    assert mentions
    assert [m.text for m in mentions] == [BOMB[m.offset : m.offset + len(m.text)] for m in mentions]


def test_a_report_of_nothing_violent_gives_none() -> None:
    assert read(CALM) == ()
