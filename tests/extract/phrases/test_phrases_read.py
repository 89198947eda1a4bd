"""From a report in any case to its incidents with the parts played in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casus.extract.phrases import Entity, Incident, Model, load_model, read_incidents
from casus.extract.phrases.entities import Group, Scored
from casus.extract.phrases.page import Phrase, lay_out
from casus.extract.phrases.read import choose
from casus.extract.phrases.tables import logit, nth, told_names
from casus.extract.phrases.weigh import Placed, Weighed
from casus.packs import load_pack

PACK = load_pack("en")

KIDNAP = (
    "five heavily armed men kidnapped businessman ramon ibarra tello in the city of arroyo seco "
    "yesterday, according to the police.  the kidnappers, who claimed to be members of the red "
    "dawn guerrilla front, intercepted ibarra's car and took him to an unknown place."
)
BOMB = (
    "a powerful bomb exploded last night outside the offices of the pan-western bank, causing "
    "serious damage.  the dynamite had been placed by guerrillas of the shining path.  nobody was "
    "injured in the terrorist attack."
)
CALM = (
    "the minister of works opened a bridge over the river and thanked the workers.  he went home."
)


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(PACK.folder)


def named(incidents: tuple[Incident, ...], role: str) -> list[str]:
    return [e.text.lower() for i in incidents for e in i.entities if e.role == role]


@pytest.mark.parametrize("write", [str.lower, str.upper])
def test_a_kidnapping(write: object, model: Model) -> None:
    assert callable(write)
    found = read_incidents(write(KIDNAP), PACK, model)
    assert "kidnapping" in [i.type for i in found]
    assert any("ramon ibarra" in name for name in named(found, "Victim"))


def test_a_bombing(model: Model) -> None:
    found = read_incidents(BOMB, PACK, model)
    assert [i.type for i in found] == ["bombing"]
    assert "shining path" in named(found, "PerpOrg")
    assert {"bomb", "powerful bomb", "dynamite"} & set(named(found, "Weapon"))


@pytest.mark.parametrize("text", ["", "   ", ".", CALM])
def test_what_tells_no_incident_gives_none(text: str, model: Model) -> None:
    assert read_incidents(text, PACK, model) == ()


def test_every_entity_stands_where_it_says(model: Model) -> None:
    found = read_incidents(KIDNAP, PACK, model)
    entities: list[Entity] = [e for i in found for e in i.entities]
    assert entities
    assert [e.text for e in entities] == [KIDNAP[e.start : e.end] for e in entities]
    assert all(0 < e.weight <= 1 for e in entities)


def test_what_became_of_people_is_told_of_people_alone(model: Model) -> None:
    text = "gunmen shot and killed engineer tomas arce ruiz and two farmers in alto verde today."
    entities = [e for i in read_incidents(text, PACK, model) for e in i.entities]
    assert {e.fate for e in entities if e.role in model.harmed} == {"death"}
    assert {e.fate for e in entities if e.role not in model.harmed} <= {""}


def test_wordings_of_a_registered_organisation_are_one(model: Model) -> None:
    text = BOMB + "  sendero luminoso guerrillas of the sendero luminoso had threatened the bank."
    assert len(set(named(read_incidents(text, PACK, model), "PerpOrg"))) == 1


def test_reading_twice_gives_the_same(model: Model) -> None:
    assert read_incidents(BOMB, PACK, model) == read_incidents(BOMB, PACK, model)


def test_what_was_harmed_far_apart_parts_incidents_and_who_did_it_is_shared(model: Model) -> None:
    calm = ["dogs ran", "cats ran", "birds flew"]
    text = ".  ".join(["rebels burned alpha", *calm, "they burned omega"]) + "."
    page = lay_out(text, PACK, model)
    at = [page.words.index(w) for w in ("rebels", "alpha", "omega")]
    scored = [
        Scored(
            Phrase(page.words[i], (page.words[i],), page.words[i], ((i, i + 1),)),
            (0.9,) * len(model.roles),
            (),
        )
        for i in at
    ]
    roles = [model.roles.index(name) for name in ("PerpInd", "Target", "Target")]
    certain = (0.95,) * len(model.types)
    placed = [
        Placed(Group(role, (n,), 0), 0.9, certain, page.sentence_of[i])
        for n, (role, i) in enumerate(zip(roles, at, strict=True))
    ]
    told = dict.fromkeys(told_names(model.types), logit(0.001))
    told |= {nth(model.types[0], k): logit(0.99) for k in (1, 2)}
    two = {**model.tell, model.types[0]: (0.5, 0.5, 0.5)}
    found = choose(Weighed(page, scored, placed, told), replace(model, tell=two))
    assert [[e.text for e in i.entities] for i in found] == [
        ["rebels", "alpha"],
        ["rebels", "omega"],
    ]


@pytest.mark.parametrize(("share", "wanted"), [(0.0, ["rebels", "troops"]), (0.8, ["rebels"])])
def test_an_entity_is_named_beside_one_that_is_not_much_likelier(
    share: float, wanted: list[str], model: Model
) -> None:
    page = lay_out("rebels or troops burned alpha.", PACK, model)
    at = [page.words.index(word) for word in ("rebels", "troops")]
    phrases = [Phrase(page.words[i], (page.words[i],), page.words[i], ((i, i + 1),)) for i in at]
    scored = [Scored(phrase, (0.9,) * len(model.roles), ()) for phrase in phrases]
    role, certain = model.roles.index("PerpOrg"), (1.0,) * len(model.types)
    placed = [
        Placed(Group(role, (n,), n), weight, certain, 0) for n, weight in enumerate((0.9, 0.5))
    ]
    told = dict.fromkeys(told_names(model.types), logit(0.001)) | {model.types[0]: logit(0.99)}
    tried = replace(
        model, tell=dict.fromkeys(model.types, (0.5, 0.9, 0.9)),
        fill=dict.fromkeys(model.roles, 0.1), beside=dict.fromkeys(model.roles, share),
    )  # fmt: skip
    (found,) = choose(Weighed(page, scored, placed, told), tried)
    assert [e.text for e in found.entities] == wanted
