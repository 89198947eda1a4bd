"""Phrases that a date stands inside: "rammed on Saturday into a crowd".

Use `with_parted` on the hits of a text. Many languages put the day right behind the verb, and
what goes with the verb behind the day. An entry of the lexicon that is there without the date
is found on the words before it: what follows is read as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casus.extract.dates import DateMention
from casus.packs.lexicon import Hit, Lexicon
from casus.text import Tokens

_REACH = 4  # tokens on either side of a date: few entries are longer
_VERBS = frozenset({"EVENTV", "HARM_T", "HARM_I", "HARM_P"})
"""Classes of verbs, beside which a date stands; one beside a preposition joins strangers."""


def with_parted(
    hits: list[Hit], tokens: Tokens, dates: Sequence[DateMention], lexicon: Lexicon
) -> list[Hit]:
    """The hits of a text and those of its parted entries, which overrule what their class says of
    the same words, in order of the first token, the longest first."""
    parted = {(h.first, h.last, h.cls): h for h in _parted(tokens, dates, lexicon)}
    if not parted:
        return hits
    kept = [h for h in hits if (h.first, h.last, h.cls) not in parted]
    return sorted([*kept, *parted.values()], key=lambda h: (h.first, -h.last))


def _parted(
    tokens: Tokens, dates: Sequence[DateMention], lexicon: Lexicon
) -> Iterator[Hit]:
    words = tokens.words
    for mention in dates:
        end = mention.first - mention.cued
        start = max(0, end - _REACH)
        around = [*words[start:end], *words[mention.last : mention.last + _REACH]]
        for hit in lexicon.look_up(around):
            if hit.cls in _VERBS and hit.first < end - start < hit.last:
                yield Hit(start + hit.first, end, hit.cls, hit.attr)
