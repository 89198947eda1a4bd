"""Packs made ready for reading, kept from one run to the next.

Use `ready` for a language's compiled pack and its registry of actors. They take 0.7 to 1.2 s
a language to make, a tenth of it to read back. What is kept is derived: a file a language in the
folder `folder()`, named by a hash of all that it was made from (the pack, the code, the actors,
the versions of Python and `regex`), so that a change of any makes a new one. Delete it any time.

A kept file is a pickle, which is code to whoever loads it: only a folder and file are used that
belong to the user and that nobody else can write to. Where there is no such folder nothing is kept.
"""

from __future__ import annotations

import os
import pickle
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import regex

from casus.extract.actors import Registry, load_registry
from casus.extract.compiled import CompiledPack, adopt, compile_pack
from casus.packs import Pack, load_pack, pack_folder
from casus.pipeline.helps import digest_of

ENVIRONMENT = "CASUS_CACHE"
"""Names another folder for what is kept; empty: nothing is kept."""

_MOST = 4
"""Files kept a language: a few versions of Casus may take turns."""


def folder() -> Path | None:
    """Where packs are kept: `$CASUS_CACHE`, else `casus` in the user's cache folder; None for
    nowhere."""
    named = os.environ.get(ENVIRONMENT)
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "casus"
    except RuntimeError:  # a user without a home
        return None


def ready(
    lang: str, packs: tuple[Path, ...], actors: Path | None, version: str
) -> tuple[Pack, Registry]:
    """A language's pack, compiled, and its registry. `version` is a hash of what a reading
    depends on. Raises PackError and ActorError where they must be made anew and cannot be."""
    name = f"{lang}-{_key(version, pack_folder(lang, packs))}.pickle"
    home = folder()
    file = home / name if home is not None else None
    found = _load(file) if file is not None else None
    if found is None:
        pack = load_pack(lang, packs)
        found = compile_pack(pack), load_registry(lang, pack.writing, actors)
        if file is not None:
            with suppress(OSError):  # a full disk keeps nobody from reading
                _keep(file, found)
    else:
        adopt(found[0])
    return found[0].pack, found[1]


def _key(version: str, pack: Path) -> str:
    return digest_of(version, str(pack), sys.version, regex.__version__)


def _load(file: Path) -> tuple[CompiledPack, Registry] | None:
    """What a file holds; None where it is missing, somebody else's or broken."""
    try:
        if not (_own(file.parent) and _own(file)):
            return None
        compiled, registry = pickle.loads(file.read_bytes())
    except Exception:
        return None
    if isinstance(compiled, CompiledPack) and isinstance(registry, Registry):
        return compiled, registry
    return None


def _own(path: Path) -> bool:
    """Whether a path is the user's own and nobody else can write to it; never where a system has
    no such notion."""
    if not hasattr(os, "getuid"):
        return False
    found = path.lstat()
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _keep(file: Path, what: tuple[CompiledPack, Registry]) -> None:
    """Write a file whole and let go of the oldest of its language. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _own(file.parent):
        return
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".new", delete=False) as made:
        try:
            pickle.dump(what, made, protocol=pickle.HIGHEST_PROTOCOL)
            made.close()
            Path(made.name).replace(file)
        except BaseException:
            Path(made.name).unlink(missing_ok=True)
            raise
    lang = file.name.partition("-")[0]
    others = [other for other in file.parent.glob(f"{lang}-*.pickle") if other != file]
    for other in sorted(others, key=lambda p: p.stat().st_mtime)[: 1 - _MOST or None]:
        other.unlink(missing_ok=True)
