"""`casus why`: the claims behind an incident or one of its values, or why two are one or two."""

from __future__ import annotations

import re
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from casus.cli import CommandError
from casus.cli.output import STATE_STYLE, Printer, as_text, plain
from casus.cli.run import DEFAULT_OUT
from casus.link.waterfall import render_text as meeting_text
from casus.pipeline import STORE_NAME
from casus.questions import named, why_pair
from casus.reconcile import FIELDS, Explanation, Line, Section, explain, render_text
from casus.store import Store
from casus.text import normalise
from casus.types import Account, Incident
from casus.wording import say

_GAPS = re.compile(r"\s+")
_STANDING = {
    "supports": "green",
    "against": "red",
    "outdated": "yellow",
    "denied": "magenta",
    "other": "dim",
}


@click.command()
@click.argument("incident", required=False)
@click.argument("field", required=False, type=click.Choice(FIELDS), metavar="[FIELD]")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=DEFAULT_OUT,
    show_default=True,
    help="The folder that `casus run` wrote to.",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="The store, if it lies elsewhere. [default: casus.db in --out]",
)
@click.option("--pair", nargs=2, metavar="A B", help="Why A and B are one event, or two.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def why(
    *, incident: str | None, field: str | None, out: Path, store: Path | None,
    pair: tuple[str, str] | None, as_json: bool,
) -> None:  # fmt: skip
    """Show the sentences behind an incident or one of its values, or weigh two against each other.

    INCIDENT is its number in the table of `casus run`, or its id or the beginning of it.
    FIELD is one of kind, when, where, killed, injured, missing, abducted, arrested, displaced,
    perpetrator, target, responder, other, means; without it all are shown. A and B are
    incidents, or accounts by their whole ids.
    """
    if (incident is None) == (pair is None):
        raise CommandError("name an incident, or two with --pair A B")
    with Store.view(store or out / STORE_NAME) as opened:
        if pair is not None:
            meeting = why_pair(opened, *find_two(opened, *pair))
            click.echo(as_text(meeting) if as_json else normalise(meeting_text(meeting)), nl=False)
            return
        assert incident is not None
        found = find_incident(opened, incident)
        documents = {a.doc: named(opened.document(a.doc)) for a in found.accounts}
    claims = [claim for account in found.accounts for claim in account.claims]
    explanation = explain(found, field, claims, documents)
    console = Printer()
    if as_json:
        click.echo(as_text(explanation), nl=False)
    elif console.is_terminal:
        show(console, explanation)
    else:
        click.echo(render_text(explanation), nl=False)


def show(console: Console, explanation: Explanation) -> None:
    """An explanation on a terminal: what `render_text` writes, wrapped and in colour."""
    console.print(plain(explanation.title), style="bold")
    console.print(f"incident {explanation.incident}", style="dim")
    for section in explanation.sections:
        _show_section(console, section)
    if explanation.open_questions:
        console.print("\nopen questions", style="bold")
        for question in explanation.open_questions:
            console.print(Padding(plain(say(question)), (0, 0, 0, 2)))


def _show_section(console: Console, section: Section) -> None:
    head = Text("\n").append(section.field, style="bold").append("  ")
    head.append(plain(section.value)).append(
        f"  {section.state.value}", STATE_STYLE.get(section.state, "")
    )
    console.print(head)
    if section.reason:
        policy = f"{section.policy}: " if section.policy else ""
        console.print(Padding(plain(f"{policy}{say(*section.reason)}"), (0, 0, 0, 2)))
    for line in section.lines:
        _show_line(console, line)


def _show_line(console: Console, line: Line) -> None:
    first, last = line.mark
    head = Text().append(f"{line.standing:<9}", _STANDING.get(line.standing, ""))
    head.append(f" {plain(line.says)} ", "bold")
    source = f"{line.publisher or line.document}, {line.published or 'undated'}, {line.lang}"
    head.append(plain(f"- {line.voice}; {source}"))
    if line.role == "background":
        head.append(", recalled", style="dim")
    before, told, after = line.sentence[:first], line.sentence[first:last], line.sentence[last:]
    quote = Text("“").append(_flat(before).lstrip())
    quote.append(_flat(told), "bold underline").append(_flat(after).rstrip()).append("”")
    quote.append(f"  {line.rule}", style="dim")
    console.print(Padding(head, (0, 0, 0, 2)))
    console.print(Padding(quote, (0, 0, 0, 4)))


def _flat(text: str) -> str:
    """Text on one line, a blank at either end kept."""
    return _GAPS.sub(" ", text)


def find_incident(store: Store, named: str) -> Incident:
    """The incident that a user means by a number, an id, or the beginning of one. An account keeps
    its id when its incident joins another: it leads to where it is now."""
    if (exact := store.incident(named)) is not None:
        return exact
    total = store.count_incidents()
    if not total:
        raise CommandError("the store holds no incidents")
    if named.isdecimal() and len(named) <= 5:
        found = store.incident_at(int(named) - 1) if int(named) else None
        if found is not None:
            return found
        raise CommandError(f"there is no incident {named}; the last is {total}")
    held = store.incidents_beginning(named)
    if len(held) > 1:
        raise CommandError(f"{len(held)} incidents begin with {named!r}; give more of the id")
    found = store.incident(held[0]) if held else None
    if found is None:
        raise CommandError(f"there is no incident {named!r}; `casus run` lists them")
    return found


def find_two(
    store: Store, first: str, second: str
) -> tuple[Incident | Account, Incident | Account]:
    """What two names mean: incidents, or accounts by their whole ids.

    An incident has the id of its first account; where both names lead to one incident, or the id
    is that of another account, the account is meant.
    """
    held = [find_incident(store, name) for name in (first, second)]
    accounts = [
        next((a for a in incident.accounts if a.id == name), None)
        for incident, name in zip(held, (first, second), strict=True)
    ]
    inside = held[0].id == held[1].id
    if inside and None in accounts:
        raise CommandError(
            "both are in one incident; give the accounts by their ids (incidents.jsonl)"
        )
    one, two = (
        account if account is not None and (inside or account.id != incident.id) else incident
        for account, incident in zip(accounts, held, strict=True)
    )
    return one, two
