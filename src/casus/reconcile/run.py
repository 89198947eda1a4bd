"""Groups of accounts into incidents: the order of reconciling's steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from casus.link import Linked
from casus.link.witnesses import document_order
from casus.reconcile import fields
from casus.reconcile.doubts import beside_tolls
from casus.reconcile.fields import Voiced
from casus.reconcile.figures import ATTACKS, STRIKES, Telling
from casus.reconcile.human import settle
from casus.reconcile.tolls import toll
from casus.types import (
    TOLL_FIELDS,
    Account,
    Document,
    Incident,
    Judgement,
    Phrase,
    Place,
    Stance,
    Toll,
)

_SILENT = (Stance.PLANS, Stance.RETRACTS)


def reconcile(
    linked: Linked,
    documents: Mapping[str, Document],
    *,
    policy: str = "ucdp",
    gazetteer: Countries | None = None,
) -> tuple[Incident, ...]:
    """One incident a group, ordered by day, then id. Pure.

    An incident's id is that of its first account (by ingest batch, publication date, account
    id), so that it survives growth and merges. `gazetteer` names the country of a title where
    no claim does. Raises KeyError for an unknown policy.
    """
    by_id = {a.id: a for a in linked.accounts}
    set_by_humans: dict[str, list[Judgement]] = defaultdict(list)
    for account, judgement in linked.values:
        set_by_humans[account].append(judgement)
    made = []
    for group in linked.groups:
        incident = _incident([by_id[i] for i in group], linked, documents, policy, gazetteer)
        judged = {j.id: j for i in group for j in set_by_humans.get(i, ())}
        order = sorted(judged.values(), key=lambda j: (j.at, j.id))
        made.append(_retitled(settle(incident, order), gazetteer) if order else incident)
    return tuple(sorted(made, key=_incident_order))


def _retitled(incident: Incident, gazetteer: Countries | None) -> Incident:
    when, place = incident.when.when, incident.where.place
    title = fields.title(incident.kind, when, place, _country(place, gazetteer))
    return replace(incident, title=title)


class Named(Protocol):
    """Anything with a name, such as a place of the gazetteer."""

    @property
    def name(self) -> str: ...


class Countries(Protocol):
    """Looks a country up by its ISO 3166-1 alpha-2 code."""

    def country(self, code: str, /) -> Named | None: ...


def _country(place: Place, gazetteer: Countries | None) -> str:
    """The country's name: the outermost of the place's path, else as the gazetteer has it."""
    if place.path:
        return place.path[0]
    found = gazetteer.country(place.country) if gazetteer and place.country else None
    return found.name if found else place.country or ""


def _incident_order(incident: Incident) -> tuple[date, str]:
    return incident.when.when.start or date.max, incident.id


def account_order(account: Account, documents: Mapping[str, Document]) -> tuple[object, ...]:
    """Sorts accounts as they became known."""
    batch, published, _ = document_order(documents[account.doc])
    return batch, published, account.id


def _incident(
    accounts: list[Account],
    linked: Linked,
    documents: Mapping[str, Document],
    policy: str,
    gazetteer: Countries | None,
) -> Incident:
    accounts.sort(key=lambda a: account_order(a, documents))
    witnesses = _witnesses(accounts, linked, documents)
    voiced = _voiced(accounts, witnesses)
    # a data set's types are wider than kinds: they count where no report tells one
    reports = [a for a in accounts if documents[a.doc].coded is None]
    kind, family = fields.kind(
        [(a.kind, witnesses[a.doc], 2 if a.role == "main" else 1) for a in reports or accounts]
    )
    spoken = [v for v in voiced if v.claim.stance is not Stance.DENIES]
    news = [d.published for a in accounts if a.role == "main" and (d := documents[a.doc]).published]
    when = fields.when(
        [v for v in spoken if v.claim.field == "when"], reported=min(news, default=None)
    )
    wheres = [v for v in spoken if v.claim.field == "where"]
    stated = [v for v in wheres if v.claim.stance is not Stance.ESTIMATES]
    where = fields.where(stated or wheres, assumed=not stated)
    actors = fields.actors(voiced)
    attack = kind in ATTACKS and not any(a.kind in STRIKES for a in accounts)
    tellings = _tellings(accounts, witnesses, linked, documents, attack=attack)
    tolls: dict[str, Toll] = {}
    questions: list[Phrase] = []
    for name in TOLL_FIELDS:
        told = [
            (tellings[a.id], claims)
            for a in accounts
            if (claims := [c for c in a.claims if c.field == name])
        ]
        reckoning = toll(name, told, policy=policy) if told else None
        if reckoning is not None:
            tolls[name] = reckoning.toll
            if reckoning.question:
                questions.append(reckoning.question)
    questions.extend(beside_tolls(when, where, actors))
    return Incident(
        id=accounts[0].id,
        kind=kind,
        family=family,
        title=fields.title(kind, when.when, where.place, _country(where.place, gazetteer)),
        when=when,
        where=where,
        tolls=tolls,
        actors=actors,
        means=fields.means(spoken),
        witnesses=len(set(witnesses.values())),
        languages=tuple(sorted({a.lang for a in accounts})),
        accounts=tuple(accounts),
        open_questions=tuple(questions),
    )


def _witnesses(
    accounts: Sequence[Account], linked: Linked, documents: Mapping[str, Document]
) -> dict[str, str]:
    """Document id → witness. A row of a data set was coded from reports: beside them it is no
    witness of its own."""
    own = {a.doc: linked.witnesses[a.doc] for a in accounts if documents[a.doc].coded is None}
    first = next(iter(own.values()), None)
    return {a.doc: own.get(a.doc) or first or linked.witnesses[a.doc] for a in accounts}


def _voiced(accounts: Sequence[Account], witnesses: Mapping[str, str]) -> list[Voiced]:
    return [
        Voiced(c, witnesses[a.doc], 2 if a.role == "main" else 1, rank)
        for rank, a in enumerate(accounts)
        for c in a.claims
        if c.stance not in _SILENT
    ]


def _tellings(
    accounts: Sequence[Account],
    witnesses: Mapping[str, str],
    linked: Linked,
    documents: Mapping[str, Document],
    *,
    attack: bool,
) -> dict[str, Telling]:
    """Each account's circumstances, the same for all its figures."""
    later = _later_states(witnesses, documents)
    found = {}
    for account in accounts:
        document = documents[account.doc]
        since = until = document.published
        if document.published is None and account.doc in linked.windows:
            since, until = linked.windows[account.doc]
        found[account.id] = Telling(
            account=account.id,
            doc=account.doc,
            witness=witnesses[account.doc],
            since=since.toordinal() if since else None,
            until=until.toordinal() if until else None,
            attack=attack,
            anchor=account.anchor,
            coded=document.coded is not None,
            revised_by=frozenset(later.get(account.doc, ())),
        )
    return found


def _later_states(
    docs: Iterable[str], documents: Mapping[str, Document]
) -> dict[str, set[str]]:
    """Document id → those of `docs` that revise it, directly or by way of states in between."""
    found: dict[str, set[str]] = defaultdict(set)
    for doc in docs:
        older = documents[doc].revises
        while older is not None and doc not in found[older]:
            found[older].add(doc)
            before = documents.get(older)
            older = before.revises if before is not None else None
    return found
