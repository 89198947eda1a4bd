"""Pages that a feed links: fetched within bounds, and never where they must not be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from casus.config import Config, Window
from casus.ingest import Received, pages, receive_feed
from casus.ingest.model import Raw
from casus.ingest.pages import Pages

STORY = (
    "Four people died when a ferry sank near the harbour of Lowport on Tuesday, police said. "
    "Divers searched the wreck until dusk and will go on in the morning, the mayor told reporters."
)
HEAD = "<html lang='en'><head><title>Ferry</title></head>"
HTML = f"{HEAD}<body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>"


def feed(base: str) -> str:
    """A feed of one entry."""
    told = f"<link>{base}/story</link><description>A ferry sank.</description>"
    entry = f"<item><title>Ferry sinks</title>{told}</item>"
    return f"<rss><channel><title>Gazette</title>{entry}</channel></rss>"


class _Server(BaseHTTPRequestHandler):
    asked: list[str]
    robots: str

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/robots.txt":
            self._answer(200, self.robots)
        elif self.path == "/away":
            self._answer(302, "", Location="http://127.0.0.2:1/story")
        elif self.path == "/feed":
            self._answer(200, feed(f"http://{self.headers['Host']}"))
        elif self.path == "/broken":
            self._answer(500, "")
        else:
            self._answer(200, HTML)

    def _answer(self, code: int, body: str, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving(robots: str = "") -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("Handler", (_Server,), {"asked": asked, "robots": robots})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def entry(url: str | None) -> Raw:
    return Raw("feed", 3, "A ferry sank.", url=url, title="Ferry sinks", published="2021-03-03")


def why(found: Raw | None) -> str:
    assert found is not None and found.text == "A ferry sank."
    (problem,) = found.problems
    assert problem.code == "page_unread"
    return problem.what


def test_a_page_is_read_once_in_place_of_the_feeds_words() -> None:
    with serving() as (base, asked):
        look = Pages(f"{base}/feed", Window())
        found = look.whole(entry(f"{base}/story"))
        assert found is not None
        assert STORY in found.text
        told = (found.row, found.url, found.title, found.published, found.published_basis)
        assert told == (3, f"{base}/story", "Ferry sinks", "2021-03-03", "given")
        later = Pages(f"{base}/feed", Window(), seen=look.fetched)
        assert later.whole(entry(f"{base}/story")) is None
        assert later.whole(entry(None)) == entry(None)
    assert asked == ["/robots.txt", "/story"]


def test_a_feed_with_its_pages() -> None:
    with serving() as (base, _):
        look, data = Pages(f"{base}/feed", Window()), feed(base).encode()
        (found,) = receive_feed(data, f"{base}/feed", Config(), languages=["en"], pages=look)
    assert isinstance(found, Received)
    assert found.document.text.startswith(STORY[:40])
    assert (found.document.publisher, found.document.url) == ("Gazette", f"{base}/story")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/broken", "answers 500"),
        ("/secret/story", "robots.txt forbids"),
        ("/away", "127.0.0.2 is not the host of the feed"),
        ("http://127.0.0.2/story", "127.0.0.2 is not the host of the feed"),
        ("file:///etc/passwd", "is not the host of the feed"),
    ],
)
def test_a_page_that_cannot_be_had_leaves_the_feeds_words(path: str, says: str) -> None:
    with serving("User-agent: *\nDisallow: /secret/\n") as (base, asked):
        look = Pages(f"{base}/feed", Window())
        assert says in why(look.whole(entry(f"{base}{path}" if path[0] == "/" else path)))
        assert not look.fetched
    assert "/secret/story" not in asked


@pytest.mark.parametrize(
    "private", ["10.0.0.1", "127.0.0.1", "169.254.1.1", "::1", "::ffff:10.0.0.1"]
)
def test_a_feed_of_the_open_network_leads_to_no_private_address(
    monkeypatch: pytest.MonkeyPatch, private: str
) -> None:
    known = {"news.example": "93.184.216.34", "inside.example": private}

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (known[host], 0))]

    monkeypatch.setattr(pages.socket, "getaddrinfo", resolve)
    look = Pages("https://news.example/feed", Window(), any_host=True)
    assert "in a private network" in why(look.whole(entry("http://inside.example/story")))


def test_a_look_is_bounded_and_the_rest_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    with serving() as (base, asked):
        look = Pages(f"{base}/feed", Window())
        found = [look.whole(entry(f"{base}/story{n}")) for n in range(4)]
    assert [one is None for one in found] == [False, False, True, True]
    assert look.left and list(look.fetched) == [f"{base}/story0", f"{base}/story1"]
    assert asked == ["/robots.txt", "/story0", "/story1"]
