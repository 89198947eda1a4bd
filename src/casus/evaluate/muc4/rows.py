"""Rows of the five-slot task: a report, and the templates that it should give.

Use `load_rows` for a file with answers or without, `dump_rows` for predictions. A file is a
JSON list or JSON lines, one report each with `docid`, `doctext` and, with answers, `templates`.
A template has `incident_type` and five lists of entities; an entity is a list of mentions
`[text, offset]`, offsets in code points of `doctext`. Source: Du et al. 2021, "GTT".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
"""The slots that hold entities."""
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage", "hijacking")
_MOST_BYTES = 200_000_000


class Muc4Error(ValueError):
    """A file that is not of this task; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the text and where they first stand, in code points; -1 where not known."""

    text: str
    offset: int = -1


Entity = tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One incident of one report. `entities` has a list, maybe empty, for each of `ROLES`."""

    incident_type: str
    entities: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)

    def of(self, role: str) -> tuple[Entity, ...]:
        return self.entities.get(role, ())


@dataclass(frozen=True, slots=True)
class Row:
    """One report; `templates` is None where the file gives no answers."""

    docid: str
    text: str
    templates: tuple[Template, ...] | None = None


def load_rows(path: Path) -> list[Row]:
    """The reports of a file, in its order. Raises Muc4Error where it is of another kind."""
    if path.stat().st_size > _MOST_BYTES:
        raise Muc4Error(f"{path}: over {_MOST_BYTES // 1_000_000} MB; give the reports in parts")
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        if text.lstrip().startswith("["):
            found = json.loads(text)
        else:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        rows = [_row(item) for item in found]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        wanted = "a JSON list or lines of objects with docid, doctext and maybe templates"
        raise Muc4Error(f"{path}: expected {wanted}: {error!r}") from error
    if not rows:
        raise Muc4Error(f"{path}: no reports in it")
    return rows


def _row(item: Mapping[str, Any]) -> Row:
    told = item.get("templates")
    templates = None if told is None else tuple(_template(t) for t in told)
    return Row(str(item["docid"]), str(item["doctext"]), templates)


def _template(item: Mapping[str, Any]) -> Template:
    entities = {
        role: tuple(
            tuple(Mention(str(text), int(at)) for text, at in entity)
            for entity in item.get(role, ())
            if entity
        )
        for role in ROLES
    }
    return Template(str(item["incident_type"]), entities)


def dump_rows(rows: Iterable[Row], path: Path) -> None:
    """Write rows as the answers are written: JSON lines, templates in the answers' shape."""
    lines = [json.dumps(_dumped(row), ensure_ascii=False) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def _dumped(row: Row) -> dict[str, Any]:
    templates = [
        {"incident_type": t.incident_type}
        | {role: [[[m.text, m.offset] for m in entity] for entity in t.of(role)] for role in ROLES}
        for t in row.templates or ()
    ]
    return {"docid": row.docid, "doctext": row.text, "templates": templates}
