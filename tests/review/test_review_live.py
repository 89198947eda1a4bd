"""A page that is open while `casus watch` takes reports in and a colleague decides."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

WAIT = 120_000  # milliseconds; machines under load read and look slowly
REPORT = """Three people were killed when a bus fell into a ravine near Huancavelica on Tuesday, \
the Peruvian police said on Wednesday.

Another eleven passengers were injured, the police added.
"""


@pytest.fixture
def watched(store: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder that `casus watch` brings into the store, the sample's reports in it already."""
    folder = tmp_path / "incoming"
    with as_file(files("casus") / "samples" / "news") as sample:
        shutil.copytree(sample, folder)
    command = [sys.executable, "-m", "casus", "watch", str(folder), "--store", str(store),
               "--out", str(tmp_path), "--every", "1", "--quiet"]  # fmt: skip
    process = subprocess.Popen(command, env=dict(os.environ))
    yield folder
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_reports_and_decisions_appear_without_a_reload_in_the_browser(
    browser: Any, serve: Callable[[Path], str], store: Path, watched: Path
) -> None:
    base = serve(store)
    ann, ben = (browser.new_context().new_page() for _ in range(2))
    for page in (ann, ben):
        page.set_default_timeout(WAIT)
        page.goto(base + "/incidents")
        page.wait_for_selector("#map[data-drawn]", state="attached")
        page.evaluate("window.same = true")
    assert ann.locator("tr", has_text="Huancavelica").count() == 0
    row = ann.locator(".incidents .what a").nth(2)
    row.focus()
    held = row.evaluate("a => a.closest('tr').dataset.id")
    (watched / "bus.txt").write_text(f"date: 2024-06-05\n\n{REPORT}", encoding="utf-8")
    for page in (ann, ben):
        page.locator("tr.fresh", has_text="Huancavelica").wait_for()
    # the row that had the focus has it still, and the page was never loaded anew
    assert ann.evaluate("document.activeElement.closest('tr').dataset.id") == held
    assert ann.locator("#live").inner_text()
    # a colleague decides: the other one's list follows
    ben.locator("tr", has_text="Huancavelica").locator("a").click()
    ben.locator("summary", has_text="Set a value").click()
    ben.locator("details[open] input[name=value]").fill("5")
    ben.get_by_role("button", name="Set it").click()
    ben.wait_for_selector("text=Done.")
    ann.locator("tr.fresh", has_text="decided").wait_for()
    told = ann.locator("tr", has_text="Huancavelica").locator("td.n").first.inner_text()
    assert told.startswith("5")
    assert ann.evaluate("window.same") is True
