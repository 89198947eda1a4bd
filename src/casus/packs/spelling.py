"""Texts whose writer leaves letters' marks out: "explosion" for "explosión".

Use `as_spelled` before a text is read. A pack lists such letters under `strategies.left_out`
with what is written instead; a text of some length that has none of them is read with a twin
of the pack whose entries have none either. Entries are not simply taken both ways: the marks
tell words apart, a verb from its noun.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from casus.packs import Pack, read_pack

__all__ = ["as_spelled"]

_LONG = 400
"""Characters from which a text without such letters is one that leaves them out: news in Spanish
has one in 60 characters, so that one of a thousand texts of this length lacks them by chance."""


def as_spelled(pack: Pack, text: str) -> Pack:
    """The pack to read `text` (normalised) with: `pack`, or its twin without the letters that
    this text leaves out."""
    letters = "".join(pack.strategies.get("left_out", {})).replace(" ", "")
    if not letters or len(text) < _LONG or any(letter in text for letter in letters):
        return pack
    return _twin(pack.folder, pack.lang, pack.version)


@lru_cache(maxsize=16)
def _twin(folder: Path, lang: str, version: str) -> Pack:
    pack = read_pack(folder, lang=lang, left_out=True)
    return replace(pack, version=f"{version}-")  # what is compiled is remembered by version
