"""Numbers against the public contract's intervals, an oracle of number words, and other scripts."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

import pytest
from num2words import num2words

from casus.extract.numbers import NumberData, NumberMention, find_numbers, parse_numbers
from casus.packs import builtin_folder, load_pack
from casus.text import tokenise


@lru_cache
def data(lang: str) -> NumberData:
    file = builtin_folder() / lang / "numbers.toml"
    return parse_numbers(tomllib.loads(file.read_text("utf-8")))


def read(text: str, numbers: NumberData) -> list[tuple[str, NumberMention]]:
    tokens = tokenise(text)
    return [(tokens.raw(m.first, m.last), m) for m in find_numbers(tokens, numbers)]


def said(text: str, numbers: NumberData) -> list[tuple[str, int | None, int | None, bool]]:
    """Raw text and interval of what may be a toll."""
    return [
        (raw, m.count.low, m.count.high, m.count.approx)
        for raw, m in read(text, numbers)
        if m.kind == "count"
    ]


@pytest.mark.parametrize(
    ("lang", "text", "raw", "low", "high", "approx"),
    [
        ("en", "killed 53 soldiers", "53", 53, 53, False),
        ("en", "killed forty-nine troops", "forty-nine", 49, 49, False),
        ("en", "two hundred and six people", "two hundred and six", 206, 206, False),
        ("en", "killed at least 53 soldiers", "at least 53", 53, None, False),
        ("en", "killed more than 50 people", "more than 50", 51, None, False),
        ("en", "killed over fifty people", "over fifty", 51, None, False),
        ("en", "well over 100 people", "well over 100", 101, None, False),
        ("en", "no fewer than 12 dead", "no fewer than 12", 12, None, False),
        ("en", "fewer than 20 people", "fewer than 20", None, 19, False),
        ("en", "killed up to 20 people", "up to 20", None, 20, False),
        ("en", "as many as 50 troops", "as many as 50", None, 50, False),
        ("en", "killed nearly 40 people", "nearly 40", None, 40, True),
        ("en", "almost 40 people", "almost 40", None, 40, True),
        ("en", "about 15 people", "about 15", 15, 15, True),
        ("en", "some 300 families", "some 300", 300, 300, True),
        ("en", "an estimated 300 people", "an estimated 300", 300, 300, True),
        ("en", "30 or so people", "30 or so", 30, 30, True),
        ("en", "30-odd people", "30-odd", 30, 30, True),
        ("en", "20 or more people", "20 or more", 20, None, False),
        ("en", "at least about 30 people", "at least about 30", 30, None, True),
        ("en", "10 to 15 people died", "10 to 15", 10, 15, False),
        ("en", "10-15 people died", "10-15", 10, 15, False),
        ("en", "between 15 and 25 people", "between 15 and 25", 15, 25, False),
        ("en", "two or three men", "two or three", 2, 3, False),
        ("en", "about 10 to 15 people", "about 10 to 15", 10, 15, True),
        ("en", "2 to 3 million people", "2 to 3 million", 2_000_000, 3_000_000, False),
        ("en", "several people died", "several", 3, None, True),
        ("en", "dozens of people", "dozens", 20, None, True),
        ("en", "hundreds of people", "hundreds", 200, None, True),
        ("en", "several hundred people", "several hundred", 200, None, True),
        ("en", "tens of thousands fled", "tens of thousands", 20_000, None, True),
        ("en", "a dozen people", "a dozen", 12, 12, True),
        ("en", "two dozen people", "two dozen", 24, 24, True),
        ("en", "half a dozen people", "half a dozen", 6, 6, True),
        ("en", "more than a dozen people", "more than a dozen", 13, None, True),
        ("en", "a hundred people", "a hundred", 100, 100, False),
        ("en", "half a million people", "half a million", 500_000, 500_000, False),
        ("en", "1,234 people", "1,234", 1234, 1234, False),
        ("en", "10 000 people", "10 000", 10_000, 10_000, False),
        ("en", "1.1 million people", "1.1 million", 1_100_000, 1_100_000, False),
        ("en", "٥٣ people", "٥٣", 53, 53, False),
        ("en", "١٬٢٣٤ people", "١٬٢٣٤", 1234, 1234, False),
        ("de", "53 Soldaten", "53", 53, 53, False),
        ("de", "neunundvierzig Tote", "neunundvierzig", 49, 49, False),
        ("de", "zweihundertsechs Tote", "zweihundertsechs", 206, 206, False),
        ("de", "mindestens 53 Soldaten", "mindestens 53", 53, None, False),
        ("de", "mehr als 50 Länder", "mehr als 50", 51, None, False),
        ("de", "über 50 Tote", "über 50", 51, None, False),
        ("de", "bis zu 1100 Soldaten", "bis zu 1100", None, 1100, False),
        ("de", "knapp 40 Tote", "knapp 40", None, 40, True),
        ("de", "gut 30 Tote", "gut 30", 30, None, True),
        ("de", "an die 40 Tote", "an die 40", 40, 40, True),
        ("de", "rund 10 000 Soldaten", "rund 10 000", 10_000, 10_000, True),
        ("de", "15 bis 20 Tote", "15 bis 20", 15, 20, False),
        ("de", "zwischen 15 und 20 Tote", "zwischen 15 und 20", 15, 20, False),
        ("de", "zwei oder drei Männer", "zwei oder drei", 2, 3, False),
        ("de", "2,5 Millionen Menschen", "2,5 Millionen", 2_500_000, 2_500_000, False),
        ("de", "1.234 Menschen", "1.234", 1234, 1234, False),
        ("de", "rund 2000 Menschen", "rund 2000", 2000, 2000, True),
        ("de", "mehrere Tote", "mehrere", 3, None, True),
        ("de", "Dutzende Tote", "Dutzende", 20, None, True),
        ("de", "Hunderte Menschen", "Hunderte", 200, None, True),
        ("de", "zwei Dutzend Tote", "zwei Dutzend", 24, 24, True),
        ("de", "mehr als ein Dutzend Männer", "mehr als ein Dutzend", 13, None, True),
        ("de", "anderthalb Millionen Menschen", "anderthalb Millionen", 1_500_000, 1_500_000,
         False),
        ("de", "die Zahl stieg auf 53. Am Montag", "53", 53, 53, False),
    ],
)  # fmt: skip
def test_intervals(
    lang: str, text: str, raw: str, low: int | None, high: int | None, approx: bool
) -> None:
    assert said(text, data(lang)) == [(raw, low, high, approx)]


@pytest.mark.parametrize(
    ("lang", "text", "raw", "kind"),
    [
        ("en", "in 2012 he", "2012", "year"),
        ("en", "between 2012 and 2018 it", "between 2012 and 2018", "year"),
        ("en", "from 2012 to 2018 it", "2018", "year"),
        ("en", "the 2012 coup", "2012", "maybe_year"),
        ("en", "a 35-year-old man", "35-year-old", "age"),
        ("en", "a twenty-five-year-old man", "twenty-five-year-old", "age"),
        ("en", "a boy aged 14 died", "14", "age"),
        ("en", "two men, ages 19 and 24, were", "24", "age"),
        ("en", "was 14 years old", "14", "age"),
        ("en", "John Smith, 45, said", "45", "age"),
        ("en", "at 12:30 the", "12:30", "clock"),
        ("en", "at 8 p.m. the", "8", "clock"),
        ("en", "worth $3 million in", "$3 million", "money"),
        ("en", "3 million dollars", "3 million", "money"),
        ("en", "5 percent of", "5", "percent"),
        ("en", "20 km away", "20", "unit"),
        ("en", "a 7.1-magnitude quake", "7.1-magnitude", "unit"),
        ("en", "magnitude 6.4 quake", "magnitude 6.4", "unit"),
        ("en", "more than three days", "more than three", "duration"),
        ("en", "a 12-hour flight", "12-hour", "duration"),
        ("en", "five times as", "five", "times"),
        ("en", "won 3-1 on", "3-1", "score"),
        ("en", "a Boeing 737 crashed", "737", "model"),
        ("en", "Flight 204 crashed", "204", "model"),
        ("en", "Article 5 of", "5", "model"),
        ("en", "the 9/11 attacks", "9/11", "model"),
        ("en", "agent 007 was", "007", "model"),
        ("en", "at 12 High Street in", "12", "street"),
        ("en", "a 12-vehicle convoy", "12-vehicle", "attributive"),
        ("en", "a fifth body", "fifth", "ordinal"),
        ("en", "the 2nd man", "2nd", "ordinal"),
        ("en", "both men", "both", "both"),
        ("en", "no people were", "no", "none"),
        ("en", "a French soldier", "a", "article"),
        ("en", "one civilian", "one", "article"),
        ("de", "im Jahr 2012 war", "2012", "year"),
        ("de", "ein 15-Jähriger starb", "15-Jähriger", "age"),
        ("de", "im Alter von 14 Jahren", "14", "age"),
        ("de", "12 und 14 Jahre alt", "12", "age"),
        ("de", "Anna (14) starb", "14", "age"),
        ("de", "um 20.30 Uhr in", "20.30", "clock"),
        ("de", "mit 5:1 gewonnen", "5:1", "score"),
        ("de", "um 5:10 Uhr in", "5:10", "clock"),
        ("de", "drei Millionen Euro", "drei Millionen", "money"),
        ("de", "fünf Prozent der", "fünf", "percent"),
        ("de", "200 Meter entfernt", "200", "unit"),
        ("de", "mehr als zwei Wochen", "mehr als zwei", "duration"),
        ("de", "der 2. Angriff", "2.", "ordinal"),
        ("de", "die zweite Explosion", "zweite", "ordinal"),
        ("de", "Rovigostraße 42, Bozen", "Rovigostraße 42", "street"),
        ("de", "beide Männer", "beide", "both"),
        ("de", "kein Mensch", "kein", "none"),
        ("de", "einem Zivilisten", "einem", "article"),
    ],
)
def test_what_is_no_toll_is_told_apart(lang: str, text: str, raw: str, kind: str) -> None:
    assert (raw, kind) in [(r, m.kind) for r, m in read(text, data(lang))]


@pytest.mark.parametrize(
    ("lang", "text", "raw"),
    [
        ("en", "killed two more people", "two more"),
        ("en", "another five people died", "another five"),
        ("en", "at least another 12 died", "at least another 12"),
        ("en", "another soldier died", "another"),
        ("de", "zwei weitere Männer", "zwei weitere"),
        ("de", "weitere drei Männer", "weitere drei"),
        ("de", "ein weiterer Soldat", "ein weiterer"),
    ],
)
def test_increments(lang: str, text: str, raw: str) -> None:
    assert [(r, m.increment) for r, m in read(text, data(lang))] == [(raw, True)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "eine achtköpfige Familie im Dreieck der Einheit"),
        ("de", "die Achtung der Siebenschläfer"),
        ("en", "anyone, someone, often, height and weight of the tent"),
        ("en", "the MH17 and A320 jets and an AK-47"),
    ],
)
def test_words_that_only_look_like_numbers(lang: str, text: str) -> None:
    assert [r for r, m in read(text, data(lang)) if m.kind not in ("article", "none")] == []


def test_a_change_is_no_range() -> None:
    assert [r for r, *_ in said("the toll rose from 10 to 15", data("en"))] == ["10", "15"]


def test_a_line_end_parts_numbers() -> None:
    assert [r for r, *_ in said("dead: 3\n4 hurt\n\ntwo\nhundred", data("en"))] == [
        "3", "4", "two", "hundred",
    ]  # fmt: skip


def test_a_text_may_end_in_an_article() -> None:
    assert said("the trial of a", data("en")) == []


def test_none_is_never_a_count() -> None:
    assert said("no casualties, nobody was hurt", data("en")) == []


@pytest.mark.parametrize("lang", ["en", "de", "ru"])
def test_number_words_against_the_oracle(lang: str) -> None:
    wrong = []
    samples = [*range(2, 1101), *range(1101, 1_000_000, 7919), 1_000_000, 2_300_000, 41_000_017]
    for n in samples:
        text = num2words(n, lang=lang).replace(",", "")
        got = [(r, m.count.low) for r, m in read(f"{text}.", data(lang))]
        if got != [(text, n)]:
            wrong.append((n, text, got))
    assert wrong == []


@pytest.mark.parametrize("text", ["1" * 5000, "1-" * 3000, "ein" * 4000, "2 hundred " * 3000])
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    for lang in ("en", "de"):
        mentions = find_numbers(tokenise(text), data(lang))
        assert all(m.first < m.last for m in mentions)


# Other languages differ in data alone: feminine and inflected forms, nouns for tens, half as a
# word of its own, units before tens with a clitic "and", bounds that follow the number.
FRENCH: dict[str, Any] = {
    "strategy": {"joiner_between": ["et"], "joiner_from": 20, "teens_after": [60, 80]},
    "digits": {"group": [" ", "."], "decimal": [","]},
    "words": {
        "1": ["un", "une"], "2": ["deux"], "6": ["six"], "9": ["neuf"], "11": ["onze"],
        "15": ["quinze"], "10": ["dix"], "20": ["vingt{,s}"], "60": ["soixante"],
        "80": ["quatre-vingt{,s}"],
    },
    "multipliers": {"100": ["cent{,s}"], "1000": ["mille"]},
    "article": {"1": ["un", "une"]},
    "collective": {"50": ["cinquantaine{,s}"], "15": ["quinzaine"]},
    "vague": {"20": ["des dizaines"], "3": ["plusieurs"]},
    "before": {"at_least": ["au moins"], "more_than": ["plus de"], "nearly": ["près de"]},
    "kind": {"after": {"age": ["ans"]}, "tail": {}, "before": {}},
}  # fmt: skip
SPANISH: dict[str, Any] = {
    "strategy": {"joiner_between": ["y"], "joiner_from": 20},
    "words": {"4": ["cuatro"], "5": ["cinco"], "50": ["cincuenta"], "200": ["doscient{os,as}"]},
    "multipliers": {"1000": ["mil"]},
    "collective": {"100": ["centenar{,es}"]},
    "factor": {"0.5": ["medio"]},
    "after": {"at_least": ["o más"]},
}
RUSSIAN: dict[str, Any] = {
    "words": {
        "4": ["четыре", "четырех", "четверо"], "30": ["тридцат{ь,и,ью}"],
        "200": ["двести", "двухсот"],
    },
    "multipliers": {"1000": ["тысяч{,а,и,ами}"]},
    "collective": {"10": ["десят{ок,ка,ков}"]},
    "factor": {"1.5": ["полтор{а,ы}"]},
    "vague": {"20": ["десятк{и,ов,ами}"]},
    "before": {"about": ["около"]},
}  # fmt: skip
ARABIC: dict[str, Any] = {
    "strategy": {"order": "inverted", "compound": True, "joiner_inside": ["و"]},
    "words": {"5": ["خمس{ة,}"], "40": ["أربع{ون,ين}"], "200": ["مئت{ان,ين}"]},
    "multipliers": {"1000": ["ألف", "آلاف"]},
    "vague": {"20": ["عشرات", "العشرات"]},
    "before": {"about": ["نحو"]},
}
ARABIC_CUT: dict[str, Any] = {
    "strategy": {"order": "inverted", "joiner_between": ["و"], "teens_in_two": True},
    "words": {
        "3": ["ثلاث{ة,}"], "5": ["خمس{ة,}"], "10": ["عشر{ة,}"], "40": ["أربعين"],
        "200": ["مئتين"], "2000": ["ألفين"],
    },
    "multipliers": {"1000": ["ألف", "آلاف"]},
}  # fmt: skip
TURKISH: dict[str, Any] = {
    "strategy": {"compound": True},
    "words": {"9": ["dokuz"], "40": ["kırk"], "20": ["yirmi"]},
    "multipliers": {"100": ["yüz"]},
    "before": {"at_least": ["en az"]},
    "after": {"more_than": ["' den fazla"]},
}


@pytest.mark.parametrize(
    ("pack", "text", "raw", "low", "high", "approx"),
    [
        (FRENCH, "quatre-vingt-dix morts", "quatre-vingt-dix", 90, 90, False),
        (FRENCH, "soixante et onze morts", "soixante et onze", 71, 71, False),
        (FRENCH, "deux cents morts", "deux cents", 200, 200, False),
        (FRENCH, "une cinquantaine de morts", "une cinquantaine", 50, 50, True),
        (FRENCH, "des dizaines de morts", "des dizaines", 20, None, True),
        (FRENCH, "plus de 1 200 morts", "plus de 1 200", 1201, None, False),
        (SPANISH, "cincuenta y cuatro muertos", "cincuenta y cuatro", 54, 54, False),
        (SPANISH, "doscientas cinco personas", "doscientas cinco", 205, 205, False),
        (SPANISH, "medio centenar de personas", "medio centenar", 50, 50, True),
        (SPANISH, "5 o más", "5 o más", 5, None, False),
        (RUSSIAN, "двухсот тридцати четырех человек", "двухсот тридцати четырех", 234, 234, False),
        (RUSSIAN, "полтора десятка человек", "полтора десятка", 15, 15, True),
        (RUSSIAN, "десятки людей", "десятки", 20, None, True),
        (RUSSIAN, "около четырех тысяч", "около четырех тысяч", 4000, 4000, True),
        (ARABIC, "خمسة وأربعون قتيلا", "خمسة وأربعون", 45, 45, False),
        (ARABIC, "مئتان وخمسة وأربعون", "مئتان وخمسة وأربعون", 245, 245, False),
        (ARABIC, "عشرات القتلى", "عشرات", 20, None, True),
        (ARABIC, "نحو خمسة آلاف", "نحو خمسة آلاف", 5000, 5000, True),
        (ARABIC_CUT, "خمس عشرة امرأة", "خمس عشرة", 15, 15, False),
        (ARABIC_CUT, "مئتين و ثلاثة عشر", "مئتين و ثلاثة عشر", 213, 213, False),
        (ARABIC_CUT, "خمسة و أربعين", "خمسة و أربعين", 45, 45, False),
        (ARABIC_CUT, "ألفين و مئتين و خمسة", "ألفين و مئتين و خمسة", 2205, 2205, False),
        (TURKISH, "kırk dokuz kişi", "kırk dokuz", 49, 49, False),
        (TURKISH, "kırkdokuz kişi", "kırkdokuz", 49, 49, False),
        (TURKISH, "20'den fazla kişi", "20'den fazla", 21, None, False),
        (TURKISH, "en az yüz kişi", "en az yüz", 100, None, False),
    ],
)
def test_other_languages_are_data(
    pack: dict[str, Any], text: str, raw: str, low: int, high: int | None, approx: bool
) -> None:
    assert said(text, parse_numbers(pack)) == [(raw, low, high, approx)]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, "words"),
        ({"words": {"x": ["a"]}}, "no whole number"),
        ({"words": {"1": "one"}}, "list of strings"),
        ({"words": {"1": ["one{"]}}, "unbalanced"),
        ({"words": {"1": ["one"]}, "strategy": {"order": "reverse"}}, "strategy.order"),
        ({"words": {"1": ["one"]}, "before": {"atleast": ["at least"]}}, "atleast"),
        ({"words": {"1": ["one"]}, "vague": {"many": ["many"]}}, "no number"),
        ({"words": {"1": ["one"]}, "kind": {"after": {"cost": ["$"]}}}, "cost"),
        ({"words": {"1": ["one"]}, "kind": {"around": {}}}, "around"),
        ({"words": 3}, "must be a table"),
        ({"words": {"1": ["one"]}, "none": {"word": ["No"]}}, "lower case"),
    ],
)
def test_a_broken_pack_is_refused_with_a_reason(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_numbers(raw)


@pytest.mark.parametrize(
    ("text", "said", "low", "high", "kind"),
    [
        ("погибли двадцать семь человек", "двадцать семь", 27, 27, "count"),
        ("число жертв выросло до 43", "43", 43, 43, "count"),  # no bound behind such a verb
        ("в зале до 43 человек", "до 43", None, 43, "count"),
        ("спасли полтора десятка рыбаков", "полтора десятка", 15, 15, "count"),
        ("спасли трёх рыбаков", "трёх", 3, 3, "count"),  # read without its dots
        ("десятки раненых", "десятки", 20, None, "count"),
        ("1,5 тыс. беженцев", "1,5 тыс.", 1500, 1500, "count"),
        ("ранен 35-летний житель", "35-летний", 35, 35, "age"),
        ("сгорели 12 домов", "12", 12, 12, "unit"),
    ],
)
def test_russian_numbers(
    text: str, said: str, low: int | None, high: int | None, kind: str
) -> None:
    tokens = tokenise(text, writing=load_pack("ru").writing)
    (mention,) = find_numbers(tokens, data("ru"))
    assert tokens.raw(mention.first, mention.last) == said
    assert (mention.count.low, mention.count.high, mention.kind) == (low, high, kind)
