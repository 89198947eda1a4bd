"""The lexicon finds words, phrases, stems, heads, with their case where it matters."""

import pytest

from casus.packs.lexicon import Lexicon, LexiconError, expand
from casus.text import tokenise

TABLES = {
    "EVENT": {"armed_attack": ["attack{,s}", "*angriff{,s,e}"], "fire": ["fire"]},
    "HARM_I": {"killed": ["ums leben", "lost their li*", "perish*"]},
    "VOICE": {"un": ["=WHO", "world health organi{s,z}ation"]},
    "METAPHOR": {"": ["fire sale"]},
    "PERSON": {"military": ["*soldat"], "child": ["kindersoldat"]},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two attacks", [("attacks", "EVENT", "armed_attack")]),
        ("Der Luftangriff", [("Luftangriff", "EVENT", "armed_attack")]),
        ("the Attacker", []),
        ("kamen ums Leben", [("ums Leben", "HARM_I", "killed")]),
        ("they lost their lives", [("lost their lives", "HARM_I", "killed")]),
        ("they perished", [("perished", "HARM_I", "killed")]),
        ("WHO said", [("WHO", "VOICE", "un")]),
        ("who said", []),
        ("World Health Organization", [("World Health Organization", "VOICE", "un")]),
        ("Kindersoldat", [("Kindersoldat", "PERSON", "child")]),
        (
            "a fire sale",
            [("fire sale", "METAPHOR", ""), ("fire", "EVENT", "fire")],
        ),
    ],
)
def test_annotate(text: str, expected: list[tuple[str, str, str]]) -> None:
    tokens = tokenise(text)
    found = [(tokens.raw(h.first, h.last), h.cls, h.attr) for h in Lexicon(TABLES).annotate(tokens)]
    assert found == expected


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("attack{,s}", ["attack", "attacks"]),
        ("{a,b}c{d,e}", ["acd", "ace", "bcd", "bce"]),
        ("plain", ["plain"]),
    ],
)
def test_expand(entry: str, forms: list[str]) -> None:
    assert expand(entry) == sorted(forms)


@pytest.mark.parametrize("entry", ["a{b", "a}b", "a{b{c}}", "a{b,c{d,e}"])
def test_expand_refuses(entry: str) -> None:
    with pytest.raises(LexiconError):
        expand(entry)


@pytest.mark.parametrize("entry", ["Attack", "at*tack", "  ", "*"])
def test_bad_entries(entry: str) -> None:
    with pytest.raises(LexiconError):
        Lexicon({"EVENT": {"x": [entry]}})


INFLECTED = Lexicon(
    {
        "EVENT": {"explosion": ["взрыв~n"], "bombing": ["взрыв~n бомб~n"], "shooting": ["взрыву"]},
        "PERSON": {"militant": ["вооруженн~a люд~n"]},
    },
    endings={"n": ("", "а", "у", "ы", "ов", "и", "ей"), "a": ("ый", "ые", "ых")},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Взрывы слышны", [("Взрывы", "explosion")]),
        ("взрывчатка", []),  # no ending of the list
        ("взрыва бомбы", [("взрыва бомбы", "bombing"), ("взрыва", "explosion")]),
        ("взрыву", [("взрыву", "shooting")]),  # the exact word before the inflected one
        ("от вооруженных людей", [("вооруженных людей", "militant")]),
    ],
)
def test_stems_carry_the_endings_of_the_pack(text: str, expected: list[tuple[str, str]]) -> None:
    tokens = tokenise(text)
    found = [(tokens.raw(h.first, h.last), h.attr) for h in INFLECTED.annotate(tokens)]
    assert found == expected


def test_a_surface_form_stands_for_an_inflected_entry() -> None:
    assert [INFLECTED.plain(word) for word in ("вооруженн~a", "взрыв~n", "=WHO", "stem*")] == [
        "вооруженный", "взрыв", "WHO", "stem",
    ]  # fmt: skip


@pytest.mark.parametrize("entry", ["взрыв~x", "=Взрыв~n", "взрыв~n*", "*взрыв~n"])
def test_lexicon_refuses_unknown_endings(entry: str) -> None:
    with pytest.raises(LexiconError, match="~"):
        Lexicon({"EVENT": {"fire": [entry]}}, endings={"n": ("",)})
