"""Linking that grows: a state that is brought up to date with what changed, and nothing else.

Use `Linking()` and `update` it with documents' accounts, in any order and in batches of any size:
what it holds afterwards depends on the accounts, documents and judgements alone. `linked` gives the
result for some groups or all. Pure: values in, values out.

Two passes: the first takes accounts as they were read. Its groups date undated reports and tell
which reports share their news; the second pass links in that light. Events of data sets come last
in both: what is imported dates no report and joins none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from casus.link.blocking import BlockingRule
from casus.link.cluster import Group
from casus.link.comparisons import Evidence, Weights, score
from casus.link.facts import Facts, facts_of
from casus.link.judgements import Attached, Pair, attach
from casus.link.model import Linked
from casus.link.passes import Decisions, Pass
from casus.link.shelves import Change, Memory, Shelves
from casus.link.undated import dated_again, window_of
from casus.link.witnesses import Copies
from casus.types import Account, Document, Judgement, PairScore

AccountsOf = Callable[[str], Sequence[Account]]
"""The accounts of a document, as they were read."""


class Linking:
    """All accounts, their pairs and groups. With a `memory`, those that it keeps: what an update
    needs of them is taken up, and `changes` are for it to keep."""

    def __init__(self, memory: Memory | None = None, *, weights: Weights | None = None) -> None:
        shelves = self._shelves = Shelves(memory)
        self.weights = weights or Weights.load()
        self.read = Pass(self.weights, shelves, "read")
        self.told = Pass(self.weights, shelves, "told", self.read)
        self.copies = Copies(shelves)
        self.windows = shelves.open("windows", str, tuple[date, date])
        self._held = shelves.open("held", str, Attached)
        self._hold(self._held.get("", Attached()))

    def update(
        self,
        changed: Collection[str],
        accounts_of: AccountsOf,
        documents: Mapping[str, Document],
        judgements: Sequence[Judgement],
    ) -> set[Group]:
        """Take in the documents `changed`: new, read anew, or gone (those without accounts).

        `judgements` are all there are. Returns the groups whose records may differ now: they are
        new, or hold an account, a date, a witness or a decision that changed. Accounts of other
        groups are as they were. Raises KeyError for a document that is not in `documents`.
        """
        now = {doc: tuple(accounts_of(doc)) for doc in sorted(changed)}
        facts = self._facts(now, documents)
        held = self.copies.sketch
        gone = {doc for doc, accounts in now.items() if doc in held and not accounts}
        came = {doc for doc, accounts in now.items() if doc not in held and accounts}
        copied, witnessed = self.copies.update(gone, came, documents)
        self.read.take(facts, {}, self.copies.pairs, copied)
        decisions, judged = self._decide(judgements)
        found = self.read.regroup(decisions)
        docs = {self.read.facts[i].doc for group in found for i in group} | now.keys()
        dated = self._date(docs, accounts_of, documents)
        later = {i: f for i, f in facts.items() if i not in dated}
        later |= {i: f for i, f in dated.items() if f != self.told.facts.get(i)}
        self.told.take(later, self._news(docs), self.copies.pairs, copied)
        groups = self.told.regroup(decisions)
        telling = (i for doc in (now.keys() | witnessed) for i in self.told.of_doc.get(doc, ()))
        home = self.told.grouping.home
        return groups | {home(i) for i in (*telling, *dated, *judged) if i in self.told.facts}

    def _facts(
        self, now: Mapping[str, Sequence[Account]], documents: Mapping[str, Document]
    ) -> dict[str, Facts | None]:
        """Accounts of documents that are told otherwise, None for those that are gone."""
        found: dict[str, Facts | None] = {}
        for doc, accounts in now.items():
            found.update(dict.fromkeys(self.read.of_doc.get(doc, ())))
            found.update((a.id, facts_of(a, documents[doc])) for a in accounts)
        before = self.read.facts
        return {i: f for i, f in found.items() if f is None or f != before.get(i)}

    def _decide(self, judgements: Sequence[Judgement]) -> tuple[Decisions, set[str]]:
        """What humans decided, attached to the accounts of today, and every account of which
        that changed."""
        before, now = self.attached, attach(judgements, self.read.facts, self.read.of_doc)
        self._hold(now)
        pairs = (before.must ^ now.must) | (before.cannot ^ now.cannot)
        changed = {i for pair in pairs for i in pair}
        values = {i for i, _ in set(before.values) ^ set(now.values)}
        judged = changed | values | (before.dismissed ^ now.dismissed)
        return Decisions(both_ways(now.must), both_ways(now.cannot), changed), judged

    def _hold(self, attached: Attached) -> None:
        """Take over decisions as they are attached."""
        self.attached = attached
        self._held[""] = replace(attached, verdicts={})
        self._decided = {account: ["dismissed"] for account in attached.dismissed}
        for account, judgement in attached.values:
            self._decided.setdefault(account, []).append(judgement.id)

    def _date(
        self, docs: Iterable[str], accounts_of: AccountsOf, documents: Mapping[str, Document]
    ) -> dict[str, Facts]:
        """Accounts of undated reports, read again with what the first pass tells of their dates."""
        found: dict[str, Facts] = {}
        for doc in docs:
            if doc not in self.read.of_doc:
                self.windows.pop(doc, None)
            elif documents[doc].published is None:
                told = [self.read.facts[i] for i in sorted(self.read.of_doc[doc])]
                window = window_of(told, self._dated_mates)
                if window is None:
                    self.windows.pop(doc, None)
                else:
                    self.windows[doc] = window
                for account in dated_again(accounts_of(doc), window, documents[doc]):
                    now, before = facts_of(account, documents[doc]), self.read.facts[account.id]
                    found[account.id] = before if now == before else now
        return found

    def _dated_mates(self, f: Facts) -> list[Facts]:
        mates = (self.read.facts[i] for i in self.read.grouping.home(f.id))
        return [mate for mate in mates if mate.start is not None and mate.coded is None]

    def _news(self, docs: Iterable[str]) -> dict[str, frozenset[str]]:
        """Documents → the events that are their news and other reports' as well, where that
        changed. An event is known by the first account of its group."""
        found: dict[str, frozenset[str]] = {}
        facts, home = self.read.facts, self.read.grouping.home
        for doc in docs:
            told = (i for i in self.read.of_doc.get(doc, ()) if facts[i].role == "main")
            groups = {home(i) for i in told}
            events = frozenset(
                group[0]
                for group in groups
                if any(facts[i].doc != doc and _tells(facts[i]) for i in group)
            )
            if events != self.told.news.get(doc, frozenset()):
                found[doc] = events
        return found

    def accounts(self, doc: str) -> Collection[str]:
        """Ids of a document's accounts."""
        return self.told.of_doc.get(doc, ())

    def groups(self) -> list[Group]:
        """All groups, sorted."""
        return self.told.grouping.groups()

    def holds(self, group: Group) -> bool:
        """True for a group of today."""
        first = group[0]
        return first in self.told.facts and self.told.grouping.home(first) == group

    def dismissed(self) -> list[Group]:
        """Groups that a human called no incident."""
        home = self.told.grouping.home
        return sorted({home(i) for i in self.attached.dismissed})

    def basis(self, group: Group) -> list[tuple[str, str, str]]:
        """Account, document, and whatever else the record of a group depends on: the witness, the
        days on which an undated report can have been published, human decisions."""
        found = []
        for account in group:
            doc = self.told.facts[account].doc
            window = self.windows.get(doc, ())
            decided = self._decided.get(account, ())
            rest = " ".join((self.copies.witness[doc], *map(str, window), *decided))
            found.append((account, doc, rest))
        return found

    def linked(
        self,
        accounts_of: AccountsOf,
        documents: Mapping[str, Document],
        groups: Collection[Group] | None = None,
    ) -> Linked:
        """The result: of all accounts, or of some groups. Groups that a human called no incident
        are left out, their accounts are not."""
        chosen = self.groups() if groups is None else sorted(groups)
        docs = sorted({self.told.facts[i].doc for group in chosen for i in group})
        accounts: dict[str, Account] = {}
        for doc in docs:
            told = accounts_of(doc)
            if documents[doc].published is None:
                told = dated_again(told, self.windows.get(doc), documents[doc])
            accounts.update((a.id, a) for a in told)
        dismissed, members = self.attached.dismissed, {i for group in chosen for i in group}
        return Linked(
            groups=tuple(group for group in chosen if dismissed.isdisjoint(group)),
            accounts=tuple(accounts[i] for i in sorted(members)),
            witnesses={doc: self.copies.witness[doc] for doc in docs},
            windows={doc: self.windows[doc] for doc in docs if doc in self.windows},
            values=tuple((i, j) for i, j in self.attached.values if i in members),
            orphans=self.attached.orphans,
            clashes=self.attached.clashes,
        )

    def changes(self) -> Iterator[Change]:
        """What memory has to keep so that another `Linking` goes on exactly as this one would."""
        return self._shelves.changes()

    def blocking(self) -> list[BlockingRule]:
        """How many pairs each rule of blocking proposes in the second pass, and adds to those
        before it; as much work as finding them."""
        facts = dict(self.told.facts.everything())
        return self.told.index.report(facts, self.told.news, self.copies.pairs)

    @property
    def evidence(self) -> Evidence:
        """What is looked up beside two accounts: names that are common, the news of reports."""
        return self.told.evidence

    def explain(self, left: str, right: str) -> PairScore:
        """Why two accounts are, or are not, told as one event, with all that linking knows."""
        a, b = self.told.facts[left], self.told.facts[right]
        return score(a, b, weights=self.weights, evidence=self.evidence)


def _tells(f: Facts) -> bool:
    """True for an account of a report that has the event as its news."""
    return f.role == "main" and f.coded is None


def both_ways(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    """Account → the accounts it is paired with."""
    found: dict[str, set[str]] = {}
    for a, b in pairs:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found
