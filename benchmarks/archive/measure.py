"""Reading an archive, and scoring a grouping of what was read against what is true."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casus.config import Config
from casus.evaluate import clusters
from casus.evaluate.align import align
from casus.evaluate.gold import load_corpus
from casus.evaluate.predicted import from_accounts
from casus.link import Linked, link
from casus.pipeline import Request, Silent, builtin_stages, ingest
from casus.pipeline.reading import read_all
from casus.reconcile import reconcile
from casus.store import Store
from casus.types import Account, Document

from .gold import TrueToll, tolls_of

Labels = Mapping[str, object]
"""Account → group."""


@dataclass(frozen=True)
class Collection:
    """Accounts as Casus read them, and the incident that each one tells, where it was found.
    `wanted` accounts of `incidents` are told; `seconds` went into reading."""

    name: str
    accounts: tuple[Account, ...]
    documents: Mapping[str, Document]
    truth: Mapping[str, str]
    tolls: Mapping[str, TrueToll]
    wanted: int
    incidents: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a grouping fits the truth. `merged` are groups that join incidents, out of
    `joined` groups of two accounts or more."""

    muc: float
    b_cubed: float
    ceaf_e: float
    merged: int
    joined: int

    @property
    def conll(self) -> float:
        return (self.muc + self.b_cubed + self.ceaf_e) / 3


def read(folder: Path, *, keep: Path | None = None, jobs: int = 0) -> Collection:
    """Read the annotated reports of a folder with Casus; a store at `keep` is read once."""
    corpus = load_corpus(folder)
    paths = tuple(str(file) for file in corpus.files)
    languages = tuple(sorted({r.lang for r in corpus.reports.values()}))
    config = Config(languages=languages)
    path = keep or folder / "archive.sqlite"
    request = Request(paths=paths, out=path.parent, store=path, jobs=jobs)
    path.parent.mkdir(parents=True, exist_ok=True)
    stages = builtin_stages(request)
    begin = time.perf_counter()
    ingest(paths, path, config)
    with Store.open(path) as store:
        read_all(store, request, stages, Silent())
        documents = {d.id: d for d in store.documents() if d.id in corpus.reports}
        accounts = [a for r in store.readings() for a in r.accounts if a.doc in documents]
    seconds = time.perf_counter() - begin
    found = align(corpus, from_accounts(accounts))
    truth = {a: e.incident for a, e in found.gold_of.items() if not e.optional}
    rows = [
        json.loads(line)
        for file in corpus.files
        for line in file.with_name("gold.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    told = [i for i in corpus.incidents if not i.optional]
    return Collection(
        folder.name, tuple(accounts), documents, truth, tolls_of(rows),
        sum(not a.optional for i in told for a in i.accounts), len(told), seconds,
    )  # fmt: skip


def quality(labels: Labels, truth: Mapping[str, str]) -> Quality:
    """Score groups over the accounts that tell a known incident."""
    key = clusters.group(truth)
    response = clusters.group({a: str(labels[a]) for a in truth})
    scores = [f(key, response).f1 or 0.0 for f in _METRICS]
    sizes = [(len(c), len({truth[a] for a in c})) for c in response]
    return Quality(*scores, sum(n > 1 for _, n in sizes), sum(n > 1 for n, _ in sizes))


_METRICS = (clusters.muc, clusters.b_cubed, clusters.ceaf_e)


def linked_by_casus(accounts: Sequence[Account], documents: Mapping[str, Document]) -> Linked:
    """Linking as it ships."""
    return link(accounts, documents)


def labels_of(groups: Sequence[Sequence[str]]) -> dict[str, int]:
    """Account → number of its group."""
    return {account: n for n, group in enumerate(groups) for account in group}


@dataclass(frozen=True, slots=True)
class TollScore:
    """Shares of incidents whose number killed is right."""

    low: float
    best: float
    high: float
    incidents: int


def tolls(linked: Linked, collection: Collection) -> TollScore:
    """Reconcile under `ucdp` and compare the number killed of every incident that was found."""
    incidents = reconcile(linked, collection.documents, policy="ucdp")
    votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    known = {incident.id: incident for incident in incidents}
    for incident in incidents:
        for account in incident.accounts:
            if account.id in collection.truth:
                weight = 2 if account.role == "main" else 1
                votes[collection.truth[account.id]][incident.id] += weight
    right = [0, 0, 0]
    counted = 0
    for name, wanted in collection.tolls.items():
        if name not in votes:
            continue
        counted += 1
        held = min(votes[name], key=lambda i: (-votes[name][i], i))
        toll = known[held].tolls.get("killed")
        if toll is not None:
            right[0] += toll.low in wanted.lows
            right[1] += toll.best in wanted.best
            right[2] += toll.high == wanted.high
    shares = [n / max(1, counted) for n in right]
    return TollScore(*shares, counted)
