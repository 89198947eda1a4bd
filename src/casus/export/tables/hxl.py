"""Humanitarian Exchange Language: a row of hashtags under the head (HXL 1.1; SCHEMAS.md §6).

Missing people and bounds have no core attribute: +missing, +min and +max are ours.
"""

from __future__ import annotations

from casus.export.tables.flat import FLAT
from casus.export.tables.table import Table
from casus.types import TOLL_FIELDS

_BOUND = {"low": "+min", "best": "", "high": "+max"}
TAGS: dict[str, str] = {
    "id": "#meta+id", "title": "#description", "kind": "#event+type", "family": "#event+group",
    "start": "#date+start", "end": "#date+end", "place": "#loc+name", "adm1": "#adm1+name",
    "country": "#country+code+iso2", "latitude": "#geo+lat", "longitude": "#geo+lon",
    "perpetrators": "#group+name+first", "targets": "#group+name+second",
    "means": "#cause+type", "witnesses": "#meta+source+num",
    **{
        f"{field}_{bound}": f"#affected+{field}{suffix}"
        for field in TOLL_FIELDS
        for bound, suffix in _BOUND.items()
    },
}  # fmt: skip
"""Column of the flat table → hashtag."""

HXL = Table("hxl", tuple(c for c in FLAT.columns if c.name in TAGS), FLAT.takes)


def tags(head: list[str]) -> list[str]:
    """The row of hashtags for a head; columns without one have an empty cell."""
    return [TAGS.get(name, "") for name in head]
