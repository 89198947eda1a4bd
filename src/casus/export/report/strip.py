"""The strip under a toll: one row per voice and figure on a common scale.

A dot is a figure, a bar an interval, an arrow an open bound. The shaded band runs from the
reconciled low to high, the line stands at best. Positions are percentages, so the drawing
grows with the page and its text does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from casus.export.report import values
from casus.export.report.evidence import FieldView
from casus.export.report.markup import bdi, esc
from casus.types import Claim, Count, Document, Part, Stance, Toll

ROWS = 9  # more would be a wall; the quotes below hold them all


class Scale:
    """Counts to percentages of the strip's width, with room for arrows at both ends."""

    def __init__(self, numbers: list[int]) -> None:
        low, high = min(numbers), max(numbers)
        room = max((high - low) * 0.18, high * 0.06, 1.0)
        self.low = 0.0 if low <= room * 2 else low - room
        self.high = high + room

    def at(self, number: float) -> float:
        """0-100, one decimal."""
        return round((number - self.low) / (self.high - self.low) * 100, 1)

    def ticks(self) -> list[int]:
        """A few round numbers inside the scale."""
        raw = max((self.high - self.low) / 4, 1)
        power = 10 ** math.floor(math.log10(raw))
        step = next(s * power for s in (1, 2, 5, 10) if s * power >= raw)
        first = math.ceil(self.low / step) * step
        return [int(n) for n in range(int(first), int(self.high) + 1, int(step))]


def numbers(toll: Toll, claims: list[Claim]) -> list[int]:
    """Every number that must be on the scale."""
    out = [n for n in (toll.low, toll.best, toll.high) if n is not None]
    for claim in claims:
        if isinstance(claim.value, Count):
            out += [n for n in (claim.value.low, claim.value.high) if n is not None]
    return out


def total_claims(view: FieldView) -> list[tuple[str, Claim]]:
    """Claims of whole tolls with their bearing, in the quotes' order."""
    return [
        (quote.bearing, claim)
        for quote in view.quotes
        for claim in quote.claims
        if claim.part is Part.TOTAL
        and isinstance(claim.value, Count)
        and claim.stance in (Stance.STATES, Stance.ESTIMATES)
    ]


def band(toll: Toll, scale: Scale) -> str:
    """The reconciled range and best, behind a row."""
    out = []
    if toll.low is not None and toll.high is not None and toll.high > toll.low:
        left, right = scale.at(toll.low), scale.at(toll.high)
        out.append(f'<rect class="bd" x="{left}%" width="{round(right - left, 1)}%" height="100%"/>')
    if toll.best is not None:
        x = scale.at(toll.best)
        out.append(f'<line class="be" x1="{x}%" x2="{x}%" y2="100%"/>')
    return "".join(out)


def mark(value: Count, bearing: str, scale: Scale) -> str:
    """One claim on its row."""
    low, high = value.low, value.high
    if low is not None and low == high:
        return f'<circle class="{bearing}" cx="{scale.at(low)}%" cy="50%" r="4.5"/>'
    left = scale.at(low) if low is not None else max(scale.at(high or 0) - 9, 0)
    right = scale.at(high) if high is not None else min(scale.at(low or 0) + 9, 100)
    out = [f'<line class="ba {bearing}" x1="{left}%" x2="{right}%" y1="50%" y2="50%"/>']
    for x, known, sign in ((left, low, "‹"), (right, high, "›")):
        if known is not None:
            out.append(f'<circle class="{bearing}" cx="{x}%" cy="50%" r="3.5"/>')
        else:
            out.append(
                f'<text class="{bearing}" x="{x}%" y="50%" dy=".3em" text-anchor="middle">'
                f"{sign}</text>"
            )
    return "".join(out)


def strip(view: FieldView, documents: Mapping[str, Document]) -> str:
    """The strip of a toll; nothing where fewer than two figures were said."""
    toll = view.toll
    claims = total_claims(view)
    if toll is None or len(claims) < 2:
        return ""
    rows: dict[tuple[str, str, str | None], list[tuple[str, Claim]]] = {}
    for bearing, claim in claims:
        who = values.voice_name(claim.voice, values.publisher(documents.get(claim.doc)))
        rows.setdefault((who, values.claim_value(claim), bearing), []).append((bearing, claim))
    if len({value for _, value, _ in rows}) < 2:
        return ""
    scale = Scale(numbers(toll, [claim for _, claim in claims]))
    out = []
    for (who, text, _), members in list(rows.items())[:ROWS]:
        bearing, claim = members[0]
        assert isinstance(claim.value, Count)
        times = f" <small>×{len(members)}</small>" if len(members) > 1 else ""
        out.append(
            f'<li class="{bearing}"><span class="w">{bdi(who, 70)}{times}</span>'
            f'<svg aria-hidden="true">{band(toll, scale)}{mark(claim.value, bearing, scale)}</svg>'
            f'<span class="n">{esc(text)}</span></li>'
        )
    ticks = "".join(
        f'<text x="{scale.at(n)}%" y="11" text-anchor="middle">{values.number(n)}</text>'
        for n in scale.ticks()
    )
    axis = f'<li class="ax" aria-hidden="true"><span></span><svg>{ticks}</svg><span></span></li>'
    return f'<ul class="strip" aria-label="Figures said, by voice">{"".join(out)}{axis}</ul>'


def mini(toll: Toll, claims: list[tuple[str, Claim]]) -> str:
    """The strip in one line, for the list of open questions."""
    figures = numbers(toll, [claim for _, claim in claims])
    if len(set(figures)) < 2:
        return ""
    scale = Scale(figures)
    drawn = dict.fromkeys(
        mark(claim.value, bearing, scale)
        for bearing, claim in claims
        if isinstance(claim.value, Count)
    )
    low, high = min(figures), max(figures)
    ends = "".join(
        f'<text x="{scale.at(n)}%" y="100%" dy="-1" text-anchor="middle">{values.number(n)}</text>'
        for n in (low, high)
    )
    return (
        '<svg class="mini" aria-hidden="true"><svg height="18" width="100%">'
        f"{band(toll, scale)}{''.join(drawn)}</svg>{ends}</svg>"
    )
