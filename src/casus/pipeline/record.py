"""The working record: incidents in a store, brought up to date by what changed.

Use a `Record`: `update(store, run)` after reports were read or judged. It takes up no more of the
store than the new reports touch, so that it makes no difference whether a process begins or stands.
What the store holds afterwards depends on its documents and judgements alone, not on when or in
which order they came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from casus.pipeline.helps import blocks, digest_of
from casus.pipeline.model import Changes, Group, Growing, Linked, Progress, Silent, Stages
from casus.store import Made, Recording, Store
from casus.types import Account, Document, Incident, Run

_LINKED = 5_000
"""Documents linked at once: what they and their neighbours need is in memory together."""
_BLOCK = 500
"""Groups reconciled at once: their accounts and documents are in memory together."""
_KEPT = 4_000
"""Documents, and accounts of documents, remembered meanwhile; each takes about 5 KB."""


class Record:
    """The incidents of a store under a policy."""

    def __init__(self, stages: Stages, policy: str) -> None:
        self._stages, self._policy = stages, policy

    def update(self, store: Store, run: Run, progress: Progress | None = None) -> Changes:
        """Link and reconcile what changed since the last update, and keep it, all or nothing.

        `store` is open for writing. Raises StoreError.
        """
        with store.recording(run) as keep:
            return _Update(self._stages, self._policy, store).record(keep, progress or Silent())

    def incidents(self, store: Store, policy: str) -> tuple[Incident, ...]:
        """The incidents of a store under any policy, as they would be; nothing is kept."""
        look = _Update(self._stages, policy, store)
        linking = look.linking()
        changed = store.stale() if look.current else store.telling()
        linking.update(changed, look.accounts, look.documents, store.judgements())
        linked = linking.linked(look.accounts, look.documents, linking.groups())
        return self._stages.reconcile(linked, look.documents, policy)

    def dismissed(self, store: Store) -> tuple[Account, ...]:
        """Accounts that no incident holds after an update, since a human called theirs none."""
        look = _Update(self._stages, self._policy, store)
        linking = look.linking()
        groups = linking.dismissed()
        linked: Linked = linking.linked(look.accounts, look.documents, groups)
        return linked.accounts


class _Update:
    """A store as one update sees it."""

    def __init__(self, stages: Stages, policy: str, store: Store) -> None:
        self.stages, self.policy, self.store = stages, policy, store
        self.documents: Mapping[str, Document] = _Documents(store)
        self.accounts = lru_cache(_KEPT)(store.accounts_of)
        self.content = lru_cache(_KEPT)(store.content)

    @property
    def current(self) -> bool:
        """True where the state that the store keeps was made by the same code."""
        return self.store.linkage.made_by == self.stages.version

    def linking(self) -> Growing:
        """Linking as the store keeps it, or with nothing in it where other code made that."""
        return self.stages.linking(self.store.linkage if self.current else None)

    def record(self, keep: Recording, progress: Progress) -> Changes:
        """Bring incidents and the state of linking up to date."""
        anew = not self.current
        if anew:
            keep.relink(self.stages.version)
        groups, lost = self._link(keep, progress)
        if anew or self.policy != self.store.policy():
            keep.follow(self.policy)
            groups, lost = self.linking().groups(), self.store.holders().keys()
        touched = {account for group in groups for account in group} | set(lost)
        holders = {a: ident for a in touched if (ident := self.store.holder(a))}
        before = {ident: self.store.mark(ident) for ident in set(holders.values())}
        after: dict[str, str] = {}
        progress.stage("Reconciling", len(groups))
        for block in blocks(sorted(groups), _BLOCK):
            for made in self._reconciled(block, holders, before):
                if made.body:
                    keep.put(made)
                after[made.id] = made.mark
            progress.step(len(block))
        gone = before.keys() - after.keys()
        keep.drop(gone)
        changed = {i for i in after.keys() & before.keys() if after[i] != before[i]}
        new = after.keys() - before.keys()
        total = self.store.count_incidents()
        return Changes(_sorted(new), _sorted(changed), _sorted(gone), total)

    def _link(
        self, keep: Recording, progress: Progress
    ) -> tuple[Collection[Group], Collection[str]]:
        """Take in what was read anew: groups whose records may differ, and accounts lost."""
        judgements = self.store.judgements()
        changed = self.store.stale()
        progress.stage("Linking", len(changed))
        found: set[Group] = set()
        lost: set[str] = set()
        # judgements may be all that is new
        for block in blocks(changed, _LINKED) if changed else ((),):
            linking = self.linking()
            before = {a for doc in block for a in linking.accounts(doc)}
            found.update(linking.update(block, self.accounts, self.documents, judgements))
            lost.update(before.difference(*map(linking.accounts, block)))
            keep.keep_linking(linking.changes())
            progress.step(len(block))
        keep.linked()
        linking = self.linking()
        # a later block may have joined what an earlier one made
        return [group for group in found if linking.holds(group)], lost

    def _reconciled(
        self, groups: Collection[Group], holders: Mapping[str, str], before: Mapping[str, str]
    ) -> Iterator[Made]:
        """The record of each group; without a body where it is as the store has it."""
        linking = self.linking()
        marks = {group: self._mark(linking, group) for group in groups}
        anew = []
        for group, mark in marks.items():
            ident = holders.get(group[0], "")
            if before.get(ident) == mark:
                yield Made(ident, "", mark, group, b"")
            else:
                anew.append(group)
        linked = linking.linked(self.accounts, self.documents, anew)
        for incident in self.stages.reconcile(linked, self.documents, self.policy):
            accounts = tuple(sorted(account.id for account in incident.accounts))
            yield Made.of(incident, marks[accounts])

    def _mark(self, linking: Growing, group: Group) -> str:
        """A hash of everything that the record of a group is made from."""
        told = (f"{a} {self.content(doc)} {rest}" for a, doc, rest in linking.basis(group))
        return digest_of(self.stages.version, self.policy, *told)


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
