"""TIMEX3 values and extents."""

from __future__ import annotations

from datetime import date

import pytest

from casus.evaluate.timex.predict import reader
from casus.extract.timex import timex_value
from casus.types import TimeRef

SATURDAY = date(2019, 11, 2)


@pytest.mark.parametrize(
    ("ref", "value"),
    [
        (TimeRef(year=2019, month=11, day=2), "2019-11-02"),
        (TimeRef(year=2019, month=11), "2019-11"),
        (TimeRef(year=2019), "2019"),
        (TimeRef(weekday=4), "2019-11-01"),
        (TimeRef(weekday=4, time_of_day="morning"), "2019-11-01TMO"),
        (TimeRef(weekday=4, time_of_day="20:30"), "2019-11-01T20:30"),
        (TimeRef(time_of_day="20:30"), "2019-11-02T20:30"),
        (TimeRef(offset=(0, 0), unit="week"), "2019-W44"),
        (TimeRef(offset=(0, 0), unit="weekend"), "2019-W44-WE"),
        (TimeRef(offset=(-1, -1), unit="month"), "2019-10"),
        (TimeRef(offset=(-1, -1), unit="year"), "2018"),
        (TimeRef(offset=(-1, -1), unit="quarter"), "2019-Q3"),
        (TimeRef(offset=(-2, -2), unit="week", duration="P2W"), "2019-W42"),
        (TimeRef(offset=(-1, -1), unit="decade"), "200"),
        (TimeRef(part="Q3"), "2019-Q3"),
        (TimeRef(part="autumn", year=2011), "2011-FA"),
        (TimeRef(year=1970, unit="decade"), "197"),
        (TimeRef(year=1800, unit="century"), "18"),
        (TimeRef(duration="P3D"), "P3D"),
        (TimeRef(set_="XXXX-WXX-5"), "XXXX-WXX-5"),
        (TimeRef(fuzzy="past"), "PAST_REF"),
        (TimeRef(month=6, day=31), "XXXX-06-31"),
        (TimeRef(offset=(0, 0), unit="day", time_of_day="night_to"), "2019-11-02TNI"),
    ],
)
def test_timex_values(ref: TimeRef, value: str) -> None:
    assert timex_value(ref, SATURDAY) == value


@pytest.mark.parametrize(
    ("ref", "value"),
    [
        (TimeRef(weekday=4), "XXXX-WXX-5"),
        (TimeRef(month=10, day=4), "XXXX-10-04"),
        (TimeRef(month=10), "XXXX-10"),
        (TimeRef(day=4), "XXXX-XX-04"),
        (TimeRef(part="winter"), "XXXX-WI"),
        (TimeRef(part="Q1"), "XXXX-Q1"),
        (TimeRef(offset=(-1, -1), unit="week"), "XXXX-WXX"),
        (TimeRef(offset=(-1, -1), unit="month"), "XXXX-XX"),
        (TimeRef(offset=(-1, -1), unit="year"), "XXXX"),
        (TimeRef(offset=(-1, -1), unit="day"), "XXXX-XX-XX"),
    ],
)
def test_timex_values_of_an_undated_report_are_symbolic(ref: TimeRef, value: str) -> None:
    assert timex_value(ref, None) == value


def read(lang: str, text: str, published: date | None = SATURDAY) -> list[tuple[str, str, str]]:
    return [(text[t.start : t.end], t.type, t.value) for t in reader(lang)(text, published)]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "The lock was shut on Christmas Eve and opened after Easter Monday 2018.",
         [("Christmas Eve", "DATE", "2018-12-24"), ("Easter Monday 2018", "DATE", "2018-04-02")]),
        ("en", "They dine on Thanksgiving.", [("Thanksgiving", "DATE", "2019-11-28")]),
        ("en", "The mill, built in the late eighteenth century, burned in the 1890s.",
         [("the late eighteenth century", "DATE", "17"), ("the 1890s", "DATE", "189")]),
        ("en", "He fought from 1618 to 1648, not in 146 BC.",
         [("1618", "DATE", "1618"), ("1648", "DATE", "1648"), ("146 BC", "DATE", "BC0146")]),
        ("en", "It took two and a half hours or, it is said, more than half a century.",
         [("two and a half hours", "DURATION", "PT2.5H"),
          ("more than half a century", "DURATION", "P50Y")]),
        ("en", "They meet every other week and each Friday evening.",
         [("every other week", "SET", "P2W"), ("each Friday evening", "SET", "XXXX-WXX-5")]),
        ("en", "It is paid in the second week of May and the last week of June 2017.",
         [("the second week of May", "DATE", "2019-W19"),
          ("the last week of June 2017", "DATE", "2017-W26")]),
        ("en", "Rain fell at 0630 GMT, at 5 p.m. Thursday and at 10:30 this morning.",
         [("0630 GMT", "TIME", "2019-11-02T06:30Z"), ("5 p.m. Thursday", "TIME",
          "2019-10-31T17:00"), ("10:30 this morning", "TIME", "2019-11-02T10:30")]),
        ("en", "They came at half past eight, not a quarter to nine.",
         [("half past eight", "TIME", "2019-11-02T08:30"),
          ("a quarter to nine", "TIME", "2019-11-02T08:45")]),
        ("en", "We waited six straight days, then about 20 minutes.",
         [("six straight days", "DURATION", "P6D"), ("about 20 minutes", "DURATION", "PT20M")]),
        ("en", "Between 60 and 90 days may pass.",
         [("60", "DURATION", "P60D"), ("90 days", "DURATION", "P90D")]),
        ("en", "Two days before the vote he left; two days later he returned.",
         [("Two days", "DURATION", "P2D"), ("two days later", "DATE", "2019-11-04")]),
        ("en", "He left on 3 May 2018. The following year, and later that year, it rained.",
         [("3 May 2018", "DATE", "2018-05-03"), ("The following year", "DATE", "2019"),
          ("later that year", "DATE", "2019")]),
        ("en", "On Friday the gate broke. That night it rained. At 8 p.m. on Monday all was calm.",
         [("Friday", "DATE", "2019-11-01"), ("That night", "TIME", "2019-11-01TNI"),
          ("8 p.m.", "TIME", "2019-10-28T20:00"), ("Monday", "DATE", "2019-10-28")]),
        ("en", "The plan, dated 12/31/1998, is at the moment ignored, and in recent years was too.",
         [("12/31/1998", "DATE", "1998-12-31"), ("the moment", "DATE", "PRESENT_REF"),
          ("recent years", "DATE", "PAST_REF")]),
        ("en", "The fair opens on January 12. It was held on January 14.",
         [("January 12", "DATE", "2020-01-12"), ("January 14", "DATE", "2019-01-14")]),
        ("en", "It earned more in the final quarter of 2018 than in the same period last year.",
         [("the final quarter of 2018", "DATE", "2018-Q4"),
          ("the same period last year", "DATE", "2017-Q4")]),
        ("es", "En enero vendió más que en el mismo mes del año anterior.",
         [("enero", "DATE", "2020-01"), ("el mismo mes del año anterior", "DATE", "2019-01")]),
        ("es", "Abrió el 3 de mayo de 2016 y desde entonces crece.",
         [("el 3 de mayo de 2016", "DATE", "2016-05-03"), ("entonces", "DATE", "2016-05-03")]),
        ("en", "In fiscal 2009 it fell below the year-earlier quarter.",
         [("fiscal 2009", "DATE", "2009"), ("the year-earlier quarter", "DATE", "2018")]),
        ("en", "It lasted from 1 July to 18 November 1916, or from 3 November to 2 May 1917.",
         [("1 July", "DATE", "1916-07-01"), ("18 November 1916", "DATE", "1916-11-18"),
          ("3 November", "DATE", "1916-11-03"), ("2 May 1917", "DATE", "1917-05-02")]),
        ("en", "A man in his late 20s left in the 70s, at 4:30 p.m. Friday, Nov. 1.",
         [("the 70s", "DATE", "197"), ("4:30 p.m. Friday, Nov. 1", "TIME", "2019-11-01T16:30")]),
        ("en", "Monday through Thursday it was shut.",
         [("Monday", "DATE", "2019-10-28"), ("Thursday", "DATE", "2019-10-31")]),
        ("de", "Die 14-Tage-Frist lief, sagte der Ex-Bürgermeister.",
         [("14-Tage", "DURATION", "P14D"), ("Ex", "DATE", "PAST_REF")]),
        ("es", "El viernes, hace dos semanas y el año anterior llovió más de dos días.",
         [("El viernes", "DATE", "2019-11-01"), ("hace dos semanas", "DATE", "2019-W42"),
          ("el año anterior", "DATE", "2018"), ("más de dos días", "DURATION", "P2D")]),
        ("es", "Cerró a las ocho y media del último trimestre de 2018, dos días antes del voto.",
         [("las ocho y media", "TIME", "2019-11-02T08:30"),
          ("del último trimestre de 2018", "DATE", "2018-Q4"), ("dos días", "DURATION", "P2D")]),
        ("es", "En el siglo XVIII, a corto plazo, el Viernes Santo de 2018, a las 16:08 UTC.",
         [("el siglo XVIII", "DATE", "17"), ("corto plazo", "DATE", "FUTURE_REF"),
          ("el Viernes Santo de 2018", "DATE", "2018-03-30"),
          ("las 16:08 UTC", "TIME", "2018-03-30T16:08Z")]),
        ("de", "Die Schleuse blieb am Heiligabend und nach Ostern 2018 zu.",
         [("Heiligabend", "DATE", "2019-12-24"), ("Ostern 2018", "DATE", "2018-04-01")]),
        ("de", "Im Vorjahr war es mehr, im Jahr darauf weniger.",
         [("Vorjahr", "DATE", "2018"), ("Jahr darauf", "DATE", "2019")]),
        ("de", "Die Mühle aus dem späten 18. Jahrhundert brannte in den 1890er-Jahren.",
         [("späten 18. Jahrhundert", "DATE", "17"), ("den 1890er-Jahren", "DATE", "189")]),
        ("de", "Es dauerte zweieinhalb Stunden, eine Viertelstunde und ein halbes Jahr.",
         [("zweieinhalb Stunden", "DURATION", "PT2.5H"), ("eine Viertelstunde", "DURATION",
          "PT15M"), ("ein halbes Jahr", "DURATION", "P6M")]),
        ("de", "Sie kommen alle zwei Wochen und jeden zweiten Freitag.",
         [("alle zwei Wochen", "SET", "P2W"), ("jeden zweiten Freitag", "SET", "XXXX-WXX-5")]),
        ("de", "Um halb acht, gegen 20.15 Uhr oder um Viertel nach neun.",
         [("halb acht", "TIME", "2019-11-02T07:30"), ("20.15 Uhr", "TIME", "2019-11-02T20:15"),
          ("Viertel nach neun", "TIME", "2019-11-02T09:15")]),
        ("de", "Nach dreitägiger Trauer und der 12-stündigen Fahrt.",
         [("dreitägiger", "DURATION", "P3D"), ("12-stündigen", "DURATION", "PT12H")]),
        ("de", "Er kam am morgigen Sonntag, nicht in der Vergangenheit.",
         [("Sonntag", "DATE", "2019-11-03"), ("der Vergangenheit", "DATE", "PAST_REF")]),
        ("de", "Am 3. Mai 2018 fiel er aus. Am darauffolgenden Freitag, im selben Jahr, kam er.",
         [("3. Mai 2018", "DATE", "2018-05-03"), ("darauffolgenden Freitag", "DATE",
          "2018-05-04"), ("selben Jahr", "DATE", "2018")]),
    ],
)  # fmt: skip
def test_texts(lang: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "THE BRIDGE FELL ON MAY 3 AND IN MARCH", ["2019-05-03", "2019-03"]),
        ("en", "the bridge fell on may 3 and in march 2018", ["2019-05-03", "2018-03"]),
        ("en", "she may march in the sun on a second sat", []),
        ("de", "DIE BRÜCKE FIEL AM 3. MAI UND AM FREITAGABEND", ["2019-05-03", "2019-11-01TEV"]),
        ("de", "die brücke fiel am 3. mai und im august 2018", ["2019-05-03", "2018-08"]),
    ],
)
def test_texts_in_one_case(lang: str, text: str, expected: list[str]) -> None:
    assert [value for _, _, value in read(lang, text)] == expected


HISTORY = (
    "The siege began in April 1809. On 3 May the wall broke. In June the town fell. It was "
    "rebuilt in 1811 and 1812. By 5 March 1814 trade was back."
)


def test_history_counts_from_the_date_named_last() -> None:
    values = ["1809-04", "1809-05-03", "1809-06", "1811", "1812", "1814-03-05"]
    assert [value for _, _, value in read("en", HISTORY, date(2009, 8, 25))] == values
    assert [value for _, _, value in read("en", HISTORY, None)] == values


def test_lines_cut_by_width_part_no_date() -> None:
    text = (
        "The weir above the town gave way in the night after a long rain that began on 3\n"
        "October 2018, and took two bridges and the old mill with it before it was over\n"
        "on the next day. Nobody was hurt in it, since the lower quarter had been cleared\n"
        "by then."
    )
    assert ("3\nOctober 2018", "DATE", "2018-10-03") in read("en", text)


def test_a_weekday_of_history_is_the_nearest() -> None:
    text = HISTORY + " On Monday the fair opened."
    assert read("en", text, date(2009, 8, 25))[-1] == ("Monday", "DATE", "1814-03-07")


def test_news_that_recalls_a_year_is_no_history() -> None:
    text = "The dam, built in 1911 and 1925, was full yesterday. On 3 May it had overflowed."
    assert [value for _, _, value in read("en", text)][2:] == ["2019-11-01", "2019-05-03"]


def test_what_an_undated_report_does_not_tell_is_x() -> None:
    text = "On Friday at 8 p.m., on 3 May, last week and yesterday it rained."
    assert [value for _, _, value in read("en", text, None)] == [
        "XXXX-WXX-5", "XXXX-XX-XXT20:00", "XXXX-05-03", "XXXX-WXX", "XXXX-XX-XX",
    ]  # fmt: skip
