"""Names that no list holds, kept where what stands around them says that they are places."""

from __future__ import annotations

from casus.extract.places.candidate import TOLD, Candidate, Searched
from casus.extract.places.forms import Entry
from casus.extract.places.names import Match, Names
from casus.text import Sentence

_NAMING = frozenset({"military_base", "checkpoint", "market", "camp", "port"})
"""Facilities called by a place."""
_SETTLED = frozenset(
    {"village", "town", "city", "district", "quarter", "province", "camp", "area", "island"}
)
_TOWNS = frozenset({"village", "town", "city", "quarter", "district"})
_POSTS = frozenset({"military_base", "checkpoint"})
_SMALL = 1.0  # prior of a village's name, which may be part of a longer one
_LONGEST = 4  # words
_WORD = 5  # letters from which a word that the lexicon lacks may be a name
_ABBREVIATED = 6  # letters from which a word in capitals is no abbreviation


class Unlisted:
    """Finds the unlisted names of one text."""

    def __init__(self, text: Searched, names: Names) -> None:
        self._text, self._names = text, names

    def in_run(
        self, first: int, last: int, sentence: Sentence, people: set[int]
    ) -> Candidate | None:
        """The name in a run of capitalised words. `people`: the tokens that name persons."""
        words, kinds, around = self._text.tokens.words, self._text.words, self._text.around
        while first < last and first in kinds.common and first not in kinds.title:
            first += 1  # "Dorf Karfa", "The Karfa"
        for i in range(first + 1, last):  # it ends where its kind is told: "X district"
            if i in kinds.common or i in kinds.noun_at or words[i] == ".":
                last = i
                break
        if first >= last or last - first > _LONGEST or around.called(first, last):
            return None
        no_place = (people, kinds.never, kinds.org, kinds.facility, kinds.wordlike, kinds.common,
                    kinds.title - kinds.title_or_place)  # fmt: skip
        if any(i in kind for kind in no_place for i in range(first, last)):
            return None
        if words[first].isupper() and len(words[first]) < _ABBREVIATED:
            return None
        if last in kinds.facility and kinds.facility[last] not in _NAMING:
            return None  # "outside the Bakiin hotel"
        if first == sentence.first and last == first + 1 and not self._text.writing.noun_capitals:
            return None  # "Six villages": its capital is the sentence's
        cue, noun = around.before(first)
        noun = around.noun_after(last) or noun
        site = around.site_before(first)
        if noun in {None, "part", "road", "mountain"} and not self._bare(
            first, last, cue, site, sentence
        ):
            site = self._naming_site(first, last)
            if site is None or first == sentence.first:
                return None
        return self._text.candidate(first, last, Entry((), ()), TOLD, cue, noun, site)

    def caseless(self, i: int, sentence: Sentence, match: Match | None) -> Candidate | None:
        """The name at token `i` of a text without capitals: right behind the noun for its kind
        ("village X"), or going on behind some small place's name, which `match` is."""
        words, kinds = self._text.tokens.words, self._text.words
        flat = self._text.writing.flat
        told = self._settled_before(i, flat=flat) or (
            self._in_area(i, sentence) if flat else kinds.facility.get(i - 1) in _POSTS
        )
        if not told:
            return None
        last, free = i, 0 if flat else 1
        while free >= 0 and last < sentence.last and words[last][0].isalpha() and not (
            (last in kinds.common and last - 1 not in kinds.link)
            or last in self._text.busy
            or last in kinds.never
        ):
            free -= last not in kinds.link
            last += 1
        small = match is not None and match[1].prior < _SMALL and not match[1].forms
        if last == i or not (match is None or (small and match[0] < last)):
            return None
        if any(at in kinds.given or at in kinds.title for at in range(i, last)):
            return None
        cue, kind = self._text.around.before(i)
        site = self._text.around.site_before(i)
        return self._text.candidate(i, last, Entry((), ()), TOLD, cue, kind, site)

    def _settled_before(self, i: int, *, flat: bool) -> bool:
        """Whether the noun for a settlement governs token `i`: "village X". Where capitals could
        tell names but do not, any word may follow one: only "village of X" is sure there."""
        kinds = self._text.words
        if flat:
            noun = kinds.noun_to.get(i - 1) if i - 1 in kinds.genitive else None
            return noun is not None and noun[1] in _TOWNS
        noun = kinds.noun_to.get(i)
        return noun is not None and noun[1] in _SETTLED

    def _in_area(self, i: int, sentence: Sentence) -> bool:
        """Whether a preposition puts something at token `i` and an area around it follows behind a
        comma: "in Karfa, Mopti region", "in Karfa, in the north"."""
        words, kinds = self._text.tokens.words, self._text.words
        prep, after = kinds.prep_to.get(i), i + 2
        if prep is None or prep[1] not in {"in", "near"} or len(words[i]) < _WORD:
            return False
        if after >= sentence.last or words[i + 1] not in {",", "("}:
            return False
        if any(kinds.prep_to.get(j) == (after, "in") for j in (after + 1, after + 2)):
            return True
        area = self._names.caseless(after, sentence.last, common=after in kinds.common)
        return area is not None and area[0] in kinds.noun_at

    def _naming_site(self, first: int, last: int) -> str | None:
        """The facility that is called by a place: "the Abu Tawila checkpoint", "Posten Karfa"."""
        facility, words = self._text.words.facility, self._text.tokens.words
        head = facility.get(last)
        if head in _NAMING and not words[last][0].isupper():
            return head
        head = facility.get(first - 1)
        if head in _NAMING and (
            self._text.writing.noun_capitals or self._text.around.near_follows(last)
        ):
            return head
        return None

    def _bare(
        self, first: int, last: int, cue: str | None, site: str | None, sentence: Sentence
    ) -> bool:
        """Whether a preposition alone makes an unknown name a place: "in Karfa"."""
        text = self._text
        if first == sentence.first or any(i in text.words.given for i in range(first, last)):
            return False
        if cue == "at" and (site is not None or text.tokens.words[last : last + 1] == [","]):
            cue = "in"
        if cue not in {"in", "near", "side"}:
            return False
        return not text.writing.noun_capitals or text.around.name_like(first, last)
