"""What the pages say about the code is true, and language stays in the packs."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from casus.config import Config, Limits, Window

ROOT = Path(__file__).parent.parent
CODE = ROOT / "src" / "casus"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BLIND = sorted(f for part in ("extract", "link", "reconcile") for f in (CODE / part).rglob("*.py"))
LANGUAGES = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "ar": "arabic",
    "ru": "russian", "pt": "portuguese", "it": "italian", "uk": "ukrainian", "tr": "turkish",
}  # fmt: skip

LETTERS = {"Lu", "Ll", "Lt", "Lo", "Mn", "Mc"}
"""Categories of letters and accents; an apostrophe such as U+02BC (Lm) belongs to no language."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


# -- ARCHITECTURE.md ---------------------------------------------------------------------------


def parts() -> set[str]:
    """Modules and folders of the package, as a page names them."""
    return {
        f"{path.name}/" if path.is_dir() else path.name
        for path in CODE.iterdir()
        if not path.name.startswith(("_", ".")) and (path.is_dir() or path.suffix == ".py")
    }


def paths_named(text: str) -> set[str]:
    """Files and folders that a page names: in backticks, or first on a line of a listing."""
    found = set(re.findall(r"`([\w./-]+(?:\.(?:py|toml|tsv|jsonl?|sql|md)|/))`", text))
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            first = re.match(r"[ │├└─]*([\w./-]+(?:\.py|/))(?:\s|$)", line)
            if first:
                found.add(first[1])
    return found


def exists(name: str) -> bool:
    """True for a path from the root or the package, or the end of a path in the package."""
    if any((base / name).exists() for base in (ROOT, CODE, ROOT / "docs", ROOT / "tests")):
        return True
    plain = name.strip("/")
    return any(str(p.relative_to(CODE)).endswith(f"/{plain}") for p in CODE.rglob("*"))


def test_architecture_names_every_part() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    said = paths_named(text)
    last = {re.sub(r".*?([^/]+/?)$", r"\1", name) for name in said}
    assert parts(), "the package was not found"
    assert parts() - last == set()


def test_architecture_names_nothing_that_is_not_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = {name for name in paths_named(text) if not exists(name)}
    for dotted in re.findall(r"`(casus(?:\.\w+)+)`", text):
        steps = dotted.split(".")[1:]
        base = CODE.joinpath(*steps)
        owner = CODE.joinpath(*steps[:-1])
        known = base.is_dir() or base.with_suffix(".py").exists()
        # the last step may be a name in the module before it
        sources = [f for f in (owner / "__init__.py", owner.with_suffix(".py")) if f.exists()]
        if not known and not any(defines(f, steps[-1]) for f in sources):
            missing.add(dotted)
    assert missing == set()


def defines(file: Path, name: str) -> bool:
    said = rf"^(?:def|class|import|from) .*\b{name}\b|^{name}\b|^    \"{name}\""
    return re.search(said, file.read_text(encoding="utf-8"), re.MULTILINE) is not None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("`text.py` and `extract/`", {"text.py", "extract/"}),
        ("```\ncasus/\n  types.py  all\n  packs/ data\n```", {"casus/", "types.py", "packs/"}),
        ("no `names` here, `a b`", set()),
        ("`docs/decisions/`", {"docs/decisions/"}),
    ],
)  # fmt: skip
def test_paths_named(text: str, wanted: set[str]) -> None:
    assert paths_named(text) == wanted


# -- language stops at the claim ---------------------------------------------------------------


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Strings of the code with their lines, docstrings left out: they explain, with examples."""
    tree = ast.parse(source)
    # a string that stands alone documents what it stands in, or the constant before it
    pages = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pages:
            yield node.lineno, node.value


def language_in(source: str) -> list[str]:
    """Language codes, names of languages and letters beyond ASCII in the strings of a module."""
    # codes are lower-case; "DE" is a country or a class of words
    codes = LANGUAGES.keys() | {n for name in LANGUAGES.values() for n in (name, name.title())}
    found = []
    for line, value in literals(source):
        if set(re.split(r"[\s,;|/_-]+", value)) <= codes:
            found.append(f"{line}: {value!r} is a language")
        elif any(ord(c) > 127 and unicodedata.category(c) in LETTERS for c in value):
            found.append(f"{line}: {value!r} has letters of a language")
    return found


def test_there_is_code_that_must_be_blind() -> None:
    assert {f.parent.name for f in BLIND} >= {"extract", "link", "reconcile"}


@pytest.mark.parametrize("file", BLIND, ids=named)
def test_no_language_past_the_packs(file: Path) -> None:
    assert language_in(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('x = "en"', 1),
        ('if lang in ("de", "fr"): pass', 2),
        ('x = "en,de"', 1),
        ('x = {"German": 1}', 1),
        ('x = f"{a} straße"', 1),
        ('x = "morts|tués"', 1),
        ('x = "атака"', 1),
        ('"""A page in "de"."""\nx = 1', 0),
        ('def f() -> int:\n    """Ménaka."""\n    return 1', 0),
        ('X = 1\n"""How "überfallen" is read."""', 0),
        ('x = "killed"', 0),
        ('x = "– … “” ʼ"', 0),
        ('x = "index"', 0),
        ('country = "DE"', 0),
    ],
)
def test_language_in(source: str, count: int) -> None:
    assert len(language_in(source)) == count


# -- the pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r"(?:src|href)=\"([^\"#]+)", text)
    local = [t for t in targets if not re.match(r"[a-z]+:", t)]
    assert [t for t in local if not (page.parent / t).exists()] == []


def commands(group: click.Group, path: str = "casus") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, f"{path} {name} is listed and cannot be loaded"
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """Command → its long options."""
    from casus.cli import cli  # noqa: PLC0415

    found = {
        path: {o for p in c.params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}
        for path, c in commands(cli)
    }
    assert found, "no command was found"
    return found


@pytest.fixture(scope="module")
def usage() -> str:
    return (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")


def test_every_command_is_documented(known: dict[str, set[str]], usage: str) -> None:
    assert [path for path in known if not re.search(rf"\b{path}\b", usage)] == []


def test_every_option_is_documented(known: dict[str, set[str]]) -> None:
    hidden = {"--help", "--debug"}
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    told = set(re.findall(r"--[a-z][\w-]*", pages))
    untold = {f"{path} {o}" for path, options in known.items() for o in options - told - hidden}
    assert untold == set()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_documented_command_exists(page: Path, known: dict[str, set[str]]) -> None:
    text = page.read_text(encoding="utf-8")
    code = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    code += re.findall(r"`([^`\n]+)`", text)
    wrong = []
    for line in "\n".join(code).replace("\\\n", " ").splitlines():
        call = re.match(r"\s*(?:\$ )?(?:\.venv/bin/)?(casus(?: [a-z][a-z0-9]*)+)(.*)", line)
        if call is None:
            continue
        words = call[1].split()
        path = next((p for n in (3, 2) if (p := " ".join(words[:n])) in known), None)
        group = any(p.startswith(f"{' '.join(words)} ") for p in known)
        if path is None and not group:
            wrong.append(line)
        elif path is not None:
            given = set(re.findall(r"(?<!\S)--[a-z][\w-]*", call[2].split("|")[0]))
            wrong += [f"{path} {o}" for o in given - known[path] - {"--help", "--debug"}]
    assert wrong == []


def test_every_setting_is_documented(usage: str) -> None:
    names = {f.name for kind in (Config, Limits, Window) for f in fields(kind)}
    assert {name for name in names if not re.search(rf"\b{name}\b", usage)} == set()


def test_nothing_tells_of_one_machine() -> None:
    places = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/")
    suffixes = {".py", ".md", ".toml", ".jsonl", ".json", ".txt", ".html", ".cfg", ".yml"}
    roots = ("src", "tests", "docs", "benchmarks", "scripts", "gold")
    files = [f for r in roots for f in (ROOT / r).rglob("*") if f.suffix in suffixes]
    # a second checkout's .git is a file that says where the first one lies
    files += [
        f for f in ROOT.iterdir()
        if f.is_file() and f.suffix in suffixes | {""} and f.name != ".git"
    ]  # fmt: skip
    assert len(files) > 50
    told = {
        named(f)
        for f in files
        if f != Path(__file__).resolve() and "__pycache__" not in f.parts
        and places.search(f.read_text(encoding="utf-8", errors="ignore"))
    }  # fmt: skip
    assert told == set()
