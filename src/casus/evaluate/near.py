"""Near-copies among annotated reports, found by shared runs of words.

Kept apart from `casus.link`, which finds witnesses for real: a scorer that used what it
measures would agree with it.
"""

from __future__ import annotations

import re

_RUN = 5
SHARED = 0.4
"""Copies share this part of the shorter text's five-word runs: agency reprints with a new first
sentence share more than 0.55, independent reports of one event less than 0.05."""


def near_copies(texts: dict[str, str]) -> list[frozenset[str]]:
    """Pairs of ids whose texts share most of their five-word runs."""
    runs = {key: _runs(text) for key, text in texts.items()}
    keys = sorted(key for key in runs if runs[key])
    found = []
    for n, a in enumerate(keys):
        for b in keys[n + 1 :]:
            least = min(len(runs[a]), len(runs[b]))
            if len(runs[a] & runs[b]) >= SHARED * least:
                found.append(frozenset((a, b)))
    return found


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1))
