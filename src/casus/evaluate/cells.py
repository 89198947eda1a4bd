"""How scores are laid out in every table of `casus eval`.

Use `score_table` for a table, `shown` for a score and `spread` for its interval.
"""

from __future__ import annotations

from rich.table import Table

from casus.evaluate.ledger import Score


def score_table(title: str, columns: tuple[str, ...], *, width: int) -> Table:
    """A table of scores without rows yet: labels of at least `width` characters, then columns of
    figures."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None)
    table.add_column("", min_width=width)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def shown(value: float | None, places: int = 2, *, scale: int = 1) -> str:
    """A score times `scale` (100: in percent); a dash for none."""
    return "–" if value is None else f"{scale * value:.{places}f}"


def spread(score: Score, places: int = 2, *, scale: int = 1) -> str:
    """The interval of a score, "" where none was drawn."""
    if score.low is None or score.high is None:
        return ""
    return f"{shown(score.low, places, scale=scale)}-{shown(score.high, places, scale=scale)}"
