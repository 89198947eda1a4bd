"""The search for place names in one text: candidates and the evidence for them.

Used by `PlaceFinder`. `Search.sentence` collects candidates, `accepted` weighs them over the whole
text. See docs/gazetteer.md for the kinds of evidence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from casus.extract.places.candidate import ENOUGH, Candidate, Searched
from casus.extract.places.caseless import Caseless
from casus.extract.places.evidence import STRONG_CUES
from casus.extract.places.forms import Entry
from casus.extract.places.names import Names
from casus.extract.places.people import People
from casus.extract.places.runs import Runs
from casus.text import Sentence

_IN_AREA = 3.5  # "Hugo, Oklahoma": for the town
_AREA_OF = 4.0  # and for the area
_LISTED = 1.5  # for a name that shares the preposition of the one before
_HOPELESS = -5.0  # evidence under which nothing else helps a name
_SHARED = STRONG_CUES | {"dateline"}


class Search:
    """Collects candidates sentence by sentence; `accepted` then weighs them over the text."""

    def __init__(self, text: Searched) -> None:
        names = Names(text)
        self._text = text
        self._people = People(text, names)
        self._reader = (Caseless if text.writing.caseless else Runs)(text, names, self._people)
        self._found: list[Candidate] = []

    def sentence(self, sentence: Sentence) -> None:
        """Collect the candidates of one sentence."""
        self._found.extend(self._reader.sentence(sentence))

    def given(self, start: int, end: int) -> Candidate:
        """The candidate for code points `[start, end)`, which are known to name a place. Raises
        ValueError where no word lies there."""
        tokens, around = self._text.tokens, self._text.around
        first = bisect_right(tokens.ends, start)
        last = bisect_left(tokens.starts, end)
        if not start < end or first >= last:
            raise ValueError(f"no word at {start}-{end}")
        name = tokens.text[start:end].strip()
        caseless = self._text.writing.caseless or name.isupper()
        entry = self._text.forms.find(name, caseless=caseless) or Entry((), ())
        cue, noun = around.before(first)
        noun = around.noun_after(last) or noun
        return Candidate(
            first, last, start, end, name, entry, entry.role, ENOUGH, cue, noun, None, sure=True
        )

    def accepted(self) -> list[Candidate]:
        """Candidates with enough evidence, and weak ones whose name is a place elsewhere in the
        text."""
        self._share_cues()
        sure = {
            c.plain.lower() for c in self._found
            if c.weight >= ENOUGH and c.role == "name" and (c.noun or c.cue in STRONG_CUES)
        }  # fmt: skip
        kept: list[Candidate] = []
        for c in self._found:
            told = c.noun is not None or c.cue in {"in", "near"}
            if c.role == "name" and not told and not (
                self._people.known.isdisjoint((c.name, c.plain))
            ):
                continue
            if c.weight >= ENOUGH:
                kept.append(c)
            elif c.weight > _HOPELESS and c.plain.lower() in sure:
                kept.append(replace(c, weight=ENOUGH))
        return kept

    def _share_cues(self) -> None:
        """A list shares its preposition: "in Georgia, Alabama and Texas"."""
        words, link = self._text.tokens.words, self._text.words.conjunction
        for n in range(1, len(self._found)):
            left, right = self._found[n - 1], self._found[n]
            between = range(left.last, right.first)
            if right.role != "name" or left.role != "name" or not 0 < len(between) <= 2:
                continue
            if words[left.last] in {",", "("} and self._contains(right.entry, left.entry):
                self._found[n - 1] = replace(left, weight=left.weight + _IN_AREA)
                right = replace(right, weight=right.weight + _AREA_OF)
            if right.cue is None and left.cue in _SHARED and all(
                words[i] in {",", "("} or i in link for i in between
            ):
                listed = _LISTED if right.weight > _HOPELESS else 0.0
                right = replace(right, cue=left.cue, weight=right.weight + listed)
            self._found[n] = right

    def _contains(self, area: Entry, place: Entry) -> bool:
        """Whether some reading of `area` is a country or region around one of `place`."""
        gazetteer = self._text.forms.gazetteer
        known = [p for p, _ in area.forms] + [gazetteer.place(n) for n in area.ids[:3]]
        areas = {p.id for p in known if p.kind in {"country", "adm1"}}
        if not areas:
            return False
        inner = [p for p, _ in place.forms] + [gazetteer.place(n) for n in place.ids[:12]]
        return any(c.id in areas for p in inner for c in gazetteer.containers(p))
