"""Readings into incidents and outcomes: a function of the store alone.

Use `assemble` at the end of a run, `rederive` after judgements, `derive` to look at a store under
another policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import casus
from casus.config import Config
from casus.ingest.files import natural
from casus.pipeline.helps import digest_of
from casus.pipeline.model import Linked, Outcome, PipelineError, Progress, Result, Stages
from casus.store import Store, StoredReading
from casus.types import Account, Document, Incident, Run


def assemble(store: Store, config: Config, stages: Stages, progress: Progress) -> Result:
    """Incidents and outcomes from what the store holds: a function of the store alone."""
    documents = {document.id: document for document in store.documents()}
    readings = list(store.readings())
    accounts = [account for reading in readings for account in reading.accounts]
    progress.stage("Linking", None)
    linked = stages.link(accounts, documents, store.judgements())
    progress.stage("Reconciling", None)
    incidents = stages.reconcile(linked, documents, config.policy)
    versions = tuple(sorted(stages.versions.items()))
    return Result(
        incidents=incidents,
        others=_others(linked, incidents),
        documents=documents,
        outcomes=tuple(_outcomes(store, documents, readings)),
        run=Run(casus.__version__, versions, config.digest),
        policy=config.policy,
    )


def derive(store: Store, policy: str | None = None) -> tuple[Incident, ...]:
    """The incidents of a store under a policy; None: as the last run left them.

    Reads nothing anew: accounts are linked and reconciled as they are kept.
    """
    kept = store.incidents()
    if policy is None or policy == _policy_of(kept):
        return kept
    documents = {document.id: document for document in store.documents()}
    return _linked(store, documents, store.readings(), policy)[0]


def rederive(store: Store, policy: str | None = None) -> Result:
    """Link and reconcile what the store holds and keep the incidents: after judgements, say.

    Nothing is read anew; policy None is that of the last run. Raises PipelineError where there
    was no run yet.
    """
    run = store.run()
    if run is None:
        raise PipelineError("the store holds no run yet; `casus run` reads reports into it")
    policy = policy or _policy_of(store.incidents())
    documents = {document.id: document for document in store.documents()}
    readings = list(store.readings())
    incidents, others = _linked(store, documents, readings, policy)
    store.save_incidents(incidents, run)
    outcomes = tuple(_outcomes(store, documents, readings))
    return Result(incidents, others, documents, outcomes, run, policy)


def _policy_of(incidents: Iterable[Incident]) -> str:
    told = (t.policy for i in incidents for t in i.tolls.values() if t.policy)
    return next(told, Config().policy)


def _linked(
    store: Store,
    documents: Mapping[str, Document],
    readings: Iterable[StoredReading],
    policy: str,
) -> tuple[tuple[Incident, ...], tuple[Account, ...]]:
    """Incidents, and the accounts that none of them holds."""
    from casus.link import link  # noqa: PLC0415 - slow to load
    from casus.reconcile import reconcile  # noqa: PLC0415

    accounts = [account for reading in readings for account in reading.accounts]
    linked = link(accounts, documents, judgements=store.judgements())
    incidents = reconcile(linked, documents, policy=policy)
    return incidents, _others(linked, incidents)


def _others(linked: Linked, incidents: Iterable[Incident]) -> tuple[Account, ...]:
    """Accounts that no incident holds."""
    held = {account.id for incident in incidents for account in incident.accounts}
    return tuple(account for account in linked.accounts if account.id not in held)


def _outcomes(
    store: Store, documents: Mapping[str, Document], readings: Iterable[StoredReading]
) -> list[Outcome]:
    """What became of every input, by path."""
    noted = store.reservations()
    found = []
    for reading in readings:
        document = documents[reading.document]
        problems = (*noted.get(document.id, ()), *reading.problems)
        found.append(Outcome(document.id, document.path, reading.status, document, problems))
    for refusal in store.refusals():
        digest = digest_of(refusal.path)
        twin = documents.get(refusal.same_as or "")
        found.append(
            Outcome(digest, refusal.path, refusal.status, twin, refusal.problems, refusal.same_as)
        )
    return sorted(found, key=lambda outcome: (natural(outcome.path), outcome.id))
