"""Patterns over symbols: classes, sets, negation, macros, slots, rewriting."""

import pytest

from casus.extract.rules import compile_rules, needs, ranges
from casus.extract.symbols import Line, SymbolTable, chunk_line
from casus.packs import PackError, RuleSpec
from casus.packs.lexicon import Lexicon
from casus.text import segment, tokenise

LEXICON = Lexicon(
    {
        "NUMBER": {"two": ["two"], "three": ["three"]},
        "PERSON": {"military": ["soldiers"], "civilian": ["farmers"]},
        "HARM": {"killed": ["killed"], "injured": ["hurt"]},
        "VOICE": {"military": ["soldiers"]},
        "AND": {"and": ["and"]},
    }
)
TABLE = SymbolTable(LEXICON, [frozenset({("GROUP", "")})])


def line_of(text: str) -> Line:
    tokens = tokenise(text)
    return chunk_line(tokens, segment(tokens), LEXICON.annotate(tokens), [], TABLE)


def spec(pattern: str, *, emits: str = "toll", level: int = 2) -> RuleSpec:
    return RuleSpec("xx/test", 1, level, emits, pattern, (), ("x",), ("y",))


@pytest.mark.parametrize(
    ("pattern", "text", "spans"),
    [
        ("NUMBER PERSON", "two soldiers ran", [(0, 2)]),
        ("NUMBER PERSON:civilian", "two soldiers ran", []),
        ("NUMBER {PERSON:civilian|PERSON:military}", "two soldiers", [(0, 2)]),
        ("NUMBER VOICE", "two soldiers", [(0, 2)]),  # an ambiguous word is found by either class
        ("NUMBER !HARM{0,3}? HARM", "two soldiers were killed", [(0, 4)]),
        ("NUMBER !PERSON{0,3}? HARM", "two soldiers were killed", []),
        ("NUMBER .{0,9} HARM", "two ran. They were killed.", []),  # not over a sentence end
        ("%GROUPS HARM", "two soldiers and three farmers killed", [(0, 6)]),
        ("NUMBER (?! PERSON)", "two soldiers", []),
    ],
)
def test_matches(pattern: str, text: str, spans: list[tuple[int, int]]) -> None:
    macros = {"GROUPS": "NUMBER PERSON (?: AND NUMBER PERSON )*"}
    rules = compile_rules((spec(pattern),), macros, TABLE)
    assert [(m.start, m.end) for m in rules.matches(line_of(text), 2)] == spans


def test_a_slot_may_match_several_times() -> None:
    rules = compile_rules(
        (spec("(?P<who>PERSON) (?: AND NUMBER (?P<who>PERSON) )* HARM"),), {}, TABLE
    )
    (match,) = rules.matches(line_of("two soldiers and three farmers killed"), 2)
    assert match.slots == {"who": (1, 4)}


def test_rewriting_makes_one_chunk_and_keeps_its_parts() -> None:
    rules = compile_rules(
        (spec("(?P<n>NUMBER) (?P<who>PERSON)", emits="GROUP", level=1),), {}, TABLE
    )
    line = rules.rewrite(line_of("Then two soldiers and three farmers ran."), 1, TABLE)
    made = [c for c in line.chunks if c is not None and c.has("GROUP")]
    assert [(c.first, c.last) for c in made] == [(1, 3), (4, 6)]
    assert made[0].slots["who"][0].attr("PERSON") == "military"
    assert line.bounds == [(0, 6)]


@pytest.mark.parametrize("pattern", ["NOTHING", "NUMBER (", "%NO", "number", "NUMBER {1,2"])
def test_bad_patterns_name_the_rule(pattern: str) -> None:
    with pytest.raises(PackError, match="xx/test"):
        compile_rules((spec(pattern),), {}, TABLE)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("[a][bc]", ["a", "bc"]),
        ("[a]?[b]*[c]{0,3}[d]{,2}[e]??", []),
        ("[a]+[b]{2}[c]{1,3}?[d]++", ["a", "b", "c", "d"]),
        ("[^a][b-e]", ["bcde"]),
        ("(?P<n>[a])(?:[b])(?:[c])?", ["a", "b"]),
        ("(?:[a]|[b][cd])", ["ab"]),
        ("(?:[a]|[b]?)[c]", ["c"]),
        ("[a]|[b]", ["ab"]),
        ("(?=[a])(?<=[b])(?![c])(?<![d])", ["a", "b"]),
        ("(?:[a]|(?!))", []),
        ("[a][a]", ["a"]),
    ],
)
def test_what_a_pattern_needs(pattern: str, wanted: list[str]) -> None:
    assert needs(pattern) == [frozenset(symbols) for symbols in wanted]


@pytest.mark.parametrize(
    ("symbols", "inside"),
    [("abc", "a-c"), ("cab", "a-c"), ("ac", "ac"), ("a", "a"), ("abxy", "a-bx-y")],
)
def test_neighbouring_symbols_are_written_as_ranges(symbols: str, inside: str) -> None:
    assert ranges(symbols) == inside


def test_rules_match_in_every_sentence_that_holds_what_they_need() -> None:
    rules = compile_rules((spec("NUMBER PERSON"), spec("PERSON")), {}, TABLE)
    line = line_of("Two soldiers ran. Farmers hurt.\nThree farmers and two soldiers killed.")
    assert [(m.rule is rules.rules[0], m.start, m.end) for m in rules.matches(line, 2)] == [
        (True, 0, 2),
        (True, 9, 11),
        (True, 12, 14),
        (False, 1, 2),
        (False, 5, 6),
        (False, 10, 11),
        (False, 13, 14),
    ]


def test_rewriting_keeps_sentences_apart() -> None:
    rules = compile_rules((spec("NUMBER PERSON", emits="GROUP", level=1),), {}, TABLE)
    line = rules.rewrite(line_of("They ran. Two soldiers ran.\nThree farmers."), 1, TABLE)
    assert [c.has("GROUP") if c else None for c in line.chunks] == [
        False, False, False, None, True, False, False, None, True, False, None,
    ]  # fmt: skip
    assert line.bounds == [(0, 3), (4, 7), (8, 10)]
    assert len(line.symbols) == len(line.chunks)
