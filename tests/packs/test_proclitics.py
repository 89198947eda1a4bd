"""Clitics are cut off words that are known without them; offsets stay those of the text."""

import pytest

from casus.packs.lexicon import Lexicon
from casus.packs.proclitics import Proclitics, read_proclitics
from casus.text import Writing, normalise, tokenise

WRITING = Writing(letters=str.maketrans({"أ": "ا", "ـ": "", "\u064f": ""}), digits_apart=True)
CLITICS = Proclitics(
    rows=(("و", "ف"), ("ب", "ل")),
    contracted={"ل": {"ل": "ال"}},
    articles=("ال",),
    before_names=("و", "ب", "ل"),
    whole=frozenset({"وهران"}),
)
LEXICON = Lexicon(
    {"HARM_T": {"killed": ["قتل"]}, "VOICE": {"government": ["وزير"]}, "FORCE": {"army": ["جيش"]},
     "AND": {"and": ["و"]}, "PREP": {"in": ["ب"]}},
    articles=("ال",),
)  # fmt: skip
PLACES = {
    "باماكو": 2.5, "بغداد": 3.0, "غداد": 0.2, "لبنى": 0.2, "هران": 2.0, "وجيش": 2.0, "بقتل": 2.0,
}  # fmt: skip


def cut(text: str) -> list[tuple[str, str]]:
    """(as it stands in the text, as it is read) of each word."""
    tokens = CLITICS.cut(
        tokenise(normalise(text), writing=WRITING),
        writing=WRITING,
        known=LEXICON.knows,
        place=lambda word: PLACES.get(word, 0.0),
    )
    return [(tokens.raw(i, i + 1), word) for i, word in enumerate(tokens.words)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("وقتل", ["و", "قتل"]),
        ("وُقُتل", ["وُ", "قُتل"]),  # marks go with the letter before them
        ("وزير", ["وزير"]),  # known as it stands
        ("ووزير", ["و", "وزير"]),
        ("وبباماكو", ["و", "ب", "باماكو"]),  # a place behind two of them
        ("ببغداد", ["ب", "بغداد"]),
        ("فباماكو", ["فباماكو"]),  # such a clitic stands before no name
        ("بغداد", ["بغداد"]),  # the better known name
        ("بالجيش", ["ب", "الجيش"]),
        ("والزهور", ["و", "الزهور"]),  # unknown, but the article shows it
        ("وردة", ["وردة"]),  # unknown either way
        ("لبنى", ["لبنى"]),
        ("وهران", ["وهران"]),  # listed as whole
        ("وجيش", ["و", "جيش"]),  # "and" is cut off a city's name, too, where the rest is a word
        ("بقتل", ["بقتل"]),  # "in" is not
        ("لـ٣", ["لـ", "٣"]),
        ("وب", ["وب"]),  # too little is left
    ],
)
def test_cut(text: str, pieces: list[str]) -> None:
    assert [raw for raw, _ in cut(text)] == pieces


def test_a_contracted_article_is_read_in_full() -> None:
    assert cut("وللجيش") == [("و", "و"), ("ل", "ل"), ("لجيش", "الجيش")]


@pytest.mark.parametrize("text", ["وُقتل وزيرٌ ببغداد وللجيش بالأمس", "أـُ ب\u064fب وو", ""])
def test_offsets_are_those_of_the_text(text: str) -> None:
    assert "".join(raw for raw, _ in cut(text)) == "".join(text.split())


def test_the_article_is_stepped_over_where_an_entry_has_none() -> None:
    lexicon = Lexicon({"A": {"day": ["يوم", "=احد"], "today": ["اليوم"]}}, articles=("ال",))
    found = lexicon.look_up(["اليوم", "يوم", "الاحد", "احد"])
    assert [(hit.first, hit.attr) for hit in found] == [(0, "today"), (1, "day"), (3, "day")]


def test_what_may_stand_before_a_word() -> None:
    assert {"", "و", "وب", "ال", "وال", "بال", "لل", "ولل"} <= CLITICS.before()
    assert "بو" not in CLITICS.before()


@pytest.mark.parametrize(
    ("strategies", "fault"),
    [
        ({"proclitics": "و"}, "proclitics"),
        ({"proclitics": [["و"]], "contracted": []}, "contracted"),
        ({"proclitics": [["و"]], "articles": "ال"}, "articles"),
    ],
)
def test_a_strategy_that_cannot_be_read_is_named(strategies: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_proclitics(strategies, WRITING)
    assert read_proclitics({}, WRITING) is None
