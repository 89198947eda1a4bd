"""How sure a text is that an organisation did it, and whether a state did.

Use `confidence` with a scene, an organisation and the sentences of its incident. Certainty
follows the decision tree of the task: claimed by the group itself, accused or suspected (by
authorities or others), denied, possible, else reported as fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casus.evaluate.muc4.keys import Fill
from casus.evaluate.muc4.scene import Scene
from casus.extract.phrases import Incident

FACT, CLAIMED, POSSIBLE = "REPORTED AS FACT", "CLAIMED OR ADMITTED", "POSSIBLE"
ACCUSED, BY_AUTHORITIES = "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES"
_BY_RULE = {
    "claimed": CLAIMED, "accused": ACCUSED, "suspected": ACCUSED, "stated": FACT,
    "denied": "ACQUITTED",
}  # fmt: skip
"""What the rules of normal reading say; the first weighs most."""
_AUTHORITIES = frozenset({"government", "military", "police"})
_UNSURE = frozenset({("BLAME", "blame"), ("SUSPECT", "suspect")})
_SPEAKS, _DOUBTS = 2, 3
"""Tokens between an accuser and the word that accuses, and from a word of doubt to a name."""


def confidence(scene: Scene, name: str, sentences: Sequence[int]) -> Fill:
    """How sure a text is that an organisation did it: as the rules say that give it the role, else
    by the words of the sentences that name it, those that tell the incident first."""
    naming = [scene.sentence_at(start) for start in scene.places_of_words(name)]
    near = [n for n in sentences if n in naming] + [n for n in naming if n not in sentences]
    by_words = (_by_words(scene, n, name) for n in near)
    told = _by_rule(scene, naming) or next(filter(None, by_words), Fill((FACT,)))
    return replace(told, refers=(name,))


def _by_rule(scene: Scene, naming: Sequence[int]) -> Fill | None:
    order = tuple(_BY_RULE)
    found = [
        role for role in scene.found.roles
        if role.role == "perpetrator" and not role.generic and role.at.sentence in naming
    ]  # fmt: skip
    if not found:
        return None
    role = min(found, key=lambda role: order.index(role.confidence))
    told = _BY_RULE[role.confidence]
    return Fill((_accused(scene, role.at.sentence) if told == ACCUSED else told,), why=role.rule)


def _by_words(scene: Scene, sentence: int, name: str) -> Fill | None:
    hits = scene.hits_of(sentence)
    said = {(hit.cls, hit.attr): hit for hit in reversed(hits)}
    claim = said.get(("CLAIMRESP", "claim"))
    if claim is not None and ("NOCLAIM", "none") not in said:
        return Fill((CLAIMED,), why=scene.cue(claim))
    cue = next((hit for hit in hits if (hit.cls, hit.attr) in _UNSURE), None)
    if cue is not None:
        return Fill((_accused(scene, sentence),), why=scene.cue(cue))
    starts = [scene.token_at(start) for start in scene.places_of_words(name)]
    for hit in hits:
        doubts = any(0 < start - hit.first <= _DOUBTS for start in starts)
        if doubts and (hit.cls, hit.attr) == ("HYPO", "hypothetical"):
            return Fill((POSSIBLE,), why=scene.cue(hit))
    return None


def _accused(scene: Scene, sentence: int) -> str:
    """Accused by authorities where one stands right before the word that accuses, or speaks."""
    hits = scene.hits_of(sentence)
    cue = next((hit for hit in hits if (hit.cls, hit.attr) in _UNSURE), None)
    by = {v.voice.kind for v in scene.found.voices if v.at.sentence == sentence}
    if cue is not None:
        by |= {h.attr for h in hits if h.cls == "VOICE" and 0 < cue.first - h.first <= _SPEAKS}
    return BY_AUTHORITIES if by & _AUTHORITIES else ACCUSED


def category(scene: Scene, incident: Incident) -> Fill | None:
    """Violence of a state where a force of one did it, else terrorism; None where nobody did."""
    names = incident.named("PerpOrg") + incident.named("PerpInd")
    if not names:
        return None
    words = {word for name in names for word in name.split()}
    forces = (hit for hit in scene.page.hits if hit.cls == "FORCE")
    state = any(scene.page.tokens.raw(h.first, h.last).upper() in words for h in forces)
    return Fill(("STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT",))
