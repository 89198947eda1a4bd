"""The order of the stages: nothing read twice, equal input gives equal bytes, kill or not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

import fakes
from casus.config import Config
from casus.export.contract import write_contract
from casus.packs import PackError
from casus.pipeline import STORE_NAME, PipelineError, Request, Result, code_version, refresh, run
from casus.store import Store, StoreError
from casus.types import Document, Status

FILES = ("incidents.jsonl", "claims.jsonl", "documents.jsonl")
PLACES = ("Harbour", "Market", "Station", "Mill")


def reports(folder: Path, count: int = 12) -> Path:
    folder.mkdir(exist_ok=True)
    for n in range(count):
        text = (
            f"{PLACES[n % 4]} fire: {n + 3} people were killed on Monday when the building burned, "
            f"police said in report number {n} about the fire that night."
        )
        (folder / f"r{n}.txt").write_text(f"date: 2021-03-{n % 28 + 1:02}\n{text}\n")
    return folder


def request(folder: Path, out: Path, **fields: object) -> Request:
    return Request(paths=(str(folder),), out=out, jobs=1, **fields)  # type: ignore[arg-type]


def go(folder: Path, out: Path, **fields: object) -> Result:
    fakes.reads.clear()
    version = str(fields.pop("version", "1"))
    config = fields.pop("config", Config())
    return run(
        request(folder, out, **fields),
        config,  # type: ignore[arg-type]
        stages=fakes.stages(version=version),
        write=write_contract,
    )


def bytes_of(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def test_a_run_writes_what_the_contract_says(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 5)
    (folder / "empty.txt").write_text("")
    (folder / "quiet.txt").write_text("Nothing at all happened in the town on this calm evening.")
    (folder / "twin.txt").write_text((folder / "r0.txt").read_text())
    result = go(folder, tmp_path / "out")
    assert (result.given, result.read, result.kept) == (7, 6, 0)
    assert result.counts == {"read": 5, "no_incident": 1, "duplicate": 1, "rejected": 1}
    rows = {
        name: [json.loads(line) for line in (tmp_path / "out" / name).read_text().splitlines()]
        for name in FILES
    }
    documents = rows["documents.jsonl"]
    assert [Path(row["path"]).name for row in documents] == [
        "empty.txt", "quiet.txt", "r0.txt", "r1.txt", "r2.txt", "r3.txt", "r4.txt", "twin.txt",
    ]  # fmt: skip
    assert list(documents[2])[:10] == [
        "id", "path", "url", "publisher", "lang", "title", "published", "published_basis",
        "status", "problems",
    ]  # fmt: skip
    assert documents[-1]["same_as"] == documents[2]["id"]
    assert documents[0]["problems"] == [{"code": "empty", "what": "the file is empty"}]
    harbour, market = rows["incidents.jsonl"][:2]
    assert (harbour["schema_version"], harbour["id"]) == (1, "i-Harbour")
    assert harbour["when"] == {
        "start": "2021-03-01", "end": "2021-03-01", "precision": "day", "basis": "relative",
        "state": "conflicting", "claims": harbour["when"]["claims"],
    }  # fmt: skip
    assert harbour["where"]["path"] == ["Norland", "Lowport"]
    assert harbour["tolls"]["killed"]["low"] == 3
    assert harbour["tolls"]["killed"]["high"] is None
    assert market["accounts"][0]["anchor"] == [0, len(_text(result, market))]
    claims = {row["id"]: row for row in rows["claims.jsonl"]}
    for ident in harbour["tolls"]["killed"]["support"]:
        claim = claims[ident]
        text = result.documents[claim["document"]].text
        assert text[slice(*claim["spans"][0])] == claim["raw"]
        assert claim["value"] == {"low": int(claim["raw"]), "high": None, "approx": True}
        assert (claim["incident"], claim["voice"]["kind"]) == ("i-Harbour", "police")


def _text(result: Result, row: dict[str, list[dict[str, str]]]) -> str:
    return result.documents[row["accounts"][0]["document"]].text


def test_a_second_run_reads_nothing_and_writes_the_same_bytes(tmp_path: Path) -> None:
    folder, out = reports(tmp_path / "in"), tmp_path / "out"
    go(folder, out)
    first = bytes_of(out)
    assert len(fakes.reads) == 12
    result = go(folder, out)
    assert (result.read, result.kept, fakes.reads) == (0, 12, [])
    assert bytes_of(out) == first


def test_deleting_everything_derived_rebuilds_the_same_bytes(tmp_path: Path) -> None:
    folder, out = reports(tmp_path / "in"), tmp_path / "out"
    go(folder, out)
    first = bytes_of(out)
    with Store.open(out / STORE_NAME) as store:
        store.forget_derived()
    for name in FILES:
        (out / name).unlink()
    result = go(folder, out)
    assert result.read == 12
    assert bytes_of(out) == first


def test_a_shuffled_input_and_another_process_count_give_the_same_bytes(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 230)
    paths = [str(path) for path in folder.iterdir()]
    random.Random(4).shuffle(paths)
    seen = []
    for name, given, jobs in (("a", [str(folder)], 1), ("b", paths, 2)):
        run(
            Request(paths=tuple(given), out=tmp_path / name, jobs=jobs),
            Config(),
            stages=fakes.stages(),
            write=write_contract,
        )
        seen.append(bytes_of(tmp_path / name))
    assert seen[0] == seen[1]


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    folder, out = reports(tmp_path / "in"), tmp_path / "out"
    go(folder, out)
    (folder / "new.txt").write_text("Mill fire: 70 people were killed on Sunday, police said.")
    assert go(folder, out).read == 1
    assert go(folder, out, version="2").read == 13
    stages = fakes.stages(version="2")
    german = replace(stages, versions={**stages.versions, "de": "3"})
    assert run(request(folder, out), Config(), stages=german).read == 0
    assert go(folder, out, version="2", config=Config(policy="gtd")).read == 0


def test_a_store_is_refreshed_without_files_and_a_run_then_writes_the_same(tmp_path: Path) -> None:
    folder, out, other = reports(tmp_path / "in", 6), tmp_path / "out", tmp_path / "other"
    store = tmp_path / "kept" / "casus.db"
    go(folder, other)
    first = request(folder, out, store=store)
    done = refresh(first, Config(), stages=fakes.stages())
    assert (done.given, done.read, done.kept, len(done.changes.new)) == (6, 6, 0, 4)
    reports(folder, 7)
    done = refresh(first, Config(), stages=fakes.stages())
    assert (done.read, done.kept, done.changes.changed) == (1, 6, ("i-Station",))
    assert (done.changes.new, done.changes.gone, done.changes.total) == ((), (), 4)
    assert not out.exists()
    assert go(folder, out, store=store).read == 0
    go(folder, other)
    assert bytes_of(out) == bytes_of(other)
    with pytest.raises(PipelineError, match="there is no store"):
        refresh(replace(first, paths=(), store=tmp_path / "none.db"), Config())


def test_a_run_without_reports_and_store_leaves_no_folder(tmp_path: Path) -> None:
    asked = replace(request(tmp_path / "in", tmp_path / "out"), paths=())
    with pytest.raises(PipelineError, match="there is no store"):
        run(asked, Config(), stages=fakes.stages())
    assert not asked.out.exists()


def test_growth_keeps_ids_and_adds_rows(tmp_path: Path) -> None:
    folder, out = reports(tmp_path / "in", 4), tmp_path / "out"
    before = {incident.id for incident in go(folder, out).incidents}
    more = reports(tmp_path / "more", 12)
    result = go(more, out)
    assert before <= {incident.id for incident in result.incidents}
    # the first four reports came before under other paths
    assert result.counts == {"read": 12, "duplicate": 4}


def test_an_error_in_reading_costs_one_document(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 3)
    (folder / "bad.txt").write_text("RAISE an error while 3 people read this report in the town.")
    result = go(folder, tmp_path / "out")
    assert result.counts == {"read": 3, "rejected": 1}
    (bad,) = [o for o in result.outcomes if o.status is Status.REJECTED]
    assert bad.problems[0].code == "failed"
    assert "a rule went wrong" in bad.problems[0].what
    with pytest.raises(ValueError, match="a rule went wrong"):
        go(folder, tmp_path / "debug", debug=True)


def test_a_broken_pack_stops_the_run_with_its_message(tmp_path: Path) -> None:
    def fail(document: Document) -> None:
        raise PackError("xx/rules: a rule is broken")

    stages = replace(fakes.stages(), make_reader=lambda: fail)
    with pytest.raises(PackError, match="a rule is broken"):
        run(request(reports(tmp_path / "in", 2), tmp_path / "out"), Config(), stages=stages)


def test_languages_can_be_narrowed(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 3)
    result = go(folder, tmp_path / "out", config=Config(languages=("de",)))
    assert (result.given, result.counts) == (0, {"rejected": 3})


def test_the_output_is_no_input(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 3)
    out = folder / "results"
    go(folder, out)
    assert go(folder, out).counts == {"read": 3}


def test_a_lost_pack_is_told(tmp_path: Path) -> None:
    folder, out = reports(tmp_path / "in", 2), tmp_path / "out"
    go(folder, out)
    result = run(request(folder, out), Config(), stages=fakes.stages(languages=("de",)))
    problems = {problem.code for outcome in result.outcomes for problem in outcome.problems}
    assert problems == {"unsupported_language", "no_pack"}


def test_the_code_version_is_stable_and_names_the_release() -> None:
    assert code_version() == code_version()
    assert code_version().startswith("0.")


def _die() -> None:
    os._exit(9)


def make_dying_reader() -> object:
    return lambda document: _die()


def test_a_dead_process_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casus.pipeline.reading.POOL_FROM", 100)  # the reader dies with its process
    folder = reports(tmp_path / "in", 201)
    stages = replace(fakes.stages(), make_reader=make_dying_reader)
    with pytest.raises(PipelineError, match="run again with --jobs 1"):
        run(Request((str(folder),), tmp_path / "out", jobs=2), Config(), stages=stages)
    assert len(list(_documents(tmp_path / "out"))) == 201


def _documents(out: Path) -> list[str]:
    with Store.view(out / STORE_NAME) as store:
        return [document.id for document in store.documents()]


def _kept(out: Path) -> set[str]:
    try:
        return set(_documents(out))
    except StoreError:  # killed before the store was laid out: nothing is kept yet
        return set()


INGEST = """
import sys
from pathlib import Path
from casus.config import Config
from casus.pipeline import intake, ingest
intake.TAKE_IN = 5  # many commits to be killed between
ingest((sys.argv[1],), Path(sys.argv[2]), Config())
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_killed_while_ingesting_what_was_kept_stays_and_the_rest_is_added(tmp_path: Path) -> None:
    folder, out = reports(tmp_path / "in", 600), tmp_path / "out"
    go(folder, tmp_path / "calm")
    out.mkdir()
    command = [sys.executable, "-c", INGEST, str(folder), str(out / STORE_NAME)]
    kept: set[str] = set()
    cut = 0
    for least in (0, 50, 200, 400):
        process = subprocess.Popen(command)
        while process.poll() is None and len(kept) <= least:
            time.sleep(0.002)
            kept = _kept(out)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        before, kept = kept, _kept(out)
        assert before <= kept
        cut += len(kept) < 600
    assert cut
    subprocess.run(command, check=True)
    assert len(_kept(out)) == 600
    assert go(folder, out).read == 600
    assert bytes_of(out) == bytes_of(tmp_path / "calm")


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
import fakes
from casus.config import Config
from casus.export.contract import write_contract
from casus.packs import PackError
from casus.pipeline import Request, run
if __name__ == "__main__":
    run(Request((sys.argv[1],), Path(sys.argv[2]), jobs=1), Config(), stages=fakes.stages(),
        write=write_contract)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_killed_again_and_again_it_ends_as_if_never_killed(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 150)
    go(folder, tmp_path / "calm")
    out, log = tmp_path / "out", tmp_path / "reads"
    script = tmp_path / "go.py"
    script.write_text(SCRIPT)
    command = [sys.executable, str(script), str(folder), str(out), str(Path(__file__).parent)]
    env = {**os.environ, "CASUS_TEST_PAUSE": "0.004", "CASUS_TEST_READS": str(log)}
    chance = random.Random(11)
    kept: set[str] = set()
    kills = 0
    for _ in range(40):
        process = subprocess.Popen(command, env=env)
        try:
            process.wait(timeout=0.45 + chance.random())
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
        else:
            assert process.returncode == 0
            break
        before, kept = kept, _kept(out)
        assert before <= kept
        time.sleep(0.01)
    else:
        subprocess.run(command, env=env, check=True)
    assert kills >= 1
    assert bytes_of(out) == bytes_of(tmp_path / "calm")
