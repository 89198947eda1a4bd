"""A request as pages see it: parameters checked and bounded, the reader's words, who asks.

Pages raise `Refused` where they cannot answer; the application makes a page or JSON of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from casus.review.words import Words

MOST_CHARS = 400
"""Of one parameter of an address: longer ones are refused."""


class Refused(Exception):  # noqa: N818 - it says what happened to the request
    """A request that gets no answer: HTTP status and the message that says why."""

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(key)
        self.status, self.key, self.values = status, key, values


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks: the name that decisions carry, and the role reader, reviewer or admin."""

    name: str
    role: str
    signed_in: bool = False

    @property
    def decides(self) -> bool:
        """True for those who may judge."""
        return self.role in ("reviewer", "admin")


@dataclass(frozen=True, slots=True)
class Asked:
    """Path and query parameters, each name with its values in the order given."""

    path: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    words: Words
    who: Who
    token: str = ""
    address: str = "/"
    now: Mapping[str, str] = field(default_factory=dict)
    """Cookies that only change how a page looks: the theme."""

    def text(self, name: str) -> str:
        """A parameter, empty where it is not given."""
        value = self.query.get(name, ("",))[-1].strip()
        if len(value) > MOST_CHARS:
            raise self.wrong(name, value)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Every value of a parameter, empty ones left out."""
        found = tuple(dict.fromkeys(v.strip() for v in self.query.get(name, ()) if v.strip()))
        if len(found) > 50 or any(len(v) > MOST_CHARS for v in found):
            raise self.wrong(name, found[0])
        return found

    def choice(self, name: str, allowed: Sequence[str], default: str = "") -> str:
        """A parameter that is one of a list."""
        value = self.text(name) or default
        if value and value not in allowed:
            raise self.wrong(name, value)
        return value

    def number(self, name: str, default: int | None = None, *, most: int = 10**9) -> int | None:
        """A whole number from 0."""
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdecimal()) or len(value) > 10 or int(value) > most:
            raise self.wrong(name, value)
        return int(value)

    def day(self, name: str) -> date | None:
        """A day, as 2019-11-01."""
        value = self.text(name)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.wrong(name, value) from None

    def flag(self, name: str) -> bool:
        """True for 1."""
        return self.choice(name, ("0", "1")) == "1"

    def wrong(self, name: str, value: str) -> Refused:
        """What to raise where a parameter cannot be."""
        return Refused(400, "error.bad_request", why=f"{name}={value[:40]!r}")

    def link(self, **changed: object) -> str:
        """The query of this address with some parameters changed; None takes one out."""
        pairs: list[tuple[str, object]] = []
        for name, values in self.query.items():
            if name not in changed:
                pairs += [(name, value) for value in values if value]
        for name, value in changed.items():
            if isinstance(value, list | tuple):
                pairs += [(name, v) for v in value]
            elif value is not None:
                pairs.append((name, value))
        return f"?{urlencode(pairs)}" if pairs else "?"
