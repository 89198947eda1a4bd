"""`casus judge`: human decisions on the working record, applied at once."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from casus import judging
from casus.cli.output import Printer, as_text, plain
from casus.cli.run import DEFAULT_OUT, write_outputs
from casus.cli.why import find_incident, find_two
from casus.pipeline import STORE_NAME, apply_judgements, rederive
from casus.store import Store
from casus.types import Judgement

_PATH = click.Path(path_type=Path)


@click.group()
def judge() -> None:
    """Decide: same, different, no incident, a value, a note; or undo a decision.

    Decisions are kept beside the reports and applied at once; nothing derived is ever edited.
    INCIDENT is a number of the table of `casus run`, an id or the beginning of one.
    """


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    @click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder.")
    @click.option("--store", type=_PATH, help="The store. [default: casus.db in --out]")
    @click.option("--user", default=getpass.getuser, help="Who decides. [default: your login]")
    @click.option("--reason", default="", help="Why.")
    @click.option("--no-files", is_flag=True, help="Change the store, write no files.")
    @wraps(command)
    def wrapped(*, out: Path, store: Path | None, no_files: bool, **told: Any) -> None:
        with Store.open(store or out / STORE_NAME) as opened:
            kept: Judgement = command(opened, **told)
            if no_files or not out.is_dir():
                total = apply_judgements(opened).total
            else:
                result = rederive(opened)
                write_outputs(out, result)
                total = len(result.incidents)
            clashes = next(one.clashes for one in judging.listed(opened) if one.judgement == kept)
        click.echo(f"kept {kept.id}; {total} incidents now")
        if clashes:
            click.echo(f"it contradicts {' '.join(clashes)}; `casus judge list` shows both")
        click.echo(f"undo it with: casus judge undo {kept.id}")

    return wrapped


def _pairwise(
    name: str, decide: Callable[..., Judgement], what: str
) -> click.Command:
    """The command of a decision on two incidents or accounts."""

    @click.argument("first")
    @click.argument("second")
    @_options
    def command(store: Store, *, first: str, second: str, user: str, reason: str) -> Judgement:
        told = find_two(store, first, second)
        return decide(store, told, user=user, reason=reason)

    return click.command(name, help=what)(command)


judge.add_command(
    _pairwise(
        "same", judging.same, "FIRST and SECOND are one event: incidents, or accounts by their id."
    )
)
judge.add_command(
    _pairwise(
        "different",
        judging.different,
        "FIRST and SECOND are two events; of one incident, give accounts by their id.",
    )
)


@judge.command("not-an-incident")
@click.argument("incident")
@_options
def not_an_incident(store: Store, *, incident: str, user: str, reason: str) -> Judgement:
    """What the reports tell here is no incident: a drill, a film, an idiom."""
    found = find_incident(store, incident)
    return judging.not_an_incident(store, found, user=user, reason=reason)


@judge.command()
@click.argument("incident")
@click.argument("setting", metavar="FIELD=VALUE")
@_options
def value(store: Store, *, incident: str, setting: str, user: str, reason: str) -> Judgement:
    """Set a field: killed=54, killed=49..54..60, killed= (none), kind=…, when=2019-11-01."""
    found = find_incident(store, incident)
    return judging.set_value(store, found, setting, user=user, reason=reason)


@judge.command()
@click.argument("incident")
@click.argument("text")
@_options
def note(store: Store, *, incident: str, text: str, user: str, reason: str) -> Judgement:
    """Keep a remark; it changes nothing."""
    found = find_incident(store, incident)
    words = f"{text} ({reason})" if reason else text
    return judging.note(store, found, user=user, reason=words)


@judge.command()
@click.argument("judgement")
@_options
def undo(store: Store, *, judgement: str, user: str, reason: str) -> Judgement:
    """Withdraw a decision; the record is again what it was without it."""
    return judging.undo(store, judgement, user=user, reason=reason)


@judge.command("list")
@click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder.")
@click.option("--store", type=_PATH, help="The store. [default: casus.db in --out]")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_judgements(*, out: Path, store: Path | None, as_json: bool) -> None:
    """Every decision, the oldest first: withdrawn ones, orphans and clashes are marked."""
    with Store.view(store or out / STORE_NAME) as opened:
        kept = judging.listed(opened)
    if as_json:
        click.echo(as_text(kept), nl=False)
        return
    printer = Printer()
    for one in kept:
        made = one.judgement
        decision = made.verdict.replace("_", " ") + (f" {made.value}" if made.value else "")
        head = f"{made.id}  {made.at[:16]}  {made.user}: {decision}   [{_state(one)}]"
        printer.print(plain(head), soft_wrap=True)
        for line in (made.reason, " ".join(made.about)):
            if line:
                printer.print(Text("    ").append(plain(line)), soft_wrap=True)


def _state(one: judging.Listed) -> str:
    state = f"{one.state} {one.judgement.supersedes}" if one.state == "undoing" else one.state
    return f"{state}, clashes with {' '.join(one.clashes)}" if one.clashes else state
