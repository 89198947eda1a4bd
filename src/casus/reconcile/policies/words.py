"""Plain English for policies' reasons."""

from __future__ import annotations

from collections.abc import Sequence

from casus.reconcile.figures import Figure, Statement
from casus.reconcile.policies.base import Sheet, attackers_dead, total

_VOICES = {
    "government": "the government", "military": "the military", "police": "the police",
    "hospital": "a hospital", "rescue": "rescuers", "witness": "a witness",
    "perpetrator": "the perpetrator", "armed_group": "an armed group",
    "un": "the United Nations", "ngo": "an aid or rights group", "media": "other media",
    "expert": "an expert", "official_foreign": "foreign officials",
}  # fmt: skip
_PLURAL = ("police", "rescue", "media", "official_foreign")
_GROUPS = {"child": "children", "woman": "women", "foreigner": "foreigners",
           "peacekeeper": "peacekeepers", "aid_worker": "aid workers", "official": "officials",
           "journalist": "journalists", "civilian": "civilians", "militant": "militants",
           "military": "military", "police": "police"}  # fmt: skip


def voice_name(kind: str | None) -> str:
    """The voice as a phrase: "the government", "the report itself"."""
    return _VOICES.get(kind or "", "the report itself")


def group_name(group: str, number: int) -> str:
    """The group after a number: "1 civilian", "53 military"."""
    name = _GROUPS.get(group, group)
    return group.replace("_", " ") if number == 1 else name


def figure_text(figure: Figure) -> str:
    """A figure as it would be read: "at least 9", "up to 20", "about 30"."""
    about = "about " if figure.approx else ""
    if figure.best is not None:
        bounds = "or more" if figure.high is None else f"to {figure.high}"
        return f"{about}{figure.best} ({figure.low or 0} {bounds})"
    if figure.low is None:
        return f"{about}up to {figure.high}"
    if figure.high is None:
        return f"{about}at least {figure.low}"
    return f"{about}{figure.low}" if figure.low == figure.high else f"{figure.low} to {figure.high}"


def parts_text(statement: Statement) -> str:
    """ "53 military and 1 civilian" where the total is that sum, else ""."""
    claims = set(total(statement).claims)
    parts = [
        (g, f) for g, f in sorted(statement.groups.items(), key=lambda x: (-x[1].point, x[0]))
        if set(f.claims) <= claims and g != "militant"
    ]  # fmt: skip
    if len(parts) < 2 or sum(f.point for _, f in parts) != total(statement).point:
        return ""
    words = [f"{f.point} {group_name(g, f.point)}" for g, f in parts]
    return f"{', '.join(words[:-1])} and {words[-1]}"


def who(statement: Statement) -> str:
    """Who says it, as a phrase: "the government"."""
    return "the data set" if statement.coded else voice_name(statement.voice.kind)


def disputes(sheet: Sheet, number: int) -> str:
    """ "; the perpetrator says 49" for every current figure that is not `number`."""
    told: dict[str, None] = {}
    for s in sheet.current:
        if not total(s).admits(number):
            says = "say" if s.voice.kind in _PLURAL else "says"
            told[f"{who(s)} {says} {figure_text(total(s))}"] = None
    return "; ".join(told)


def attackers_text(sheet: Sheet) -> str:
    """The sentence on the attackers' own dead, "" where none are told."""
    dead = attackers_dead(sheet)
    if not dead or sheet.field != "killed":
        return ""
    return f" The attackers' own dead ({dead}) are counted in."


def count_reports(n: int) -> str:
    """ "1 independent report", "3 independent reports"."""
    return f"{n} independent report{'' if n == 1 else 's'}"


def join(sentences: Sequence[str]) -> str:
    """Sentences in a row, empty ones left out."""
    return " ".join(s.strip() for s in sentences if s.strip())
