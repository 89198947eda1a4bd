"""What all tests share: compiled packs are kept in a folder of the test run's own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

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
