"""Documents with their marks, documents side by side, corrections and the gold they make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casus.evaluate.gold import load_corpus
from casus.store import Store
from casus.types import Count

Decide = Callable[..., Any]


@pytest.fixture
def document(client: Any, disputed: dict[str, Any]) -> dict[str, Any]:
    page = client.get(f"/incidents/{disputed['id']}.json").json()
    first = page["reports"][0]["document"]
    found: dict[str, Any] = client.get("/document.json", params={"id": first}).json()
    return found


def test_every_document_is_listed_and_opens(client: Any, store: Path) -> None:
    with Store.view(store) as opened:
        kept = {d.id: d for d in opened.documents()}
    page = client.get("/documents.json").json()
    assert page["total"] == len(kept) == len(page["documents"])
    for ident, document in kept.items():
        shown = client.get("/document.json", params={"id": ident}).json()
        assert "".join(s["text"] for s in shown["text"]) == document.text
        assert not shown["unmarked"]
        assert client.get("/document", params={"id": ident}).status_code == 200


def test_marks_stand_where_the_claims_do(document: dict[str, Any]) -> None:
    claims = {c["id"]: c for a in document["accounts"] for c in a["claims"]}
    used = [s for s in document["text"] if s["used"]]
    assert used
    for stretch in used:
        assert any(claims[c]["raw"].startswith(stretch["text"]) for c in stretch["claims"])
    kinds = {s["kind"] for s in document["text"]}
    assert {"count", "date", "place"} <= kinds


def test_what_was_seen_and_not_used_is_listed_with_its_reason(document: dict[str, Any]) -> None:
    assert document["unused"]
    text = "".join(s["text"] for s in document["text"])
    for part in document["unused"]:
        assert text[part["start"] :].startswith(part["text"])
        assert part["why"]


def test_a_text_without_an_event_says_that_it_is_silent(client: Any, store: Path) -> None:
    with Store.view(store) as opened:
        silent = [ident for ident, status, _ in opened.statuses() if status.value == "no_incident"]
    assert silent
    told = [client.get("/document.json", params={"id": i}).json() for i in silent]
    assert all(page["accounts"] == [] for page in told)
    assert any(page["untold"] for page in told)


def test_documents_side_by_side_align_claims_of_one_field(
    client: Any, disputed: dict[str, Any]
) -> None:
    reports = client.get(f"/incidents/{disputed['id']}.json").json()["reports"][:3]
    page = client.get("/compare.json", params={"id": [r["document"] for r in reports]}).json()
    assert [d["id"] for d in page["documents"]] == [r["document"] for r in reports]
    assert {"killed", "where"} <= {row["field"] for row in page["rows"]}
    for row in page["rows"]:
        assert len(row["cells"]) == len(reports)
        assert all(c["field"] == row["field"] for cell in row["cells"] for c in cell)


@pytest.mark.parametrize("address", ["/document", "/document?id=none", "/compare?id=none"])
def test_a_document_that_is_not_there(client: Any, address: str) -> None:
    assert client.get(address).status_code in (400, 404)


# -- corrections -------------------------------------------------------------------------------


def gold_folder(client: Any, folder: Path) -> Path:
    folder.mkdir()
    for name in ("reports.jsonl", "gold.jsonl"):
        answer = client.get(f"/corrections/{name}")
        assert answer.status_code == 200
        (folder / name).write_bytes(answer.content)
    return folder


def test_a_report_read_rightly_is_gold_that_evaluation_loads(
    client: Any, decide: Decide, document: dict[str, Any], tmp_path: Path
) -> None:
    assert decide("/corrections", document=document["id"], verdict="right").status_code == 200
    corpus = load_corpus(gold_folder(client, tmp_path / "gold"))
    assert list(corpus.reports) == [document["id"]]
    told = {t.text for i in corpus.incidents for a in i.accounts for t in a.tolls}
    counts = {c["raw"] for a in document["accounts"] for c in a["claims"] if c["count"]}
    assert told and told <= counts


def test_a_wrong_claim_leaves_the_gold_and_a_missed_one_enters_it(
    client: Any, decide: Decide, document: dict[str, Any], store: Path, tmp_path: Path
) -> None:
    with Store.view(store) as opened:
        account = next(a for a in opened.accounts_of(document["id"]) if a.claims)
    wrong = next(c for c in account.claims if isinstance(c.value, Count))
    answer = decide("/corrections", document=document["id"], verdict="wrong", claim=wrong.id)
    assert answer.status_code == 200
    text = "".join(s["text"] for s in document["text"])
    words = " ".join(text.split()[3:6])
    start = text.index(words)
    answer = decide(
        "/corrections", document=document["id"], verdict="missed", words=words, start=start,
        field="missing", low=3, high=4, group="civilian", voice="police", account=account.id,
    )  # fmt: skip
    assert answer.status_code == 200
    corpus = load_corpus(gold_folder(client, tmp_path / "gold"))
    tolls = [t for i in corpus.incidents for a in i.accounts for t in a.tolls]
    at = [(t.field, s) for t in tolls for s in t.spans]
    assert (wrong.field, wrong.spans[0]) not in at or wrong.raw in text.replace(wrong.raw, "", 1)
    missed = [t for t in tolls if t.field == "missing" and t.text == words]
    assert [(t.low, t.high, t.group, t.voice) for t in missed] == [(3, 4, "civilian", "police")]
    listed = client.get("/corrections.json").json()
    assert [c["correction"]["verdict"] for c in listed["corrections"]] == ["missed", "wrong"]
    undone = decide(f"/judgements/{answer.json()['judgement']}/undo")
    assert undone.status_code == 200
    again = load_corpus(gold_folder(client, tmp_path / "again"))
    assert not [t for i in again.incidents for a in i.accounts for t in a.tolls if t.text == words]


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "wrong", "claim": "none"},
        {"verdict": "missed", "words": "not in this text at all", "field": "killed", "low": 1},
        {"verdict": "missed", "words": "a", "field": "colour", "low": 1},
        {"verdict": "missed", "words": "a", "field": "killed", "low": 5, "high": 3},
        {"verdict": "missed", "words": "a", "field": "killed", "low": 1, "account": "none"},
        {"verdict": "perhaps"},
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    client: Any, decide: Decide, document: dict[str, Any], fields: dict[str, object]
) -> None:
    answer = decide("/corrections", document=document["id"], **fields)
    assert answer.status_code in (400, 404)
    assert client.get("/corrections.json").json()["corrections"] == []


def test_a_correction_changes_no_record(
    client: Any, decide: Decide, document: dict[str, Any]
) -> None:
    before = client.get("/incidents.json").json()["rows"]
    decide("/corrections", document=document["id"], verdict="right")
    assert client.get("/incidents.json").json()["rows"] == before
