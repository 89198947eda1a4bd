"""Two small helps of the stages: long iterations in blocks, and short hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_T = TypeVar("_T")


def blocks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Lists of at most `size` items, in order."""
    iterator = iter(items)
    while block := list(islice(iterator, size)):
        yield block


def digest_of(*parts: str) -> str:
    """16 hex digits over the parts, in order."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()
