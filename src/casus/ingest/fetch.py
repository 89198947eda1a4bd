"""Addresses fetched within limits, and only again when they changed.

Use `fetch` on an http or https address; it is the only place of Casus that opens a connection.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import IO
from urllib.parse import urlsplit

import casus
from casus.ingest.model import UnreadableError

TIMEOUT = 20.0
"""Seconds of silence after which a connection is given up."""
MAX_SECONDS = 60.0
"""Seconds that a whole answer may take."""
_CHUNK = 65_536
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `data` is None where nothing changed since `etag` and `modified`, which are to be
    given again the next time."""

    data: bytes | None
    etag: str | None
    modified: str | None


def is_address(source: str) -> bool:
    """True for what `fetch` takes."""
    return source.lower().startswith(("http://", "https://"))


def fetch(
    url: str,
    limit: int,
    *,
    etag: str | None = None,
    modified: str | None = None,
    allow: Callable[[str], None] = lambda _: None,
) -> Fetched:
    """The bytes at an address, at most `limit` of them.

    `allow` is asked before another address is followed, and raises UnreadableError where it must
    not be. Raises UnreadableError, which says why: no answer, an error, too much, too slow.
    """
    _check(url)
    headers = {"User-Agent": f"casus/{casus.__version__}"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    request = urllib.request.Request(url, headers=headers)
    opener = urllib.request.build_opener(_Redirects(allow))
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            data = _read(answer, url, limit)
            return Fetched(data, answer.headers["ETag"], answer.headers["Last-Modified"])
    except urllib.error.HTTPError as error:
        if error.code == 304:
            return Fetched(None, etag, modified)
        raise UnreadableError("unreachable", f"{url} answers {error.code}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise UnreadableError("unreachable", f"{url} does not answer: {reason}") from error


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise UnreadableError("unreachable", f"{url[:200]!r} is no http or https address")


def _read(answer: http.client.HTTPResponse, url: str, limit: int) -> bytes:
    until = time.monotonic() + MAX_SECONDS
    found = bytearray()
    while chunk := answer.read(_CHUNK):
        found += chunk
        if len(found) > limit:
            raise UnreadableError("too_large", f"{url} holds more than {limit} bytes")
        if time.monotonic() > until:
            raise UnreadableError("unreachable", f"{url} takes more than {MAX_SECONDS:g} s")
    return bytes(found)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows other addresses of the web that are allowed, never a file or another protocol."""

    def __init__(self, allow: Callable[[str], None]) -> None:
        self._allow = allow

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        _check(newurl)
        self._allow(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
