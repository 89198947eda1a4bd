"""Codebooks' rules for choosing a figure, as plug-ins over the same statements.

Use `POLICIES[name](sheet)`. To add one, write a module with `choose(sheet) -> Choice` and name
it here.
"""

from collections.abc import Mapping

from casus.reconcile.policies import acled, gtd, span, ucdp
from casus.reconcile.policies.base import Choice, Policy, Sheet

POLICIES: Mapping[str, Policy] = {
    "ucdp": ucdp.choose,
    "acled": acled.choose,
    "gtd": gtd.choose,
    "range": span.choose,
}
"""Name → rule; the names of `casus.config.POLICIES`."""

__all__ = ["POLICIES", "Choice", "Policy", "Sheet"]
