"""`casus eval muc4`: templates against answer keys, or predictions without any."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from casus.evaluate.misses import Miss
from casus.evaluate.muc4 import predict
from casus.evaluate.muc4.errors import Reasons, five_slot_misses, official_misses
from casus.evaluate.muc4.keys import Text, load_texts
from casus.evaluate.muc4.official import score_official
from casus.evaluate.muc4.portions import Portion, find
from casus.evaluate.muc4.rows import Muc4Error, Row, dump_rows, load_rows
from casus.evaluate.muc4.score import Scored, score
from casus.evaluate.muc4.table import render_five, render_official
from casus.evaluate.muc4.write import dump_keys
from casus.evaluate.table import console, render_misses

_PATH = click.Path(exists=True, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command("muc4")
@click.option("--data", type=_PATH, help="The folder of the task, or a five-slot file.")
@click.option("--portion", default="dev", show_default=True, help="Which reports of a folder.")
@click.option("--parts", type=click.IntRange(min=0), default=0, help="Also score so many parts.")
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Show so many misses.")
@click.option("--json", "out", type=_OUT, help="Also write the scores and all misses here.")
@click.option("--input", "texts", type=_FILE, help="Reports without answers.")
@click.option("--predictions", type=_OUT, help="Write the templates of --input here.")
@click.option("--official", is_flag=True, help="Write them as the conference's keys.")
def muc4(  # noqa: PLR0913 - one argument an option
    *, data: Path | None, portion: str, parts: int, errors: int, out: Path | None,
    texts: Path | None, predictions: Path | None, official: bool,
) -> None:  # fmt: skip
    """MUC-4: who did what to whom, as templates; scores, or predictions with --input."""
    if (texts is None) != (predictions is None) or (data is None) == (texts is None):
        raise click.UsageError("give --data PATH, or --input FILE with --predictions FILE")
    try:
        if texts is not None and predictions is not None:
            _predict(_texts(texts), predictions, official=official)
        elif data is not None:
            _score(find(data, portion), parts=parts, errors=errors, out=out)
    except Muc4Error as error:
        raise click.ClickException(str(error)) from error


# -- predictions -----------------------------------------------------------------------------


def _texts(path: Path) -> list[Text]:
    """Rows, which have no dateline, or texts of the conference."""
    with path.open(encoding="utf-8", errors="replace") as file:
        opens = file.read(1000).lstrip()[:1]
    if opens in ("[", "{"):
        return [Text(row, None) for row in load_rows(path)]
    return load_texts(path)


def _predict(texts: list[Text], path: Path, *, official: bool) -> None:
    if official:
        dump_keys([t.row.docid for t in texts], predict.official(texts), path)
        return
    rows = [text.row for text in texts]
    found = predict.five_slot(rows)
    dump_rows([replace(row, templates=found[row.docid]) for row in rows], path)


# -- scores ----------------------------------------------------------------------------------


def _score(portion: Portion, *, parts: int, errors: int, out: Path | None) -> None:
    screen = console()
    written: dict[str, Any] = {}
    misses: list[Miss] = []
    shown: list[Miss] = []  # the worst of each task
    reasons = Reasons()
    if portion.rows:
        told = predict.five_slot(portion.rows)
        scores = score(portion.rows, told)
        written["five_slot"] = _five(scores)
        screen.print(render_five(f"Five slots, {len(portion.rows)} reports", scores))
        for n, rows in enumerate(_parts(portion.rows, parts), 1):
            part = score(rows, told)
            written.setdefault("parts", []).append(_five(part))
            screen.print(render_five(f"Part {n}, {len(rows)} reports", part))
        misses += five_slot_misses(portion.rows, told, reasons)
        shown += misses[:errors]
    if portion.keys:
        filled = predict.official(portion.texts)
        keys = {text.row.docid: portion.keys[text.row.docid] for text in portion.texts}
        shares = score_official(keys, filled)
        written["official"] = {name: asdict(share) for name, share in shares.items()}
        screen.print(*render_official(shares), sep="\n")
        official = official_misses(portion.texts, keys, filled, reasons)
        misses += official
        shown += official[:errors]
    if errors:
        screen.print(render_misses(shown))
    if out is not None:
        written["misses"] = [asdict(miss) for miss in misses]
        out.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _parts(rows: Sequence[Row], count: int) -> list[list[Row]]:
    """Every `count`th report: neighbours tell of one week, so a part holds all weeks."""
    return [list(rows[n::count]) for n in range(count)]


def _five(scores: Mapping[str, Scored]) -> dict[str, object]:
    return {
        slot: asdict(told.tally)
        | {"precision": told.tally.precision, "recall": told.tally.recall, "f1": told.tally.f1}
        | {"low": told.low, "high": told.high}
        for slot, told in scores.items()
    }
