"""The day on which a report was published, from what a file or page says.

Only forms that mean one day the world over are read: ISO 8601, RFC 2822 (feeds), and day.month.
year with dots. "03/04/2019" is read only where one of the numbers cannot be a month: a
publication date that is a guess would silently move every "on Friday" of the report.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].{0,40})?")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:,? .{0,20})?")
_AMBIGUOUS = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


def parse_published(text: str) -> date | None:
    """The day that `text` names, in the time zone it is written in; None where it is no day."""
    text = text.strip()[:80]
    try:
        if match := _ISO.fullmatch(text) or _SLASHED.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DOTTED.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _AMBIGUOUS.fullmatch(text):
            first, second, year = int(match[1]), int(match[2]), int(match[3])
            if first > 12 or first == second:
                return date(year, second, first)
            return date(year, first, second) if second > 12 else None
        if re.search(r"\d:\d\d", text):
            parsed: datetime = parsedate_to_datetime(text)
            return parsed.date()
    except (ValueError, TypeError, OverflowError):
        return None
    return None
