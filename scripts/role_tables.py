"""Fitting and writing for scripts/train_roles.py: log-linear weights and curves."""

from __future__ import annotations

import tomllib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from casus.extract.phrases.tables import SCALE

_FOLDER = Path(__file__).resolve().parent.parent / "src/casus/packs/en/models"
SETTINGS: dict[str, Any] = tomllib.loads((_FOLDER / "settings.toml").read_text(encoding="utf-8"))
"""What is written by hand: closed classes of words, names of roles and types."""
OPEN: dict[str, Any] = {
    "worth": 0.004,
    "tell": {name: [0.3, 2.0, 2.0] for name in SETTINGS["types"]},
    "fill": dict.fromkeys(SETTINGS["roles"], 0.2),
    "beside": dict.fromkeys(SETTINGS["roles"], 0.0),
}
"""Thresholds to start from."""

Array = np.ndarray[Any, Any]
_ROUNDS = 60
"""Steps after which a table of weights is as good as it gets; curves take twice as many."""


Case = tuple[Iterable[str], Sequence[bool], int]
"""Cues, labels, and the fold; -1 where it is not learned from."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a table of weights: strength of its Gaussian prior, how often a cue must be seen, and
    which weights are too small to keep."""

    pull: float
    seen: int
    least: float


@dataclass
class Fit:
    """A fitted table: cue or value → weights, and the logits of each case over the folds."""

    names: list[str]
    weights: Array
    logits: Array
    least: float = 0.0
    means: Array | None = None
    deviations: Array | None = None


def minimise(x: Any, y: Array, pull: float, rounds: int) -> Array:
    """Weights of as many logistic regressions as `y` has columns, drawn towards 0."""
    x = x.astype(np.float32)
    turned, wanted = x.T.tocsr(), y.astype(np.float32)
    shape = (x.shape[1], y.shape[1])

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(shape)
        logits = x @ weights.astype(np.float32)
        off = 1 / (1 + np.exp(-logits)) - wanted
        cost = np.logaddexp(0, logits).sum(dtype=np.float64) - (wanted * logits).sum(
            dtype=np.float64
        )
        slope = (turned @ off).astype(np.float64) + pull * weights
        return float(cost + 0.5 * pull * (weights**2).sum()), slope.ravel()

    options = {"maxiter": rounds, "maxcor": 8}
    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x).reshape(shape)


def _folded(x: Any, y: Array, fold: Array, place: Array, pull: float, folds: int, rounds: int
            ) -> tuple[Array, Array]:  # fmt: skip
    """Weights over all cases of a fold (-1: none), and logits of each case by its place."""
    logits = np.zeros((x.shape[0], y.shape[1]))
    for n in range(folds):
        seen, unseen = np.nonzero((fold >= 0) & (fold != n))[0], np.nonzero(place == n)[0]
        weights = minimise(x[seen], y[seen], pull, rounds)
        logits[unseen] = x[unseen] @ weights
    seen = np.nonzero(fold >= 0)[0]
    return minimise(x[seen], y[seen], pull, rounds), logits


def fit_weights(
    cases: Iterable[Case],
    limits: Limits,
    folds: int,
    *,
    places: Sequence[int] | None = None,
) -> Fit:
    """Fit weights of cues; `places` says whose fit scores a case that is not learned from."""
    index: dict[str, int] = {}
    cells, ends = array("i"), array("i", [0])
    labels, fold = [], []
    for cues, wanted, n in cases:
        cells.extend(sorted({index.setdefault(cue, len(index)) for cue in cues}))
        ends.append(len(cells))
        labels.append(wanted)
        fold.append(n)
    columns = np.frombuffer(cells, dtype=np.int32)
    data = np.ones(len(columns), np.float32)
    x = sparse.csr_matrix((data, columns, np.frombuffer(ends, np.int32)), (len(labels), len(index)))
    held = np.asarray((x[np.array(fold) >= 0] > 0).sum(0)).ravel() >= limits.seen
    kept = np.nonzero(held)[0]
    names = list(index)
    x = x[:, kept].tocsr()
    place = np.array(fold if places is None else places)
    weights, logits = _folded(
        x, np.array(labels), np.array(fold), place, limits.pull, folds, _ROUNDS
    )
    return Fit([names[i] for i in kept], weights, logits, limits.least)


def fit_curves(cases: Sequence[Mapping[str, float]], labels: Sequence[Sequence[bool]],
               fold: Sequence[int], pull: float, folds: int) -> Fit:  # fmt: skip
    """Fit curves over the measured values of cases (see `Curves`)."""
    v = np.array([list(case.values()) for case in cases])
    means, deviations = v.mean(0).round(4), np.maximum(v.std(0), 1e-3).round(4)
    z = (v - means) / deviations
    x = np.hstack([z, np.maximum(z, 0.5), np.minimum(z, -0.5), z[:, :1] * z, np.ones((len(z), 1))])
    where = np.array(fold)
    weights, logits = _folded(
        sparse.csr_matrix(x), np.array(labels), where, where, pull, folds, 2 * _ROUNDS
    )
    return Fit(list(cases[0]), weights, logits, means=means, deviations=deviations)


def curve_rows(fit: Fit, outputs: Iterable[str]) -> list[list[str]]:
    """The rows of a table of curves."""
    assert fit.means is not None and fit.deviations is not None
    rows, n = [], len(fit.names)
    for column, output in enumerate(outputs):
        w = fit.weights[:, column]
        rows.append([output, "base", f"{w[4 * n]:.3f}"])
        for i, name in enumerate(fit.names):
            shape = (w[i], w[n + i], w[2 * n + i], w[3 * n + i])
            numbers = [f"{fit.means[i]:g}", f"{fit.deviations[i]:g}", *(f"{p:.3f}" for p in shape)]
            rows.append([output, name, *numbers])
    return rows


# -- writing ------------------------------------------------------------------------------------

_HEADS = {"words": "word\twide\tnarrow\tborder"}


def write_tables(
    folder: Path,
    words: Iterable[Sequence[str]],
    fits: Mapping[str, Fit],
    curves: Mapping[str, list[list[str]]],
    outputs: Mapping[str, Sequence[str]],
    thresholds: Mapping[str, Mapping[str, Any]],
) -> None:
    """Write all tables of a model into `folder`; `outputs` names the columns, `thresholds` has
    a set for each aim."""
    folder.mkdir(exist_ok=True)
    _write(folder / "words.tsv", _HEADS["words"], words)
    for name, fit in fits.items():
        kept = []
        for cue, row in zip(fit.names, fit.weights, strict=True):
            if np.abs(row).max() >= fit.least:
                hundredths = [round(float(w) * SCALE) for w in row]
                kept.append(
                    [cue, *(str(h) if abs(h) >= 100 * fit.least / 2 else "" for h in hundredths)]
                )
        _write(folder / f"{name}.tsv", "\t".join(["cue", *outputs[name]]), sorted(kept))
    for name, rows in curves.items():
        heading = "output\tvalue\tmean\tdeviation\tslope\thigh\tlow\tcross"
        _write(folder / f"{name}.tsv", heading, rows)
    lines = ["# Written by scripts/train_roles.py: probabilities from which something is told.", ""]
    for aim, chosen in thresholds.items():
        lines += [f"[{aim}]", f"worth = {chosen['worth']}", f"[{aim}.tell]"]
        lines += [f"{name} = {[float(v) for v in row]}" for name, row in chosen["tell"].items()]
        for name in ("fill", "beside"):
            lines += [f"[{aim}.{name}]", *(f"{role} = {v}" for role, v in chosen[name].items())]
        lines.append("")
    (folder / "thresholds.toml").write_text("\n".join(lines), encoding="utf-8")


def _write(file: Path, heading: str, rows: Iterable[Sequence[str]]) -> None:
    text = "\n".join([heading, *("\t".join(row) for row in rows)])
    file.write_text(text + "\n", encoding="utf-8")
