"""Chunks: the longest mention at each place, with every label that it may carry."""

import pytest

from casus.extract.symbols import SymbolTable, Typed, chunk_line, entry_hits
from casus.packs.lexicon import Lexicon
from casus.text import segment, tokenise

LEXICON = Lexicon(
    {
        "PERSON": {"military": ["officer{,s}"], "police": ["police officer{,s}", "officer{,s}"]},
        "VOICE": {"police": ["police"]},
        "EVENT": {"protest": ["friday prayers"]},
        "DATE": {"cue": ["on"]},
    }
)
TABLE = SymbolTable(LEXICON, [frozenset({("DATE", "date")})])


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Officers ran", [], [["PERSON:military", "PERSON:police"], ["W"]]),
        ("police officers", [], [["PERSON:police"]]),
        ("Then Police, they ran", [], [["W"], ["VOICE:police"], ["COMMA"], ["W"], ["W"]]),
        ("Then Ahmed ran", [], [["W"], ["NAME"], ["W"]]),
        ("on Friday", [Typed(1, 2, ("DATE", "date"), None)], [["DATE:cue"], ["DATE:date"]]),
        # an entry may swallow a mention, never cut it in two
        ("Friday prayers", [Typed(0, 1, ("DATE", "date"), None)], [["EVENT:protest"]]),
        (
            "Friday prayers time",
            [Typed(1, 3, ("DATE", "date"), None)],
            [["W"], ["DATE:date"]],
        ),
    ],
)
def test_chunks(text: str, typed: list[Typed], shown: list[list[str]]) -> None:
    tokens = tokenise(text)
    line = chunk_line(tokens, segment(tokens), LEXICON.annotate(tokens), typed, TABLE)
    assert [c.labels_shown() for c in line.chunks if c is not None] == shown
    assert len(line.symbols) == len(line.chunks)
    assert line.chunks[-1] is None


def test_what_a_chunk_carries() -> None:
    tokens = tokenise("Officers")
    line = chunk_line(tokens, segment(tokens), LEXICON.annotate(tokens), [], TABLE)
    chunk = line.chunks[0]
    assert chunk is not None
    assert chunk.has("PERSON")
    assert not chunk.has("VOICE")
    assert chunk.attr("PERSON") == "military"
    assert list(chunk.attrs("PERSON")) == ["military", "police"]
    assert chunk.attr("VOICE") is None
    assert not chunk.attrs("VOICE")


def test_an_entry_knows_what_it_holds() -> None:
    held = {entry.words: entry for entry in entry_hits(LEXICON)}
    entry = held["police", "officers"]
    assert entry.labels == (("PERSON", "police"),)
    found = {(h.first, h.last, h.cls, h.attr) for h in entry.hits}
    assert found == {
        (0, 2, "PERSON", "police"),
        (0, 1, "VOICE", "police"),
        (1, 2, "PERSON", "military"),
        (1, 2, "PERSON", "police"),
    }


def test_only_classes_that_are_read_make_symbols() -> None:
    table = SymbolTable(LEXICON, [], frozenset({"PERSON"}))
    assert table.knows("PERSON")
    assert not table.knows("VOICE")
