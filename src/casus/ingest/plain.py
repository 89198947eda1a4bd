"""Plain text files: an optional header of metadata, then the report.

    date: 2019-11-02
    source: The Example Times
    A first line of text …

Header lines come in any order and case; the first line that is none begins the text, and so
does a blank line after them. "date 2019-11-02" may do without its colon, and may stand before
the first words of the text on one line, as some collections have it.
"""

from __future__ import annotations

import re

from casus.ingest.dates import parse_published
from casus.ingest.model import Raw
from casus.types import Problem

_KEYS = {
    "date": "published",
    "published": "published",
    "source": "publisher",
    "publisher": "publisher",
    "url": "url",
    "title": "title",
    "lang": "lang",
    "language": "lang",
    "id": "id",
}
_HEADER = re.compile(rf"\s{{0,8}}({'|'.join(_KEYS)})\s{{0,3}}:[ \t]*(.*)", re.IGNORECASE)
# the day ends at a blank, so the words after it are text: "date 2019-11-02 Gunmen attacked …"
_DAY = re.compile(
    r"\s{0,8}(?:date|published)\s{0,3}[: ]\s{0,3}"
    r"(\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]{1,30})?)(?:\s+|$)(.*)",
    re.IGNORECASE | re.DOTALL,
)
_MAX_HEADER = 30


def read_plain(text: str, path: str, problems: tuple[Problem, ...] = ()) -> Raw:
    """One report from the decoded text of a file."""
    fields: dict[str, str] = {}
    rest = text
    for _ in range(_MAX_HEADER):
        line, newline, after = rest.partition("\n")
        if not line.strip():
            if not newline:
                break
            rest = after
            if fields:
                break
            continue
        if (match := _DAY.fullmatch(line)) and parse_published(match[1]):
            fields.setdefault("published", match[1])
            rest = match[2] + newline + after if match[2] else after
        elif match := _HEADER.fullmatch(line):
            fields.setdefault(_KEYS[match[1].lower()], match[2].strip())
            rest = after
        else:
            break
    return Raw(
        path=path,
        row=0,
        text=rest,
        problems=problems,
        **{key: value for key, value in fields.items() if value},
    )
