"""Pinned scores that must not fall.

Use `check` in a gate and `pin` after a change that raised scores. A floor belongs to one
collection, read in certain languages under one policy, and carries the SHA-256 of the files: when
they change, or when nothing is pinned for what was measured, the gate fails rather than pass
unseen. A floor is lowered only on purpose: `pin` refuses without a reason, and keeps the reason.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casus.evaluate.ledger import Score

SCHEMA_VERSION = 1
_SLACK = 1e-9
PINNED = (
    "accounts.main.f1",
    "accounts.background.f1",
    "negatives.clean",
    "linking.conll",
    "linking.cross.f1",
    "confusable.apart",
    "reprints.once",
    "account.main.kind",
    "account.main.date.exact",
    "account.main.country",
    "account.main.place",
    "incident.kind",
    "incident.date.exact",
    "incident.country",
    "incident.place",
    "claims.f1",
    "claims.p",
    "claims.group.f1",
    "voice.kind",
    "tolls.killed.low",
    "tolls.killed.high",
    "tolls.any.killed.both",
    "perpetrator.f1",
    "target",
)


class FloorError(ValueError):
    """A floors file that cannot be used, or a floor that would fall without a reason."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: the collection, how it was read, and the scores."""

    names: tuple[str, ...]
    languages: tuple[str, ...]
    policy: str
    digest: str
    scores: Mapping[str, Score]

    @property
    def key(self) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        return self.names, self.languages, self.policy


def check(path: Path, measured: Measured) -> list[str]:
    """What fails, in words; empty where every floor holds. At least one floor is compared."""
    row = next((r for r in _read(path) if _key(r) == measured.key), None)
    what = f"{'+'.join(measured.names)} in {','.join(measured.languages)} under {measured.policy}"
    if row is None:
        return [f"{path}: no floor is pinned for {what}; pin one with --pin"]
    if row["digest"] != measured.digest:
        return [f"{path}: the files of {what} changed since the floor was pinned; pin anew"]
    failed = []
    for name, floor in row["floors"].items():
        score = measured.scores.get(name)
        if score is None or score.value is None:
            failed.append(f"{name}: nothing was scored, the floor is {floor:.3f}")
        elif score.value < floor - _SLACK:
            failed.append(f"{name}: {score.value:.3f} is below the floor {floor:.3f}")
    if not row["floors"]:
        failed.append(f"{path}: no score is pinned for {what}")
    return failed


def pin(path: Path, measured: Measured, *, reason: str = "") -> list[str]:
    """Write the scores as the new floors; returns what fell. Raises FloorError where something
    would fall and no reason is given."""
    rows = _read(path) if path.exists() else []
    old = next((r for r in rows if _key(r) == measured.key), None)
    floors = {
        name: math.floor(score.value * 1000) / 1000
        for name in PINNED
        if (score := measured.scores.get(name)) is not None and score.value is not None
    }
    if not floors:
        raise FloorError("nothing was scored that could be pinned")
    fallen = [
        f"{name}: {was:.3f} to {floors.get(name, 0.0):.3f}"
        for name, was in (old["floors"].items() if old else ())
        if floors.get(name, 0.0) < was - _SLACK
    ]
    if fallen and not reason:
        raise FloorError(f"would be lowered: {'; '.join(fallen)}; give --reason")
    lowered = list(old["lowered"]) if old else []
    if fallen:
        lowered.append(f"{reason} ({'; '.join(fallen)})")
    row: dict[str, Any] = {
        "names": list(measured.names),
        "languages": list(measured.languages),
        "policy": measured.policy,
        "digest": measured.digest,
        "floors": floors,
        "lowered": lowered,
    }
    rows = sorted([r for r in rows if _key(r) != measured.key] + [row], key=_key)
    text = json.dumps({"schema_version": SCHEMA_VERSION, "pinned": rows}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return fallen


def _key(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    return tuple(row["names"]), tuple(row["languages"]), row["policy"]


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        rows: list[dict[str, Any]] = table["pinned"]
        for row in rows:
            _key(row), row["digest"], row["floors"], row["lowered"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FloorError(f"{path}: no floors can be read ({error})") from error
    return rows
