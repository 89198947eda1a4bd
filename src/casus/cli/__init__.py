"""The command line. Everything it does can be done from Python; see `casus.pipeline`.

Commands only parse, call and print. Slow imports happen inside them, so that `casus --help`
answers at once. No traceback reaches a user: `main` turns every error into one line and an
exit status; `--debug` shows the rest.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import TextIO

import click

OK, FAILED, NOTHING_READ, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses. Wrong use and missing files end with 2 as well: nothing was read."""

_COMMANDS = {
    "run": "casus.cli.run:run",
    "ingest": "casus.cli.ingest:ingest",
    "watch": "casus.cli.watch:watch",
    "import": "casus.cli.imports:import_events",
    "why": "casus.cli.why:why",
    "history": "casus.cli.history:history",
    "compare": "casus.cli.compare:compare",
    "coverage": "casus.cli.compare:coverage",
    "judge": "casus.cli.judge:judge",
    "review": "casus.cli.review:review",
    "export": "casus.cli.export:export",
    "eval": "casus.evaluate.commands:eval_group",
    "pack": "casus.cli.packs:pack",
    "gazetteer": "casus.cli.data:gazetteer",
    "demo": "casus.cli.run:demo",
}
_SHORT = {
    "run": "Read reports into incident records, files and a page.",
    "ingest": "Add reports to a store, to be read by the next run.",
    "import": "Add events that others coded: UCDP GED, ACLED.",
    "watch": "Follow a folder or a feed into a store.",
    "why": "Show the sentences behind an incident or one of its values.",
    "history": "Show how a figure came about, step by step.",
    "compare": "Tell two records or data sets apart.",
    "coverage": "Show which imported events have reports, and the other way round.",
    "judge": "Decide: same, different, no incident, a value; or undo a decision.",
    "review": "Open the working record in the browser: check, decide, export.",
    "export": "Write incidents as UCDP GED, ACLED, GTD, GeoJSON, Parquet and more.",
    "eval": "Score Casus against annotated reports.",
    "pack": "List, begin, check and measure language packs.",
    "gazetteer": "Import places of your own.",
    "demo": "Run on the reports that come with Casus.",
}


class CommandError(Exception):
    """A command that cannot do what it was asked; the message is one line for the user."""


class _Lazy(click.Group):
    """Loads a command's module only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _SHORT[name]) for name in _COMMANDS])


@click.group(
    cls=_Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, help="Show the version; with --verbose also the data.")
@click.option("--verbose", is_flag=True, help="With --version: data sources and licences.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show an error's traceback.")
@click.pass_context
def cli(ctx: click.Context, *, version: bool, verbose: bool) -> None:
    """Read news reports into incident records that can be checked, sentence by sentence.

    Try it: casus run REPORTS --out results, then open results/report.html.
    """
    if version:
        from casus.cli.data import version_text  # noqa: PLC0415 - slow to load

        click.echo(version_text(verbose=verbose))
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: Sequence[str] | None = None) -> None:
    """Run a command and exit with its status."""
    argv = list(sys.argv[1:] if args is None else args)
    for stream in (sys.stdout, sys.stderr):
        # a terminal that cannot show a letter gets a question mark instead of a traceback
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    # libraries log what a page lacks; the user hears it as the reason of a refusal
    logging.getLogger().addHandler(logging.NullHandler())
    # it may stand anywhere, as one adds it to a command that failed
    debug = "--debug" in argv
    sys.exit(_run([arg for arg in argv if arg != "--debug"], debug=debug))


def _run(argv: list[str], *, debug: bool) -> int:
    try:
        status = cli.main(argv, prog_name="casus", standalone_mode=False, obj={"debug": debug})
        sys.stdout.flush()
        return status if isinstance(status, int) else OK
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted; run the same command again to go on")
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of the output went away; Python would complain once more at exit
        _detach(sys.stdout)
        return OK
    except Exception as error:
        if debug:
            raise
        return _explain(error)


def _explain(error: Exception) -> int:
    """One line for what went wrong; known errors carry their own remedy."""
    module = type(error).__module__
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        _say(f"{name}{error.strerror or error}")
        return NOTHING_READ
    if module.startswith("casus."):
        _say(str(error))
        return NOTHING_READ
    if isinstance(error, MemoryError):
        _say("out of memory; run with fewer reports or --jobs 1")
        return FAILED
    what = " ".join(str(error).split())[:300]
    _say(f"unexpected error: {type(error).__name__}: {what}")
    _say("nothing kept is lost; add --debug for the details and report them")
    return FAILED


def _say(text: str) -> None:
    click.echo(f"casus: {text}", err=True)


def _detach(stream: TextIO) -> None:
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
