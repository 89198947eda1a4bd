"""`casus compare` and `casus coverage`: two records told apart; a data set against the news."""

from __future__ import annotations

from pathlib import Path

import click

from casus.cli import CommandError
from casus.cli.output import as_text
from casus.cli.run import DEFAULT_OUT
from casus.compare import compare as tell_apart
from casus.compare import coverage as covered
from casus.compare import load
from casus.compare.coverage import render_text as coverage_text
from casus.compare.differ import render_text
from casus.pipeline import STORE_NAME
from casus.store import Store
from casus.text import normalise

_PATH = click.Path(path_type=Path)
_GIVEN = click.Path(exists=True, path_type=Path)
_MOST = 20


@click.command()
@click.argument("left", metavar="A", type=_GIVEN)
@click.argument("right", metavar="B", type=_GIVEN)
@click.option("--all", "everything", is_flag=True, help=f"Every row, not {_MOST} of each kind.")
@click.option("--exit-code", is_flag=True, help="End with status 1 where they differ.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, every row.")
def compare(
    *, left: Path, right: Path, everything: bool, exit_code: bool, as_json: bool
) -> int:
    """Tell two records apart: what is new, gone, merged, split or changed from A to B.

    A and B are stores, folders of results, incidents.jsonl files, or CSV files of UCDP GED or
    ACLED, in any mixture.
    """
    found = tell_apart(load(left), load(right))
    most = None if everything else _MOST
    text = as_text(found) if as_json else normalise(render_text(found, most=most))
    click.echo(text, nl=False)
    return 1 if exit_code and found.differs else 0


@click.command()
@click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder.")
@click.option("--store", type=_PATH, help="The store. [default: casus.db in --out]")
@click.option("--all", "everything", is_flag=True, help=f"Every row, not {_MOST} of each kind.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, every row.")
def coverage(*, out: Path, store: Path | None, everything: bool, as_json: bool) -> None:
    """Show which imported events have reports, and which reported incidents they lack."""
    with Store.view(store or out / STORE_NAME) as opened:
        documents = {document.id: document for document in opened.documents()}
        found = covered(opened.incidents(), documents)
    if as_json:
        click.echo(as_text(found), nl=False)
    elif found:
        most = None if everything else _MOST
        click.echo(normalise(coverage_text(found, most=most)), nl=False)
    else:
        raise CommandError("the store holds no coded events; `casus import` adds them, then run")
