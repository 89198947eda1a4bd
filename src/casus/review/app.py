"""The application: routes to pages and decisions, answers as HTML or JSON, errors as both."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from casus.export.whole import json_lines
from casus.review.asked import Asked, Refused, Who
from casus.review.client import CLIENT
from casus.review.correction import standing
from casus.review.desk import Desk
from casus.review.download import download
from casus.review.gold import gold
from casus.review.openapi import description
from casus.review.posts import Answer
from casus.review.render import Renderer
from casus.review.routes import PAGES, POSTS, Page, Post
from casus.review.security import Guard, Session, Sessions, posted
from casus.review.settings import ROLES, Settings
from casus.review.static import static_routes
from casus.review.words import accepted, words_for
from casus.store import StoreError

if TYPE_CHECKING:
    from casus.review.accounts import Gate

_LOG = logging.getLogger(__name__)
NOBODY = Who("", "nobody")
Handler = Callable[[Request], Awaitable[Response]]


def build(settings: Settings) -> Starlette:
    """The application for a store. Raises StoreError where it cannot be opened."""
    desk = Desk(settings)
    everyone = None if settings.accounts else Who(settings.user, "reviewer")
    sessions = Sessions(everyone)
    gate = None
    if settings.accounts:
        from casus.review.accounts import Gate  # noqa: PLC0415 - loaded where it is needed

        gate = Gate(settings.accounts)
    site = Site(desk, sessions, gate)
    routes = [
        Route("/", site.first), Route("/session.json", site.session), *static_routes(),
        Route("/export/{form}", site.export), Route("/corrections/{file}.jsonl", site.gold),
        Route("/openapi.json", site.specification), Route("/api", site.api),
    ]  # fmt: skip
    if gate:
        from casus.review.accounting import Accounting  # noqa: PLC0415 - so does this
        from casus.review.signing import Signing  # noqa: PLC0415 - it imports this module

        signing, accounting = Signing(site, gate), Accounting(site, gate)
        routes += [
            Route("/login", signing.page), Route("/login", signing.enter, methods=["POST"]),
            Route("/logout", signing.leave, methods=["POST"]),
            Route("/accounts", accounting.page), Route("/accounts.json", accounting.page),
            Route("/accounts", accounting.change, methods=["POST"]),
        ]  # fmt: skip
    for page in PAGES:
        routes.append(Route(f"{page.path}.json", site.data(page)))
        if page.template:
            routes.append(Route(page.path, site.page(page)))
    for post in POSTS:
        routes.append(Route(post.path, site.post(post), methods=["POST"]))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, settings=settings, sessions=sessions)],
        exception_handlers={
            Refused: site.refused, StoreError: site.busy, HTTPException: site.http,
            Exception: site.broken,
        },
        lifespan=lifespan,
    )  # fmt: skip
    app.state.desk, app.state.sessions = desk, sessions
    return app


class Site:
    """The handlers of one application."""

    def __init__(self, desk: Desk, sessions: Sessions, gate: Gate | None) -> None:
        self.desk, self.sessions, self.gate = desk, sessions, gate
        self.renderer = Renderer(desk)

    # -- pages -------------------------------------------------------------------------------

    def page(self, page: Page) -> Handler:
        """A handler that renders a page."""

        async def handle(request: Request) -> Response:
            asked = self.asked(request)
            self._may_look(asked)

            template = page.part if page.part and "x-part" in request.headers else page.template

            def make() -> str:
                _check_needs(page, asked)
                return self.renderer.page(template, page.build(self.desk, asked), asked)

            return html(await run_in_threadpool(make))

        return handle

    def data(self, page: Page) -> Handler:
        """A handler that sends what a page holds."""

        async def handle(request: Request) -> Response:
            asked = self.asked(request)
            self._may_look(asked)

            def make() -> bytes:
                _check_needs(page, asked)
                return msgspec.json.encode(page.build(self.desk, asked))

            return Response(await run_in_threadpool(make), media_type="application/json")

        return handle

    def post(self, post: Post) -> Handler:
        """A handler that changes state, once the request is known to be meant."""

        async def handle(request: Request) -> Response:
            form = await posted(request)
            asked = self.asked(request)
            if post.by != "visitor":
                self._may_look(asked)
            if post.by == "reviewer" and not asked.who.decides:
                raise Refused(403, "error.forbidden")
            answer = await run_in_threadpool(post.act, self.desk, asked, form)
            return await run_in_threadpool(self._answer, request, asked, answer)

        return handle

    def _answer(self, request: Request, asked: Asked, answer: Answer) -> Response:
        if answer.stale is not None:
            if wants_json(request):
                told = asked.words.t("changed.title")
                digest = answer.stale.digest
                return JSONResponse({"error": told, "status": 409, "seen": digest}, 409)
            return html(self.renderer.changed(answer, asked), 409)
        if wants_json(request):
            return Response(msgspec.json.encode(answer.data), media_type="application/json")
        response = RedirectResponse(answer.go, status_code=303)
        for name, value in answer.cookies.items():
            response.set_cookie(
                name, value, max_age=31_536_000, samesite="strict",
                secure=self.desk.settings.secure, httponly=True,
            )  # fmt: skip
        return response

    async def first(self, request: Request) -> Response:
        """The address without a path leads to the incidents."""
        return RedirectResponse("/incidents", status_code=303)

    async def export(self, request: Request) -> Response:
        """The selection as a file."""
        asked = self.asked(request)
        self._may_look(asked)
        made = await run_in_threadpool(download, self.desk, asked)
        head = {"Content-Disposition": f'attachment; filename="{made.name}"'}
        return Response(made.data, media_type=made.media_type, headers=head)

    async def gold(self, request: Request) -> Response:
        """Corrections as the files that `casus eval` scores."""
        asked = self.asked(request)
        self._may_look(asked)
        name = request.path_params["file"]
        if name not in ("reports", "gold"):
            raise Refused(404, "error.not_found")
        made = await run_in_threadpool(
            lambda: gold(self.desk, standing(self.desk.catalogue.judgements()))
        )
        rows = made.reports if name == "reports" else made.incidents
        head = {"Content-Disposition": f'attachment; filename="{name}.jsonl"'}
        data = b"".join(json_lines(rows))
        return Response(data, media_type="application/jsonl", headers=head)

    async def specification(self, request: Request) -> Response:
        """The description of the interface for programs."""
        del request
        return Response(msgspec.json.encode(description()), media_type="application/json")

    async def api(self, request: Request) -> Response:
        """The same as a page that needs no network."""
        asked = self.asked(request)
        return html(self.renderer.view("api.html", asked, spec=description(), client=CLIENT))

    async def session(self, request: Request) -> Response:
        """Who asks, and the token that a program sends with what changes state."""
        session: Session = request.scope["session"]
        who = self._who(session)
        return JSONResponse({
            "token": session.token,
            "user": who.name or None,
            "role": who.role if who.name else None,
            "version": await run_in_threadpool(self.desk.version),
            "applying": self.desk.applying,
        })  # fmt: skip

    def asked(self, request: Request) -> Asked:
        """A request as pages see it."""
        session: Session = request.scope["session"]
        sent: dict[str, str] = request.scope["cookies"]
        lang = sent.get("casus_lang") or accepted(request.headers.get("accept-language", ""))
        query: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            query.setdefault(name, []).append(value)
        return Asked(
            request.path_params, query, words_for(lang), self._who(session),
            session.token, request.url.path, {"theme": sent.get("casus_theme", "")},
        )  # fmt: skip

    def _who(self, session: Session) -> Who:
        """Who asks, with the role that the account has today."""
        who = session.who or NOBODY
        if self.gate is None or not who.signed_in:
            return who
        role = self.gate.role(who.name)
        return replace(who, role=role) if role else NOBODY

    def _may_look(self, asked: Asked) -> None:
        if asked.who.role not in ROLES:
            raise Refused(401, "login.needed")

    # -- errors ------------------------------------------------------------------------------

    async def refused(self, request: Request, error: Exception) -> Response:
        """What cannot be answered, and why."""
        assert isinstance(error, Refused)
        asked = self.asked(request)
        if error.status == 401 and request.method == "GET" and not wants_json(request):
            return RedirectResponse("/login", status_code=303)
        values = {k: str(v)[:200] if isinstance(v, str) else v for k, v in error.values.items()}
        return await self._error(request, error.status, asked.words.t(error.key, **values))

    async def busy(self, request: Request, error: Exception) -> Response:
        """The store is held by another program, or damaged."""
        why = self.asked(request).words.t("error.busy", why=str(error))
        return await self._error(request, 503, why)

    async def http(self, request: Request, error: Exception) -> Response:
        """No such address, or not by this method."""
        assert isinstance(error, HTTPException)
        key = "error.not_found" if error.status_code == 404 else "error.bad_request"
        why = self.asked(request).words.t(key, why=str(error.detail))
        return await self._error(request, error.status_code, why)

    async def broken(self, request: Request, error: Exception) -> Response:
        """An error of ours: said so, the details in the log."""
        _LOG.exception("%s %s failed", request.method, request.url.path, exc_info=error)
        return await self._error(request, 500, self.asked(request).words.t("error.server"))

    async def _error(self, request: Request, status: int, why: str) -> Response:
        if wants_json(request):
            return JSONResponse({"error": why, "status": status}, status)
        asked = self.asked(request)
        return html(await run_in_threadpool(self.renderer.error, status, why, asked), status)


def wants_json(request: Request) -> bool:
    """True where a program asks: a .json address, a JSON body, or an Accept that says so."""
    if request.url.path.endswith(".json"):
        return True
    told = request.headers.get("content-type", ""), request.headers.get("accept", "")
    return told[0].startswith("application/json") or told[1].startswith("application/json")


def _check_needs(page: Page, asked: Asked) -> None:
    for name in page.needs:
        if not asked.texts(name):
            raise Refused(400, "error.bad_request", why=f"{name}=''")


def html(text: str, status: int = 200) -> Response:
    return Response(text, status, media_type="text/html; charset=utf-8")
