"""A language's dates as a pack writes them, compiled: `dates.toml` → `DateData`.

Use `parse_dates` once a pack; `casus.extract.dates` reads texts with the result. Words carry
labels (class and attribute), a set of labels is one symbol, and each pattern of the pack
becomes a regular expression over symbols. What the tables mean is told in docs/dates.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from casus.extract.date_digits import DIGIT_CLASSES, Label, digit_sets, period
from casus.extract.numbers.data import NumberData
from casus.extract.rules import ranges
from casus.packs.lexicon import LexiconError, expand

__all__ = ["END_SLOTS", "OTHER", "SIGNS", "SLOTS", "DateData", "DatePattern", "Node", "parse_dates"]

KINDS = ("date", "time", "duration", "set")
CUES = ("on", "in", "since", "until", "by", "from", "before", "after", "during", "for")
_FIRST_SYMBOL = 0xE000
OTHER = "x"
"""The symbol of a token that no date holds."""

SIGNS = {",": "COMMA", ".": "DOT", "-": "DASH", "–": "DASH", "—": "DASH", "‑": "DASH",
          "/": "SLASH", ":": "COLON", "(": "OPEN", ")": "CLOSE", "،": "COMMA"}  # fmt: skip
SLOTS = {
    "MONTH": "month", "MON": "month", "DAY": "day", "ORD": "ord", "YEAR": "year", "YY": "yy",
    "WEEKDAY": "weekday", "WD": "weekday", "WDTOD": "wdtod", "TOD": "tod", "PART": "part",
    "SEASON": "part", "RELDAY": "relday", "RELTOD": "reltod", "SHIFT": "shift", "UNIT": "unit",
    "UNITS": "unit", "QTR": "unit", "NUM": "num", "A": "num", "VAGUE": "num", "HM": "hm",
    "HMDOT": "hm", "HOUR": "hour", "AMPM": "ampm", "DM": "dm", "DMY": "dmy", "DUR": "duration",
    "DURADJ": "duration", "FUZZY": "fuzzy", "SET": "set", "PARTMONTH": "partmonth",
    "AMBIG": "month", "OLD": "year", "HHMM": "hm", "ZONE": "zone", "HOLIDAY": "holiday",
    "APPROX": "approx", "PLUS": "plus", "SHIFTUNIT": "shiftunit",
    "CLOCKPAST": "minutes", "DURPART": "duration", "FUZZYHEAD": "fuzzy",
}  # fmt: skip
"""The slot that a class fills unless a pattern names another: `DAY>end_day`."""
END_SLOTS = ("end_day", "end_month", "end_year", "end_yy", "end_weekday", "end_num")
_KNOWN_SLOTS = frozenset({*SLOTS.values(), *END_SLOTS, "quarter", "half", "weekof", "freq", "none"})

_PIECE = regex.compile(
    r"\{(?P<set>[A-Z][A-Za-z0-9_:*|>. -]*)\}"
    r"|(?P<cls>[A-Z][A-Z0-9_]*)(?::(?P<attr>[a-z0-9_.*-]+))?(?:>(?P<slot>[a-z_]+))?"
    r"|(?P<op>\(\?[:=!]|\(\?<[=!]|[()|?]|\{\d*,?\d*\})"
    r"|(?P<blank>\s+)"
)
_PAIR_LIMIT = 50_000
_MOST_WRITTEN = 60  # the largest number that is written together with its unit
_SLOT_NAME = regex.compile(r"\?P<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class DatePattern:
    """A pattern of a pack: `examples` mark the extent in brackets, "died on [2 May 2019]"."""

    id: str
    match: str
    constants: Mapping[str, str]
    examples: tuple[str, ...]


@dataclass(slots=True)
class Node:
    """A step of a phrase. `labels` are those of its lower-case entries; `cased` those that want
    the very form; `same`: no entry wants one."""

    next: dict[str, Node] = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    cased: tuple[tuple[Label, str], ...] = ()
    same: bool = True

    def fitting(self, raw: str, *, caseless: bool = False) -> tuple[Label, ...]:
        """The labels of this very form; one in capitals, or in a text without any (`caseless`),
        may be that of a cased entry."""
        if caseless or raw.isupper():
            return (*self.labels, *(x for x, form in self.cased if form.lower() == raw.lower()))
        return (*self.labels, *(label for label, form in self.cased if form == raw))


@dataclass(frozen=True, slots=True)
class DateData:
    """A language's dates, ready for use. Build with `parse_dates`, share freely."""

    patterns: tuple[DatePattern, ...]
    numbers: NumberData
    century_pivot: int
    month_first: bool
    day_dot: bool
    signals_outside: bool
    triggers: frozenset[str]
    root: Node
    matchers: tuple[regex.Pattern[str], ...]
    openers: tuple[regex.Pattern[str], ...]  # the same without look-arounds
    symbols: Mapping[frozenset[str], str]
    slots: tuple[tuple[str, ...], ...]
    fillers: tuple[Mapping[str, frozenset[str]], ...]  # for each slot of a pattern its classes
    cues: Mapping[str, str]
    tenses: Mapping[str, str]  # "future" or "past", by words that tell it
    tense_heads: frozenset[str]  # first of two words
    after_tail: Mapping[str, str]
    heads: Mapping[str, str]  # "past" of "ex" in "ex-minister"
    memo: dict[str, tuple[Label, ...]] = field(repr=False, compare=False)
    known: dict[tuple[Label, ...], str] = field(repr=False, compare=False)
    pairs: dict[str, tuple[int, ...]] = field(repr=False, compare=False)

    def opened_by(self, pair: str) -> tuple[int, ...]:
        """The patterns that can start with these two symbols: of 90, two in plain news.

        Remembered, since "the" alone opens 24 patterns and is followed by a noun.
        """
        found = self.pairs.get(pair)
        if found is None:
            found = tuple(
                i for i, p in enumerate(self.openers) if p.match(pair, partial=True) is not None
            )
            if len(self.pairs) >= _PAIR_LIMIT:
                self.pairs.clear()
            self.pairs[pair] = found
        return found


# -- reading the pack -----------------------------------------------------------------------


def parse_dates(raw: Mapping[str, Any], numbers: NumberData) -> DateData:
    """Compile a pack's `dates.toml`; `numbers` are the same language's.

    Raises ValueError that names the table or pattern at fault.
    """
    words = _words(raw)
    root = Node()
    phrases: list[list[str]] = []
    open_classes = set(raw.get("triggers", ()))
    unknown = open_classes - set(words)
    if unknown or not open_classes:
        raise ValueError(f"dates: `triggers` must name classes of words, not {sorted(unknown)}")
    for cls, attrs in words.items():
        for attr, forms in attrs.items():
            for form in forms:
                _plant(root, Label(cls, attr), form)
                if cls in open_classes:
                    parts = form.removeprefix("=").lower().split()
                    phrases.append(parts)
    tails = _tails(raw)
    if raw.get("number_tails", False):
        for word, value in numbers.atoms.items():
            for tail, unit in tails.items() if 0 < value <= _MOST_WRITTEN else ():
                _plant(root, Label("DURADJ", period(value, unit)), word + tail)
                phrases.append([word + tail])
    single = {parts[0] for parts in phrases if len(parts) == 1}
    triggers = {_rarest(parts, single) for parts in phrases}
    patterns = _patterns(raw)
    expressions, symbols = _expressions(patterns, root, words)
    matchers: list[regex.Pattern[str]] = []
    openers: list[regex.Pattern[str]] = []
    for pattern, (full, bare) in zip(patterns, expressions, strict=True):
        try:
            matchers.append(regex.compile(full))
            openers.append(regex.compile(bare))
        except regex.error as error:
            raise ValueError(f"dates: pattern {pattern.id} does not compile: {error}") from None
    tenses = {word: tense for tense in ("past", "future") for word in raw.get(tense, ())}
    return DateData(
        patterns=patterns,
        numbers=numbers,
        century_pivot=int(raw.get("century_pivot", 35)),
        month_first=bool(raw.get("month_first", False)),
        day_dot=bool(raw.get("day_dot", False)),
        signals_outside=bool(raw.get("signals_outside", False)),
        triggers=frozenset(triggers),
        root=root,
        matchers=tuple(matchers),
        openers=tuple(openers),
        symbols=symbols,
        slots=tuple(tuple(sorted(set(_SLOT_NAME.findall(full)))) for full, _ in expressions),
        fillers=tuple(_fillers(pattern.match) for pattern in patterns),
        cues=_phrases(raw, "cues", CUES),
        tenses=tenses,
        tense_heads=frozenset(w.partition(" ")[0] for w in tenses if " " in w),
        after_tail=tails,
        heads={head: sense for sense, heads in _table(raw, "heads").items() for head in heads},
        memo={},
        known={},
        pairs={},
    )


def _tails(raw: Mapping[str, Any]) -> dict[str, str]:
    """The units that hang on to a number, by their form."""
    return {
        form: unit
        for unit, forms in _table(raw, "tails").items()
        for entry in forms
        for form in expand(entry)
    }


def _rarest(parts: Sequence[str], single: set[str]) -> str:
    """The word of a phrase near which it is sought: one that is sought anyway ("day" in "the
    day after"), else the longest, the later of equals ("m" in "a . m .")."""
    for part in parts:
        if part in single:
            return part
    words = [part for part in parts if part[0].isalnum()] or list(parts)
    return max(reversed(words), key=len)


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
        for year in range(1900, 2100, 10):
            made_of[f"{part}:decade:{year}"] = [f"{prefix}{year}s", f"{prefix}{year % 100:02}s"]
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


def _plant(root: Node, label: Label, form: str) -> None:
    cased = form.startswith("=")
    parts = form.removeprefix("=").split()
    if not parts:
        raise ValueError(f"dates: empty entry in words.{label.cls}.{label.attr}")
    node = root
    for part in parts:
        node = node.next.setdefault(part.lower(), Node())
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
    patterns: Sequence[DatePattern], root: Node, words: Mapping[str, Mapping[str, object]]
) -> tuple[list[tuple[str, str]], dict[frozenset[str], str]]:
    """Expressions for each pattern (`_pattern`), and the symbol of every set of labels."""
    sets: set[frozenset[str]] = {frozenset({sign}) for sign in SIGNS.values()}
    stack = [root]
    while stack:
        node = stack.pop()
        stack += node.next.values()
        for raw in ("", *(form for _, form in node.cased)):
            labels = frozenset(f"{x.cls}:{x.attr}" for x in node.fitting(raw))
            sets |= {labels, labels | {"NUM"}} if labels else set()
    sets |= {frozenset(s) for s in digit_sets()}
    sets |= {frozenset({f"FUZZYHEAD:{sense}"}) for sense in ("past", "present", "future")}
    symbols = {labels: chr(_FIRST_SYMBOL + i) for i, labels in enumerate(sorted(sets, key=sorted))}
    chars: dict[str, str] = {}  # class or class:attribute → its symbols
    for labels, char in symbols.items():
        for name in {*labels, *(label.partition(":")[0] for label in labels)}:
            chars[name] = chars.get(name, "") + char
    known = {*words, *DIGIT_CLASSES, *SIGNS.values(), *_SPECIAL, "FUZZYHEAD"}
    parts = []
    for pattern in patterns:
        try:
            parts.append(_pattern(pattern.match, chars, known))
        except ValueError as error:
            raise ValueError(f"dates: pattern {pattern.id}: {error}") from None
    return parts, symbols


def _pattern(
    text: str, chars: Mapping[str, str], known: set[str]
) -> tuple[str, str]:
    """A pattern as a regular expression over symbols, and the same without its look-arounds."""
    out: list[str] = []
    bare: list[str] = []
    looking = [False]  # for each open parenthesis: inside a look-around, which fills no slot
    at = 0
    while at < len(text):
        m = _PIECE.match(text, at)
        if m is None:
            raise ValueError(f"cannot read {text[at:]!r}")
        at = m.end()
        op = m["op"]
        inside = looking[-1]
        piece = op or ""
        if op and op[0] == "(":
            looking.append(inside or op[:3] in ("(?=", "(?!", "(?<"))
            inside = looking[-1]
        elif op == ")":
            looking.pop()
            if not looking:
                raise ValueError("unbalanced parentheses")
        elif m["set"] or m["cls"]:
            members = m["set"].split("|") if m["set"] else [m.group()]
            choices = [_member(x.strip(), chars, known, keep=not inside) for x in members]
            piece = choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"
        out.append(piece)
        if not inside:
            bare.append(piece)
    return "".join(out), "".join(bare)


def _fillers(text: str) -> dict[str, frozenset[str]]:
    """For each slot of a pattern the classes that fill it."""
    found: dict[str, set[str]] = {}
    for piece in _PIECE.finditer(text):
        members = piece["set"].split("|") if piece["set"] else [piece.group()]
        for member in members if piece["set"] or piece["cls"] else ():
            name, _, slot = member.strip().partition(">")
            cls = name.partition(":")[0]
            found.setdefault(slot or SLOTS.get(cls, "none"), set()).add(cls)
    return {slot: frozenset(classes) for slot, classes in found.items()}


_SPECIAL = {"WORD": OTHER, "END": r"(?:\n|\Z)"}
"""What only look-arounds ask for: any other word, the end of a line."""


def _member(
    text: str, chars: Mapping[str, str], known: set[str], *, keep: bool
) -> str:
    """`CLASS`, `CLASS:attr` or `CLASS>slot` as a class of symbols; slot `none` keeps nothing."""
    member, _, slot = text.partition(">")
    cls = member.partition(":")[0]
    if cls not in known:
        raise ValueError(f"no words of class {cls}")
    if cls in _SPECIAL:
        if keep:
            raise ValueError(f"{cls} stands in look-arounds only")
        return _SPECIAL[cls]
    # a class that no word carries matches nothing
    inside = ranges(chars.get(member) or "\uf8ff")
    slot = slot or SLOTS.get(cls, "none")
    if slot not in _KNOWN_SLOTS:
        raise ValueError(f"no slot {slot!r}")
    return f"[{inside}]" if slot == "none" or not keep else f"(?P<{slot}>[{inside}])"
