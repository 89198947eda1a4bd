"""Rebuild the world outlines that the report's map draws.

Use when Natural Earth changes or the map should be finer or coarser:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/build_outlines.py package/countries-50m.json

Input: the TopoJSON of the npm package `world-atlas` (ISC), made from Natural Earth 1:50m (public
domain). Output: the report's `assets/outlines.json`, at most 150 KB: the coasts as closed rings,
the borders between countries as open lines, and one label per country, all in hundredths of a
degree as polyline strings (zig-zag deltas, five bits a character). The same input gives the same
bytes. Exit status 1 where the result would be too large.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]

OUT = Path(__file__).resolve().parent.parent / "src/casus/export/report/assets/outlines.json"
LIMIT = 150_000  # bytes
SCALE = 100  # hundredths of a degree: about 1 km, below one pixel at the deepest zoom
KEEP_AREA = 0.002  # square degrees: a corner that spans less is dropped
SMALL_RING = 0.006  # square degrees (about 75 km²): smaller islands are dropped
FAR_SOUTH = -60.0  # Antarctica may be twenty times coarser
LABEL_AREA = 0.25  # square degrees: smaller countries carry no label


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a quantised TopoJSON in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def triangle(a: Point, b: Point, c: Point) -> float:
    """Area of a triangle in square degrees of the equator (longitudes shrink polewards)."""
    flat = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return flat * math.cos(math.radians(b[1]))


def simplify(points: list[Point], keep: float) -> list[Point]:
    """Visvalingam-Whyatt: drop corners that span less than `keep`; the ends stay."""
    n = len(points)
    if n < 3:
        return points
    before, after = list(range(-1, n - 1)), list(range(1, n + 1))
    area = [math.inf] * n
    heap: list[tuple[float, int]] = []
    for i in range(1, n - 1):
        area[i] = triangle(points[i - 1], points[i], points[i + 1])
        heapq.heappush(heap, (area[i], i))
    gone = [False] * n
    while heap:
        size, i = heapq.heappop(heap)
        limit = keep * 20 if points[i][1] < FAR_SOUTH else keep
        if gone[i] or size != area[i] or size > limit:
            continue
        gone[i] = True
        left, right = before[i], after[i]
        after[left], before[right] = right, left
        for j in (left, right):
            if 0 < j < n - 1:
                # never smaller than what was dropped, so that a corner keeps its rank
                area[j] = max(size, triangle(points[before[j]], points[j], points[after[j]]))
                heapq.heappush(heap, (area[j], j))
    return [p for i, p in enumerate(points) if not gone[i]]


def ring_area(ring: list[Point]) -> float:
    """Area of a closed ring in square degrees of the equator, unsigned."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        total += (x1 * y2 - x2 * y1) * math.cos(math.radians((y1 + y2) / 2))
    return abs(total) / 2


def stitch(refs: list[int], arcs: list[list[Point]]) -> list[Point]:
    """One ring from its arc references (`~i` is arc i backwards)."""
    ring: list[Point] = []
    for ref in refs:
        arc = arcs[ref] if ref >= 0 else arcs[~ref][::-1]
        ring.extend(arc[1:] if ring else arc)
    return unwrap(ring)


def unwrap(ring: list[Point]) -> list[Point]:
    """Longitudes without a jump at the antimeridian; a ring round the pole closes along it."""
    out = [ring[0]]
    for lon, lat in ring[1:]:
        last = out[-1][0]
        out.append((lon - 360.0 * round((lon - last) / 360.0), lat))
    if abs(out[-1][0] - out[0][0]) > 180.0:
        pole = math.copysign(90.0, out[0][1])
        out += [(out[-1][0], pole), (out[0][0], pole), out[0]]
    return out


def encode(points: list[Point]) -> str:
    """A polyline string: zig-zag deltas of hundredths of a degree, five bits a character."""
    out: list[str] = []
    px = py = 0
    last: tuple[int, int] | None = None
    for lon, lat in points:
        x, y = round(lon * SCALE), round(lat * SCALE)
        if (x, y) == last:
            continue
        last = (x, y)
        for delta in (x - px, y - py):
            value = delta << 1 if delta >= 0 else ~(delta << 1)
            while value >= 0x20:
                out.append(chr((0x20 | value & 0x1F) + 63))
                value >>= 5
            out.append(chr(value + 63))
        px, py = x, y
    return "".join(out)


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """The arc references of a geometry as polygons of rings."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return geometry.get("arcs", []) if geometry["type"] == "MultiPolygon" else []


def middle(ring: list[Point]) -> Point:
    """A point well inside: the middle of the widest east-west run near the ring's middle."""
    lats = [p[1] for p in ring]
    low, high = min(lats), max(lats)
    best: tuple[float, Point] = (-1.0, ring[0])
    for step in range(3, 8):
        lat = low + (high - low) * step / 10 + 1e-7
        crossings = sorted(
            a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            for a, b in pairwise(ring)
            if (a[1] > lat) != (b[1] > lat)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            width = (right - left) * (1.15 if step == 5 else 1.0)
            if width > best[0]:
                best = (width, ((left + right) / 2, lat))
    return best[1]


def labels(topology: dict[str, Any], arcs: list[list[Point]]) -> list[list[Any]]:
    """`[name, lon, lat, width]` per country, in hundredths of a degree, widest first."""
    out = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        rings = [stitch(polygon[0], arcs) for polygon in polygons(geometry)]
        if not rings:
            continue
        ring = max(rings, key=ring_area)
        if ring_area(ring) < LABEL_AREA:
            continue
        lon, lat = middle(ring)
        width = (max(p[0] for p in ring) - min(p[0] for p in ring)) * math.cos(math.radians(lat))
        out.append([geometry["properties"]["name"], round(lon * 100), round(lat * 100),
                    round(width * 100)])  # fmt: skip
    return sorted(out, key=lambda row: (-row[3], row[0]))


def build(topology: dict[str, Any]) -> dict[str, Any]:
    """The content of `outlines.json`."""
    full = decode_arcs(topology)
    arcs = [simplify(arc, KEEP_AREA) for arc in full]
    uses: Counter[int] = Counter()
    for geometry in topology["objects"]["countries"]["geometries"]:
        arcs_of = {r if r >= 0 else ~r for poly in polygons(geometry) for rs in poly for r in rs}
        uses.update(arcs_of)
    land = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in polygons(geometry):
            for refs in polygon:
                ring = stitch(refs, arcs)
                if ring_area(ring) >= SMALL_RING and len(ring) > 3:
                    land.append(encode(ring))
    borders = [encode(arcs[i]) for i, n in sorted(uses.items()) if n > 1]
    return {
        "source": "Natural Earth 1:50m (public domain) by way of world-atlas 2.0.2 (ISC)",
        "scale": SCALE,
        "land": land,
        "borders": borders,
        "labels": labels(topology, full),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("topology", type=Path, help="countries-50m.json of world-atlas")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    result = build(json.loads(options.topology.read_text(encoding="utf-8")))
    data = json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n"
    size = len(data.encode())
    if size > LIMIT:
        print(f"{size} bytes, more than {LIMIT}: raise KEEP_AREA", file=sys.stderr)
        return 1
    options.out.write_text(data, encoding="utf-8")
    print(f"{options.out}: {size} bytes, {len(result['land'])} rings, "
          f"{len(result['borders'])} borders, {len(result['labels'])} labels")  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
