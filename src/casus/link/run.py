"""Accounts into groups of one event: the order of linking's steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from casus.link.blocking import BlockingRule, candidates
from casus.link.cluster import Constraints, Pair, PairView, groups
from casus.link.comparisons import COMPARISONS, Evidence, Weights, score, told_apart
from casus.link.facts import Facts, facts_of
from casus.link.judgements import attach
from casus.link.model import Linked
from casus.link.text_overlap import shingles
from casus.link.undated import Window, read_again, windows
from casus.link.witnesses import near_duplicates, witnesses
from casus.types import Account, Document, Judgement, PairScore

ROUNDS = 4
"""Times undated reports are dated and linked anew; two are the rule, each round can only add
dates, and a chain of four undated reports is not news."""
WORD_RUN = 3
"""Words in a shingle of an account's own sentences."""
MAX_KEPT_PARTS = 50_000
"""Scored pairs that keep their explanation; `explain_pair` gives any other."""

_VAGUE = frozenset(
    {"month", "both_months", "year", "near_edge", "symbolic_day", "symbolic_calendar",
     "symbolic_open", "published", "late", "unknown"}
)  # fmt: skip
_APART = PairView(0.0, True, False)
"""A vetoed pair: its weight is never looked at."""


def link(
    accounts: Sequence[Account],
    documents: Mapping[str, Document],
    *,
    judgements: Sequence[Judgement] = (),
    weights: Weights | None = None,
) -> Linked:
    """Group accounts that tell one event. Pure; the order of `accounts` does not matter.

    Every account's document must be in `documents` (KeyError otherwise). Works on candidate
    pairs only: time and memory grow with the pairs that blocking proposes, not with all pairs.
    """
    weights = weights or Weights.load()
    ordered = sorted(accounts, key=lambda a: a.id)
    texts = {a.doc: documents[a.doc] for a in ordered}
    copies = near_duplicates(texts)
    attached = attach(judgements, ordered)
    linker = _Linker(ordered, documents, copies, weights, attached.constraints)
    found = linker.fixpoint()
    kept = (group for group in found if attached.dismissed.isdisjoint(group))
    by_id = tuple(tuple(ordered[i].id for i in group) for group in kept)
    return Linked(
        groups=tuple(sorted(by_id)),
        accounts=tuple(linker.accounts),
        witnesses=witnesses(texts, copies),
        pairs=tuple(linker.explained()),
        blocking=linker.report,
        windows={doc: linker.windows[doc] for doc in sorted(linker.windows)},
        values=tuple((ordered[i].id, judgement) for i, judgement in attached.values),
        orphans=attached.orphans,
        clashes=attached.clashes,
    )


def explain_pair(
    a: Account,
    b: Account,
    documents: Mapping[str, Document],
    *,
    weights: Weights | None = None,
) -> PairScore:
    """Why two accounts are, or are not, told as one event: parts with labels to read.

    Pass accounts of a `Linked` to see the scores that grouped them.
    """
    facts = [facts_of(x, documents[x.doc]) for x in (a, b)]
    return score(*facts, weights=weights or Weights.load(), evidence=evidence_of(facts, documents))


def evidence_of(facts: Sequence[Facts], documents: Mapping[str, Document]) -> Evidence:
    """What comparisons look up: shingles of the accounts' sentences, frequency of names."""
    found: dict[str, frozenset[int]] = {}
    reports: dict[str, set[str]] = defaultdict(set)
    for f in facts:
        text = documents[f.doc].text
        found[f.id] = frozenset().union(
            *(shingles(text[start:end], WORD_RUN) for start, end in f.sentences)
        )
        for name in f.names:
            reports[name].add(f.doc)
    return Evidence(found, {name: len(docs) for name, docs in reports.items()})


class _Linker:
    """State of one call: facts change only where a date is inferred, scores follow them."""

    def __init__(
        self,
        accounts: list[Account],
        documents: Mapping[str, Document],
        copies: list[tuple[str, str]],
        weights: Weights,
        constraints: Constraints,
    ) -> None:
        self.accounts, self.documents = accounts, documents
        self.copies, self.weights, self.constraints = copies, weights, constraints
        self.facts = [facts_of(a, documents[a.doc]) for a in accounts]
        self.evidence = evidence_of(self.facts, documents)
        self.scores: dict[Pair, PairView] = {}
        self.report: tuple[BlockingRule, ...] = ()
        self.windows: dict[str, Window] = {}

    def fixpoint(self) -> list[tuple[int, ...]]:
        """Group, date undated reports by their groups, group again until nothing changes."""
        found = self._group(range(len(self.facts)))
        for _ in range(ROUNDS):
            self.windows.update(windows(found, self.facts, self.documents))
            changed = {*self._date(), *self._keep_company(found)}
            if not changed:
                break
            found = self._group(changed)
        return found

    def _keep_company(self, found: list[tuple[int, ...]]) -> list[int]:
        """Learn which event is each report's news; the recalled accounts of reports whose news
        more than one report shares are compared again."""
        news: dict[str, set[str]] = defaultdict(set)
        for group in found:
            docs = {self.facts[i].doc for i in group if self.facts[i].role == "main"}
            if len(docs) > 1:
                for doc in docs:
                    news[doc].add(self.facts[group[0]].id)
        told = {doc: frozenset(events) for doc, events in news.items()}
        if told == self.evidence.news:
            return []
        changed = {
            d for d in (*told, *self.evidence.news) if told.get(d) != self.evidence.news.get(d)
        }
        self.evidence = replace(self.evidence, news=told)
        return [i for i, f in enumerate(self.facts) if f.doc in changed and f.role != "main"]

    def _date(self) -> list[int]:
        changed = []
        events = self._main_days()
        for i, account in enumerate(self.accounts):
            if self.documents[account.doc].published is not None:
                continue
            dated = read_again(account, self.windows.get(account.doc), events.get(account.doc))
            if dated is not account:
                self.accounts[i] = dated
                self.facts[i] = facts_of(dated, self.documents[dated.doc])
                changed.append(i)
        return changed

    def _main_days(self) -> dict[str, date]:
        """The day of each report's one main event, where it has one and it is known."""
        days: dict[str, set[int]] = defaultdict(set)
        for f in self.facts:
            if f.role == "main" and f.start is not None and f.width == 1:
                days[f.doc].add(f.start)
        return {doc: date.fromordinal(min(d)) for doc, d in days.items() if len(d) == 1}

    def _group(self, changed: Iterable[int]) -> list[tuple[int, ...]]:
        pairs, report = candidates(self.facts, self.copies, self.evidence.news)
        self.report = report
        stale = set(changed)
        kept = {p: v for p, v in self.scores.items() if not (p[0] in stale or p[1] in stale)}
        self.scores = {p: kept.get(p) or self._view(*p) for p in pairs}
        return groups(
            len(self.facts),
            self.scores,
            self._view,
            threshold=self.weights.threshold,
            constraints=self.constraints,
        )

    def _view(self, i: int, j: int) -> PairView:
        a, b = self.facts[i], self.facts[j]
        weight, vague = self.weights.prior, False
        if told_apart(a, b) is not None:
            return _APART
        for name, compare in COMPARISONS.items():
            level_id, _ = compare(a, b, self.evidence)
            level = self.weights.levels[name][level_id]
            if level.veto:
                return _APART
            weight += level.weight
            vague = vague or (name == "date" and level_id in _VAGUE)
        return PairView(weight, False, vague)

    def explained(self) -> Iterable[PairScore]:
        """Scores with their parts; where there are too many, those nearest a decision."""
        pairs = sorted(self.scores)
        if len(pairs) > MAX_KEPT_PARTS:
            nearest = sorted(pairs, key=lambda p: (self.scores[p].veto, abs(self.scores[p].weight)))
            pairs = sorted(nearest[:MAX_KEPT_PARTS])
        for i, j in pairs:
            yield score(self.facts[i], self.facts[j], weights=self.weights, evidence=self.evidence)
