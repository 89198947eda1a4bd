"""The bundled sample through the whole pipeline, against what its README promises.

Only the public files of CONTRACT (`incidents.jsonl`, `claims.jsonl`, `documents.jsonl`) are read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[1] / "src" / "casus" / "samples"
NEWS = SAMPLES / "news"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
INCIDENTS = {row["name"]: row for row in EXPECTED["incidents"]}
RECALLED = {row["name"]: row for row in EXPECTED["recalled"]}

Row = dict[str, Any]


class Output:
    """What a run wrote, with documents named by file and row."""

    def __init__(self, folder: Path) -> None:
        self.incidents = _rows(folder / "incidents.jsonl")
        self.claims = {row["id"]: row for row in _rows(folder / "claims.jsonl")}
        self.documents = _rows(folder / "documents.jsonl")
        self.names = {row["id"]: Path(row["path"]).name for row in self.documents}

    def accounts(self, incident: Row, role: str | None = None) -> set[str]:
        """Names of the documents that tell `incident`, in `role` where one is given."""
        return {
            self.names[account["document"]]
            for account in incident["accounts"]
            if role in (None, account["role"])
        }

    def find(self, name: str) -> Row:
        """The incident that most of the expected main documents tell as their main one."""
        wanted = set(INCIDENTS[name]["main"])
        best = max(self.incidents, key=lambda row: len(wanted & self.accounts(row, "main")))
        assert wanted & self.accounts(best, "main"), f"no report tells {name} as its main incident"
        return best

    def recalled(self, name: str) -> Row:
        """The incident that a document recalls and whose days meet the expected ones."""
        wanted = RECALLED[name]
        for row in self.incidents:
            start, end = row["when"]["start"], row["when"]["end"]
            meets = start and end and start <= wanted["end"] and end >= wanted["start"]
            if meets and wanted["document"] in self.accounts(row):
                return row
        pytest.fail(f"{name} is not recalled by {wanted['document']}")


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Output:
    folder = tmp_path_factory.mktemp("sample")
    command = [sys.executable, "-m", "casus", "run", str(NEWS), "--out", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr
    return Output(folder)


def test_the_expected_facts_name_every_report_once_as_main_or_as_none() -> None:
    named = [name for row in INCIDENTS.values() for name in row["main"]]
    named += EXPECTED["no_incident"]
    assert max(Counter(named).values()) == 1
    assert len(named) == EXPECTED["reports"]
    assert {name.partition("#")[0] for name in named} == {path.name for path in NEWS.iterdir()}


def test_every_report_is_read(output: Output) -> None:
    assert len(output.documents) == EXPECTED["reports"]
    assert [row for row in output.documents if row["status"] == "rejected"] == []


def test_headers_of_text_files_are_metadata(output: Output) -> None:
    rows = {Path(row["path"]).name: row for row in output.documents}
    assert rows["01-djibo-first-report.txt"]["publisher"] == "The Volta Observer"
    assert rows["02-djibo-regierung.txt"]["published"] == "2023-05-04"
    assert rows["03-arbinda-undated.txt"]["published"] is None
    assert rows["08-wichita-shooting.html"]["published"] == "2023-05-14"


@pytest.mark.parametrize("name", INCIDENTS)
def test_accounts_of_an_incident_are_together(output: Output, name: str) -> None:
    incident = output.find(name)
    assert output.accounts(incident, "main") == set(INCIDENTS[name]["main"])
    assert output.accounts(incident) == {*INCIDENTS[name]["main"], *INCIDENTS[name]["background"]}


@pytest.mark.parametrize("name", INCIDENTS)
def test_kind_day_and_place(output: Output, name: str) -> None:
    incident, wanted = output.find(name), INCIDENTS[name]
    assert incident["kind"] in wanted["kinds"]
    assert wanted["start"] <= incident["when"]["start"] <= incident["when"]["end"] <= wanted["end"]
    assert incident["where"]["country"] == wanted["country"]
    assert incident["where"]["name"] in wanted["places"]


@pytest.mark.parametrize(
    ("name", "field"), [(n, field) for n, row in INCIDENTS.items() for field in row["tolls"]]
)
def test_tolls(output: Output, name: str, field: str) -> None:
    toll, wanted = output.find(name)["tolls"][field], INCIDENTS[name]["tolls"][field]
    for end in ("low", "best", "high"):
        assert toll[end] in wanted[end], (end, toll)
    if wanted["state"]:
        assert toll["state"] == wanted["state"]


@pytest.mark.parametrize(
    "name", [n for n, row in INCIDENTS.items() if row["tolls"]["killed"]["state"] == "conflicting"]
)
def test_a_conflict_is_shown_with_the_claims_against(output: Output, name: str) -> None:
    incident = output.find(name)
    against = incident["tolls"]["killed"]["against"]
    assert against
    assert all(output.claims[claim]["field"] == "killed" for claim in against)
    assert any(question.startswith("killed") for question in incident["open_questions"])


def test_the_attackers_figure_has_their_voice(output: Output) -> None:
    toll = output.find("djibo")["tolls"]["killed"]
    voices = {
        output.claims[claim]["voice"]["kind"]
        for claim in toll["against"]
        if output.claims[claim]["value"]["low"] == 30
    }
    assert voices <= {"perpetrator", "armed_group"} and voices


@pytest.mark.parametrize(("left", "right"), EXPECTED["apart"])
def test_confusable_incidents_stay_apart(output: Output, left: str, right: str) -> None:
    first = output.find(left)
    second = output.find(right) if right in INCIDENTS else output.recalled(right)
    assert first["id"] != second["id"]


@pytest.mark.parametrize("name", RECALLED)
def test_older_events_are_background_with_their_toll(output: Output, name: str) -> None:
    incident = output.recalled(name)
    assert RECALLED[name]["document"] in output.accounts(incident, "background")
    toll = incident["tolls"]["killed"]
    assert [toll["low"], toll["high"]] == RECALLED[name]["killed"]


def test_an_undated_report_is_dated_by_the_others(output: Output) -> None:
    wanted = EXPECTED["inferred"]
    incident = output.find(wanted["incident"])
    assert wanted["document"] in output.accounts(incident, "main")
    assert incident["when"]["start"] == INCIDENTS[wanted["incident"]]["start"]


def test_a_reprint_is_no_second_witness(output: Output) -> None:
    wanted = EXPECTED["reprint"]
    incident = output.find(wanted["incident"])
    assert len(output.accounts(incident)) == wanted["documents"]
    assert incident["witnesses"] == wanted["witnesses"]


@pytest.mark.parametrize("name", EXPECTED["no_incident"])
def test_sport_and_exercises_make_no_incident(output: Output, name: str) -> None:
    status = {output.names[row["id"]]: row["status"] for row in output.documents}
    assert status[name] == "no_incident"
    assert not any(name in output.accounts(row) for row in output.incidents)


def test_nothing_else_has_a_toll_as_main_incident(output: Output) -> None:
    known = {output.find(name)["id"] for name in INCIDENTS}
    extra = [
        row["title"]
        for row in output.incidents
        if row["tolls"] and output.accounts(row, "main") and row["id"] not in known
    ]
    assert extra == []


def test_every_claim_leads_back_to_its_words(output: Output) -> None:
    assert output.claims
    for claim in output.claims.values():
        start, end = claim["spans"][0]
        assert end - start == len(claim["raw"])
        assert claim["sentence"][0] <= start < end <= claim["sentence"][1]
