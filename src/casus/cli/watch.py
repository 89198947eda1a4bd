"""`casus watch`: a store that follows a folder or a feed."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from casus.cli import OK
from casus.cli.output import Printer, plain, toll
from casus.cli.run import DEFAULT_OUT, settings
from casus.config import POLICIES
from casus.pipeline import STORE_NAME, Request, Round, Watch, builtin_stages
from casus.types import Incident

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("source", metavar="DIR|FEED")
@click.option("--store", type=_PATH, help="Where reports are kept. [default: casus.db in --out]")
@click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder.")
@click.option("--every", type=float, help="Seconds between two looks. [default: 5, a feed 300]")
@click.option(
    "--pages", type=click.Choice(("home", "any")),
    help="Read the pages that a feed links: on its own host, or on any.",
)  # fmt: skip
@click.option("--once", is_flag=True, help="Look once and end, say from cron.")
@click.option("--policy", type=click.Choice(POLICIES), help="Codebook rule. [default: ucdp]")
@click.option("--config", "config_file", type=_PATH, help="Settings, a TOML file.")
@click.option("--lang", metavar="CODES", help='Take only these languages: "en,de".')
@click.option("--packs", type=_PATH, multiple=True, help="A further folder of language packs.")
@click.option("--gazetteer", type=_PATH, help="A file made by `casus gazetteer import`.")
@click.option("--actors", type=_PATH, help="A table of organisations beside the shipped one.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def watch(  # noqa: PLR0913 - one parameter an option
    *,
    source: str,
    store: Path | None,
    out: Path,
    every: float | None,
    pages: str | None,
    once: bool,
    policy: str | None,
    config_file: Path | None,
    lang: str | None,
    packs: tuple[Path, ...],
    gazetteer: Path | None,
    actors: Path | None,
    quiet: bool,
) -> int:
    """Keep a store up to date with a folder, or with an RSS or Atom feed.

    New and changed files are read once nobody writes to them any more; a feed (an http or https
    address) is asked again when its interval has passed. A line for every change of the record.
    Ctrl-C or SIGTERM finishes the batch at hand; the next start goes on from there.
    """
    config = settings(config_file, lang)
    config = replace(config, policy=policy) if policy else config
    request = Request((), out, store or out / STORE_NAME, packs, gazetteer, actors, jobs=1)
    found = Watch(source, request, config, builtin_stages(request), every=every, pages=pages)
    console = Printer()
    errors = Console(stderr=True)

    def told(one: Round) -> None:
        if not quiet:
            for line in lines(one):
                console.print(plain(line), soft_wrap=True)

    if once:
        for one in found.rounds():
            told(one)
        if found.unsettled and not quiet:
            files = "1 file" if found.unsettled == 1 else f"{found.unsettled} files"
            console.print(f"{files} may still be written to: left for the next look")
        return OK
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    found.follow(stop, told, lambda why: errors.print(plain(f"casus: {why}"), soft_wrap=True))
    return OK


def lines(one: Round) -> list[str]:
    """What a batch changed: a line for the reports, one for each incident."""
    taken, new = one.taken, set(one.changes.new)
    found = []
    if taken.new or taken.refused:
        found.append(f"{taken.new} new reports, {taken.refused} refused")
    for incident in one.incidents:
        found.append(_line("new" if incident.id in new else "changed", incident))
    found += [f"gone      {ident}" for ident in one.changes.gone]
    return found


def _line(what: str, incident: Incident) -> str:
    killed = incident.tolls.get("killed")
    reports = len({account.doc for account in incident.accounts})
    count = "1 report" if reports == 1 else f"{reports} reports"
    dead = f", killed {toll(killed)}" if killed else ""
    return f"{what:<9} {incident.id}  {incident.title}{dead}, {count}"
