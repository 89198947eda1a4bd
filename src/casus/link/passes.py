"""One pass of linking over all accounts: index, pairs, groups, brought up to date by changes.

Use a `Pass`: `take` the accounts that are told otherwise now, then `regroup`. Only their pairs are
scored, and those of accounts whose partners or names changed with the size of a key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from casus.link.blocking import Index
from casus.link.cluster import Group, PairView, Rules
from casus.link.comparisons import Evidence, Weights
from casus.link.facts import Facts
from casus.link.grouping import Grouping
from casus.link.shelves import Shelves
from casus.link.views import Views

NEAR = 2.0
"""Pairs this far below the threshold are kept as well: they are worth a human's look."""
MAX_VIEWS = 500_000
"""Views of pairs remembered during one update; each takes about 200 bytes."""

_UNKNOWN = PairView(0.0, False, False)
"""Stands for a pair of which nothing is known; told apart by identity."""

Links = Mapping[str, Collection[str]]
"""Who belongs to whom, both ways."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Human decisions: who must be one event, who cannot be, and the accounts of those that are
    new or withdrawn."""

    must: Links
    cannot: Links
    changed: set[str]


class Pass:
    """All accounts as one pass sees them. `news` are the events that each document has as its
    news, as the pass `before` found them. Most accounts are told alike in both, and then so are
    their pairs: those are not scored twice."""

    def __init__(
        self, weights: Weights, shelves: Shelves, name: str, before: Pass | None = None
    ) -> None:
        self.weights = weights
        self.before = before
        self.facts = shelves.open(f"{name}.facts", str, Facts)
        self.news = shelves.open(f"{name}.news", str, frozenset[str])
        self.of_doc = shelves.open(f"{name}.of_doc", str, set[str])
        self.index = Index(self.facts, shelves, name)
        self.pairs = shelves.open(f"{name}.pairs", str, dict[str, PairView])
        self.grouping = Grouping(self.pairs, self._coded, shelves, name)
        self.evidence = Evidence(self.index.common, self.news)
        self._views: dict[tuple[str, str], PairView] = {}
        self._touched: set[str] = set()
        self._compare = Views(weights, self.evidence)

    def take(
        self,
        changed: Mapping[str, Facts | None],
        news: Mapping[str, frozenset[str]],
        copies: Links,
        copied: Collection[str],
    ) -> None:
        """Take in accounts that are told otherwise now, and score their pairs; `regroup` follows.

        `changed` are accounts with their new facts, None for those that are gone; `news` the new
        events of documents (an empty set for none); `copies` all pairs of documents with much the
        same text, `copied` the documents whose copies changed.
        """
        changed = {**self._of_docs({*news, *copied}), **changed}
        self._file(changed, news)
        moved = changed.keys() | self.index.opened | self.index.renamed
        anew = {account for account in moved if account in self.facts}
        self._touched |= changed.keys() | self.index.renamed | self._drop(changed)
        self._touched |= self._score(anew, copies)
        self._touched |= self._narrow(self.index.closed - anew, copies)
        self.index.forget()

    def regroup(self, decisions: Decisions) -> set[Group]:
        """The groups that are new, or hold an account that is told otherwise or weighed anew."""
        rules = Rules(self.view, self.weights.threshold, decisions.cannot)
        touched = self._touched | decisions.changed
        groups = self.grouping.update(touched, rules, decisions.must)
        self._touched = set()
        self._views.clear()
        return groups

    def view(self, left: str, right: str) -> PairView:
        """A pair as clustering sees it, kept or not; `left` is the lesser id."""
        found = self.pairs[left].get(right)
        if found is None:
            found = self._views.get((left, right))
        if found is None:
            if len(self._views) >= MAX_VIEWS:
                self._views.clear()
            found = self._views[left, right] = self._compare(self.facts[left], self.facts[right])
        return found

    def partners(self, account: str, copies: Links) -> set[str]:
        """Accounts worth comparing with one."""
        f = self.facts[account]
        found = self.index.partners(f, self.news.get(f.doc, ()))
        for doc in copies.get(f.doc, ()):
            found |= self.of_doc.get(doc, set())
        return found

    def _coded(self, account: str) -> bool:
        return self.facts[account].coded is not None

    def _of_docs(self, docs: Collection[str]) -> dict[str, Facts]:
        return {i: self.facts[i] for doc in docs for i in self.of_doc.get(doc, ())}

    def _file(
        self, changed: Mapping[str, Facts | None], news: Mapping[str, frozenset[str]]
    ) -> None:
        for account in changed:
            old = self.facts.pop(account, None)
            if old is not None:
                self.index.remove(old, self.news.get(old.doc, ()))
                self._forget(old)
        for doc, events in news.items():
            if events:
                self.news[doc] = events
            else:
                self.news.pop(doc, None)
        present = [f for f in changed.values() if f is not None]
        for f in present:
            self.facts[f.id] = f
            self.of_doc.setdefault(f.doc, set()).add(f.id)
        for f in present:
            self.index.add(f, self.news.get(f.doc, ()))

    def _forget(self, f: Facts) -> None:
        mates = self.of_doc[f.doc]
        mates.discard(f.id)
        if not mates:
            del self.of_doc[f.doc]

    def _drop(self, changed: Mapping[str, Facts | None]) -> set[str]:
        """Let go the pairs of accounts that are gone; those that had one."""
        moved: set[str] = set()
        for account, f in changed.items():
            if f is None:
                for other in self.pairs.pop(account, ()):
                    del self.pairs[other][account]
                    moved.add(other)
        return moved

    def _score(self, accounts: Collection[str], copies: Links) -> set[str]:
        """Compare accounts with all their partners; everybody with a pair that changed."""
        moved: set[str] = set()
        done: set[str] = set()
        for account in accounts:
            self.pairs.setdefault(account, {})
        for account in accounts:
            done.add(account)
            mine = self.pairs[account]
            partners = self.partners(account, copies)
            for other in mine.keys() - partners:
                moved |= self._part(account, other)
            known = self._known(account, copies)
            for other in partners - done:
                view = known.get(other, _UNKNOWN)
                if view is _UNKNOWN:
                    view = self._worth(self._compare(self.facts[account], self.facts[other]))
                if view is None:
                    if other in mine:
                        moved |= self._part(account, other)
                elif mine.get(other) != view:
                    mine[other] = self.pairs[other][account] = view
                    moved |= {account, other}
        return moved

    def _worth(self, view: PairView) -> PairView | None:
        """A view that is worth keeping."""
        least = self.weights.threshold - NEAR
        return None if view.veto or view.weight <= least else view

    def _known(self, account: str, copies: Links) -> Mapping[str, PairView | None]:
        """What the pass before found of an account's pairs, as far as it holds here too: with
        accounts that are told alike, and not for two that are only recalled, whose news count."""
        before, f = self.before, self.facts[account]
        if before is None or before.facts.get(account) != f:
            return {}
        kept = before.pairs[account]
        return {
            other: kept.get(other)
            for other in before.partners(account, copies)
            if before.facts[other] == self.facts.get(other)
            and (f.role == "main" or self.facts[other].role == "main")
        }

    def _narrow(self, accounts: Collection[str], copies: Links) -> set[str]:
        """Part accounts whose partners can only have become fewer from those they lost."""
        moved: set[str] = set()
        for account in accounts:
            for other in self.pairs[account].keys() - self.partners(account, copies):
                moved |= self._part(account, other)
        return moved

    def _part(self, account: str, other: str) -> set[str]:
        del self.pairs[account][other]
        del self.pairs[other][account]
        return {account, other}
