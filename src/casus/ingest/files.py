"""Finding input files and reading their bytes within bounds.

Use `find_files` to walk what a user names, `read_bytes` for a file that is one report or one
array, `read_lines` for a collection. All three know `.gz`; none follows a folder's symbolic
link, which may lead in a circle.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, cast

from casus.ingest.model import UnreadableError

STDIN = "-"
_DIGITS = re.compile(r"(\d+)")


def natural(path: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts `report-9` before `report-10`."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in _DIGITS.split(path)
        if part
    )


def find_files(paths: Iterable[str | os.PathLike[str]], *, skip: Collection[Path]) -> list[str]:
    """Every file under `paths`, once, in an order that depends on their names alone.

    Folders are walked; hidden files and folders are left out, and so is what `skip` names (the
    output of an earlier run and the store are no input of the next). A path that does not
    exist, and a folder that must not be looked into, are returned too: their reader says so.
    """
    barred = {path.resolve() for path in skip}
    found: dict[Path, str] = {}

    def closed(error: OSError) -> None:
        found.setdefault(Path(error.filename).resolve(), Path(error.filename).as_posix())

    for given in {os.fspath(path) for path in paths}:
        if given == STDIN or not Path(given).is_dir():
            found.setdefault(Path(given).resolve(), given)
            continue
        for folder, subfolders, names in os.walk(given, onerror=closed):
            subfolders[:] = [
                name
                for name in subfolders
                if not name.startswith(".") and (Path(folder) / name).resolve() not in barred
            ]
            if Path(folder).resolve() in barred:
                continue
            for name in names:
                path = Path(folder) / name
                real = path.resolve()
                if not name.startswith(".") and real not in barred:
                    found[real] = min(found.get(real, path.as_posix()), path.as_posix())
    return sorted(found.values(), key=lambda path: (natural(path), path))


def suffix(path: str) -> str:
    """The suffix that tells the kind of a file, lower-case, without a final `.gz`."""
    parts = [part.lower() for part in Path(path).suffixes[-2:]]
    if parts and parts[-1] == ".gz":
        parts = parts[:-1]
    return parts[-1] if parts else ""


def _open(path: str) -> AbstractContextManager[IO[bytes]]:
    if path == STDIN:
        return nullcontext(sys.stdin.buffer)
    if path.lower().endswith(".gz"):
        return cast("AbstractContextManager[IO[bytes]]", gzip.open(path, "rb"))
    return Path(path).open("rb")


def read_bytes(path: str, limit: int) -> bytes:
    """The bytes of a file, decompressed. Raises UnreadableError beyond `limit` bytes."""
    with _guard(), _open(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(
            "too_large",
            f"larger than {_size(limit)}; split it, or raise limits.max_file_bytes",
        )
    return data


def read_lines(path: str, limit: int) -> Iterator[tuple[int, bytes | UnreadableError]]:
    """Lines of a file with their numbers from 1, without their ends.

    A line beyond `limit` bytes is given as UnreadableError and skipped over unread into memory.
    """
    number = 0
    with _guard(), _open(path) as stream:
        while line := stream.readline(limit + 1):
            number += 1
            if len(line) > limit and not line.endswith(b"\n"):
                while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
                    pass
                yield (
                    number,
                    UnreadableError(
                        "line_too_long",
                        f"line {number} is longer than {_size(limit)}; is it one report a line? "
                        "Else raise limits.max_line_bytes",
                    ),
                )
            else:
                yield number, line.rstrip(b"\r\n")


class _guard:  # noqa: N801 - used as a statement
    """Turns what an operating system says into a reason and a remedy."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (gzip.BadGzipFile, EOFError, zlib.error)):
            raise UnreadableError(
                "broken_gzip", "the gzip archive is damaged; make it again"
            ) from error
        if isinstance(error, FileNotFoundError):
            raise UnreadableError("missing", "there is no such file; check the path") from error
        if isinstance(error, PermissionError):
            raise UnreadableError(
                "unreadable", "no permission to read it; change its mode"
            ) from error
        if isinstance(error, OSError):
            raise UnreadableError("unreadable", f"{error.strerror or error}") from error


def _size(count: int) -> str:
    return f"{count / 1e6:g} MB" if count >= 100_000 else f"{count} bytes"
