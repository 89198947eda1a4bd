"""Drawings made here, as SVG without a style of their own: the timeline, figures on one scale.

Positions are percentages of the width, so that a drawing grows with the page and its text does
not. Everything that is written passes `markup.esc`.
"""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from casus.export.report.markup import esc
from casus.link.waterfall import Meeting, Step
from casus.review.asked import Asked
from casus.review.pages.incident import HistoryPart, StepPart
from casus.review.pages.incidents import Bar, Timeline
from casus.review.words import Words

HEIGHT = 64
"""Pixels of the tallest bar of the timeline."""
_FAMILIES = ("violence", "unrest", "disaster", "accident")
_MOST_TICKS = 8


def timeline_svg(timeline: Timeline, asked: Asked) -> Markup:
    """Bars that choose their period when followed; those outside a chosen one are pale."""
    bars = timeline.bars
    if not bars:
        return Markup("")
    most = max(bar.incidents for bar in bars)
    wide = 100 / len(bars)
    since, until = asked.day("since"), asked.day("until")
    out = [
        f'<svg class="bars" height="{HEIGHT + 22}" width="100%" role="group" '
        f'aria-label="{esc(asked.words.t("time.title"))}">'
    ]
    labels = _ticks(bars, timeline.unit, asked.words)
    for n, bar in enumerate(bars):
        if bar.incidents:
            pale = (since and bar.until < since) or (until and bar.since > until)
            out.append(_bar(bar, n * wide, wide, most, asked, pale=bool(pale)))
    for place, (n, label) in enumerate(labels):
        anchor, rank = ("start" if n == 0 else "middle"), ("second" if place % 2 else "first")
        out.append(
            f'<text x="{n * wide + (0 if n == 0 else wide / 2):.2f}%" y="{HEIGHT + 16}" '
            f'text-anchor="{anchor}" class="{rank}">{esc(label)}</text>'
        )
    out.append(f'<line x1="0" x2="100%" y1="{HEIGHT + 0.5}" y2="{HEIGHT + 0.5}"/></svg>')
    return Markup("".join(out))


def _bar(bar: Bar, left: float, wide: float, most: int, asked: Asked, *, pale: bool) -> str:
    words = asked.words
    told = words.t("time.bar", period=_period(bar, words), n=bar.incidents)
    go = asked.link(since=bar.since.isoformat(), until=bar.until.isoformat(), page=None)
    shown = f'class="bar{" pale" if pale else ""}"'
    out = [
        f'<a href="{esc(go)}" {shown} aria-label="{esc(told)}" data-since="{bar.since}" '
        f'data-until="{bar.until}"><title>{esc(told)}</title>'
        f'<rect class="hit" x="{left:.3f}%" width="{wide:.3f}%" y="0" height="{HEIGHT}"/>'
    ]
    base = float(HEIGHT)
    # a square root keeps single incidents visible beside a hundred
    full = max(4.0, HEIGHT * (bar.incidents / most) ** 0.5)
    for family in _FAMILIES:
        number = bar.families.get(family, 0)
        if number:
            tall = full * number / bar.incidents
            base -= tall
            out.append(
                f'<rect class="{family}" x="{left + wide * 0.08:.3f}%" '
                f'width="{wide * 0.84:.3f}%" y="{base:.1f}" height="{tall:.1f}"/>'
            )
    out.append("</a>")
    return "".join(out)


def _period(bar: Bar, words: Words) -> str:
    if bar.since == bar.until:
        return words.day(bar.since)
    return f"{words.day(bar.since)} – {words.day(bar.until)}"


def _ticks(bars: tuple[Bar, ...], unit: str, words: Words) -> list[tuple[int, str]]:
    """A few bars with the label that stands under them."""
    step = max(1, -(-len(bars) // _MOST_TICKS))
    months = words.messages["format.months"]

    def label(day: date) -> str:
        if unit == "year":
            return str(day.year)
        if unit == "month":
            return f"{months[day.month - 1]} {day.year}"
        return words.day(day)

    return [(n, label(bars[n].since)) for n in range(0, len(bars), step)]


def step_svg(step: Step, meeting: Meeting) -> Markup:
    """One step of a waterfall: a bar from the sum before it to the sum after, and the threshold."""
    sums = [0.0, meeting.threshold, *(s.sum for s in meeting.deciding.steps)]
    low, high = min(sums), max(sums)
    room = max(high - low, 0.1)

    def at(value: float) -> float:
        return (value - low) / room * 100

    before, after = at(step.sum - step.weight), at(step.sum)
    left, wide = min(before, after), max(abs(after - before), 0.6)
    way = "for" if step.weight > 0 else "against"
    mark = at(meeting.threshold)
    return Markup(
        f'<svg width="100%" height="14" aria-hidden="true"><line class="limit" x1="{mark:.1f}%" '
        f'x2="{mark:.1f}%" y1="0" y2="14"/><rect class="{way}" x="{left:.1f}%" '
        f'width="{wide:.1f}%" y="2" height="10"/></svg>'
    )


def history_svg(told: HistoryPart, words: Words) -> Markup:
    """A figure over the days: a band from low to high, a line at best, a dot for each day that
    something was said, its number where that is another; the ground line is 0."""
    steps = [s for s in told.steps if s.day is not None and _size(s) is not None]
    if len(steps) < 2:
        return Markup("")
    days = [s.day.toordinal() for s in steps if s.day]
    first, wide = days[0], max(days[-1] - days[0], 1)
    numbers = [n for s in steps for n in (s.low, s.best, s.high) if n is not None]
    most, least = max(numbers), min(0, *numbers)
    tall = 84.0

    def x(day: int) -> float:
        return 2 + (day - first) / wide * 88

    def y(number: int) -> float:
        return 18 + (most - number) / max(most - least, 1) * (tall - 20)

    out = [f'<svg class="history" width="100%" height="{tall + 20:.0f}" role="img" '
           f'aria-label="{esc(_told(told, words))}">'
           f'<line class="zero" x1="2%" x2="98%" y1="{y(0):.1f}" y2="{y(0):.1f}"/>']  # fmt: skip
    shown = None
    ends = [*days[1:], days[-1] + max(wide // 12, 1)]
    for step, day, end in zip(steps, days, ends, strict=True):
        figure = _size(step) or 0
        low = figure if step.low is None else step.low
        high = figure if step.high is None else step.high
        left, span = x(day), max(min(x(end), 98.0) - x(day), 0.8)
        out.append(f'<rect class="band" x="{left:.1f}%" width="{span:.1f}%" y="{y(high):.1f}" '
                   f'height="{max(y(low) - y(high), 1.5):.1f}"/>')  # fmt: skip
        out.append(f'<line class="best" x1="{left:.1f}%" x2="{left + span:.1f}%" '
                   f'y1="{y(figure):.1f}" y2="{y(figure):.1f}"/>')  # fmt: skip
        out.append(f'<circle cx="{left:.1f}%" cy="{y(figure):.1f}" r="3"/>')
        if figure != shown:
            out.append(f'<text x="{left:.1f}%" y="{y(figure) - 6:.1f}">{figure}</text>')
        shown = figure
    for place, anchor in ((0, "start"), (-1, "end")):
        at = 2 if place == 0 else 98
        out.append(f'<text x="{at}%" y="{tall + 14:.0f}" text-anchor="{anchor}">'
                   f"{esc(words.day(steps[place].day))}</text>")  # fmt: skip
    return Markup("".join([*out, "</svg>"]))


def _size(step: StepPart) -> int | None:
    return next((n for n in (step.best, step.low, step.high) if n is not None), None)


def _told(told: HistoryPart, words: Words) -> str:
    return "; ".join(
        f"{words.day(s.day)}: {words.figure(s.low, s.best, s.high)}" for s in told.steps
    )
