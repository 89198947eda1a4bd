"""Templates of reports, five-slot and official, as Casus reads them now.

Use `five_slot` on rows and `official` on texts with their datelines.
"""

from __future__ import annotations

from collections.abc import Iterable

from casus.evaluate.muc4.keys import Filled, Text
from casus.evaluate.muc4.read import document_of, weights
from casus.evaluate.muc4.rows import Row, Template
from casus.evaluate.muc4.scene import SceneReader
from casus.evaluate.muc4.slots import fill_all
from casus.evaluate.muc4.templates import templates_from
from casus.evaluate.muc4.where import origin_of
from casus.extract.phrases import read_incidents


def five_slot(rows: Iterable[Row]) -> dict[str, tuple[Template, ...]]:
    """Document id → its templates."""
    pack, model = weights()
    return {
        row.docid: templates_from(read_incidents(document_of(row).text, pack, model))
        for row in rows
    }


def official(texts: Iterable[Text]) -> dict[str, list[Filled]]:
    """Document id → its templates with the official slots."""
    pack, model = weights("wide")
    scenes = SceneReader()
    found = {}
    for text in texts:
        document = document_of(text.row, published=text.written)
        incidents = read_incidents(document.text, pack, model)
        origin = origin_of(text, scenes.gazetteer)
        found[text.row.docid] = fill_all(scenes.read(document), incidents, origin)
    return found
