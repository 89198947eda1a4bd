"""One record of what happened out of all that was said, with every claim's standing.

Use `reconcile(linked, documents, policy=…)` for incidents and `explain(incident, field, …)`
for why a value is what it is; see docs/reconciling.md.
"""

from casus.reconcile.explain import (
    FIELDS,
    Explanation,
    Line,
    Section,
    UnknownFieldError,
    explain,
    render_text,
)
from casus.reconcile.policies import POLICIES
from casus.reconcile.run import reconcile

__all__ = [
    "FIELDS", "POLICIES", "Explanation", "Line", "Section", "UnknownFieldError", "explain",
    "reconcile", "render_text",
]  # fmt: skip
