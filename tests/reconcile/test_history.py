"""How a figure came about: every day's record, up and down, and what changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from told import MONTH, YEAR, incident

from casus.link import anchor_name
from casus.reconcile import UnknownFieldError
from casus.reconcile.history import History, history, render_text
from casus.types import Document, Incident, Judgement
from casus.wording import say

GROWING = ["a 2 government 9", "b 3 hospital 12", "c 4 government 12"]
REVISED = ["a 2 government 20", "b 4 government 14"]
DISPUTED = ["a 2 government 53+ military", "b 3 perpetrator 49 military"]


def words(doc: str) -> str:
    """A text that shares no words with another document's."""
    return " ".join(f"{doc}{n}" for n in range(300))


def documents(
    of: Incident, days: Sequence[str], batches: Sequence[int] = ()
) -> dict[str, Document]:
    docs = sorted({account.doc for account in of.accounts})
    return {
        doc: Document(
            doc, doc, None, doc.upper(), "en", None, words(doc),
            None if day == "-" else date(YEAR, MONTH, int(day)),
            batch=batches[n] if batches else 0,
        )
        for n, (doc, day) in enumerate(zip(docs, days, strict=True))
    }  # fmt: skip


def told(lines: Sequence[str], field: str = "killed", **more: object) -> History:
    days = [day for doc, day in sorted({(line.split()[0], line.split()[1]) for line in lines})]
    batches = more.pop("batches", ())
    made = incident(lines)
    return history(made, field, documents(made, days, batches), **more)  # type: ignore[arg-type]


def steps(history: History) -> list[tuple[int | None, int | None, int | None, int | None, str]]:
    return [(s.day.day if s.day else None, s.low, s.best, s.high, s.change) for s in history.steps]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (GROWING, [(2, 9, 9, 9, "first"), (3, 9, 12, 12, "up"), (4, 9, 12, 12, "state")]),
        (REVISED, [(2, 20, 20, 20, "first"), (4, 14, 14, 14, "down")]),
        (DISPUTED, [(2, 53, 53, None, "first"), (3, 49, 53, 53, "bounds")]),
        (["a 2 government 9", "b - government 9"],
         [(2, 9, 9, 9, "first"), (None, 9, 9, 9, "state")]),
        (["a 2 - 9", "b 3 - 4 field=injured"], [(2, 9, 9, 9, "first"), (3, 9, 9, 9, "none")]),
    ],
)  # fmt: skip
def test_the_record_on_each_day(
    lines: list[str], found: list[tuple[int | None, int | None, int | None, int | None, str]]
) -> None:
    assert steps(told(lines)) == found


@pytest.mark.parametrize("lines", [GROWING, REVISED, DISPUTED])
@pytest.mark.parametrize("policy", ["ucdp", "acled", "gtd", "range"])
@pytest.mark.parametrize("order", ["published", "batch"])
def test_the_last_step_is_the_record(lines: list[str], policy: str, order: str) -> None:
    last = told(lines, policy=policy, order=order, batches=[3, 2, 1][: len({*lines})]).steps[-1]
    toll = incident(lines, policy=policy).tolls["killed"]
    assert (last.low, last.best, last.high) == (toll.low, toll.best, toll.high)
    if order == "published":
        assert last.reason == toll.reason


def test_the_claim_that_changed_it_and_those_that_count_no_more() -> None:
    down = told(REVISED).steps[1]
    assert down.cause is not None
    assert (down.cause.says, down.cause.publisher, down.cause.standing) == ("14", "B", "supports")
    assert [line.says for line in down.dropped] == ["20"]
    quiet = told(["a 2 - 9", "b 3 - 4 field=injured"]).steps[1]
    assert (quiet.cause, quiet.arrived) == (None, ())


def test_documents_come_by_ingest_batch_on_request() -> None:
    by_batch = told(GROWING, order="batch", batches=[2, 1, 2])
    assert [(s.batch, s.day, s.best, s.documents) for s in by_batch.steps] == [
        (1, None, 12, ("b",)), (2, None, 12, ("a", "c")),
    ]  # fmt: skip


def test_an_undated_document_appears_when_it_must_have_by_the_latest() -> None:
    lines = ["a 2 government 9", "b - government 12", "c 9 media 12"]
    window = {"b": (date(YEAR, MONTH, 3), date(YEAR, MONTH, 5))}
    assert [s.day.day if s.day else None for s in told(lines, windows=window).steps] == [2, 5, 9]


def value(ident: str, made: Incident, setting: str, day: int) -> Judgement:
    about = (anchor_name(made.accounts[0]),)
    at = date(YEAR, MONTH, day).isoformat()
    return Judgement(ident, about, "value", "ann", f"{at}T08:00:00+00:00", "a list", value=setting)


def test_a_value_counts_from_the_day_it_was_set_until_it_is_withdrawn() -> None:
    made = incident(GROWING)
    one = value("j1", made, "killed=10", 3)
    later = one.at.replace("-03", "-06")
    gone = replace(one, id="j2", verdict="withdrawn", supersedes="j1", at=later)
    found = told(GROWING, judgements=[one, gone])
    assert [(s.day.day if s.day else 0, s.best, s.change) for s in found.steps] == [
        (2, 9, "first"), (3, 10, "up"), (4, 10, "none"), (6, 12, "up"),
    ]  # fmt: skip
    assert found.steps[1].judgements == ("j1",)
    assert say(*found.steps[1].reason).startswith("Set by ann on 2031-05-03")
    other = replace(one, about=("elsewhere:0-9",))
    assert steps(told(GROWING, judgements=[other])) == steps(told(GROWING))


def test_fields_that_are_no_toll() -> None:
    assert [s.change for s in told(GROWING, "kind").steps] == ["first", "none", "none"]
    assert [s.change for s in told(GROWING, "perpetrator").steps] == ["none"] * 3
    with pytest.raises(UnknownFieldError, match="no field"):
        told(GROWING, "mood")


def test_words_of_a_history() -> None:
    text = render_text(told(["a 2 - 9", "b 3 - 4 field=injured", "c 4 - 7"]))
    assert text.splitlines()[1] == "incident a, policy ucdp"
    assert "2031-05-02  9   [single] first told" in text
    assert "\n1 more step changed nothing\n" in text
    every = render_text(told(["a 2 - 9", "b 3 - 4 field=injured", "c 4 - 7"]), everything=True)
    assert "2031-05-03  9   [single]\n" in every


@pytest.mark.parametrize(
    ("revises", "best", "state", "dropped"),
    [
        ({"b": "a", "c": "b"}, [9, 12, 11], "single", ["12"]),
        ({"c": "b"}, [9, 12, 11], "conflicting", ["12"]),
        ({"c": "a"}, [9, 12, 12], "conflicting", ["9"]),
        ({}, [9, 12, 12], "conflicting", []),
    ],
)
def test_a_changed_page_gives_its_figure_up(
    revises: dict[str, str], best: list[int], state: str, dropped: list[str]
) -> None:
    made = incident(["a 2 government 9", "b 2 government 12", "c 2 government 11"])
    docs = documents(made, ["2", "2", "2"], [1, 2, 3])
    docs = {doc: replace(d, revises=revises.get(doc)) for doc, d in docs.items()}
    told = history(made, "killed", docs, order="batch").steps
    assert [s.best for s in told] == best
    assert told[2].state.value == state
    assert [line.says for line in told[2].dropped] == dropped


def test_a_changed_page_that_gives_no_figure_any_more_withdraws_none() -> None:
    lines = ["a 2 government 9", "b 2 government 4 field=injured"]
    made = incident(lines)
    docs = documents(made, ["2", "2"], [1, 2])
    docs["b"] = replace(docs["b"], revises="a")
    assert [s.best for s in history(made, "killed", docs, order="batch").steps] == [9, 9]
