"""Everything that a report says for and against incidents and parts in them, weighed.

Use `weigh`. In order: the report's words say which types of incident it tells and how many;
phrases are cut out and weighed for each role; with that the report is weighed again; the wordings
of an entity are put together and weighed, also for the types of incident they belong to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casus.extract.phrases.cues import (
    edge_cues,
    report_cues,
    sentence_cues,
    setting_cues,
    told_cues,
    wording_cues,
)
from casus.extract.phrases.entities import Group, Scored, entities, kind_cues, report_values
from casus.extract.phrases.page import Page, Phrase, lay_out, phrases
from casus.extract.phrases.tables import Model, probability, told_names
from casus.packs import Pack

MOST_WORDS = 50_000
"""Words of a report that are read; no news report has so many."""

Logits = Sequence[float]
"""One for each output of a table."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An entity with its probability, that of each type, its first sentence and its fate."""

    group: Group
    weight: float
    types: tuple[float, ...]
    sentence: int
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A report with everything weighed and nothing chosen: `told` has a logit for each of
    `told_names`."""

    page: Page
    scored: Sequence[Scored]
    placed: Sequence[Placed]
    told: Mapping[str, float]


def weigh(text: str, pack: Pack, model: Model) -> Weighed | None:
    """Weigh a report; None where there is nothing to weigh."""
    page = lay_out(text, pack, model)
    if not page.triggers or len(page.words) > MOST_WORDS:
        return None  # no word tells an event or harm: nothing can be weighed against it
    names = told_names(model.types)
    logits = model.scorers["reports"].score(report_cues(page, model))
    first = dict(zip(names, logits, strict=True))
    scored = score_phrases(page, first, model)
    if not scored:
        return None
    scorer = model.scorers["sentences"]
    sentences = [scorer.score(sentence_cues(page, n)) for n in range(len(page.bounds))]
    values = report_values(page, first, scored, sentences, model)
    told = {name: model.curves["again"].score(name, values) for name in names}
    return Weighed(page, scored, place_entities(page, scored, told, sentences, model), told)


def worthwhile(page: Page, model: Model) -> list[tuple[Phrase, list[str]]]:
    """Phrases that are worth weighing, with the cues of their wording."""
    found = []
    for phrase in phrases(page, model):
        cues = wording_cues(page, phrase, model)
        logit = model.scorers["borders"].score(cues + edge_cues(page, phrase))[0]
        if probability(logit) >= model.worth:
            found.append((phrase, cues))
    return found


def phrase_cues(
    page: Page, phrase: Phrase, cues: Sequence[str], told: Sequence[str], model: Model
) -> tuple[str, ...]:
    """All cues of a phrase, each once, in a fixed order."""
    return tuple(sorted({*cues, *setting_cues(page, phrase, model), *told}))


def score_phrases(page: Page, first: Mapping[str, float], model: Model) -> list[Scored]:
    """The phrases of a report, weighed for each role."""
    told = told_cues(first, model)
    scorer = model.scorers["phrases"]
    scored = []
    for phrase, wording in worthwhile(page, model):
        cues = phrase_cues(page, phrase, wording, told, model)
        scored.append(Scored(phrase, tuple(map(probability, scorer.score(cues))), cues))
    return scored


def place_entities(
    page: Page,
    scored: Sequence[Scored],
    told: Mapping[str, float],
    sentences: Sequence[Sequence[float]],
    model: Model,
) -> list[Placed]:
    """Entities of every role with their probability and that of each type of incident."""
    curves, kinds, fates = model.curves["entities"], model.scorers["kinds"], model.scorers["fates"]
    placed = []
    for group, values in entities(page, scored, told, sentences, model):
        lead, role = scored[group.wordings[0]], model.roles[group.role]
        cues = kind_cues(lead.cues, group.role, told, model)
        logits = curves.score(role, values), kinds.score(cues), fates.score(cues)
        placed.append(place(page, lead, group, logits, model))
    return placed


def place(
    page: Page, lead: Scored, group: Group, logits: tuple[float, Logits, Logits], model: Model
) -> Placed:
    """An entity whose first wording is `lead`, with what its logits say: of being one, of each
    type of incident, of each fate, which is asked of people harmed alone."""
    weight, types, fates = logits
    fate = ""
    if model.roles[group.role] in model.harmed:
        fate = model.fates[max(range(len(fates)), key=lambda n: fates[n])]
    sentence = page.sentence_of[lead.phrase.places[0][0]]
    return Placed(group, probability(weight), tuple(map(probability, types)), sentence, fate)
