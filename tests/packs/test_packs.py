"""A pack that breaks the schema does not load, and says where."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from casus import packs
from casus.packs import (
    PackError,
    available,
    builtin_folder,
    load_pack,
    pack_version,
    read_pack,
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of a shipped pack that a test may spoil."""
    return Path(shutil.copytree(builtin_folder() / "en", tmp_path / "en"))


def test_shipped_packs_load() -> None:
    assert {"en", "de"} <= set(available())
    for lang in available():
        loaded = load_pack(lang)
        assert loaded.rules
        assert loaded.lexicon.size > 1000


RULE = """
[[rule]]
id = "added"
emits = "toll"
pattern = "GROUP"
"""


PACK = "name = 'X'\nscript = 'Arab'\nstatus = 'draft'\n[strategies]\n"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("rules/9.toml", RULE + 'examples = ["x"]', "rule added lacks a counter-example"),
        ("rules/9.toml", RULE + 'not = ["x"]', "rule added lacks an example"),
        ("rules/9.toml", RULE + 'examples = []\nnot = ["x"]', "rule added lacks an example"),
        ("rules/9.toml", RULE + 'examples = ["x"]\nnot = ["x"]\ncolour = 1', "unknown keys"),
        (
            "rules/9.toml",
            RULE + 'examples = ["x"]\nnot = [' + ",".join(['"x"'] * 13) + "]",
            "delete it",
        ),
        ("rules/9.toml", "[[rule]]\nemits = 'toll'", "a rule has no id"),
        ("words/9.toml", "[event]\nx = ['y']", "[event] is no class table"),
        ("words/9.toml", "[EVENT]\nx = 'y'", "must be a list of strings"),
        ("words/9.toml", "[EVENT]\nx = ['a{b']", "unbalanced"),
        ("words/9.toml", "[EVENT\n", "words/9.toml"),
        ("pack.toml", "script = 'Latn'\nstatus = 'x'", "`name` must be given"),
        ("pack.toml", PACK + "letters = { 'ab' = 'c' }", "strategies.letters maps letters"),
        ("pack.toml", PACK + "apostrophe = 'x'", "strategies.apostrophe is one of"),
        ("pack.toml", PACK + "proclitics = 'w'", "strategies.proclitics must be"),
        ("pack.toml", PACK + "articles = 'al'", "strategies.articles must be"),
        ("places.tsv", "only one cell", "places.tsv:1"),
    ],
)
def test_spoilt_pack(pack: Path, file: str, text: str, message: str) -> None:
    (pack / file).write_text(text, "utf-8")
    with pytest.raises(PackError, match=re.escape(message)):
        read_pack(pack)


def test_missing_file(pack: Path) -> None:
    (pack / "dates.toml").unlink()
    with pytest.raises(PackError, match=r"dates\.toml is missing"):
        read_pack(pack)


def test_unknown_language() -> None:
    with pytest.raises(PackError, match="no pack for language 'xx'"):
        load_pack("xx")


def test_version_follows_content(pack: Path) -> None:
    before = read_pack(pack).version
    assert read_pack(pack).version == before
    with (pack / "words" / "function.toml").open("a") as words:
        words.write("\n# a comment is content, too\n")
    assert read_pack(pack).version != before


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of distributions that names packs by entry points."""
    monkeypatch.syspath_prepend(str(tmp_path))
    packs._installed.cache_clear()
    yield tmp_path
    packs._installed.cache_clear()


def distribute(folder: Path, package: str) -> None:
    info = folder / "casus_xx-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: casus-xx\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[casus.packs]\nxx = {package}\n")


def test_packs_of_other_distributions_are_found(installed: Path) -> None:
    shutil.copytree(builtin_folder() / "en", installed / "casus_xx")
    distribute(installed, "casus_xx")
    assert "xx" in available()
    found = load_pack("xx")
    assert (found.lang, found.folder) == ("xx", installed / "casus_xx")
    assert all(rule.id.startswith("xx/") for rule in found.rules)
    load_pack.cache_clear()


def test_an_entry_point_without_a_pack_says_so(installed: Path) -> None:
    (installed / "casus_xx").mkdir()
    distribute(installed, "casus_xx")
    with pytest.raises(PackError, match=r"xx = casus_xx: no pack\.toml"):
        available()


def test_a_version_is_known_without_reading(pack: Path) -> None:
    assert pack_version("en", (pack.parent,)) == read_pack(pack).version
    (pack / "numbers.toml").write_text("= no TOML", "utf-8")
    assert pack_version("en", (pack.parent,)) == pack_version("en", (pack.parent,))
    assert pack_version("en", (pack.parent,)) != pack_version("en")


def test_entries_are_read_with_the_letters_of_the_pack(pack: Path) -> None:
    (pack / "pack.toml").write_text(PACK + "letters = { 'é è' = 'e', 'ʻ' = '' }\n", "utf-8")
    (pack / "words" / "9.toml").write_text("[ADV]\nword = ['éʻzèze']\n", "utf-8")
    with (pack / "places.tsv").open("a", encoding="utf-8") as rows:
        rows.write("mèlie\tML\tname\n")
    read = read_pack(pack)
    assert read.lexicon.knows("ezeze")
    assert ("melie", "ML") in {(row.form, row.target) for row in read.places}
