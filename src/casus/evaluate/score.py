"""Every score of a prediction against annotated reports.

Use `score(corpus, prediction)`. The scores are named in `casus.evaluate.table`, explained in
docs/evaluation.md; all are between 0 and 1 and higher is better. Intervals come from
resampling reports, seeded: equal input gives equal output.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from casus.evaluate import clusters
from casus.evaluate.align import Alignment, align
from casus.evaluate.claims import score_claims
from casus.evaluate.gold import Corpus, GoldAccount, GoldIncident
from casus.evaluate.incidents import match_incidents, score_incidents
from casus.evaluate.ledger import Ledger, Score, interval
from casus.evaluate.misses import Miss, Misses
from casus.evaluate.predicted import PredAccount, Prediction
from casus.evaluate.slots import score_slots

DRAWS = 1000
LINK_DRAWS = 200
SEED = 20210314
_JACKKNIFE = 2.0


@dataclass(frozen=True, slots=True)
class Result:
    """`scores` by name; `misses` worst first; `counts` of what was there to be scored."""

    scores: dict[str, Score]
    misses: tuple[Miss, ...]
    counts: dict[str, int]


def score(corpus: Corpus, prediction: Prediction, *, draws: int = DRAWS) -> Result:
    """Compare predictions with the gold of the corpus."""
    alignment = align(corpus, prediction)
    ledger, misses = Ledger(), Misses(corpus)
    _accounts(corpus, alignment, ledger, misses)
    incidents = {i.id: i for i in corpus.incidents}
    score_claims(corpus, alignment, ledger, misses)
    for pred_id, entry in alignment.gold_of.items():
        account = alignment.pred_of[entry.id]
        if not entry.optional and pred_id == account.id:
            score_slots(account, entry, incidents[entry.incident], ledger, misses)
    scores: dict[str, Score] = {}
    if prediction.linked:
        matched = match_incidents(corpus, prediction, alignment)
        score_incidents(corpus, prediction, alignment, matched, ledger, misses)
        _merges(corpus, alignment, ledger, misses)
        scores |= _linking(corpus, alignment, draws=min(draws, LINK_DRAWS))
    scores |= ledger.scores(sorted(corpus.reports), draws=draws, seed=SEED)
    entries = [a for i in corpus.incidents for a in i.accounts if not a.optional]
    counts = {
        "reports": len(corpus.reports),
        "incidents": sum(not i.optional for i in corpus.incidents),
        "main accounts": sum(a.role == "main" for a in entries),
        "background accounts": sum(a.role == "background" for a in entries),
        "figures": sum(len(a.tolls) for a in entries),
        "predicted accounts": sum(len(found) for found in alignment.by_doc.values()),
    }
    return Result(scores, misses.worst_first(), counts)


def _accounts(corpus: Corpus, alignment: Alignment, ledger: Ledger, misses: Misses) -> None:
    """Accounts found: main, background, either; reports about nothing kept free of a main."""
    wanted: dict[str, list[GoldAccount]] = defaultdict(list)
    for incident in corpus.incidents:
        for entry in incident.accounts:
            if not entry.optional:
                wanted[entry.doc].append(entry)
    negatives = set(corpus.negatives)
    for doc in corpus.reports:
        entries = wanted[doc]
        found = [
            a
            for a in alignment.by_doc.get(doc, ())
            if a.id not in alignment.gold_of or not alignment.gold_of[a.id].optional
        ]
        for role in ("main", "background"):
            right = sum(
                e.role == role and e.id in alignment.pred_of
                and alignment.pred_of[e.id].role == role
                for e in entries
            )  # fmt: skip
            ledger.prf(
                f"accounts.{role}",
                doc,
                right=right,
                found=sum(a.role == role for a in found),
                wanted=sum(e.role == role for e in entries),
            )
        ledger.prf(
            "accounts.any",
            doc,
            right=sum(e.id in alignment.pred_of for e in entries),
            found=len(found),
            wanted=len(entries),
        )
        mains = [a for a in found if a.role == "main"]
        if doc in negatives:
            ledger.share("negatives.clean", doc, not mains)
        for entry in entries:
            misses.account(entry, alignment.pred_of.get(entry.id))
        for account in found:
            if account.id not in alignment.gold_of:
                misses.false_account(account, negative=doc in negatives)


def _labels(
    corpus: Corpus, alignment: Alignment
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Gold incident, predicted incident and report of every mention. A mention is a gold
    account or a predicted account that tells none, spurious then."""
    gold: dict[str, str] = {}
    pred: dict[str, str] = {}
    docs: dict[str, str] = {}
    for incident in corpus.incidents:
        for entry in incident.accounts:
            if not entry.optional:
                gold[entry.id], docs[entry.id] = incident.id, entry.doc
    for doc, accounts in alignment.by_doc.items():
        for account in accounts:
            told = alignment.gold_of.get(account.id)
            if told is None or not told.optional:
                mention = told.id if told is not None else account.id
                pred[mention], docs[mention] = account.incident, doc
    return gold, pred, docs


def _linking(corpus: Corpus, alignment: Alignment, *, draws: int) -> dict[str, Score]:
    """Linking of the accounts that were found, and of all with those missed and invented.

    A report drawn twice would be linked with its own copy, so the interval is a delete-d
    jackknife's (Shao & Wu 1989): each draw leaves a fifth of the reports out, and its deviation
    from the mean of the draws counts √(kept/left out) = 2 times around the full value.
    """
    gold, pred, docs = _labels(corpus, alignment)
    found = gold.keys() & pred.keys()
    langs = {mention: corpus.reports[doc].lang for mention, doc in docs.items()}

    def values(reports: set[str] | None) -> dict[str, float | None]:
        kept = [m for m in docs if reports is None or docs[m] in reports]
        key = {m: gold[m] for m in kept if m in found}
        response = {m: pred[m] for m in kept if m in found}
        told = link_scores(key, response, langs, "linking")
        key = {m: gold[m] for m in kept if m in gold}
        response = {m: pred[m] for m in kept if m in pred}
        return told | link_scores(key, response, langs, "linking.all")

    dice = random.Random(SEED)
    reports = sorted(corpus.reports)
    samples: dict[str, list[float]] = defaultdict(list)
    for _ in range(draws if len(reports) > 4 else 0):
        drawn = set(dice.sample(reports, len(reports) - max(1, round(len(reports) / 5))))
        for name, value in values(drawn).items():
            if value is not None:
                samples[name].append(value)
    scores: dict[str, Score] = {}
    for name, value in values(None).items():
        low, high = interval(samples[name])
        if value is not None and low is not None and high is not None:
            middle = fmean(samples[name])
            low = max(0.0, value + _JACKKNIFE * (low - middle))
            high = min(1.0, value + _JACKKNIFE * (high - middle))
        n = len(gold if name.startswith("linking.all") else found)
        scores[name] = Score(value, low, high, n)
    return scores


def link_scores(
    gold: Mapping[str, str], pred: Mapping[str, str], langs: Mapping[str, str], prefix: str
) -> dict[str, float | None]:
    """MUC, B-cubed, CEAF-e, their mean, and pairs across languages; labels by mention."""
    key, response = clusters.group(gold), clusters.group(pred)
    parts = {
        "muc": clusters.muc(key, response),
        "b3": clusters.b_cubed(key, response),
        "ceafe": clusters.ceaf_e(key, response),
    }
    found: dict[str, float | None] = {}
    for name, prf in parts.items():
        found[f"{prefix}.{name}.p"] = prf.precision
        found[f"{prefix}.{name}.r"] = prf.recall
        found[f"{prefix}.{name}.f1"] = prf.f1
    found[f"{prefix}.conll"] = clusters.conll(parts.values())
    wanted = clusters.cross_pairs(gold, langs)
    told = clusters.cross_pairs(pred, langs)
    both = len(wanted & told)
    cross = clusters.PRF(clusters.ratio(both, len(told)), clusters.ratio(both, len(wanted)))
    found[f"{prefix}.cross.p"] = cross.precision
    found[f"{prefix}.cross.r"] = cross.recall
    found[f"{prefix}.cross.f1"] = cross.f1
    return found


def _merges(corpus: Corpus, alignment: Alignment, ledger: Ledger, misses: Misses) -> None:
    """Confusable incidents told apart: those with an account found each share no predicted
    incident. Every predicted incident that holds two annotated ones is a miss besides."""
    held: dict[str, dict[str, list[PredAccount]]] = defaultdict(lambda: defaultdict(list))
    incidents: dict[str, GoldIncident] = {i.id: i for i in corpus.incidents}
    for entry_id, account in alignment.pred_of.items():
        entry = alignment.gold_of[account.id]
        assert entry.id == entry_id
        if not entry.optional:
            held[entry.incident][account.incident].append(account)
    for a, b in corpus.confusable:
        if a in held and b in held:
            shared = held[a].keys() & held[b].keys()
            owner = incidents[a].accounts[0].doc
            ledger.share("confusable.apart", owner, not shared)
    together: dict[str, set[str]] = defaultdict(set)
    for gold_id, groups in held.items():
        for pred_id in groups:
            together[pred_id].add(gold_id)
    confusable = set(corpus.confusable)
    for pred_id, gold_ids in together.items():
        ids = sorted(gold_ids)
        close = any((a, b) in confusable for a in ids for b in ids)
        if len(ids) > 1:
            docs = sorted({x.doc for g in ids for x in held[g][pred_id]})
            misses.merge(pred_id, ids, docs, close=close)
    for gold_id, groups in held.items():
        if len(groups) > 1:
            parts = {p: sorted({x.doc for x in found}) for p, found in groups.items()}
            misses.split(gold_id, parts)
