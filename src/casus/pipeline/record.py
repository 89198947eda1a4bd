"""The working record: incidents in a store, brought up to date by what changed.

Use a `Record`: `update(store, run)` after reports were read or judged. The first update
of a process takes in all accounts; those after it take in what is new alone. What the store holds
afterwards depends on its documents and judgements alone, not on when or in which order they came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import msgspec

from casus.pipeline.helps import blocks, digest_of
from casus.pipeline.model import Group, Growing, Linked, Progress, Silent, Stages
from casus.store import Made, Store
from casus.types import Account, Document, Incident, Run

_BLOCK = 500
"""Groups reconciled at once: their accounts and documents are in memory together."""
_KEPT = 4_000
"""Documents, and accounts of documents, remembered meanwhile; each takes about 5 KB."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update did to the record: ids of incidents that are new, that differ, and that are
    no more, each sorted; `total` is how many there are now."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    total: int


class Record:
    """The incidents of a store under a policy."""

    def __init__(self, stages: Stages, policy: str) -> None:
        self._stages, self._policy = stages, policy
        self._linking: Growing = stages.linking()
        self._contents: dict[str, str] = {}
        self._marks: dict[str, str] = {}
        self._holder: dict[str, str] = {}
        self._revision = -1
        self._begun = False
        self._frozen: dict[str, str] = {}
        """The contents that the state in the store was made of."""

    def update(self, store: Store, run: Run, progress: Progress | None = None) -> Changes:
        """Link and reconcile what changed since the last update, and keep it, all or nothing.

        `store` is open for writing, and always the same store. Raises StoreError.
        """
        progress = progress or Silent()
        self._look(store)
        progress.stage("Linking", None)
        groups, lost = self._link()
        if store.revision() != self._revision:
            # the first update, or another process changed the record meanwhile
            self._marks, self._holder = store.marks(), store.holders()
            groups, lost = self._linking.groups(), self._holder.keys()
        progress.stage("Reconciling", len(groups))
        touched = {account for group in groups for account in group} | set(lost)
        before = {self._holder[a] for a in touched if a in self._holder}
        marks: dict[str, str] = {}
        holder: dict[str, str] = {}
        with store.recording(run) as keep:
            for made in self._reconciled(groups, progress):
                if made.body:
                    keep.put(made)
                marks[made.id] = made.mark
                holder.update(dict.fromkeys(made.accounts, made.id))
            gone = before - marks.keys()
            keep.drop(gone)
        new = marks.keys() - self._marks.keys()
        changed = {i for i in marks.keys() - new if marks[i] != self._marks[i]}
        for account in touched:
            self._holder.pop(account, None)
        for ident in gone:
            self._marks.pop(ident, None)
        self._holder |= holder
        self._marks |= marks
        self._revision = store.revision()
        return Changes(_sorted(new), _sorted(changed), _sorted(gone), len(self._marks))

    def save(self, store: Store) -> None:
        """Keep the state of linking, so that the next process goes on from it; 100,000 accounts
        take 100 MB. Without it, or after a kill, the next process takes in again what came since.
        """
        if self._contents != self._frozen:
            head = msgspec.json.encode([self._stages.version, self._contents])
            store.save_linking(chain([head], self._linking.freeze()))
            self._frozen = self._contents

    def incidents(self, store: Store, policy: str) -> tuple[Incident, ...]:
        """The incidents of a store under any policy, as they would be; nothing is kept."""
        self._look(store)
        self._link()
        linked = self._linking.linked(self._accounts, self._documents, self._linking.groups())
        return self._stages.reconcile(linked, self._documents, policy)

    def dismissed(self) -> tuple[Account, ...]:
        """Accounts that no incident holds, since a human called theirs none."""
        linked: Linked = self._linking.linked(
            self._accounts, self._documents, self._linking.dismissed()
        )
        return linked.accounts

    def _look(self, store: Store) -> None:
        self._store = store
        self._documents: Mapping[str, Document] = _Documents(store)
        self._accounts = lru_cache(_KEPT)(store.accounts_of)
        if not self._begun:
            self._begun = True
            self._thaw(store)

    def _thaw(self, store: Store) -> None:
        """Go on from the state that another process left, if it was made by the same code."""
        pieces = store.linking()
        head = next(pieces, None)
        if head is not None:
            version, contents = msgspec.json.decode(head, type=tuple[str, dict[str, str]])
            if version == self._stages.version:
                self._linking = self._stages.thaw(pieces)
                self._contents = self._frozen = contents

    def _link(self) -> tuple[Collection[Group], Collection[str]]:
        """Take in what was read anew: groups whose records may differ, and accounts lost."""
        contents = self._store.contents()
        changed = {
            doc
            for doc in contents.keys() | self._contents.keys()
            if contents.get(doc) != self._contents.get(doc)
        }
        before = {a for doc in changed for a in self._linking.accounts(doc)}
        judgements = self._store.judgements()
        groups = self._linking.update(changed, self._accounts, self._documents, judgements)
        after = {a for doc in changed for a in self._linking.accounts(doc)}
        self._contents = contents
        return groups, before - after

    def _reconciled(self, groups: Collection[Group], progress: Progress) -> Iterator[Made]:
        """The record of each group; without a body where it is as the store has it."""
        for block in blocks(sorted(groups), _BLOCK):
            marks = {group: self._mark(group) for group in block}
            anew = []
            for group, mark in marks.items():
                ident = self._holder.get(group[0], "")
                if self._marks.get(ident) == mark:
                    yield Made(ident, "", mark, group, b"")
                else:
                    anew.append(group)
            yield from self._made(anew, marks)
            progress.step(len(block))

    def _made(self, groups: Collection[Group], marks: Mapping[Group, str]) -> Iterator[Made]:
        linked = self._linking.linked(self._accounts, self._documents, groups)
        for incident in self._stages.reconcile(linked, self._documents, self._policy):
            accounts = tuple(sorted(account.id for account in incident.accounts))
            yield Made.of(incident, marks[accounts])

    def _mark(self, group: Group) -> str:
        """A hash of everything that the record of a group is made from."""
        basis = self._linking.basis(group)
        told = (f"{account} {self._contents[doc]} {rest}" for account, doc, rest in basis)
        return digest_of(self._stages.version, self._policy, *told)


def _sorted(ids: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))


class _Documents(Mapping[str, Document]):
    """The documents of a store by id, loaded when asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._load = lru_cache(_KEPT)(store.document)

    def __getitem__(self, ident: str) -> Document:
        return self._load(ident)

    def __iter__(self) -> Iterator[str]:
        return (document.id for document in self._store.documents())

    def __len__(self) -> int:
        return self._store.count_documents()
