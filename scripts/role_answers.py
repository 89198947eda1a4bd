"""What the answers say of a training report, for scripts/train_roles.py: the labels of its stages.

Use `described` on a portion for its rows, then the others on these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casus.evaluate.muc4.alignment import plain
from casus.evaluate.muc4.keys import Fill, Filled, Slot
from casus.evaluate.muc4.portions import Portion
from casus.evaluate.muc4.rows import Mention, Row
from casus.extract.phrases.tables import ANY, Model, nth, told_names

PEOPLE = "People"
"""The role of people whom the keys describe and do not name."""


def mentions(row: Row) -> Iterator[Mention]:
    for template in row.templates or ():
        for entities in template.entities.values():
            for entity in entities:
                yield from entity


def answers(row: Row, model: Model) -> list[set[str]]:
    """For each role the wordings that answer it, as they are compared."""
    return [
        {plain(m.text) for t in row.templates or () for entity in t.of(role) for m in entity}
        for role in model.roles
    ]


def answers_of_types(row: Row, model: Model) -> list[set[str]]:
    """For each type of incident the wordings of whoever and whatever had a part in one."""
    return [
        {
            plain(m.text)
            for t in row.templates or () if name in t.incident_type
            for entities in t.entities.values() for entity in entities for m in entity
        }
        for name in model.types
    ]  # fmt: skip


def counts_of(row: Row, model: Model) -> list[bool]:
    """Which of `told_names` a report tells."""
    tally = Counter(
        name for t in row.templates or () for name in model.types if name in t.incident_type
    )
    told = {nth(name, k + 1) for name, count in tally.items() for k in range(count)}
    told |= {ANY} if row.templates else set()
    return [name in told for name in told_names(model.types)]


def described(portion: Portion) -> list[Row]:
    """The rows over the conference's texts, with the people that their keys describe and do not
    name: rows and keys tell the same templates in the same order."""
    texts = {text.row.docid: text.row.text for text in portion.texts}
    found = []
    for row in portion.rows:
        told = zip(row.templates or (), portion.keys[row.docid], strict=True)
        templates = [
            replace(t, entities={**t.entities, PEOPLE: tuple(map(_wordings, _unnamed(key)))})
            for t, key in told
        ]
        found.append(replace(row, text=texts[row.docid], templates=tuple(templates)))
    return found


def _unnamed(key: Filled) -> list[Fill]:
    return [fill for fill in key.of(Slot.HUMAN_DESCRIPTION) if not fill.refers]


def _wordings(fill: Fill) -> tuple[Mention, ...]:
    return tuple(Mention(value.lower()) for value in fill.values)


def fates_of(keys: Sequence[Filled], model: Model) -> dict[str, str]:
    """Wording of people harmed → what most templates say became of them."""
    found: dict[str, Counter[str]] = {}
    for key in keys:
        told = {plain(w): f.values[0].lower() for f in key.of(Slot.HUMAN_EFFECT) for w in f.refers}
        for fill in (*key.of(Slot.HUMAN_NAME), *_unnamed(key)):
            for wording in map(plain, fill.values):
                fate = told.get(wording, "")
                found.setdefault(wording, Counter())[fate if fate in model.fates else ""] += 1
    return {wording: tally.most_common(1)[0][0] for wording, tally in found.items()}
