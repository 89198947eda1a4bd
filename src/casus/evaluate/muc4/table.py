"""Scores of the task as tables."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table

from casus.evaluate.muc4.score import Scored


def render(title: str, scores: Mapping[str, Scored]) -> Table:
    """One line a slot, in percent as the literature has them; `n` counts answers."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None)
    table.add_column("", min_width=24)
    for column in ("P", "R", "F1", "95 %", "found", "n"):
        table.add_column(column, justify="right", no_wrap=True)
    for slot, told in scores.items():
        tally = told.tally
        spread = "" if told.low is None else f"{_shown(told.low)}-{_shown(told.high or 0.0)}"
        cells = [_shown(value) for value in (tally.precision, tally.recall, tally.f1)]
        table.add_row(slot, *cells, spread, str(tally.predicted), str(tally.wanted))
    return table


def _shown(value: float) -> str:
    return f"{100 * value:.1f}"
