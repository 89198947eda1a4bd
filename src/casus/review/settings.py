"""What the review application is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROLES = ("reader", "reviewer", "admin")
"""Reader: looks. Reviewer: decides. Admin: a reviewer who makes accounts."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is the file to work on, `user` the name that decisions carry where no accounts are
    asked for. `accounts` is the file of accounts, or None: open to whoever reaches it, which
    `casus.review.server` allows on loopback alone. `hosts` are the names under which the
    application may be asked for (a page of another site cannot take them); `secure` that it is
    reached by https. `packs`, `gazetteer` and `actors` are what documents are read again with."""

    store: Path
    user: str = "reviewer"
    accounts: Path | None = None
    hosts: tuple[str, ...] = LOOPBACK
    secure: bool = False
    packs: tuple[Path, ...] = ()
    gazetteer: Path | None = None
    actors: Path | None = None
    lock_wait_seconds: float = 10
    apply_wait_seconds: float = 2.5
    """How long an answer waits for a decision to be applied; longer goes on in the background."""
