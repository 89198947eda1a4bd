"""Annotated reports: what the texts tell, as people wrote it down.

Use `load_corpus` on a folder that holds `reports.jsonl` and `gold.jsonl`, or on a folder of such
folders: those are read together, as one collection. Offsets count code points of the normalised
text, as everywhere in Casus.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from casus.evaluate.near import near_copies
from casus.text import normalise
from casus.types import KINDS, TOLL_FIELDS

CLOSE_DAYS = 60
"""Incidents of close kind in one country no further apart than this are easily confused."""


class GoldError(ValueError):
    """Gold that cannot be used; the message names the file and the row."""


@dataclass(frozen=True, slots=True)
class Report:
    """One annotated report. `text` is normalised."""

    id: str
    lang: str
    published: date | None
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class GoldToll:
    """One figure that a report states. `lows` are the lower bounds that count as right;
    `optional` figures (families counted instead of people) are neither wanted nor wrong."""

    field: str
    low: int | None
    high: int | None
    group: str | None
    voice: str | None
    text: str
    spans: tuple[tuple[int, int], ...]
    lows: frozenset[int | None]
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldAccount:
    """One incident as one report tells it; `anchor` is the sentence that tells it first."""

    incident: str
    doc: str
    role: str
    anchor: tuple[int, int]
    start: date
    end: date
    place: str
    tolls: tuple[GoldToll, ...]
    optional: bool

    @property
    def id(self) -> str:
        return f"{self.incident}/{self.doc}"


@dataclass(frozen=True, slots=True)
class GoldRange:
    """A toll over all reports. `best` lists every defensible value; None bounds are open."""

    low: int | None
    best: tuple[int, ...]
    high: int | None


@dataclass(frozen=True, slots=True)
class GoldPerpetrator:
    """`wanted` is False where no report that is read names it."""

    names: tuple[str, ...]
    confidences: tuple[str, ...]
    wanted: bool


@dataclass(frozen=True, slots=True)
class GoldIncident:
    id: str
    kind: str
    kinds: frozenset[str]
    start: date
    end: date
    precision: str
    country: str
    places: tuple[str, ...]
    lat: float
    lon: float
    tolls: dict[str, GoldRange]
    perpetrators: tuple[GoldPerpetrator, ...]
    targets: tuple[str, ...]
    """Names of what was attacked, in any of the reports' wordings."""
    accounts: tuple[GoldAccount, ...]
    optional: bool

    @property
    def family(self) -> str:
        return KINDS[self.kind]

    @property
    def families(self) -> frozenset[str]:
        return frozenset(KINDS[kind] for kind in self.kinds)

    @property
    def main(self) -> bool:
        """True where some report is about it."""
        return any(account.role == "main" for account in self.accounts)


@dataclass(frozen=True)
class Corpus:
    """Reports with what they tell. `pairs` are incidents that the gold calls confusable, `copies`
    reports that it calls copies, `digest` the SHA-256 over the files."""

    names: tuple[str, ...]
    reports: dict[str, Report]
    incidents: tuple[GoldIncident, ...]
    pairs: tuple[tuple[str, str], ...]
    copies: tuple[frozenset[str], ...]
    digest: str
    files: tuple[Path, ...]

    # all pairs are looked at for both, so not before somebody asks: an archive has 60,000 reports

    @cached_property
    def confusable(self) -> tuple[tuple[str, str], ...]:
        """Pairs of incidents that must stay apart."""
        return _confusable(self.incidents, self.pairs)

    @cached_property
    def reprints(self) -> tuple[frozenset[str], ...]:
        """Groups of reports that are one witness."""
        return _reprints(self.reports, self.copies)

    @property
    def negatives(self) -> tuple[str, ...]:
        """Reports that are about no incident."""
        about = {a.doc for i in self.incidents for a in i.accounts if a.role == "main"}
        return tuple(sorted(self.reports.keys() - about))


def load_corpus(path: Path, *, languages: Iterable[str] = ()) -> Corpus:
    """Read the gold under `path`, all of it or only the reports in `languages`.

    An incident that only other languages tell is left out; a perpetrator that no remaining
    report names is not wanted. Raises GoldError.
    """
    folders = _folders(path)
    kept = frozenset(languages)
    digest = hashlib.sha256()
    reports: dict[str, Report] = {}
    rows: list[dict[str, Any]] = []
    pairs: list[tuple[str, str]] = []
    reprints: list[frozenset[str]] = []
    for folder in folders:
        for name in ("reports.jsonl", "gold.jsonl"):
            digest.update((folder / name).read_bytes())
        for row in _rows(folder / "reports.jsonl"):
            if row["id"] in reports:
                raise GoldError(f"{folder}: report {row['id']} stands twice")
            reports[row["id"]] = _report(row)
        rows += _rows(folder / "gold.jsonl")
        if (folder / "pairs.md").is_file():
            told = read_pairs((folder / "pairs.md").read_text(encoding="utf-8"))
            pairs += told[0]
            reprints += told[1]
    texts = {r.id: f"{r.title}\n{r.text}" for r in reports.values() if not kept or r.lang in kept}
    incidents = []
    for row in rows:
        incident = _incident(row, reports, texts)
        if incident.accounts:
            incidents.append(incident)
    reports = {key: reports[key] for key in sorted(texts)}
    if not reports or not incidents:
        raise GoldError(f"{path}: no report of these languages tells an incident")
    return Corpus(
        tuple(folder.name for folder in folders),
        reports,
        tuple(sorted(incidents, key=lambda i: i.id)),
        tuple(pairs),
        tuple(reprints),
        digest.hexdigest(),
        tuple(folder / "reports.jsonl" for folder in folders),
    )


def read_pairs(text: str) -> tuple[list[tuple[str, str]], list[frozenset[str]]]:
    """Confusable incidents ("IC01 / IC02: …") and reprints ("D004 repeats D018", "C050 and
    C051") of a `pairs.md`, each under a heading that says so; other lines are for people."""
    pairs: list[tuple[str, str]] = []
    reprints: list[frozenset[str]] = []
    section = ""
    for line in text.splitlines():
        if line.startswith("#"):
            section = line.lower()
        elif "confusable" in section and line.lstrip().startswith("-"):
            for part in line.split(";"):
                found = re.match(r"[\s*-]*(\w+\d+(?: / \w+\d+)+)", part)
                ids = found[1].split(" / ") if found else []
                pairs += [(a, b) for n, a in enumerate(ids) for b in ids[n + 1 :]]
        elif "reprint" in section:
            for a, b in re.findall(r"\b(\w+\d+) (?:repeats|and|/) (\w+\d+)\b", line):
                reprints.append(frozenset((a, b)))
    return pairs, reprints


def _folders(path: Path) -> list[Path]:
    if (path / "gold.jsonl").is_file():
        return [path]
    found = sorted(p.parent for p in path.glob("*/gold.jsonl")) if path.is_dir() else []
    if not found:
        raise GoldError(f"{path}: holds no gold.jsonl, nor does a folder in it")
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}:{number}: {error}") from error
        if not isinstance(row, dict) or "id" not in row:
            raise GoldError(f"{path}:{number}: no object with an id")
        yield row


def _report(row: dict[str, Any]) -> Report:
    day = date.fromisoformat(row["published"]) if row.get("published") else None
    title = normalise(row.get("title") or "")
    return Report(row["id"], row["lang"], day, title, normalise(row["text"]).strip())


def _incident(
    row: dict[str, Any], reports: dict[str, Report], texts: dict[str, str]
) -> GoldIncident:
    try:
        optional = bool(row.get("optional"))
        accounts = tuple(
            _account(row["id"], entry, reports[entry["report"]], optional)
            for entry in row["reports"]
            if entry["report"] in texts
        )
        whole = len(accounts) == len(row["reports"])
        told = "\n".join(texts[a.doc] for a in accounts).casefold()
        places = [row["place"], *row.get("places_ok", [])]
        return GoldIncident(
            row["id"],
            row["kind"],
            frozenset([row["kind"], *row.get("kinds_ok", [])]),
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]),
            row["precision"],
            row["country"],
            tuple(dict.fromkeys(normalise(p) for p in places if p)),
            float(row["lat"]),
            float(row["lon"]),
            {f: _range(row[f]) for f in TOLL_FIELDS if row.get(f)},
            tuple(_perpetrator(p, whole, told) for p in row.get("perpetrators", [])),
            tuple(t for t in row.get("targets", []) if whole or t.casefold() in told),
            accounts,
            optional,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise GoldError(f"gold {row['id']}: {type(error).__name__} {error}") from error


def _perpetrator(row: dict[str, Any], whole: bool, told: str) -> GoldPerpetrator:
    names = tuple(normalise(name) for name in row["names"])
    wanted = whole or any(name.casefold() in told for name in names)
    return GoldPerpetrator(names, tuple(row["confidence"]), wanted)


def _range(row: dict[str, Any]) -> GoldRange:
    return GoldRange(row["low"], tuple(row.get("best", ())), row["high"])


def _account(incident: str, row: dict[str, Any], report: Report, optional: bool) -> GoldAccount:
    anchor = normalise(row["anchor_text"])
    at = report.text.find(anchor)
    if at < 0:
        raise ValueError(f"anchor is not in report {report.id}: {anchor[:60]!r}")
    return GoldAccount(
        incident,
        report.id,
        row["role"],
        (at, at + len(anchor)),
        date.fromisoformat(row["start"]),
        date.fromisoformat(row["end"]),
        normalise(row.get("place") or ""),
        tuple(_toll(f, t, report.text) for f in TOLL_FIELDS for t in row.get(f, [])),
        optional or bool(row.get("optional")),
    )


def _toll(field: str, row: dict[str, Any], text: str) -> GoldToll:
    phrase = normalise(row["text"])
    spans = tuple((m.start(), m.end()) for m in re.finditer(re.escape(phrase), text))
    unit = row.get("unit", "people")
    return GoldToll(
        field,
        row["low"],
        row["high"],
        row["group"],
        row["voice"],
        phrase,
        spans,
        frozenset([row["low"], *row.get("low_ok", [])]),
        unit != "people" or bool(row.get("optional")),
    )


def _confusable(
    incidents: Sequence[GoldIncident], pairs: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Pairs that the gold names and all that are close by kind, country and time."""
    known = {i.id: i for i in incidents if not i.optional}
    found = {(a, b) if a < b else (b, a) for a, b in pairs if a in known and b in known}
    ordered = [known[key] for key in sorted(known)]
    for n, a in enumerate(ordered):
        for b in ordered[n + 1 :]:
            gap = max((b.start - a.end).days, (a.start - b.end).days)
            if a.country == b.country and gap <= CLOSE_DAYS and a.families & b.families:
                found.add((a.id, b.id))
    return tuple(sorted(found))


def _reprints(
    reports: dict[str, Report], named: Sequence[frozenset[str]]
) -> tuple[frozenset[str], ...]:
    """Groups of copies: those the gold names, and texts that share most of their words."""
    links = [pair for pair in named if pair <= reports.keys()]
    links += near_copies({r.id: r.text for r in reports.values()})
    groups: list[set[str]] = []
    for link in links:
        touching = [g for g in groups if g & link]
        groups = [g for g in groups if not g & link]
        groups.append(set(link).union(*touching))
    return tuple(sorted((frozenset(g) for g in groups), key=sorted))
