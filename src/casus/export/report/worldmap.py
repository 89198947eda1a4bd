"""The map's ground: coasts, borders, labels and points in the Equal Earth projection.

Equal Earth keeps areas true and looks calm, but slants what lies far from its middle meridian;
therefore the middle meridian follows the incidents and every ring is cut anew where the map
ends. Map units: 36 000 to the width of the world, x to the right, y down, so that one unit is
about one kilometre at the equator and whole numbers are exact enough for paths.
Source: B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", IJGIS 33 (2019).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

Point = tuple[float, float]

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_HALF_WIDTH = math.pi / (_M * _A1)  # of the equator, for a sphere of radius 1
UNIT = 18_000 / _HALF_WIDTH  # map units for a radius of 1
KM = 6371.0088 / UNIT  # kilometres in a map unit (areas are true, so this holds on average)
_NORTH, _SOUTH = 84.0, -61.0  # the world view leaves out the poles' empty ends


def project(lon: float, lat: float, middle: float = 0.0) -> Point:
    """Degrees to map units, with `middle` as the middle meridian."""
    turned = (lon - middle + 180.0) % 360.0 - 180.0
    return _flat(turned, lat)


def _flat(turned: float, lat: float) -> Point:
    theta = math.asin(_M * math.sin(math.radians(lat)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = math.radians(turned) * math.cos(theta)
    x /= _M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2))
    y = theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))
    return x * UNIT, -y * UNIT


@dataclass(frozen=True, slots=True)
class Outlines:
    """The shipped outlines in degrees: closed rings, open borders, (name, lon, lat, width)."""

    land: tuple[tuple[Point, ...], ...]
    borders: tuple[tuple[Point, ...], ...]
    labels: tuple[tuple[str, float, float, float], ...]


def _decode(text: str, scale: int) -> tuple[Point, ...]:
    values: list[int] = []
    value = shift = 0
    for char in text:
        bits = ord(char) - 63
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            values.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    x = y = 0
    points = []
    for dx, dy in zip(values[::2], values[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / scale, y / scale))
    return tuple(points)


@cache
def outlines() -> Outlines:
    """The package's `outlines.json`, made by `scripts/build_outlines.py`."""
    text = files(__package__).joinpath("assets", "outlines.json").read_text(encoding="utf-8")
    data = json.loads(text)
    scale = data["scale"]
    return Outlines(
        tuple(_decode(ring, scale) for ring in data["land"]),
        tuple(_decode(line, scale) for line in data["borders"]),
        tuple(
            (name, lon / 100, lat / 100, width / 100) for name, lon, lat, width in data["labels"]
        ),
    )


def middle_meridian(lons: Iterable[float]) -> float:
    """The middle of the shortest arc that holds all longitudes, in whole degrees; 0 for none."""
    ring = sorted({lon % 360.0 for lon in lons})
    if not ring:
        return 0.0
    gaps = [(b - a, b) for a, b in pairwise(ring)]
    gaps.append((ring[0] + 360.0 - ring[-1], ring[0]))
    gap, start = max(gaps)
    if gap < 150.0:  # the incidents go round the world: the customary map
        return 0.0
    middle = start + (360.0 - gap) / 2
    return float(round((middle + 180.0) % 360.0 - 180.0))


def _clip(ring: list[Point], bound: float, inside: Callable[[float], bool]) -> list[Point]:
    """Sutherland-Hodgman against one meridian."""
    out: list[Point] = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if inside(x1):
            out.append((x1, y1))
        if inside(x1) != inside(x2):
            out.append((bound, y1 + (bound - x1) / (x2 - x1) * (y2 - y1)))
    return out


def _turned_rings(ring: tuple[Point, ...], middle: float) -> Iterator[list[Point]]:
    """A ring of unbroken longitudes (beyond ±180 where it crosses), cut to [-180, 180]."""
    west, east = min(p[0] for p in ring), max(p[0] for p in ring)
    for turn in (-720.0, -360.0, 0.0, 360.0, 720.0):
        by = turn - middle
        if east + by <= -180.0 or west + by >= 180.0:
            continue
        moved = [(lon + by, lat) for lon, lat in ring]
        if west + by < -180.0:
            moved = _clip(moved, -180.0, lambda x: x >= -180.0)
        if moved and east + by > 180.0:
            moved = _clip(moved, 180.0, lambda x: x <= 180.0)
        if len(moved) > 2:
            yield moved


def _pieces(line: tuple[Point, ...], middle: float) -> Iterator[list[Point]]:
    """A line turned, and broken where it leaves the map."""
    piece: list[Point] = []
    for lon, lat in line:
        x = (lon - middle + 180.0) % 360.0 - 180.0
        if piece and abs(x - piece[-1][0]) > 180.0:
            yield piece
            piece = []
        piece.append((x, lat))
    yield piece


def _path(points: Iterable[Point], *, close: bool) -> str:
    """SVG path data in whole map units, relative and as short as they come."""
    out: list[str] = []
    px = py = 0
    for lon, lat in points:
        fx, fy = _flat(lon, lat)
        x, y = round(fx), round(fy)
        if not out:
            out.append(f"M{x} {y}l" if y >= 0 else f"M{x}{y}l")
        elif (x, y) != (px, py):
            dx, dy = x - px, y - py
            lead = "" if dx < 0 or out[-1][-1] == "l" else " "
            out.append(f"{lead}{dx}{dy}" if dy < 0 else f"{lead}{dx} {dy}")
        px, py = x, y
    if len(out) < 2:
        return ""
    return "".join(out) + ("z" if close else "")


@dataclass(frozen=True, slots=True)
class Ground:
    """Path data of the map for one middle meridian, and its country labels in map units."""

    middle: float
    land: str
    borders: str
    graticule: str
    sphere: str
    labels: tuple[tuple[str, int, int, int], ...]


def _straight(a: Point, b: Point, steps: int) -> list[Point]:
    return [
        (a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps)
        for i in range(steps + 1)
    ]


@cache
def ground(middle: float) -> Ground:
    """The map's ground; pure and cached, as one run renders one map."""
    shapes = outlines()
    land = "".join(
        _path(piece, close=True) for ring in shapes.land for piece in _turned_rings(ring, middle)
    )
    borders = "".join(
        _path(piece, close=False) for line in shapes.borders for piece in _pieces(line, middle)
    )
    lines = [_straight((lon, -88), (lon, 88), 22) for lon in range(-150, 180, 30)]
    lines += [_straight((-180, lat), (180, lat), 1) for lat in range(-60, 90, 30)]
    edge = _straight((-180, -90), (-180, 90), 30) + _straight((180, 90), (180, -90), 30)
    labels = []
    for name, lon, lat, width in shapes.labels:
        x, y = project(lon, lat, middle)
        labels.append((name, round(x), round(y), round(width * math.pi / 180 * UNIT)))
    return Ground(
        middle, land, borders, "".join(_path(p, close=False) for p in lines),
        _path(edge, close=True), tuple(labels),
    )  # fmt: skip


Box = tuple[float, float, float, float]


def world_box(middle: float = 0.0) -> Box:
    """x, y, width, height of the view that shows the inhabited world."""
    top, bottom = _flat(0, _NORTH)[1], _flat(0, _SOUTH)[1]
    return (-18_000.0, top, 36_000.0, bottom - top)


def view_box(points: list[Point], *, ratio: float, least: float = 1400.0) -> Box:
    """The view around projected points: a fifth of margin, `width / height` = ratio.

    `least` is the smallest width in map units: a single incident is seen in its country.
    """
    if not points:
        return world_box()
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    width, height = (max(xs) - min(xs)) * 1.4, (max(ys) - min(ys)) * 1.4
    width = max(width, height * ratio, least)
    if width > 30_000:
        return world_box()
    height = width / ratio
    cx, cy = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return (round(cx - width / 2), round(cy - height / 2), round(width), round(height))
