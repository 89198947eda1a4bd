"""What stands for and against a known name being a place where it is told."""

from __future__ import annotations

from casus.extract.places.candidate import FORCE, WELL_KNOWN, Candidate, Searched
from casus.extract.places.forms import Entry
from casus.text import Sentence

STRONG_CUES = frozenset({"in", "near", "side", "from", "at", "to", "through", "between"})
_NO_KIND = frozenset({None, "part"})
"""Nouns beside a name that tell no kind of place."""
_HERE = frozenset({"in", "near", "side", "dateline"})
_BESIDE = frozenset({"near", "side"})
_OF_BODY = frozenset({None, "of", "at", "to", "from"})
"""Cues under which a name before a body's head is part of the body's name."""
_CUE_WEIGHT = {
    "in": 2.0, "near": 2.0, "side": 2.0, "between": 1.5, "from": 1.5, "to": 1.5, "at": 1.0,
    "for": 0.5, "through": 1.0, "of": 0.5, "border": 1.5, "dateline": 3.0,
}  # fmt: skip
CONTEXT = 9.0  # of an adjective or inhabitants of a country
_SITE_OF = 1.5  # what "a bar of" adds: in some languages all sites are told so
_LONG_NAME = 1.5  # "Granville County": names of two words are seldom anything else
_HOME = 1.5  # "Dan Petersen, 40, of Lakeview"
_STRUCK = 2.0  # "the shelling of Kherson", where a case says "of"
_NAMED_FOR = 2.5  # "Danbury police"
_KIND_TOLD = 2.5  # "the village of Danbury"
_SHORT = 3  # letters of a word that may be any word of the language
_NO_CAPITAL = 0.5  # where no capital says that it is a name


class Evidence:
    """Weighs the known names of one text."""

    def __init__(self, text: Searched) -> None:
        self._text = text

    def candidate(
        self,
        a: int,
        b: int,
        entry: Entry,
        sentence: Sentence,
        *,
        left: bool = False,
        media: bool = False,
        headline: bool = False,
    ) -> Candidate | None:
        """The name of tokens `[a, b)` with its evidence, or None where it is none. `left`: names
        that no list holds stand right beside it; `media`: it is part of a newspaper's or club's
        name; `headline`: its capitals say little."""
        text, around, kinds = self._text, self._text.around, self._text.words
        writing = text.writing
        if entry.role != "name":
            border = around.border(a, b)
            return None if media else text.candidate(a, b, entry, CONTEXT, border, None)
        if not (entry.forms or writing.noun_capitals or writing.caseless) and around.street(b):
            return None
        if around.called(a, b):
            return None
        cue, noun = self._told_with(a, b, entry, sentence)
        struck = cue is None and entry.inflected and a in kinds.struck
        cue = "at" if struck else cue
        known = entry.prior >= WELL_KNOWN
        single = b - a == 1
        weight = entry.prior
        weight += _STRUCK if struck else _CUE_WEIGHT.get(cue or "", 0.0)
        weight += 0.0 if noun in _NO_KIND else _KIND_TOLD
        weight += _LONG_NAME if not single and not writing.caseless else 0.0
        if cue == "of" and a - 2 >= sentence.first and text.tokens.words[a - 2] == ",":
            weight += _HOME
        shown = self._shown(a, b, cue, noun, known=known)
        if single:
            weight -= self._doubt(a, entry, noun, shown=shown, known=known)
        if a == sentence.first and not shown and not writing.caseless and not known:
            weight -= 0.5
        if left:
            weight -= 1.0 if known else 3.0
        bare = cue is None and noun is None and a - 1 not in kinds.facility
        if writing.caseless and not (writing.flat and self._is_famous(a, b, entry)):
            weight -= _NO_CAPITAL
            weight -= 1.0 if bare and not entry.forms else 0.0  # any word may be some town's name
        if around.comma_before_name(b):
            weight += 1.0
        cue, site, change = self._heads(a, b, entry, sentence, cue, left=left, media=media)
        # nobody writes "near" or "north of" but of a place
        weight += change - (0.5 if headline and cue not in _BESIDE else 0.0)
        site = site or around.site_before(a)
        if cue == "of" and site is not None:
            weight += _SITE_OF
        return text.candidate(a, b, entry, weight, cue, noun, site)

    def _is_famous(self, a: int, b: int, entry: Entry) -> bool:
        """Whether readers take the name for the place's wherever it stands, capitals or not.
        "LA" and "THE D" are names of big cities too."""
        tokens, forms = self._text.tokens, self._text.forms
        return len(tokens.words[b - 1]) > _SHORT and forms.is_famous(tokens.read(a, b), entry)

    def _told_with(
        self, a: int, b: int, entry: Entry, sentence: Sentence
    ) -> tuple[str | None, str | None]:
        """(cue, kind of place) told with a name: before it, behind it or as a part of it."""
        around = self._text.around
        cue, before = around.before(a)
        noun = around.noun_after(b) or around.noun_within(a, b, opens=a == sentence.first) or before
        if cue == "in" and entry.goal and before is None:
            cue = "to"  # whither: a noun would have the case
        if around.is_dateline(a, b, sentence):
            cue = "dateline"
        return around.border(a, b) or cue, noun

    def _shown(self, a: int, b: int, cue: str | None, noun: str | None, *, known: bool) -> bool:
        """Whether the words beside the name show that it is a place's."""
        kinds = self._text.words
        articled = b - a == 1 and a in kinds.articled and self._text.writing.noun_capitals
        if articled and (not known or a in kinds.alone):
            return False  # "beim Essen"
        told = noun not in _NO_KIND or cue in STRONG_CUES or cue == "dateline"
        return told or self._text.around.force(a, b)

    def _doubt(
        self, a: int, entry: Entry, noun: str | None, *, shown: bool, known: bool
    ) -> float:
        """What speaks against a name of one word: it is a word of the language too, a given
        name, an abbreviation."""
        text, kinds, writing = self._text, self._text.words, self._text.writing
        doubt = 0.0
        if a in kinds.never and noun is None:
            doubt += 10.0
        if a in kinds.alone and not shown and not text.around.comma_before_name(a + 1):
            doubt += 4.0 if known and not writing.noun_capitals else 10.0
        if a in kinds.given and not shown:
            doubt += 3.0
        if a in kinds.common and not entry.forms:
            doubt += (2.0 if shown else 4.0) / (2 if known else 1)
        if a in kinds.articled and not known and writing.noun_capitals:
            doubt += 2.0  # "am Horn"
        if writing.noun_capitals and not shown and not entry.forms:
            doubt += 0.5
        if writing.flat and noun is None:
            # "in same" is no town, and a town has no article
            doubt += 10.0 if text.forms.is_plain(text.tokens.lower[a], entry) else 0.0
            doubt += 3.0 if a - 1 in kinds.det and not known else 0.0
        if not entry.forms and len(text.tokens.words[a]) < 3:
            doubt += 3.0  # "PA" is no village
        return doubt

    def _heads(
        self,
        a: int,
        b: int,
        entry: Entry,
        sentence: Sentence,
        cue: str | None,
        *,
        left: bool,
        media: bool,
    ) -> tuple[str | None, str | None, float]:
        """What heads of bodies and facilities make of a name: (cue, site, change of weight)."""
        around = self._text.around
        if cue not in _HERE and not media and around.force(a, b):
            return FORCE, None, _NAMED_FOR
        head = around.head(b, sentence.last)
        site, weight = None, 0.0
        if cue == "of" and around.of_body(a):
            cue, weight = "org", -1.0
        if head is not None:
            site, body = head
            if media or (body and not entry.forms):
                weight -= 1.0
            if body and cue in _OF_BODY:
                cue = "org"
        elif not left and around.plain_head(b):
            weight += _NAMED_FOR  # "Danbury hospital"
            cue = cue or "org"
        return cue, site, weight - (6.0 if media else 0.0)
