"""Five-slot templates of what was read in a report.

Use `templates_from` on incidents whose parts were weighed; both tasks begin with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from casus.evaluate.muc4.rows import ROLES, Mention, Template
from casus.extract.phrases import Incident


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
