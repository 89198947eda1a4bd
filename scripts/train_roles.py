"""Estimate the weights of packs/en/models from reports with answers.

    python scripts/train_roles.py DATA [--write]

DATA is the folder of the task (docs/evaluation.md), with rows and with texts and their keys:
people who are described and what became of those harmed stand in the keys alone. Every stage is
fitted on what the stages before it say of reports that they were not fitted on (five folds), as
it will be when a new report is read, so that what is printed at the end, the scores of the
training portion over all folds, are those of unseen reports. Thresholds of the five slots are
those of the highest F1 over the folds and, in equal parts, over the development portion, whose
templates may be more complete; those of the official slots come from the folds alone. Word lists
and the classes of words come from the training portion alone. The same input gives the same
tables.

Labels come from role_answers.py, words from role_words.py, fits and tables from role_tables.py,
thresholds from role_thresholds.py. Needs numpy, scipy and scikit-learn; reading needs none of them.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import role_thresholds as thresholds
from role_answers import answers, answers_of_types, counts_of, described, fates_of
from role_tables import (
    OPEN,
    SETTINGS,
    Case,
    Fit,
    Limits,
    curve_rows,
    fit_curves,
    fit_weights,
    write_tables,
)
from role_words import learn_words

from casus.evaluate.muc4.alignment import plain
from casus.evaluate.muc4.portions import Portion, find
from casus.evaluate.muc4.read import document_of
from casus.evaluate.muc4.rows import Row
from casus.extract.phrases.cues import (
    edge_cues,
    report_cues,
    sentence_cues,
    told_cues,
    wording_cues,
)
from casus.extract.phrases.entities import Group, Scored, entities, kind_cues, report_values
from casus.extract.phrases.page import Page, Phrase, lay_out, phrases
from casus.extract.phrases.tables import (
    AIMS,
    ANY,
    load_model,
    model_of,
    probability,
    told_names,
)
from casus.extract.phrases.weigh import Placed, Weighed, phrase_cues, place, weigh
from casus.packs import load_pack

FOLDS = 5
PACK = load_pack("en")
PULL = {"again": 10.0, "entities": 20.0}
"""Strength of the Gaussian prior of each table of curves, chosen by average precision over the
folds."""
WEIGHTS = {
    "borders": Limits(pull=10.0, seen=3, least=0.05),
    "reports": Limits(pull=15.0, seen=4, least=0.03),
    "phrases": Limits(pull=5.0, seen=3, least=0.03),
    "sentences": Limits(pull=15.0, seen=4, least=0.04),
    "kinds": Limits(pull=8.0, seen=2, least=0.05),
    "fates": Limits(pull=5.0, seen=3, least=0.05),
}
"""The same for each table of weights."""


@dataclass
class Report:
    """A report of the training set with what each stage found in it."""

    row: Row
    page: Page
    gold: list[set[str]]  # role → wordings that answer
    fates: Mapping[str, str]  # wording → what became of it
    fold: int
    kept: list[tuple[Phrase, list[str]]] = field(default_factory=list)
    cues: list[tuple[str, ...]] = field(default_factory=list)
    told: Mapping[str, float] = field(default_factory=dict)
    scored: list[Scored] = field(default_factory=list)
    sentences: list[list[float]] = field(default_factory=list)
    groups: list[tuple[Group, dict[str, float]]] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)

    def lead(self, group: Group) -> Scored:
        """The wording that names an entity."""
        return self.scored[group.wordings[0]]


def right(report: Report, group: Group) -> bool:
    """True for an entity that the answers have in its role."""
    return report.lead(group).phrase.key in report.gold[group.role]


class Trainer:
    """All stages over one training set."""

    def __init__(self, portion: Portion) -> None:
        rows = described(portion)
        self.words = learn_words(rows, PACK)
        self.model = model_of(SETTINGS | OPEN, self.words, {}, {})
        self.told = told_names(self.model.types)
        self.reports = [
            Report(
                row,
                lay_out(document_of(row).text, PACK, self.model),
                answers(row, self.model),
                fates_of(portion.keys[row.docid], self.model),
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
            print(stage.__name__, flush=True)

    def fit(
        self,
        name: str,
        cases: Iterable[Case],
        *,
        places: Sequence[int] | None = None,
    ) -> np.ndarray[Any, Any]:
        """Fit a table of weights; logits of each case by the fit that did not see it."""
        fit = fit_weights(cases, WEIGHTS[name], FOLDS, places=places)
        self.fits[name] = fit
        return fit.logits

    def reports_told(self) -> None:
        logits = self.fit("reports", (
            (report_cues(r.page, self.model), counts_of(r.row, self.model), r.fold)
            for r in self.reports
        ))  # fmt: skip
        for report, row in zip(self.reports, logits, strict=True):
            report.told = dict(zip(self.told, row.tolist(), strict=True))

    def borders(self) -> None:
        found: list[tuple[Report, Phrase, list[str]]] = []

        def cases() -> Iterator[Case]:
            for r in self.reports:
                for phrase in phrases(r.page, self.model):
                    cues = wording_cues(r.page, phrase, self.model)
                    found.append((r, phrase, cues))
                    label = any(phrase.key in wanted for wanted in r.gold)
                    yield [*cues, *edge_cues(r.page, phrase)], [label], r.fold

        logits = self.fit("borders", cases())[:, 0]
        for (report, phrase, cues), logit in zip(found, logits, strict=True):
            if probability(logit) >= self.model.worth:
                report.kept.append((phrase, cues))
        print(
            f"  {sum(len(r.kept) for r in self.reports) / len(self.reports):.0f} phrases a report"
        )

    def phrases(self) -> None:
        def cases() -> Iterator[Case]:
            for r in self.reports:
                told = told_cues(r.told, self.model)
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
        def cases() -> Iterator[Case]:
            for r in self.reports:
                asked = [*r.gold, *answers_of_types(r.row, self.model)]
                for n, (start, end) in enumerate(r.page.bounds):
                    text = f" {plain(r.page.tokens.raw(start, end))} " if end > start else ""
                    labels = [any(f" {m} " in text for m in wanted) for wanted in asked]
                    yield sentence_cues(r.page, n), [*labels, any(labels)], r.fold

        rows = iter(self.fit("sentences", cases()).tolist())
        for r in self.reports:
            r.sentences = [next(rows) for _ in r.page.bounds]

    def again(self) -> None:
        values = [
            report_values(r.page, r.told, r.scored, r.sentences, self.model) for r in self.reports
        ]
        labels = [counts_of(r.row, self.model) for r in self.reports]
        fit = fit_curves(values, labels, [r.fold for r in self.reports], PULL["again"], FOLDS)
        for report, row in zip(self.reports, fit.logits, strict=True):
            report.told = dict(zip(self.told, row.tolist(), strict=True))
        self.curves["again"] = curve_rows(fit, self.told)

    def entities(self) -> None:
        for r in self.reports:
            r.groups += entities(r.page, r.scored, r.told, r.sentences, self.model)
        types, fates = self._types(), self._fates()
        self.curves["entities"] = []
        for n, role in enumerate(self.model.roles):
            cases = [(r, g, v) for r in self.reports for g, v in r.groups if g.role == n]
            labels = [[right(r, g)] for r, g, _ in cases]
            folds = [r.fold for r, _, _ in cases]
            fit = fit_curves([v for _, _, v in cases], labels, folds, PULL["entities"], FOLDS)
            self.curves["entities"] += curve_rows(fit, [role])
            for (r, g, _), logit in zip(cases, fit.logits[:, 0], strict=True):
                logits = logit, types[id(g)], fates[id(g)]
                r.placed.append(place(r.page, r.lead(g), g, logits, self.model))

    def _types(self) -> dict[int, list[float]]:
        """For each group the logit of each type of incident, fitted on right ones."""

        def labels(report: Report, group: Group) -> list[bool]:
            role, key = self.model.roles[group.role], report.lead(group).phrase.key
            return [
                any(
                    name in t.incident_type
                    and any(plain(m.text) == key for e in t.of(role) for m in e)
                    for t in report.row.templates or ()
                )
                for name in self.model.types
            ]

        return self._of_groups("kinds", labels, right)

    def _fates(self) -> dict[int, list[float]]:
        """For each group the logit of each fate, fitted on right ones of people harmed."""

        def labels(report: Report, group: Group) -> list[bool]:
            fate = report.fates.get(report.lead(group).phrase.key, "")
            return [fate == name for name in self.model.fates]

        def harmed(report: Report, group: Group) -> bool:
            return self.model.roles[group.role] in self.model.harmed and right(report, group)

        return self._of_groups("fates", labels, harmed)

    def _of_groups(
        self,
        name: str,
        labels: Callable[[Report, Group], list[bool]],
        learned: Callable[[Report, Group], bool],
    ) -> dict[int, list[float]]:
        groups = [(r, g) for r in self.reports for g, _ in r.groups]

        def cases() -> Iterator[Case]:
            for r, g in groups:
                cues = kind_cues(r.lead(g).cues, g.role, r.told, self.model)
                yield cues, labels(r, g), r.fold if learned(r, g) else -1

        logits = self.fit(name, cases(), places=[r.fold for r, _ in groups])
        return {id(g): row.tolist() for (_, g), row in zip(groups, logits, strict=True)}

    def outputs(self) -> dict[str, Sequence[str]]:
        """What the columns of each table of weights stand for."""
        roles, types = list(self.model.roles), list(self.model.types)
        return {"borders": ["named"], "phrases": roles, "sentences": [*roles, *types, ANY],
                "reports": self.told, "kinds": types,
                "fates": [name or "-" for name in self.model.fates]}  # fmt: skip

    def weighed(self) -> list[tuple[Row, Weighed]]:
        """The reports as weighed by fits that did not see them."""
        return [(r.row, Weighed(r.page, r.scored, r.placed, r.told)) for r in self.reports]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="into the pack, not into ./models")
    given = parser.parse_args()
    portion, others = find(given.data, "train"), find(given.data, "dev").rows
    trainer = Trainer(portion)
    trainer.run()
    target = PACK.folder / "models"
    if not given.write:
        target = shutil.copytree(target, Path("models"), dirs_exist_ok=True)
    tables = trainer.words, trainer.fits, trainer.curves, trainer.outputs()
    write_tables(target, *tables, dict.fromkeys(AIMS, OPEN))
    load_model.cache_clear()
    read = load_model(target.parent)
    folds = trainer.weighed()
    chosen = thresholds.choose_all(
        trainer.model, folds, [(row, weigh(document_of(row).text, PACK, read)) for row in others],
        portion,
    )  # fmt: skip
    write_tables(target, *tables, chosen)


if __name__ == "__main__":
    main()
