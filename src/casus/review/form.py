"""What a POST brings, bounded: a form's fields or a JSON object of texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from starlette.requests import Request

from casus.review.asked import Refused

MOST_BYTES = 64_000
MOST_FIELDS = 60


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name, the last of each."""

    fields: Mapping[str, str]
    json: bool = False

    def text(self, name: str, *, most: int = 400) -> str:
        """A field without blanks around it; empty where it is not given."""
        value = self.fields.get(name, "").strip()
        if len(value) > most:
            raise Refused(400, "error.bad_request", why=f"{name}: > {most}")
        return value

    def needed(self, name: str, *, most: int = 400) -> str:
        """A field that must be there."""
        value = self.text(name, most=most)
        if not value:
            raise Refused(400, "error.bad_request", why=f"{name}=''")
        return value

    def number(self, name: str) -> int | None:
        """A whole number from 0, None where the field is empty."""
        value = self.text(name)
        if not value:
            return None
        if not (value.isascii() and value.isdecimal()) or len(value) > 9:
            raise Refused(400, "error.bad_request", why=f"{name}={value[:40]!r}")
        return int(value)

    def day(self, name: str) -> date | None:
        """A day, as 2019-11-01; None where the field is empty."""
        value = self.text(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise Refused(400, "error.bad_request", why=f"{name}={value[:40]!r}") from None


async def read_form(request: Request) -> Form:
    """The form of a request. Raises Refused for what is too large or none."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise Refused(413, "error.too_large")
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        return Form(_object(bytes(body)), json=True)
    if body and kind != "application/x-www-form-urlencoded":
        raise Refused(415, "error.bad_request", why=kind[:60] or "no content type")
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except ValueError as error:
        raise Refused(400, "error.bad_request", why=str(error)[:100]) from None
    return Form(_clean(dict(pairs)))


def _object(body: bytes) -> dict[str, str]:
    try:
        told = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise Refused(400, "error.bad_request", why=str(error)[:100]) from None
    if not isinstance(told, dict) or len(told) > MOST_FIELDS:
        raise Refused(400, "error.bad_request", why="no JSON object")
    fields = {}
    for name, value in told.items():
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Refused(400, "error.bad_request", why=f"{str(name)[:40]}: no text")
        try:
            fields[name] = str(value)
        except ValueError:  # an integer of thousands of digits
            raise Refused(400, "error.bad_request", why=f"{str(name)[:40]}: too large") from None
    return _clean(fields)


def _clean(fields: dict[str, str]) -> dict[str, str]:
    """What can be kept: lone surrogates and NUL could not be written."""
    return {
        name: value.encode("utf-8", "replace").decode().replace("\0", "")
        for name, value in fields.items()
    }
