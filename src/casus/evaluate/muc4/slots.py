"""The official slots of a template, from what its text says around it.

Use `fill` with a scene, a five-slot template and where the text was written. What the text does
not tell is left out, apart from what the task asks to assume: the country of the dateline, and
"on or before" the day of writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from casus.evaluate.muc4.blame import organisations
from casus.evaluate.muc4.keys import MONTHS, Fill, Filled, Slot
from casus.evaluate.muc4.people import human_targets
from casus.evaluate.muc4.rows import Template
from casus.evaluate.muc4.scene import Scene
from casus.evaluate.muc4.where import Origin, location
from casus.extract.proposals import Dated
from casus.timeref import resolve
from casus.types import When

_RECENT = timedelta(days=400)


def fill_all(scene: Scene, templates: Sequence[Template], origin: Origin) -> list[Filled]:
    """Templates of the conference, one for each; `origin` is where the text was written."""
    ranked = [scene.ranked(t) for t in templates]
    return [
        fill(scene, template, origin, ranked[n], _own(n, ranked))
        for n, template in enumerate(templates)
    ]


def _own(n: int, ranked: Sequence[Sequence[int]]) -> list[int]:
    """Sentences that tell template `n` at least as likely as any other."""
    return [
        s for s in ranked[n]
        if all(s not in other or ranked[n].index(s) <= other.index(s) for other in ranked)
    ]  # fmt: skip


def fill(
    scene: Scene,
    template: Template,
    origin: Origin,
    sentences: list[int],
    own: Sequence[int],
) -> Filled:
    """One template from the sentences that may tell it, and those that tell none rather."""
    blamed = organisations(scene, template, sentences)
    people = human_targets(scene, template, own)
    slots = {
        Slot.DATE: _one(incident_date(scene, sentences)),
        Slot.LOCATION: _one(location(scene, sentences, origin)),
        Slot.TYPE: _one(template.incident_type.split(" / ")[0].upper()),
        Slot.STAGE: _one(stage(scene, sentences[0])),
        Slot.PERP_ORG: tuple(Fill((b.name,)) for b in blamed),
        Slot.CONFIDENCE: tuple(Fill((b.confidence,), (b.name,)) for b in blamed),
        Slot.HUMAN_NUMBER: tuple(Fill((p.number,), (p.words,)) for p in people if p.number),
        Slot.HUMAN_EFFECT: tuple(Fill((p.effect,), (p.words,)) for p in people if p.effect),
    }
    return Filled(scene.document.id, {slot: fills for slot, fills in slots.items() if fills})


def _one(value: str | None) -> tuple[Fill, ...]:
    return () if not value else (Fill((value,)),)


# -- date ------------------------------------------------------------------------------------


def incident_date(scene: Scene, sentences: list[int]) -> str | None:
    """The day, days or "on or before" the day of writing."""
    written = scene.written
    default = None if written is None else f"- {shown(written)}"
    for n, here in enumerate(sentences):
        for dated in scene.found.dates:
            if dated.at.sentence != here or dated.use != "event":
                continue
            told = _told(dated, written)
            if told is not None and not (n and told == default):
                return told
    return default


def _told(dated: Dated, written: date | None) -> str | None:
    ref = dated.mention.ref
    if ref.weekday is not None and ref.day is None:
        return None if written is None else f"- {shown(written)}"
    when: When = resolve(ref, written)
    if when.start is None or when.end is None or when.precision in ("year", "unknown"):
        return None
    if written is not None and (when.start > written or when.end < written - _RECENT):
        return None
    if when.start == when.end:
        return shown(when.start)
    return f"{shown(when.start)} - {shown(when.end)}"


def shown(day: date) -> str:
    """`04 FEB 90`."""
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year % 100:02d}"


# -- stage -----------------------------------------------------------------------------------


def stage(scene: Scene, sentence: int) -> str:
    """Threats and plans are told by words of what may come, attempts by those of failing."""
    cues = {
        h.attr for h in scene.page.hits
        if h.cls in ("HYPO", "NEG")
        and scene.page.sentences[sentence].first <= h.first < scene.page.sentences[sentence].last
    }  # fmt: skip
    if "threat" in cues:
        return "THREATENED"
    if "foiled" in cues:
        return "ATTEMPTED"
    return "ACCOMPLISHED"
