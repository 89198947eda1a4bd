"""A short way to write down what reports say, and incidents made of it.

A claim is written "DOC DAY VOICE FIGURE [GROUP] [flags]":
- `a1 2 government 53+ military`: document a1, second of the month, "at least 53 soldiers"
- figures: 53, 53+ (at least), -20 (up to), ~30 (about), 10..15, d20 (a vague word)
- a dash stands for no day, no voice (the report itself) or no group
- flags: `subset`, `more` (an increment), `old` (the text says it is outdated), `s2` (its
  second sentence), `field=injured`, `said=1` (the voice spoke on the first)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from casus.link import Linked
from casus.reconcile import reconcile
from casus.types import (
    Account,
    Claim,
    Count,
    Document,
    Incident,
    Part,
    Place,
    Stance,
    Toll,
    Voice,
    When,
)

YEAR, MONTH = 2031, 5


def count(text: str) -> Count:
    vague = text.startswith("d")
    approx = vague or text.startswith("~")
    text = text.lstrip("d~")
    if ".." in text:
        low, high = text.split("..")
        return Count(int(low), int(high), approx)
    if text.startswith("-"):
        return Count(None, int(text[1:]), approx)
    if text.endswith("+") or vague:
        return Count(int(text.rstrip("+")), None, approx)
    return Count(int(text), int(text), approx)


def claim(text: str, number: int) -> Claim:
    doc, _, voice, figure, *rest = text.split()
    group = rest[0] if rest and re.fullmatch("[a-z_]+|-", rest[0]) and rest[0] not in (
        "subset", "more", "old", "denied",
    ) else None  # fmt: skip
    flags = {f.partition("=")[0]: f.partition("=")[2] for f in rest}
    sentence = next((int(f[1:]) for f in flags if re.fullmatch(r"s\d", f)), 1)
    part = Part.SUBSET if "subset" in flags else Part.INCREMENT if "more" in flags else Part.TOTAL
    kind, _, name = voice.partition("/")
    said = flags.get("said")
    return Claim(
        id=f"{doc}/{number:02}",
        account=doc,
        doc=doc,
        lang="en",
        field=flags.get("field", "killed"),
        value=count(figure),
        raw="x",
        spans=((number, number + 1),),
        sentence=(100 * sentence, 100 * sentence + 99),
        rule="test@1",
        group=None if group in (None, "-") else group,
        part=part,
        stance=Stance.DENIES if "denied" in flags else Stance.STATES,
        voice=Voice(None if kind == "-" else kind, name or None),
        said=date(YEAR, MONTH, int(said)) if said else None,
        outdated="old" in flags,
    )


def incident(
    lines: Sequence[str],
    *,
    policy: str = "ucdp",
    kind: str = "armed_attack",
    copies: Mapping[str, str] | None = None,
    order: Sequence[int] | None = None,
) -> Incident:
    """One incident of all the claims; `copies` maps a document to the one it copies, `order`
    hands the claims over in another order."""
    claims: dict[str, list[Claim]] = {}
    days: dict[str, str] = {}
    for number in order or range(len(lines)):
        line = lines[number]
        doc, day, *_ = line.split()
        claims.setdefault(doc, []).append(claim(line, number))
        days[doc] = day
    documents = {
        doc: Document(
            id=doc, path=doc, url=None, publisher=doc, lang="en", title=None, text="x" * 1000,
            published=None if day == "-" else date(YEAR, MONTH, int(day)),
        )
        for doc, day in days.items()
    }  # fmt: skip
    accounts = tuple(account(doc, kind, tuple(told)) for doc, told in claims.items())
    witnesses = {doc: (copies or {}).get(doc, doc) for doc in documents}
    linked = Linked((tuple(a.id for a in accounts),), accounts, witnesses)
    (made,) = reconcile(linked, documents, policy=policy)
    return made


def account(doc: str, kind: str, claims: tuple[Claim, ...], role: str = "main") -> Account:
    return Account(doc, doc, "en", role, (100, 199), kind, 0, claims)


def toll(lines: Sequence[str], **more: object) -> Toll:
    return incident(lines, **more).tolls["killed"]  # type: ignore[arg-type]


def field_claim(
    doc: str, field: str, value: When | Place | str, *, number: int = 0, **more: object
) -> Claim:
    return Claim(
        id=f"{doc}/{field}{number}", account=doc, doc=doc, lang="en", field=field, value=value,
        raw="x", spans=((0, 1),), sentence=(0, 10), rule="test@1", **more,  # type: ignore[arg-type]
    )  # fmt: skip
