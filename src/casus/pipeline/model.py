"""What the stages of a run hand each other: requests, results, outcomes, progress."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from casus.types import Account, Document, Incident, Judgement, Problem, Run, Status

if TYPE_CHECKING:
    from casus.extract.read import Reading
    from casus.link.shelves import Change, Memory

STORE_NAME = "casus.db"


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


Group = tuple[str, ...]
"""Ids of accounts that tell one event, ascending."""
AccountsOf = Callable[[str], Sequence[Account]]
"""The accounts read from a document."""


class Linked(Protocol):
    """What linking hands to reconciling; only the accounts are looked at here."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Every account, dates inferred where linking told them."""


class Growing(Protocol):
    """Linking that is brought up to date by what changed; see `casus.link.Linking`."""

    def update(
        self,
        changed: Collection[str],
        accounts_of: AccountsOf,
        documents: Mapping[str, Document],
        judgements: Sequence[Judgement],
    ) -> Collection[Group]:
        """Take in changed documents; the groups whose records may differ."""

    def changes(self) -> Iterable[Change]:
        """What the memory it was made with has to keep."""

    def accounts(self, doc: str) -> Collection[str]:
        """Ids of a document's accounts."""

    def groups(self) -> Collection[Group]:
        """All groups."""

    def holds(self, group: Group) -> bool:
        """True for a group of today."""

    def dismissed(self) -> Collection[Group]:
        """Groups that a human called no incident."""

    def basis(self, group: Group) -> Sequence[tuple[str, str, str]]:
        """Account, document, and whatever else a group's record depends on."""

    def linked(
        self,
        accounts_of: AccountsOf,
        documents: Mapping[str, Document],
        groups: Collection[Group],
    ) -> Any:
        """What reconciling takes, for some groups."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The functions of the stages. `make_reader` and `Reader` are called in other processes,
    so the former must be importable (a function, or a `partial` of one)."""

    languages: tuple[str, ...]
    versions: Mapping[str, str]
    """Language → hash of all that a reading in it depends on, apart from the document; no two
    languages have the same."""
    make_reader: Callable[[], Reader]
    linking: Callable[[Memory | None], Growing]
    """Makes a linking that goes on from what a memory keeps, under the same `version`, or from
    nothing."""
    reconcile: Callable[[Any, Mapping[str, Document], str], tuple[Incident, ...]]
    version: str
    """Hash of all that linking and reconciling depend on, apart from accounts and judgements."""


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
class Refreshed:
    """A finished run that wrote no files: counts as in `Result`, and what became of incidents."""

    given: int
    read: int
    kept: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update did to the record: ids of incidents that are new, that differ, and that are
    no more, each sorted; `total` is how many there are now."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Request:
    """Where to read and write. Without `paths` a run is on what the store holds.

    `packs` are further folders of language packs, `gazetteer` a file made by `casus gazetteer
    import`, `actors` a table of actors beside the shipped one. `debug` lets an error in reading
    stop the run.
    """

    paths: tuple[str, ...]
    out: Path
    store: Path | None = None
    packs: tuple[Path, ...] = ()
    gazetteer: Path | None = None
    actors: Path | None = None
    jobs: int = 0
    debug: bool = False

    @property
    def store_file(self) -> Path:
        """The store: as named, else in the output folder."""
        return self.store or self.out / STORE_NAME
