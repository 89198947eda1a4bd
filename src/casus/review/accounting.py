"""The accounts page: who may come in, as what; for admins, where accounts are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casus.review.accounts import (
    Account,
    AccountError,
    Change,
    Gate,
    Throttle,
    add_account,
    change_account,
    changes,
    note,
    read_accounts,
    remove_account,
)
from casus.review.app import Site, html, wants_json
from casus.review.asked import Asked, Refused
from casus.review.form import Form
from casus.review.security import posted

ACTS = ("add", "role", "disable", "enable", "end", "remove")
MOST_CHANGES, WINDOW = 30, 300.0
"""Changes that an admin makes within so many seconds; each hashes a password or writes a file."""
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class AccountPart:
    """An account; `sessions` are those open now."""

    name: str
    role: str
    disabled: bool
    sessions: int


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Every account by name, and what was changed, the latest first."""

    accounts: tuple[AccountPart, ...]
    changes: tuple[Change, ...]


class Accounting:
    """The handlers of /accounts."""

    def __init__(self, site: Site, gate: Gate) -> None:
        self._site, self._gate = site, gate
        self._changed = Throttle(MOST_CHANGES, WINDOW)

    async def page(self, request: Request) -> Response:
        """The list, with a form for each change."""
        asked = self._asked(request)
        return await self._shown(request, asked, "", 200)

    async def change(self, request: Request) -> Response:
        """One change: `act` is one of ACTS, `name` the account."""
        form = await posted(request)
        asked = self._site.asked(request)
        self._asked(request)
        wait = self._changed.waits(asked.who.name)
        if wait:
            raise Refused(429, "login.wait", n=wait)
        self._changed.count(asked.who.name)
        try:
            await run_in_threadpool(self._make, asked, form)
        except AccountError as error:
            return await self._shown(request, asked, str(error), 400)
        if wants_json(request):
            return await self._shown(request, asked, "", 200)
        return RedirectResponse("/accounts", status_code=303)

    def _make(self, asked: Asked, form: Form) -> None:
        act, name, by = form.needed("act"), form.needed("name", most=64), asked.who.name
        file = self._gate.file
        if act == "add":
            password = form.fields.get("password", "")
            add_account(file, name, form.text("role") or "reader", password, by=by)
        elif act == "role":
            change_account(file, name, by=by, role=form.needed("role"))
        elif act in ("disable", "enable"):
            change_account(file, name, by=by, disabled=act == "disable")
        elif act == "remove":
            remove_account(file, name, by=by)
        elif act == "end" and name in read_accounts(file):
            note(file, by, "end", name)
        else:
            raise AccountError(f"act={act[:40]!r}, name={name!r}: there is no such change")
        if act in ("add", "disable", "end", "remove"):  # a new password, or out
            self._site.sessions.end_all_of(name)

    def _asked(self, request: Request) -> Asked:
        asked = self._site.asked(request)
        if asked.who.role == "nobody":
            raise Refused(401, "login.needed")
        if asked.who.role != "admin":
            raise Refused(403, "accounts.forbidden")
        return asked

    async def _shown(self, request: Request, asked: Asked, why: str, status: int) -> Response:
        page = await run_in_threadpool(self._page)
        if wants_json(request):
            told = {"error": why, "status": status} if why else page
            return Response(msgspec.json.encode(told), status, media_type="application/json")
        renderer = self._site.renderer
        return html(
            await run_in_threadpool(renderer.view, "accounts.html", asked, accounts=page, why=why),
            status,
        )

    def _page(self) -> AccountsPage:
        kept: Mapping[str, Account] = read_accounts(self._gate.file)
        open_now = self._site.sessions.counted()
        return AccountsPage(
            tuple(
                AccountPart(name, a.role, a.disabled, open_now.get(name, 0))
                for name, a in sorted(kept.items())
            ),
            tuple(changes(self._gate.file, _SHOWN)),
        )
