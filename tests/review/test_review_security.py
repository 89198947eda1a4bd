"""Who may ask what: names, tokens, other sites, methods, sizes, headers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casus.review import Settings
from casus.review.server import Address, RefusedAddressError, is_loopback, settle_address

FORM = {"verdict": "note", "reason": "x"}


def test_headers_keep_scripts_frames_and_other_sites_out(client: Any) -> None:
    for address in ("/incidents", "/session.json", "/nothing"):
        headers = client.get(address).headers
        policy = dict(
            part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_the_session_cookie_is_for_this_site_alone(client: Any) -> None:
    told = client.get("/incidents").headers["set-cookie"]
    assert "HttpOnly" in told and "SameSite=Strict" in told


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]:80"])
def test_a_foreign_name_of_the_host_is_refused(client: Any, host: str) -> None:
    assert client.get("/incidents", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost:8765", "[::1]:80", "LOCALHOST"])
def test_names_of_this_machine_are_served(client: Any, host: str) -> None:
    assert client.get("/session.json", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "given"),
    [
        ({}, ""),
        ({}, "wrong"),
        ({"Origin": "https://evil.example"}, "right"),
        ({"Origin": "null"}, "right"),
        ({"Origin": "http://127.0.0.1:9999"}, "right"),
        ({"Sec-Fetch-Site": "cross-site"}, "right"),
        ({"Sec-Fetch-Site": "same-site"}, "right"),
    ],
)
def test_another_sites_page_cannot_act(
    client: Any, token: str, disputed: dict[str, Any], headers: dict[str, str], given: str
) -> None:
    told = token if given == "right" else given
    form = {**FORM, "incident": disputed["id"], "token": told}
    assert client.post("/judgements", data=form, headers=headers).status_code == 403
    assert client.get("/judgements.json").json()["total"] == 0


def test_a_token_of_another_session_is_none(
    visit: Callable[..., Any], disputed: dict[str, Any]
) -> None:
    ann, eve = visit(), visit()
    stolen = eve.get("/session.json").json()["token"]
    ann.get("/incidents")
    form = {**FORM, "incident": disputed["id"], "token": stolen}
    assert ann.post("/judgements", data=form).status_code == 403


def test_no_address_changes_anything_by_get(client: Any, disputed: dict[str, Any]) -> None:
    for address in ("/judgements", "/look", "/judgements/x/undo"):
        query = f"?verdict=not_an_incident&incident={disputed['id']}"
        assert client.get(f"{address}{query}").status_code in (200, 404, 405)
    assert client.get("/judgements.json").json()["total"] == 0


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(client: Any, method: str) -> None:
    assert client.request(method, "/incidents").status_code == 405


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"a=1&" * 500, "application/x-www-form-urlencoded", 400),
        (b"[" * 50_000, "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'{"a": [1]}', "application/json", 400),
        (b'{"a": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"\xff\xfe=1", "application/x-www-form-urlencoded", 400),
        (b"--x", "multipart/form-data; boundary=x", 415),
    ],
)
def test_bodies_are_bounded(client: Any, content: bytes, kind: str, status: int) -> None:
    answer = client.post("/judgements", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("back", "leads"),
    [("/incidents?kind=fire", "/incidents?kind=fire"), ("//evil.example", "/incidents"),
     ("https://evil.example", "/incidents"), ("/\\evil.example", "/incidents"),
     ("javascript:alert(1)", "/incidents"), ("/a\r\nSet-Cookie: x=1", "/incidents")],
)  # fmt: skip
def test_going_back_never_leads_away(client: Any, token: str, back: str, leads: str) -> None:
    form = {"theme": "dark", "back": back, "token": token}
    answer = client.post("/look", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, leads)


# -- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "wanted"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True),
     ("0.0.0.0", False), ("192.0.2.7", False), ("::", False), ("casus.example", False)],
)  # fmt: skip
def test_loopback_is_known(host: str, wanted: bool) -> None:
    assert is_loopback(host) is wanted


def test_an_address_that_others_reach_needs_accounts(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "casus.db")
    with pytest.raises(RefusedAddressError, match="--add-user"):
        settle_address(settings, Address("0.0.0.0"), accounts=0)
    assert settle_address(settings, Address(), accounts=0).accounts is None
