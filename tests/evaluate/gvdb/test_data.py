"""What is read of a file of the database."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from casus.evaluate.gvdb.data import Article, DataError, load_annotated, load_articles

from .conftest import HEAD


def test_victims_are_counted_by_what_befell_them(table: Path) -> None:
    marked = {a.id: a.marked for a in load_annotated(table)}
    assert {k: (m.killed, m.injured, m.no_victim) for k, m in marked.items() if m} == {
        "a1": (2, 1, False),
        "a2": (0, 0, True),
        "a3": (None, None, False),  # a victim whose state is left open
    }


def test_slots_and_text_without_its_title(table: Path) -> None:
    first, second, third = load_annotated(table.parent)
    assert first.text.startswith("Two men were")
    assert first.marked is not None and second.marked is not None and third.marked is not None
    assert (first.marked.date, first.marked.city) == (date(2016, 3, 6), "Tampa")
    assert [a.marked.state for a in (first, second, third) if a.marked] == [
        "Florida", "Unclear", "Fla.",
    ]  # fmt: skip
    assert (second.marked.city, second.marked.clock_time) == ("Tampa", "7 p.m")


def test_articles_without_marks(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    rows = [
        {"id": 7, "title": "T", "text": "T and more", "published": "2016-03-06T10:00"},
        {"id": "b", "title": None, "text": "x", "published": None},
    ]
    file.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    assert load_articles(file) == [
        Article("7", "T", "and more", date(2016, 3, 6)),
        Article("b", "", "x"),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("a\tb\n", "has no column 'Article id'"),
        (HEAD + "1\tu\tt\tx\t{}\tW\n", "article 1 is broken"),
        (HEAD + "1\tu\n", "article 1 is broken"),
        (HEAD + "1\tu\tt\tx\t[1]\tW\n", "article 1 is broken"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "x.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=says):
        load_annotated(tmp_path)


def test_a_folder_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no \.tsv"):
        load_annotated(tmp_path)


def test_articles_that_are_none(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(DataError, match="article 1 is broken"):
        load_articles(file)
