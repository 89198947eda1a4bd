"""Which coded events have reports, and which reported incidents a data set lacks.

Use `coverage(incidents, documents)` on a store into which a data set was imported; `render_text`
prints it. A data set can only lack what it codes: incidents of its families, in its countries,
within its days, with deaths where it takes none without.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casus.coded import DATA_SETS
from casus.compare.load import of_incident
from casus.compare.match import match
from casus.compare.model import Brief, brief
from casus.types import KINDS, Document, Incident

DEADLY = ("ged",)
"""Data sets that take no event without a death."""


@dataclass(frozen=True, slots=True)
class Event:
    """A coded event: its address in the data set, its title, the incident that it is part of and
    the reports that tell it."""

    event: str
    title: str
    incident: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Perhaps:
    """An event without reports and a reported incident that it lacks, a day and 50 km apart at
    most: linking kept them apart, `casus why --pair` says why, `casus judge same` joins them."""

    event: Event
    incident: Brief


@dataclass(frozen=True, slots=True)
class Coverage:
    """One data set against the news of a store. `countries`, `first` and `last` are what the
    imported events span; `lacking` are reported incidents in that span that it does not have,
    `perhaps` pairs of either list that may be one."""

    data_set: str
    countries: tuple[str, ...]
    first: date
    last: date
    reported: tuple[Event, ...]
    unreported: tuple[Event, ...]
    lacking: tuple[Brief, ...]
    perhaps: tuple[Perhaps, ...]


def coverage(
    incidents: Sequence[Incident], documents: Mapping[str, Document]
) -> tuple[Coverage, ...]:
    """Every data set that the store holds events of, by name. `documents` hold those of the
    incidents' accounts."""
    found = []
    for name in DATA_SETS:
        events = [
            (incident, documents[account.doc])
            for incident in incidents
            for account in incident.accounts
            if documents[account.doc].coded == name
        ]
        if events:
            found.append(_of_set(name, events, incidents, documents))
    return tuple(found)


def _of_set(
    name: str,
    events: Sequence[tuple[Incident, Document]],
    incidents: Iterable[Incident],
    documents: Mapping[str, Document],
) -> Coverage:
    told = [
        (Event(document.url or document.id, document.title or "", incident.id, reports), incident)
        for incident, document in events
        for reports in [_reports(incident, documents)]
    ]
    days = [d for i, _ in events for d in (i.when.when.start, i.when.when.end) if d]
    countries = {i.where.place.country for i, _ in events}
    families = {KINDS[kind] for kind in DATA_SETS[name].kinds.values()}
    held = {incident.id for incident, _ in events}
    lacking = [
        incident
        for incident in incidents
        if incident.id not in held
        and _reports(incident, documents)
        and incident.family in families
        and incident.where.place.country in countries
        and (start := incident.when.when.start) is not None
        and min(days) <= start <= max(days)
        and (name not in DEADLY or _deaths(incident))
    ]
    unreported = [(event, incident) for event, incident in told if not event.reports]
    items = [of_incident(incident, {}) for incident in lacking]
    alike = match([of_incident(incident, {}) for _, incident in unreported], items)
    return Coverage(
        data_set=name,
        countries=tuple(sorted(code for code in countries if code)),
        first=min(days),
        last=max(days),
        reported=tuple(event for event, _ in told if event.reports),
        unreported=tuple(event for event, _ in unreported),
        lacking=tuple(map(brief, items)),
        perhaps=tuple(Perhaps(unreported[i][0], brief(items[j])) for i, j in sorted(alike)),
    )


def _reports(incident: Incident, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Documents of the incident that are no rows of a data set, each once."""
    docs = (account.doc for account in incident.accounts)
    return tuple(dict.fromkeys(doc for doc in docs if documents[doc].coded is None))


def _deaths(incident: Incident) -> int:
    toll = incident.tolls.get("killed")
    return max((n for n in (toll.low, toll.best, toll.high) if n), default=0) if toll else 0


def render_text(found: Sequence[Coverage], *, most: int | None = 20) -> str:
    """Coverage as plain text, at most `most` rows of each list, all with None."""
    out: list[str] = []
    for one in found:
        events = len(one.reported) + len(one.unreported)
        span = f"{len(one.countries)} countries, {one.first} to {one.last}"
        out += [
            f"{DATA_SETS[one.data_set].publisher}: {events} events, {span}",
            f"  {len(one.reported)} have reports, {len(one.unreported)} have none; "
            f"{len(one.lacking)} reported incidents are not among them",
        ]
        lists = (
            ("events with reports",
             [f"{e.event}  {e.title}: {len(e.reports)} in {e.incident}" for e in one.reported]),
            ("events without", [f"{e.event}  {e.title}" for e in one.unreported]),
            ("reported, not coded", [f"{b.id}  {b.title}" for b in one.lacking]),
            ("perhaps one event",
             [f"{p.event.incident} {p.incident.id}  {p.event.title} / {p.incident.title}"
              for p in one.perhaps]),
        )  # fmt: skip
        for name, rows in lists:
            if rows:
                out += [f"  {name}", *(f"    {row}" for row in rows[:most])]
                if most is not None and len(rows) > most:
                    out.append(f"    … and {len(rows) - most} more")
    return "\n".join(out) + "\n"
