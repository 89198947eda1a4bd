"""Scores of TIMEX3 annotations against the gold, and what went wrong.

Use `score_set`. Annotations are paired one-to-one within a text: first those with the same
extent, then those that overlap, from left to right (an extent that lies in two of the other
side's pairs once). All scores are F1:

- strict: the same extent
- relaxed: extents that overlap
- value: overlap and the same value. This is the value F1 of TempEval-3, relaxed F1 times the
  share of right values among the pairs
- strict value: the same extent and the same value
- type: overlap and the same type
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casus.evaluate.ledger import Ledger, Score
from casus.evaluate.timex.model import KINDS, AnnotatedText, Timex, TimexSet

DRAWS = 1000
SEED = 20210314
MEASURES = ("strict", "relaxed", "value", "strict value", "type")

Pair = tuple[Timex | None, Timex | None]
"""Gold and prediction; None where the other has no partner."""


@dataclass(frozen=True, slots=True)
class TimexMiss:
    """A place where gold and prediction differ. `what`: missed, invented, value, extent, type."""

    what: str
    doc: str
    context: str
    gold: str
    predicted: str
    rule: str


@dataclass(frozen=True, slots=True)
class TimexScores:
    """`scores` by `measure.kind.p|r|f1`, kind "all" or of KINDS; `misses` worst first."""

    name: str
    lang: str
    texts: int
    expressions: int
    scores: dict[str, Score]
    misses: tuple[TimexMiss, ...]


def score_set(
    texts: TimexSet, predicted: Sequence[Sequence[Timex]], *, name: str, draws: int = DRAWS
) -> TimexScores:
    """Compare one tagger's annotations, in the order of the texts, with the gold.

    The type of a pair is the gold's; an annotation without partner counts under its own.
    Intervals: `draws` draws of texts with replacement, the middle 95 %.
    """
    ledger = Ledger()
    misses: list[TimexMiss] = []
    for text, found in zip(texts.texts, predicted, strict=True):
        pairs = pair(text.gold, found)
        for kind in ("all", *KINDS):
            _count(ledger, text.id, kind, pairs)
        misses += (_miss(text, gold, own) for gold, own in pairs if not _right(gold, own))
    misses.sort(key=lambda m: _WORST.index(m.what))
    docs = [text.id for text in texts.texts]
    return TimexScores(
        name=name,
        lang=texts.lang,
        texts=len(docs),
        expressions=sum(len(text.gold) for text in texts.texts),
        scores=ledger.scores(docs, draws=draws, seed=SEED),
        misses=tuple(misses),
    )


def pair(gold: Iterable[Timex], found: Iterable[Timex]) -> list[Pair]:
    """Gold beside prediction, each once, in the order of the text."""
    left, right = list(gold), list(found)
    pairs: list[Pair] = []
    for same in (_same, _overlap):
        for g in list(left):
            partner = next((p for p in right if same(g, p)), None)
            if partner is not None:
                left.remove(g)
                right.remove(partner)
                pairs.append((g, partner))
    pairs += [(g, None) for g in left]
    pairs += [(None, p) for p in right]
    return sorted(pairs, key=lambda p: min(t.start for t in p if t is not None))


def _same(a: Timex, b: Timex) -> bool:
    return (a.start, a.end) == (b.start, b.end)


def _overlap(a: Timex, b: Timex) -> bool:
    return a.start < b.end and b.start < a.end


def equal_values(a: str, b: str) -> bool:
    """Whether two values are the same; "T8.30" is a spelling of "T08:30"."""
    return _plain(a) == _plain(b)


def _plain(value: str) -> str:
    day, clock, time = value.strip().partition("T")
    hour, sign, rest = time.replace(".", ":").partition(":")
    return f"{day}{clock}{hour.zfill(2) if sign else hour}{sign}{rest}"


def _agree(gold: Timex, own: Timex) -> dict[str, bool]:
    same, value = _same(gold, own), equal_values(gold.value, own.value)
    return {
        "strict": same,
        "relaxed": True,
        "value": value,
        "strict value": same and value,
        "type": gold.type == own.type,
    }


def _right(gold: Timex | None, own: Timex | None) -> bool:
    return gold is not None and own is not None and all(_agree(gold, own).values())


def _count(ledger: Ledger, doc: str, kind: str, pairs: Sequence[Pair]) -> None:
    def counts(timex: Timex | None) -> bool:
        return timex is not None and kind in ("all", timex.type)

    right = dict.fromkeys(MEASURES, 0)
    found = 0
    for gold, own in pairs:
        if gold is not None and own is not None:
            found += counts(gold)
            if counts(gold):
                for measure, agrees in _agree(gold, own).items():
                    right[measure] += agrees
        else:
            found += counts(own)
    wanted = sum(counts(gold) for gold, _ in pairs)
    for measure in MEASURES:
        ledger.prf(f"{measure}.{kind}", doc, right=right[measure], found=found, wanted=wanted)


_WORST = ("missed", "invented", "value", "extent", "type")
_AROUND = 40  # characters of context on either side


def _miss(text: AnnotatedText, gold: Timex | None, own: Timex | None) -> TimexMiss:
    there = [t for t in (gold, own) if t is not None]
    start, end = min(t.start for t in there), max(t.end for t in there)
    before, after = text.text[max(0, start - _AROUND) : start], text.text[end : end + _AROUND]
    context = " ".join(f"{before}[{text.text[start:end]}]{after}".split())
    if gold is None or own is None:
        what = "missed" if own is None else "invented"
    else:
        agree = _agree(gold, own)
        what = "value" if not agree["value"] else "extent" if not agree["strict"] else "type"
    rule = own.rule if own is not None else ""
    return TimexMiss(what, text.id, context, _told(text, gold), _told(text, own), rule)


def _told(text: AnnotatedText, timex: Timex | None) -> str:
    if timex is None:
        return "–"
    words = " ".join(text.text[timex.start : timex.end].split())
    return f"“{words}” {timex.type} {timex.value}"
