"""Scores of the reading and of the short script, side by side.

Use `score_articles`. Intervals come from drawing articles with replacement, as everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

from casus.evaluate.cells import score_table, shown, spread
from casus.evaluate.gvdb.answers import Answer
from casus.evaluate.gvdb.data import Article, Marked
from casus.evaluate.gvdb.judge import judge
from casus.evaluate.ledger import Ledger, Score
from casus.evaluate.misses import Miss
from casus.evaluate.score import DRAWS, SEED

LABELS = {
    "killed": "killed exact",
    "killed.all": "… with empty victim sections as none",
    "injured": "injured exact",
    "injured.all": "… with empty victim sections as none",
    "date": "date exact",
    "date.day": "date within a day",
    "date.named": "date exact, where the text names that day",
    "city": "city",
    "state": "state",
    "clock": "clock time",
}
_MISSED = {"killed": 5.0, "date": 4.0, "injured": 3.0, "city": 2.0, "state": 1.0, "clock": 0.5}
"""Slots whose misses are listed, the ones that matter most first."""

_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Scored:
    """`read` and `script` by slot; `misses` of the reading, worst first."""

    read: dict[str, Score]
    script: dict[str, Score]
    misses: tuple[Miss, ...]


def score_articles(
    articles: Sequence[Article],
    answers: Sequence[Answer],
    guesses: Sequence[Answer],
    *,
    draws: int = DRAWS,
) -> Scored:
    """Compare the answers to articles, in their order, with what annotators marked."""
    misses: list[Miss] = []
    ledgers = Ledger(), Ledger()
    for article, answer, guessed in zip(articles, answers, guesses, strict=True):
        for ledger, given in zip(ledgers, (answer, guessed), strict=True):
            for slot, right in judge(article, given).items():
                ledger.share(slot, article.id, right)
        misses += _misses(article, answer)
    ids = sorted(article.id for article in articles)
    read, script = (ledger.scores(ids, draws=draws, seed=SEED) for ledger in ledgers)
    return Scored(read, script, tuple(sorted(misses, key=lambda m: (-m.weight, m.doc))))


def table(scored: Scored) -> Table:
    """One line a slot: the reading, its interval, the script, how many articles state it."""
    columns = ("Casus", "95 %", "short script", "95 %", "n")
    found = score_table("Shootings in local news", columns, width=38)
    for slot, label in LABELS.items():
        if slot in scored.read:
            read, script = scored.read[slot], scored.script[slot]
            found.add_row(label, *_cells(read), *_cells(script), str(read.n))
    return found


def _cells(score: Score) -> tuple[str, str]:
    return shown(score.value, 3), spread(score, 3)


def _misses(article: Article, answer: Answer) -> list[Miss]:
    gold = article.marked
    assert gold is not None
    right = judge(article, answer)
    text = f"{article.title} | {article.text}"[:_SHOWN]
    return [
        Miss(slot, weight, article.id, text, _gold(gold, slot), _told(answer, slot),
             answer.why.get(slot, ""))
        for slot, weight in _MISSED.items()
        if not right.get(slot, True)
    ]  # fmt: skip


def _gold(gold: Marked, slot: str) -> str:
    return str(getattr(gold, _FIELD.get(slot, slot)))


def _told(answer: Answer, slot: str) -> str:
    return str(getattr(answer, _FIELD.get(slot, slot))) or "-"


_FIELD = {"clock": "clock_time"}
