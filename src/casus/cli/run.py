"""`casus run` and `casus demo`."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

import click
from rich.console import Console

import casus
from casus.cli import NOTHING_READ, OK, CommandError
from casus.cli.output import MOST_INCIDENTS, Bar, Printer, plain, show_result
from casus.config import POLICIES, Config, load
from casus.pipeline import Request, Result, refresh
from casus.pipeline import run as run_pipeline
from casus.types import State

DEFAULT_OUT = "casus-out"
REPORT = "report.html"
_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option(
    "--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="Folder for the results."
)
@click.option("--store", type=_PATH, help="Where reports are kept. [default: casus.db in --out]")
@click.option("--policy", type=click.Choice(POLICIES), help="Codebook rule. [default: ucdp]")
@click.option("--config", "config_file", type=_PATH, help="Settings, a TOML file.")
@click.option("--lang", metavar="CODES", help='Read only these languages: "en,de".')
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes. [default: cores]")
@click.option("--no-files", is_flag=True, help="Bring the store up to date, write no files.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--packs", type=_PATH, multiple=True, help="A further folder of language packs.")
@click.option("--gazetteer", type=_PATH, help="A file made by `casus gazetteer import`.")
@click.option("--actors", type=_PATH, help="A table of organisations beside the shipped one.")
@click.pass_context
def run(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    out: Path,
    store: Path | None,
    policy: str | None,
    config_file: Path | None,
    lang: str | None,
    jobs: int,
    no_files: bool,
    quiet: bool,
    packs: tuple[Path, ...],
    gazetteer: Path | None,
    actors: Path | None,
) -> int:
    """Read reports into incident records.

    PATH is a file (.txt .html .jsonl .json .csv .tsv, each also as .gz), a folder of them, or -
    for JSONL on standard input. Reports are kept: a second run reads only what is new. Without
    PATH, what the store holds is brought up to date.
    """
    config = settings(config_file, lang)
    if policy:
        config = replace(config, policy=policy)
    check_paths(paths)
    debug = bool((ctx.obj or {}).get("debug"))
    request = Request(paths, out, store, packs, gazetteer, actors, jobs, debug)
    return (refreshed if no_files else execute)(request, config, quiet=quiet)


def settings(file: Path | None, lang: str | None) -> Config:
    """The configuration that `--config` and `--lang` tell. Raises ConfigError."""
    config = load(file) if file else Config()
    if lang:
        codes = [code.strip().lower() for code in lang.replace(";", ",").split(",")]
        config = replace(config, languages=tuple(dict.fromkeys(filter(None, codes))))
    return config


def check_paths(paths: Sequence[str]) -> None:
    """Refuse a PATH that does not exist; `-` is standard input."""
    missing = [path for path in paths if path != "-" and not Path(path).exists()]
    if missing:
        raise CommandError(f"there is no file or folder {missing[0]}")


@click.command()
@click.argument("what", required=False, type=click.Choice(["review"]))
@click.option(
    "--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="Folder for the results."
)
@click.option("--port", default=8765, show_default=True, help="Of `demo review`: the port.")
@click.pass_context
def demo(ctx: click.Context, *, what: str | None, out: Path, port: int) -> int:
    """Run on the reports that come with Casus; `demo review` then opens them in the browser."""
    debug = bool((ctx.obj or {}).get("debug"))
    with as_file(files("casus") / "samples" / "news") as folder:
        status = execute(Request((str(folder),), out, debug=debug), Config(), quiet=False)
    if what == "review":
        from casus.cli.review import review  # noqa: PLC0415 - slow to load

        ctx.invoke(review, out=out, port=port, browser=True)
    return status


def execute(request: Request, config: Config, *, quiet: bool) -> int:
    """Do a run, show it, and give the exit status: 0 where anything could be read, else 2."""
    if request.out.exists() and not request.out.is_dir():
        raise CommandError(f"{request.out} is a file; give a folder to --out")
    with Bar(Console(stderr=True), show=not quiet) as bar:
        result = run_pipeline(
            request,
            config,
            write=partial(write_outputs, packs=request.packs),
            progress=bar,
            waiting=_waiting,
        )
    if not quiet:
        console = Printer()
        show_result(console, result)
        console.print(plain(f"Report: {request.out / REPORT}"), soft_wrap=True)
        if hint := _why(request, result):
            console.print(plain(f"Behind a figure: {hint}"), soft_wrap=True)
    if result.given:
        return OK
    click.echo(f"casus: nothing could be read{_first_reason(result, request.paths)}", err=True)
    return NOTHING_READ


def refreshed(request: Request, config: Config, *, quiet: bool) -> int:
    """A run that writes no files, and its exit status as that of `execute`."""
    with Bar(Console(stderr=True), show=not quiet) as bar:
        found = refresh(request, config, progress=bar, waiting=_waiting)
    if not quiet:
        told = found.changes
        click.echo(
            f"{found.read} reports read; {len(told.new)} incidents are new, {len(told.changed)} "
            f"changed, {len(told.gone)} gone; there are {told.total}"
        )
    if found.given:
        return OK
    click.echo("casus: no report could be used; without --no-files, it is told why", err=True)
    return NOTHING_READ


def _waiting(who: str) -> None:
    Console(stderr=True).print(f"casus: waiting for {who} to finish")


def _why(request: Request, result: Result) -> str:
    """A command that shows the sentences behind one figure, a disputed one if there is any."""
    tolls = [incident.tolls.get("killed") for incident in result.incidents[:MOST_INCIDENTS]]
    told = [number for number, toll in enumerate(tolls, 1) if toll]
    disputed = [n for n in told if (toll := tolls[n - 1]) and toll.state is State.CONFLICTING]
    if not told:
        return ""
    called = sys.argv[0] if Path(sys.argv[0]).name == "casus" else "casus"
    called = "casus" if called == shutil.which("casus") else called
    where = ("--store", str(request.store)) if request.store else ("--out", str(request.out))
    return shlex.join([called, "why", str((disputed or told)[0]), "killed", *where])


def _first_reason(result: Result, paths: Sequence[str]) -> str:
    for outcome in result.outcomes:
        if outcome.problems:
            return f"; {plain(outcome.path)}: {plain(outcome.problems[-1].what)}"
    return "; the folder holds no files" if paths else "; the store holds no reports"


def write_outputs(folder: Path, result: Result, *, packs: tuple[Path, ...] = ()) -> None:
    """Every file of a finished run: the page, then the public tables."""
    from casus.cli.data import data_sources  # noqa: PLC0415 - slow to load, needed only here
    from casus.export.contract import write_contract  # noqa: PLC0415
    from casus.export.report import Outcome as Shown  # noqa: PLC0415
    from casus.export.report import ReportData, write_report  # noqa: PLC0415

    langs = {document.lang for document in result.documents.values()}
    data = ReportData(
        incidents=result.incidents,
        documents=result.documents,
        problems=tuple(
            Shown(o.path, o.status, o.problems, o.document.id if o.document else None)
            for o in result.outcomes
        ),
        sources=tuple(data_sources(packs, langs)),
        policy=result.policy,
        version=casus.__version__,
    )
    part = folder / ".report.html.part"
    write_report(part, data)
    part.replace(folder / REPORT)
    write_contract(folder, result)
