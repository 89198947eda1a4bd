"""Values that a human set: they stand as made, above every policy, and say who set them and why.

Use `settle(incident, judgements)`. A setting is a text, so that it can be kept, read and undone:

    killed=54  killed=49..54  killed=49..54..60   best; low and best; low, best and high
    killed=                                       no figure: what reports say is not believed
    kind=armed_clash   when=2019-11-01   when=2019-11-01..2019-11-03

`parse` reads one and raises SettingError for anything else. Claims keep their place: those that
fit a set toll support it, the others stand against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from casus.reconcile.doubts import is_about
from casus.types import (
    KINDS,
    TOLL_FIELDS,
    Claim,
    Count,
    Incident,
    IncidentWhen,
    Judgement,
    Phrase,
    State,
    Toll,
    When,
)

_SETTING = re.compile(r"(?P<field>[a-z]+)\s*=\s*(?P<value>.*)")
_FIELDS = ("kind", "when", *TOLL_FIELDS)
_MOST = 100_000_000


class SettingError(ValueError):
    """A value that cannot be set; the message says what can."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A field with its value: (low, best, high) of a toll, None for no figure; a kind; days."""

    field: str
    toll: tuple[int, int, int] | None = None
    kind: str | None = None
    days: tuple[date, date] | None = None


def parse(text: str) -> Setting:
    """Read a setting. Raises SettingError."""
    match = _SETTING.fullmatch(text.strip())
    if match is None or match["field"] not in _FIELDS:
        raise SettingError(
            f"{text[:60]!r} sets nothing: write FIELD=VALUE, where FIELD is one of {_listed()}"
        )
    field, value = match["field"], match["value"].strip()
    if field == "kind":
        if value not in KINDS:
            raise SettingError(f"{value[:60]!r} is no kind of incident; see CONTRACT.md")
        return Setting(field, kind=value)
    return Setting(field, days=_days(value)) if field == "when" else _toll(field, value)


def _listed() -> str:
    return ", ".join(_FIELDS)


def _toll(field: str, value: str) -> Setting:
    if not value:
        return Setting(field)
    parts = value.split("..")
    if len(parts) > 3 or not all(part.isdecimal() and int(part) < _MOST for part in parts):
        raise SettingError(f"{value[:60]!r} is no toll: write 54, 49..54 or 49..54..60")
    numbers = sorted(map(int, parts))
    if numbers != list(map(int, parts)):
        raise SettingError(f"{value!r}: low, best and high must grow")
    return Setting(field, toll=(numbers[0], numbers[min(1, len(numbers) - 1)], numbers[-1]))


def _days(value: str) -> tuple[date, date]:
    try:
        days = [date.fromisoformat(part) for part in value.split("..")]
    except ValueError:
        days = []
    if not 1 <= len(days) <= 2 or days[0] > days[-1]:
        raise SettingError(f"{value[:60]!r} is no day: write 2019-11-01 or 2019-11-01..2019-11-03")
    return days[0], days[-1]


def settle(incident: Incident, judgements: Sequence[Judgement]) -> Incident:
    """The incident with what humans set, the latest judgement last; its title stays as it was."""
    for judgement in judgements:
        try:
            setting = parse(judgement.value or "")
        except SettingError as error:  # kept by another version: told, and nothing else is lost
            told = {"id": judgement.id, "error": str(error)}
            question = Phrase("question.judgement", told)
            incident = replace(incident, open_questions=(*incident.open_questions, question))
            continue
        reason = _reason(judgement)
        if setting.kind is not None:
            incident = _as_kind(incident, setting.kind)
        elif setting.days is not None:
            incident = _at(incident, *setting.days)
        else:
            incident = _with_toll(incident, setting, reason)
    return incident


def _reason(judgement: Judgement) -> tuple[Phrase, ...]:
    told = {"user": judgement.user, "day": judgement.at[:10], "why": judgement.reason}
    return (Phrase("human.set_why" if judgement.reason else "human.set", told),)


def _as_kind(incident: Incident, kind: str) -> Incident:
    return replace(incident, kind=kind, family=KINDS[kind])


def _at(incident: Incident, start: date, end: date) -> Incident:
    precision = "day" if start == end else "days"
    claims = incident.when.claims
    when = IncidentWhen(When(start, end, precision, "explicit"), State.HUMAN, claims)
    return replace(incident, when=when)


def _with_toll(
    incident: Incident, setting: Setting, reason: tuple[Phrase, ...]
) -> Incident:
    told = [c for a in incident.accounts for c in a.claims if c.field == setting.field]
    tolls = {name: toll for name, toll in incident.tolls.items() if name != setting.field}
    questions = [q for q in incident.open_questions if not is_about(q, setting.field)]
    if setting.toll is not None:
        low, best, high = setting.toll
        before = incident.tolls.get(setting.field)
        kept = before.groups if before is not None and before.best == best else ()
        support = tuple(sorted(c.id for c in told if _fits(c, low, high)))
        against = tuple(sorted(c.id for c in told if not _fits(c, low, high)))
        policy = before.policy if before is not None else ""
        tolls[setting.field] = Toll(
            low, best, high, State.HUMAN, policy, reason, kept, support, (), against
        )
    ordered = {name: tolls[name] for name in TOLL_FIELDS if name in tolls}
    return replace(incident, tolls=ordered, open_questions=tuple(questions))


def _fits(claim: Claim, low: int, high: int) -> bool:
    """True where a claim's interval meets the set one; parts of a toll fit below it."""
    count = claim.value
    if not isinstance(count, Count):
        return False
    return (count.low or 0) <= high and (count.high is None or count.high >= low)
