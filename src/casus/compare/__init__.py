"""What is new, gone, merged, split or changed between two records; and what a data set has that
the news has not.

Use `compare(load(a), load(b))` for two stores, folders of results, incidents.jsonl files or
data sets; `coverage(store)` for the coded events of one store. Pure but for `load`.
"""

from casus.compare.coverage import Coverage, coverage
from casus.compare.differ import Changed, Comparison, FieldChange, Regrouped, compare
from casus.compare.load import CompareError, load
from casus.compare.model import Brief, Item, Side

__all__ = [
    "Brief", "Changed", "CompareError", "Comparison", "Coverage", "FieldChange", "Item",
    "Regrouped", "Side", "compare", "coverage", "load",
]  # fmt: skip
