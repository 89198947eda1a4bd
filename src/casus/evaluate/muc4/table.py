"""Scores of the task as tables, in percent as the literature has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.table import Table

from casus.evaluate.cells import score_table, shown, spread
from casus.evaluate.ledger import Score as Share
from casus.evaluate.muc4.official import LABELS, MODES, name
from casus.evaluate.muc4.score import Scored

_TITLES = {
    "matched": "Official slots, templates mapped to nothing left out",
    "all": "Official slots, all templates",
}

_Row = tuple[str, tuple[Share, Share, Share], int, int]
"""A label, precision, recall and F1, how many were found and how many wanted."""


def render_five(title: str, scores: Mapping[str, Scored]) -> Table:
    """One line a slot; `found` counts predictions, `n` answers."""
    return _table(title, (_five(slot, told) for slot, told in scores.items()))


def _five(slot: str, told: Scored) -> _Row:
    tally = told.tally
    shares = Share(tally.precision), Share(tally.recall), Share(tally.f1, told.low, told.high)
    return slot, shares, tally.predicted, tally.wanted


def render_official(scores: Mapping[str, Share]) -> Iterable[Table]:
    """A table for each way to count."""
    for mode in MODES:
        keys = [("template", "templates mapped")] if mode == "all" else []
        keys += [(f"{mode}.{name(slot)}", label) for slot, label in LABELS.items()]
        yield _table(_TITLES[mode], (_official(label, key, scores) for key, label in keys))


def _official(label: str, key: str, scores: Mapping[str, Share]) -> _Row:
    p, r, f = (scores[f"{key}.{part}"] for part in ("p", "r", "f1"))
    return label, (p, r, f), p.n // 2, r.n // 2  # credit is counted in halves


def _table(title: str, rows: Iterable[_Row]) -> Table:
    table = score_table(title, ("P", "R", "F1", "95 %", "found", "n"), width=26)
    for label, shares, found, wanted in rows:
        cells = (shown(share.value or 0, 1, scale=100) for share in shares)
        between = spread(shares[-1], 1, scale=100)
        table.add_row(label, *cells, between, str(found), str(wanted))
    return table
