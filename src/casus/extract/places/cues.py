"""What stands around a name: prepositions, kinds of places, titles, heads of organisations.

`Words` sorts a text's lexicon hits once; `Surroundings` answers questions about one name.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from casus.extract.places.forms import JOINED, PlaceForms
from casus.packs.lexicon import Hit
from casus.text import Sentence, Tokens

_STEPS = 7  # tokens walked back to a preposition
_LOOSE = 3  # of them plain words before a place noun: "in the remote desert village of"
_OWN = {
    "PLACE_PREP", "PLACE_SIDE", "PLACE_NOUN", "BORDER", "FACILITY", "PERSON_TITLE", "ORG_NOUN",
    "PLACE_LINK", "NOT_PLACE", "FIRST_NAME", "DET", "OF", "POSSESSIVE", "AND",
}  # fmt: skip
_NO_EVIDENCE = {"PLACE_LINK", "NOT_PLACE", "FIRST_NAME", "POSSESSIVE"}
_ABBREVIATED = 5
LOCAL = "local"
"""Attribute of bodies that work where they are named for: "Danbury police"."""
_DASHES = frozenset("-–—(:")


@dataclass(slots=True)
class Words:
    """A text's lexicon hits, by what they mean for places. Keys and members are token numbers;
    `prep_to` and `noun_to` are keyed by the token behind the hit: (its first token, attribute)."""

    prep_to: dict[int, tuple[int, str]] = field(default_factory=dict)
    noun_to: dict[int, tuple[int, str]] = field(default_factory=dict)
    noun_at: dict[int, tuple[int, str]] = field(default_factory=dict)
    noun_token: set[int] = field(default_factory=set)
    facility: dict[int, str] = field(default_factory=dict)
    org: dict[int, str] = field(default_factory=dict)
    force: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    """Tokens right behind a word for an event."""
    force_to: set[int] = field(default_factory=set)
    side: set[int] = field(default_factory=set)
    part: set[int] = field(default_factory=set)
    articled: set[int] = field(default_factory=set)
    det: set[int] = field(default_factory=set)
    genitive: set[int] = field(default_factory=set)
    title: set[int] = field(default_factory=set)
    title_or_place: set[int] = field(default_factory=set)
    given: set[int] = field(default_factory=set)
    link: set[int] = field(default_factory=set)
    never: set[int] = field(default_factory=set)
    alone: set[int] = field(default_factory=set)
    plain: set[int] = field(default_factory=set)
    wordlike: set[int] = field(default_factory=set)
    border: set[int] = field(default_factory=set)
    conjunction: set[int] = field(default_factory=set)
    possessive: set[int] = field(default_factory=set)
    common: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, hits: Sequence[Hit]) -> Words:
        """Sort the hits of one text."""
        words = cls()
        sets = {
            "DET": words.det, "OF": words.genitive,
            "FIRST_NAME": words.given, "PLACE_LINK": words.link,
            "BORDER": words.border, "AND": words.conjunction, "POSSESSIVE": words.possessive,
        }  # fmt: skip
        common = words.common
        for first, last, kind, attr in hits:
            if kind not in _NO_EVIDENCE and attr != "also_place":
                common.add(first)
                if last > first + 1:
                    common.update(range(first + 1, last))
            if kind == "EVENT":
                words.struck.add(last)
            if kind not in _OWN:
                continue
            members = sets.get(kind) if attr != JOINED else None
            if members is not None:
                members.update(range(first, last))
            elif kind == "PERSON_TITLE":
                words.title.update(range(first, last))
                if attr == "also_place":
                    words.title_or_place.add(first)
            elif kind == "PLACE_SIDE":
                words.side.update(range(first, last))
                if attr == "part":
                    words.part.update(range(first, last))
            elif kind == "PLACE_PREP":
                known = words.prep_to.get(last)
                if attr.endswith("_the"):
                    words.articled.add(last)
                if known is None or known[0] > first:
                    words.prep_to[last] = (first, attr.removesuffix("_the"))
            elif kind == "PLACE_NOUN":
                words.noun_to[last] = (first, attr)
                words.noun_at[first] = (last, attr)
                words.noun_token.update(range(first, last))
            elif kind == "FACILITY":
                for i in range(first, last):
                    words.facility[i] = attr
            elif kind == "ORG_NOUN":
                if attr == LOCAL:
                    words.force.add(first)
                    words.force_to.add(last)
                for i in range(first, last):
                    words.org[i] = attr
            elif kind == "NOT_PLACE":
                not_place = {
                    "never": words.never, "alone": words.alone, "plain": words.plain,
                }.get(attr, words.wordlike)  # fmt: skip
                not_place.update(range(first, last))
        return words


    def add_cased(
        self, tokens: Tokens, never: Set[str], alone: Set[str], given: Set[str]
    ) -> None:
        """Mark words that the lexicon asks for with a capital, in a text that tells no names
        by capitals."""
        for i, word in enumerate(tokens.words):
            plain = word.title()
            if plain in never:
                self.never.add(i)
            if plain in alone:
                self.alone.add(i)
            if plain in given:
                self.given.add(i)


class Surroundings:
    """Questions about the words beside a name."""

    def __init__(
        self, tokens: Tokens, words: Words, forms: PlaceForms, *, flat: bool = False
    ) -> None:
        self._tokens, self._words, self._forms, self._flat = tokens, words, forms, flat

    def before(self, first: int) -> tuple[str | None, str | None]:
        """(cue, kind of place) told before token `first`. The kind is "part" where only a part of
        an area is told: "in northern Mali"."""
        words, text = self._words, self._tokens.words
        noun: str | None = None
        part = False
        at, loose = first, 0
        for _ in range(_STEPS):
            if at in words.noun_to:
                begin, attr = words.noun_to[at]
                noun, at = noun or attr, begin
            elif at - 1 in words.genitive and at - 1 in words.noun_to:
                begin, attr = words.noun_to[at - 1]
                noun, at = noun or attr, begin
            elif at in words.prep_to:
                return words.prep_to[at][1], noun or ("part" if part else None)
            elif at - 1 in words.det or at - 1 in words.side or (
                at > 0 and self._is_adjective(at - 1, before_noun=noun is not None)
            ):
                at -= 1
                part = part or (noun is None and at in words.part)
            elif noun is not None and loose < _LOOSE and at > 0 and text[at - 1].isalpha() and (
                text[at - 1].islower() or self._flat
            ):
                at, loose = at - 1, loose + 1
            else:
                break
        return None, noun or ("part" if part else None)

    def _is_adjective(self, i: int, *, before_noun: bool) -> bool:
        """Whether token `i` tells a country as an adjective does, before a noun also as one with a
        capital: "in malischen Dörfern", "in the Malian village of"."""
        low = self._tokens.lower[i]
        return low in self._forms.lower or (
            before_noun
            and (low in self._forms.any_case if self._flat else
                 self._tokens.words[i] in self._forms.exact)
        )  # fmt: skip

    def noun_after(self, last: int) -> str | None:
        """The kind of place told behind a name: "Kech district"."""
        found = self._words.noun_at.get(last)
        return None if found is None else found[1]

    def noun_within(self, first: int, last: int, *, opens: bool) -> str | None:
        """The kind of place that ends a name, or begins it where it `opens` a sentence: there a
        capital says nothing."""
        words, text = self._words, self._tokens.words
        begun, ended = words.noun_at.get(first), words.noun_to.get(last)
        if opens and begun is not None and begun[0] < last:
            return begun[1]
        if ended is not None and ended[0] > first and text[ended[0]][0].islower():
            return ended[1]
        return None

    def border(self, first: int, last: int) -> str | None:
        """ "border" where the name is that of a border's side, else None."""
        border = self._words.border
        beside = (last, last + 1) if last not in self._words.possessive else (last + 1, last + 2)
        if any(i in border for i in beside[:1]) or first - 2 in border or first - 3 in border:
            return "border"
        return None

    def comma_before_name(self, last: int) -> bool:
        """Whether ", Name" or "(Name" follows: "Paris, Texas"."""
        words, after = self._tokens.words, last + 1
        return (
            after < len(words)
            and words[last] in {",", "("}
            and words[after][0].isupper()
            and not (self._flat and after in self._words.common)
        )

    def is_dateline(self, first: int, last: int, sentence: Sentence) -> bool:
        """Whether the name opens a paragraph as the reporter's place: "TOLEDO, Ohio -"."""
        if not sentence.opens or sentence.paragraph > 2 or first - sentence.first > 4:
            return False
        words = self._tokens.words
        if any(words[i][0].islower() for i in range(sentence.first, first)):
            return False
        at, steps = last, 0
        while at < sentence.last and steps < 7:
            word = words[at]
            if word in _DASHES:
                return True
            if word == "." and len(words[at - 1]) <= _ABBREVIATED and at + 1 < sentence.last:
                at, steps = at + 1, steps + 1  # "TOLEDO, Calif. -", "Dec. 3 -"
                continue
            if word == "." and at + 1 == sentence.last and steps <= 3:
                return sentence.last - sentence.first <= 6
            if word != "," and not (word[0].isupper() or word[0].isdecimal()):
                return False
            at, steps = at + 1, steps + 1
        return False

    def street(self, last: int) -> bool:
        """Whether a road called so follows, with a capital: "Danbury Road" is not Danbury."""
        return self.noun_after(last) == "road" and self._tokens.words[last][0].isupper()

    def called(self, first: int, last: int) -> bool:
        """Whether the name is that of a road told right before it: "calle Navarra", "via dei
        Mille"; not one end of it, as in "Route Arlit - Agadez"."""
        words, text = self._words, self._tokens.words
        before = words.noun_to.get(first - 1 if first - 1 in words.det else first)
        return (
            before is not None
            and before[1] == "road"
            and text[last : last + 1] not in (["-"], ["–"], ["—"])
        )

    def head(self, last: int, limit: int) -> tuple[str | None, bool] | None:
        """What a capitalised head behind the name makes of it: (kind of facility, is a body)."""
        words, text = self._words, self._tokens.words
        at = last
        while at < limit and at < last + 5 and (text[at][0].isupper() or at in words.facility):
            if at in words.facility:
                return words.facility[at], False
            if at in words.org:
                return None, True
            at += 1
        return None

    def plain_head(self, last: int) -> bool:
        """Whether a body or facility follows in small letters: "Danbury police"."""
        words, text = self._words, self._tokens.words
        return (last in words.facility or words.org.get(last) == "body") and (
            text[last][0].islower()
        )

    def force(self, first: int, last: int) -> bool:
        """Whether a body stands beside that works in the place named: "Danbury police", "the
        Danbury Fire Department"; behind it, with "of" or bare, "la police de Dijon"."""
        before, cue = self._words.prep_to.get(first, (first, ""))
        return last in self._words.force or (cue in {"of", ""} and before in self._words.force_to)

    def of_body(self, first: int) -> bool:
        """Whether a capitalised head rules the name: "University of Georgia"."""
        words, text = self._words, self._tokens.words
        at = first - 2
        while at > 0 and at in words.det:
            at -= 1
        named = at in words.org or (at in words.facility and not self._flat)
        return named and at >= 0 and text[at][0].isupper()

    def site_before(self, first: int) -> str | None:
        """A facility told just before: "a market in X"."""
        for i in range(first - 1, max(-1, first - 5), -1):
            if i in self._words.facility:
                return self._words.facility[i]
        return None

    def name_like(self, first: int, last: int) -> bool:
        """Where every noun has a capital: whether an unknown word still looks like a name. It
        does with more than one word, or where no article or adjective governs it."""
        if last - first > 1:
            return True
        words = self._words
        governed = first in words.articled or first - 1 in words.det or (
            self._tokens.lower[first - 1] in self._forms.lower
        )
        return not governed and first not in words.common

    def near_follows(self, last: int) -> bool:
        """Whether "near X" stands right behind the name."""
        words, text = self._words, self._tokens.words
        for at in (last + 1, last + 2):
            if words.prep_to.get(at) == (last, "near"):
                return at < len(text) and text[at][0].isupper()
        return False
