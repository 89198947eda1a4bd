"""One group as it stands, reconciled anew: by another policy, or from some of its documents.

Use `Standing(accounts, documents)` and `told(policy, judgements)` where a group is taken as linking
left it: a record's history, what other codebooks would say. Nothing is linked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from casus.link import Linked
from casus.link.judgements import attach_to
from casus.link.witnesses import near_duplicates, witnesses
from casus.reconcile.run import reconcile
from casus.types import Account, Document, Incident, Judgement

Window = tuple[date, date]
"""The first and last day on which an undated document can have been published."""


class Standing:
    """A group with the documents of its accounts; which of them repeat a text is found once."""

    def __init__(
        self,
        accounts: Sequence[Account],
        documents: Mapping[str, Document],
        windows: Mapping[str, Window] | None = None,
    ) -> None:
        self.accounts = accounts
        self.documents = {a.doc: documents[a.doc] for a in accounts}
        self.copies = near_duplicates(self.documents)
        self.windows = windows or {}

    def told(
        self, policy: str, made: Sequence[Judgement], known: Collection[str] | None = None
    ) -> Incident:
        """The record of the `known` documents, of all by default, and of the judgements `made`. A
        group that has no document yet is told by all: somebody decided before the first."""
        told = [a for a in self.accounts if known is None or a.doc in known] or list(self.accounts)
        documents = {a.doc: self.documents[a.doc] for a in told}
        copies = [(a, b) for a, b in self.copies if a in documents and b in documents]
        linked = Linked(
            groups=(tuple(a.id for a in told),),
            accounts=tuple(told),
            witnesses=witnesses(documents, copies),
            windows={doc: days for doc, days in self.windows.items() if doc in documents},
            values=attach_to(made, told).values,
        )
        return reconcile(linked, documents, policy=policy)[0]
