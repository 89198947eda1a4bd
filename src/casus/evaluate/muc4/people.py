"""Human targets: who was there, how many, and what became of them.

Use `human_targets` with a scene and the sentences of one template. People are named (the
five-slot victims) or described: a counted group, or a noun for people beside a word of harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casus.evaluate.muc4.rows import Template
from casus.evaluate.muc4.scene import Scene
from casus.extract.people import HARM
from casus.extract.tolls import Toll
from casus.packs.lexicon import Hit
from casus.types import Count

PLURAL = "PLURAL"
EFFECTS = {"killed": "DEATH", "injured": "INJURY"}
_HARMFUL = frozenset({"killed", "injured", "abducted"})
_REACH = 2
"""Tokens between a noun for people and the word that says what befell them."""
_TITLES, _SHORTEST_NAME, _LONGEST_NAME = 6, 2, 4
"""Tokens from a word of harm to a name behind it; words of a name."""
_MODIFIERS = 2
_PLURALS = ("S", "MEN", "PEOPLE", "CHILDREN")
_AGGRESSORS = frozenset({"militant"})
_KILLING = frozenset({"assassination", "execution", "massacre"})
_TAKING = frozenset({"abduction", "hostage_taking"})


@dataclass(frozen=True, slots=True)
class HumanTarget:
    """A person or group. `named`: its words are a proper name; `number` and `effect` as the
    conference writes them, "" where not told."""

    words: str
    named: bool
    number: str
    effect: str


def human_targets(
    scene: Scene, template: Template, sentences: Sequence[int]
) -> tuple[HumanTarget, ...]:
    """Named ones first; a description is told once."""
    found: dict[str, HumanTarget] = {}
    for entity in template.of("Victim"):
        name = max((m.text for m in entity), key=len).upper()
        found[name] = HumanTarget(name, True, "1", _effect_on(scene, name, sentences))
    if not found:
        for name, field in _named_beside(scene, sentences):
            found[name] = HumanTarget(name, True, "1", EFFECTS.get(field, ""))
    titles = _before_names(scene, tuple(found))
    for target in _described(scene, sentences, titles):
        if not any(target.words in name or name in target.words for name in found):
            found[target.words] = target
    return tuple(found.values())


def _named_beside(scene: Scene, sentences: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Names behind nouns of harm ("the murder of deputy …"), and what befell them. In texts of
    one case a name is a run of words that the pack does not know."""
    for number in sentences:
        last = scene.page.sentences[number].last
        for hit in scene.hits_of(number):
            if hit.cls != "HARM_E" or hit.attr not in _HARMFUL:
                continue
            first = hit.last
            while first < min(last, hit.last + _TITLES) and scene.is_title(first):
                first += 1
            end = first
            while end < min(last, first + _LONGEST_NAME) and scene.modifies(end):
                end += 1
            if end - first >= _SHORTEST_NAME:
                yield " ".join(scene.page.tokens.words[first:end]).upper(), hit.attr


def _before_names(scene: Scene, names: Sequence[str]) -> frozenset[int]:
    """Tokens that stand right before a name: "the engineer X" is one person."""
    words = scene.page.tokens.words
    firsts = {name.split()[0] for name in names if name}
    return frozenset(i - 1 for i, word in enumerate(words) if word in firsts)


def _effect_on(scene: Scene, name: str, sentences: Sequence[int]) -> str:
    """What befell a named person: the harm told nearest to the name."""
    last = name.rsplit(maxsplit=1)[-1]
    for number in sentences:
        sentence = scene.page.sentences[number]
        at = [i for i in range(sentence.first, sentence.last) if scene.page.tokens.words[i] == last]
        fields = [(abs(i - at[0]), f) for i, f in _harms(scene, number)] if at else []
        if fields:
            return EFFECTS.get(min(fields)[1], "")
    return ""


def _described(
    scene: Scene, sentences: Sequence[int], titles: frozenset[int]
) -> Iterator[HumanTarget]:
    """Counted groups; where none is counted, nouns for people beside a word of harm."""
    told = set(sentences)
    counted = [
        target
        for toll in scene.found.tolls
        if toll.at.sentence in told and toll.field in _HARMFUL and toll.group not in _AGGRESSORS
        and (target := _counted_target(scene, toll, titles)) is not None
    ]  # fmt: skip
    if counted:
        yield from counted
        return
    for number in sentences:
        harms = list(_harms(scene, number))
        for hit in _nouns(scene, number) if harms else ():
            distance, field = min((abs(i - hit.first), f) for i, f in harms)
            theirs = hit.attr not in _AGGRESSORS and hit.last - 1 not in titles
            if theirs and distance <= _REACH:
                words = _extended(scene, hit)
                number_ = PLURAL if words.endswith(_PLURALS) else "1"
                yield HumanTarget(words, False, number_, EFFECTS.get(field, ""))


def _counted_target(scene: Scene, toll: Toll, titles: frozenset[int]) -> HumanTarget | None:
    tokens = _noun(scene, toll)
    if not tokens or tokens[-1] in titles:
        return None
    words = " ".join(scene.page.tokens.words[i] for i in tokens).upper()
    return HumanTarget(words, False, _counted(toll.count), EFFECTS.get(toll.field, ""))


def _harms(scene: Scene, sentence: int) -> Iterator[tuple[int, str]]:
    """Tokens of a sentence that say what befell people, and the toll field that they name."""
    page = scene.page
    first, last = page.sentences[sentence].first, page.sentences[sentence].last
    for hit in scene.hits_in(first, last):
        if hit.cls in HARM and hit.attr in _HARMFUL:
            yield hit.first, hit.attr
        elif hit.cls in ("EVENT", "EVENTV") and hit.attr in _KILLING:
            yield hit.first, "killed"
        elif hit.cls in ("EVENT", "EVENTV") and hit.attr in _TAKING:
            yield hit.first, "abducted"


def _nouns(scene: Scene, sentence: int) -> Iterator[Hit]:
    """Nouns for people in a sentence, the longest where entries overlap."""
    page = scene.page
    end = -1
    hits = scene.hits_in(page.sentences[sentence].first, page.sentences[sentence].last)
    for hit in sorted((h for h in hits if h.cls == "PERSON"), key=lambda h: (h.first, -h.last)):
        if hit.first >= end:
            end = hit.last
            yield hit


def _extended(scene: Scene, hit: Hit) -> str:
    """A noun with up to two words before it that the pack knows for no other use."""
    first = hit.first
    while first > 0 and hit.first - first < _MODIFIERS and scene.modifies(first - 1):
        first -= 1
    return " ".join(scene.page.tokens.words[first : hit.last]).upper()


def _noun(scene: Scene, toll: Toll) -> list[int]:
    """The tokens of a counted group without its number and articles."""
    tokens = scene.page.tokens
    page = scene.page
    chunk = page.line.chunks[toll.at.chunk]
    if chunk is None:
        return []
    inside = [
        i for i in range(chunk.first, chunk.last)
        if toll.at.start <= tokens.starts[i] and tokens.ends[i] <= toll.at.end
    ]  # fmt: skip
    while inside and (inside[0] in scene.counting or not tokens.words[inside[0]][0].isalpha()):
        inside.pop(0)
    return inside


def _counted(count: Count) -> str:
    if count.low is None:
        return PLURAL if count.high is None else f"-{count.high}"
    if count.high is None:
        return f"{count.low}-"
    if count.low != count.high:
        return PLURAL if count.approx else f"{count.low}-{count.high}"
    return f"~{count.low}" if count.approx else str(count.low)
