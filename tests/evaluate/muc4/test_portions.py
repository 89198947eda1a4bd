from __future__ import annotations

from pathlib import Path

import pytest

from casus.evaluate.muc4.portions import find
from casus.evaluate.muc4.rows import Muc4Error


@pytest.mark.parametrize(
    ("part", "portion", "rows", "texts"),
    [
        ("", "dev", 2, 0),
        ("", "tst1", 1, 2),
        ("five_slot", "tst1", 1, 2),
        ("corpora", "tst1", 1, 2),
        ("corpora/tst1", "any", 0, 2),
        ("five_slot/dev.json", "any", 2, 0),
    ],
)
def test_what_lies_there_is_recognised(
    corpora: Path, part: str, portion: str, rows: int, texts: int
) -> None:
    found = find(corpora / part, portion)
    assert (len(found.rows), len(found.texts)) == (rows, texts)
    assert {text.row.docid for text in found.texts} <= set(found.keys)


def test_a_folder_without_any_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(Muc4Error, match=r"no dev\.json here .* in tst1 or tst2"):
        find(tmp_path, "dev")
