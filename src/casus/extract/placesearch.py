"""The search for place names in one text: candidates and the evidence for them.

Used by `casus.extract.places.PlaceFinder`. `Search.sentence` collects candidates, `accepted`
weighs them over the whole text. See docs/gazetteer.md for the kinds of evidence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import replace

from casus.extract.placecues import Surroundings, Words
from casus.extract.placeforms import Entry, PlaceForms
from casus.extract.placing import FORCE, Candidate
from casus.names import fold
from casus.text import Sentence, Tokens

STREET = "street"
"""Kind of place of a name that ends in a road's word: it lies in a town told elsewhere."""

_LONGEST = 6  # tokens of a name
_HEADLINE = 0.7  # share of capitals that makes a line without a stop a headline
_NAME_WORDS = 3  # of a person, behind a title
_STOPS = frozenset(".!?…:")
_WELL_KNOWN = 2.4  # prior of countries, first-order areas, seas and big cities
_ENOUGH = 2.0  # evidence a name needs to be a place
_GOVERNED = 1.4  # prior of a town that a title may govern ("the mayor of Poltava")
_SITE_OF = 1.5  # what "a bar of" adds: in some languages all sites are told so
_STRONG_CUES = {"in", "near", "side", "from", "at", "to", "through", "between"}
_NAMING = {"military_base", "checkpoint", "market", "camp", "port"}  # facilities called by a place
_SETTLED = {"village", "town", "city", "district", "quarter", "province", "camp", "area", "island"}
_POSTS = {"military_base", "checkpoint"}
_SMALL = 1.0  # prior of a village's name, which may be part of a longer one
_TOLD = 3.0  # evidence of a name that its surroundings show to be a place's
_LONG_NAME = 1.5  # "Granville County": names of two words are seldom anything else
_HOME = 1.5  # "Dan Petersen, 40, of Lakeview"
_STRUCK = 2.0  # "the shelling of Kherson", where a case says "of"
_NAMED_FOR = 2.5  # "Danbury police"
_IN_AREA = 3.5  # "Hugo, Oklahoma"
_HERE = {"in", "near", "side", "dateline"}
_SHARED = {"in", "near", "side", "from", "at", "to", "through", "between", "dateline"}
_CUE_WEIGHT = {
    "in": 2.0, "near": 2.0, "side": 2.0, "between": 1.5, "from": 1.5, "to": 1.5, "at": 1.0,
    "for": 0.5, "through": 1.0, "of": 0.5, "border": 1.5, "dateline": 3.0,
}  # fmt: skip


class Search:
    """Collects candidates sentence by sentence; `accepted` then weighs them over the text."""

    def __init__(
        self,
        tokens: Tokens,
        words: Words,
        around: Surroundings,
        forms: PlaceForms,
        busy: Collection[int],
    ) -> None:
        self.tokens, self.words, self.around, self.forms = tokens, words, around, forms
        self.busy = frozenset(busy)
        self._capital = [w[0].isupper() or self._is_joined(w) for w in tokens.words]
        self.sentence_first = 0
        self.caseless = self.flat = self.noun_capitals = False
        self.found: list[Candidate] = []
        self.people: set[str] = set()

    def _is_joined(self, word: str) -> bool:
        """Whether a word has its capital behind a small word: "ez-Zor", "al-Balah"."""
        small, dash, name = word.partition("-")
        return bool(dash) and name[:1].isupper() and small in self.forms.joined

    # -- runs of capitalised words ------------------------------------------------------------

    def sentence(self, sentence: Sentence) -> None:
        """Collect the candidates of one sentence."""
        if self.caseless:
            self._caseless_sentence(sentence)
            return
        words, lower, busy = self.tokens.words, self.tokens.lower, self.busy
        forms = self.forms.lower
        headline = self._is_headline(sentence)
        self.sentence_first = sentence.first
        i = sentence.first
        while i < sentence.last:
            word = words[i]
            if not self._capital[i] or i in busy:
                if i not in busy:
                    if lower[i] in forms:
                        self._lower_form(i)
                    elif "-" in word and word[0].isalpha() and not word.islower():
                        self._joined(i, i + 1)
                i += 1
                continue
            i = self._run(i, self._run_end(i, sentence.last), sentence, headline)

    def _lower_form(self, i: int) -> None:
        """A lower-case adjective of a country ("malisch", "malien")."""
        entry = self.forms.find(self.tokens.words[i])
        if entry is not None and entry.forms and entry.role != "name":
            self._add(i, i + 1, entry, 9.0, None, None)

    def _is_headline(self, sentence: Sentence) -> bool:
        words = self.tokens.words[sentence.first : sentence.last]
        if words[-1] in _STOPS or words[-2:-1] == ["."]:
            return False
        words = [w for w in words if len(w) > 3 and w[0].isalpha()]
        return len(words) > 4 and not self.noun_capitals and (
            sum(w[0].isupper() for w in words) > _HEADLINE * len(words)
        )

    def _run_end(self, first: int, limit: int) -> int:
        """The end of the run of capitalised words that starts at `first`."""
        words, starts, ends = self.tokens.words, self.tokens.starts, self.tokens.ends
        i = first + 1
        while i < limit and i not in self.busy:
            word = words[i]
            glued = starts[i] == ends[i - 1]
            if self._capital[i] or (
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

    def _run(self, first: int, last: int, sentence: Sentence, headline: bool) -> int:
        """Cut a run into known names; what is left over speaks for or against them. Returns where
        to go on: a name may reach beyond the run ("San Juan de los Morros")."""
        names: list[tuple[int, int, Entry]] = []
        i = first
        while i < last:
            match = self._longest(i, sentence.last)
            if match is None:
                i += 1
            else:
                names.append((i, match[0], match[1]))
                i = match[0]
        last = max(last, i)
        if not names and self._plain_word(first, last):
            return last
        street = self._street(first, last, names)
        if street is not None:
            if names and names[0][2].role != "name" and names[0][1] < street - 1:
                first = names[0][1]  # "in the Linz Vienna Road", as some languages say it
                self._weigh(*names[0], sentence, left=False, media=False, headline=headline)
            self._add_street(first, street)
            return street
        if names and names[0][:2] == (sentence.first, sentence.first + 1) and (
            sentence.first in self.words.common and not names[0][2].forms
        ):
            names.pop(0)
        covered = {i for a, b, _ in names for i in range(a, b)}
        strong = {
            i for a, b, entry in names for i in range(a, b)
            if b > a + 1 or entry.forms or entry.prior > _ENOUGH
        }  # fmt: skip
        governed = any(
            a == first and entry.inflected
            and (entry.prior > _GOVERNED or b in self.words.noun_at)
            for a, b, entry in names
        )  # fmt: skip
        people = self._people_in(first, last, covered if not headline else set(), governed=governed)
        media = bool(self.words.org) and any(
            self.words.org.get(i) in {"media", "sport"}
            and not any(a <= i < b and b > a + 1 for a, b, _ in names)  # "United States"
            for i in range(first, last)
        )
        told = False
        if not media and not headline and all(
            b == a + 1 and entry.prior < _WELL_KNOWN and self._left_over(a, b, first, last, strong)
            for a, b, entry in names
        ):
            told = self._unknown(first, last, sentence, people)
        for a, b, entry in () if told else names:
            if any(i in people for i in range(a, b)):
                continue
            left = self._left_over(a, b, first, last, strong)
            self._weigh(a, b, entry, sentence, left=left and not headline, media=media,
                        headline=headline)  # fmt: skip
        if not told:
            self._joined(first, last, covered)
        return last

    def _street(self, first: int, last: int, names: list[tuple[int, int, Entry]]) -> int | None:
        """The end of a street's name that opens the run: "Dayton Avenue", "Market Square". The
        town it is called by is not where it lies; a listed name that holds its kind is none."""
        for i in range(first + 1, last):
            kind = self.words.noun_at.get(i)
            if kind is not None and kind[1] == "road" and i not in self.words.org:
                goes_on = kind[0] < last and not self.words.noun_at.get(kind[0])
                known = any(a < kind[0] and b > i for a, b, _ in names)
                return None if goes_on or known else kind[0]
        return None

    def _add_street(self, first: int, last: int) -> None:
        """Add a street where words before it place something there."""
        while first < last - 1 and first in self.words.common and first not in self.words.side:
            first += 1
        cue, _ = self.around.before(first)
        if cue is not None:
            self._add(first, last, Entry((), ()), _ENOUGH, cue, STREET)

    def _plain_word(self, first: int, last: int) -> bool:
        """A run of one ordinary word, as every noun is where nouns have capitals: no place, and
        nobody's name."""
        kinds = self.words
        title = kinds.title
        return (
            last == first + 1
            and first in kinds.common
            and first not in title
            and first - 1 not in title
            and first - 2 not in title
            and "-" not in self.tokens.words[first]
        )

    def _joined(self, first: int, last: int, covered: Collection[int] = ()) -> None:
        """Names inside hyphenated words: "Canada-wide", "mid-Ohio", "New York-based"."""
        for i in range(first, last):
            if "-" in self.tokens.words[i] and i not in covered:
                self._joined_word(i, first)

    def _joined_word(self, i: int, first: int) -> None:
        start = self.tokens.starts[i]
        for part in self.tokens.words[i].split("-"):
            begin, end = start, start + len(part)
            start = end + 1
            if len(part) < 2 or not part[0].isupper():
                continue
            entry = None
            if begin == self.tokens.starts[i] and i > first:
                begin = self.tokens.starts[i - 1]
                entry = self.forms.find(self.tokens.text[begin:end])
            if entry is None:
                begin = end - len(part)
                entry = self.forms.find(part)
            if entry is not None and (entry.forms or entry.prior > _ENOUGH + 0.4):
                name = self.tokens.text[begin:end]
                self.found.append(
                    Candidate(i, i + 1, begin, end, name, entry, entry.role, _ENOUGH, "org",
                              None, None)
                )  # fmt: skip

    def _longest(self, i: int, limit: int) -> tuple[int, Entry] | None:
        """The longest known name that starts at token `i`: (its end, entry)."""
        ends = self._possible_ends(i, limit)
        for j in reversed(ends):
            surface = self.tokens.raw(i, j)
            if surface[-1] == "." and surface not in self.forms.exact:
                continue  # the sentence's dot, not the abbreviation's
            entry = self.forms.find(surface)
            if entry is not None and (j > i + 1 or entry.forms or i not in self.words.noun_token):
                return (j - 1, shorter) if (shorter := self._without_kind(i, j)) else (j, entry)
        return None

    def _without_kind(self, i: int, j: int) -> Entry | None:
        """What a name is without the small noun at its end that tells its kind ("Niger state"),
        or None where it has none or is unknown so."""
        last = j - 1
        if last == i or last not in self.words.noun_at or not self.tokens.words[last][0].islower():
            return None
        return self.forms.find(self.tokens.raw(i, last))

    def _possible_ends(self, i: int, limit: int) -> list[int]:
        """Where a name that starts at token `i` may end: behind each further capitalised word,
        over one or two links ("de los"), dots and apostrophes."""
        words, starts, ends = self.tokens.words, self.tokens.starts, self.tokens.ends
        link = self.words.link
        found = [i + 1]
        j = i + 1
        while j < min(limit, i + _LONGEST) and j not in self.busy:
            word = words[j]
            glued = starts[j] == ends[j - 1]
            if self._capital[j] or (
                glued and word[0] in "'’ʼ" and j not in self.words.possessive
            ):
                j += 1
                found.append(j)
            elif word == "." and glued and len(words[j - 1]) <= 5:
                j += 1
                found.append(j)  # "Fla.", "U.S."
            elif j in link and j + 1 < limit and (
                words[j + 1][0].isupper()
                or (j + 1 in link and j + 2 < limit and words[j + 2][0].isupper())
            ):
                j += 1
            else:
                break
        if j < limit and j in self.words.noun_at and words[j][0].islower() and j not in self.busy:
            found.append(self.words.noun_at[j][0])  # the kind of place is part of its name
        return found

    def _people_in(
        self, first: int, last: int, covered: set[int], *, governed: bool = False
    ) -> set[int]:
        """Tokens of a run that name a person: behind a title, from a given name, with initials.
        `governed`: it begins with a place in a case that a title governs ("der Bürgermeister
        Berlins")."""
        words, kinds = self.tokens.words, self.words
        start: int | None = None
        titled = first - 1 in kinds.title
        if not governed and (titled or (first - 2 in kinds.title and words[first - 1] == ".")):
            start = first
        for i in range(first, last):
            if i in kinds.title and i + 1 < last and (
                i + 1 not in kinds.facility and i + 1 not in kinds.noun_at  # "Pope County"
            ):
                cue = self.around.before(i)[0] if i in kinds.title_or_place else None
                if cue not in {"in", "near", "side", "at"}:  # "in Sheikh Jarrah"
                    start = i + 1
            elif start is None and i in kinds.given and i + 1 < last and (
                words[i + 1][0].isupper() and i + 1 not in kinds.facility
                and i + 1 not in kinds.org and i + 1 not in kinds.noun_at
            ):
                if not (i in covered and i + 1 in covered and self._one_name(i)):
                    start = i
            elif start is None and i > first and len(words[i]) == 1 and i not in covered and (
                i + 1 < last and words[i + 1] == "."
            ):
                start = first
        if start is None or (start == first and last - first == 1 and not titled):
            return set()
        people = set()
        for i in range(start, last):
            if i in kinds.conjunction or i in kinds.genitive:
                break
            people.add(i)
            if len(words[i]) > 2:
                self.people.add(words[i])
        return people

    def _one_name(self, i: int) -> bool:
        """Whether tokens `i` and the next are one known name ("San José")."""
        return self.forms.find(self.tokens.raw(i, i + 2)) is not None

    def _left_over(self, a: int, b: int, first: int, last: int, covered: set[int]) -> bool:
        """Whether capitalised words that are no well-known place stand right beside `[a, b)`:
        then it may be a part of a longer name ("Thayet Kone", though both are towns)."""
        words, kinds = self.tokens.words, self.words
        for i in (a - 1, b):
            if i == first == self.sentence_first and i not in kinds.given:
                continue  # a sentence's first word has its capital anyhow
            if first <= i < last and i not in covered and words[i][0].isupper() and not (
                i in kinds.common or i in kinds.noun_token or i in kinds.facility
                or i in kinds.title or i in kinds.side
            ):
                return True
        return False

    # -- texts without capitals ----------------------------------------------------------------

    def _caseless_sentence(self, sentence: Sentence) -> None:
        self.sentence_first = sentence.first
        i = sentence.first
        while i < sentence.last:
            word = self.tokens.words[i]
            if i in self.busy or not word[0].isalpha():
                i += 1
                continue
            # an ordinary word may begin a name of several ("Sheikh Jarrah"), and is none alone
            common = i in self.words.common and self.tokens.lower[i] not in self.forms.lower
            headed = i in self.words.noun_token or i in self.words.side
            if common and headed and not self.flat:
                i += 1  # "province X", "northern X": the name comes behind
                continue
            match = self._caseless_name(i, sentence.last, common=common)
            if not common and not self.flat:
                unlisted = self._caseless_unlisted(i, sentence, match)
                if unlisted is not None:
                    i = unlisted
                    continue
            if match is None:
                if self.flat and (i - 1 in self.words.title or i in self.words.given):
                    self._person_from(i, sentence.last)
                i += 1
                continue
            last, entry = match
            if self._caseless_person(i, last, entry):
                self._person_from(i, sentence.last)
            else:
                self._weigh(i, last, entry, sentence, left=False, media=False, headline=True)
            i = last

    def _caseless_name(self, i: int, limit: int, *, common: bool) -> tuple[int, Entry] | None:
        """The longest known name at token `i`; `common`: it is an ordinary word, which may begin
        a name of several and is none alone ("north carolina")."""
        words, ordinary = self.tokens.words, self.words.common
        for j in range(min(limit, i + _LONGEST), i + common, -1):
            surface = self.tokens.read(i, j)
            if words[j - 1] == ".":
                if surface.lower() not in self.forms.any_case:
                    continue  # the sentence's dot, not the abbreviation's
            elif not words[j - 1][0].isalpha():
                continue
            if common and not self.flat and all(at in ordinary for at in range(i, j)):
                continue
            entry = self.forms.find(surface, caseless=True)
            if entry is not None and (
                j - i > 1 or len(words[i]) > 3 or entry.forms or entry.prior >= _WELL_KNOWN
            ):
                return j, entry
        return None

    def _caseless_person(self, i: int, last: int, entry: Entry) -> bool:
        """Whether a title or given name before it makes a name a person's."""
        kinds = self.words
        return i in kinds.title or i - 1 in kinds.title or (
            i - 1 in kinds.given and last == i + 1 and not entry.forms
        )

    def _person_from(self, first: int, limit: int) -> None:
        """Remember the words of a person's name, so that none is a place when told alone."""
        words, kinds = self.tokens.words, self.words
        for i in range(first, min(limit, first + _NAME_WORDS)):
            if not words[i][0].isalpha() or i in kinds.common or i in kinds.prep_to:
                break
            entry = self.forms.find(words[i], caseless=True)
            if entry is not None and entry.prior >= _WELL_KNOWN:
                break  # "PRESIDENT OF PERU", "DEPUTY MINISTER COLOMBIA"
            if len(words[i]) > 3 and i not in kinds.title:
                self.people.add(words[i])

    def _caseless_unlisted(
        self, i: int, sentence: Sentence, match: tuple[int, Entry] | None
    ) -> int | None:
        """Keep a name that no list holds, right behind the noun for its kind ("village X"), or that
        goes on behind some small place's name. Returns its end."""
        words, kinds = self.tokens.words, self.words
        noun = kinds.noun_to.get(i)
        if (noun is None or noun[1] not in _SETTLED) and kinds.facility.get(i - 1) not in _POSTS:
            return None
        last, free = i, 1
        while free >= 0 and last < sentence.last and words[last][0].isalpha() and not (
            (last in kinds.common and last - 1 not in kinds.link)
            or last in self.busy
            or last in kinds.never
        ):
            free -= last not in kinds.link
            last += 1
        small = match is not None and match[1].prior < _SMALL and not match[1].forms
        if last == i or not (match is None or (small and match[0] < last)):
            return None
        if any(at in kinds.given or at in kinds.title for at in range(i, last)):
            return None
        cue, kind = self.around.before(i)
        self._add(i, last, Entry((), ()), _TOLD, cue, kind, self.around.site_before(i))
        return last

    def _told_with(
        self, a: int, b: int, entry: Entry, *, opens: bool
    ) -> tuple[str | None, str | None]:
        """(cue, kind of place) told with a name: before it, behind it or as a part of it."""
        cue, around = self.around.before(a)
        noun = self.around.noun_after(b) or self.around.noun_within(a, b, opens=opens) or around
        whither = cue == "in" and entry.goal and around is None  # a noun would have the case
        return ("to" if whither else cue), noun

    # -- weighing ---------------------------------------------------------------------------------

    def _weigh(  # noqa: PLR0915 - one line a kind of evidence
        self,
        a: int,
        b: int,
        entry: Entry,
        sentence: Sentence,
        *,
        left: bool,
        media: bool,
        headline: bool,
    ) -> None:
        """Make a candidate of a known name with the evidence its surroundings give."""
        if entry.role != "name":
            if not media:
                self._add(a, b, entry, 9.0, self.around.border(a, b), None)
            return
        if not (entry.forms or self.noun_capitals or self.caseless) and self.around.street(b):
            return
        if self.around.called(a, b):
            return
        cue, noun = self._told_with(a, b, entry, opens=a == sentence.first)
        if self.around.is_dateline(a, b, sentence):
            cue = "dateline"
        cue = self.around.border(a, b) or cue
        struck = cue is None and entry.inflected and a in self.words.struck
        cue = "at" if struck else cue
        weight = entry.prior
        weight += _STRUCK if struck else _CUE_WEIGHT.get(cue or "", 0.0)
        weight += (0.0 if noun in {None, "part"} else 2.5)
        single = b - a == 1
        kinds = self.words
        if not single and not self.caseless:
            weight += _LONG_NAME
        if cue == "of" and a - 2 >= sentence.first and self.tokens.words[a - 2] == ",":
            weight += _HOME
        shown = noun not in {None, "part"} or cue in _STRONG_CUES or cue == "dateline"
        shown = shown or self.around.force(a, b)
        if kinds.never & set(range(a, b)) and single and noun is None:
            weight -= 10.0
        known = entry.prior >= _WELL_KNOWN
        if single and a in kinds.articled and self.noun_capitals and (
            not known or a in kinds.alone
        ):
            shown = False  # "beim Essen"
        if single and a in kinds.alone and not shown and not self.around.comma_before_name(b):
            weight -= 4.0 if known and not self.noun_capitals else 10.0
        if single and a in kinds.given and not shown:
            weight -= 3.0
        if single and a in kinds.common and not entry.forms:
            weight -= (2.0 if shown else 4.0) / (2 if known else 1)
        if single and a in kinds.articled and not known and self.noun_capitals:
            weight -= 2.0  # "am Horn"
        if single and self.noun_capitals and not shown and not entry.forms:
            weight -= 0.5
        if a == sentence.first and not shown and not self.caseless and not known:
            weight -= 0.5
        if self.flat and single and noun is None:
            # "in same" is no town, and a town has no article
            weight -= 10.0 if self.forms.is_plain(self.tokens.lower[a], entry) else 0.0
            weight -= 3.0 if a - 1 in kinds.det and not known else 0.0
        if single and not entry.forms and len(self.tokens.words[a]) < 3:
            weight -= 3.0  # "PA" is no village
        if left:
            weight -= 1.0 if known else 3.0
        bare = cue is None and noun is None and a - 1 not in kinds.facility
        if self.caseless and bare and not entry.forms:
            weight -= 1.0  # any word may be the name of some town
        if self.around.comma_before_name(b):
            weight += 1.0
        cue, site, change = self._heads(a, b, entry, sentence, cue, left=left, media=media)
        weight += change - (0.5 if headline else 0.0)
        site = site or self.around.site_before(a)
        if cue == "of" and site is not None:
            weight += _SITE_OF
        self._add(a, b, entry, weight, cue, noun, site)

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
        if cue not in _HERE and not media and self.around.force(a, b):
            return FORCE, None, _NAMED_FOR
        head = self.around.head(b, sentence.last)
        site, weight = None, 0.0
        if cue == "of" and self.around.of_body(a):
            cue, weight = "org", -1.0
        if head is not None:
            site, body = head
            if media or (body and not entry.forms):
                weight -= 1.0
            if body:
                cue = "org" if cue in {None, "of", "at", "to", "from"} else cue
        elif not left and self.around.plain_head(b):
            weight += _NAMED_FOR  # "Danbury hospital"
            cue = cue or "org"
        return cue, site, weight - (6.0 if media else 0.0)

    def _unknown(self, first: int, last: int, sentence: Sentence, people: set[int]) -> bool:
        """A name that no list holds, kept where its surroundings say that it is a place. Returns
        whether it was kept."""
        words, kinds = self.tokens.words, self.words
        while first < last and first in kinds.common and first not in kinds.title:
            first += 1  # "Dorf Karfa", "The Karfa"
        for i in range(first + 1, last):  # it ends where its kind is told: "X district"
            if i in kinds.common or i in kinds.noun_at or words[i] == ".":
                last = i
                break
        if first >= last or last - first > 4 or self.around.called(first, last):
            return False
        no_place = (people, kinds.never, kinds.org, kinds.facility, kinds.wordlike, kinds.common,
                    kinds.title - kinds.title_or_place)  # fmt: skip
        if any(i in kind for kind in no_place for i in range(first, last)):
            return False
        if words[first].isupper() and len(words[first]) < 6:
            return False  # an abbreviation
        cue, noun = self.around.before(first)
        noun = self.around.noun_after(last) or noun
        site = self.around.site_before(first)
        if last in kinds.facility and kinds.facility[last] not in _NAMING:
            return False  # "outside the Bakiin hotel"
        bare = self._bare(first, last, cue, site, sentence)
        if first == sentence.first and not self.noun_capitals and last == first + 1:
            return False  # "Six villages": its capital is the sentence's
        if noun in {None, "part", "road", "mountain"} and not bare:
            site = self._naming_site(first, last)
            if site is None or first == sentence.first:
                return False
        self._add(first, last, Entry((), ()), _TOLD, cue, noun, site)
        return True

    def _naming_site(self, first: int, last: int) -> str | None:
        """The facility that is called by a place: "the Abu Tawila checkpoint", "Posten Karfa"."""
        facility, words = self.words.facility, self.tokens.words
        head = facility.get(last)
        if head in _NAMING and not words[last][0].isupper():
            return head
        head = facility.get(first - 1)
        if head in _NAMING and (self.noun_capitals or self.around.near_follows(last)):
            return head
        return None

    def _bare(
        self, first: int, last: int, cue: str | None, site: str | None, sentence: Sentence
    ) -> bool:
        """Whether a preposition alone makes an unknown name a place: "in Karfa"."""
        if first == sentence.first or any(i in self.words.given for i in range(first, last)):
            return False
        if cue == "at" and (site is not None or self.tokens.words[last : last + 1] == [","]):
            cue = "in"
        if cue not in {"in", "near", "side"}:
            return False
        return not self.noun_capitals or self.around.name_like(first, last)

    def _add(
        self, a: int, b: int, entry: Entry, weight: float, cue: str | None, noun: str | None,
        site: str | None = None,
    ) -> None:  # fmt: skip
        start, end = self.tokens.span(a, b)
        self.found.append(
            Candidate(a, b, start, end, self._name(a, b), entry, entry.role, weight, cue, noun,
                      site)
        )  # fmt: skip

    def given(self, start: int, end: int) -> Candidate:
        """The candidate for code points `[start, end)`, which are known to name a place. Raises
        ValueError where no word lies there."""
        starts, ends = self.tokens.starts, self.tokens.ends
        first = bisect_right(ends, start)
        last = bisect_left(starts, end)
        if not start < end or first >= last:
            raise ValueError(f"no word at {start}-{end}")
        name = self.tokens.text[start:end].strip()
        entry = self.forms.find(name, caseless=self.caseless or name.isupper())
        cue, noun = self.around.before(first)
        noun = self.around.noun_after(last) or noun
        if entry is None:
            entry = Entry((), ())
        return Candidate(first, last, start, end, name, entry, entry.role, _ENOUGH, cue, noun,
                         None, sure=True)  # fmt: skip

    def _name(self, a: int, b: int) -> str:
        """The name of tokens `[a, b)` as the text writes it, or as it is read where that is
        another: an article that a clitic has swallowed."""
        raw, read = self.tokens.raw(a, b), self.tokens.read(a, b)
        return raw if raw == read or fold(raw) == fold(read) else read

    def _share_cues(self) -> None:
        """A list shares its preposition: "in Georgia, Alabama and Texas"."""
        words, link = self.tokens.words, self.words.conjunction
        for n in range(1, len(self.found)):
            left, right = self.found[n - 1], self.found[n]
            between = range(left.last, right.first)
            if right.role != "name" or left.role != "name" or not 0 < len(between) <= 2:
                continue
            if words[left.last] in {",", "("} and self._contains(right.entry, left.entry):
                self.found[n - 1] = replace(left, weight=left.weight + _IN_AREA)
                right = replace(right, weight=right.weight + 4.0)
            if right.cue is None and left.cue in _SHARED and all(
                words[i] in {",", "("} or i in link for i in between
            ):
                weight = right.weight + (1.5 if right.weight > -5 else 0.0)
                right = replace(right, cue=left.cue, weight=weight)
            self.found[n] = right

    def _contains(self, area: Entry, place: Entry) -> bool:
        """Whether some reading of `area` is a country or region around one of `place`."""
        gazetteer = self.forms.gazetteer
        known = [p for p, _ in area.forms] + [gazetteer.place(n) for n in area.ids[:3]]
        areas = {p.id for p in known if p.kind in {"country", "adm1"}}
        if not areas:
            return False
        inner = [p for p, _ in place.forms] + [gazetteer.place(n) for n in place.ids[:12]]
        return any(c.id in areas for p in inner for c in gazetteer.containers(p))

    def accepted(self) -> list[Candidate]:
        """Candidates with enough evidence, and weak ones whose name is a place elsewhere in the
        text."""
        self._share_cues()
        sure = {
            c.plain.lower() for c in self.found
            if c.weight >= _ENOUGH and c.role == "name" and (c.noun or c.cue in _STRONG_CUES)
        }  # fmt: skip
        kept: list[Candidate] = []
        for c in self.found:
            weight = c.weight
            told = c.noun is not None or c.cue in {"in", "near"}
            if c.role == "name" and not self.people.isdisjoint((c.name, c.plain)) and not told:
                continue
            if weight < _ENOUGH and weight > -5 and c.plain.lower() in sure:
                weight = _ENOUGH
            if weight >= _ENOUGH:
                kept.append(replace(c, weight=weight))
        return kept
