"""Estimate the weights of link/comparisons.toml from gold incidents.

    python scripts/estimate_link_weights.py FOLDER... [--write]

Each FOLDER holds `reports.jsonl` and `gold.jsonl` in the format of the constructed reports.
Gold accounts are built several times, each time with other features missing or blurred, and
all folders are thrown together, so that negatives come from everywhere. The weights are those
of a logistic regression over the levels, drawn towards the hand-set `start` values (a Gaussian
prior), since a few hundred pairs cannot carry a hundred weights alone. The prior odds, the
vetoes and the labels stay as they are. The same gold gives the same file.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "link"))

import link_gold  # noqa: E402

from casus.link.blocking import Index  # noqa: E402
from casus.link.comparisons import Evidence, Weights, outcomes  # noqa: E402
from casus.link.facts import facts_of  # noqa: E402

TABLE = ROOT / "src" / "casus" / "link" / "comparisons.toml"
WEARS = range(6)
PULL = 6.0
"""Strength of the prior: a level seen in six pairs moves about half the way."""
NEGATIVE = 4
"""A false pair counts four times: gold sets hold few events a country and month, news many."""
STEPS, RATE = 600, 0.5

FIXED = {
    ("date", "symbolic_day"): "a weekday fits one date in seven, whatever a small set shows",
    ("anchor", "day"): "the base that the other anchors are measured from",
    ("anchor", "spot"): "the same",
    ("company", "shared"): "known only once the news is linked",
    ("company", "other"): "the same",
    ("anchor", "loose"): "small sets hold no rivals from elsewhere in the country",
}
"""Levels whose hand-set weight stays, and why."""

Row = tuple[tuple[str, str], ...]


def rows(folders: list[Path], weights: Weights) -> Counter[tuple[Row, bool]]:
    """How often each combination of levels was seen, on pairs of one event and of two."""
    seen: Counter[tuple[Row, bool]] = Counter()
    for wear in WEARS:
        accounts, documents, truth = [], {}, {}
        for folder in folders:
            gold = link_gold.load(folder, wear=wear)
            accounts += gold.accounts
            documents.update(gold.documents)
            truth.update(gold.truth)
        facts = {a.id: facts_of(a, documents[a.doc]) for a in accounts}
        index = Index(facts)
        for f in facts.values():
            index.add(f)
        partners = {f.id: index.partners(f) for f in facts.values()}
        evidence = Evidence(index.common)
        for a, b in combinations(facts.values(), 2):
            # every true pair counts, and every false one of a country: blocking shows the easy ones
            same = truth[a.id] == truth[b.id]
            near = same or a.countries & b.countries or b.id in partners[a.id]
            if not near or a.doc == b.doc:
                continue
            levels = {n: level for n, (level, _) in outcomes(a, b, evidence).items()}
            if any(weights.levels[n][level].veto for n, level in levels.items()):
                continue
            seen[tuple(sorted(levels.items())), truth[a.id] == truth[b.id]] += 1
    return seen


def estimate(seen: Counter[tuple[Row, bool]], weights: Weights) -> dict[tuple[str, str], float]:
    """Level → weight, by gradient ascent on the penalised likelihood."""
    start = {(n, k): v.start for n, levels in weights.levels.items() for k, v in levels.items()}
    value = dict(start)
    # what is not told is no evidence
    fixed = {level for level in start if level[1] == "unknown"} | set(FIXED)
    counts: Counter[tuple[str, str]] = Counter()
    for (row, same), times in seen.items():
        for level in row:
            counts[level] += times * (1 if same else NEGATIVE)
    for _ in range(STEPS):
        slope = dict.fromkeys(counts, 0.0)
        for (row, same), times in sorted(seen.items()):
            odds = weights.prior + sum(value[level] for level in row)
            miss = times * (1 if same else NEGATIVE) * (same - 1 / (1 + math.exp(-odds)))
            for level in row:
                slope[level] += miss
        for level, total in slope.items():
            if level in fixed:
                continue
            gradient = total - PULL * (value[level] - start[level])
            value[level] += RATE * gradient / (counts[level] / 4 + PULL)
    return value


def rewrite(text: str, value: dict[tuple[str, str], float]) -> str:
    """The table with new weights; levels that are vetoes or "unknown" keep theirs."""
    out, section = [], None
    for old in text.splitlines():
        line = old
        if match := re.fullmatch(r"\[(\w+)\.(\w+)\]", line):
            section = (match[1], match[2])
        if section and line.startswith("weight = ") and section[1] != "unknown":
            line = f"weight = {value[section]:.2f}"
        out.append(line)
    return "\n".join(out) + "\n"


def main() -> int:
    """Print the table of old and new weights; with --write, store the new ones."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    weights = Weights.load()
    seen = rows(options.folder, weights)
    value = estimate(seen, weights)
    counts: Counter[tuple[str, str]] = Counter()
    for (row, _), times in seen.items():
        for level in row:
            counts[level] += times
    for name, levels in weights.levels.items():
        for key, level in levels.items():
            print(f"{name}.{key:<20} {counts[name, key]:>6} {level.start:>6.2f} -> "
                  f"{value[name, key]:>6.2f}")  # fmt: skip
    same = sum(t for (_, s), t in seen.items() if s)
    print(f"{same} pairs of one event, {sum(seen.values()) - same} of two")
    if options.write:
        TABLE.write_text(rewrite(TABLE.read_text(encoding="utf-8"), value), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
