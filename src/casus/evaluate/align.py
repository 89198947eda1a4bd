"""Which predicted account tells which annotated one.

Use `align`. Accounts of one document are assigned one-to-one so that the evidence sums highest;
a pair without real evidence is never matched, however few are left. docs/evaluation.md tells
the rule in words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from casus.evaluate.assign import assign
from casus.evaluate.gold import Corpus, GoldAccount, GoldIncident
from casus.evaluate.names import NEAR_KM, any_same, within
from casus.evaluate.predicted import PredAccount, Prediction
from casus.types import KINDS

_HALF = 0.5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What two accounts of one document have in common."""

    anchor: bool
    beside: bool
    same_days: bool
    days_meet: bool
    figures: int
    words: int
    place: bool
    kind: bool
    family: bool
    role: bool

    @property
    def enough(self) -> bool:
        """Whether the pair may be matched at all.

        The anchor sentence needs something told of it that agrees, since one sentence often
        tells two events; without it the days or the words of a figure must agree, and more.
        """
        if self.anchor and (self.family or self.days_meet or self.place or self.figures > 0):
            return True
        if self.days_meet and (self.figures > 0 or (self.place and self.family)):
            return True
        if self.words > 0 and (self.family or self.place):
            return True
        return self.beside and self.kind and (self.place or self.days_meet)

    @property
    def weight(self) -> float:
        """How much speaks for the pair. The anchor outweighs any two other agreements; a role
        only breaks ties."""
        return (
            3.0 * self.anchor
            + 0.5 * self.beside
            + 1.5 * self.same_days
            + 0.5 * self.days_meet
            + 0.75 * min(self.figures, 3)
            + 0.75 * min(self.words, 3)
            + 1.0 * self.place
            + 0.75 * self.kind
            + 0.5 * self.family
            + 0.25 * self.role
        )


@dataclass(frozen=True, slots=True)
class Alignment:
    """`gold_of` leads from a predicted account's id to the gold account, `pred_of` back."""

    gold_of: dict[str, GoldAccount]
    pred_of: dict[str, PredAccount]
    by_doc: dict[str, list[PredAccount]]


def align(corpus: Corpus, prediction: Prediction) -> Alignment:
    """Assign the accounts of every report of the corpus."""
    incidents = {i.id: i for i in corpus.incidents}
    gold_in: dict[str, list[GoldAccount]] = defaultdict(list)
    for incident in corpus.incidents:
        for entry in incident.accounts:
            gold_in[entry.doc].append(entry)
    by_doc: dict[str, list[PredAccount]] = defaultdict(list)
    for account in prediction.accounts:
        if account.doc in corpus.reports:
            by_doc[account.doc].append(account)
    gold_of: dict[str, GoldAccount] = {}
    pred_of: dict[str, PredAccount] = {}
    for doc, accounts in by_doc.items():
        text = corpus.reports[doc].text
        weights: dict[tuple[str, str], float] = {}
        for account in accounts:
            for entry in gold_in.get(doc, ()):
                found = evidence(account, entry, incidents[entry.incident], text)
                if found.enough:
                    # an optional account takes a prediction only where no wanted one does
                    weight = found.weight * (0.5 if entry.optional else 1.0)
                    weights[account.id, entry.id] = weight
        entries = {entry.id: entry for entry in gold_in.get(doc, ())}
        known = {account.id: account for account in accounts}
        for left, right in assign(weights).items():
            gold_of[left] = entries[right]
            pred_of[right] = known[left]
    return Alignment(gold_of, pred_of, dict(by_doc))


def evidence(
    account: PredAccount, entry: GoldAccount, incident: GoldIncident, text: str
) -> Evidence:
    """Compare one predicted account with one annotated account of the same document."""
    days = account.days
    same = meet = False
    if days.start is not None and days.end is not None:
        same = abs(days.start - entry.start) <= _DAY and abs(days.end - entry.end) <= _DAY
        meet = same or (days.start - _DAY <= entry.end and entry.start <= days.end + _DAY)
    told = {(t.field, low, t.high) for t in entry.tolls for low in t.lows}
    figures = {(t.field, t.low, t.high) for t in account.tolls} & told
    spans = [(t.field, span) for t in entry.tolls for span in t.spans]
    at_words = {
        t.span for t in account.tolls for f, s in spans if f == t.field and _overlap(s, t.span)
    }
    at_anchor = any(
        _covers(sentence, entry.anchor) for sentence in (account.anchor, *account.sentences)
    )
    family = KINDS.get(account.kind)
    return Evidence(
        anchor=at_anchor,
        beside=at_anchor or _beside(account.anchor, entry.anchor, text),
        same_days=same,
        days_meet=meet,
        figures=len(figures),
        words=len(at_words),
        place=any_same([account.where.name], [entry.place, *incident.places])
        or within(account.where, incident.lat, incident.lon, NEAR_KM),
        kind=account.kind in incident.kinds,
        family=family in incident.families,
        role=account.role == entry.role,
    )


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _covers(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """True where the two sentences share half of the shorter."""
    return _overlap(a, b) >= _HALF * max(1, min(a[1] - a[0], b[1] - b[0]))


def _beside(a: tuple[int, int], b: tuple[int, int], text: str) -> bool:
    """True where nothing but spaces lies between the two sentences."""
    first, second = min(a, b), max(a, b)
    return first[1] <= second[0] and not text[first[1] : second[0]].strip()
