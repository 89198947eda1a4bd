"""Groups as a whole: order, stability, judgements, witnesses, scale, gold."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import link_gold
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_scores import conll
from link_told import document, told

from casus.link import Linking, Weights, anchor_name, explain_pair, link
from casus.link.blocking import Index
from casus.link.facts import facts_of
from casus.link.witnesses import near_duplicates, witnesses
from casus.reconcile import reconcile
from casus.types import Account, Document, Judgement

KINDS = ("armed_attack", "bombing", "shooting", "flood")
WHENS = ("2019-11-01", "2019-11-02", "2019-11-05", "2019-11", "friday", "november", "-")
PLACES = ("menaka", "village", "gao", "mali", "-")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Account], dict[str, Document]]:
    count = draw(st.integers(2, 9))
    accounts, documents = [], {}
    for n in range(count):
        doc = f"d{draw(st.integers(0, 5))}"
        line = " ".join(
            (
                draw(st.sampled_from(KINDS)),
                draw(st.sampled_from(WHENS)),
                draw(st.sampled_from(PLACES)),
                f"killed={draw(st.sampled_from((3, 5, 53)))}",
            )
        )
        accounts.append(told(doc, line, number=n))
        documents.setdefault(doc, document(doc, f"x {draw(st.sampled_from(('-', '2019-11-06')))}"))
    return accounts, documents


@settings(max_examples=60, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_accounts_and_documents_does_not_matter(
    world: tuple[list[Account], dict[str, Document]], shuffler: random.Random
) -> None:
    accounts, documents = world
    wanted = link(accounts, documents)
    shuffled = list(accounts)
    shuffler.shuffle(shuffled)
    mixed = dict(sorted(documents.items(), key=lambda _: shuffler.random()))
    got = link(shuffled, mixed)
    assert got == wanted
    assert reconcile(got, mixed) == reconcile(wanted, documents)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_groups_part_the_accounts_and_hold_no_vetoed_pair(
    world: tuple[list[Account], dict[str, Document]],
) -> None:
    accounts, documents = world
    linked = link(accounts, documents)
    members = [name for group in linked.groups for name in group]
    assert sorted(members) == sorted(a.id for a in accounts)
    by_id = {a.id: a for a in linked.accounts}
    for group in linked.groups:
        for a, b in combinations(group, 2):
            assert explain_pair(by_id[a], by_id[b], documents).veto is None


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_ids_survive_a_later_batch(world: tuple[list[Account], dict[str, Document]]) -> None:
    """An incident keeps its id when reports of a later batch join it."""
    accounts, documents = world
    before = {i.id for i in reconcile(link(accounts, documents), documents)}
    late = told("z", "armed_attack 2019-11-01 menaka killed=53", number=99)
    more = {**documents, "z": replace(document("z", "x 2019-11-03"), batch=1)}
    after = reconcile(link([*accounts, late], more), more)
    held = {a.id for i in after for a in i.accounts}
    assert before <= held
    assert all(i.id != late.id or len(i.accounts) == 1 for i in after)


def judged(
    verdict: str, *about: str, ident: str = "j1", at: str = "2020-01-01", **more: str
) -> Judgement:
    return Judgement(ident, about, verdict, "ann", at, **more)


A, B = (told(d, "armed_attack 2019-11-01 menaka killed=53") for d in "ab")
FAR = told("c", "flood 2019-08-01 gao killed=3")
DOCS = {d: document(d, "x 2019-11-02") for d in "abc"}


@pytest.mark.parametrize(
    ("judgements", "groups"),
    [
        ([], [("a-0", "b-0"), ("c-0",)]),
        ([judged("different", "a-0", "b-0")], [("a-0",), ("b-0",), ("c-0",)]),
        ([judged("different", anchor_name(A), "b:2-7")], [("a-0",), ("b-0",), ("c-0",)]),
        ([judged("same", "a-0", "c-0")], [("a-0", "b-0", "c-0"), ]),
        ([judged("same", "b-0", "c-0"), judged("different", "a-0", "b-0", ident="j2")],
         [("a-0",), ("b-0", "c-0")]),
        ([judged("different", "a-0", "b-0"),
          judged("withdrawn", "a-0", "b-0", ident="j2", supersedes="j1")],
         [("a-0", "b-0"), ("c-0",)]),
        ([judged("different", "a-0", "b-0"), judged("same", "a-0", "b-0", ident="j2",
                                                    at="2020-02-01")],
         [("a-0", "b-0"), ("c-0",)]),
        ([judged("note", "a-0", "b-0")], [("a-0", "b-0"), ("c-0",)]),
    ],
)  # fmt: skip
def test_judgements_bind(judgements: list[Judgement], groups: list[tuple[str, ...]]) -> None:
    linked = link([A, B, FAR], DOCS, judgements=judgements)
    if groups == [("a-0", "b-0", "c-0")]:
        # a human may bind what evidence would never; the third follows only its own evidence
        assert any({"a-0", "c-0"} <= set(g) for g in linked.groups)
    else:
        assert linked.groups == tuple(groups)


def test_a_judgement_that_attaches_to_nothing_is_an_orphan() -> None:
    gone = judged("same", "a:5-9", "z:0-4")
    assert link([A, B], DOCS, judgements=[gone]).orphans == ("j1",)


def test_contradicting_judgements_are_told() -> None:
    both = [judged("same", "a-0", "b-0"), judged("different", "b-0", "a-0", ident="j2", at="2021")]
    linked = link([A, B], DOCS, judgements=both)
    assert linked.clashes == (("j1", "j2"),)
    assert linked.groups == (("a-0",), ("b-0",))


WORDS = " ".join(f"word{n}" for n in range(120))
EDITED = WORDS.replace("word7 ", "another ").replace("word80 ", "")
OTHER = " ".join(f"else{n}" for n in range(120))


@pytest.mark.parametrize(
    ("left", "right", "more", "one"),
    [
        (WORDS, WORDS, {}, True),
        (WORDS, EDITED, {}, True),
        (WORDS, WORDS[:500], {}, True),
        (WORDS, OTHER, {}, False),
        (WORDS, WORDS[:300] + OTHER, {}, False),
        (WORDS, WORDS[:300] + OTHER, {"credit": "abc"}, True),
        (WORDS, OTHER, {"credit": "abc"}, False),
        (WORDS, WORDS[:420] + OTHER, {"publisher": "Daily"}, True),
        (WORDS, OTHER, {"publisher": "Daily"}, False),
        ("too short to tell", "too short to say", {}, False),
    ],
)
def test_copies_are_one_witness(left: str, right: str, more: dict[str, str], one: bool) -> None:
    documents = {
        "a": document("a", "x -", text=left), "b": document("b", "x 2019-11-02", text=right)
    }  # fmt: skip
    documents = {k: replace(d, **more) for k, d in documents.items()}  # type: ignore[arg-type]
    found = witnesses(documents, near_duplicates(documents))
    assert (found["a"] == found["b"]) is one
    assert found["b"] == "b"


def test_a_revised_page_is_the_same_witness() -> None:
    documents = {
        "a": document("a", "x 2019-11-02", text=WORDS),
        "b": replace(document("b", "x 2019-11-03", text=OTHER), revises="a"),
    }
    assert witnesses(documents, near_duplicates(documents)) == {"a": "a", "b": "a"}


def test_accounts_of_copies_are_always_compared() -> None:
    left = told("a", "armed_attack - -")
    right = told("b", "armed_attack - -")
    documents = {d: document(d, "x 2019-11-02", text=WORDS) for d in "ab"}
    linking = linked_state([left, right], documents)
    assert linking.read.partners("a-0", linking.copies.pairs) == {"b-0"}
    copy = linking.blocking()[-1]
    assert (copy.name, copy.pairs) == ("copy", 1)


def linked_state(accounts: list[Account], documents: dict[str, Document]) -> Linking:
    linking = Linking()
    told_by = {doc: [a for a in accounts if a.doc == doc] for doc in documents}
    linking.update(documents, told_by.__getitem__, documents, ())
    return linking


def test_blocking_tells_what_each_rule_adds() -> None:
    report = linked_state([A, B, FAR], DOCS).blocking()
    assert [r.name for r in report] == [
        "day_country", "near_by", "month_country", "undated_place", "undated_area",
        "rare_name", "placeless", "company", "copy",
    ]  # fmt: skip
    assert (report[0].pairs, report[0].added) == (1, 1)
    assert sum(r.added for r in report) == 1


def crowd(count: int, *, seed: int = 7) -> list[Account]:
    """Accounts of a busy year in one country: about four reports an event."""
    draw = random.Random(seed)
    accounts = []
    for n in range(count):
        event = draw.randrange(count // 4 + 1)
        fixed = random.Random(event)
        day = date(2019, 1, 1) + timedelta(days=fixed.randrange(365))
        place = fixed.choice(("menaka", "gao", "kayes", "niger", "niamey"))
        kind = fixed.choice(KINDS)
        line = f"{kind} {day} {place} killed={fixed.randrange(1, 60)}"
        accounts.append(told(f"d{n:05}", line))
    return accounts


def test_blocking_stays_far_below_all_pairs() -> None:
    accounts = crowd(4000)
    documents = {a.doc: document(a.doc, "x 2019-12-31") for a in accounts}
    facts = {a.id: facts_of(a, documents[a.doc]) for a in accounts}
    index = Index(facts)
    start = time.perf_counter()
    for f in facts.values():
        index.add(f)
    pairs = sum(len(index.partners(f)) for f in facts.values()) // 2
    assert 0 < pairs < 40 * len(accounts)
    assert time.perf_counter() - start < 20


def test_weights_can_be_given() -> None:
    shipped = Weights.load()
    strict = Weights(-50.0, 0.0, shipped.levels)
    assert len(link([A, B], DOCS, weights=strict).groups) == 2


GOLD = Path(__file__).parents[3] / "shared" / "eval" / "incidents"
CONFUSABLE = {
    "set-c": [("IC01", "IC02"), ("IC03", "IC04"), ("IC05", "IC06"), ("IC07", "IC08"),
              ("IC09", "IC10"), ("IC14", "IC42"), ("IC12", "IC38")],
    "set-d": [(f"ID{n:02}", f"ID{n + 1:02}") for n in range(1, 12, 2)],
}  # fmt: skip


@pytest.mark.parametrize("wear", range(4))
@pytest.mark.parametrize("name", sorted(CONFUSABLE))
def test_gold_accounts_link(name: str, wear: int) -> None:
    if not (GOLD / name).is_dir():
        pytest.skip(f"no {name} beside the checkout")
    gold = link_gold.load(GOLD / name, wear=wear)
    linked = link(gold.accounts, gold.documents)
    events: dict[str, set[str]] = {}
    for account, event in gold.truth.items():
        events.setdefault(event, set()).add(account)
    scores = conll([frozenset(e) for e in events.values()], [frozenset(g) for g in linked.groups])
    assert scores["conll"] >= (0.98 if wear == 0 else 0.88), scores
    for group in linked.groups:
        told_ = {gold.truth[a] for a in group}
        assert not any({left, right} <= told_ for left, right in CONFUSABLE[name])


@settings(max_examples=200, deadline=None)
@given(worlds(), st.sets(st.sampled_from([f"d{n}" for n in range(6)]), max_size=3))
def test_imported_events_never_change_which_reports_belong_together(
    world: tuple[list[Account], dict[str, Document]], rows: set[str]
) -> None:
    accounts, documents = world
    for doc in rows & documents.keys():
        documents[doc] = replace(documents[doc], coded="ged", url=f"ged:{doc}")
    reports = [a for a in accounts if documents[a.doc].coded is None]
    alone, beside = link(reports, documents), link(accounts, documents)
    ids = {a.id for a in reports}
    groups = {tuple(i for i in group if i in ids) for group in beside.groups} - {()}
    assert groups == set(alone.groups)
    assert {d: w for d, w in beside.windows.items() if d not in rows} == alone.windows


def test_an_imported_event_joins_the_reports_that_tell_it() -> None:
    lines = {"d0": "bombing 2019-11-01 gao killed=9", "d1": "bombing 2019-11-01 gao killed=9",
             "row": "bombing 2019-11-01 gao killed=9"}  # fmt: skip
    accounts = [told(doc, line) for doc, line in lines.items()]
    documents = {doc: document(doc, line) for doc, line in lines.items()}
    documents["row"] = replace(documents["row"], coded="ged", url="ged:7")
    assert link(accounts, documents).groups == (("d0-0", "d1-0", "row-0"),)
