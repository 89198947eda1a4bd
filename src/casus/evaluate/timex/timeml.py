"""TimeML: XML files with TIMEX3 tags in the text, one file a document.

Sibling folders with files of the same names are one set: the folder with the shortest name is
the gold, and `gold_peer` holds what the tagger *peer* made of the same texts (one without any
tag is the bare text and no peer).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from casus.evaluate.timex.model import AnnotatedText, Timex, TimexError
from casus.ingest.dates import parse_published

SUFFIX = ".tml"


def read_timeml(files: Sequence[Path]) -> dict[str, tuple[AnnotatedText, ...]]:
    """The sets in `files`, by the name of the gold's folder. Raises TimexError."""
    folders = sorted({file.parent for file in files}, key=lambda f: (len(f.name), str(f)))
    gold: dict[Path, dict[str, Path]] = {}
    for folder in folders:
        own = _by_name(folder, files)
        base = _base(folder, gold)
        if base is None or not own.keys() & gold[base].keys():
            gold[folder] = own
    found: dict[str, tuple[AnnotatedText, ...]] = {}
    for folder, own in gold.items():
        peers = [f for f in folders if f not in gold and _base(f, gold) == folder]
        texts = tuple(_document(path, peers) for path in own.values())
        said = {peer for text in texts for peer, timexes in text.peers.items() if timexes}
        found[folder.name] = tuple(
            replace(t, peers={p: x for p, x in t.peers.items() if p in said}) for t in texts
        )
    return found


def _by_name(folder: Path, files: Sequence[Path]) -> dict[str, Path]:
    return {file.name: file for file in sorted(files) if file.parent == folder}


def _base(folder: Path, gold: dict[Path, dict[str, Path]]) -> Path | None:
    """The gold folder that `folder` is named after."""
    return next(
        (g for g in gold if g.parent == folder.parent and folder.name.startswith(f"{g.name}_")),
        None,
    )


def _document(path: Path, peers: Sequence[Path]) -> AnnotatedText:
    text, published, gold = _parse(path)
    told: dict[str, tuple[Timex, ...]] = {}
    for folder in peers:
        other = folder / path.name
        if not other.exists():
            continue
        peer_text, _, timexes = _parse(other)
        if peer_text.rstrip() != text.rstrip():
            raise TimexError(f"{other}: its text is not that of {path}; remove the folder")
        told[folder.name.removeprefix(f"{path.parent.name}_")] = timexes
    return AnnotatedText(path.name.partition(".")[0], text, published, gold, told)


def _parse(path: Path) -> tuple[str, date | None, tuple[Timex, ...]]:
    try:
        root = ET.parse(path).getroot()
    except ET.ParseError as error:
        raise TimexError(f"{path}: no well-formed XML ({error})") from None
    body = root.find("TEXT")
    if body is None:
        raise TimexError(f"{path}: no TEXT element, so it is no TimeML document")
    created = root.find("DCT/TIMEX3")
    published = parse_published(created.get("value", "")) if created is not None else None
    parts: list[str] = []
    found = list(_walk(body, parts, 0))
    return "".join(parts), published, tuple(sorted(found, key=lambda t: (t.start, t.end)))


def _walk(element: ET.Element, parts: list[str], at: int) -> Iterator[Timex]:
    """The annotations inside `element`, whose text begins at `at`; its text goes to `parts`.

    A tag without text stands for a time that is implied, not said, and is left out.
    """
    parts.append(element.text or "")
    here = at + len(parts[-1])
    for child in element:
        start = here
        before = len(parts)
        yield from _walk(child, parts, here)
        here += sum(map(len, parts[before:]))
        if child.tag == "TIMEX3" and here > start:
            yield Timex(start, here, child.get("type", ""), child.get("value", ""))
        parts.append(child.tail or "")
        here += len(parts[-1])
