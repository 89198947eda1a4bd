"""The worst misses of the task: what the key has, what was told, and where it was read.

Use `five_slot_misses` and `official_misses`; `casus.evaluate.table.render_misses` shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from casus.evaluate.misses import Miss
from casus.evaluate.muc4.alignment import align, reduce
from casus.evaluate.muc4.keys import Fill, Filled, Text
from casus.evaluate.muc4.official import LABELS, compare, map_templates
from casus.evaluate.muc4.read import LANGUAGE, document_of
from casus.evaluate.muc4.rows import ROLES, Row, Template
from casus.evaluate.muc4.score import tallies
from casus.extract.phrases import load_model
from casus.extract.phrases.explain import role_reasons, type_reasons
from casus.extract.phrases.read import Weighed, weigh
from casus.packs import load_pack

_LONGEST = 300


Why = Callable[[Row, Template], str]
"""What weighed most for a template of a report, or against it."""


def reasons() -> Why:
    """The strongest cues for a template's type and for each of its entities."""
    pack = load_pack(LANGUAGE, ())
    model = load_model(pack.folder)

    @lru_cache(maxsize=1)
    def weighed(row: Row) -> Weighed | None:
        return weigh(document_of(row).text, pack, model)

    def why(row: Row, template: Template) -> str:
        found = weighed(replace(row, templates=None))
        if found is None:
            return "no word of the report tells an event or harm"
        types = [name for name in model.types if name in template.incident_type]
        told = [type_reasons(found, name, model) for name in types]
        told += [
            role_reasons(found, role, entity[0].text, model)
            for role in ROLES
            for entity in template.of(role)
        ]
        return "; ".join(filter(None, told))

    return why


def five_slot_misses(
    rows: Sequence[Row], told: Mapping[str, Sequence[Template]], why: Why
) -> list[Miss]:
    """A miss for each template of a key that none answers, and each that answers none; weighed
    by what it holds. Where templates are mapped, what they do not share. Its rule is `why`."""
    found: list[Miss] = []
    for row in rows:
        gold, mine = list(row.templates or ()), list(told.get(row.docid, ()))
        mapping = align([reduce(t) for t in mine], [reduce(t) for t in gold])
        for j, template in enumerate(gold):
            if j not in mapping.values():
                rule = why(row, template)
                found.append(_miss("template missed", row, shown(template), "-", template, rule))
        for i, template in enumerate(mine):
            if i not in mapping:
                rule = why(row, template)
                found.append(_miss("template invented", row, "-", shown(template), template, rule))
        for i, j in mapping.items():
            tally = tallies([mine[i]], [gold[j]])
            lost = sum(t.wanted - t.met + t.predicted - t.right for t in tally.values())
            if lost:
                found.append(
                    Miss("template differs", float(lost), row.docid, told_in(row, gold[j], mine[i]),
                         shown(gold[j]), shown(mine[i]), why(row, mine[i]))
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
) -> list[Miss]:
    """A miss for each slot of mapped templates that lacks credit, weighed by how much."""
    found: list[Miss] = []
    for text in texts:
        doc = text.row.docid
        wanted, mine = keys.get(doc, ()), told.get(doc, ())
        for i, j in map_templates(mine, wanted).items():
            for slot, label in LABELS.items():
                sums = compare(slot, mine[i], wanted[j])
                lost = sums.told + sums.wanted - 2 * sums.right
                if lost:
                    gold, seen = (_fills(t.of(slot)) for t in (wanted[j], mine[i]))
                    told_at = _spot(text.row.text, wanted[j].of(slot), mine[i].of(slot))
                    found.append(Miss(label, lost / 2, doc, told_at, gold, seen, ""))
    return sorted(found, key=lambda m: -m.weight)


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
