"""Documents into readings: each read once, in other processes where there are many.

Use `read_all` with an open store; a document is read again only when its pack, the code or the
gazetteer changed.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial

from casus.packs import PackError
from casus.pipeline.helps import blocks
from casus.pipeline.model import PipelineError, Progress, Reader, Request, Stages
from casus.store import Store, StoredReading
from casus.types import Document, Problem, Status

POOL_FROM = 2_500
"""Documents from which a process pool pays: each process spends about 1.3 s on packs and
gazetteer. On two cores 1,010 reports took 9 s alone and 12 s in a pool, 4,000 took 32 s and
27 s."""
_SAVE = 64
_BLOCK = 1024
_CHUNK = 8


def read_all(store: Store, request: Request, stages: Stages, progress: Progress) -> tuple[int, int]:
    """Read the documents whose reading is missing or old: how many, and how many were kept."""
    replaced = store.replaced()
    todo = [
        due
        for document, stamp in store.unread([*stages.versions.values()], replaced)
        if (due := _due(document, stages.versions, replaced=document.id in replaced)).stamp != stamp
    ]
    progress.stage("Reading", len(todo))
    for block in blocks(_read(todo, request, stages), _SAVE):
        store.save_readings(block)
        progress.step(len(block))
    total = store.count_documents()
    return len(todo), total - len(todo)


@dataclass(frozen=True, slots=True)
class _Due:
    """A document to read and the stamp its reading will carry. `replaced`: a row of a data set
    that has changed since; it is kept, and no account any more."""

    document: Document
    stamp: str
    replaced: bool


def _due(document: Document, versions: Mapping[str, str], *, replaced: bool) -> _Due:
    stamp = versions.get(document.lang, "")
    gone = bool(stamp) and document.coded is not None and replaced
    return _Due(document, f"{stamp}-replaced" if gone else stamp, gone)


def _read(todo: Sequence[_Due], request: Request, stages: Stages) -> Iterator[StoredReading]:
    jobs = request.jobs or os.cpu_count() or 1
    read = partial(_read_one, debug=request.debug)
    if not todo:
        return
    if len(todo) < POOL_FROM or jobs == 1:
        reader = stages.make_reader()
        for one in todo:
            yield read(reader, one)
        return
    # a forked child would share the open store and any running thread's locks
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_prepare_process, initargs=(stages.make_reader, read)
    ) as pool:
        try:
            for block in blocks(iter(todo), _BLOCK):
                yield from pool.map(_read_in_process, block, chunksize=_CHUNK)
        except BrokenProcessPool as error:
            raise PipelineError(
                "a reading process died, perhaps for want of memory; run again with --jobs 1"
            ) from error


def _read_one(reader: Reader, one: _Due, *, debug: bool) -> StoredReading:
    """Read one document. An error in the rules costs this document alone, and says so."""
    document, stamp = one.document, one.stamp
    if not stamp:
        what = f"there is no pack for {document.lang!r} any more; give its folder to --packs"
        return StoredReading(document.id, "", Status.REJECTED, (Problem("no_pack", what),), ())
    if one.replaced:
        what = "the data set has changed this row; its newer state counts"
        return StoredReading(
            document.id, stamp, Status.NO_INCIDENT, (Problem("replaced", what),), ()
        )
    try:
        reading = reader(document)
    except PackError:
        # it would fail for every document of the language
        raise
    except Exception as error:
        if debug:
            raise
        what = f"reading it failed ({type(error).__name__}: {error}); please report it"
        problem = Problem("failed", what[:500])
        return StoredReading(document.id, stamp, Status.REJECTED, (problem,), ())
    return StoredReading(
        document.id, stamp, reading.status, tuple(reading.problems), tuple(reading.accounts)
    )


_process: list[Callable[[_Due], StoredReading]] = []


def _prepare_process(
    make_reader: Callable[[], Reader], read: Callable[[Reader, _Due], StoredReading]
) -> None:
    """Load packs and gazetteer once, and end when the parent does, however it ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
    _process[:] = [partial(read, make_reader())]


def _read_in_process(one: _Due) -> StoredReading:
    return _process[0](one)
