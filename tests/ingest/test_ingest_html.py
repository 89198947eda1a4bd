"""Saved pages: the article, its head, its date; nothing around it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casus.config import Config, Window
from casus.ingest import Received, read_paths
from casus.ingest.html import read_html

PARAGRAPHS = [
    "Four people were killed on Monday when a lorry overturned on the coast road, police said.",
    "The driver was taken to hospital with minor injuries and has been questioned by detectives.",
    "The road between the two towns stayed closed until the evening while the wreck was removed.",
]
META = {
    "meta": '<meta property="article:published_time" content="2021-03-14T08:00:00Z">'
    '<meta property="article:modified_time" content="2021-03-20T08:00:00Z">',
    "json": '<script type="application/ld+json">{"@type": "NewsArticle", '
    '"datePublished": "2021-03-14", "dateModified": "2021-03-20"}</script>',
}


def page(head: str = "", body: str = "", lang: str = "en", charset: str = "utf-8") -> bytes:
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="{charset}">'
        "<title>Lorry overturns | Example Times</title>"
        '<meta property="og:title" content="Lorry overturns">'
        '<meta property="og:site_name" content="Example Times">'
        '<link rel="canonical" href="https://example.org/news/lorry">'
        f"{head}</head><body><nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>Lorry overturns</h1>{body}{text}</article>"
        "<div class='comments'><p>Reader: I was there and saw everything happen, terrible.</p>"
        "</div><footer>Copyright 2026 Example</footer></body></html>"
    ).encode(charset)


@pytest.mark.parametrize("kind", sorted(META))
def test_article_title_publisher_address_and_first_date(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(page(META[kind]))
    (item,) = read_paths([path], Config(), languages=["en"])
    assert isinstance(item, Received)
    document = item.document
    assert document.title == "Lorry overturns"
    assert document.publisher == "Example Times"
    assert document.url == "https://example.org/news/lorry"
    assert (document.published, document.published_basis) == (date(2021, 3, 14), "metadata")
    assert document.text == "\n".join(PARAGRAPHS)
    for noise in ("Sport", "Reader", "Copyright"):
        assert noise not in document.text


def test_a_visible_date_is_read_and_named_as_such() -> None:
    body = '<p class="date"><time datetime="2021-03-14">14 March 2021</time></p>'
    raw = read_html(page(body=body), "a.html", Window())
    assert (raw.published, raw.published_basis) == ("2021-03-14", "page")


def test_no_date_is_no_date() -> None:
    raw = read_html(page().replace(b"Copyright 2026", b""), "a.html", Window())
    assert (raw.published, raw.published_basis) == (None, "unknown")


def test_the_declared_encoding_is_believed() -> None:
    raw = read_html(page(charset="cp1251").replace(b"police", b"\xef\xee\xeb"), "a.html", Window())
    assert "пол said" in raw.text
    assert raw.problems == ()


def test_scripts_and_entities_stay_harmless() -> None:
    body = "<script>alert(1)</script><p>Three &lt;b&gt; and &amp; &#x26; two more people died.</p>"
    raw = read_html(page(body=body), "a.html", Window())
    assert "alert" not in raw.text
    assert "Three <b> and & & two more people died." in raw.text
