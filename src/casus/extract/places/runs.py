"""Runs of capitalised words, cut into the names of places and the rest."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator

from casus.extract.places.candidate import ENOUGH, STREET, WELL_KNOWN, Candidate, Searched
from casus.extract.places.evidence import CONTEXT, Evidence
from casus.extract.places.forms import Entry
from casus.extract.places.names import Names
from casus.extract.places.people import People
from casus.extract.places.unlisted import Unlisted
from casus.text import Sentence

_HEADLINE = 0.7  # share of capitals that makes a line without a stop a headline
_STOPS = frozenset(".!?…:")
_GOVERNED = 1.4  # prior of a town that a title may govern ("the mayor of Poltava")
_INSIDE_A_WORD = ENOUGH + 0.4  # prior of a name inside a hyphenated word

Named = tuple[int, int, Entry]
"""Tokens `[first, last)` of a known name, and what is known of it."""


class Runs:
    """Reads the runs of one text that tells names by capitals, sentence by sentence."""

    def __init__(self, text: Searched, names: Names, people: People) -> None:
        self._text, self._names, self._people = text, names, people
        self._evidence, self._unlisted = Evidence(text), Unlisted(text, names)

    def sentence(self, sentence: Sentence) -> Iterator[Candidate]:
        """The candidates of one sentence, in order."""
        text, forms = self._text, self._text.forms
        words, lower = text.tokens.words, text.tokens.lower
        headline = self._is_headline(sentence)
        i = sentence.first
        while i < sentence.last:
            word = words[i]
            if text.capital[i] and i not in text.busy:
                i = yield from self._run(i, self._run_end(i, sentence.last), sentence, headline)
                continue
            if i not in text.busy:
                if lower[i] in forms.lower:
                    yield from self._lower_form(i)
                elif "-" in word and word[0].isalpha() and not word.islower():
                    yield from self._joined(i, i + 1)
            i += 1

    def _lower_form(self, i: int) -> Iterator[Candidate]:
        """A lower-case adjective of a country ("malisch", "malien")."""
        entry = self._text.forms.find(self._text.tokens.words[i])
        if entry is not None and entry.forms and entry.role != "name":
            yield self._text.candidate(i, i + 1, entry, CONTEXT, None, None)

    def _is_headline(self, sentence: Sentence) -> bool:
        words = self._text.tokens.words[sentence.first : sentence.last]
        if words[-1] in _STOPS or words[-2:-1] == ["."]:
            return False
        words = [w for w in words if len(w) > 3 and w[0].isalpha()]
        return len(words) > 4 and not self._text.writing.noun_capitals and (
            sum(w[0].isupper() for w in words) > _HEADLINE * len(words)
        )

    def _run_end(self, first: int, limit: int) -> int:
        """The end of the run of capitalised words that starts at `first`."""
        tokens = self._text.tokens
        words, starts, ends = tokens.words, tokens.starts, tokens.ends
        i = first + 1
        while i < limit and i not in self._text.busy:
            word = words[i]
            glued = starts[i] == ends[i - 1]
            if self._text.capital[i] or (
                glued and word[0] in "'’ʼ" and len(word) > 2 and word[1].isupper()
            ):
                i += 1
            elif word == "." and glued and len(words[i - 1]) <= 3 and (
                i + 1 < limit and words[i + 1][0].isupper()
            ):
                i += 2
            else:
                break
        return i

    def _run(
        self, first: int, last: int, sentence: Sentence, headline: bool
    ) -> Generator[Candidate, None, int]:
        """Cut a run into known names; what is left over speaks for or against them. Returns where
        to go on: a name may reach beyond the run ("San Juan de los Morros")."""
        names = self._known(first, last, sentence)
        last = max(last, names[-1][1]) if names else last
        if not names and self._plain_word(first, last):
            return last
        street = self._street(first, last, names)
        if street is not None:
            if names and names[0][2].role != "name" and names[0][1] < street - 1:
                first = names[0][1]  # "in the Linz Vienna Road", as some languages say it
                yield from self._weighed(names[0], sentence, headline=headline)
            yield from self._add_street(first, street)
            return street
        if names and names[0][:2] == (sentence.first, sentence.first + 1) and (
            sentence.first in self._text.words.common and not names[0][2].forms
        ):
            names.pop(0)
        yield from self._sorted(first, last, sentence, names, headline=headline)
        return last

    def _known(self, first: int, last: int, sentence: Sentence) -> list[Named]:
        names: list[Named] = []
        i = first
        while i < last:
            match = self._names.longest(i, sentence.last)
            if match is None:
                i += 1
            else:
                names.append((i, *match))
                i = match[0]
        return names

    def _sorted(
        self, first: int, last: int, sentence: Sentence, names: list[Named], *, headline: bool
    ) -> Iterator[Candidate]:
        """What of a run are places: known ones, or else the unlisted one that the run is."""
        kinds = self._text.words
        covered = {i for a, b, _ in names for i in range(a, b)}
        strong = {
            i for a, b, entry in names for i in range(a, b)
            if b > a + 1 or entry.forms or entry.prior > ENOUGH
        }  # fmt: skip
        governed = any(
            a == first and entry.inflected and (entry.prior > _GOVERNED or b in kinds.noun_at)
            for a, b, entry in names
        )
        people = self._people.in_run(
            first, last, set() if headline else covered, governed=governed
        )
        media = self._is_media(first, last, names)
        beside = {
            a: self._left_over(a, b, range(first, last), sentence, strong) for a, b, _ in names
        }
        if not media and not headline and all(
            b == a + 1 and entry.prior < WELL_KNOWN and beside[a] for a, b, entry in names
        ):
            unlisted = self._unlisted.in_run(first, last, sentence, people)
            if unlisted is not None:
                yield unlisted
                return
        for name in names:
            if not any(i in people for i in range(*name[:2])):
                left = beside[name[0]] and not headline
                yield from self._weighed(
                    name, sentence, left=left, media=media, headline=headline
                )
        yield from self._joined(first, last, covered)

    def _weighed(
        self,
        name: Named,
        sentence: Sentence,
        *,
        left: bool = False,
        media: bool = False,
        headline: bool,
    ) -> Iterator[Candidate]:
        found = self._evidence.candidate(
            *name, sentence, left=left, media=media, headline=headline
        )
        if found is not None:
            yield found

    def _is_media(self, first: int, last: int, names: list[Named]) -> bool:
        """Whether the run is the name of a newspaper, broadcaster or club."""
        org = self._text.words.org
        return bool(org) and any(
            org.get(i) in {"media", "sport"}
            and not any(a <= i < b and b > a + 1 for a, b, _ in names)  # "United States"
            for i in range(first, last)
        )

    def _left_over(
        self, a: int, b: int, run: range, sentence: Sentence, covered: set[int]
    ) -> bool:
        """Whether capitalised words that are no well-known place stand right beside `[a, b)`:
        then it may be a part of a longer name ("Thayet Kone", though both are towns)."""
        words, kinds = self._text.tokens.words, self._text.words
        for i in (a - 1, b):
            if i == run.start == sentence.first and i not in kinds.given:
                continue  # a sentence's first word has its capital anyhow
            if i in run and i not in covered and words[i][0].isupper() and not (
                i in kinds.common or i in kinds.noun_token or i in kinds.facility
                or i in kinds.title or i in kinds.side
            ):
                return True
        return False

    def _plain_word(self, first: int, last: int) -> bool:
        """A run of one ordinary word, as every noun is where nouns have capitals: no place, and
        nobody's name."""
        kinds = self._text.words
        return (
            last == first + 1
            and first in kinds.common
            and kinds.title.isdisjoint((first, first - 1, first - 2))
            and "-" not in self._text.tokens.words[first]
        )

    def _street(self, first: int, last: int, names: list[Named]) -> int | None:
        """The end of a street's name that opens the run: "Dayton Avenue", "Market Square". The
        town it is called by is not where it lies; a listed name that holds its kind is none."""
        words = self._text.words
        for i in range(first + 1, last):
            kind = words.noun_at.get(i)
            if kind is not None and kind[1] == "road" and i not in words.org:
                goes_on = kind[0] < last and not words.noun_at.get(kind[0])
                known = any(a < kind[0] and b > i for a, b, _ in names)
                return None if goes_on or known else kind[0]
        return None

    def _add_street(self, first: int, last: int) -> Iterator[Candidate]:
        """A street where words before it place something there."""
        words = self._text.words
        while first < last - 1 and first in words.common and first not in words.side:
            first += 1
        cue, _ = self._text.around.before(first)
        if cue is not None:
            yield self._text.candidate(first, last, Entry((), ()), ENOUGH, cue, STREET)

    def _joined(
        self, first: int, last: int, covered: Collection[int] = ()
    ) -> Iterator[Candidate]:
        """Names inside hyphenated words: "Canada-wide", "mid-Ohio", "New York-based"."""
        for i in range(first, last):
            if "-" in self._text.tokens.words[i] and i not in covered:
                yield from self._joined_word(i, first)

    def _joined_word(self, i: int, first: int) -> Iterator[Candidate]:
        tokens, forms = self._text.tokens, self._text.forms
        start = tokens.starts[i]
        for part in tokens.words[i].split("-"):
            begin, end = start, start + len(part)
            start = end + 1
            if len(part) < 2 or not part[0].isupper():
                continue
            entry = None
            if begin == tokens.starts[i] and i > first:
                begin = tokens.starts[i - 1]
                entry = forms.find(tokens.text[begin:end])
            if entry is None:
                begin = end - len(part)
                entry = forms.find(part)
            if entry is not None and (entry.forms or entry.prior > _INSIDE_A_WORD):
                name = tokens.text[begin:end]
                yield Candidate(
                    i, i + 1, begin, end, name, entry, entry.role, ENOUGH, "org", None, None
                )
