"""Templates in the form of the answer keys.

Use `dump_keys` to write what `keys.load_keys` reads: 25 slots a template, further fills of a slot
on lines of their own, "*" where a slot does not apply to the type, "-" where nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from casus.evaluate.muc4.keys import KIDNAPPING, NAMES, UNARMED, Fill, Filled, Slot

_WIDTH = 36
_PHYSICAL = frozenset(range(12, 18))
_INSTRUMENT = frozenset({6, 7})
"""Slots that do not apply to some types of incident (template-skeletons, version 3)."""
_STRINGS = frozenset({6, 9, 10, 12, 18, 19})
"""Slots that hold words of the text, in quotes."""


def dump_keys(docids: Iterable[str], told: Mapping[str, Sequence[Filled]], path: Path) -> None:
    """Write the templates of each document; one without any gets a template of stars."""
    blocks = [
        "\n".join(_block(docid, number, template))
        for docid in docids
        for number, template in enumerate(told.get(docid, ()) or [None], 1)
    ]
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _block(docid: str, number: int, template: Filled | None) -> Iterator[str]:
    yield _line(0, docid)
    yield _line(1, "*" if template is None else str(number))
    unused: frozenset[int] = frozenset()
    if template is not None:
        kind = template.of(Slot.TYPE)[0].values[0]
        unused = (_INSTRUMENT if kind in UNARMED else frozenset()) | (
            _PHYSICAL if kind == KIDNAPPING else frozenset()
        )
    for slot in range(2, len(NAMES)):
        if template is None or slot in unused:
            yield _line(slot, "*")
            continue
        fills = template.of(slot)
        yield _line(slot, _shown(slot, fills[0]) if fills else "-")
        yield from (" " * _WIDTH + _shown(slot, fill) for fill in fills[1:])


def _line(slot: int, value: str) -> str:
    return f"{f'{slot}.':<4}{NAMES[slot]}".ljust(_WIDTH) + value


def _shown(slot: int, fill: Fill) -> str:
    value = _quoted(fill.values[0]) if slot in _STRINGS else fill.values[0]
    return f"{value}: {_quoted(fill.refers[0])}" if fill.refers else value


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '\\"') + '"'
