"""The whole path with the real stages, on the reports that come with Casus."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import casus
from casus.cli.run import write_outputs
from casus.config import Config
from casus.pipeline import STORE_NAME, Request, Result, run
from casus.store import Store

NEWS = Path(casus.__file__).parent / "samples" / "news"
FILES = ("incidents.jsonl", "claims.jsonl", "documents.jsonl", "report.html")


def go(paths: list[Path], out: Path, *, jobs: int = 1) -> Result:
    request = Request(tuple(map(str, paths)), out, jobs=jobs, debug=True)
    return run(request, Config(), write=partial(write_outputs, packs=()))


def bytes_of(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    out = tmp_path_factory.mktemp("sample") / "out"
    result = go([NEWS], out)
    assert result.read > 0
    assert result.incidents
    return out, bytes_of(out)


def test_a_second_run_reads_nothing_and_writes_the_same_bytes(
    first: tuple[Path, dict[str, bytes]],
) -> None:
    out, before = first
    result = go([NEWS], out)
    assert (result.read, result.kept) == (0, len(result.documents))
    assert bytes_of(out) == before


def test_everything_derived_can_be_deleted(
    first: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    out, before = first
    again = tmp_path / "again"
    again.mkdir()
    shutil.copy(out / STORE_NAME, again / STORE_NAME)
    with Store.open(again / STORE_NAME) as store:
        store.forget_derived()
    assert go([NEWS], again).read > 0
    assert bytes_of(again) == before


def test_the_order_of_the_inputs_changes_nothing(
    first: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    _, before = first
    paths = sorted(NEWS.iterdir())
    random.Random(3).shuffle(paths)
    go(paths, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before


def test_incidents_keep_their_ids_when_more_reports_come(tmp_path: Path) -> None:
    paths = sorted(NEWS.iterdir())
    early = go(paths[: len(paths) // 2], tmp_path / "out")
    late = go(paths, tmp_path / "out")
    held = {account.id for incident in late.incidents for account in incident.accounts}
    ids = {incident.id for incident in late.incidents}
    for incident in early.incidents:
        assert incident.id in ids or incident.id in held


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_killed_at_random_moments_it_ends_as_if_never_killed(
    first: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    _, before = first
    out = tmp_path / "out"
    command = [sys.executable, "-m", "casus", "run", str(NEWS), "--out", str(out), "--quiet"]
    chance = random.Random(5)
    for _ in range(4):
        process = subprocess.Popen(command)
        try:
            process.wait(timeout=0.2 + chance.random())
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    subprocess.run(command, check=True, timeout=120)
    assert bytes_of(out) == before
