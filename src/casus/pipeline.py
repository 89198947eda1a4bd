"""The order of the stages, and nothing else: take in, read, link, reconcile, write.

Use `run(paths, ...)` from the command line or a program. Documents are kept in a store before
anything is read from them; a document is read again only when its pack, the code or the
gazetteer changed. The same input gives the same bytes, whatever was killed on the way.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import casus
from casus.config import Config
from casus.ingest import Received, Rejected, place, read_paths
from casus.ingest.files import natural
from casus.packs import PackError
from casus.store import Arrival, Refusal, Store, StoredReading
from casus.types import Account, Document, Incident, Judgement, Problem, Run, Status

if TYPE_CHECKING:
    from casus.extract.read import Reading

_T = TypeVar("_T")
STORE_NAME = "casus.db"
POOL_FROM = 2_500
"""Documents from which a process pool pays: each process spends about 1.3 s on packs and
gazetteer. On two cores 1,010 reports took 9 s alone and 12 s in a pool, 4,000 took 32 s and
27 s."""
_HASHED_BYTES = 500_000_000
_TAKE_IN = 200
_SAVE = 64
_BLOCK = 1024
_CHUNK = 8


class PipelineError(Exception):
    """A run that cannot go on; the message says why and what to do."""


class Progress(Protocol):
    """What a run tells while it works; see `casus.cli` for the one that draws."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins; `total` steps, or None where nobody knows."""

    def step(self, count: int = 1) -> None:
        """So many steps are done."""


class Silent:
    """Progress that tells nothing."""

    def stage(self, name: str, total: int | None) -> None:
        """Nothing."""

    def step(self, count: int = 1) -> None:
        """Nothing."""


Reader = Callable[[Document], "Reading"]


class Linked(Protocol):
    """What linking hands to reconciling; only the accounts are looked at here."""

    @property
    def accounts(self) -> Sequence[Account]:
        """Every account, dates inferred where linking told them."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The functions of the stages. `make_reader` and `Reader` are called in other processes,
    so the former must be importable (a function, or a `partial` of one)."""

    languages: tuple[str, ...]
    versions: Mapping[str, str]
    """Language → hash of all that a reading in it depends on, apart from the document."""
    make_reader: Callable[[], Reader]
    link: Callable[[Sequence[Account], Mapping[str, Document], tuple[Judgement, ...]], Any]
    reconcile: Callable[[Any, Mapping[str, Document], str], tuple[Incident, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input; `document` is None where it was rejected."""

    id: str
    path: str
    status: Status
    document: Document | None = None
    problems: tuple[Problem, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run. `read` and `kept` count documents read now and readings taken over;
    `given` counts usable inputs of this run: 0 means that nothing could be read."""

    incidents: tuple[Incident, ...]
    others: tuple[Account, ...]
    documents: Mapping[str, Document]
    outcomes: tuple[Outcome, ...]
    run: Run
    policy: str
    given: int = 0
    read: int = 0
    kept: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """Where to read and write. `packs` are further folders of language packs, `gazetteer` a
    file made by `casus gazetteer import`, `actors` a table of actors beside the shipped one.
    `debug` lets an error in reading stop the run."""

    paths: tuple[str, ...]
    out: Path
    store: Path | None = None
    packs: tuple[Path, ...] = ()
    gazetteer: Path | None = None
    actors: Path | None = None
    jobs: int = 0
    debug: bool = False


def run(
    request: Request,
    config: Config,
    *,
    write: Callable[[Path, Result], None] = lambda _folder, _result: None,
    stages: Stages | None = None,
    progress: Progress | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Result:
    """Do everything, from files to files. Raises PipelineError, StoreError, OSError.

    `write` puts a finished run into the output folder, while no other run can.
    `waiting` is told who holds the store, should the run have to wait for it.
    """
    progress = progress or Silent()
    stages = stages or builtin_stages(request)
    request.out.mkdir(parents=True, exist_ok=True)
    path = request.store or request.out / STORE_NAME
    wait = config.limits.lock_wait_seconds
    with Store.open(path, wait=wait, waiting=waiting) as store:
        given = take_in(store, request, config, stages.languages, progress)
        read, kept = read_all(store, request, stages, progress)
        result = assemble(store, config, stages, progress)
        result = _with_counts(result, given=given, read=read, kept=kept)
        store.save_incidents(result.incidents, result.run)
        progress.stage("Writing", None)
        write(request.out, result)
    return result


# -- take in ---------------------------------------------------------------------------------


def take_in(
    store: Store,
    request: Request,
    config: Config,
    languages: Sequence[str],
    progress: Progress,
) -> int:
    """Keep every report under the paths; the number that can be used, new or known."""
    progress.stage("Taking in", None)
    wanted = [lang for lang in languages if not config.languages or lang in config.languages]
    items = read_paths(request.paths, config, languages=wanted, skip=(request.out,))
    store.begin()
    files: set[str] = set()
    given = 0
    for block in _blocks(items, _TAKE_IN):
        rows = [_arrival(item) for item in block]
        files.update(row.file for row in rows)
        given += sum(isinstance(row, Arrival) for row in rows)
        store.add(rows)
        progress.step(len(rows))
    store.finish(files)
    return given


def _arrival(item: Received | Rejected) -> Arrival | Refusal:
    file = item.file if item.file == "-" else str(Path(item.file).resolve())
    origin = place(file, item.row)
    if isinstance(item, Received):
        return Arrival(origin, file, item.document, item.key, item.page, item.problems)
    shown = place(item.file, item.row)
    return Refusal(origin, file, shown, Status.REJECTED, (item.problem,))


# -- read ------------------------------------------------------------------------------------


def read_all(store: Store, request: Request, stages: Stages, progress: Progress) -> tuple[int, int]:
    """Read the documents whose reading is missing or old: how many, and how many were kept."""
    stamps = store.stamps()
    todo = [
        document
        for document in store.documents()
        if stamps.get(document.id) != stages.versions.get(document.lang, "")
    ]
    progress.stage("Reading", len(todo))
    for block in _blocks(_read(todo, request, stages), _SAVE):
        store.save_readings(block)
        progress.step(len(block))
    total = store.count_documents()
    return len(todo), total - len(todo)


def _read(todo: Sequence[Document], request: Request, stages: Stages) -> Iterator[StoredReading]:
    jobs = request.jobs or os.cpu_count() or 1
    read = partial(_read_one, versions=stages.versions, debug=request.debug)
    if not todo:
        return
    if len(todo) < POOL_FROM or jobs == 1:
        reader = stages.make_reader()
        for document in todo:
            yield read(reader, document)
        return
    # a forked child would share the open store and any running thread's locks
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_prepare_process, initargs=(stages.make_reader, read)
    ) as pool:
        try:
            for block in _blocks(iter(todo), _BLOCK):
                yield from pool.map(_read_in_process, block, chunksize=_CHUNK)
        except BrokenProcessPool as error:
            raise PipelineError(
                "a reading process died, perhaps for want of memory; run again with --jobs 1"
            ) from error


def _read_one(
    reader: Reader, document: Document, *, versions: Mapping[str, str], debug: bool
) -> StoredReading:
    """Read one document. An error in the rules costs this document alone, and says so."""
    stamp = versions.get(document.lang, "")
    if not stamp:
        what = f"there is no pack for {document.lang!r} any more; give its folder to --packs"
        return StoredReading(document.id, "", Status.REJECTED, (Problem("no_pack", what),), ())
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


_process: list[Callable[[Document], StoredReading]] = []


def _prepare_process(
    make_reader: Callable[[], Reader], read: Callable[[Reader, Document], StoredReading]
) -> None:
    """Load packs and gazetteer once, and end when the parent does, however it ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()
    _process[:] = [partial(read, make_reader())]


def _read_in_process(document: Document) -> StoredReading:
    return _process[0](document)


# -- the built-in stages ----------------------------------------------------------------------


def builtin_stages(request: Request) -> Stages:
    """The stages of Casus itself, with the packs and the gazetteer that `request` names."""
    from casus.extract.actors import load_registry  # noqa: PLC0415 - loaded where needed
    from casus.gazetteer import Gazetteer  # noqa: PLC0415
    from casus.link import link  # noqa: PLC0415
    from casus.packs import available, pack_version  # noqa: PLC0415
    from casus.reconcile import reconcile  # noqa: PLC0415

    gazetteer = Gazetteer.open(request.gazetteer)
    languages = tuple(available(request.packs))
    shared = [code_version(), _file_version(gazetteer.file)]
    if request.actors is not None:
        load_registry(languages[0], further=request.actors)  # refused now, not at each report
        shared.append(request.actors.read_text("utf-8"))
    versions = {
        lang: _digest(pack_version(lang, request.packs), *shared) for lang in languages
    }
    return Stages(
        languages=languages,
        versions=versions,
        make_reader=partial(_make_reader, request.packs, request.gazetteer, request.actors),
        link=lambda accounts, documents, judged: link(accounts, documents, judgements=judged),
        reconcile=lambda linked, documents, policy: reconcile(linked, documents, policy=policy),
    )


def _make_reader(
    packs: tuple[Path, ...], gazetteer: Path | None, actors: Path | None
) -> Reader:
    from casus.extract.actors import load_registry  # noqa: PLC0415 - also runs in other processes
    from casus.extract.read import read_document  # noqa: PLC0415
    from casus.gazetteer import Gazetteer  # noqa: PLC0415
    from casus.packs import load_pack  # noqa: PLC0415

    places = Gazetteer.open(gazetteer)

    def read(document: Document) -> Reading:
        pack = load_pack(document.lang, packs)
        registry = load_registry(pack.lang, pack.writing, actors)
        return read_document(document, pack=pack, gazetteer=places, actors=registry)

    return read


# -- link, reconcile -------------------------------------------------------------------------


def assemble(store: Store, config: Config, stages: Stages, progress: Progress) -> Result:
    """Incidents and outcomes from what the store holds: a function of the store alone."""
    documents = {document.id: document for document in store.documents()}
    readings = list(store.readings())
    accounts = [account for reading in readings for account in reading.accounts]
    progress.stage("Linking", None)
    linked = stages.link(accounts, documents, store.judgements())
    progress.stage("Reconciling", None)
    incidents = stages.reconcile(linked, documents, config.policy)
    versions = tuple(sorted(stages.versions.items()))
    return Result(
        incidents=incidents,
        others=_others(linked, incidents),
        documents=documents,
        outcomes=tuple(_outcomes(store, documents, readings)),
        run=Run(casus.__version__, versions, config.digest),
        policy=config.policy,
    )


def derive(store: Store, policy: str | None = None) -> tuple[Incident, ...]:
    """The incidents of a store under a policy; None: as the last run left them.

    Reads nothing anew: accounts are linked and reconciled as they are kept.
    """
    kept = store.incidents()
    if policy is None or policy == _policy_of(kept):
        return kept
    documents = {document.id: document for document in store.documents()}
    return _linked(store, documents, store.readings(), policy)[0]


def rederive(store: Store, policy: str | None = None) -> Result:
    """Link and reconcile what the store holds and keep the incidents: after judgements, say.

    Nothing is read anew; policy None is that of the last run. Raises PipelineError where there
    was no run yet.
    """
    run = store.run()
    if run is None:
        raise PipelineError("the store holds no run yet; `casus run` reads reports into it")
    policy = policy or _policy_of(store.incidents())
    documents = {document.id: document for document in store.documents()}
    readings = list(store.readings())
    incidents, others = _linked(store, documents, readings, policy)
    store.save_incidents(incidents, run)
    outcomes = tuple(_outcomes(store, documents, readings))
    return Result(incidents, others, documents, outcomes, run, policy)


def _policy_of(incidents: Iterable[Incident]) -> str:
    told = (t.policy for i in incidents for t in i.tolls.values() if t.policy)
    return next(told, Config().policy)


def _linked(
    store: Store,
    documents: Mapping[str, Document],
    readings: Iterable[StoredReading],
    policy: str,
) -> tuple[tuple[Incident, ...], tuple[Account, ...]]:
    """Incidents, and the accounts that none of them holds."""
    from casus.link import link  # noqa: PLC0415 - slow to load
    from casus.reconcile import reconcile  # noqa: PLC0415

    accounts = [account for reading in readings for account in reading.accounts]
    linked = link(accounts, documents, judgements=store.judgements())
    incidents = reconcile(linked, documents, policy=policy)
    return incidents, _others(linked, incidents)


def _others(linked: Linked, incidents: Iterable[Incident]) -> tuple[Account, ...]:
    """Accounts that no incident holds."""
    held = {account.id for incident in incidents for account in incident.accounts}
    return tuple(account for account in linked.accounts if account.id not in held)


def _outcomes(
    store: Store, documents: Mapping[str, Document], readings: Iterable[StoredReading]
) -> list[Outcome]:
    """What became of every input, by path."""
    noted = store.reservations()
    found = []
    for reading in readings:
        document = documents[reading.document]
        problems = (*noted.get(document.id, ()), *reading.problems)
        found.append(Outcome(document.id, document.path, reading.status, document, problems))
    for refusal in store.refusals():
        digest = _digest(refusal.path)
        twin = documents.get(refusal.same_as or "")
        found.append(
            Outcome(digest, refusal.path, refusal.status, twin, refusal.problems, refusal.same_as)
        )
    return sorted(found, key=lambda outcome: (natural(outcome.path), outcome.id))


def _with_counts(result: Result, *, given: int, read: int, kept: int) -> Result:
    counts = Counter(outcome.status.value for outcome in result.outcomes)
    return replace(result, given=given, read=read, kept=kept, counts=dict(counts))


def _blocks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while block := list(islice(iterator, size)):
        yield block


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


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
    root = Path(casus.__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for part in ("extract", "packs", "gazetteer"):
        for file in sorted((root / part).rglob("*.py")):
            digest.update(file.read_bytes())
    # the registry of actors belongs to no one pack
    for file in sorted((root / "packs" / "actors").glob("*.tsv")):
        digest.update(file.read_bytes())
    for file in sorted(root.glob("*.py")):
        if file.stem not in ("cli", "pipeline", "config"):
            digest.update(file.read_bytes())
    return f"{casus.__version__}+{digest.hexdigest()}"
