"""Questions to a working record: why are these one event or two, how did a figure come about?

Use these from Python as `casus why --pair` and `casus history` do:

    with Store.view(path) as store:
        print(why_pair(store, first, second).reason)

Each looks and changes nothing; answers are frozen dataclasses.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casus.config import Config
from casus.link import Linking
from casus.link.comparisons import Evidence
from casus.link.facts import facts_of
from casus.link.undated import window_of
from casus.link.waterfall import Meeting, meet
from casus.pipeline.builtin import record_version
from casus.reconcile.history import History, history
from casus.store import Linkage, Store
from casus.types import TOLL_FIELDS, Account, Document, Incident


class QuestionError(ValueError):
    """A question that has no answer; the message says why."""


def named(document: Document) -> Document:
    """A report without a publisher goes by its file's name, which says more than its id."""
    return replace(document, publisher=document.publisher or document.path.rsplit("/", 1)[-1])


def why_pair(store: Store, first: Incident | Account, second: Incident | Account) -> Meeting:
    """Why two incidents, or two accounts, are one event or two, as the last run left them.

    Raises QuestionError where both are the same, or other code linked the store.
    """
    left, right = (x.accounts if isinstance(x, Incident) else (x,) for x in (first, second))
    if {a.id for a in left} & {a.id for a in right}:
        raise QuestionError("both are the same; name two incidents, or two accounts by their ids")
    evidence = evidence_of(store.linkage)
    if evidence is None:
        raise QuestionError(
            "another version of Casus linked this store; `casus run --store FILE` links it anew"
        )
    documents = {doc: named(store.document(doc)) for doc in {a.doc for a in (*left, *right)}}
    holders = {store.holder(a.id) for a in (*left, *right)}
    together = len(holders) == 1 and holders != {""}
    return meet(
        left, right, documents,
        evidence=evidence, together=together, judgements=store.judgements(),
    )  # fmt: skip


def evidence_of(linkage: Linkage) -> Evidence | None:
    """What linking knew beside two accounts it compared; None where other code linked the store,
    which weighs otherwise."""
    return Linking(linkage).evidence if linkage.made_by == record_version() else None


def histories(
    store: Store,
    incident: Incident,
    field: str | None = None,
    *,
    policy: str | None = None,
    order: str = "published",
) -> tuple[History, ...]:
    """How a field of an incident came about, or with None each toll that reports tell.

    Policy None is that of the last run. Raises UnknownFieldError, KeyError as `history` does.
    """
    told = {claim.field for account in incident.accounts for claim in account.claims}
    fields = [field] if field else [name for name in TOLL_FIELDS if name in told]
    documents = {doc: named(store.document(doc)) for doc in {a.doc for a in incident.accounts}}
    # rows of data sets say their days in full
    undated = {d.id for d in documents.values() if d.published is None and d.coded is None}
    bounds = _windows(store, undated) if undated else {}
    judgements = store.judgements()
    chosen = policy or next((t.policy for t in incident.tolls.values()), Config().policy)
    return tuple(
        history(
            incident, name, documents,
            policy=chosen, order=order, judgements=judgements, windows=bounds,
        )
        for name in fields
    )  # fmt: skip


def _windows(store: Store, undated: set[str]) -> dict[str, tuple[date, date]]:
    """The days on which undated documents can have been published, as linking found them: the
    document's dates as read, bound by the dates of the accounts its own are grouped with."""
    as_read = {a.id: a for doc in undated for a in store.accounts_of(doc)}
    held = {i.id: i.accounts for ident in as_read if (i := store.incident(ident)) is not None}
    groups = list(held.values())
    documents = {d: store.document(d) for d in {a.doc for group in groups for a in group}}
    facts = {
        a.id: facts_of(as_read.get(a.id, a), documents[a.doc]) for group in groups for a in group
    }
    mates = {a.id: [facts[b.id] for b in group] for group in groups for a in group}
    found: dict[str, tuple[date, date]] = {}
    for doc in sorted(undated):
        told = [facts[ident] for ident, a in as_read.items() if a.doc == doc and ident in facts]
        window = window_of(told, lambda f: [m for m in mates[f.id] if m.start is not None])
        if window is not None:
            found[doc] = window
    return found
