"""What sort of text it is: news of an event, or sport, film, drill, markets, debate, looking back.

Use `genre_of` before anything is read as an event: reporters of sport, markets and debates write of
attacks, massacres and victims. The words of each sort come from the pack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casus.extract.annotate import WEAK
from casus.packs.lexicon import Hit
from casus.text import Sentence

_SORTS = ("SPORT", "FILM", "MARKET", "DRILL", "CYBER", "POLITICS")
_LOOKING_BACK = ("ANNIV", "COURT", "OBITUARY")
_AHEAD = frozenset({"hypothetical", "plan", "threat", "future", "foiled"})
_GRAVE = frozenset({"police", "hospital", "rescue"})
_DATELINE = 3  # tokens of a sentence that is only a dateline
_OPENING = 2  # sentences that say what a text is about
_ENOUGH = 3  # distinct words of a sort
_BARELY = 2  # where nobody is counted and no police, hospital or rescuer is named
_SCORE = 2.0  # a result ("3-1") or a minute of the game says more than a word
_SCORES = 2  # of which so many speak
_TITLE_WEIGHT = 2.0
_WEAK = 1 / 3  # of a word that stands in other texts as well ("season", "exercise")


@dataclass(frozen=True, slots=True)
class Genre:
    """What the words of a text, its opening and its title say about its sort.

    `weight`: the most distinct words of one sort that tells no event; `fiction`: those of films
    and novels, which count victims as news does; `drill`: it was an exercise; `looks_back`: it
    opens with a court, a memorial or an obituary, which tells a `life`; `looks_ahead`: its title
    tells of what may come or was prevented; `title_kinds`: kinds that its title names; `grave`:
    how many of police, hospital, rescuers and words for a killing are named, as news of harm does.
    """

    weight: float
    fiction: float
    drill: bool
    looks_back: bool
    life: bool = False
    looks_ahead: bool = False
    title_kinds: tuple[str, ...] = ()
    grave: int = 0

    def tells_nothing(self, tolls: int) -> bool:
        """True where the words of the sort outweigh the people counted."""
        harm = 2 * tolls + self.grave
        if self.drill or (self.weight > harm and self.weight >= (_ENOUGH if harm else _BARELY)):
            return True
        return self.fiction >= _ENOUGH and self.fiction > tolls


def genre_of(
    hits: Sequence[Hit],
    sentences: Sequence[Sentence],
    title_hits: Sequence[Hit],
    words: Sequence[str],
    *,
    scores: int = 0,
) -> Genre:
    """The sort of a text, from its words, its opening and its title; `scores` counts the results
    ("3-1") and minutes of games in it."""
    telling = [s for s in sentences if s.last - s.first > _DATELINE][:_OPENING]
    opening = telling[-1].last if telling else 0
    weights: dict[str, float] = {}
    for sort in _SORTS:
        distinct = {(words[h.first], h.attr == WEAK) for h in hits if h.cls == sort}
        titled = any(h.cls == sort and h.attr != WEAK for h in title_hits)
        strong = sum(1 for _, weak in distinct if not weak)
        # words that stand in other texts as well speak only beside one that does not
        backed = strong or titled or (sort == "SPORT" and scores)
        weights[sort] = strong + (_WEAK * (len(distinct) - strong) if backed else 0.0)
        weights[sort] += _TITLE_WEIGHT * titled
    weights["SPORT"] += _SCORE * min(scores, _SCORES)
    if any(h.cls == "METAPHOR" for h in title_hits):
        weights["METAPHOR"] = _ENOUGH
    opens = any(h.cls == "DRILL" and h.attr != WEAK and h.first < opening for h in hits)
    drill = weights["DRILL"] >= _TITLE_WEIGHT and (opens or weights["DRILL"] >= _ENOUGH)
    lead = [*title_hits, *(h for h in hits if h.first < opening)]
    back = {h.cls for h in lead if h.cls in _LOOKING_BACK and h.attr != WEAK}
    titled_kinds = tuple(
        h.attr for h in title_hits if h.cls in {"EVENT", "EVENTV"} and not _swallowed(h, title_hits)
    )
    unreal = [h for h in title_hits if h.cls in {"HYPO", "NEG"}]
    ahead = any(h.attr in _AHEAD and not _swallowed(h, unreal) for h in unreal)
    grave = {h.attr for h in hits if h.cls == "VOICE"} & _GRAVE
    grave |= {h.cls for h in hits if h.cls == "FATAL"}
    return Genre(
        max(weights.values()), weights["FILM"], drill, bool(back), "OBITUARY" in back, ahead,
        titled_kinds, len(grave),
    )  # fmt: skip


def _swallowed(hit: Hit, hits: Sequence[Hit]) -> bool:
    """True inside a longer entry: "heart attack" is no attack."""
    return any(
        o.first <= hit.first and hit.last <= o.last and o.last - o.first > hit.last - hit.first
        for o in hits
    )
