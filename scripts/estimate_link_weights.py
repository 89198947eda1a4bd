"""Estimate the weights of link/comparisons.toml from gold incidents.

    python scripts/estimate_link_weights.py FOLDER... [--archive N] [--leave-one-out] [--write]

Each FOLDER holds `reports.jsonl` and `gold.jsonl` in the format of the constructed reports.
Gold accounts are built several times, each time with other features missing or blurred, and
all folders are thrown together, so that negatives come from everywhere. `--archive N` adds the
accounts that Casus reads in a synthetic archive of N incidents (benchmarks/archive), of a seed
that no benchmark uses; they weigh half as much as the gold and teach only what they vary as the
world does (`TAUGHT`). `--leave-one-out` estimates without each corpus in turn and measures
linking there, on the accounts that Casus reads: CoNLL F1 and groups that join incidents.

The weights are those of a logistic regression over the levels, drawn towards the hand-set
`start` values (a Gaussian prior), since a few hundred pairs cannot carry a hundred weights
alone. The prior odds, the vetoes and the labels stay as they are. The same gold gives the same
file.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "link"), str(ROOT / "benchmarks")]

import link_gold  # noqa: E402
from archive import gold as archive  # noqa: E402
from archive import measure  # noqa: E402
from archive.words import spoken  # noqa: E402

from casus.link import link  # noqa: E402
from casus.link.blocking import Index  # noqa: E402
from casus.link.comparisons import Evidence, Weights, outcomes  # noqa: E402
from casus.link.facts import facts_of  # noqa: E402
from casus.types import Account, Document  # noqa: E402

TABLE = ROOT / "src" / "casus" / "link" / "comparisons.toml"
WEARS = range(6)
ARCHIVE_SEED = 7001
PULL = 6.0
"""Strength of the prior: a level seen in six pairs moves about half the way."""
NEGATIVE = 4.0
"""A false pair of gold counts four times: gold holds few events a country and month, news many."""
SHARE = 0.5
"""What the pairs of the archive weigh against those of gold: a generator's habits are its own."""
TAUGHT = ("date", "place", "killed", "anchor")
"""Comparisons that an archive may teach. Its reports agree on the injured, on authors, on kinds of
people and on words more than real ones do: what those are worth is left as the gold has it."""
STEPS, RATE = 600, 0.5

FIXED = {
    ("date", "symbolic_day"): "a weekday fits one date in seven, whatever a small set shows",
    ("anchor", "day"): "the base that the other anchors are measured from",
    ("anchor", "spot"): "the same",
    ("names", "none"): "two reports seldom name the same people, and nouns are taken for names",
    ("company", "shared"): "known only once the news is linked",
    ("company", "other"): "the same",
    ("anchor", "loose"): "small sets hold no rivals from elsewhere in the country",
    ("injured", "near"): "neighbours of one kind hurt much the same numbers; small sets hold few",
    ("injured", "same_large"): "an equal number says no less than a near one",
}
"""Levels whose hand-set weight stays, and why."""

Row = tuple[tuple[str, str], ...]
Seen = Mapping[tuple[Row, bool], float]
"""How often each combination of levels was seen, on pairs of one event and of two."""


def of_gold(folders: Sequence[Path], weights: Weights) -> Seen:
    """Pairs of gold accounts, in six states of wear."""
    seen: Counter[tuple[Row, bool]] = Counter()
    for wear in WEARS:
        accounts: list[Account] = []
        documents: dict[str, Document] = {}
        truth: dict[str, str] = {}
        for folder in folders:
            gold = link_gold.load(folder, wear=wear)
            accounts += gold.accounts
            documents.update(gold.documents)
            truth.update(gold.truth)
        seen.update(_pairs(accounts, documents, truth, weights, every=True))
    return {key: n * (1.0 if key[1] else NEGATIVE) for key, n in seen.items()}


def of_archive(incidents: int, weights: Weights) -> Seen:
    """Candidate pairs of the accounts that Casus reads in a synthetic archive."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        archive.write(path, incidents=incidents, seed=ARCHIVE_SEED, hard=True, languages=spoken())
        read = measure.read(path)
    accounts = [a for a in read.accounts if a.id in read.truth]
    return _pairs(accounts, read.documents, read.truth, weights, every=False)


def _pairs(
    accounts: Sequence[Account],
    documents: Mapping[str, Document],
    truth: Mapping[str, str],
    weights: Weights,
    *,
    every: bool,
) -> Counter[tuple[Row, bool]]:
    """Candidate pairs by the levels they take; with `every`, also all true ones and every false
    one of a country: blocking shows the easy ones."""
    seen: Counter[tuple[Row, bool]] = Counter()
    facts = {a.id: facts_of(a, documents[a.doc]) for a in accounts}
    index = Index(facts)
    for f in facts.values():
        index.add(f)
    evidence = Evidence(index.common)
    pairs = {(min(i, j), max(i, j)) for i, f in facts.items() for j in index.partners(f)}
    if every:
        for i, j in combinations(sorted(facts), 2):
            if truth[i] == truth[j] or facts[i].countries & facts[j].countries:
                pairs.add((i, j))
    for i, j in pairs:
        a, b = facts[i], facts[j]
        if a.doc == b.doc:
            continue
        levels = {n: level for n, (level, _) in outcomes(a, b, evidence).items()}
        if not any(weights.levels[n][level].veto for n, level in levels.items()):
            seen[tuple(sorted(levels.items())), truth[i] == truth[j]] += 1
    return seen


def together(gold: Seen, archive_pairs: Seen) -> Seen:
    """Pairs of the gold and, with `SHARE` of their weight, those of the archive."""
    whole = SHARE * sum(gold.values()) / sum(archive_pairs.values())
    seen = dict(gold)
    for key, times in archive_pairs.items():
        seen[key] = seen.get(key, 0.0) + whole * times
    return seen


Value = dict[tuple[str, str], float]
"""Level → weight."""


def weights_of(gold: Seen, archive_pairs: Seen | None, weights: Weights) -> Value:
    """Weights from the gold, those of `TAUGHT` from the archive too."""
    value = estimate(gold, weights)
    if archive_pairs is None:
        return value
    held = {level: weight for level, weight in value.items() if level[0] not in TAUGHT}
    return estimate(together(gold, archive_pairs), weights, held)


def estimate(seen: Seen, weights: Weights, held: Value | None = None) -> Value:
    """Weights by gradient ascent on the penalised likelihood; those of `held` stay."""
    held = held or {}
    start = {(n, k): v.start for n, levels in weights.levels.items() for k, v in levels.items()}
    value = start | held
    # what is not told is no evidence
    fixed = {level for level in start if level[1] == "unknown"} | set(FIXED) | set(held)
    counts: dict[tuple[str, str], float] = Counter()
    ordered = sorted(seen.items())
    for (row, _), times in ordered:
        for level in row:
            counts[level] += times
    for _ in range(STEPS):
        slope = dict.fromkeys(counts, 0.0)
        for (row, same), times in ordered:
            odds = weights.prior + sum(value[level] for level in row)
            miss = times * (same - 1 / (1 + math.exp(-odds)))
            for level in row:
                slope[level] += miss
        for level, total in slope.items():
            if level in fixed:
                continue
            gradient = total - PULL * (value[level] - start[level])
            value[level] += RATE * gradient / (counts[level] / 4 + PULL)
    return value


def leave_one_out(folders: Sequence[Path], read: Seen | None, weights: Weights) -> None:
    """Print, for each corpus, how well its accounts link with weights that did not see it."""
    table = TABLE.read_text(encoding="utf-8")
    for left in folders:
        seen = of_gold([f for f in folders if f != left], weights)
        others = Weights.parse(rewrite(table, weights_of(seen, read, weights)))
        with tempfile.TemporaryDirectory() as kept:
            found = measure.read(left, keep=Path(kept) / "read.sqlite")
        scores = []
        for used in (weights, others):
            linked = link(found.accounts, found.documents, weights=used)
            scores.append(measure.quality(measure.labels_of(linked.groups), found.truth))
        shown = [f"{score.conll:.3f} ({score.merged} wrong)" for score in scores]
        print(f"{left}: as written {shown[0]}, estimated without it {shown[1]}")


def rewrite(text: str, value: Value) -> str:
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
    parser.add_argument("--archive", type=int, metavar="INCIDENTS", default=0)
    parser.add_argument("--leave-one-out", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    weights = Weights.load()
    read = of_archive(options.archive, weights) if options.archive else None
    if options.leave_one_out:
        leave_one_out(options.folder, read, weights)
        return 0
    seen = of_gold(options.folder, weights)
    value = weights_of(seen, read, weights)
    seen = together(seen, read) if read else seen
    counts: dict[tuple[str, str], float] = Counter()
    for (row, _), times in seen.items():
        for level in row:
            counts[level] += times
    for name, levels in weights.levels.items():
        for key, level in levels.items():
            print(f"{name}.{key:<20} {counts[name, key]:>8.0f} {level.start:>6.2f} -> "
                  f"{value[name, key]:>6.2f}")  # fmt: skip
    same = sum(t for (_, s), t in seen.items() if s)
    print(f"{same:.0f} pairs of one event, {sum(seen.values()) - same:.0f} of two")
    if options.write:
        TABLE.write_text(rewrite(TABLE.read_text(encoding="utf-8"), value), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
