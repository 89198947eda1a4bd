"""Events of a data set's file into a store, each a document of its own, before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casus.coded import BadRow, address, document_of, read_rows
from casus.ingest import place
from casus.pipeline.helps import blocks, digest_of
from casus.pipeline.intake import TAKE_IN
from casus.pipeline.model import Progress
from casus.store import Arrival, Refusal, Store
from casus.types import Problem, Status


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought: events that can be used, those of them that the store lacked, those of
    the new ones that change a row known before, and rows refused, each with its number."""

    given: int
    new: int
    changed: int
    refused: tuple[tuple[int, str], ...]


def take_in_coded(
    store: Store,
    data_set: str,
    path: Path,
    progress: Progress,
    *,
    published: date | None = None,
) -> Imported:
    """Keep every event of a file. The same row twice is one document; a changed row is a new one
    that revises it. `published` is the day of the data set's release.

    Raises WrongFileError, StoreError, OSError; what was kept by then is kept.
    """
    progress.stage("Taking in", None)
    file = str(path.resolve())
    store.begin()
    before = len(store.replaced())
    refused: list[tuple[int, str]] = []
    given = new = 0
    for block in blocks(read_rows(data_set, path), TAKE_IN):
        items: list[Arrival | Refusal] = []
        for number, row in block:
            origin, shown = place(file, number), place(str(path), number)
            if isinstance(row, BadRow):
                refused.append((number, row.what))
                problem = Problem("bad_row", f"row {number}: {row.what}")
                items.append(Refusal(origin, file, shown, Status.REJECTED, (problem,)))
            else:
                given += 1
                document = document_of(row, path=shown, published=published)
                items.append(Arrival(origin, file, document, document.id, digest_of(address(row))))
        new += store.add(items)
        progress.step(len(items))
    store.finish([file])
    return Imported(given, new, len(store.replaced()) - before, tuple(refused))
