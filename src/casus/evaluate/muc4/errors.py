"""The worst misses of the task: what the key has, what was told, and where it was read.

Use `five_slot_misses` and `official_misses`; `casus.evaluate.table.render_misses` shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from casus.evaluate.misses import Miss
from casus.evaluate.muc4.alignment import align, reduce
from casus.evaluate.muc4.keys import Fill, Filled, Slot, Text
from casus.evaluate.muc4.official import LABELS, compare, map_templates
from casus.evaluate.muc4.read import document_of, weights
from casus.evaluate.muc4.rows import ROLES, Row, Template
from casus.evaluate.muc4.score import tallies
from casus.extract.phrases.explain import fate_reasons, role_reasons, type_reasons
from casus.extract.phrases.weigh import Weighed, weigh

_LONGEST = 300


class Reasons:
    """What weighed most for what is told of a report, or against it; reports are weighed anew."""

    def __init__(self) -> None:
        self._pack, self._model = weights()
        self._weighed = lru_cache(maxsize=1)(self._weigh)

    def _weigh(self, row: Row) -> Weighed | None:
        return weigh(document_of(row).text, self._pack, self._model)

    def of_template(self, row: Row, template: Template) -> str:
        """The strongest cues for a template's type and for each of its entities."""
        types = [name for name in self._model.types if name in template.incident_type]
        words = [(role, entity[0].text) for role in ROLES for entity in template.of(role)]
        return self._told(row, types, words, fates=False)

    def of_slot(self, row: Row, slot: Slot, told: Filled, key: Filled) -> str:
        """The words and rules that a slot was read by, and the strongest cues of what was weighed
        for it: what was told, then what the key has."""
        fills = [*told.of(slot), *key.of(slot)]
        types: list[str] = []
        words: list[tuple[str, str]] = []
        if slot == Slot.TYPE:
            types = [fill.values[0].lower() for fill in fills]
        elif slot in _ROLES_OF:
            wordings = (w for fill in fills for w in fill.refers or fill.values)
            words = [(role, w) for w in dict.fromkeys(wordings) for role in _ROLES_OF[slot]]
        weighed = self._told(row, types, words, fates=slot == Slot.HUMAN_EFFECT)
        return "; ".join(filter(None, [*(fill.why for fill in told.of(slot)), weighed]))

    def _told(
        self, row: Row, types: Iterable[str], words: Iterable[tuple[str, str]], *, fates: bool
    ) -> str:
        found = self._weighed(replace(row, templates=None))
        if found is None:
            return "no word of the report tells an event or harm"
        told = [type_reasons(found, t, self._model) for t in types if t in self._model.types]
        for role, text in words:
            told.append(role_reasons(found, role, text, self._model))
            told += [fate_reasons(found, role, text, self._model)] if fates else []
        return "; ".join(dict.fromkeys(filter(None, told)))


_PEOPLE = ("Victim", "People")
_ROLES_OF = {
    Slot.PERP_ORG: ("PerpOrg",), Slot.CONFIDENCE: ("PerpOrg",),
    Slot.HUMAN_NUMBER: _PEOPLE, Slot.HUMAN_EFFECT: _PEOPLE,
}  # fmt: skip
"""The roles in which a slot's words were weighed."""


def five_slot_misses(
    rows: Sequence[Row], told: Mapping[str, Sequence[Template]], reasons: Reasons
) -> list[Miss]:
    """A miss for each template of a key that none answers, and each that answers none; weighed
    by what it holds. Where templates are mapped, what they do not share. Its rule is what weighed
    most."""
    found: list[Miss] = []
    for row in rows:
        gold, mine = list(row.templates or ()), list(told.get(row.docid, ()))
        mapping = align([reduce(t) for t in mine], [reduce(t) for t in gold])
        for j, template in enumerate(gold):
            if j not in mapping.values():
                rule = reasons.of_template(row, template)
                found.append(_miss("template missed", row, shown(template), "-", template, rule))
        for i, template in enumerate(mine):
            if i not in mapping:
                rule = reasons.of_template(row, template)
                found.append(_miss("template invented", row, "-", shown(template), template, rule))
        for i, j in mapping.items():
            tally = tallies([mine[i]], [gold[j]])
            lost = sum(t.wanted - t.met + t.predicted - t.right for t in tally.values())
            if lost:
                found.append(
                    Miss("template differs", float(lost), row.docid, told_in(row, gold[j], mine[i]),
                         shown(gold[j]), shown(mine[i]), reasons.of_template(row, mine[i]))
                )  # fmt: skip
    return sorted(found, key=lambda m: -m.weight)


def _miss(what: str, row: Row, gold: str, told: str, template: Template, rule: str) -> Miss:
    weight = 1.0 + sum(len(template.of(role)) for role in ROLES)
    return Miss(what, weight, row.docid, told_in(row, template), gold, told, rule)


def told_in(row: Row, *templates: Template) -> str:
    """The sentence that the first mention of some templates stands in; the report's first where
    they have none."""
    starts = [
        mention.offset
        for template in templates
        for role in ROLES
        for entity in template.of(role)
        for mention in entity
        if mention.offset >= 0
    ]
    return _sentence(row.text, min(starts, default=0))


def _sentence(text: str, at: int) -> str:
    """The sentence around an offset, by its dots: these texts have no capitals to go by."""
    start = text.rfind(". ", 0, max(at, 0)) + 1
    end = text.find(". ", at)
    return " ".join(text[start : end + 1 if end >= 0 else len(text)].split())[:_LONGEST]


def shown(template: Template) -> str:
    """A template on one line."""
    told = [
        f"{role} {' + '.join('/'.join(m.text for m in entity) for entity in template.of(role))}"
        for role in ROLES
        if template.of(role)
    ]
    return "; ".join([template.incident_type, *told])


def official_misses(
    texts: Sequence[Text],
    keys: Mapping[str, Sequence[Filled]],
    told: Mapping[str, Sequence[Filled]],
    reasons: Reasons,
) -> list[Miss]:
    """A miss for each slot of mapped templates that lacks credit, weighed by how much; its rule is
    what it was read by, and what weighed most."""
    found: list[Miss] = []
    for text in texts:
        wanted, mine = keys.get(text.row.docid, ()), told.get(text.row.docid, ())
        for i, j in map_templates(mine, wanted).items():
            found += _slot_misses(text.row, mine[i], wanted[j], reasons)
    return sorted(found, key=lambda m: -m.weight)


def _slot_misses(row: Row, told: Filled, key: Filled, reasons: Reasons) -> Iterator[Miss]:
    for slot, label in LABELS.items():
        sums = compare(slot, told, key)
        lost = sums.told + sums.wanted - 2 * sums.right
        if lost:
            gold, seen = key.of(slot), told.of(slot)
            spot, why = _spot(row.text, gold, seen), reasons.of_slot(row, slot, told, key)
            yield Miss(label, lost / 2, row.docid, spot, _fills(gold), _fills(seen), why)


def _spot(text: str, *slots: Sequence[Fill]) -> str:
    """The sentence in which the first word of some fills stands, else the report's first."""
    values = (value.strip('"') for fills in slots for fill in fills for value in fill.values)
    found = (text.upper().find(value.upper()) for value in values if value)
    return _sentence(text, next((at for at in found if at >= 0), 0))


def _fills(fills: Sequence[Fill]) -> str:
    return (
        " | ".join(" / ".join(f.values) + (f": {f.refers[0]}" if f.refers else "") for f in fills)
        or "-"
    )
