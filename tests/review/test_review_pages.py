"""Pages and their JSON: what they hold, what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from msgspec import json
from review_client import rows

from casus.pipeline import derive
from casus.store import Store


def test_the_first_address_leads_to_the_incidents(client: Any) -> None:
    answer = client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/incidents")


def test_every_incident_of_the_store_is_listed(client: Any, store: Any) -> None:
    with Store.view(store) as opened:
        kept = {i.id: i for i in opened.incidents()}
    listed = {row["id"]: row for row in rows(client)}
    assert listed.keys() == kept.keys()
    for ident, row in listed.items():
        toll = kept[ident].tolls.get("killed")
        assert (row["killed_low"], row["killed_high"]) == (
            (toll.low, toll.high) if toll else (None, None)
        )
        assert row["questions"] == len(kept[ident].open_questions)
        assert row["title"] == kept[ident].title


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("?kind=earthquake", lambda r: r["kind"] == "earthquake"),
        ("?family=disaster&family=accident", lambda r: r["family"] in ("disaster", "accident")),
        ("?country=bf", lambda r: r["country"] == "BF"),
        ("?region=Sahel", lambda r: r["place"] in ("Djibo", "Arbinda")),
        ("?state=conflicting", lambda r: r["state"] == "conflicting"),
        ("?language=de", lambda r: "de" in r["languages"]),
        ("?role=background", lambda r: r["role"] == "background"),
        ("?since=2023-05-12", lambda r: r["when"]["end"] >= "2023-05-12"),
        ("?until=2022-12-31", lambda r: r["when"]["start"] <= "2022-12-31"),
        ("?killed_least=20", lambda r: (r["killed"] or 0) >= 20),
        ("?killed_most=5", lambda r: r["killed"] is not None and r["killed"] <= 5),
        ("?open=1", lambda r: r["questions"] > 0),
        ("?box=-10,0,10,30", lambda r: -10 <= r["lon"] <= 10 and 0 <= r["lat"] <= 30),
    ],
)
def test_a_filter_keeps_what_fits_and_nothing_else(
    client: Any, query: str, fits: Callable[[dict[str, Any]], bool]
) -> None:
    everything, kept = rows(client), rows(client, query)
    wanted = [row["id"] for row in everything if fits(row)]
    assert wanted and len(wanted) < len(everything)
    assert sorted(row["id"] for row in kept) == sorted(wanted)


def test_text_is_found_in_names_and_in_sentences_without_regard_to_case(client: Any) -> None:
    assert {row["place"] for row in rows(client, "?q=DJIB")} >= {"Djibo"}
    assert rows(client, "?q=gendarmen zivilist")
    assert rows(client, "?q=zzzz") == []
    assert rows(client, '?q="*(') == []


@pytest.mark.parametrize("order", ["date", "killed", "injured", "place", "kind", "reports"])
def test_orders_are_each_others_reverse(client: Any, order: str) -> None:
    key = {"date": lambda r: r["when"]["start"], "reports": lambda r: r["witnesses"]}.get(
        order, lambda r: r[order]
    )
    for way in ("falling", "rising"):
        values = [key(row) for row in rows(client, f"?order={order}&way={way}")]
        told = [v for v in values if v is not None]
        assert told == sorted(told, reverse=way == "falling")
        assert values[len(told) :] == [None] * (len(values) - len(told))  # unknown comes last


@pytest.mark.parametrize(
    "query",
    ["?kind=nothing", "?since=yesterday", "?box=1,2,3", "?box=nan,0,1,1", "?box=9,0,1,1",
     "?killed_least=-1", "?killed_least=٣", "?page=x", "?order=id;drop", "?state=x", "?open=yes",
     "?q=" + "a" * 500],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_refused_with_its_name(client: Any, query: str) -> None:
    answer = client.get(f"/incidents.json{query}")
    assert answer.status_code == 400
    assert query[1:].split("=", maxsplit=1)[0] in answer.json()["error"]


def test_timeline_and_map_count_what_the_table_counts(client: Any) -> None:
    page = client.get("/incidents.json?family=violence").json()
    bars = page["timeline"]["bars"]
    assert sum(bar["incidents"] for bar in bars) == page["totals"]["incidents"]
    drawn = client.get("/map.json?family=violence").json()
    assert drawn["incidents"] == len(drawn["points"]) == page["totals"]["placed"]
    inside = client.get("/map.json?family=violence&view=-20,-5,20,30").json()
    assert 0 < inside["incidents"] < drawn["incidents"]


def test_an_incident_shows_every_claim_beside_its_marked_sentence(
    client: Any, store: Any, disputed: dict[str, Any]
) -> None:
    page = client.get(f"/incidents/{disputed['id']}.json").json()
    with Store.view(store) as opened:
        incident = next(i for i in opened.incidents() if i.id == disputed["id"])
        texts = {d.id: d.text for d in opened.documents()}
    claims = {c.id: c for a in incident.accounts for c in a.claims}
    shown = {}
    for field in page["fields"]:
        for quote in field["quotes"]:
            marked = [p["text"] for p in quote["sentence"] if p["marked"]]
            assert marked
            for claim in quote["claims"]:
                shown[claim["id"]] = marked
    assert shown.keys() == claims.keys()
    for ident, marked in shown.items():
        start, end = claims[ident].spans[0]
        # joined with what stands beside it, a claim's words are inside one mark
        assert any(texts[claims[ident].doc][start:end] in words for words in marked)
    assert page["open_questions"]
    html = client.get(f"/incidents/{disputed['id']}").text
    assert html.index("Open questions") < html.index("Killed")


@pytest.mark.parametrize("policy", ["ucdp", "acled", "gtd", "range"])
def test_a_policy_switch_records_what_a_run_under_it_records(
    client: Any, store: Any, policy: str
) -> None:
    with Store.view(store) as opened:
        wanted = {i.id: i for i in derive(opened, policy)}
    for ident, incident in wanted.items():
        page = client.get(f"/incidents/{ident}.json?policy={policy}").json()
        told = {f["field"]: f["toll"] for f in page["fields"] if f["toll"]}
        assert told.keys() == incident.tolls.keys()
        for field, toll in incident.tolls.items():
            assert [told[field][k] for k in ("low", "best", "high")] == [
                toll.low, toll.best, toll.high
            ]  # fmt: skip
            assert told[field]["reason"] == json.decode(json.encode(toll.reason))
        chosen = [p for p in page["policies"] if p["chosen"]]
        assert [p["policy"] for p in chosen] == [policy]


def test_an_accounts_id_leads_to_the_incident_that_holds_it(
    client: Any, disputed: dict[str, Any]
) -> None:
    page = client.get(f"/incidents/{disputed['id']}.json").json()
    account = page["reports"][-1]["account"]
    assert account != disputed["id"]
    assert client.get(f"/incidents/{account}.json").json()["id"] == disputed["id"]


@pytest.mark.parametrize("address", ["/incidents/nothing", "/nothing", "/incidents/nothing.json"])
def test_what_is_not_there_says_so(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert ("error" in answer.json()) if address.endswith("json") else "<h1>" in answer.text


def test_pages_hold_no_script_and_no_style_of_their_own(
    client: Any, disputed: dict[str, Any]
) -> None:
    for address in ("/incidents", f"/incidents/{disputed['id']}", "/judgements", "/nothing"):
        html = client.get(address).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html), address
        outside = re.findall(r'(?:src|action)="(?!/)[^"]+"', html)
        assert not outside, address


def test_static_files_are_sent_to_be_kept(client: Any) -> None:
    html = client.get("/incidents").text
    found = set(re.findall(r'"(/static/[^"]+)"', html))
    assert {name.rsplit(".", 1)[-1] for name in found} == {"css", "js", "svg", "json"}
    for address in found:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/x/../../app.py").status_code == 404
