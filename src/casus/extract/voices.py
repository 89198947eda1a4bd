"""Who speaks: voices named in a text, and whose words a place in it is.

Use `read_voices` on the matches of a text and `VoiceFinder` to ask for the voice over a claim.
A voice stands in the sentence ("…, police said"), goes on through a quotation or reported
speech, or is taken up by "he", "the statement"; names once introduced keep their kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from casus.extract.actors import ActorMention
from casus.extract.annotate import Annotated
from casus.extract.rules import Match
from casus.extract.symbols import Chunk
from casus.extract.tolls import At, inside
from casus.types import Voice

_ACTOR_VOICE = {
    "state_force": "military", "police": "police", "armed_group": "armed_group", "un_mission": "un",
    "agency": "un", "ngo": "ngo", "government": "government", "party": "government",
    "cartel": "armed_group",
}  # fmt: skip
_STATE_AGENCY = "rescue"
"""Agencies of states are those of civil protection; all others are the United Nations'."""
_FORCE_VOICE = {
    "police": "police", "coast_guard": "rescue", "government": "government",
    "junta": "government", "intelligence": "government",
}  # fmt: skip
_GROUP_VOICE = {
    "military": "military", "police": "police", "civilian": "witness", "official": "government",
    "journalist": "media", "aid_worker": "ngo", "militant": "armed_group", "child": "witness",
    "woman": "witness", "none": "witness",
}  # fmt: skip
_NO_VOICE = Voice()
_CARRIED_OVER = 3  # sentences that reported speech goes on
_APPOSITION = 3  # chunks behind an inverted voice in which its name stands


@dataclass(frozen=True, slots=True)
class Said:
    """A voice over chunks of its sentence; `carry` takes the voice of the sentence before."""

    at: At
    say: int
    voice: Voice
    carry: bool


def read_voices(page: Annotated, matches: Sequence[Match], at: Callable[[int], At]) -> list[Said]:
    """Voices in the order of the text. `at` gives the place of a chunk."""
    known: dict[str, Voice] = {}
    found: list[Said] = []
    for match in sorted(filter(_speaks, matches), key=lambda m: (m.start, m.end)):
        claims = match.rule.spec.emits == "responsible"
        who = match.first("actor" if claims else "who")
        say = match.first("cue" if claims else "say")
        if who is None:
            continue
        inverted = say is not None and say < who
        start = who if inverted else match.start
        end = who if say is None or inverted else say
        chunks = [c for c in page.line.chunks[start : end + 1] if c is not None]
        # who claims a deed speaks, not whom an aside names: "X, who fight the government, said"
        voice = _named([page.line.chunks[who]] if claims else chunks, page)
        names = _names(page, start, end + _APPOSITION * inverted)
        carry = False
        if voice.kind:
            known.update(dict.fromkeys(names, voice))
        else:
            voice = next((known[n] for n in names if n in known), voice)
            # where a verb alone says it ("añadió que"), its subject stands before as well
            carry = who == say or any(
                c.has("SPOKES") or c.attr("PRON") == "they" for c in chunks
            )
        found.append(Said(at(who), who if say is None else say, voice, carry and not voice.kind))
    return found


def _speaks(match: Match) -> bool:
    """True for a voice, and for a group that says it was it."""
    claimed = match.rule.constants.get("confidence") == "claimed"
    return match.rule.spec.emits == "voice" or claimed


def accuser(match: Match, page: Annotated) -> Voice | None:
    """Who blames somebody (slot `who`) or denies what was done (the actor); None where the rule
    tells neither. They speak for that alone: the figures beside it may be others'."""
    denies = match.rule.constants.get("confidence") == "denied"
    at = match.first("actor" if denies else "who")
    chunk = page.line.chunks[at] if at is not None else None
    voice = _named([chunk], page)
    return voice if voice.kind else None


def _named(chunks: Sequence[Chunk | None], page: Annotated) -> Voice:
    """The voice that some chunks name: an office before a force, a force before people; the
    first of equals ("police and hospital sources")."""
    best: tuple[int, str, str] | None = None
    for chunk in filter(None, chunks):
        for inner in inside(chunk):
            for rank, kind in _kinds(inner):
                if best is None or rank < best[0]:
                    best = (rank, kind, page.tokens.raw(inner.first, inner.last))
    return Voice(best[1], best[2]) if best else _NO_VOICE


def _kinds(chunk: Chunk) -> Iterator[tuple[int, str]]:
    """Kinds of voice that one chunk may be, with a rank: the lower the surer."""
    for kind in chunk.attrs("VOICE"):
        yield (2 if kind == "witness" else 0), kind
    if isinstance(chunk.value, ActorMention) and chunk.value.type in _ACTOR_VOICE:
        of_state = chunk.value.type == "agency" and chunk.value.actor.sector == "GOV"
        yield 1, _STATE_AGENCY if of_state else _ACTOR_VOICE[chunk.value.type]
    force = chunk.attr("FORCE")
    if force:
        yield 1, _FORCE_VOICE.get(force, "military")
    for group in chunk.attrs("PERSON"):
        kind = _GROUP_VOICE.get(group, "witness")
        yield (3 if kind == "witness" else 2), kind


def _names(page: Annotated, start: int, end: int) -> list[str]:
    """Words written like names in chunks `[start, end]`, lower-cased."""
    return [
        page.tokens.lower[part.first]
        for chunk in page.line.chunks[start : end + 1]
        if chunk is not None
        for part in inside(chunk)
        if ("NAME", "") in part.labels
    ]


class VoiceFinder:
    """Whose words a place in the text is."""

    def __init__(self, page: Annotated, voices: Sequence[Said]) -> None:
        self._page = page
        self._by_sentence: dict[int, list[Said]] = {}
        for said in voices:
            self._by_sentence.setdefault(said.at.sentence, []).append(said)

    def at(self, at: At) -> Voice:
        """The voice over a proposal; the empty voice where the document itself speaks."""
        here = self._by_sentence.get(at.sentence, [])
        known = [s for s in here if s.voice.kind]
        if known:
            return self._nearest(known, at).voice
        if any(s.carry for s in here) or self._reported(at.sentence) or self._quoted(at):
            return self._carried(at.sentence)
        return self._told_after(at.sentence)

    def _told_after(self, sentence: int) -> Voice:
        """The voice of a sentence that says nothing but who told the one before: "This was
        announced by a government spokesman."."""
        page = self._page
        following = sentence + 1
        here = page.sentences[sentence].paragraph
        if following >= len(page.sentences) or page.sentences[following].paragraph != here:
            return _NO_VOICE
        opener = page.line.chunks[page.line.bounds[following][0]]
        if opener is None or not opener.has("BACKREF"):
            return _NO_VOICE
        known = [s.voice for s in self._by_sentence.get(following, []) if s.voice.kind]
        return known[0] if known else _NO_VOICE

    def _nearest(self, known: Sequence[Said], at: At) -> Said:
        """The voice that stands next behind, else the last one before."""
        after = [s for s in known if s.at.chunk >= at.chunk]
        before = [s for s in known if s.at.chunk < at.chunk]
        if not after or not before:
            return after[0] if after else before[-1]
        if self._governs(before[-1], at) and not self._governs(after[0], at):
            return before[-1]
        gap = after[0].at.chunk - at.chunk
        return after[0] if gap <= at.chunk - before[-1].at.chunk else before[-1]

    def _governs(self, said: Said, at: At) -> bool:
        """True where no comma parts a place from the verb that tells it: "the governor confirmed
        19 deaths, villagers said"."""
        first, last = sorted((said.say, at.chunk))
        between = self._page.line.chunks[first:last]
        return not any(c is not None and (c.has("COMMA") or c.has("SEMICOLON")) for c in between)

    def _reported(self, sentence: int) -> bool:
        """True for a sentence in reported speech whose voice stands before."""
        start, end = self._page.line.bounds[sentence]
        chunks = self._page.line.chunks[start:end]
        return any(chunk is not None and chunk.has("REPORTED") for chunk in chunks)

    def _quoted(self, at: At) -> bool:
        """True inside a quotation that goes on from the sentence before."""
        page = self._page
        paragraph = page.sentences[at.sentence].paragraph
        marks = 0
        for number in range(at.sentence, -1, -1):
            if page.sentences[number].paragraph != paragraph:
                break
            start, end = page.line.bounds[number]
            stop = at.chunk if number == at.sentence else end
            chunks = page.line.chunks[start:stop]
            marks += sum(1 for chunk in chunks if chunk is not None and chunk.has("QUOTE"))
        return marks % 2 == 1

    def _carried(self, sentence: int) -> Voice:
        for back in range(1, min(_CARRIED_OVER, sentence) + 1):
            for said in reversed(self._by_sentence.get(sentence - back, [])):
                if said.voice.kind:
                    return said.voice
        return _NO_VOICE
