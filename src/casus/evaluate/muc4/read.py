"""Have Casus read reports of the task.

Use `reader` once, and what it returns for every report. The texts are in one case throughout
and laid out for terminals; what is done about it keeps every offset.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from casus.evaluate.muc4.rows import Row
from casus.extract.actors import load_registry
from casus.extract.read import Reading, read_document
from casus.gazetteer import Gazetteer
from casus.packs import load_pack
from casus.types import Document

LANGUAGE = "en"
_PARAGRAPH = re.compile(r" {3,}")


def document_of(row: Row, *, published: date | None = None) -> Document:
    """The report as a document of the same length: three blanks or more part paragraphs."""
    text = _PARAGRAPH.sub(lambda m: "\n\n" + " " * (len(m[0]) - 2), row.text)
    basis = "given" if published else "unknown"
    return Document(
        row.docid, row.docid, None, None, LANGUAGE, None, text,
        published=published, published_basis=basis,
    )  # fmt: skip


def reader() -> Callable[[Document], Reading]:
    """Reads a document with the built-in pack, gazetteer and registry."""
    pack = load_pack(LANGUAGE, ())
    places = Gazetteer.open(None)
    actors = load_registry(LANGUAGE, pack.writing)
    return lambda document: read_document(document, pack=pack, gazetteer=places, actors=actors)
