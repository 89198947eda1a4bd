"""Reports of the task as documents that Casus reads, and what it reads them with.

Use `document_of` and `weights`. The texts are in one case throughout and laid out for
terminals; what is done about it keeps every offset.
"""

from __future__ import annotations

import re
from datetime import date

from casus.evaluate.muc4.rows import Row
from casus.extract.phrases import Model, load_model
from casus.extract.phrases.tables import AIMS
from casus.packs import Pack, load_pack
from casus.types import Document

LANGUAGE = "en"
_ROUND = str.maketrans("[]", "()")
_PARAGRAPH = re.compile(r" {3,}")


def document_of(row: Row, *, published: date | None = None) -> Document:
    """The report as a document of the same length: three blanks or more part paragraphs, and
    brackets are round, as in the rows of five slots."""
    text = _PARAGRAPH.sub(lambda m: "\n\n" + " " * (len(m[0]) - 2), row.text.translate(_ROUND))
    basis = "given" if published else "unknown"
    return Document(
        row.docid, row.docid, None, None, LANGUAGE, None, text,
        published=published, published_basis=basis,
    )  # fmt: skip


def weights(aim: str = AIMS[0]) -> tuple[Pack, Model]:
    """The built-in pack, and its weights with the thresholds for an aim."""
    pack = load_pack(LANGUAGE, ())
    return pack, load_model(pack.folder, aim)
