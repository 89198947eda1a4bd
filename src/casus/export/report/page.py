"""The whole page: one file, no requests, the same bytes for the same data."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template

from casus.export.report import overview, table, values
from casus.export.report.data import Outcome, ReportData
from casus.export.report.detail import detail
from casus.export.report.labels import STATE_LABELS, STATUS_LABELS, human, policy_of
from casus.export.report.markup import bdi, clean, csp_hash, data_block, esc, join, link, shorten
from casus.export.report.overview import plural
from casus.export.report.worldmap import KM
from casus.types import Document, Incident, Status

REJECTED_SHOWN = 2000
OUTLINES = (
    '<li>Country outlines: <a rel="noopener noreferrer" href="https://www.naturalearthdata.com/">'
    "Natural Earth</a> 1:50m, public domain, by way of world-atlas (ISC). Borders as they stand "
    "on the ground; no opinion on any claim.</li>"
)


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    """The parts of the script as one function: nothing of it is visible to others."""
    parts = ("table.js", "detail.js", "link.js", "map.js", "timeline.js", "start.js")
    return "(function () {\n'use strict';\n" + "\n".join(map(_asset, parts)) + "})();\n"


def _policy(report: ReportData) -> str:
    policy = policy_of(report.policy)
    reading = f"<p>{esc(policy.reading)}</p>" if policy.reading else ""
    states = "".join(
        f'<div><dt><span class="st {state.value}">{esc(label)}</span></dt>'
        f"<dd>{esc(hint)}</dd></div>"
        for state, (label, hint) in STATE_LABELS.items()
    )
    return (
        f"<div><h3>Which figure stands</h3><p><b>Policy {esc(shorten(policy.name, 60))}.</b> "
        f"{esc(policy.line)}</p>{reading}"
        "<p>Nothing is averaged: every figure anybody gave is kept beside its sentence. A toll "
        "that no report states is left out, it is never 0. “At least 49” is a lower bound and "
        "does not contradict 54. Copies of one agency text count as one independent report.</p>"
        f'</div><div><h3>How far reports agree</h3><dl class="states">{states}</dl></div>'
        "<div><h3>How to read it</h3><p>Words in a <mark>marked</mark> stretch are what a value "
        'was read from, in the report’s own language. <span class="re">Recalled</span> is what '
        "a report mentions as background to something else. The area of a mark on the map grows "
        "with the number killed; a hollow mark stands in the middle of a district, region or "
        "country, because no closer position is known.</p></div>"
    )


def _problem_list(outcomes: list[Outcome], *, is_open: bool) -> str:
    items = []
    for outcome in outcomes[:REJECTED_SHOWN]:
        why = "; ".join(problem.what for problem in outcome.problems) or "no reason was given"
        codes = "".join(
            f" <code>{esc(shorten(code, 40))}</code>"
            for code in dict.fromkeys(problem.code for problem in outcome.problems)
        )
        items.append(f"<li>{bdi(outcome.path)}<span>{bdi(why, 600)}{codes}</span></li>")
    if not items:
        return ""
    over = len(outcomes) - len(items)
    rest = f"<p>and {values.number(over)} more, all in documents.jsonl</p>" if over else ""
    noun = plural(len(outcomes), "document")
    verb = "was" if len(outcomes) == 1 else "were"
    label = f"{noun[:1].upper()}{noun[1:]} {verb} rejected"
    return (
        f'<details{" open" if is_open else ""} id="rejected"><summary>{esc(label)}</summary>'
        f'<ul class="rej">{"".join(items)}</ul>{rest}</details>'
    )


def _documents(report: ReportData) -> str:
    counts = Counter(outcome.status for outcome in report.problems)
    if not report.problems and report.documents:
        counts[Status.READ] = len(report.documents)
    rows = "".join(
        f"<div><dt>{values.number(counts[status])}</dt><dd>{esc(STATUS_LABELS[status.value])}</dd>"
        "</div>"
        for status in Status
        if counts[status]
    )
    rejected = [o for o in report.problems if o.status is Status.REJECTED]
    reserved = [o for o in report.problems if o.status is not Status.REJECTED and o.problems]
    notes = ""
    if reserved:
        listed = "".join(
            f"<li>{bdi(o.path)}<span>{bdi('; '.join(p.what for p in o.problems), 600)}</span></li>"
            for o in reserved[:REJECTED_SHOWN]
        )
        notes = (
            f"<details><summary>{values.number(len(reserved))} read with a reservation</summary>"
            f'<ul class="rej">{listed}</ul></details>'
        )
    none = "" if rows else "<p>No document was given to the run.</p>"
    return join(
        (
            f'<dl class="docs">{rows}</dl>' if rows else none,
            _problem_list(rejected, is_open=not report.incidents),
            notes,
        )
    )


def _sources(report: ReportData) -> str:
    items = []
    for source in report.sources:
        if source.name == "Natural Earth":
            continue  # the page says more about its outlines itself
        name = link(source.url, bdi(source.name, 120))
        text = f". {bdi(source.attribution, 400)}" if source.attribution else ""
        items.append(f"<li>{name}, {bdi(source.licence, 120)}{text}</li>")
    return "".join(items) + OUTLINES


def _empty(report: ReportData) -> str:
    read = overview.reports_read(report)
    if read:
        text = (
            f"Casus read {plural(read, 'report')} and found nothing in them that happened to "
            "anybody: no attack, unrest, disaster or accident told as a fact. Plans, threats, "
            "drills, anniversaries and statistics make no incident."
        )
    else:
        text = "No report could be read, so there is nothing to show. The reasons stand below."
    return (
        '<section class="empty" id="incidents" tabindex="-1"><svg viewBox="0 0 120 40" '
        'aria-hidden="true"><path d="M0 30h120"/><circle cx="60" cy="30" r="5"/></svg>'
        f"<h2>Nothing to map</h2><p>{esc(text)}</p></section>"
    )


def _by_date(incident: Incident) -> tuple[int, int, str]:
    """Oldest first, undated ones last; the order of the table and of everything drawn."""
    first, last = overview.span_of(incident) or (date.max.toordinal(), 0)
    return first, last, incident.id


def _with_unknown(report: ReportData) -> dict[str, Document]:
    """The documents, and an empty one for each that a claim names and nobody passed."""
    claims = (c for i in report.incidents for a in i.accounts for c in a.claims)
    documents = dict(report.documents)
    for claim in claims:
        if claim.doc not in documents:
            documents[claim.doc] = Document(claim.doc, claim.doc, None, "Unknown report",
                                            claim.lang, None, "")  # fmt: skip
    return documents


def _body(report: ReportData) -> str:
    if not report.incidents:
        return _empty(report)
    view = overview.map_view(report.incidents)
    unplaced = sum(point is None for point in view.points)
    note = f"{plural(unplaced, 'incident')} without a position not drawn. " if unplaced else ""
    details = "\n".join(
        f'<noscript id="d{n}">{detail(incident, report.documents)}</noscript>'
        for n, incident in enumerate(report.incidents)
    )
    return Template(_asset("body.html")).substitute(
        filters=table.filters(report),
        map=overview.map_svg(report, view),
        legend=overview.legend(report.incidents),
        unplaced=esc(note[:1].upper() + note[1:]),
        questions=overview.questions(report),
        timeline=overview.timeline_svg(report),
        table=table.table(report),
        details=details,
        script=_script(),
        data=data_block("data", table.records(report, view)),
        ground=data_block(
            "meta",
            {
                "names": [list(label) for label in view.ground.labels],
                "box": list(view.box),
                "km": round(KM, 5),
                "policy": clean(report.policy),
            },
        ),
    )


def render(report: ReportData) -> str:
    """The report as one HTML document, ending in a line feed.

    Nothing in it is fetched: a content security policy forbids every request and allows the
    inline style sheet and scripts by their hashes. The same data give the same text.
    """
    incidents = tuple(sorted(report.incidents, key=_by_date))
    report = replace(report, incidents=incidents, documents=_with_unknown(report))
    css, head, script = _asset("page.css"), _asset("head.js"), _script()
    scripts = [head, script] if report.incidents else [head]
    policy = (
        f"default-src 'none'; style-src {csp_hash(css)}; "
        f"script-src {' '.join(map(csp_hash, scripts))}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    title = overview.headline(report)
    # substituted once: what a value holds is never looked into for further placeholders
    return Template(_asset("page.html")).substitute(
        csp=esc(policy).replace("&#39;", "'"),
        css=css,
        head=head,
        title=esc(shorten(title)),
        headline=bdi(title),
        lede=esc(overview.lede(report)),
        figures=overview.figures(report) if report.incidents else "",
        body=_body(report),
        policy=_policy(report),
        documents=_documents(report),
        sources=_sources(report),
        version=esc(shorten(report.version, 60)) or "unknown version",
        policyname=esc(shorten(human(policy_of(report.policy).name), 60)),
    )


def write_report(path: Path, report: ReportData) -> None:
    """Write `report.html`: UTF-8, line feeds, no clock. The folder must exist."""
    path.write_text(render(report), encoding="utf-8", newline="\n")
