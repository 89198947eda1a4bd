"""Which claims stand behind a reconciled value, and how they bear on it.

The page shows a field as `FieldView`: its value and state, the policy's sentence, then every
claim of that field, grouped by the sentence it was read in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from casus.export.report import values
from casus.export.report.labels import BASIS_LABELS, FIELD_LABELS, PRECISION_LABELS, human
from casus.types import ROLE_FIELDS, TOLL_FIELDS, Claim, Document, Incident, Stance, State, Toll

BEARINGS = ("support", "against", "outdated", "other")
BEARING_LABELS = {
    "support": "Supports the value",
    "against": "Against it",
    "outdated": "Overtaken by a later report",
    "other": "Also said",
}


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
    reason: str
    state: State | None
    quotes: tuple[Quote, ...]
    toll: Toll | None = None


def background(incident: Incident) -> bool:
    """True where every account only recalls the incident."""
    return all(account.role == "background" for account in incident.accounts)


def overall_state(incident: Incident) -> State:
    """The state a reader must know first: any conflict, then any decision, then how many
    independent reports there are."""
    states = {toll.state for toll in incident.tolls.values()}
    states |= {incident.when.state, incident.where.state}
    for state in (State.CONFLICTING, State.HUMAN):
        if state in states:
            return state
    return State.AGREED if incident.witnesses > 1 else State.SINGLE


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


def _bearing(support: Iterable[str], against: Iterable[str] = (), outdated: Iterable[str] = ()) -> (
    dict[str, str]
):  # fmt: skip
    return (
        dict.fromkeys(support, "support")
        | dict.fromkeys(outdated, "outdated")
        | dict.fromkeys(against, "against")
    )


def fields(incident: Incident, documents: Mapping[str, Document]) -> Iterator[FieldView]:
    """Every field of the incident in the page's order; fields nobody speaks of are left out."""
    claims = [claim for account in incident.accounts for claim in account.claims]
    by_field: dict[str, list[Claim]] = {}
    for claim in claims:
        by_field.setdefault(claim.field, []).append(claim)

    def cited(name: str, bearing: Mapping[str, str]) -> tuple[Quote, ...]:
        return quotes(incident, by_field.pop(name, []), bearing, documents)

    names = [name for name in TOLL_FIELDS if name in incident.tolls]
    names += sorted(name for name in incident.tolls if name not in TOLL_FIELDS)
    for name in names:
        toll = incident.tolls[name]
        bearing = _bearing(toll.support, toll.against, toll.outdated)
        yield FieldView(
            name, FIELD_LABELS.get(name, human(name)), values.toll_main(toll),
            values.toll_range(toll), toll.reason, toll.state, cited(name, bearing), toll,
        )  # fmt: skip

    when = incident.when
    yield FieldView(
        "when", FIELD_LABELS["when"], values.period(when.when, short=False),
        BASIS_LABELS.get(when.when.basis, when.when.basis) if when.when.start else "",
        "", when.state, cited("when", _bearing(when.claims)),
    )  # fmt: skip
    where = incident.where
    yield FieldView(
        "where", FIELD_LABELS["where"], values.place_name(where.place),
        PRECISION_LABELS.get(where.place.precision, where.place.precision),
        "", where.state, cited("where", _bearing(where.claims)),
    )  # fmt: skip

    for actor in incident.actors:
        support = set(actor.claims)
        own = [c for c in claims if c.id in support]
        yield FieldView(
            actor.role, FIELD_LABELS.get(actor.role, human(actor.role)), actor.actor.name,
            "" if actor.confidence == "stated" else human(actor.confidence).lower(), "",
            None, quotes(incident, own, _bearing(support), documents),
        )  # fmt: skip
    shown = {ident for actor in incident.actors for ident in actor.claims}
    for name in ROLE_FIELDS:
        by_field[name] = [c for c in by_field.get(name, []) if c.id not in shown]
    for means in incident.means:
        support = set(means.claims)
        own = [c for c in claims if c.id in support]
        yield FieldView(
            "means", FIELD_LABELS["means"], means.name or human(means.code), "", "", None,
            quotes(incident, own, _bearing(support), documents),
        )  # fmt: skip
    shown = {ident for means in incident.means for ident in means.claims}
    by_field["means"] = [c for c in by_field.get("means", []) if c.id not in shown]

    # what is left was said and did not enter the record: shown all the same
    order = list(FIELD_LABELS)
    rest = sorted(by_field, key=lambda n: (order.index(n) if n in order else len(order), n))
    for name in rest:
        if not by_field[name]:
            continue
        left = by_field[name]
        support = {c.id for c in left if name == "kind" and c.value == incident.kind}
        value = human(incident.kind) if name == "kind" else _said(left)
        yield FieldView(
            name, FIELD_LABELS.get(name, human(name)), value, "", "", None,
            quotes(incident, left, _bearing(support), documents),
        )  # fmt: skip


def _said(claims: list[Claim]) -> str:
    """The distinct values somebody said, denials left to the quotes."""
    said = dict.fromkeys(
        values.claim_value(c)
        for c in claims
        if c.stance not in (Stance.DENIES, Stance.RETRACTS, Stance.PLANS)
    )
    return "; ".join(list(said)[:4]) or "see the reports"
