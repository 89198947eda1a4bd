"""The order of the stages: take in, read, link, reconcile, write.

Use `run(request, config)` to do everything, `refresh(request, config)` to write no files,
`ingest(paths, store, config)` to add reports to a store and read nothing,
`apply_judgements(store)` after judgements, `derive(store, policy)` to look.
Documents are kept in a store before anything is read from them; a document is read again only
when its pack, the code or the gazetteer changed. The same input gives the same bytes, whatever
was killed on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from casus.config import Config
from casus.pipeline.assembly import (
    apply_judgements,
    assemble,
    bring_up_to_date,
    derive,
    rederive,
)
from casus.pipeline.builtin import builtin_stages, code_version, languages_of
from casus.pipeline.coded import Imported, take_in_coded
from casus.pipeline.intake import Taken, take_in
from casus.pipeline.model import (
    STORE_NAME,
    Changes,
    Outcome,
    PipelineError,
    Progress,
    Reader,
    Refreshed,
    Request,
    Result,
    Silent,
    Stages,
)
from casus.pipeline.reading import read_all
from casus.pipeline.record import Record
from casus.pipeline.watching import Round, Watch
from casus.store import Store

__all__ = [
    "STORE_NAME", "Changes", "Imported", "Outcome", "PipelineError", "Progress", "Reader",
    "Record", "Refreshed", "Request", "Result", "Round", "Silent", "Stages", "Taken", "Watch",
    "apply_judgements", "builtin_stages", "code_version", "derive", "import_coded", "ingest",
    "rederive", "refresh", "run",
]  # fmt: skip


def run(
    request: Request,
    config: Config,
    *,
    write: Callable[[Path, Result], None] = lambda _folder, _result: None,
    stages: Stages | None = None,
    progress: Progress | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Result:
    """Do everything, from files to files; without paths, bring what a store holds up to date.

    `write` puts a finished run into the output folder, while no other run can.
    `waiting` is told who holds the store, should the run have to wait for it.
    Raises PipelineError where there are neither paths nor a store; StoreError, OSError.
    """
    progress = progress or Silent()
    stages = stages or builtin_stages(request)
    with _opened(request, config, waiting) as store:
        request.out.mkdir(parents=True, exist_ok=True)
        given, read, kept = _read(store, request, config, stages, progress)
        result = assemble(store, config, stages, progress)
        counts = Counter(outcome.status.value for outcome in result.outcomes)
        result = replace(result, given=given, read=read, kept=kept, counts=dict(counts))
        progress.stage("Writing", None)
        write(request.out, result)
    return result


def refresh(
    request: Request,
    config: Config,
    *,
    stages: Stages | None = None,
    progress: Progress | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Refreshed:
    """What `run` does, but for the files: takes no longer than what is new takes, however large
    the store is. Raises as `run` does."""
    progress = progress or Silent()
    stages = stages or builtin_stages(request)
    with _opened(request, config, waiting) as store:
        given, read, kept = _read(store, request, config, stages, progress)
        return Refreshed(given, read, kept, bring_up_to_date(store, config, stages, progress))


def _opened(request: Request, config: Config, waiting: Callable[[str], None]) -> Store:
    if not request.paths and not request.store_file.is_file():
        raise PipelineError(f"there is no store at {request.store_file}; name reports to read")
    wait = config.limits.lock_wait_seconds
    return Store.open(request.store_file, wait=wait, waiting=waiting)


def _read(
    store: Store, request: Request, config: Config, stages: Stages, progress: Progress
) -> tuple[int, int, int]:
    """Take in and read: usable inputs, documents read now, readings taken over."""
    if request.paths:
        found = (store, request.paths, config, stages.languages, progress)
        given = take_in(*found, skip=(request.out,)).given
    else:
        given = store.count_documents()
    return given, *read_all(store, request, stages, progress)


def ingest(
    paths: Sequence[str],
    store: Path,
    config: Config,
    *,
    packs: tuple[Path, ...] = (),
    progress: Progress | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Taken:
    """Add reports to a store and read nothing: `run` without paths does that, whenever it suits.

    What is counted is kept, whatever happens next. `packs` are further folders of language
    packs: a report in a language without a pack is refused. Raises StoreError, OSError.
    """
    languages = languages_of(packs)
    with Store.open(store, wait=config.limits.lock_wait_seconds, waiting=waiting) as opened:
        return take_in(opened, paths, config, languages, progress or Silent())


def import_coded(
    data_set: str,
    path: Path,
    store: Path,
    config: Config,
    *,
    published: date | None = None,
    progress: Progress | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Imported:
    """Add the events of a data set's file ("ged", "acled") to a store; `run` links them.

    `published` is the day of its release. Raises WrongFileError, StoreError, OSError, and KeyError
    for an unknown data set.
    """
    with Store.open(store, wait=config.limits.lock_wait_seconds, waiting=waiting) as opened:
        return take_in_coded(opened, data_set, path, progress or Silent(), published=published)
