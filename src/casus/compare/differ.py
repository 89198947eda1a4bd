"""Two records told apart: new, gone, merged, split, regrouped, changed field by field.

Use `compare(left, right)`; `render_text` prints it. Records of one form are compared in every field
they tell, of two forms in what both tell: family, days, country, deaths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casus.compare.components import components
from casus.compare.match import match
from casus.compare.model import Brief, Item, Side, brief, days_text


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's value on either side, "" where it is not told."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One incident on both sides with other values. `by` is how it was found: `accounts` (or the
    id), `documents`, `likeness`."""

    left: Brief
    right: Brief
    by: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Incidents that are the same accounts, otherwise parted."""

    left: tuple[Brief, ...]
    right: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs from left to right. `same` counts incidents equal in every field compared."""

    left: str
    right: str
    left_count: int
    right_count: int
    same: int
    changed: tuple[Changed, ...]
    merged: tuple[Regrouped, ...]
    split: tuple[Regrouped, ...]
    regrouped: tuple[Regrouped, ...]
    gone: tuple[Brief, ...]
    new: tuple[Brief, ...]

    @property
    def differs(self) -> bool:
        """True where anything but the order differs."""
        return self.same != self.left_count or self.same != self.right_count


def compare(left: Side, right: Side) -> Comparison:
    """Tell two records apart; results are ordered by day, then id."""
    one, two = sorted(left.items, key=_order), sorted(right.items, key=_order)
    pairs = match(one, two)
    alike = left.form == right.form
    same = 0
    changed: list[Changed] = []
    groups: dict[str, list[Regrouped]] = {"merged": [], "split": [], "regrouped": []}
    for mine, others in components(pairs):
        if len(mine) == len(others) == 1:
            a, b = one[mine[0]], two[others[0]]
            fields = tuple(_changes(a, b, alike=alike))
            same += not fields
            if fields:
                changed.append(Changed(brief(a), brief(b), pairs[mine[0], others[0]], fields))
            continue
        name = "merged" if len(others) == 1 else "split" if len(mine) == 1 else "regrouped"
        told = Regrouped(tuple(brief(one[i]) for i in mine), tuple(brief(two[j]) for j in others))
        groups[name].append(told)
    matched = {i for i, _ in pairs}, {j for _, j in pairs}
    return Comparison(
        left=left.name,
        right=right.name,
        left_count=len(one),
        right_count=len(two),
        same=same,
        changed=tuple(changed),
        merged=tuple(groups["merged"]),
        split=tuple(groups["split"]),
        regrouped=tuple(groups["regrouped"]),
        gone=tuple(brief(item) for i, item in enumerate(one) if i not in matched[0]),
        new=tuple(brief(item) for j, item in enumerate(two) if j not in matched[1]),
    )


def _order(item: Item) -> tuple[bool, str, str]:
    return item.start is None, str(item.start), item.id


def _changes(a: Item, b: Item, *, alike: bool) -> Iterable[FieldChange]:
    one, two = (a.values, b.values) if alike else (_common(a), _common(b))
    for name in dict.fromkeys((*one, *two)):
        before, after = one.get(name, ""), two.get(name, "")
        if before != after:
            yield FieldChange(name, before, after)


def _common(item: Item) -> dict[str, str]:
    """What a record of any form tells. No deaths and none told are one: ACLED writes 0 for both."""
    return {
        "family": item.family,
        "when": days_text(item.start, item.end),
        "country": item.country,
        "killed": str(item.killed or ""),
    }


def render_text(found: Comparison, *, most: int | None = 20) -> str:
    """The comparison as plain text, at most `most` rows of each kind, all with None."""
    counts = (
        ("the same", found.same), ("changed", len(found.changed)), ("merged", len(found.merged)),
        ("split", len(found.split)), ("regrouped", len(found.regrouped)),
        ("gone", len(found.gone)), ("new", len(found.new)),
    )  # fmt: skip
    out = [
        f"{found.left}: {found.left_count} incidents",
        f"{found.right}: {found.right_count} incidents",
        ", ".join(f"{number} {name}" for name, number in counts if number) or "both are empty",
    ]
    changed = [
        [f"  {_line(c.left)}" + (f"   (as {c.right.id}, by {c.by})" if c.by == "likeness" else ""),
         *(f"    {f.field}: {f.before or '–'} → {f.after or '–'}" for f in c.fields)]
        for c in found.changed
    ]  # fmt: skip
    sections = [("changed", changed)]
    for name in ("merged", "split", "regrouped"):
        told: Sequence[Regrouped] = getattr(found, name)
        rows = [
            [f"  {_line(b)}" for b in r.left] + [f"    → {_line(b)}" for b in r.right]
            for r in told
        ]
        sections.append((name, rows))
    sections += [
        ("gone", [[f"  {_line(b)}"] for b in found.gone]),
        ("new", [[f"  {_line(b)}"] for b in found.new]),
    ]
    for name, blocks in sections:
        if blocks:
            out += ["", name]
            out += [line for block in blocks[:most] for line in block]
            if most is not None and len(blocks) > most:
                out.append(f"  … and {len(blocks) - most} more")
    return "\n".join(out) + "\n"


def _line(told: Brief) -> str:
    killed = f"; killed {told.killed}" if told.killed else ""
    return f"{told.id}  {told.title}{killed}"
