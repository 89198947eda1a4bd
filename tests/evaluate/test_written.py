"""Reports as others would write them keep every character where it is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from casus.evaluate.gold import Corpus
from casus.evaluate.written import WRITINGS, as_written


@pytest.mark.parametrize("writing", WRITINGS)
def test_offsets_stay_and_files_tell_the_same(corpus: Corpus, writing: str) -> None:
    with as_written(corpus, writing) as changed:
        assert changed.reports.keys() == corpus.reports.keys()
        for key, report in changed.reports.items():
            assert len(report.text) == len(corpus.reports[key].text)
        rows = [json.loads(line) for f in changed.files for line in f.read_text().splitlines()]
        assert {r["id"]: r["text"] for r in rows} == {
            key: report.text for key, report in changed.reports.items()
        }
        assert {r["published"] for r in rows} == {"2021-03-02", "2021-03-20", None}
    assert not any(file.exists() for file in changed.files)
    assert changed.incidents == corpus.incidents


@pytest.mark.parametrize(
    ("writing", "want"),
    [("capitals", "GROßE FÊTE, ТАЙНЫЙ ЁЛКА"), ("small", "große fête, тайный ёлка"),
     ("unmarked", "Große Fete, тайный елка")],
)  # fmt: skip
def test_what_is_changed(corpus: Corpus, writing: str, want: str) -> None:
    report = next(iter(corpus.reports.values()))
    text = replace(report, text="Große Fête, тайный ёлка")
    one = replace(corpus, reports={report.id: text}, files=())
    with as_written(one, writing) as changed:
        assert changed.reports[report.id].text == want
