"""A new language begins with every class that the engine reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from casus.packs import PackError, available, load_pack
from casus.packs.scaffold import scaffold, template_classes


def test_a_new_pack_loads_and_is_found(tmp_path: Path) -> None:
    folder = scaffold("pt", into=tmp_path, name="Português")
    assert folder == tmp_path / "pt"
    assert "pt" in available((tmp_path,))
    pack = load_pack("pt", (tmp_path,))
    assert (pack.name, pack.script, pack.status, pack.lexicon.size) == (
        "Português", "Latn", "draft", 0,
    )  # fmt: skip


def test_the_template_is_no_language() -> None:
    assert "template" not in available()


def test_the_template_holds_every_class_of_the_fullest_packs() -> None:
    guide = Path(__file__).parents[2] / "docs" / "languages.md"
    rows = re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", guide.read_text("utf-8"), re.M)
    documented = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    chunks = {"NUM", "QTY", "DATE", "PLACE", "ACTOR", "W", "NAME", "GROUP", "PEOPLE", "HARMED"}
    assert documented - chunks <= set(template_classes())
    assert "REPORTED" in template_classes()


@pytest.mark.parametrize(
    ("lang", "name", "script", "message"),
    [
        ("Portuguese", "Português", "Latn", "is no language code"),
        ("../x", "X", "Latn", "is no language code"),
        ("pt", "Português", "latin", "is no script"),
        ("pt", 'a"b', "Latn", "the language's own name"),
    ],
)
def test_what_is_refused(tmp_path: Path, lang: str, name: str, script: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        scaffold(lang, into=tmp_path, name=name, script=script)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = scaffold("pt", into=tmp_path, name="Português")
    (folder / "numbers.toml").write_text("mine", "utf-8")
    with pytest.raises(PackError, match="exists"):
        scaffold("pt", into=tmp_path, name="Português")
    assert (folder / "numbers.toml").read_text("utf-8") == "mine"
