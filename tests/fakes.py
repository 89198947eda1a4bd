"""Tiny stages for tests of the machinery around them: one account a document, one rule.

A document's account is "main", its toll the first number of the text; documents with the same
first word are one incident. `reads` notes every document read, in a file if one is named by
the environment variable CASUS_TEST_READS (other processes read too).
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from casus.link.shelves import Change, Memory
from casus.pipeline import Reader, Stages
from casus.types import (
    KINDS,
    Account,
    Actor,
    Claim,
    Count,
    Document,
    Incident,
    IncidentActor,
    IncidentWhen,
    IncidentWhere,
    Judgement,
    Means,
    Phrase,
    Place,
    Problem,
    State,
    Status,
    TimeRef,
    Toll,
    Voice,
    When,
)

reads: list[str] = []


@dataclass(frozen=True, slots=True)
class FakeReading:
    document_id: str
    status: Status
    accounts: tuple[Account, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FakeLinked:
    accounts: tuple[Account, ...]


def account_of(document: Document) -> Account:
    match = re.search(r"\d+", document.text)
    number = int(match[0]) if match else 0
    span = match.span() if match else (0, 1)
    when = When(document.published, document.published, "day", "relative", TimeRef(weekday=4))
    values: list[tuple[str, object]] = [
        ("kind", "armed_attack"),
        ("killed", Count(number, None, approx=True)),
        ("when", when),
        ("where", Place("Lowport", ("Norland", "Lowport"), "NO", 1.5, 2.5, "exact", "g1", "lwprt")),
        ("perpetrator", Actor("The Group", "group", "REB")),
    ]
    ident = f"a-{document.id}"
    claims = tuple(
        Claim(
            f"c-{document.id}-{field}", ident, document.id, document.lang, field,
            value,  # type: ignore[arg-type]
            document.text[slice(*span)], (span,), (0, len(document.text)), "xx/fake@1",
            voice=Voice("police", "The police"), said=document.published,
        )
        for field, value in values
    )  # fmt: skip
    return Account(
        ident,
        document.id,
        document.lang,
        "main",
        (0, len(document.text)),
        "armed_attack",
        0,
        claims,
    )


def read_fake(document: Document) -> FakeReading:
    if "RAISE" in document.text:
        raise ValueError("a rule went wrong")
    if pause := os.environ.get("CASUS_TEST_PAUSE"):
        time.sleep(float(pause))
    reads.append(document.id)
    if log := os.environ.get("CASUS_TEST_READS"):
        with Path(log).open("a") as stream:
            stream.write(f"{document.id}\n")
    if not re.search(r"\d", document.text):
        return FakeReading(document.id, Status.NO_INCIDENT)
    return FakeReading(document.id, Status.READ, (account_of(document),))


def make_fake_reader() -> Reader:
    return read_fake


class FakeLinking:
    """Groups accounts by the first word of their text; nothing is ever dismissed."""

    def __init__(self, memory: Memory | None = None) -> None:
        self.word: dict[str, str] = {}
        self.of_doc: dict[str, set[str]] = {}
        if memory is not None and (state := memory.entry("state", b"")):
            kind = tuple[dict[str, str], dict[str, set[str]]]
            self.word, self.of_doc = msgspec.json.decode(state, type=kind)

    def update(
        self,
        changed: Collection[str],
        accounts_of: Callable[[str], Sequence[Account]],
        documents: Mapping[str, Document],
        judgements: Sequence[Judgement],
    ) -> set[tuple[str, ...]]:
        words = set()
        for doc in changed:
            for account in self.of_doc.pop(doc, set()):
                words.add(self.word.pop(account))
            for account in accounts_of(doc):
                self.word[account.id] = documents[doc].text.split()[0]
                self.of_doc.setdefault(doc, set()).add(account.id)
                words.add(self.word[account.id])
        return {group for group in self.groups() if self.word[group[0]] in words}

    def changes(self) -> list[Change]:
        state = msgspec.json.encode((self.word, self.of_doc))
        return [("state", b"", state)]

    def holds(self, group: tuple[str, ...]) -> bool:
        return group in self.groups()

    def accounts(self, doc: str) -> Collection[str]:
        return self.of_doc.get(doc, ())

    def groups(self) -> list[tuple[str, ...]]:
        words = sorted(set(self.word.values()))
        return [tuple(sorted(a for a, w in self.word.items() if w == word)) for word in words]

    def dismissed(self) -> list[tuple[str, ...]]:
        return []

    def basis(self, group: tuple[str, ...]) -> list[tuple[str, str, str]]:
        docs = {account: doc for doc, accounts in self.of_doc.items() for account in accounts}
        return [(account, docs[account], "") for account in group]

    def linked(
        self,
        accounts_of: Callable[[str], Sequence[Account]],
        documents: Mapping[str, Document],
        groups: Collection[tuple[str, ...]],
    ) -> FakeLinked:
        members = {account for group in groups for account in group}
        docs = sorted(doc for doc, held in self.of_doc.items() if held & members)
        found = [a for doc in docs for a in accounts_of(doc)]
        found.sort(key=lambda a: (documents[a.doc].batch, a.doc))
        return FakeLinked(tuple(found))


def reconcile_fake(
    linked: FakeLinked, documents: Mapping[str, Document], policy: str
) -> tuple[Incident, ...]:
    groups: dict[str, list[Account]] = {}
    for account in linked.accounts:
        groups.setdefault(documents[account.doc].text.split()[0], []).append(account)
    made = [incident_of(name, tuple(group), policy) for name, group in groups.items()]
    return tuple(sorted(made, key=lambda i: (i.when.when.start or date.max, i.id)))


def incident_of(name: str, accounts: tuple[Account, ...], policy: str) -> Incident:
    by_field = {
        field: [c for a in accounts for c in a.claims if c.field == field]
        for field in ("killed", "when", "where", "perpetrator")
    }
    counts = [c.value.low for c in by_field["killed"] if isinstance(c.value, Count)]
    numbers = [n for n in counts if n is not None]
    ids = {field: tuple(c.id for c in claims) for field, claims in by_field.items()}
    when, where = by_field["when"][0].value, by_field["where"][0].value
    actor = by_field["perpetrator"][0].value
    assert isinstance(when, When)
    assert isinstance(where, Place)
    assert isinstance(actor, Actor)
    state = State.AGREED if len(set(numbers)) == 1 else State.CONFLICTING
    why = (Phrase("because"),)
    toll = Toll(min(numbers), max(numbers), None, state, policy, why, (), ids["killed"])
    return Incident(
        id=f"i-{name}",
        kind="armed_attack",
        family=KINDS["armed_attack"],
        title=f"Armed attack, {name}",
        when=IncidentWhen(when, state, ids["when"]),
        where=IncidentWhere(where, state, ids["where"]),
        tolls={"killed": toll},
        actors=(IncidentActor("perpetrator", actor, "claimed", ids["perpetrator"]),),
        means=(Means("firearms", "rifles", ()),),
        witnesses=len(accounts),
        languages=tuple(sorted({a.lang for a in accounts})),
        accounts=accounts,
        open_questions=(Phrase("killed: who?"),),
    )


def stages(*, version: str = "1", languages: tuple[str, ...] = ("de", "en")) -> Stages:
    return Stages(
        languages=languages,
        versions={lang: f"{lang} {version}" for lang in languages},
        make_reader=make_fake_reader,
        linking=FakeLinking,
        reconcile=reconcile_fake,
        version="1",
    )


def document(name: str, text: str, **fields: object) -> Document:
    values: dict[str, object] = {
        "id": name, "path": f"{name}.txt", "url": None, "publisher": "Example", "lang": "en",
        "title": None, "text": text, "published": date(2021, 3, 14), "published_basis": "given",
    }  # fmt: skip
    return Document(**{**values, **fields})  # type: ignore[arg-type]
