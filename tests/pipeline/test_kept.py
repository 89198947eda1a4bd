"""Compiled packs kept between runs: what is kept, for whom, and when it is made anew."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from casus.extract.actors import Registry
from casus.extract.compiled import CompiledPack
from casus.pipeline import kept

TEXT = "Three soldiers were killed in a bomb attack on a checkpoint."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.ENVIRONMENT, str(tmp_path / "cache"))
    return tmp_path / "cache"


def _made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages whose packs are compiled from now on."""
    made: list[str] = []
    compiling = kept.compile_pack

    def noted(pack: object) -> CompiledPack:
        made.append(getattr(pack, "lang", ""))
        return compiling(pack)  # type: ignore[arg-type]

    monkeypatch.setattr(kept, "compile_pack", noted)
    return made


def test_a_pack_is_made_once_and_read_back(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _made(monkeypatch)
    first, _ = kept.ready("en", (), None, "v1")
    again, registry = kept.ready("en", (), None, "v1")
    assert made == ["en"]
    assert (again.version, again.lexicon.size) == (first.version, first.lexicon.size)
    assert isinstance(registry, Registry)
    compiled = kept.compile_pack(again)
    assert compiled.pack is again
    assert compiled.triage.fires(TEXT)
    assert not compiled.triage.fires("The museum opens on Sunday.")
    assert [file.stat().st_mode & 0o777 for file in home.iterdir()] == [0o600]


@pytest.mark.parametrize("version", ["v2", "v1 and more"])
def test_another_version_is_made_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    made = _made(monkeypatch)
    kept.ready("en", (), None, "v1")
    kept.ready("en", (), None, version)
    assert made == ["en", "en"]
    assert len(list(home.iterdir())) == 2


def test_only_a_few_versions_stay(home: Path) -> None:
    for number in range(7):
        kept.ready("en", (), None, f"v{number}")
    assert len(list(home.iterdir())) == 4


@pytest.mark.parametrize("broken", [b"", b"no pickle", pickle.dumps(("a", "b")), pickle.dumps(1)])
def test_a_broken_file_is_passed_over_and_replaced(home: Path, broken: bytes) -> None:
    kept.ready("en", (), None, "v1")
    (file,) = home.iterdir()
    file.write_bytes(broken)
    pack, _ = kept.ready("en", (), None, "v1")
    assert pack.lang == "en"
    assert file.read_bytes() != broken


class _Trap:
    """A pickle that tells when somebody loads it."""

    def __reduce__(self) -> tuple[object, ...]:
        return (pytest.fail, ("a file of others was loaded",))


@pytest.mark.parametrize("loose", ["file", "folder"])
def test_what_others_can_write_to_is_never_loaded(home: Path, loose: str) -> None:
    kept.ready("en", (), None, "v1")
    (file,) = home.iterdir()
    file.write_bytes(pickle.dumps(_Trap()))
    (file if loose == "file" else home).chmod(0o777)
    pack, _ = kept.ready("en", (), None, "v1")
    assert pack.lang == "en"


def test_without_a_folder_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kept.ENVIRONMENT, "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept.folder() is None
    assert kept.ready("en", (), None, "v1")[0].lang == "en"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_keeps_nobody_from_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    monkeypatch.setenv(kept.ENVIRONMENT, str(tmp_path / "taken"))
    assert kept.ready("en", (), None, "v1")[0].lang == "en"


def test_the_folder_is_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(kept.ENVIRONMENT, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept.folder() == tmp_path / "casus"
