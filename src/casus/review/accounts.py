"""Accounts, for an application that others than the machine's user can reach.

Kept in a file beside the store, readable by its owner alone: name, role, and the password's Argon2
hash; beside it a line for every change, who made it and when. Roles: a reader looks, a reviewer
decides, an admin does both and keeps the accounts, on the page of accounts or on the command line
(`casus review --add-user`).
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
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
COMMAND = "command line"
"""Who changes accounts where nobody is signed in."""
_NAME = re.compile(r"[\w.@-]{1,64}")
_CHANGING = threading.Lock()


class AccountError(ValueError):
    """An account that cannot be made or read; the message says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account as it is kept."""

    role: str
    hash: str
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an account: `what` is add, role, disable, enable, end or remove."""

    at: str
    by: str
    what: str
    name: str
    role: str = ""


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


def add_account(file: Path, name: str, role: str, password: str, *, by: str = COMMAND) -> None:
    """Make an account, or give one another role and password. Raises AccountError."""
    if not _NAME.fullmatch(name):
        raise AccountError(f"{name[:60]!r} is no name: letters, digits and . _ @ - only")
    _check_role(role)
    if not LEAST <= len(password) <= MOST:
        raise AccountError(f"a password has {LEAST} to {MOST} characters")
    made = Account(role, PasswordHasher().hash(password))
    with _CHANGING:
        _keep(file, {**read_accounts(file), name: made}, by, "add", name, role)


def change_account(
    file: Path, name: str, *, by: str, role: str | None = None, disabled: bool | None = None
) -> None:
    """Give an account another role, or shut it and open it again. Raises AccountError, also where
    no admin would be left."""
    if role is not None:
        _check_role(role)
    with _CHANGING:
        kept = dict(read_accounts(file))
        account = _account(kept, name)
        if role is not None:
            account = replace(account, role=role)
        if disabled is not None:
            account = replace(account, disabled=disabled)
        kept[name] = account
        what = "role" if role is not None else "disable" if disabled else "enable"
        _keep(file, kept, by, what, name, role or "")


def remove_account(file: Path, name: str, *, by: str = COMMAND) -> None:
    """Take an account away. Raises AccountError where there is none of this name."""
    with _CHANGING:
        kept = dict(read_accounts(file))
        _account(kept, name)
        del kept[name]
        _keep(file, kept, by, "remove", name)


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise AccountError(f"{role!r} is no role; there are {', '.join(ROLES)}")


def _account(kept: Mapping[str, Account], name: str) -> Account:
    if name not in kept:
        raise AccountError(f"there is no account {name[:60]!r}")
    return kept[name]


def _keep(
    file: Path, accounts: Mapping[str, Account], by: str, what: str, name: str, role: str = ""
) -> None:
    """Write the accounts and what was changed. From within, an admin must be left: from the command
    line whoever has the file may do what they like."""
    if by != COMMAND and not any(a.role == "admin" and not a.disabled for a in accounts.values()):
        raise AccountError("no admin would be left: make another account an admin first")
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(accounts), indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)
    note(file, by, what, name, role)


# -- what was changed ------------------------------------------------------------------------------


def _log(file: Path) -> Path:
    return file.with_name(f"{file.name.removesuffix('.json')}.log")


def note(file: Path, by: str, what: str, name: str, role: str = "") -> None:
    """Write down a change."""
    change = Change(datetime.now(UTC).isoformat(timespec="seconds"), by, what, name, role)
    descriptor = os.open(_log(file), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(msgspec.json.encode(change) + b"\n")


def changes(file: Path, most: int) -> list[Change]:
    """The last changes, the latest first. A line that is none is left out."""
    log = _log(file)
    found: list[Change] = []
    for line in reversed(log.read_bytes().splitlines() if log.exists() else []):
        if len(found) == most:
            break
        try:
            found.append(msgspec.json.decode(line, type=Change))
        except msgspec.MsgspecError:
            continue
    return found


# -- coming in -------------------------------------------------------------------------------------


class Throttle:
    """Counts by key: after `tries` within `window` seconds a key waits."""

    def __init__(self, tries: int, window: float) -> None:
        self._tries, self._window = tries, window
        self._counted: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def waits(self, *keys: str) -> int:
        """Minutes that the longest waiting of these keys must wait; 0 where all may go on."""
        now = time.monotonic()
        with self._lock:
            rest = 0.0
            for key in keys:
                recent = [at for at in self._counted.get(key, ()) if now - at < self._window]
                if recent:
                    self._counted[key] = recent
                else:
                    self._counted.pop(key, None)
                if len(recent) >= self._tries:
                    rest = max(rest, self._window - (now - recent[-self._tries]))
        return int(-(-rest // 60))

    def count(self, *keys: str) -> None:
        """Count one more for each."""
        now = time.monotonic()
        with self._lock:
            if len(self._counted) > 10_000:
                self._counted.clear()
            for key in keys:
                self._counted.setdefault(key, []).append(now)


class Gate:
    """Checks names and passwords, and makes guessing slow."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash("no account has this password")
        self._wrong = Throttle(TRIES, WINDOW)

    def waits(self, *keys: str) -> int:
        """Minutes that a name or an address must wait; 0 where it may try."""
        return self._wrong.waits(*keys)

    def check(self, name: str, password: str, address: str) -> Who | None:
        """Who it is, None where name and password do not fit, or the account is shut; as slow for
        an unknown name."""
        account = read_accounts(self.file).get(name)
        fits = False
        try:
            fits = self._hasher.verify(account.hash if account else self._nobody, password[:MOST])
        except (VerificationError, InvalidHashError):
            fits = False
        if account is not None and fits and not account.disabled:
            return Who(name, account.role, signed_in=True)
        self._wrong.count(name[:64], address)
        return None

    def role(self, name: str) -> str | None:
        """The role of an account today; None where it was taken away or shut."""
        account = read_accounts(self.file).get(name)
        return account.role if account and not account.disabled else None
