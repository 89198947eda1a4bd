"""What changes state: decisions and their undoing. Nothing derived is edited here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from casus import judging
from casus.judging import JudgingError
from casus.reconcile.human import SettingError
from casus.review.asked import Asked, Refused
from casus.review.correction import document_of
from casus.review.desk import Desk, Stale
from casus.review.form import Form
from casus.review.words import languages
from casus.store import Store
from casus.store.catalogue import Found
from casus.types import Account, Incident, Judgement

VERDICTS = ("same", "different", "unsure", "not_an_incident", "value", "note")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a program gets back for a decision. `applied` is False where records follow later."""

    judgement: str
    verdict: str
    applied: bool
    incident: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a POST leads to: a page to see next, and the same as data. `stale` is set where the
    record had changed, and then nothing was kept."""

    go: str
    data: object
    cookies: Mapping[str, str] = field(default_factory=dict)
    stale: Found | None = None
    form: Form | None = None


def decide(desk: Desk, asked: Asked, form: Form) -> Answer:
    """Keep a decision on an incident."""
    verdict = form.needed("verdict")
    if verdict not in VERDICTS:
        raise Refused(400, "error.bad_request", why=f"verdict={verdict[:40]!r}")
    incident = _incident(desk, form.needed("incident"))
    by = {"user": asked.who.name, "reason": form.text("reason", most=judging.MOST_WORDS)}

    def make(store: Store) -> Judgement:
        if verdict == "same":
            return judging.same(store, [incident, _incident(desk, form.needed("other"))], **by)
        if verdict == "different":
            return judging.different(store, _two(desk, incident, form.needed("other")), **by)
        if verdict == "unsure":
            return judging.unsure(store, _two(desk, incident, form.needed("other")), **by)
        if verdict == "not_an_incident":
            return judging.not_an_incident(store, incident, **by)
        if verdict == "value":
            setting = form.text("setting") or f"{form.needed('field')}={form.text('value')}"
            return judging.set_value(store, incident, setting, **by)
        if not by["reason"]:
            raise Refused(400, "error.bad_request", why="reason=''")
        return judging.note(store, incident, **by)

    try:
        kept = desk.decide(make, incident=incident.id, seen=form.text("seen"))
    except Stale as stale:
        return Answer("", None, stale=stale.found or Found(incident, ""), form=form)
    except (JudgingError, SettingError) as error:
        raise Refused(400, "error.bad_request", why=str(error)) from None
    return _after(desk, kept, incident.accounts, form)


def undo(desk: Desk, asked: Asked, form: Form) -> Answer:
    """Withdraw a decision."""
    ident, reason = asked.path["id"], form.text("reason", most=judging.MOST_WORDS)
    try:
        kept = desk.decide(
            lambda store: judging.undo(store, ident, user=asked.who.name, reason=reason)
        )
    except JudgingError as error:
        raise Refused(409, "error.bad_request", why=str(error)) from None
    return _after(desk, kept, (), form)


def look(desk: Desk, asked: Asked, form: Form) -> Answer:
    """Keep how a reader wants to see pages, in cookies of their browser."""
    del desk
    language, theme = form.text("language"), form.text("theme")
    kept = {}
    if language in languages():
        kept["casus_lang"] = language
    if theme in ("light", "dark"):
        kept["casus_theme"] = theme
    back = form.text("back", most=4_000)
    # a path of this application, nothing that a browser could take for another host
    go = back if re.fullmatch(r"/[\w.?=&%+,:~-][\w./?=&%+,:~-]*", back) else "/incidents"
    return Answer(go, language or asked.words.lang, kept)


def _after(desk: Desk, kept: Judgement, accounts: tuple[Account, ...], form: Form) -> Answer:
    """Where to go when a decision is kept: on the page it came from, else to the incident that
    now holds the first account decided on."""
    applied = desk.settle()
    held = desk.catalogue.holders(a.id for a in accounts)
    incident = next(iter(held.values()), None)
    back = form.text("back")
    if back in ("queue", "judgements", "corrections"):
        go = f"/{back}"
    elif back == "document":
        go = f"/document?id={quote(document_of(kept), safe='')}"
    elif incident:
        go = f"/incidents/{quote(incident)}"
    else:
        go = "/judgements"
    if kept.verdict != "withdrawn":  # the page offers to undo it
        go = f"{go}?kept={kept.id}"
    return Answer(go, Kept(kept.id, kept.verdict, applied, incident))


def _incident(desk: Desk, name: str) -> Incident:
    found = desk.catalogue.incident(name)
    if found is None:
        raise Refused(404, "error.no_incident", name=name)
    return found.incident


def _two(desk: Desk, incident: Incident, other: str) -> list[Incident | Account]:
    """What is told apart: an account of the incident from the others, or two incidents. One other
    account is enough: the rest keeps together by its own evidence."""
    own = {a.id: a for a in incident.accounts}
    if other not in own:
        return [incident, _incident(desk, other)]
    return [own[other], *[a for i, a in own.items() if i != other][:1]]
