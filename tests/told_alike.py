"""Languages that say the same things, whoever keeps their messages."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any


def assert_told_alike(base: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    """The same keys, filled in by the same values, nothing left empty; lists as long."""
    assert other.keys() == base.keys()
    for key, told in base.items():
        assert type(other[key]) is type(told), key
        assert bool(told) == bool(other[key]), key
        if isinstance(told, str):
            assert _fields(other[key]) == _fields(told), key
        else:
            assert len(other[key]) == len(told), key


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
