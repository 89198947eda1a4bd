"""A document's full text with everything marked; what was seen and not used; documents side by
side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casus.export.report.markup import safe_url
from casus.export.report.values import publisher
from casus.review.asked import Asked, Refused
from casus.review.correction import Correction, missed_incidents, standing
from casus.review.desk import Desk
from casus.review.pages.corrections import CorrectionPart, correction_parts
from casus.review.pages.evidence import ClaimPart, claim_part, direction
from casus.store.selected import Row
from casus.types import Account, Document, Mention, Place, Problem

PAGE = 50
UNREAD = "unread"
"""The status of a document that reading has not come to yet."""
MOST_MARKED = 200_000
"""Code points of a text that are shown; the longest news reports have about 100,000."""
MOST_COMPARED = 3
_KINDS = {
    "killed": "count", "injured": "count", "missing": "count", "abducted": "count",
    "arrested": "count", "displaced": "count", "when": "date", "where": "place",
    "perpetrator": "actor", "target": "actor", "victim": "actor", "responder": "actor",
    "means": "means", "kind": "event",
}  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class AccountPart:
    """An event as the document tells it, with the incident that holds it now."""

    id: str
    kind: str
    role: str
    incident: str
    claims: tuple[ClaimPart, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One report. `untold` says why the whole text tells nothing, where it does; `unmarked` why
    the text could not be read again for its marks; `missed` are incidents that people marked in it,
    by the id that what is marked of them names."""

    id: str
    title: str
    publisher: str
    url: str | None
    path: str
    published: date | None
    lang: str
    direction: str
    status: str
    problems: tuple[Problem, ...]
    revises: str
    text: tuple[Stretch, ...]
    unused: tuple[UnusedPart, ...]
    untold: str
    unmarked: str
    accounts: tuple[AccountPart, ...]
    incidents: tuple[Row, ...]
    missed: Mapping[str, Correction]
    corrections: tuple[CorrectionPart, ...]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in the list."""

    id: str
    title: str
    publisher: str
    published: date | None
    lang: str
    direction: str
    status: str


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """Documents, the latest taken in first."""

    total: int
    page: int
    pages: int
    documents: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True)
class CompareRow:
    """Claims of one field, a cell for each document."""

    field: str
    cells: tuple[tuple[ClaimPart, ...], ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Documents side by side, their claims about the incidents they share aligned by field."""

    documents: tuple[DocumentPage, ...]
    rows: tuple[CompareRow, ...]


def documents_page(desk: Desk, asked: Asked) -> DocumentsPage:
    """One page of the list."""
    total = desk.catalogue.count_documents()
    pages = max(1, -(-total // PAGE))
    page = min(max(asked.number("page", 1) or 1, 1), pages)
    listed = desk.catalogue.listed(skip=(page - 1) * PAGE, most=PAGE)
    lines = tuple(
        DocumentLine(
            d.id,
            d.title or "",
            publisher(d),
            d.published,
            d.lang,
            direction(d.lang),
            s.value if s else UNREAD,
        )
        for d, s in listed
    )
    return DocumentsPage(total, page, pages, lines)


def document_page(desk: Desk, asked: Asked) -> DocumentPage:
    """A document by its id."""
    return _document(desk, asked, asked.text("id"))


def compare_page(desk: Desk, asked: Asked) -> ComparePage:
    """Two or three documents."""
    names = asked.texts("id")[:MOST_COMPARED]
    found = tuple(_document(desk, asked, name) for name in names)
    shared = set.intersection(*({a.incident for a in d.accounts} for d in found)) - {""}
    told = [[c for a in d.accounts if a.incident in shared for c in a.claims] for d in found]
    fields = dict.fromkeys(c.field for claims in told for c in claims)
    order = [f for f in _KINDS if f in fields] + [f for f in fields if f not in _KINDS]
    rows = tuple(
        CompareRow(name, tuple(tuple(c for c in claims if c.field == name) for claims in told))
        for name in order
    )
    return ComparePage(found, rows)


def _document(desk: Desk, asked: Asked, name: str) -> DocumentPage:
    document = desk.catalogue.documents([name]).get(name)
    if document is None:
        raise Refused(404, "error.no_document", name=name)
    reading = desk.catalogue.reading(name)
    accounts = reading.accounts if reading else ()
    again = desk.again.seen(document)
    mentions = () if isinstance(again, str) else again.mentions
    held = desk.catalogue.holders(a.id for a in accounts)
    kept = desk.catalogue.judgements()
    rows = (desk.catalogue.row(i) for i in desk.catalogue.incidents_of(name))
    return DocumentPage(
        document.id, document.title or "", publisher(document), safe_url(document.url),
        document.path.replace("\\", "/").rsplit("/", 1)[-1], document.published, document.lang,
        direction(document.lang), reading.status.value if reading else UNREAD,
        reading.problems if reading else (), document.revises or "",
        stretches(document, accounts, mentions), _unused(accounts, mentions),
        "" if isinstance(again, str) else again.untold, again if isinstance(again, str) else "",
        tuple(
            AccountPart(a.id, a.kind, a.role, held.get(a.id, ""),
                        tuple(claim_part(c, asked.words) for c in a.claims))
            for a in accounts
        ),
        tuple(row for row in rows if row),
        missed_incidents(name, standing(kept).get(name, ())),
        correction_parts(desk, kept, {name: document}),
    )  # fmt: skip


def stretches(
    document: Document, accounts: Sequence[Account], mentions: Sequence[Mention]
) -> tuple[Stretch, ...]:
    """The text cut where marks begin and end; what a claim rests on goes before what was merely
    seen, an earlier mark before a later one."""
    text = document.text[:MOST_MARKED]
    claimed: dict[tuple[int, int], tuple[str, list[str]]] = {}
    for account in accounts:
        for claim in account.claims:
            kind = _KINDS.get(claim.field, "event")
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


def _unused(accounts: Sequence[Account], mentions: Sequence[Mention]) -> tuple[UnusedPart, ...]:
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
