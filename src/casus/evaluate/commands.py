"""`casus eval`: scores against annotated reports.

`casus.cli` takes `eval_group` in; everything it does can be had from `score`, `run`, `floors`.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from casus.config import POLICIES
from casus.evaluate.dev import diff
from casus.evaluate.floors import FloorError, Measured, check, pin
from casus.evaluate.gain import gains, render_gains
from casus.evaluate.gold import Corpus, GoldError, load_corpus
from casus.evaluate.gvdb.command import gvdb
from casus.evaluate.muc4.command import muc4
from casus.evaluate.places.command import places
from casus.evaluate.predicted import Prediction, PredictionError, from_folder
from casus.evaluate.run import predict
from casus.evaluate.score import Result, score
from casus.evaluate.table import console, render, render_misses
from casus.evaluate.timex.command import timex
from casus.evaluate.written import WRITINGS, as_written

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("eval")
def eval_group() -> None:
    """Score what Casus reads against annotated reports."""


eval_group.add_command(gvdb)
eval_group.add_command(muc4)
eval_group.add_command(timex)
eval_group.add_command(places)


@eval_group.command("incidents")
@click.option("--data", type=_FOLDER, required=True, help="A folder of gold, or of such folders.")
@click.option("--lang", default="", help="Read only these languages: en,de.")
@click.option(
    "--policy",
    type=click.Choice(POLICIES),
    default="ucdp",
    show_default=True,
    help="The rule for choosing a figure.",
)
@click.option(
    "--written",
    type=click.Choice(WRITINGS),
    help="Read the reports as if written in capitals, in small letters or without marks.",
)
@click.option("--predictions", type=_FOLDER, help="Score this output folder, read nothing.")
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Show so many misses.")
@click.option("--diff", "docs", multiple=True, help="Show a report's gold beside what was read.")
@click.option("--gain", is_flag=True, help="Also read each language alone: what all gain.")
@click.option("--json", "out", type=_FILE, help="Also write the scores and all misses here.")
@click.option("--floors", type=_FILE, help="Fail where a score is below this file's floors.")
@click.option("--pin", "pinning", is_flag=True, help="Write the scores to the floors file.")
@click.option("--reason", default="", help="Why a floor is lowered, with --pin.")
def incidents(  # noqa: PLR0913 - one argument an option
    *,
    data: Path, lang: str, policy: str, written: str | None, predictions: Path | None, errors: int,
    docs: tuple[str, ...], gain: bool, out: Path | None, floors: Path | None, pinning: bool,
    reason: str,
) -> None:  # fmt: skip
    """Accounts, figures, linking and reconciled incidents, with 95 % intervals.

    Exit status 1 where a floor does not hold, 2 where nothing could be scored.
    """
    languages = tuple(sorted({code.strip() for code in lang.split(",") if code.strip()}))
    if gain and predictions:
        raise click.UsageError("--gain reads each language alone: leave --predictions out")
    if written and (predictions or gain or floors):
        raise click.UsageError("--written reads anew: leave --predictions, --gain, --floors out")
    if (pinning or reason) and floors is None:
        raise click.UsageError("--pin and --reason need --floors FILE")
    try:
        corpus = load_corpus(data, languages=languages)
        with as_written(corpus, written) if written else nullcontext(corpus) as corpus:
            prediction = from_folder(predictions) if predictions else predict(corpus, policy=policy)
    except (GoldError, PredictionError) as error:
        raise _NothingScoredError(str(error)) from error
    _warn_of_gaps(corpus, prediction)
    result = score(corpus, prediction)
    screen = console()
    screen.print(render(result))
    if errors:
        screen.print(render_misses(result.misses[:errors]))
    if docs:
        screen.print(*diff(corpus, prediction, docs=docs, everything=True), sep="\n", markup=False)
    if gain:
        rows = gains(corpus, lambda chosen: _read_only(data, chosen, policy))
        screen.print(render_gains(rows))
    measured = Measured(
        corpus.names,
        tuple(sorted({r.lang for r in corpus.reports.values()})),
        policy,
        corpus.digest,
        result.scores,
    )
    if out is not None:
        _write(out, measured, result)
    if floors is not None:
        _floors(floors, measured, pinning=pinning, reason=reason)


def _read_only(data: Path, languages: tuple[str, ...], policy: str) -> Prediction:
    """What Casus makes of the reports in some languages."""
    return predict(load_corpus(data, languages=languages), policy=policy)


def _warn_of_gaps(corpus: Corpus, prediction: Prediction) -> None:
    """A report that was refused or never met scores as one that tells nothing: say so."""
    known = prediction.statuses
    unread = [d for d in corpus.reports if known.get(d, "rejected") == "rejected"]
    if not unread:
        return
    click.echo(f"not read: {len(unread)} of {len(corpus.reports)} reports", err=True)
    for doc in unread[:12]:
        click.echo(f"  {doc}: {prediction.refused.get(doc) or 'not in the output'}", err=True)


def _floors(path: Path, measured: Measured, *, pinning: bool, reason: str) -> None:
    try:
        if pinning:
            for fallen in pin(path, measured, reason=reason):
                click.echo(f"lowered {fallen}")
            click.echo(f"pinned in {path}")
            return
        failed = check(path, measured)
    except FloorError as error:
        raise click.ClickException(str(error)) from error
    for what in failed:
        click.echo(what, err=True)
    if failed:
        click.get_current_context().exit(1)
    click.echo(f"every floor of {path} holds")


def _write(path: Path, measured: Measured, result: Result) -> None:
    table: dict[str, Any] = {
        "data": list(measured.names),
        "digest": measured.digest,
        "languages": list(measured.languages),
        "policy": measured.policy,
        "counts": result.counts,
        "scores": {name: asdict(s) for name, s in sorted(result.scores.items())},
        "misses": [asdict(miss) for miss in result.misses],
    }
    text = json.dumps(table, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


class _NothingScoredError(click.ClickException):
    exit_code = 2
