"""Places of a text alone, and spans that are given."""

from __future__ import annotations

import pytest

from casus.extract.places import PlaceMention
from casus.extract.toponyms import read_places
from casus.gazetteer import Gazetteer
from casus.packs import load_pack


def read(text: str, *names: str, lang: str = "en") -> list[PlaceMention]:
    spans = [(text.index(name), text.index(name) + len(name)) for name in names] or None
    return read_places(text, pack=load_pack(lang), gazetteer=Gazetteer.open(), spans=spans)


def test_a_text_without_an_incident_has_places() -> None:
    found = read("The choir of Lyon sang in Graz on 4 May and in Linz a day later.")
    assert [m.name for m in found] == ["Lyon", "Graz", "Linz"]
    assert [m.resolved.country for m in found if m.resolved] == ["FR", "AT", "AT"]


def test_given_spans_come_back_in_their_order_and_whole() -> None:
    text = "Snow fell on Elm Street in Toledo, Ohio, and on Zzyqx Bridge."
    names = ("Zzyqx Bridge", "Elm Street", "Toledo")
    found = read(text, *names)
    assert [text[m.start : m.end] for m in found] == list(names)
    toledo = found[2].resolved
    assert toledo is not None and toledo.path[-2:] != ("Spain", "Toledo")
    assert toledo.country == "US"
    street = found[1].resolved  # no list has it: it lies in its town
    assert street is not None and (street.lat, street.gazetteer_id) == (toledo.lat, None)


def test_the_rest_of_the_text_is_context_for_given_spans() -> None:
    (georgia,) = read("Protests in Tbilisi spread. Georgia has known many.", "Georgia")
    assert georgia.resolved is not None and georgia.resolved.country == "GE"


@pytest.mark.parametrize("span", [(3, 3), (4, 5), (90, 99)])
def test_a_span_without_a_word_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no word"):
        read_places("Rain . in", pack=load_pack("en"), gazetteer=Gazetteer.open(), spans=[span])
