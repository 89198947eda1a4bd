"""`casus eval timex`: dates against annotated texts, or the annotations of any report."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from casus.evaluate.table import console
from casus.evaluate.timex.model import TimexError, TimexSet
from casus.evaluate.timex.predict import reader
from casus.evaluate.timex.rows import annotate_file
from casus.evaluate.timex.score import TimexScores, score_set
from casus.evaluate.timex.sets import load_sets
from casus.evaluate.timex.table import render, render_misses

OURS = "Casus"
_PATH = click.Path(exists=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("timex")
@click.option("--data", type=_PATH, help="Annotated texts: a file, or a folder of such files.")
@click.option("--lang", default="", help="Read only these languages: en,de.")
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Show so many misses.")
@click.option("--json", "out", type=_FILE, help="Also write the scores and all misses here.")
@click.option("--input", "source", type=_PATH, help="Reports (JSONL) to annotate, not to score.")
@click.option("--predictions", type=_FILE, help="Where the annotations of --input go (JSONL).")
def timex(
    *, data: Path | None, lang: str, errors: int,
    out: Path | None, source: Path | None, predictions: Path | None,
) -> None:  # fmt: skip
    """Dates, times, durations and sets: extents and TIMEX3 values, with 95 % intervals.

    With --data scores; with --input and --predictions writes annotations.
    """
    languages = tuple(sorted({code.strip() for code in lang.split(",") if code.strip()}))
    if (data is None) == (source is None) or (source is None) != (predictions is None):
        raise click.UsageError("give --data, or --input and --predictions")
    try:
        if source is not None and predictions is not None:
            _annotate(source, predictions, languages)
        elif data is not None:
            _score(load_sets(data, languages=languages), errors, out)
    except TimexError as error:
        raise _NothingReadError(str(error)) from error


def _annotate(source: Path, predictions: Path, languages: tuple[str, ...]) -> None:
    done = annotate_file(source, predictions, languages=languages)
    click.echo(f"{done.annotations} annotations of {done.reports} reports in {predictions}")
    for lang, count in sorted(done.passed_over.items()):
        click.echo(f"passed over: {count} in {lang}", err=True)


def _score(sets: tuple[TimexSet, ...], errors: int, out: Path | None) -> None:
    screen = console()
    rows: list[TimexScores] = []
    for texts in sets:
        read = reader(texts.lang)
        found = [read(text.text, text.published) for text in texts.texts]
        own = score_set(texts, found, name=f"{texts.name}: {OURS}")
        rows.append(own)
        for peer in texts.peers:
            told = [text.peers.get(peer, ()) for text in texts.texts]
            rows.append(score_set(texts, told, name=f"{texts.name}: {peer}"))
    screen.print(render(rows))
    for row in rows:
        if errors and row.name.endswith(OURS):
            screen.print(render_misses(row.misses[:errors]), markup=False, highlight=False)
    if out is not None:
        table = [asdict(row) for row in rows]
        out.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


class _NothingReadError(click.ClickException):
    exit_code = 2
