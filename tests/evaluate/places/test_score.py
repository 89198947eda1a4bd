"""What counts as found and as resolved, on names made by hand."""

from __future__ import annotations

import pytest

from casus.evaluate.places.corpus import Annotated, GoldName, Text
from casus.evaluate.places.reading import FoundName
from casus.evaluate.places.score import Read, error_km, score

TEXT = "Rain fell in Lyon and in Upper Kiel and in Bonn."


def gold(phrase: str, lat: float | None, lon: float | None, country: str | None) -> GoldName:
    start = TEXT.index(phrase)
    return GoldName(start, start + len(phrase), phrase, lat, lon, country)


def found(phrase: str, lat: float | None, lon: float | None, country: str | None) -> FoundName:
    start = TEXT.index(phrase)
    return FoundName(start, start + len(phrase), phrase, lat, lon, country, "")


LYON = gold("Lyon", 45.75, 4.85, "FR")
KIEL = gold("Upper Kiel", 54.3, 10.1, "DE")
BONN = gold("Bonn", None, None, None)


@pytest.fixture
def read() -> Read:
    names = (LYON, KIEL, BONN)
    return Read(
        Annotated(Text("d", TEXT), names),
        (found("Rain", 0.0, 0.0, "XX"), found("Lyon", 45.8, 4.8, "FR"),
         found("Kiel", 54.3, 10.1, "DE")),
        (found("Lyon", 45.8, 4.8, "FR"), found("Upper Kiel", 42.0, -70.0, "US"),
         found("Bonn", None, None, None)),
    )  # fmt: skip


def test_found_names_count_by_exact_and_by_overlapping_span(read: Read) -> None:
    scores = score([read], draws=5).scores
    assert scores["found.exact.p"].value == pytest.approx(1 / 3)
    assert scores["found.exact.r"].value == pytest.approx(1 / 3)
    assert scores["found.overlap.f1"].value == pytest.approx(2 / 3)


def test_only_names_with_coordinates_count_as_resolved(read: Read) -> None:
    result = score([read], draws=5)
    assert (result.scores["found.161km"].value, result.scores["found.161km"].n) == (1.0, 1)
    assert (result.scores["given.161km"].value, result.scores["given.161km"].n) == (0.5, 2)
    assert result.scores["given.country"].value == 0.5
    error = error_km(LYON, read.given[0])
    assert error is not None and 5 < error < 8
    assert result.errors["found.km.mean"].value == pytest.approx(error)
    assert result.errors["given.km.median"].n == 2


def test_misses_come_worst_first_with_what_was_read(read: Read) -> None:
    told = [(m.what, m.gold.split()[0], m.predicted.split()[0]) for m in score([read]).misses]
    assert told == [
        ("placed too far off", "Upper", "42.00"),
        ("not found", "Bonn", "-"),
        ("invented", "-", "Rain"),
        ("cut otherwise", "Upper", "Kiel"),
    ]


def test_one_found_name_answers_for_one_annotated() -> None:
    names = (gold("Lyon", None, None, None), gold("Upper Kiel", None, None, None))
    wide = FoundName(LYON.start, KIEL.end, "Lyon and in Upper Kiel", None, None, None, "")
    read = Read(Annotated(Text("d", TEXT), names), (wide,), (wide, wide))
    scores = score([read], draws=5).scores
    assert scores["found.overlap.r"].value == 0.5
    assert "found.161km" not in scores
