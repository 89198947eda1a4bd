"""Annotated texts and rows as files have them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from casus.evaluate.places.corpus import PlaceDataError, load_annotated, load_rows
from casus.gazetteer import Gazetteer


def test_articles_are_read_with_names_at_their_words(xml: Path) -> None:
    first, second = load_annotated(xml, Gazetteer.open())
    assert (first.text.id, first.text.published) == ("a1", date(2019, 5, 4))
    assert second.text.published is None
    assert [(n.phrase, n.country) for n in first.names] == [
        ("Toledo", "US"), ("Ohio", "US"), ("French", "FR"),
    ]  # fmt: skip
    for doc in (first, second):
        assert [doc.text.text[n.start : n.end] for n in doc.names] == [n.phrase for n in doc.names]
    assert first.unplaced == 1  # a name that the text does not have
    assert [n.lat for n in second.names] == [54.32, None]


def test_an_annotation_a_few_characters_off_is_set_right(xml: Path) -> None:
    """French is annotated three characters early."""
    first, _ = load_annotated(xml, Gazetteer.open())
    assert first.names[2].start == 45


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<articles><article>", "well-formed"),
        ("<articles><article><text>Nothing</text></article></articles>", "no <article>"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(content)
    with pytest.raises(PlaceDataError, match=said):
        load_annotated(path, Gazetteer.open())


def rows(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_rows_have_id_or_doc_and_may_have_spans(tmp_path: Path) -> None:
    path = rows(
        tmp_path,
        {"id": 7, "text": "Rain in Lyon."},
        {"doc": "b", "lang": "de", "published": "2020-02-03", "text": "Regen in Kiel.",
         "spans": [[9, 13]]},
    )  # fmt: skip
    first, second = load_rows(path, lang="en")
    assert (first.id, first.lang, first.spans) == ("7", "en", None)
    assert (second.id, second.lang, second.spans) == ("b", "de", ((9, 13),))
    assert second.published == date(2020, 2, 3)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": 1}, "object with"),
        ({"text": "x"}, '"id"'),
        ({"id": 1, "text": "ab", "spans": [[1, 9]]}, "no word"),
        ({"id": 1, "text": "a b", "spans": [[1, 2]]}, "no word"),
        ({"id": 1, "text": "ab", "spans": 3}, "list of"),
        ([1], "object with"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(PlaceDataError, match=said) as caught:
        list(load_rows(rows(tmp_path, row)))
    assert "#1" in str(caught.value)
