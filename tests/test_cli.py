"""The command line: what it prints, where, with which status; never a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

import casus
import fakes
from casus import cli
from casus.cli.output import days, incident_table, toll
from casus.cli.why import show
from casus.gazetteer import Gazetteer
from casus.reconcile import explain
from casus.store import Store
from casus.types import Incident, State, Toll, When
from test_pipeline import reports

FRENCH = (
    "Quatre personnes ont été tuées lundi dans un accident de la route, a indiqué la police. "
    "Le conducteur, légèrement blessé, a été transporté à l'hôpital de la ville.\n"
)


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    fakes.reads.clear()
    monkeypatch.setattr("casus.pipeline.builtin_stages", lambda request: fakes.stages())
    # the sources' names come from the packs, whose content is not what is tested here
    monkeypatch.setattr("casus.cli.data.data_sources", lambda *_: [])
    monkeypatch.setenv("COLUMNS", "80")


class Done:
    """What a command did."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def casus_(capsys: pytest.CaptureFixture[str]):
    def call(*args: object) -> Done:
        with pytest.raises(SystemExit) as caught:
            cli.main([str(arg) for arg in args])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Done(int(caught.value.code or 0), captured.out, captured.err)

    return call


def test_run_prints_the_table_the_counts_and_the_page(tmp_path: Path, casus_) -> None:
    folder, out = reports(tmp_path / "in", 6), tmp_path / "out"
    (folder / "fr.txt").write_text(FRENCH)
    (folder / "fr2.txt").write_text(FRENCH)
    (folder / "empty.txt").write_text("")
    done = casus_("run", folder, "--out", out)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert max(map(len, lines[:6])) <= 80
    assert lines[0].split() == ["#", "When", "What", "Where", "Killed", "State", "Reports"]
    assert lines[1].split()[:4] == ["1", "2021-03-01", "armed", "attack"]
    assert "Lowport, Norland" in lines[1]
    assert "conflicting" in lines[1]
    days = [line.split()[1] for line in lines[1:5]]
    assert days == sorted(days)
    assert "4 incidents in 9 reports: 6 with incidents, 3 rejected\n" in done.out
    assert "rejected fr2.txt +1 French (fr) cannot be read" in " ".join(done.out.split())
    assert "the file is empty" in " ".join(done.out.split())
    assert f"Report: {out}/report.html" in done.out.replace("\n", "")
    for name in ("incidents.jsonl", "claims.jsonl", "documents.jsonl", "report.html", "casus.db"):
        assert (out / name).stat().st_size > 0
    assert f"casus why 1 killed --out {out}" in done.out
    assert "(none read anew)" in casus_("run", folder, "--out", out).out
    (folder / "more.txt").write_text("Harbour: 6 people were killed.")
    assert "(1 read anew)" in casus_("run", folder, "--out", out).out


def test_a_run_without_files_tells_what_changed(tmp_path: Path, casus_) -> None:
    folder, store = reports(tmp_path / "in", 2), tmp_path / "casus.db"
    out = ("--out", tmp_path / "out", "--store", store)
    done = casus_("run", folder, "--no-files", *out)
    told = "2 reports read; 2 incidents are new, 0 changed, 0 gone; there are 2\n"
    assert (done.status, done.out) == (0, told)
    assert not (tmp_path / "out").exists()
    (tmp_path / "none").mkdir()
    done = casus_("run", tmp_path / "none", "--no-files", "--quiet", *out)
    assert (done.status, done.out) == (2, "")
    assert "no report could be used" in done.err


def test_the_table_fits_80_columns_and_shortens_only_the_place_and_kind() -> None:
    account = fakes.account_of(fakes.document("d", "Harbour: 53 people died."))
    base = fakes.incident_of("Harbour", (account,), "ucdp")
    place = replace(base.where.place, name="A place with a very long name indeed " * 3)
    incident = replace(
        base,
        kind="building_collapse",
        when=replace(base.when, when=When(date(2021, 3, 27), date(2021, 4, 2), "days")),
        where=replace(base.where, place=place),
        tolls={"killed": Toll(149, 154, 254, State.CONFLICTING, "ucdp", "")},
        languages=("ar", "de", "en"),
    )
    console = Console(width=80, file=io.StringIO())
    console.print(incident_table([incident] * 11, 80))
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert all("149–154–254  conflicting  1 ar +2" in line for line in lines[1:])
    assert lines[11].startswith("11  2021-03-27…04-02  building…")
    assert "A place wit…" in lines[1]
    near = replace(incident, where=replace(base.where, place=replace(place, name="Little Farport")))
    assert "Little Farport, Norland" in (wide := _table(near, 120))
    assert "Little Farport, NO " in _table(near, 90)
    longer = replace(incident, where=replace(base.where, place=replace(place, name="Far Farport")))
    assert re.search("  Far Farport +149", _table(longer, 80))
    assert max(map(len, wide.splitlines())) <= 120


def _table(incident: Incident, width: int) -> str:
    console = Console(width=width, file=io.StringIO())
    console.print(incident_table([incident], width))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("low", "best", "high", "shown"),
    [(49, 54, 54, "49–54–54"), (54, 54, 54, "54"), (53, 53, None, "53+"), (53, None, None, "53+"),
     (None, None, 20, "≤20"), (49, None, 54, "49–54"), (None, None, None, "?")],
)  # fmt: skip
def test_tolls_are_shown_as_low_best_high(
    low: int | None, best: int | None, high: int | None, shown: str
) -> None:
    assert toll(Toll(low, best, high, State.AGREED, "ucdp", "")) == shown
    assert toll(None) == "–"


@pytest.mark.parametrize(
    ("start", "end", "precision", "shown"),
    [("2019-11-01", "2019-11-01", "day", "2019-11-01"),
     ("2019-11-01", "2019-11-03", "days", "2019-11-01…03"),
     ("2019-10-28", "2019-11-03", "week", "2019-10-28…11-03"),
     ("2019-10-01", "2019-10-31", "month", "2019-10"),
     ("2019-01-01", "2019-12-31", "year", "2019"),
     ("2019-11-01", None, "unknown", "≥2019-11-01"), (None, None, "unknown", "?")],
)  # fmt: skip
def test_days_are_shown_as_precisely_as_known(
    start: str | None, end: str | None, precision: str, shown: str
) -> None:
    first = date.fromisoformat(start) if start else None
    last = date.fromisoformat(end) if end else None
    assert days(When(first, last, precision)) == shown


def test_hostile_names_and_texts_reach_the_terminal_harmless(tmp_path: Path, casus_) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a\x1b[31m[red]b\nc.txt").write_text("")
    done = casus_("run", folder, "--out", tmp_path / "out")
    assert "\x1b" not in done.out + done.err
    assert "[31m[red]b c.txt" in done.out + done.err


def test_nothing_read_is_status_2_with_the_reason(tmp_path: Path, casus_) -> None:
    path = tmp_path / "a.txt"
    path.write_text("")
    done = casus_("run", path, "--out", tmp_path / "out")
    assert done.status == 2
    assert f"casus: nothing could be read; {path}: the file is empty" in done.err
    (tmp_path / "none").mkdir()
    done = casus_("run", tmp_path / "none", "--out", tmp_path / "out2")
    assert (done.status, "the folder holds no files" in done.err) == (2, True)


def test_quiet_prints_nothing(tmp_path: Path, casus_) -> None:
    done = casus_("run", reports(tmp_path / "in", 2), "--out", tmp_path / "out", "--quiet")
    assert (done.status, done.out, done.err) == (0, "", "")


def test_options_reach_the_run(tmp_path: Path, casus_) -> None:
    folder = reports(tmp_path / "in", 2)
    store = tmp_path / "elsewhere" / "kept.db"
    done = casus_("run", folder, "--out", tmp_path / "out", "--store", store, "--policy", "gtd")
    assert done.status == 0
    assert store.exists()
    assert '"policy":"gtd"' in (tmp_path / "out" / "incidents.jsonl").read_text()
    done = casus_("run", folder, "--out", tmp_path / "de", "--lang", "de")
    assert (done.status, "cannot be read, only de" in done.err) == (2, True)


def test_ingest_keeps_reports_and_a_run_without_paths_reads_them(tmp_path: Path, casus_) -> None:
    folder, store = reports(tmp_path / "in", 3), tmp_path / "kept" / "casus.db"
    done = casus_("ingest", folder, "--store", store)
    assert done.out == "3 new reports, 0 known already, 0 refused\n"
    assert fakes.reads == []
    reports(folder, 5)
    (folder / "empty.txt").write_text("")
    done = casus_("ingest", folder, "--store", store)
    assert done.out == "2 new reports, 3 known already, 1 refused\n"
    done = casus_("run", "--store", store, "--out", tmp_path / "out")
    assert (done.status, len(fakes.reads)) == (0, 5)
    done = casus_("run", "--store", store, "--out", tmp_path / "out")
    assert (done.status, len(fakes.reads)) == (0, 5)
    casus_("run", folder, "--out", tmp_path / "whole", "--quiet")
    for name in ("incidents.jsonl", "documents.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_ingesting_nothing_is_status_2(tmp_path: Path, casus_) -> None:
    (tmp_path / "a.txt").write_text("")
    done = casus_("ingest", tmp_path / "a.txt", "--store", tmp_path / "casus.db")
    assert (done.status, "no report could be used" in done.err) == (2, True)


def test_the_store_among_the_reports_is_no_report(tmp_path: Path, casus_) -> None:
    folder = reports(tmp_path / "in", 2)
    for known in (0, 2):
        done = casus_("ingest", folder, "--store", folder / "casus.db")
        assert done.out == f"{2 - known} new reports, {known} known already, 0 refused\n"


def wrong(tmp_path: Path) -> dict[str, tuple[list[object], str]]:
    reports(tmp_path / "in", 1)
    (tmp_path / "file").write_text("x")
    (tmp_path / "bad.toml").write_text("policy = 'mean'")
    (tmp_path / "bad.db").write_bytes(b"no database " * 1000)
    good = [tmp_path / "in", "--out", tmp_path / "out"]
    return {
        "missing path": (["run", tmp_path / "no", "--out", tmp_path / "o"], "no file or folder"),
        "out is a file": (["run", tmp_path / "in", "--out", tmp_path / "file"], "is a file"),
        "out under a file": (["run", tmp_path / "in", "--out", tmp_path / "file" / "x"], "file"),
        "bad setting": (["run", *good, "--config", tmp_path / "bad.toml"], "'mean' is none of"),
        "no config": (["run", *good, "--config", tmp_path / "no.toml"], "cannot be read"),
        "bad language": (["run", *good, "--lang", "English"], "no language code"),
        "damaged store": (["run", *good, "--store", tmp_path / "bad.db"], "is damaged"),
        "store is a folder": (["run", *good, "--store", tmp_path], "is a folder"),
        "nothing named": (["run", "--out", tmp_path / "o"], "there is no store"),
        "no store": (["why", "1", "--out", tmp_path / "no"], "there is no store"),
        "cannot write": (["run", tmp_path / "in", "--out", "/proc/casus"], "/proc/casus"),
    }


WRONG = (
    "missing path", "out is a file", "out under a file", "bad setting", "no config",
    "bad language", "damaged store", "store is a folder", "nothing named", "no store",
    "cannot write",
)  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_goes_wrong_is_one_clear_line(tmp_path: Path, casus_, case: str) -> None:
    cases = wrong(tmp_path)
    assert set(cases) == set(WRONG)
    args, says = cases[case]
    done = casus_(*args)
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith("casus: ")
    assert says in line


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions bind no root")
def test_a_read_only_folder_is_one_clear_line(tmp_path: Path, casus_) -> None:
    folder, out = reports(tmp_path / "in", 1), tmp_path / "out"
    out.mkdir()
    out.chmod(0o500)
    done = casus_("run", folder, "--out", out)
    assert done.status == 2
    assert len(done.err.splitlines()) == 1


def test_why_shows_every_claim_in_its_sentence(tmp_path: Path, casus_) -> None:
    out = tmp_path / "out"
    casus_("run", reports(tmp_path / "in", 8), "--out", out)
    done = casus_("why", "1", "killed", "--out", out)
    assert done.status == 0
    assert "killed: " in done.out
    assert "[conflicting]" in done.out
    for number in (3, 7):
        assert f"Harbour fire: [{number}] people were killed" in done.out
    assert "police (The police)" in done.out
    assert "rule xx/fake@1" in done.out
    whole = casus_("why", "i-Harbour", "--store", out / "casus.db").out
    for field in ("when: 2021-03-01", "where: Lowport", "perpetrator: The Group", "killed: who?"):
        assert field in whole


def test_why_on_a_terminal_wraps_and_marks(tmp_path: Path, casus_) -> None:
    casus_("run", reports(tmp_path / "in", 8), "--out", tmp_path / "out")
    with Store.view(tmp_path / "out" / "casus.db") as store:
        incident = store.incidents()[0]
        documents = {document.id: document for document in store.documents()}
    claims = [claim for account in incident.accounts for claim in account.claims]
    console = Console(force_terminal=True, width=60, file=io.StringIO(), color_system="standard")
    show(console, explain(incident, None, claims, documents))
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert "Harbour fire: \x1b[1;4m3\x1b[0m people were killed" in text
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(len, bare.splitlines())) <= 60
    assert "killed  7 (low 3, high open)  conflicting" in bare
    assert "open questions" in bare


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("9", "there is no incident 9; the last is 2"),
        ("0", "there is no incident 0"),
        ("i-", "2 incidents begin with 'i-'"),
        ("zzz", "there is no incident 'zzz'"),
    ],
)
def test_why_says_which_incident_it_misses(tmp_path: Path, casus_, named: str, says: str) -> None:
    out = tmp_path / "out"
    casus_("run", reports(tmp_path / "in", 2), "--out", out)
    done = casus_("why", named, "--out", out)
    assert (done.status, says in done.err, len(done.err.splitlines())) == (2, True, 1)


def test_why_finds_an_incident_by_an_account_that_joined_it(tmp_path: Path, casus_) -> None:
    out = tmp_path / "out"
    casus_("run", reports(tmp_path / "in", 2), "--out", out)
    row = json.loads((out / "incidents.jsonl").read_text().splitlines()[0])
    done = casus_("why", row["accounts"][0]["id"], "--out", out)
    assert f"incident {row['id']}" in done.out


def test_an_unexpected_error_is_short_and_debug_shows_it(
    tmp_path: Path, casus_, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(request: object) -> None:
        raise ZeroDivisionError("a\nbug")

    monkeypatch.setattr("casus.pipeline.builtin_stages", fail)
    args = ("run", reports(tmp_path / "in", 1), "--out", tmp_path / "out")
    done = casus_(*args)
    assert done.status == 1
    assert done.err.splitlines()[0] == "casus: unexpected error: ZeroDivisionError: a bug"
    assert "--debug" in done.err
    with pytest.raises(ZeroDivisionError):
        cli.main([*map(str, args), "--debug"])


def test_an_interrupt_says_how_to_go_on(
    tmp_path: Path, casus_, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(request: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("casus.pipeline.builtin_stages", interrupt)
    done = casus_("run", reports(tmp_path / "in", 1), "--out", tmp_path / "out")
    assert (done.status, "run the same command again" in done.err) == (130, True)


def test_help_answers_at_once_and_lists_every_command() -> None:
    command = [sys.executable, "-m", "casus", "--help"]
    subprocess.run(command, capture_output=True, check=True)
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert time.perf_counter() - start < 1.0  # 0.1 s alone; the machine may be busy
    for name in cli._COMMANDS:
        assert re.search(rf"^  {name}\s", done.stdout, re.MULTILINE)
    slow = (
        "import sys, casus.cli; "
        "print([m for m in ('rich', 'msgspec', 'regex') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", slow], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_and_option_is_in_the_manual() -> None:
    manual = (Path(casus.__file__).parents[2] / "docs" / "usage.md").read_text(encoding="utf-8")
    group = cli.cli
    context = group.make_context("casus", ["--version"], resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        assert f"casus {name}" in manual
        for option in command.params:
            if option.param_type_name == "option":
                assert option.opts[-1] in manual, f"casus {name} {option.opts[-1]}"


def test_a_gazetteer_is_imported_and_told(tmp_path: Path, casus_) -> None:
    row = ["9000001", "Farport", "Farport", "", "14.5", "-4.2", "P", "PPL", "ML", "", "", "", "",
           "", "1200", "", "260", "Africa/Bamako", "2020-01-01"]  # fmt: skip
    dump, out = tmp_path / "ML.txt", tmp_path / "places.sqlite"
    dump.write_text("\t".join(row) + "\nno such line\n")
    done = casus_("gazetteer", "import", dump, "--out", out)
    assert done.status == 0
    assert "1 places" in done.out
    assert "1 lines that could not be read" in done.out
    assert "ML.txt line 2" in done.out
    assert Gazetteer.open(out).lookup("Farport")[0].country == "ML"
    done = casus_("gazetteer", "import", tmp_path / "no.txt", "--out", out)
    assert (done.status, done.err.splitlines()) == (
        2,
        [f"casus: there is no file {tmp_path}/no.txt"],
    )


def test_the_version_is_told(casus_) -> None:
    assert casus_("--version").out == f"casus {casus.__version__}\n"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 40)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import fakes, casus.pipeline as p; "
        "import casus.cli.data as d; d.data_sources = lambda *_: []; "
        "p.builtin_stages = lambda request: fakes.stages(); from casus.cli import main; "
        "main(sys.argv[2:])"
    )
    here = str(Path(__file__).parent)
    process = subprocess.Popen(
        [sys.executable, "-c", code, here, "run", str(folder), "--out", str(tmp_path / "out")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_a_language_is_begun_and_checked(casus_, tmp_path: Path) -> None:
    made = casus_("pack", "new", "pt", "--name", "Português", "--out", str(tmp_path))
    assert made.status == 0
    assert f"casus pack check pt --packs {tmp_path}" in made.out
    checked = casus_("pack", "check", "pt", "--packs", str(tmp_path), "--gaps")
    assert checked.status == 1
    assert "a pack without rules reads nothing" in checked.out
    assert "HARM_T has no words" in checked.out
    again = casus_("pack", "new", "pt", "--name", "Português", "--out", str(tmp_path))
    assert (again.status, again.out) == (2, "")
    assert "exists" in again.err


def test_exporting_says_what_it_wrote_and_what_is_wrong(casus_, tmp_path: Path) -> None:
    out = tmp_path / "out"
    reports(tmp_path / "in", count=2)
    assert casus_("run", tmp_path / "in", "--out", out, "--quiet").status == 0
    done = casus_("export", "csv", "--out", out, "--provenance")
    assert done.status == 0
    assert done.out.strip() == f"{out / 'incidents.csv'}: one flat row an incident"
    assert casus_("export", "csv", "--check", out / "incidents.csv").status == 0
    wrong = casus_("export", "acled", "--check", out / "incidents.csv")
    assert wrong.status == 1
    assert "row 0, head: lacks event_id_cnty" in wrong.out
    assert casus_("export", "hxl", "--check", out / "incidents.csv").status == 2
    missing = casus_("export", "csv", "--out", out, "--to", tmp_path / "no" / "x.csv")
    assert missing.status == 2
    assert f"there is no folder {tmp_path / 'no'}: make it, or name" in missing.err
