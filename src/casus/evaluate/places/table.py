"""Scores of place names as tables."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group
from rich.table import Table
from rich.text import Text

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


def render(result: Result) -> Group:
    """All tables; a score that nothing could be told for is left out."""
    parts: list[Table | Text] = [
        Text(", ".join(f"{count:,} {what}" for what, count in result.counts.items()))
    ]
    table = _table("Found", ("P", "R", "F1", "95 %", "n"))
    for label, name in _FOUND:
        row = [result.scores[f"{name}.{part}"] for part in ("p", "r", "f1")]
        table.add_row(label, *(_shown(s.value, 3) for s in row), _spread(row[2], 3), str(row[2].n))
    parts.append(table)
    for title, mode in _MODES:
        table = _table(title, ("share / km", "95 %", "n"))
        every: Mapping[str, Score] = {**result.scores, **result.errors}
        for label, name in _RESOLVED:
            found = every.get(f"{mode}.{name}")
            if found is not None:
                places = 0 if name.startswith("km") else 3
                table.add_row(
                    label, _shown(found.value, places), _spread(found, places), str(found.n)
                )
        parts.append(table)
    return Group(*parts)


def _table(title: str, columns: tuple[str, ...]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None)
    table.add_column("", min_width=24)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _spread(score: Score, places: int) -> str:
    if score.low is None:
        return ""
    return f"{_shown(score.low, places)}-{_shown(score.high, places)}"


def _shown(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"
