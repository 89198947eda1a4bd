"""Readings into incidents and outcomes: a function of the store alone.

Use `assemble` at the end of a run, `apply_judgements` or `rederive` after judgements, `derive` to
look at a store under another policy.
"""

from __future__ import annotations

from collections.abc import Mapping

import casus
from casus.config import Config
from casus.ingest.files import natural
from casus.pipeline.builtin import record_stages
from casus.pipeline.helps import digest_of
from casus.pipeline.model import Changes, Outcome, PipelineError, Progress, Result, Stages
from casus.pipeline.record import Record
from casus.store import Store
from casus.types import Document, Incident, Run


def assemble(store: Store, config: Config, stages: Stages, progress: Progress) -> Result:
    """Bring the record of a store up to date: incidents and outcomes, a function of the store."""
    bring_up_to_date(store, config, stages, progress)
    return _result(store, Record(stages, config.policy), _run(config, stages), config.policy)


def bring_up_to_date(store: Store, config: Config, stages: Stages, progress: Progress) -> Changes:
    """Link and reconcile what was read anew, and look at nothing else."""
    return Record(stages, config.policy).update(store, _run(config, stages), progress)


def _run(config: Config, stages: Stages) -> Run:
    return Run(casus.__version__, tuple(sorted(stages.versions.items())), config.digest)


def derive(store: Store, policy: str | None = None) -> tuple[Incident, ...]:
    """The incidents of a store under a policy; None: as the last run left them.

    Reads nothing anew: accounts are linked and reconciled as they are kept.
    """
    if policy is None or policy == store.policy():
        return store.incidents()
    return Record(record_stages(), policy).incidents(store, policy)


def apply_judgements(store: Store, policy: str | None = None) -> Changes:
    """Bring the record up to date after judgements: takes no longer than what they touch takes.

    Nothing is read anew; policy None is that of the last run. Raises PipelineError where there
    was no run yet.
    """
    run, policy = _last(store, policy)
    return Record(record_stages(), policy).update(store, run)


def rederive(store: Store, policy: str | None = None) -> Result:
    """The whole record after judgements, as `run` gives it. Raises as `apply_judgements` does."""
    run, policy = _last(store, policy)
    record = Record(record_stages(), policy)
    record.update(store, run)
    return _result(store, record, run, policy)


def _last(store: Store, policy: str | None) -> tuple[Run, str]:
    run = store.run()
    if run is None:
        raise PipelineError("the store holds no run yet; `casus run` reads reports into it")
    return run, policy or store.policy() or Config().policy


def _result(store: Store, record: Record, run: Run, policy: str) -> Result:
    documents = {document.id: document for document in store.documents()}
    return Result(
        incidents=store.incidents(),
        others=record.dismissed(store),
        documents=documents,
        outcomes=tuple(_outcomes(store, documents)),
        run=run,
        policy=policy,
    )


def _outcomes(store: Store, documents: Mapping[str, Document]) -> list[Outcome]:
    """What became of every input, by path."""
    noted = store.reservations()
    found = []
    for ident, status, problems in store.statuses():
        document = documents[ident]
        told = (*noted.get(ident, ()), *problems)
        found.append(Outcome(ident, document.path, status, document, told))
    for refusal in store.refusals():
        digest = digest_of(refusal.path)
        twin = documents.get(refusal.same_as or "")
        found.append(
            Outcome(digest, refusal.path, refusal.status, twin, refusal.problems, refusal.same_as)
        )
    return sorted(found, key=lambda outcome: (natural(outcome.path), outcome.id))
