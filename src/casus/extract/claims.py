"""Accounts in the making become accounts with claims: who says what, at which characters.

Use `build_accounts`. A claim's id is a hash of what it means and where it stands, never random.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from casus.extract.annotate import Annotated
from casus.extract.drafts import Draft
from casus.extract.places import FORCE, STREET
from casus.extract.proposals import Located, Proposals, said_on
from casus.extract.roles import Role
from casus.extract.scenes import speaks_there
from casus.extract.targets import targets_in_words
from casus.extract.tolls import At, Toll
from casus.extract.voices import VoiceFinder
from casus.names import fold, name_key
from casus.types import (
    STATE_SECTORS,
    Account,
    Claim,
    Document,
    Place,
    Stance,
    Value,
    Voice,
)

_CUE_FITNESS = {
    "in": 3.0, "near": 3.0, "side": 2.0, "at": 2.5, "through": 1.5, "between": 2.0, "of": 1.0,
    "border": -1.0, "from": -2.0, "to": -1.0, "dateline": -1.5, "org": -6.0,
    FORCE: -6.0,
}  # fmt: skip
"""How well a preposition's sense says that something happened there."""

_EVENT_REACH = 6  # chunks between an event and its place
_EVENT_THERE, _TAKEN_THERE, _TITLED = 0.7, -3.0, 1.5
_AREAS = frozenset({"area", "district", "province"})
_DETAIL = {"exact": 3.0, "near": 3.0, "adm2": 2.0, "water": 2.0, "adm1": 1.0}
"""A village says more than its region; a country least."""


def stable_id(*parts: object) -> str:
    """Sixteen hex digits that depend on the parts alone."""
    text = "\x1f".join(str(p) for p in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Context:
    document: Document
    page: Annotated
    found: Proposals
    voices: VoiceFinder
    title: str
    beat: Located | None


def build_accounts(
    document: Document, page: Annotated, found: Proposals, drafts: Sequence[Draft]
) -> tuple[Account, ...]:
    """Accounts with their claims, in the order of the text."""
    context = _Context(
        document, page, found, VoiceFinder(page, found.voices), fold(document.title or ""),
        _beat(found.places),
    )  # fmt: skip
    accounts: list[Account] = []
    for draft in drafts:
        accounts.append(_account(draft, drafts, context))
    return tuple(accounts)


def _account(draft: Draft, drafts: Sequence[Draft], context: _Context) -> Account:
    page, document = context.page, context.document
    sentence = page.sentences[draft.first_sentence]
    account_id = stable_id(document.id, sentence.start, draft.order, draft.kind)
    maker = _Maker(account_id, context, draft.roles)
    claims: list[Claim] = []
    claims += maker.kind(draft)
    claims += maker.when(draft)
    claims += maker.where(draft, drafts)
    for toll in draft.tolls:
        claims.append(maker.toll(toll))
    claims += maker.actors(draft)
    claims += maker.means(draft)
    unique = {claim.id: claim for claim in claims}
    return Account(
        id=account_id,
        doc=document.id,
        lang=document.lang,
        role=draft.role,
        anchor=(sentence.start, sentence.end),
        kind=draft.kind or "armed_attack",
        order=draft.order,
        claims=tuple(unique.values()),
        names=maker.rare_names(draft),
    )


class _Maker:
    """Makes the claims of one account."""

    def __init__(self, account: str, context: _Context, roles: Sequence[Role]) -> None:
        self.account = account
        self.context = context
        self.done = tuple(r for r in roles if r.role == "perpetrator")

    def _voice(self, at: At) -> Voice:
        """The voice over a place; an armed group that is named as having done it speaks as the
        perpetrator."""
        voice = self.context.voices.at(at)
        done = [
            r for r in self.done
            if not r.generic and r.confidence != "denied" and r.actor.sector not in STATE_SECTORS
        ]
        if voice.kind != "armed_group" or not done:
            return voice
        said = name_key(voice.name or "")
        named = {name_key(r.actor.name) for r in done} | {name_key(r.actor.key) for r in done}
        same = any(said in n or n in said for n in named) or len({r.actor.key for r in done}) == 1
        return replace(voice, kind="perpetrator") if same else voice

    def claim(self, field: str, value: Value, at: At, rule: str) -> Claim:
        """A claim at a place of the text, with its sentence, voice and day of saying."""
        page, document = self.context.page, self.context.document
        sentence = page.sentences[at.sentence]
        raw = document.text[at.start : at.end]
        return Claim(
            id=stable_id(document.id, self.account, field, at.start, at.end, value),
            account=self.account,
            doc=document.id,
            lang=document.lang,
            field=field,
            value=value,
            raw=raw,
            spans=((at.start, at.end),),
            sentence=(sentence.start, sentence.end),
            rule=rule,
            voice=self._voice(at),
            said=said_on(at.sentence, self.context.found.dates, document.published),
        )

    def kind(self, draft: Draft) -> list[Claim]:
        chosen = draft.kind
        if chosen is None:
            return []
        for event in draft.events:
            if chosen in event.kinds:
                return [self.claim("kind", chosen, event.at, "lexicon/event@1")]
        return []

    def when(self, draft: Draft) -> list[Claim]:
        if draft.when is None or draft.dated is None:
            return []
        dated = draft.dated
        rule = f"{self.context.document.lang}/date-{dated.mention.rule}@1"
        return [self.claim("when", draft.when, dated.at, rule)]

    def toll(self, toll: Toll) -> Claim:
        claim = self.claim(toll.field, toll.count, toll.at, toll.rule)
        return replace(
            claim,
            spans=(*claim.spans, *toll.also),
            group=toll.group,
            part=toll.part,
            outdated=toll.outdated,
            stance=Stance.ESTIMATES if toll.open else claim.stance,
        )

    def where(self, draft: Draft, drafts: Sequence[Draft]) -> list[Claim]:
        score, best = _best_place(self._places(draft, drafts))
        town = self.context.beat
        if best is not None and town is not None and _told_by(best, town):
            best = None
        if best is not None and best.mention.resolved is not None and score >= 0:
            return [self.claim("where", best.mention.resolved, best.at, "engine/where@1")]
        # what a report recalls lies, unless it says otherwise, where its main event does
        for other in sorted(drafts, key=lambda d: (d.role != "main", d.order)):
            _, lent = _best_place(self._places(other, drafts)) if other is not draft else (0, None)
            if lent is not None and lent.mention.resolved is not None:
                claim = self.claim(
                    "where", lent.mention.resolved, lent.at, "engine/where-assumed@1"
                )
                return [_assumed(claim)]
        if town is not None and town.mention.resolved is not None:
            claim = self.claim("where", town.mention.resolved, town.at, "engine/where-force@1")
            return [_assumed(claim)]
        if best is not None and best.mention.resolved is not None:
            return [self.claim("where", best.mention.resolved, best.at, "engine/where-near@1")]
        return []

    def _places(self, draft: Draft, drafts: Sequence[Draft]) -> list[tuple[float, Located]]:
        """Places with a score: the sentence that tells the event first, then cue, then detail."""
        page = self.context.page
        told = {page.clauses[c].sentence for c in draft.clauses if c not in draft.held}
        held = {page.clauses[c].sentence for c in draft.held} - told
        others = [o for o in drafts if o is not draft]
        elsewhere = {page.clauses[c].sentence for o in others for c in o.clauses}
        elsewhere |= {o.scene.at.sentence for o in others if o.scene is not None}
        scored: list[tuple[float, Located]] = []
        for located in self.context.found.places:
            here = located.at.sentence
            alone = draft.role == "main" or len(drafts) == 1
            stray = here not in told and (not alone or here in elsewhere)
            if here in held or (stray and located is not draft.scene):
                continue
            fitness = _fitness(located, page, draft)
            if fitness is not None:
                place = located.mention.resolved
                # beside a town in the title a village near it is still the one where it happened
                beside = located.mention.cue == "near"
                town = place is not None and place.precision in {"exact", "near"} and not beside
                # "the countryside of X" is told of wherever in it
                town = town and located.mention.noun not in _AREAS
                titled = town and fold(located.mention.name) in self.context.title
                scored.append((fitness + _TITLED * titled, located))
        return scored

    def actors(self, draft: Draft) -> list[Claim]:
        claims: list[Claim] = []
        in_words = targets_in_words(draft, self.context.page, self.context.found.sites)
        for role in (*draft.roles, *in_words):
            claim = self.claim(role.role, role.actor, role.at, role.rule)
            certainty = role.confidence if role.role == "perpetrator" else None
            claims.append(replace(claim, confidence=certainty, voice=role.voice or claim.voice))
        return claims

    def means(self, draft: Draft) -> list[Claim]:
        clauses = set(draft.clauses)
        return [
            self.claim("means", coded.code, coded.at, "lexicon/means@1")
            for coded in self.context.found.means
            if coded.at.clause in clauses
        ]

    def rare_names(self, draft: Draft) -> tuple[str, ...]:
        """Keys of names told in the account's sentences that few texts share."""
        page = self.context.page
        sentences = {page.clauses[c].sentence for c in draft.clauses}
        keys: set[str] = set()
        for number in sentences:
            start, end = page.line.bounds[number]
            for chunk in page.line.chunks[start:end]:
                if chunk is not None and ("NAME", "") in chunk.labels:
                    keys.add(name_key(page.tokens.words[chunk.first]))
        for located in self.context.found.places:
            mention = located.mention
            known = mention.resolved is not None and mention.resolved.gazetteer_id is not None
            named = mention.role == "name" and mention.noun != STREET and not known
            if named and located.at.sentence in sentences:
                keys.add(name_key(mention.name))
        return tuple(sorted(key for key in keys if len(key) > 3))


def _beat(places: Sequence[Located]) -> Located | None:
    """The only town whose own force the report names ("Danbury police"), else that of its
    dateline: what tells only a street, or no place, is likely there."""
    towns = [x for x in places if _is_town(x.mention.resolved)]
    for cue in (FORCE, "dateline"):
        named = [x for x in towns if x.mention.cue == cue]
        if len({x.mention.resolved for x in named}) == 1:
            return named[0]
    return None


def _assumed(claim: Claim) -> Claim:
    return replace(claim, stance=Stance.ESTIMATES, id=stable_id(claim.id, "assumed"))


def _is_town(place: Place | None) -> bool:
    return place is not None and place.precision == "exact" and place.gazetteer_id is not None


def _told_by(best: Located, town: Located) -> bool:
    """Whether the town says more than the best place told: than a street, or, where its force
    speaks, than its own state or a facility that no list holds."""
    told, inside = best.mention.resolved, town.mention.resolved
    if told is None or inside is None or best.mention.noun == STREET:
        return True
    if told.gazetteer_id is None:
        within = best.mention.site is not None
    else:
        within = told.path == inside.path[: len(told.path)] and told.path != inside.path
    return within and town.mention.cue == FORCE


def _fitness(located: Located, page: Annotated, draft: Draft) -> float | None:
    """How well a place answers where an account happened: cue, detail, nearness in the text."""
    mention = located.mention
    place = mention.resolved
    if place is None:
        return None
    if mention.role != "name":
        return -8.0
    score = _CUE_FITNESS.get(mention.cue or "", 0.0)
    # a name that no gazetteer lists stands for something smaller than the area lent to it
    unlisted = place.gazetteer_id is None and place.precision in {"adm1", "adm2", "country"}
    unlisted = unlisted and mention.noun != STREET
    score += 3.0 if unlisted else _DETAIL.get(place.precision, 0.0)
    if speaks_there(located, page) or _owns(located, page) or mention.noun == STREET:
        score -= 4.0  # a street is told beside its town, which is where
    score += _beside_event(located, page)
    if mention.cue is None and place.precision == "country":
        score -= 0.5  # a country named in passing; one that things happen in has a preposition
    distance = min(abs(located.at.clause - c) for c in draft.clauses)
    return score - 0.4 * min(distance, 6) - 0.3 * abs(located.at.sentence - draft.first_sentence)


def _beside_event(located: Located, page: Annotated) -> float:
    """What the words before a place in its clause add: an event that happened there, or the
    hospital to which people were taken."""
    clause = page.clauses[located.at.clause]
    start = max(clause.start, located.at.chunk - _EVENT_REACH)
    for chunk in reversed(page.line.chunks[start : located.at.chunk]):
        if chunk is None or chunk.has("COMMA"):
            return 0.0
        if chunk.attr("SITE") == "hospital" or chunk.has("CARRY"):
            return _TAKEN_THERE
        if chunk.has("EVENT") or chunk.has("EVENTV"):
            return _EVENT_THERE
    return 0.0


def _owns(located: Located, page: Annotated) -> bool:
    """True where a place is an owner: "France's presidency", "Mali's army"."""
    following = page.line.chunks[located.at.chunk + 1]
    return following is not None and any(
        following.has(cls) for cls in ("POSSESSIVE", "VOICE", "SPOKES", "FORCE", "ACTOR")
    )


def _best_place(scored: Iterable[tuple[float, Located]]) -> tuple[float, Located | None]:
    """The fittest place and its score; the earlier one of equals."""
    ranked = sorted(scored, key=lambda s: (-s[0], s[1].at.start))
    return ranked[0] if ranked else (0.0, None)


__all__ = ["build_accounts", "stable_id"]
