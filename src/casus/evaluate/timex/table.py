"""Scores of dates as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group
from rich.table import Table
from rich.text import Text

from casus.evaluate.cells import score_table, shown, spread
from casus.evaluate.ledger import Score
from casus.evaluate.timex.model import KINDS
from casus.evaluate.timex.score import MEASURES, TimexMiss, TimexScores

DEFINITIONS = (
    "F1 in percent. strict: same extent; relaxed: extents overlap; value: overlap and same value "
    "(TempEval-3:\nrelaxed F1 × share of right values); strict value: same extent and same value; "
    "type: overlap and same type."
)


def render(rows: Iterable[TimexScores]) -> Group:
    """One table a tagger: a line a type and one for all."""
    parts: list[Table | Text] = [Text(DEFINITIONS, style="dim")]
    for row in rows:
        title = f"{row.name} ({row.lang}): {row.expressions} expressions in {row.texts} texts"
        table = score_table(title, (*MEASURES, "n"), width=9)
        for kind in (*KINDS, "all"):
            scores = [row.scores[f"{measure}.{kind}.f1"] for measure in MEASURES]
            table.add_row(kind, *map(_cell, scores), str(scores[0].n))
        parts.append(table)
    return Group(*parts)


def _cell(score: Score) -> str:
    between = spread(score, 0, scale=100)
    return shown(score.value, 1, scale=100) + (f" ({between})" if between else "")


def render_misses(misses: Iterable[TimexMiss]) -> Text:
    """One paragraph a miss."""
    parts = []
    for miss in misses:
        lines = [f"\n{miss.what}  {miss.doc}", f"  … {miss.context} …", f"  gold       {miss.gold}",
                 f"  predicted  {miss.predicted}"]  # fmt: skip
        parts += [*lines, f"  pattern    {miss.rule}"] if miss.rule else lines
    return Text("\n".join(parts))
