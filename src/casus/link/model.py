"""What linking hands on: groups, dated accounts, witnesses, human values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from casus.types import Account, Judgement


@dataclass(frozen=True, slots=True)
class Linked:
    """The result of `link`.

    `groups` hold account ids, each group and the groups sorted; `accounts` are the accounts
    given, ordered by id, with dates of undated reports inferred. `witnesses` maps every
    document to the first document that tells the same in the same words. `windows` are the
    publication days inferred for undated documents. `values` are human values with the account
    they go with, the latest last; accounts that a human called no incident are in no group.
    `orphans` are judgements that attach to nothing, `clashes` pairs that contradict.
    """

    groups: tuple[tuple[str, ...], ...]
    accounts: tuple[Account, ...]
    witnesses: Mapping[str, str]
    windows: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    values: tuple[tuple[str, Judgement], ...] = ()
    orphans: tuple[str, ...] = ()
    clashes: tuple[tuple[str, str], ...] = ()
