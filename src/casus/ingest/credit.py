"""The agency that a copy names as its source: "Berlin (dpa) - …", "(Reuters)", "AFP/dpa".

Told by form alone, so that it holds in every language and for agencies nobody listed:
a bracket that a dash follows in the dateline, a short lower-case bracket there, or a bracket
or line of short tokens that ends the text. Words such as "with material from" are not read.
"""

from __future__ import annotations

import regex

_REACH = 200
"""Code points from either end in which a credit stands; longer datelines were not met."""

_TOKEN = r"[\p{L}][\p{L}\p{M}.]{1,14}"
_NAME = rf"{_TOKEN}(?:[ /,+&-]{{1,2}}{_TOKEN}){{0,3}}"
# a bracket closed by a dash, within the first line: "Kabul, 15 nov (Agencia Central) - "
_DATELINE = regex.compile(rf"^[^\n]{{0,120}}?\(({_NAME})\)\s{{0,2}}[-–—]{{1,2}}\s")
_SMALL = regex.compile(r"^[^\n.!?]{0,60}?\(((?:\p{Ll}{2,5})(?:/\p{Ll}{2,5}){0,3})\)")
_BARE = regex.compile(r"^(\p{Ll}{2,5}(?:/\p{Ll}{2,5}){0,3})\s?[-–—]\s")
# after the last sentence, so that a place in brackets at the end of one is none
_LAST_BRACKET = regex.compile(rf"[.!?…\"”»’]\s{{0,3}}[(\[]({_NAME})[)\]]\s*\.?\s*$")
# a last line of agency-like tokens: all capitals or all small, parted by strokes
_SIGN = r"(?:\p{Lu}{2,8}|\p{Ll}{2,8})"
_LAST_LINE = regex.compile(rf"\n\s*[-–—]?\s?({_SIGN}(?:[/,] ?{_SIGN}){{0,4}})\s?[-–—]?\s*$")


def find_credit(text: str) -> str | None:
    """The agency named as the source of `text`, as written there; None where none is named."""
    head, tail = text.lstrip()[:_REACH], text.rstrip()[-_REACH:]
    found = _DATELINE.search(head) or _BARE.search(head) or _SMALL.search(head)
    found = found or _LAST_BRACKET.search(tail) or _LAST_LINE.search(tail)
    return str(found[1]) if found else None
