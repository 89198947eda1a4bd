"""Scores of place names as tables."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group
from rich.table import Table
from rich.text import Text

from casus.evaluate.cells import score_table, shown, spread
from casus.evaluate.ledger import Score
from casus.evaluate.places.score import Result

_FOUND = (("exact span", "found.exact"), ("overlapping span", "found.overlap"))
_RESOLVED = (
    ("within 161 km", "161km"),
    ("placed at all", "placed"),
    ("country", "country"),
    ("error, mean km", "km.mean"),
    ("error, median km", "km.median"),
)
_MODES = (("Resolved, of the names found", "found"), ("Resolved, annotated spans given", "given"))
_WIDTH = 24


def render(result: Result) -> Group:
    """All tables; a score that nothing could be told for is left out."""
    parts: list[Table | Text] = [
        Text(", ".join(f"{count:,} {what}" for what, count in result.counts.items()))
    ]
    table = score_table("Found", ("P", "R", "F1", "95 %", "n"), width=_WIDTH)
    for label, name in _FOUND:
        row = [result.scores[f"{name}.{part}"] for part in ("p", "r", "f1")]
        table.add_row(label, *(shown(s.value, 3) for s in row), spread(row[2], 3), str(row[2].n))
    parts.append(table)
    for title, mode in _MODES:
        table = score_table(title, ("share / km", "95 %", "n"), width=_WIDTH)
        every: Mapping[str, Score] = {**result.scores, **result.errors}
        for label, name in _RESOLVED:
            found = every.get(f"{mode}.{name}")
            if found is not None:
                places = 0 if name.startswith("km") else 3
                table.add_row(
                    label, shown(found.value, places), spread(found, places), str(found.n)
                )
        parts.append(table)
    return Group(*parts)
