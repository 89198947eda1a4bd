"""Which predicted template answers which of the answer key, in one report.

Use `align` on templates reduced to what is compared. As in the scorer of Du et al. 2021 each
template is mapped at most once, only to one whose type contains its own ("bombing" to
"bombing / attack"), and the mapping is the one of the highest F1 of the report. That scorer
tries every mapping; so does this one, in the same order, while there are few. Beyond, the best
is searched by assignment: right entities add up over pairs, and F1 = 2PR / (bP + aR) of their
sums P and R (a and b the numbers predicted and wanted) is concave, so weighing P and R by its
slope climbs; where no entity is told twice P = R and the result is exact.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casus.evaluate.assign import assign
from casus.evaluate.muc4.rows import ROLES, Template

SLOTS = ("incident_type", *ROLES)
_FEW = 20_000
_ROUNDS = 20
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_SIGNS = str.maketrans("", "", string.punctuation)


def plain(text: str) -> str:
    """A mention as it is compared: lower case, no punctuation, articles or double blanks."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_SIGNS)).split())


@dataclass(frozen=True, slots=True)
class Plain:
    """A template as it is compared; `entities[n]` are those of `ROLES[n]`."""

    kind: str
    entities: tuple[tuple[frozenset[str], ...], ...]

    def sizes(self) -> tuple[int, ...]:
        """How many things each of `SLOTS` holds."""
        return (1, *(len(found) for found in self.entities))


def reduce(template: Template) -> Plain:
    """A template without offsets and spellings that do not count."""
    return Plain(
        template.incident_type,
        tuple(
            tuple(frozenset(plain(m.text) for m in entity) for entity in template.of(role))
            for role in ROLES
        ),
    )


Agreement = tuple[tuple[int, int], ...]
"""Per slot: predicted entities that are right, wanted entities that were found."""


def agreement(predicted: Plain, wanted: Plain) -> Agreement | None:
    """What a pair of templates has in common; None where they may not be paired.

    A predicted entity is right if all its mentions are mentions of one wanted entity.
    """
    if predicted.kind not in wanted.kind:
        return None
    found = [(1, 1)]
    for told, gold in zip(predicted.entities, wanted.entities, strict=True):
        right = sum(any(entity <= key for key in gold) for entity in told)
        met = sum(any(entity <= key for entity in told) for key in gold)
        found.append((right, met))
    return tuple(found)


def align(predicted: Sequence[Plain], wanted: Sequence[Plain]) -> dict[int, int]:
    """Predicted index → wanted index of the best mapping; what is not mapped is left out."""
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for i, told in enumerate(predicted):
        for j, gold in enumerate(wanted):
            if (found := agreement(told, gold)) is not None:
                sums[i, j] = sum(r for r, _ in found), sum(m for _, m in found)
    size = sum(sum(t.sizes()) for t in predicted), sum(sum(t.sizes()) for t in wanted)
    if _mappings(sums, len(predicted)) <= _FEW:
        return max(_every(sums, len(predicted)), key=lambda m: _f1(m, sums, size))
    return _climb(sums, size)


def _f1(mapping: dict[int, int], sums: dict[tuple[int, int], tuple[int, int]],
        size: tuple[int, int]) -> float:  # fmt: skip
    right = sum(sums[pair][0] for pair in mapping.items())
    met = sum(sums[pair][1] for pair in mapping.items())
    if not right or not met:
        return 0.0
    p, r = right / size[0], met / size[1]
    return 2 * p * r / (p + r)


def _mappings(sums: dict[tuple[int, int], tuple[int, int]], count: int) -> int:
    """An upper bound of the number of mappings."""
    number = 1
    for i in range(count):
        number *= 1 + sum(left == i for left, _ in sums)
    return number


def _every(sums: dict[tuple[int, int], tuple[int, int]], count: int) -> Iterator[dict[int, int]]:
    """Every mapping; of equals the first wins, so the order is that of the literature: the
    first template varies slowest, to be left unmapped comes last."""
    choices = [sorted(j for left, j in sums if left == i) for i in range(count)]

    def go_on(i: int, mapping: dict[int, int]) -> Iterator[dict[int, int]]:
        if i == count:
            yield mapping
            return
        for j in choices[i]:
            if j not in mapping.values():
                yield from go_on(i + 1, mapping | {i: j})
        yield from go_on(i + 1, mapping)

    return go_on(0, {})


def _climb(sums: dict[tuple[int, int], tuple[int, int]], size: tuple[int, int]) -> dict[int, int]:
    slope = (1 / size[0], 1 / size[1])
    best: dict[int, int] = {}
    for _ in range(_ROUNDS):
        chosen = assign({
            (str(i), str(j)): slope[0] * right + slope[1] * met
            for (i, j), (right, met) in sums.items()
        })  # fmt: skip
        mapping = {int(i): int(j) for i, j in chosen.items()}
        if _f1(mapping, sums, size) <= _f1(best, sums, size):
            break
        best = mapping
        right = sum(sums[pair][0] for pair in mapping.items())
        met = sum(sums[pair][1] for pair in mapping.items())
        # the derivatives of 2PR / (bP + aR), up to a common factor
        slope = (size[0] * met * met, size[1] * right * right)
    return best
