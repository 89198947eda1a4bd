"""Reconciled incidents against the gold: slots, tolls, perpetrators, witnesses."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from casus.evaluate.align import Alignment
from casus.evaluate.assign import assign
from casus.evaluate.gold import Corpus, GoldIncident, GoldRange
from casus.evaluate.ledger import Ledger
from casus.evaluate.misses import Misses
from casus.evaluate.names import any_same, same_name
from casus.evaluate.predicted import Prediction, PredIncident, PredRange
from casus.evaluate.slots import slots

_SUMMANDS = 3
"""A toll may be the sum of so many figures of one report (soldiers, policemen, civilians)."""


def match_incidents(
    corpus: Corpus, prediction: Prediction, alignment: Alignment
) -> dict[str, PredIncident]:
    """Gold incident id → the predicted incident that holds most of its accounts, one-to-one; a
    main account counts double."""
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for incident in corpus.incidents:
        if incident.optional:
            continue
        for entry in incident.accounts:
            if entry.id in alignment.pred_of:
                held = alignment.pred_of[entry.id].incident
                weights[incident.id, held] += 2.0 if entry.role == "main" else 1.0
    return {left: prediction.incidents[right] for left, right in assign(weights).items()}


def score_incidents(
    corpus: Corpus,
    prediction: Prediction,
    alignment: Alignment,
    matched: dict[str, PredIncident],
    ledger: Ledger,
    misses: Misses,
) -> None:
    """Score every incident that some report is about, and the tolls of all.

    An incident counts for the first report that is about it, so that resampling reports
    resamples incidents.
    """
    dropped = {i.id: _dropped(i, corpus) for i in corpus.incidents}
    for incident in corpus.incidents:
        if incident.optional:
            continue
        owner = next((a.doc for a in incident.accounts if a.role == "main"), None)
        owner = owner or incident.accounts[0].doc
        found = matched.get(incident.id)
        if incident.main:
            ledger.share("incident.found", owner, found is not None)
        if found is None:
            continue
        places = (*incident.places, *(a.place for a in incident.accounts))
        told = slots(found.kind, found.days, found.where, incident, places=places)
        for name, right in told.items():
            ledger.share(f"incident.any.{name}", owner, right)
            if incident.main:
                ledger.share(f"incident.{name}", owner, right)
        for field, wanted in incident.tolls.items():
            _toll(incident, field, wanted, found.tolls.get(field), owner, ledger)
            misses.toll(incident, field, wanted, found)
        for field in found.tolls.keys() - incident.tolls.keys():
            misses.toll(incident, field, None, found)
        if not dropped[incident.id]:
            extra = found.tolls.keys() - incident.tolls.keys()
            ledger.prf(
                "tolls.fields",
                owner,
                right=len(found.tolls.keys() & incident.tolls.keys()),
                found=len(found.tolls),
                wanted=len(found.tolls) - len(extra)
                + len(incident.tolls.keys() - found.tolls.keys()),
            )  # fmt: skip
        _perpetrators(incident, found, owner, ledger, misses)
        if incident.targets:
            names = [name for target in found.targets for name in target.names]
            ledger.share("target", owner, any_same(names, incident.targets))
    _witnesses(corpus, prediction, ledger)


def _dropped(incident: GoldIncident, corpus: Corpus) -> bool:
    """True where a toll of the incident is told in no report that is read."""
    return any(not any(t.field == f for a in incident.accounts for t in a.tolls)
               for f in incident.tolls)  # fmt: skip


def _toll(
    incident: GoldIncident,
    field: str,
    wanted: GoldRange,
    found: PredRange | None,
    owner: str,
    ledger: Ledger,
) -> None:
    """Compare the bounds that the reports read can tell; other languages may tell more."""
    what = "killed" if field == "killed" else "other"
    scopes = (f"tolls.{what}", f"tolls.any.{what}") if incident.main else (f"tolls.any.{what}",)
    low, high = found is not None and found.low == wanted.low, False
    if found is not None:
        high = found.high == wanted.high
    best = found is not None and found.best in wanted.best
    tells_low = tellable(incident, field, wanted.low)
    tells_high = tellable(incident, field, wanted.high)
    told = {}
    if tells_low:
        told["low"] = low
    if tells_high:
        told["high"] = high
    if tells_low and tells_high:
        told["both"] = low and high
    if any(tellable(incident, field, value) for value in wanted.best):
        told["best"] = best
    for scope in scopes:
        for name, right in told.items():
            ledger.share(f"{scope}.{name}", owner, right)


def tellable(incident: GoldIncident, field: str, value: int | None) -> bool:
    """Whether a bound over all reports can be read from the reports at hand: a bound of a
    figure in one of them, or a sum of up to three figures of one; an open bound where the
    field is told at all."""
    for account in incident.accounts:
        told = [t for t in account.tolls if t.field == field]
        bounds = [b for t in told for b in {t.low, t.high, *t.lows} if b is not None]
        if told and (value is None or value in bounds):
            return True
        whole = [t.high if t.high is not None else t.low for t in told]
        figures = [w for w in whole if w is not None]
        for count in range(2, _SUMMANDS + 1):
            if any(sum(chosen) == value for chosen in combinations(figures, count)):
                return True
    return False


def _perpetrators(
    incident: GoldIncident, found: PredIncident, owner: str, ledger: Ledger, misses: Misses
) -> None:
    weights = {
        (str(n), str(m)): 1.0 + (actor.confidence in gold.confidences)
        for n, gold in enumerate(incident.perpetrators)
        for m, actor in enumerate(found.perpetrators)
        if any(same_name(a, b) for a in gold.names for b in actor.names)
    }
    pairs = [(int(n), int(m)) for n, m in assign(weights).items()]
    # one actor under several names, or a name no report here gives, is neither right nor wrong
    spare = {int(m) for _, m in weights} - {m for _, m in pairs}
    spare |= {m for n, m in pairs if not incident.perpetrators[n].wanted}
    right = [(n, m) for n, m in pairs if incident.perpetrators[n].wanted]
    wanted = [n for n, gold in enumerate(incident.perpetrators) if gold.wanted]
    ledger.prf(
        "perpetrator",
        owner,
        right=len(right),
        found=len(found.perpetrators) - len(spare),
        wanted=len(wanted),
    )
    for n, m in right:
        agrees = found.perpetrators[m].confidence in incident.perpetrators[n].confidences
        ledger.share("perpetrator.confidence", owner, agrees)
    misses.perpetrators(incident, found, [n for n in wanted if n not in dict(right)])


def _witnesses(corpus: Corpus, prediction: Prediction, ledger: Ledger) -> None:
    """Copies counted once, in every predicted incident that holds two of a kind."""
    copy_of = {doc: min(group) for group in corpus.reprints for doc in group}
    where: dict[str, set[str]] = defaultdict(set)
    for incident in prediction.incidents.values():
        for doc in incident.documents:
            where[doc].add(incident.id)
    for group in corpus.reprints:
        shared = set.intersection(*(where[doc] for doc in group))
        for held in sorted(shared):
            incident = prediction.incidents[held]
            independent = {copy_of.get(doc, doc) for doc in incident.documents}
            right = incident.witnesses <= len(independent)
            ledger.share("reprints.once", min(group), right)
    for incident in prediction.incidents.values():
        docs = [doc for doc in incident.documents if doc in corpus.reports]
        if len(docs) > 1 and len(docs) == len(incident.documents):
            independent = {copy_of.get(doc, doc) for doc in docs}
            ledger.share("witnesses.exact", docs[0], incident.witnesses == len(independent))
