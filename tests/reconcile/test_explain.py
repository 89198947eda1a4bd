"""Explanations: value, state, policy's sentence, each claim beside its marked words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from told import account, claim

from casus.link import Linked
from casus.reconcile import FIELDS, UnknownFieldError, explain, reconcile, render_text
from casus.reconcile.explain import MAX_SENTENCE
from casus.types import Claim, Document, Incident
from casus.wording import say

TEXT = "On Friday [gunmen] killed at least 53 soldiers.\nThe group put it at 49, it said."


def told() -> tuple[Incident, list[Claim], dict[str, Document]]:
    first = claim("a 2 government 53+ military", 0)
    second = claim("a 2 perpetrator 49 military", 1)
    start = TEXT.index("at least 53 soldiers")
    line = TEXT.index("\n")
    first = replace(
        first, spans=((start, start + 20),), sentence=(0, line), raw="at least 53 soldiers"
    )
    start = TEXT.index("49")
    second = replace(second, spans=((start, start + 2),), sentence=(line + 1, len(TEXT)), raw="49")
    claims = [first, second]
    documents = {"a": Document("a", "a", None, "Daily", "en", None, TEXT, date(2031, 5, 2))}
    accounts = (account("a", "armed_attack", tuple(claims)),)
    linked = Linked((("a",),), accounts, {"a": "a"})
    (incident,) = reconcile(linked, documents)
    return incident, claims, documents


def test_each_claim_stands_beside_its_words() -> None:
    incident, claims, documents = told()
    (section,) = explain(incident, "killed", claims, documents).sections
    assert (section.value, section.state.value, section.policy) == (
        "53 (low 49, high 53)", "conflicting", "ucdp",
    )  # fmt: skip
    marked = [(x.standing, x.says, x.sentence[slice(*x.mark)], x.voice) for x in section.lines]
    assert marked == [
        ("supports", "at least 53 military", "at least 53 soldiers", "government"),
        ("against", "49 military", "49", "perpetrator"),
    ]
    assert section.lines[0].publisher == "Daily"


def test_text_for_a_terminal_keeps_the_sentence_and_marks_the_span() -> None:
    incident, claims, documents = told()
    text = render_text(explain(incident, "killed", claims, documents))
    assert "killed: 53 (low 49, high 53)   [conflicting]" in text
    assert "  ucdp: Best follows the government: 53" in text
    assert "On Friday [gunmen] killed [at least 53 soldiers]." in text
    assert "rule test@1" in text
    assert "open questions:" in text


def test_without_a_field_every_told_field_is_explained() -> None:
    incident, claims, documents = told()
    assert [s.field for s in explain(incident, None, claims, documents).sections] == ["killed"]


def test_a_field_nobody_tells_says_so() -> None:
    incident, claims, documents = told()
    for field in FIELDS:
        (section,) = explain(incident, field, claims, documents).sections
        assert say(*section.reason).endswith(".")
        if field == "when":
            assert section.value == "2031-04-26 to 2031-05-02 (week)"
            assert (section.state.value, section.lines) == ("assumed", ())
        elif field not in ("killed", "kind"):
            assert section.value == "not told"
            assert section.lines == ()


def test_an_unknown_field_lists_those_there_are() -> None:
    incident, claims, documents = told()
    with pytest.raises(UnknownFieldError, match="killed, injured"):
        explain(incident, "dead", claims, documents)


def test_claims_of_other_incidents_are_passed_over() -> None:
    incident, claims, documents = told()
    stranger = replace(claims[0], account="elsewhere", id="z")
    (section,) = explain(incident, "killed", [*claims, stranger], documents).sections
    assert len(section.lines) == 2


def test_an_endless_sentence_is_cut_around_its_span() -> None:
    incident, claims, documents = told()
    text = "x" * 5000 + "at least 53 soldiers" + "y" * 5000
    long = replace(claims[0], spans=((5000, 5020),), sentence=(0, len(text)))
    documents = {"a": replace(documents["a"], text=text)}
    (section,) = explain(incident, "killed", [long], documents).sections
    (line,) = section.lines
    assert len(line.sentence) <= MAX_SENTENCE
    assert line.sentence[slice(*line.mark)] == "at least 53 soldiers"
