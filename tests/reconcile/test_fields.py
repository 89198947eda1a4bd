"""What, when, where, who: fields of an incident from the claims of its accounts."""

from __future__ import annotations

from datetime import date

import pytest
from told import account, field_claim

from casus.link import Linked
from casus.reconcile import reconcile
from casus.reconcile.fields import kind
from casus.types import Actor, Document, Incident, Place, Stance, State, TimeRef, When

DAY = date(2019, 11, 1)
MALI = Place("Mali", ("Mali",), "ML", 17.0, -4.0, "country", "g:ml", "mali")
MENAKA = Place("Ménaka", ("Mali", "Ménaka"), "ML", 15.9, 2.4, "adm1", "g:menaka", "minaka")
VILLAGE = Place("Indel", ("Mali", "Indel"), "ML", 17.0, -4.0, "country", None, "indil")
GAO = Place("Gao", ("Mali", "Gao", "Gao"), "ML", 16.27, -0.04, "exact", "g:gao", "gau")


def made(
    values: dict[str, list[tuple[str, object]]], *, lend: bool = False, **roles: str
) -> Incident:
    """An incident of documents → their (field, value or (value, confidence)) claims."""
    accounts, documents = [], {}
    for n, (doc, told) in enumerate(values.items()):
        claims = []
        for i, (field, value) in enumerate(told):
            more: dict[str, object] = {"stance": Stance.ESTIMATES} if lend else {}
            if isinstance(value, tuple):
                value, more["confidence"] = value  # noqa: PLW2901
            claims.append(field_claim(doc, field, value, number=i, **more))  # type: ignore[arg-type]
        accounts.append(account(doc, "armed_attack", tuple(claims), roles.get(doc, "main")))
        documents[doc] = Document(doc, doc, None, doc, "en", None, "x", date(2019, 11, 2 + n))
    linked = Linked((tuple(a.id for a in accounts),), tuple(accounts), {d: d for d in documents})
    (incident,) = reconcile(linked, documents)
    return incident


def when(start: date, end: date | None = None, basis: str = "relative") -> When:
    return When(start, end or start, "day" if end in (None, start) else "month", basis)


MONTH = when(date(2019, 11, 1), date(2019, 11, 30))


@pytest.mark.parametrize(
    ("votes", "wanted"),
    [
        ([("bombing", "a", 2)], "bombing"),
        ([("bombing", "a", 2), ("suicide_bombing", "b", 2)], "suicide_bombing"),
        ([("bombing", "a", 2), ("bombing", "b", 2), ("suicide_bombing", "c", 2)],
         "suicide_bombing"),
        ([("bombing", x, 2) for x in "abcde"] + [("suicide_bombing", "f", 2)], "bombing"),
        ([("armed_attack", "a", 2), ("shooting", "b", 1)], "shooting"),
        ([("flood", "a", 2), ("flood", "b", 2), ("landslide", "c", 2)], "flood"),
        ([("flood", "a", 2), ("flood", "a", 2), ("storm", "b", 2), ("storm", "c", 1)], "storm"),
    ],
)  # fmt: skip
def test_the_kind_most_tell_unless_a_finer_one_has_half_as_many(
    votes: list[tuple[str, str, int]], wanted: str
) -> None:
    assert kind(votes)[0] == wanted


@pytest.mark.parametrize(
    ("whens", "start", "end", "state", "basis"),
    [
        ([when(DAY)], DAY, DAY, State.SINGLE, "relative"),
        ([when(DAY), when(DAY, basis="explicit")], DAY, DAY, State.AGREED, "explicit"),
        ([MONTH, when(DAY)], DAY, DAY, State.AGREED, "relative"),
        ([when(DAY), when(DAY), when(date(2019, 11, 2))], DAY, DAY, State.CONFLICTING, "relative"),
        ([when(DAY, basis="inferred"), when(DAY)], DAY, DAY, State.AGREED, "relative"),
        ([when(DAY, basis="assumed")], DAY, DAY, State.ASSUMED, "assumed"),
        ([When(None, None, ref=TimeRef(weekday=4))], None, None, State.UNKNOWN, "symbolic"),
        ([], date(2019, 10, 27), date(2019, 11, 2), State.ASSUMED, "assumed"),
    ],
)
def test_when(
    whens: list[When], start: date | None, end: date | None, state: State, basis: str
) -> None:
    incident = made({f"d{n}": [("when", w)] for n, w in enumerate(whens)} or {"d0": []})
    got = incident.when
    assert (got.when.start, got.when.end, got.state, got.when.basis) == (start, end, state, basis)


@pytest.mark.parametrize(
    ("places", "name", "path", "precision", "state"),
    [
        ([[MALI]], "Mali", ("Mali",), "country", State.SINGLE),
        ([[MALI], [MENAKA]], "Ménaka", ("Mali", "Ménaka"), "adm1", State.AGREED),
        ([[VILLAGE], [VILLAGE, MENAKA]], "Indel", ("Mali", "Ménaka", "Indel"), "adm1",
         State.AGREED),
        ([[VILLAGE]], "Indel", ("Mali", "Indel"), "country", State.SINGLE),
        ([[MENAKA], [MENAKA], [GAO]], "Ménaka", ("Mali", "Ménaka"), "adm1", State.CONFLICTING),
        ([[]], "", (), "unknown", State.UNKNOWN),
    ],
)  # fmt: skip
def test_where(
    places: list[list[Place]], name: str, path: tuple[str, ...], precision: str, state: State
) -> None:
    got = made({f"d{n}": [("where", p) for p in told] for n, told in enumerate(places)}).where
    assert (got.place.name, got.place.path) == (name, path)
    assert (got.place.precision, got.state) == (precision, state)


def test_an_unknown_village_takes_the_coordinates_of_its_area() -> None:
    place = made({"a": [("where", VILLAGE)], "b": [("where", VILLAGE), ("where", MENAKA)]}).where
    assert (place.place.lat, place.place.lon, place.place.country) == (15.9, 2.4, "ML")


IS = Actor("Islamic State", "islamic_state", "REB")


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (["suspected"], [("islamic_state", "suspected")]),
        (["suspected", "claimed"], [("islamic_state", "claimed")]),
        (["claimed", "denied"], [("islamic_state", "claimed"), ("islamic_state", "denied")]),
        ([None], [("islamic_state", "stated")]),
    ],
)
def test_actors_take_the_most_trusted_confidence_and_keep_denials(
    told: list[str | None], wanted: list[tuple[str, str]]
) -> None:
    incident = made({f"d{n}": [("perpetrator", (IS, c))] for n, c in enumerate(told)})
    assert [(a.actor.key, a.confidence) for a in incident.actors] == wanted


ARMY = Actor("Malian Armed Forces", "mli_army", "MIL", "ML")


@pytest.mark.parametrize(
    ("acting", "hit", "roles"),
    [
        ([None], 1, ["target"]),
        ([None, None], 1, ["perpetrator", "target"]),
        (["accused"], 2, ["perpetrator", "target"]),
        (["denied"], 2, ["perpetrator", "target"]),
        ([None], 0, ["perpetrator"]),
    ],
)
def test_a_target_is_no_perpetrator_for_the_grammar_of_a_sentence(
    acting: list[str | None], hit: int, roles: list[str]
) -> None:
    told = {f"p{n}": [("perpetrator", (ARMY, c))] for n, c in enumerate(acting)}
    told |= {f"t{n}": [("target", (ARMY, None))] for n in range(hit)}
    assert [a.role for a in made(told).actors] == roles  # type: ignore[arg-type]


GUNMEN, MASKED = Actor("gunmen", ""), Actor("hommes masqués", "")


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ([[(GUNMEN, None)], [(IS, "claimed")]], ["Islamic State"]),
        ([[(GUNMEN, None)], [(MASKED, None)], [(MASKED, None)]], ["hommes masqués"]),
        ([[(GUNMEN, None), (MASKED, None)]], ["gunmen", "hommes masqués"]),
        ([[(GUNMEN, None)], [(ARMY, "accused")]], ["Malian Armed Forces", "gunmen"]),
        ([[(GUNMEN, "suspected")], [(IS, "claimed")]], ["Islamic State", "gunmen"]),
    ],
)
def test_nameless_perpetrators_are_those_who_are_named(
    told: list[list[tuple[Actor, str | None]]], wanted: list[str]
) -> None:
    incident = made(
        {f"d{n}": [("perpetrator", who) for who in acting] for n, acting in enumerate(told)}
    )
    assert sorted(a.actor.name for a in incident.actors) == sorted(wanted)


def test_the_title_reads_kind_place_country_day() -> None:
    incident = made({"a": [("where", VILLAGE), ("when", when(DAY))]})
    assert incident.title == "Armed attack, Indel, Mali, 2019-11-01"
    assert made({"a": [("when", MONTH)]}).title == "Armed attack, 2019-11"


def test_an_incident_is_known_by_its_first_account() -> None:
    incident = made({"b": [("when", when(DAY))], "a": [("when", when(DAY))]})
    assert incident.id == "b"
    assert [a.id for a in incident.accounts] == ["b", "a"]
    assert (incident.witnesses, incident.languages) == (2, ("en",))


def test_what_is_only_recalled_without_a_date_stays_undated() -> None:
    got = made({"a": []}, a="background").when
    assert (got.when.start, got.state) == (None, State.UNKNOWN)


def test_a_place_lent_from_elsewhere_is_an_assumption() -> None:
    lent = made({"a": [("where", GAO)]}, lend=True).where
    assert (lent.place.name, lent.state) == ("Gao", State.ASSUMED)
