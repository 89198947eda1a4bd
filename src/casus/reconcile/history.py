"""How a value came about: what the record would have said on any day, and what changed it.

Use `history(incident, field, documents)` for one field of one incident; `render_text` prints it.
Each step reconciles the incident's accounts anew from the documents that had appeared by then;
the group is taken as it stands now, and judgements count from the day they were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casus.link.judgements import attach_to
from casus.reconcile.explain import (
    FIELDS,
    Line,
    UnknownFieldError,
    explain,
    line_text,
)
from casus.reconcile.standing import Standing, Window
from casus.types import (
    TOLL_FIELDS,
    Claim,
    Count,
    Document,
    Incident,
    Judgement,
    Phrase,
    State,
    Toll,
)
from casus.wording import say

ORDERS = ("published", "batch")
"""Documents by the day they were published, or by the ingest batch they came with."""


@dataclass(frozen=True, slots=True)
class Step:
    """The value after some documents appeared, or a human set it.

    `day` is the day of publication or of the judgement, None for undated documents or where
    `batch` numbers the step. `low`, `best`, `high` are those of a toll. `change` is `first`,
    `up`, `down`, `bounds` (best stays), `value`, `state` (the value stays, agreement does not),
    `gone` or `none`. `cause` is the claim that brought the value, None where no claim of this
    field did; `arrived` are all claims that came in, `dropped` those that had counted or spoken
    against and are replaced now. `reason` is the policy's sentence.
    """

    day: date | None
    batch: int | None
    value: str
    low: int | None
    best: int | None
    high: int | None
    state: State
    change: str
    reason: tuple[Phrase, ...]
    cause: Line | None
    arrived: tuple[Line, ...]
    dropped: tuple[Line, ...]
    documents: tuple[str, ...]
    judgements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Every step of one field, the earliest first; the last gives the value of today."""

    incident: str
    title: str
    field: str
    policy: str
    order: str
    steps: tuple[Step, ...]


def history(
    incident: Incident,
    field: str,
    documents: Mapping[str, Document],
    *,
    policy: str = "ucdp",
    order: str = "published",
    judgements: Sequence[Judgement] = (),
    windows: Mapping[str, Window] | None = None,
) -> History:
    """What the record would have said of one field.

    `windows` bound the publication of undated documents (`Linked.windows`); they appear on the
    last day they can have, documents that nothing dates after all others. By batch, judgements
    follow the batches. Raises UnknownFieldError, and KeyError for an unknown policy or order.
    """
    if field not in FIELDS:
        raise UnknownFieldError(f"{field!r} is no field; there are {', '.join(FIELDS)}")
    windows = windows or {}
    group = Standing(incident.accounts, documents, windows)
    moments = _moments(incident, documents, ORDERS.index(order), windows, judgements)
    steps: list[Step] = []
    before: Incident | None = None
    held: dict[str, str] = {}
    for moment in moments:
        now = group.told(policy, moment.made, moment.known)
        section = explain(now, field, _claims(now), documents).sections[0]
        standing = {line.claim: line.standing for line in section.lines}
        toll = now.tolls.get(field)
        arrived = tuple(line for line in section.lines if line.document in moment.documents)
        change = _change(before, now, field)
        steps.append(
            Step(
                day=moment.day,
                batch=moment.batch,
                value=section.value,
                low=toll.low if toll else None,
                best=toll.best if toll else None,
                high=toll.high if toll else None,
                state=section.state,
                change=change,
                reason=section.reason,
                cause=_cause(arrived, toll, now) if change != "none" else None,
                arrived=arrived,
                dropped=tuple(
                    line
                    for line in section.lines
                    if line.standing == "outdated" and held.get(line.claim) in _STOOD
                ),
                documents=moment.documents,
                judgements=tuple(j.id for j in moment.judged),
            )
        )
        before, held = now, standing
    return History(incident.id, incident.title, field, policy, order, tuple(steps))


_STOOD = ("supports", "against")


@dataclass(frozen=True, slots=True)
class _Moment:
    """A step to come: what is new at it, and all that is known and was decided by then."""

    day: date | None
    batch: int | None
    documents: tuple[str, ...]
    judged: tuple[Judgement, ...]
    known: frozenset[str]
    made: tuple[Judgement, ...]


def _moments(
    incident: Incident,
    documents: Mapping[str, Document],
    by_batch: int,
    windows: Mapping[str, Window],
    judgements: Sequence[Judgement],
) -> Iterator[_Moment]:
    """Days or batches in order. Documents without any day come last."""
    new: dict[tuple[int, date, int], tuple[list[str], list[Judgement]]] = {}
    for doc in sorted({account.doc for account in incident.accounts}):
        document = documents[doc]
        if by_batch:
            key = (0, date.min, document.batch)
        else:
            day = document.published or windows.get(doc, (None, None))[1]
            key = (0, day, 0) if day else (1, date.max, 0)
        new.setdefault(key, ([], []))[0].append(doc)
    for judgement in _bearing(judgements, incident):
        key = (by_batch, date.fromisoformat(judgement.at[:10]), 0)
        new.setdefault(key, ([], []))[1].append(judgement)
    known: frozenset[str] = frozenset()
    made: tuple[Judgement, ...] = ()
    for (_, day, batch), (docs, judged) in sorted(new.items(), key=lambda item: item[0]):
        known |= frozenset(docs)
        made = (*made, *judged)
        shown = None if day in (date.min, date.max) else day
        yield _Moment(shown, batch or None, tuple(docs), tuple(judged), known, made)


def _bearing(judgements: Sequence[Judgement], incident: Incident) -> list[Judgement]:
    """Values set on this incident, and their withdrawals, in the order they were made."""
    values = [j for j in judgements if j.verdict == "value"]
    here = {j.id for _, j in attach_to(values, incident.accounts).values}
    return [j for j in judgements if j.id in here or j.supersedes in here]


def _claims(incident: Incident) -> list[Claim]:
    return [claim for account in incident.accounts for claim in account.claims]


def _change(before: Incident | None, now: Incident, field: str) -> str:
    """What became of the value; see `Step.change`."""
    if field in TOLL_FIELDS:
        return _toll_change(before.tolls.get(field) if before else None, now.tolls.get(field))
    old = _plain(before, field) if before else (None, None)
    new = _plain(now, field)
    if old == new or not (old[0] or new[0]):
        return "none"
    if not (old[0] and new[0]):
        return "first" if new[0] else "gone"
    return "state" if old[0] == new[0] else "value"


def _toll_change(old: Toll | None, new: Toll | None) -> str:
    if old is None or new is None:
        return "first" if new else "gone" if old else "none"
    if (old.low, old.best, old.high) == (new.low, new.best, new.high):
        return "none" if old.state == new.state else "state"
    one, two = _point(old), _point(new)
    return "bounds" if one == two else "up" if two > one else "down"


def _point(toll: Toll) -> int:
    """The figure that says whether a toll rose: best, else what it is at least, else at most."""
    return next((n for n in (toll.best, toll.low, toll.high) if n is not None), 0)


def _plain(incident: Incident, field: str) -> tuple[object, State | None]:
    """A field other than a toll, None or empty where nobody tells it, and how far it is agreed."""
    if field == "kind":
        return incident.kind, None
    if field == "when":
        when = incident.when.when
        return (when, incident.when.state) if when.start else (None, None)
    if field == "where":
        place = incident.where.place
        return (place, incident.where.state) if place.name else (None, None)
    if field == "means":
        return tuple((m.code, m.name) for m in incident.means), None
    told = tuple((a.actor, a.confidence) for a in incident.actors if a.role == field)
    return told, None


def _cause(arrived: Sequence[Line], toll: Toll | None, now: Incident) -> Line | None:
    """Of the claims that came in, the one that says the new value, else one that bounds it."""
    if toll is None:
        return next((line for line in arrived if line.standing == "supports"), None)
    values = {c.id: c.value for c in _claims(now)}

    def rank(line: Line) -> int:
        value = values[line.claim]
        assert isinstance(value, Count)
        said = (value.low, value.high)
        if line.standing == "supports":
            return 0 if toll.best in said else 1 if {toll.low, toll.high} & {*said} else 2
        return 3

    return min(arrived, key=rank, default=None)


def render_text(told: History, *, everything: bool = False) -> str:
    """The history as plain text: a step that changed the value a line, with what changed it;
    with `everything` also the steps that changed nothing."""
    out = [f"{told.field}: {told.title}", f"incident {told.incident}, policy {told.policy}"]
    shown = [s for s in told.steps if everything or s.change != "none"]
    for step in shown:
        out += ["", *_step_lines(step)]
    quiet = len(told.steps) - len(shown)
    if quiet:
        out += ["", f"{quiet} more step{'' if quiet == 1 else 's'} changed nothing"]
    return "\n".join(out) + "\n"


def _step_lines(step: Step) -> Iterable[str]:
    moment = f"batch {step.batch}" if step.batch else str(step.day or "undated")
    yield f"{moment:<11} {step.value}   [{step.state.value}] {_WORDS[step.change]}".rstrip()
    yield f"  {say(*step.reason)}"
    if step.cause is not None:
        yield from line_text(step.cause)
    elif step.change != "none" and not step.judgements:
        yield "  no new claim of this field: the reports' other words changed its reading"
    for line in step.dropped:
        yield f"  no longer counts: {line.says}; {line.publisher or line.document}"


_WORDS = {
    "first": "first told", "up": "higher", "down": "lower", "bounds": "other bounds",
    "value": "changed", "state": "other agreement", "gone": "no figure any more", "none": "",
}  # fmt: skip
