"""Which accounts of which documents tell one event; blind to language, pure, deterministic.

Use `link(accounts, documents)` for the groups, a `Linking` for accounts that come one after
another, `explain_pair(a, b, documents)` for the reasons; see docs/linking.md.
"""

from casus.link.blocking import BlockingRule
from casus.link.comparisons import Level, Weights
from casus.link.judgements import anchor_name
from casus.link.linking import Linking
from casus.link.model import Linked
from casus.link.run import explain_pair, link

__all__ = [
    "BlockingRule", "Level", "Linked", "Linking", "Weights", "anchor_name", "explain_pair", "link",
]  # fmt: skip
