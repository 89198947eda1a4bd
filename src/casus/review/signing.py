"""Signing in and out, where the application asks for accounts."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casus.review.accounts import Gate
from casus.review.app import Site, html
from casus.review.security import Session, posted, session_cookie


class Signing:
    """The handlers of /login and /logout."""

    def __init__(self, site: Site, gate: Gate) -> None:
        self._site, self._gate = site, gate

    async def page(self, request: Request) -> Response:
        """The form."""
        return await self._form(request, "", 200)

    async def enter(self, request: Request) -> Response:
        """Name and password: a new session where they fit."""
        form = await posted(request)
        name, address = form.text("name", most=64), request.client.host if request.client else ""
        words = self._site.asked(request).words
        wait = self._gate.waits(name, address)
        if wait:
            return await self._form(request, words.t("login.wait", n=wait), 429)
        who = await run_in_threadpool(
            self._gate.check, name, form.text("password", most=200), address
        )
        if who is None:
            return await self._form(request, words.t("login.wrong"), 401)
        # a new session: the old one's name may be known to somebody else
        self._site.sessions.end(request.scope["session"].id)
        return self._leave(request, self._site.sessions.begin(who), "/incidents")

    async def leave(self, request: Request) -> Response:
        """End what signing in began."""
        await posted(request)
        self._site.sessions.end(request.scope["session"].id)
        return self._leave(request, self._site.sessions.begin(), "/login")

    def _leave(self, request: Request, session: Session, to: str) -> Response:
        response = RedirectResponse(to, status_code=303)
        secure = self._site.desk.settings.secure
        response.headers.append("Set-Cookie", session_cookie(session, secure=secure))
        request.scope["session"] = session
        return response

    async def _form(self, request: Request, why: str, status: int) -> Response:
        asked = self._site.asked(request)
        return html(
            await run_in_threadpool(self._site.renderer.view, "login.html", asked, why=why), status
        )
