"""A text with everything marked that reading saw in it, and what was seen and not used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casus.types import Account, Document, Mention, Place

MOST_MARKED = 200_000
"""Code points of a text that are shown; the longest news reports have about 100,000."""
MARK_OF = {
    "killed": "count", "injured": "count", "missing": "count", "abducted": "count",
    "arrested": "count", "displaced": "count", "when": "date", "where": "place",
    "perpetrator": "actor", "target": "actor", "victim": "actor", "responder": "actor",
    "means": "means", "kind": "event",
}  # fmt: skip
"""The kind of mark of a claim's field; any other field is an event's."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text from code point `start`. `kind` is event, count, date, place, actor,
    voice, means or empty; `used` where a claim rests on it, `claims` their ids."""

    start: int
    text: str
    kind: str = ""
    used: bool = False
    why: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnusedPart:
    """Words that were seen and no claim was made of; `why` is a code."""

    start: int
    text: str
    kind: str
    why: str


def stretches(
    document: Document, accounts: Sequence[Account], mentions: Sequence[Mention]
) -> tuple[Stretch, ...]:
    """The text cut where marks begin and end; what a claim rests on goes before what was merely
    seen, an earlier mark before a later one."""
    text = document.text[:MOST_MARKED]
    claimed: dict[tuple[int, int], tuple[str, list[str]]] = {}
    for account in accounts:
        for claim in account.claims:
            kind = MARK_OF.get(claim.field, "event")
            claimed.setdefault(claim.spans[0], (kind, []))[1].append(claim.id)
    marks = [(s, e, kind, True, "", tuple(ids)) for (s, e), (kind, ids) in claimed.items()]
    marks += [
        (m.span.start, m.span.end, m.kind, False, str(m.value), ()) for m in mentions
    ]  # the claims come first: sorting is stable
    out: list[Stretch] = []
    at = 0
    for start, end, kind, used, why, ids in _apart(marks, len(text)):
        if at < start:
            out.append(Stretch(at, text[at:start]))
        out.append(Stretch(start, text[start:end], kind, used, why, ids))
        at = end
    if at < len(text):
        out.append(Stretch(at, text[at:]))
    return tuple(out)


_Mark = tuple[int, int, str, bool, str, tuple[str, ...]]


def _apart(marks: Iterable[_Mark], end: int) -> list[_Mark]:
    """Marks that do not overlap, in the order of the text: used ones are laid first."""
    laid: list[_Mark] = []
    for mark in sorted(marks, key=lambda m: (not m[3], m[0], -m[1])):
        if not 0 <= mark[0] < mark[1] <= end:
            continue
        laid.append(mark)
    laid.sort(key=lambda m: (m[0], not m[3], -m[1]))
    kept: list[_Mark] = []
    for mark in laid:
        if kept and mark[0] < kept[-1][1]:
            # a claim inside something merely seen takes its place
            if mark[3] and not kept[-1][3]:
                kept[-1] = mark
            continue
        kept.append(mark)
    return kept


def unused(accounts: Sequence[Account], mentions: Sequence[Mention]) -> tuple[UnusedPart, ...]:
    """What was seen outside every claim's words, and does not say once more what one says."""
    kinds = {account.kind for account in accounts}
    told = {c.raw for a in accounts for c in a.claims}
    for claim in (c for a in accounts for c in a.claims if isinstance(c.value, Place)):
        told |= {claim.value.name, *claim.value.path}  # type: ignore[union-attr]
    spans = [span for a in accounts for c in a.claims for span in c.spans]
    found: dict[tuple[int, str], UnusedPart] = {}
    for m in mentions:
        start, end = m.span.start, m.span.end
        again = m.raw in told or (m.kind == "event" and not kinds.isdisjoint(m.rule.split()))
        if m.kind == "voice" or again or any(s < end and start < e for s, e in spans):
            continue
        found.setdefault((start, m.kind), UnusedPart(start, m.raw, m.kind, str(m.value) or "none"))
    return tuple(found[key] for key in sorted(found))
