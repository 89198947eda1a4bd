"""Gold accounts as link sees them: built from constructed reports with gold, for measuring.

With `wear` 0 the features are those of a perfect reader with a perfect gazetteer; undated
reports have symbolic dates. Each other `wear` leaves another tenth to third of everything out
or blurred, and draws kinds from those the gold accepts, as a real reader would.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zlib import crc32

from casus.names import name_key
from casus.text import normalise
from casus.types import (
    TOLL_FIELDS,
    Account,
    Actor,
    Claim,
    Count,
    Document,
    Part,
    Place,
    TimeRef,
    Value,
    Voice,
    When,
)


@dataclass(frozen=True)
class GoldSet:
    accounts: tuple[Account, ...]
    documents: dict[str, Document]
    truth: dict[str, str]
    """account id → incident id"""
    incidents: dict[str, dict[str, object]]


def load(folder: Path, *, wear: int = 0, langs: frozenset[str] = frozenset()) -> GoldSet:
    documents: dict[str, Document] = {}
    for line in (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if langs and row["lang"] not in langs:
            continue
        published = date.fromisoformat(row["published"]) if row["published"] else None
        documents[row["id"]] = Document(
            id=row["id"], path=row["id"], url=row["url"], publisher=row["publisher"],
            lang=row["lang"], title=row["title"], text=normalise(row["text"]),
            published=published, published_basis="metadata" if published else "unknown",
        )  # fmt: skip
    accounts, truth, incidents = [], {}, {}
    orders: dict[str, int] = {}
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        incidents[gold["id"]] = gold
        for told in gold["reports"]:
            doc = documents.get(told["report"])
            if doc is None:
                continue
            orders[doc.id] = orders.get(doc.id, -1) + 1
            account = _account(gold, told, doc, orders[doc.id], wear)
            accounts.append(account)
            truth[account.id] = gold["id"]
    return GoldSet(tuple(accounts), documents, truth, incidents)


def _dice(*parts: object) -> float:
    return crc32("|".join(map(str, parts)).encode()) % 1000 / 1000


def _account(gold: dict, told: dict, doc: Document, order: int, wear: int) -> Account:  # type: ignore[type-arg]
    anchor = normalise(told["anchor_text"])
    at = max(0, doc.text.find(anchor))
    span = (at, at + len(anchor))
    ident = f"{doc.id}-{gold['id']}"
    kinds = gold["kinds_ok"]
    kind = kinds[int(_dice(wear, ident, "kind") * len(kinds))] if wear else gold["kind"]
    claims = [_claim(ident, doc, "kind", kind, span)]
    claims += [_claim(ident, doc, "when", w, span) for w in _whens(gold, told, doc, ident, wear)]
    claims += [_claim(ident, doc, "where", p, span) for p in _places(gold, told, ident, wear)]
    for field in TOLL_FIELDS:
        for n, count in enumerate(told.get(field, [])):
            if wear and _dice(wear, ident, field, n) < 0.2:
                continue
            raw = normalise(count["text"])
            start = max(0, doc.text.find(raw))
            claims.append(
                _claim(
                    ident, doc, field,
                    Count(count["low"], count["high"], bool(count.get("approx"))),
                    (start, start + len(raw)), group=count.get("group"),
                    voice=Voice(count.get("voice")), outdated=bool(count.get("outdated")),
                )
            )  # fmt: skip
    for n, actor in enumerate(gold["perpetrators"]):
        name = actor["names"][0]
        if _dice(wear, ident, "actor", n) < (0.4 if wear else 0.7):
            claims.append(
                _claim(ident, doc, "perpetrator", Actor(name, name_key(name)), span,
                       confidence=actor["confidence"][0])
            )  # fmt: skip
    names = tuple(
        sorted({name_key(told[k]) for k in ("place",) if told.get(k) and told[k].strip()})
    )
    if wear and _dice(wear, ident, "names") < 0.3:
        names = ()
    return Account(
        id=ident, doc=doc.id, lang=doc.lang, role=told["role"], anchor=span, kind=kind,
        order=order, claims=tuple(claims), names=names,
    )  # fmt: skip


def _whens(gold: dict, told: dict, doc: Document, ident: str, wear: int) -> Iterator[When]:  # type: ignore[type-arg]
    start, end = date.fromisoformat(told["start"]), date.fromisoformat(told["end"])
    days = (end - start).days + 1
    if wear and _dice(wear, ident, "when") < 0.1:
        return
    if doc.published is None:
        if days == 1:
            ref = TimeRef(weekday=start.weekday())
        elif days < 7:
            ref = TimeRef(weekday=start.weekday(), end_weekday=end.weekday())
        elif days > 300:
            ref = TimeRef(year=start.year)
        elif days > 20:
            ref = TimeRef(month=start.month)
        else:
            ref = TimeRef(offset=(-1, -1), unit="week")
        yield When(None, None, "unknown", "symbolic", ref)
        return
    precision = "day" if days == 1 else "days" if days < 7 else "month" if days < 32 else "year"
    yield When(start, end, precision, "relative")


def _places(gold: dict, told: dict, ident: str, wear: int) -> Iterator[Place]:  # type: ignore[type-arg]
    name = (told.get("place") or "").strip()
    country, adm1 = gold["country"], gold["adm1"]
    path = tuple(p for p in (country, adm1) if p)
    roll = _dice(wear, ident, "place")
    if wear and roll < 0.08:
        return
    if not name or (wear and roll < 0.2):
        yield Place(country, (country,), country, None, None, "country", country, country.lower())
        return
    if wear and roll < 0.4 and adm1:
        yield Place(name, (*path, name), country, None, None, "adm1", None, name_key(name))
        return
    yield Place(
        name, (*path, name), country, gold["lat"], gold["lon"], "exact",
        None if wear else f"{country}/{gold['place']}", name_key(name),
    )  # fmt: skip


def _claim(
    account: str, doc: Document, field: str, value: Value, span: tuple[int, int], **more: object
) -> Claim:
    return Claim(
        id=f"{account}/{field}/{crc32(repr((value, span, sorted(more.items()))).encode()):08x}",
        account=account, doc=doc.id, lang=doc.lang, field=field, value=value,
        raw=doc.text[slice(*span)], spans=(span,), sentence=_sentence(doc.text, span),
        rule="gold@1", part=Part.TOTAL, said=doc.published, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _sentence(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start = max(text.rfind(". ", 0, span[0]) + 2, text.rfind("\n", 0, span[0]) + 1, 0)
    ends = [e for e in (text.find(". ", span[1]), text.find("\n", span[1])) if e >= 0]
    return (start if start > 1 else 0, min(ends, default=len(text)))
