"""What of the task lies at a path: five-slot rows, and the conference's texts with their keys.

Use `find` on the folder of the task (it holds `five_slot` and `corpora`), on either of these, on
a folder of texts and keys, or on one file of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casus.evaluate.muc4.keys import Filled, Text, load_keys, load_texts
from casus.evaluate.muc4.rows import Muc4Error, Row, load_rows

_CORPORA = {"train": ("dev",), "dev": ("tst1", "tst2")}
"""What the five-slot task calls train is the conference's dev, what it calls dev its first two
tests. Any other name is one for both."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Five-slot `rows` with answers; `texts` with `keys` by document id. Either may be empty."""

    rows: Sequence[Row] = ()
    texts: Sequence[Text] = ()
    keys: Mapping[str, Sequence[Filled]] = field(default_factory=dict)


def find(path: Path, portion: str) -> Portion:
    """The reports of a portion. Raises Muc4Error where there are none with answers."""
    if path.is_file():
        found = Portion(_answered(load_rows(path)))
    else:
        texts, keys = _conference(path, portion)
        found = Portion(_rows(path, portion), texts, keys)
    if not found.rows and not found.keys:
        raise Muc4Error(
            f"{path}: no {portion}.json here or in five_slot, and no texts with keys in"
            f" {' or '.join(_CORPORA.get(portion, (portion,)))} here or in corpora"
        )
    return found


def _answered(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.templates is not None]


def _rows(path: Path, portion: str) -> list[Row]:
    """The file called like the portion, else the rows of any whose ids begin so."""
    for folder in (path, path / "five_slot", path.parent / "five_slot"):
        if (file := folder / f"{portion}.json").is_file():
            return _answered(load_rows(file))
        rows = [
            row
            for file in sorted(folder.glob("*.json"))
            for row in _answered(load_rows(file))
            if row.docid.lower().startswith(f"{portion}-")
        ]
        if rows:
            return rows
    return []


def _conference(path: Path, portion: str) -> tuple[list[Text], dict[str, list[Filled]]]:
    for folder in (path, path / "corpora", path.parent / "corpora"):
        folders = [folder / name for name in _CORPORA.get(portion, (portion,))]
        if all(f.is_dir() for f in folders):
            return _read(folders)
    return _read([path]) if any(path.glob("key*")) else ([], {})


def _read(folders: Sequence[Path]) -> tuple[list[Text], dict[str, list[Filled]]]:
    texts: list[Text] = []
    keys: dict[str, list[Filled]] = {}
    for folder in folders:
        for file in sorted(folder.iterdir()):
            if file.name.startswith("key"):
                keys |= load_keys(file)
            elif "-muc" in file.name.lower():
                texts += load_texts(file)
    return [text for text in texts if text.row.docid in keys], keys
