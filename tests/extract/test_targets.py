"""What was attacked, in the report's own words."""

import pytest
from test_roles import told


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("en", "Gunmen abducted six students near Kaduna on Monday.", ["students"]),
        ("en", "A bomb went off at a bakery in Quetta on Monday, killing three people.",
         ["bakery"]),
        ("en", "A strike on a hospital in Aden killed two nurses on Monday.",
         ["nurses", "hospital"]),
        ("de", "Bei einem Überfall auf einen Markt wurden am Montag bei Lamu acht Bauern getötet.",
         ["Bauern", "Markt"]),
        ("fr", "Quatre commerçants ont été enlevés lundi près de Djibo.", ["commerçants"]),
        ("es", "Tres jornaleros fueron asesinados el lunes en una gallera de Tumaco.",
         ["jornaleros", "gallera"]),
        ("ar", "قتل خمسة تجار يوم الاثنين في غارة جوية على سوق في مأرب.", ["تجار", "سوق"]),
        ("ru", "При обстреле школы в понедельник погибли два учителя.", ["учителя", "школы"]),
    ],
)  # fmt: skip
def test_people_of_a_calling_and_what_was_hit_are_targets(
    lang: str, text: str, wanted: list[str]
) -> None:
    assert [name for name, _ in told(text, lang, "target")] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Three people were killed on a road near Kaduna in an attack on Monday.",
        "Three militants were killed in an attack near Kaduna on Monday.",
        "Gunmen in two vehicles killed four people near Kaduna on Monday.",
        "A roadside bomb wounded two people near Kaduna on Monday; both are in hospital.",
        "Three students were killed on Monday when a bus fell into a ravine near Kaduna.",
        "Four people, including two children, were shot dead near Kaduna on Monday.",
    ],
)
def test_settings_fighters_and_accidents_have_none(text: str) -> None:
    assert told(text, field="target") == []
