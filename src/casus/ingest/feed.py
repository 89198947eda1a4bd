"""News feeds: RSS 0.9x to 2.0, RDF and Atom; each entry is a report.

Use `read_feed` on the bytes of a feed. Only what the feed itself carries is read: an entry's whole
text where it has one, else its summary. Nothing is fetched, no entity of the document is resolved.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from casus.ingest.model import Raw, Rejected, UnreadableError
from casus.types import Problem

_TEXTS = ("encoded", "content", "description", "summary")
"""Elements that hold an entry's text, the fullest first (`content:encoded` of RSS)."""
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "tr", "table",
     "section", "article", "figure", "figcaption", "pre")
)  # fmt: skip
_SILENT = frozenset(("script", "style", "noscript", "template", "iframe"))
_MAX_DEPTH = 200
"""Elements within each other in an entry's text; a feed's own depth is bounded by the parser."""


def read_feed(data: bytes, path: str) -> Iterator[Raw | Rejected]:
    """The entries of a feed, in its order; `row` counts them from 1.

    Raises UnreadableError where it is no feed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("no_feed", f"it is no feed ({error})") from error
    if root is None or _name(root) not in ("rss", "feed", "RDF"):
        raise UnreadableError("no_feed", "it is no RSS or Atom feed; is the address right?")
    channel = next((e for e in root if _name(e) == "channel"), root)
    publisher = _text(channel, "title")
    lang = _text(channel, "language") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    entries = [e for e in root.iter() if _name(e) in ("item", "entry")]
    for row, entry in enumerate(entries, 1):
        text = _body(entry)
        if not text:
            yield Rejected(path, row, Problem("empty", "the entry has no text"))
            continue
        yield Raw(
            path=path,
            row=row,
            text=text,
            url=_link(entry),
            publisher=publisher,
            published=_published(entry),
            lang=lang,
            title=_plain(_text(entry, "title") or "") or None,
        )


def _name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _child(entry: etree._Element, name: str) -> etree._Element | None:
    return next((e for e in entry if _name(e) == name), None)


def _text(entry: etree._Element, name: str) -> str | None:
    element = _child(entry, name)
    if element is None:
        return None
    return " ".join("".join(element.itertext()).split()) or None


def _body(entry: etree._Element) -> str:
    for name in _TEXTS:
        element = _child(entry, name)
        if element is None:
            continue
        # Atom's xhtml stands as elements, everything else as escaped markup
        inner = "".join(etree.tostring(e, encoding="unicode") for e in element)
        text = _plain(inner if len(element) else element.text or "")
        if text:
            return text
    return ""


def _plain(markup: str) -> str:
    """The words of a piece of HTML, a line for each block."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    parts: list[str] = []
    _words(root, parts, 0)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _words(element: etree._Element, parts: list[str], depth: int) -> None:
    name = _name(element)
    if name and name not in _SILENT and depth < _MAX_DEPTH:
        edge = "\n" if name in _BLOCKS else ""
        parts += [edge, " ".join((element.text or "").split("\n"))]
        for child in element:
            _words(child, parts, depth + 1)
        parts.append(edge)
    parts.append(" ".join((element.tail or "").split("\n")))


def _link(entry: etree._Element) -> str | None:
    """The address of the page that an entry is about."""
    links = [e for e in entry if _name(e) == "link"]
    links.sort(key=lambda e: e.get("rel", "alternate") != "alternate")
    for element in links:
        found = (element.get("href") or element.text or "").strip()
        if found.startswith(("http://", "https://")):
            return found
    return None


def _published(entry: etree._Element) -> str | None:
    """The first date told."""
    return next((told for name in _DATES if (told := _text(entry, name))), None)
