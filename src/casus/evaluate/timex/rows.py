"""Annotations of reports that come without gold: JSONL in, JSONL out.

Use `annotate_file` to let others score Casus with tools of their own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from casus.evaluate.timex.model import TimexError
from casus.evaluate.timex.predict import reader
from casus.ingest.dates import parse_published
from casus.ingest.language import detect
from casus.packs import available

KEYS = ("doc", "start", "end", "type", "value")
"""What a row of the output holds."""
SET_KEYS = ("quant", "freq")
"""What the row of a SET holds besides, where the text tells it."""


class Report(NamedTuple):
    """A row of the input. `lang` is "" where it is not told."""

    doc: str
    lang: str
    published: date | None
    text: str


class Annotated(NamedTuple):
    """How many reports were read, and how many annotations that made, with those passed over
    because there is no pack for their language."""

    reports: int
    annotations: int
    passed_over: dict[str, int]


def annotate_file(source: Path, out: Path, *, languages: Collection[str] = ()) -> Annotated:
    """Write the annotations of each report in `source` to `out`.

    Rows in: `id` or `doc`, `text`, and where known `lang` and `published`. Rows out: `doc`,
    `start` and `end` in code points of `text`, TIMEX3 `type` and `value`. A language that is not
    told is detected. Reports in other than `languages` (default: those with a pack) are passed
    over. Raises TimexError for a broken row, before anything is written.
    """
    known = set(languages) or set(available())
    reports = annotations = 0
    passed_over: dict[str, int] = {}
    lines: list[str] = []
    for report in read_reports(source):
        lang = report.lang or detect(report.text)[0] or ""
        if lang not in known:
            passed_over[lang or "?"] = passed_over.get(lang or "?", 0) + 1
            continue
        reports += 1
        for timex in reader(lang)(report.text, report.published):
            row = {"doc": report.doc} | asdict(timex)
            told = {key: row[key] for key in (*KEYS, *SET_KEYS) if key in KEYS or row[key]}
            lines.append(json.dumps(told, ensure_ascii=False))
            annotations += 1
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return Annotated(reports, annotations, passed_over)


def read_reports(source: Path) -> Iterator[Report]:
    """The rows of a JSONL file. Raises TimexError that names the line at fault."""
    with source.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _report(_row(line, f"{source}:{number}"), f"{source}:{number}")


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TimexError(f"{where}: no valid JSON ({error})") from None
    if not isinstance(row, dict):
        raise TimexError(f"{where}: no object with fields id, lang, published, text")
    return row


def _report(row: dict[str, Any], where: str) -> Report:
    doc = row.get("id", row.get("doc"))
    text = row.get("text")
    if doc is None or not isinstance(text, str):
        raise TimexError(f"{where}: a row needs `id` (or `doc`) and `text`")
    lang, told = row.get("lang") or "", row.get("published") or ""
    published = parse_published(str(told)) if told else None
    if told and published is None:
        raise TimexError(f"{where}: published {told!r} is no day; write YYYY-MM-DD or null")
    # "de-AT" is read as "de"
    return Report(str(doc), str(lang).partition("-")[0].lower(), published, text)
