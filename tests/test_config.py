"""Configuration: complete, checked, hashed."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest

from casus.config import Config, ConfigError, Limits, load, parse


def test_a_file_sets_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "casus.toml"
    path.write_text(
        'policy = "acled"\nlanguages = ["en", "de", "en"]\n'
        "[window]\nearliest = 1990-01-01\n[limits]\nmax_line_bytes = 1000\n"
    )
    config = load(path)
    assert config.policy == "acled"
    assert config.languages == ("en", "de")
    assert config.window.earliest == datetime.date(1990, 1, 1)
    assert config.window.latest == Config().window.latest
    assert config.limits == Limits(max_line_bytes=1000)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('policy = "mean"', "'mean' is none of ucdp, acled, gtd, range"),
        ("policy = 3", "policy: must be a text"),
        ('polcy = "ucdp"', "polcy: unknown setting; known are languages, limits, policy, window"),
        ('languages = "en"', "languages: must be a list"),
        ('languages = ["English"]', "'English' is no language code"),
        ("limits = 3", "limits: must be a table"),
        ("[limits]\nmax_line_bytes = 0", "limits.max_line_bytes: must be 1 or more"),
        ("[limits]\nmax_line_bytes = true", "limits.max_line_bytes: must be of type int"),
        ("[limits]\nmax_lines = 1", "limits.max_lines: unknown setting"),
        ('[window]\nearliest = "1990"', "window.earliest: must be of type date"),
        ("[window]\nearliest = 2200-01-01", "window: earliest lies after latest"),
        ("policy = ", "no valid TOML"),
    ],
)
def test_what_cannot_be_is_refused_with_the_key(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "casus.toml"
    path.write_text(toml)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load(tmp_path / "none.toml")


def test_the_digest_is_the_same_in_every_process_and_moves_with_every_setting() -> None:
    code = "from casus.config import Config; print(Config().digest)"
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert other.stdout.strip() == Config().digest
    variants = [
        Config(),
        Config(policy="gtd"),
        Config(languages=("en",)),
        parse({"limits": {"max_text_chars": 5}}),
        parse({"window": {"latest": datetime.date(2030, 1, 1)}}),
    ]
    assert len({config.digest for config in variants}) == len(variants)
