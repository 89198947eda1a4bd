"""A new language's folder, with every class of words that the engine reads and none of its words.

Use `scaffold` for `casus pack new`; docs/languages.md says how to go on from there.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

from casus.packs import PackError, builtin_folder

TEMPLATE = "template"
_CODE = re.compile(r"[a-z]{2,3}")
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")


def scaffold(lang: str, *, into: Path, name: str, script: str = "Latn") -> Path:
    """Copy the template to `into`/`lang` and return that folder.

    Raises PackError for a code or script that is none, and where the folder exists: nothing is
    overwritten.
    """
    if not _CODE.fullmatch(lang):
        raise PackError(f"{lang!r} is no language code: give two or three small letters (ISO 639)")
    if not _SCRIPT.fullmatch(script):
        raise PackError(f"{script!r} is no script: give its ISO 15924 code, such as Latn or Cyrl")
    if not name.strip() or any(char in name for char in '"\\\n'):
        raise PackError("give the language's own name in plain letters")
    folder = into / lang
    if folder.exists():
        raise PackError(f"{folder} exists: choose another --out, or go on with what is there")
    into.mkdir(parents=True, exist_ok=True)
    shutil.copytree(builtin_folder() / TEMPLATE, folder)
    settings = folder / "pack.toml"
    text = settings.read_text("utf-8").replace("{name}", name.strip()).replace("{script}", script)
    settings.write_text(text, "utf-8")
    return folder


def template_classes() -> dict[str, tuple[str, ...]]:
    """Every class of words that the engine reads, with its attributes."""
    return {
        cls: tuple(attributes)
        for file in sorted((builtin_folder() / TEMPLATE / "words").glob("*.toml"))
        for cls, attributes in tomllib.loads(file.read_text("utf-8")).items()
    }
