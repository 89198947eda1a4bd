"""One writer on a store, across processes, let go by the operating system at any death.

Use `hold(path)` around everything that writes. A second process waits and then learns which
process holds the store.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedError(Exception):
    """Another process writes to the store; the message names it."""


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def hold(
    path: Path, *, wait: float, waiting: Callable[[str], None] = lambda _: None
) -> Iterator[None]:
    """Hold the lock file `path`. `waiting` is called once with the holder if it must wait.

    Raises LockedError after `wait` seconds. The file stays: removing it would let a third
    process lock a new one while a second still waits for the old.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        until = time.monotonic() + wait
        told = False
        while True:
            try:
                _take(handle)
                break
            except OSError:
                holder = _holder(handle)
                if time.monotonic() >= until:
                    raise LockedError(holder) from None
                if not told:
                    waiting(holder)
                    told = True
                time.sleep(0.1)
        # beyond the first byte, which Windows locks against reading too
        os.ftruncate(handle, 0)
        os.pwrite(handle, f" {os.getpid()}\n".encode(), 0) if hasattr(os, "pwrite") else None
        yield
    finally:
        os.close(handle)


def _holder(handle: int) -> str:
    try:
        os.lseek(handle, 1, os.SEEK_SET)
        number = os.read(handle, 20).decode("ascii", "replace").strip()
    except OSError:
        number = ""
    return f"process {number}" if number.isdecimal() else "another process"
