"""Where the files of the task lie, whatever of it is pointed at.

Use `find_rows` on the folder of the task, its `five_slot` folder, or one file of rows.
"""

from __future__ import annotations

from pathlib import Path

from casus.evaluate.muc4.rows import Muc4Error, Row, load_rows

PORTIONS = ("train", "dev", "tst1", "tst2")
_FILES = {"train": "train.json", "dev": "dev.json"}
"""`dev` of the five-slot task is `tst1` and `tst2` of the conference, whose `dev` is `train`."""


def find_rows(path: Path, portion: str) -> list[Row]:
    """Five-slot rows with answers. Raises Muc4Error where there are none."""
    if path.is_dir():
        name = _FILES.get(portion, _FILES["dev"])
        near = [folder / name for folder in (path, path / "five_slot", path.parent / "five_slot")]
        file = next((f for f in near if f.is_file()), None)
        if file is None:
            raise Muc4Error(f"{path}: no {name} here or in five_slot; give the folder or the file")
    else:
        file = path
    rows = [r for r in load_rows(file) if r.templates is not None]
    if portion in ("tst1", "tst2"):
        rows = [r for r in rows if r.docid.lower().startswith(portion)]
    if not rows:
        raise Muc4Error(f"{file}: no report with answers")
    return rows
