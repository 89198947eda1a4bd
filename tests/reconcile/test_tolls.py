"""Tolls: what reports say in, low/best/high under each policy out."""

from __future__ import annotations

import itertools

import pytest
from told import incident, toll

from casus.wording import say

TWO_SIDES = [
    "de - government 53+ military",
    "de - government 1 civilian",
    "en 2 perpetrator 49 military",
    "en 2 government 53+ military s2",
    "en 2 government 1 civilian s2",
]

# name, kind, claims, {policy: (low, best, high)}, state
CASES = [
    ("two sides", "armed_attack", TWO_SIDES,
     {"ucdp": (49, 54, 54), "acled": (49, 49, 49), "gtd": (54, 54, 54), "range": (49, None, 54)},
     "conflicting"),
    ("one report", "flood", ["a 1 - 7"],
     {"ucdp": (7, 7, 7), "acled": (7, 7, 7), "gtd": (7, 7, 7), "range": (7, None, 7)}, "single"),
    ("two reports agree", "flood", ["a 1 - 7", "b 2 police 7"],
     {"ucdp": (7, 7, 7), "range": (7, None, 7)}, "agreed"),
    ("only at least", "flood", ["a 1 - 12+"],
     {"ucdp": (12, 12, None), "range": (12, None, None)}, "single"),
    ("only up to", "flood", ["a 1 - -20"],
     {"ucdp": (None, 20, 20), "range": (None, None, 20)}, "single"),
    ("a range", "flood", ["a 1 - 10..15"],
     {"ucdp": (10, 10, 15), "acled": (10, 10, 10)}, "single"),
    ("at least never contradicts", "flood", ["a 1 police 49+", "b 1 police 54"],
     {"ucdp": (49, 54, 54), "range": (49, None, 54)}, "agreed"),
    ("at least is no upper bound", "flood", ["a 1 police 49", "b 2 rescue 60+"],
     {"ucdp": (49, 60, None)}, "single"),
    ("a growing toll is outdated, not disputed", "flood",
     ["a 1 rescue 18", "b 3 rescue 37", "c 5 government 43"],
     {"ucdp": (18, 43, 43), "acled": (43, 43, 43), "gtd": (43, 43, 43), "range": (43, None, 43)},
     "single"),
    ("a count under way is no estimate", "earthquake", ["a 1 police 5", "b 4 government 900"],
     {"ucdp": (900, 900, 900)}, "single"),
    ("officials revise down", "flood", ["a 1 government 43", "b 3 government 38"],
     {"ucdp": (38, 38, 38), "gtd": (38, 38, 38), "range": (38, None, 38)}, "single"),
    ("told only as replaced, a figure bounds nothing", "flood",
     ["a 2 police 9 old", "a 2 police 14"],
     {"ucdp": (14, 14, 14), "range": (14, None, 14)}, "single"),
    ("an earlier report's figure bounds from below, though the text says it is outdated", "flood",
     ["a 1 police 9", "b 2 police 9 old", "b 2 police 14"],
     {"ucdp": (9, 14, 14), "range": (14, None, 14)}, "single"),
    ("an old figure beside a new one by the same voice", "armed_attack",
     ["a 1 government 9 military", "b 3 government 12 military", "b 3 government 9 military s2"],
     {"ucdp": (9, 12, 12), "range": (12, None, 12)}, "single"),
    ("both sides uphold theirs", "riot",
     ["a 1 government 6", "a 1 ngo 13", "b 3 government 6", "b 3 ngo 15"],
     {"ucdp": (6, 15, 15), "acled": (6, 6, 6), "range": (6, None, 15)}, "conflicting"),
    ("a copy is no second witness", "flood", ["a 1 - 7", "b 1 - 7"],
     {"ucdp": (7, 7, 7)}, "single"),
    ("parts add up in one sentence", "armed_attack",
     ["a 1 police 3 military", "a 1 police 2 police", "a 1 police 1 civilian"],
     {"ucdp": (6, 6, 6), "acled": (6, 6, 6)}, "single"),
    ("a total holds its parts", "bombing",
     ["a 1 police 7", "a 1 police 4 military s2", "a 1 police 3 civilian s2"],
     {"ucdp": (7, 7, 7)}, "single"),
    ("a plain count beside groups", "explosive_device",
     ["a 1 government 3 military", "a 1 government 1"], {"ucdp": (4, 4, 4)}, "single"),
    ("a subset is never added", "bombing", ["a 1 police 14", "a 1 police 3 child subset"],
     {"ucdp": (14, 14, 14)}, "single"),
    ("a subset alone is a lower bound", "bombing", ["a 1 - 3 child subset"],
     {"ucdp": (3, 3, None), "range": (3, None, None)}, "single"),
    ("a part told by another voice", "armed_attack",
     ["a 1 military 10 military", "a 1 un 1 peacekeeper s2"], {"ucdp": (11, 11, 11)}, "single"),
    ("a part in the report's own words", "armed_attack",
     ["a 1 government 53 military", "a 1 - 1 civilian s2"], {"ucdp": (54, 54, 54)}, "single"),
    ("women and children only", "fire", ["a 1 - 2 woman", "a 1 - 3 child"],
     {"ucdp": (5, 5, 5)}, "single"),
    ("an increment", "flood", ["a 1 hospital 6", "b 2 hospital 2 more"],
     {"ucdp": (6, 8, 8), "range": (8, None, 8)}, "single"),
    ("an increment to another voice's figure", "flood", ["a 1 police 6", "b 2 hospital 1 more"],
     {"ucdp": (6, 7, 7)}, "single"),
    ("an increment with its new total", "flood",
     ["a 1 hospital 6", "b 2 hospital 2 more", "b 2 hospital 8"], {"ucdp": (6, 8, 8)}, "single"),
    ("an increment to nothing known", "flood", ["a 2 hospital 2 more"],
     {"ucdp": (2, 2, None)}, "single"),
    ("attackers' own dead", "armed_attack",
     ["a 1 military 12 military", "a 1 military 25 militant s2"],
     {"ucdp": (12, 37, 37), "acled": (37, 37, 37), "gtd": (37, 37, 37), "range": (12, None, 12)},
     "single"),
    ("only militants died", "armed_attack", ["a 1 military 38 militant"],
     {"ucdp": (38, 38, 38), "range": (38, None, 38)}, "single"),
    ("fighters hit by an air strike are the toll", "air_strike",
     ["a 1 witness 17 civilian", "a 1 government 12 militant s2"],
     {"range": (12, None, 17), "acled": (12, 12, 12)}, "conflicting"),
    ("the claimant is not believed", "explosive_device",
     ["a 1 military 4 military", "b 2 perpetrator 11 military"],
     {"ucdp": (4, 4, 11), "acled": (4, 4, 4), "gtd": (4, 4, 4), "range": (4, None, 11)},
     "conflicting"),
    ("a claimant alone is the figure", "explosive_device", ["b 2 perpetrator 11 military"],
     {"ucdp": (11, 11, 11), "gtd": (11, 11, 11)}, "single"),
    ("witnesses see a part", "massacre", ["a 1 witness 80+", "b 2 government 47"],
     {"ucdp": (47, 47, None), "acled": (47, 47, 47)}, "conflicting"),
    ("vague words", "flood", ["a 1 - d20"],
     {"ucdp": (20, 20, None), "acled": (12, 12, 12), "range": (20, None, None)}, "single"),
    ("about admits its neighbours", "flood", ["a 1 - ~30", "b 1 - 33"],
     {"ucdp": (30, 33, 33)}, "agreed"),
    ("an undated report repeats an old figure", "flood",
     ["a 1 rescue 9", "b 3 rescue 16", "u - rescue 12"], {"ucdp": (9, 16, 16)}, "single"),
    ("the newest figure, not the most repeated", "flood",
     ["a 1 police 9", "b 1 police 9", "c 2 police 11"],
     {"ucdp": (9, 11, 11), "gtd": (11, 11, 11)}, "single"),
    ("a voice quoted with an earlier day", "flood",
     ["a 4 government 9 said=1", "a 4 government 14 said=4 s2"], {"range": (14, None, 14)},
     "single"),
    ("officers among the hurt are a part", "protest",
     ["a 1 hospital 27", "b 3 government 11 police"], {"ucdp": (27, 27, 27)}, "single"),
    ("what opens the report outweighs a larger group below", "shelling",
     ["a 1 - 5", "a 1 - 50 military s2"], {"ucdp": (5, 5, 50), "range": (5, None, 50)},
     "conflicting"),
    ("up to fifty is no figure beside one", "shelling",
     ["a 1 - 5", "a 1 official_foreign -50 military s2"], {"ucdp": (5, 5, 50)}, "single"),
    ("two bodies under one name: the exact figure", "massacre",
     ["a 1 government 81+ s2", "a 1 government 22 s3"], {"ucdp": (22, 22, None)}, "conflicting"),
    ("at least seven, later exactly nine", "flood",
     ["a 1 police 7+", "a 1 police 9 s3"], {"ucdp": (9, 9, 9)}, "single"),
    ("some of the wounded who died are a part", "armed_attack",
     ["a 1 government 5 police", "a 1 government 1 civilian", "a 1 government 2 s3"],
     {"ucdp": (6, 6, 6)}, "single"),
    ("a claimant whose voice was not heard", "explosive_device",
     ["a 1 government 4 military", "a 1 - 11 s4", "b 2 - 5 military"],
     {"ucdp": (4, 5, 11)}, "conflicting"),
    ("an undated report that tells more is the newer one", "bombing",
     ["a 1 police 5 civilian", "u - police 6"], {"ucdp": (5, 6, 6)}, "conflicting"),
    ("one soldier elsewhere is a part", "armed_attack",
     ["a 1 - 53 military", "a 1 - 1 civilian", "a 1 government 1 military s5"],
     {"ucdp": (54, 54, 54)}, "single"),
    ("the same people under another name", "explosive_device",
     ["a 1 - 1 military", "a 1 - 1 police s4"], {"ucdp": (1, 1, 1)}, "single"),
    ("a woman and a man told one by one are the two of the opening", "storm",
     ["a 1 - 2", "a 1 police 1 woman s2", "a 1 police 1 s2"], {"ucdp": (2, 2, 2)}, "single"),
    ("details after a headline add nothing and lower nothing", "shooting",
     ["a 1 police 3", "a 1 - 2 s2", "a 1 - 1 child s3"], {"ucdp": (3, 3, 3)}, "single"),
    ("a journalist's two of the dead policemen", "explosive_device",
     ["a 1 - 3 police", "a 1 - 4 civilian", "a 1 media 2 police s4"], {"ucdp": (7, 7, 7)},
     "single"),
    ("a side's own losses stay a figure", "explosive_device",
     ["a 1 - 3 police", "b 1 police 2 police", "a 1 - 4 civilian"], {"ucdp": (2, 7, 7)},
     "conflicting"),
    ("more than 80 since April is another count", "suicide_bombing",
     ["a 1 police 11", "a 1 expert 80+ s5"], {"ucdp": (11, 11, 11)}, "single"),
    ("a witness's larger open figure keeps the top open", "massacre",
     ["a 1 government 22", "a 1 witness 81+ s3"], {"ucdp": (22, 22, None)}, "conflicting"),
    ("a report's own larger figure beside an official one", "bombing",
     ["a 1 police 15 s3", "a 1 - 27 s5"], {"ucdp": (15, 15, 27)}, "conflicting"),
    ("unless another voice gives it too", "bombing",
     ["a 1 government 1 s3", "a 1 witness 2 s4", "a 1 - 2 s5"], {"ucdp": (1, 2, 2)},
     "conflicting"),
    ("attackers among a total are their own dead", "armed_attack",
     ["a 1 police 15", "a 1 police 4 militant subset"],
     {"ucdp": (11, 15, 15), "range": (11, None, 11)}, "single"),
    ("both sides of a clash are victims", "armed_clash",
     ["a 1 government 4 militant", "a 1 government 2 military"], {"ucdp": (6, 6, 6)}, "single"),
    ("an armed group's own losses are a part", "armed_clash",
     ["a 1 police 18", "a 1 armed_group 7 militant s3"], {"ucdp": (18, 18, 18)}, "single"),
    ("attackers' dead outlive the count of victims", "armed_attack",
     ["a 1 military 7 military", "a 1 military 20 militant s2", "b 3 military 9 military"],
     {"ucdp": (7, 29, 29)}, "single"),
    ("a union's own people and the policeman of the other count", "crackdown",
     ["a 1 government 2 civilian", "a 1 government 1 police", "a 1 ngo 5 civilian s3"],
     {"ucdp": (3, 6, 6)}, "conflicting"),
    ("an opening figure holds the increment below it", "volcano",
     ["a 1 - 16", "a 1 hospital 2 more s2"], {"ucdp": (16, 16, 16)}, "single"),
    ("an opening figure that is old does not", "volcano",
     ["a 1 - 16", "b 2 - 16", "b 2 hospital 2 more s2"], {"range": (18, None, 18)}, "single"),
    ("three more, so eleven: eight is replaced", "riot",
     ["a 1 police 8+ civilian", "a 1 hospital 3 more s2", "a 1 hospital 11 s2"],
     {"ucdp": (11, 11, 11)}, "single"),
    ("eight and one, after two of the wounded died: the two are in the nine", "armed_attack",
     ["a 1 military 6 military", "a 1 military 1 civilian",
      "b 3 military 8 military", "b 3 military 1 civilian", "b 3 military 2"],
     {"ucdp": (7, 9, 9)}, "single"),
    ("some still in intensive care are a part", "fire",
     ["a 1 rescue 19 civilian", "b 3 - 2 s3"], {"ucdp": (19, 19, 19)}, "single"),
    ("two riders beside eleven passengers in one report", "road_accident",
     ["a 1 police 11 civilian s2", "a 1 - 2 civilian s3"], {"ucdp": (11, 11, 11)}, "single"),
    ("a denial is no figure", "flood", ["a 1 police 4", "b 2 government 50 denied"],
     {"ucdp": (4, 4, 4)}, "single"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "lines", "policy", "wanted"),
    [
        pytest.param(kind, lines, policy, wanted, id=f"{name}-{policy}")
        for name, kind, lines, figures, _ in CASES
        for policy, wanted in figures.items()
    ],
)
def test_a_policy_gives(
    kind: str, lines: list[str], policy: str, wanted: tuple[int | None, ...]
) -> None:
    made = toll(lines, kind=kind, policy=policy)
    assert (made.low, made.best, made.high) == wanted, made.reason
    assert made.policy == policy
    assert say(*made.reason).endswith(".")


@pytest.mark.parametrize(
    ("kind", "lines", "state", "name"), [(k, c, s, n) for n, k, c, _, s in CASES]
)
def test_the_state_tells_how_far_reports_agree(
    kind: str, lines: list[str], state: str, name: str
) -> None:
    copies = {"b": "a"} if "copy" in name else {}
    assert toll(lines, kind=kind, copies=copies).state.value == state


def test_parts_and_claims_of_a_disputed_toll() -> None:
    made = toll(TWO_SIDES)
    groups = {g.group: (g.low, g.best, g.high) for g in made.groups}
    assert groups == {"military": (49, 53, 53), "civilian": (1, 1, 1)}
    assert made.against == ("en/02",)
    assert made.support == ("de/00", "de/01", "en/03", "en/04")
    assert made.outdated == ()
    assert "the perpetrator says 49" in say(*made.reason)
    assert "53 military and 1 civilian" in say(*made.reason)


def test_open_questions_name_both_sides() -> None:
    (question,) = incident(TWO_SIDES).open_questions
    assert say(question) == "killed: 49 (the perpetrator) against 54 (the government)"


def test_acled_notes_the_dispute() -> None:
    made = toll(TWO_SIDES, policy="acled")
    assert "Disputed: the government says at least 54." in say(*made.reason)
    assert made.against == ("de/00", "de/01", "en/03", "en/04")


def test_replaced_figures_are_outdated_never_against() -> None:
    made = toll(["a 1 rescue 18", "b 3 rescue 37", "c 5 government 43"], kind="flood")
    assert (made.support, made.outdated, made.against) == (("c/02",), ("a/00", "b/01"), ())


def test_nobody_says_it_so_it_is_absent() -> None:
    assert set(incident(["a 1 - 7"]).tolls) == {"killed"}
    assert incident(["a 1 government 50 denied"]).tolls == {}


def test_missing_falls_by_itself() -> None:
    made = incident(["a 1 police 63 field=missing", "b 3 rescue 9 field=missing"], kind="flood")
    missing = made.tolls["missing"]
    assert (missing.best, missing.outdated) == (9, ("a/00",))


def test_fields_are_kept_apart() -> None:
    made = incident(["a 1 police 5", "a 1 police 3 field=missing"], kind="ship_accident")
    assert (made.tolls["killed"].best, made.tolls["missing"].best) == (5, 3)


def test_militants_are_a_group_beside_the_victims() -> None:
    made = toll(["a 1 military 12 military", "a 1 military 25 militant s2"])
    assert {g.group: g.best for g in made.groups} == {"militant": 25, "military": 12}
    assert "attackers' own dead (25)" in say(*made.reason)


@pytest.mark.parametrize("lines", [c[2] for c in CASES[:12]])
def test_the_order_of_claims_does_not_matter(lines: list[str]) -> None:
    def figures(order: tuple[str, ...]) -> tuple[object, ...]:
        made = toll(order)
        return made.low, made.best, made.high, made.state, made.groups

    wanted = figures(tuple(lines))
    for order in itertools.islice(itertools.permutations(lines), 24):
        assert figures(order) == wanted


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(KeyError):
        toll(["a 1 - 7"], policy="guess")
