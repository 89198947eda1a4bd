"""What a record leaves open, as phrases that name their field."""

from __future__ import annotations

from collections.abc import Sequence

from casus.types import IncidentActor, IncidentWhen, IncidentWhere, Phrase, PhraseValue, State


def doubt(what: str, field: str, **values: PhraseValue) -> Phrase:
    """An open question of a field; `what` is a message of `question` in `casus.wording`."""
    return Phrase(f"question.{what}", {"field": Phrase(f"about.{field}"), **values})


def is_about(question: Phrase, field: str) -> bool:
    """True where an open question is one of this field."""
    return question.values.get("field") == Phrase(f"about.{field}")


def beside_tolls(
    when: IncidentWhen, where: IncidentWhere, actors: Sequence[IncidentActor]
) -> list[Phrase]:
    """What the reports leave open beside the tolls."""
    found = []
    if when.state is State.CONFLICTING:
        found.append(doubt("when", "when", day=str(when.when.start)))
    if where.state is State.CONFLICTING:
        found.append(doubt("where", "where", place=where.place.name))
    named = {a.actor.key for a in actors if a.confidence != "denied"}
    for actor in actors:
        if actor.confidence == "denied" and actor.actor.key in named:
            found.append(doubt("denied", actor.role, name=actor.actor.name))
    return found
