"""`casus eval muc4`: templates against answer keys, or predictions without any."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import click

from casus.evaluate.muc4.portions import PORTIONS, find_rows
from casus.evaluate.muc4.read import document_of, reader
from casus.evaluate.muc4.rows import Muc4Error, Row, Template, dump_rows, load_rows
from casus.evaluate.muc4.score import Scored, score
from casus.evaluate.muc4.table import render
from casus.evaluate.muc4.templates import templates_of
from casus.evaluate.table import console

_PATH = click.Path(exists=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("muc4")
@click.option("--data", type=_PATH, help="The folder of the task, or a five-slot file.")
@click.option(
    "--portion",
    type=click.Choice(PORTIONS),
    default="dev",
    show_default=True,
    help="Which reports of a folder.",
)
@click.option("--json", "out", type=_FILE, help="Also write the scores here.")
@click.option("--input", "texts", type=_PATH, help="Reports without answers.")
@click.option("--predictions", type=_FILE, help="Write the templates of --input here.")
def muc4(
    *, data: Path | None, portion: str, out: Path | None, texts: Path | None,
    predictions: Path | None,
) -> None:  # fmt: skip
    """MUC-4: who did what to whom, as templates; scores, or predictions with --input."""
    if (texts is None) != (predictions is None) or (data is None) == (texts is None):
        raise click.UsageError("give --data PATH, or --input FILE with --predictions FILE")
    try:
        if texts is not None and predictions is not None:
            rows = load_rows(texts)
            found = _predict(rows)
            dump_rows([replace(row, templates=found[row.docid]) for row in rows], predictions)
        elif data is not None:
            _score(find_rows(data, portion), out)
    except Muc4Error as error:
        raise click.ClickException(str(error)) from error


def _predict(rows: list[Row]) -> dict[str, tuple[Template, ...]]:
    read = reader()
    found = {}
    for row in rows:
        document = document_of(row)
        found[row.docid] = templates_of(document, read(document))
    return found


def _score(rows: list[Row], out: Path | None) -> None:
    scores = score(rows, _predict(rows))
    console().print(render(f"Five slots, {len(rows)} reports", scores))
    if out is not None:
        table = {"reports": len(rows), "five_slot": _written(scores)}
        out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def _written(scores: dict[str, Scored]) -> dict[str, object]:
    return {
        slot: asdict(told.tally)
        | {"precision": told.tally.precision, "recall": told.tally.recall, "f1": told.tally.f1}
        | {"low": told.low, "high": told.high}
        for slot, told in scores.items()
    }
