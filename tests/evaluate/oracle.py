"""Predictions made from gold, perfect or spoilt on purpose."""

from __future__ import annotations

from typing import Any

from casus.evaluate.gold import Corpus

Rows = tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]


def rows_from_gold(corpus: Corpus) -> Rows:
    """The three files as a reader that makes no mistake would write them."""
    incidents: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    for gold in corpus.incidents:
        accounts = []
        for entry in gold.accounts:
            accounts.append(
                {
                    "id": f"p:{entry.id}",
                    "document": entry.doc,
                    "lang": corpus.reports[entry.doc].lang,
                    "anchor": list(entry.anchor),
                    "role": entry.role,
                }
            )
            when = {"start": str(entry.start), "end": str(entry.end), "precision": "day"}
            where = {
                "name": entry.place, "country": gold.country, "lat": gold.lat, "lon": gold.lon,
                "precision": "exact",
            }  # fmt: skip
            base = {
                "account": f"p:{entry.id}", "incident": gold.id, "document": entry.doc,
                "sentence": list(entry.anchor), "spans": [list(entry.anchor)], "raw": "",
                "stance": "states", "voice": {"kind": None}, "group": None, "part": "total",
                "rule": "oracle@1",
            }  # fmt: skip
            claims.append({**base, "id": f"k:{entry.id}", "field": "kind", "value": gold.kind})
            claims.append({**base, "id": f"w:{entry.id}", "field": "when", "value": when})
            claims.append({**base, "id": f"p:{entry.id}", "field": "where", "value": where})
            for n, toll in enumerate(entry.tolls):
                claims.append(
                    {
                        **base,
                        "id": f"t{n}:{entry.id}:{toll.field}",
                        "field": toll.field,
                        "value": {"low": toll.low, "high": toll.high},
                        "group": toll.group,
                        "voice": {"kind": toll.voice},
                        "raw": toll.text,
                        "spans": [list(toll.spans[0] if toll.spans else entry.anchor)],
                    }
                )
        copies = {min(group): group for group in corpus.reprints}
        docs = {entry.doc for entry in gold.accounts}
        witnesses = len(docs) - sum(len(docs & g) - 1 for g in copies.values() if docs & g)
        incidents.append(
            {
                "id": f"i:{gold.id}",
                "kind": gold.kind,
                "when": {"start": str(gold.start), "end": str(gold.end)},
                "where": {
                    "name": gold.places[0], "country": gold.country, "lat": gold.lat,
                    "lon": gold.lon, "precision": "exact",
                },
                "tolls": {
                    f: {"low": r.low, "best": r.best[0] if r.best else None, "high": r.high}
                    for f, r in gold.tolls.items()
                },
                "actors": [
                    {"role": "perpetrator", "name": p.names[0], "confidence": p.confidences[0],
                     "claims": []}
                    for p in gold.perpetrators
                ],
                "witnesses": witnesses,
                "accounts": accounts,
            }
        )  # fmt: skip
    documents = [{"id": doc, "status": "read"} for doc in corpus.reports]
    return incidents, claims, documents
