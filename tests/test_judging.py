"""Decisions on the working record: applied, kept, undone to the byte, orphaned, clashing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from casus import cli
from casus.cli.run import write_outputs
from casus.config import Config
from casus.export.contract import incident_row
from casus.judging import (
    JudgingError,
    different,
    not_an_incident,
    note,
    same,
    set_value,
    undo,
)
from casus.pipeline import PipelineError, Request, derive, rederive, run
from casus.reconcile.human import SettingError, parse
from casus.store import Store
from casus.types import Incident, State

REPORTS = {
    "a": "2024-05-03\nGunmen killed nine soldiers at an army post near Djibo in Burkina Faso on "
    "Thursday, the government said. Eleven others were wounded, the army said in a statement.",
    "b": "2024-05-03\nAn attack on an army post near Djibo in Burkina Faso on Thursday left "
    "twelve soldiers dead, a hospital source said, and several were still missing in the evening.",
    "c": "2024-05-20\nA bus fell into a river near Gao in Mali on Sunday, killing 15 passengers, "
    "the transport ministry said. Divers searched for the driver until nightfall, it added.",
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which three reports were read: two of one attack, one of an accident."""
    folder = tmp_path_factory.mktemp("judging")
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(f"date: {text}\n", "utf-8")
    write = partial(write_outputs, packs=())
    run(Request((str(folder),), folder / "out", jobs=1), Config(), write=write)
    return folder / "out" / "casus.db"


@pytest.fixture
def store(read: Path, tmp_path: Path) -> Iterator[Store]:
    copy = tmp_path / "casus.db"
    copy.write_bytes(read.read_bytes())
    with Store.open(copy) as opened:
        yield opened


def rows(store: Store) -> list[object]:
    return [incident_row(incident) for incident in store.incidents()]


def attack(store: Store) -> Incident:
    return next(i for i in store.incidents() if "killed" in i.tolls and len(i.accounts) > 1)


def test_two_incidents_are_bound_and_let_go_again(store: Store) -> None:
    before = rows(store)
    assert len(before) == 2
    kept = same(store, store.incidents(), user="ann", reason="a test of will")
    assert len(rederive(store).incidents) == 1
    undo(store, kept.id[:8], user="ben")
    rederive(store)
    assert rows(store) == before


def test_one_incident_is_parted(store: Store) -> None:
    accounts = [a for a in attack(store).accounts if a.role == "main"]
    kept = different(store, accounts[:2], user="ann")
    assert len(rederive(store).incidents) == 3
    undo(store, kept.id, user="ann")
    assert len(rederive(store).incidents) == 2


def test_what_is_no_incident_leaves_the_record_and_comes_back(store: Store) -> None:
    before = rows(store)
    found = attack(store)
    kept = not_an_incident(store, found, user="ann", reason="a drill")
    result = rederive(store)
    assert found.id not in {i.id for i in result.incidents}
    assert {a.id for a in found.accounts} <= {a.id for a in result.others}
    undo(store, kept.id, user="ann")
    rederive(store)
    assert rows(store) == before


@pytest.mark.parametrize(
    ("setting", "bounds"),
    [("killed=12", (12, 12, 12)), ("killed=9..12", (9, 12, 12)), ("killed=9..10..12", (9, 10, 12))],
)
def test_a_toll_that_a_human_set_stands_above_the_policy(
    store: Store, setting: str, bounds: tuple[int, int, int]
) -> None:
    set_value(store, attack(store), setting, user="ann", reason="hospital list")
    rederive(store)
    for policy in (None, "acled", "range"):
        found = next(i for i in derive(store, policy) if len(i.accounts) > 1)
        toll = found.tolls["killed"]
        assert (toll.low, toll.best, toll.high) == bounds
        assert toll.state is State.HUMAN
        assert toll.reason.startswith("Set by ann on 20")
        assert toll.reason.endswith(": hospital list.")
        assert not [q for q in found.open_questions if q.startswith("killed")]
        claims = {c.id for a in found.accounts for c in a.claims if c.field == "killed"}
        assert {*toll.support, *toll.against} == claims


def test_the_later_value_holds_and_none_means_no_figure(store: Store) -> None:
    set_value(store, attack(store), "killed=20", user="ann")
    set_value(store, attack(store), "killed=10", user="ben")
    rederive(store)
    assert attack(store).tolls["killed"].best == 10
    ident = attack(store).id
    set_value(store, attack(store), "killed=", user="ann", reason="both count another attack")
    rederive(store)
    assert "killed" not in next(i for i in store.incidents() if i.id == ident).tolls


def test_kind_and_days_are_set_and_the_title_follows(store: Store) -> None:
    found = attack(store)
    set_value(store, found, "kind=armed_clash", user="ann")
    set_value(store, found, "when=2024-05-01..2024-05-02", user="ann")
    rederive(store)
    changed = next(i for i in store.incidents() if i.id == found.id)
    assert (changed.kind, changed.family) == ("armed_clash", "violence")
    assert changed.title.startswith("Armed clash, ")
    assert changed.title.endswith("2024-05-01 to 2024-05-02")
    assert changed.when.state is State.HUMAN


@pytest.mark.parametrize(
    "setting",
    ["", "killed", "killed=many", "killed=5..3", "killed=1..2..3..4", "killed=-1", "dead=5",
     "kind=picnic", "when=Monday", "when=2024-05-02..2024-05-01", "where=Djibo",
     "killed=999999999999"],
)  # fmt: skip
def test_values_that_cannot_be_set(store: Store, setting: str) -> None:
    with pytest.raises(SettingError):
        set_value(store, attack(store), setting, user="ann")
    assert store.judgements() == ()


def test_a_note_changes_nothing(store: Store) -> None:
    before = rows(store)
    note(store, attack(store), user="ann", reason="ask the hospital")
    rederive(store)
    assert rows(store) == before
    assert [j.verdict for j in store.judgements()] == ["note"]


def test_decisions_that_cannot_be_made(store: Store) -> None:
    found = attack(store)
    with pytest.raises(JudgingError, match="two accounts"):
        same(store, [found.accounts[0]], user="ann")
    with pytest.raises(JudgingError, match="needs a user"):
        note(store, found, user=" ", reason="x")
    with pytest.raises(JudgingError, match="at most"):
        note(store, found, user="ann", reason="x" * 3000)
    with pytest.raises(JudgingError, match="no judgement begins"):
        undo(store, "abc", user="ann")
    kept = note(store, found, user="ann", reason="x")
    undo(store, kept.id, user="ann")
    with pytest.raises(JudgingError, match="withdrawn already"):
        undo(store, kept.id, user="ann")


def test_decisions_outlive_everything_derived(store: Store) -> None:
    set_value(store, attack(store), "killed=12", user="ann")
    rederive(store)
    before = rows(store)
    stored = list(store.readings())
    made_with = store.run()
    store.forget_derived()
    with pytest.raises(PipelineError, match="no run yet"):
        rederive(store)
    store.save_readings(stored)
    assert made_with is not None
    store.save_incidents((), made_with)
    rederive(store)
    assert rows(store) == before


def test_a_value_that_cannot_be_read_any_more_is_told_and_loses_nothing(store: Store) -> None:
    kept = set_value(store, attack(store), "killed=12", user="ann")
    store.judge(replace(kept, id="0123456789abcdef", value="killed=a dozen"))
    rederive(store)
    found = attack(store)
    assert found.tolls["killed"].best == 12
    assert any("0123456789abcdef" in question for question in found.open_questions)


def test_settings_are_read() -> None:
    assert parse(" killed = 7 ").toll == (7, 7, 7)
    assert parse("displaced=").toll is None


def command(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        cli.main([str(arg) for arg in args])
    told = capsys.readouterr()
    return int(caught.value.code or 0), told.out, told.err


def test_a_decision_is_applied_shown_and_undone(
    read: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    shutil.copytree(read.parent, out)
    before = (out / "incidents.jsonl").read_bytes()
    options = ("--out", out, "--user", "ann", "--reason", "a list")
    status, told, _ = command(capsys, "judge", "value", 1, "killed=7", *options)
    made = re.search(r"kept (\w+); 2 incidents now", told)
    assert status == 0 and made is not None
    assert b'"state":"human"' in (out / "incidents.jsonl").read_bytes()
    assert "Set by ann" in (out / "report.html").read_text("utf-8")
    _, listed, _ = command(capsys, "judge", "list", "--out", out)
    assert made[1] in listed and "killed=7" in listed
    assert command(capsys, "judge", "undo", made[1], "--out", out)[0] == 0
    assert (out / "incidents.jsonl").read_bytes() == before
    status, _, wrong = command(capsys, "judge", "value", 1, "killed=lots", "--out", out)
    assert status == 2
    assert "'lots' is no toll: write 54" in wrong
