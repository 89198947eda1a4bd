"""Which documents are one witness: agency copies, near-duplicates, revised pages.

Use `near_duplicates` and `witnesses` for a few documents, a `Copies` for many that come one after
another: `update` it with the documents that are new or gone; `pairs` are the documents whose
texts are much alike, `witness` the first document (by batch, date, id) that tells the same in the
same words. Corroboration counts witnesses, never documents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import combinations

from casus.link.shelves import Shelves
from casus.link.text_overlap import containment, pack, shingles, unpack
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
with the first few only, which still finds all copies of one text."""
_FIRST = 8
_KEPT_TEXTS = 20_000
"""Texts whose shingles are remembered while documents are compared; of 400 words each, 32 MB."""


class Copies:
    """The documents whose texts are copies, reprints or revisions of one text.

    Each text is filed under its 16 smallest shingle hashes (a bottom-k sketch): texts that share
    half their shingles miss each other with a chance below 1 in 10,000. Only texts that meet
    there are compared in full. Rows of data sets share their form, so they are no copies.
    """

    def __init__(self, shelves: Shelves | None = None) -> None:
        shelf = (shelves or Shelves()).open
        self.sketch = shelf("sketch", str, tuple[int, ...])
        # nearly all hashes have one holder: a list of one takes 64 bytes, a set 216
        self.holders = shelf("holders", int, list[str])
        self.revised = shelf("revised", str, set[str])
        """Document → those that revise it, both ways."""
        self.pairs = shelf("copies", str, set[str])
        self.witness = shelf("witness", str, str)

    def update(
        self, gone: Collection[str], new: Collection[str], documents: Mapping[str, Document]
    ) -> tuple[set[str], set[str]]:
        """Documents whose copies changed, and those whose witness did. `gone` and `new` are ids;
        `documents` holds all that are known, but those that are gone."""
        texts = _Texts(documents)
        sketches = {doc: texts.sketch(doc) for doc in new}
        hashes = {h for doc in gone for h in self.sketch[doc]}
        hashes.update(h for sketch in sketches.values() for h in sketch)
        before = {h: self._firsts(h) for h in hashes}
        moved = self._withdraw(gone)
        for doc, sketch in sketches.items():
            self.sketch[doc] = sketch
            self._file(doc, sketch)
            if (older := documents[doc].revises) is not None:
                self.revised.setdefault(doc, set()).add(older)
                self.revised.setdefault(older, set()).add(doc)
        moved |= self._fewer(before)
        moved |= self._more(before, sketches.keys(), texts)
        return moved, self._witnesses(moved | sketches.keys(), gone, documents)

    def _file(self, doc: str, hashes: Iterable[int]) -> None:
        for h in hashes:
            if h in self.holders:
                self.holders[h].append(doc)
            else:
                self.holders[h] = [doc]

    def _firsts(self, h: int) -> tuple[str, ...] | None:
        """Those that everybody else under a hash is compared with; None for: with everybody."""
        held = self.holders.get(h, ())
        return None if len(held) <= _MAX_HOLDERS else tuple(nsmallest(_FIRST, held))

    def _withdraw(self, gone: Collection[str]) -> set[str]:
        moved: set[str] = set()
        for doc in gone:
            for h in self.sketch.pop(doc):
                self.holders[h].remove(doc)
                if not self.holders[h]:
                    del self.holders[h]
            for other in self.pairs.pop(doc, ()):
                self.pairs[other].discard(doc)
                moved.add(other)
            for other in self.revised.pop(doc, ()):
                self.revised[other].discard(doc)
        return moved - set(gone)

    def _fewer(self, before: Mapping[int, tuple[str, ...] | None]) -> set[str]:
        """Part the copies that no longer meet, where a hash has come to be held by many."""
        moved: set[str] = set()
        for h, old in before.items():
            now = self._firsts(h)
            if now is None or now == old:
                continue
            for doc in self.holders[h] if old is None else set(old) - set(now):
                for other in [o for o in self.pairs.get(doc, ()) if not self._meet(doc, o)]:
                    self.pairs[doc].discard(other)
                    self.pairs[other].discard(doc)
                    moved |= {doc, other}
        return moved

    def _more(
        self,
        before: Mapping[int, tuple[str, ...] | None],
        new: Collection[str],
        texts: _Texts,
    ) -> set[str]:
        """Compare those that meet now and did not before."""
        asked: set[tuple[str, str]] = set()
        for doc in new:
            asked.update(_ordered(doc, other) for other in self._met(doc))
        for h, old in before.items():
            now = self._firsts(h)
            held = self.holders.get(h, [])
            if old is not None and now is None:
                asked.update(combinations(sorted(held), 2))
            elif old is not None and now is not None:
                asked.update(_ordered(f, o) for f in set(now) - set(old) for o in held if o != f)
        moved: set[str] = set()
        for left, right in sorted(asked):
            if right not in self.pairs.get(left, ()) and (
                right in self.revised.get(left, ()) or texts.one(left, right)
            ):
                self.pairs.setdefault(left, set()).add(right)
                self.pairs.setdefault(right, set()).add(left)
                moved |= {left, right}
        return moved

    def _met(self, doc: str) -> set[str]:
        """Everybody that a document is compared with."""
        found = {other for other in self.revised.get(doc, ()) if other in self.sketch}
        for h in self.sketch[doc]:
            firsts = self._firsts(h)
            found.update(self.holders[h] if firsts is None or doc in firsts else firsts)
        found.discard(doc)
        return found

    def _meet(self, a: str, b: str) -> bool:
        return b in self._met(a) or a in self._met(b)

    def _witnesses(
        self, docs: Iterable[str], gone: Collection[str], documents: Mapping[str, Document]
    ) -> set[str]:
        changed: set[str] = set()
        for doc in gone:
            self.witness.pop(doc, None)
        seen: set[str] = set()
        for doc in docs:
            if doc in seen:
                continue
            alike = _alike(doc, self.pairs)
            seen |= alike
            first = min(alike, key=lambda d: document_order(documents[d]))
            for one in alike:
                if self.witness.get(one) != first:
                    self.witness[one] = first
                    changed.add(one)
        return changed


def near_duplicates(documents: Mapping[str, Document]) -> list[tuple[str, str]]:
    """Pairs of document ids, sorted, that are copies, reprints or revisions of one text."""
    copies = Copies()
    copies.update((), sorted(documents), documents)
    return sorted((a, b) for a, others in copies.pairs.items() for b in others if a < b)


def witnesses(
    documents: Mapping[str, Document], pairs: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Document id → id of the first document that tells the same thing in the same words."""
    both: dict[str, set[str]] = {}
    for a, b in pairs:
        both.setdefault(a, set()).add(b)
        both.setdefault(b, set()).add(a)
    return {
        doc: min(_alike(doc, both), key=lambda d: document_order(documents[d]))
        for doc in sorted(documents)
    }


def _alike(doc: str, pairs: Mapping[str, Collection[str]]) -> set[str]:
    found, at = {doc}, [doc]
    while at:
        for other in pairs.get(at.pop(), ()):
            if other not in found:
                found.add(other)
                at.append(other)
    return found


class _Texts:
    """Shingles of texts, remembered for a while."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self._packed = lru_cache(_KEPT_TEXTS)(
            lambda doc: pack(shingles(self.documents[doc].text, SHINGLE))
        )

    def sketch(self, doc: str) -> tuple[int, ...]:
        """The smallest shingles of a report; none of a data set's row."""
        coded = self.documents[doc].coded
        return () if coded else tuple(unpack(self._packed(doc))[:_SKETCH])

    def one(self, left: str, right: str) -> bool:
        """True where two documents are one text."""
        documents = self.documents
        found = unpack(self._packed(left)), unpack(self._packed(right))
        return _one_text(documents[left], documents[right], *found)


def _one_text(a: Document, b: Document, left: Sequence[int], right: Sequence[int]) -> bool:
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


def document_order(document: Document) -> tuple[int, str, str]:
    """Sorts documents as they became known: by batch, date, id; undated ones last."""
    published = document.published.isoformat() if document.published else "9999"
    return document.batch, published, document.id
