"""Five-slot templates of what was read in a report.

Use `templates_from` for the five-slot task, where every phrase is weighed for the part it plays;
`templates_of` for templates of what normal reading finds, its dates, places and counts at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casus.evaluate.muc4.rows import ROLES, Entity, Mention, Template
from casus.extract.phrases import Incident
from casus.extract.read import Reading
from casus.types import Account, Actor, Claim, Document, Stance

INCIDENT_TYPES = {
    "armed_attack": "attack",
    "air_strike": "attack",
    "shelling": "attack",
    "shooting": "attack",
    "stabbing": "attack",
    "vehicle_attack": "attack",
    "assassination": "attack",
    "execution": "attack",
    "massacre": "attack",
    "sexual_violence": "attack",
    "bombing": "bombing",
    "suicide_bombing": "bombing",
    "explosive_device": "bombing",
    "abduction": "kidnapping",
    "hostage_taking": "kidnapping",
    "hijacking": "hijacking",
    "arson": "arson",
    "robbery": "robbery",
}
"""Kinds of incident that the task is about. Clashes of armed forces are not (task definition,
section 1.0, exception 1b)."""


def templates_of(document: Document, reading: Reading) -> tuple[Template, ...]:
    """The templates of a report, in the order of its accounts.

    Mentions are words of `document.text`, offsets code points of it.
    """
    found = []
    for account in reading.accounts:
        if (kind := INCIDENT_TYPES.get(account.kind)) is not None:
            template = Template(kind, _entities(document.text, account))
            if template not in found:
                found.append(template)
    return tuple(found)


def templates_from(incidents: Iterable[Incident]) -> tuple[Template, ...]:
    """The templates of incidents whose parts were weighed (`casus.extract.phrases`)."""
    return tuple(
        Template(
            incident.type,
            {
                role: tuple(
                    (Mention(entity.text.lower(), entity.start),)
                    for entity in incident.entities
                    if entity.role == role
                )
                for role in ROLES
            },
        )
        for incident in incidents
    )


def _entities(text: str, account: Account) -> dict[str, tuple[Entity, ...]]:
    perpetrators = list(_said(account.claims, "perpetrator"))
    organised = [c for c in perpetrators if isinstance(c.value, Actor) and c.value.key]
    return {
        "PerpInd": _mentions(text, (c for c in perpetrators if c not in organised)),
        "PerpOrg": _mentions(text, organised),
        "Target": _mentions(text, _said(account.claims, "target")),
        "Victim": (),
        "Weapon": _mentions(text, _said(account.claims, "means")),
    }


def _said(claims: Iterable[Claim], field: str) -> Iterator[Claim]:
    return (c for c in claims if c.field == field and c.stance is not Stance.DENIES)


def _mentions(text: str, claims: Iterable[Claim]) -> tuple[Entity, ...]:
    """One entity of one mention for each wording; an actor's claim may begin with an article."""
    found: dict[str, Entity] = {}
    for claim in claims:
        words = claim.value.name if isinstance(claim.value, Actor) else claim.raw
        start = text.lower().find(words.lower(), claim.spans[0][0])
        words, start = (words, start) if start >= 0 else (claim.raw, claim.spans[0][0])
        found.setdefault(words.lower(), (Mention(words.lower(), start),))
    return tuple(found.values())
