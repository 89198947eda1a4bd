"""Which words two texts share: shingles, hashed, without any knowledge of a language.

Use `shingles(text, size)` for a set of 32-bit hashes of runs of words, and `containment` for
the share of the smaller set found in the larger.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Sequence
from zlib import crc32

_WORD = re.compile(r"\w+")
_MIX = 2654435761
"""Knuth's multiplier: spreads CRC-32, whose low bits follow the last letters, over 32 bits."""


def words(text: str) -> list[str]:
    """Case-folded words of a text, at most 20,000 of them."""
    return [w.casefold() for w in _WORD.findall(text)[:20_000]]


def shingles(text: str, size: int) -> frozenset[int]:
    """Hashes of all runs of `size` words; of all words together where there are fewer."""
    found = words(text)
    if not found:
        return frozenset()
    runs = [found] if len(found) < size else zip(*(found[i:] for i in range(size)), strict=False)
    return frozenset(
        (crc32("\x1f".join(run).encode("utf-8", "surrogatepass")) * _MIX) & 0xFFFFFFFF
        for run in runs
    )


def pack(hashes: frozenset[int]) -> bytes:
    """Hashes in ascending order, four bytes each: a sixteenth of what a set of them takes."""
    return array("I", sorted(hashes)).tobytes()


def unpack(packed: bytes) -> Sequence[int]:
    """The hashes that were packed."""
    return memoryview(packed).cast("I")


def containment(a: Collection[int], b: Collection[int]) -> float:
    """Share of the smaller collection (of different numbers) that the larger holds, 0.0 where
    one is empty."""
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return len(frozenset(small).intersection(large)) / len(small) if small else 0.0
