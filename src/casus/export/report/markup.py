"""Everything that enters the page passes here: escaping, bidi isolation, links, JSON blocks.

Text comes from outside and is hostile. Nothing in this package builds markup from such text
without `esc` (or `bdi`, `link`, `data_block`, which call it).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

# Marks that reorder text beyond their own element, invisible characters, C0/C1 controls,
# lone surrogates (which cannot be encoded), and tag characters.
_UNSAFE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE = re.compile("[\u2028\u2029\u0085]")
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;",
           ord("'"): "&#39;"}  # fmt: skip
_JSON = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026",
         0x2028: "\\u2028", 0x2029: "\\u2029"}  # fmt: skip
_BLANK = re.compile(r"\s")
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")

LONG = 300  # code points of a name or a title that are shown


def clean(text: str) -> str:
    """Drop what reorders or hides text; lone surrogates become U+FFFD."""
    text = _SURROGATE.sub("\ufffd", _LINE.sub(" ", text))
    return _UNSAFE.sub("", text)


def shorten(text: str, limit: int = LONG) -> str:
    """At most `limit` code points, an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def esc(text: object) -> str:
    """A text as HTML, safe in elements and in quoted attributes."""
    return clean(str(text)).translate(_MARKUP)


def bdi(text: object, limit: int = LONG) -> str:
    """A name or title from outside: isolated, so that its direction harms nothing around it."""
    return f"<bdi>{esc(shorten(str(text), limit))}</bdi>"


def ltr(text: object, limit: int = LONG) -> str:
    """Names from outside in the page's own order, whatever script the first is in."""
    return f'<bdi dir="ltr">{esc(shorten(str(text), limit))}</bdi>'


def who(name: str, kind: str, limit: int = 120) -> str:
    """A voice: the name isolated, its kind behind it on the page's own side."""
    return bdi(name, limit) + (f" ({esc(kind)})" if kind else "")


def attrs(**values: object) -> str:
    """Attributes in the order given; `_` stands for `-`, a trailing `_` is dropped.

    None and False leave the attribute out, True writes it bare.
    """
    out = []
    for key, value in values.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            out.append(f" {name}")
        elif value is not None and value is not False:
            out.append(f' {name}="{esc(value)}"')
    return "".join(out)


def safe_url(url: str | None) -> str | None:
    """The address where it is plain http or https and may be linked, else None."""
    if not url or len(url) > 2000 or url != clean(url) or _BLANK.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def link(url: str | None, label: str, *, class_: str | None = None) -> str:
    """`label` (markup) linked where the address is safe; else the label alone."""
    good = safe_url(url)
    if good is None:
        return label
    return f"<a{attrs(class_=class_, href=good, rel='noopener noreferrer')}>{label}</a>"


def data_block(ident: str, value: Any) -> str:
    """JSON for the script to read; it can neither end its element nor break a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = _UNSAFE.sub("", _SURROGATE.sub("\ufffd", text)).translate(_JSON)
    return f'<script type="application/json" id="{ident}">{text}</script>'


def slug(ident: str) -> str:
    """An id that may stand in an address: the id itself, or a hash where it has odd signs."""
    if _SLUG.fullmatch(ident):
        return ident
    return hashlib.sha256(ident.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def csp_hash(content: str) -> str:
    """The source expression by which a content security policy allows this inline text."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def join(parts: Iterable[str]) -> str:
    """Pieces of markup, one a line where they are not empty."""
    return "\n".join(part for part in parts if part)
