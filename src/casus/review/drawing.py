"""Drawings made here, as SVG without a style of their own: the timeline, figures on one scale.

Positions are percentages of the width, so that a drawing grows with the page and its text does
not. Everything that is written passes `markup.esc`.
"""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from casus.export.report.markup import esc
from casus.review.asked import Asked
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
    for n, label in labels:
        anchor = "start" if n == 0 else "middle"
        out.append(
            f'<text x="{n * wide + (0 if n == 0 else wide / 2):.2f}%" y="{HEIGHT + 16}" '
            f'text-anchor="{anchor}">{esc(label)}</text>'
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
