"""Keeping a correction of the reader, as a judgement that nothing derived depends on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import quote

import msgspec

from casus import judging
from casus.review.asked import Asked, Refused
from casus.review.correction import (
    FIELDS,
    ROLES,
    TELLING,
    VERDICTS,
    Correction,
    figure_of,
    missed_id,
    missed_incidents,
    place_of,
    standing,
)
from casus.review.desk import Desk
from casus.review.form import Form
from casus.review.posts import Answer, Kept
from casus.types import CONFIDENCES, GROUPS, KINDS, TOLL_FIELDS, VOICE_KINDS, Account, Document

Accounts = Sequence[Account]
MOST_MARKED = 1_000
"""Code points that can be marked at once: a long sentence."""


def correct(desk: Desk, asked: Asked, form: Form) -> Answer:
    """Keep what a person says of a report's reading."""
    name = form.needed("document")
    document = desk.catalogue.documents([name]).get(name)
    if document is None:
        raise Refused(404, "error.no_document", name=name)
    reading = desk.catalogue.reading(name)
    accounts = reading.accounts if reading else ()
    made = _correction(desk, form, document, accounts)
    span = (made.start, made.start + max(len(made.words), 1))
    kept = desk.keep(
        lambda store: judging.correct(
            store, name, span, msgspec.json.encode(made).decode(),
            user=asked.who.name, reason=form.text("reason", most=judging.MOST_WORDS),
        )
    )  # fmt: skip
    held = desk.catalogue.incidents_of(name)
    go = f"/document?id={quote(name, safe='')}&kept={kept.id}"
    return Answer(go, Kept(kept.id, kept.verdict, True, held[0] if held else None))


def _correction(desk: Desk, form: Form, document: Document, accounts: Accounts) -> Correction:
    verdict = form.needed("verdict")
    if verdict == "right":
        return Correction("right")
    if verdict == "wrong":
        return _wrong(form.needed("claim"), accounts)
    if verdict != "missed":
        raise Refused(400, "error.bad_request", why=f"verdict: {', '.join(VERDICTS)}")
    field = form.needed("field")
    words = form.needed("words", most=MOST_MARKED).replace("\r\n", "\n")  # as browsers send lines
    read = _READ.get(field)
    if read is None:
        raise Refused(400, "error.bad_request", why=f"field: {', '.join(FIELDS)}")
    start = form.number("start")
    if start is None or document.text[start : start + len(words)] != words:
        start = document.text.find(words)
    if start < 0:
        raise Refused(400, "error.bad_request", why=f"words={words[:60]!r}")
    made = read(desk, form, Correction("missed", field, words, start), accounts)
    if field in ("incident", "voice"):
        return made
    said = standing(desk.catalogue.judgements()).get(document.id, ())
    held = [*(account.id for account in accounts), *missed_incidents(document.id, said)]
    return replace(made, account=_one(form, "account", held, next(iter(held), "")))


def _wrong(wanted: str, accounts: Accounts) -> Correction:
    for account in accounts:
        for claim in account.claims:
            if claim.id == wanted:
                field, start = place_of(claim)
                return Correction("wrong", field, claim.raw, start, account=account.id)
    raise Refused(404, "error.bad_request", why=f"claim={wanted[:40]!r}")


# -- what was missed, field by field -------------------------------------------------------------


def _figure(desk: Desk, form: Form, made: Correction, accounts: Accounts) -> Correction:
    low, high = form.number("low"), form.number("high")
    if low is None or (high is not None and high < low):
        raise Refused(400, "error.bad_request", why="low, high")
    group, voice = _one(form, "group", ("", *GROUPS)), _one(form, "voice", ("", *VOICE_KINDS))
    return replace(made, low=low, high=high, group=group, voice=voice)


def _when(desk: Desk, form: Form, made: Correction, accounts: Accounts) -> Correction:
    since, until = form.day("since"), form.day("until")
    if since is None or (until is not None and until < since):
        raise Refused(400, "error.bad_request", why="since, until")
    return replace(made, since=since, until=until or since)


def _where(desk: Desk, form: Form, made: Correction, accounts: Accounts) -> Correction:
    """The place that a gazetteer's code names, as the text calls it."""
    code = form.needed("place")
    place = desk.place(code)
    if place is None or place.country is None or place.lat is None:
        raise Refused(400, "error.bad_request", why=f"place={code[:40]!r}")
    return replace(
        made, place=place.name, country=place.country, lat=place.lat, lon=place.lon
    )  # fmt: skip


def _kind(desk: Desk, form: Form, made: Correction, accounts: Accounts) -> Correction:
    return replace(made, kind=_one(form, "kind", tuple(KINDS)))


def _actor(desk: Desk, form: Form, made: Correction, accounts: Accounts) -> Correction:
    confidence = _one(form, "confidence", CONFIDENCES, "stated")
    return replace(made, name=form.text("name") or made.words, confidence=confidence)


def _voice(desk: Desk, form: Form, made: Correction, accounts: Accounts) -> Correction:
    wanted = form.needed("claim")
    for account in accounts:
        for claim in account.claims:
            if claim.id == wanted and claim.field in TOLL_FIELDS:
                voice = _one(form, "voice", VOICE_KINDS)
                return replace(made, figure=figure_of(claim), voice=voice, account=account.id)
    raise Refused(400, "error.bad_request", why="claim")


def _incident(desk: Desk, form: Form, made: Correction, accounts: Accounts) -> Correction:
    for read in (_kind, _when, _where):
        made = read(desk, form, made, accounts)
    made = replace(made, role=_one(form, "role", TELLING, "main"))
    same = form.text("same")
    return replace(made, same=_telling(desk, same, form.needed("document"), made)) if same else made


def _telling(desk: Desk, same: str, document: str, made: Correction) -> str:
    """Another telling of an incident: an account on record, or the first mark of one missed."""
    found = desk.catalogue.incident(same)
    if found is not None:
        return found.incident.accounts[0].id
    said = standing(desk.catalogue.judgements())
    missed = {i: c for name in said for i, c in missed_incidents(name, said[name]).items()}
    other = missed.get(same)
    first = (other.same or same) if other else ""
    if first in ("", missed_id(document, made)):
        raise Refused(400, "error.bad_request", why=f"same={same[:40]!r}")
    return first


def _one(form: Form, name: str, allowed: Sequence[str], default: str = "") -> str:
    value = form.text(name) or default
    if value not in allowed:
        raise Refused(400, "error.bad_request", why=f"{name}={value[:40]!r}")
    return value


_READ: dict[str, Callable[[Desk, Form, Correction, Accounts], Correction]] = {
    "incident": _incident,
    **dict.fromkeys(TOLL_FIELDS, _figure),
    "when": _when, "where": _where, "kind": _kind, **dict.fromkeys(ROLES, _actor),
    "voice": _voice,
}  # fmt: skip
