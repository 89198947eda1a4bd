"""`casus pack`: list, begin, check and measure language packs. See docs/languages.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from casus.cli.output import Printer, plain

if TYPE_CHECKING:
    from casus.packs import Pack

_FOLDER = click.Path(path_type=Path, file_okay=False)
FAULTS_SHOWN = 40
_further = click.option(
    "--packs", type=_FOLDER, multiple=True, help="A further folder of language packs."
)


@click.group()
def pack() -> None:
    """List, begin, check and measure language packs."""


@pack.command("list", short_help="Every language that can be read.")
@_further
def list_packs(*, packs: tuple[Path, ...]) -> None:
    """Every language that can be read, with the size and version of its pack."""
    from casus.packs import available, load_pack  # noqa: PLC0415

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("code", "language", "script", "status", "words", "rules", "version"):
        right = name in {"words", "rules"}
        table.add_column(name, justify="right" if right else "left", no_wrap=True)
    for lang in available(packs):
        found = load_pack(lang, packs)
        sizes = (f"{found.lexicon.size:,}", str(len(found.rules)))
        row = (lang, found.name, found.script, found.status, *sizes, found.version)
        table.add_row(*map(plain, row))
    Printer().print(table)


@pack.command("new", short_help="Begin a language.")
@click.argument("lang")
@click.option("--name", required=True, help="What the language calls itself: Português.")
@click.option("--script", default="Latn", show_default=True, help="Its ISO 15924 code.")
@click.option(
    "--out", type=_FOLDER, default=Path("packs"), show_default=True, help="Where the folder goes."
)
def new_pack(*, lang: str, name: str, script: str, out: Path) -> None:
    """Begin the pack of a language: every class of words that the engine reads, empty.

    The guide docs/languages.md leads from there to a draft in a day.
    """
    from casus.packs.scaffold import scaffold  # noqa: PLC0415

    folder = scaffold(lang, into=out, name=name, script=script)
    click.echo(f"{plain(str(folder))}: fill in numbers.toml, dates.toml, words/, rules/, then")
    click.echo(f"  casus pack check {lang} --packs {plain(str(out))}")


@pack.command("check", short_help="Find what is wrong with a pack.")
@click.argument("langs", nargs=-1, metavar="[LANG]...")
@_further
@click.option("--model", default="en", show_default=True, help="Compare word classes with these.")
@click.option("--gaps", is_flag=True, help="Also list classes that have no words.")
@click.pass_context
def check_packs(
    ctx: click.Context, *, langs: tuple[str, ...], packs: tuple[Path, ...], model: str, gaps: bool
) -> None:
    """Try every rule of a pack on its examples and counter-examples, and look for words that
    can never be met, rules that repeat others and patterns that may take for ever.

    Exit status 1 where there is a fault, or where a pack has no rules at all.
    """
    from casus.packs import PackError, available, load_pack  # noqa: PLC0415

    failed = False
    for lang in langs or available(packs):
        found = load_pack(lang, packs)
        try:
            faults = _faults(found)
        except PackError as error:
            faults = [str(error)]
        failed = _report(found, faults) or failed
        if gaps:
            _show_gaps(found, load_pack(model, packs))
    ctx.exit(1 if failed else 0)


def _faults(found: Pack) -> list[str]:
    from casus.extract.actors import load_registry  # noqa: PLC0415
    from casus.extract.audit import audit_pack  # noqa: PLC0415
    from casus.extract.check import check_pack  # noqa: PLC0415
    from casus.gazetteer import Gazetteer  # noqa: PLC0415

    actors = load_registry(found.lang, found.writing)
    rules = check_pack(found, gazetteer=Gazetteer.open(), actors=actors)
    return [
        *(f"{fault.rule}: {fault.what}: {fault.text}" for fault in rules),
        *(f"{finding.where} {finding.what}" for finding in audit_pack(found)),
    ]


def _report(found: Pack, faults: Sequence[str]) -> bool:
    """Print what is wrong with a pack; True where it fails."""
    console = Printer()
    tried = sum(len(rule.examples) + len(rule.counter) for rule in found.rules)
    # a check that checked nothing is no success
    failed = bool(faults) or not tried
    console.print(
        f"{found.lang}: {found.lexicon.size} words, {len(found.rules)} rules, {tried} examples,"
        f" {len(faults)} faults",
        style="bold red" if failed else "",
    )
    if not tried:
        console.print("  a pack without rules reads nothing: begin with rules/1-groups.toml")
    for fault in faults[:FAULTS_SHOWN]:
        console.print(Text.assemble("  ", plain(fault)), soft_wrap=True)
    if len(faults) > FAULTS_SHOWN:
        console.print(f"  … and {len(faults) - FAULTS_SHOWN} more")
    return failed


def _show_gaps(found: Pack, model: Pack) -> None:
    from casus.extract.audit import gaps  # noqa: PLC0415
    from casus.packs.scaffold import template_classes  # noqa: PLC0415

    for gap in gaps(found, template_classes(), model):
        line = Text.assemble("  ", plain(f"{gap.where} {gap.what}"))
        Printer().print(line, soft_wrap=True)


@pack.command("eval", short_help="Measure a language beside another.")
@click.argument("lang")
@click.option(
    "--data", type=click.Path(exists=True, file_okay=False, path_type=Path), multiple=True,
    required=True, help="A folder of gold, or of such folders; may be repeated.",
)  # fmt: skip
@click.option("--model", default="en", show_default=True, help="The language to compare with.")
@_further
@click.option("--words", type=click.IntRange(min=0), default=0, help="List so many unknown words.")
@click.pass_context
def eval_pack(
    ctx: click.Context, *, lang: str, data: tuple[Path, ...], model: str,
    packs: tuple[Path, ...], words: int,
) -> None:  # fmt: skip
    """Score a language's reports beside those of another in the same folders.

    A score that lies more than 0.05 below the other's is marked. Exit status 2 where no folder
    holds a report in the language.
    """
    from casus.evaluate.language import measure, render, unknown_words  # noqa: PLC0415
    from casus.packs import load_pack  # noqa: PLC0415

    found = load_pack(lang, packs)
    measured = [m for folder in data if (m := measure(folder, lang, model, packs=packs))]
    if not measured:
        raise click.ClickException(f"no report in {lang!r} under {', '.join(map(str, data))}")
    printer = Printer()
    for one in measured:
        printer.print(render(one))
    if words:
        printer.print(plain(", ".join(unknown_words(found, data, words))), soft_wrap=True)
