"""People whose names could be places: behind a title, from a given name, with initials."""

from __future__ import annotations

from casus.extract.places.candidate import WELL_KNOWN, Searched
from casus.extract.places.forms import Entry
from casus.extract.places.names import Names

_NAME_WORDS = 3  # of a person, behind a title
_PUT_THERE = frozenset({"in", "near", "side", "at"})


class People:
    """Tells the people of one text, and keeps the words of their names in `known`: none of these
    is a place when told alone."""

    def __init__(self, text: Searched, names: Names) -> None:
        self._text, self._names = text, names
        self.known: set[str] = set()

    def in_run(
        self, first: int, last: int, covered: set[int], *, governed: bool = False
    ) -> set[int]:
        """Tokens of a run that name a person. `covered` are those of known places. `governed`:
        it begins with a place in a case that a title governs ("der Bürgermeister Berlins")."""
        start, titled = self._start(first, last, covered, governed=governed)
        if start is None or (start == first and last - first == 1 and not titled):
            return set()
        words, kinds = self._text.tokens.words, self._text.words
        people = set()
        for i in range(start, last):
            if i in kinds.conjunction or i in kinds.genitive:
                break
            people.add(i)
            if len(words[i]) > 2:
                self.known.add(words[i])
        return people

    def _start(
        self, first: int, last: int, covered: set[int], *, governed: bool
    ) -> tuple[int | None, bool]:
        """Where the person's name starts in a run, if anywhere, and whether a title stands right
        before the run."""
        words, kinds = self._text.tokens.words, self._text.words
        start: int | None = None
        titled = first - 1 in kinds.title
        if not governed and (titled or (first - 2 in kinds.title and words[first - 1] == ".")):
            start = first
        for i in range(first, last):
            goes_on = i + 1 < last
            if i in kinds.title and goes_on and (
                i + 1 not in kinds.facility and i + 1 not in kinds.noun_at  # "Pope County"
            ):
                cue = self._text.around.before(i)[0] if i in kinds.title_or_place else None
                if cue not in _PUT_THERE:  # "in Sheikh Jarrah"
                    start = i + 1
            elif start is None and i in kinds.given and goes_on and (
                words[i + 1][0].isupper() and i + 1 not in kinds.facility
                and i + 1 not in kinds.org and i + 1 not in kinds.noun_at
            ):
                if not (i in covered and i + 1 in covered and self._names.is_one(i)):
                    start = i
            elif start is None and i > first and len(words[i]) == 1 and i not in covered and (
                goes_on and words[i + 1] == "."
            ):
                start = first
        return start, titled

    def owns(self, i: int, last: int, entry: Entry) -> bool:
        """Without capitals: whether a title or given name makes the name at `[i, last)` a
        person's."""
        kinds = self._text.words
        return i in kinds.title or i - 1 in kinds.title or (
            i - 1 in kinds.given and last == i + 1 and not entry.forms
        )

    def remember(self, first: int, limit: int) -> None:
        """Without capitals: keep the words of the person's name that starts at `first`."""
        words, kinds = self._text.tokens.words, self._text.words
        for i in range(first, min(limit, first + _NAME_WORDS)):
            if not words[i][0].isalpha() or i in kinds.common or i in kinds.prep_to:
                break
            entry = self._text.forms.find(words[i], caseless=True)
            if entry is not None and entry.prior >= WELL_KNOWN:
                break  # "PRESIDENT OF PERU", "DEPUTY MINISTER COLOMBIA"
            if len(words[i]) > 3 and i not in kinds.title:
                self.known.add(words[i])
