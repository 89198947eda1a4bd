"""`casus eval places`: place names against annotations, or out to a file for others to score."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from casus.evaluate.places.corpus import PlaceDataError, Text, load_annotated, load_rows
from casus.evaluate.places.reading import FoundName, PlaceReader
from casus.evaluate.places.score import Read, Result, score
from casus.evaluate.places.table import render
from casus.evaluate.table import console, render_misses
from casus.gazetteer import Gazetteer

_INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT = click.Path(dir_okay=False, path_type=Path)


@click.command("places")
@click.option("--data", type=_INPUT, help="XML of articles with annotated toponyms: score it.")
@click.option("--input", "rows", type=_INPUT, help="JSONL of reports: read their place names.")
@click.option("--predictions", type=_OUTPUT, help="With --input: write the names here, as JSONL.")
@click.option("--lang", help="The language of texts that tell none; else it is detected.")
@click.option("--errors", type=click.IntRange(min=0), default=0, help="Show so many misses.")
@click.option("--json", "out", type=_OUTPUT, help="Also write the scores and all misses here.")
def places(
    *, data: Path | None, rows: Path | None, predictions: Path | None, lang: str | None,
    errors: int, out: Path | None,
) -> None:  # fmt: skip
    """Place names: how many are found, and how near to where they are.

    Exit status 2 where nothing could be read.
    """
    if (data is None) == (rows is None) or (rows is None) != (predictions is None):
        raise click.UsageError("give --data FILE, or --input FILE with --predictions FILE")
    gazetteer = Gazetteer.open()
    try:
        if rows is not None and predictions is not None:
            count = _predict(load_rows(rows, lang=lang), PlaceReader(gazetteer), predictions)
            click.echo(f"{count} names in {predictions}")
            return
        assert data is not None
        result = score(list(_read(data, lang or "en", gazetteer)))
    except PlaceDataError as error:
        raise _NothingReadError(str(error)) from error
    screen = console()
    screen.print(render(result))
    if errors:
        screen.print(render_misses(result.misses[:errors]))
    if out is not None:
        out.write_text(json.dumps(_table(data, result), ensure_ascii=False, indent=1) + "\n")


def _read(data: Path, lang: str, gazetteer: Gazetteer) -> Iterator[Read]:
    reader = PlaceReader(gazetteer)
    for doc in load_annotated(data, gazetteer, lang=lang):
        spans = [(name.start, name.end) for name in doc.names]
        yield Read(doc, tuple(reader.read(doc.text)), tuple(reader.read(doc.text, spans)))


def _predict(texts: Iterable[Text], reader: PlaceReader, target: Path) -> int:
    """Write a row a name; the file appears whole or not at all."""
    count, part = 0, target.with_name(target.name + ".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            for text in texts:
                for found in reader.read(text, text.spans):
                    file.write(json.dumps(_row(text, found), ensure_ascii=False) + "\n")
                    count += 1
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count


def _row(text: Text, found: FoundName) -> dict[str, Any]:
    return {
        "doc": text.id, "start": found.start, "end": found.end, "name": found.name,
        "lat": found.lat, "lon": found.lon, "country": found.country,
    }  # fmt: skip


def _table(data: Path, result: Result) -> dict[str, Any]:
    return {
        "data": data.name,
        "counts": result.counts,
        "scores": {name: asdict(s) for name, s in sorted(result.scores.items())},
        "errors_km": {name: asdict(s) for name, s in sorted(result.errors.items())},
        "misses": [asdict(miss) for miss in result.misses],
    }


class _NothingReadError(click.ClickException):
    exit_code = 2
