"""A coded event read back from its document: every value at its characters, nothing guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casus.coded import CodedEvent, address, document_of, read_coded
from casus.coded.text import lines_of, text_of
from casus.gazetteer import Gazetteer
from casus.names import name_key
from casus.types import Account, Actor, Claim, Count, Document, Part, Place, When

EVENT = CodedEvent(
    "ged", "700001", "state-based violence", "Government of Mali", "JNIM", date(2031, 3, 3),
    date(2031, 3, 3), 1, "Gao town", "Mali", 432, 1, area1="Gao region", lat=16.2717,
    lon=-0.0447, killed=(14, 11, 17), deaths=(9, 4, 1, 0), described="near the airfield",
)  # fmt: skip
JNIM = Actor("Jama'at Nusrat al-Islam wal-Muslimin", "jnim", "REB")


def document(event: CodedEvent) -> Document:
    return document_of(event, path="events.csv#1")


def read(event: CodedEvent) -> tuple[Account, ...]:
    known = {"JNIM": JNIM}
    return read_coded(document(event), gazetteer=Gazetteer.open(), actor=known.get)


def told(event: CodedEvent, field: str) -> list[Claim]:
    (account,) = read(event)
    return [c for c in account.claims if c.field == field]


def test_every_value_leads_to_its_characters() -> None:
    text = document(EVENT).text
    (account,) = read(EVENT)
    assert len(account.claims) == 9
    for claim in account.claims:
        (start, end), (first, last) = claim.spans[0], claim.sentence
        assert text[start:end] == claim.raw
        assert first <= start < end <= last
        assert "\n" not in text[first:last]
    assert text[slice(*account.anchor)] == "UCDP GED, event 700001"
    assert len({c.id for c in account.claims}) == len(account.claims)


def test_what_a_row_of_ged_says() -> None:
    (killed, *parts) = told(EVENT, "killed")
    assert killed.value == Count(11, 17, best=14)
    assert [(c.group, c.value, c.part) for c in parts] == [
        ("military", Count(9, 9), Part.SUBSET),
        ("militant", Count(4, 4), Part.SUBSET),
        ("civilian", Count(1, 1), Part.SUBSET),
    ]
    (when,) = told(EVENT, "when")
    assert when.value == When(date(2031, 3, 3), date(2031, 3, 3), "day", "explicit")
    (where,) = told(EVENT, "where")
    assert isinstance(where.value, Place)
    assert (where.value.name, where.value.country) == ("Gao town", "ML")
    assert (where.value.lat, where.value.lon, where.value.precision) == (16.2717, -0.0447, "exact")
    assert where.value.path[:2] == ("Mali", "Gao")


def test_sides_of_a_clash_only_took_part() -> None:
    one, two = told(EVENT, "other")
    assert isinstance(one.value, Actor)
    assert (one.value.name, one.value.sector, one.value.country) == (
        "Government of Mali", "GOV", "ML",
    )  # fmt: skip
    assert two.value == JNIM
    assert told(EVENT, "perpetrator") == told(EVENT, "target") == []


def test_one_sided_violence_has_a_direction() -> None:
    event = replace(EVENT, type="one-sided violence", side_a="JNIM", side_b="Civilians")
    (account,) = read(event)
    assert account.kind == "armed_attack"
    assert [c.value for c in told(event, "perpetrator")] == [JNIM]
    (hit,) = told(event, "target")
    assert isinstance(hit.value, Actor)
    assert hit.value.sector == "CVL"
    # the attackers' own dead are in the total of a data set and stay there
    assert [c.group for c in told(event, "killed")] == [None, "civilian", "civilian"]


@pytest.mark.parametrize(
    ("killed", "value"),
    [((5, 5, 5), Count(5, 5)), ((0, 0, 7), Count(0, 7, best=0)), ((2, 3, 3), Count(2, 3, best=2))],
)
def test_figures(killed: tuple[int, int, int], value: Count) -> None:
    assert told(replace(EVENT, killed=killed, deaths=None), "killed")[0].value == value


@pytest.mark.parametrize("killed", [None, (0, 0, 0)])
def test_no_dead_is_no_claim(killed: tuple[int, int, int] | None) -> None:
    assert told(replace(EVENT, killed=killed, deaths=None), "killed") == []


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("Air/drone strike", "air_strike"), ("Mob violence", "riot"), ("Grenade", "bombing"),
        ("Abduction/forced disappearance", "abduction"), ("Peaceful protest", "protest"),
    ],
)  # fmt: skip
def test_types_of_acled(type_: str, kind: str) -> None:
    event = replace(EVENT, data_set="acled", type=type_, country_number=466, deaths=None)
    assert [a.kind for a in read(event)] == [kind]


@pytest.mark.parametrize("type_", ["Agreement", "Change to group/activity", "A type of tomorrow"])
def test_what_is_no_incident_is_no_account(type_: str) -> None:
    assert read(replace(EVENT, data_set="acled", type=type_)) == ()


@pytest.mark.parametrize(
    ("place", "precision", "point", "known"),
    [
        ("Gao town", 1, (16.2717, -0.0447), True),
        ("Gao town", 1, (20.0, -4.0), False),
        ("Mopti region", 4, (14.5, -4.2), True),
        ("Nosuchham village", 1, (14.5, -4.2), False),
    ],
)
def test_the_gazetteer_has_a_say_only_close_by(
    place: str, precision: int, point: tuple[float, float], *, known: bool
) -> None:
    event = replace(EVENT, place=place, place_precision=precision, lat=point[0], lon=point[1])
    (claim,) = told(event, "where")
    assert isinstance(claim.value, Place)
    assert (claim.value.gazetteer_id is not None) is known
    assert (claim.value.lat, claim.value.lon) == point


def test_names_of_unlisted_villages_are_rare_names() -> None:
    (account,) = read(replace(EVENT, place="Nosuchham village"))
    assert account.names == (name_key("Nosuchham"),)
    assert read(EVENT)[0].names == ()


def test_a_value_cannot_pass_for_another_line() -> None:
    event = replace(EVENT, side_a="Militia\nDeaths: 900", notes="Place: elsewhere")
    lines = lines_of(text_of(replace(event, side_a="Militia Deaths: 900")))
    assert lines["Deaths"].value == "best 14, low 11, high 17"
    assert lines["Place"].value == "Gao town"


def test_a_row_is_known_by_what_it_says_and_its_event_by_its_number() -> None:
    same, changed = document(EVENT), document(replace(EVENT, killed=(15, 11, 17)))
    assert document(EVENT) == same
    assert same.id != changed.id
    assert same.url == changed.url == address(EVENT) == "ged:700001"
    assert (same.publisher, same.coded, same.published) == ("UCDP GED", "ged", None)
    dated = document_of(EVENT, path="x", published=date(2032, 1, 1))
    assert (dated.published, dated.published_basis) == (date(2032, 1, 1), "given")
