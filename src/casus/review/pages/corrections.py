"""Corrections of the reader, listed: what people said of how reports were read."""

from __future__ import annotations

from dataclasses import dataclass

from casus.review.asked import Asked
from casus.review.correction import Correction, correction_of, document_of
from casus.review.desk import Desk
from casus.review.gold import Wait, gold
from casus.types import Document


@dataclass(frozen=True, slots=True)
class CorrectionPart:
    """A correction as it is listed."""

    id: str
    document: str
    title: str
    user: str
    at: str
    standing: bool
    correction: Correction


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """Every correction, the latest first; `documents` reports are gold by them. `waits` are
    incidents of theirs that something called wrong keeps out until the right value is marked."""

    documents: int
    corrections: tuple[CorrectionPart, ...]
    waits: tuple[Wait, ...]


def corrections_page(desk: Desk, asked: Asked) -> CorrectionsPage:
    """All corrections."""
    del asked
    kept = desk.catalogue.judgements()
    withdrawn = {j.supersedes for j in kept if j.supersedes}
    made = [j for j in reversed(kept) if j.verdict == "reading"]
    documents = desk.catalogue.documents(document_of(j) for j in made)
    parts = tuple(
        CorrectionPart(
            j.id, document_of(j), _title(documents.get(document_of(j))), j.user, j.at,
            j.id not in withdrawn, correction_of(j),
        )
        for j in made
    )  # fmt: skip
    standing = {p.document for p in parts if p.standing}
    return CorrectionsPage(len(standing & documents.keys()), parts, gold(desk).waits)


def _title(document: Document | None) -> str:
    return (document.title or document.id) if document else ""
