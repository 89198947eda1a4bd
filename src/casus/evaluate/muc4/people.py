"""Human targets: who was there, how many, and what became of them.

Use `human_targets` with a scene and an incident. Victims are named, people are described; both
were weighed (`casus.extract.phrases`), and so was what became of them. A description needs less
weight where normal reading counts those whom it describes as killed, hurt or abducted. How many it
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
_PLURALS = ("s", "men", "people", "children", "police", "personnel", "population", "family")
_COLLECTIVES = frozenset({"couple", "pair"})
_PART = "of"
_AFTER_HEAD = frozenset({"of", "in", "from", "who", "with"})
_ONE = Count(1, 1)
_UNCOUNTED = 0.2
"""Probability that a description needs where no toll counts it: over five folds of the training
reports a toll raises the logit by about 1, as a table of 600 further cues does."""


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
        elif _described(scene, entity) and not any(words in name for name in found):
            number = number_of(scene, entity)
            found[words] = HumanTarget(words, False, number, entity.fate.upper())
    return tuple(found.values())


def _described(scene: Scene, entity: Entity) -> bool:
    """True for people who are described and likely enough to have been there."""
    if entity.role != "People":
        return False
    starts = (entity.start, *scene.places_of_words(entity.text))
    return entity.weight >= _UNCOUNTED or any(
        scene.token_at(start + len(entity.text) - 1) in scene.counted for start in starts
    )


def number_of(scene: Scene, entity: Entity) -> str:
    """How many people a description means, as the conference writes it: the number that stands
    with it, else one that stands with the same words elsewhere, else by its form."""
    starts = (entity.start, *scene.places_of_words(entity.text))
    told = [_number_at(scene, start, start + len(entity.text)) for start in starts]
    return next((number for number in told if number not in ("1", PLURAL)), told[0])


def _number_at(scene: Scene, start: int, end: int) -> str:
    words = scene.page.tokens.lower
    first, last = scene.token_at(start), scene.token_at(end - 1) + 1
    head = next((i for i in range(first, last) if words[i] in _AFTER_HEAD), last) - 1
    if words[head] in _COLLECTIVES:
        return "2"
    plural = words[head].endswith(_PLURALS)
    count = _count_before(scene, head, max(0, first - _BETWEEN))
    if count is None or (plural and count == _ONE):
        return PLURAL if plural else "1"
    return written(count)


def _count_before(scene: Scene, head: int, least: int) -> Count | None:
    """The count before a noun, back to the token `least`: "six murdered priests", "six of the
    priests"."""
    words, counts = scene.page.tokens.lower, scene.counts
    for i in range(head, least - 1, -1):
        if i in counts:
            return counts[i]
        if i == 0 or not words[i - 1].isalpha():
            return None
        if scene.links(i - 1):
            parts = (k for k in (i - 1, i - 2) if words[k] == _PART and k in counts)
            return next((counts[k] for k in parts), None)
    return None


def written(count: Count) -> str:
    """A count as the conference writes it: "20-", "-5", "3-5", "~100"; vague words are none."""
    if count.low is None:
        return PLURAL if count.high is None else f"-{count.high}"
    if count.high is None:
        return PLURAL if count.approx else f"{count.low}-"
    if count.low != count.high:
        return PLURAL if count.approx else f"{count.low}-{count.high}"
    return f"~{count.low}" if count.approx else str(count.low)
