"""Accounts: roles, sessions, passwords, and that guessing is slow."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from casus.review import Settings, create_app
from casus.review.accounting import MOST_CHANGES
from casus.review.accounts import (
    TRIES,
    AccountError,
    accounts_file,
    add_account,
    changes,
    read_accounts,
    remove_account,
)

WORD = "a long enough word"
Enter = Callable[..., Any]


@pytest.fixture
def file(store: Path) -> Path:
    made = accounts_file(store)
    for name, role in (("rea", "reader"), ("rev", "reviewer"), ("adm", "admin")):
        add_account(made, name, role, WORD)
    return made


@pytest.fixture
def enter(store: Path, file: Path) -> Iterator[Enter]:
    """A client, signed in where a name is given."""
    testclient = pytest.importorskip("starlette.testclient")
    app = create_app(Settings(store, accounts=file))

    def go(name: str = "", password: str = WORD) -> Any:
        client = testclient.TestClient(app, base_url="http://127.0.0.1")
        if name:
            token = client.get("/session.json").json()["token"]
            form = {"name": name, "password": password, "token": token}
            client.last = client.post("/login", data=form, follow_redirects=False)
        return client

    yield go
    app.state.desk.close()


def test_accounts_are_kept_without_passwords_and_for_their_owner_alone(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert WORD not in file.read_text()
    assert {n: a.role for n, a in read_accounts(file).items()} == {
        "rea": "reader", "rev": "reviewer", "adm": "admin"
    }  # fmt: skip
    assert all(a.hash.startswith("$argon2id$") for a in read_accounts(file).values())
    remove_account(file, "rea")
    assert set(read_accounts(file)) == {"rev", "adm"}


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [("a b", "reader", WORD), ("", "reader", WORD), ("ann", "king", WORD), ("ann", "reader", "x"),
     ("ann", "reader", "x" * 500)],
)  # fmt: skip
def test_an_account_that_cannot_be_is_refused(
    tmp_path: Path, name: str, role: str, password: str
) -> None:
    with pytest.raises(AccountError):
        add_account(tmp_path / "a.json", name, role, password)
    assert not (tmp_path / "a.json").exists()


def test_without_signing_in_nothing_is_shown(enter: Enter) -> None:
    client = enter()
    answer = client.get("/incidents", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    for address in ("/incidents.json", "/map.json", "/judgements.json", "/documents.json",
                    "/queue.json", "/corrections.json"):  # fmt: skip
        assert client.get(address).status_code == 401
    assert client.get("/export/csv", follow_redirects=False).status_code == 303
    assert client.get("/corrections/gold.jsonl", follow_redirects=False).status_code == 303
    token = client.get("/session.json").json()["token"]
    answer = client.post("/judgements", json={"verdict": "note"}, headers={"X-CSRF-Token": token})
    assert answer.status_code == 401


@pytest.mark.parametrize(("name", "status"), [("rea", 403), ("rev", 200), ("adm", 200)])
def test_a_reader_looks_and_a_reviewer_decides(enter: Enter, name: str, status: int) -> None:
    client = enter(name)
    assert client.last.status_code == 303
    row = client.get("/incidents.json").json()["rows"][0]
    told = client.get("/session.json").json()
    assert told["user"] == name
    answer = client.post(
        "/judgements",
        json={"verdict": "note", "incident": row["id"], "reason": "x"},
        headers={"X-CSRF-Token": told["token"]},
    )
    assert answer.status_code == status
    html = client.get(f"/incidents/{row['id']}").text
    assert ('name="verdict"' in html) is (status == 200)
    kept = client.get("/judgements.json").json()["judgements"]
    assert [j["user"] for j in kept] == ([name] if status == 200 else [])


def test_a_new_session_begins_and_ends_with_signing_in_and_out(enter: Enter) -> None:
    client = enter()
    token = client.get("/session.json").json()["token"]
    before = client.cookies["casus_session"]
    client.post("/login", data={"name": "rev", "password": WORD, "token": token})
    inside = client.cookies["casus_session"]
    assert inside != before
    token = client.get("/session.json").json()["token"]
    client.post("/logout", data={"token": token})
    assert client.get("/incidents.json").status_code == 401
    client.cookies.set("casus_session", inside)
    assert client.get("/incidents.json").status_code == 401


def test_guessing_is_slow(enter: Enter) -> None:
    for _ in range(TRIES):
        assert enter("rev", "a wrong password").last.status_code == 401
    assert enter("rev", WORD).last.status_code == 429
    assert enter("nobody", WORD).last.status_code == 429  # from the same address


def test_an_account_taken_away_is_out(enter: Enter, file: Path) -> None:
    client = enter("rev")
    assert client.get("/incidents.json").status_code == 200
    remove_account(file, "rev")
    assert client.get("/incidents.json").status_code == 401


def test_signing_in_cannot_be_forged(enter: Enter) -> None:
    client = enter()
    form = {"name": "rev", "password": WORD, "token": "x"}
    assert client.post("/login", data=form, follow_redirects=False).status_code == 403


# -- the page of accounts --------------------------------------------------------------------------


def change(client: Any, **fields: str) -> Any:
    token = client.get("/session.json").json()["token"]
    return client.post("/accounts", json=fields, headers={"X-CSRF-Token": token})


def test_an_admin_makes_changes_and_ends_accounts(enter: Enter, file: Path) -> None:
    admin, client = enter("adm"), enter("rea")
    assert change(admin, act="add", name="new", role="reader", password=WORD).status_code == 200
    assert enter("new").last.status_code == 303
    assert change(admin, act="role", name="rea", role="reviewer").status_code == 200
    assert client.get("/session.json").json()["role"] == "reviewer"
    page = admin.get("/accounts.json").json()
    assert {a["name"]: (a["role"], a["sessions"]) for a in page["accounts"]} == {
        "adm": ("admin", 1), "new": ("reader", 1), "rea": ("reviewer", 1), "rev": ("reviewer", 0)
    }  # fmt: skip
    assert change(admin, act="end", name="rea").status_code == 200
    assert client.get("/incidents.json").status_code == 401
    assert change(admin, act="disable", name="new").status_code == 200
    assert enter("new").last.status_code == 401
    assert change(admin, act="enable", name="new").status_code == 200
    assert enter("new").last.status_code == 303
    assert change(admin, act="remove", name="new").status_code == 200
    assert "new" not in read_accounts(file)
    html = admin.get("/accounts").text
    assert WORD not in html and "$argon2" not in html
    assert 'href="/accounts"' in html and 'href="/accounts"' not in enter("rev").get("/queue").text


def test_every_change_leaves_a_line_that_says_who_made_it(enter: Enter, file: Path) -> None:
    admin = enter("adm")
    change(admin, act="role", name="rea", role="reviewer")
    change(admin, act="end", name="rev")
    told = [(c.by, c.what, c.name, c.role) for c in changes(file, 10)]
    assert told[:2] == [("adm", "end", "rev", ""), ("adm", "role", "rea", "reviewer")]
    assert ("command line", "add", "adm", "admin") in told
    log = file.with_name("casus.db.accounts.log")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600 and WORD not in log.read_text()
    assert "role set" in admin.get("/accounts").text


@pytest.mark.parametrize(("name", "status"), [("", 401), ("rea", 403), ("rev", 403)])
def test_nobody_else_sees_or_changes_accounts(
    enter: Enter, file: Path, name: str, status: int
) -> None:
    client = enter(name)
    before = read_accounts(file)
    assert client.get("/accounts.json").status_code == status
    for act in ("add", "role", "disable", "end", "remove"):
        answer = change(client, act=act, name="adm", role="reader", password=WORD)
        assert answer.status_code == status
    assert read_accounts(file) == before


def test_a_change_of_accounts_cannot_be_forged(enter: Enter, file: Path) -> None:
    admin = enter("adm")
    before = read_accounts(file)
    form = {"act": "remove", "name": "rea"}
    assert admin.post("/accounts", data={**form, "token": "x"}).status_code == 403
    token = admin.get("/session.json").json()["token"]
    foreign = {"Origin": "https://elsewhere.example", "X-CSRF-Token": token}
    assert admin.post("/accounts", data=form, headers=foreign).status_code == 403
    assert admin.get("/accounts?act=remove&name=rea").status_code == 200
    assert read_accounts(file) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "role", "name": "adm", "role": "reader"}, {"act": "disable", "name": "adm"},
        {"act": "remove", "name": "adm"}, {"act": "role", "name": "rea", "role": "king"},
        {"act": "end", "name": "nobody"}, {"act": "dance", "name": "rea"},
        {"act": "add", "name": "x", "role": "reader", "password": "short"},
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused(
    enter: Enter, file: Path, fields: dict[str, str]
) -> None:
    admin, before = enter("adm"), read_accounts(file)
    answer = change(admin, **fields)
    assert answer.status_code == 400 and answer.json()["error"]
    assert read_accounts(file) == before


def test_changes_of_accounts_are_limited(enter: Enter) -> None:
    admin = enter("adm")
    told = [change(admin, act="end", name="rea").status_code for _ in range(MOST_CHANGES + 1)]
    assert told == [200] * MOST_CHANGES + [429]
