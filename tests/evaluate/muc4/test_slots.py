"""Official slots of small texts, with the built-in pack."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from casus.evaluate.muc4.keys import Filled, Slot, Text
from casus.evaluate.muc4.read import document_of
from casus.evaluate.muc4.rows import Row
from casus.evaluate.muc4.scene import SceneReader
from casus.evaluate.muc4.slots import fill_all
from casus.evaluate.muc4.where import origin_of
from casus.extract.phrases import Entity, Incident

WRITTEN = date(1990, 2, 18)


@cache
def scenes() -> SceneReader:
    return SceneReader()


def told(
    text: str, kind: str, *, town: str = "Lima", fate: str = "", weight: float = 0.9, **words: str
) -> Filled:
    """The official slots of one incident of a text written in `town` on 18 February 1990, with
    one entity a role."""
    entities = tuple(
        Entity(role, said, text.index(said), text.index(said) + len(said), weight,
               fate if role in {"Victim", "People"} else "")
        for role, said in words.items()
    )  # fmt: skip
    row = Row("A", text)
    scene = scenes().read(document_of(row, published=WRITTEN))
    origin = origin_of(Text(row, WRITTEN, town), scenes().gazetteer)
    return fill_all(scene, [Incident(kind, 0.9, entities)], origin)[0]


def values(found: Filled, slot: Slot) -> list[str]:
    return [fill.values[0] for fill in found.of(slot)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a bomb exploded at a bank yesterday.", "17 FEB 90"),
        ("a bomb exploded at a bank on 3 february.", "03 FEB 90"),
        ("on friday a bomb exploded at a bank.", "- 18 FEB 90"),
        ("a bomb exploded at a bank.", "- 18 FEB 90"),
        ("police said today that a bomb had exploded at a bank.", "- 18 FEB 90"),
    ],
)
def test_dates(text: str, wanted: str) -> None:
    assert values(told(text, "bombing"), Slot.DATE) == [wanted]


@pytest.mark.parametrize(
    ("text", "town", "wanted"),
    [
        ("a bomb exploded in arequipa.", "Lima", "PERU: AREQUIPA (CITY)"),
        ("a bomb exploded in the peruvian capital.", "Lima", "PERU: LIMA (CITY)"),
        ("a bomb exploded at a bank. a capital offence.", "Bogota", "COLOMBIA"),
        ("bombs exploded in the city of sonsonate.", "San Salvador",
         "EL SALVADOR: SONSONATE (CITY)"),
        ("a bomb exploded in the small village of los robles.", "Lima",
         "PERU: LOS ROBLES (VILLAGE)"),
        ("a bomb exploded in the san telmo neighborhood.", "Bogota",
         "COLOMBIA: SAN TELMO (NEIGHBORHOOD)"),
        ("a bomb exploded at a bank.", "Bogota", "COLOMBIA"),
        ("salvadoran guerrillas set off a bomb at a bank.", "Clandestine", "EL SALVADOR"),
    ],
)  # fmt: skip
def test_places(text: str, town: str, wanted: str) -> None:
    assert values(told(text, "bombing", town=town), Slot.LOCATION) == [wanted]


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("a bomb exploded at a bank.", "bombing", "ACCOMPLISHED"),
        ("police deactivated a bomb at a bank.", "bombing", "ATTEMPTED"),
        ("the mayor received several threats.", "attack", "THREATENED"),
        ("gunmen attacked the mayor, who had received threats.", "attack", "ACCOMPLISHED"),
    ],
)
def test_stages(text: str, kind: str, wanted: str) -> None:
    assert values(told(text, kind), Slot.STAGE) == [wanted]


def test_without_any_country_none_is_made_up() -> None:
    assert values(told("a bomb exploded at a bank.", "bombing", town=""), Slot.LOCATION) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the shining path killed two farmers.", "REPORTED AS FACT"),
        ("the shining path claimed responsibility for the attack.", "CLAIMED OR ADMITTED"),
        ("witnesses accused the shining path of the attack.", "SUSPECTED OR ACCUSED"),
        ("police accused the shining path of the attack.", "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        ("the shining path denied responsibility for the attack.", "ACQUITTED"),
        ("two farmers died. it might be the shining path.", "POSSIBLE"),
    ],
)
def test_how_sure_a_text_is_who_did_it(text: str, wanted: str) -> None:
    found = told(text, "attack", PerpOrg="shining path")
    assert values(found, Slot.PERP_ORG) == ["SHINING PATH"]
    assert values(found, Slot.CONFIDENCE) == [wanted]
    assert found.of(Slot.CONFIDENCE)[0].refers == ("SHINING PATH",)


@pytest.mark.parametrize(
    ("text", "people", "number"),
    [
        ("gunmen killed three peasants.", "peasants", "3"),
        ("gunmen killed three unarmed peasants.", "unarmed peasants", "3"),
        ("gunmen kidnapped a journalist.", "journalist", "1"),
        ("gunmen shot at villagers.", "villagers", "PLURAL"),
        ("gunmen shot at a group of villagers.", "villagers", "PLURAL"),
        ("at least 20 villagers were wounded in the attack.", "villagers", "20-"),
        ("about 30 villagers were wounded in the attack.", "villagers", "~30"),
        ("gunmen shot at the nuns. the six nuns died.", "nuns", "6"),
        ("gunmen shot several nuns.", "nuns", "PLURAL"),
        ("gunmen shot two of the nuns.", "nuns", "2"),
        ("gunmen shot the mayor and two of his guards.", "his guards", "2"),
        ("two gunmen kidnapped the couple.", "couple", "2"),
        ("two gunmen killed the wife of five mayors.", "wife of five mayors", "1"),
        ("twelve gunmen and villagers ran.", "villagers", "PLURAL"),
    ],
)
def test_how_many_people_are_described(text: str, people: str, number: str) -> None:
    found = told(text, "attack", People=people, fate="death")
    assert values(found, Slot.HUMAN_NUMBER) == [number]
    assert found.of(Slot.HUMAN_NUMBER)[0].refers == (people.upper(),)
    assert values(found, Slot.HUMAN_EFFECT) == ["DEATH"]
    assert values(found, Slot.HUMAN_DESCRIPTION) == [people.upper()]


@pytest.mark.parametrize(
    ("text", "weight", "wanted"),
    [
        ("gunmen killed three peasants.", 0.1, ["PEASANTS"]),
        ("gunmen shouted at three peasants.", 0.1, []),
        ("gunmen shouted at three peasants.", 0.3, ["PEASANTS"]),
    ],
)
def test_who_is_counted_among_the_harmed_needs_less_weight(
    text: str, weight: float, wanted: list[str]
) -> None:
    found = told(text, "attack", weight=weight, People="peasants")
    assert values(found, Slot.HUMAN_DESCRIPTION) == wanted


def test_a_name_is_one_person_and_its_title_no_second() -> None:
    text = "gunmen shot at the engineer tomas arce."
    found = told(text, "attack", Victim="engineer tomas arce", People="engineer")
    assert values(found, Slot.HUMAN_NUMBER) == ["1"]
    assert values(found, Slot.HUMAN_NAME) == ["ENGINEER TOMAS ARCE"]
    assert not found.of(Slot.HUMAN_DESCRIPTION)
    assert not found.of(Slot.HUMAN_EFFECT)


@pytest.mark.parametrize(
    ("kind", "doer", "wanted"),
    [
        ("attack", "soldiers", {8: ["STATE-SPONSORED VIOLENCE"], 6: ["RIFLE"], 12: ["BUS"]}),
        ("attack", "guerrillas", {8: ["TERRORIST ACT"], 9: ["GUERRILLAS"]}),
        ("kidnapping", "guerrillas", {6: [], 12: []}),
        ("arson", "guerrillas", {6: [], 12: ["BUS"]}),
    ],
)
def test_words_of_a_template_are_kept_where_they_apply(
    kind: str, doer: str, wanted: dict[int, list[str]]
) -> None:
    text = "soldiers or guerrillas with a rifle attacked a bus."
    found = told(text, kind, PerpInd=doer, Weapon="rifle", Target="bus")
    assert {slot: values(found, Slot(slot)) for slot in wanted} == wanted
