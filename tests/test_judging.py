"""Decisions on the working record: applied, kept, undone to the byte, orphaned, clashing."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from casus import cli
from casus.cli.run import write_outputs
from casus.config import Config
from casus.export.contract import incident_row
from casus.judging import (
    JudgingError,
    different,
    listed,
    not_an_incident,
    note,
    same,
    set_value,
    undo,
)
from casus.pipeline import PipelineError, Request, derive, rederive, run
from casus.reconcile.doubts import is_about
from casus.reconcile.human import SettingError, parse
from casus.store import Store
from casus.types import Incident, State
from casus.wording import say

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
        told = say(*toll.reason)
        assert told.startswith("Set by ann on 20") and told.endswith(": hospital list.")
        assert not [q for q in found.open_questions if is_about(q, "killed")]
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
    with store.recording(made_with):
        pass  # no incident yet
    rederive(store)
    assert rows(store) == before


def test_a_value_that_cannot_be_read_any_more_is_told_and_loses_nothing(store: Store) -> None:
    kept = set_value(store, attack(store), "killed=12", user="ann")
    store.judge(replace(kept, id="0123456789abcdef", value="killed=a dozen"))
    rederive(store)
    found = attack(store)
    assert found.tolls["killed"].best == 12
    assert any("0123456789abcdef" in say(question) for question in found.open_questions)


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
    judged = (out / "incidents.jsonl").read_bytes()
    status, told, _ = command(capsys, "judge", "undo", made[1], "--out", out, "--no-files")
    assert (status, "2 incidents now" in told) == (0, True)
    assert (out / "incidents.jsonl").read_bytes() == judged
    assert command(capsys, "judge", "note", 1, "as it was", "--out", out)[0] == 0
    assert (out / "incidents.jsonl").read_bytes() == before
    status, _, wrong = command(capsys, "judge", "value", 1, "killed=lots", "--out", out)
    assert status == 2
    assert "'lots' is no toll: write 54" in wrong


# -- orphans, clashes, undoing in any order ----------------------------------------------------


def test_what_became_of_each_decision_is_listed(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    found = attack(store)
    gone = replace(found.accounts[0], doc="a report that was here once")
    lost = same(store, [gone, found.accounts[1]], user="ann", reason="both raids")
    first = different(store, list(found.accounts[:2]), user="ann")
    second = same(store, list(found.accounts[:2]), user="ben", reason="one raid")
    third = note(store, found, user="ann", reason="ask")
    undone = undo(store, third.id, user="ann")
    told = {one.judgement.id: (one.state, one.clashes) for one in listed(store)}
    assert told == {
        lost.id: ("orphan", ()),
        first.id: ("stands", (second.id,)),
        second.id: ("stands", (first.id,)),
        third.id: ("withdrawn", ()),
        undone.id: ("undoing", ()),
    }
    path = store.files[0]
    store.close()
    _, shown, _ = command(capsys, "judge", "list", "--store", path, "--json")
    assert [row["state"] for row in json.loads(shown)] == [state for state, _ in told.values()]
    _, shown, _ = command(capsys, "judge", "list", "--store", path)
    assert "orphan" in shown and "clashes with" in " ".join(shown.split())


def test_decisions_that_cannot_hold_together_clash(store: Store) -> None:
    accounts = [i.accounts[0] for i in store.incidents()] + [attack(store).accounts[1]]
    one, two, three = accounts
    ab, bc = (same(store, pair, user="ann") for pair in ([one, two], [two, three]))
    ac = different(store, [one, three], user="ben")
    told = {x.judgement.id: x.clashes for x in listed(store)}
    assert told == {ab.id: (ac.id,), bc.id: (ac.id,), ac.id: tuple(sorted((ab.id, bc.id)))}
    holder = {a.id: i.id for i in rederive(store).incidents for a in i.accounts}
    assert holder[one.id] != holder[three.id]


@pytest.mark.parametrize("seed", range(6))
def test_undone_in_any_order_the_record_is_to_the_byte_what_it_was(
    store: Store, seed: int
) -> None:
    before = rows(store)
    dice = Random(seed)
    made = []
    for _ in range(6):
        accounts = [a for i in store.incidents() for a in i.accounts]
        if len(accounts) < 2:
            break
        incident = dice.choice(store.incidents())
        pair = dice.sample(accounts, 2)
        decide = dice.choice((
            partial(same, store, pair), partial(different, store, pair),
            partial(not_an_incident, store, incident),
            partial(set_value, store, incident, f"killed={dice.randint(0, 99)}"),
        ))  # fmt: skip
        try:
            made.append(decide(user="ann"))
        except JudgingError:
            continue
        rederive(store)
    assert made
    for judgement in dice.sample(made, len(made)):
        undo(store, judgement.id, user="ben")
    rederive(store)
    assert rows(store) == before


# -- killed, and two at once -------------------------------------------------------------------

DECIDE = """
import sys
from pathlib import Path
from casus.judging import note, set_value
from casus.pipeline import rederive
from casus.store import Store

who, times = sys.argv[2], int(sys.argv[3])
for n in range(times):
    with Store.open(Path(sys.argv[1])) as store:
        incident = store.incidents()[0]
        kept = set_value(store, incident, f"killed={n}", user=who, reason="counted")
        print(kept.id, flush=True)
        rederive(store)
"""


def deciding(path: Path, who: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", DECIDE, str(path), who, str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("after", [1, 2, 3, 5, 8])
def test_killed_while_judging_nothing_told_is_lost(read: Path, tmp_path: Path, after: int) -> None:
    path = tmp_path / "casus.db"
    path.write_bytes(read.read_bytes())
    process = deciding(path, "ann", 1000)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(after)]
    process.kill()
    told += process.stdout.read().split()
    assert process.wait() == -signal.SIGKILL
    with Store.open(path, wait=5) as store:
        kept = [j.id for j in store.judgements()]
        # one more may have been kept before it could be told
        assert kept[: len(told)] == told
        assert len(kept) <= len(told) + 1
        rederive(store)
        assert store.incidents()[0].tolls["killed"].best == len(kept) - 1
        for judgement in store.judgements():
            undo(store, judgement.id, user="ben")
        rederive(store)
        undone = rows(store)
    with Store.view(read) as store:
        assert undone == rows(store)


def test_two_who_judge_at_once_wait_for_each_other(read: Path, tmp_path: Path) -> None:
    path = tmp_path / "casus.db"
    path.write_bytes(read.read_bytes())
    both = [deciding(path, who, 6) for who in ("ann", "ben")]
    told = [process.communicate(timeout=60)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    with Store.open(path) as store:
        kept = store.judgements()
        assert {j.user: [k.id for k in kept if k.user == j.user] for j in kept} == {
            "ann": told[0], "ben": told[1],
        }  # fmt: skip
        assert [len(ids) for ids in told] == [6, 6]
        before = rows(store)
        rederive(store)
        assert rows(store) == before
