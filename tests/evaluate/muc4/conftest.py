"""Reports and answers in the formats of the task, in words of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]

BOMB = (
    "a group of armed men kidnapped engineer tomas arce in puerto lindo yesterday.    "
    "last night a bomb exploded at the pan-western bank. the red dawn front claimed it."
)
CALM = "the minister of works opened a bridge.    he praised the workers."


def template(kind: str, **entities: list[list[str]]) -> Json:
    """A template in the answers' shape; offsets are not compared, so all are 0."""
    slots = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
    told = {slot: [[[m, 0] for m in e] for e in entities.get(slot, [])] for slot in slots}
    return {"incident_type": kind} | told


ROWS: list[Json] = [
    {
        "docid": "TST1-MUC3-9001",
        "doctext": BOMB,
        "templates": [
            template("kidnapping", PerpInd=[["group of armed men", "armed men"]],
                     Victim=[["tomas arce"]]),
            template("bombing / attack", PerpOrg=[["red dawn front"]],
                     Target=[["pan-western bank"]], Weapon=[["bomb"]]),
        ],
    },
    {"docid": "TST2-MUC4-9002", "doctext": CALM, "templates": []},
]  # fmt: skip


@pytest.fixture
def five_slot(tmp_path: Path) -> Path:
    """A folder of the task with a portion `dev` of two reports."""
    folder = tmp_path / "muc4" / "five_slot"
    folder.mkdir(parents=True)
    text = "".join(json.dumps(row) + "\n" for row in ROWS)
    (folder / "dev.json").write_text(text, encoding="utf-8")
    return folder.parent
