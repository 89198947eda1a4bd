"""What hangs together in a table of pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

_Node = TypeVar("_Node", int, str)


def components(
    pairs: Iterable[tuple[_Node, _Node]],
) -> Iterator[tuple[list[_Node], list[_Node]]]:
    """Lefts and rights that pairs join directly or by others, each sorted, in the order of the
    lefts. Left and right are apart even where they share a name."""
    rights_of: dict[_Node, list[_Node]] = defaultdict(list)
    lefts_of: dict[_Node, list[_Node]] = defaultdict(list)
    for left, right in sorted(pairs):
        rights_of[left].append(right)
        lefts_of[right].append(left)
    seen: set[_Node] = set()
    for first in rights_of:
        if first in seen:
            continue
        lefts, rights, todo = {first}, set[_Node](), [first]
        while todo:
            for right in rights_of[todo.pop()]:
                rights.add(right)
                fresh = [left for left in lefts_of[right] if left not in lefts]
                lefts.update(fresh)
                todo += fresh
        seen |= lefts
        yield sorted(lefts), sorted(rights)
