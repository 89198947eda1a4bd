"""Deciding: kept as judgements, applied at once, undone to the byte, never over somebody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from review_client import rows

from casus.store import Store
from casus.store.codec import encode


def bodies(store: Path) -> list[bytes]:
    with Store.view(store) as opened:
        return [encode(incident) for incident in opened.incidents()]


Decide = Callable[..., Any]


def test_a_value_is_set_and_undone_to_the_byte(
    client: Any, decide: Decide, store: Path, disputed: dict[str, Any]
) -> None:
    before = bodies(store)
    answer = decide(
        verdict="value", incident=disputed["id"], setting="killed=49..54..60", reason="list"
    )
    assert answer.status_code == 200
    kept = answer.json()
    assert kept["applied"] and kept["incident"] == disputed["id"]
    page = client.get(f"/incidents/{disputed['id']}.json").json()
    killed = next(f for f in page["fields"] if f["field"] == "killed")
    assert (killed["toll"]["best"], killed["state"]) == (54, "human")
    assert [(j["user"], j["reason"], j["standing"]) for j in page["judgements"]] == [
        ("ann", "list", True)
    ]
    assert bodies(store) != before
    undone = decide(f"/judgements/{kept['judgement']}/undo")
    assert undone.status_code == 200
    assert bodies(store) == before
    page = client.get(f"/incidents/{disputed['id']}.json").json()
    assert [j["standing"] for j in page["judgements"]] == [False]
    again = decide(f"/judgements/{kept['judgement']}/undo")
    assert again.status_code == 409


def test_two_incidents_are_joined_and_taken_apart(client: Any, decide: Decide, store: Path) -> None:
    before = rows(client)
    first, second = (r for r in before if r["kind"] == "earthquake")
    kept = decide(verdict="same", incident=first["id"], other=second["id"]).json()
    after = rows(client)
    assert len(after) == len(before) - 1
    joined = client.get(f"/incidents/{second['id']}.json").json()
    assert joined["judgements"][0]["verdict"] == "same"
    assert client.get(f"/incidents/{first['id']}.json").json()["id"] == joined["id"]
    decide(f"/judgements/{kept['judgement']}/undo")
    assert rows(client) == before


def test_a_report_is_taken_out_of_an_incident(
    client: Any, decide: Decide, disputed: dict[str, Any]
) -> None:
    page = client.get(f"/incidents/{disputed['id']}.json").json()
    out = page["reports"][-1]
    number = len(rows(client))
    answer = decide(verdict="different", incident=disputed["id"], other=out["account"])
    assert answer.status_code == 200
    assert len(rows(client)) == number + 1
    assert client.get(f"/incidents/{out['account']}.json").json()["id"] != disputed["id"]


def test_what_is_no_incident_goes_and_comes_back(
    client: Any, decide: Decide, disputed: dict[str, Any]
) -> None:
    kept = decide(verdict="not_an_incident", incident=disputed["id"], reason="drill").json()
    assert kept["incident"] is None
    assert client.get(f"/incidents/{disputed['id']}").status_code == 404
    listed = client.get("/judgements.json").json()["judgements"]
    assert [(j["verdict"], j["reason"]) for j in listed] == [("not_an_incident", "drill")]
    decide(f"/judgements/{kept['judgement']}/undo")
    assert client.get(f"/incidents/{disputed['id']}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"verdict": "value", "setting": "killed=many"}, 400),
        ({"verdict": "value", "setting": "colour=red"}, 400),
        ({"verdict": "erase"}, 400),
        ({"verdict": "same", "other": "nothing"}, 404),
        ({"verdict": "same"}, 400),
        ({"verdict": "note"}, 400),
        ({"verdict": "note", "reason": "x" * 5000}, 400),
        ({}, 400),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_nothing_kept(
    client: Any, decide: Decide, disputed: dict[str, Any], fields: dict[str, str], status: int
) -> None:
    answer = decide(incident=disputed["id"], **fields)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert client.get("/judgements.json").json()["total"] == 0


def test_the_second_of_two_people_sees_that_the_record_changed_and_loses_nothing(
    visit: Callable[..., Any], disputed: dict[str, Any]
) -> None:
    ann, ben = visit(), visit()
    tokens = [str(c.get("/session.json").json()["token"]) for c in (ann, ben)]
    assert tokens[0] != tokens[1]
    ident = disputed["id"]
    seen = ann.get(f"/incidents/{ident}.json").json()["digest"]
    form = {"verdict": "value", "incident": ident, "field": "killed", "seen": seen}
    first = ann.post(
        "/judgements", data={**form, "value": "20", "reason": "list", "token": tokens[0]}
    )
    assert first.status_code == 200
    second = ben.post(
        "/judgements",
        data={**form, "value": "31", "reason": "a <b>hospital</b>", "token": tokens[1]},
    )
    assert second.status_code == 409
    assert 'value="31"' in second.text and "a &lt;b&gt;hospital&lt;/b&gt;" in second.text
    assert ann.get("/judgements.json").json()["total"] == 1
    now = ben.get(f"/incidents/{ident}.json").json()["digest"]
    assert now != seen and now in second.text
    again = ben.post(
        "/judgements",
        data={**form, "seen": now, "value": "31", "reason": "hospital", "token": tokens[1]},
    )
    assert again.status_code == 200
    assert ann.get("/judgements.json").json()["total"] == 2
