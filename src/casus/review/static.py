"""Style sheets, scripts and the map's ground: small files, sent with a tag of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from casus.export.report.worldmap import KM, ground
from casus.review.words import countries

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
          "svg": "image/svg+xml", "json": "application/json"}  # fmt: skip


@cache
def assets() -> dict[str, tuple[bytes, str, str]]:
    """Name → bytes, type and tag of every file that is served."""
    found = {}
    folder = files("casus.review").joinpath("static")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        kind = _TYPES.get(file.name.rsplit(".", 1)[-1])
        if kind:
            found[file.name] = (file.read_bytes(), kind)
    found["ground.json"] = (_ground(), _TYPES["json"])
    # one tag for all, so that scripts find one another beside themselves
    tag = hashlib.blake2b(b"".join(data for data, _ in found.values()), digest_size=8).hexdigest()
    return {name: (data, kind, tag) for name, (data, kind) in found.items()}


def _ground() -> bytes:
    """Outlines of the map as path data (Natural Earth, public domain), the report page's own."""
    made = ground(0.0)
    named = {names["map"]: names for names in countries().values()}
    return msgspec.json.encode({
        "land": made.land, "borders": made.borders, "graticule": made.graticule,
        "labels": [(named.get(name, {"map": name}), *at) for name, *at in made.labels],
        "km": KM,
    })  # fmt: skip


def address(name: str) -> str:
    """The address of a file; it changes with its bytes, so browsers may keep what they have."""
    return f"/static/{assets()[name][2]}/{name}"


def static_routes() -> list[Route]:
    """One route a file: what is not declared cannot be asked for."""
    return [Route(address(name), _sender(*entry)) for name, entry in assets().items()]


def _sender(data: bytes, kind: str, _tag: str) -> Callable[[Request], Awaitable[Response]]:
    async def send(_request: Request) -> Response:
        keep = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(data, media_type=kind, headers=keep)

    return send
