"""Which documents are one witness: agency copies, near-duplicates, revised pages.

Use `near_duplicates(documents)` once for pairs of ids whose texts are much alike, and
`witnesses(documents, pairs)` for document id → witness id. A witness is known by its first
document (by batch, date, id). Corroboration counts witnesses, never documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest
from itertools import chain, combinations, pairwise

from casus.link.text_overlap import containment, shingles
from casus.types import Document

SHINGLE = 5
"""Words in a run: two writers of one event seldom share five in a row, copies share most."""
COPY = 0.5
"""Share of the shorter text found in the other: a cut-down reprint still has it."""
CREDITED = 0.2
"""Enough where both name the same agency: desks rewrite the opening and keep the rest."""
REVISED = 0.3
"""Enough where one publisher, or one address, printed both."""
_SKETCH = 16
_MAX_HOLDERS = 60
"""Beyond, a run of words is boilerplate or a very often copied text: each is then compared
with the first and with its neighbour only, which still finds a chain of copies."""


def near_duplicates(documents: Mapping[str, Document]) -> list[tuple[str, str]]:
    """Pairs of document ids, sorted, that are copies, reprints or revisions of one text.

    Each text is filed under its 16 smallest shingle hashes (a bottom-k sketch): texts that
    share half their shingles miss each other with a chance below 1 in 10,000. Only texts that
    meet there are compared in full. Rows of data sets share their form, so they are no copies.
    """
    sets: dict[str, frozenset[int]] = {}
    holders: dict[int, list[str]] = defaultdict(list)
    for doc_id in sorted(d for d, document in documents.items() if not document.coded):
        found = shingles(documents[doc_id].text, SHINGLE)
        sets[doc_id] = found
        for sketch in nsmallest(_SKETCH, found):
            holders[sketch].append(doc_id)
    pairs: set[tuple[str, str]] = set()
    for doc_id, document in documents.items():
        if document.revises is not None and document.revises in documents:
            pairs.add(_ordered(doc_id, document.revises))
    seen: set[tuple[str, str]] = set()
    for held in holders.values():
        for left, right in _meetings(held):
            if (left, right) not in seen:
                seen.add((left, right))
                if _one_text(documents[left], documents[right], sets[left], sets[right]):
                    pairs.add((left, right))
    return sorted(pairs)


def _meetings(held: list[str]) -> Iterable[tuple[str, str]]:
    if len(held) <= _MAX_HOLDERS:
        return combinations(held, 2)
    return chain(pairwise(held), ((held[0], other) for other in held[2:]))


def _one_text(a: Document, b: Document, left: frozenset[int], right: frozenset[int]) -> bool:
    if min(len(left), len(right)) < 12:
        return left == right
    share = containment(left, right)
    if share >= COPY:
        return True
    if a.credit and b.credit and a.credit.casefold() == b.credit.casefold():
        return share >= CREDITED
    return share >= REVISED and bool(
        (a.url and a.url == b.url) or (a.publisher and a.publisher == b.publisher)
    )


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def witnesses(
    documents: Mapping[str, Document], pairs: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Document id → id of the first document that tells the same thing in the same words."""
    parent = {doc_id: doc_id for doc_id in documents}

    def root(doc_id: str) -> str:
        while parent[doc_id] != doc_id:
            parent[doc_id] = parent[parent[doc_id]]
            doc_id = parent[doc_id]
        return doc_id

    for left, right in pairs:
        a, b = root(left), root(right)
        if a != b:
            first, other = sorted((a, b), key=lambda d: document_order(documents[d]))
            parent[other] = first
    return {doc_id: root(doc_id) for doc_id in sorted(documents)}


def document_order(document: Document) -> tuple[int, str, str]:
    """Sorts documents as they became known: by batch, date, id; undated ones last."""
    published = document.published.isoformat() if document.published else "9999"
    return document.batch, published, document.id
