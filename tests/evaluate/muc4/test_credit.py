"""What the guidelines of scoring say, as a table; examples in words of our own."""

from __future__ import annotations

import pytest

from casus.evaluate.muc4.credit import credit, read_days
from casus.evaluate.muc4.keys import Slot, read_fill

C, P, W = 2, 1, 0


@pytest.mark.parametrize(
    ("told", "wanted", "worth"),
    [
        ("03 MAR 89", "03 MAR 89", C),
        ("03 MAR 89", "02 MAR 89 - 03 MAR 89", P),
        ("03 MAR 89", "- 03 MAR 89", P),
        ("01 MAR 89", "- 03 MAR 89", P),
        ("04 MAR 89", "- 03 MAR 89", W),
        ("- 03 MAR 89", "02 MAR 89 - 03 MAR 89", P),
        ("- 03 MAR 89", "03 MAR 89", P),
        ("- 03 MAR 89", "02 MAR 89", W),
        ("- 03 MAR 89", "01 MAR 89 - 02 MAR 89", W),
        ("05 MAR 89", "04 MAR 89 / (05 MAR 89)", C),
        ("05 MAR", "05 MAR", C),
        ("31 FEB 89", "28 FEB 89", W),
    ],
)
def test_dates(told: str, wanted: str, worth: int) -> None:
    assert credit(Slot.DATE, read_fill(2, told), read_fill(2, wanted)) == worth


def test_a_date_of_another_form_is_none() -> None:
    assert read_days("sometime") is None


@pytest.mark.parametrize(
    ("told", "wanted", "worth"),
    [
        ("PERU: LIMA (CITY)", "PERU: LIMA (DEPARTMENT): LIMA (CITY)", C),
        ("PERU", "PERU: LIMA (CITY)", P),
        ("PERU: ICA (CITY)", "PERU: LIMA (CITY)", P),
        ("PERU: ICA (CITY)", "PERU", P),
        ("CHILE: LIMA (CITY)", "PERU: LIMA (CITY)", P),
        ("CHILE", "PERU", W),
        ("PERU: ICA (CITY)", "PERU: LIMA (CITY) - ICA (CITY)", P),
        ("PERU: LIMA (CITY) - ICA (CITY)", "PERU: LIMA (CITY) - ICA (CITY)", C),
        ("PERU: LIMA (CITY)", "CHILE / PERU: LIMA (CITY)", C),
    ],
)
def test_places(told: str, wanted: str, worth: int) -> None:
    assert credit(Slot.LOCATION, read_fill(3, told), read_fill(3, wanted)) == worth


@pytest.mark.parametrize(
    ("slot", "told", "wanted", "worth"),
    [
        (Slot.TYPE, "BOMBING", "BOMBING", C),
        (Slot.TYPE, "ATTACK", "BOMBING", P),
        (Slot.TYPE, "BOMBING", "ATTACK", W),
        (Slot.STAGE, "ATTEMPTED", "ACCOMPLISHED", W),
        (Slot.PERP_ORG, '"THE RED FRONT (RF)"', '"RED FRONT"', C),
        (Slot.PERP_ORG, '"FRONT"', '"RED FRONT"', P),
        (Slot.PERP_ORG, '"BLUE FRONT"', '"RED FRONT"', W),
        (Slot.CONFIDENCE, 'POSSIBLE: "RF"', 'POSSIBLE: "RED FRONT" / "RF"', C),
        (Slot.CONFIDENCE, 'POSSIBLE: "ARMY"', 'POSSIBLE: "RF"', P),
        (
            Slot.CONFIDENCE,
            'SUSPECTED OR ACCUSED: "RF"',
            'SUSPECTED OR ACCUSED BY AUTHORITIES: "RF"',
            P,
        ),
        (Slot.HUMAN_NUMBER, '7: "JUDGES"', '7: "3 JUDGES"', C),
        (Slot.HUMAN_NUMBER, '7: "JUDGES"', '5 - 7: "JUDGES"', P),
        (Slot.HUMAN_NUMBER, '7: "CLERKS"', '~7: "JUDGES"', P),
        (Slot.HUMAN_NUMBER, '7: "CLERKS"', '7: "JUDGES"', P),
        (Slot.HUMAN_NUMBER, 'PLURAL: "JUDGES"', '7: "JUDGES"', W),
        (Slot.HUMAN_EFFECT, 'NO INJURY: "-"', 'NO INJURY OR DEATH: "-"', P),
        (Slot.HUMAN_EFFECT, 'DEATH: "RUIZ"', 'DEATH: "PABLO RUIZ"', C),
        (Slot.HUMAN_EFFECT, 'INJURY: "RUIZ"', 'DEATH: "PABLO RUIZ"', W),
    ],
)
def test_codes_words_and_numbers(slot: Slot, told: str, wanted: str, worth: int) -> None:
    assert credit(slot, read_fill(slot, told), read_fill(slot, wanted)) == worth
