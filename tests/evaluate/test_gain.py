"""What several languages gain: fields counted, rows compared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from casus.evaluate.gain import TOGETHER, Counts, best_alone, fields, gains, render_gains
from casus.evaluate.gold import Corpus
from casus.evaluate.predicted import (
    Days,
    PredAccount,
    Prediction,
    PredIncident,
    PredRange,
    Where,
)

NOTHING = Prediction((), {}, {})


def _found(corpus: Corpus) -> PredIncident:
    """A prediction that says of the first incident what its gold says."""
    gold = corpus.incidents[0]
    return PredIncident(
        id="P1",
        kind=gold.kind,
        days=Days(gold.start, gold.end),
        where=Where("Harlow", gold.country, gold.lat, gold.lon, False),
        tolls={f: PredRange(t.low, t.best[0], t.high) for f, t in gold.tolls.items()},
        perpetrators=(),
        targets=(),
        witnesses=1,
        accounts=(),
        documents=(),
    )


def test_every_field_of_an_incident_counts_once(corpus: Corpus) -> None:
    gold = corpus.incidents[0]
    people = sum(p.wanted for p in gold.perpetrators)
    told = 3 + len(gold.tolls)
    assert fields(gold, _found(corpus)) == Counts(told, told, told + people)
    assert fields(gold, None) == Counts(0, 0, told + people)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "flood"},
        {"days": Days(None, None)},
        {"where": Where("Leeds", "GB", 53.8, -1.5, False)},
        {"tolls": {"killed": PredRange(1, 1, 1)}},
    ],
)
def test_what_is_wrong_is_not_right(corpus: Corpus, change: dict[str, object]) -> None:
    gold, whole = corpus.incidents[0], _found(corpus)
    worse = fields(gold, replace(whole, **change))  # type: ignore[arg-type]
    assert worse.right < fields(gold, whole).right
    assert worse.recall < fields(gold, whole).recall


def test_each_language_is_read_alone_and_all_together(corpus: Corpus) -> None:
    asked: list[tuple[str, ...]] = []

    def read(languages: tuple[str, ...]) -> Prediction:
        asked.append(languages)
        return NOTHING

    rows = gains(corpus, read)
    assert asked == [("de",), ("en",), ("de", "en")]
    assert [(row.languages, row.reports) for row in rows] == [
        ("de", 1), ("en", 4), (TOGETHER, 5),
    ]  # fmt: skip
    assert all(row.all.wanted >= row.shared.wanted > 0 == row.all.right for row in rows)


def test_incidents_nobody_annotated_cost_precision_only(corpus: Corpus) -> None:
    alone = replace(_found(corpus), id="X")
    account = _main_account("X")
    invented = Prediction((account,), {"X": alone}, {})
    (row, *_) = gains(corpus, lambda _: invented)
    assert row.all.found == 3 + len(alone.tolls)
    assert (row.all.right, row.shared.found) == (0, 0)


def _main_account(incident: str) -> PredAccount:
    return PredAccount(
        id="A", doc="R5", incident=incident, role="main", anchor=(0, 5), kind="flood",
        days=Days(None, None), where=Where("", None, None, None, True), tolls=(),
        sentences=(), rules=(),
    )  # fmt: skip


def test_the_last_line_is_the_gain_over_the_best_language(corpus: Corpus) -> None:
    rows = gains(corpus, lambda _: NOTHING)
    better = [
        replace(rows[0], all=Counts(1, 2, 4)), replace(rows[1], all=Counts(1, 4, 2)),
        replace(rows[2], all=Counts(3, 4, 4)),
    ]  # fmt: skip
    assert best_alone(better, lambda g: g.all.recall) == 0.5
    screen = Console(width=120, record=True, quiet=False)
    screen.print(render_gains(better))
    last = screen.export_text().strip().splitlines()[-1].split()
    assert last[:5] == ["gain", "over", "the", "best", "alone"]
    assert last[5:7] == ["+0.250", "+0.250"]
