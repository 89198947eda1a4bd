"""Stores that are empty, older, damaged, or held by another process: pages, or one clear line."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from casus.review import Settings, create_app
from casus.store import Store, StoreError
from casus.store.schema import VERSION

PAGES = ("/incidents", "/map", "/queue", "/documents", "/corrections", "/judgements")
HOST = "http://127.0.0.1:8765"


def client_of(path: Path, **settings: Any) -> Any:
    testclient = pytest.importorskip("starlette.testclient")
    app = create_app(Settings(path, user="ann", **settings))
    return testclient.TestClient(app, base_url=HOST)


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_an_empty_store_says_what_brings_reports_in(tmp_path: Path, lang: str) -> None:
    with Store.open(tmp_path / "casus.db"):
        pass
    client = client_of(tmp_path / "casus.db")
    client.cookies["casus_lang"] = lang
    assert "casus run" in client.get("/incidents").text
    for page in PAGES:
        assert client.get(f"{page}.json").status_code == 200, page
        assert page == "/map" or client.get(page).status_code == 200, page
    for file in ("/export/csv", "/export/geojson", "/corrections/gold.jsonl"):
        assert client.get(file).status_code == 200, file


def test_reports_that_nothing_has_read_yet_are_not_called_unreadable(
    store: Path, tmp_path: Path
) -> None:
    db = sqlite3.connect(store)
    db.executescript("DELETE FROM readings; DELETE FROM incidents; DELETE FROM members;")
    db.close()
    client = client_of(store)
    documents = client.get("/documents.json").json()["documents"]
    assert documents and {d["status"] for d in documents} == {"unread"}
    assert "not read yet" in client.get(f"/document?id={documents[0]['id']}").text


def test_a_store_of_an_older_version_is_brought_up_to_date(store: Path) -> None:
    db = sqlite3.connect(store)
    tables = [t for (t,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in ("linking", "stale", *(t for t in tables if t == "listing_state")):
        db.execute(f"DROP TABLE {table}")
    db.execute("CREATE TABLE linking (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
    db.execute("PRAGMA user_version = 4")
    db.commit()
    db.close()
    client = client_of(store)
    assert client.get("/documents.json").json()["total"] > 8
    assert client.get("/incidents.json").json()["totals"]["incidents"] == 0
    assert "casus run" in client.get("/incidents").text


def newer(path: Path) -> None:
    with Store.open(path):
        pass
    sqlite3.connect(path).execute(f"PRAGMA user_version = {VERSION + 1}")


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda p: p.write_text("a list of things to buy" * 40), "damaged or no database"),
        (Path.mkdir, "is a folder"),
        (newer, "newer version"),
    ],
    ids=["text", "folder", "newer"],
)
def test_what_is_no_store_is_refused_with_one_line(tmp_path: Path, made: Any, told: str) -> None:
    made(tmp_path / "casus.db")
    with pytest.raises(StoreError, match=told) as raised:
        create_app(Settings(tmp_path / "casus.db"))
    assert "\n" not in str(raised.value)


def test_a_store_that_another_process_holds_is_refused_by_its_number(store: Path) -> None:
    with Store.open(store), pytest.raises(StoreError, match=r"process \d+ is writing") as raised:
        create_app(Settings(store, lock_wait_seconds=0.1))
    assert "\n" not in str(raised.value)


def test_while_another_process_writes_pages_answer_and_decisions_say_that_they_wait(
    store: Path,
) -> None:
    client = client_of(store, lock_wait_seconds=0.1)
    token = client.get("/session.json").json()["token"]
    row = client.get("/incidents.json").json()["rows"][0]
    form = {"verdict": "note", "incident": row["id"], "reason": "later", "token": token}
    with Store.open(store):
        for page in PAGES:
            assert client.get(f"{page}.json").status_code == 200, page
        answer = client.post("/judgements", json=form, headers={"X-CSRF-Token": token})
        assert answer.status_code == 503 and "is writing" in answer.json()["error"]
        shown = client.post("/judgements", data=form)
        assert shown.status_code == 503 and "is writing" in shown.text
    assert client.post("/judgements", data=form).status_code == 200
    (kept,) = client.get("/judgements.json").json()["judgements"]
    assert kept["reason"] == "later"
