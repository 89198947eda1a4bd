"""Reports that tell what befell several towns: one account each."""

from datetime import date

import pytest
from reports import claims, days, read

from casus.extract.scenes import close
from casus.types import Place

SATURDAY = date(2024, 3, 9)

ROUND_UP = """At least nine people were killed in rocket fire on two cities on Saturday, officials \
said.

In Lviv a rocket hit a bakery. Five of its workers died, the mayor said.

In Odesa rescuers pulled four bodies from a hotel and 11 people were injured."""

MEANWHILE = """Bei einem Bombenanschlag in Quetta sind am Samstag sechs Händler getötet worden, \
teilte die Polizei mit.

Unterdessen starben bei einem Gefecht im Dorf Kulachi zwei Soldaten."""

BACK_HOME = """Un attentat à la bombe a tué sept passants samedi à Garissa, selon la police.

À Nairobi, le président a déclaré que les auteurs des sept meurtres seraient punis."""


def where(account: object) -> list[str]:
    return [c.value.name for c in claims(account, "where") if isinstance(c.value, Place)]  # type: ignore[arg-type]


QUAKE = """An earthquake killed 31 people near Khorramabad on Tuesday, officials said.

In Isfahan the quake killed two workers."""


def test_an_earthquake_is_one_event_in_all_its_towns() -> None:
    (account,) = read(QUAKE).accounts
    assert [c.value.low for c in claims(account, "killed")] == [31, 2]  # type: ignore[union-attr]


def test_each_town_of_a_round_up_is_an_account_dated_by_its_summary() -> None:
    first, second = read(ROUND_UP).accounts
    assert (where(first), where(second)) == (["Lviv"], ["Odesa"])
    assert [a.role for a in (first, second)] == ["main", "main"]
    assert days(first) == days(second) == (SATURDAY, SATURDAY)
    assert [c.value.low for c in claims(second, "killed")] == [4]  # type: ignore[union-attr]


def test_what_happened_meanwhile_in_a_village_is_told_apart() -> None:
    first, second = read(MEANWHILE, lang="de").accounts
    assert (where(first), where(second)) == (["Quetta"], ["Kulachi"])
    assert days(second) is None


def test_where_somebody_only_spoke_nothing_happened() -> None:
    (account,) = read(BACK_HOME, lang="fr").accounts
    assert where(account) == ["Garissa"]


def place(name: str, *path: str, at: tuple[float, float] | None = None) -> Place:
    lat, lon = at or (None, None)
    return Place(name, (*path, name), None, lat, lon, "exact" if at else "adm1", None, name)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (place("a", "X", "N", at=(1.0, 1.0)), place("b", "X", "S", at=(1.1, 1.1)), True),
        (place("a", "X", "N", at=(1.0, 1.0)), place("b", "X", "N", at=(3.0, 3.0)), False),
        (place("a", "X", "N", at=(1.0, 1.0)), place("c", "X", "N"), True),
        (place("a", "X", "N", at=(1.0, 1.0)), place("c", "Y", "S"), False),
    ],
)
def test_close_places_may_be_those_of_one_event(left: Place, right: Place, expected: bool) -> None:
    assert close(left, right) is expected


@pytest.mark.parametrize(
    ("text", "lang", "place"),
    [
        # the village called like a country is not the country
        ("Six people were shot dead on Monday in the village of Jordan in Borno State, Nigeria.",
         "en", "Jordan"),
        # a bus of the police says nothing
        ("أصيب ثلاثة في انفجار عبوة الاثنين لدى مرور حافلة للشرطة في بلدة كرزاز في الجزائر.",
         "ar", "كرزاز"),
        # the name stands behind a town's own police
        ("Три человека погибли при взрыве в понедельник. Полиция Омска ищет свидетелей.",
         "ru", "Омск"),
    ],
)  # fmt: skip
def test_where_an_event_happened(text: str, lang: str, place: str) -> None:
    (account,) = read(text, lang=lang).accounts
    assert where(account) == [place]
