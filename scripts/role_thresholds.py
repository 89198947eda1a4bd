"""Thresholds for scripts/train_roles.py: from which probability something is told.

Use `choose_all` on weighed reports. Each threshold is the best where the others stand, one after
the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

from casus.evaluate.muc4 import official
from casus.evaluate.muc4.official import LABELS, Sums
from casus.evaluate.muc4.portions import Portion
from casus.evaluate.muc4.read import document_of
from casus.evaluate.muc4.rows import Row
from casus.evaluate.muc4.scene import SceneReader
from casus.evaluate.muc4.score import Tally, score, tallies
from casus.evaluate.muc4.slots import fill_all
from casus.evaluate.muc4.templates import templates_from
from casus.evaluate.muc4.where import origin_of
from casus.extract.phrases.read import Incident, choose
from casus.extract.phrases.tables import AIMS, MOST_OF_A_TYPE, Model
from casus.extract.phrases.weigh import Weighed

TELL = (0.12, 0.16, 0.2, 0.25, 0.3, 0.35, 0.42, 0.5)
MORE = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 2.0)
BESIDE = (0.0, 0.4, 0.6, 0.8)
FILL = (0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.24, 0.28, 0.33, 0.4)

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
    told = row.docid, _named(incidents)
    found = _tallies.get(told)
    if found is None:
        parts = tallies(templates_from(incidents), row.templates or ())
        found = _tallies[told] = sum(parts.values(), Tally())
    return found


def _named(incidents: Sequence[Incident]) -> object:
    """What tells two readings of a report apart."""
    return tuple((i.type, tuple((e.role, e.start, e.end) for e in i.entities)) for i in incidents)


def tune(
    model: Model, reach: Callable[[Model], float], *, most: int = MOST_OF_A_TYPE, rounds: int = 2
) -> Model:
    """Thresholds one after the other, each the best where the others stand; of incidents of one
    type only the first `most`."""
    best = reach(model)
    for change in [*_changes(model, most)] * rounds:
        tried = change(model)
        if (reached := reach(tried)) > best + 1e-5:
            best, model = reached, tried
    return model


def _changes(model: Model, most: int) -> Iterator[Callable[[Model], Model]]:
    """Each threshold set to each of its values, as a change of a model."""
    for name, n in product(model.types, range(most)):
        yield from (partial(_telling, name, n, value) for value in (MORE if n else TELL))
    for field, values in (("fill", FILL), ("beside", BESIDE)):
        yield from (partial(_naming, field, *pair) for pair in product(model.roles, values))


def _telling(name: str, n: int, value: float, model: Model) -> Model:
    row = model.tell[name]
    return replace(model, tell={**model.tell, name: (*row[:n], value, *row[n + 1 :])})


def _naming(field: str, role: str, value: float, model: Model) -> Model:
    changed: dict[str, Any] = {field: {**getattr(model, field), role: value}}
    return replace(model, **changed)


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


class Official:
    """The official slots of weighed reports, whose scenes are read once."""

    def __init__(self, portion: Portion, weighed: Sequence[tuple[Row, Weighed | None]]) -> None:
        reader = SceneReader()
        self._keys = portion.keys
        self._weighed = {row.docid: found for row, found in weighed}
        self._scenes = [
            (reader.read(document_of(text.row, published=text.written)),
             origin_of(text, reader.gazetteer))
            for text in portion.texts
        ]  # fmt: skip
        self._tallies: dict[object, dict[str, Sums]] = {}

    def sums(self, model: Model) -> dict[str, Sums]:
        """Sums over all reports, by mode and slot."""
        total: dict[str, Sums] = {}
        for scene, origin in self._scenes:
            docid = scene.document.id
            weighed = self._weighed[docid]
            incidents = choose(weighed, model) if weighed else ()
            told = docid, _named(incidents)
            if told not in self._tallies:
                filled = fill_all(scene, incidents, origin)
                self._tallies[told] = official.tally(self._keys[docid], filled)
            for key, sums in self._tallies[told].items():
                total[key] = total.get(key, Sums()) + sums
        return total

    def mean(self, model: Model) -> float:
        """The mean F1 of all slots, templates mapped to nothing left out as in the published
        figures, and of the templates themselves."""
        sums = self.sums(model)
        shares = [_f1(sums[f"matched.{official.name(slot)}"]) for slot in LABELS]
        return (sum(shares) + _f1(sums["template"])) / (len(shares) + 1)


def _f1(sums: Sums) -> float:
    return 2 * sums.right / max(1, sums.told + sums.wanted)


def choose_all(
    model: Model,
    folds: Sequence[tuple[Row, Weighed | None]],
    others: Sequence[tuple[Row, Weighed | None]],
    portion: Portion,
) -> dict[str, dict[str, object]]:
    """Thresholds for each aim; prints the scores that they give."""
    precise = tune(model, lambda m: f1(m, [folds]))
    report_f1("folds, thresholds of the folds", precise, folds)
    report_f1("development, thresholds of the folds", precise, others)
    for n in (0, 1):
        seen = [folds, others[n::2]]
        half = tune(precise, lambda m, seen=seen: f1(m, seen), rounds=1)  # type: ignore[misc]
        report_f1(f"half {1 - n} of it, thresholds of the rest", half, others[1 - n :: 2])
    precise = tune(precise, lambda m: f1(m, [folds, others]))
    report_f1("folds, thresholds of both", precise, folds)
    report_f1("development, thresholds of both", precise, others)
    slots = Official(portion, folds)
    wide = tune(precise, slots.mean, most=1, rounds=1)
    for key, sums in slots.sums(wide).items():
        print(f"folds, {key}: {100 * _f1(sums):.1f}")
    return {
        aim: {"worth": chosen.worth, "tell": chosen.tell, "fill": chosen.fill,
              "beside": chosen.beside}
        for aim, chosen in zip(AIMS, (precise, wide), strict=True)
    }
