"""What reading several languages together gains over the best of them alone.

Use `gains` on a collection and `render_gains` to show it. Each row reads only the reports of its
languages and is scored over the same incidents: recall is over the fields that the gold has of
them, precision over the fields that were found, those of incidents that nobody annotated among
them. Fields are kind, days, place, the best figure of each toll and each perpetrator. An incident
that only background tells is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.table import Table

from casus.evaluate.align import align
from casus.evaluate.gold import Corpus, GoldIncident
from casus.evaluate.incidents import match_incidents
from casus.evaluate.names import same_name
from casus.evaluate.predicted import Prediction, PredIncident
from casus.evaluate.slots import slots

TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Counts:
    """Fields right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right, self.found + other.found, self.wanted + other.wanted
        )

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0


@dataclass(frozen=True, slots=True)
class Gain:
    """One row: `all` over every incident, `shared` over those that two languages tell."""

    languages: str
    reports: int
    all: Counts
    shared: Counts


def gains(corpus: Corpus, read: Callable[[tuple[str, ...]], Prediction]) -> list[Gain]:
    """A row for each language of the corpus, then one for all. `read` gives what Casus makes of
    the reports in some languages."""
    languages = tuple(sorted({r.lang for r in corpus.reports.values()}))
    rows = [(lang, (lang,)) for lang in languages] + [(TOGETHER, languages)]
    return [_gain(corpus, name, chosen, read(chosen)) for name, chosen in rows]


def _gain(
    corpus: Corpus, name: str, languages: tuple[str, ...], prediction: Prediction
) -> Gain:
    matched = match_incidents(corpus, prediction, align(corpus, prediction))
    main = {a.incident for a in prediction.accounts if a.role == "main"}
    optional = {i.id for i in corpus.incidents if i.optional}
    told = [i for i in corpus.incidents if i.main and i.id not in optional]
    everything = sum((fields(i, matched.get(i.id)) for i in told), Counts())
    shared = sum(
        (fields(i, matched.get(i.id)) for i in told if len(_languages(i, corpus)) > 1), Counts()
    )
    meant = {found.id for found in matched.values()}
    invented = (p for p in prediction.incidents.values() if p.id in main and p.id not in meant)
    everything += sum((Counts(found=_told(p)) for p in invented), Counts())
    reports = sum(r.lang in languages for r in corpus.reports.values())
    return Gain(name, reports, everything, shared)


def _languages(incident: GoldIncident, corpus: Corpus) -> set[str]:
    return {corpus.reports[a.doc].lang for a in incident.accounts}


def _told(found: PredIncident) -> int:
    """How many fields a predicted incident tells."""
    slots_told = (found.kind, found.days.start, found.where.name)
    return sum(map(bool, slots_told)) + len(found.tolls) + len(found.perpetrators)


def fields(incident: GoldIncident, found: PredIncident | None) -> Counts:
    """The fields of one incident: how many are right, found and wanted."""
    people = [p for p in incident.perpetrators if p.wanted]
    wanted = 3 + len(incident.tolls) + len(people)
    if found is None:
        return Counts(wanted=wanted)
    places = (*incident.places, *(a.place for a in incident.accounts))
    told = slots(found.kind, found.days, found.where, incident, places=places)
    right = told["kind"] + told["date.exact"] + told["place"]
    right += sum(
        field in found.tolls and found.tolls[field].best in toll.best
        for field, toll in incident.tolls.items()
    )
    right += sum(
        any(same_name(a, b) for p in found.perpetrators for a in p.names for b in gold.names)
        for gold in people
    )
    return Counts(right, _told(found), wanted)


def best_alone(rows: Iterable[Gain], of: Callable[[Gain], float]) -> float:
    """The highest value of a single language."""
    return max((of(row) for row in rows if row.languages != TOGETHER), default=0.0)


def render_gains(rows: list[Gain]) -> Table:
    """The rows as a table, the last line what all together gain over the best language."""
    measures: tuple[Callable[[Gain], float], ...] = (
        lambda g: g.all.precision,
        lambda g: g.all.recall,
        lambda g: g.shared.precision,
        lambda g: g.shared.recall,
    )
    table = Table(title="Fields of incidents, by language", title_justify="left", box=None)
    table.add_column("read")
    for column in ("reports", "P", "R", "P, told in two", "R, told in two"):
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(
            row.languages, str(row.reports), *(f"{measure(row):.3f}" for measure in measures)
        )
    table.add_row(
        "gain over the best alone", "",
        *(f"{measure(rows[-1]) - best_alone(rows, measure):+.3f}" for measure in measures),
    )  # fmt: skip
    return table
