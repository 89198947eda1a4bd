"""Read annotated reports with Casus as it is now.

Use `predict` for a whole run, `predict_accounts` for extraction alone: one document at a time,
nothing linked.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from casus.config import Config
from casus.evaluate.gold import Corpus
from casus.evaluate.predicted import Prediction, from_accounts, from_incidents
from casus.ingest import Received, read_paths
from casus.pipeline import Request, builtin_stages, run
from casus.types import Account


def predict(corpus: Corpus, *, policy: str = "ucdp", packs: tuple[Path, ...] = ()) -> Prediction:
    """Everything that `casus run` does, in a folder that is thrown away afterwards."""
    config = Config(policy=policy, languages=_languages(corpus))
    with tempfile.TemporaryDirectory() as folder:
        paths = tuple(str(file) for file in corpus.files)
        request = Request(paths=paths, out=Path(folder), packs=packs, jobs=1)
        result = run(request, config)
    documents = [
        {"id": o.id, "status": o.status.value, "problems": [{"what": p.what} for p in o.problems]}
        for o in result.outcomes
    ]
    return from_incidents(result.incidents, documents)


def predict_accounts(corpus: Corpus, *, packs: tuple[Path, ...] = ()) -> Prediction:
    """Only read, so that extraction is seen without what linking makes of it."""
    return from_accounts(read_accounts(corpus, packs=packs))


def read_accounts(corpus: Corpus, *, packs: tuple[Path, ...] = ()) -> list[Account]:
    """The accounts of every report, in the order of the reports."""
    reader = builtin_stages(Request(paths=(), out=Path(), packs=packs)).make_reader()
    found: list[Account] = []
    for item in read_paths(corpus.files, Config(), languages=_languages(corpus)):
        if isinstance(item, Received) and item.document.id in corpus.reports:
            found += reader(item.document).accounts
    return found


def _languages(corpus: Corpus) -> tuple[str, ...]:
    return tuple(sorted({report.lang for report in corpus.reports.values()}))
