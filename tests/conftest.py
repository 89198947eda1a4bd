"""What all tests share: packs compiled into a folder of the test run's own, a real browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

from casus.pipeline.kept import ENVIRONMENT


@pytest.fixture(scope="session", autouse=True)
def packs_kept_aside() -> Iterator[None]:
    """Neither the user's cache folder nor what lies in it has a say; processes inherit it."""
    before = os.environ.get(ENVIRONMENT)
    with tempfile.TemporaryDirectory() as home:
        os.environ[ENVIRONMENT] = home
        yield
        if before is None:
            del os.environ[ENVIRONMENT]
        else:
            os.environ[ENVIRONMENT] = before


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium that asks nothing of any host by itself; tests are skipped without one."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "chrome")
    chromium = next((path for name in names if (path := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("no Chromium is installed")
    arguments = [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()
