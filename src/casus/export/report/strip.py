"""The strip under a toll: one row per voice and figure on a common scale.

A dot is a figure, a bar an interval, an arrow an open bound. The shaded band runs from the
reconciled low to high, the line stands at best. Positions are percentages, so the drawing
grows with the page and its text does not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from casus.export.report import values
from casus.export.report.evidence import FieldView
from casus.export.report.markup import bdi, who
from casus.types import Claim, Count, Document, Part, Stance, Toll, Voice

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


@dataclass(frozen=True, slots=True)
class Figure:
    """A whole toll as one voice gives it in one report; `text` says what it is made of."""

    who: tuple[str, str]
    text: str
    value: Count
    bearing: str


def _summed(parts: list[Claim]) -> Count:
    """Of "53 soldiers and one civilian": the lows add up; one open part leaves the sum open."""
    counts = [c.value for c in parts if isinstance(c.value, Count)]
    lows, highs = [c.low for c in counts], [c.high for c in counts]
    low = sum(n for n in lows if n is not None) if None not in lows else None
    high = sum(n for n in highs if n is not None) if None not in highs else None
    return Count(low, high, any(c.approx for c in counts))


def told(view: FieldView, documents: Mapping[str, Document]) -> list[Figure]:
    """Every whole toll that was stated. Groups that one voice names in one sentence are added
    up, as they tell one toll; other parts and increments are left to the quotes."""
    out: list[Figure] = []
    for quote in view.quotes:
        voices: dict[Voice, list[Claim]] = {}
        for claim in quote.claims:
            whole = claim.part is Part.TOTAL and isinstance(claim.value, Count)
            if whole and claim.stance in (Stance.STATES, Stance.ESTIMATES):
                voices.setdefault(claim.voice, []).append(claim)
        for voice, claims in voices.items():
            speaker = values.voice_name(voice, values.publisher(documents.get(quote.doc)))
            grouped = {claim.group: claim for claim in claims if claim.group}
            plain = [claim for claim in claims if not claim.group]
            if not plain and len(grouped) == len(claims) > 1:
                value = _summed(claims)
                if value.low is not None or value.high is not None:
                    made_of = " + ".join(values.claim_value(claim) for claim in claims)
                    out.append(Figure(speaker, f"{values.count(value)} ({made_of})", value,
                                      quote.bearing))  # fmt: skip
                continue
            for claim in plain or claims:
                if isinstance(claim.value, Count) and claim.value != Count(None, None):
                    out.append(
                        Figure(speaker, values.claim_value(claim), claim.value, quote.bearing)
                    )
    return out


def numbers(toll: Toll, figures: list[Figure]) -> list[int]:
    """Every number that must be on the scale."""
    found = [toll.low, toll.best, toll.high]
    for figure in figures:
        found += [figure.value.low, figure.value.high]
    return [n for n in found if n is not None]


def band(toll: Toll, scale: Scale) -> str:
    """The reconciled range and best, behind a row."""
    out = []
    if toll.low is not None and toll.high is not None and toll.high > toll.low:
        left, right = scale.at(toll.low), scale.at(toll.high)
        out.append(
            f'<rect class="bd" x="{left}%" width="{round(right - left, 1)}%" height="100%"/>'
        )
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
    figures = told(view, documents)
    if toll is None or len({figure.value for figure in figures}) < 2:
        return ""
    rows = Counter(figures)
    scale = Scale(numbers(toll, figures))
    out = []
    for figure, times in list(rows.items())[:ROWS]:
        also = f" <small>×{times}</small>" if times > 1 else ""
        drawn = f"{band(toll, scale)}{mark(figure.value, figure.bearing, scale)}"
        out.append(
            f'<li class="{figure.bearing}"><span class="w">{who(*figure.who, 70)}{also}</span>'
            f'<span class="ch"><svg aria-hidden="true">{drawn}</svg></span>'
            f'<span class="n">{bdi(figure.text, 90)}</span></li>'
        )
    ticks = "".join(
        f'<text x="{scale.at(n)}%" y="11" text-anchor="middle">{values.number(n)}</text>'
        for n in scale.ticks()
    )
    axis = (f'<li class="ax" aria-hidden="true"><span></span><span class="ch"><svg>{ticks}</svg>'
            "</span><span></span></li>")  # fmt: skip
    return f'<ul class="strip" aria-label="Figures said, by voice">{"".join(out)}{axis}</ul>'


def mini(toll: Toll, figures: list[Figure]) -> str:
    """The strip in one line, for the list of open questions."""
    found = numbers(toll, figures)
    if len(set(found)) < 2:
        return ""
    scale = Scale(found)
    drawn = dict.fromkeys(mark(figure.value, figure.bearing, scale) for figure in figures)
    ends = "".join(
        f'<text x="{scale.at(n)}%" y="100%" dy="-1" text-anchor="middle">{values.number(n)}</text>'
        for n in (min(found), max(found))
    )
    return (
        '<svg class="mini" aria-hidden="true"><svg height="18" width="100%">'
        f"{band(toll, scale)}{''.join(drawn)}</svg>{ends}</svg>"
    )
