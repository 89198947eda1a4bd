"""Known scores of hand-made predictions: perfect ones, and ones spoilt in a known way."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from casus.evaluate.gold import Corpus
from casus.evaluate.ledger import Ledger, interval
from casus.evaluate.predicted import PredictionError, from_rows
from casus.evaluate.score import Result, link_scores, score
from casus.evaluate.table import known_scores, render, render_misses

from .oracle import Rows, rows_from_gold


def scored(corpus: Corpus, rows: Rows) -> Result:
    return score(corpus, from_rows(*rows), draws=20)


def values(result: Result) -> dict[str, float | None]:
    return {name: s.value for name, s in result.scores.items()}


def test_gold_scores_one_everywhere(corpus: Corpus) -> None:
    result = scored(corpus, rows_from_gold(corpus))
    told = {name: v for name, v in values(result).items() if v is not None}
    assert set(told.values()) == {1.0}
    assert not result.misses
    assert {"accounts.main.f1", "linking.conll", "claims.f1", "tolls.killed.low"} <= told.keys()
    assert known_scores() - result.scores.keys() <= {
        f"claims.{f}.{k}" for f in ("missing", "abducted", "arrested", "displaced") for k in
        ("p", "r", "f1")
    } | {"linking.cross.p", "target"}  # fmt: skip


def test_nothing_predicted_scores_nothing(corpus: Corpus) -> None:
    told = values(scored(corpus, ([], [], [])))
    assert told["accounts.main.f1"] == 0.0
    assert told["claims.r"] == 0.0
    assert told["negatives.clean"] == 1.0
    assert told["linking.conll"] is None
    assert told["linking.all.conll"] == 0.0


def claim(rows: Rows, key: str) -> dict[str, Any]:
    return next(c for c in rows[1] if c["id"] == key)


def drop_account(rows: Rows) -> None:
    """R2 is not found: 3 of 4 main accounts, 5 of 6 figures (R1 7, 2, 1; R2 8; R3 7; R4 1)."""
    fire = rows[0][0]
    fire["accounts"] = [a for a in fire["accounts"] if a["document"] != "R2"]


def flip_role(rows: Rows) -> None:
    """R1's recalled fire is called main: 4 of 5 mains right, no background."""
    rows[0][1]["accounts"][0]["role"] = "main"


def invent(rows: Rows) -> None:
    """The match is read as an attack on 40,000 people."""
    account = {"id": "p:x", "document": "R5", "anchor": [0, 70], "role": "main"}
    rows[0].append(
        {"id": "i:x", "kind": "armed_attack", "when": {}, "where": {}, "actors": [],
         "tolls": {}, "witnesses": 1, "accounts": [account]}
    )  # fmt: skip
    base = next(c for c in rows[1] if c["field"] == "killed")
    rows[1].append({**base, "id": "c:x", "account": "p:x", "value": {"low": 40000, "high": 40000}})


def wrong_figure(rows: Rows) -> None:
    """R1 says 17 instead of 7: one missed, one wrong."""
    claim(rows, "t0:I1/R1:killed")["value"] = {"low": 17, "high": 17}


def wrong_group(rows: Rows) -> None:
    claim(rows, "t0:I3/R4:killed")["group"] = "child"


def wrong_voice(rows: Rows) -> None:
    claim(rows, "t0:I1/R1:killed")["voice"] = {"kind": "hospital"}


def twice(rows: Rows) -> None:
    """A figure told twice is one figure."""
    again = copy.deepcopy(claim(rows, "t0:I1/R1:killed")) | {"id": "again", "spans": [[90, 95]]}
    rows[1].append(again)


def denied(rows: Rows) -> None:
    """A denied figure is none, so it cannot be wrong."""
    told = copy.deepcopy(claim(rows, "t0:I1/R1:killed"))
    rows[1].append(told | {"id": "d", "stance": "denies", "value": {"low": 99, "high": 99}})


def merge(rows: Rows) -> None:
    """The two confusable fires become one incident of three reports and one more."""
    rows[0][0]["accounts"] += rows[0].pop(2)["accounts"]


def split(rows: Rows) -> None:
    """The German report stands alone: no pair across languages is left."""
    alone = copy.deepcopy(rows[0][0])
    alone["id"] = "i:alone"
    alone["accounts"] = [a for a in alone["accounts"] if a["document"] == "R2"]
    alone["witnesses"] = 1
    drop_account(rows)
    rows[0].append(alone)


def all_witnesses(rows: Rows) -> None:
    rows[0][0]["witnesses"] = 3


def toll(rows: Rows) -> None:
    rows[0][0]["tolls"]["killed"] = {"low": 7, "best": 9, "high": None}


def place(rows: Rows) -> None:
    """Cambridge is 50 km from Harlow: wrong, but within 161 km."""
    there = {"name": "Cambridge", "country": "GB", "lat": 52.2, "lon": 0.12, "precision": "exact"}
    rows[0][0]["where"] = there


def date_near(rows: Rows) -> None:
    rows[0][0]["when"] = {"start": "2021-03-02", "end": "2021-03-02"}


def other_actor(rows: Rows) -> None:
    rows[0][0]["actors"][0]["name"] = "Unknown raiders"


def doubted_actor(rows: Rows) -> None:
    rows[0][0]["actors"][0]["confidence"] = "denied"


@pytest.mark.parametrize(
    ("spoil", "wanted"),
    [
        (drop_account, {"accounts.main.p": 1, "accounts.main.r": 3 / 4, "claims.r": 5 / 6,
                        "claims.p": 1, "linking.conll": 1}),
        (flip_role, {"accounts.main.p": 4 / 5, "accounts.main.r": 1, "accounts.background.r": 0,
                     "accounts.any.f1": 1}),
        (invent, {"accounts.main.p": 4 / 5, "negatives.clean": 0, "claims.p": 6 / 7,
                  "claims.any_account.p": 6 / 7, "claims.r": 1}),
        (wrong_figure, {"claims.p": 5 / 6, "claims.r": 5 / 6, "claims.killed.f1": 4 / 5,
                        "claims.injured.f1": 1}),
        (wrong_group, {"claims.f1": 1, "claims.group.p": 5 / 6, "claims.group.r": 5 / 6,
                       "claims.group_right": 6 / 7}),
        (wrong_voice, {"voice.kind": 6 / 7, "voice.named": 2 / 3, "claims.f1": 1}),
        (twice, {"claims.f1": 1, "claims.group.f1": 1}),
        (denied, {"claims.f1": 1}),
        # MUC 2/2 2/3 · B³ (1 + 9/4 + 1/4 … over five accounts) · see test_link_scores
        (merge, {"confusable.apart": 0, "linking.muc.r": 1, "linking.muc.p": 2 / 3,
                 "linking.b3.p": (1 + 10 / 4) / 5}),
        (split, {"linking.cross.r": 0, "linking.muc.p": 1, "linking.muc.r": 1 / 2,
                 "linking.b3.r": (2 + 5 / 3) / 5, "confusable.apart": 1}),
        (all_witnesses, {"reprints.once": 0, "witnesses.exact": 0}),
        (toll, {"tolls.killed.low": 1, "tolls.killed.high": 1 / 2, "tolls.killed.both": 1 / 2,
                "tolls.killed.best": 1 / 2, "tolls.any.killed.high": 2 / 3}),
        (place, {"incident.place": 1 / 2, "incident.place.161km": 1, "incident.country": 1}),
        (date_near, {"incident.date.exact": 1 / 2, "incident.date.day": 1}),
        (other_actor, {"perpetrator.p": 0, "perpetrator.r": 0}),
        (doubted_actor, {"perpetrator.f1": 1, "perpetrator.confidence": 0}),
    ],
)  # fmt: skip
def test_spoilt(corpus: Corpus, spoil: Callable[[Rows], None], wanted: dict[str, float]) -> None:
    rows = rows_from_gold(corpus)
    spoil(rows)
    result = scored(corpus, rows)
    told = values(result)
    assert {name: told[name] for name in wanted} == pytest.approx(wanted)


def test_misses_name_sentence_gold_prediction_and_rule(corpus: Corpus) -> None:
    rows = rows_from_gold(corpus)
    wrong_figure(rows)
    invent(rows)
    misses = scored(corpus, rows).misses
    assert misses[0].what == "false main in a report of none"
    wrong = next(m for m in misses if m.what == "figure wrong")
    assert (wrong.doc, wrong.rule) == ("R1", "oracle@1")
    assert wrong.sentence.startswith("Seven people died")
    missed = next(m for m in misses if m.what == "figure missed")
    assert "killed=7 people" in missed.gold
    assert [m.weight for m in misses] == sorted((m.weight for m in misses), reverse=True)
    assert len(render_misses(misses).renderables) > len(misses)


def test_same_input_same_scores(corpus: Corpus) -> None:
    rows = rows_from_gold(corpus)
    split(rows)
    assert scored(corpus, rows) == scored(corpus, rows)
    assert render(scored(corpus, rows)).renderables


def test_unlinked_accounts_have_no_linking_scores(corpus: Corpus) -> None:
    found = from_rows(*rows_from_gold(corpus))
    alone = type(found)(found.accounts, found.incidents, {}, linked=False)
    names = score(corpus, alone, draws=5).scores
    assert not [n for n in names if n.startswith(("linking", "incident", "tolls"))]
    assert names["accounts.main.f1"].value == 1.0


def test_link_scores() -> None:
    gold = {"a": "1", "b": "1", "c": "2", "d": "2"}
    pred = {"a": "x", "b": "x", "c": "x", "d": "y"}
    told = link_scores(gold, pred, {"a": "en", "b": "de", "c": "en", "d": "de"}, "l")
    # MUC 1/2 both · B³ P (4+1)/3 + 1 over 4, R (2 + 1)/4 · CEAF-e (4/5 + 2/3)/2 both
    f1 = {"muc": 1 / 2, "b3": 2 * (2 / 3) * (3 / 4) / (17 / 12), "ceafe": 22 / 30}
    assert {k: told[f"l.{k}.f1"] for k in f1} == pytest.approx(f1)
    assert told["l.conll"] == pytest.approx(sum(f1.values()) / 3)
    # pairs across: a-b and c-d wanted, a-b and b-c said
    assert (told["l.cross.p"], told["l.cross.r"]) == (1 / 2, 1 / 2)


@pytest.mark.parametrize(
    "rows",
    [
        ([{"id": "i"}], [], []),
        ([], [{"id": "c"}], []),
        ([], [], [{"id": "R1"}]),
    ],
)
def test_rows_that_break_the_contract_are_refused(rows: Rows) -> None:
    with pytest.raises(PredictionError, match="contract"):
        from_rows(*rows)


def test_intervals_hold_the_value_and_narrow_with_reports() -> None:
    def spread(count: int) -> float:
        ledger = Ledger()
        names = [f"r{n}" for n in range(count)]
        for n, name in enumerate(names):
            ledger.share("s", name, n % 4 != 0)
        found = ledger.scores(names, draws=300, seed=1)["s"]
        assert found.value == 0.75
        assert found.low is not None and found.high is not None
        assert found.low <= 0.75 <= found.high
        # the normal approximation of a share of three quarters, within a third
        wanted = 2 * 1.96 * (0.75 * 0.25 / count) ** 0.5
        assert found.high - found.low == pytest.approx(wanted, rel=0.34)
        return found.high - found.low

    assert spread(400) < spread(40)


@pytest.mark.parametrize(
    ("samples", "wanted"),
    [([], (None, None)), ([0.5], (0.5, 0.5)), ([n / 100 for n in range(101)], (0.02, 0.98))],
)
def test_interval(samples: list[float], wanted: tuple[float | None, float | None]) -> None:
    assert interval(samples) == wanted
