"""Feeds: every common form, hostile ones, and addresses fetched within limits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from casus.config import Config
from casus.ingest import Received, Rejected, UnreadableError, fetch, read_paths, receive_feed
from casus.ingest.fetch import is_address

TEXT = "Four people were killed on Monday when a bus overturned near the bridge, police said."
RSS = f"""<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Daily News</title>
<language>en</language>
<item><title>Bus &amp; bridge</title><link>https://news.example/bus?utm_source=x</link>
<description>short</description>
<content:encoded><![CDATA[<p>{TEXT}</p><script>no()</script><p>The driver<br>lived.</p>]]>
</content:encoded><pubDate>Mon, 01 Nov 2021 21:30:00 +0100</pubDate></item>
<item><title>no text</title><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Wire</title>
<entry><title type="html">Bus &lt;b&gt;crash&lt;/b&gt;</title>
<link rel="self" href="https://news.example/self"/><link href="https://news.example/bus"/>
<updated>2021-11-03T08:00:00Z</updated><published>2021-11-01T08:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p></div></content>
</entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Old Wire</title></channel>
<item><title>Bus</title><link>https://news.example/bus</link>
<description>{TEXT}</description><dc:date>2021-11-01</dc:date></item></rdf:RDF>"""


def received(data: str | bytes) -> list[Received | Rejected]:
    data = data.encode() if isinstance(data, str) else data
    return list(receive_feed(data, "https://news.example/feed", Config(), languages=["en"]))


@pytest.mark.parametrize(
    ("feed", "title", "publisher", "text"),
    [
        (RSS, "Bus & bridge", "Daily News", f"{TEXT}\n\nThe driver\n\nlived."),
        (ATOM, "Bus crash", "Wire", TEXT),
        (RDF, "Bus", "Old Wire", TEXT),
    ],
    ids=["rss", "atom", "rdf"],
)
def test_entries_are_reports(feed: str, title: str, publisher: str, text: str) -> None:
    first = received(feed)[0]
    assert isinstance(first, Received)
    document = first.document
    assert (document.title, document.publisher, document.text) == (title, publisher, text)
    assert (str(document.published), document.lang) == ("2021-11-01", "en")
    assert document.url is not None
    assert document.url.startswith("https://news.example/bus")
    assert (first.row, document.path) == (1, "https://news.example/feed#1")


def test_an_entry_without_text_is_refused_and_the_others_go_on() -> None:
    assert [type(item) for item in received(RSS)] == [Received, Rejected]


def test_a_feed_in_a_file_is_read_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "wire.xml").write_text(ATOM)
    (tmp_path / "page.xml").write_text("<html><body>no feed</body></html>")
    items = list(read_paths([tmp_path], Config(), languages=["en"]))
    assert [type(item) for item in items] == [Rejected, Received]
    assert isinstance(items[0], Rejected)
    assert items[0].problem.code == "no_feed"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    f"<rss><channel><item><description>&c; &f; {TEXT}</description></item></channel></rss>"
)


def test_entities_are_not_resolved() -> None:
    (item,) = received(BOMB)
    assert isinstance(item, Received)
    assert "lol" not in item.document.text
    assert "root:" not in item.document.text
    assert TEXT in item.document.text


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01", b"<rss>", b"no xml", b"<rss/>", b"<feed>" + b"<a>" * 5000, b"\xff\xfe<"],
)
def test_what_is_no_feed_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        received(data)


def test_markup_nested_deep_costs_no_stack() -> None:
    feed = RDF.replace(TEXT, f"<![CDATA[{'<div>' * 20_000}{TEXT}]]>")
    assert len(received(feed)) == 1


# -- addresses -----------------------------------------------------------------------------------


class _Server(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/there":
            self._answer(302, Location="/feed")
        elif self.path == "/file":
            self._answer(302, Location="file:///etc/passwd")
        elif self.path == "/big":
            self._answer(200, b"x" * 5000)
        elif self.path == "/feed" and self.headers["If-None-Match"] == '"1"':
            self._answer(304)
        elif self.path == "/feed":
            self._answer(200, RSS.encode(), ETag='"1"')
        else:
            self._answer(404)

    def _answer(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("Handler", (_Server,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_address_is_fetched_and_only_again_when_it_changed() -> None:
    with serving() as (base, _):
        found = fetch.fetch(f"{base}/there", 100_000)
        assert (found.data, found.etag) == (RSS.encode(), '"1"')
        again = fetch.fetch(f"{base}/feed", 100_000, etag=found.etag)
        assert (again.data, again.etag) == (None, '"1"')


@pytest.mark.parametrize(
    ("path", "says"),
    [("/big", "more than 1000 bytes"), ("/nothing", "answers 404"), ("/file", "answers 302")],
)
def test_what_an_address_must_not_do(path: str, says: str) -> None:
    with serving() as (base, _), pytest.raises(UnreadableError, match=says):
        fetch.fetch(f"{base}{path}", 1000)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/x", "http://", "news"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(UnreadableError, match="no http or https address"):
        fetch.fetch(url, 1000)
    assert is_address(url) is url.startswith("http")


def test_nobody_there_is_told() -> None:
    with pytest.raises(UnreadableError, match="does not answer"):
        fetch.fetch("http://127.0.0.1:9/", 1000)
