"""Rows of data sets for tests: invented events, written as the data sets write theirs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from casus.export.tables.acled import ACLED
from casus.export.tables.ged import GED

_GED = {
    "id": "700001", "type_of_violence": "1", "side_a": "Government of Mali", "side_b": "JNIM",
    "where_prec": "1", "where_coordinates": "Sevare town", "where_description": "near the airfield",
    "adm_1": "Mopti region", "adm_2": "Mopti cercle", "latitude": "14.52710",
    "longitude": "-4.09040", "country": "Mali", "country_id": "432", "date_prec": "1",
    "date_start": "2031-03-03", "date_end": "2031-03-03", "deaths_a": "9", "deaths_b": "4",
    "deaths_civilians": "1", "deaths_unknown": "0", "best": "14", "high": "17", "low": "11",
    "source_article": '"Valley Post,2031-03-04,Post attacked"',
}  # fmt: skip
_ACLED = {
    "event_id_cnty": "MLI90001", "event_date": "2031-03-03", "time_precision": "1",
    "event_type": "Battles", "sub_event_type": "Armed clash", "inter1": "State forces",
    "actor1": "Military Forces of Mali", "inter2": "Rebel group", "actor2": "JNIM", "iso": "466",
    "country": "Mali", "admin1": "Mopti", "admin2": "Mopti", "location": "Sevare",
    "latitude": "14.5271", "longitude": "-4.0904", "geo_precision": "1", "source": "Valley Post",
    "notes": "On 3 March, fighters attacked a post near the airfield. 14 fatalities.",
    "fatalities": "14", "timestamp": "1930608000",
}  # fmt: skip
BASE = {"ged": _GED, "acled": _ACLED}
HEADS = {"ged": GED.head(), "acled": ACLED.head()}


def write(
    path: Path, data_set: str, rows: Sequence[dict[str, str]], *, delimiter: str = ","
) -> Path:
    """A file of the data set; a row tells only what differs from the base."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, HEADS[data_set], restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows({**BASE[data_set], **row} for row in rows)
    return path
