"""A language's numbers as a pack writes them, compiled: `numbers.toml` → `NumberData`.

Use `parse_numbers` once a pack; `casus.extract.numbers` reads texts with the result. What the
tables mean is told in docs/dates.md. Nothing here knows a word of a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from casus.packs.lexicon import Lexicon, LexiconError, expand

__all__ = ["BOUNDS", "JOIN", "NumberData", "Word", "parse_numbers"]

JOIN = -1
"""An atom that only ties others together ("and", "und", "و")."""
BOUNDS = ("at_least", "more_than", "up_to", "less_than", "nearly", "just_over", "about")
_MEMO_LIMIT = 200_000
_LONGEST_WORD = 80  # "neunhundertneunundneunzigtausend…" has 60 letters; longer is no number
_ORDERS = ("additive", "inverted")
_KINDS = (
    "money", "percent", "unit", "duration", "age", "clock", "times", "model", "score", "year",
    "date", "ordinal", "street",
)  # fmt: skip


class Word(NamedTuple):
    """What one token says as a number: its atoms, or a value in digits; `tail` is what hangs
    on by a hyphen ("year-old")."""

    atoms: tuple[int, ...]
    value: float | None
    form: str  # words, plain, grouped, decimal, colon, code
    tail: str


@dataclass(frozen=True, slots=True)
class NumberData:
    """A language's numbers, ready for use. Build with `parse_numbers`, share freely: reading
    changes only a memo of words."""

    atoms: Mapping[str, int]
    multipliers: frozenset[int]
    longest_atom: int
    order: str
    between: frozenset[str]
    inside: frozenset[str]
    join_from: int
    teens_after: frozenset[int]
    teens_in_two: bool
    compound: bool
    group: frozenset[str]
    decimal: frozenset[str]
    ordinal_dot_after: frozenset[str]
    lexicon: Lexicon
    memo: dict[str, Word | None] = field(repr=False, compare=False)

    def word(self, low: str) -> Word | None:
        """What a lower-case token says as a number, None for no number. Remembered."""
        try:
            return self.memo[low]
        except KeyError:
            found = _digits(low, self) if low[0].isdecimal() else _letters(low, self)
            if len(self.memo) >= _MEMO_LIMIT:
                self.memo.clear()
            self.memo[low] = found
            return found

    def value(self, atoms: Sequence[int]) -> int | None:
        """The number that a row of atoms makes, None where they make none ("five seven")."""
        total = group = room = 0
        smallest = 10**18
        joined = False
        for atom in atoms:
            if atom == JOIN:
                if joined or not (group or total):
                    return None
                joined = True
                continue
            if atom in self.multipliers:
                if joined:
                    return None
                if atom < 1000:
                    if group >= atom:
                        return None
                    group = (group or 1) * atom
                    room = atom
                elif atom < smallest:
                    total += (group or 1) * atom
                    smallest, group = atom, 0
                else:
                    return None
            elif not group:
                if atom >= smallest:
                    return None
                group, room = atom, self._room(atom)
            elif self.order == "inverted" and joined and 0 < group % 100 < 10 and _is_ten(atom):
                group, room = group + atom, 0
            elif self.teens_in_two and atom == 10 and not joined and 0 < group % 100 < 10:
                group, room = group + 10, 0
            elif atom < room and (not joined or _last_step(group) >= self.join_from):
                group, room = group + atom, min(room, self._room(atom))
            else:
                return None
            joined = False
        return None if joined else total + group

    def _room(self, atom: int) -> int:
        """What may still follow inside a group: below 10 after 60, below 100 after 200."""
        if atom in self.teens_after:
            return 20
        if atom >= 1000:
            return 1000 if atom % 1000 == 0 else self._room(atom % 1000)
        if atom >= 100:
            return 100 if atom % 100 == 0 else self._room(atom % 100)
        return 10 if _is_ten(atom) else 0


def _is_ten(atom: int) -> bool:
    return 20 <= atom <= 90 and atom % 10 == 0


def _last_step(group: int) -> int:
    """The size of the last thing said: 30 of 230, 200 of 200."""
    return group % 100 or group


def parse_numbers(raw: Mapping[str, Any]) -> NumberData:
    """Compile a pack's `numbers.toml`. Raises ValueError that names the table at fault."""
    strategy = _table(raw, "strategy")
    digits = _table(raw, "digits")
    if strategy.get("order", "additive") not in _ORDERS:
        raise ValueError(f"numbers: strategy.order is one of {_ORDERS}")
    atoms: dict[str, int] = {}
    for name in ("words", "multipliers"):
        for key, forms in _table(raw, name).items():
            for form in _forms(forms, f"numbers: {name}.{key}"):
                atoms[form] = _whole(key, f"numbers: {name}")
    if not atoms:
        raise ValueError("numbers: `words` gives no number word: fill in the table")
    inside = frozenset(strategy.get("joiner_inside", ()))
    for joiner in inside:
        atoms.setdefault(joiner, JOIN)
    return NumberData(
        atoms=atoms,
        multipliers=frozenset(
            _whole(k, "numbers: multipliers") for k in _table(raw, "multipliers")
        ),
        longest_atom=max(len(a) for a in atoms),
        order=strategy.get("order", "additive"),
        between=frozenset(strategy.get("joiner_between", ())),
        inside=inside,
        join_from=int(strategy.get("joiner_from", 100)),
        teens_after=frozenset(strategy.get("teens_after", ())),
        teens_in_two=bool(strategy.get("teens_in_two", False)),
        compound=bool(strategy.get("compound", False)),
        group=frozenset(digits.get("group", ())),
        decimal=frozenset(digits.get("decimal", ())),
        ordinal_dot_after=frozenset(digits.get("ordinal_dot_after", ())),
        lexicon=_lexicon(raw),
        memo={},
    )


def _lexicon(raw: Mapping[str, Any]) -> Lexicon:
    tables: dict[str, dict[str, Iterable[str]]] = {}
    for name in ("scale", "collective", "factor", "vague", "article", "ordinal", "both"):
        rows = _table(raw, name)
        for key in rows:
            _decimal(key, f"numbers: {name}")
        tables[name] = {k: _list(v, f"numbers: {name}.{k}") for k, v in rows.items()}
    for name, allowed in (("before", (*BOUNDS, "exact")), ("after", BOUNDS),
            ("range", ("open", "and", "to", "not_after")),
            ("increment", ("before", "after", "one")), ("none", ("word",)),
            ("ordinal_suffix", ("word",)), ("name_follows", _KINDS)):  # fmt: skip
        rows = _table(raw, name)
        _known(rows, allowed, f"numbers: {name}")
        tables[name] = {k: _list(v, f"numbers: {name}.{k}") for k, v in rows.items()}
    kinds = _table(raw, "kind")
    _known(kinds, ("before", "after", "tail"), "numbers: kind")
    for side, rows in kinds.items():
        _known(rows, (*_KINDS, "count", *BOUNDS), f"numbers: kind.{side}")
        tables[f"kind_{side}"] = {
            k: _list(v, f"numbers: kind.{side}.{k}") for k, v in rows.items()
        }
    try:
        return Lexicon(tables)
    except LexiconError as error:
        raise ValueError(f"numbers: {error}") from None


def _table(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = raw.get(name, {})
    if not isinstance(table, Mapping):
        raise ValueError(f"numbers: `{name}` must be a table")
    return table


def _known(rows: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
    unknown = sorted(set(rows) - set(allowed))
    if unknown:
        raise ValueError(f"{where}: unknown {unknown}, known are {', '.join(allowed)}")


def _list(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ValueError(f"{where}: must be a list of strings")
    return value


def _forms(value: object, where: str) -> list[str]:
    try:
        return [form for entry in _list(value, where) for form in expand(entry)]
    except LexiconError as error:
        raise ValueError(f"{where}: {error}") from None


def _whole(key: str, where: str) -> int:
    if not key.isdecimal():
        raise ValueError(f"{where}: {key!r} is no whole number")
    return int(key)


def _decimal(key: str, where: str) -> float:
    try:
        return float(key)
    except ValueError:
        raise ValueError(f"{where}: {key!r} is no number") from None


# -- one token ------------------------------------------------------------------------------


def _letters(low: str, data: NumberData) -> Word | None:
    """A token that starts with a letter: "forty-nine", "zweihundertsechs", "six-year-old"."""
    if len(low) > _LONGEST_WORD:
        return None
    if low in data.atoms:
        atom = data.atoms[low]
        return None if atom == JOIN else Word((atom,), None, "words", "")
    if not data.compound and "-" not in low:
        return None
    cut = len(low)
    while cut > 0:
        atoms = _cut(low[:cut], data)
        if atoms:
            bare = atoms[1:] if atoms[0] == JOIN else atoms
            if bare and data.value(bare) is not None:
                return Word(atoms, None, "words", low[cut + 1 :])
        cut = low.rfind("-", 0, cut)
    return None


def _cut(word: str, data: NumberData) -> tuple[int, ...] | None:
    """Cut a word into atoms, hyphens between them allowed, the longest first; None if it has
    any other part. Linear in the word times the longest atom."""
    n = len(word)
    best: list[tuple[int, ...] | None] = [None] * n + [()]
    for i in range(n - 1, -1, -1):
        if word[i] == "-" and 0 < i < n - 1:
            best[i] = best[i + 1]
            continue
        if not data.compound and i > 0 and word[i - 1] != "-":
            continue
        for size in range(min(data.longest_atom, n - i), 0, -1):
            atom = data.atoms.get(word[i : i + size])
            if atom is None or (not data.compound and i + size < n and word[i + size] != "-"):
                continue
            rest = best[i + size]
            if rest is not None and (rest or i + size == n):
                best[i] = (atom, *rest)
                break
    return best[0]


def _digits(low: str, data: NumberData) -> Word | None:
    """A token that starts with a digit: "1,234", "35-year-old", "12:30", "007"."""
    number, _, tail = low.partition("-")
    parts: list[str] = []
    signs: list[str] = []
    piece = ""
    for char in number:
        if char.isdecimal():
            piece += str(int(char))  # any script's digits
        else:
            parts.append(piece)
            signs.append(char)
            piece = ""
    parts.append(piece)
    if sum(map(len, parts)) > 15:
        return Word((), None, "code", tail)
    if not signs:
        code = len(piece) > 1 and piece[0] == "0"
        return Word((), float(piece), "code" if code else "plain", tail)
    if len(set(signs)) == 1 and signs[0] in data.group and 0 < len(parts[0]) < 4 and all(
        len(p) == 3 for p in parts[1:]
    ):  # fmt: skip
        return Word((), float("".join(parts)), "grouped", tail)
    if len(signs) > 1 and signs[-1] in data.decimal and set(signs[:-1]) <= data.group:
        return Word((), float("".join(parts[:-1]) + "." + parts[-1]), "decimal", tail)
    if len(signs) == 1 and signs[0] in data.decimal:
        return Word((), float(".".join(parts)), "decimal", tail)
    return Word((), None, "colon" if ":" in signs else "code", tail)
