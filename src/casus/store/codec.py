"""Records to bytes and back: JSON of the frozen dataclasses of `casus.types`.

Use `encode` on a record or a sequence of them, `decode(kind, data)` to get them back, equal to
what went in. The one difficulty is `Claim.value`, a union of dataclasses that their fields
alone do not tell apart: on the wire it carries a tag. The wire forms of `Claim` and of what
holds claims are derived from the types themselves, so a new field needs no line here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, TypeVar, get_type_hints

import msgspec

from casus.types import Account, Actor, Claim, Count, Incident, Place, When

_T = TypeVar("_T")


class _Count(msgspec.Struct, tag="count"):
    v: Count


class _When(msgspec.Struct, tag="when"):
    v: When


class _Place(msgspec.Struct, tag="place"):
    v: Place


class _Actor(msgspec.Struct, tag="actor"):
    v: Actor


_TAGS = {Count: "count", When: "when", Place: "place", Actor: "actor"}


def _wire_form(kind: type[Any], **changed: Any) -> type[Any]:
    """The dataclass `kind` with other types for the fields in `changed`."""
    hints = get_type_hints(kind) | changed
    rows: list[tuple[str, Any, Any]] = []
    for field in dataclasses.fields(kind):
        # no defaults: the wire form always has every field
        rows.append((field.name, hints[field.name], dataclasses.field()))
    return dataclasses.make_dataclass(f"_{kind.__name__}", rows)


_Claim = _wire_form(Claim, value=str | _Count | _When | _Place | _Actor)
_Account = _wire_form(Account, claims=tuple[_Claim, ...])  # type: ignore[valid-type]
_Incident = _wire_form(Incident, accounts=tuple[_Account, ...])  # type: ignore[valid-type]
_FORMS: dict[type[Any], type[Any]] = {Claim: _Claim, Account: _Account, Incident: _Incident}


def encode(record: object) -> bytes:
    """JSON bytes of a record or a sequence of records; equal records give equal bytes."""
    return msgspec.json.encode(_tagged(record, msgspec.to_builtins(record)))


def decode(kind: type[_T], data: bytes) -> _T:
    """The record of type `kind` in `data`. Raises msgspec.ValidationError."""
    found = msgspec.json.decode(data, type=_FORMS.get(kind, kind))
    return _untagged(kind, found)


def decode_many(kind: type[_T], data: bytes) -> tuple[_T, ...]:
    """The records of type `kind` in the array `data`."""
    form = _FORMS.get(kind, kind)
    found = msgspec.json.decode(data, type=tuple[form, ...])  # type: ignore[valid-type]
    return tuple(_untagged(kind, item) for item in found)


def _tagged(record: object, built: Any) -> Any:
    """Put the tags of claim values into `built`, the plain form of `record`."""
    if isinstance(record, Claim):
        if tag := _TAGS.get(type(record.value)):
            built["value"] = {"type": tag, "v": built["value"]}
    elif isinstance(record, Account):
        _tagged(record.claims, built["claims"])
    elif isinstance(record, Incident):
        _tagged(record.accounts, built["accounts"])
    elif isinstance(record, Sequence) and not isinstance(record, str | bytes):
        for item, form in zip(record, built, strict=True):
            _tagged(item, form)
    return built


def _untagged(kind: type[_T], found: Any) -> _T:
    """The record of type `kind` from its wire form."""
    if kind not in _FORMS:
        return found  # type: ignore[no-any-return]
    values = {f.name: getattr(found, f.name) for f in dataclasses.fields(found)}
    if kind is Claim:
        if not isinstance(values["value"], str):
            values["value"] = values["value"].v
    elif kind is Account:
        values["claims"] = tuple(_untagged(Claim, claim) for claim in values["claims"])
    else:
        values["accounts"] = tuple(_untagged(Account, item) for item in values["accounts"])
    return kind(**values)
