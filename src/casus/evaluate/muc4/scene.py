"""A text read once, with all that it proposes, and where in it each template is told.

Use `SceneReader` on a text, then `Scene.scores` for an incident whose parts were weighed. Official
slots are filled from what stands around the likeliest sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from casus.evaluate.muc4.read import LANGUAGE
from casus.extract.actors import load_registry
from casus.extract.annotate import Annotated, annotate
from casus.extract.compiled import compile_pack
from casus.extract.layout import At
from casus.extract.numbers import NumberMention
from casus.extract.people import inside
from casus.extract.phrases import Incident
from casus.extract.places import PlaceFinder
from casus.extract.proposals import Located, Proposals, propose
from casus.extract.symbols import Chunk
from casus.gazetteer import Gazetteer
from casus.packs import load_pack
from casus.packs.lexicon import Hit
from casus.types import Count, Document, Place

INCIDENT_TYPES = {
    "armed_attack": "attack",
    "air_strike": "attack",
    "shelling": "attack",
    "shooting": "attack",
    "stabbing": "attack",
    "vehicle_attack": "attack",
    "assassination": "attack",
    "execution": "attack",
    "massacre": "attack",
    "sexual_violence": "attack",
    "bombing": "bombing",
    "suicide_bombing": "bombing",
    "explosive_device": "bombing",
    "abduction": "kidnapping",
    "hostage_taking": "kidnapping",
    "hijacking": "hijacking",
    "arson": "arson",
    "robbery": "robbery",
}
"""Kinds of incident that the task is about. Clashes of armed forces are not (task definition,
section 1.0, exception 1b)."""

_TYPE, _HINT = 2.0, 1.0
_ROLE = {"Victim": 1.5, "Target": 1.5, "PerpOrg": 0.5, "PerpInd": 0.5, "Weapon": 0.5, "People": 1.0}
"""What a mention in a sentence says for that sentence as the one that tells an incident."""

_COUNTING = frozenset({"count", "article", "both", "attributive"})
_LINKS = frozenset({
    "AND", "AUX", "BY", "CLAUSE", "DET", "EVENTV", "HARM_I", "HARM_P", "HARM_T", "PLACE_PREP",
    "PREP", "PRON", "SAY", "WITH",
})  # fmt: skip
_NAMES = frozenset({"FIRST_NAME", "PLACE_LINK"})
_HARMED = frozenset({"killed", "injured", "abducted"})
_BEFORE_NOUNS = frozenset({"DET", "POSSESSIVE", "MORE", "ADV", "OF"})


@dataclass(frozen=True)
class Scene:
    """A document with its annotations and proposals."""

    document: Document
    page: Annotated
    found: Proposals
    gazetteer: Gazetteer

    @property
    def written(self) -> date | None:
        return self.document.published

    @cached_property
    def common(self) -> frozenset[int]:
        """Tokens that are known to be no part of a name: words of the pack, numbers, dates,
        peoples."""
        told = [(h.first, h.last) for h in self.page.hits if h.cls not in _NAMES]
        told += [(d.first, d.last) for d in self.page.dates]
        told += [(p.first, p.last) for p in self.page.places if p.role != "name"]
        told += [(c.first, c.last) for c in self._chunks if isinstance(c.value, NumberMention)]
        return frozenset(i for first, last in told for i in range(first, last))

    @cached_property
    def _chunks(self) -> list[Chunk]:
        """Chunks of the text with those inside them."""
        return [c for chunk in self.page.line.chunks if chunk is not None for c in inside(chunk)]

    @cached_property
    def counting(self) -> frozenset[int]:
        """Tokens that count or determine: they stand before a noun and are no part of it."""
        return frozenset(
            i for hit in self.page.hits if hit.cls in _BEFORE_NOUNS
            for i in range(hit.first, hit.last)
        ) | frozenset(
            i for chunk in self.page.line.chunks if chunk is not None
            for part in chunk.slots.get("n", ()) for i in range(part.first, part.last)
        )  # fmt: skip

    @cached_property
    def counts(self) -> dict[int, Count]:
        """Token → the count of a number that ends right before it."""
        values = ((c.last, c.value) for c in self._chunks)
        return {
            last: value.count for last, value in values
            if isinstance(value, NumberMention) and value.kind in _COUNTING
        }  # fmt: skip

    @cached_property
    def counted(self) -> frozenset[int]:
        """Tokens of people whom normal reading counts as killed, injured or abducted."""
        told = (t for t in self.found.tolls if t.field in _HARMED)
        chunks = (self.page.line.chunks[t.at.chunk] for t in told)
        return frozenset(i for c in chunks if c is not None for i in range(c.first, c.last))

    def token_at(self, offset: int) -> int:
        """The token that holds a character of the text."""
        return bisect_right(self.page.tokens.starts, offset) - 1

    def sentence_at(self, offset: int) -> int:
        """The sentence that holds a character of the text."""
        return bisect_right([s.start for s in self.page.sentences], offset) - 1

    def places_of_words(self, words: str) -> list[int]:
        """Where whole words stand in the text, as characters."""
        found = re.finditer(rf"\b{re.escape(words)}\b", self.document.text, re.IGNORECASE)
        return [match.start() for match in found]

    def links(self, token: int) -> bool:
        """True for a word between phrases: no number counts across it."""
        return any(h.cls in _LINKS for h in self._hits_over.get(token, ()))

    @cached_property
    def articles(self) -> frozenset[int]:
        """Tokens that are indefinite articles."""
        return frozenset(c.first for c in self._chunks if ("NUM", "article") in c.labels)

    @cached_property
    def _hits_over(self) -> dict[int, list[Hit]]:
        over: dict[int, list[Hit]] = {}
        for hit in self.page.hits:
            for i in range(hit.first, hit.last):
                over.setdefault(i, []).append(hit)
        return over

    def modifies(self, token: int) -> bool:
        """True for a word that may stand before a noun as a part of its name."""
        return token not in self.common and self.page.tokens.words[token][0].isalpha()

    def cue(self, hit: Hit) -> str:
        """A word of the pack, for a reader: `threatened (HYPO threat)`."""
        return f"{self.page.tokens.raw(hit.first, hit.last)} ({hit.cls} {hit.attr})"

    def hits_of(self, sentence: int) -> list[Hit]:
        """Words of the pack in a sentence."""
        first, last = self.page.sentences[sentence].first, self.page.sentences[sentence].last
        return [h for n in range(first, last) for h in self._hits_at.get(n, ())]

    @cached_property
    def _hits_at(self) -> dict[int, list[Hit]]:
        at: dict[int, list[Hit]] = {}
        for hit in self.page.hits:
            at.setdefault(hit.first, []).append(hit)
        return at

    def told_in(self) -> Mapping[int, frozenset[str]]:
        """Sentence → incident types that its words tell."""
        told: dict[int, set[str]] = {}
        for event in self.found.events:
            types = {INCIDENT_TYPES[k] for k in event.kinds if k in INCIDENT_TYPES}
            told.setdefault(event.at.sentence, set()).update(types)
        return {sentence: frozenset(types) for sentence, types in told.items()}

    def telling(self, incident_type: str) -> list[At]:
        """Where words tell an incident of a type."""
        return [
            e.at for e in self.found.events
            if any(INCIDENT_TYPES.get(kind) == incident_type for kind in e.kinds)
        ]  # fmt: skip

    def scores(self, incident: Incident) -> dict[int, float]:
        """Sentence → how likely it tells an incident: where its type and its mentions meet."""
        types = self.told_in()
        harmed = {t.at.sentence for t in self.found.tolls}
        named = [(e.text.upper(), _ROLE[e.role]) for e in incident.entities]
        text = self.document.text
        scores: dict[int, float] = {}
        for number, sentence in enumerate(self.page.sentences):
            words = text[sentence.start : sentence.end]
            score = _TYPE * (incident.type in types.get(number, ()))
            score += _HINT * (number in harmed)
            score += sum(weight for name, weight in named if name in words)
            scores[number] = score
        return scores

    def places_of(self, sentence: int) -> list[Located]:
        """Places named in a sentence."""
        return [p for p in self.found.places if p.at.sentence == sentence]

    def is_town(self, name: str, place: Place) -> bool:
        """True where a town of the place's country is called `name`."""
        known = self.gazetteer.lookup(name)
        return any(p.country == place.country and p.kind == "city" for p in known)


def likeliest(scores: Mapping[int, float]) -> int:
    """The sentence of the highest score, the first of equals."""
    return min(scores, key=lambda n: (-scores[n], n), default=0)


class SceneReader:
    """Reads texts of one case with the built-in pack, gazetteer and registry."""

    def __init__(self) -> None:
        self._pack = load_pack(LANGUAGE, ())
        self._compiled = compile_pack(self._pack)
        self.gazetteer = Gazetteer.open(None)
        self._places = PlaceFinder(self.gazetteer, self._pack)
        self._actors = load_registry(LANGUAGE, self._pack.writing)

    def read(self, document: Document) -> Scene:
        """The scene of a document; its text is read in capitals, in which abbreviations and
        ends of sentences are known. Offsets stay."""
        shouted = document.text.upper()
        if len(shouted) == len(document.text):
            document = replace(document, text=shouted)
        page = annotate(document.text, self._compiled, self._places, self._actors)
        return Scene(document, page, propose(page, self._compiled), self.gazetteer)
