"""`casus eval gvdb`: victims, date and place of shootings in local news."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from casus.evaluate.gvdb.answers import Answer, Answerer
from casus.evaluate.gvdb.baseline import guess
from casus.evaluate.gvdb.data import Article, DataError, load_annotated, load_articles
from casus.evaluate.gvdb.score import Scored, score_articles, table
from casus.evaluate.table import console, render_misses

_IN = click.Path(exists=True, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command("gvdb")
@click.option("--data", type=_IN, help="A .tsv file of the database, or a folder of them.")
@click.option("--input", "articles", type=_IN, help="Read these articles (JSONL), score nothing.")
@click.option("--predictions", type=_OUT, help="Write one answer an article here.")
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Show so many misses.")
@click.option("--json", "out", type=_OUT, help="Also write the scores and all misses here.")
def gvdb(
    *, data: Path | None, articles: Path | None, predictions: Path | None, errors: int,
    out: Path | None,
) -> None:  # fmt: skip
    """Victims, date and place of shootings in local news, with 95 % intervals.

    Scores articles with --data; with --input and --predictions it only answers.
    """
    if (data is None) == (articles is None):
        raise click.UsageError("give either --data PATH or --input FILE")
    if articles is not None and predictions is None:
        raise click.UsageError("--input needs --predictions FILE")
    try:
        rows = load_annotated(data) if data is not None else load_articles(articles or Path())
    except DataError as error:
        raise click.ClickException(str(error)) from error
    answerer = Answerer()
    answers = [answerer.answer(article) for article in rows]
    if predictions is not None:
        _write_answers(predictions, rows, answers)
    if data is None:
        return
    scored = score_articles(rows, answers, [guess(article) for article in rows])
    screen = console()
    screen.print(table(scored))
    if errors:
        screen.print(render_misses(scored.misses[:errors]))
    if out is not None:
        _write_scores(out, scored)


def _write_answers(path: Path, rows: Sequence[Article], answers: Sequence[Answer]) -> None:
    """`id, killed, injured, date, city, state, clock_time` a row; null where nothing is told."""
    with path.open("w", encoding="utf-8") as file:
        for article, answer in zip(rows, answers, strict=True):
            row = {
                "id": article.id,
                "killed": answer.killed,
                "injured": answer.injured,
                "date": str(answer.date) or None,
                "city": answer.city or None,
                "state": answer.state or None,
                "clock_time": answer.clock_time or None,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_scores(path: Path, scored: Scored) -> None:
    text = json.dumps(asdict(scored), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
