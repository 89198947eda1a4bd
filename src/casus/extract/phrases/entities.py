"""Wordings of one entity together, and the values that they are weighed by once more.

Use `entities` on the scored phrases of a report, `report_values` for the curves of the report,
`kind_cues` for the type of incident that an entity belongs to.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casus.extract.phrases.cues import band, in_brackets
from casus.extract.phrases.page import CLOSERS, OPENERS, Page, Phrase
from casus.extract.phrases.tables import ANY, Model, logit, probability

LEAST = 0.03
"""Probability of a part from which a phrase is one of its entities' wordings."""
_MOST_WORDINGS, _MOST_ENTITIES = 30, 8
_NONE = -6.0  # logit of what is not there
_BETWEEN = 5  # tokens between two of a list: ", and three other"
_SIGNS = frozenset(",;")


@dataclass(frozen=True, slots=True)
class Scored:
    """A phrase with its probability for each role, and its cues."""

    phrase: Phrase
    roles: tuple[float, ...]
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings of one entity in one role, likeliest first; the first one names it."""

    role: int
    wordings: tuple[int, ...]
    rank: int


def _other_names(page: Page, scored: Sequence[Scored]) -> dict[str, frozenset[str]]:
    """Key of a phrase → what else it goes by: what stands in brackets right behind it ("… front
    (FMLN)"), and the key of the registered organisation in whose name it ends."""
    words = page.words
    found: dict[str, set[str]] = {}
    for item in scored:
        for _, last in item.phrase.places:
            if last + 2 < len(words) and words[last] in OPENERS and words[last + 2] in CLOSERS:
                found.setdefault(item.phrase.key, set()).add(words[last + 1].replace("-", ""))
            known = page.actors.get(last - 1)
            if known is not None and known.last == last:
                found.setdefault(item.phrase.key, set()).add(known.key)
    return {key: frozenset(names) for key, names in found.items()}


def _groups(
    scored: Sequence[Scored], role: int, names: Mapping[str, frozenset[str]], model: Model
) -> list[Group]:
    """Wordings that may play a role, those of one entity together, likeliest first."""
    order = sorted(
        (i for i, item in enumerate(scored) if item.roles[role] >= LEAST),
        key=lambda i: (-scored[i].roles[role], i),
    )
    groups: list[list[int]] = []
    for i in order[:_MOST_WORDINGS]:
        phrase = scored[i].phrase
        home = next((g for g in groups if _one(phrase, scored[g[0]].phrase, names, model)), None)
        if home is None:
            groups.append([i])
        else:
            home.append(i)
    return [Group(role, tuple(g), n) for n, g in enumerate(groups[:_MOST_ENTITIES])]


def _one(a: Phrase, b: Phrase, names: Mapping[str, frozenset[str]], model: Model) -> bool:
    """True if two wordings name one: one within the other, the same head, its initials, or
    another name of it."""
    left, right = set(a.key.split()), set(b.key.split())
    if left <= right or right <= left:
        return True
    if a.head == b.head and (len(left & right) > 1 or len(left) == 1 or len(right) == 1):
        return True
    mine, others = names.get(a.key, frozenset()), names.get(b.key, frozenset())
    if mine & others or a.key in others or b.key in mine:
        return True
    return any(
        " " not in short and " " in long
        and short == "".join(w[0] for w in long.split() if w not in model.closed.joins)
        for short, long in ((a.key, b.key), (b.key, a.key))
    )  # fmt: skip


Roles = tuple[float, ...]
"""A probability for each role."""


def listed_with(page: Page, scored: Sequence[Scored], model: Model) -> list[tuple[Roles, Roles]]:
    """For each phrase how likely those play each role that are listed right before it and right
    behind it, as in "X, Y and two others"."""
    nobody = (0.0,) * len(model.roles)
    ends: dict[int, Roles] = {}
    starts: dict[int, Roles] = {}
    for item in scored:
        for first, last in item.phrase.places:
            ends[last] = tuple(map(max, ends.get(last, nobody), item.roles))
            starts[first] = tuple(map(max, starts.get(first, nobody), item.roles))
    found = []
    for item in scored:
        before = after = nobody
        for first, last in item.phrase.places:
            left = _past_link(page.words[max(0, first - _BETWEEN) : first][::-1], model)
            right = _past_link(page.words[last : last + _BETWEEN], model)
            before = tuple(map(max, before, ends.get(first - left, nobody) if left else nobody))
            after = tuple(map(max, after, starts.get(last + right, nobody) if right else nobody))
        found.append((before, after))
    return found


def _past_link(words: Sequence[str], model: Model) -> int:
    """How many of some words lead to the next of a list: commas, "and", determiners and figures;
    0 where nothing links."""
    closed, linked = model.closed, False
    for n, word in enumerate(words):
        if word in _SIGNS or word in closed.links:
            linked = True
        elif not (word in closed.determiners or word.isdigit()):
            return n if linked else 0
    return len(words) if linked else 0


def report_values(
    page: Page,
    told: Mapping[str, float],
    scored: Sequence[Scored],
    sentences: Sequence[Sequence[float]],
    model: Model,
) -> dict[str, float]:
    """What the curves of a report are over: first logits, the two likeliest phrases of each role
    and how many there seem to be, the likeliest sentences of each type, length."""
    values = _of_report(told)
    for n, role in enumerate(model.roles):
        column = [*sorted((item.roles[n] for item in scored), reverse=True), 0.0, 0.0]
        values[f"{role}.best"], values[f"{role}.next"] = logit(column[0]), logit(column[1])
        values[f"{role}.sum"] = math.log1p(sum(column))
    for n, name in enumerate((*model.types, ANY), len(model.roles)):
        column = sorted((row[n] for row in sentences), reverse=True)
        best = f"sentence.{name}"
        values[f"{best}.best"], values[f"{best}.next"] = [*column, _NONE][:2]
        values[f"{best}.sum"] = math.log(0.05 + sum(map(probability, column)))
    values["words"] = math.log(max(1, len(page.words)))
    values["sentences"] = len(page.bounds) / 10
    return values


def _of_report(told: Mapping[str, float]) -> dict[str, float]:
    return {f"told.{name}": value for name, value in told.items()}


def entities(
    page: Page,
    scored: Sequence[Scored],
    told: Mapping[str, float],
    sentences: Sequence[Sequence[float]],
    model: Model,
) -> Iterator[tuple[Group, dict[str, float]]]:
    """Entities of every role with the values that the curves of an entity are over."""
    names, listed = _other_names(page, scored), listed_with(page, scored, model)
    for role in range(len(model.roles)):
        groups = _groups(scored, role, names, model)
        for at, group in enumerate(groups):
            yield group, _values(page, scored, groups, at, told, sentences, listed)


def _values(
    page: Page,
    scored: Sequence[Scored],
    groups: Sequence[Group],
    at: int,
    told: Mapping[str, float],
    sentences: Sequence[Sequence[float]],
    listed: Sequence[tuple[Roles, Roles]],
) -> dict[str, float]:
    """Itself, its rivals, its report, its sentences."""
    group = groups[at]
    role, lead = group.role, scored[group.wordings[0]]
    mine = lead.roles[role]
    rest = 1.0
    for i in group.wordings[1:]:
        rest *= 1 - scored[i].roles[role]
    second = scored[group.wordings[1]].roles[role] if len(group.wordings) > 1 else None
    leads = [scored[g.wordings[0]].roles[role] for g in groups]
    other = max(p for n, p in enumerate(lead.roles) if n != role)
    where = [page.sentence_of[first] for first, _ in lead.phrase.places]
    count = sum(len(scored[i].phrase.places) for i in group.wordings)
    before, after = listed[group.wordings[0]]
    return {
        "own": logit(mine),
        "second wording": _NONE if second is None else logit(second),
        "other wordings": logit(min(0.99, 1 - rest)),
        "other role": logit(other),
        "behind the best": logit(leads[0]) - logit(mine),
        "rival above": logit(leads[at - 1]) if at else 2.0,
        "rival below": logit(leads[at + 1]) if at + 1 < len(leads) else _NONE,
        "sum": math.log(0.05 + sum(item.roles[role] for item in scored)),
        "rank": float(group.rank),
        **_of_report(told),
        "sentence.best": max(sentences[s][role] for s in where),
        "sentence.first": sentences[where[0]][role],
        "sentence.any": max(sentences[s][-1] for s in where),
        "places": math.log(len(where)),
        "places of all wordings": math.log(count),
        "first sentence": float(min(where)),
        "share before": where[0] / len(page.bounds),
        "words of report": math.log(len(page.words)),
        "words": float(len(lead.phrase.key.split())),
        "in brackets": float(any(in_brackets(page, *place) for place in lead.phrase.places)),
        "other role likelier": float(other > mine),
        "listed before": logit(before[role]),
        "listed behind": logit(after[role]),
    }


_KIND_CUES = frozenset({
    "h", "l", "t", "hK", "hk", "lK", "hc", "hC", "mc", "-1", "+1", "-1K", "+1K", "L", "LK", "LP",
    "LPc", "R", "Rp", "RK", "RKp", "Rc", "Rcp", "TL", "TR", "S", "Sc", "sent", "lead", "base",
})  # fmt: skip
"""Cues of a phrase that say which type of incident it belongs to."""


def kind_cues(
    cues: Iterable[str], role: int, told: Mapping[str, float], model: Model
) -> list[str]:
    """Cues for the type of incident of an entity: its own, its role, what the report tells."""
    found = [cue for cue in cues if cue.split("=", 1)[0] in _KIND_CUES]
    found.append(f"role={model.roles[role]}")
    for name in model.types:
        rival = max(told[other] for other in model.types if other != name)
        found.append(band(f"Q.{name}", told[name]))
        found.append(band(f"M.{name}", told[name] - rival, step=1, low=-4))
    return found
