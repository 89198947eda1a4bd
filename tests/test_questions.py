"""Questions to a working record, from Python and from the command line."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from casus import cli
from casus.cli.run import write_outputs
from casus.config import Config
from casus.judging import not_an_incident
from casus.pipeline import Request, rederive, run
from casus.questions import QuestionError, histories, why_pair
from casus.store import Store

REPORTS = {
    "a": "date: 2031-03-04\nsource: Valley Post\nGunmen killed nine soldiers at an army post near "
    "Djibo in Burkina Faso on Monday, the government said.",
    "b": "date: 2031-03-06\nsource: Harbour Times\nMonday's attack on an army post near Djibo in "
    "Burkina Faso killed twelve soldiers, the government said on Thursday.",
    "c": "title: Post attacked\nGunmen attacked an army post near Djibo in Burkina Faso on Monday "
    "and killed fifteen soldiers, the government said.",
    "d": "date: 2031-03-20\nsource: Valley Post\nA bus fell into a river near Gao in Mali on "
    "Sunday, killing 15 passengers, the transport ministry said.",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over three reports of one attack, one of them undated, and one of an accident."""
    folder = tmp_path_factory.mktemp("questions")
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(f"{text}\n", "utf-8")
    write = partial(write_outputs, packs=())
    run(Request((str(folder),), folder / "out", jobs=1), Config(), write=write)
    return folder / "out"


def asked(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        cli.main([str(arg) for arg in args])
    told = capsys.readouterr()
    return int(caught.value.code or 0), told.out, told.err


def test_every_history_ends_with_the_record_of_today(out: Path) -> None:
    with Store.view(out / "casus.db") as store:
        incidents = store.incidents()
        assert len(incidents) == 2
        for incident in incidents:
            for told in (*histories(store, incident), *histories(store, incident, order="batch")):
                toll = incident.tolls[told.field]
                last = told.steps[-1]
                assert (last.low, last.best, last.high, last.state, last.reason) == (
                    toll.low, toll.best, toll.high, toll.state, toll.reason,
                )  # fmt: skip


def test_the_history_of_a_growing_toll(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told, _ = asked(capsys, "history", 1, "killed", "--out", out)
    assert status == 0
    assert "2031-03-04  9   [single] first told" in told
    assert "2031-03-06  12 " in told and "higher" in told
    assert "no longer counts: 9 military; Valley Post" in told
    # a report without a publisher goes by its file's name
    assert "c.txt, undated, en" in asked(capsys, "history", 1, "--all", "--out", out)[1]
    status, told, _ = asked(capsys, "history", 1, "--policy", "range", "--json", "--out", out)
    (killed,) = json.loads(told)
    assert (killed["field"], killed["policy"], killed["order"]) == ("killed", "range", "published")
    assert [step["best"] for step in killed["steps"]] == [None] * len(killed["steps"])
    assert killed["steps"][0]["cause"]["sentence"].startswith("Gunmen killed nine")
    assert asked(capsys, "history", 2, "injured", "--out", out)[1].count("\n") < 5


def test_why_two_are_one_or_two(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told, _ = asked(capsys, "why", "--pair", 1, 2, "--out", out)
    assert status == 0
    assert told.startswith("two incidents: ")
    assert "  prior " in told and "  veto: " in told
    with Store.view(out / "casus.db") as store:
        first, second, *_ = store.incidents()[0].accounts
        with pytest.raises(QuestionError, match="both are the same"):
            why_pair(store, first, store.incidents()[0])
    _, told, _ = asked(capsys, "why", "--pair", first.id, second.id, "--json", "--out", out)
    meeting = json.loads(told)
    assert meeting["together"] is True
    assert {meeting["strongest"][side]["account"] for side in ("left", "right")} == {
        first.id, second.id,
    }  # fmt: skip
    assert meeting["strongest"]["steps"][-1]["sum"] == pytest.approx(meeting["mean"])


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("why",), "name an incident"),
        (("why", 1, "--pair", 1, 2), "name an incident"),
        (("why", "--pair", 1, 1), "both are in one incident"),
        (("why", "--pair", 1, 99), "there is no incident 99"),
        (("history", 99), "there is no incident 99"),
    ],
)
def test_questions_that_cannot_be_answered(
    out: Path, capsys: pytest.CaptureFixture[str], args: tuple[object, ...], why: str
) -> None:
    status, _, wrong = asked(capsys, *args, "--out", out)
    assert status == 2
    assert why in wrong


def test_a_store_that_other_code_linked_is_linked_anew_before_two_are_weighed(
    out: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "casus.db"
    copy.write_bytes((out / "casus.db").read_bytes())
    with Store.open(copy) as store:
        before = store.incidents()
        run = store.run()
        assert run is not None
        with store.recording(run) as keep:
            keep.relink("other code")
        with pytest.raises(QuestionError, match="another version of Casus linked this store"):
            why_pair(store, *before)
        rederive(store)
        assert store.incidents() == before
        assert not why_pair(store, *before).together


def test_what_is_no_incident_still_counts_for_how_rare_a_name_is(
    out: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "casus.db"
    copy.write_bytes((out / "casus.db").read_bytes())
    with Store.open(copy) as store:
        attack, accident = store.incidents()
        before = why_pair(store, attack.accounts[0], attack.accounts[1])
        not_an_incident(store, accident, user="ann")
        rederive(store)
        assert why_pair(store, attack.accounts[0], attack.accounts[1]) == before
