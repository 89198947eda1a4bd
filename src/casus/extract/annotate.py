"""From a document's text to one line of symbols with its clauses.

Use `annotate`. It runs every reader that finds mentions (numbers, dates, places, actors, words)
once over the tokens, settles overlaps, and rewrites level-1 rules (counted groups of people).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from casus.extract import symbols
from casus.extract.actors import ActorMention, Registry, find_actors
from casus.extract.compiled import NUMBER_KINDS, CompiledPack
from casus.extract.dates import DateMention, find_dates
from casus.extract.numbers import NumberMention, find_numbers
from casus.extract.parted import with_parted
from casus.extract.places import PlaceFinder, PlaceMention
from casus.extract.symbols import Line, Typed, chunk_line
from casus.packs.lexicon import Hit
from casus.text import Sentence, Tokens, segment

COORDINATE = "and"
"""Opener of a clause that adds a further event to its sentence."""

BACKWARD = "backward"
"""Opener of a clause that a date leads back to ("four days after the raid")."""

WEAK = symbols.WEAK

_CUTTING = frozenset({"CLAUSE", "DATE", "COMMA", "SEMICOLON", "AND"})
"""Classes of chunks at which a clause may begin."""

_LEADING = frozenset({"CLAUSE", "PREP"})
_COORDINATE = 4  # chunks from "and" to the event that it adds
_STEPS = frozenset({("NUM", "article"), ("W", ""), ("PLACE", "adjective"), ("ADV", "word")})

_OPENS_ALWAYS = frozenset({None, "rel"})
"""What opens a clause before a date as well: "which on Friday …", but not "since Friday"."""

_JOINS = frozenset({"join"})
"""CLAUSE words that tie what is told together ("and") and open nothing of their own."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Chunks `[start, end)` of sentence `sentence`; `opener` is the attribute of the word that
    opened it ("since", "after", "who") or empty."""

    sentence: int
    start: int
    end: int
    opener: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with everything that was found in it, before any reading of what it means."""

    tokens: Tokens
    sentences: list[Sentence]
    hits: list[Hit]
    line: Line
    clauses: list[Clause]
    clause_of: list[int]
    token_clause: list[int]
    dates: list[DateMention]
    backward: frozenset[int]
    """First tokens of dates that count back from here: "four days after the raid"."""
    forward: frozenset[int]
    """First tokens of dates that count up to something else: "a week before the election"."""
    places: list[PlaceMention]
    actors: list[ActorMention]
    registry: Registry


def annotate(
    text: str,
    compiled: CompiledPack,
    places: PlaceFinder,
    registry: Registry,
    *,
    rewrite: bool = True,
) -> Annotated:
    """Find every mention in `text` (normalised) and lay it out as chunks and clauses.

    `rewrite=False` leaves the line as it is before level-1 rules, for checking them.
    """
    pack = compiled.pack
    tokens = compiled.tokenise(text, named=registry.names.knows, place=places.worth)
    sentences = segment(tokens, pack.abbreviations)
    hits = pack.lexicon.annotate(tokens)
    dates = [m for m in find_dates(tokens, compiled.dates) if not m.inner]
    hits = with_parted(hits, tokens, dates, pack.lexicon)
    numbers = find_numbers(tokens, compiled.numbers)
    busy = _covered([(d.first, d.last) for d in dates])
    found_places = places.find(tokens, sentences, hits, busy)
    named_so = _covered([(p.first, p.last) for p in found_places if p.last > p.first + 1])
    dates = [d for d in dates if d.last > d.first + 1 or d.first not in named_so]
    follow = pack.strategies.get("adjectives") == "follow"
    actors = find_actors(tokens, hits, found_places, registry, adjectives_follow=follow)
    read = [hit for hit in hits if hit.cls in compiled.classes and hit.attr != WEAK]
    named = [a for a in actors if not a.generic and not _people(a, hits, follow)]
    line = chunk_line(
        tokens, sentences, read, _typed(dates, numbers, found_places, named), compiled.table
    )
    if rewrite:
        line = compiled.rules.rewrite(line, 1, compiled.table)
    backward, forward = (
        _leading(dates, hits, tokens.words, sign) for sign in (1, -1)
    )
    clauses, clause_of = _clauses(line, backward)
    return Annotated(
        tokens,
        sentences,
        hits,
        line,
        clauses,
        clause_of,
        _clauses_of_tokens(len(tokens), line, clause_of),
        dates,
        backward,
        forward,
        found_places,
        actors,
        registry,
    )


def _people(actor: ActorMention, hits: Sequence[Hit], adjectives_follow: bool) -> bool:
    """True for people who are counted rather than act as one, by the noun that a phrase is about:
    its last ("Malian soldiers"), or its first where adjectives follow ("soldados malienses")."""
    return any(
        hit.cls == "PERSON"
        and (hit.first == actor.first if adjectives_follow else hit.last == actor.last)
        for hit in hits
    )


def _clauses_of_tokens(count: int, line: Line, clause_of: Sequence[int]) -> list[int]:
    """The clause of each token."""
    clauses = [0] * count
    for chunk, clause in zip(line.chunks, clause_of, strict=True):
        if chunk is not None:
            clauses[chunk.first : chunk.last] = [clause] * (chunk.last - chunk.first)
    return clauses


def _covered(ranges: Sequence[tuple[int, int]]) -> set[int]:
    return {i for first, last in ranges for i in range(first, last)}


def _typed(
    dates: Sequence[DateMention],
    numbers: Sequence[NumberMention],
    places: Sequence[PlaceMention],
    actors: Sequence[ActorMention],
) -> list[Typed]:
    """One mention a place: dates before numbers, actors before the places inside them."""
    candidates = [Typed(d.first, d.last, ("DATE", d.kind), d) for d in dates]
    candidates += [Typed(a.first, a.last, ("ACTOR", a.type), a) for a in actors]
    candidates += [Typed(p.first, p.last, ("PLACE", p.role), p) for p in places]
    for n in numbers:
        label = ("NUM", n.kind) if n.kind in NUMBER_KINDS else ("QTY", n.kind)
        candidates.append(Typed(n.first, n.last, label, n))
    taken: set[int] = set()
    chosen: list[Typed] = []
    for mention in candidates:
        cells = range(mention.first, mention.last)
        if not taken.intersection(cells):
            taken.update(cells)
            chosen.append(mention)
    return chosen


def _leading(
    dates: Sequence[DateMention], hits: Sequence[Hit], words: Sequence[str], sign: int
) -> frozenset[int]:
    """First tokens of dates whose last word leads on to another event: "a month after" (`sign`
    1), "a week before" (-1), but not "later" or "earlier"."""
    counted = [
        d
        for d in dates
        if d.ref.relative_to == "event"
        and d.ref.offset is not None
        and d.ref.offset[0] * sign > 0
    ]  # few texts have one
    if not counted:
        return frozenset()
    leading = {h.first for h in hits if h.last == h.first + 1 and h.cls in _LEADING}
    # "the day before" at the end of a sentence leads nowhere
    counted = [d for d in counted if d.last < len(words) and words[d.last][0].isalnum()]
    return frozenset(d.first for d in counted if d.last - 1 in leading)


def _opens_coordinate(line: Line, i: int) -> bool:
    """True at "and", "as well as" before an event not told yet: "… as well as a blast that"."""
    chunk = line.chunks[i]
    if chunk is None or not chunk.has("AND"):
        return False
    article = False
    for following in line.chunks[i + 1 : i + 1 + _COORDINATE]:
        if following is None or not following.labels & _STEPS:
            return article and following is not None and following.has("EVENT")
        article = article or ("NUM", "article") in following.labels
    return False


def _before_date(line: Line, i: int) -> bool:
    following = line.chunks[i + 1]
    return following is not None and following.has("DATE")


def _clauses(line: Line, backward: Collection[int]) -> tuple[list[Clause], list[int]]:
    """Cut each sentence at CLAUSE words, semicolons, dates that lead back, and further events."""
    clauses: list[Clause] = []
    clause_of = [0] * len(line.chunks)
    for number, (start, end) in enumerate(line.bounds):
        begin, opener = start, ""
        for i in range(start, end):
            chunk = line.chunks[i]
            if chunk is None:
                continue
            if _CUTTING.isdisjoint(chunk.classes):
                clause_of[i] = len(clauses)
                continue
            cut = chunk.attr("CLAUSE")
            if cut in _JOINS or (cut not in _OPENS_ALWAYS and _before_date(line, i)):
                cut = None  # "before dawn on Sunday" is a date, no clause
            if chunk.has("DATE") and chunk.first in backward:
                cut = BACKWARD
            elif chunk.has("COMMA") and opener == BACKWARD:
                cut = ""  # "a week after the wreck, another boat …"
            elif cut is None and _opens_coordinate(line, i):
                cut = COORDINATE
            if (cut is not None or chunk.has("SEMICOLON")) and i > begin:
                clauses.append(Clause(number, begin, i, opener))
                begin, opener = i, cut or ""
            elif cut is not None:
                opener = cut
            clause_of[i] = len(clauses)
        clauses.append(Clause(number, begin, end, opener))
        if end < len(clause_of):
            clause_of[end] = len(clauses) - 1
    return clauses, clause_of
