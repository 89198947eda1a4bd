"""What a run says on a terminal: progress while it works, the table and counts at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import TracebackType

import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from casus.pipeline import Outcome, Result
from casus.text import normalise
from casus.types import Incident, State, Status, Toll, When

MOST_REJECTED = 8
MOST_INCIDENTS = 60
REASON = 150
"""Characters of a reason; documents.jsonl has all of it."""
_HEAD = [Text(x) for x in ("#", "When", "What", "Where", "Killed", "State", "Reports")]
_WHAT, _WHERE = 2, 3
_GAP = 2
STATE_STYLE = {
    State.CONFLICTING: "bold red",
    State.AGREED: "green",
    State.HUMAN: "cyan",
    State.ASSUMED: "yellow",
}


class Printer(Console):
    """Standard output for people: nothing is coloured that is not meant to be."""

    def __init__(self) -> None:
        super().__init__(highlight=False)

    def on_broken_pipe(self) -> None:
        """The reader went away (`| head`): no error, and `casus.cli.main` ends quietly."""
        raise BrokenPipeError


class Bar:
    """Progress of a run on a terminal; stays silent elsewhere. Use in a `with` block."""

    def __init__(self, console: Console, *, show: bool) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not (show and console.is_terminal),
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(name, total=total)

    def step(self, count: int = 1) -> None:
        """So many steps are done."""
        if self._task is not None:
            self._progress.advance(self._task, count)


def plain(text: str) -> Text:
    """Text from outside for a terminal: one line, no control characters, no markup."""
    return Text(" ".join(normalise(text).split()))


def as_text(record: object) -> str:
    """A record as JSON for people and programs, indented, with a line end."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode() + "\n"


def show_result(console: Console, result: Result) -> None:
    """The table of incidents, then what became of every input."""
    if result.incidents:
        console.print(incident_table(result.incidents, console.width))
    if len(result.incidents) > MOST_INCIDENTS:
        console.print(f"  … and {len(result.incidents) - MOST_INCIDENTS} more in the report")
    console.print(counts_line(result), soft_wrap=True)
    if rejected := rejected_table(result.outcomes):
        console.print(rejected)


def incident_table(incidents: Sequence[Incident], width: int) -> Table:
    """One row an incident, by date, within `width` columns from 80 on: the place, then the
    kind, give way. Recalled events are dimmed."""
    shown = incidents[:MOST_INCIDENTS]
    for short in (False, True):
        rows = [_row(number, incident, short=short) for number, incident in enumerate(shown, 1)]
        needed = [max(cell_len(row[n].plain) for row in [_HEAD, *rows]) for n in range(len(_HEAD))]
        spare = width - sum(needed) - _GAP * (len(_HEAD) - 1)
        if spare >= 0:
            break
    for column, least in ((_WHERE, 18), (_WHAT, 12), (_WHERE, 12), (_WHAT, 8)):
        given = max(min(least, needed[column]), needed[column] + min(spare, 0))
        spare += needed[column] - given
        needed[column] = given
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold")
    for number, name in enumerate(_HEAD):
        table.add_column(
            name,
            width=needed[number],
            no_wrap=True,
            overflow="ellipsis",
            justify="right" if name.plain in ("#", "Killed") else "left",
        )
    for row, incident in zip(rows, shown, strict=True):
        if cell_len(row[_WHERE].plain) > needed[_WHERE]:
            # a whole name says more than a cut one with a country
            row[_WHERE] = plain(incident.where.place.name or row[_WHERE].plain)
        recalled = all(account.role == "background" for account in incident.accounts)
        table.add_row(*row, style="dim" if recalled else "")
    return table


def _row(number: int, incident: Incident, *, short: bool) -> list[Text]:
    killed = incident.tolls.get("killed")
    state = killed.state if killed else incident.when.state
    documents = {account.doc for account in incident.accounts}
    return [
        Text(str(number)),
        Text(days(incident.when.when)),
        plain(incident.kind.replace("_", " ")),
        plain(where(incident, short=short)),
        Text(toll(killed)),
        Text(state.value, style=STATE_STYLE.get(state, "")),
        plain(f"{len(documents)} {_languages(incident.languages)}"),
    ]


def _languages(codes: Sequence[str]) -> str:
    return " ".join(codes) if len(codes) < 3 else f"{codes[0]} +{len(codes) - 1}"


def days(when: When) -> str:
    """2019-11-01 · 2019-11-01…03 · 2019-11 · 2019 · ?"""
    start, end = when.start, when.end
    if start is None or end is None:
        known = start or end
        return f"{'≥' if start else '≤'}{known}" if known else "?"
    if when.precision == "year":
        return str(start.year) if start.year == end.year else f"{start.year}…{end.year}"
    if when.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    if start == end:
        return start.isoformat()
    same_month = (start.year, start.month) == (end.year, end.month)
    tail = f"{end:%d}" if same_month else f"{end:%m-%d}" if start.year == end.year else str(end)
    return f"{start}…{tail}"


def where(incident: Incident, *, short: bool = False) -> str:
    """The place and its country, as far as known; `short` gives the country's code."""
    place = incident.where.place
    country = place.path[0] if place.path else (place.country or "")
    if not place.name:
        return country or "?"
    if place.name == country or not country:
        return place.name
    return f"{place.name}, {place.country if short and place.country else country}"


def toll(toll: Toll | None) -> str:
    """low–best–high where they differ: 49–54–54 · 54 · 53+ (open) · – (nobody says)."""
    if toll is None:
        return "–"
    if toll.high is None:
        low = toll.low if toll.low is not None else toll.best
        return f"{low}+" if low is not None else "?"
    values = [v for v in (toll.low, toll.best, toll.high) if v is not None]
    if toll.low is None:
        return f"≤{toll.high}"
    return str(values[0]) if len(set(values)) == 1 else "–".join(map(str, values))


def counts_line(result: Result) -> Text:
    """12 incidents in 20 reports: 14 with incidents, 3 without, 3 rejected (2 read anew)."""
    counts = result.counts
    words = (
        (Status.READ, "with incidents"),
        (Status.NO_INCIDENT, "without"),
        (Status.DUPLICATE, "duplicate"),
        (Status.REJECTED, "rejected"),
    )
    parts = [f"{counts[s.value]} {word}" for s, word in words if counts.get(s.value)]
    total = sum(counts.values())
    incidents = len(result.incidents)
    line = Text("\n")
    line.append(f"{incidents} incident{'' if incidents == 1 else 's'}", style="bold")
    line.append(f" in {total} report{'' if total == 1 else 's'}: {', '.join(parts) or 'none'}")
    if result.kept:
        line.append(f" ({result.read or 'none'} read anew)")
    return line


def rejected_table(outcomes: Iterable[Outcome]) -> Table | None:
    """Why inputs were rejected: equal reasons once, with the first input and how many more."""
    reasons: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.status is Status.REJECTED:
            what = outcome.problems[-1].what if outcome.problems else "no reason noted"
            reasons.setdefault(what, []).append(outcome)
    if not reasons:
        return None
    table = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=True)
    table.add_column(style="yellow", no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=32)
    table.add_column(ratio=1, overflow="fold")
    ordered = sorted(reasons.items(), key=lambda item: -len(item[1]))
    for what, held in ordered[:MOST_REJECTED]:
        more = f" +{len(held) - 1}" if len(held) > 1 else ""
        name = held[0].path.rsplit("/", 1)[-1]
        reason = what if len(what) <= REASON else f"{what[:REASON].rstrip()}…"
        table.add_row("rejected", plain(f"{name}{more}"), plain(reason))
    if len(ordered) > MOST_REJECTED:
        left = len(ordered) - MOST_REJECTED
        table.add_row("", "", f"… {left} more reason{'' if left == 1 else 's'} in documents.jsonl")
    return table
