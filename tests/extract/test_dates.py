"""Dates: every pattern's examples, phrases as news writes them, traps, other languages as data."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pytest

from casus.extract.compiled import compile_pack
from casus.extract.dates import (
    DateData,
    DateMention,
    DatePattern,
    find_dates,
    parse_dates,
    taken,
)
from casus.extract.numbers import parse_numbers
from casus.extract.timex import timexes
from casus.packs import available, builtin_folder, load_pack
from casus.text import tokenise
from casus.timeref import resolve
from casus.types import TimeRef

SATURDAY = date(2019, 11, 2)
EVENT = date(2019, 10, 10)


@lru_cache
def data(lang: str) -> DateData:
    folder = builtin_folder() / lang
    numbers, dates = (
        tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in ("numbers", "dates")
    )
    return parse_dates(dates, parse_numbers(numbers))


def read(text: str, dates: DateData) -> list[tuple[str, DateMention]]:
    tokens = tokenise(text)
    return [(tokens.raw(m.first, m.last), m) for m in find_dates(tokens, dates)]


def days(mention: DateMention) -> str:
    """The days meant in a report of Saturday 2019-11-02, told of an event of 2019-10-10."""
    when = resolve(mention.ref, SATURDAY, event=EVENT)
    return f"{when.start}" if when.start == when.end else f"{when.start} {when.end}"


EXAMPLES = [
    (lang, pattern, example)
    for lang in available()
    for pattern in data(lang).patterns
    for example in pattern.examples
]


@pytest.mark.parametrize(
    ("lang", "pattern", "example"), EXAMPLES, ids=[f"{x}/{p.id}: {e}" for x, p, e in EXAMPLES]
)
def test_every_pattern_reads_its_examples(lang: str, pattern: DatePattern, example: str) -> None:
    wanted = example[example.index("[") + 1 : example.index("]")]
    compiled = compile_pack(load_pack(lang))
    tokens = compiled.tokenise(example.replace("[", "").replace("]", ""))
    found = find_dates(tokens, compiled.dates)
    assert (wanted, pattern.id) in [(tokens.raw(m.first, m.last), m.rule) for m in found]


@pytest.mark.parametrize(
    ("lang", "text", "raw", "meant"),
    [
        ("en", "on 2019-10-28 in", "2019-10-28", "2019-10-28"),
        ("en", "on 2 November 2019 in", "2 November 2019", "2019-11-02"),
        ("en", "on Nov. 2 in", "Nov. 2", "2019-11-02"),
        ("en", "on Oct. 28, police", "Oct. 28", "2019-10-28"),
        ("en", "on November 2nd in", "November 2nd", "2019-11-02"),
        ("en", "on Friday, Nov. 1, 2019, police", "Friday, Nov. 1, 2019", "2019-11-01"),
        ("en", "on 3-5 May in", "3-5 May", "2019-05-03 2019-05-05"),
        ("en", "on May 3-5, 2018 in", "May 3-5, 2018", "2018-05-03 2018-05-05"),
        ("en", "in May 2018 in", "May 2018", "2018-05-01 2018-05-31"),
        ("en", "in 2012 he", "2012", "2012-01-01 2012-12-31"),
        ("en", "in the 1990s he", "the 1990s", "1990-01-01 1999-12-31"),
        ("en", "in early October he", "early October", "2019-10-01 2019-10-10"),
        ("en", "in mid-October he", "mid-October", "2019-10-11 2019-10-20"),
        ("en", "on Friday in", "Friday", "2019-11-01"),
        ("en", "on Saturday in", "Saturday", "2019-11-02"),
        ("en", "Friday's attack", "Friday", "2019-11-01"),
        ("en", "October's ambush", "October", "2019-10-01 2019-10-31"),
        ("en", "on Friday night in", "Friday night", "2019-11-01"),
        ("en", "late on Saturday in", "late on Saturday", "2019-11-02"),
        ("en", "late Saturday in", "late Saturday", "2019-11-02"),
        ("en", "last Friday in", "last Friday", "2019-11-01"),
        ("en", "killed overnight in", "overnight", "2019-11-01 2019-11-02"),
        ("en", "on Friday last week in", "Friday last week", "2019-10-25"),
        ("en", "from Friday to Saturday in", "Friday to Saturday", "2019-11-01 2019-11-02"),
        ("en", "said yesterday in", "yesterday", "2019-11-01"),
        ("en", "two weeks ago in", "two weeks ago", "2019-10-16 2019-10-22"),
        ("en", "last month in", "last month", "2019-10-01 2019-10-31"),
        ("en", "this year in", "this year", "2019-01-01 2019-12-31"),
        ("en", "the previous day in", "the previous day", "2019-10-09"),
        ("en", "three days earlier in", "three days earlier", "2019-10-07"),
        ("en", "a month after 41", "a month after", "2019-10-26 2019-11-25"),
        ("en", "hours earlier in", "Hours earlier".lower(), "2019-10-09 2019-10-10"),
        ("en", "in the first quarter of 2019 in", "the first quarter of 2019",
         "2019-01-01 2019-03-31"),
        ("en", "last summer in", "last summer", "2019-06-01 2019-08-31"),
        ("de", "am 02.11.2019 in", "02.11.2019", "2019-11-02"),
        ("de", "am 2.11. in", "2.11.", "2019-11-02"),
        ("de", "am 31. Mai 2020 in", "31. Mai 2020", "2020-05-31"),
        ("de", "den 3. Mai in", "3. Mai", "2019-05-03"),
        ("de", "vom 3. bis 5. Mai in", "3. bis 5. Mai", "2019-05-03 2019-05-05"),
        ("de", "Anfang Oktober in", "Anfang Oktober", "2019-10-01 2019-10-10"),
        ("de", "Mitte März in", "Mitte März", "2019-03-11 2019-03-20"),
        ("de", "am Freitagmorgen in", "Freitagmorgen", "2019-11-01"),
        ("de", "Montagabend in", "Montagabend", "2019-10-28"),
        ("de", "Am Samstagabend in", "Samstagabend", "2019-11-02"),
        ("de", "am frühen Freitag in", "frühen Freitag", "2019-11-01"),
        ("de", "in der Nacht zum Mittwoch in", "in der Nacht zum Mittwoch",
         "2019-10-29 2019-10-30"),
        ("de", "in der Nacht auf Samstag in", "in der Nacht auf Samstag",
         "2019-11-01 2019-11-02"),
        ("de", "vergangenen Freitag in", "vergangenen Freitag", "2019-11-01"),
        ("de", "letzter Woche in", "letzter Woche", "2019-10-21 2019-10-27"),
        ("de", "vorige Woche in", "vorige Woche", "2019-10-21 2019-10-27"),
        ("de", "vor einer Woche in", "vor einer Woche", "2019-10-23 2019-10-29"),
        ("de", "vor zwei Wochen in", "vor zwei Wochen", "2019-10-16 2019-10-22"),
        ("de", "gestern Abend in", "gestern Abend", "2019-11-01"),
        ("de", "drei Tage nach dem Anschlag", "drei Tage nach", "2019-10-13"),
        ("de", "am Vortag in", "Vortag", "2019-10-09"),
        ("de", "tags darauf in", "tags darauf", "2019-10-11"),
        ("de", "im Jänner 2016 in", "Jänner 2016", "2016-01-01 2016-01-31"),
        ("de", "zwischen 2012 und 2018 in", "2012 und 2018", "2012-01-01 2018-12-31"),
        ("de", "im Herbst 2011 in", "Herbst 2011", "2011-09-01 2011-11-30"),
        ("de", "im vergangenen November in", "vergangenen November", "2018-11-01 2018-11-30"),
    ],
)  # fmt: skip
def test_phrases(lang: str, text: str, raw: str, meant: str) -> None:
    assert [(r, days(m)) for r, m in read(text, data(lang))] == [(raw, meant)]


@pytest.mark.parametrize(
    ("lang", "text", "cue", "future"),
    [
        ("en", "since 2013 it", "since", False),
        ("en", "until 31 May 2020 it", "until", True),
        ("en", "by Friday it", "by", True),
        ("en", "before Friday it", "before", False),
        ("en", "after Friday it", "after", False),
        ("en", "on Friday it", "on", False),
        ("en", "in 2013 it", "in", False),
        ("en", "it will open on Friday", "on", True),
        ("en", "he will go. On Friday it", "on", False),
        ("en", "they will live after a fall on Friday", "on", False),
        ("en", "they were told to come on Friday", "on", False),
        ("en", "he will return after Friday", "after", True),
        ("de", "seit 2013 ist", "since", False),
        ("de", "bis zum 31. Mai 2020 ist", "until", True),
        ("de", "nach dem Wochenende ist", "after", False),
        ("de", "am Freitag ist", "on", False),
        ("de", "soll am Freitag öffnen", "on", True),
        ("de", "soll genesen, nachdem er am Freitag fiel", "on", False),
    ],
)
def test_cues_tell_what_dates_no_event(lang: str, text: str, cue: str, future: bool) -> None:
    assert [(m.cue, m.future) for _, m in read(text, data(lang))] == [(cue, future)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "We met on Wed as they may march in the sun, sat on a second chair"),
        ("en", "The May family and Mr March of the 1st Infantry Division"),
        ("en", "the 9/11 attacks, 2,012 soldiers, 2012 soldiers, some 2000 people, 1950 km"),
        ("en", "a 14-year-old boy, 14 years old, Flight 204, 3-1, 5.30 metres"),
        ("en", "fell by 4.08 % and 2.30 points"),
        ("de", "die Lage mit der so wie Mo und Di gut ist, das Mitglied, Frau Mai sagte"),
        ("de", "rund 2000 Soldaten, 2000 Menschen, die 2. Division, 2,5 Millionen"),
        ("de", "14 Jahre alt, ein 15-Jähriger, im Alter von 14 Jahren"),
    ],
)
def test_words_and_numbers_that_are_no_dates(lang: str, text: str) -> None:
    assert [r for r, _ in read(text, data(lang))] == []


@pytest.mark.parametrize(
    ("lang", "text", "kind", "value"),
    [
        ("en", "for two weeks it", "duration", "P2W"),
        ("en", "a twelve-year low", "duration", "P12Y"),
        ("en", "for half an hour it", "duration", "PT30M"),
        ("en", "for several days it", "duration", "PXD"),
        ("en", "in the past three years it", "duration", "P3Y"),
        ("en", "the annual meeting", "set", "P1Y"),
        ("en", "every Friday it", "set", "XXXX-WXX-5"),
        ("en", "every two weeks it", "set", "P2W"),
        ("en", "twice a week it", "set", "P1W"),
        ("en", "at 8:30 p.m. it", "time", "2019-11-02T20:30"),
        ("en", "at 12 a.m. it", "time", "2019-11-02T00:00"),
        ("en", "this morning it", "time", "2019-11-02TMO"),
        ("en", "has recently been", "date", "PAST_REF"),
        ("en", "is now in", "date", "PRESENT_REF"),
        ("en", "in the third quarter it", "date", "2019-Q3"),
        ("en", "last quarter it", "date", "2019-Q3"),
        ("en", "this weekend it", "date", "2019-W44-WE"),
        ("de", "sechs Monate dauert", "duration", "P6M"),
        ("de", "nach einer halben Stunde", "duration", "PT30M"),
        ("de", "seit Jahren ist", "duration", "PXY"),
        ("de", "in den vergangenen zwei Jahren sind", "duration", "P2Y"),
        ("de", "monatliche Kosten", "set", "P1M"),
        ("de", "jeden Freitag ist", "set", "XXXX-WXX-5"),
        ("de", "um 20.30 Uhr ist", "time", "2019-11-02T20:30"),
        ("de", "am Montagvormittag war", "time", "2019-10-28TMO"),
        ("de", "kürzlich war", "date", "PAST_REF"),
        ("de", "im 19. Jahrhundert war", "date", "18"),
    ],
)
def test_types_and_values(lang: str, text: str, kind: str, value: str) -> None:
    tokens = tokenise(text)
    mentions = find_dates(tokens, data(lang))
    assert [m.kind for m in mentions] == [kind]
    (found,) = timexes(mentions, SATURDAY, signals_outside=True)
    assert (found.type, found.value) == (kind.upper(), value)


@pytest.mark.parametrize(
    ("lang", "text", "outside", "expected"),
    [
        ("en", "killed two weeks ago in", True, [("two weeks", "DURATION", "P2W")]),
        ("en", "killed two weeks ago in", False, [("two weeks ago", "DATE", "2019-W42")]),
        ("de", "war vor zwei Wochen in", True, [("zwei Wochen", "DURATION", "P2W")]),
        ("en", "from 3 to 5 May in", True,
         [("3", "DATE", "2019-05-03"), ("5 May", "DATE", "2019-05-05")]),
        ("de", "vom 3. bis 5. Mai 2018", True,
         [("3.", "DATE", "2018-05-03"), ("5. Mai 2018", "DATE", "2018-05-05")]),
        ("de", "zwischen 2012 und 2018", True,
         [("2012", "DATE", "2012"), ("2018", "DATE", "2018")]),
        ("de", "am Donnerstag, 24. Oktober, um 20.30 Uhr", True,
         [("Donnerstag, 24. Oktober", "DATE", "2019-10-24"),
          ("20.30 Uhr", "TIME", "2019-10-24T20:30")]),
        ("en", "On Friday he left. The next day he", True,
         [("Friday", "DATE", "2019-11-01"), ("The next day", "DATE", "2019-11-02")]),
    ],
)  # fmt: skip
def test_timex_extents(
    lang: str, text: str, outside: bool, expected: list[tuple[str, str, str]]
) -> None:
    tokens = tokenise(text)
    got = timexes(find_dates(tokens, data(lang)), SATURDAY, signals_outside=outside)
    assert [(tokens.raw(t.first, t.last), t.type, t.value) for t in got] == expected


def test_tokens_of_dates_are_told_to_the_reader_of_numbers() -> None:
    tokens = tokenise("On 3 May 12 people waited two days")
    assert taken(find_dates(tokens, data("en"))) == {
        1: "date", 2: "date", 6: "duration", 7: "duration",
    }  # fmt: skip


def test_a_line_end_parts_dates() -> None:
    assert [r for r, _ in read("on 3\nMay 2019\n\nFriday\nnight", data("en"))] == [
        "May 2019",
        "Friday",
    ]


@pytest.mark.parametrize(
    "text",
    ["May " * 3000, "1 " * 5000, "2019-" * 3000, "Friday and " * 3000, "in der Nacht " * 3000],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    for lang in ("en", "de"):
        mentions = find_dates(tokenise(text), data(lang))
        assert all(a.last <= b.first for a, b in pairwise(mentions))


# Other languages differ in data alone: the quantity before or after its sign, inflected forms,
# prefixed clitics, units that carry their number (the Arabic dual).
NUMBERS: dict[str, Any] = {"words": {"2": ["deux", "две", "iki"], "3": ["trois", "три", "üç"]}}
FRENCH: dict[str, Any] = {
    "triggers": ["MONTH", "WEEKDAY", "UNITS"],
    "words": {
        "MONTH": {"3": ["mars"], "8": ["août"]},
        "WEEKDAY": {"2": ["mercredi", "=mer ."], "4": ["vendredi"]},
        "UNITS": {"week": ["semaine{,s}"], "day": ["jour{,s}"]},
        "AGO": {"ago": ["il y a"]},
        "LAST": {"-1": ["dernier", "dernière"]},
        "TOD": {"evening": ["soir"]},
    },
    "pattern": [
        {"id": "ago", "match": "AGO NUM UNITS", "set": {"sign": -1}, "examples": ["[il y a deux]"]},
        {"id": "day", "match": "WEEKDAY TOD? (?:LAST>shift)?", "examples": ["[vendredi]"]},
        {"id": "date", "match": "WEEKDAY? DAY MONTH YEAR?", "examples": ["[3 mars]"]},
        {"id": "last", "match": "UNITS LAST>shift", "examples": ["[semaine dernière]"]},
    ],
}
RUSSIAN: dict[str, Any] = {
    "triggers": ["MONTH", "WEEKDAY", "UNITS"],
    "words": {
        "MONTH": {"5": ["ма{й,я,е}"]},
        "WEEKDAY": {"4": ["пятниц{а,у,ы,е}"]},
        "UNITS": {"week": ["недел{я,и,ь,ю}"]},
        "AGO": {"ago": ["назад"]},
    },
    "pattern": [
        {"id": "ago", "match": "NUM UNITS AGO", "set": {"sign": -1}, "examples": ["[x]"]},
        {"id": "day", "match": "WEEKDAY", "examples": ["[пятницу]"]},
        {"id": "date", "match": "DAY MONTH YEAR?", "examples": ["[3 мая]"]},
    ],
}
ARABIC: dict[str, Any] = {
    "triggers": ["WEEKDAY", "UNITS"],
    "prefixes": ["ال", "و", "وال"],
    "words": {
        "WEEKDAY": {"4": ["جمعة"]},
        "UNITS": {"day*2": ["يومين"], "week*2": ["أسبوعين"], "day": ["أيام"]},
        "AGO": {"ago": ["قبل"]},
    },
    "pattern": [
        {"id": "ago", "match": "AGO NUM? UNITS", "set": {"sign": -1}, "examples": ["[x]"]},
        {"id": "day", "match": "WEEKDAY", "examples": ["[x]"]},
    ],
}


@pytest.mark.parametrize(
    ("pack", "text", "raw", "meant"),
    [
        (FRENCH, "tué il y a deux semaines", "il y a deux semaines", "2019-10-16 2019-10-22"),
        (FRENCH, "vendredi soir, à", "vendredi soir", "2019-11-01"),
        (FRENCH, "vendredi dernier, à", "vendredi dernier", "2019-11-01"),
        (FRENCH, "mercredi 3 mars 2021", "mercredi 3 mars 2021", "2021-03-03"),
        (FRENCH, "la semaine dernière", "semaine dernière", "2019-10-21 2019-10-27"),
        (RUSSIAN, "две недели назад", "две недели назад", "2019-10-16 2019-10-22"),
        (RUSSIAN, "в пятницу", "пятницу", "2019-11-01"),
        (RUSSIAN, "3 мая 2018 года", "3 мая 2018", "2018-05-03"),
        (ARABIC, "قتل قبل يومين", "قبل يومين", "2019-10-31"),
        (ARABIC, "يوم الجمعة", "الجمعة", "2019-11-01"),
    ],
)
def test_other_languages_are_data(pack: dict[str, Any], text: str, raw: str, meant: str) -> None:
    found = read(text, parse_dates(pack, parse_numbers(NUMBERS)))
    assert [(r, days(m)) for r, m in found] == [(raw, meant)]


def test_the_sea_is_no_wednesday() -> None:
    assert read("en mer, la mer de", parse_dates(FRENCH, parse_numbers(NUMBERS))) == []


def pack(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "triggers": ["WEEKDAY"],
        "words": {"WEEKDAY": {"0": ["monday"]}},
        "pattern": [{"id": "day", "match": "WEEKDAY", "examples": ["[monday]"]}],
    }
    return {**base, **changes}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (pack(triggers=[]), "triggers"),
        (pack(triggers=["MONTH"]), "MONTH"),
        (pack(words={"WEEKDAY": {"0": ["monday{"]}}), "unbalanced"),
        (pack(words={"WEEKDAY": ["monday"]}), "must be a table"),
        (pack(words={"WEEKDAY": {"0": "monday"}}), "list of strings"),
        (pack(pattern=[]), "patterns"),
        (pack(pattern=[{"id": "a", "match": "WEEKDAY"}]), "no example"),
        (pack(pattern=[{"id": "a", "match": "HOLIDAY", "examples": ["[x]"]}]), "HOLIDAY"),
        (pack(pattern=[{"id": "a", "match": "(WEEKDAY", "examples": ["[x]"]}]), "a"),
        (pack(pattern=[{"id": "a", "match": "WEEKDAY)", "examples": ["[x]"]}]), "unbalanced"),
        (pack(pattern=[{"id": "a", "match": "WEEKDAY*", "examples": ["[x]"]}]), "cannot read"),
        (pack(pattern=[{"id": "a", "match": "WEEKDAY>hour2", "examples": ["[x]"]}]), "hour2|read"),
        (
            pack(pattern=[{"id": "a", "match": "WEEKDAY", "set": {"kind": "day"},
                           "examples": ["[x]"]}]),
            "kind is one of",
        ),
        (pack(cues={"upon": ["upon"]}), "upon"),
    ],
)  # fmt: skip
def test_a_broken_pack_is_refused_with_a_reason(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_dates(raw, parse_numbers(NUMBERS))


def test_references_are_symbolic() -> None:
    """Nothing is resolved while reading: the same words give the same reference."""
    refs = [m.ref for _, m in read("on Friday, early October, two weeks ago", data("en"))]
    assert refs == [
        TimeRef(weekday=4),
        TimeRef(month=10, part="early"),
        TimeRef(offset=(-2, -2), unit="week", duration="P2W"),
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [  # published on Saturday, 2 November 2019
        ("в ночь на среду", "2019-10-29", "2019-10-30"),
        ("в ночь с 30 на 31 октября", "2019-10-30", "2019-10-31"),
        ("вечером в четверг", "2019-10-31", "2019-10-31"),
        ("накануне", "2019-11-01", "2019-11-01"),
        ("минувшей ночью", "2019-11-01", "2019-11-02"),
        ("две недели назад", "2019-10-16", "2019-10-22"),
        ("в сентябре прошлого года", "2018-09-01", "2018-09-30"),
        ("в конце августа", "2019-08-21", "2019-08-31"),
        ("25 октября", "2019-10-25", "2019-10-25"),
    ],
)
def test_russian_dates(text: str, start: str, end: str) -> None:
    (mention,) = find_dates(tokenise(text), data("ru"))
    when = resolve(mention.ref, SATURDAY)
    assert (f"{when.start}", f"{when.end}") == (start, end)


def test_a_medium_is_no_wednesday() -> None:
    assert find_dates(tokenise("для окружающей среды это плохо"), data("ru")) == []
