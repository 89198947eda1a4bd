"""`casus import`: events that others coded, into a store beside the reports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from casus.cli import NOTHING_READ, OK
from casus.cli.output import Bar, plain
from casus.cli.run import DEFAULT_OUT
from casus.coded import DATA_SETS
from casus.config import Config
from casus.pipeline import STORE_NAME, import_coded

_PATH = click.Path(path_type=Path)
_SHOWN = 8  # refused rows


@click.command("import", short_help="Add events that others coded: UCDP GED, ACLED.")
@click.argument("data_set", metavar="ged|acled", type=click.Choice(list(DATA_SETS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--store", type=_PATH, help="Where reports are kept. [default: casus.db in --out]")
@click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder.")
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), help="The day of the data set's release."
)
def import_events(
    *, data_set: str, file: Path, store: Path | None, out: Path, published: datetime | None
) -> int:
    """Add the events of a data set's CSV file to a store, each as a document of its own.

    `casus run --store STORE` links them with the news; `casus coverage` shows which events have
    reports. The same row twice is one event; a changed row replaces the older state of it.
    """
    messages = Console(stderr=True)
    with Bar(messages, show=True) as bar:
        done = import_coded(
            data_set, file, store or out / STORE_NAME, Config(),
            published=published.date() if published else None,
            progress=bar,
            waiting=lambda who: messages.print(f"casus: waiting for {who} to finish"),
        )  # fmt: skip
    click.echo(
        f"{done.new} new events, {done.changed} of them change a row known before, "
        f"{done.given - done.new} known already, {len(done.refused)} refused"
    )
    for number, what in done.refused[:_SHOWN]:
        click.echo(plain(f"  row {number}: {what}"))
    if len(done.refused) > _SHOWN:
        click.echo(f"  … and {len(done.refused) - _SHOWN} more in documents.jsonl")
    return OK if done.given else NOTHING_READ
