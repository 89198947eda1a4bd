"""Does every rule of a pack do what its examples say?

Use `check_pack` before a pack ships; `casus pack check` prints what it returns. An example is a
text in which the rule fires, with its slots marked `[slot words]`; a counter-example is a text
in which it stays silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from casus.extract.actors import Registry
from casus.extract.annotate import annotate
from casus.extract.compiled import CompiledPack, compile_pack
from casus.extract.places import PlaceFinder
from casus.extract.rules import Match, Rule, RuleSet
from casus.extract.symbols import Line
from casus.gazetteer import Gazetteer
from casus.packs import Pack
from casus.text import Tokens

_SLOT = re.compile(r"\[([a-z_0-9]+) ([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that does not do what its example says; `what` is for the writer of the rule."""

    rule: str
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Example:
    """An example without its marks: the text and the words each slot must hold."""

    text: str
    slots: tuple[tuple[str, str], ...]


def parse_example(marked: str) -> Example:
    """Take the slot marks out of an example."""
    slots = tuple((m[1], m[2]) for m in _SLOT.finditer(marked))
    return Example(_SLOT.sub(lambda m: m[2], marked), slots)


def check_pack(pack: Pack, *, gazetteer: Gazetteer, actors: Registry) -> list[Fault]:
    """Every fault of a pack's rules; an empty list means that all examples hold."""
    compiled = compile_pack(pack)
    checker = _Checker(compiled, PlaceFinder(gazetteer, pack), actors)
    faults: list[Fault] = []
    for rule in compiled.rules.rules:
        for marked in rule.spec.examples:
            faults += checker.must_fire(rule, parse_example(marked))
        for marked in rule.spec.counter:
            faults += checker.must_not_fire(rule, parse_example(marked))
    return faults


class _Checker:
    def __init__(self, compiled: CompiledPack, places: PlaceFinder, actors: Registry) -> None:
        self._compiled = compiled
        self._places = places
        self._actors = actors

    def _matches(self, rule: Rule, text: str) -> tuple[Tokens, Line, list[Match]]:
        page = annotate(
            text, self._compiled, self._places, self._actors, rewrite=rule.spec.level > 1
        )
        return page.tokens, page.line, RuleSet((rule,)).matches(page.line, rule.spec.level)

    def must_fire(self, rule: Rule, example: Example) -> list[Fault]:
        tokens, line, matches = self._matches(rule, example.text)
        if not matches:
            shown = " ".join(sorted("/".join(c.labels_shown()) for c in line.chunks if c))
            return [Fault(rule.name, example.text, f"does not fire; the text reads {shown}")]
        wanted = set(example.slots)
        for match in matches:
            if wanted <= _slots(match, line, tokens):
                return []
        got = sorted(_slots(matches[0], line, tokens))
        return [Fault(rule.name, example.text, f"slots are {got}, wanted {sorted(wanted)}")]

    def must_not_fire(self, rule: Rule, example: Example) -> list[Fault]:
        tokens, line, matches = self._matches(rule, example.text)
        if not matches:
            return []
        got = sorted(_slots(matches[0], line, tokens))
        return [Fault(rule.name, example.text, f"fires on a counter-example with {got}")]


def _slots(match: Match, line: Line, tokens: Tokens) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for name, positions in match.slots.items():
        for i in positions:
            chunk = line.chunks[i]
            if chunk is not None:
                found.add((name, tokens.raw(chunk.first, chunk.last)))
    return found
