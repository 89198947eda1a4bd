"""What is weak in a pack, beyond rules that break their examples: for the writer of a language.

Use `audit_pack` and `gaps`; `casus pack check` prints what they return. What the first finds is
wrong and fails the check: an entry that can never be found, a rule that only repeats another, a
pattern that may take for ever. Gaps are what a fuller pack has words for and this one has not:
it reads less, and that may be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from casus.extract.compiled import CompiledPack, compile_pack
from casus.extract.rules import Rule
from casus.packs import Pack
from casus.packs.lexicon import expand
from casus.text import tokenise

_APOSTROPHES = "'’ʼ"
_RUN = 400
"""Chunks of a line that no text has: four times the longest sentence of the annotated reports."""
_PATIENCE = 0.25
"""Seconds for one pattern over one such line; bounded gaps need a hundredth of it."""
_STRIDES = (1, 2, 3, 5, 7)
_FIRST_OF_CLASS = regex.compile(r"\[\^?\n?(.)")  # of a compiled pattern


@dataclass(frozen=True, slots=True)
class Finding:
    """Something weak: `kind` is dead, collision, slow or gap; `where` names the entry, rule or
    class; `what` says why and what to do."""

    kind: str
    where: str
    what: str


def audit_pack(pack: Pack) -> list[Finding]:
    """Every fault of a pack's words and rules. Raises PackError where it does not compile."""
    compiled = compile_pack(pack)
    return [*dead_entries(pack), *collisions(compiled), *slow_patterns(compiled.rules.rules)]


def dead_entries(pack: Pack) -> Iterator[Finding]:
    """Entries that no text can hold, for the tokeniser cuts texts elsewhere, and entries that
    stand twice in one list."""
    for cls, attributes in pack.words.items():
        for attr, entries in attributes.items():
            seen: set[str] = set()
            for entry in entries:
                where = f"{cls}.{attr}: {entry}"
                forms = expand(entry)
                if seen.issuperset(forms):
                    yield Finding("dead", where, "stands in this list already: delete it")
                seen.update(forms)
                for form in forms:
                    cut = _cut(form, pack)
                    if cut:
                        yield Finding("dead", where, f"is never met: a text reads {cut}")
                        break


def _cut(form: str, pack: Pack) -> str:
    """How a text's tokens lie where they are not the entry's words, or empty.

    A suffix or prefix that the tokeniser parts from its word (*'s*, *l'*) stands at a word here,
    as in texts.
    """
    writing = pack.writing
    plain = [pack.lexicon.plain(word) for word in form.removeprefix("=").split()]
    before = writing.apostrophe == "suffix" and plain[0][0] in _APOSTROPHES
    behind = writing.apostrophe == "prefix" and plain[-1][-1] in _APOSTROPHES
    written = " ".join([*["x"] * before, *plain, *["x"] * behind])
    for sign in _APOSTROPHES:
        if writing.apostrophe == "suffix":
            written = written.replace(f" {sign}", sign)
        elif writing.apostrophe == "prefix":
            written = written.replace(f"{sign} ", sign)
    words = tokenise(written, writing=writing).words
    words = words[before : len(words) - behind]
    return "" if words == plain else " · ".join(words)


def collisions(compiled: CompiledPack) -> Iterator[Finding]:
    """Rules of one level with one pattern: the later can only repeat or contradict the earlier."""
    first: dict[tuple[int, str], Rule] = {}
    for rule in compiled.rules.rules:
        earlier = first.setdefault((rule.spec.level, rule.pattern.pattern), rule)
        same = earlier.spec.emits == rule.spec.emits and earlier.constants == rule.constants
        if earlier is not rule and (same or rule.spec.level == 1):
            yield Finding(
                "collision", rule.name, f"matches just what {earlier.name} matches: merge them"
            )


def slow_patterns(rules: Iterable[Rule]) -> Iterator[Finding]:
    """Patterns that take too long over lines made to hurt them: runs of their own symbols."""
    for rule in rules:
        if any(not _bounded(rule.pattern, line) for line in _hurting(rule)):
            yield Finding(
                "slow", rule.name, "may take for ever: bound its gaps ({0,6}, not * or +)"
            )


def _bounded(pattern: regex.Pattern[str], line: str) -> bool:
    try:
        for _ in pattern.finditer(line, timeout=_PATIENCE):
            pass
    except TimeoutError:
        return False
    return True


def _hurting(rule: Rule) -> Iterator[str]:
    """Lines of symbols that the pattern names, each alone and all in turns of several strides,
    so that every repeated part meets a long run of what it repeats."""
    symbols = sorted(set(_FIRST_OF_CLASS.findall(rule.pattern.pattern)))
    for symbol in symbols:
        yield symbol * _RUN
    for stride in _STRIDES:
        yield "".join(symbols[i * stride % len(symbols)] for i in range(_RUN) if symbols)


def gaps(pack: Pack, classes: Mapping[str, Sequence[str]], model: Pack) -> Iterator[Finding]:
    """Of the `classes` with attributes that the engine reads, those that `model` has words for
    and `pack` has none."""
    for cls, attributes in classes.items():
        mine, theirs = pack.words.get(cls, {}), model.words.get(cls, {})
        if theirs and not any(mine.values()):
            size = sum(map(len, theirs.values()))
            yield Finding("gap", cls, f"has no words; {model.lang} has {size}")
            continue
        lacking = [a for a in attributes if theirs.get(a) and not mine.get(a)]
        if lacking:
            yield Finding("gap", cls, f"has no words for {', '.join(lacking)}")
