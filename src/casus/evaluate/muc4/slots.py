"""The official slots of an incident, from what its text says around it.

Use `fill_all` with a scene, the incidents that were weighed in it and where it was written. What
the text does not tell is left out, apart from what the task asks to assume: the country of the
dateline, and "on or before" the day of writing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from casus.evaluate.muc4.blame import category, confidence
from casus.evaluate.muc4.keys import KIDNAPPING, MONTHS, UNARMED, Fill, Filled, Slot
from casus.evaluate.muc4.people import human_targets
from casus.evaluate.muc4.scene import Scene, likeliest
from casus.evaluate.muc4.where import Origin, location
from casus.extract.phrases import Incident
from casus.extract.proposals import Dated
from casus.timeref import resolve


def fill_all(scene: Scene, incidents: Sequence[Incident], origin: Origin) -> list[Filled]:
    """Templates of the conference, one for each; `origin` is where the text was written."""
    return [fill(scene, incident, origin) for incident in incidents]


def fill(scene: Scene, incident: Incident, origin: Origin) -> Filled:
    """One template, by how likely each sentence tells it."""
    scores = scene.scores(incident)
    sentences = sorted((s for s in scores if scores[s] > 0), key=lambda s: (-scores[s], s))
    kind = incident.type.upper()
    sure = [confidence(scene, name, sentences) for name in incident.named("PerpOrg")]
    people = human_targets(scene, incident)
    slots = {
        Slot.DATE: _one(incident_date(scene, incident, scores)),
        Slot.LOCATION: _one(location(scene, scores, origin)),
        Slot.TYPE: (Fill((kind,)),),
        Slot.STAGE: (stage(scene, incident.type, likeliest(scores)),),
        Slot.WEAPON: () if kind in UNARMED else _words(incident, "Weapon"),
        Slot.CATEGORY: _one(category(scene, incident)),
        Slot.PERP_INDIVIDUAL: _words(incident, "PerpInd"),
        Slot.PERP_ORG: _words(incident, "PerpOrg"),
        Slot.CONFIDENCE: tuple(sure),
        Slot.TARGET: () if kind == KIDNAPPING else _words(incident, "Target"),
        Slot.HUMAN_NAME: tuple(Fill((p.words,)) for p in people if p.named),
        Slot.HUMAN_DESCRIPTION: tuple(Fill((p.words,)) for p in people if not p.named),
        Slot.HUMAN_NUMBER: tuple(Fill((p.number,), (p.words,)) for p in people if p.number),
        Slot.HUMAN_EFFECT: tuple(Fill((p.effect,), (p.words,)) for p in people if p.effect),
    }
    return Filled(scene.document.id, {slot: fills for slot, fills in slots.items() if fills})


def _words(incident: Incident, role: str) -> tuple[Fill, ...]:
    return tuple(Fill((words,)) for words in incident.named(role))


def _one(fill: Fill | None) -> tuple[Fill, ...]:
    return () if fill is None else (fill,)


# -- date ------------------------------------------------------------------------------------

_LEAST, _AWAY, _SAID, _TODAY = -1.0, 0.3, 3.0, 0.5
_APART, _FAR = 0.1, 12
"""A date must be worth `_LEAST`; it costs how many sentences it is away, that it is the day of
saying it, that it is the day of writing, and how many chunks (up to `_FAR`) lie between it and
the word that tells the incident. Chosen on the training reports, each within a flat maximum."""


def incident_date(scene: Scene, incident: Incident, scores: Mapping[int, float]) -> Fill | None:
    """The day, or "on or before" the day of writing where none is told."""
    written = scene.written
    before = None if written is None else Fill((f"- {shown(written)}",), why="the day of writing")
    anchor = likeliest(scores)
    told = scene.telling(incident.type)
    best, chosen = _LEAST, before
    for dated in scene.found.dates:
        day = _day(dated, written)
        if dated.use == "bound" or (day is None and not _weekday_only(dated)):
            continue
        here = dated.at.sentence
        near = (abs(at.chunk - dated.at.chunk) for at in told if at.sentence == here)
        score = (
            scores[here] - _AWAY * abs(here - anchor) - _APART * min(min(near, default=_FAR), _FAR)
        )
        score -= _SAID * (dated.use == "said") + _TODAY * (day == written)
        if score > best:
            best, mention = score, dated.mention
            why = f"{scene.page.tokens.raw(mention.first, mention.last)}: {mention.rule}"
            # "on Wednesday" is written as "on or before" (section 7.3, note 1)
            chosen = before if day is None else Fill((shown(day),), why=why)
    return chosen


def _weekday_only(dated: Dated) -> bool:
    return dated.mention.ref.weekday is not None and dated.mention.ref.day is None


def _day(dated: Dated, written: date | None) -> date | None:
    """The one day that a date names, not after the day of writing."""
    if _weekday_only(dated):
        return None
    when = resolve(dated.mention.ref, written)
    if when.start is None or when.start != when.end or (written and when.start > written):
        return None
    return when.start


def shown(day: date) -> str:
    """`04 FEB 90`."""
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year % 100:02d}"


# -- stage -----------------------------------------------------------------------------------


_THREAT, _FOILED = ("HYPO", "threat"), ("NEG", "foiled")


def stage(scene: Scene, incident_type: str, sentence: int) -> Fill:
    """Attempts are told by words of failing; threats by those of threatening, unless the sentence
    also tells that such an incident happened."""
    stages = {_FOILED: "ATTEMPTED"}
    if incident_type not in scene.told_in().get(sentence, ()):
        stages[_THREAT] = "THREATENED"
    for hit in scene.hits_of(sentence):
        if (told := stages.get((hit.cls, hit.attr))) is not None:
            return Fill((told,), why=scene.cue(hit))
    return Fill(("ACCOMPLISHED",))
