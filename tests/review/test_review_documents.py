"""Documents with their marks, documents side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casus.store import Store


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
