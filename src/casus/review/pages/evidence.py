"""Claims beside their sentences: what incident, document and comparison pages are built from.

Offsets never leave this module: a sentence comes as pieces, each marked or not, cut from the
normalised text. Texts are from outside; templates escape them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casus.export.report.evidence import FieldView, Quote, fields, said_on
from casus.export.report.markup import safe_url
from casus.export.report.values import publisher
from casus.review.words import Words
from casus.types import Claim, Count, Document, Incident, Place, Toll, When

AROUND = 320
"""Code points of a sentence kept on each side of what is marked."""
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "ur", "yi", "dv", "ug", "sd"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """One claim. `value` is in the reader's words, `count`, `when` and `place` as read."""

    id: str
    field: str
    value: str
    raw: str
    group: str
    stance: str
    confidence: str
    voice: str
    voice_kind: str
    rule: str
    count: Count | None = None
    when: When | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class QuotePart:
    """A sentence of a report with the claims of one field that were read in it. `bearing` says
    how they stand to the value; `direction` is ltr or rtl."""

    document: str
    publisher: str
    url: str | None
    lang: str
    direction: str
    said: date | None
    background: bool
    bearing: str
    sentence: tuple[Piece, ...]
    claims: tuple[ClaimPart, ...]


@dataclass(frozen=True, slots=True)
class FieldPart:
    """One field of the record: value, how far reports agree, the policy's reason, the quotes.
    Of a toll `toll` is set; `text` is what stands in large type, in the reader's words."""

    field: str
    text: str
    aside: str
    state: str
    reason: str
    toll: Toll | None
    quotes: tuple[QuotePart, ...]


def direction(lang: str) -> str:
    """ "rtl" for languages that are written so."""
    return "rtl" if lang in _RIGHT_TO_LEFT else "ltr"


def field_parts(
    incident: Incident, documents: Mapping[str, Document], words: Words
) -> tuple[FieldPart, ...]:
    """Every field of an incident, tolls first, with all claims."""
    return tuple(_field(view, incident, documents, words) for view in fields(incident, documents))


def _field(
    view: FieldView, incident: Incident, documents: Mapping[str, Document], words: Words
) -> FieldPart:
    text, aside = view.value, ""
    if view.toll is not None:
        text, aside = words.toll(view.toll), words.span(view.toll)
    elif view.field == "when":
        text = words.period(incident.when.when)
        aside = words.code("basis", incident.when.when.basis) if incident.when.when.start else ""
    elif view.field == "where":
        text = words.place(incident.where.place)
        aside = words.code("precision", incident.where.place.precision)
    elif view.field == "kind":
        text = words.code("kind", incident.kind)
    else:
        held = [a for a in incident.actors if (a.role, a.actor.name) == (view.field, view.value)]
        aside = words.code("confidence", held[0].confidence) if held else ""
    quotes = tuple(quote_part(quote, documents, words) for quote in view.quotes)
    state = view.state.value if view.state else ""
    return FieldPart(view.field, text, aside, state, words.say(view.reason), view.toll, quotes)


def quote_part(quote: Quote, documents: Mapping[str, Document], words: Words) -> QuotePart:
    """A quote with its sentence cut into pieces."""
    document = documents[quote.doc]
    spans = [span for claim in quote.claims for span in claim.spans]
    return QuotePart(
        quote.doc,
        publisher(document),
        safe_url(document.url),
        quote.lang,
        direction(quote.lang),
        said_on(quote.claims[0], documents),
        quote.background,
        quote.bearing,
        pieces(document.text, quote.sentence, spans),
        tuple(claim_part(claim, words) for claim in quote.claims),
    )


def claim_part(claim: Claim, words: Words) -> ClaimPart:
    """A claim in the reader's words."""
    voice, kind = words.voice(claim.voice)
    value = claim.value
    return ClaimPart(
        claim.id, claim.field, words.claim(claim), claim.raw, claim.group or "",
        claim.stance.value, claim.confidence or "", voice, kind, claim.rule,
        value if isinstance(value, Count) else None,
        value if isinstance(value, When) else None,
        value if isinstance(value, Place) else None,
    )  # fmt: skip


def pieces(
    text: str, sentence: tuple[int, int], spans: Iterable[tuple[int, int]]
) -> tuple[Piece, ...]:
    """A sentence with its spans marked; long ones are cut around the marks. Spans outside the
    sentence are left out, overlapping ones joined; offsets beyond the text never raise."""
    start, end = max(0, sentence[0]), min(len(text), sentence[1])
    joined = joined_spans(spans, start, end)
    first = max(start, joined[0][0] - AROUND) if joined else start
    last = min(end, joined[-1][1] + AROUND) if joined else min(end, start + 2 * AROUND)
    out = [Piece("… ")] if first > start else []
    at = first
    for low, high in joined:
        if at < low:
            out.append(Piece(text[at:low]))
        out.append(Piece(text[low:high], True))
        at = high
    if at < last:
        out.append(Piece(text[at:last]))
    if last < end:
        out.append(Piece(" …"))
    return tuple(out)


def joined_spans(spans: Iterable[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Spans cut to `[start, end)`, in order, overlapping ones joined."""
    joined: list[tuple[int, int]] = []
    for left, right in sorted(spans):
        low, high = max(left, start), min(right, end)
        if low >= high:
            continue
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined
