"""Which organisations did it, and how sure a text is about that.

Use `organisations` with a scene, an incident and its sentences. Certainty follows the decision
tree of the task: claimed by the group itself, accused or suspected (by authorities or others),
else reported as fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casus.evaluate.muc4.scene import Scene
from casus.extract.phrases import Incident

FACT, CLAIMED = "REPORTED AS FACT", "CLAIMED OR ADMITTED"
ACCUSED, BY_AUTHORITIES = "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES"
_AUTHORITIES = frozenset({"government", "military", "police"})
_UNSURE = frozenset({("BLAME", "blame"), ("SUSPECT", "suspect")})
_SPEAKS = 2
"""Tokens between an accuser and the word that accuses."""


@dataclass(frozen=True, slots=True)
class Blamed:
    """An organisation in the text's words, in capitals, and how sure the text is."""

    name: str
    confidence: str


def organisations(scene: Scene, incident: Incident, sentences: Sequence[int]) -> tuple[Blamed, ...]:
    """The organisations of an incident, each once."""
    return tuple(Blamed(n, confidence(scene, n, sentences)) for n in incident.named("PerpOrg"))


def confidence(scene: Scene, name: str, sentences: Sequence[int]) -> str:
    """How sure a text is that an organisation did it."""
    text = scene.document.text
    told = [
        n for n in range(len(scene.page.sentences))
        if name in text[scene.page.sentences[n].start : scene.page.sentences[n].end]
    ]  # fmt: skip
    near = [n for n in sentences if n in told] + [n for n in told if n not in sentences]
    for number in near:
        hits = scene.hits_of(number)
        said = {(hit.cls, hit.attr) for hit in hits}
        if ("CLAIMRESP", "claim") in said and ("NOCLAIM", "none") not in said:
            return CLAIMED
        cue = next((hit for hit in hits if (hit.cls, hit.attr) in _UNSURE), None)
        if cue is not None:
            accusers = {
                h.attr for h in hits if h.cls == "VOICE" and 0 < cue.first - h.first <= _SPEAKS
            }
            voices = {v.voice.kind for v in scene.found.voices if v.at.sentence == number}
            return BY_AUTHORITIES if (accusers | voices) & _AUTHORITIES else ACCUSED
    return FACT


def category(scene: Scene, incident: Incident, blamed: Sequence[Blamed]) -> str | None:
    """Violence of a state where a force of one did it, else terrorism; None where nobody did."""
    names = [*(b.name for b in blamed), *incident.named("PerpInd")]
    if not names:
        return None
    words = {word for name in names for word in name.split()}
    forces = (hit for hit in scene.page.hits if hit.cls == "FORCE")
    state = any(scene.page.tokens.raw(h.first, h.last).upper() in words for h in forces)
    return "STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT"
