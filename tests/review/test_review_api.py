"""The interface for programs: its description, the client of the documentation, fuzzing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casus.review import Settings, create_app
from casus.review.client import CLIENT
from casus.review.openapi import description
from casus.review.routes import PAGES, POSTS

ROOT = Path(__file__).parents[2]


def test_every_page_and_every_decision_is_described(client: Any) -> None:
    told = client.get("/openapi.json").json()
    assert told == {**description(), "paths": told["paths"]} or told["openapi"] == "3.1.0"
    assert {f"{page.path}.json" for page in PAGES} <= told["paths"].keys()
    assert {post.path for post in POSTS if post.by == "reviewer"} <= told["paths"].keys()
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (method, path)
            assert "200" in operation["responses"]
    text = client.get("/openapi.json").text
    names = set(re.findall(r"#/components/schemas/([\w.]+)", text))
    assert names <= told["components"]["schemas"].keys()


def test_the_page_of_the_interface_needs_no_network(client: Any) -> None:
    html = client.get("/api").text
    for page in PAGES:
        assert f"{page.path}.json" in html
    assert not re.search(r'(?:src|href)="https?:', html)


def test_the_client_of_the_documentation_works(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "reviewing.md").read_text("utf-8")
    assert "    " + CLIENT.strip().replace("\n", "\n    ") in page
    assert len(CLIENT.strip().splitlines()) <= 12
    exec(CLIENT.replace("http://127.0.0.1:8765", address), {})  # as a reader runs it
    assert "'verdict': 'note'" in capsys.readouterr().out


def fuzz(operation: Any, client: Any, token: str) -> set[int]:
    """Ask an operation what its description allows; the statuses of the answers."""
    seen: set[int] = set()

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(data=st.data())
    def ask(data: Any) -> None:
        made = data.draw(operation.as_strategy())
        kwargs = made.as_transport_kwargs(base_url="http://127.0.0.1")
        sent = dict(kwargs.pop("headers", None) or {})
        headers = {k: v for k, v in sent.items() if k.lower() not in ("host", "cookie")}
        headers["X-CSRF-Token"] = token
        kwargs.pop("cookies", None)
        try:
            answer = client.request(headers=headers, **kwargs)
        except (UnicodeError, ValueError):
            return  # nothing that a client could send
        seen.add(answer.status_code)
        assert answer.status_code < 500, (made, answer.text)

    ask()
    return seen


def test_what_the_description_allows_never_breaks_the_server(store: Path) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    testclient = pytest.importorskip("starlette.testclient")
    app = create_app(Settings(store, user="ann"))
    client = testclient.TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    token = client.get("/session.json").json()["token"]
    schema = schemathesis.openapi.from_dict(dict(description()))
    seen: set[int] = set()
    for result in schema.get_all_operations():
        seen |= fuzz(result.ok(), client, token)
    app.state.desk.close()
    assert 200 in seen and seen & {400, 404}
