"""Estimate the weights of packs/en/models from reports with answers.

    python scripts/train_roles.py TRAIN [--tune ROWS] [--write]

TRAIN holds rows of the five-slot task (docs/evaluation.md). Every stage is fitted on what the
stages before it say of reports that they were not fitted on (five folds), as it will be when a
new report is read, so that what is printed at the end, the score on TRAIN over all folds with
its interval, is that of unseen reports. Thresholds are those of the highest F1 over the folds
and, in equal parts, over ROWS, whose templates may be more complete. Word lists and the classes
of words come from TRAIN alone. The same input gives the same tables.

Needs numpy, scipy and scikit-learn; reading needs none of them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from role_tables import (
    OPEN,
    Fit,
    curve_rows,
    fit_curves,
    fit_weights,
    settings,
    word_classes,
    write_tables,
)

from casus.evaluate.muc4.alignment import plain
from casus.evaluate.muc4.read import document_of
from casus.evaluate.muc4.rows import Mention, Row, load_rows
from casus.evaluate.muc4.score import Tally, score, tallies
from casus.evaluate.muc4.templates import templates_from
from casus.extract.phrases.cues import (
    edge_cues,
    report_cues,
    sentence_cues,
    told_cues,
    wording_cues,
)
from casus.extract.phrases.entities import (
    Group,
    Scored,
    entities_of,
    entity_values,
    kind_cues,
    report_values,
    short_forms,
)
from casus.extract.phrases.page import Page, Phrase, lay_out, phrases
from casus.extract.phrases.read import (
    MOST_OF_A_TYPE,
    Incident,
    Placed,
    Weighed,
    choose,
    phrase_cues,
    told_names,
    weigh,
)
from casus.extract.phrases.tables import Model, load_model, model_of, probability
from casus.packs import load_pack
from casus.text import tokenise

FOLDS = 5
PACK = load_pack("en")
FREQUENT, SELDOM_INSIDE = 50, 0.005
"""A word is a border where at most one in 200 of its 50 and more places lies in a phrase."""
PULL = {"borders": 10.0, "reports": 15.0, "phrases": 5.0, "sentences": 15.0, "kinds": 8.0,
        "again": 10.0, "entities": 20.0}  # fmt: skip
"""Strength of the Gaussian prior of each table, chosen by average precision over the folds."""
LEAST_SEEN = {"borders": 3, "reports": 4, "phrases": 3, "sentences": 4, "kinds": 2}
LEAST_WEIGHT = {"borders": 0.05, "reports": 0.03, "phrases": 0.03, "sentences": 0.04, "kinds": 0.05}
"""Smaller weights are left out."""
WORTH = 0.004


@dataclass
class Report:
    """A report of the training set with what each stage found in it."""

    row: Row
    page: Page
    gold: list[set[str]]  # role → wordings that answer
    fold: int
    kept: list[tuple[Phrase, list[str]]] = field(default_factory=list)
    cues: list[tuple[str, ...]] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    scored: list[Scored] = field(default_factory=list)
    sentences: list[list[float]] = field(default_factory=list)
    groups: list[tuple[Group, list[float]]] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)


# -- the stages ---------------------------------------------------------------------------------


def learn_words(rows: Sequence[Row]) -> list[list[str]]:
    """Words with their classes and whether they are borders."""
    seen: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    texts = [tokenise(row.text, writing=PACK.writing).lower for row in rows]
    for words, row in zip(texts, rows, strict=True):
        seen.update(words)
        covered: set[int] = set()
        for mention in {m.text for m in mentions(row)}:
            sought = tokenise(mention, writing=PACK.writing).lower
            for i in range(len(words) - len(sought) + 1):
                if words[i] == sought[0] and words[i : i + len(sought)] == sought:
                    covered.update(range(i, i + len(sought)))
        inside.update(words[i] for i in covered)
    joins = set(settings()["closed"]["joins"])
    borders = {w for w, n in seen.items() if n >= FREQUENT and inside[w] <= SELDOM_INSIDE * n}
    borders = (borders - joins) | {"who", "which", "that", "by"}
    classes = word_classes(texts, seen)
    return [
        [w, *classes.get(w, ("", "")), str(int(w in borders))]
        for w in sorted(borders | classes.keys())
    ]


def mentions(row: Row) -> Iterator[Mention]:
    for template in row.templates or ():
        for entities in template.entities.values():
            for entity in entities:
                yield from entity


def answers(row: Row, model: Model) -> list[set[str]]:
    """For each role the wordings that answer it, as they are compared."""
    return [
        {plain(m.text) for t in row.templates or () for entity in t.of(role) for m in entity}
        for role in model.roles
    ]


def counts_of(row: Row, model: Model) -> list[bool]:
    """What a report tells: a first incident of each type, any, a second of each type, …"""
    tally = Counter(
        name for t in row.templates or () for name in model.types if name in t.incident_type
    )
    found = [tally[name] >= 1 for name in model.types] + [bool(row.templates)]
    for k in range(2, MOST_OF_A_TYPE + 1):
        found += [tally[name] >= k for name in model.types]
    return found


class Trainer:
    """All stages over one training set."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.words = learn_words(rows)
        self.model = model_of(settings() | OPEN, self.words, {}, {})
        self.model = replace(self.model, worth=WORTH)
        self.reports = [
            Report(
                row,
                lay_out(document_of(row).text, PACK, self.model),
                answers(row, self.model),
                n % FOLDS,
            )
            for n, row in enumerate(rows)
        ]
        self.fits: dict[str, Fit] = {}
        self.curves: dict[str, list[list[str]]] = {}

    def run(self) -> None:
        for stage in (self.reports_told, self.borders, self.phrases, self.sentences, self.again,
                      self.entities):  # fmt: skip
            stage()
            print(stage.__name__.strip("_"), flush=True)

    def fit(
        self, name: str, cases: Iterable[tuple[Iterable[str], Sequence[bool], int]]
    ) -> np.ndarray[Any, Any]:
        """Fit a table of weights; logits of each case by the fit that did not see it."""
        fit = fit_weights(
            cases, pull=PULL[name], seen=LEAST_SEEN[name], least=LEAST_WEIGHT[name], folds=FOLDS
        )
        self.fits[name] = fit
        return fit.logits

    def reports_told(self) -> None:
        logits = self.fit("reports", (
            (report_cues(r.page, self.model), counts_of(r.row, self.model), r.fold)
            for r in self.reports
        ))  # fmt: skip
        for report, row in zip(self.reports, logits, strict=True):
            report.told = row.tolist()

    def borders(self) -> None:
        found: list[tuple[Report, Phrase, list[str]]] = []

        def cases() -> Iterator[tuple[Iterable[str], Sequence[bool], int]]:
            for r in self.reports:
                for phrase in phrases(r.page, self.model):
                    cues = wording_cues(r.page, phrase, self.model)
                    found.append((r, phrase, cues))
                    label = any(phrase.key in wanted for wanted in r.gold)
                    yield [*cues, *edge_cues(r.page, phrase)], [label], r.fold

        logits = self.fit("borders", cases())[:, 0]
        for (report, phrase, cues), logit in zip(found, logits, strict=True):
            if probability(logit) >= WORTH:
                report.kept.append((phrase, cues))
        print(
            f"  {sum(len(r.kept) for r in self.reports) / len(self.reports):.0f} phrases a report"
        )

    def phrases(self) -> None:
        names = told_names(self.model)

        def cases() -> Iterator[tuple[Iterable[str], Sequence[bool], int]]:
            for r in self.reports:
                told = told_cues(names, r.told)
                for phrase, wording in r.kept:
                    cues = phrase_cues(r.page, phrase, wording, told, self.model)
                    r.cues.append(cues)
                    yield cues, [phrase.key in wanted for wanted in r.gold], r.fold

        rows = iter(self.fit("phrases", cases()))
        for r in self.reports:
            r.scored = [
                Scored(phrase, tuple(probability(v) for v in next(rows)), cues)
                for (phrase, _), cues in zip(r.kept, r.cues, strict=True)
            ]

    def sentences(self) -> None:
        def cases() -> Iterator[tuple[Iterable[str], Sequence[bool], int]]:
            for r in self.reports:
                for n, (start, end) in enumerate(r.page.bounds):
                    text = f" {plain(r.page.tokens.raw(start, end))} " if end > start else ""
                    labels = [any(f" {m} " in text for m in wanted) for wanted in r.gold]
                    yield sentence_cues(r.page, n), [*labels, any(labels)], r.fold

        rows = iter(self.fit("sentences", cases()).tolist())
        for r in self.reports:
            r.sentences = [next(rows) for _ in r.page.bounds]

    def again(self) -> None:
        values = [report_values(r.page, r.told, r.scored) for r in self.reports]
        labels = [counts_of(r.row, self.model) for r in self.reports]
        width = max(map(len, values))
        values = [v if len(v) == width else [*r.told, *[0.0] * (width - len(r.told))]
                  for v, r in zip(values, self.reports, strict=True)]  # fmt: skip
        fit = fit_curves(values, labels, [r.fold for r in self.reports], PULL["again"], FOLDS)
        for report, row in zip(self.reports, fit.logits, strict=True):
            report.told = row.tolist()
        self.curves["again"] = curve_rows(fit, range(len(labels[0])))

    def entities(self) -> None:
        for r in self.reports:
            shorts = short_forms(r.page, r.scored)
            for role in range(len(self.model.roles)):
                groups = entities_of(r.scored, role, shorts, self.model)
                for at, group in enumerate(groups):
                    r.groups.append((
                        group,
                        entity_values(r.page, r.scored, groups, at, r.told, r.sentences),
                    ))  # fmt: skip
        types = self._types()
        self.curves["entities"] = []
        for role in range(len(self.model.roles)):
            cases = [(r, g, v) for r in self.reports for g, v in r.groups if g.role == role]
            labels = [[self._right(r, g)] for r, g, _ in cases]
            folds = [r.fold for r, _, _ in cases]
            fit = fit_curves([v for _, _, v in cases], labels, folds, PULL["entities"], FOLDS)
            self.curves["entities"] += curve_rows(fit, [role])
            for (r, g, _), logit in zip(cases, fit.logits[:, 0], strict=True):
                first = r.scored[g.wordings[0]].phrase.places[0][0]
                sentence = r.page.sentence_of[first]
                r.placed.append(Placed(g, probability(logit), types[id(g)], sentence))

    def _right(self, report: Report, group: Group) -> bool:
        return report.scored[group.wordings[0]].phrase.key in report.gold[group.role]

    def _types(self) -> dict[int, tuple[float, ...]]:
        """For each group the probability of each type of incident, fitted on right ones."""
        groups = [(r, g) for r in self.reports for g, _ in r.groups]

        def cases() -> Iterator[tuple[Iterable[str], Sequence[bool], int]]:
            for r, g in groups:
                lead = r.scored[g.wordings[0]]
                role = self.model.roles[g.role]
                types = [
                    any(
                        name in t.incident_type
                        and any(plain(m.text) == lead.phrase.key for e in t.of(role) for m in e)
                        for t in r.row.templates or ()
                    )
                    for name in self.model.types
                ]
                yield kind_cues(lead.cues, g.role, r.told, self.model), types, (
                    r.fold if self._right(r, g) else -1
                )  # fmt: skip

        fit = fit_weights(
            cases(), pull=PULL["kinds"], seen=LEAST_SEEN["kinds"], least=LEAST_WEIGHT["kinds"],
            folds=FOLDS, places=[r.fold for r, _ in groups],
        )  # fmt: skip
        self.fits["kinds"] = fit
        return {
            id(g): tuple(probability(v) for v in row)
            for (_, g), row in zip(groups, fit.logits, strict=True)
        }

    def outputs(self) -> dict[str, list[str]]:
        """What the columns of each table of weights stand for."""
        roles, types = list(self.model.roles), list(self.model.types)
        more = [f"{name}.{k}" for k in range(2, MOST_OF_A_TYPE + 1) for name in types]
        return {"borders": ["named"], "phrases": roles, "sentences": [*roles, "any"],
                "reports": [*types, "any", *more], "kinds": types}  # fmt: skip

    def weighed(self) -> list[tuple[Row, Weighed]]:
        """The reports as weighed by fits that did not see them."""
        return [(r.row, Weighed(r.page, r.scored, r.placed, r.told)) for r in self.reports]


# -- thresholds ---------------------------------------------------------------------------------

TELL = (0.12, 0.16, 0.2, 0.25, 0.3, 0.35, 0.42, 0.5)
MORE = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 2.0)
FILL = (0.08, 0.1, 0.13, 0.16, 0.2, 0.24, 0.28, 0.33, 0.4)

Sets = Sequence[Sequence[tuple[Row, Weighed | None]]]


def f1(model: Model, sets: Sets) -> float:
    """The mean of the sets' F1."""
    total = 0.0
    for reports in sets:
        tally = Tally()
        for row, weighed in reports:
            tally += _tally(row, choose(weighed, model) if weighed else ())
        total += tally.f1
    return total / len(sets)


_tallies: dict[object, Tally] = {}


def _tally(row: Row, incidents: Sequence[Incident]) -> Tally:
    """What a report adds to the score, remembered: most thresholds change few reports."""
    told = tuple((i.type, tuple((e.role, e.start, e.end) for e in i.entities)) for i in incidents)
    found = _tallies.get((row.docid, told))
    if found is None:
        parts = tallies(templates_from(incidents), row.templates or ())
        found = _tallies[row.docid, told] = sum(parts.values(), Tally())
    return found


def tune(model: Model, sets: Sets, rounds: int = 2) -> Model:
    """Thresholds one after the other, each the best where the others stand."""
    best = f1(model, sets)
    for _ in range(rounds):
        for name, n in product(model.types, range(MOST_OF_A_TYPE)):
            for value in MORE if n else TELL:
                row = model.tell[name]
                tried = replace(model, tell={**model.tell, name: (*row[:n], value, *row[n + 1 :])})
                if (reached := f1(tried, sets)) > best + 1e-5:
                    best, model = reached, tried
        for role, value in product(model.roles, FILL):
            tried = replace(model, fill={**model.fill, role: value})
            if (reached := f1(tried, sets)) > best + 1e-5:
                best, model = reached, tried
    return model


def report_f1(name: str, model: Model, reports: Sequence[tuple[Row, Weighed | None]]) -> None:
    rows = [row for row, _ in reports]
    told = {r.docid: templates_from(choose(w, model)) if w else () for r, w in reports}
    found = score(rows, told)
    cells = " ".join(
        f"{slot} {100 * s.tally.precision:.1f}/{100 * s.tally.recall:.1f}/{100 * s.tally.f1:.1f}"
        for slot, s in found.items()
    )
    low, high = found["all"].low, found["all"].high
    print(f"{name}: {cells} [{100 * (low or 0):.1f}-{100 * (high or 0):.1f}]", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("train", type=Path)
    parser.add_argument("--tune", type=Path, help="rows whose F1 counts as much for thresholds")
    parser.add_argument("--write", action="store_true", help="write the tables of the pack")
    given = parser.parse_args()
    trainer = Trainer(load_rows(given.train))
    trainer.run()
    target = PACK.folder / "models" if given.write else Path("models")
    write_tables(target, trainer.words, trainer.fits, trainer.curves, trainer.outputs(), OPEN)
    folds = trainer.weighed()
    model = tune(trainer.model, [folds])
    report_f1("folds, thresholds of the folds", model, folds)
    if given.tune:
        load_model.cache_clear()
        read = load_model(target.parent)
        others = [(row, weigh(document_of(row).text, PACK, read)) for row in load_rows(given.tune)]
        report_f1("rows, thresholds of the folds", model, others)
        halves = (others[::2], others[1::2])
        for n in (0, 1):
            half = tune(model, [folds, halves[n]], 1)
            report_f1(
                f"half {n} of the rows, thresholds of folds and the other", half, halves[1 - n]
            )
        model = tune(model, [folds, others])
        report_f1("folds, thresholds of both", model, folds)
        report_f1("rows, thresholds of both", model, others)
    write_tables(target, trainer.words, trainer.fits, trainer.curves, trainer.outputs(),
                 {"worth": WORTH, "tell": model.tell, "fill": model.fill})  # fmt: skip


if __name__ == "__main__":
    main()
