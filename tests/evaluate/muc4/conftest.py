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


TEXT = """TST1-MUC3-9001

   PUERTO LINDO (HONDURAS), 18 FEB 90 (AGENCY) -- [TEXT] A GROUP OF ARMED
MEN KIDNAPPED ENGINEER TOMAS ARCE IN TEGUCIGALPA YESTERDAY.

   ON 16 FEBRUARY A BOMB EXPLODED AT THE PAN-WESTERN BANK IN THE VILLAGE OF
LOS TRES RIOS, KILLING TWO GUARDS.  POLICE ACCUSED THE FMLN.


TST1-MUC3-9002 (MADE UP)

   CLANDESTINE, NO DATE (RADIO) -- [SPEECH] [SPEAKER] [TEXT] THE MINISTER
OF WORKS OPENED A BRIDGE.
"""

KEY = """;; a remark
0.  MESSAGE: ID                     TST1-MUC3-9001
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  17 FEB 90
3.  INCIDENT: LOCATION              HONDURAS: TEGUCIGALPA (CITY)
4.  INCIDENT: TYPE                  KIDNAPPING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
6.  INCIDENT: INSTRUMENT ID         *
9.  PERP: INDIVIDUAL ID             "GROUP OF ARMED MEN" / "ARMED MEN"
10. PERP: ORGANIZATION ID           -
18. HUM TGT: NAME                   "TOMAS ARCE"
19. HUM TGT: DESCRIPTION            "ENGINEER": "TOMAS ARCE"
21. HUM TGT: NUMBER                 1: "TOMAS ARCE"
23. HUM TGT: EFFECT OF INCIDENT     -

0.  MESSAGE: ID                     TST1-MUC3-9001
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
2.  INCIDENT: DATE                  16 FEB 90 / (- 18 FEB 90)
3.  INCIDENT: LOCATION              HONDURAS: LOS TRES RIOS (VILLAGE)
4.  INCIDENT: TYPE                  BOMBING
5.  INCIDENT: STAGE OF EXECUTION    ACCOMPLISHED
10. PERP: ORGANIZATION ID           "FMLN" / "\\"RED\\" FRONT"
11. PERP: ORGANIZATION CONFIDENCE   SUSPECTED OR ACCUSED BY AUTHORITIES: "FMLN" / "\\"RED\\" FRONT"
21. HUM TGT: NUMBER                 2: "GUARDS"
                                    ? PLURAL: "PASSERS-BY"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "GUARDS"

0.  MESSAGE: ID                     TST1-MUC3-9002 (MADE UP)
1.  MESSAGE: TEMPLATE               *
4.  INCIDENT: TYPE                  *
"""


@pytest.fixture
def corpora(five_slot: Path) -> Path:
    """The folder of the task with texts and keys of `tst1`, beside its five-slot rows."""
    folder = five_slot / "corpora" / "tst1"
    folder.mkdir(parents=True)
    (folder / "tst1-muc3").write_text(TEXT, encoding="utf-8")
    (folder / "key-tst1.v1").write_text(KEY, encoding="utf-8")
    return five_slot
