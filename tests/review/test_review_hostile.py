"""Hostile text in every field of documents, incidents and judgements renders harmless."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from casus.export.tables import FORMATS
from casus.review import Settings, create_app
from casus.review.correction import Correction
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


NAME = "doc/../<b>&?id="
AT = "2024-05-02T03:04:05.678+00:00"
FORMULA = "=HYPERLINK(1)"


def document(text: str, number: int = 1) -> Document:
    return Document(
        f"{NAME}{number}", f"in/{text[:60]}.txt", URLS[number], text, "ar", text,
        f"{text} 12 dead. {text}", date(2024, 5, number), "given", f"{NAME}0", text[:50],
    )  # fmt: skip


URLS = {1: "javascript:alert(1)", 2: "https://example.org/\"onmouseover=alert(1)//<script>",
        3: "HTTPS://exa\u202emple.org/\x00"}  # fmt: skip


def told(text: str, report: Document, number: int) -> Account:
    start = report.text.index("12 dead")
    claim = Claim(
        f"c{number}", f"a{number}", report.id, "ar", "killed", Count(12, 12 + number), "12 dead",
        ((start, start + 7),), (0, len(report.text)), text[:80], voice=Voice("police", text),
        group="civilian",
    )  # fmt: skip
    who = replace(claim, id=f"w{number}", field="perpetrator", value=Actor(text, "key<b>"))
    return Account(f"a{number}", report.id, "ar", "main", (0, 9), "bombing", 0, (claim, who))


def incident_of(text: str, ident: str, accounts: tuple[Account, ...]) -> Incident:
    """An incident with a free text wherever it can have one."""
    toll = Toll(12, 12, 12, State.CONFLICTING, "ucdp", (Phrase(text),), (), ("c1",))
    return Incident(
        ident, "bombing", "violence", text,
        IncidentWhen(When(date(2024, 5, 1), date(2024, 5, 1), "day"), State.SINGLE, ()),
        IncidentWhere(Place(text, (text, "b"), "XX", 10.0, 10.0, "exact"), State.SINGLE, ()),
        {"killed": toll},
        (IncidentActor("perpetrator", Actor(text, "key<b>"), "claimed", ("w1",)),),
        (Means(text[:30], text, ()),), 1, ("ar",), accounts, (Phrase(f"killed: {text}"),),
    )  # fmt: skip


def store_of(path: Path, text: str) -> None:
    """A store in which every free text is `text`: incident a1 of two reports, a3 of one; a note, a
    value, decisions that clash and that have lost their report, corrections."""
    reports = [document(text, number) for number in (1, 2, 3)]
    accounts = [told(text, report, n) for n, report in enumerate(reports, 1)]
    missed = Correction(
        "missed", "incident", text[:200], 3, since=date(2024, 5, 1), until=date(2024, 5, 1),
        place=text[:200], country="XX", lat=1.0, lon=1.0, kind="flood", role="main",
    )  # fmt: skip
    actor = Correction(
        "missed", "perpetrator", text[:200], 3, account="a1", name=text[:100], confidence="claimed"
    )
    anchors = [f"{report.id}:0-9" for report in reports]
    made = [
        ("note", anchors[:1], None), ("value", anchors[:1], text[:200]),
        ("same", anchors[1:], None), ("different", anchors[1:], None),
        ("same", [text[:300], anchors[0]], None),
        *(("reading", anchors[:1], msgspec.json.encode(made).decode()) for made in (missed, actor)),
        ("reading", anchors[:1], text), ("reading", anchors[:1], '{"verdict": 7}'),
    ]  # fmt: skip
    with Store.open(path) as store:
        store.begin()
        store.add([Arrival(f"x{n}", f"x{n}", r, f"key{n}") for n, r in enumerate(reports)])
        store.finish(["x0", "x1", "x2"])
        problem = Problem("odd", text)
        store.save_readings([
            StoredReading(report.id, "s", Status.READ, (problem,), (account,))
            for report, account in zip(reports, accounts, strict=True)
        ])  # fmt: skip
        with store.recording(Run("1", (), "c")) as keep:
            keep.put(Made.of(incident_of(text, "a1", tuple(accounts[:2])), "m"))
            keep.put(Made.of(incident_of(text, "a3", tuple(accounts[2:])), "m"))
        for n, (verdict, about, value) in enumerate(made):
            store.judge(
                Judgement(f"j{n}", tuple(about), verdict, text[:200], AT, text, value=value)
            )


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


DOC = "id=doc%2F..%2F%3Cb%3E%26%3Fid%3D"
PAGES = ("/incidents", "/incidents/a1", "/incidents/a3?policy=range", "/judgements", "/documents",
         "/corrections", "/queue", "/pair?left=a1&right=a3", f"/document?{DOC}1",
         f"/document?{DOC}2", f"/compare?{DOC}1&{DOC}2&{DOC}3")  # fmt: skip


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
            told = (attrs.get(name) or "").lower()
            assert not told.startswith(("javascript", "//", "http:"))
            assert not told.startswith("https:") or (name, attrs["rel"]) == (
                "href", "noopener noreferrer"
            )  # fmt: skip
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


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", [HOSTILE, FORMULA + HOSTILE], ids=["markup", "formula"])
def test_exports_hold_the_text_and_run_no_formula(tmp_path: Path, form: str, text: str) -> None:
    testclient = pytest.importorskip("starlette.testclient")
    store_of(tmp_path / "casus.db", text)
    app = create_app(Settings(tmp_path / "casus.db", user="ann"))
    answer = testclient.TestClient(app, base_url="http://127.0.0.1").get(f"/export/{form}")
    app.state.desk.close()
    assert answer.status_code == 200 and answer.content
    if answer.headers["content-type"].startswith("text/csv"):
        cells = [cell for row in csv.reader(answer.text.splitlines()) for cell in row]
        assert not [cell for cell in cells if cell.startswith("=")]
        kept = [cell for cell in cells if cell.startswith("'=HYPERLINK")]
        assert bool(kept) is (text[0] == "=" and form not in ("acled", "gtd")), kept


def test_what_was_corrected_beyond_reading_costs_that_correction_alone(served: Any) -> None:
    listed = served.get("/corrections.json").json()["corrections"]
    assert [c["correction"]["field"] for c in listed] == ["perpetrator", "incident"]
    gold = served.get("/corrections/gold.jsonl")
    assert gold.status_code == 200 and "flood" in gold.text


def test_hostile_parameters_are_shown_as_text(client: Any) -> None:
    for path, name in (
        *(("/incidents", name) for name in ("q", "region", "actor", "country", "order", "since")),
        ("/document", "id"), ("/compare", "id"), ("/queue", "kind"), ("/judgements", "page"),
    ):  # fmt: skip
        html = client.get(path, params={name: MARK}).text
        assert MARK not in html
        assert "&lt;script&gt;" in html.lower(), (path, name)
    html = client.get("/pair", params={"left": MARK, "right": "b"}).text
    assert MARK not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        FORMULA,
        "\udcff\ud800 a",
        "z" + "\u0301\u0325" * 900,
        "\U0010ffff\ufdd0\U000e0041",
    ],
    ids=["markup", "formula", "surrogates", "stacked", "unassigned"],
)
def test_any_text_can_be_a_reason_a_value_and_a_name(
    client: Any, decide: Callable[..., Any], disputed: dict[str, Any], document: dict[str, Any],
    text: str,
) -> None:  # fmt: skip
    """Kept and shown, or refused with one line; never an error of ours."""
    start = "".join(s["text"] for s in document["text"])[:8]
    address = f"/incidents/{disputed['id']}"
    for path, told in (
        ("/judgements", {"verdict": "note", "incident": disputed["id"], "reason": text}),
        ("/judgements", {"verdict": "value", "incident": disputed["id"], "setting": text[:300]}),
        ("/judgements", {"verdict": "value", "incident": disputed["id"], "field": "killed",
                         "value": text[:300], "reason": text}),
        ("/judgements", {"verdict": text[:300], "incident": text[:300]}),
        ("/judgements", {"verdict": "note", "incident": disputed["id"], "seen": text[:300],
                         "reason": text}),
        ("/corrections", {"document": document["id"], "verdict": "missed", "field": "target",
                          "words": start, "name": text[:300], "reason": text}),
        ("/corrections", {"document": document["id"], "verdict": "missed", "field": "when",
                          "words": text[:300], "since": text[:300]}),
        ("/corrections", {"document": text[:300], "verdict": text[:300]}),
        ("/look", {"language": text[:300], "theme": text[:300], "back": text[:300]}),
    ):  # fmt: skip
        answer = decide(path, **told)
        assert answer.status_code in (200, 400, 404, 409), (path, told, answer.text)
        assert answer.json()
    for page in (address, "/judgements", "/corrections", "/document?id=" + document["id"]):
        html = client.get(page).text
        assert MARK not in html
        assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0041]", html)


def test_hostile_decisions_come_back_as_text(
    client: Any, token: str, disputed: dict[str, Any]
) -> None:
    form = {"verdict": "note", "incident": disputed["id"], "reason": HOSTILE, "token": token}
    assert client.post("/judgements", data=form).status_code == 200
    html = client.get(f"/incidents/{disputed['id']}").text
    assert MARK not in html and "&lt;script&gt;alert(1)" in html
