"""The queue and the pair page: what is worth a decision, why, and how it goes when decided."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from msgspec import to_builtins
from review_client import rows

from casus.questions import why_pair
from casus.review.pages.queue import entropy
from casus.store import Store

Decide = Callable[..., Any]


def queue(client: Any, query: str = "") -> list[dict[str, Any]]:
    page = client.get(f"/queue.json{query}").json()
    assert page["ready"]
    found: list[dict[str, Any]] = page["waiting"]
    return found


def test_every_conflict_waits_the_most_valuable_first(client: Any) -> None:
    found = queue(client)
    assert {w["left"]["id"] for w in found if w["kind"] == "conflict"} == {
        r["id"] for r in rows(client, "?state=conflicting")
    }
    values = [w["value"] for w in found]
    assert values == sorted(values, reverse=True)
    assert all(value > 0 for value in values)
    only = queue(client, "?kind=conflict")
    assert {w["kind"] for w in only} == {"conflict"}


@pytest.mark.parametrize(("odds", "bits"), [(0.0, 1.0), (50.0, 0.0), (-50.0, 0.0)])
def test_an_even_chance_is_the_least_certain(odds: float, bits: float) -> None:
    assert entropy(odds) == pytest.approx(bits, abs=1e-9)
    assert entropy(1.5) == pytest.approx(entropy(-1.5))


def test_a_pair_is_explained_as_the_command_explains_it(client: Any, store: Any) -> None:
    with Store.view(store) as opened:
        left, right = list(opened.incidents())[:2]
        wanted = why_pair(opened, left, right)
    page = client.get("/pair.json", params={"left": left.id, "right": right.id}).json()
    met = page["meeting"]
    assert (met["reason"], met["mean"], met["threshold"]) == (
        to_builtins(wanted.reason), wanted.mean, wanted.threshold
    )  # fmt: skip
    steps = [(s["comparison"], s["found"], s["weight"]) for s in met["deciding"]["steps"]]
    assert steps == [(s.comparison, to_builtins(s.found), s.weight) for s in wanted.deciding.steps]
    html = client.get("/pair", params={"left": left.id, "right": right.id}).text
    assert html.count("<tr>") >= len(steps)


def test_a_pair_judged_unsure_changes_nothing_and_is_not_asked_again(
    client: Any, decide: Decide
) -> None:
    from casus.review.pages import queue as module  # noqa: PLC0415 - only its reading of decisions

    before = rows(client)
    left, right = before[0]["id"], before[1]["id"]
    kept = decide(verdict="unsure", incident=left, other=right)
    assert kept.status_code == 200
    assert rows(client) == before
    desk = client.app.state.desk
    docs = [
        [r["document"] for r in client.get(f"/incidents/{i}.json").json()["reports"]]
        for i in (left, right)
    ]
    decided = module._decided(desk)
    assert any(frozenset(pair) in decided for pair in itertools.product(*docs))
    decide(f"/judgements/{kept.json()['judgement']}/undo")
    assert module._decided(desk) == set()


def test_decisions_that_contradict_wait_for_a_third(client: Any, decide: Decide) -> None:
    left, right = (r["id"] for r in rows(client, "?kind=earthquake"))
    assert decide(verdict="different", incident=left, other=right).status_code == 200
    assert decide(verdict="same", incident=left, other=right).status_code == 200
    assert {w["kind"] for w in queue(client)} >= {"clash"}
    assert client.get("/queue").status_code == 200


def test_one_incident_is_no_pair(client: Any, disputed: dict[str, Any]) -> None:
    same = {"left": disputed["id"], "right": disputed["id"]}
    assert client.get("/pair.json", params=same).status_code == 409


# -- exports and the interface for programs ------------------------------------------------------


def test_the_selection_is_exported_in_every_form(client: Any) -> None:
    from casus.export.tables import FORMATS  # noqa: PLC0415 - beside what it checks

    for name, form in FORMATS.items():
        answer = client.get(f"/export/{name}?country=BF")
        assert answer.status_code == 200, name
        assert form.file in answer.headers["content-disposition"]
        assert answer.content
    assert client.get("/export/none").status_code == 404
    flat = client.get("/export/csv?country=BF").text
    assert flat.count("\n") == len(rows(client, "?country=BF")) + 1
    assert "Wichita" not in flat
