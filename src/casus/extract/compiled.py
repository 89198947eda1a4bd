"""A pack made ready for reading: word tries, symbol table, rules, triage automaton.

Use `compile_pack`; it is cached by the pack's content, so that a second document costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from casus.extract.dates import DateData, parse_dates
from casus.extract.numbers import NumberData, parse_numbers
from casus.extract.rules import RuleSet, compile_rules, named_classes
from casus.extract.symbols import EntryHits, Labels, SymbolTable, entry_hits
from casus.extract.triage import Triage, matters
from casus.packs import Pack, PackError
from casus.packs.lexicon import expand
from casus.text import Tokens, in_capitals, tokenise

NUMBER_KINDS = ("count", "article", "both", "ordinal", "none")
"""Numbers that may count people; every other kind (age, unit, money …) is a QTY."""

CUES = (
    "PAST", "SEPARATE", "AGG", "HYPO", "DRILL", "SPORT", "FILM", "MARKET", "ANNIV", "COURT",
    "TROOPS", "NEG", "EARLIERFIG", "REVISE", "METAPHOR", "SAY", "NOCLAIM", "STATUS",
)  # fmt: skip
"""Classes of words that say how a clause is to be taken. They stand beside what a text tells and
take no place in its line, unless a rule names them: "another attack" is still an attack."""

_READ = frozenset({
    "METAPHOR", "SAY", "EVENT", "EVENTV", "EVENTW", "MEANS", "SITE",
    "VOICE", "SPOKES", "PERSON", "FORCE", "DET",
    "POSSESSIVE", "CLAUSE", "GENERIC_ACTOR", "REPORTED", "PRON", "MORE", "SUSPECT", "DENY",
    "BACKREF", "DISGUISE", "GAMETIME",
})  # fmt: skip
"""Classes that the engine reads whether or not a rule of the pack names them."""

_SMALL = frozenset(
    {"DET", "PRON", "AUX", "CLAUSE", "PREP", "PLACE_PREP", "OF", "AND", "article"}
)
_SHORT = 3
"""Letters of a word that could be an abbreviation where all letters are capitals."""

_TYPED: dict[str, tuple[str, ...]] = {
    "NUM": NUMBER_KINDS,
    "QTY": (
        "age", "money", "percent", "unit", "duration", "clock", "times", "model", "street",
        "score", "year", "maybe_year", "attributive", "decimal", "date",
    ),
    "DATE": ("date", "time", "duration", "set"),
    "PLACE": ("name", "adjective", "inhabitant"),
    "ACTOR": (
        "armed_group", "state_force", "police", "un_mission", "agency", "party", "government",
        "ngo", "cartel", "other",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompiledPack:
    """Everything that reading one language needs."""

    pack: Pack
    numbers: NumberData
    dates: DateData
    table: SymbolTable
    classes: frozenset[str]
    rules: RuleSet
    triage: Triage
    counting: frozenset[str]
    """Words of numbers and dates."""

    def tokenise(
        self,
        text: str,
        *,
        named: Callable[[str], bool] = lambda _: False,
        place: Callable[[str], float] = lambda _: 0.0,
    ) -> Tokens:
        """Cut a text into words as its language writes them. `named` and `place` tell names of
        actors and places, for packs that cut clitics off words."""
        pack = self.pack
        tokens = tokenise(text, writing=pack.writing)
        if in_capitals(tokens):
            tokens = self._with_small_words(tokens)
        if pack.proclitics is None:
            return tokens
        knows, counting = pack.lexicon.knows, self.counting
        return pack.proclitics.cut(
            tokens,
            writing=pack.writing,
            known=lambda word: knows(word) or word in counting or named(word),
            place=place,
        )

    def _with_small_words(self, tokens: Tokens) -> Tokens:
        """A text in capitals with its small words as a sentence begins with them: "THE MAN WHO IS"
        names no organisation."""
        words = [
            low.capitalize() if len(word) <= _SHORT and self._is_small(low) else word
            for word, low in zip(tokens.words, tokens.lower, strict=True)
        ]
        return replace(tokens, words=words)

    def _is_small(self, word: str) -> bool:
        hits = self.pack.lexicon.look_up([word]) + self.numbers.lexicon.look_up([word])
        return any(hit.cls in _SMALL for hit in hits)


_cache: dict[tuple[str, str], CompiledPack] = {}


def compile_pack(pack: Pack) -> CompiledPack:
    """Compile a pack once per process. Raises PackError for data that cannot be compiled."""
    key = (pack.lang, pack.version)
    found = _cache.get(key)
    if found is None:
        found = _cache[key] = _compile(pack)
    return found


def adopt(compiled: CompiledPack) -> None:
    """Take a pack that was compiled in another process as this one's own."""
    _cache[compiled.pack.lang, compiled.pack.version] = compiled


def _compile(pack: Pack) -> CompiledPack:
    typed: list[Labels] = [
        frozenset({(cls, attr)}) for cls, attrs in _TYPED.items() for attr in attrs
    ]
    typed += [
        frozenset({(rule.emits, dict(rule.constants).get("attr", ""))})
        for rule in pack.rules
        if rule.level == 1
    ]
    classes = _READ | named_classes(pack.rules, pack.macros)
    asked: list[EntryHits] = []  # a third of the entries; all at once would take 30 MB
    entries = _keeping(entry_hits(pack.lexicon, classes), asked)
    table = SymbolTable(pack.lexicon, typed, classes, entries)
    try:
        triage = Triage(asked, pack.writing, pack.proclitics)
        numbers = parse_numbers(pack.numbers)
        dates = parse_dates(pack.dates, numbers)
    except ValueError as error:
        raise PackError(f"pack {pack.lang}: {error}") from None
    rules = compile_rules(pack.rules, pack.macros, table)
    counting = frozenset(_single_words((pack.numbers, pack.dates.get("words", {}))))
    return CompiledPack(pack, numbers, dates, table, classes, rules, triage, counting)


def _keeping(entries: Iterable[EntryHits], kept: list[EntryHits]) -> Iterator[EntryHits]:
    """The entries, as they pass; those that triage asks for are kept."""
    for entry in entries:
        if matters(entry):
            kept.append(entry)
        yield entry


def _single_words(data: object) -> Iterator[str]:
    """Every word in the entries of some tables."""
    if isinstance(data, str):
        for form in expand(data):
            yield from form.removeprefix("=").split()
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _single_words(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _single_words(value)
