"""Why two incidents, or two accounts, are one event or two: every comparison, step by step.

Use `meet(left, right, documents, evidence=…, together=…)` on what linking left behind; the weights
are those it grouped by where `evidence` is that of linking (`Linking.evidence`). `render_text`
prints it. Weights are log-odds (natural logarithm).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from casus.link.cluster import PairView, mean_heard, sample
from casus.link.comparisons import Evidence, Weights, score
from casus.link.facts import facts_of
from casus.link.judgements import Attached, attach_to
from casus.link.views import Views
from casus.types import Account, Document, Judgement, PairScore, Phrase, PhraseValue
from casus.wording import say

MAX_SENTENCE = 300
"""Code points of an account's first sentence that are shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """One account as a reader knows it: its report and the sentence that first tells it."""

    account: str
    document: str
    publisher: str | None
    published: date | None
    lang: str
    role: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison: what it found, what that is worth, and the sum so far."""

    comparison: str
    found: Phrase
    weight: float
    sum: float


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two accounts compared. `steps` begin with the prior; the last sum is `weight`. `veto` says
    why they can never be one, `judgement` is the human decision on this very pair."""

    left: Told
    right: Told
    steps: tuple[Step, ...]
    weight: float
    veto: Phrase | None
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two sets of accounts compared, as agglomeration does it.

    `together`: they are one incident now. `mean` is that of the `compared` pairs that are heard
    (of `possible` ones: large groups are sampled), `threshold` what it must exceed; `vetoed` pairs
    among them.
    `strongest` speaks most for one event; `deciding` is the judged or vetoed pair where there is
    one, else the pair that speaks most for what linking decided. `reason` is that decision.
    """

    together: bool
    reason: Phrase
    mean: float
    threshold: float
    compared: int
    possible: int
    vetoed: int
    strongest: Pairing
    deciding: Pairing


def meet(
    left: Sequence[Account],
    right: Sequence[Account],
    documents: Mapping[str, Document],
    *,
    evidence: Evidence,
    together: bool,
    judgements: Sequence[Judgement] = (),
    weights: Weights | None = None,
) -> Meeting:
    """Compare each account of `left` with each of `right`, dates inferred.

    `together`: they are of one group as linking left it. Raises ValueError where either side is
    empty or they share an account.
    """
    weights = weights or Weights.load()
    sides = [sorted(side, key=lambda a: a.id) for side in (left, right)]
    shared = {a.id for a in sides[0]} & {a.id for a in sides[1]}
    if shared or not all(sides):
        raise ValueError("an account cannot be compared with itself, nor with nothing")
    chosen = [sample(tuple(side)) for side in sides]
    work = _Comparing([*chosen[0], *chosen[1]], evidence, documents, judgements, weights)
    found = [work.pair(a, b) for a in chosen[0] for b in chosen[1]]
    views = [work.view(a, b) for a in chosen[0] for b in chosen[1]]
    mean = mean_heard([p.weight if v.veto else v.weight for p, v in zip(found, views, strict=True)])
    forbidden = any(v.veto for v in views) or all(p.veto for p in found)
    return Meeting(
        together=together,
        reason=_reason(
            found, together=together, forbidden=forbidden, mean=mean, threshold=weights.threshold
        ),
        mean=mean,
        threshold=weights.threshold,
        compared=len(found),
        possible=len(sides[0]) * len(sides[1]),
        vetoed=sum(p.veto is not None for p in found),
        strongest=max(found, key=lambda p: (p.veto is None, p.weight)),
        deciding=_deciding(found, together=together),
    )


class _Comparing:
    """What linking knew of the accounts compared."""

    def __init__(
        self,
        accounts: Sequence[Account],
        evidence: Evidence,
        documents: Mapping[str, Document],
        judgements: Sequence[Judgement],
        weights: Weights,
    ) -> None:
        self.documents, self.weights, self.evidence = documents, weights, evidence
        self.facts = {a.id: facts_of(a, documents[a.doc]) for a in accounts}
        self.attached: Attached = attach_to(judgements, accounts)
        self._views = Views(weights, self.evidence)

    def view(self, a: Account, b: Account) -> PairView:
        """The pair as grouping sees it."""
        return self._views(self.facts[a.id], self.facts[b.id])

    def pair(self, a: Account, b: Account) -> Pairing:
        scored: PairScore = score(
            self.facts[a.id], self.facts[b.id], weights=self.weights, evidence=self.evidence
        )
        first, second = sorted((a.id, b.id))
        sums = accumulate(part.weight for part in scored.parts)
        return Pairing(
            left=self._told(a),
            right=self._told(b),
            steps=tuple(
                Step(part.comparison, part.level, part.weight, round(so_far, 9))
                for part, so_far in zip(scored.parts, sums, strict=True)
            ),
            weight=scored.weight,
            veto=scored.veto,
            judgement=self.attached.verdicts.get((first, second)),
        )

    def _told(self, account: Account) -> Told:
        document = self.documents[account.doc]
        start, end = account.anchor
        sentence = " ".join(document.text[start : min(end, start + MAX_SENTENCE)].split())
        return Told(
            account.id, document.id, document.publisher, document.published, account.lang,
            account.role, account.kind, sentence,
        )  # fmt: skip


def _deciding(found: Sequence[Pairing], *, together: bool) -> Pairing:
    judged = [(p.judgement.at, n) for n, p in enumerate(found) if p.judgement is not None]
    if judged:
        return found[max(judged)[1]]
    choose = max if together else min
    return choose(found, key=lambda p: (p.veto is None, p.weight))


def _reason(
    found: Sequence[Pairing], *, together: bool, forbidden: bool, mean: float, threshold: float
) -> Phrase:
    judged = [p.judgement for p in found if p.judgement is not None]
    decided = [j for j in judged if j.verdict == ("same" if together else "different")]
    if decided:
        last = max(decided, key=lambda j: (j.at, j.id))
        told: dict[str, PhraseValue] = {"user": last.user, "day": last.at[:10], "why": last.reason}
        return Phrase(f"meeting.judged_{last.verdict}{'_why' if last.reason else ''}", told)
    vetoed = [p.veto for p in found if p.veto] if forbidden else []
    above = mean > threshold
    weighed = Phrase(
        "meeting.above" if above else "meeting.below", {"mean": mean, "threshold": threshold}
    )
    if together:
        return weighed if above and not vetoed else Phrase("meeting.by_others")
    if judged:
        return Phrase("meeting.kept_apart")
    if vetoed:
        told = {"vetoed": len(vetoed), "pairs": len(found), "why": vetoed[0]}
        return Phrase("meeting.vetoed" if len(found) > 1 else "meeting.vetoed_pair", told)
    return Phrase("meeting.rival") if above else weighed


def render_text(meeting: Meeting) -> str:
    """The meeting as plain text: the decision, then the deciding pair and the strongest one."""
    several = meeting.possible > 1
    out = [
        f"{'one incident' if meeting.together else 'two incidents'}: {say(meeting.reason)}",
        f"mean {meeting.mean:+.2f} of {meeting.compared}"
        + (f" of {meeting.possible}" if meeting.compared < meeting.possible else "")
        + f" pair{'s' if several else ''}, threshold {meeting.threshold:g}"
        + (f", {meeting.vetoed} vetoed" if meeting.vetoed else ""),
    ]
    pairs = {"the deciding pair": meeting.deciding, "the strongest pair": meeting.strongest}
    if meeting.deciding == meeting.strongest:
        pairs = {"the pair" if not several else "the deciding and strongest pair": meeting.deciding}
    for name, pairing in pairs.items():
        out += ["", name, *_pair_lines(pairing, meeting.threshold)]
    return "\n".join(out) + "\n"


def _pair_lines(pairing: Pairing, threshold: float) -> list[str]:
    lines = []
    for told in (pairing.left, pairing.right):
        source = told.publisher or told.document
        published = told.published.isoformat() if told.published else "undated"
        role = ", background" if told.role == "background" else ""
        kind = told.kind.replace("_", " ")
        lines += [f"  {kind}; {source}, {published}, {told.lang}{role}", f"    {told.sentence}"]
    found = [say(step.found) for step in pairing.steps]
    width = max(map(len, found))
    for step, label in zip(pairing.steps, found, strict=True):
        lines.append(
            f"  {step.comparison:<13} {label:<{width}} {step.weight:+7.2f} {step.sum:+7.2f}"
        )
    side = "above" if pairing.weight > threshold else "not above"
    lines.append(f"  weight {pairing.weight:+.2f}, {side} the threshold {threshold:g}")
    if pairing.veto:
        lines.append(f"  veto: {say(pairing.veto)}")
    if (judged := pairing.judgement) is not None:
        why = f": {judged.reason}" if judged.reason else ""
        lines.append(f"  judged {judged.verdict} by {judged.user} on {judged.at[:10]}{why}")
    return lines
