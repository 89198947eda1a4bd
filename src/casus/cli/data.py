"""`casus gazetteer` and the version text: the data that Casus reads with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console

import casus
from casus.cli.output import Bar, plain
from casus.export.report import Source

_OUTLINES = Source(
    "Natural Earth",
    "public domain",
    "country outlines of the report's map, by way of world-atlas (ISC)",
    "https://www.naturalearthdata.com/",
)
_LINES_TOLD = 100_000  # of an import, at a time


def data_sources(packs: tuple[Path, ...] = (), langs: Iterable[str] | None = None) -> list[Source]:
    """Every source of data: gazetteer, packs (all, or those of `langs`), outlines."""
    from casus.gazetteer import sources  # noqa: PLC0415 - slow to load
    from casus.packs import available, pack_sources  # noqa: PLC0415

    found = [Source(s.name, s.licence, s.what, s.url) for s in sources()]
    readable = set(available(packs))
    for lang in sorted(readable if langs is None else readable & set(langs)):
        for entry in pack_sources(lang, packs):
            found.append(
                Source(
                    entry.get("name", lang),
                    entry.get("licence", "not stated"),
                    entry.get("what", entry.get("attribution", "")),
                    entry.get("url"),
                )
            )
    return list(dict.fromkeys([*found, _OUTLINES]))


def version_text(*, verbose: bool) -> str:
    """The version, and with `verbose` what the data is made from and under which licence."""
    lines = [f"casus {casus.__version__}"]
    if verbose:
        from casus.packs import available, pack_version  # noqa: PLC0415
        from casus.pipeline import code_version  # noqa: PLC0415

        lines.append(f"code {code_version()}, Apache-2.0")
        packs = ", ".join(f"{lang} {pack_version(lang)}" for lang in available())
        lines += [f"packs {packs}", "", "Data, with its licences:"]
        for source in data_sources():
            lines.append(f"- {source.name}, {source.licence}. {source.url or ''}".rstrip())
            if source.attribution:
                lines.append(f"  {source.attribution}")
    return "\n".join(lines)


@click.group()
def gazetteer() -> None:
    """Import places of your own."""


@gazetteer.command("import")
@click.argument("places", type=click.Path(path_type=Path))
@click.option(
    "--names", type=click.Path(path_type=Path), help="Names in all languages: alternateNamesV2."
)
@click.option(
    "--admin1", type=click.Path(path_type=Path), help="Names of regions: admin1CodesASCII."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="places.sqlite",
    show_default=True,
    help="The file to make, for `casus run --gazetteer`.",
)
def import_places(*, places: Path, names: Path | None, admin1: Path | None, out: Path) -> None:
    """Make a gazetteer of a GeoNames dump.

    PLACES is allCountries.txt or a country's file from https://download.geonames.org/export/dump/
    (CC BY 4.0), plain, .gz or .zip. The shipped countries, regions and their names stay.
    """
    from casus.gazetteer.importer import import_geonames  # noqa: PLC0415 - slow to load

    with Bar(Console(stderr=True), show=True) as bar:
        stage = ""

        def tell(name: str, lines: int) -> None:
            nonlocal stage
            if name != stage:
                stage = name
                bar.stage(name, None)
            bar.step(_LINES_TOLD)

        report = import_geonames(
            places, out=out, alternate_names=names, admin1_codes=admin1, progress=tell
        )
    told = f"{report.places} places, {report.names} names, {report.skipped} lines not needed"
    click.echo(f"{told}, {report.bad} lines that could not be read")
    for bad in report.examples:
        click.echo(f"  {plain(bad.file)} line {bad.line}: {plain(bad.why)}")
    click.echo(f"use it with: casus run --gazetteer {out}")
