"""Offsets never move after `normalise`; tokens and sentences cut where readers would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.text import Writing, hard_wrapped, normalise, normalise_with_origins, segment, tokenise


@given(st.text())
def test_normalise_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_origins_lead_back_to_the_text_as_given(text: str) -> None:
    plain, origins = normalise_with_origins(text)
    assert plain == normalise(text)
    assert origins == sorted(origins) and origins[-1] == len(text)
    assert len(origins) == len(plain) + 1


def test_a_name_is_found_again_in_a_text_as_given() -> None:
    text = "In Ko\u0308\u00adln\r\nund \u200bBonn"
    plain, origins = normalise_with_origins(text)
    at = plain.index("Köln")
    assert text[origins[at] : origins[at + 4]] == "Ko\u0308\u00adln"
    at = plain.index("Bonn")
    assert text[origins[at] : origins[at + 4]] == "Bonn"


@given(st.text(), st.sampled_from(["suffix", "prefix", "letter"]))
def test_tokens_are_slices_and_cover_all_but_blanks(text: str, apostrophe: str) -> None:
    text = normalise(text)
    tokens = tokenise(text, writing=Writing(apostrophe))
    assert [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert "".join(tokens.words) == "".join(text.split())


@given(st.text())
def test_sentences_part_the_tokens(text: str) -> None:
    tokens = tokenise(normalise(text))
    at = 0
    for sentence in segment(tokens):
        assert sentence.first == at < sentence.last
        at = sentence.last
    assert at == len(tokens)


@pytest.mark.parametrize(
    ("text", "apostrophe", "words"),
    [
        ("Friday's raid", "suffix", ["Friday", "'s", "raid"]),
        ("l'attaque", "prefix", ["l'", "attaque"]),
        ("п'ять", "letter", ["п'ять"]),
        ("10 000 people", "suffix", ["10 000", "people"]),
        ("on May 10 2019", "suffix", ["on", "May", "10", "2019"]),
        ("the 35-year-old", "suffix", ["the", "35-year-old"]),
        ("2.5 million", "suffix", ["2.5", "million"]),
        ("1,234 dead.", "suffix", ["1,234", "dead", "."]),
        ("Armee-Stützpunkt", "suffix", ["Armee-Stützpunkt"]),
    ],
)
def test_tokenise(text: str, apostrophe: str, words: list[str]) -> None:
    assert tokenise(text, writing=Writing(apostrophe)).words == words


FOLDED = Writing(
    letters=str.maketrans({"أ": "ا", "ـ": "", "\u064f": "", "٣": "3"}), digits_apart=True
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("أُسر ٣٣", ["اسر", "33"]),
        ("بـ٣ و٣", ["ب", "3", "و", "3"]),
        ("ـ", ["ـ"]),  # a mark alone stays
    ],
)
def test_letters_are_read_as_others_and_offsets_stay(text: str, words: list[str]) -> None:
    tokens = tokenise(text, writing=FOLDED)
    assert tokens.words == words
    assert "".join(tokens.raw(i, i + 1) for i in range(len(tokens))) == "".join(text.split())
    assert tokens.read(0, len(tokens)) == FOLDED.read(text)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Lt. Gen. Smith spoke. He left.", ["Lt. Gen. Smith spoke.", "He left."]),
        ("Bis zum 31. Mai 2020. Danach nicht.", ["Bis zum 31. Mai 2020.", "Danach nicht."]),
        ("J. Smith died. So it goes.", ["J. Smith died.", "So it goes."]),
        ('"Help!" she cried. He ran.', ['"Help!" she cried.', "He ran."]),
        ("Title\n\nText here", ["Title", "Text here"]),
        ("U.S. troops left. All of them.", ["U.S. troops left.", "All of them."]),
        ("It was 5 p.m. Monday. It rained.", ["It was 5 p.m. Monday.", "It rained."]),
        ("It was 5 p.m. Police came.", ["It was 5 p.m.", "Police came."]),
    ],
)
def test_segment(text: str, sentences: list[str]) -> None:
    found = segment(tokenise(text), frozenset({"lt", "gen", "1.", "m monday"}))
    assert [text[s.start : s.end] for s in found] == sentences


@pytest.mark.parametrize(
    ("lines", "wrapped"),
    [
        (["The weir above the town gave way on the third day of rain, and the",
          "water took two bridges and the old mill with it before the evening",
          "came. Nobody was hurt, since the lower quarter had been cleared two",
          "days before."], True),
        (["The weir above the town gave way on the third day of heavy rain.",
          "The water took two bridges and the old mill with it by the evening.",
          "Nobody was hurt, as the lower quarter had been cleared before."] * 2, False),
        (["Flood", "Weir gives way", "Harlow", "2 November"], False),
        (["One line"], False),
    ],
)  # fmt: skip
def test_lines_cut_by_width(lines: list[str], wrapped: bool) -> None:
    assert hard_wrapped("\n".join(lines)) is wrapped
