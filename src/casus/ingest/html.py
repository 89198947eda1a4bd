"""Saved web pages: main text, title, publisher, address and publication date of an article.

Use `read_html` on the bytes of a page. Nothing is fetched, no script runs. The publication
date is the page's first (not its last update): `metadata` where the head or address names it,
`page` where it had to be read from the visible page.
"""

from __future__ import annotations

import re

from casus.config import Window
from casus.ingest.decode import decode
from casus.ingest.model import Raw, UnreadableError

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)
_LANG = re.compile(
    r"<html[^>]{0,2000}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9-]{1,20})?)", re.I
)
_HEAD_END = re.compile(r"</head\s*>|<body[\s>]", re.I)
_MAX_DEPTH = 2_000
"""Open elements beyond which a page is no article; recursion in tree code ends near 10,000."""
# stops at the next "<", so that a page of unclosed tags costs no more than its length
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]*+>")
_VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr", "p", "li", "td", "tr", "th", "dt", "dd", "option", "tbody",
        "thead", "tfoot",
    )
)  # fmt: skip
"""Elements that need no end."""


def read_html(data: bytes, path: str, window: Window) -> Raw:
    """One report from a page. Raises UnreadableError where the page holds no article."""
    match = _CHARSET.search(data[:4096])
    text, problems = decode(data, declared=match[1].decode("ascii") if match else None)
    if _too_deep(text):
        raise UnreadableError("too_deep", "its elements are nested too deep for an article")

    from trafilatura import bare_extraction  # noqa: PLC0415 - 0.35 s, only where there are pages

    # the upper bound is given, since the default is today
    dates = {
        "original_date": True,
        "extensive_search": False,
        "min_date": window.earliest.isoformat(),
        "max_date": window.latest.isoformat(),
    }
    try:
        page = bare_extraction(
            text,
            fast=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=dates,
        )
    except Exception as error:  # whatever a library says to a page, the run goes on
        raise UnreadableError(
            "no_article", "it is no readable HTML; save its text as .txt"
        ) from error
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        raise UnreadableError(
            "no_article", "no article was found in the page; save its text as .txt"
        )
    declared = _LANG.search(text[:20_000])
    return Raw(
        path=path,
        row=0,
        text=_without_title(page.text or "", page.title),
        url=page.url or None,
        publisher=page.sitename or page.hostname or None,
        published=page.date or None,
        published_basis=_basis(text, dates) if page.date else "unknown",
        lang=declared[1] if declared else None,
        title=page.title or None,
        problems=problems,
    )


def _without_title(text: str, title: str | None) -> str:
    """The headline is a field of its own, as in every other form of input."""
    first, _, rest = text.partition("\n")
    return rest if title and first.strip() == title.strip() and rest.strip() else text


def _basis(text: str, dates: dict[str, object]) -> str:
    """`metadata` where the head alone tells the date, else `page`."""
    from htmldate import find_date  # noqa: PLC0415

    end = _HEAD_END.search(text)
    if end is None:
        return "page"
    head = text[: end.start()] + "</head><body><p>.</p></body></html>"
    return "metadata" if find_date(head, **dates) else "page"  # type: ignore[arg-type]


def _too_deep(text: str) -> bool:
    """True where more elements are open at once than any article needs."""
    depth = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _VOID or text[match.end() - 2] == "/":
            continue
        depth += -1 if match[1] else 1
        depth = max(depth, 0)
        if depth > _MAX_DEPTH:
            return True
    return False
