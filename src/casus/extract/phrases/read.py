"""From a report to its incidents with the parts played in them.

Use `read_incidents`. What was weighed (`casus.extract.phrases.weigh`) is told where it is likely
enough; an entity goes to the types of incident it belongs to; where a report tells several of one
type, what was harmed far apart parts them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casus.extract.phrases.tables import MOST_OF_A_TYPE, Model, nth, probability
from casus.extract.phrases.weigh import Placed, Weighed, weigh
from casus.packs import Pack

Share = tuple[float, Placed]
"""An entity with its probability of a part in an incident of some type."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something with a part in an incident: code points `[start, end)`. `fate` is
    what became of people harmed, "" where nothing is told."""

    role: str
    text: str
    start: int
    end: int
    weight: float
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident of a report. `weight` is the probability that the report tells it."""

    type: str
    weight: float
    entities: tuple[Entity, ...]

    def named(self, role: str) -> tuple[str, ...]:
        """The wordings in a role, each once, in capitals: texts of one case are compared so."""
        return tuple(dict.fromkeys(e.text.upper() for e in self.entities if e.role == role))


def read_incidents(text: str, pack: Pack, model: Model) -> tuple[Incident, ...]:
    """The incidents that a report tells, by type; none for an empty text.

    `text` is normalised; offsets are code points of it.
    """
    weighed = weigh(text, pack, model)
    return () if weighed is None else choose(weighed, model)


def choose(weighed: Weighed, model: Model) -> tuple[Incident, ...]:
    """The incidents that are likely enough, with the entities that are."""
    found: list[Incident] = []
    for n, name in enumerate(model.types):
        logits = (weighed.told[nth(name, k)] for k in range(1, MOST_OF_A_TYPE + 1))
        weights = [
            weight
            for weight, least in zip(map(probability, logits), model.tell[name], strict=True)
            if weight >= least
        ]
        likely = _likely(weighed.placed, n, model) if weights else []
        shares = _shares(likely, len(weights), model)
        for weight, share in zip(weights, shares, strict=True):
            entities = tuple(_entity(weighed, item, p, model) for p, item in share)
            found.append(Incident(name, weight, entities))
    return tuple(found)


def _likely(placed: Sequence[Placed], type_: int, model: Model) -> list[Share]:
    """Who is likely enough to have a part in incidents of a type, likeliest first."""
    found = [(item.weight * item.types[type_], item) for item in placed]
    best: dict[int, float] = {}
    for weight, item in found:
        best[item.group.role] = max(weight, best.get(item.group.role, 0.0))
    likely = [(weight, item) for weight, item in found if weight >= _least(item, best, model)]
    return sorted(likely, key=lambda share: -share[0])


def _least(item: Placed, best: Mapping[int, float], model: Model) -> float:
    """How likely an entity must be: enough for its role, and beside the likeliest in it."""
    role = model.roles[item.group.role]
    return max(model.fill[role], model.beside[role] * best[item.group.role])


def _shares(likely: Sequence[Share], count: int, model: Model) -> list[list[Share]]:
    """Who belongs to each of `count` incidents: those of shared roles to all, others to the one
    whose anchor is nearest."""
    shares: list[list[Share]] = [[] for _ in range(count)]
    anchors = _anchors(likely, count, model)
    for share in likely:
        item = share[1]
        if _shared(item, model):
            for mine in shares:
                mine.append(share)
        else:
            near = min(range(len(anchors)), key=lambda k: abs(item.sentence - anchors[k]))
            shares[near].append(share)
    return shares


def _anchors(likely: Sequence[Share], count: int, model: Model) -> list[int]:
    """Sentences of the likeliest that were harmed far enough apart, one an incident."""
    anchors: list[int] = []
    for _, item in likely:
        far = all(abs(item.sentence - anchor) >= model.apart for anchor in anchors)
        if far and len(anchors) < count and not _shared(item, model):
            anchors.append(item.sentence)
    return anchors


def _shared(item: Placed, model: Model) -> bool:
    return model.roles[item.group.role] in model.shared


def _entity(weighed: Weighed, item: Placed, weight: float, model: Model) -> Entity:
    phrase = weighed.scored[item.group.wordings[0]].phrase
    start, end = weighed.page.tokens.span(*phrase.places[0])
    role = model.roles[item.group.role]
    return Entity(role, weighed.page.tokens.text[start:end], start, end, weight, item.fate)
