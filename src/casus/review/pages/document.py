"""A document's full text with everything marked; what was seen and not used; documents side by
side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casus.export.report.markup import safe_url
from casus.export.report.values import publisher
from casus.review.asked import Asked, Refused
from casus.review.correction import Correction, missed_incidents, standing
from casus.review.desk import Desk
from casus.review.pages.corrections import CorrectionPart, correction_parts
from casus.review.pages.evidence import ClaimPart, claim_part, direction
from casus.review.pages.marks import MARK_OF, Stretch, UnusedPart, stretches, unused
from casus.store.selected import Row
from casus.types import Problem

PAGE = 50
UNREAD = "unread"
"""The status of a document that reading has not come to yet."""
MOST_COMPARED = 3


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
    order = [f for f in MARK_OF if f in fields] + [f for f in fields if f not in MARK_OF]
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
    said = standing(kept)
    rows = (desk.catalogue.row(i) for i in desk.catalogue.incidents_of(name))
    return DocumentPage(
        document.id, document.title or "", publisher(document), safe_url(document.url),
        document.path.replace("\\", "/").rsplit("/", 1)[-1], document.published, document.lang,
        direction(document.lang), reading.status.value if reading else UNREAD,
        reading.problems if reading else (), document.revises or "",
        stretches(document, accounts, mentions), unused(accounts, mentions),
        "" if isinstance(again, str) else again.untold, again if isinstance(again, str) else "",
        tuple(
            AccountPart(a.id, a.kind, a.role, held.get(a.id, ""),
                        tuple(claim_part(c, asked.words) for c in a.claims))
            for a in accounts
        ),
        tuple(row for row in rows if row),
        missed_incidents(name, said.get(name, ())),
        correction_parts(desk, kept, said, {name: document}),
    )  # fmt: skip
