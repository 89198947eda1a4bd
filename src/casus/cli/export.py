"""`casus export`: the working record in the forms that codebooks and other programs want."""

from __future__ import annotations

from pathlib import Path

import click

from casus.cli import CommandError
from casus.cli.output import plain
from casus.cli.run import DEFAULT_OUT
from casus.config import POLICIES
from casus.export.tables import FORMATS, records, write
from casus.gazetteer import Gazetteer
from casus.pipeline import STORE_NAME, derive
from casus.store import Store

_PATH = click.Path(path_type=Path)
_SHOWN = 40  # faults


@click.command(short_help="Write incidents as UCDP GED, ACLED, GTD, GeoJSON, Parquet, …")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option(
    "--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder of the run."
)
@click.option("--store", type=_PATH, help="The store. [default: casus.db in --out]")
@click.option("--to", type=_PATH, help="The file to write. [default: in --out]")
@click.option(
    "--policy", type=click.Choice(POLICIES), help="Codebook rule. [default: the format's own]"
)
@click.option("--check", "checked", type=_PATH, help="Check this file instead of writing one.")
@click.option("--provenance", is_flag=True, help="Add columns: reports, sentences, reasons.")
def export(
    *, form: str, out: Path, store: Path | None, to: Path | None, policy: str | None,
    checked: Path | None, provenance: bool,
) -> None:  # fmt: skip
    """Write the incidents of a store in another program's form.

    FORMAT is csv, parquet, geojson, ged, acled, gtd, plover, hxl or ftm. Figures follow the
    codebook's own rule (ged: ucdp, acled: acled, gtd: gtd), elsewhere that of the last run.
    """
    chosen = FORMATS[form]
    if checked is not None:
        _check(form, checked)
        return
    with Store.view(store or out / STORE_NAME) as opened:
        documents = {document.id: document for document in opened.documents()}
        incidents = derive(opened, policy or chosen.policy or None)
    if not incidents:
        raise CommandError("the store holds no incidents; `casus run` makes them")
    gazetteer = Gazetteer.open()
    codes = {i.where.place.country for i in incidents}
    codes |= {actor.actor.country for i in incidents for actor in i.actors}
    names = {code: found.name for code in codes if code and (found := gazetteer.country(code))}
    target = to or out / chosen.file
    if not target.parent.is_dir():
        raise CommandError(f"there is no folder {target.parent}: make it, or name a file with --to")
    write(chosen, records(incidents, documents, names), target, provenance=provenance)
    click.echo(f"{plain(str(target))}: {chosen.what}")


def _check(form: str, file: Path) -> None:
    """Tell what a file has that its codebook does not allow; exit status 1 for any fault."""
    from casus.export.tables.check import TABLES, check  # noqa: PLC0415

    if form not in TABLES:
        raise CommandError(f"{form} cannot be checked; {', '.join(TABLES)} can")
    try:
        faults = check(form, file.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8: {error}") from None
    for fault in faults[:_SHOWN]:
        click.echo(plain(f"row {fault.row}, {fault.column}: {fault.what}"))
    if len(faults) > _SHOWN:
        click.echo(f"… and {len(faults) - _SHOWN} more")
    click.echo(f"{plain(str(file))}: {len(faults)} faults")
    click.get_current_context().exit(1 if faults else 0)
