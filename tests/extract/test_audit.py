"""What `casus pack check` finds beyond broken examples, on packs spoilt on purpose."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from casus.extract.audit import audit_pack, dead_entries, gaps
from casus.packs import available, builtin_folder, load_pack, read_pack
from casus.packs.scaffold import template_classes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(builtin_folder() / "en", tmp_path / "en"))


def rule(name: str, pattern: str) -> str:
    return f"""
[[rule]]
id = "{name}"
emits = "toll"
pattern = "{pattern}"
set = {{ field = "killed" }}
examples = ["x"]
not = ["y"]
"""


@pytest.mark.parametrize("lang", available())
def test_shipped_packs_have_no_faults(lang: str) -> None:
    assert audit_pack(load_pack(lang)) == []


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("chief's men", "a text reads chief · 's · men"),
        ("chief 's men", ""),
        ("’s men", ""),
        ("hit-and-run", ""),
        ("u.s. troops", "a text reads u · . · s · . · troops"),
    ],
)
def test_entries_that_no_text_holds(folder: Path, entry: str, told: str) -> None:
    (folder / "words" / "9.toml").write_text(f'[OWN]\nx = ["{entry}"]\n', "utf-8")
    found = [f for f in dead_entries(read_pack(folder)) if f.where.startswith("OWN")]
    assert [told in f.what for f in found] == ([True] if told else [])


def test_an_entry_that_stands_twice(folder: Path) -> None:
    (folder / "words" / "9.toml").write_text('[OWN]\nx = ["raid{,s}", "raids"]\n', "utf-8")
    found = [f for f in dead_entries(read_pack(folder)) if f.where.startswith("OWN")]
    assert [(f.where, f.what) for f in found] == [
        ("OWN.x: raids", "stands in this list already: delete it")
    ]


def test_rules_that_repeat_others_and_patterns_without_bounds(folder: Path) -> None:
    spoilt = rule("one", "NEG HYPO") + rule("two", "NEG HYPO") + rule("long", "(?:(?:W*)*W)*NEG")
    (folder / "rules" / "9.toml").write_text(spoilt, "utf-8")
    found = audit_pack(read_pack(folder))
    assert {(f.kind, f.where) for f in found} == {
        ("collision", "en/two@1"),
        ("slow", "en/long@1"),
    }


def test_gaps_are_what_the_model_has_words_for(folder: Path) -> None:
    for file in (folder / "words").glob("*.toml"):
        file.write_text(file.read_text("utf-8").replace("[HYPO]", "[OWN_HYPO]"), "utf-8")
    found = gaps(read_pack(folder), template_classes(), load_pack("en"))
    assert [(f.where, f.what.split(";")[0]) for f in found] == [("HYPO", "has no words")]
