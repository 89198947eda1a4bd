"""A store that follows a folder or a feed: what is new or changed is taken in, read and linked.

Use a `Watch`: `round()` once, say from a timetable, or `follow(stop)` until an event is set. Every
batch is kept whole or not at all, so that it can end at any moment and go on at the next start.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import casus
from casus.config import Config
from casus.ingest import UnreadableError, receive_feed
from casus.ingest.fetch import fetch, is_address
from casus.ingest.files import find_files
from casus.ingest.pages import Pages
from casus.pipeline.helps import blocks
from casus.pipeline.intake import Taken, keep_items, take_in
from casus.pipeline.model import Changes, PipelineError, Request, Silent, Stages
from casus.pipeline.reading import read_all
from casus.pipeline.record import Record
from casus.store import Store, StoreError
from casus.types import Incident, Run

SETTLED = 2.0
"""Seconds after which a file that does not change is taken to be whole."""
EVERY_FOLDER, EVERY_FEED = 5.0, 300.0
"""Seconds between two looks, if not told otherwise."""
LEAST_FEED = 60.0
"""Seconds that a feed's server is left alone at least."""
MOST_WAIT = 3600.0
"""Seconds between two looks while a feed's server fails, at most: the wait doubles each time."""
_BATCH = 500
"""Files taken in before the record is brought up to date and a stop is looked for."""


_Take = Callable[[Store], tuple[Taken, Mapping[str, str]]]
"""Takes a batch into a store; what was taken, and the states that are seen with it."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one batch brought: inputs, changes of the record, and the incidents that are new or
    differ, in the order of `changes`."""

    taken: Taken
    changes: Changes
    incidents: tuple[Incident, ...]


class Watch:
    """A folder, or a feed in a file or at an address, followed into a store."""

    def __init__(
        self,
        source: str,
        request: Request,
        config: Config,
        stages: Stages,
        *,
        every: float | None = None,
        pages: str | None = None,
    ) -> None:
        """`pages` are those that a feed links and that are read: None, "home" for those of its
        host, "any". Raises PipelineError where there is nothing to watch, or too often."""
        self.feed = is_address(source)
        if pages and not self.feed:
            raise PipelineError("a folder links no pages; --pages is for the address of a feed")
        self._pages = pages
        if not self.feed and not Path(source).exists():
            raise PipelineError(f"there is no file or folder {source}")
        self.every = every or (EVERY_FEED if self.feed else EVERY_FOLDER)
        if self.feed and self.every < LEAST_FEED:
            raise PipelineError(f"a feed is asked every {LEAST_FEED:g} seconds at most")
        self.source, self.request, self.config, self.stages = source, request, config, stages
        self._record = Record(stages, config.policy)
        self._run = Run(casus.__version__, tuple(sorted(stages.versions.items())), config.digest)
        self._seen: dict[str, str] = {}
        self.unsettled = 0
        """Files that the last look left alone, since they may still be written to."""
        self._known: dict[str, str] | None = None

    def follow(
        self,
        stop: threading.Event,
        told: Callable[[Round], None],
        failed: Callable[[str], None],
    ) -> None:
        """Look again and again until `stop` is set; a batch that has begun is finished.

        `told` hears of every batch, `failed` why a look failed; the next one tries again.
        """
        wait = self.every
        while not stop.is_set():
            try:
                for found in self.rounds(stop):
                    told(found)
                wait = self.every
            except (UnreadableError, StoreError) as error:
                failed(str(error))
                wait = min(wait * 2, MOST_WAIT) if self.feed else wait
            stop.wait(wait)

    def rounds(self, stop: threading.Event | None = None) -> Iterator[Round]:
        """Everything that is new now, in batches; the first look also finishes what an earlier
        process left. Raises UnreadableError, StoreError."""
        first = self._known is None
        if first:
            with self._open() as store:
                self._known = store.watched(self.source)
        found = False
        batches = self._fetched() if self.feed else self._changed()
        for take in batches:
            found = True
            yield self._round(take)
            if stop is not None and stop.is_set():
                return
        if first and not found:
            yield self._round(lambda _: (Taken(0, 0, 0), {}))

    def _open(self) -> Store:
        return Store.open(self.request.store_file, wait=self.config.limits.lock_wait_seconds)

    def _round(self, take: _Take) -> Round:
        assert self._known is not None
        with self._open() as store:
            taken, seen = take(store)
            store.watch(self.source, seen)
            self._known.update(seen)
            read_all(store, self.request, self.stages, Silent())
            changes = self._record.update(store, self._run)
            ids = (*changes.new, *changes.changed)
            incidents = tuple(i for ident in ids if (i := store.incident(ident)) is not None)
        return Round(taken, changes, incidents)

    # -- folders and files -----------------------------------------------------------------------

    def _changed(self) -> Iterator[_Take]:
        """Files that are new or changed, and quiet: a file still being written is left alone."""
        assert self._known is not None
        before, self._seen = self._seen, dict(self._states())
        now = time.time()
        new = {f: state for f, state in self._seen.items() if state != self._known.get(f)}
        due = [
            file
            for file, state in new.items()
            if state == before.get(file) or _age(state, now) >= SETTLED
        ]
        self.unsettled = len(new) - len(due)
        for batch in blocks(due, _BATCH):
            yield partial(self._take_files, batch)

    def _take_files(self, batch: Sequence[str], store: Store) -> tuple[Taken, Mapping[str, str]]:
        taken = take_in(store, batch, self.config, self.stages.languages, Silent())
        return taken, {file: self._seen[file] for file in batch}

    def _states(self) -> Iterator[tuple[str, str]]:
        """Files with their size and time of change."""
        store = self.request.store_file
        # beside the store lie the files of a run, unless it lies among the reports themselves
        beside = [store.parent] if store.parent.resolve() != Path(self.source).resolve() else []
        for file in find_files([self.source], skip=[*beside, *Store.files_of(store)]):
            try:
                found = Path(file).stat()
            except OSError:
                continue  # gone since, or a folder that must not be looked into
            yield file, f"{found.st_size} {found.st_mtime_ns}"

    # -- feeds -----------------------------------------------------------------------------------

    def _fetched(self) -> Iterator[_Take]:
        """The feed, where it changed since the last look."""
        assert self._known is not None
        told = json.loads(self._known.get(self.source, "{}"))
        limit = self.config.limits.max_file_bytes
        answer = fetch(self.source, limit, etag=told.get("etag"), modified=told.get("modified"))
        if answer.data is None:
            return
        pages = self._linked() if self._pages else None
        known = self._languages()
        items = list(
            receive_feed(answer.data, self.source, self.config, languages=known, pages=pages)
        )
        # a feed whose pages are not all read is asked for again whole
        state = {} if pages and pages.left else {"etag": answer.etag, "modified": answer.modified}
        seen = {self.source: json.dumps(state), **(pages.fetched if pages else {})}
        yield lambda store: (keep_items(store, items, Silent()), seen)

    def _linked(self) -> Pages:
        assert self._known is not None
        return Pages(
            self.source, self.config.window, seen=self._known, any_host=self._pages == "any"
        )

    def _languages(self) -> list[str]:
        wanted = self.config.languages
        return [lang for lang in self.stages.languages if not wanted or lang in wanted]


def _age(state: str, now: float) -> float:
    """Seconds since a file changed."""
    return now - int(state.split()[1]) / 1e9
