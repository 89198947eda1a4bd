"""Hostile text in every field of documents, incidents and judgements renders harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from casus.review import Settings, create_app
from casus.store import Arrival, Made, Store, StoredReading
from casus.types import (
    Account,
    Actor,
    Claim,
    Count,
    Document,
    Incident,
    IncidentActor,
    IncidentWhen,
    IncidentWhere,
    Judgement,
    Means,
    Phrase,
    Place,
    Problem,
    Run,
    State,
    Status,
    Toll,
    Voice,
    When,
)

MARK = "<script>alert(1)</script>"
HOSTILE = (
    MARK + "\"'><img src=x onerror=alert(1)></title></textarea>--><svg/onload=alert(1)>"
    "{{ 1111*7 }}{% raw %}\u202egnp\u2066\u2067\u200f\x00\x1b[31m\u2028\ufffd" + "é" * 40
)
HUGE = "x" * 60_000


def document(text: str) -> Document:
    return Document(
        "doc/../<b>&?id=1", f"in/{text[:60]}.txt", "javascript:alert(1)", text, "ar", text,
        f"{text} 12 dead. {text}", date(2024, 5, 1), "given", None, text[:50],
    )  # fmt: skip


def store_of(path: Path, text: str) -> str:
    """A store in which every free text is `text`; the id of its incident."""
    report = document(text)
    start = report.text.index("12 dead")
    claim = Claim(
        "c1", "a1", report.id, "ar", "killed", Count(12, 12), "12 dead", ((start, start + 7),),
        (0, len(report.text)), text[:80], voice=Voice("police", text), group="civilian",
    )  # fmt: skip
    who = replace(claim, id="c2", field="perpetrator", value=Actor(text, "key<b>"))
    account = Account("a1", report.id, "ar", "main", (0, 9), "bombing", 0, (claim, who))
    toll = Toll(12, 12, 12, State.CONFLICTING, "ucdp", (Phrase(text),), (), ("c1",))
    incident = Incident(
        "a1", "bombing", "violence", text,
        IncidentWhen(When(date(2024, 5, 1), date(2024, 5, 1), "day"), State.SINGLE, ()),
        IncidentWhere(Place(text, (text, "b"), "XX", 10.0, 10.0, "exact"), State.SINGLE, ()),
        {"killed": toll},
        (IncidentActor("perpetrator", Actor(text, "key<b>"), "claimed", ("c2",)),),
        (Means(text[:30], text, ()),), 1, ("ar",), (account,), (Phrase(f"killed: {text}"),),
    )  # fmt: skip
    with Store.open(path) as store:
        store.begin()
        store.add([Arrival("x", "x", report, "key")])
        store.finish(["x"])
        problem = Problem("odd", text)
        store.save_readings([StoredReading(report.id, "s", Status.READ, (problem,), (account,))])
        with store.recording(Run("1", (), "c")) as keep:
            keep.put(Made.of(incident, "m"))
        store.judge(Judgement("j1", (f"{report.id}:0-9",), "note", text[:200], "then", text))
    return "a1"


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


PAGES = ("/incidents", "/incidents/a1", "/judgements", "/documents", "/corrections", "/queue",
         "/document?id=doc%2F..%2F%3Cb%3E%26%3Fid%3D1",
         "/compare?id=doc%2F..%2F%3Cb%3E%26%3Fid%3D1")  # fmt: skip


@pytest.fixture(params=["hostile", "huge"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    testclient = pytest.importorskip("starlette.testclient")
    text = {"hostile": HOSTILE, "huge": HUGE}[request.param]
    store_of(tmp_path / "casus.db", text)
    app = create_app(Settings(tmp_path / "casus.db", user=text[:60]))
    yield testclient.TestClient(app, base_url="http://127.0.0.1")
    app.state.desk.close()


@pytest.mark.parametrize("address", PAGES)
def test_no_field_adds_an_element_or_an_attribute(served: Any, address: str) -> None:
    answer = served.get(address)
    assert answer.status_code == 200, answer.text[:300]
    elements = Elements(answer.text).found
    assert [attrs.get("src") for tag, attrs in elements if tag == "script"]
    for tag, attrs in elements:
        assert tag not in ("img", "iframe", "object", "base", "style")
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        if tag == "script":
            assert (attrs.get("src") or "").startswith("/static/")
        for name in ("href", "src", "action"):
            assert not (attrs.get(name) or "").lower().startswith(("javascript", "//", "http"))
    assert "7777" not in answer.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200f\x00\x1b\u2028]", answer.text)
    assert len(answer.text) < 400_000


@pytest.mark.parametrize("address", PAGES)
def test_the_same_as_json_is_valid(served: Any, address: str) -> None:
    path, _, query = address.partition("?")
    answer = served.get(f"{path}.json?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()


@pytest.mark.parametrize("form", ["csv", "geojson", "ged", "acled", "plover"])
def test_exports_run_no_formula(served: Any, form: str) -> None:
    answer = served.get(f"/export/{form}")
    assert answer.status_code == 200
    answer.content.decode()


def test_hostile_parameters_are_shown_as_text(client: Any) -> None:
    for query in ({"q": MARK}, {"region": MARK}, {"actor": MARK}, {"country": MARK}):
        html = client.get("/incidents", params=query).text
        assert MARK not in html
        assert "&lt;script&gt;" in html.lower() or "&lt;SCRIPT&gt;" in html


def test_hostile_decisions_come_back_as_text(
    client: Any, token: str, disputed: dict[str, Any]
) -> None:
    form = {"verdict": "note", "incident": disputed["id"], "reason": HOSTILE, "token": token}
    assert client.post("/judgements", data=form).status_code == 200
    html = client.get(f"/incidents/{disputed['id']}").text
    assert MARK not in html and "&lt;script&gt;alert(1)" in html
