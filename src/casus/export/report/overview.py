"""The page's first screen: headline, key figures, open questions, map and timeline."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casus.export.report import values
from casus.export.report.data import ReportData
from casus.export.report.detail import heading
from casus.export.report.evidence import background, fields
from casus.export.report.labels import COARSE, FAMILY_LABELS, human, language
from casus.export.report.markup import attrs, bdi, esc, shorten, slug
from casus.export.report.strip import mini, told
from casus.export.report.worldmap import Ground, Point, ground, middle_meridian, project, view_box
from casus.types import FAMILIES, Incident, State, Status
from casus.wording import say

WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
         "Eleven", "Twelve")  # fmt: skip
QUESTIONS = 40  # incidents listed beside the map; the filter shows the rest
LINKED = 1000  # marks that are links without a script; more are drawn as one path a family
MAP_RATIO = 1.6
MAP_WIDTH = 900  # pixels for which the drawing without a script is made


def plural(n: int, noun: str) -> str:
    """One incident, 23 reports."""
    word = WORDS[n].lower() if n < len(WORDS) else values.number(n)
    return f"{word} {noun}{'' if n == 1 else 's'}"


def listed(items: Sequence[str], most: int = 4) -> str:
    """a, b and c; a long list is cut: a, b, c and 5 more."""
    if len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1} more"]
    return " and ".join(([", ".join(items[:-1])] if len(items) > 1 else []) + list(items[-1:]))


def reports_read(report: ReportData) -> int:
    """Documents that could be read, copies included."""
    if not report.problems:
        return len(report.documents)
    return sum(outcome.status is not Status.REJECTED for outcome in report.problems)


def headline(report: ReportData) -> str:
    """What the run found, as one sentence."""
    if report.title:
        return report.title
    found, read = plural(len(report.incidents), "incident"), plural(reports_read(report), "report")
    text = f"{found} in {read}"
    return text[:1].upper() + text[1:]


def lede(report: ReportData) -> str:
    """When, where, in which languages, and how many incidents are in dispute. Plain text."""
    incidents = report.incidents
    if not incidents:
        return ""
    out = []
    starts = [i.when.when.start for i in incidents if i.when.when.start]
    ends = [i.when.when.end or i.when.when.start for i in incidents if i.when.when.start]
    if starts:
        first, last = min(starts), max(end for end in ends if end)
        told = [_as_known(first, incidents), _as_known(last, incidents)]
        out.append(" to ".join(dict.fromkeys(told)))
    places = Counter(_country(i) for i in incidents)
    del places[""]
    if places:
        ranked = sorted(places, key=lambda name: (-places[name], name))
        out.append(listed(ranked, 5))
    codes = Counter(code for i in incidents for code in i.languages)
    if codes:
        ranked = sorted(codes, key=lambda code: (-codes[code], code))
        out.append(f"reports in {listed([language(code) for code in ranked], 6)}")
    text = "; ".join(out) + "." if out else ""
    disputed = sum(i.state is State.CONFLICTING for i in incidents)
    if disputed:
        text += f" In {plural(disputed, 'incident')} the reports disagree."
    return text[:1].upper() + text[1:]


def _as_known(edge: date, incidents: Sequence[Incident]) -> str:
    """The first or last day of all, as exactly as told: February 2005, not its first day."""
    known = {i.when.when.precision for i in incidents
             if edge in (i.when.when.start, i.when.when.end)}  # fmt: skip
    if known == {"year"}:
        return str(edge.year)
    told = values.day(edge, short=False)
    return told.split(" ", 1)[1] if known <= {"month", "year"} else told


def _country(incident: Incident) -> str:
    place = incident.where.place
    if place.path:
        return place.path[0]
    return place.name if place.precision == "country" else ""


def _sum(incidents: Sequence[Incident], name: str) -> tuple[str, str, int]:
    """Sum of a toll: best, range, and in how many incidents anybody states it."""
    tolls = [i.tolls[name] for i in incidents if name in i.tolls]
    best = sum(values.toll_size(t) for t in tolls)
    low = sum(t.low if t.low is not None else 0 for t in tolls)
    high = sum(values.toll_size(t) if t.high is None else t.high for t in tolls)
    is_open = any(t.high is None for t in tolls)
    if not tolls:
        return "", "", 0
    span = "" if low == high else f"{values.number(low)}–{values.number(high)}"
    if low == high and is_open:
        return values.number(best), "or more", len(tolls)
    if any(t.best is None and None not in (t.low, t.high) and t.low != t.high for t in tolls):
        return span, "or more" if is_open else "", len(tolls)  # the policy prefers no figure
    return values.number(best), span + (" or more" if is_open and span else ""), len(tolls)


def figures(report: ReportData) -> str:
    """The row of key figures; a toll nobody states has none."""
    incidents = report.incidents
    recalled = sum(background(i) for i in incidents)
    cells = [("Incidents", values.number(len(incidents)),
              f"{values.number(recalled)} only recalled" if recalled else "")]  # fmt: skip
    for name, label in (("killed", "Killed"), ("injured", "Injured"), ("missing", "Missing")):
        best, span, n = _sum(incidents, name)
        if n:
            note = f"in {values.number(n)} incident{'s' if n != 1 else ''}"
            cells.append((label, best, f"{span}, {note}" if span else note))
    disputed = sum(i.state is State.CONFLICTING for i in incidents)
    cells.append(("In conflict", values.number(disputed), "figures, dates or places"))
    rejected = sum(outcome.status is Status.REJECTED for outcome in report.problems)
    cells.append(("Reports read", values.number(reports_read(report)),
                  f"{values.number(rejected)} rejected" if rejected else ""))  # fmt: skip
    return "".join(
        f"<div><dt>{esc(label)}</dt><dd>{esc(value)}"
        f"{f'<small>{esc(note)}</small>' if note else ''}</dd></div>"
        for label, value, note in cells
    )


def questions(report: ReportData) -> str:
    """The incidents whose reports disagree, the widest dispute first, each with its strip."""
    ranked: list[tuple[float, int, str]] = []
    for index, incident in enumerate(report.incidents):
        if not incident.open_questions and incident.state is not State.CONFLICTING:
            continue
        spread = max(
            ((t.high or values.toll_size(t)) - (t.low or 0) for t in incident.tolls.values()),
            default=0,
        )
        ranked.append((-spread, index, ""))
    ranked.sort()
    items = []
    for _, index, _ in ranked[:QUESTIONS]:
        incident = report.incidents[index]
        kind, place, when = heading(incident)
        strips = ""
        for view in fields(incident, report.documents):
            if view.toll and view.state is State.CONFLICTING and not strips:
                strips = mini(view.toll, told(view, report.documents))
                if strips:
                    strips = f'<span class="mf">{esc(view.label)}</span>{strips}'
        lines = "".join(
            f'<li dir="auto">{esc(shorten(say(q), 240))}</li>' for q in incident.open_questions[:3]
        )
        items.append(
            f'<li data-n="{index}"><a href="#i-{slug(incident.id)}">{esc(kind)}, '
            f"{bdi(place.split(', ')[0], 60)}</a> <span>{esc(when)}</span>{strips}"
            f"{f'<ul>{lines}</ul>' if lines else ''}</li>"
        )
    if not items:
        return '<p class="none">No incident is in dispute and no question is open.</p>'
    rest = len(ranked) - len(items)
    more = f'<p class="none">and {values.number(rest)} more: filter by “in conflict”.</p>'
    return f'<ol class="qlist">{"".join(items)}</ol>{more if rest else ""}'


@dataclass(frozen=True, slots=True)
class MapView:
    """The projected incidents: a point in map units or None, the ground, the first view."""

    points: tuple[Point | None, ...]
    ground: Ground
    box: tuple[float, float, float, float]


def map_view(incidents: Sequence[Incident]) -> MapView:
    """Project the incidents that have a position; positions off the globe have none."""
    spots = [_position(i) for i in incidents]
    middle = middle_meridian(lon for spot in spots if spot for lon in (spot[0],))
    points = tuple(project(spot[0], spot[1], middle) if spot else None for spot in spots)
    box = view_box([p for p in points if p], ratio=MAP_RATIO)
    return MapView(points, ground(middle), box)


def _position(incident: Incident) -> Point | None:
    lat, lon = incident.where.place.lat, incident.where.place.lon
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return (lon, lat)


def radius(incident: Incident) -> float:
    """Of a mark in pixels: its area grows with the number killed."""
    return round(min(4 + 1.25 * math.sqrt(values.toll_size(incident.tolls.get("killed"))), 26), 1)


def hollow(incident: Incident) -> bool:
    """True where the position is only the middle of an area."""
    return incident.where.place.precision in COARSE


def map_svg(report: ReportData, view: MapView) -> str:
    """The map, complete without a script; the script takes over view and marks."""
    x, y, width, height = view.box
    pixel = width / MAP_WIDTH
    marks = []
    order = sorted(
        (i for i, point in enumerate(view.points) if point),
        key=lambda i: (-radius(report.incidents[i]), i),
    )
    paths: dict[str, list[str]] = {}
    for index in order:
        incident, point = report.incidents[index], view.points[index]
        assert point is not None
        r = radius(incident) * pixel
        if len(order) > LINKED:
            paths.setdefault(incident.family, []).append(
                f"M{point[0] - r:.0f} {point[1]:.0f}a{r:.0f} {r:.0f} 0 1 0 {2 * r:.0f} 0"
                f"a{r:.0f} {r:.0f} 0 1 0 {-2 * r:.0f} 0"
            )
            continue
        kind, place, when = heading(incident)
        kinds = f"m {incident.family}{' ho' if hollow(incident) else ''}"
        marks.append(
            f'<a href="#i-{slug(incident.id)}"><circle{attrs(class_=kinds)} cx="{point[0]:.0f}" '
            f'cy="{point[1]:.0f}" r="{r:.0f}"><title>{esc(shorten(f"{kind}, {place}, {when}"))}'
            f"</title></circle></a>"
        )
    marks += [
        f'<path{attrs(class_=f"m {family}")} d="{"".join(data)}"/>'
        for family, data in sorted(paths.items())
    ]
    base = view.ground
    return (
        f'<svg id="map" viewBox="{x:.0f} {y:.0f} {width:.0f} {height:.0f}" '
        'preserveAspectRatio="xMidYMid slice" role="group" tabindex="0" '
        'aria-label="Map of the incidents" aria-describedby="maphelp">'
        f'<g id="ground"><path class="sea" d="{base.sphere}"/><path class="grat" '
        f'd="{base.graticule}"/><path class="land" d="{base.land}"/>'
        f'<path class="bord" d="{base.borders}"/></g>'
        f'<g id="names"></g><g id="marks">{"".join(marks)}</g></svg>'
    )


def families_present(incidents: Sequence[Incident]) -> list[str]:
    """Families in the contract's order, unknown ones last."""
    present = {i.family for i in incidents}
    return [f for f in FAMILIES if f in present] + sorted(present - set(FAMILIES))


def legend(incidents: Sequence[Incident]) -> str:
    """Colours, sizes and the hollow mark of the map."""
    items = [
        f'<li class="{esc(family)}">{esc(FAMILY_LABELS.get(family, human(family)))}</li>'
        for family in families_present(incidents)
    ]
    if any(hollow(i) for i in incidents):
        items.append('<li class="hol">middle of an area only</li>')
    if any("killed" in i.tolls for i in incidents):
        sizes = "".join(
            f'<svg width="{2 * r + 2:.0f}" height="{2 * r + 2:.0f}" aria-hidden="true">'
            f'<circle cx="{r + 1:.0f}" cy="{r + 1:.0f}" r="{r:.0f}"/></svg><span>{n}</span>'
            for n, r in ((1, 5.25), (20, 9.6), (100, 16.5))
        )
        items.append(f'<li class="sizes">{sizes} killed</li>')
    return f'<ul class="legend">{"".join(items)}</ul>'


def span_of(incident: Incident) -> tuple[int, int] | None:
    """First and last day as proleptic ordinals, None where undated."""
    when = incident.when.when
    first, last = when.start or when.end, when.end or when.start
    if first is None or last is None:
        return None
    return first.toordinal(), max(first, last).toordinal()


def timeline_svg(report: ReportData) -> str:
    """The timeline without a script: one stroke per dated incident and the years' first days."""
    spans = [span for span in map(span_of, report.incidents) if span]
    if not spans:
        return '<svg id="time" viewBox="0 0 1000 110" role="group" aria-label="Timeline"></svg>'
    first, last = min(s[0] for s in spans) - 3, max(s[1] for s in spans) + 3

    def at(ordinal: float) -> float:
        return round(10 + (ordinal - first) / (last - first) * 980, 1)

    strokes: dict[str, list[str]] = {}
    for incident in report.incidents:
        span = span_of(incident)
        if span:
            strokes.setdefault(incident.family, []).append(f"M{at(sum(span) / 2)} 84v-30")
    paths = "".join(
        f'<path{attrs(class_=f"tm {family}")} d="{"".join(data)}"/>'
        for family, data in sorted(strokes.items())
    )
    ends = "".join(
        f'<text x="{at(n)}" y="102" text-anchor="{anchor}">'
        f"{esc(values.day(date.fromordinal(n)))}</text>"
        for n, anchor in ((min(s[0] for s in spans), "start"), (max(s[1] for s in spans), "end"))
    )
    return (
        '<svg id="time" viewBox="0 0 1000 110" role="group" aria-label="Timeline of the incidents"'
        f'><path class="base" d="M0 84h1000"/>{paths}{ends}</svg>'
    )
