"""The words of a pack, looked up in a tokenised text.

Use `Lexicon.annotate` to find every entry of a pack's `words/*.toml` in a text; the reading
engine turns the hits into symbols. An entry is lower-case words parted by single blanks; a
word may be `stem*` (any continuation), `*head` (any beginning: compounds), `*mid*` (both),
`stem~n` (a continuation that the pack lists as endings `n`: inflection), with brace shorthand
`attack{,s,ed}`. A leading `=` keeps the case: `=WHO`. Where the language
writes its article onto the noun, an entry without it is met with and without; `=` keeps the
noun bare.

Look-up walks a trie keyed by entry words. What a surface word can be is remembered, so that a
token costs one dict access, and only words that begin a longer entry are walked on from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from casus.text import Tokens

_SHORT = 3
"""Letters up to which a word in capitals is an abbreviation, and no word of a headline."""
_MEMO_LIMIT = 200_000  # surface words remembered; about 40 MB at most
_MAX_EXPANSIONS = 64  # of one entry's braces: more is a mistake


class Hit(NamedTuple):
    """Tokens `[first, last)` carry class `cls` with attribute `attr`."""

    first: int
    last: int
    cls: str
    attr: str


class LexiconError(ValueError):
    """An entry that cannot be read; the message names it."""


def expand(entry: str) -> list[str]:
    """Write out the braces of an entry: `kill{,s,ed}` → kill, kills, killed.

    Raises LexiconError for unbalanced braces or more than 64 results.
    """
    todo, done = [entry], []
    while todo:
        word = todo.pop()
        start = word.find("{")
        if start < 0:
            if "}" in word:
                raise LexiconError(f"unbalanced brace in {entry!r}")
            done.append(word)
            continue
        end = word.find("}", start)
        if end < 0 or "{" in word[start + 1 : end]:
            raise LexiconError(f"unbalanced or nested brace in {entry!r}")
        todo += [word[:start] + part + word[end + 1 :] for part in word[start + 1 : end].split(",")]
        if len(todo) + len(done) > _MAX_EXPANSIONS:
            raise LexiconError(f"more than {_MAX_EXPANSIONS} forms in {entry!r}")
    return sorted(set(done))


def _is_inflected(word: str) -> bool:
    return "~" in word[1:]


class _Node:
    """A word of entries: what goes on from it, and the (class, attribute) pairs that end here.
    Most of a pack's twenty thousand lead nowhere, and share one empty table."""

    __slots__ = ("hits", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = _LEAF
        self.hits: tuple[tuple[str, str], ...] = ()

    def child(self, key: str) -> _Node:
        """The node behind a word, made where there is none."""
        if self.next is _LEAF:
            self.next = {}
        found = self.next.get(key)
        if found is None:
            found = self.next[key] = _Node()
        return found


_LEAF: dict[str, _Node] = {}
_NO_ENDING = frozenset({""})


_Known = tuple[tuple[tuple[str, str], ...], tuple[_Node, ...], tuple[str, ...]]
"""What a surface word can be: its hits as a single word, the nodes from which longer entries go
on, and the entry words that it can stand for inside one. Empty where it is in no entry."""

_new = tuple.__new__  # a third of the time of NamedTuple's own


def _by_end(hit: Hit) -> int:
    return -hit.last


class Lexicon:
    """All word entries of one pack. Build once, share freely: look-up changes only a memo."""

    def __init__(
        self,
        tables: Mapping[str, Mapping[str, Iterable[str]]],
        *,
        articles: tuple[str, ...] = (),
        endings: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """`articles` are written onto words and stepped over where an entry has none; `endings`
        are what entries `stem~name` may end in, by name."""
        self._articles = articles
        self._root = _Node()
        self._endings = endings or {}
        self._ends = {name: frozenset(listed) for name, listed in self._endings.items()}
        self._inflected: dict[str, list[str]] = {}
        self._exact: set[str] = set()
        self._cased: set[str] = set()
        self._stems: set[str] = set()
        self._heads: set[str] = set()
        self._mids: list[str] = []
        self.size = 0
        for cls, attributes in tables.items():
            for attr, entries in attributes.items():
                label = (cls, attr)
                for entry in entries:
                    for form in expand(entry):
                        self._add(form, label)
        self._stem_lengths = sorted({len(s) for s in self._stems}, reverse=True)
        self._head_lengths = sorted({len(s) for s in self._heads}, reverse=True)
        self._inflected_lengths = sorted({len(s) for s in self._inflected}, reverse=True)
        self._memo: dict[str, _Known | tuple[()]] = {}

    def _add(self, form: str, label: tuple[str, str]) -> None:
        cls, attr = label
        cased = form.startswith("=")
        words = form.removeprefix("=").split()
        if not words:
            raise LexiconError(f"empty entry in {cls}.{attr}")
        node = self._root
        for word in words:
            key = "=" + word if cased else word
            bare = word.strip("*")
            stem, inflected, name = bare.partition("~") if bare[:1] != "~" else (bare, "", "")
            if len(bare) < 1 or "*" in bare:
                raise LexiconError(f"entry {form!r} in {cls}.{attr}: a star stands only at an end")
            if inflected and (cased or bare != word or name not in self._endings):
                raise LexiconError(
                    f"entry {form!r} in {cls}.{attr}: want lower case, no star, and a name of"
                    f" endings behind ~ ({', '.join(self._endings) or 'the pack lists none'})"
                )
            if not cased and bare != bare.lower():
                raise LexiconError(f"entry {form!r} in {cls}.{attr} is not lower case")
            if cased:
                self._cased.add(word)
            elif word.startswith("*") and word.endswith("*"):
                if bare not in self._mids:
                    self._mids.append(bare)
            elif inflected:
                names = self._inflected.setdefault(stem, [])
                if name not in names:
                    names.append(name)
            elif word.endswith("*"):
                self._stems.add(bare)
            elif word.startswith("*"):
                self._heads.add(bare)
            else:
                self._exact.add(word)
            node = node.child(key)
        if label not in node.hits:
            node.hits = (*node.hits, label)
            self.size += 1

    def _keys(self, word: str) -> tuple[str, ...]:
        """The entry words that the surface word can stand for: itself, inflected ones, stems,
        heads; the longest first."""
        low = word.lower()
        keys = self._own_keys(low)
        written = [word]
        if word.isupper() and len(word) > _SHORT:  # a headline's, or of a text in capitals
            written.append(word.capitalize())
        keys[:0] = ["=" + form for form in written if form in self._cased]
        for article in self._articles:
            if low.startswith(article) and len(low) > len(article) + 1:
                keys += self._own_keys(low.removeprefix(article))
        return tuple(keys)

    def _own_keys(self, low: str) -> list[str]:
        keys: list[str] = []
        if low in self._exact:
            keys.append(low)
        n = len(low)
        keys += [
            f"{low[:k]}~{name}"
            for k in self._inflected_lengths
            if k <= n
            for name in self._inflected.get(low[:k], ())
            if low[k:] in self._ends[name]
        ]
        keys += [low[:k] + "*" for k in self._stem_lengths if k <= n and low[:k] in self._stems]
        keys += [
            "*" + low[n - k :] for k in self._head_lengths if k <= n and low[n - k :] in self._heads
        ]
        keys += [f"*{mid}*" for mid in self._mids if mid in low]
        return keys

    def knows(self, word: str) -> bool:
        """Whether a surface word stands in any entry."""
        known = self._memo.get(word)
        return bool(self._learn(word) if known is None else known)

    def annotate(self, tokens: Tokens) -> list[Hit]:
        """Every entry found, in order of its first token, longest first.

        Overlaps stay: the caller chooses. Within one class the sharper entry overrules at the
        same place: the exact word before a stem, a longer stem before a shorter one.
        """
        return self.look_up(tokens.words)

    def look_up(self, words: Sequence[str]) -> list[Hit]:
        """`annotate` for words that stand in no text, such as an entry's own."""
        recall, learn = self._memo.get, self._learn
        hits: list[Hit] = []
        for i, remembered in enumerate(map(recall, words)):
            known = learn(words[i]) if remembered is None else remembered
            if not known:
                continue
            singles, nodes, _ = known
            if nodes and i + 1 < len(words):
                longer: list[Hit] = []
                owners: dict[tuple[int, str], _Node] = {}
                for node in nodes:
                    self._walk(node, i, i + 1, words, owners, longer)
                if len(longer) > 1:
                    longer.sort(key=_by_end)
                hits += longer
            for cls, attr in singles:
                hits.append(_new(Hit, (i, i + 1, cls, attr)))
        return hits

    def _learn(self, word: str) -> _Known | tuple[()]:
        """What a surface word can be, remembered."""
        if len(self._memo) >= _MEMO_LIMIT:
            self._memo.clear()
        keys = self._keys(word)
        root = [node for key in keys if (node := self._root.next.get(key)) is not None]
        owners: dict[str, _Node] = {}
        singles = tuple(
            hit for node in root for hit in node.hits if owners.setdefault(hit[0], node) is node
        )
        nodes = tuple(node for node in root if node.next)
        found = (singles, nodes, keys) if keys else ()
        self._memo[word] = found
        return found

    def _walk(
        self,
        node: _Node,
        first: int,
        last: int,
        words: Sequence[str],
        owners: dict[tuple[int, str], _Node],
        hits: list[Hit],
    ) -> None:
        """Hits of two words and more that go on from `node`."""
        word = words[last]
        known = self._memo.get(word)
        if known is None:
            known = self._learn(word)
        if not known:
            return
        last += 1
        for key in known[2]:
            child = node.next.get(key)
            if child is None:
                continue
            for cls, attr in child.hits:
                if owners.setdefault((last, cls), child) is child:
                    hits.append(_new(Hit, (first, last, cls, attr)))
            if child.next and last < len(words):
                self._walk(child, first, last, words, owners, hits)

    def forget(self) -> None:
        """Let go of the words remembered: after a pass over all entries, which no text repeats."""
        self._memo.clear()

    def endings_of(self, word: str) -> frozenset[str]:
        """What may follow the stem of an entry's word: the endings of `stem~n`, else nothing."""
        return self._ends[word.partition("~")[2]] if _is_inflected(word) else _NO_ENDING

    def plain(self, word: str) -> str:
        """A surface form of an entry's word: no signs, the first ending that the pack lists."""
        if _is_inflected(word):
            stem, _, name = word.partition("~")
            return stem + next(iter(self._endings[name]), "")
        return word.removeprefix("=").strip("*")

    def forms(self) -> Iterator[tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]:
        """The words of every entry, as written, with its (class, attribute) pairs."""
        stack: list[tuple[tuple[str, ...], _Node]] = [((), self._root)]
        while stack:
            path, node = stack.pop()
            if node.hits:
                yield path, node.hits
            stack += [((*path, key), child) for key, child in node.next.items()]

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """(entry, class, attribute), for checks and documentation."""
        for words, labels in self.forms():
            for cls, attr in labels:
                yield " ".join(words), cls, attr
