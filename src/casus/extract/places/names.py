"""The longest known name that starts at a token."""

from __future__ import annotations

from casus.extract.places.candidate import WELL_KNOWN, Searched
from casus.extract.places.forms import Entry

_LONGEST = 6  # tokens of a name

Match = tuple[int, Entry]
"""Where a name ends, and what is known of it."""


class Names:
    """Looks names of one text up. `longest` where capitals tell names, `caseless` elsewhere."""

    def __init__(self, text: Searched) -> None:
        self._text = text

    def longest(self, i: int, limit: int) -> Match | None:
        """The longest known name at token `i`, which ends before `limit`."""
        tokens, forms = self._text.tokens, self._text.forms
        for j in reversed(self._possible_ends(i, limit)):
            surface = tokens.raw(i, j)
            if surface[-1] == "." and surface not in forms.exact:
                continue  # the sentence's dot, not the abbreviation's
            entry = forms.find(surface)
            if entry is not None and (
                j > i + 1 or entry.forms or i not in self._text.words.noun_token
            ):
                return (j - 1, shorter) if (shorter := self._without_kind(i, j)) else (j, entry)
        return None

    def caseless(self, i: int, limit: int, *, common: bool) -> Match | None:
        """The longest known name at token `i`; `common`: it is an ordinary word, which may begin
        a name of several and is none alone ("north carolina")."""
        tokens, forms, ordinary = self._text.tokens, self._text.forms, self._text.words.common
        words = tokens.words
        narrow = common and (i in self._text.words.det or not self._text.writing.flat)
        for j in range(min(limit, i + _LONGEST), i + common, -1):
            surface = tokens.read(i, j)
            if words[j - 1] == ".":
                if surface.lower() not in forms.any_case:
                    continue  # the sentence's dot, not the abbreviation's
            elif not words[j - 1][0].isalpha():
                continue
            if narrow and all(at in ordinary for at in range(i, j)):
                continue
            entry = forms.find(surface, caseless=True)
            if entry is not None and (
                j - i > 1 or len(words[i]) > 3 or entry.forms or entry.prior >= WELL_KNOWN
            ):
                return j, entry
        return None

    def is_one(self, i: int) -> bool:
        """Whether tokens `i` and the next are one known name ("San José")."""
        return self._text.forms.find(self._text.tokens.raw(i, i + 2)) is not None

    def _without_kind(self, i: int, j: int) -> Entry | None:
        """What a name is without the small noun at its end that tells its kind ("Niger state"),
        or None where it has none or is unknown so."""
        last, tokens = j - 1, self._text.tokens
        if last == i or last not in self._text.words.noun_at or not tokens.words[last][0].islower():
            return None
        return self._text.forms.find(tokens.raw(i, last))

    def _possible_ends(self, i: int, limit: int) -> list[int]:
        """Where a name that starts at token `i` may end: behind each further capitalised word,
        over one or two links ("de los"), dots and apostrophes."""
        tokens, kinds, busy = self._text.tokens, self._text.words, self._text.busy
        words, starts, ends = tokens.words, tokens.starts, tokens.ends
        found = [i + 1]
        j = i + 1
        while j < min(limit, i + _LONGEST) and j not in busy:
            word = words[j]
            glued = starts[j] == ends[j - 1]
            if self._text.capital[j] or (
                glued and word[0] in "'’ʼ" and j not in kinds.possessive
            ):
                j += 1
                found.append(j)
            elif word == "." and glued and len(words[j - 1]) <= 5:
                j += 1
                found.append(j)  # "Fla.", "U.S."
            elif j in kinds.link and j + 1 < limit and (
                words[j + 1][0].isupper()
                or (j + 1 in kinds.link and j + 2 < limit and words[j + 2][0].isupper())
            ):
                j += 1
            else:
                break
        if j < limit and j in kinds.noun_at and words[j][0].islower() and j not in busy:
            found.append(kinds.noun_at[j][0])  # the kind of place is part of its name
        return found
