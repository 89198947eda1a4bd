"""The plot of growth, drawn as SVG by hand: two panels over one logarithmic axis of accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor, log10

from .growth import Point

WIDTH, HEIGHT = 860, 330
LEFT, GAP, TOP, BOTTOM = 62, 96, 46, 52
PANEL = (WIDTH - 2 * LEFT - GAP + 28) / 2
INK, SOFT, LINE, SECOND = "#1f2933", "#616e7c", "#0b69a3", "#b44d12"


def svg(points: Sequence[Point]) -> str:
    """The chart as one SVG document."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img" '
        'aria-label="Seconds and memory of linking over the number of accounts">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    panels: list[tuple[str, Callable[[Point], float], str, str]] = [
        ("Seconds to link", lambda p: p.seconds, LINE, "s"),
        ("Peak memory, MB", lambda p: p.megabytes, SECOND, "MB"),
    ]
    for n, (title, value, colour, unit) in enumerate(panels):
        parts += _panel(LEFT + n * (PANEL + GAP), title, points, value, colour, unit)
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _panel(
    left: float,
    title: str,
    points: Sequence[Point],
    value: Callable[[Point], float],
    colour: str,
    unit: str,
) -> list[str]:
    xs = [log10(p.accounts) for p in points]
    ys = [log10(max(value(p), 0.1)) for p in points]
    low, high = floor(min(ys)), ceil(max(ys))
    first, last = floor(min(xs)), ceil(max(xs))
    tall = HEIGHT - TOP - BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        along = (x - first) / max(1, last - first)
        up = (y - low) / max(1, high - low)
        return left + along * PANEL, TOP + (1 - up) * tall

    out = [f'<text x="{left:.0f}" y="{TOP - 18}" fill="{INK}" font-weight="600">{title}</text>']
    for power in range(low, high + 1):
        x, y = at(first, power)
        out.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x + PANEL:.1f}" y2="{y:.1f}" '
                   'stroke="#e4e7eb"/>')  # fmt: skip
        out.append(f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end" '
                   f'fill="{SOFT}">{_short(10.0**power)}</text>')  # fmt: skip
    for power in range(first, last + 1):
        x, y = at(power, low)
        out.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle" '
                   f'fill="{SOFT}">{_short(10.0**power)}</text>')  # fmt: skip
    x, y = at((first + last) / 2, low)
    out.append(f'<text x="{x:.1f}" y="{y + 38:.1f}" text-anchor="middle" '
               f'fill="{SOFT}">accounts</text>')  # fmt: skip
    spots = [at(x, y) for x, y in zip(xs, ys, strict=True)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for number, ((x, y), point) in enumerate(zip(spots, points, strict=True)):
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>')
        anchor = "middle" if number else "start"  # the first stands beside the scale
        out.append(f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="{anchor}" fill="{INK}">'
                   f"{_short(value(point))} {unit}</text>")  # fmt: skip
    return out


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
