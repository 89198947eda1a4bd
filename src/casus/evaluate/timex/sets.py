"""Sets of annotated texts in a folder, whatever their format.

Use `load_sets`. Which format a file has is told by itself; the language is detected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from casus.evaluate.timex import columns, timeml
from casus.evaluate.timex.model import AnnotatedText, TimexError, TimexSet
from casus.ingest.language import detect


def load_sets(path: Path, *, languages: Collection[str] = ()) -> tuple[TimexSet, ...]:
    """Every set under `path` (a file or folder) in one of `languages`, default all.

    TimeML files make one set a folder (`casus.evaluate.timex.timeml`), a file of tokens is a set
    of its own (`casus.evaluate.timex.columns`). Raises TimexError where there is none.
    """
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    found = timeml.read_timeml([f for f in files if f.suffix == timeml.SUFFIX])
    for file in files:
        if file.suffix == columns.SUFFIX:
            found[f"{file.parent.name}/{file.stem}"] = columns.read_columns(file)
    sets = [TimexSet(name, _language(texts), texts) for name, texts in found.items() if texts]
    if not sets:
        raise TimexError(
            f"{path}: neither TimeML ({timeml.SUFFIX}) nor tokens with tags ({columns.SUFFIX})"
        )
    chosen = tuple(s for s in sets if not languages or s.lang in languages)
    if not chosen:
        there = ", ".join(sorted({s.lang for s in sets}))
        raise TimexError(f"{path}: no set in {', '.join(languages)}; there is {there}")
    return chosen


def _language(texts: Sequence[AnnotatedText]) -> str:
    votes = Counter(detect(text.text)[0] for text in texts)
    return votes.most_common(1)[0][0] or ""
