"""Human decisions on the working record: made, listed and undone; never an edit of derived data.

Use it from Python as `casus judge` does:

    with Store.open(path) as store:
        same(store, [first, second], user="ann", reason="one raid, two spellings")
        set_value(store, incident, "killed=49..54..54", user="ann", reason="hospital list")
        undo(store, judgement_id, user="ann")
        apply_judgements(store)

A decision names the sentences that accounts begin with, so that it survives new readings. Every
function keeps one judgement for good and returns it; `pipeline.apply_judgements`
(or the next run) applies them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from casus.link.judgements import anchor_name, attach_to, withdrawn
from casus.reconcile.human import parse
from casus.store import Store
from casus.types import Account, Incident, Judgement

MOST_WORDS = 2_000  # characters of a reason or note


class JudgingError(ValueError):
    """A decision that cannot be made; the message says why."""


def same(store: Store, told: Sequence[Incident | Account], **by: str) -> Judgement:
    """These tell one event, whatever the evidence says: of incidents, all their accounts.

    Raises JudgingError for fewer than two.
    """
    accounts = [a for x in told for a in (x.accounts if isinstance(x, Incident) else (x,))]
    return _keep(store, "same", _names(accounts), **by)


def different(store: Store, told: Sequence[Incident | Account], **by: str) -> Judgement:
    """These tell different events: no evidence joins them again. An incident stands by the
    account that it has its id from. Raises JudgingError for fewer than two."""
    accounts = [x.accounts[0] if isinstance(x, Incident) else x for x in told]
    return _keep(store, "different", _names(accounts), **by)


def unsure(store: Store, told: Sequence[Incident | Account], **by: str) -> Judgement:
    """Somebody looked and could not tell: it changes nothing, and is not asked again."""
    accounts = [x.accounts[0] if isinstance(x, Incident) else x for x in told]
    return _keep(store, "unsure", _names(accounts), **by)


def correct(store: Store, document: str, span: tuple[int, int], value: str, **by: str) -> Judgement:
    """What a person says of how a document was read, as JSON: see `casus.review.correction`.
    It changes nothing by itself; it becomes gold. `span` are code points of the text."""
    return _keep(store, "reading", [f"{document}:{span[0]}-{span[1]}"], value=value, **by)


def not_an_incident(store: Store, incident: Incident, **by: str) -> Judgement:
    """What its reports tell here is no incident: a drill, a film, an idiom misread."""
    return _keep(store, "not_an_incident", [anchor_name(a) for a in incident.accounts], **by)


def set_value(store: Store, incident: Incident, setting: str, **by: str) -> Judgement:
    """A field's value, above every policy; see `casus.reconcile.human` for how it is written.

    Raises SettingError for one that cannot be.
    """
    parse(setting)
    return _keep(store, "value", [anchor_name(incident.accounts[0])], value=setting, **by)


def note(store: Store, incident: Incident, *, user: str, reason: str) -> Judgement:
    """A remark that changes nothing."""
    return _keep(store, "note", [anchor_name(incident.accounts[0])], user=user, reason=reason)


def undo(store: Store, ident: str, *, user: str, reason: str = "") -> Judgement:
    """Withdraw a decision: the record is again what it was without it.

    `ident` is an id or the beginning of one. Raises JudgingError where none or several fit, or
    where it is withdrawn already.
    """
    kept = store.judgements()
    found = [j for j in kept if j.id.startswith(ident) and j.verdict != "withdrawn"]
    if len(found) != 1:
        what = "no judgement begins" if not found else f"{len(found)} judgements begin"
        raise JudgingError(f"{what} with {ident!r}; `casus judge list` shows them")
    if any(j.supersedes == found[0].id for j in kept):
        raise JudgingError(f"judgement {found[0].id} is withdrawn already")
    about = list(found[0].about)
    return _keep(store, "withdrawn", about, user=user, reason=reason, supersedes=found[0].id)


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision and what became of it. `state` is `stands`, `withdrawn`, `orphan` (a sentence it
    names tells no account any more) or `undoing` (it withdraws another); `clashes` are ids of
    decisions that it contradicts: of two on one pair the later holds, of three that cannot hold
    together ("A is B", "B is C", "A is not C") what parts does."""

    judgement: Judgement
    state: str
    clashes: tuple[str, ...] = ()


def listed(store: Store) -> tuple[Listed, ...]:
    """Every decision with its standing, the oldest first, against the accounts of today."""
    kept = store.judgements()
    gone = withdrawn(kept)
    attached = attach_to(kept, [a for reading in store.readings() for a in reading.accounts])
    against: dict[str, list[str]] = defaultdict(list)
    for one, other in attached.clashes:
        against[one].append(other)
        against[other].append(one)

    def state(judgement: Judgement) -> str:
        if judgement.verdict == "withdrawn":
            return "undoing"
        if judgement.id in gone:
            return "withdrawn"
        return "orphan" if judgement.id in attached.orphans else "stands"

    return tuple(Listed(j, state(j), tuple(sorted(against[j.id]))) for j in kept)


def _names(accounts: Sequence[Account]) -> list[str]:
    """How a decision names accounts, each once."""
    names = list(dict.fromkeys(anchor_name(account) for account in accounts))
    if len(names) < 2:
        raise JudgingError("name two accounts or incidents that are not the same already")
    return names


def _keep(
    store: Store,
    verdict: str,
    about: Sequence[str],
    *,
    user: str,
    reason: str = "",
    value: str | None = None,
    supersedes: str | None = None,
) -> Judgement:
    if not user.strip():
        raise JudgingError("a judgement needs a user: who decides?")
    if len(reason) > MOST_WORDS:
        raise JudgingError(f"a reason has at most {MOST_WORDS} characters")
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    number = len(store.judgements())  # two decisions in one millisecond are still two
    parts = (verdict, *about, user, at, value or "", supersedes or "", str(number))
    ident = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()
    judgement = Judgement(
        ident, tuple(about), verdict, user.strip(), at, reason.strip(), "", supersedes, value
    )
    store.judge(judgement)
    return judgement
