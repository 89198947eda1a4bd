"""Figures and their voices, account by account.

A figure told twice in one account counts once: figures are compared as sets of (field, low,
high), with and without the group of people. Figures in accounts that tell nothing annotated
are wrong; those in optional accounts, and families counted as people, are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from casus.evaluate.align import Alignment
from casus.evaluate.assign import assign
from casus.evaluate.gold import Corpus, GoldAccount, GoldToll
from casus.evaluate.ledger import Ledger
from casus.evaluate.misses import Misses
from casus.evaluate.predicted import PredAccount, PredToll
from casus.types import TOLL_FIELDS


def score_claims(corpus: Corpus, alignment: Alignment, ledger: Ledger, misses: Misses) -> None:
    """Score every report of the corpus."""
    entries: dict[str, list[GoldAccount]] = defaultdict(list)
    for incident in corpus.incidents:
        for entry in incident.accounts:
            entries[entry.doc].append(entry)
    for doc in corpus.reports:
        accounts = alignment.by_doc.get(doc, [])
        for entry in entries[doc]:
            if not entry.optional:
                _account(entry, alignment.pred_of.get(entry.id), ledger, misses)
        for account in accounts:
            if account.id not in alignment.gold_of:
                _false(account, ledger, misses)
        _document(doc, entries[doc], accounts, alignment, ledger)


def _account(
    entry: GoldAccount, account: PredAccount | None, ledger: Ledger, misses: Misses
) -> None:
    doc, found = entry.doc, account.tolls if account is not None else ()
    for name, grouped in (("claims", False), ("claims.group", True)):
        pairs = pair_tolls(entry.tolls, found, grouped=grouped)
        paired = {n for n, _ in pairs}
        right, wanted, told = _distinct(entry.tolls, found, pairs, grouped)
        ledger.prf(name, doc, right=right, found=told, wanted=wanted)
        if not grouped:
            _voices(doc, entry, found, pairs, ledger, misses)
            for field in TOLL_FIELDS:
                kept = [n for n, t in enumerate(entry.tolls) if t.field == field]
                own = tuple(entry.tolls[n] for n in kept)
                same = tuple(t for t in found if t.field == field)
                r, w, f = _distinct(own, same, pair_tolls(own, same), grouped=False)
                if w or f:
                    ledger.prf(f"claims.{field}", doc, right=r, found=f, wanted=w)
            misses.tolls(entry, account, paired, {m for _, m in pairs})


def _distinct(
    wanted: tuple[GoldToll, ...],
    found: tuple[PredToll, ...],
    pairs: list[tuple[int, int]],
    grouped: bool,
) -> tuple[int, int, int]:
    """Right, wanted and found figures, each told once; optional ones are none of them."""
    paired = {m for _, m in pairs}
    right = {_key(wanted[n], grouped) for n, _ in pairs if not wanted[n].optional}
    needed = {_key(t, grouped) for t in wanted if not t.optional}
    allowed = {k for t in wanted for k in _keys(t, grouped)}
    wrong = {
        _pred_key(t, grouped)
        for m, t in enumerate(found)
        if m not in paired and _pred_key(t, grouped) not in allowed
    }
    return len(right), len(needed), len(right) + len(wrong)


def pair_tolls(
    wanted: Iterable[GoldToll], found: Iterable[PredToll], *, grouped: bool = False
) -> list[tuple[int, int]]:
    """Pairs (index wanted, index found) of equal figures, one-to-one; among equal ones the
    same words, the same group and the same voice decide."""
    weights: dict[tuple[str, str], float] = {}
    told = list(found)
    for n, gold in enumerate(wanted):
        keys = _keys(gold, grouped)
        for m, pred in enumerate(told):
            if _pred_key(pred, grouped) in keys:
                words = any(s < pred.span[1] and pred.span[0] < e for s, e in gold.spans)
                weights[str(n), str(m)] = (
                    1 + 0.5 * words + 0.25 * (gold.group == pred.group)
                    + 0.125 * (gold.voice in pred.voices)
                )  # fmt: skip
    return sorted((int(n), int(m)) for n, m in assign(weights).items())


def _key(toll: GoldToll, grouped: bool) -> tuple[object, ...]:
    return (toll.field, toll.low, toll.high, toll.group if grouped else None)


def _keys(toll: GoldToll, grouped: bool) -> set[tuple[object, ...]]:
    return {(toll.field, low, toll.high, toll.group if grouped else None) for low in toll.lows}


def _pred_key(toll: PredToll, grouped: bool) -> tuple[object, ...]:
    return (toll.field, toll.low, toll.high, toll.group if grouped else None)


def _voices(
    doc: str,
    entry: GoldAccount,
    found: tuple[PredToll, ...],
    pairs: list[tuple[int, int]],
    ledger: Ledger,
    misses: Misses,
) -> None:
    for n, m in pairs:
        gold, pred = entry.tolls[n], found[m]
        right = gold.voice in pred.voices
        ledger.share("voice.kind", doc, right)
        ledger.share("claims.group_right", doc, gold.group == pred.group)
        if gold.voice is not None:
            ledger.share("voice.named", doc, right)
        if not right:
            misses.voice(entry, gold, pred)


def _false(account: PredAccount, ledger: Ledger, misses: Misses) -> None:
    """Every figure of an account that tells nothing annotated is wrong."""
    for name, grouped in (("claims", False), ("claims.group", True)):
        told = {_pred_key(t, grouped) for t in account.tolls}
        ledger.prf(name, account.doc, right=0, found=len(told), wanted=0)
    for field in TOLL_FIELDS:
        own = {_pred_key(t, grouped=False) for t in account.tolls if t.field == field}
        if own:
            ledger.prf(f"claims.{field}", account.doc, right=0, found=len(own), wanted=0)
    misses.false_tolls(account)


def _document(
    doc: str,
    entries: list[GoldAccount],
    accounts: list[PredAccount],
    alignment: Alignment,
    ledger: Ledger,
) -> None:
    """Figures of the whole document, whichever account they were given to."""
    wanted = tuple(t for e in entries for t in e.tolls if not e.optional)
    spare = tuple(t for e in entries for t in e.tolls if e.optional)
    found = tuple(
        t
        for a in accounts
        for t in a.tolls
        if a.id not in alignment.gold_of or not alignment.gold_of[a.id].optional
    )
    # figures of an optional account that landed elsewhere are neither right nor wrong
    loose = {k for t in spare for k in _keys(t, grouped=False)}
    loose -= {k for t in wanted for k in _keys(t, grouped=False)}
    found = tuple(t for t in found if _pred_key(t, grouped=False) not in loose)
    right, needed, told = _distinct(wanted, found, pair_tolls(wanted, found), grouped=False)
    ledger.prf("claims.any_account", doc, right=right, found=told, wanted=needed)
