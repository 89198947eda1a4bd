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
OWN = sorted(folder.parent.name for folder in GOLD.glob("*/gold.jsonl"))
KEPT_BESIDE = [
    ("set-c", ("de", "en")), ("set-c", ("es",)),
    ("set-d", ("en",)), ("set-d", ("ar",)), ("set-d", ("ru",)),
]  # fmt: skip


def measured(data: Path, languages: tuple[str, ...] = ()) -> tuple[Measured, Result]:
    corpus = load_corpus(data, languages=languages)
    result = score(corpus, predict(corpus), draws=0)
    read = tuple(sorted({report.lang for report in corpus.reports.values()}))
    return Measured(corpus.names, read, "ucdp", corpus.digest, result.scores), result


@pytest.mark.parametrize("name", OWN)
def test_own_gold_holds_its_floors(name: str) -> None:
    found, result = measured(GOLD / name)
    assert result.counts["reports"] >= 15
    assert result.counts["predicted accounts"] > 0
    assert check(FLOORS, found) == []


@pytest.mark.parametrize(("name", "languages"), KEPT_BESIDE)
def test_collections_beside_the_project_hold_theirs(
    name: str, languages: tuple[str, ...]
) -> None:
    if not (BESIDE / name / "gold.jsonl").is_file():
        pytest.skip(f"{name} is not kept beside this checkout")
    found, result = measured(BESIDE / name, languages)
    assert result.counts["predicted accounts"] > 0
    assert check(FLOORS, found) == []
