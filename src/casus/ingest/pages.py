"""The pages that a feed links, read in place of the words that the feed itself carries.

Use a `Pages` for one look at a feed: `whole(entry)` fetches the page of an entry. Pages of other
hosts are left alone unless asked for, addresses of a private network unless the feed lies on one
itself, pages that robots.txt forbids always; a look is bounded in pages and seconds.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from casus.config import Window
from casus.ingest.fetch import fetch
from casus.ingest.html import read_html
from casus.ingest.model import Raw, UnreadableError
from casus.types import Problem

AGENT = "casus"
MOST_PAGES = 50
"""Pages fetched in one look."""
MOST_SECONDS = 120.0
"""Seconds after which a look begins with no further page."""
MAX_PAGE = 5_000_000
"""Bytes of a page; articles have some 100,000."""
_MAX_ROBOTS = 500_000


class Pages:
    """One look at a feed. `fetched` are the pages that were read, `left` is True where some were
    left for the next look."""

    def __init__(
        self, feed: str, window: Window, *, seen: Collection[str] = (), any_host: bool = False
    ) -> None:
        self._home, self._window = _site(feed), window
        self._seen, self._any_host = seen, any_host
        # one open address among them, and nothing private may be asked on its behalf
        self._private = not any(address.is_global for address in _addresses(feed))
        self._robots: dict[str, RobotFileParser] = {}
        self._until = time.monotonic() + MOST_SECONDS
        self.fetched: dict[str, str] = {}
        self.left = False

    def whole(self, entry: Raw) -> Raw | None:
        """An entry with the text of its page; None where that was read before, or is left for the
        next look. A page that cannot be had leaves the feed's words, and a reservation."""
        url = entry.url
        if url is None:
            return entry
        if url in self._seen:
            return None
        if len(self.fetched) >= MOST_PAGES or time.monotonic() > self._until:
            self.left = True
            return None
        try:
            self._allow(url)
            data = fetch(url, MAX_PAGE, allow=self._allow).data or b""
            page = read_html(data, entry.path, self._window)
        except UnreadableError as error:
            what = f"its page was not read, only what the feed carries: {error.problem.what}"
            return replace(entry, problems=(*entry.problems, Problem("page_unread", what)))
        self.fetched[url] = "page"
        return replace(
            page if entry.published is None else replace(page, published=entry.published,
                                                         published_basis=entry.published_basis),
            row=entry.row, url=url, title=entry.title or page.title,
            publisher=entry.publisher or page.publisher, lang=page.lang or entry.lang,
        )  # fmt: skip

    def _allow(self, url: str) -> None:
        """Raises UnreadableError where an address must not be asked, first or after others."""
        self._allow_host(url)
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._robots:
            self._robots[place] = self._rules(f"{place}/robots.txt")
        if not self._robots[place].can_fetch(AGENT, url):
            raise UnreadableError("unreachable", f"robots.txt forbids {url}")

    def _allow_host(self, url: str) -> None:
        site = _site(url)
        if site != self._home and not self._any_host:
            raise UnreadableError("unreachable", f"{site} is not the host of the feed")
        if not self._private and not all(address.is_global for address in _addresses(url)):
            raise UnreadableError("unreachable", f"{site} lies in a private network")

    def _rules(self, address: str) -> RobotFileParser:
        """What robots.txt says; one that cannot be had forbids nothing."""
        rules = RobotFileParser()
        try:
            data = fetch(address, _MAX_ROBOTS, allow=self._allow_host).data or b""
        except UnreadableError:
            data = b""
        rules.parse(data.decode("utf-8", "replace").splitlines())
        return rules


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _site(url: str) -> str:
    return _host(url).removeprefix("www.")


def _addresses(url: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """Where the host of an address lies. Raises UnreadableError where nobody knows."""
    host = _host(url)
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        found = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    except (OSError, ValueError) as error:
        raise UnreadableError("unreachable", f"{host or url!r} is no known host") from error
    return [getattr(address, "ipv4_mapped", None) or address for address in found]
