"""Other ways to group the same accounts, each with the threshold that suits it best.

All work on what Casus read. A peer gives scored pairs; `best` groups them at several
thresholds, as connected components and by mean linkage, and keeps what fits the truth best: a
peer is never worse here for want of tuning.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casus.link.cluster import PairView, Rules, agglomerate
from casus.link.facts import Facts, facts_of

from .measure import Collection, Quality, quality

Scores = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Found:
    """The best grouping of a peer: how it was made, how good it is, seconds for its pairs."""

    name: str
    how: str
    quality: Quality
    seconds: float


def facts(collection: Collection) -> list[Facts]:
    """The accounts as linking compares them."""
    return [facts_of(a, collection.documents[a.doc]) for a in collection.accounts]


def equality(collection: Collection) -> Found:
    """Same kind, same first day, same place: what a spreadsheet would do."""
    begin = time.perf_counter()
    labels: dict[str, object] = {}
    for f in facts(collection):
        place = f.places[0] if f.places else None
        key = (min(f.kinds), f.start, place.gazetteer_id or place.key if place else None)
        # what tells no day or no place is alone
        labels[f.id] = key if f.start is not None and place is not None else f.id
    seconds = time.perf_counter() - begin
    return Found("same kind, day and place", "", quality(labels, collection.truth), seconds)


def tf_idf(collection: Collection) -> Found:
    """Cosine of the words of the accounts' sentences, inside windows of one to seven days."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - bench extra

    begin = time.perf_counter()
    known = facts(collection)
    texts = []
    for account in collection.accounts:
        text = collection.documents[account.doc].text
        sentences = sorted({account.anchor, *(c.sentence for c in account.claims)})
        texts.append(" ".join(text[a:b] for a, b in sentences))
    matrix = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    days = [f.start if f.start is not None else f.published for f in known]
    of_day: dict[int, list[int]] = defaultdict(list)
    for i, day in enumerate(days):
        if day is not None:
            of_day[day].append(i)
    options: dict[str, dict[tuple[int, int], float]] = {}
    for window in (1, 3, 7):
        scores: dict[tuple[int, int], float] = {}
        for day, here in of_day.items():
            near = [j for d in range(day, day + window + 1) for j in of_day.get(d, ())]
            table = (matrix[here] @ matrix[near].T).tocoo()
            for row, column, value in zip(table.row, table.col, table.data, strict=True):
                i, j = here[row], near[column]
                if value >= 0.1 and known[i].doc != known[j].doc:
                    scores[min(i, j), max(i, j)] = float(value)
        options[f"{window} days"] = scores
    seconds = time.perf_counter() - begin
    steps = [n / 20 for n in range(3, 19)]
    return best("TF-IDF in a window", options, steps, 0.0, collection, seconds)


def best(
    name: str,
    options: Mapping[str, Scores],
    thresholds: Sequence[float],
    floor: float,
    collection: Collection,
    seconds: float,
) -> Found:
    """The grouping with the highest CoNLL F1 over options, thresholds and ways to group.

    `floor` is the score of a pair that was not proposed.
    """
    found: Found | None = None
    for option, scores in options.items():
        for threshold in thresholds:
            for way, group in (("components", _components), ("mean linkage", _mean)):
                labels = group(len(collection.accounts), scores, threshold, floor)
                ids = {a.id: labels[n] for n, a in enumerate(collection.accounts)}
                score = quality(ids, collection.truth)
                if found is None or score.conll > found.quality.conll:
                    how = ", ".join(filter(None, (option, way, f"from {threshold:g}")))
                    found = Found(name, how, score, seconds)
    assert found is not None
    return found


def _components(count: int, scores: Scores, threshold: float, _: float) -> list[int]:
    home = list(range(count))

    def root(i: int) -> int:
        while home[i] != i:
            home[i] = home[home[i]]
            i = home[i]
        return i

    for (i, j), score in scores.items():
        if score >= threshold:
            a, b = root(i), root(j)
            home[max(a, b)] = min(a, b)
    return [root(i) for i in range(count)]


def _mean(count: int, scores: Scores, threshold: float, floor: float) -> list[int]:
    missing = PairView(floor - threshold, False, False)
    names = [f"{n:09}" for n in range(count)]
    views, near = {}, defaultdict(list)
    for (i, j), score in scores.items():
        left, right = sorted((names[i], names[j]))
        views[left, right] = PairView(score - threshold, False, False)
        if score > threshold:
            near[left,].append((right,))
            near[right,].append((left,))
    rules = Rules(lambda a, b: views.get((a, b), missing), 0.0)
    labels = [0] * count
    for n, group in enumerate(agglomerate([(name,) for name in names], near, rules)):
        for member in group:
            labels[int(member)] = n
    return labels
