"""Shelves: a dict that takes up entries as they are asked for, and tells what changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_growing import Memory

from casus.link.shelves import Shelves

KEYS = st.sampled_from(("a", "b", "c"))
DEEDS = st.one_of(
    st.tuples(st.just("set"), KEYS, st.integers(0, 3)),
    st.tuples(st.sampled_from(("pop", "look", "add", "setdefault", "in")), KEYS, st.just(9)),
    st.tuples(st.just("keep"), st.just(""), st.just(0)),
)


@given(st.lists(DEEDS, max_size=20))
def test_a_shelf_is_a_dict_wherever_its_entries_lie(deeds: list[tuple[str, str, int]]) -> None:
    memory, plain = Memory(), dict[str, list[int]]()
    shelves = Shelves(memory)
    shelf = shelves.open("one", str, list[int])
    for deed, key, number in deeds:
        if deed == "set":
            shelf[key], plain[key] = [number], [number]
        elif deed == "pop":
            assert shelf.pop(key, None) == plain.pop(key, None)
        elif deed == "add" and key in plain:
            shelf[key].append(number)
            plain[key].append(number)
        elif deed == "setdefault":
            assert shelf.setdefault(key, [number]) == plain.setdefault(key, [number])
        elif deed == "in":
            assert (key in shelf) is (key in plain)
        elif deed == "keep":
            memory.keep(shelves.changes())
            shelves = Shelves(memory)
            shelf = shelves.open("one", str, list[int])
            assert len(shelf) == 0
        else:
            assert shelf.get(key) == plain.get(key)
    assert dict(shelf.everything()) == plain
    memory.keep(shelves.changes())
    assert dict(Shelves(memory).open("one", str, list[int]).everything()) == plain


def test_what_nobody_changed_is_not_kept_again() -> None:
    memory = Memory()
    shelves = Shelves(memory)
    shelf = shelves.open("sets", str, set[str])
    shelf["a"], shelf["b"] = {"x", "y", "z"}, set()
    memory.keep(shelves.changes())
    again = Shelves(memory)
    shelf = again.open("sets", str, set[str])
    assert shelf["a"] == {"z", "y", "x"} and shelf["b"] == set()
    assert list(again.changes()) == []
    shelf["b"].add("x")
    ((name, _, body),) = again.changes()
    assert (name, body is None) == ("sets", False)
    del shelf["b"]
    with pytest.raises(KeyError):
        shelf["b"]
    with pytest.raises(KeyError):
        shelf.pop("b")
    assert [body for *_, body in again.changes()] == [None]
