from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from casus.evaluate.muc4.errors import Reasons, five_slot_misses, official_misses, told_in
from casus.evaluate.muc4.keys import Fill, Slot
from casus.evaluate.muc4.portions import find
from casus.evaluate.muc4.rows import Mention, Row, Template


def test_misses_name_what_the_key_has_and_what_was_told(corpora: Path) -> None:
    rows = find(corpora, "tst1").rows
    bomb = Template("bombing", {})
    misses = five_slot_misses(rows, {"TST1-MUC3-9001": [bomb, Template("arson", {})]}, Reasons())
    assert [m.what for m in misses] == [
        "template missed", "template differs", "template invented",
    ]  # fmt: skip
    assert misses[1].gold == (
        "bombing / attack; PerpOrg red dawn front; Target pan-western bank; Weapon bomb"
    )
    assert "Weapon bomb" in misses[1].rule or "bombing 0" in misses[1].rule
    assert misses[2].rule.startswith("arson 0.")
    assert five_slot_misses(rows, {rows[0].docid: rows[0].templates or ()}, Reasons()) == []


def test_official_misses_are_those_of_mapped_templates(corpora: Path) -> None:
    portion = find(corpora, "tst1")
    keys = portion.keys
    assert official_misses(portion.texts, keys, keys, Reasons()) == []
    swapped = {"TST1-MUC3-9001": [keys["TST1-MUC3-9001"][0]]}
    swapped["TST1-MUC3-9001"][0].slots.pop(2)
    again = find(corpora, "tst1")
    misses = official_misses(again.texts, again.keys, swapped, Reasons())
    assert [(m.what, m.gold, m.predicted) for m in misses] == [("incident date", "17 FEB 90", "-")]


def test_official_misses_name_what_each_slot_was_read_by(corpora: Path) -> None:
    portion = find(corpora, "tst1")
    key = portion.keys["TST1-MUC3-9001"][1]
    date = Fill(("18 FEB 90",), why="today: en/today@1")
    wrong = {
        Slot.DATE: (date,),
        Slot.PERP_ORG: (Fill(("POLICE",)),),
        Slot.HUMAN_EFFECT: (Fill(("INJURY",), ("GUARDS",)),),
    }
    told = {"TST1-MUC3-9001": [replace(key, slots={**key.slots, **wrong})]}
    misses = official_misses(portion.texts, portion.keys, told, Reasons())
    rules = {m.what: m.rule for m in misses}
    assert rules["incident date"] == "today: en/today@1"
    assert rules["perpetrator organisation"].startswith("PerpOrg POLICE 0.")
    assert "PerpOrg FMLN 0." in rules["perpetrator organisation"]
    assert "People GUARDS 0." in rules["human target: effect"]
    assert "death: " in rules["human target: effect"]


TEXT = "the mayor spoke today. rebels burned the town hall of alto verde. nobody was hurt."


def test_the_sentence_of_the_first_mention_is_told() -> None:
    hall = (Mention("town hall", TEXT.index("town hall")),)
    template = Template("arson", {"Target": (hall,)})
    row = Row("X-1", TEXT, (template,))
    assert told_in(row, template) == "rebels burned the town hall of alto verde."
    unplaced = Template("arson", {"Target": ((Mention("town hall"),),)})
    assert told_in(row, unplaced) == "the mayor spoke today."
