"""What Casus said, as the scorer sees it: accounts, figures, incidents.

Use `from_folder` on what `casus run` wrote, `from_rows` on the same rows in memory, or
`from_accounts` on the accounts of single documents (nothing linked, for looking at extraction
alone). Only the public contract of the files is relied on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from casus.types import KINDS, TOLL_FIELDS, Account, Claim, Incident

Row = Mapping[str, Any]
SAID_SO = ("states", "estimates")
"""Stances under which a figure counts as told; denied and feared figures are no tolls."""


class PredictionError(ValueError):
    """Output that does not follow the contract."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place as predicted. `vague`: the coordinates are the middle of a country or none."""

    name: str = ""
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    vague: bool = True


@dataclass(frozen=True, slots=True)
class Days:
    """An interval of days, closed; both None where unknown."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class PredToll:
    """One figure told once in an account; several voices may say it."""

    field: str
    low: int | None
    high: int | None
    group: str | None
    voices: frozenset[str | None]
    raw: str
    span: tuple[int, int]
    sentence: tuple[int, int]
    rule: str
    part: str


@dataclass(frozen=True, slots=True)
class PredAccount:
    """An account; days, place and kind that it does not say itself are its incident's.

    `sentences` are those that its kind or its days were read in.
    """

    id: str
    doc: str
    incident: str
    role: str
    anchor: tuple[int, int]
    kind: str
    days: Days
    where: Where
    tolls: tuple[PredToll, ...]
    sentences: tuple[tuple[int, int], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PredRange:
    """A reconciled toll; None bounds are open."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class PredActor:
    """A perpetrator or target under its name and the words of the texts."""

    names: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class PredIncident:
    """A reconciled incident; `accounts` are ids."""

    id: str
    kind: str
    days: Days
    where: Where
    tolls: dict[str, PredRange]
    perpetrators: tuple[PredActor, ...]
    targets: tuple[PredActor, ...]
    witnesses: int
    accounts: tuple[str, ...]
    documents: tuple[str, ...]

    @property
    def family(self) -> str | None:
        return KINDS.get(self.kind)


@dataclass(frozen=True, slots=True)
class Prediction:
    """`linked` is False for accounts that nothing has linked: scores over documents say
    nothing then. `statuses` is what became of every document, `refused` why one was not read."""

    accounts: tuple[PredAccount, ...]
    incidents: dict[str, PredIncident]
    statuses: dict[str, str]
    linked: bool = True
    refused: dict[str, str] = field(default_factory=dict)


def from_folder(folder: Path) -> Prediction:
    """Read `incidents.jsonl`, `claims.jsonl` and `documents.jsonl`. Raises PredictionError."""
    names = ("incidents.jsonl", "claims.jsonl", "documents.jsonl")
    return from_rows(*(_read(folder / name) for name in names))


def from_rows(
    incidents: Iterable[Row], claims: Iterable[Row], documents: Iterable[Row]
) -> Prediction:
    """Join the rows of the three files; rows of other documents do no harm."""
    try:
        by_account: dict[str, list[Row]] = defaultdict(list)
        for claim in claims:
            by_account[claim["account"]].append(claim)
        found: dict[str, PredIncident] = {}
        accounts: list[PredAccount] = []
        for row in incidents:
            incident = _incident(row, by_account)
            found[incident.id] = incident
            accounts += [_account(a, incident, by_account[a["id"]]) for a in row["accounts"]]
        told = {row["id"]: row for row in documents}
        statuses = {key: row["status"] for key, row in told.items()}
        refused = {
            key: "; ".join(p["what"] for p in row.get("problems", ()))
            for key, row in told.items()
            if row["status"] == "rejected"
        }
    except (KeyError, TypeError, ValueError) as error:
        what = f"output does not follow the contract: {type(error).__name__} {error}"
        raise PredictionError(what) from error
    return Prediction(tuple(accounts), found, statuses, refused=refused)


def from_incidents(incidents: Iterable[Incident], documents: Iterable[Row]) -> Prediction:
    """A finished run in memory; `documents` as rows of documents.jsonl."""
    rows: list[Row] = []
    claims: list[Row] = []
    for incident in incidents:
        claims += [_claim_row(claim) for account in incident.accounts for claim in account.claims]
        rows.append(
            {
                "id": incident.id,
                "kind": incident.kind,
                "when": _plain(incident.when.when),
                "where": _plain(incident.where.place),
                "tolls": {name: _plain(toll) for name, toll in incident.tolls.items()},
                "actors": [
                    {"role": a.role, "name": a.actor.name, "confidence": a.confidence,
                     "claims": a.claims}
                    for a in incident.actors
                ],
                "witnesses": incident.witnesses,
                "accounts": [_account_row(account) for account in incident.accounts],
            }
        )  # fmt: skip
    return from_rows(rows, claims, documents)


def from_accounts(accounts: Iterable[Account]) -> Prediction:
    """Accounts as extraction leaves them, each an incident of its own."""
    rows: list[Row] = []
    claims: list[Row] = []
    for account in accounts:
        told = [_claim_row(claim) for claim in account.claims]
        claims += told
        when: Row = next((c["value"] for c in told if c["field"] == "when"), {})
        where: Row = next((c["value"] for c in told if c["field"] == "where"), {})
        rows.append(
            {"id": account.id, "kind": account.kind, "when": when, "where": where, "tolls": {},
             "actors": [], "witnesses": 1, "accounts": [_account_row(account)]}
        )  # fmt: skip
    found = from_rows(rows, claims, ())
    return Prediction(found.accounts, found.incidents, found.statuses, linked=False)


def _account_row(account: Account) -> Row:
    return {
        "id": account.id,
        "document": account.doc,
        "anchor": account.anchor,
        "role": account.role,
    }


def _claim_row(claim: Claim) -> Row:
    return {
        "id": claim.id,
        "account": claim.account,
        "field": claim.field,
        "group": claim.group,
        "part": claim.part,
        "value": _plain(claim.value),
        "raw": claim.raw,
        "spans": claim.spans,
        "sentence": claim.sentence,
        "stance": claim.stance,
        "voice": _plain(claim.voice),
        "rule": claim.rule,
    }


def _plain(value: object) -> Any:
    """A value as the files have it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _read(path: Path) -> list[Row]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise PredictionError(f"{path}: {error}") from error


def _incident(row: Row, by_account: Mapping[str, list[Row]]) -> PredIncident:
    raws = {
        claim["id"]: claim["raw"]
        for account in row["accounts"]
        for claim in by_account.get(account["id"], ())
        if claim["field"] in ("perpetrator", "target")
    }
    actors: dict[str, list[PredActor]] = {}
    for a in row["actors"]:
        names = dict.fromkeys([a["name"], *(raws[c] for c in a["claims"] if c in raws)])
        actors.setdefault(a["role"], []).append(PredActor(tuple(names), a["confidence"]))
    return PredIncident(
        row["id"],
        row["kind"],
        _days(row["when"]),
        _where(row["where"]),
        {
            name: PredRange(toll["low"], toll["best"], toll["high"])
            for name, toll in row["tolls"].items()
        },
        tuple(actors.get("perpetrator", ())),
        tuple(actors.get("target", ())),
        row["witnesses"],
        tuple(a["id"] for a in row["accounts"]),
        tuple(sorted({a["document"] for a in row["accounts"]})),
    )


def _account(row: Row, incident: PredIncident, claims: list[Row]) -> PredAccount:
    told = [c for c in claims if c["stance"] in SAID_SO]
    kinds = [c["value"] for c in told if c["field"] == "kind" and c["value"] in KINDS]
    days = [_days(c["value"]) for c in told if c["field"] == "when"]
    places = [_where(c["value"]) for c in told if c["field"] == "where"]
    return PredAccount(
        row["id"],
        row["document"],
        incident.id,
        row["role"],
        _pair(row["anchor"]),
        next(iter(kinds), incident.kind),
        next((d for d in days if d.start is not None), incident.days),
        next((p for p in places if p.name), incident.where),
        _tolls(told),
        tuple(sorted({_pair(c["sentence"]) for c in told if c["field"] in ("kind", "when")})),
        tuple(dict.fromkeys(c["rule"] for c in told)),
    )


def _tolls(claims: list[Row]) -> tuple[PredToll, ...]:
    """The figures of an account; one figure at one place said by two voices is one figure."""
    found: dict[tuple[Any, ...], PredToll] = {}
    for c in claims:
        if c["field"] not in TOLL_FIELDS:
            continue
        value, group = c["value"], c["group"]
        span = _pair(c["spans"][0])
        key = (c["field"], value["low"], value["high"], group, span)
        voices = {(c["voice"] or {}).get("kind")} | (found[key].voices if key in found else set())
        found[key] = PredToll(
            c["field"],
            value["low"],
            value["high"],
            group,
            frozenset(voices),
            c["raw"],
            span,
            _pair(c["sentence"]),
            c["rule"],
            c["part"],
        )
    return tuple(found.values())


def _days(value: Row) -> Days:
    start, end = value.get("start"), value.get("end")
    if not start or not end:
        return Days()
    return Days(date.fromisoformat(start), date.fromisoformat(end))


def _where(value: Row) -> Where:
    lat, lon = value.get("lat"), value.get("lon")
    vague = lat is None or lon is None or value.get("precision") in ("country", "unknown")
    return Where(value.get("name") or "", value.get("country"), lat, lon, vague)


def _pair(value: Iterable[int]) -> tuple[int, int]:
    start, end = value
    return start, end
