"""Both formats of annotated texts are told apart and read with their offsets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casus.evaluate.timex.model import TimexError, TimexSet
from casus.evaluate.timex.sets import load_sets

from .samples import write_columns, write_timeml


def told(texts: TimexSet) -> list[list[tuple[str, str, str]]]:
    return [[(t.text[x.start : x.end], x.type, x.value) for x in t.gold] for t in texts.texts]


def test_timeml_with_a_peer_and_without_what_is_not_said(tmp_path: Path) -> None:
    (found,) = load_sets(write_timeml(tmp_path))
    assert (found.name, found.lang, found.peers) == ("corpus", "de", ("tagger",))
    assert [t.published for t in found.texts] == [date(2019, 11, 2)] * 2
    assert told(found) == [
        [("gestern", "DATE", "2019-11-01"), ("20.30 Uhr", "TIME", "2019-11-01T20.30")],
        [("drei Wochen", "DURATION", "P3W"), ("2018", "DATE", "2018")],
    ]
    assert [len(t.peers["tagger"]) for t in found.texts] == [1, 2]


def test_tokens_with_tags_are_put_together_again(tmp_path: Path) -> None:
    (found,) = load_sets(write_columns(tmp_path))
    assert (found.name, found.lang) == ("en/dev", "en")
    assert [(t.id, t.published) for t in found.texts] == [
        ("dev-1", date(2019, 11, 2)),
        ("dev-2", date(2020, 3, 1)),
    ]
    assert found.texts[0].text.startswith("Flood at Harlow\nThe weir broke on October 28 , 2019 ,")
    assert told(found) == [
        [("October 28 , 2019", "DATE", "2019-10-28"), ("two days", "DURATION", "P2D")],
        [("today", "DATE", "2020-03-01")],
    ]


def test_both_together_and_by_language(tmp_path: Path) -> None:
    write_timeml(tmp_path)
    write_columns(tmp_path)
    assert {s.lang for s in load_sets(tmp_path)} == {"de", "en"}
    assert [s.name for s in load_sets(tmp_path, languages=["en"])] == ["en/dev"]
    with pytest.raises(TimexError, match="no set in fr; there is de, en"):
        load_sets(tmp_path, languages=["fr"])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.tml", "<TimeML><TEXT>", "no well-formed XML"),
        ("x.tml", "<TimeML/>", "no TEXT element"),
        ("x.tsv", "token\tO\t-\n", "first line"),
        ("x.tsv", '*!-DCTVALUE="2019-11-02"-!*\tO\t-\nword O -\n', "x.tsv:2: not token"),
        ("x.txt", "Monday", "neither TimeML"),
    ],
)
def test_files_that_are_no_such_set(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(TimexError, match=message):
        load_sets(tmp_path)


def test_a_peer_of_another_text_is_refused(tmp_path: Path) -> None:
    write_timeml(tmp_path)
    other = tmp_path / "corpus_tagger" / "a.tml"
    other.write_text(other.read_text(encoding="utf-8").replace("lief", "floss"), encoding="utf-8")
    with pytest.raises(TimexError, match="its text is not that of"):
        load_sets(tmp_path)
