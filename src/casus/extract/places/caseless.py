"""Names in texts that do not tell them by capitals: scripts without case, and upper-case wires."""

from __future__ import annotations

from collections.abc import Iterator

from casus.extract.places.candidate import Candidate, Searched
from casus.extract.places.evidence import Evidence
from casus.extract.places.names import Names
from casus.extract.places.people import People
from casus.extract.places.unlisted import Unlisted
from casus.text import Sentence

_TOWNS = frozenset({"village", "town", "city", "part"})
_TOWN = 1.0  # prior of a town of 30,000


class Caseless:
    """Reads one text without capitals, sentence by sentence."""

    def __init__(self, text: Searched, names: Names, people: People) -> None:
        self._text, self._names, self._people = text, names, people
        self._evidence, self._unlisted = Evidence(text), Unlisted(text, names)

    def sentence(self, sentence: Sentence) -> Iterator[Candidate]:
        """The candidates of one sentence, in order."""
        text, words = self._text, self._text.words
        flat = text.writing.flat
        i = sentence.first
        while i < sentence.last:
            if i in text.busy or not text.tokens.words[i][0].isalpha():
                i += 1
                continue
            # an ordinary word may begin a name of several ("Sheikh Jarrah"), and is none alone
            common = i in words.common and text.tokens.lower[i] not in text.forms.lower
            common = common and not self._town_called(i)
            if common and not flat and (i in words.noun_token or i in words.side):
                i += 1  # "province X", "northern X": the name comes behind
                continue
            match = self._names.caseless(i, sentence.last, common=common)
            if not common:
                unlisted = self._unlisted.caseless(i, sentence, match)
                if unlisted is not None:
                    yield unlisted
                    i = unlisted.last
                    continue
            if match is None:
                if flat and (i - 1 in words.title or i in words.given):
                    self._people.remember(i, sentence.last)
                i += 1
                continue
            last, entry = match
            if self._people.owns(i, last, entry):
                self._people.remember(i, sentence.last)
            else:
                found = self._evidence.candidate(i, last, entry, sentence)
                if found is not None:
                    yield found
            i = last

    def _town_called(self, i: int) -> bool:
        """True for an ordinary word that is the name of a town behind "town of"."""
        words = self._text.words
        noun = words.noun_to.get(i)
        if noun is None or noun[1] not in _TOWNS or i in words.never or i in words.noun_token:
            return False
        entry = self._text.forms.find(self._text.tokens.words[i], caseless=True)
        return entry is not None and entry.prior >= _TOWN
