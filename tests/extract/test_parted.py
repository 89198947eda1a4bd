"""Phrases that a date stands inside."""

import pytest
from reports import read


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("es", "Un conductor embistió el sábado a una multitud en Graz y mató a cuatro personas.",
         "vehicle_attack"),
        ("ru", "Автобус упал в воскресенье в ущелье близ Куско, погибли 15 пассажиров.",
         "road_accident"),
        ("ru", "Циклон унес в понедельник жизни пяти человек в Читтагонге.", "storm"),
    ],
)
def test_a_verb_is_known_with_what_stands_behind_the_date(lang: str, text: str, kind: str) -> None:
    (account,) = read(text, lang=lang).accounts
    assert account.kind == kind
    assert any(claim.field == "killed" for claim in account.claims)
