"""The conference's own files: answer keys of 25 slots, and the texts they are about.

Use `load_keys` and `load_texts`. A key file holds one block a template, a slot a line
(`4.  INCIDENT: TYPE   BOMBING`), further fills of a slot on lines of their own. Alternatives are
parted by "/", a "?" marks a fill that may be left out, `VALUE: "X"` says what of the template a
value is about. A text begins with its id and a dateline (`SAN SALVADOR, 18 FEB 90 (DPA) --
[TEXT] …`). Source: task documentation, template-doc-part1, version 7, and text-headers-info.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from pathlib import Path

from casus.evaluate.muc4.rows import Muc4Error, Row


class Slot(IntEnum):
    """Numbers of the slots that are filled here."""

    DATE = 2
    LOCATION = 3
    TYPE = 4
    STAGE = 5
    WEAPON = 6
    CATEGORY = 8
    PERP_INDIVIDUAL = 9
    PERP_ORG = 10
    CONFIDENCE = 11
    TARGET = 12
    HUMAN_NAME = 18
    HUMAN_DESCRIPTION = 19
    HUMAN_NUMBER = 21
    HUMAN_EFFECT = 23


KIDNAPPING = "KIDNAPPING"
UNARMED = frozenset({"ARSON", KIDNAPPING})
"""Types to which instruments do not apply."""


NAMES = {
    0: "MESSAGE: ID", 1: "MESSAGE: TEMPLATE", 2: "INCIDENT: DATE", 3: "INCIDENT: LOCATION",
    4: "INCIDENT: TYPE", 5: "INCIDENT: STAGE OF EXECUTION", 6: "INCIDENT: INSTRUMENT ID",
    7: "INCIDENT: INSTRUMENT TYPE", 8: "PERP: INCIDENT CATEGORY", 9: "PERP: INDIVIDUAL ID",
    10: "PERP: ORGANIZATION ID", 11: "PERP: ORGANIZATION CONFIDENCE", 12: "PHYS TGT: ID",
    13: "PHYS TGT: TYPE", 14: "PHYS TGT: NUMBER", 15: "PHYS TGT: FOREIGN NATION",
    16: "PHYS TGT: EFFECT OF INCIDENT", 17: "PHYS TGT: TOTAL NUMBER", 18: "HUM TGT: NAME",
    19: "HUM TGT: DESCRIPTION", 20: "HUM TGT: TYPE", 21: "HUM TGT: NUMBER",
    22: "HUM TGT: FOREIGN NATION", 23: "HUM TGT: EFFECT OF INCIDENT", 24: "HUM TGT: TOTAL NUMBER",
}  # fmt: skip
_REFERRING = frozenset({7, 11, 13, 14, 15, 16, 19, 20, 21, 22, 23})
"""Slots whose values name the fill of another slot."""


@dataclass(frozen=True, slots=True)
class Fill:
    """One fill of a slot: its alternatives, and those of what it refers to; upper case, without
    quotes. `optional`: nothing is as good; `why`: the words and the rule that it was read by."""

    values: tuple[str, ...]
    refers: tuple[str, ...] = ()
    optional: bool = False
    why: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Filled:
    """A template of the conference: fills by slot number. Empty slots are left out."""

    docid: str
    slots: dict[int, tuple[Fill, ...]] = field(default_factory=dict)
    optional: bool = False

    def of(self, slot: int) -> tuple[Fill, ...]:
        return self.slots.get(slot, ())


@dataclass(frozen=True, slots=True)
class Text:
    """A text as distributed. `body` is `row.text`, lines joined; `written` is the dateline's day,
    `town` and `country` its place."""

    row: Row
    written: date | None
    town: str = ""
    country: str = ""


# -- keys ------------------------------------------------------------------------------------

_LINE = re.compile(r" {0,2}(\d{1,2})\. {1,3}[A-Z]+(?: TGT)?: [A-Z ]*?(?: {2,}|$)(.*)")
_MORE = re.compile(r" {20,}(\S.*)")
_PART = re.compile(r'"(?:\\"|[^"])*"|[/:()]|[^"/:()]+')


def load_keys(path: Path) -> dict[str, list[Filled]]:
    """Document id → its templates, none where the key says that the text is irrelevant."""
    found: dict[str, list[Filled]] = {}
    for block in _blocks(path.read_text(encoding="utf-8", errors="replace")):
        docid = block.get(0, [""])[0].split(" ")[0]
        if not docid:
            raise Muc4Error(f"{path}: a template without MESSAGE: ID")
        templates = found.setdefault(docid, [])
        if not block.get(4, ["*"])[0].startswith("*"):
            templates.append(_filled(docid, block))
    if not found:
        raise Muc4Error(f"{path}: no answer key in it; slots are lines like '4.  INCIDENT: TYPE'")
    return found


def _blocks(text: str) -> Iterator[dict[int, list[str]]]:
    block: dict[int, list[str]] = {}
    slot = -1
    for line in text.splitlines():
        if line.startswith(";"):
            continue
        if (head := _LINE.fullmatch(line)) is not None:
            slot = int(head[1])
            if slot == 0 and block:
                yield block
                block = {}
            block[slot] = [head[2].strip()]
        elif (more := _MORE.fullmatch(line)) is not None and slot in block:
            block[slot].append(more[1].strip())
    if block:
        yield block


def _filled(docid: str, block: dict[int, list[str]]) -> Filled:
    slots = {
        slot: tuple(read_fill(slot, line) for line in lines if line not in ("", "-", "*"))
        for slot, lines in block.items()
        if slot > 1
    }
    optional = "OPTIONAL" in block.get(1, [""])[0]
    return Filled(docid, {slot: fills for slot, fills in slots.items() if fills}, optional)


def read_fill(slot: int, line: str) -> Fill:
    """One line of a slot, as `Fill`."""
    optional = line.startswith("?")
    parts = _PART.findall(line.lstrip("? "))
    at = len(parts)
    if slot in _REFERRING and ":" in parts:
        at = parts.index(":")
    return Fill(_alternatives(parts[:at], slot), _alternatives(parts[at + 1 :], slot), optional)


def _alternatives(parts: list[str], slot: int) -> tuple[str, ...]:
    """Split at "/" outside quotes; brackets part alternatives, except in a place's type."""
    joined = [""]
    for part in parts:
        if part == "/":
            joined.append("")
        elif part in "()" and slot != Slot.LOCATION:
            continue
        else:
            joined[-1] += part[1:-1].replace('\\"', '"') if part[0] == '"' else part
    cleaned = (" ".join(text.split()).upper() for text in joined)
    return tuple(dict.fromkeys(text for text in cleaned if text))


# -- texts -----------------------------------------------------------------------------------

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_ID = re.compile(r"^([A-Z]+\d?-MUC\d-\d{4})[^\n]*$", re.MULTILINE)
_DATELINE = re.compile(
    r"\s*(?P<town>[^,()]{1,60}?)\s*(?:\((?P<country>[^()]{1,40})\))?\s*,\s*"
    r"(?:(?P<day>\d{1,2})\s+(?P<month>[A-Z]{3})[A-Z]*(?:\s+(?P<year>\d\d))?|NO\s+DATE)"
)
_BODY = re.compile(r"\[(?:TEXT|SUMMARY|EXCERPTS?)\]")
_OPENING = 900
"""Characters in which a text's heading ends."""


def load_texts(path: Path) -> list[Text]:
    """The texts of a file, in its order. Raises Muc4Error where it holds none."""
    raw = path.read_text(encoding="utf-8", errors="replace")
    heads = list(_ID.finditer(raw))
    if not heads:
        raise Muc4Error(f"{path}: no text in it; one begins with a line like TST1-MUC3-0001")
    ends = [*(h.start() for h in heads[1:]), len(raw)]
    return [_text(head[1], raw[head.end() : end]) for head, end in zip(heads, ends, strict=True)]


def _text(docid: str, raw: str) -> Text:
    head = _DATELINE.match(raw)
    begins = _BODY.search(raw, 0, _OPENING)
    start = begins.end() if begins else head.end() if head else 0
    row = Row(docid, joined(raw[start:].strip()))
    if head is None:
        return Text(row, None)
    town = " ".join(head["town"].split())
    return Text(row, _day(head), town, " ".join((head["country"] or "").split()))


def joined(text: str) -> str:
    """Lines of a paragraph as one; the length stays."""
    return re.sub(r"(?<=\S)\n(?=\S)", " ", text)


def _day(head: re.Match[str]) -> date | None:
    if head["day"] is None or head["month"] not in MONTHS or head["year"] is None:
        return None
    try:
        return date(1900 + int(head["year"]), MONTHS.index(head["month"]) + 1, int(head["day"]))
    except ValueError:
        return None
