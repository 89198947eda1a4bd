"""Corrections of the reader, and the gold they make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casus.evaluate.gold import Corpus, load_corpus
from casus.evaluate.run import predict
from casus.evaluate.score import score
from casus.store import Store
from casus.types import Account, Count, When

Decide = Callable[..., Any]


@pytest.fixture
def account(document: dict[str, Any], store: Path) -> Account:
    """What the report tells mainly."""
    with Store.view(store) as opened:
        return next(a for a in opened.accounts_of(document["id"]) if a.role == "main")


@pytest.fixture
def mark(decide: Decide, document: dict[str, Any], account: Account) -> Decide:
    """Mark some words of the report as missed."""
    text = "".join(s["text"] for s in document["text"])
    words = " ".join(text.split()[3:5])

    def post(field: str, **told: object) -> Any:
        answer = decide(
            "/corrections", document=document["id"], verdict="missed", field=field, words=words,
            start=text.index(words), account=account.id, **told,
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        return answer

    return post


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


# -- every field can be marked, and evaluation counts it -----------------------------------------


def corrected(client: Any, folder: Path) -> Corpus:
    return load_corpus(gold_folder(client, folder))


def scored(corpus: Corpus) -> dict[str, float]:
    return {name: s.value for name, s in score(corpus, predict(corpus), draws=2).scores.items()}


def test_what_is_marked_in_the_text_becomes_gold_that_evaluation_counts(
    client: Any, decide: Decide, mark: Decide, document: dict[str, Any], account: Account,
    tmp_path: Path,
) -> None:  # fmt: skip
    decide("/corrections", document=document["id"], verdict="right")
    before = scored(corrected(client, tmp_path / "before"))
    assert before["incident.kind"] == before["incident.date.exact"] == 1
    assert before["incident.country"] == before["incident.place"] == 1
    place = next(
        p for p in client.get("/places.json?name=Atakpamé").json()["places"] if p["country"] == "TG"
    )
    figure = next(c for c in account.claims if isinstance(c.value, Count))
    mark("when", since="2011-02-03", until="2011-02-04")
    mark("where", place=place["code"])
    mark("kind", kind="volcano")
    mark("perpetrator", name="Guild of Ferrymen", confidence="accused")
    mark("target", name="the lighthouse")
    mark("voice", claim=figure.id, voice="expert")
    corpus = corrected(client, tmp_path / "after")
    told = next(i for i in corpus.incidents if i.kind == "volcano")
    entry = next(a for a in told.accounts if a.doc == document["id"])
    assert (told.start, told.end) == (entry.start, entry.end)
    assert told.start.isoformat() == "2011-02-03" and told.precision == "days"
    assert (told.country, told.lat, told.lon) == ("TG", place["lat"], place["lon"])
    assert ("Guild of Ferrymen", ("accused",)) in [
        (p.names[0], p.confidences) for p in told.perpetrators
    ]
    assert "the lighthouse" in told.targets
    assert "expert" in [t.voice for t in entry.tolls if t.text == figure.raw]
    after = scored(corpus)
    for name in ("incident.kind", "incident.date.exact", "incident.country", "incident.place"):
        assert after[name] < before[name], name
    assert after["perpetrator.r"] < 1
    assert after["voice.kind"] < before["voice.kind"]


def test_a_date_called_wrong_waits_until_the_right_one_is_marked(
    client: Any, decide: Decide, mark: Decide, document: dict[str, Any], account: Account
) -> None:
    wrong = next(c for c in account.claims if isinstance(c.value, When))
    decide("/corrections", document=document["id"], verdict="wrong", claim=wrong.id)
    waits = client.get("/corrections.json").json()["waits"]
    assert [w["field"] for w in waits] == ["when"]
    assert waits[0]["title"] in client.get("/corrections").text.replace("&#39;", "'")
    mark("when", since="2011-02-03")
    assert client.get("/corrections.json").json()["waits"] == []


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("when", {}), ("when", {"since": "yesterday"}),
        ("when", {"since": "2020-01-02", "until": "2020-01-01"}),
        ("where", {"place": "none"}), ("where", {}), ("kind", {"kind": "picnic"}),
        ("perpetrator", {"confidence": "sure"}), ("voice", {"voice": "police", "claim": "none"}),
    ],
)  # fmt: skip
def test_a_mark_that_says_nothing_is_refused(
    client: Any, decide: Decide, document: dict[str, Any], field: str, told: dict[str, str]
) -> None:
    text = "".join(s["text"] for s in document["text"])
    answer = decide(
        "/corrections", document=document["id"], verdict="missed", words=text[:5], field=field,
        **told,
    )  # fmt: skip
    assert answer.status_code == 400
    assert client.get("/corrections.json").json()["corrections"] == []


def test_places_of_a_name_are_offered_with_their_countries(client: Any) -> None:
    found = client.get("/places.json?name=Tripoli").json()["places"]
    assert {"LY", "LB"} <= {p["country"] for p in found}
    assert all(p["code"] and p["text"].startswith("Tripoli") for p in found[:2])
