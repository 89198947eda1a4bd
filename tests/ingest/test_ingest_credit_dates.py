"""Agency credits by their form; publication dates by their form."""

from __future__ import annotations

from datetime import date

import pytest

from casus.ingest.credit import find_credit
from casus.ingest.dates import parse_published

BODY = "Four people were killed on Monday, police said. The road stayed closed."


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        (f"Berlin (dpa) - {BODY}", "dpa"),
        (f"Berlin/Kiel (dpa/lno) – {BODY}", "dpa/lno"),
        (f"KABUL, May 4 (Reuters) - {BODY}", "Reuters"),
        (f"Puebla (Zamora), 15 nov (Agencia Central) - {BODY}", "Agencia Central"),
        (f"КИЕВ (УНН) — {BODY}", "УНН"),
        (f"(AFP) - {BODY}", "AFP"),
        (f"dpa - {BODY}", "dpa"),
        (f"Wien (apa) {BODY}", "apa"),
        (f"{BODY} (dpa)", "dpa"),
        (f"{BODY} (AFP, Reuters)\n", "AFP, Reuters"),
        (f"{BODY}\n\nAFP/dpa", "AFP/dpa"),
        (f"{BODY}\n-dpa-\n", "dpa"),
        (f"{BODY} [Reuters]", "Reuters"),
        (BODY, None),
        (f"NIAMEY - {BODY}", None),
        (f"Four men (all from the village) died. {BODY}", None),
        (f"The party (SPD) said so. {BODY}", None),
        ("The train stopped in Puebla de Sanabria (Zamora).", None),
        (f"{BODY} (2019)", None),
        (f"{BODY}\nThe end", None),
        ("x" * 300 + f" (dpa) - {BODY}", None),
    ],
)
def test_credits(text: str, credit: str | None) -> None:
    assert find_credit(text) == credit


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-11-02", date(2019, 11, 2)),
        ("20191102", date(2019, 11, 2)),
        ("2019/11/2", date(2019, 11, 2)),
        ("2019-11-02T23:59:59+03:00", date(2019, 11, 2)),
        ("2019-11-02 08:00", date(2019, 11, 2)),
        ("Sat, 02 Nov 2019 08:00:00 GMT", date(2019, 11, 2)),
        ("2.11.2019", date(2019, 11, 2)),
        ("02.11.2019, 10:15 Uhr", date(2019, 11, 2)),
        ("25/12/2019", date(2019, 12, 25)),
        ("12/25/2019", date(2019, 12, 25)),
        ("04/04/2019", date(2019, 4, 4)),
        ("03/04/2019", None),
        ("2019-02-30", None),
        ("yesterday", None),
        ("2019", None),
        ("", None),
        ("9" * 500, None),
    ],
)
def test_publication_dates(text: str, day: date | None) -> None:
    assert parse_published(text) == day
