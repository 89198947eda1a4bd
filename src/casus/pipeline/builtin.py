"""The stages of Casus itself, and what a reading depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import casus
from casus.pipeline.helps import digest_of
from casus.pipeline.model import PipelineError, Reader, Request, Stages
from casus.types import Document, Status

if TYPE_CHECKING:
    from casus.extract.read import Reading

_HASHED_BYTES = 500_000_000
"""Data files beyond this are known by size and time."""


def languages_of(packs: tuple[Path, ...]) -> tuple[str, ...]:
    """Languages that can be read, with further folders of packs."""
    from casus.packs import available  # noqa: PLC0415 - loaded where needed

    return tuple(available(packs))


def builtin_stages(request: Request) -> Stages:
    """The stages of Casus itself, with the packs and the gazetteer that `request` names."""
    from casus.extract.actors import load_registry  # noqa: PLC0415 - loaded where needed
    from casus.gazetteer import Gazetteer  # noqa: PLC0415
    from casus.packs import pack_version  # noqa: PLC0415

    gazetteer = Gazetteer.open(request.gazetteer)
    languages = languages_of(request.packs)
    shared = [code_version(), _file_version(gazetteer.file)]
    if request.actors is not None:
        load_registry(languages[0], further=request.actors)  # refused now, not at each report
        shared.append(request.actors.read_text("utf-8"))
    versions = {lang: digest_of(pack_version(lang, request.packs), *shared) for lang in languages}
    reader = partial(_make_reader, request.packs, request.gazetteer, request.actors, versions)
    return replace(record_stages(), languages=languages, versions=versions, make_reader=reader)


def record_stages() -> Stages:
    """Stages that only link and reconcile: nothing can be read with them."""
    from casus.link import Linking  # noqa: PLC0415 - loaded where needed
    from casus.reconcile import reconcile  # noqa: PLC0415

    return Stages(
        languages=(),
        versions={},
        make_reader=_no_reader,
        linking=Linking,
        reconcile=lambda linked, documents, policy: reconcile(linked, documents, policy=policy),
        version=record_version(),
    )


def _no_reader() -> Reader:
    raise PipelineError("these stages read nothing")


def _make_reader(
    packs: tuple[Path, ...],
    gazetteer: Path | None,
    actors: Path | None,
    versions: Mapping[str, str],
) -> Reader:
    from casus.coded import read_coded  # noqa: PLC0415 - also runs in other processes
    from casus.extract.actors import called  # noqa: PLC0415
    from casus.extract.read import Reading, read_document  # noqa: PLC0415
    from casus.gazetteer import Gazetteer  # noqa: PLC0415
    from casus.pipeline.kept import ready  # noqa: PLC0415

    places = Gazetteer.open(gazetteer)
    languages = cache(lambda lang: ready(lang, packs, actors, versions[lang]))

    def read(document: Document) -> Reading:
        pack, registry = languages(document.lang)
        if document.coded:
            known = partial(called, registry=registry, writing=pack.writing)
            accounts = read_coded(document, gazetteer=places, actor=known)
            status = Status.READ if accounts else Status.NO_INCIDENT
            return Reading(document.id, status, accounts)
        return read_document(document, pack=pack, gazetteer=places, actors=registry)

    return read


def _file_version(file: Path) -> str:
    """A hash of a data file (34 MB: 0.05 s); size and time stand for that of a huge one."""
    found = file.stat()
    if found.st_size > _HASHED_BYTES:
        return f"{found.st_size}-{found.st_mtime_ns}"
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "blake2b").hexdigest()[:16]


@cache
def code_version() -> str:
    """The version of Casus and a hash of the code that reads, so that a changed rule engine
    reads again even where nobody raised the version."""
    # the registry of actors belongs to no one pack
    return _code_digest(
        *(f"{part}/**/*.py" for part in ("coded", "extract", "packs", "gazetteer")),
        "packs/actors/*.tsv",
    )


@cache
def record_version() -> str:
    """The version of Casus and a hash of the code that links and reconciles."""
    return _code_digest("link/**/*.py", "link/*.toml", "reconcile/**/*.py")


def _code_digest(*patterns: str) -> str:
    """The version of Casus and a hash of files of the package, its top modules among them."""
    root = Path(casus.__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for pattern in (*patterns, "*.py"):
        for file in sorted(root.glob(pattern)):
            if file.parent != root or file.stem != "config":
                digest.update(file.read_bytes())
    return f"{casus.__version__}+{digest.hexdigest()}"
