"""Human targets: who was there, how many, and what became of them.

Use `human_targets` with a scene and an incident. Victims are named, people are described; both
were weighed (`casus.extract.phrases`), and so was what became of them. How many a description
means, its number says, else its form.
"""

from __future__ import annotations

from dataclasses import dataclass

from casus.evaluate.muc4.scene import Scene
from casus.extract.phrases import Entity, Incident
from casus.types import Count

PLURAL = "PLURAL"
_BETWEEN = 3
"""Words between a number and the noun that it counts: "six murdered jesuit priests"."""
_PLURALS = ("S", "MEN", "PEOPLE", "CHILDREN", "POLICE", "PERSONNEL", "POPULATION", "FAMILY")
_COLLECTIVES = frozenset({"COUPLE", "PAIR"})
_AFTER_HEAD = frozenset({"OF", "IN", "FROM", "WHO", "WITH"})
_ONE = Count(1, 1)


@dataclass(frozen=True, slots=True)
class HumanTarget:
    """A person or group. `named`: its words are a proper name; `number` and `effect` as the
    conference writes them, "" where not told."""

    words: str
    named: bool
    number: str
    effect: str


def human_targets(scene: Scene, incident: Incident) -> tuple[HumanTarget, ...]:
    """Named ones first; a description that is part of a name, or told before, is none."""
    found: dict[str, HumanTarget] = {}
    for entity in sorted(incident.entities, key=lambda e: e.role != "Victim"):
        words = entity.text.upper()
        if entity.role == "Victim":
            found.setdefault(words, HumanTarget(words, True, "1", entity.fate.upper()))
        elif entity.role == "People" and not any(words in name for name in found):
            number = number_of(scene, entity)
            found[words] = HumanTarget(words, False, number, entity.fate.upper())
    return tuple(found.values())


def number_of(scene: Scene, entity: Entity) -> str:
    """How many people a description means, as the conference writes it: the number that stands
    with it, else one that stands with the same words elsewhere, else by its form."""
    starts = (entity.start, *scene.places_of_words(entity.text))
    told = [_number_at(scene, start, start + len(entity.text)) for start in starts]
    return next((number for number in told if number not in ("1", PLURAL)), told[0])


def _number_at(scene: Scene, start: int, end: int) -> str:
    words = scene.page.tokens.words
    first, last = scene.token_at(start), scene.token_at(end - 1) + 1
    head = next((i for i in range(first, last) if words[i] in _AFTER_HEAD), last) - 1
    if words[head] in _COLLECTIVES:
        return "2"
    plural = words[head].endswith(_PLURALS)
    for i in range(head, max(0, first - _BETWEEN) - 1, -1):
        count = scene.counts.get(i)
        if count is not None:
            return PLURAL if plural and count == _ONE else written(count)
        if i == 0 or scene.links(i - 1) or not words[i - 1].isalpha():
            break
    return PLURAL if plural else "1"


def written(count: Count) -> str:
    """A count as the conference writes it: "20-", "-5", "3-5", "~100"."""
    if count.low is None:
        return PLURAL if count.high is None else f"-{count.high}"
    if count.high is None:
        return f"{count.low}-"
    if count.low != count.high:
        return PLURAL if count.approx else f"{count.low}-{count.high}"
    return f"~{count.low}" if count.approx else str(count.low)
