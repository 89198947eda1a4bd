"""Files that appear whole or not at all. Use `write_whole` for whatever others read, with
`json_lines` for rows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec


def write_whole(path: Path, data: Iterable[bytes]) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as stream:
        stream.writelines(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Rows as JSON, one a line, keys in the order of the row."""
    encode = msgspec.json.Encoder().encode
    return (encode(row) + b"\n" for row in rows)
