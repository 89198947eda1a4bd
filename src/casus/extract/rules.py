"""Rules of a pack, compiled to regular expressions over symbols.

Use `compile_rules` once a pack and `RuleSet.rewrite` / `RuleSet.matches` on each line. A
pattern is a regular expression whose letters are classes of chunks:

    NUM  PERSON:military      a chunk with that class (and attribute)
    {A|B:x}  !A  !{A|B}       any of them; any chunk of the sentence but them
    .                         any chunk of the sentence
    %NAME                     a macro of the pack
    (?P<count>GROUP)          a slot; a slot may match several times
    ( | ) ? * + {0,3} (?= (?! (?<= (?<!   as everywhere

Blanks mean nothing. No pattern reaches over the end of a sentence. Each rule is bounded: in a
sentence of more than 300 chunks a rule that takes over a second is given up (`regex` time-out),
which cannot happen with bounded gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
_OPENING = regex.compile(r"\(\?P<[a-z_0-9]+>|\(\?(?P<negative><?!)|\(\?(?:[:=>]|<=)|\(")
_RANGE = regex.compile(r"(.)(?:-(.))?")
_REPEATED = regex.compile(r"(?:(?P<optional>[?*]|\{0?,\d*\}|\{0\})|\+|\{\d+(?:,\d*)?\})[?+]?")
ALL = "_"
"""The slot of a rewritten chunk that holds every chunk it was made of."""

_TIMEOUT = 1.0
_LONG = 300
"""Chunks of a sentence from which a match is timed, which costs more than a try of a short one."""


class Match(NamedTuple):
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
    """A compiled rule. A sentence must hold some symbol of each set in `needs`, or the rule
    cannot match in it."""

    spec: RuleSpec
    pattern: regex.Pattern[str]
    constants: Mapping[str, str]
    needs: tuple[frozenset[str], ...]

    @property
    def name(self) -> str:
        return self.spec.name


class RuleSet:
    """All rules of a pack, by level, in the order of the pack (earlier rules win ties).

    A rule is tried in sentences that hold what it needs: one bit a set of symbols, of a hundred
    pairs of rule and sentence about eight are left.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        bits: dict[frozenset[str], int] = {}
        self._levels: dict[int, list[tuple[Rule, int]]] = {}
        for rule in self.rules:
            wanted = 0
            for need in rule.needs:
                wanted |= bits.setdefault(need, 1 << len(bits))
            self._levels.setdefault(rule.spec.level, []).append((rule, wanted))
        self._bits_of: dict[str, int] = {}
        for need, bit in bits.items():
            for symbol in need:
                self._bits_of[symbol] = self._bits_of.get(symbol, 0) | bit

    def matches(self, line: Line, level: int) -> list[Match]:
        """Every match of the rules of one level, in the order of the rules, then of the text."""
        symbols = line.symbols
        sentences = [(start, end, self._held(symbols[start:end])) for start, end in line.bounds]
        found: list[Match] = []
        for rule, wanted in self._levels.get(level, ()):
            for start, end, held in sentences:
                if wanted & held == wanted:
                    found += _find(rule, symbols, start, end)
        return found

    def _held(self, symbols: str) -> int:
        """The needs that a sentence meets."""
        held = 0
        bits_of = self._bits_of
        for symbol in set(symbols):
            held |= bits_of.get(symbol, 0)
        return held

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


def _find(rule: Rule, symbols: str, start: int, end: int) -> list[Match]:
    timeout = _TIMEOUT if end - start > _LONG else None
    found = []
    for m in rule.pattern.finditer(symbols, start, end, timeout=timeout):
        first, last = m.span()
        if last > first:
            slots = {
                name: tuple([i for a, b in spans for i in range(a, b)])
                for name in rule.pattern.groupindex
                if (spans := m.spans(name))
            }
            found.append(Match(rule, first, last, slots))
    return found


def _rewritten(line: Line, chosen: Mapping[int, Match], table: SymbolTable) -> Line:
    chunks: list[Chunk | None] = []
    symbols: list[str] = []
    bounds: list[tuple[int, int]] = []
    spots = sorted(chosen)
    done = at = 0
    for _, end in line.bounds:
        begin = len(chunks)
        while at < len(spots) and spots[at] < end:
            match = chosen[spots[at]]
            at += 1
            chunks += line.chunks[done : match.start]
            symbols.append(line.symbols[done : match.start])
            made = _made(line, match)
            chunks.append(made)
            symbols.append(table.symbol(made))
            done = match.end
        chunks += line.chunks[done : end + 1]  # with the sentence's end
        symbols.append(line.symbols[done : end + 1])
        done = end + 1
        bounds.append((begin, len(chunks) - 1))
    return Line(chunks, "".join(symbols), bounds)


def _made(line: Line, match: Match) -> Chunk:
    """The chunk that takes the place of what a rule matched."""
    parts: dict[str, Sequence[Chunk]] = {
        name: tuple([c for k in at if (c := line.chunks[k]) is not None])
        for name, at in match.slots.items()
    }
    held = tuple([c for c in line.chunks[match.start : match.end] if c is not None])
    if len(held) < match.end - match.start:  # a pattern never spans a sentence end
        raise AssertionError("a rule matched over a sentence end")
    parts[ALL] = held
    label = (match.rule.spec.emits, match.rule.constants.get("attr", ""))
    return Chunk(held[0].first, held[-1].last, frozenset({label}), None, match.rule.name, parts)


def named_classes(specs: tuple[RuleSpec, ...], macros: Mapping[str, str]) -> frozenset[str]:
    """Every class that some pattern names; words of other classes are plain words to rules."""
    texts = [spec.pattern for spec in specs] + list(macros.values())
    return frozenset(name for text in texts for name in _NAME.findall(_MACRO.sub(" ", text)))


def compile_rules(
    specs: tuple[RuleSpec, ...], macros: Mapping[str, str], table: SymbolTable
) -> RuleSet:
    """Compile a pack's rules. Raises PackError that names the rule and the fault."""
    return RuleSet(_compile(spec, macros, table) for spec in specs)


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
    return Rule(spec, pattern, dict(spec.constants), tuple(needs(pattern.pattern)))


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
        return f"[^{SENTENCE_END}{ranges(symbols)}]"
    # a class without members (an attribute the pack has no word for) matches nothing
    return f"[{ranges(symbols)}]" if symbols else "(?!)"


def ranges(symbols: str) -> str:
    """Symbols as the inside of a character class: neighbours as `a-z`, a tenth of the parsing."""
    out: list[str] = []
    for symbol in sorted(set(symbols)):
        if out and ord(symbol) == ord(out[-1][-1]) + 1:
            out[-1] = f"{out[-1][0]}-{symbol}"
        else:
            out.append(symbol)
    return "".join(out)


def _members(inside: str) -> Iterator[str]:
    """The symbols of a positive character class, written by `ranges`."""
    for first, last in _RANGE.findall(inside):
        yield from map(chr, range(ord(first), ord(last or first) + 1))


def needs(pattern: str) -> list[frozenset[str]]:
    """Sets of symbols of each of which every match of a compiled pattern holds one.

    `A B? (C|D)` needs A, and C or D. Look-aheads and look-behinds count, for they do not reach
    over the end of a sentence either; negated classes tell nothing.
    """
    found, _ = _needs_at(pattern, 0)
    return list(dict.fromkeys(found))


def _needs_at(pattern: str, at: int) -> tuple[list[frozenset[str]], int]:
    """What the alternatives from `at` to the closing bracket need, and where that stands."""
    branches: list[list[frozenset[str]]] = [[]]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            branches.append([])
            at += 1
            continue
        piece: list[frozenset[str]] = []
        if pattern[at] == "[":
            end = pattern.index("]", at)
            if pattern[at + 1] != "^":
                piece = [frozenset(_members(pattern[at + 1 : end]))]
            at = end + 1
        else:
            opening = _OPENING.match(pattern, at)
            if opening is None:
                raise AssertionError(f"a compiled pattern holds {pattern[at:]!r}")
            inner, at = _needs_at(pattern, opening.end())
            at += 1
            piece = [] if opening["negative"] else inner
        repeated = _REPEATED.match(pattern, at)
        if repeated is not None:
            at = repeated.end()
        if repeated is None or not repeated["optional"]:
            branches[-1] += piece
    if len(branches) == 1:
        return branches[0], at
    if not all(branches):
        return [], at
    return [frozenset().union(*(min(branch, key=len) for branch in branches))], at
