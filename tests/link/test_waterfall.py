"""Why two are one event or two: the steps add up, and to what linking itself saw."""

from __future__ import annotations

import pytest
from link_told import document, told

from casus.link import Linking, anchor_name, explain_pair
from casus.link.waterfall import MAX_SENTENCE, Meeting, meet, render_text
from casus.types import Account, Document, Judgement
from casus.wording import say

LINES = {
    "a": ["armed_attack 2019-11-01 menaka killed=53:military name=indil"],
    "b": ["armed_clash 2019-11-01 menaka killed=49:military name=indil",
          "armed_attack 2019-10 menaka killed=38 role=background"],
    "c": ["armed_attack friday menaka killed=53 name=indil",
          "armed_attack october menaka killed=41 role=background"],
    "d": ["armed_attack 2019-11-05 menaka killed=5"],
    "e": ["flood 2019-11-01 gao killed=3"],
}  # fmt: skip


def world() -> tuple[list[Account], dict[str, Document]]:
    accounts = [told(d, text, number=n) for d, rows in LINES.items() for n, text in enumerate(rows)]
    return accounts, {d: document(d, rows[0]) for d, rows in LINES.items()}


def asked(left: list[str], right: list[str], *judgements: Judgement) -> Meeting:
    accounts, documents = world()
    told_by = {doc: [a for a in accounts if a.doc == doc] for doc in documents}
    linking = Linking()
    linking.update(told_by, told_by.__getitem__, documents, judgements)
    by_id = {a.id: a for a in linking.linked(told_by.__getitem__, documents).accounts}
    one, two = ([by_id[i] for i in side] for side in (left, right))
    together = any({*left, *right} <= {*group} for group in linking.groups())
    evidence = linking.evidence
    return meet(one, two, documents, evidence=evidence, together=together, judgements=judgements)


def judged(verdict: str, *ids: str) -> Judgement:
    by_id = {a.id: a for a in world()[0]}
    about = tuple(anchor_name(by_id[i]) for i in ids)
    return Judgement("j1", about, verdict, "ann", "2026-03-04T10:00:00Z", "two valleys")


def test_every_pair_is_weighed_as_linking_weighed_it() -> None:
    accounts, documents = world()
    told = {doc: [a for a in accounts if a.doc == doc] for doc in documents}
    linking = Linking()
    linking.update(told, told.__getitem__, documents, ())
    linked = linking.linked(told.__getitem__, documents)
    by_id = {a.id: a for a in linked.accounts}
    known = {"evidence": linking.evidence, "together": False}
    pairs = [linking.explain(a, b) for a, others in linking.told.pairs.items() for b in others]
    assert len(pairs) > 5
    for pair in pairs:
        meeting = meet([by_id[pair.left]], [by_id[pair.right]], documents, **known)
        steps = meeting.strongest.steps
        assert [(s.comparison, s.found, s.weight) for s in steps] == [
            (p.comparison, p.level, p.weight) for p in pair.parts
        ]
        assert meeting.strongest.veto == pair.veto
        assert meeting.mean == pytest.approx(pair.weight)
    # without the other reports the two that recall October would lack their company
    alone = explain_pair(by_id["b-1"], by_id["c-1"], documents)
    steps = meet([by_id["b-1"]], [by_id["c-1"]], documents, **known).strongest.steps
    assert "company" in {s.comparison for s in steps} - {p.comparison for p in alone.parts}


def test_the_running_sum_ends_at_the_weight() -> None:
    pairing = asked(["a-0"], ["b-0"]).strongest
    assert pairing.steps[0].comparison == "prior"
    assert pairing.steps[-1].sum == pytest.approx(pairing.weight)
    assert sum(s.weight for s in pairing.steps) == pytest.approx(pairing.weight)


def test_one_incident_is_told_with_the_mean_that_joined_it() -> None:
    meeting = asked(["a-0"], ["b-0", "c-0"])
    assert meeting.together
    assert (meeting.compared, meeting.possible, meeting.vetoed) == (2, 2, 0)
    assert say(meeting.reason) == f"the mean weight {meeting.mean:+.2f} exceeds the threshold 0"
    assert meeting.deciding == meeting.strongest


def test_a_veto_decides_whatever_the_mean_says() -> None:
    meeting = asked(["a-0", "b-0"], ["d-0"])
    assert not meeting.together
    assert meeting.vetoed == 2
    assert say(meeting.deciding.veto) == "days apart: 4 days"
    assert say(meeting.reason) == "2 of 2 pairs can never be one event: days apart: 4 days"


def test_too_little_evidence_is_told_with_the_weakest_pair() -> None:
    meeting = asked(["a-0", "b-1"], ["e-0"])
    assert not meeting.together
    assert meeting.strongest.weight > meeting.deciding.weight or meeting.vetoed


@pytest.mark.parametrize(
    ("verdict", "left", "right", "together"),
    [("same", "a-0", "d-0", True), ("different", "a-0", "b-0", False)],
)
def test_a_judgement_binds_and_is_named(
    verdict: str, left: str, right: str, *, together: bool
) -> None:
    meeting = asked([left], [right], judged(verdict, left, right))
    assert meeting.together is together
    assert say(meeting.reason) == f"ann judged them {verdict} on 2026-03-04: two valleys"
    assert meeting.deciding.judgement is not None
    assert f"judged {verdict} by ann on 2026-03-04: two valleys" in render_text(meeting)


@pytest.mark.parametrize(("left", "right"), [(["a-0"], ["a-0"]), ([], ["a-0"])])
def test_nothing_is_compared_with_itself(left: list[str], right: list[str]) -> None:
    with pytest.raises(ValueError, match="compared with itself"):
        asked(left, right)


def test_words_of_a_meeting() -> None:
    lines = render_text(asked(["a-0"], ["d-0"])).splitlines()
    assert lines[0] == "two incidents: the pair can never be one event: days apart: 4 days"
    assert lines[1].endswith("of 1 pair, threshold 0, 1 vetoed")
    assert lines[3] == "the pair"
    sums = [line.split()[-1] for line in lines if line.startswith("  prior")]
    assert sums == ["-4.00"]
    assert lines[-1] == "  veto: days apart: 4 days"
    assert max(map(len, lines)) < MAX_SENTENCE
