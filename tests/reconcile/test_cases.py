"""Reconciliation case by case: claims in, figures and explanation under each policy out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from told import incident

from casus.types import Toll
from casus.wording import say

FILE = Path(__file__).with_name("cases.toml")
CASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
POLICIES = ("ucdp", "acled", "gtd", "range")
NONE = ("-", "open")


def made(case: dict[str, Any], policy: str = "ucdp") -> Toll:
    found = incident(
        case["claims"], policy=policy, kind=case["kind"], copies=case.get("copies", {})
    )
    return found.tolls[case.get("field", "killed")]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_policy_gives(case: dict[str, Any], policy: str) -> None:
    wanted = tuple(None if n in NONE else n for n in case[policy])
    toll = made(case, policy)
    assert (toll.low, toll.best, toll.high) == wanted, f"{case['why']}\n{say(*toll.reason)}"
    assert case.get("says", {}).get(policy, "") in say(*toll.reason)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_standing_of_the_claims(case: dict[str, Any]) -> None:
    toll = made(case)
    assert toll.state.value == case["state"], toll.reason
    for standing in ("outdated", "against"):
        if standing in case:
            places = tuple(sorted(int(claim.split("/")[1]) for claim in getattr(toll, standing)))
            assert places == tuple(case[standing]), standing


def test_every_case_has_its_reason_and_every_policy() -> None:
    assert len(CASES) >= 50
    assert len({c["name"] for c in CASES}) == len(CASES)
    assert all(c["why"] and all(policy in c for policy in POLICIES) for c in CASES)
