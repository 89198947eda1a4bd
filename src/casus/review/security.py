"""Who may ask what: names of the host, sessions, tokens against forged requests, headers.

`Guard` wraps the application: it refuses foreign host names (a page of another site could take
one to reach a server on loopback), gives every visitor a session, and sets the headers that keep
scripts, frames and other sites out. Whatever handles a POST has its form from `posted`.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casus.review.asked import Refused, Who
from casus.review.form import Form, read_form
from casus.review.settings import Settings

COOKIE = "casus_session"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LIVES = 12 * 3600.0
"""Seconds that a session lives after its last request."""
_MOST_SESSIONS = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """A visitor. `token` must come with everything that changes state."""

    id: str
    token: str
    who: Who | None
    used: float


class Sessions:
    """The sessions of one process, in memory: a restart asks everybody to sign in again."""

    def __init__(self, everyone: Who | None) -> None:
        self._everyone = everyone
        self._held: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, ident: str) -> Session | None:
        """A session that lives, used now."""
        now = time.monotonic()
        with self._lock:
            found = self._held.get(ident)
            if found is None or now - found.used > LIVES:
                self._held.pop(ident, None)
                return None
            self._held[ident] = found = replace(found, used=now)
            self._held.move_to_end(ident)
            return found

    def begin(self, who: Who | None = None) -> Session:
        """A new session: of `who`, else of everyone, where that is allowed."""
        made = Session(
            secrets.token_urlsafe(32), secrets.token_urlsafe(32), who or self._everyone,
            time.monotonic(),
        )  # fmt: skip
        with self._lock:
            self._held[made.id] = made
            while len(self._held) > _MOST_SESSIONS:
                self._held.popitem(last=False)
        return made

    def end(self, ident: str) -> None:
        """Forget a session."""
        with self._lock:
            self._held.pop(ident, None)

    def counted(self) -> Counter[str]:
        """How many live sessions each account has."""
        now = time.monotonic()
        with self._lock:
            return Counter(
                s.who.name for s in self._held.values() if s.who and now - s.used <= LIVES
            )

    def end_all_of(self, name: str) -> None:
        """Forget every session of an account."""
        with self._lock:
            for ident in [i for i, s in self._held.items() if s.who and s.who.name == name]:
                del self._held[ident]


class Guard:
    """The outermost part of the application."""

    def __init__(self, app: ASGIApp, *, settings: Settings, sessions: Sessions) -> None:
        self._app, self._settings, self._sessions = app, settings, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _host(headers.get("host", "")) not in self._settings.hosts:
            refusal = PlainTextResponse("this name is not one of this application's", 421)
            await refusal(scope, receive, send)
            return
        sent = cookies(headers)
        session = self._sessions.get(sent.get(COOKIE, ""))
        fresh = session is None
        session = session or self._sessions.begin()
        scope["session"] = session
        scope["cookies"] = sent

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out[name] = value
                out.setdefault("Cache-Control", "no-store")
                if fresh and scope["session"] is session:
                    out.append("Set-Cookie", self.cookie(session))
            await send(message)

        await self._app(scope, receive, guarded)

    def cookie(self, session: Session) -> str:
        """The cookie that names a session; no other site's page ever sends it."""
        return session_cookie(session, secure=self._settings.secure)


def session_cookie(session: Session, *, secure: bool) -> str:
    """The header that sets a session's cookie."""
    told = f"{COOKIE}={session.id}; Path=/; HttpOnly; SameSite=Strict"
    return f"{told}; Secure" if secure else told


def cookies(headers: Headers) -> dict[str, str]:
    """The cookies of a request; broken ones are none."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", "")[:8192])
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


async def posted(request: Request) -> Form:
    """The form of a POST that is known to be meant. Raises Refused."""
    form = await read_form(request)
    _check_post(request, request.headers.get("x-csrf-token") or form.text("token"))
    return form


def _check_post(request: Request, token: str) -> None:
    """Raise Refused unless a POST comes from a page of this application, or from a program that
    fetched the token of its session."""
    headers = request.headers
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    foreign = origin is not None and urlsplit(origin).netloc != headers.get("host", "")
    if foreign or site not in (None, "same-origin", "none"):
        raise Refused(403, "error.foreign")
    session: Session = request.scope["session"]
    if not hmac.compare_digest(token.encode(), session.token.encode()):
        raise Refused(403, "error.foreign")


def _host(header: str) -> str:
    """The name in a Host header, without port and brackets."""
    if header.startswith("["):
        return header[1:].split("]", maxsplit=1)[0]
    return header.rsplit(":", 1)[0].lower()
