"""The table of incidents, its filters, and the records that the script filters and draws by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casus.export.report import values
from casus.export.report.data import ReportData
from casus.export.report.detail import heading, state_tag
from casus.export.report.evidence import background
from casus.export.report.labels import FAMILY_LABELS, STATE_LABELS, human, language
from casus.export.report.markup import attrs, clean, esc, ltr, shorten, slug
from casus.export.report.overview import (
    MapView,
    families_present,
    hollow,
    radius,
    span_of,
)
from casus.types import TOLL_FIELDS, Incident, State, Toll

COLUMNS = (
    ("date", "Date", "c-date"),
    ("what", "Incident", "c-what"),
    ("killed", "Killed", "c-num"),
    ("injured", "Injured", "c-num c-inj"),
    ("other", "Other tolls", "c-oth"),
    ("sources", "Independent reports", "c-num c-src"),
    ("state", "Agreement", "c-st"),
)
FIRST = 50  # rows a page, as in the script
SEARCHED = 4000  # code points of names per incident that the search looks through at once


def _toll(toll: Toll | None) -> str:
    if toll is None:
        return '<b class="no">–<span class="vh">not stated</span></b> <small></small>'
    return f"<b>{esc(values.toll_main(toll))}</b> <small>{esc(values.toll_range(toll))}</small>"


def row(index: int, incident: Incident) -> str:
    """One incident; its link opens the detail with and without a script."""
    kind, place, _ = heading(incident)
    other = ", ".join(
        f"{values.toll_main(incident.tolls[name])} {name}"
        for name in TOLL_FIELDS
        if name not in ("killed", "injured") and name in incident.tolls
    )
    recalled = ' <span class="re">recalled</span>' if background(incident) else ""
    langs = " ".join(
        f'<abbr title="{esc(language(code))}">{esc(shorten(code, 12))}</abbr>'
        for code in incident.languages
    )
    when = esc(values.period(incident.when.when))
    state = incident.state
    conflict = f" {state_tag(state)}" if state is State.CONFLICTING else ""
    return (
        f'<tr data-n="{index}"{attrs(class_="bg" if recalled else None)}>'
        f'<td class="c-date">{when}</td>'
        f'<th scope="row" class="c-what"><a href="#i-{slug(incident.id)}">'
        f'<span class="k {esc(incident.family)}">{esc(kind)}</span> '
        f'<span class="pl">{ltr(place, 160)}</span></a>{recalled}'
        f'<span class="sm">{when}{conflict}</span></th>'
        f'<td class="c-num">{_toll(incident.tolls.get("killed"))}</td>'
        f'<td class="c-num c-inj">{_toll(incident.tolls.get("injured"))}</td>'
        f'<td class="c-oth">{esc(other)}</td>'
        f'<td class="c-num c-src"><b>{incident.witnesses}</b> <span class="la">{langs}</span></td>'
        f'<td class="c-st">{state_tag(state)}</td></tr>'
    )


def table(report: ReportData) -> str:
    """The first rows, and all others in a second table that scripts read as text.

    A browser with scripts takes what stands in `noscript` as text and builds a row when it is
    shown; 5000 rows would cost it half a second before anything could be used.
    """
    heads = "".join(
        f'<th scope="col" class="{css}"{attrs(aria_sort="ascending" if key == "date" else None)}>'
        f'<button type="button" data-sort="{key}">{label}</button></th>'
        for key, label, css in COLUMNS
    )
    rows = [row(n, incident) for n, incident in enumerate(report.incidents)]
    rest = "\n".join(rows[FIRST:])
    return (
        '<table id="table"><caption class="vh">Incidents; sort by the column heads</caption>'
        f'<thead><tr>{heads}</tr></thead><tbody id="rows">{"".join(rows[:FIRST])}</tbody></table>'
        + (
            f'<noscript id="rest"><table aria-label="Further incidents"><tbody>{rest}</tbody>'
            "</table></noscript>"
            if rest
            else ""
        )
    )


def _options(pairs: Sequence[tuple[str, str]]) -> str:
    return "".join(f'<option value="{esc(value)}">{esc(text)}</option>' for value, text in pairs)


def filters(report: ReportData) -> str:
    """Search and filters; only what occurs can be chosen."""
    incidents = report.incidents
    kinds = []
    for family in families_present(incidents):
        label = FAMILY_LABELS.get(family, human(family))
        of_family = sorted({i.kind for i in incidents if i.family == family})
        inner = [(f"f:{family}", f"{label}, all")] + [(f"k:{k}", human(k)) for k in of_family]
        kinds.append(f'<optgroup label="{esc(label)}">{_options(inner)}</optgroup>')
    present = {i.state for i in incidents}
    states = [(s.value, label) for s, (label, _) in STATE_LABELS.items() if s in present]
    codes = sorted(
        {code for i in incidents for code in i.languages}, key=lambda c: (language(c), c)
    )
    langs = [(code, language(code)) for code in codes]
    roles = [("main", "What a report is about"), ("background", "Only recalled")]
    spans = [span for span in map(span_of, incidents) if span]
    selects = (
        ("kind", "Kind", "All kinds", "".join(kinds)),
        ("state", "Agreement", "Any", _options(states)),
        ("role", "Told as", "Main or recalled", _options(roles)),
        ("lang", "Language", "Any", _options(langs)),
    )
    fields = "".join(
        f'<label>{label}<select id="f-{name}" data-f="{name}"><option value="">{every}</option>'
        f"{options}</select></label>"
        for name, label, every, options in selects
    )
    dates = "".join(
        f'<label>{label}<input type="date" id="f-{name}" data-f="{name}"></label>'
        for name, label in (("from", "From"), ("to", "To"))
    )
    return (
        '<form id="filters" role="search" aria-label="Filter the incidents">'
        '<div class="s1"><label class="se"><span class="vh">Search</span><input type="search" '
        'id="q" placeholder="Search places, people, reports, sentences" autocomplete="off" '
        'spellcheck="false" dir="auto" aria-keyshortcuts="/"><kbd aria-hidden="true">/</kbd>'
        '</label><button type="button" id="more" aria-expanded="false" aria-controls="fs">Filters'
        "</button></div>"
        f'<div class="fs" id="fs">{fields}{dates if spans else ""}'
        '<button type="reset" id="reset">Reset</button></div>'
        '<p id="count" role="status" aria-live="polite"></p></form>'
    )


def records(report: ReportData, view: MapView) -> list[dict[str, Any]]:
    """What the script needs of each incident, in the rows' order.

    i id, f family, k kind, t kind's label, p place, d date, a/b first and last day (ordinals),
    x/y map units, r radius in pixels, h hollow, n/j killed and injured to sort by, v toll's
    text, c state, m main, l languages, w witnesses, o other tolls, q names to search.
    """
    out = []
    for incident, point in zip(report.incidents, view.points, strict=True):
        kind, place, _ = heading(incident)
        span = span_of(incident)
        killed, injured = incident.tolls.get("killed"), incident.tolls.get("injured")
        record: dict[str, Any] = {
            "i": slug(incident.id),
            "f": incident.family,
            "k": incident.kind,
            "t": kind,
            "p": shorten(clean(place), 160),
            "d": values.period(incident.when.when),
            "r": radius(incident),
            "n": values.toll_size(killed) if killed else -1,
            "j": values.toll_size(injured) if injured else -1,
            "c": incident.state.value,
            "m": 0 if background(incident) else 1,
            "l": list(incident.languages),
            "w": incident.witnesses,
            "o": sum(values.toll_size(t) for name, t in incident.tolls.items()
                     if name not in ("killed", "injured")),
            "q": _names(incident, report),
        }  # fmt: skip
        if killed:
            span_text = values.toll_range(killed)
            record["v"] = values.toll_main(killed) + (f" ({span_text})" if span_text else "")
        if span:
            record["a"], record["b"] = span
        if point:
            record["x"], record["y"] = round(point[0]), round(point[1])
            record["h"] = int(hollow(incident))
        out.append(record)
    return out


def _names(incident: Incident, report: ReportData) -> str:
    place = incident.where.place
    names = [incident.title, incident.id, place.name, *place.path]
    names += [actor.actor.name for actor in incident.actors]
    names += [means.name for means in incident.means]
    for doc in dict.fromkeys(account.doc for account in incident.accounts):
        document = report.documents.get(doc)
        if document:
            names += [values.publisher(document), document.title or ""]
    names += [claim.voice.name or "" for account in incident.accounts for claim in account.claims]
    return clean(shorten(" ".join(dict.fromkeys(name for name in names if name)), SEARCHED))
