"""Reports into a store: kept once each, before anything is read from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from casus.config import Config
from casus.ingest import Received, Rejected, place, read_paths
from casus.ingest.fetch import is_address
from casus.ingest.files import STDIN
from casus.pipeline.helps import blocks
from casus.pipeline.model import Progress
from casus.store import Arrival, Refusal, Store
from casus.types import Status

TAKE_IN = 200
"""Reports kept at once: one commit costs some milliseconds on a disk."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: reports that can be used, those of them that were new, inputs refused.
    A report that was kept before, or stands twice among the inputs, counts in `given` alone."""

    given: int
    new: int
    refused: int


def take_in(
    store: Store,
    paths: Sequence[str],
    config: Config,
    languages: Sequence[str],
    progress: Progress,
    *,
    skip: Sequence[Path] = (),
) -> Taken:
    """Keep every report under the paths. Folders and files in `skip` are passed over, and so is
    the store itself."""
    wanted = [lang for lang in languages if not config.languages or lang in config.languages]
    items = read_paths(paths, config, languages=wanted, skip=(*skip, *store.files))
    return keep_items(store, items, progress)


def keep_items(store: Store, items: Iterable[Received | Rejected], progress: Progress) -> Taken:
    """Keep what was received, and note what was refused."""
    progress.stage("Taking in", None)
    store.begin()
    files: set[str] = set()
    given = new = refused = 0
    for block in blocks(items, TAKE_IN):
        rows = [_arrival(item) for item in block]
        files.update(row.file for row in rows)
        usable = sum(isinstance(row, Arrival) for row in rows)
        given += usable
        refused += len(rows) - usable
        new += store.add(rows)
        progress.step(len(rows))
    store.finish(files)
    return Taken(given, new, refused)


def _arrival(item: Received | Rejected) -> Arrival | Refusal:
    named = item.file == STDIN or is_address(item.file)
    file = item.file if named else str(Path(item.file).resolve())
    origin = place(file, item.row)
    if isinstance(item, Received):
        return Arrival(origin, file, item.document, item.key, item.page, item.problems)
    shown = place(item.file, item.row)
    return Refusal(origin, file, shown, Status.REJECTED, (item.problem,))
