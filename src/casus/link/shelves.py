"""The state of linking, of which a process takes up no more than it needs.

Use `Shelves(memory)` where a state is kept between processes, `Shelves()` for one that begins from
nothing; `open` a shelf for each table of the state. A shelf is a dict whose entries lie in memory's
keeping until they are asked for: `[]`, `get`, `in`, `pop` and `setdefault` know all entries,
iteration and `len` those alone that were asked for or made. `changes` are the entries that memory
has otherwise.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, Protocol, TypeVar, overload

import msgspec

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
D = TypeVar("D")
_NOTHING: Any = object()

# sets have no order of their own: what did not change must give the bytes it gave
pack = msgspec.msgpack.Encoder(order="deterministic").encode

Change = tuple[str, bytes, bytes | None]
"""Shelf, key, and what lies there now: None for nothing."""


class Memory(Protocol):
    """Where a state is kept; see `casus.store`."""

    def entry(self, shelf: str, key: bytes) -> bytes | None:
        """What lies under a key."""

    def entries(self, shelf: str) -> Iterator[tuple[bytes, bytes]]:
        """Every key of a shelf with what lies there."""


class Shelf(dict[K, V]):
    """One table. Entries may be changed in place: `changes` compares what they are with what lay
    there."""

    def __init__(self, name: str, key: type[K], value: type[V], memory: Memory | None) -> None:
        super().__init__()
        self.name, self._memory = name, memory
        self._key = msgspec.msgpack.Decoder(key).decode
        self._value = msgspec.msgpack.Decoder(value).decode
        self._lay: dict[K, bytes] = {}
        """The entries that were taken up, as they lay; those that are gone among them."""
        self._none: set[K] = set()
        """Keys under which nothing lay."""

    def __missing__(self, key: K) -> V:
        if key in self._lay or not self._look(key):
            raise KeyError(key)
        self[key] = value = self._value(self._lay[key])
        return value

    def _look(self, key: K) -> bool:
        """Note what lies under a key; False for nothing."""
        if self._memory is not None and key not in self._lay and key not in self._none:
            lay = self._memory.entry(self.name, pack(key))
            if lay is None:
                self._none.add(key)
            else:
                self._lay[key] = lay
        return key in self._lay

    def _found(self, key: K) -> Any:
        found = dict.get(self, key, _NOTHING)
        if found is _NOTHING and self._memory is not None:
            try:
                return self[key]
            except KeyError:
                pass
        return found

    def __contains__(self, key: object) -> bool:
        return self._found(key) is not _NOTHING  # type: ignore[arg-type]

    @overload
    def get(self, key: K, default: None = None, /) -> V | None: ...
    @overload
    def get(self, key: K, default: V | D, /) -> V | D: ...
    def get(self, key: K, default: Any = None, /) -> Any:
        """The entry, or `default`."""
        found = self._found(key)
        return default if found is _NOTHING else found

    def setdefault(self, key: K, default: V, /) -> V:
        """The entry, which is made where there is none."""
        found: V = self._found(key)
        if found is not _NOTHING:
            return found
        self[key] = default
        return default

    def __delitem__(self, key: K) -> None:
        self.pop(key)

    def pop(self, key: K, default: Any = _NOTHING, /) -> Any:
        """Take an entry out."""
        found = self._found(key)
        if found is not _NOTHING:
            # one that was set unseen may hide another
            self._look(key)
            super().__delitem__(key)
            return found
        if default is _NOTHING:
            raise KeyError(key)
        return default

    def everything(self) -> Iterator[tuple[K, V]]:
        """All entries, wherever they lie."""
        if self._memory is not None:
            for packed, lay in self._memory.entries(self.name):
                key = self._key(packed)
                if not dict.__contains__(self, key) and key not in self._lay:
                    yield key, self._value(lay)
        yield from list(self.items())

    def changes(self) -> Iterator[Change]:
        """Entries that do not lie there as they are, in the order of their keys."""
        for key in sorted(self.keys() | self._lay.keys()):  # type: ignore[type-var]
            now = pack(dict.get(self, key)) if dict.__contains__(self, key) else None
            if now != self._lay.get(key):
                yield self.name, pack(key), now


class Shelves:
    """All tables of a state."""

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory
        self._open: list[Shelf[Any, Any]] = []

    def open(self, name: str, key: type[K], value: type[V]) -> Shelf[K, V]:
        """The table of a name, with the types of its keys and values."""
        shelf = Shelf(name, key, value, self._memory)
        self._open.append(shelf)
        return shelf

    def changes(self) -> Iterator[Change]:
        """What memory has otherwise, table by table."""
        for shelf in self._open:
            yield from shelf.changes()
