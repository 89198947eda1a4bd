"""Corrections of the reader, listed: what people said of how reports were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casus.link.judgements import withdrawn
from casus.review.asked import Asked
from casus.review.correction import (
    Correction,
    correction_of,
    document_of,
    missed_incidents,
    standing,
)
from casus.review.desk import Desk
from casus.review.gold import Wait, gold
from casus.types import Document, Judgement


@dataclass(frozen=True, slots=True)
class CorrectionPart:
    """A correction as it is listed. `lost` where it is about an incident that reading does not
    tell any more, or whose own mark was taken back: it is no gold then."""

    id: str
    document: str
    title: str
    user: str
    at: str
    standing: bool
    lost: bool
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
    documents = desk.catalogue.documents(document_of(j) for j in kept if j.verdict == "reading")
    said = standing(kept)
    return CorrectionsPage(
        len(said.keys() & documents.keys()), correction_parts(desk, kept, said, documents),
        gold(desk, said).waits,
    )  # fmt: skip


def correction_parts(
    desk: Desk,
    kept: Sequence[Judgement],
    said: Mapping[str, Sequence[Correction]],
    documents: Mapping[str, Document],
) -> tuple[CorrectionPart, ...]:
    """What was said of these documents, the latest first; `said` is what stands of `kept`."""
    gone = withdrawn(kept)
    told = {""}
    for name in documents:
        reading = desk.catalogue.reading(name)
        told |= {account.id for account in reading.accounts} if reading else set()
        told |= missed_incidents(name, said.get(name, ())).keys()
    parts = []
    for j in reversed(kept):
        document = documents.get(document_of(j))
        made = correction_of(j) if document else None
        if made and document:
            parts.append(CorrectionPart(
                j.id, document.id, document.title or document.id, j.user, j.at,
                j.id not in gone, made.account not in told, made,
            ))  # fmt: skip
    return tuple(parts)
