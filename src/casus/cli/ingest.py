"""`casus ingest`: reports into a store, and nothing else."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from casus.cli import NOTHING_READ, OK
from casus.cli.output import Bar
from casus.cli.run import DEFAULT_OUT, check_paths, settings
from casus.pipeline import STORE_NAME
from casus.pipeline import ingest as take_in

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--store", type=_PATH, help="Where reports are kept. [default: casus.db in --out]")
@click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder.")
@click.option("--config", "config_file", type=_PATH, help="Settings, a TOML file.")
@click.option("--lang", metavar="CODES", help='Take only these languages: "en,de".')
@click.option("--packs", type=_PATH, multiple=True, help="A further folder of language packs.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def ingest(
    *,
    paths: tuple[str, ...],
    store: Path | None,
    out: Path,
    config_file: Path | None,
    lang: str | None,
    packs: tuple[Path, ...],
    quiet: bool,
) -> int:
    """Add reports to a store at any time; read nothing else.

    PATH is what `casus run` takes. `casus run --store STORE` brings the record up to date.
    """
    config = settings(config_file, lang)
    check_paths(paths)
    file = store or out / STORE_NAME
    messages = Console(stderr=True)
    with Bar(messages, show=not quiet) as bar:
        taken = take_in(
            paths,
            file,
            config,
            packs=packs,
            progress=bar,
            waiting=lambda who: messages.print(f"casus: waiting for {who} to finish"),
        )
    if not quiet:
        known = taken.given - taken.new
        click.echo(f"{taken.new} new reports, {known} known already, {taken.refused} refused")
    if taken.given:
        return OK
    click.echo("casus: no report could be used; `casus run` tells why, one by one", err=True)
    return NOTHING_READ
