"""Dates, times, durations and repetitions in a tokenised text.

Use `find_dates` once a text. Each mention carries a symbolic `TimeRef`; nothing is resolved
here (see `casus.timeref`). The grammar is data: a pack's `dates.toml` lists words by class and
patterns over those classes, and `parse_dates` compiles them into one regular expression over
symbols. It is tried only around words that can open or close a date, so plain text is passed
over at the price of one look-up a token.

`casus.extract.timex` gives mentions the extents, types and values of the TIMEX3 standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from casus.extract.date_data import (
    END_SLOTS,
    OTHER,
    SIGNS,
    DateData,
    DatePattern,
    parse_dates,
)
from casus.extract.date_digits import DIGIT_CLASSES, Label, number_labels
from casus.extract.date_refs import kind_of, reference
from casus.text import Tokens
from casus.types import TimeRef

__all__ = ["DateData", "DateMention", "DatePattern", "find_dates", "parse_dates", "taken"]

_BREAK = "\n"
_REACH = 6  # tokens on either side of a trigger that can still belong to its date
_WORD_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date on tokens `[first, last)`.

    `kind`: date, time, duration or set. `cue` is the preposition's sense before it (one of
    CUES, "" for none): "since 2013" and "until 31 May" date no event. `core` are the tokens of
    the bare quantity in "two weeks ago", or equal to `[first, last)`. `ends` are the tokens of
    both ends of a range. `bare`: what stands about the quantity belongs to what follows ("two
    days after" the raid). `inner`: so many code points of its last token belong to it, "ex" of
    "ex-minister"; 0 for the whole token. `quant` and `freq` are TIMEX3's of a repetition: EVERY
    for "each Friday", 2X for "twice a week". `cued`: how many tokens its cue has.
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
    past: bool = False
    bare: bool = False
    inner: int = 0
    quant: str = ""
    freq: str = ""
    cued: int = 0


class _Chunk(NamedTuple):
    first: int
    last: int
    labels: tuple[Label, ...]


def find_dates(
    tokens: Tokens, data: DateData, *, soft_lines: bool = False
) -> list[DateMention]:
    """Every date of a text, in order, free of overlaps.

    No date goes on over the end of a line, or with `soft_lines` over a blank line.
    """
    found: list[DateMention] = []
    stop = "\n\n" if soft_lines else "\n"
    caseless = tokens.text.islower()
    for start, end in _windows(tokens, data):
        chunks, line = _symbols(tokens, start, end, data, caseless=caseless, stop=stop)
        at = 0
        while at < len(line):
            if line[at] == OTHER or data.pairs.get(line[at : at + 2]) == ():
                at += 1
                continue
            mention, at = _longest_match(line, at, chunks, tokens, data)
            if mention is not None:
                found.append(mention)
    return found


def _longest_match(
    line: str, at: int, chunks: Sequence[_Chunk | None], tokens: Tokens, data: DateData
) -> tuple[DateMention | None, int]:
    """The longest pattern from symbol `at` that makes a date, the earlier one of equals, and
    the symbol to go on from."""
    matches: list[tuple[int, int, regex.Match[str]]] = []
    for index in data.opened_by(line[at : at + 2]):
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
    tails, heads = data.after_tail, data.heads
    spots = [
        i
        for i, w in enumerate(lower)
        if w in triggers
        or w[0].isdecimal()
        or ("-" in w and (w[w.rfind("-") + 1 :] in tails or w[: w.find("-")] in heads))
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
    tokens: Tokens, start: int, end: int, data: DateData, *, caseless: bool, stop: str
) -> tuple[list[_Chunk | None], str]:
    """The window as chunks, the longest entry at each place, and its symbols."""
    text, starts, ends, lower = tokens.text, tokens.starts, tokens.ends, tokens.lower
    chunks: list[_Chunk | None] = []
    line: list[str] = []
    i = start
    known, memo, entries = data.known, data.memo, data.root.next
    if len(known) >= _WORD_LIMIT:
        known.clear()
    while i < end:
        if i > start and starts[i] > ends[i - 1] and stop in text[ends[i - 1] : starts[i]]:
            chunks.append(None)
            line.append(_BREAK)
        low, last = lower[i], i + 1
        labels: tuple[Label, ...] = ()
        if low in entries:
            labels, last = _longest(tokens, i, end, data, caseless=caseless, stop=stop)
            if last == i + 1 and low in data.numbers.atoms:
                labels = _counting(labels, data.numbers.atoms[low])
        if not labels:
            # most words are none of a date and known for it
            seen = memo.get(low)
            if seen is None or seen:
                labels, last = _numeric(tokens, i, end, data)
        chunks.append(_Chunk(i, last, labels) if labels else None)
        if labels:
            symbol = known.get(labels)
            if symbol is None:
                key = frozenset(
                    f"{x.cls}:{x.attr}" if x.cls not in _BARE else x.cls for x in labels
                )
                symbol = known[labels] = data.symbols.get(key, OTHER)
            line.append(symbol)
        else:
            line.append(OTHER)
        i = last
    return chunks, "".join(line)


def _counting(labels: tuple[Label, ...], value: int) -> tuple[Label, ...]:
    """An entry that is a number word too: "second", "eine"."""
    if not labels or value <= 0 or any(x.cls == "A" for x in labels):
        return labels
    return (*labels, Label("NUM", str(value)))


_BARE = frozenset((*DIGIT_CLASSES, *SIGNS.values()))


def _longest(
    tokens: Tokens, i: int, end: int, data: DateData, *, caseless: bool, stop: str
) -> tuple[tuple[Label, ...], int]:
    node = data.root.next.get(tokens.lower[i])
    if node is None:
        return (), i + 1
    best: tuple[tuple[Label, ...], int] = ((), i + 1)
    at = i
    while node is not None:
        at += 1
        if node.labels or node.cased:
            raw = "" if node.same else " ".join(tokens.words[i:at])
            labels = node.fitting(raw, caseless=caseless) if raw else node.labels
            if labels:
                best = labels, at
        if not node.next or at >= end:
            break
        if stop in tokens.text[tokens.ends[at - 1] : tokens.starts[at]]:
            break
        node = node.next.get(tokens.lower[at])
    return best


def _numeric(
    tokens: Tokens, i: int, end: int, data: DateData
) -> tuple[tuple[Label, ...], int]:
    """A number in digits or words, a dotted date, a clock time, "12-hour", or a sign."""
    low = tokens.lower[i]
    labels = data.memo.get(low)
    if labels is None:
        labels = (Label(SIGNS[low], ""),) if low in SIGNS else ()
        if low[0].isalnum():
            labels = number_labels(low, data.numbers, data.after_tail)
        sense = data.heads.get(low.partition("-")[0]) if "-" in low else None
        if not labels and sense is not None:
            labels = (Label("FUZZYHEAD", sense),)
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
            labels = (Label("NUM", str(value)),)
            last += 1
    return labels, last


def _atoms(low: str, data: DateData) -> tuple[int, ...]:
    word = data.numbers.word(low)
    return word.atoms if word is not None and word.form == "words" and not word.tail else ()


def _mention(
    index: int,
    match: regex.Match[str],
    chunks: Sequence[_Chunk | None],
    tokens: Tokens,
    data: DateData,
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
        slots[name] = _attr(name, chunk, data.fillers[index].get(name, frozenset()))
        spots[name] = at
    ref = reference(slots, pattern.constants, data)
    if ref is None:
        return None
    kind = pattern.constants.get("kind") or kind_of(ref)
    first, last = head.first, tail.last
    core = (first, last)
    if "num" in spots and "unit" in spots:
        a, b = chunks[spots.get("approx", spots["num"])], chunks[spots["unit"]]
        if a is not None and b is not None:
            core = (a.first, b.last)
    cue, cued = _cue(tokens, first, data)
    tense = _tense(tokens, first, last, data)
    return DateMention(
        first, last, ref, kind, pattern.id, cue, core,
        _ends(spots, chunks, first, last), cue in ("until", "by") or tense == "future",
        tense == "past", "signal" in pattern.constants, _inner(tail, tokens.lower[last - 1]),
        "EVERY" if slots.get("set") == "each" else "", _often(slots.get("freq", "")), cued,
    )  # fmt: skip


def _ends(
    spots: Mapping[str, int], chunks: Sequence[_Chunk | None], first: int, last: int
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The tokens of both ends of a range."""
    at = min((spots[name] for name in END_SLOTS if name in spots), default=None)
    if at is None:
        return None
    end = chunks[at]
    before = at - 1
    while before >= 0:
        chunk = chunks[before]
        if chunk is None:
            return None
        if not any(x.cls in ("TO", "DASH", "AND", "DET", "COMMA") for x in chunk.labels):
            return ((first, chunk.last), (end.first, last)) if end is not None else None
        before -= 1
    return None


def _often(freq: str) -> str:
    """ "3" → 3X, as TIMEX3 writes how often."""
    return f"{freq}X" if freq.isdecimal() else freq


def _inner(tail: _Chunk, low: str) -> int:
    """Code points of the last token that are part of the date; 0 where all are."""
    classes = {label.cls for label in tail.labels}
    if "FUZZYHEAD" in classes:
        return low.find("-")
    return low.find("-", low.find("-") + 1) if "DURPART" in classes else 0


def _attr(slot: str, chunk: _Chunk, fillers: frozenset[str]) -> str:
    """What the word stands for in the class that fills the slot: "final" is also a last one."""
    for label in chunk.labels:
        if label.cls in fillers:
            return label.attr
    return chunk.labels[0].attr


def _cue(tokens: Tokens, first: int, data: DateData) -> tuple[str, int]:
    """The sense of the preposition before a date and how many tokens it has; "" and 0 for none."""
    for size in (3, 2, 1):
        if first >= size:
            found = data.cues.get(" ".join(tokens.lower[first - size : first]))
            if found is not None:
                return found, size
    return "", 0


def _tense(tokens: Tokens, first: int, last: int, data: DateData) -> str:
    """ "future" or "past" by the nearest word (or two) that tells, close before a date (seven
    tokens), else right after it, in the same sentence; empty where none does. "He is expected to
    live after he was shot on Friday": Friday is past."""
    lower, n = tokens.lower, len(tokens.lower)
    i = first
    while i > max(0, first - 8) and lower[i - 1] not in _STOPS:
        i -= 1
    for k in (*reversed(range(i, first)), *range(last, min(n, last + 2))):
        word = lower[k]
        if k >= last and word in _STOPS:
            break
        two = f"{word} {lower[k + 1]}" if word in data.tense_heads and k + 1 < n else word
        if tense := data.tenses.get(word) or data.tenses.get(two):
            return tense
    return ""


_STOPS = frozenset(".!?;:")
