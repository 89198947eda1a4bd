"""The pages tell the truth: commands, links, packs, figures; and nothing but the project."""

from __future__ import annotations

import functools
import importlib.util
import json
import re
import subprocess
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from casus.packs import _RULE_KEYS, available, load_pack
from casus.text import APOSTROPHES

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PACKS = ROOT / "src" / "casus" / "packs"
SAMPLE = ROOT / "src" / "casus" / "samples" / "news"


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# -- commands and links ------------------------------------------------------------------------


@pytest.mark.parametrize("page", [README, ROOT / "CONTRIBUTING.md"], ids=named)
def test_commands_of_make_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", read(ROOT / "Makefile"), re.MULTILINE))
    told = set(re.findall(r"(?:^    |`)make ([a-z][\w-]*)", read(page), re.MULTILINE))
    assert told
    assert told <= targets


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_scripts_that_a_page_names_exist(page: Path) -> None:
    told = re.findall(r"\b((?:scripts|tests|gold|src|docs)/[\w./-]*\w)", read(page))
    # gold/xx and a pack's xx stand for any language
    missing = {t for t in told if "xx" not in t and not (ROOT / t).exists()}
    assert missing <= {"src/casus/packs"}


def anchors(page: Path) -> set[str]:
    """Addresses of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", read(page), flags=re.DOTALL), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_to_a_file_and_its_heading(page: Path) -> None:
    text = re.sub(r"```.*?```", "", read(page), flags=re.DOTALL)
    wrong = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            wrong.append(target)
    assert wrong == []


def test_every_page_is_in_the_index() -> None:
    index = read(ROOT / "docs" / "index.md")
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in ROOT.glob("docs/**/*.md")}
    linked = set(re.findall(r"\]\(([^)#]+)\)", index))
    assert pages - {"index.md"} - linked == set()


# -- packs -------------------------------------------------------------------------------------


@functools.cache
def told_of_packs() -> frozenset[str]:
    """Every word in code style in the pages on packs: keys, classes, attributes."""
    pages = [read(ROOT / "docs" / f"{name}.md") for name in ("languages", "dates", "gazetteer")]
    code = re.findall(
        r"`([^`\n]+)`", "\n".join(re.sub(r"^```.*$", "", p, flags=re.M) for p in pages)
    )
    return frozenset(word for span in code for word in re.findall(r"[A-Za-z_]\w*", span))


@pytest.mark.parametrize("lang", available())
def test_every_class_of_words_is_documented(lang: str) -> None:
    pack = load_pack(lang)
    assert len(pack.words) > 50
    assert set(pack.words) - told_of_packs() == set()


@pytest.mark.parametrize("lang", available())
def test_classes_of_a_packs_own_are_listed_only_where_they_are(lang: str) -> None:
    row = re.search(rf"^\| {lang} \| (`[A-Z_` ]+`) \|$", read(ROOT / "docs" / "languages.md"), re.M)
    assert row
    assert set(re.findall(r"`([A-Z_]+)`", row[1])) - set(load_pack(lang).words) == set()


@pytest.mark.parametrize("lang", available())
@pytest.mark.parametrize("file", ["pack", "numbers", "dates"])
def test_every_key_of_a_pack_is_documented(lang: str, file: str) -> None:
    data = tomllib.loads(read(PACKS / lang / f"{file}.toml"))
    keys = set(data)
    if file == "pack":
        keys |= set(data["strategies"]) | {key for source in data["sources"] for key in source}
    if file == "numbers":
        keys |= set(data["strategy"]) | set(data["digits"])
    assert len(keys) > 4
    assert keys - told_of_packs() == set()


def test_every_key_of_a_rule_and_every_strategy_is_documented() -> None:
    assert (_RULE_KEYS | set(APOSTROPHES)) - told_of_packs() == set()


@pytest.mark.parametrize("lang", available())
def test_what_rules_emit_and_set_is_documented(lang: str) -> None:
    told = told_of_packs()
    rules = load_pack(lang).rules
    assert rules
    used = {rule.emits for rule in rules} | {key for rule in rules for key, _ in rule.constants}
    slots = {slot for rule in rules for slot in re.findall(r"\(\?P<(\w+)>", rule.pattern)}
    assert (used | slots) - told == set()


# -- figures and excerpts ----------------------------------------------------------------------


@functools.cache
def script() -> ModuleType:
    """`scripts/readme_figures.py`, which writes what is checked here."""
    file = ROOT / "scripts" / "readme_figures.py"
    spec = importlib.util.spec_from_file_location("readme_figures", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def block(name: str) -> str:
    found = re.search(rf"<!-- {name} -->(.*?)<!-- /{name} -->", read(README), re.DOTALL)
    assert found, f"README.md has no place called {name}"
    return found[1].strip()


def figures() -> Iterator[tuple[str, dict[str, float]]]:
    """Each column of the README's table: its head and score by name."""
    rows = [
        [c.strip() for c in line.strip("|").split("|")] for line in block("figures").splitlines()
    ]
    key_of = {name: key for key, name in script().QUALITY}
    for column, head in enumerate(rows[0][1:], 1):
        values = {
            key_of[row[0]]: float(row[column].split(" ")[0])
            for row in rows[2:]
            if row[0] in key_of and row[column] != "–"
        }
        yield head, values


def test_the_figures_are_the_pinned_ones() -> None:
    pinned = {
        f"{'+'.join(p['names'])} ({', '.join(p['languages'])})": p["floors"]
        for p in json.loads(read(ROOT / "gold" / "floors.json"))["pinned"]
    }
    columns = dict(figures())
    assert set(columns) & set(pinned), "no column of the README is pinned"
    for head in set(columns) & set(pinned):
        assert len(columns[head]) > 5
        # floors are cut to three decimals, the README rounds to two
        wrong = {
            key: (value, pinned[head][key])
            for key, value in columns[head].items()
            if key in pinned[head] and abs(value - pinned[head][key]) > 0.0061
        }
        assert wrong == {}, "pin the floors, then run scripts/readme_figures.py"


def test_the_speeds_are_those_of_the_benchmarks() -> None:
    assert block("speed") == script().speed(read(ROOT / "docs" / "benchmarks.md"))


def test_the_excerpts_quote_the_sample() -> None:
    table = block("demo").strip("`\n").splitlines()
    assert max(map(len, table)) <= 80
    assert re.fullmatch(r"\d+ incidents in \d+ reports: .*", table[-1])
    sample = " ".join(read(f) for f in sorted(SAMPLE.iterdir()) if f.is_file())
    flat = " ".join(sample.replace('\\"', '"').replace('""', '"').split())
    quoted = [
        line.strip().replace("[", "").replace("]", "")
        for line in block("why").splitlines()
        if line.startswith(" " * 12) and not line.strip().startswith("rule ")
    ]
    assert len(quoted) >= 4
    assert [sentence for sentence in quoted if sentence not in flat] == []


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        ({"value": 0.9049, "low": 0.8, "high": 1.0}, "0.90 (0.80-1.00)"),
        ({"value": 0.5, "low": None, "high": None}, "0.50"),
        ({"value": None}, "–"),
        (None, "–"),
    ],
)
def test_a_score_is_written_with_its_interval(score: dict[str, Any] | None, shown: str) -> None:
    assert script()._cell(score) == shown


def test_a_place_in_the_readme_is_filled_once() -> None:
    page = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n"
    assert script().fill(page, "x", "new") == "a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb\n"
    with pytest.raises(SystemExit, match="0 places called y"):
        script().fill(page, "y", "new")


# -- nothing but the project -------------------------------------------------------------------

FOREIGN = {
    "a machine's path": r"(?<![\w.:/])/(?:work|farm|root|tmp/brief|home/\w+|opt/pypi)\b/?",
    "a package mirror": r"file:///opt|\bpypi-more\b|--(?:extra-)?index-url|https?://[\w.-]*registry",
    "a session": r"\b(?:sub-?agent|co-authored-by|this session|the session|worktree)\b",
    "an assistant": r"\b(?:claude|anthropic|chatgpt|openai|copilot|language model|as an ai)\b",
}
"""What a tracked file must not say, by what it would be."""
EXEMPT = {"tests/test_docs.py", "tests/test_architecture.py", "LICENSE"}
"""The lists of what is forbidden, and a text that is not ours."""
HOSTILE = re.compile(r"tests/.*(?:hostile|ingest)")
"""Tests that hold addresses an attacker would write."""


def tracked() -> list[Path]:
    """Files of the project as git lists them, or all that lie there without git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        folders = ("src", "tests", "docs", "scripts", "benchmarks", "gold")
        listed = [named(f) for folder in folders for f in (ROOT / folder).rglob("*")]
        listed += [named(f) for f in ROOT.iterdir() if f.is_file()]
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def foreign(text: str) -> list[str]:
    """What of `FOREIGN` a text says."""
    return [what for what, said in FOREIGN.items() if re.search(said, text, re.IGNORECASE)]


def test_tracked_files_tell_of_the_project_alone() -> None:
    files = [f for f in tracked() if f.suffix not in {".png", ".sqlite", ".pyc"}]
    assert len(files) > 100
    found = {}
    for file in files:
        name = named(file)
        # reports of the world speak of registries and language models
        if name in EXEMPT or name.startswith(("gold/", "src/casus/packs/")) or HOSTILE.match(name):
            continue
        if told := foreign(file.read_text(encoding="utf-8", errors="ignore")):
            found[name] = told
    assert found == {}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("see /" + "work/notes.md", 1),
        ("/" + "home/me/casus", 1),
        ("pip install --index-url http://x", 1),
        ("the session decided", 1),
        ("https://example.org/work/1", 0),
        ("out/work/x and a/root/b", 0),
        ("a registry of actors, registry.actors.get(x)", 0),
        ("https://registry.example.org/x", 1),
    ],
)
def test_foreign(text: str, count: int) -> None:
    assert len(foreign(text)) == count


def test_pictures_are_small_and_a_page_shows_them() -> None:
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    shown = "\n".join(map(read, PAGES))
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size <= 300_000
        assert f"images/{picture.name})" in shown


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_pages_hold_no_emoji(page: Path) -> None:
    signs = {c for c in read(page) if unicodedata.category(c) == "So" and ord(c) > 0x2BFF}
    assert signs == set()
