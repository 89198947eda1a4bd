"""What Casus reads now, against the floors: no score may fall unseen.

The project's own gold must be there and pinned. Collections kept beside the project are scored
where they are present.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from casus.evaluate.floors import Measured, check
from casus.evaluate.gold import load_corpus
from casus.evaluate.run import predict
from casus.evaluate.score import Result, score

ROOT = Path(__file__).parent.parent.parent
GOLD = ROOT / "gold"
FLOORS = GOLD / "floors.json"
BESIDE = ROOT.parent / "shared" / "eval" / "incidents"
LANGUAGES = ("de", "en")


def measured(data: Path) -> tuple[Measured, Result]:
    corpus = load_corpus(data, languages=LANGUAGES)
    result = score(corpus, predict(corpus), draws=0)
    read = tuple(sorted({report.lang for report in corpus.reports.values()}))
    return Measured(corpus.names, read, "ucdp", corpus.digest, result.scores), result


def test_own_gold_holds_its_floors() -> None:
    found, result = measured(GOLD)
    assert result.counts["reports"] >= 20
    assert result.counts["predicted accounts"] > 0
    assert check(FLOORS, found) == []


@pytest.mark.parametrize("name", ["set-c", "set-d"])
def test_collections_beside_the_project_hold_theirs(name: str) -> None:
    if not (BESIDE / name / "gold.jsonl").is_file():
        pytest.skip(f"{name} is not kept beside this checkout")
    found, result = measured(BESIDE / name)
    assert result.counts["predicted accounts"] > 0
    assert check(FLOORS, found) == []
