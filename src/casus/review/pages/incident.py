"""One incident in full: fields with their claims, what each codebook would record, decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casus.config import POLICIES
from casus.export.report.markup import safe_url
from casus.export.report.values import publisher
from casus.link.witnesses import near_duplicates, witnesses
from casus.reconcile.history import history
from casus.reconcile.standing import Standing
from casus.review.asked import Asked, Refused
from casus.review.desk import Desk
from casus.review.pages.evidence import FieldPart, direction, field_parts
from casus.review.pages.judgements import JudgementPart, judgement_parts, judgements_about
from casus.store.selected import Row
from casus.types import TOLL_FIELDS, Document, Incident, Judgement, Toll, When

MOST_STEPS = 40
"""Reports of an incident up to which its figures' history is reckoned: once for each."""

NEAR_DEGREES, NEAR_DAYS, NEAR_MOST = 0.7, 5, 6
"""Incidents that may have to be joined with one: within a drive of an hour and a working week."""


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A report behind the incident. `same_as` names the report whose text it repeats; `account`
    is the account of this incident in it."""

    document: str
    account: str
    title: str
    publisher: str
    url: str | None
    published: date | None
    lang: str
    direction: str
    role: str
    same_as: str


@dataclass(frozen=True, slots=True)
class StepPart:
    """The figure from a day on; `change` is first, up, down, bounds, state, gone or none."""

    day: date | None
    low: int | None
    best: int | None
    high: int | None
    state: str
    change: str
    publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryPart:
    """How a figure came about, by day of publication."""

    field: str
    steps: tuple[StepPart, ...]


@dataclass(frozen=True, slots=True)
class PolicyPart:
    """What one codebook would record; `chosen` where the page shows its figures."""

    policy: str
    chosen: bool
    tolls: Mapping[str, Toll]


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """An incident. `digest` names this state of the record: a decision carries it, so that nobody
    decides on something that has changed. `near` are incidents close in time and place."""

    id: str
    digest: str
    title: str
    kind: str
    family: str
    state: str
    background: bool
    when: When
    place: str
    country: str
    lat: float | None
    lon: float | None
    witnesses: int
    languages: tuple[str, ...]
    policy: str
    policies: tuple[PolicyPart, ...]
    toll_fields: tuple[str, ...]
    open_questions: tuple[str, ...]
    fields: tuple[FieldPart, ...]
    reports: tuple[ReportPart, ...]
    judgements: tuple[JudgementPart, ...]
    near: tuple[Row, ...]
    history: tuple[HistoryPart, ...]


def incident_page(desk: Desk, asked: Asked) -> IncidentPage:
    """An incident by its id, or by that of an account it holds; figures by `policy`."""
    name = asked.path["id"]
    found = desk.catalogue.incident(name)
    if found is None:
        raise Refused(404, "error.no_incident", name=name)
    stored = found.incident
    documents = desk.catalogue.documents(a.doc for a in stored.accounts)
    judged = desk.catalogue.judgements()
    own = next((t.policy for t in stored.tolls.values() if t.policy), POLICIES[0])
    policy = asked.choice("policy", POLICIES, own)
    group = Standing(stored.accounts, documents)
    by_policy = {n: stored if n == own else group.told(n, judged) for n in POLICIES}
    shown = by_policy[policy]
    told = {field for one in by_policy.values() for field in one.tolls}
    place = shown.where.place
    return IncidentPage(
        shown.id, found.digest, shown.title, shown.kind, shown.family, shown.state.value,
        all(a.role == "background" for a in shown.accounts), shown.when.when,
        asked.words.place(place), place.country or "", place.lat, place.lon, shown.witnesses,
        shown.languages, policy,
        tuple(PolicyPart(n, n == policy, one.tolls) for n, one in by_policy.items()),
        tuple(field for field in TOLL_FIELDS if field in told),
        tuple(map(asked.words.say, shown.open_questions)),
        field_parts(shown, documents, asked.words), _reports(shown, documents),
        judgement_parts(desk, judged, judgements_about(judged, stored)), desk.catalogue.near(
            stored.id, degrees=NEAR_DEGREES, days=NEAR_DAYS, most=NEAR_MOST
        ),
        _history(shown, documents, judged, policy),
    )  # fmt: skip


def _history(
    incident: Incident,
    documents: Mapping[str, Document],
    judged: Sequence[Judgement],
    policy: str,
) -> tuple[HistoryPart, ...]:
    """Steps of the tolls that more than one report tells, of incidents of few reports."""
    if not 1 < len(documents) <= MOST_STEPS:
        return ()
    made = []
    for field in incident.tolls:
        told = history(incident, field, documents, policy=policy, judgements=judged)
        steps = tuple(
            StepPart(s.day, s.low, s.best, s.high, s.state.value, s.change,
                     tuple(publisher(documents[d]) for d in s.documents if d in documents))
            for s in told.steps
        )  # fmt: skip
        if len({(s.low, s.best, s.high) for s in steps}) > 1:
            made.append(HistoryPart(field, steps))
    return tuple(made)


def _reports(incident: Incident, documents: Mapping[str, Document]) -> tuple[ReportPart, ...]:
    """Each report once, copies after the report whose text they repeat."""
    firsts = witnesses(documents, near_duplicates(documents))
    found: dict[str, ReportPart] = {}
    for account in incident.accounts:
        document, first = documents[account.doc], firsts[account.doc]
        if document.id in found:
            continue
        found[document.id] = ReportPart(
            document.id, account.id, document.title or "", publisher(document),
            safe_url(document.url), document.published, document.lang,
            direction(document.lang), account.role, "" if first == document.id else first,
        )  # fmt: skip
    day = {ident: part.published or date.max for ident, part in found.items()}
    return tuple(
        sorted(
            found.values(),
            key=lambda r: (day.get(firsts[r.document], date.max), firsts[r.document],
                           bool(r.same_as), day[r.document], r.document),
        )
    )  # fmt: skip
