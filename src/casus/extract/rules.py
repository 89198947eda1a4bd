"""Rules of a pack, compiled to regular expressions over symbols.

Use `compile_rules` once a pack and `RuleSet.rewrite` / `RuleSet.matches` on each line. A
pattern is a regular expression whose letters are classes of chunks:

    NUM  PERSON:military      a chunk with that class (and attribute)
    {A|B:x}  !A  !{A|B}       any of them; any chunk of the sentence but them
    .                         any chunk of the sentence
    %NAME                     a macro of the pack
    (?P<count>GROUP)          a slot; a slot may match several times
    ( | ) ? * + {0,3} (?= (?! (?<= (?<!   as everywhere

Blanks mean nothing. No pattern reaches over the end of a sentence. Each rule is bounded: a
line longer than 20,000 chunks is cut by the caller, and a match that takes over a second is
given up (`regex` time-out), which cannot happen with bounded gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from casus.extract.symbols import SENTENCE_END, Chunk, Line, SymbolTable
from casus.packs import PackError, RuleSpec

_PIECE = regex.compile(
    r"(?P<neg>!)?\{(?P<set>[A-Z][A-Z0-9_:|a-z ]*)\}"
    r"|(?P<neg1>!)?(?P<cls>[A-Z][A-Z0-9_]*)(?::(?P<attr>[a-z_]+))?"
    r"|(?P<any>\.)"
    r"|(?P<open>\(\?P<[a-z_0-9]+>|\(\?[:=!>]|\(\?<[=!])"
    r"|(?P<op>[()|?*+]|\{\d*,?\d*\})"
    r"|(?P<blank>\s+)"
)
_MACRO = regex.compile(r"%([A-Z_0-9]+)")
_NAME = regex.compile(r"(?<![a-z<:_])[A-Z][A-Z0-9_]*")
ALL = "_"
"""The slot of a rewritten chunk that holds every chunk it was made of."""

_TIMEOUT = 1.0


@dataclass(frozen=True, slots=True)
class Match:
    """A rule fired over chunks `[start, end)`; `slots` are chunk positions by name."""

    rule: Rule
    start: int
    end: int
    slots: Mapping[str, tuple[int, ...]]

    def first(self, slot: str) -> int | None:
        found = self.slots.get(slot)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule. `needs` are symbols of which a line must hold one, or the rule is
    skipped."""

    spec: RuleSpec
    pattern: regex.Pattern[str]
    constants: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.spec.name


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of a pack, by level, in the order of the pack (earlier rules win ties)."""

    rules: tuple[Rule, ...]

    def matches(self, line: Line, level: int) -> list[Match]:
        """Every match of the rules of one level, in the order of the rules, then of the text."""
        found: list[Match] = []
        for rule in self.rules:
            if rule.spec.level == level:
                found += _find(rule, line.symbols)
        return found

    def rewrite(self, line: Line, level: int, table: SymbolTable) -> Line:
        """Replace what rules of a low level match by one chunk labelled `emits`.

        Of overlapping matches the longest wins, then the earlier rule. The new chunk's
        attribute is the rule's constant `attr`, or empty.
        """
        found = sorted(
            enumerate(self.matches(line, level)),
            key=lambda m: (m[1].start - m[1].end, m[0]),
        )
        taken: set[int] = set()
        chosen: dict[int, Match] = {}
        for _, match in found:
            cells = range(match.start, match.end)
            if not taken.intersection(cells):
                taken.update(cells)
                chosen[match.start] = match
        if not chosen:
            return line
        return _rewritten(line, chosen, table)


def _find(rule: Rule, symbols: str) -> Iterator[Match]:
    for m in rule.pattern.finditer(symbols, timeout=_TIMEOUT):
        if m.end() > m.start():
            slots = {
                name: tuple(i for a, b in m.spans(name) for i in range(a, b))
                for name in rule.pattern.groupindex
                if m.start(name) >= 0
            }
            yield Match(rule, m.start(), m.end(), slots)


def _rewritten(line: Line, chosen: Mapping[int, Match], table: SymbolTable) -> Line:
    chunks: list[Chunk | None] = []
    symbols: list[str] = []
    bounds: list[tuple[int, int]] = []
    begin = i = 0
    n = len(line.chunks)
    while i < n:
        match = chosen.get(i)
        if match is None:
            chunk = line.chunks[i]
            chunks.append(chunk)
            symbols.append(line.symbols[i])
            i += 1
            if chunk is None:
                bounds.append((begin, len(chunks) - 1))
                begin = len(chunks)
            continue
        parts = {
            name: tuple(c for k in at if (c := line.chunks[k]) is not None)
            for name, at in match.slots.items()
        }
        head, tail = line.chunks[match.start], line.chunks[match.end - 1]
        if head is None or tail is None:  # a pattern never spans a sentence end
            raise AssertionError("a rule matched over a sentence end")
        parts[ALL] = tuple(c for c in line.chunks[match.start : match.end] if c is not None)
        label = (match.rule.spec.emits, match.rule.constants.get("attr", ""))
        made = Chunk(head.first, tail.last, frozenset({label}), None, match.rule.name, parts)
        chunks.append(made)
        symbols.append(table.symbol(made))
        i = match.end
    return Line(chunks, "".join(symbols), bounds)


def named_classes(specs: tuple[RuleSpec, ...], macros: Mapping[str, str]) -> frozenset[str]:
    """Every class that some pattern names; words of other classes are plain words to rules."""
    texts = [spec.pattern for spec in specs] + list(macros.values())
    return frozenset(name for text in texts for name in _NAME.findall(_MACRO.sub(" ", text)))


def compile_rules(
    specs: tuple[RuleSpec, ...], macros: Mapping[str, str], table: SymbolTable
) -> RuleSet:
    """Compile a pack's rules. Raises PackError that names the rule and the fault."""
    return RuleSet(tuple(_compile(spec, macros, table) for spec in specs))


def _compile(spec: RuleSpec, macros: Mapping[str, str], table: SymbolTable) -> Rule:
    text = _expand(spec, macros)
    out: list[str] = []
    position = 0
    while position < len(text):
        m = _PIECE.match(text, position)
        if m is None:
            raise PackError(f"rule {spec.id}: cannot read the pattern at {text[position:][:30]!r}")
        out.append(_piece(m, spec, table))
        position = m.end()
    try:
        pattern = regex.compile("".join(out), flags=regex.VERSION1)
    except regex.error as error:
        raise PackError(f"rule {spec.id}: {error}") from None
    return Rule(spec, pattern, dict(spec.constants))


def _expand(spec: RuleSpec, macros: Mapping[str, str]) -> str:
    text = spec.pattern
    for _ in range(8):  # macros may use macros, eight deep at most
        if "%" not in text:
            return text
        try:
            text = _MACRO.sub(lambda m: f"(?:{macros[m.group(1)]})", text)
        except KeyError as error:
            raise PackError(f"rule {spec.id}: no macro called {error}") from None
    raise PackError(f"rule {spec.id}: macros nest too deep")


def _piece(m: regex.Match[str], spec: RuleSpec, table: SymbolTable) -> str:
    if m["set"]:
        members = [part.strip() for part in m["set"].split("|")]
        symbols = "".join(_symbols(*_split(part), spec, table) for part in members)
        return _class(symbols, bool(m["neg"]))
    if m["cls"]:
        return _class(_symbols(m["cls"], m["attr"], spec, table), bool(m["neg1"]))
    if m["any"]:
        return f"[^{SENTENCE_END}]"
    if m["blank"]:
        return ""
    return str(m.group())


def _split(member: str) -> tuple[str, str | None]:
    cls, _, attr = member.partition(":")
    return cls, attr or None


def _symbols(cls: str, attr: str | None, spec: RuleSpec, table: SymbolTable) -> str:
    if not table.knows(cls):
        raise PackError(f"rule {spec.id}: no word, mention or rule gives the class {cls}")
    return table.matching(cls, attr)


def _class(symbols: str, negated: bool) -> str:
    if negated:
        return f"[^{SENTENCE_END}{symbols}]"
    # a class without members (an attribute the pack has no word for) matches nothing
    return f"[{symbols}]" if symbols else "(?!)"
