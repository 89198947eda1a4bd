"""Accounts, for an application that others than the machine's user can reach.

Kept in a file beside the store, readable by its owner alone: name, role, and the password's Argon2
hash. Roles: a reader looks, a reviewer decides, an admin does both and makes accounts, which is
done on the command line (`casus review --add-user`).
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from casus.review.asked import Who
from casus.review.settings import ROLES

LEAST, MOST = 10, 200
"""Characters of a password."""
TRIES, WINDOW = 5, 300.0
"""Wrong passwords of one name or from one address within so many seconds, then it waits."""
_NAME = re.compile(r"[\w.@-]{1,64}")


class AccountError(ValueError):
    """An account that cannot be made or read; the message says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account as it is kept."""

    role: str
    hash: str


def accounts_file(store: Path) -> Path:
    """Where the accounts of a store are."""
    return store.with_name(f"{store.name}.accounts.json")


def read_accounts(file: Path) -> Mapping[str, Account]:
    """Every account by its name; none where there is no file. Raises AccountError."""
    if not file.exists():
        return {}
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Account])
    except (OSError, msgspec.MsgspecError) as error:
        raise AccountError(f"{file} cannot be read: {error}") from error


def add_account(file: Path, name: str, role: str, password: str) -> None:
    """Make an account, or give one another role and password. Raises AccountError."""
    if not _NAME.fullmatch(name):
        raise AccountError(f"{name[:60]!r} is no name: letters, digits and . _ @ - only")
    if role not in ROLES:
        raise AccountError(f"{role!r} is no role; there are {', '.join(ROLES)}")
    if not LEAST <= len(password) <= MOST:
        raise AccountError(f"a password has {LEAST} to {MOST} characters")
    kept = {**read_accounts(file), name: Account(role, PasswordHasher().hash(password))}
    _write(file, kept)


def remove_account(file: Path, name: str) -> None:
    """Take an account away. Raises AccountError where there is none of this name."""
    kept = dict(read_accounts(file))
    if name not in kept:
        raise AccountError(f"there is no account {name[:60]!r}")
    del kept[name]
    _write(file, kept)


def _write(file: Path, accounts: Mapping[str, Account]) -> None:
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(accounts), indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)


class Gate:
    """Checks names and passwords, and makes guessing slow."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash("no account has this password")
        self._wrong: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def waits(self, *keys: str) -> int:
        """Minutes that a name or an address must wait; 0 where it may try."""
        now = time.monotonic()
        with self._lock:
            rest = 0.0
            for key in keys:
                recent = [at for at in self._wrong.get(key, ()) if now - at < WINDOW]
                if recent:
                    self._wrong[key] = recent
                else:
                    self._wrong.pop(key, None)
                if len(recent) >= TRIES:
                    rest = max(rest, WINDOW - (now - recent[-TRIES]))
        return int(-(-rest // 60))

    def check(self, name: str, password: str, address: str) -> Who | None:
        """Who it is, None where name and password do not fit; as slow for an unknown name."""
        account = read_accounts(self._file).get(name)
        fits = False
        try:
            fits = self._hasher.verify(account.hash if account else self._nobody, password[:MOST])
        except (VerificationError, InvalidHashError):
            fits = False
        if account is not None and fits:
            return Who(name, account.role, signed_in=True)
        now = time.monotonic()
        with self._lock:
            if len(self._wrong) > 10_000:
                self._wrong.clear()
            for key in (name[:64], address):
                self._wrong.setdefault(key, []).append(now)
        return None

    def role(self, name: str) -> str | None:
        """The role of an account today; None where it was taken away."""
        account = read_accounts(self._file).get(name)
        return account.role if account else None
