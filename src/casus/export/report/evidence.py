"""Which claims stand behind a reconciled value, and how they bear on it.

The page shows a field as `FieldView`: its value and state, the policy's sentence, then every
claim of that field, grouped by the sentence it was read in. State, sentence and standing are
those of `casus.reconcile.explain`, which `casus why` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from casus.export.report import values
from casus.export.report.labels import BASIS_LABELS, FIELD_LABELS, PRECISION_LABELS, human
from casus.reconcile.explain import Section, explain
from casus.types import ROLE_FIELDS, Claim, Document, Incident, Phrase, Stance, State, Toll

BEARINGS = ("support", "against", "outdated", "denied", "other")
BEARING_LABELS = {
    "support": "Supports the value",
    "against": "Against it",
    "outdated": "Overtaken by a later report",
    "denied": "Denied or taken back",
    "other": "Also said",
}
_STANDINGS = {"supports": "support"}  # as `explain` calls them, where the page differs


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence of one document with the claims of one field read in it."""

    doc: str
    lang: str
    sentence: tuple[int, int]
    bearing: str
    background: bool
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A reconciled field as it is shown. `value` and `aside` are plain text; `toll` is set for
    counts; `state` None: the record has no state of its own for this field."""

    field: str
    label: str
    value: str
    aside: str
    reason: tuple[Phrase, ...]
    state: State | None
    quotes: tuple[Quote, ...]
    toll: Toll | None = None


def background(incident: Incident) -> bool:
    """True where every account only recalls the incident."""
    return all(account.role == "background" for account in incident.accounts)


def said_on(claim: Claim, documents: Mapping[str, Document]) -> date | None:
    """The day the voice said it, else the day its document was published."""
    document = documents.get(claim.doc)
    return claim.said or (document.published if document else None)


def quotes(
    incident: Incident,
    claims: Iterable[Claim],
    bearing: Mapping[str, str],
    documents: Mapping[str, Document],
) -> tuple[Quote, ...]:
    """The claims grouped by sentence and bearing, newest last within a bearing."""
    recalled = {account.id for account in incident.accounts if account.role == "background"}
    groups: dict[tuple[str, tuple[int, int], str, bool], list[Claim]] = {}
    for claim in claims:
        how = bearing.get(claim.id, "other")
        if how == "other" and claim.outdated:
            how = "outdated"
        key = (claim.doc, claim.sentence, how, claim.account in recalled)
        groups.setdefault(key, []).append(claim)
    made = [
        Quote(doc, members[0].lang, sentence, how, back,
              tuple(sorted(members, key=lambda c: (c.spans, c.id))))
        for (doc, sentence, how, back), members in groups.items()
    ]  # fmt: skip
    return tuple(
        sorted(
            made,
            key=lambda q: (
                BEARINGS.index(q.bearing),
                q.background,
                said_on(q.claims[0], documents) or date.max,
                q.doc,
                q.sentence,
            ),
        )
    )


class _Reader:
    """The claims of one incident by field, with what `explain` says about each."""

    def __init__(self, incident: Incident, documents: Mapping[str, Document]) -> None:
        self.incident, self.documents = incident, documents
        self.claims = [claim for account in incident.accounts for claim in account.claims]
        told = explain(incident, None, self.claims, documents)
        self.sections: dict[str, Section] = {s.field: s for s in told.sections}
        self.bearing = {
            line.claim: _STANDINGS.get(line.standing, line.standing)
            for section in told.sections
            for line in section.lines
        }
        self.shown: set[str] = set()

    def cite(self, claims: Iterable[Claim]) -> tuple[Quote, ...]:
        """The claims as quotes; they count as shown from now on."""
        listed = list(claims)
        self.shown.update(claim.id for claim in listed)
        return quotes(self.incident, listed, self.bearing, self.documents)

    def of(self, field: str) -> list[Claim]:
        return [c for c in self.claims if c.field == field and c.id not in self.shown]

    def among(self, ids: Iterable[str]) -> list[Claim]:
        wanted = set(ids)
        return [c for c in self.claims if c.id in wanted]

    def reason(self, field: str) -> tuple[Phrase, ...]:
        return self.sections[field].reason if field in self.sections else ()


def fields(incident: Incident, documents: Mapping[str, Document]) -> Iterator[FieldView]:
    """Every field of the incident in the page's order; fields nobody speaks of are left out.

    `documents` must hold every document a claim names (KeyError else).
    """
    reader = _Reader(incident, documents)
    yield from _tolls(reader)
    when, where = incident.when, incident.where
    yield FieldView(
        "when", FIELD_LABELS["when"], values.period(when.when, short=False),
        BASIS_LABELS.get(when.when.basis, when.when.basis) if when.when.start else "",
        reader.reason("when"), when.state, reader.cite(reader.of("when")),
    )  # fmt: skip
    yield FieldView(
        "where", FIELD_LABELS["where"], values.place_name(where.place),
        PRECISION_LABELS.get(where.place.precision, where.place.precision),
        reader.reason("where"), where.state, reader.cite(reader.of("where")),
    )  # fmt: skip
    if "kind" in reader.sections:
        section = reader.sections["kind"]
        yield FieldView("kind", FIELD_LABELS["kind"], human(incident.kind), "", section.reason,
                        section.state, reader.cite(reader.of("kind")))  # fmt: skip
    for actor in incident.actors:
        aside = "" if actor.confidence == "stated" else human(actor.confidence).lower()
        yield FieldView(
            actor.role, FIELD_LABELS.get(actor.role, human(actor.role)), actor.actor.name, aside,
            (), None, reader.cite(reader.among(actor.claims)),
        )  # fmt: skip
    for means in incident.means:
        yield FieldView("means", FIELD_LABELS["means"], means.name or human(means.code), "", (),
                        None, reader.cite(reader.among(means.claims)))  # fmt: skip
    # what is left was said and did not enter the record: shown all the same
    order = [*ROLE_FIELDS, *FIELD_LABELS]
    left = {c.field for c in reader.claims if c.id not in reader.shown}
    for name in sorted(left, key=lambda n: (order.index(n) if n in order else len(order), n)):
        rest = reader.of(name)
        yield FieldView(name, FIELD_LABELS.get(name, human(name)), _said(rest), "", (), None,
                        reader.cite(rest))  # fmt: skip


def _tolls(reader: _Reader) -> Iterator[FieldView]:
    order = list(FIELD_LABELS)
    tolls = reader.incident.tolls
    for name in sorted(tolls, key=lambda n: (order.index(n) if n in order else len(order), n)):
        toll = tolls[name]
        yield FieldView(
            name, FIELD_LABELS.get(name, human(name)), values.toll_main(toll),
            values.toll_range(toll), toll.reason, toll.state, reader.cite(reader.of(name)), toll,
        )  # fmt: skip


def _said(claims: list[Claim]) -> str:
    """The distinct values somebody said, denials left to the quotes."""
    said = dict.fromkeys(
        values.claim_value(c)
        for c in claims
        if c.stance not in (Stance.DENIES, Stance.RETRACTS, Stance.PLANS)
    )
    return "; ".join(list(said)[:4]) or "see the reports"
