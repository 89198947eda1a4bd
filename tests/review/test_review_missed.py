"""An incident that reading missed whole: marked in the text, it is gold that evaluation counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casus.evaluate.gold import Corpus, load_corpus
from casus.evaluate.run import predict
from casus.evaluate.score import score

Decide = Callable[..., Any]
Mark = Callable[..., dict[str, Any]]


@pytest.fixture
def silent(client: Any) -> list[dict[str, Any]]:
    """Reports in which reading found no incident."""
    listed = client.get("/documents.json").json()["documents"]
    names = [d["id"] for d in listed if d["status"] == "no_incident"]
    return [client.get("/document.json", params={"id": name}).json() for name in names]


def text_of(document: dict[str, Any]) -> str:
    return "".join(s["text"] for s in document["text"])


@pytest.fixture
def mark(client: Any, decide: Decide) -> Mark:
    """Mark the first words of a report as an incident that was missed."""
    place = next(
        p for p in client.get("/places.json?name=Atakpamé").json()["places"] if p["country"] == "TG"
    )

    def post(document: dict[str, Any], words: int = 6, **told: object) -> dict[str, Any]:
        marked = {
            "document": document["id"], "verdict": "missed", "field": "incident",
            "words": text_of(document)[: words * 6].strip(), "start": 0, "kind": "flood",
            "since": "2011-02-03", "until": "2011-02-04", "place": place["code"], **told,
        }  # fmt: skip
        answer = decide("/corrections", **marked)
        assert answer.status_code == 200, answer.text
        return {"id": f"{document['id']}@{marked['start']}", **answer.json()}

    return post


def corpus_of(client: Any, folder: Path) -> Corpus:
    folder.mkdir()
    for name in ("reports.jsonl", "gold.jsonl"):
        (folder / name).write_bytes(client.get(f"/corrections/{name}").content)
    return load_corpus(folder)


def test_what_was_missed_whole_is_gold_that_evaluation_finds_missing(
    client: Any, decide: Decide, mark: Mark, silent: list[dict[str, Any]],
    document: dict[str, Any], tmp_path: Path,
) -> None:  # fmt: skip
    report = silent[0]
    decide("/corrections", document=document["id"], verdict="right")
    before = corpus_of(client, tmp_path / "before")
    found = score(before, predict(before), draws=2).scores["incident.found"]
    made = mark(report)
    words = text_of(report).split()[1]
    figure = decide(
        "/corrections", document=report["id"], verdict="missed", field="killed", words=words,
        low=7, high=9, group="civilian", voice="police", account=made["id"],
    )  # fmt: skip
    assert figure.status_code == 200, figure.text
    actor = decide("/corrections", document=report["id"], verdict="missed", field="perpetrator",
                   words=words, name="Guild of Ferrymen", account=made["id"])  # fmt: skip
    assert actor.status_code == 200, actor.text
    corpus = corpus_of(client, tmp_path / "after")
    missed = next(i for i in corpus.incidents if i.id == made["id"])
    assert (missed.kind, missed.country, missed.precision) == ("flood", "TG", "days")
    assert (missed.start.isoformat(), missed.end.isoformat()) == ("2011-02-03", "2011-02-04")
    assert missed.tolls["killed"].low == 7 and missed.tolls["killed"].high == 9
    assert [p.names for p in missed.perpetrators] == [("Guild of Ferrymen", words)]
    (entry,) = missed.accounts
    assert (entry.doc, entry.role, entry.place) == (report["id"], "main", "Atakpamé")
    (toll,) = entry.tolls
    assert (toll.low, toll.high, toll.group, toll.voice) == (7, 9, "civilian", "police")
    after = score(corpus, predict(corpus), draws=2).scores["incident.found"]
    assert (found.value, after.n) == (1, found.n + 1)
    assert after.value == pytest.approx(found.n / after.n)


def test_two_reports_of_one_missed_incident_are_one_incident(
    client: Any, mark: Mark, silent: list[dict[str, Any]], document: dict[str, Any], tmp_path: Path
) -> None:
    first = mark(silent[0])
    second = mark(document, same=first["id"], role="background")
    corpus = corpus_of(client, tmp_path / "gold")
    (missed,) = [i for i in corpus.incidents if i.kind == "flood"]
    assert missed.id == first["id"] != second["id"]
    told = {(a.doc, a.role) for a in missed.accounts}
    assert told == {(silent[0]["id"], "main"), (document["id"], "background")}


def test_a_missed_telling_joins_the_incident_on_record(
    client: Any, mark: Mark, silent: list[dict[str, Any]], disputed: dict[str, Any], tmp_path: Path
) -> None:
    mark(silent[0], same=disputed["id"])
    (incident,) = corpus_of(client, tmp_path / "gold").incidents
    assert incident.id == disputed["id"] and incident.kind == disputed["kind"]
    (entry,) = incident.accounts
    assert entry.doc == silent[0]["id"]
    assert entry.start.isoformat() == "2011-02-03" and entry.place == "Atakpamé"


def test_undoing_the_mark_takes_the_incident_out_and_tells_what_hung_on_it(
    client: Any, decide: Decide, mark: Mark, silent: list[dict[str, Any]]
) -> None:
    report = silent[0]
    made = mark(report)
    page = client.get("/document.json", params={"id": report["id"]}).json()
    assert list(page["missed"]) == [made["id"]]
    decide("/corrections", document=report["id"], verdict="missed", field="killed", low=2,
           words=text_of(report).split()[1], account=made["id"])  # fmt: skip
    listed = client.get("/corrections.json").json()["corrections"]
    assert [c["lost"] for c in listed] == [False, False]
    assert decide(f"/judgements/{made['judgement']}/undo").status_code == 200
    listed = client.get("/corrections.json").json()["corrections"]
    assert [(c["correction"]["field"], c["lost"]) for c in listed] == [
        ("killed", True), ("incident", False)
    ]  # fmt: skip
    assert client.get("/corrections/gold.jsonl").text == ""
    page = client.get("/document.json", params={"id": report["id"]}).json()
    assert page["missed"] == {} and len(page["corrections"]) == 2


def test_of_two_marks_at_one_word_the_later_holds(
    client: Any, mark: Mark, silent: list[dict[str, Any]], tmp_path: Path
) -> None:
    mark(silent[0])
    mark(silent[0], kind="earthquake")
    assert [i.kind for i in corpus_of(client, tmp_path / "gold").incidents] == ["earthquake"]


@pytest.mark.parametrize(
    "told",
    [
        {"kind": ""}, {"kind": "picnic"}, {"since": ""}, {"until": "2011-02-01"}, {"place": ""},
        {"place": "none"}, {"role": "both"}, {"same": "none"}, {"same": "SELF"},
    ],
    ids=str,
)  # fmt: skip
def test_an_incident_without_kind_day_or_place_is_refused(
    client: Any, decide: Decide, mark: Mark, silent: list[dict[str, Any]], told: dict[str, str]
) -> None:
    own = mark(silent[0])["id"]
    place = client.get("/places.json?name=Atakpamé").json()["places"][0]["code"]
    good = {
        "document": silent[0]["id"], "verdict": "missed", "field": "incident",
        "words": text_of(silent[0])[:20].strip(), "start": 0, "kind": "flood",
        "since": "2011-02-03", "place": place,
    }  # fmt: skip
    told = {name: own if value == "SELF" else value for name, value in told.items()}
    assert decide("/corrections", **{**good, **told}).status_code == 400
    assert len(client.get("/corrections.json").json()["corrections"]) == 1
