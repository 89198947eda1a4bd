"""What exporters ask of an incident: its claims by field, its reports, its codes of a country.

Use `records(result)` once and hand its rows to any exporter. Nothing is decided here that
reconciling has not decided; what no report tells is None and stays empty in every file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from casus.gazetteer.countries import Country, countries
from casus.types import Claim, Document, Incident, IncidentActor, Toll
from casus.wording import say

_STRONGEST = {c: n for n, c in enumerate(("stated", "claimed", "accused", "suspected", "possible"))}
CIVILIANS = frozenset({
    "civilian", "child", "woman", "aid_worker", "journalist", "official", "foreigner",
})  # fmt: skip
"""Groups of people that every codebook counts as civilians."""


@dataclass(frozen=True)
class Record:
    """An incident with the reports behind it. `names` are those of countries by their code."""

    incident: Incident
    documents: Mapping[str, Document]
    names: Mapping[str, str]

    @property
    def country_name(self) -> str:
        """The country's name, empty where no report tells one."""
        return self.names.get(self.incident.where.place.country or "", "")

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Every claim by its id."""
        return {c.id: c for account in self.incident.accounts for c in account.claims}

    @cached_property
    def reports(self) -> tuple[Document, ...]:
        """The reports behind it, the earliest first."""
        found = {a.doc: self.documents[a.doc] for a in self.incident.accounts}
        return tuple(sorted(found.values(), key=lambda d: (d.published or date.max, d.id)))

    @property
    def country(self) -> Country | None:
        """Codes of the country, None where no report tells one."""
        return countries().get(self.incident.where.place.country or "")

    @property
    def number(self) -> int:
        """The incident's id as a number below 2^48, which a spreadsheet and a float64 keep."""
        return int(self.incident.id.encode().hex(), 16) % 2**48

    @property
    def questions(self) -> str | None:
        """What is open, in a row."""
        return "; ".join(map(say, self.incident.open_questions)) or None

    def toll(self, field: str) -> Toll | None:
        """The reconciled toll of a field, None where nobody tells it."""
        return self.incident.tolls.get(field)

    def best(self, field: str) -> int | None:
        """The best figure of a field: where a report only bounds it, that bound."""
        toll = self.toll(field)
        if toll is None:
            return None
        return next((v for v in (toll.best, toll.low, toll.high) if v is not None), None)

    def actors(self, role: str) -> tuple[IncidentActor, ...]:
        """Those in a role that are not denied, the surest first."""
        found = [a for a in self.incident.actors if a.role == role and a.confidence != "denied"]
        return tuple(sorted(found, key=lambda a: _STRONGEST.get(a.confidence, 9)))

    def voices(self, claim_ids: Iterable[str]) -> tuple[str, ...]:
        """Who says some claims: the name the text gives, else the kind of voice."""
        said = (self.claims[c].voice for c in claim_ids if c in self.claims)
        return tuple(dict.fromkeys(v.name or v.kind or "" for v in said if v.name or v.kind))

    def sentence(self, claim: Claim) -> str:
        """The sentence behind a claim, on one line."""
        text = self.documents[claim.doc].text
        return " ".join(text[claim.sentence[0] : claim.sentence[1]].split())

    def area(self, level: int) -> str | None:
        """The name of the area at a level: 1 the first below the country, 2 the one below it.

        The innermost name of the path is the place itself, unless it is such an area.
        """
        place = self.incident.where.place
        inner = {"adm1": 2, "adm2": 3, "country": 1}.get(place.precision, len(place.path) - 1)
        known = place.path[: max(inner, 0)]
        return known[level] if level < len(known) else None


def source(document: Document) -> str:
    """What a report goes by: its publisher, else its file's name."""
    return document.publisher or document.path.rsplit("/", 1)[-1]


def records(
    incidents: Iterable[Incident],
    documents: Mapping[str, Document],
    names: Mapping[str, str],
) -> list[Record]:
    """Records of a run, in its order. `names`: ISO 3166-1 alpha-2 → name of the country."""
    return [Record(incident, documents, names) for incident in incidents]
