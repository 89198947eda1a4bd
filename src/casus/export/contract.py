"""The public files: incidents.jsonl, claims.jsonl, documents.jsonl, schema version 1.

Use `write_contract` at the end of a run. One JSON object a line, keys and rows in a fixed
order, nothing that changes from run to run: equal input gives equal bytes. Each file appears
whole or not at all. Adding a field is free; renaming or retyping one needs a new
`SCHEMA_VERSION` and a line in CHANGELOG.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from casus.export.whole import json_lines, write_whole
from casus.pipeline import Outcome, Result
from casus.types import Account, Actor, Claim, Count, Incident, Place, Toll, Value, When
from casus.wording import say

SCHEMA_VERSION = 1


def write_contract(folder: Path, result: Result) -> None:
    """Write the three files of a finished run into `folder`."""
    for name, rows in (
        ("incidents.jsonl", map(incident_row, result.incidents)),
        ("claims.jsonl", claim_rows(result.incidents, result.others)),
        ("documents.jsonl", map(document_row, result.outcomes)),
    ):
        write_whole(folder / name, json_lines(rows))


def incident_row(incident: Incident) -> dict[str, Any]:
    """One row of incidents.jsonl."""
    when, where = incident.when, incident.where
    return {
        "schema_version": SCHEMA_VERSION,
        "id": incident.id,
        "kind": incident.kind,
        "family": incident.family,
        "title": incident.title,
        "when": {**_when(when.when), "state": when.state, "claims": when.claims},
        "where": {**_place(where.place), "state": where.state, "claims": where.claims},
        "tolls": {field: _toll(toll) for field, toll in incident.tolls.items()},
        "actors": [
            {
                "role": actor.role,
                "name": actor.actor.name,
                "key": actor.actor.key,
                "confidence": actor.confidence,
                "claims": actor.claims,
            }
            for actor in incident.actors
        ],
        "means": [{"code": m.code, "name": m.name, "claims": m.claims} for m in incident.means],
        "witnesses": incident.witnesses,
        "languages": incident.languages,
        "accounts": [
            {
                "id": account.id,
                "document": account.doc,
                "lang": account.lang,
                "anchor": account.anchor,
                "role": account.role,
            }
            for account in incident.accounts
        ],
        "open_questions": [say(q) for q in incident.open_questions],
    }


def claim_rows(
    incidents: Iterable[Incident], others: Iterable[Account] = ()
) -> Iterable[dict[str, Any]]:
    """Rows of claims.jsonl: by incident, account, and place in the account.

    `others` are accounts that no incident holds; their claims name no incident.
    """
    for incident in incidents:
        for account in incident.accounts:
            for claim in account.claims:
                yield claim_row(claim, incident.id)
    for account in others:
        for claim in account.claims:
            yield claim_row(claim, None)


def claim_row(claim: Claim, incident: str | None) -> dict[str, Any]:
    """One row of claims.jsonl."""
    return {
        "id": claim.id,
        "incident": incident,
        "account": claim.account,
        "document": claim.doc,
        "lang": claim.lang,
        "field": claim.field,
        "group": claim.group,
        "part": claim.part,
        "value": _value(claim.value),
        "raw": claim.raw,
        "spans": claim.spans,
        "sentence": claim.sentence,
        "stance": claim.stance,
        "confidence": claim.confidence,
        "voice": {"kind": claim.voice.kind, "name": claim.voice.name},
        "said": claim.said,
        "rule": claim.rule,
    }


def document_row(row: Outcome) -> dict[str, Any]:
    """One row of documents.jsonl."""
    document = row.document
    return {
        "id": row.id,
        "path": row.path,
        "url": document.url if document else None,
        "publisher": document.publisher if document else None,
        "lang": document.lang if document else None,
        "title": document.title if document else None,
        "published": document.published if document else None,
        "published_basis": document.published_basis if document else "unknown",
        "status": row.status,
        "problems": [{"code": p.code, "what": p.what} for p in row.problems],
        "same_as": row.same_as,
        "credit": document.credit if document else None,
        "revises": document.revises if document else None,
        "coded": document.coded if document else None,
    }


def _toll(toll: Toll) -> dict[str, Any]:
    return {
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "state": toll.state,
        "policy": toll.policy,
        "reason": say(*toll.reason),
        "groups": [
            {"group": g.group, "low": g.low, "best": g.best, "high": g.high} for g in toll.groups
        ],
        "support": toll.support,
        "outdated": toll.outdated,
        "against": toll.against,
    }


def _when(when: When) -> dict[str, Any]:
    return {
        "start": when.start,
        "end": when.end,
        "precision": when.precision,
        "basis": when.basis,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "path": place.path,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "gazetteer_id": place.gazetteer_id,
    }


def _value(value: Value) -> Any:
    if isinstance(value, Count):
        count: dict[str, Any] = {"low": value.low, "high": value.high}
        if value.best is not None:
            count["best"] = value.best
        return {**count, "approx": True} if value.approx else count
    if isinstance(value, When):
        return _when(value)
    if isinstance(value, Place):
        return _place(value)
    if isinstance(value, Actor):
        return {"name": value.name, "key": value.key}
    return value
