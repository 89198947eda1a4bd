"""Five-slot templates of what was read in a report.

Use `templates_from` on incidents whose parts were weighed; both tasks begin with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from casus.evaluate.muc4.rows import ROLES, Mention, Template
from casus.extract.phrases import Incident

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
