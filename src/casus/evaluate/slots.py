"""Kind, days and place of a predicted account or incident against the gold."""

from __future__ import annotations

from datetime import date

from casus.evaluate.gold import GoldAccount, GoldIncident
from casus.evaluate.ledger import Ledger
from casus.evaluate.misses import Misses
from casus.evaluate.names import NEAR_KM, WIDE_KM, any_same, within
from casus.evaluate.predicted import Days, PredAccount, Where
from casus.types import KINDS


def score_slots(
    account: PredAccount,
    entry: GoldAccount,
    incident: GoldIncident,
    ledger: Ledger,
    misses: Misses,
) -> None:
    """Score the slots of one account that was found, under its role and together."""
    told = slots(
        account.kind,
        account.days,
        account.where,
        incident,
        days_wanted=(entry.start, entry.end),
        places=(entry.place, *incident.places),
    )
    for name, right in told.items():
        ledger.share(f"account.{name}", entry.doc, right)
        ledger.share(f"account.{entry.role}.{name}", entry.doc, right)
    misses.slots(account, entry, incident, told)


def slots(
    kind: str,
    days: Days,
    where: Where,
    incident: GoldIncident,
    *,
    days_wanted: tuple[date, date] | None = None,
    places: tuple[str, ...] = (),
) -> dict[str, bool]:
    """Right or wrong for each slot; what is missing is wrong."""
    start, end = days_wanted or (incident.start, incident.end)
    exact = near = False
    if days.start is not None and days.end is not None:
        exact = (days.start, days.end) == (start, end)
        near = abs((days.start - start).days) <= 1 and abs((days.end - end).days) <= 1
    named = bool(where.name) and any_same([where.name], [p for p in places if p])
    near_place = within(where, incident.lat, incident.lon, NEAR_KM)
    return {
        "kind": kind in incident.kinds,
        "family": KINDS.get(kind) in incident.families,
        "date.exact": exact,
        "date.day": near,
        "country": where.country == incident.country,
        "place.name": named,
        "place.25km": near_place,
        "place": named or near_place,
        "place.161km": named or within(where, incident.lat, incident.lon, WIDE_KM),
    }
