"""Dates, times, durations and repetitions in a tokenised text.

Use `find_dates` once a text. Each mention carries a symbolic `TimeRef`; nothing is resolved
here (see `casus.timeref`). The grammar is data: a pack's `dates.toml` lists words by class and
patterns over those classes, and `parse_dates` compiles them into one regular expression over
symbols. It is tried only around words that can open or close a date, so plain text is passed
over at the price of one look-up a token.

`timexes` gives mentions the extents, types and values of the TIMEX3 standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import regex

from casus.extract.numbers import NumberData
from casus.packs.lexicon import LexiconError, expand
from casus.text import Tokens
from casus.timeref import resolve, timex_value
from casus.types import TimeRef

__all__ = ["DateData", "DateMention", "DatePattern", "Timex", "find_dates", "parse_dates",
           "taken", "timexes"]  # fmt: skip

KINDS = ("date", "time", "duration", "set")
CUES = ("on", "in", "since", "until", "by", "from", "before", "after", "during", "for")
_FIRST_SYMBOL = 0xE000
_OTHER = "x"  # a token that no date holds
_BREAK = "\n"
_REACH = 6  # tokens on either side of a trigger that can still belong to its date
_WORD_LIMIT = 200_000

_SIGNS = {",": "COMMA", ".": "DOT", "-": "DASH", "–": "DASH", "—": "DASH", "‑": "DASH",
          "/": "SLASH", ":": "COLON", "(": "OPEN", ")": "CLOSE", "،": "COMMA"}  # fmt: skip
_SLOTS = {
    "MONTH": "month", "MON": "month", "DAY": "day", "ORD": "ord", "YEAR": "year", "YY": "yy", "YYS": "yy",
    "WEEKDAY": "weekday", "WD": "weekday", "WDTOD": "wdtod", "TOD": "tod", "PART": "part", "SEASON": "part",
    "RELDAY": "relday", "RELTOD": "reltod", "SHIFT": "shift", "UNIT": "unit", "UNITS": "unit",
    "NUM": "num", "A": "num", "VAGUE": "num", "HM": "hm", "HMDOT": "hm", "HOUR": "hour", "AMPM": "ampm",
    "DM": "dm", "DMY": "dmy", "DURADJ": "duration", "FUZZY": "fuzzy", "SET": "set", "QUARTER": "part",
    "DUR": "duration", "QTR": "unit", "PARTMONTH": "partmonth",
}  # fmt: skip
_END_SLOTS = ("end_day", "end_month", "end_year", "end_yy", "end_weekday")
_KNOWN_SLOTS = frozenset({*_SLOTS.values(), *_END_SLOTS, "quarter", "none"})
"""The slot that a class fills unless a pattern names another: `DAY>end_day`."""

_DIGIT_CLASSES = (
    "NUM", "DAY", "MON", "HOUR", "YEAR", "YY", "DM", "DMY", "HM", "HMDOT", "DURADJ",
)  # fmt: skip
_PIECE = regex.compile(
    r"\{(?P<set>[A-Z][A-Za-z0-9_:*|>. -]*)\}"
    r"|(?P<cls>[A-Z][A-Z0-9_]*)(?::(?P<attr>[a-z0-9_.*-]+))?(?:>(?P<slot>[a-z_]+))?"
    r"|(?P<op>\(\?[:=!]|\(\?<[=!]|[()|?]|\{\d*,?\d*\})"
    r"|(?P<blank>\s+)"
)
_LOOK_BEHIND = regex.compile(r"\(\?<[=!][^()]*\)")
_SLOT_NAME = regex.compile(r"\?P<([a-z_]+)>")
_PERIOD = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "weekend": "WE",
           "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE", "season": "X"}  # fmt: skip
_SOME = {"second": 59, "minute": 59, "hour": 23, "day": 10, "week": 8, "month": 11, "year": 20,
         "decade": 5, "night": 7, "weekend": 5, "quarter": 8}  # fmt: skip
"""What "a few days ago" reaches back to at most, in its own unit; at least two."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date on tokens `[first, last)`.

    `kind`: date, time, duration or set. `cue` is the preposition's sense before it (one of
    CUES, "" for none): "since 2013" and "until 31 May" date no event. `core` are the tokens of
    the bare quantity in "two weeks ago", or equal to `[first, last)`. `split` is set where a
    range has two ends: the token at which the second begins.
    """

    first: int
    last: int
    ref: TimeRef
    kind: str
    rule: str
    cue: str = ""
    core: tuple[int, int] = (0, 0)
    ends: tuple[tuple[int, int], tuple[int, int]] | None = None
    future: bool = False


class Timex(NamedTuple):
    """A TIMEX3 annotation: tokens `[first, last)`, type and value."""

    first: int
    last: int
    type: str
    value: str


class _Label(NamedTuple):
    cls: str
    attr: str


@dataclass(frozen=True, slots=True)
class DatePattern:
    """A pattern of a pack: `examples` mark the extent in brackets, "died on [2 May 2019]"."""

    id: str
    match: str
    constants: Mapping[str, str]
    examples: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """A step of a phrase. `labels` are those of its lower-case entries; `cased` those that want
    the very form; `same`: no entry wants one."""

    next: dict[str, _Node] = field(default_factory=dict)
    labels: tuple[_Label, ...] = ()
    cased: tuple[tuple[_Label, str], ...] = ()
    same: bool = True

    def fitting(self, raw: str) -> tuple[_Label, ...]:
        return (*self.labels, *(label for label, form in self.cased if form == raw))


@dataclass(frozen=True, slots=True)
class DateData:
    """A language's dates, ready for use. Build with `parse_dates`, share freely."""

    patterns: tuple[DatePattern, ...]
    numbers: NumberData
    century_pivot: int
    month_first: bool
    day_dot: bool
    triggers: frozenset[str]
    root: _Node
    matchers: tuple[regex.Pattern[str], ...]
    openers: Mapping[str, tuple[int, ...]]  # the patterns that a symbol can open
    symbols: Mapping[frozenset[str], str]
    slots: tuple[tuple[str, ...], ...]
    cues: Mapping[str, str]
    future: frozenset[str]
    after_tail: Mapping[str, str]
    memo: dict[str, tuple[_Label, ...]] = field(repr=False, compare=False)
    known: dict[tuple[_Label, ...], str] = field(repr=False, compare=False)


# -- reading the pack -----------------------------------------------------------------------


def parse_dates(raw: Mapping[str, Any], numbers: NumberData) -> DateData:
    """Compile a pack's `dates.toml`; `numbers` are the same language's.

    Raises ValueError that names the table or pattern at fault.
    """
    words = _words(raw)
    root = _Node()
    triggers: set[str] = set()
    open_classes = set(raw.get("triggers", ()))
    unknown = open_classes - set(words)
    if unknown or not open_classes:
        raise ValueError(f"dates: `triggers` must name classes of words, not {sorted(unknown)}")
    for cls, attrs in words.items():
        for attr, forms in attrs.items():
            for form in forms:
                _plant(root, _Label(cls, attr), form)
                if cls in open_classes:
                    parts = form.removeprefix("=").lower().split()
                    # the rarest word of a phrase would be best; its last is rarely a function word
                    triggers.add(parts[-1] if len(parts[-1]) > 1 else parts[0])
    patterns = _patterns(raw)
    parts, symbols = _expressions(patterns, root, words)
    openers: dict[str, list[int]] = {}
    matchers: list[regex.Pattern[str]] = []
    for i, (pattern, part) in enumerate(zip(patterns, parts, strict=True)):
        try:
            matchers.append(regex.compile(part))
            opener = regex.compile(_LOOK_BEHIND.sub("", part))
        except regex.error as error:
            raise ValueError(f"dates: pattern {pattern.id} does not compile: {error}") from None
        for char in symbols.values():
            if opener.match(char, partial=True):
                openers.setdefault(char, []).append(i)
    return DateData(
        patterns=patterns,
        numbers=numbers,
        century_pivot=int(raw.get("century_pivot", 35)),
        month_first=bool(raw.get("month_first", False)),
        day_dot=bool(raw.get("day_dot", False)),
        triggers=frozenset(triggers),
        root=root,
        matchers=tuple(matchers),
        openers={char: tuple(found) for char, found in openers.items()},
        symbols=symbols,
        slots=tuple(tuple(sorted(set(_SLOT_NAME.findall(part)))) for part in parts),
        cues=_phrases(raw, "cues", CUES),
        future=frozenset(raw.get("future", ())),
        after_tail={
            form: unit
            for unit, forms in _table(raw, "tails").items()
            for entry in forms
            for form in expand(entry)
        },
        memo={},
        known={},
    )


def _table(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = raw.get(name, {})
    if not isinstance(table, Mapping):
        raise ValueError(f"dates: `{name}` must be a table")
    return table


def _phrases(raw: Mapping[str, Any], name: str, allowed: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, forms in _table(raw, name).items():
        if key not in allowed:
            raise ValueError(f"dates: {name}.{key}: known are {', '.join(allowed)}")
        for entry in forms:
            for form in expand(entry):
                found[form] = key
    return found


def _words(raw: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Word tables written out: braces, prefixed clitics, weekday + part of day in one word."""
    prefixes = ["", *raw.get("prefixes", ())]
    words: dict[str, dict[str, list[str]]] = {}
    for cls, attrs in _table(raw, "words").items():
        if not isinstance(attrs, Mapping):
            raise ValueError(f"dates: words.{cls} must be a table")
        for attr, entries in attrs.items():
            if not isinstance(entries, list):
                raise ValueError(f"dates: words.{cls}.{attr} must be a list of strings")
            try:
                forms = [form for entry in entries for form in expand(entry)]
            except LexiconError as error:
                raise ValueError(f"dates: words.{cls}.{attr}: {error}") from None
            forms = [p + f if f[0] != "=" else "=" + p + f[1:] for f in forms for p in prefixes]
            words.setdefault(cls, {})[attr] = forms
    for prefix, part in _table(raw, "part_prefixes").items():
        made_of: dict[str, list[str]] = {}
        for month, forms in words.get("MONTH", {}).items():
            made_of[f"{part}:{month}"] = [prefix + f.removeprefix("=").lower() for f in forms]
        for year in range(1900, 2100):
            made_of[f"{part}::{year}"] = [f"{prefix}{year}"]
        for attr, forms in made_of.items():
            words.setdefault("PARTMONTH", {}).setdefault(attr, []).extend(forms)
    if raw.get("compound", False):
        made: dict[str, list[str]] = {}
        for day, day_forms in words.get("WEEKDAY", {}).items():
            for tod, tod_forms in words.get("TOD", {}).items():
                for a in day_forms:
                    made.setdefault(f"{day}:{tod}", []).extend(
                        a.lower() + b for b in tod_forms if " " not in a + b and b[0] != "="
                    )
        words.setdefault("WDTOD", {}).update(made)
    return words


def _plant(root: _Node, label: _Label, form: str) -> None:
    cased = form.startswith("=")
    parts = form.removeprefix("=").split()
    if not parts:
        raise ValueError(f"dates: empty entry in words.{label.cls}.{label.attr}")
    node = root
    for part in parts:
        node = node.next.setdefault(part.lower(), _Node())
    if not cased:
        node.labels = (*node.labels, label)
    else:
        node.cased = (*node.cased, (label, " ".join(parts)))
        node.same = False


def _patterns(raw: Mapping[str, Any]) -> tuple[DatePattern, ...]:
    found: list[DatePattern] = []
    for row in raw.get("pattern", ()):
        name = row.get("id") if isinstance(row, Mapping) else None
        if not isinstance(name, str) or not isinstance(row.get("match"), str):
            raise ValueError(f"dates: a pattern needs `id` and `match`: {row!r}")
        examples = tuple(row.get("examples", ()))
        if not examples:
            raise ValueError(f"dates: pattern {name} has no example: add one under `examples`")
        constants = {k: str(v) for k, v in row.get("set", {}).items()}
        if constants.get("kind", "date") not in KINDS:
            raise ValueError(f"dates: pattern {name}: kind is one of {', '.join(KINDS)}")
        found.append(DatePattern(name, row["match"], constants, examples))
    names = [p.id for p in found]
    if len(set(names)) < len(names) or not names:
        raise ValueError("dates: patterns must have ids, each its own")
    return tuple(found)


def _expressions(
    patterns: Sequence[DatePattern], root: _Node, words: Mapping[str, Mapping[str, object]]
) -> tuple[list[str], dict[frozenset[str], str]]:
    """An expression for each pattern, and the symbol of every set of labels."""
    sets: set[frozenset[str]] = {frozenset({sign}) for sign in _SIGNS.values()}
    stack = [root]
    while stack:
        node = stack.pop()
        stack += node.next.values()
        for raw in ("", *(form for _, form in node.cased)):
            labels = frozenset(f"{x.cls}:{x.attr}" for x in node.fitting(raw))
            sets |= {labels, labels | {"NUM"}} if labels else set()
    sets |= {frozenset(s) for s in _digit_sets()}
    symbols = {labels: chr(_FIRST_SYMBOL + i) for i, labels in enumerate(sorted(sets, key=sorted))}
    known = {*words, *_DIGIT_CLASSES, *_SIGNS.values()}
    parts = []
    for pattern in patterns:
        try:
            parts.append(_pattern(pattern.match, symbols, known))
        except ValueError as error:
            raise ValueError(f"dates: pattern {pattern.id}: {error}") from None
    return parts, symbols


def _pattern(text: str, symbols: Mapping[frozenset[str], str], known: set[str]) -> str:
    out: list[str] = []
    looking = [False]  # for each open parenthesis: inside a look-around, which fills no slot
    at = 0
    while at < len(text):
        m = _PIECE.match(text, at)
        if m is None:
            raise ValueError(f"cannot read {text[at:]!r}")
        at = m.end()
        op = m["op"]
        if op:
            out.append(op)
            if op[0] == "(":
                looking.append(looking[-1] or op[:3] in ("(?=", "(?!", "(?<"))
            elif op == ")":
                looking.pop()
                if not looking:
                    raise ValueError("unbalanced parentheses")
        elif m["set"] or m["cls"]:
            members = m["set"].split("|") if m["set"] else [m.group()]
            choices = [_member(x.strip(), symbols, known, keep=not looking[-1]) for x in members]
            out.append(choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})")
    return "".join(out)


def _member(
    text: str, symbols: Mapping[frozenset[str], str], known: set[str], *, keep: bool
) -> str:
    """`CLASS`, `CLASS:attr` or `CLASS>slot` as a class of symbols; slot `none` keeps nothing."""
    member, _, slot = text.partition(">")
    cls = member.partition(":")[0]
    if cls not in known:
        raise ValueError(f"no words of class {cls}")
    # a class that no word carries matches nothing
    chars = _chars(member, symbols) or "\uf8ff"
    slot = slot or _SLOTS.get(cls, "none")
    if slot not in _KNOWN_SLOTS:
        raise ValueError(f"no slot {slot!r}")
    return f"[{chars}]" if slot == "none" or not keep else f"(?P<{slot}>[{chars}])"


def _chars(member: str, symbols: Mapping[frozenset[str], str]) -> str:
    cls, _, attr = member.partition(":")
    return "".join(
        char
        for labels, char in symbols.items()
        if any(x == member or (not attr and x.partition(":")[0] == cls) for x in labels)
    )


def _digit_sets() -> Iterable[set[str]]:
    for value in range(2200):
        yield _plain_classes(str(value))
    for value in range(100):
        yield _plain_classes(f"{value:02}")
    yield from ({"NUM"}, {"DM"}, {"DMY"}, {"HM"}, {"DM", "HMDOT"}, {"HMDOT"}, {"DURADJ"}, {"NUM", "HMDOT"})
    yield {"NUM", "DM", "HMDOT"}
    yield {"NUM", "DM"}


def _plain_classes(digits: str) -> set[str]:
    value, size = int(digits), len(digits)
    found = {"NUM"}
    if size <= 2:
        found |= {"DAY"} if 1 <= value <= 31 else set()
        found |= {"MON"} if 1 <= value <= 12 else set()
        found |= {"HOUR"} if value <= 24 else set()
        found |= {"YY"} if size == 2 else set()
    elif size == 4 and 1800 <= value <= 2150:
        found.add("YEAR")
    return found


# -- a text ---------------------------------------------------------------------------------


class _Chunk(NamedTuple):
    first: int
    last: int
    labels: tuple[_Label, ...]


def find_dates(tokens: Tokens, data: DateData) -> list[DateMention]:
    """Every date of a text, in order, free of overlaps."""
    found: list[DateMention] = []
    for start, end in _windows(tokens, data):
        chunks, line = _symbols(tokens, start, end, data)
        at = 0
        while at < len(line):
            mention, end = _longest_match(line, at, chunks, tokens, data)
            if mention is not None:
                found.append(mention)
            at = end
    return found


def _longest_match(
    line: str, at: int, chunks: Sequence[_Chunk | None], tokens: Tokens, data: DateData
) -> tuple[DateMention | None, int]:
    """The longest pattern from symbol `at` that makes a date, the earlier one of equals, and
    the symbol to go on from."""
    matches: list[tuple[int, int, regex.Match[str]]] = []
    for index in data.openers.get(line[at], ()):
        match = data.matchers[index].match(line, at)
        if match is not None and match.end() > at:
            matches.append((-match.end(), index, match))
    matches.sort(key=lambda m: m[:2])
    for end, index, match in matches:
        mention = _mention(index, match, chunks, tokens, data)
        if mention is not None:
            return mention, -end
    return None, at + 1


def taken(mentions: Iterable[DateMention]) -> dict[int, str]:
    """Which tokens belong to dates ("date") and durations ("duration"), for `find_numbers`."""
    return {
        t: "duration" if m.kind == "duration" else "date"
        for m in mentions
        for t in range(m.first, m.last)
    }


def _windows(tokens: Tokens, data: DateData) -> list[tuple[int, int]]:
    """Stretches of tokens around everything that can be part of a date."""
    triggers, lower = data.triggers, tokens.lower
    tails = data.after_tail
    spots = [
        i
        for i, w in enumerate(lower)
        if w in triggers or w[0].isdecimal() or ("-" in w and w[w.rfind("-") + 1 :] in tails)
    ]
    if not spots:
        return []
    n = len(lower)
    found: list[tuple[int, int]] = []
    start, end = max(0, spots[0] - _REACH), min(n, spots[0] + _REACH)
    for i in spots[1:]:
        if i - _REACH <= end:
            end = min(n, i + _REACH)
        else:
            found.append((start, end))
            start, end = i - _REACH, min(n, i + _REACH)
    found.append((start, end))
    return found


def _symbols(
    tokens: Tokens, start: int, end: int, data: DateData
) -> tuple[list[_Chunk | None], str]:
    """The window as chunks, the longest entry at each place, and its symbols."""
    text, starts, ends, lower = tokens.text, tokens.starts, tokens.ends, tokens.lower
    chunks: list[_Chunk | None] = []
    line: list[str] = []
    i = start
    known = data.known
    if len(known) >= _WORD_LIMIT:
        known.clear()
    while i < end:
        if i > start and starts[i] > ends[i - 1] and "\n" in text[ends[i - 1] : starts[i]]:
            chunks.append(None)
            line.append(_BREAK)
        labels, last = _longest(tokens, i, end, data)
        if not labels:
            sign = _SIGNS.get(lower[i])
            if sign is not None:
                labels = (_Label(sign, ""),)
            elif lower[i][0].isalnum():
                labels, last = _numeric(tokens, i, end, data)
        elif last == i + 1 and lower[i] in data.numbers.atoms:
            value = data.numbers.atoms[lower[i]]
            if value > 0 and not any(x.cls == "A" for x in labels):
                labels = (*labels, _Label("NUM", str(value)))
        chunks.append(_Chunk(i, last, labels))
        if labels:
            symbol = known.get(labels)
            if symbol is None:
                key = frozenset(
                    f"{x.cls}:{x.attr}" if x.cls not in _BARE else x.cls for x in labels
                )
                symbol = known[labels] = data.symbols.get(key, _OTHER)
            line.append(symbol)
        else:
            line.append(_OTHER)
        i = last
    return chunks, "".join(line)


_BARE = frozenset((*_DIGIT_CLASSES, *_SIGNS.values()))


def _longest(
    tokens: Tokens, i: int, end: int, data: DateData
) -> tuple[tuple[_Label, ...], int]:
    node = data.root.next.get(tokens.lower[i])
    if node is None:
        return (), i + 1
    best: tuple[tuple[_Label, ...], int] = ((), i + 1)
    at = i
    while node is not None:
        at += 1
        if node.labels or node.cased:
            labels = node.labels if node.same else node.fitting(" ".join(tokens.words[i:at]))
            if labels:
                best = labels, at
        if not node.next or at >= end or "\n" in tokens.text[tokens.ends[at - 1] : tokens.starts[at]]:
            break
        node = node.next.get(tokens.lower[at])
    return best


def _numeric(
    tokens: Tokens, i: int, end: int, data: DateData
) -> tuple[tuple[_Label, ...], int]:
    """A number in digits or words, a dotted date, a clock time, "12-hour"."""
    low = tokens.lower[i]
    labels = data.memo.get(low)
    if labels is None:
        labels = _number_labels(low, data)
        if len(data.memo) >= _WORD_LIMIT:
            data.memo.clear()
        data.memo[low] = labels
    last = i + 1
    if labels and labels[0].cls == "NUM" and low[0].isalpha():
        # "twenty five", "two hundred": as many words as make one number
        atoms = list(_atoms(low, data))
        while last < end and len(atoms) < 12:
            more = _atoms(tokens.lower[last], data) if tokens.lower[last][0].isalpha() else ()
            value = data.numbers.value([*atoms, *more]) if more else None
            if value is None:
                break
            atoms += more
            labels = (_Label("NUM", str(value)),)
            last += 1
    return labels, last


def _atoms(low: str, data: DateData) -> tuple[int, ...]:
    word = data.numbers.word(low)
    return word.atoms if word is not None and word.form == "words" and not word.tail else ()


def _number_labels(low: str, data: DateData) -> tuple[_Label, ...]:
    word = data.numbers.word(low)
    if word is None:
        return ()
    value = word.value if word.form != "words" else data.numbers.value(word.atoms)
    if word.tail:
        unit = data.after_tail.get(word.tail)
        if unit is None or value is None:
            return ()
        return (_Label("DURADJ", _period(value, unit)),)
    if word.form == "words":
        return (_Label("NUM", str(value)),) if value is not None else ()
    if low.isdecimal():
        plain = "".join(str(int(c)) for c in low)
        return tuple(_Label(cls, plain) for cls in sorted(_plain_classes(plain)))
    return _dotted(low, value)


def _dotted(low: str, value: float | None) -> tuple[_Label, ...]:
    found: list[_Label] = []
    if value is not None:
        found.append(_Label("NUM", f"{value:g}"))
    parts = regex.split(r"[.:]", low)
    if not all(p.isdecimal() for p in parts) or ":" in low and "." in low:
        return tuple(found)
    a, b = int(parts[0]), int(parts[1])
    short = len(parts[0]) <= 2 and len(parts[1]) <= 2
    if ":" in low:
        if a <= 24 and len(parts[1]) == 2 and b < 60 and len(parts) < 4:
            return (_Label("HM", f"{a:02}:{b:02}"),)
        return ()
    if len(parts) == 3 and short and 1 <= a <= 31 and 1 <= b <= 12 and len(parts[2]) in (2, 4):
        return (_Label("DMY", low),)
    if len(parts) == 2 and short:
        if 1 <= a <= 31 and 1 <= b <= 12:
            found.append(_Label("DM", low))
        if a <= 24 and len(parts[1]) == 2 and b < 60:
            found.append(_Label("HMDOT", f"{a:02}:{b:02}"))
    return tuple(found)


def _period(value: float | None, unit: str) -> str:
    """A TIMEX3 period: 3 day → P3D, 2 hour → PT2H, None → PXD."""
    code = _PERIOD.get(unit, "X")
    amount = "X" if value is None else f"{value:g}"
    return f"PT{amount}{code[1]}" if code[0] == "T" else f"P{amount}{code}"


# -- from a match to a reference --------------------------------------------------------------


def _mention(
    index: int, match: regex.Match[str], chunks: Sequence[_Chunk | None], tokens: Tokens, data: DateData
) -> DateMention | None:
    pattern = data.patterns[index]
    head, tail = chunks[match.start()], chunks[match.end() - 1]
    if head is None or tail is None:
        return None
    slots: dict[str, str] = {}
    spots: dict[str, int] = {}
    for name in data.slots[index]:
        at = match.start(name)
        if at < 0:
            continue
        chunk = chunks[at]
        if chunk is None:
            return None
        slots[name] = _attr(name, chunk)
        spots[name] = at
    ref = _reference(slots, pattern.constants, data)
    if ref is None:
        return None
    kind = pattern.constants.get("kind") or _kind(ref)
    first, last = head.first, tail.last
    core = (first, last)
    if "num" in spots and "unit" in spots:
        a, b = chunks[spots["num"]], chunks[spots["unit"]]
        if a is not None and b is not None:
            core = (a.first, b.last)
    cue = _cue(tokens, first, data)
    return DateMention(
        first, last, ref, kind, pattern.id, cue, core,
        _ends(spots, chunks, first, last), _ahead(tokens, first, last, cue, data),
    )  # fmt: skip


def _ends(
    spots: Mapping[str, int], chunks: Sequence[_Chunk | None], first: int, last: int
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The tokens of both ends of a range."""
    at = min((spots[name] for name in _END_SLOTS if name in spots), default=None)
    if at is None:
        return None
    end = chunks[at]
    before = at - 1
    while before > 0:
        chunk = chunks[before]
        if chunk is None:
            return None
        if not any(x.cls in ("TO", "DASH", "AND", "DET", "COMMA") for x in chunk.labels):
            return ((first, chunk.last), (end.first, last)) if end is not None else None
        before -= 1
    return None


def _attr(slot: str, chunk: _Chunk) -> str:
    for label in chunk.labels:
        if _SLOTS.get(label.cls) == slot or slot.removeprefix("end_") == _SLOTS.get(label.cls):
            return label.attr
    return chunk.labels[0].attr


def _kind(ref: TimeRef) -> str:
    if ref.set_ is not None:
        return "set"
    if ref.duration is not None and ref.offset is None:
        return "duration"
    return "time" if ref.time_of_day is not None else "date"


def _cue(tokens: Tokens, first: int, data: DateData) -> str:
    for size in (3, 2, 1):
        if first >= size:
            found = data.cues.get(" ".join(tokens.lower[first - size : first]))
            if found is not None:
                return found
    return ""


def _ahead(tokens: Tokens, first: int, last: int, cue: str, data: DateData) -> bool:
    """The date lies ahead: "until …", "by …", or a word of the future stands close before it
    (seven tokens) or right after it, in the same sentence."""
    if cue in ("until", "by"):
        return True
    lower, n = tokens.lower, len(tokens.lower)
    i = first
    while i > max(0, first - 8) and lower[i - 1] not in _STOPS:
        i -= 1
    for k in (*range(i, first), *range(last, min(n, last + 3))):
        if k >= last and lower[k] in _STOPS:
            break
        if lower[k] in data.future:
            return True
        if k + 1 < n and f"{lower[k]} {lower[k + 1]}" in data.future:
            return True
    return False


_STOPS = frozenset(".!?;:")


def _reference(
    slots: Mapping[str, str], constants: Mapping[str, str], data: DateData
) -> TimeRef | None:
    """Put the slots of a match together. None where they make no date."""
    get = {**constants, **slots}
    values: dict[str, Any] = {"relative_to": get.get("relative_to", "document")}
    for name in ("year", "month", "day", "end_year", "end_month", "end_day", "weekday", "end_weekday"):
        if name in get:
            values[name] = int(get[name])
    if "ord" in get and "day" not in get:
        values["day"] = int(get["ord"])
    if "yy" in get:
        short = int(get["yy"])
        values["year"] = short + (2000 if short <= data.century_pivot else 1900)
    for name in ("dm", "dmy"):
        if name in get and not _numeric_date(get[name], values, data):
            return None
    if "end_yy" in get and "year" in values:
        values["end_year"] = values["year"] // 100 * 100 + int(get["end_yy"])
        if values["end_year"] <= values["year"]:
            return None
    if "part" in get:
        values["part"] = get["part"]
    if "wdtod" in get:
        weekday, _, tod = get["wdtod"].partition(":")
        values["weekday"], values["time_of_day"] = int(weekday), tod
    if "quarter" in get:
        if not 1 <= int(get["quarter"]) <= 4:
            return None
        values["part"] = f"Q{get['quarter']}"
    if "partmonth" in get:
        values["part"], _, rest = get["partmonth"].partition(":")
        month, _, year = rest.partition(":")
        values |= {"month": int(month)} if month else {"year": int(year)}
    if "tod" in get:
        values["time_of_day"] = get["tod"]
    if "reltod" in get:
        shift, _, tod = get["reltod"].partition(":")
        values["offset"], values["unit"] = (int(shift), int(shift)), "day"
        values["time_of_day"] = tod
    if "relday" in get:
        values["offset"], values["unit"] = (int(get["relday"]), int(get["relday"])), "day"
    clock = _clock_of(get)
    if clock is not None:
        values["time_of_day"] = clock
    if "fuzzy" in get:
        values["fuzzy"] = get["fuzzy"]
    if "set" in get:
        values["set_"] = _repeat(get)
    if "duration" in get and "set" not in get:
        values["duration"] = get["duration"]
    if not _shift(get, values):
        return None
    if get.get("span") == "decade":
        values["unit"] = "decade"
        if values.get("year", 0) % 10:
            return None
    if get.get("span") == "century":
        values["unit"] = "century"
        values["year"] = (int(get["num"]) - 1) * 100
    month, day = values.get("month"), values.get("day")
    if month is not None and day is not None and day > _MONTH_DAYS[month - 1]:
        return None
    return TimeRef(**values)


_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _numeric_date(text: str, values: dict[str, Any], data: DateData) -> bool:
    parts = [int(p) for p in text.split(".")]
    day, month = (parts[1], parts[0]) if data.month_first else (parts[0], parts[1])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    values["day"], values["month"] = day, month
    if len(parts) > 2:
        year = parts[2]
        if year < 100:
            year += 2000 if year <= data.century_pivot else 1900
        values["year"] = year
    return True


def _clock_of(get: Mapping[str, str]) -> str | None:
    if "hm" in get:
        hour, minute = get["hm"].split(":")[:2]
    elif "hour" in get:
        hour, minute = get["hour"], "00"
    else:
        return None
    value = int(hour)
    if get.get("ampm") == "pm" and value < 12:
        value += 12
    elif get.get("ampm") == "am" and value == 12:
        value = 0
    return f"{value:02}:{minute}"


def _repeat(get: Mapping[str, str]) -> str:
    if get["set"] != "each":
        return get["set"]
    if "weekday" in get:
        return f"XXXX-WXX-{int(get['weekday']) + 1}"
    if "unit" in get:
        return _period(float(get.get("num", 1)), get["unit"])
    if "month" in get:
        return f"XXXX-{int(get['month']):02}"
    return "P1D" if "tod" in get else "P1Y"


def _shift(get: Mapping[str, str], values: dict[str, Any]) -> bool:
    """Quantities and shifts of units: "two weeks ago", "last month", "last Friday"."""
    shift = get.get("shift")
    if "unit" not in get:
        if shift is not None:
            values["direction"] = int(shift)
        return True
    unit, _, times = get["unit"].partition("*")
    if "num" not in get and not times:
        if "set" in get:
            return True
        if "part" in values and shift is None:
            return False
        if "plural" in get and shift is not None:
            values["duration"], values["direction"] = _period(None, unit), int(shift)
            return True
        if shift is None:
            values["duration"] = _period(None if get.get("plural") else 1.0, unit)
            return True
        values["offset"], values["unit"] = (int(shift), int(shift)), unit
        return True
    amount = None if get.get("num") == "some" else float(get.get("num") or times)
    if "set" in get:
        return True
    values["duration"] = _period(amount, unit)
    if "sign" in get:
        sign = int(get["sign"])
        low, high = (2, _SOME.get(unit, 10)) if amount is None else (amount, amount)
        if low != int(low):
            low, high = int(low), int(high) + 1
        ends = sorted((sign * int(low), sign * int(high)))
        values["offset"] = (ends[0], ends[1])
        values["unit"] = "day" if unit == "night" else unit
    elif shift is not None:
        values["direction"] = int(shift)
    return True


# -- TIMEX3 -----------------------------------------------------------------------------------


def timexes(
    mentions: Sequence[DateMention], anchor: date | None, *, signals_outside: bool = True
) -> list[Timex]:
    """The TIMEX3 annotations of a text's mentions (`find_dates`), in order.

    A clock time or part of a day alone belongs to the day named last (within 30 tokens), an
    event's "next day" counts from it; without one they belong to the day of publication.
    `signals_outside` follows the Italian-derived guidelines (KRAUTS, MEANTIME): in "two weeks
    ago" and "vor zwei Wochen" only the quantity is annotated, as a DURATION. Without it the
    whole phrase is a DATE, as in TimeBank.
    """
    found: list[Timex] = []
    last: tuple[int, date] | None = None
    for m in mentions:
        said = last[1] if last is not None else anchor
        near = said if last is not None and m.first - last[0] < 30 else anchor
        lone = m.ref == TimeRef(time_of_day=m.ref.time_of_day)
        base = near if lone else anchor
        found += _timex(m, base, said, signals_outside)
        when = resolve(m.ref, anchor, event=said, past=not m.future)
        if when.start is not None and when.precision == "day":
            last = m.last, when.start
    return found


def _timex(
    m: DateMention, anchor: date | None, event: date | None, signals_outside: bool
) -> list[Timex]:
    ref, past = m.ref, not m.future
    if signals_outside and ref.offset is not None and ref.duration is not None:
        return [Timex(*m.core, "DURATION", ref.duration)]
    if m.ends is not None:
        (a, b), (c, d) = m.ends
        kind = m.kind.upper()
        one, two = (timex_value(r, anchor, event=event, past=past) for r in _two(ref))
        return [Timex(a, b, kind, one), Timex(c, d, kind, two)]
    value = timex_value(ref, anchor, event=event, past=past)
    return [Timex(m.first, m.last, m.kind.upper(), value)]


def _two(ref: TimeRef) -> tuple[TimeRef, TimeRef]:
    """Both ends of a range as references of their own."""
    first = TimeRef(year=ref.year, month=ref.month, day=ref.day, weekday=ref.weekday,
                    time_of_day=ref.time_of_day, offset=ref.offset, unit=ref.unit)  # fmt: skip
    second = TimeRef(
        year=ref.end_year or ref.year,
        month=ref.end_month or ref.month,
        day=ref.end_day,
        weekday=ref.end_weekday,
        offset=ref.offset,
        unit=ref.unit,
    )
    return first, second
