"""Words for scripts/train_roles.py: which are borders of phrases, and which are used alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from role_answers import mentions
from role_tables import SETTINGS
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD

from casus.evaluate.muc4.read import document_of
from casus.evaluate.muc4.rows import Row
from casus.packs import Pack
from casus.text import tokenise

FREQUENT, SELDOM_INSIDE = 50, 0.005
"""A word is a border where at most one in 200 of its 50 and more places lies in a phrase."""


def learn_words(rows: Sequence[Row], pack: Pack) -> list[list[str]]:
    """Words with their classes and whether they are borders."""
    seen: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    texts = [tokenise(document_of(row).text, writing=pack.writing).lower for row in rows]
    for words, row in zip(texts, rows, strict=True):
        seen.update(words)
        covered: set[int] = set()
        for mention in {m.text for m in mentions(row)}:
            sought = tokenise(mention, writing=pack.writing).lower
            for i in range(len(words) - len(sought) + 1):
                if words[i] == sought[0] and words[i : i + len(sought)] == sought:
                    covered.update(range(i, i + len(sought)))
        inside.update(words[i] for i in covered)
    joins = set(SETTINGS["closed"]["joins"])
    borders = {w for w, n in seen.items() if n >= FREQUENT and inside[w] <= SELDOM_INSIDE * n}
    borders = (borders - joins) | {"who", "which", "that", "by"}
    classes = word_classes(texts, seen)
    return [
        [w, *classes.get(w, ("", "")), str(int(w in borders))]
        for w in sorted(borders | classes.keys())
    ]


_LEAST_SEEN, _CONTEXTS, _DIMENSIONS = 4, 2500, 80
_WIDE, _NARROW = 60, 250
_WINDOW = (-2, -1, 1, 2)


def word_classes(texts: Sequence[Sequence[str]], seen: Counter[str]) -> dict[str, tuple[str, str]]:
    """Words used alike: 60 wide and 250 narrow classes of words by the words beside them."""
    words = sorted(w for w, n in seen.items() if n >= _LEAST_SEEN and w[0].isalpha())
    row = {w: n for n, w in enumerate(words)}
    ranked = sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))[:_CONTEXTS]
    context = {w: n for n, (w, _) in enumerate(ranked)}
    counts: Counter[tuple[int, int]] = Counter()
    for text in texts:
        for i, word in enumerate(text):
            if (r := row.get(word)) is None:
                continue
            for k, offset in enumerate(_WINDOW):
                if 0 <= i + offset < len(text) and (c := context.get(text[i + offset])) is not None:
                    counts[r, 4 * c + k] += 1
    rows, columns = (np.array(side) for side in zip(*counts, strict=True))
    held = np.array(list(counts.values()), float)
    across, down = np.bincount(rows, held), np.bincount(columns, held)
    surprise = np.log(held * held.sum() / (across[rows] * down[columns])) - np.log(1.5)
    value = np.maximum(surprise, 0) * np.minimum(1, held / 3 + 0.4)
    matrix = sparse.csr_matrix((value, (rows, columns)), (len(words), 4 * len(context)))
    points = TruncatedSVD(_DIMENSIONS, random_state=0).fit_transform(matrix)
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    labels = [
        KMeans(k, random_state=0, n_init=2, max_iter=60).fit(points).labels_
        for k in (_WIDE, _NARROW)
    ]
    return {w: (f"a{labels[0][n]}", f"b{labels[1][n]}") for n, w in enumerate(words)}
