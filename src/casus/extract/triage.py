"""Does a text tell an incident at all? One look-up pass over its letters, before any reading.

Use `Triage.fires`. It asks for whole entries of the pack's lexicon, words adjacent and at the
edges of words, and passes over those that a longer entry takes up ("heart attack", "Sturm und
Drang"), as the reading engine would. One strong word is enough: people harmed, or an event of
a certain kind. An event that the pack knows in a figure of speech as well ("fire sale", "storm
of protest") needs a second word; words for anything that happens ("event", "struck", "seized")
and for weather, which may only be forecast, need one of another class.

All of this follows from classes, attributes and phrases of the pack, so that a new language
brings no code. The entries are cut down to those that decide: "car bomb" tells no more than
"bomb". Measured: 15-25 M words/s a core.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise, product
from typing import Any, NamedTuple

import ahocorasick_rs

from casus.extract.kinds import GENERIC
from casus.extract.symbols import WEAK, EntryHits
from casus.packs.proclitics import Proclitics
from casus.text import PLAIN, Writing
from casus.types import KINDS, TOLL_FIELDS

TRIGGERS = (
    "HARM_T", "HARM_I", "HARM_P", "HARM_N", "HARM_E", "AMONG", "TOLL", "EVENTV", "EVENTW", "EVENT",
)  # fmt: skip
"""Classes of which a text must hold a word to tell an incident."""

_HARM = frozenset({"HARM_T", "HARM_I", "HARM_P", "HARM_N"})
_EVENTS = frozenset({"EVENT", "EVENTV"})
_FORECAST = frozenset({"storm", "flood", "heatwave"})
_CERTAIN = frozenset({*KINDS, *GENERIC}) - _FORECAST - {"incident"}
"""What a word alone may tell; "incident" is the kind of "event" and "took place"."""

_ASKED = frozenset({*TRIGGERS, "METAPHOR"})
_NONE: frozenset[str] = frozenset({""})
_ANY: frozenset[str] = frozenset()
_NOTHING, _ENOUGH, _TWICE = "", "enough", "twice"
"""What an entry is worth: nothing, enough by itself, enough beside any other, or else its class:
enough beside one of another class."""


class _Entry(NamedTuple):
    """An entry as it is sought: whether a word must begin with it, with what that word may go on
    (none given: with anything), the form that its case must have (empty: any), its worth."""

    left: bool
    right: frozenset[str]
    form: str
    worth: str


class Triage:
    """The triggers of one language. Raises ValueError where `entries` hold none."""

    def __init__(
        self,
        entries: Sequence[EntryHits],
        writing: Writing = PLAIN,
        proclitics: Proclitics | None = None,
    ) -> None:
        self._writing = writing
        self._clitics = proclitics.before() if proclitics else frozenset({""})
        self._longest_clitic = max(map(len, self._clitics))
        figures = _figures(entries)
        found: dict[tuple[str, _Entry], None] = {}
        for entry in entries:
            worth = _decides(entry, figures)
            if worth is None:
                continue
            cased = entry.words[0].startswith("=")
            part = _sought(entry)
            if not worth and len(entry.words[part]) < len(entry.words):
                continue  # one word of a figure of speech is none
            words, endings = entry.words[part], entry.endings[part][-1]
            stems = [_stem(word) for word in words]
            left = not words[0].startswith("*") and _is_word(stems[0][0])
            right = endings if not words[-1].endswith("*") and _is_word(stems[-1][-1]) else _ANY
            right = _NONE if right == _NONE else right  # one object, told by identity
            for form in _written(stems):
                found[form.lower(), _Entry(left, right, form if cased else "", worth)] = None
        self._lay_out([form for form, _ in found], [entry for _, entry in found])
        if not any(entry.worth for entry in self._entries):
            raise ValueError("there are no trigger words")

    def _lay_out(self, forms: Sequence[str], entries: Sequence[_Entry]) -> None:
        """Ready to seek `forms`, each worth what its entry says."""
        self._forms, self._entries = forms, entries
        self._automaton = ahocorasick_rs.AhoCorasick(
            forms,
            # five sixths of the DFA's speed for a tenth of its 6 to 20 MB a language
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def __getstate__(self) -> dict[str, object]:
        """All but the automaton, which is made anew."""
        return {name: value for name, value in vars(self).items() if name != "_automaton"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        entries = state["_entries"]
        self._lay_out(
            state["_forms"],
            [e._replace(right=_NONE) if e.right == _NONE else e for e in entries],
        )

    def fires(self, text: str) -> bool:
        """True if the text may tell an incident and is worth reading."""
        text = self._writing.read(text)
        low = text.lower()
        if len(low) != len(text):  # "İ" becomes two characters
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        found = self._automaton.find_matches_as_indexes(low, overlapping=True)
        return bool(found) and self._tells(found, text, low)

    def _tells(self, found: Iterable[tuple[int, int, int]], text: str, low: str) -> bool:
        spots: list[tuple[int, int, str]] = []
        entries, size = self._entries, len(low)
        for index, start, end in found:
            left, right, form, worth = entries[index]
            edge = start
            if left and start and low[start - 1].isalnum():
                if not self._longest_clitic:
                    continue  # most of what is found lies within a word: "ill" in "will"
                edge = self._clitics_from(low, start)
                if edge == start:
                    continue
            if right is _NONE and end < size and low[end].isalnum():
                continue  # the other way that most of it ends: "war" in "ward"
            if left and _joined_left(low, edge):
                continue
            stop = _end_of(low, end, right) if right else end
            if stop and (not form or text[start:end] == form):
                spots.append((start, -stop, worth))
        before: set[str] = set()
        for _, _, worth in _longest(spots):
            if worth == _ENOUGH or (worth == _TWICE and before) or (worth and before - {worth}):
                return True
            if worth:
                before.add(worth)
        return False

    def _clitics_from(self, low: str, start: int) -> int:
        """Where the word begins, if only clitics stand before `start`; else `start`."""
        begin = start
        while begin > start - self._longest_clitic and begin and low[begin - 1].isalnum():
            begin -= 1
        return begin if low[begin:start] in self._clitics else start


def matters(entry: EntryHits) -> bool:
    """False for an entry without any word that triage asks for; most of a pack's."""
    return any(hit.cls in _ASKED for hit in entry.hits)


def _figures(entries: Iterable[EntryHits]) -> frozenset[str]:
    """Words for events that some figure of speech holds as well."""
    return frozenset(
        " ".join(entry.plain[hit.first : hit.last])
        for entry in entries
        if any(cls == "METAPHOR" and attr != WEAK for cls, attr in entry.labels)
        for hit in entry.hits
        if hit.cls in _EVENTS and hit.last - hit.first < len(entry.words)
    )


def _decides(entry: EntryHits, figures: Collection[str]) -> str | None:
    """What an entry is worth; None where its words say the same without it."""
    spans: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for first, last, cls, attr in entry.hits:
        if attr != WEAK:
            spans.setdefault((first, last), []).append((cls, attr))
    worths = {
        span: _worth(labels, figure=" ".join(entry.plain[slice(*span)]) in figures)
        for span, labels in spans.items()
    }
    all_of_it = (0, len(entry.words))
    if all_of_it not in spans:
        return None
    whole = worths.pop(all_of_it)
    if not whole and any(cls in TRIGGERS for cls, _ in spans[all_of_it]):
        return whole  # "Kostenexplosion" ends like an explosion
    inner = [(first, -last, worth) for (first, last), worth in worths.items()]
    inside = [worth for _, _, worth in _longest(inner) if worth]
    if not inside:
        return whole or None
    return None if whole in inside else whole


def _worth(labels: Collection[tuple[str, str]], *, figure: bool) -> str:
    """What a chunk with these labels is worth as a trigger."""
    classes = {cls for cls, _ in labels}
    if "METAPHOR" in classes:
        return _NOTHING
    if any(cls in _HARM and attr in TOLL_FIELDS for cls, attr in labels):
        return _ENOUGH
    if any(cls in _EVENTS and attr in _CERTAIN for cls, attr in labels):
        return _TWICE if figure else _ENOUGH
    return next((cls for cls in TRIGGERS if cls in classes), _NOTHING)


def _longest(spots: list[tuple[int, int, str]]) -> Iterable[tuple[int, int, str]]:
    """Of overlapping spots `(start, -end, worth)` the first, of those the longest, as the
    engine takes them."""
    spots.sort()
    reached = 0
    for start, minus_end, worth in spots:
        if start >= reached:
            reached = -minus_end
            yield start, reached, worth


def _sought(entry: EntryHits) -> slice:
    """The words of an entry that are sought: all, but only the longest where one of them is open
    inside the phrase ("schwer~a brand")."""
    words = entry.words
    inside = [w for w, e in zip(words[:-1], entry.endings, strict=False)
              if w.endswith("*") or e != _NONE]  # fmt: skip
    if not inside and not any(w.startswith("*") for w in words[1:]):
        return slice(0, len(words))
    longest = max(range(len(words)), key=lambda i: len(_stem(words[i])))
    return slice(longest, longest + 1)


def _stem(word: str) -> str:
    """What of an entry's word stands in every text that has it."""
    bare = word.removeprefix("=").strip("*")
    return bare[:1] + bare[1:].partition("~")[0]


def _written(words: Sequence[str]) -> list[str]:
    """How the tokens of an entry may stand in a text: signs with and without blanks."""
    gaps = [
        (" ",) if _is_word(before[-1]) and _is_word(after[0]) else ("", " ")
        for before, after in pairwise(words)
    ]
    return [
        words[0] + "".join(gap + word for gap, word in zip(choice, words[1:], strict=True))
        for choice in product(*gaps)
    ]


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _joined_left(low: str, start: int) -> bool:
    """True where the word goes on to the left: "counter-attack" is one token."""
    if start == 0:
        return False
    char = low[start - 1]
    return _is_word(char) or (char == "-" and start > 1 and _is_word(low[start - 2]))


def _end_of(low: str, end: int, endings: Collection[str]) -> int:
    """Where a word ends that goes on from `end` with one of some endings; 0 where it does not."""
    stop = end
    while stop < len(low) and _is_word(low[stop]):
        stop += 1
    joined = stop + 1 < len(low) and low[stop] == "-" and _is_word(low[stop + 1])
    return 0 if joined or low[end:stop] not in endings else stop
