"""Keeping a correction of the reader, as a judgement that nothing derived depends on."""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from casus import judging
from casus.review.asked import Asked, Refused
from casus.review.desk import Desk
from casus.review.form import Form
from casus.review.pages.corrections import VERDICTS, Correction
from casus.review.posts import Answer, Kept
from casus.types import GROUPS, TOLL_FIELDS, VOICE_KINDS, Account, Document


def correct(desk: Desk, asked: Asked, form: Form) -> Answer:
    """Keep what a person says of a report's reading."""
    name = form.needed("document")
    document = desk.catalogue.documents([name]).get(name)
    if document is None:
        raise Refused(404, "error.no_document", name=name)
    reading = desk.catalogue.reading(name)
    accounts = reading.accounts if reading else ()
    made = _correction(form, document, accounts)
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


def _correction(form: Form, document: Document, accounts: tuple[Account, ...]) -> Correction:
    verdict = form.needed("verdict")
    if verdict == "right":
        return Correction("right")
    if verdict == "wrong":
        wanted = form.needed("claim")
        for account in accounts:
            for claim in account.claims:
                if claim.id == wanted:
                    return Correction(
                        "wrong", claim.field, claim.raw, claim.spans[0][0], account=account.id
                    )
        raise Refused(404, "error.bad_request", why=f"claim={wanted[:40]!r}")
    if verdict != "missed":
        raise Refused(400, "error.bad_request", why=f"verdict: {', '.join(VERDICTS)}")
    return _missed(form, document, accounts)


def _missed(form: Form, document: Document, accounts: tuple[Account, ...]) -> Correction:
    words = form.needed("words")
    start = form.number("start")
    if start is None or document.text[start : start + len(words)] != words:
        start = document.text.find(words)
    if start < 0:
        raise Refused(400, "error.bad_request", why=f"words={words[:60]!r}")
    low, high = form.number("low"), form.number("high")
    if low is None or (high is not None and high < low):
        raise Refused(400, "error.bad_request", why="low, high")
    field, group, voice = form.needed("field"), form.text("group"), form.text("voice")
    account = form.text("account") or (accounts[0].id if accounts else "")
    for name, value, allowed in (
        ("field", field, TOLL_FIELDS),
        ("group", group, ("", *GROUPS)),
        ("voice", voice, ("", *VOICE_KINDS)),
        ("account", account, tuple(a.id for a in accounts)),
    ):
        if value not in allowed:
            raise Refused(400, "error.bad_request", why=f"{name}={value[:40]!r}")
    return Correction("missed", field, words, start, low, high, group, voice, account)
