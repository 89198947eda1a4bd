"""Scores of the task as tables, in percent as the literature has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.table import Table

from casus.evaluate.ledger import Score as Share
from casus.evaluate.muc4.official import LABELS, MODES, name
from casus.evaluate.muc4.score import Scored

_TITLES = {
    "matched": "Official slots, templates mapped to nothing left out",
    "all": "Official slots, all templates",
}


def render_five(title: str, scores: Mapping[str, Scored]) -> Table:
    """One line a slot; `found` counts predictions, `n` answers."""
    return _table(
        title,
        (
            (
                slot,
                told.tally.precision, told.tally.recall, told.tally.f1, told.low, told.high,
                told.tally.predicted, told.tally.wanted,
            )
            for slot, told in scores.items()
        ),
    )  # fmt: skip


def render_official(scores: Mapping[str, Share]) -> Iterable[Table]:
    """A table for each way to count."""
    for mode in MODES:
        keys = [("template", "templates mapped")] if mode == "all" else []
        keys += [(f"{mode}.{name(slot)}", label) for slot, label in LABELS.items()]
        yield _table(_TITLES[mode], (_row(label, key, scores) for key, label in keys))


_Row = tuple[str, float, float, float, float | None, float | None, int, int]


def _row(label: str, key: str, scores: Mapping[str, Share]) -> _Row:
    p, r, f = (scores[f"{key}.{part}"] for part in ("p", "r", "f1"))
    # credit is counted in halves
    return label, p.value or 0, r.value or 0, f.value or 0, f.low, f.high, p.n // 2, r.n // 2


def _table(title: str, rows: Iterable[_Row]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None)
    table.add_column("", min_width=26)
    for column in ("P", "R", "F1", "95 %", "found", "n"):
        table.add_column(column, justify="right", no_wrap=True)
    for label, p, r, f, low, high, found, n in rows:
        spread = "" if low is None or high is None else f"{_shown(low)}-{_shown(high)}"
        table.add_row(label, _shown(p), _shown(r), _shown(f), spread, str(found), str(n))
    return table


def _shown(value: float) -> str:
    return f"{100 * value:.1f}"
