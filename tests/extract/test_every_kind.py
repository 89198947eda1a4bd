"""Each kind of incident told in one plain sentence, in each language: `every_kind.tsv`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from reports import read

from casus.types import Count

with Path(__file__).with_name("every_kind.tsv").open(encoding="utf-8", newline="") as _file:
    ROWS = [tuple(row.values()) for row in csv.DictReader(_file, delimiter="\t")]


@pytest.mark.parametrize(("lang", "kind", "field", "figure", "sentence"), ROWS)
def test_a_plain_sentence_tells_its_kind_figure_and_place(
    lang: str, kind: str, field: str, figure: str, sentence: str
) -> None:
    (account,) = read(sentence, lang=lang).accounts
    told = [c.value.low for c in account.claims if c.field == field and isinstance(c.value, Count)]
    assert (account.kind, account.role) == (kind, "main")
    assert int(figure) in told
    assert any(claim.field == "where" for claim in account.claims)
