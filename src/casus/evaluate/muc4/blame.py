"""How sure a text is that an organisation did it, and whether a state did.

Use `confidence` with a scene, an organisation and the sentences of its incident. Certainty
follows the decision tree of the task: claimed by the group itself, accused or suspected (by
authorities or others), else reported as fact.
"""

from __future__ import annotations

from collections.abc import Sequence

from casus.evaluate.muc4.keys import Fill
from casus.evaluate.muc4.scene import Scene
from casus.extract.phrases import Incident

FACT, CLAIMED = "REPORTED AS FACT", "CLAIMED OR ADMITTED"
ACCUSED, BY_AUTHORITIES = "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES"
_AUTHORITIES = frozenset({"government", "military", "police"})
_UNSURE = frozenset({("BLAME", "blame"), ("SUSPECT", "suspect")})
_SPEAKS = 2
"""Tokens between an accuser and the word that accuses."""


def confidence(scene: Scene, name: str, sentences: Sequence[int]) -> Fill:
    """How sure a text is that an organisation did it, by the words of the sentences that name it,
    those that tell the incident first."""
    text = scene.document.text
    naming = [
        n for n in range(len(scene.page.sentences))
        if name in text[scene.page.sentences[n].start : scene.page.sentences[n].end]
    ]  # fmt: skip
    near = [n for n in sentences if n in naming] + [n for n in naming if n not in sentences]
    for number in near:
        hits = scene.hits_of(number)
        said = {(hit.cls, hit.attr): hit for hit in hits}
        claim = said.get(("CLAIMRESP", "claim"))
        if claim is not None and ("NOCLAIM", "none") not in said:
            return Fill((CLAIMED,), (name,), why=scene.cue(claim))
        cue = next((hit for hit in hits if (hit.cls, hit.attr) in _UNSURE), None)
        if cue is not None:
            accusers = {
                h.attr for h in hits if h.cls == "VOICE" and 0 < cue.first - h.first <= _SPEAKS
            }
            voices = {v.voice.kind for v in scene.found.voices if v.at.sentence == number}
            told = BY_AUTHORITIES if (accusers | voices) & _AUTHORITIES else ACCUSED
            return Fill((told,), (name,), why=scene.cue(cue))
    return Fill((FACT,), (name,))


def category(scene: Scene, incident: Incident) -> Fill | None:
    """Violence of a state where a force of one did it, else terrorism; None where nobody did."""
    names = incident.named("PerpOrg") + incident.named("PerpInd")
    if not names:
        return None
    words = {word for name in names for word in name.split()}
    forces = (hit for hit in scene.page.hits if hit.cls == "FORCE")
    state = any(scene.page.tokens.raw(h.first, h.last).upper() in words for h in forces)
    return Fill(("STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT",))
