"""What a person says of how a report was read, as it is kept in a judgement's value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from casus.link.judgements import anchor_of, withdrawn
from casus.types import TOLL_FIELDS, Account, Claim, Judgement

VERDICTS = ("wrong", "missed", "right")
ROLES = ("perpetrator", "target")
FIELDS = ("incident", *TOLL_FIELDS, "when", "where", "kind", *ROLES, "voice")
"""What can be marked as missed: an incident whole, or something of one."""
TELLING = ("main", "background")
"""How a report can tell an incident."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right. `wrong` names a claim by its field and its words' first code point, so that it
    is found again after another reading; `missed` brings what `words` say of the event that
    `account` tells; `right` says that all was read rightly.

    Of a figure `low`, `high` (None: open), `group` and `voice` are set; of `when` the days `since`
    and `until`; of `where` `place`, `country`, `lat`, `lon` (degrees); of `kind` that; of an actor
    `name` and, where it is a perpetrator, `confidence`; of a `voice` its kind and the `figure` it
    says, as FIELD@START. A whole `incident` has the kind, the days and the place, the `role` in
    which the report tells it, and `same`: an account, or another missed incident by its
    `missed_id`, that tells it, too; empty where none is known. What is missed of it names it as its
    `account`.
    """

    verdict: str
    field: str = ""
    words: str = ""
    start: int = 0
    low: int | None = None
    high: int | None = None
    group: str = ""
    voice: str = ""
    account: str = ""
    since: date | None = None
    until: date | None = None
    place: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    kind: str = ""
    name: str = ""
    confidence: str = ""
    figure: str = ""
    role: str = ""
    same: str = ""


def missed_id(document: str, made: Correction) -> str:
    """What an incident that was missed whole is called, as an account and as gold."""
    return f"{document}@{made.start}"


def missed_incidents(document: str, made: Iterable[Correction]) -> Mapping[str, Correction]:
    """Those of a document by their ids; of two marked at one word the later holds."""
    return {missed_id(document, c): c for c in made if c.field == "incident"}


def document_of(judgement: Judgement) -> str:
    """The document that a correction is about."""
    told = anchor_of(judgement.about[0])
    return told[0] if told else judgement.about[0]


def correction_of(judgement: Judgement) -> Correction | None:
    """What a correction says; None for another judgement, and for one that cannot be read."""
    if judgement.verdict != "reading":
        return None
    try:
        return msgspec.json.decode(judgement.value or "{}", type=Correction)
    except msgspec.DecodeError:
        return None


def standing(kept: Iterable[Judgement]) -> Mapping[str, list[Correction]]:
    """Document → what was said of it and not taken back, in the order in which it was said."""
    kept = tuple(kept)
    gone = withdrawn(kept)
    found: dict[str, list[Correction]] = {}
    for judgement in kept:
        made = correction_of(judgement)
        if made and judgement.id not in gone:
            found.setdefault(document_of(judgement), []).append(made)
    return found


class Corrected:
    """An account with what was said of its reading."""

    def __init__(
        self, account: Account, made: Iterable[Correction], whole: Correction | None = None
    ) -> None:
        """`whole`: by which the account was missed, where reading does not know it."""
        made = tuple(made)
        self.whole = whole
        wrong = {(c.field, c.start) for c in made if c.verdict == "wrong"}
        self.account = account
        self.wrong = frozenset(c.id for c in account.claims if place_of(c) in wrong)
        self._missed = [c for c in made if c.verdict == "missed" and c.account == account.id]

    def missed(self, *fields: str) -> list[Correction]:
        """What was missed of these fields."""
        return [c for c in self._missed if c.field in fields]

    def last(self, field: str) -> Correction | None:
        """What was said last of a field that an account has once."""
        return next(iter(self.missed(field)[-1:]), None)

    def voice(self, claim: Claim) -> str | None:
        """Who says a figure: as corrected, else as read."""
        told = [c.voice for c in self.missed("voice") if c.figure == figure_of(claim)]
        return told[-1] if told else claim.voice.kind


def place_of(claim: Claim) -> tuple[str, int]:
    """What a claim is found by after another reading: its field and where its words begin."""
    return claim.field, claim.spans[0][0]


def figure_of(claim: Claim) -> str:
    """A figure as a correction of its voice names it: FIELD@START."""
    return "@".join(map(str, place_of(claim)))
