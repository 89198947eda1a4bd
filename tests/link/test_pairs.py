"""Pairs of accounts: one event, two events, never one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from link_told import GAO, MENAKA, NIAMEY, VILLAGE, at_hours, dated, document, told

from casus.link import Weights, explain_pair, link
from casus.link.comparisons import COMPARISONS
from casus.types import Account, Document, Phrase, Stance, TimeRef
from casus.wording import Wording, say

BASE = "armed_attack 2019-11-01 menaka killed=53:military"
SAME = [
    ("the same words", BASE, BASE),
    ("another toll is a revision", BASE, "armed_attack 2019-11-01 menaka killed=49:military"),
    ("a kind often confused", BASE, "armed_clash 2019-11-01 menaka killed=53:military"),
    ("a village in its region", BASE, "armed_attack 2019-11-01 village killed=53:military"),
    ("the night between two days", BASE, "armed_attack 2019-11-02 menaka killed=53:military"),
    ("a month that holds the day", BASE, "armed_attack 2019-11 menaka killed=53 name=indil"),
    ("an undated report's weekday", BASE, "armed_attack friday menaka killed=53:military"),
    ("an undated report's month", BASE, "armed_attack november menaka killed=53:military"),
    ("both recall it vaguely", "armed_attack 2019-10 menaka killed=38:military role=background",
     "armed_attack 2019-10 menaka killed=41:military role=background"),
    ("news with its date left out", BASE, "armed_attack - menaka killed=53:military"),
    ("a namesake abroad", "bombing 2019-11-01 abala killed=9",
     "bombing 2019-11-01 namesake killed=9"),
    ("an undated report's weekday, one day off", BASE,
     "armed_attack saturday menaka killed=53:military"),
    ("an unknown village that another report places", "bombing 2019-11-01 - killed=9 name=abala",
     "bombing 2019-11-01 abala killed=9"),
    ("a kind of another family, often confused", "bombing 2019-11-01 menaka killed=11",
     "explosion 2019-11 menaka killed=11 role=background"),
    ("a flood of two towns", "flood 2019-11-01 gao killed=12", "flood 2019-11-01 bourem killed=11"),
    ("a river and a town on it", "ship_accident 2019-11-01 gao killed=12",
     "ship_accident 2019-11-01 river killed=9"),
]  # fmt: skip
APART = [
    ("another family", BASE, "flood 2019-11-01 gao killed=3"),
    ("another place of the country", BASE, "armed_attack 2019-11-01 niger killed=2"),
    ("the same town months before", BASE, "armed_attack 2019-07-01 menaka killed=53:military"),
    ("nothing but the country", "armed_attack - mali", "armed_attack - mali"),
    ("two villages near one town", "shelling 2019-11-01 abala killed=5 name=abala",
     "shelling 2019-11-01 indin killed=14 name=indin"),
    ("accidents of two neighbour towns", "mine_accident 2019-11-01 gao killed=3",
     "mine_accident 2019-11-01 tacharane killed=11"),
    ("accidents of two towns of a region", "mine_accident 2019-11-01 gao killed=3",
     "mine_accident 2019-11-01 bourem killed=4"),
    ("nothing but the day", "bombing 2019-11-01 - killed=9", "bombing 2019-11-01 - killed=30"),
]  # fmt: skip
VETOED = [
    ("days apart in one district", BASE, "armed_attack 2019-11-05 menaka killed=53:military",
     "days apart"),
    ("two days apart", BASE, "armed_attack 2019-11-03 menaka killed=53:military", "days apart"),
    ("different countries", BASE, "armed_attack 2019-11-01 niamey killed=53:military",
     "different countries"),
    ("towns far apart", "armed_attack 2019-11-01 gao killed=5",
     "armed_attack 2019-11-01 kayes killed=5", "more than 150 km apart"),
    ("the weekday does not fit", BASE, "armed_attack tuesday menaka killed=53:military",
     "the weekday or month does not fit"),
    ("the month does not fit", BASE, "armed_attack july menaka killed=53:military",
     "the weekday or month does not fit"),
    ("reported before it happened", "armed_attack 2019-11-09 menaka killed=53",
     "armed_attack - menaka killed=53", "days apart: reported before it happened"),
]  # fmt: skip


def pair(left: str, right: str) -> tuple[Account, Account, dict[str, Document]]:
    documents = {"a": document("a", left), "b": document("b", right)}
    return told("a", left), told("b", right), documents


@pytest.mark.parametrize(("name", "left", "right"), SAME, ids=[c[0] for c in SAME])
def test_one_event(name: str, left: str, right: str) -> None:
    a, b, documents = pair(left, right)
    score = explain_pair(a, b, documents)
    assert score.veto is None and score.weight > 0, (name, score)
    assert len(link([a, b], documents).groups) == 1


@pytest.mark.parametrize(("name", "left", "right"), APART, ids=[c[0] for c in APART])
def test_two_events(name: str, left: str, right: str) -> None:
    a, b, documents = pair(left, right)
    score = explain_pair(a, b, documents)
    assert score.weight < 0 or score.veto, (name, score)
    assert len(link([a, b], documents).groups) == 2


@pytest.mark.parametrize(("name", "left", "right", "why"), VETOED, ids=[c[0] for c in VETOED])
def test_never_one_event(name: str, left: str, right: str, why: str) -> None:
    a, b, documents = pair(left, right)
    veto = explain_pair(a, b, documents).veto
    assert veto is not None and say(veto).startswith(why), name
    assert len(link([a, b], documents).groups) == 2


@pytest.mark.parametrize(("left", "right"), [c[1:3] for c in SAME + APART])
def test_parts_sum_to_the_weight_and_read_the_same_both_ways(left: str, right: str) -> None:
    a, b, documents = pair(left, right)
    score = explain_pair(a, b, documents)
    assert score.weight == pytest.approx(sum(p.weight for p in score.parts))
    assert score == explain_pair(b, a, documents)
    assert score.parts[0].comparison == "prior"
    assert all(say(p.level)[0].islower() and p.comparison for p in score.parts)


RANKED = [
    # the first pair is likelier one event than the second
    (BASE, "armed_attack 2019-11-01 menaka killed=49:military"),
    (BASE, "armed_attack 2019-11-01 gao killed=49:military"),
    (BASE, "flood 2019-11-01 gao killed=3"),
]


def test_better_pairs_weigh_more() -> None:
    weights = []
    for left, right in RANKED:
        a, b, documents = pair(left, right)
        weights.append(explain_pair(a, b, documents).weight)
    assert weights == sorted(weights, reverse=True)


def test_every_level_has_words_and_every_comparison_an_unknown() -> None:
    weights = Weights.load()
    assert list(weights.levels) == list(COMPARISONS)
    for name, levels in weights.levels.items():
        for lang in ("en", "de", "fr"):
            messages = Wording.of(lang).messages
            assert all(f"compared.{name}.{key}" in messages for key in levels), name
        if name not in ("kind", "anchor"):
            assert levels["unknown"].weight == 0.0, name
    vetoes = [f"{n}.{k}" for n, ls in weights.levels.items() for k, v in ls.items() if v.veto]
    assert vetoes == ["date.apart", "date.symbolic_apart", "place.far", "place.elsewhere"]


def test_a_table_with_a_missing_comparison_is_refused() -> None:
    with pytest.raises(ValueError, match="comparisons must be"):
        Weights.parse(
            "prior = -4.0\nthreshold = 0.0\n[kind.same]\nweight=1.0\nstart=1.0"
        )


def test_two_accounts_of_one_document_are_apart_unless_proven_one() -> None:
    documents = {"a": document("a", BASE)}
    first = told("a", BASE, number=1)
    twice = told("a", BASE, number=2)
    other = told("a", BASE.replace("53", "41"), number=3)
    assert len(link([first, twice], documents).groups) == 1
    assert len(link([first, other], documents).groups) == 2
    vague = told("a", BASE.replace("menaka", "mali"), number=4)
    assert explain_pair(first, vague, documents).veto == Phrase("veto.one_report")


def test_a_recalled_event_joins_the_news_of_it() -> None:
    news = told("a", BASE)
    recalled = told("b", f"{BASE} role=background", number=1)
    later = told("b", "armed_attack 2019-11-20 gao killed=7")
    documents = {"a": document("a", BASE), "b": document("b", "x 2019-11-20")}
    groups = link([news, recalled, later], documents).groups
    assert groups == ((news.id, recalled.id), (later.id,))


def test_a_vague_date_between_two_rivals_joins_neither() -> None:
    lines = [
        "bombing 2019-10-04 menaka killed=9",
        "bombing 2019-10-21 menaka killed=9",
        "bombing 2019-10 menaka killed=9 role=background",
    ]
    documents = {n: document(n, line) for n, line in zip("abc", lines, strict=True)}
    accounts = [told(n, line) for n, line in zip("abc", lines, strict=True)]
    assert len(link(accounts, documents).groups) == 3
    assert len(link([accounts[0], accounts[2]], documents).groups) == 1


def test_reports_that_agree_among_themselves_are_another_event() -> None:
    """One account may be off; two that count other people on the next day are not."""
    left = ["bombing 2019-11-01 gao killed=9", "bombing 2019-11-01 gao killed=9"]
    right = ["bombing 2019-11-02 gao killed=9:police", "bombing 2019-11-02 gao killed=8:police"]
    lines = dict(zip("abcd", [*left, *right], strict=True))
    documents = {n: document(n, line) for n, line in lines.items()}
    accounts = [told(n, line) for n, line in lines.items()]
    assert explain_pair(accounts[0], accounts[2], documents).weight > 0
    assert link(accounts[:3], documents).groups == (("a-0", "b-0", "c-0"),)
    assert link(accounts, documents).groups == (("a-0", "b-0"), ("c-0", "d-0"))


def test_undated_reports_of_one_event_are_no_rivals() -> None:
    """One says "Friday", the other "in November": nothing but the dated report ties the two."""
    lines = [BASE, "armed_clash friday menaka killed=53", "armed_attack november menaka"]
    documents = {n: document(n, line) for n, line in zip("abc", lines, strict=True)}
    known, weekday, month = (told(n, line) for n, line in zip("abc", lines, strict=True))
    assert explain_pair(weekday, month, documents).weight < 0
    assert len(link([known, weekday, month], documents).groups) == 1


@pytest.mark.parametrize(
    ("day", "ref", "level"),
    [
        ("2019-11-02", TimeRef(weekday=5, part="early"), "night"),
        ("2019-11-02", TimeRef(weekday=5, time_of_day="04:30"), "night"),
        ("2019-11-02", TimeRef(weekday=5, time_of_day="11:00"), "next_day"),
        ("2019-11-02", TimeRef(weekday=5, time_of_day="evening"), "next_day"),
        ("2019-10-31", TimeRef(weekday=3, time_of_day="night"), "night"),
        ("2019-10-31", TimeRef(weekday=3, part="early"), "next_day"),
        ("2019-11-02", TimeRef(month=11, part="early"), "next_day"),
    ],
)
def test_a_night_belongs_to_both_of_its_days(day: str, ref: TimeRef, level: str) -> None:
    line = f"armed_attack {day} menaka killed=53"
    a, b, documents = pair(BASE, line)
    score = explain_pair(a, at_hours(b, ref), documents)
    told_level = next(p.level for p in score.parts if p.comparison == "date")
    assert f"compared.date.{level}'" in repr(told_level)


def test_a_chain_of_neighbours_never_merges_its_ends() -> None:
    lines = [f"bombing 2019-10-{day:02} menaka killed=9:civilian" for day in range(4, 16)]
    documents = {f"d{n:02}": document(f"d{n:02}", line) for n, line in enumerate(lines)}
    accounts = [told(f"d{n:02}", line) for n, line in enumerate(lines)]
    for group in link(accounts, documents).groups:
        days = [int(name[1:3]) for name in group]
        assert max(days) - min(days) <= 1


def test_symbolic_dates_without_a_link_stay_symbolic() -> None:
    lone = told("u", "armed_attack friday menaka killed=53")
    linked = link([lone], {"u": document("u", "x -")})
    assert linked.accounts == (lone,)
    assert linked.windows == {}


def test_an_undated_report_is_dated_by_what_it_is_linked_with() -> None:
    """ "am frühen Freitag" and "Anfang Oktober", next to a dated report of the Friday's raid."""
    main = told("u", "armed_attack friday menaka killed=53:military")
    early = dated(
        told("u", "armed_attack october menaka killed=38:military role=background", number=1),
        TimeRef(month=10, part="early"),
    )
    known = told("k", BASE)
    past = told(
        "k", "armed_attack 2019-10-01..2019-10-02 menaka killed=41 role=background", number=1
    )
    documents = {"u": document("u", "x -"), "k": document("k", "x 2019-11-02")}
    linked = link([main, early, known, past], documents)
    assert linked.groups == ((known.id, main.id), (past.id, early.id))
    assert linked.windows["u"] == (date(2019, 11, 1), date(2019, 11, 7))
    by_id = {a.id: a for a in linked.accounts}
    main_when = next(c.value for c in by_id[main.id].claims if c.field == "when")
    early_when = next(c.value for c in by_id[early.id].claims if c.field == "when")
    assert (main_when.start, main_when.end, main_when.basis) == (
        date(2019, 11, 1), date(2019, 11, 1), "inferred",
    )  # fmt: skip
    assert (early_when.start, early_when.end, early_when.basis) == (
        date(2019, 10, 1), date(2019, 10, 10), "inferred",
    )  # fmt: skip


def test_a_dated_report_keeps_its_dates() -> None:
    a, b, documents = pair(BASE, BASE)
    linked = link([a, b], documents)
    assert {x.id: x for x in linked.accounts} == {a.id: a, b.id: b}


def test_places_told_as_such() -> None:
    assert (MENAKA.country, GAO.country, NIAMEY.country) == ("ML", "ML", "NE")
    assert VILLAGE.path[:2] == MENAKA.path


def test_rare_names_bring_accounts_together_where_the_place_is_unknown() -> None:
    left = "abduction 2019-11-01 - abducted=5 name=indil name=amadu"
    a, b, documents = pair(left, left.replace("2019-11-01", "friday"))
    assert len(link([a, b], documents).groups) == 1
    assert len(link([a, replace(b, names=())], documents).groups) == 2


def test_a_lent_place_supports_a_little_and_forbids_nothing() -> None:
    a, b, documents = pair(BASE, BASE)
    stated = explain_pair(a, b, documents)
    lent = explain_pair(a, assumed(b), documents)
    assert stated.weight > lent.weight > 0
    _, far, documents = pair(BASE, BASE.replace("menaka", "niamey"))
    assert explain_pair(a, far, documents).veto is not None
    assert explain_pair(a, assumed(far), documents).veto is None


def assumed(account: Account) -> Account:
    claims = tuple(
        replace(c, stance=Stance.ESTIMATES) if c.field == "where" else c for c in account.claims
    )
    return replace(account, claims=claims)
