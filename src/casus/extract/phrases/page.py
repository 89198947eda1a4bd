"""A report laid out for weighing: words in one case, sentences, classes, phrases.

Use `lay_out`, then `phrases`. Case is not looked at, so that wires in capitals and lower-cased
collections read alike; a dot ends a sentence whatever follows, unless an abbreviation's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from casus.extract.actors import load_registry
from casus.extract.phrases.tables import UNKNOWN, Closed, Model
from casus.packs import Pack
from casus.text import Tokens, tokenise

LONGEST = 7
"""Tokens of a phrase: 97 % of those named in 1,300 annotated reports have no more."""
_MOST_JOINS = 3

_HARM = ("HARM_T", "HARM_I", "HARM_P", "HARM_N")
TRIGGERS = frozenset({*_HARM, "EVENT", "EVENTV", "EVENTW", "MEANS"})
"""Lexicon classes that what happened is told with."""
KEPT = TRIGGERS | {
    "PERSON", "PERSON_TITLE", "SAY", "SITE", "FORCE", "GENERIC_ACTOR", "VOICE", "SUSPECT", "ROLE",
}  # fmt: skip
_GIVEN = "FIRST_NAME"
_ENDS = frozenset(".!?")
_GAP = 3  # blanks that part paragraphs
_QUOTE = '"'
_INNER = frozenset({_QUOTE, "'s", ".", "-"})
OPENERS = frozenset("([")
CLOSERS = frozenset(")]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording and the tokens `[first, last)` of every place where it stands. `key` is the
    wording without articles and signs; `head` the word that says what it is."""

    key: str
    words: tuple[str, ...]
    head: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the registry: its key, its type, and the token after its name."""

    key: str
    type: str
    last: int


@dataclass(frozen=True, slots=True)
class Page:
    """A report before weighing. `classes`, `triggers` and `actors` (registered organisations) go
    by token; `wide` and `narrow` are the distributional classes of its words."""

    tokens: Tokens
    words: list[str]
    sentence_of: list[int]
    bounds: list[tuple[int, int]]
    classes: dict[int, tuple[str, ...]]
    triggers: dict[int, str]
    wide: list[str]
    narrow: list[str]
    actors: dict[int, Organisation]


def lay_out(text: str, pack: Pack, model: Model) -> Page:
    """Lay out `text` (normalised) with the words of a pack and the classes of its model."""
    tokens = tokenise(text, writing=pack.writing)
    words = tokens.lower
    sentence_of, bounds = _sentences(tokens, pack.abbreviations)
    classes: dict[int, tuple[str, ...]] = {}
    triggers: dict[int, str] = {}
    for hit in pack.lexicon.annotate(tokens):
        if hit.cls in KEPT:
            label = f"{hit.cls}:{hit.attr}"
            for i in range(hit.first, hit.last):
                if label not in (found := classes.get(i, ())):
                    classes[i] = (*found, label)
            if hit.cls in TRIGGERS:
                triggers.setdefault(hit.last - 1, label)
    # a list holds names as they are written; here no word's case is known
    given = {n.removeprefix("=").lower() for ns in pack.words.get(_GIVEN, {}).values() for n in ns}
    for i, word in enumerate(words):
        if word in given:
            classes[i] = (*classes.get(i, ()), _GIVEN)
    unknown = (UNKNOWN, UNKNOWN)
    pairs = [model.classes.get(word, unknown) for word in words]
    return Page(
        tokens, words, sentence_of, bounds, classes, triggers,
        [wide for wide, _ in pairs], [narrow for _, narrow in pairs], _organisations(tokens, pack),
    )  # fmt: skip


def _organisations(tokens: Tokens, pack: Pack) -> dict[int, Organisation]:
    """Registered names by token; read in capitals, in which abbreviations are known."""
    registry = load_registry(pack.lang, pack.writing)
    shouted = replace(tokens, words=[word.upper() for word in tokens.words])
    found: dict[int, Organisation] = {}
    for hit in sorted(registry.names.annotate(shouted), key=lambda h: h.first - h.last):
        made = Organisation(hit.attr, registry.actors[hit.attr][1], hit.last)
        for i in range(hit.first, hit.last):
            found.setdefault(i, made)
    return found


def _sentences(
    tokens: Tokens, abbreviations: frozenset[str]
) -> tuple[list[int], list[tuple[int, int]]]:
    words, starts, ends = tokens.lower, tokens.starts, tokens.ends
    sentence_of = [0] * len(words)
    bounds: list[tuple[int, int]] = []
    first = 0
    for i in range(len(words)):
        sentence_of[i] = len(bounds)
        if i + 1 == len(words):
            break
        gap = starts[i + 1] - ends[i]
        ends_here = gap >= 1 and words[i] in _ENDS
        if ends_here and i and (len(words[i - 1]) == 1 or words[i - 1] in abbreviations):
            ends_here = False
        if ends_here or gap >= _GAP:
            bounds.append((first, i + 1))
            first = i + 1
    bounds.append((first, len(words)))
    return sentence_of, bounds


def key_of(text: str, articles: frozenset[str]) -> str:
    """A wording without case, signs and articles: how two namings are compared."""
    bare = "".join(c for c in text.lower() if c.isalnum() or c.isspace())
    return " ".join(word for word in bare.split() if word not in articles)


def spans(words: Sequence[str], closed: Closed, borders: frozenset[str]) -> list[tuple[int, int]]:
    """Tokens `[first, last)` that may name something: no border within, joins only inside."""
    found = []
    for first, opening in enumerate(words):
        if opening in borders or (opening in closed.joins and opening not in closed.opening):
            continue
        if opening in closed.articles or not (opening[0].isalnum() or opening == _QUOTE):
            continue
        joins = 0
        for last in range(first, min(len(words), first + LONGEST)):
            word = words[last]
            if word in borders or not (word[0].isalnum() or word in _INNER):
                break
            if word == "." and (last == first or len(words[last - 1]) > 1):
                break
            if word in closed.joins:
                joins += 1
            elif joins > _MOST_JOINS:
                break
            else:
                found.append((first, last + 1))
    return found


def phrases(page: Page, model: Model) -> list[Phrase]:
    """Every wording of the report that may name something, in order of first mention."""
    closed = model.closed
    places: dict[str, list[tuple[int, int]]] = {}
    for first, last in spans(page.words, closed, model.borders):
        key = key_of(page.tokens.raw(first, last), closed.articles)
        if key:
            places.setdefault(key, []).append((first, last))
    found = []
    for key, where in places.items():
        words = tuple(page.words[slice(*where[0])])
        found.append(Phrase(key, words, head_of(words, closed), tuple(where)))
    return found


def head_of(words: Sequence[str], closed: Closed) -> str:
    """The word that says what a phrase names: before "of" and its like, else the last."""
    for before, word in pairwise(words):
        if word in closed.after_head:
            return before
    return words[-1]
