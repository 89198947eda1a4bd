"""`casus history`: how a figure came about, step by step."""

from __future__ import annotations

from pathlib import Path

import click

from casus.cli.output import as_text
from casus.cli.run import DEFAULT_OUT
from casus.cli.why import find_incident
from casus.config import POLICIES
from casus.pipeline import STORE_NAME
from casus.questions import histories
from casus.reconcile import FIELDS
from casus.reconcile.history import ORDERS, render_text
from casus.store import Store
from casus.text import normalise

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("incident")
@click.argument("field", required=False, type=click.Choice(FIELDS), metavar="[FIELD]")
@click.option(
    "--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder of the run."
)
@click.option("--store", type=_PATH, help="The store. [default: casus.db in --out]")
@click.option("--policy", type=click.Choice(POLICIES), help="Codebook rule. [default: the run's]")
@click.option(
    "--by", "order", type=click.Choice(ORDERS), default=ORDERS[0], show_default=True,
    help="By day of publication, or by ingest batch.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Also steps that changed nothing.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, every step.")
def history(  # noqa: PLR0913 - one parameter an option
    *, incident: str, field: str | None, out: Path, store: Path | None, policy: str | None,
    order: str, everything: bool, as_json: bool,
) -> None:  # fmt: skip
    """Show what the record would have said on any day, and what changed it.

    INCIDENT is its number in the table of `casus run`, or its id or the beginning of it.
    FIELD is a field as in `casus why`; without it every toll that reports tell.
    """
    with Store.view(store or out / STORE_NAME) as opened:
        found = find_incident(opened, incident)
        told = histories(opened, found, field, policy=policy, order=order)
    if as_json:
        click.echo(as_text(told), nl=False)
    elif told:
        shown = (render_text(one, everything=everything) for one in told)
        click.echo(normalise("\n".join(shown)), nl=False)
    else:
        click.echo("no report gives a figure; name a FIELD")
