"""Which proposals tell one event: the accounts of a document.

Use `assemble`. The unit is the clause. Each clause that tells something is given to an account
by date, by cue words (recall, separation), by kind and by the flow of the text; a different
toll never opens an account, since it is usually a revision, a dispute or a part.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from casus.extract import kinds
from casus.extract.annotate import COORDINATE, Annotated
from casus.extract.dating import date_late, lend_day
from casus.extract.drafts import (
    Draft,
    add_unit,
    after,
    is_ahead,
    is_news,
    is_there,
    lead_of,
    may_be_near,
    near,
    same_day,
)
from casus.extract.genre import Genre
from casus.extract.lent import lend_kinds
from casus.extract.proposals import Proposals, said_on
from casus.extract.reckon import reckon
from casus.extract.tolls import Toll
from casus.extract.units import STATUS, TOLD, Unit, read_units
from casus.timeref import resolve
from casus.types import KINDS, Count, Part, When

_SAME_KIND = 3
_OPEN_KIND = 2
"""An account without a word for its event yet takes almost any."""

_NATION = 1.0
_CLEARLY = 1.0
"""A clause leaves the account told last only for one that it is clearly more like."""

_OPENING = 4
"""A second main event is told within so many sentences, in the first paragraph."""

_TITLE = 2.0
"""What a word of the title weighs for the kind, as a word of the first sentence does."""

_FATAL = {
    "single": Count(1, None), "double": Count(2, 2), "triple": Count(3, 3),
    "quadruple": Count(4, 4),
}  # fmt: skip
"""How many a word for an event says that it killed: "a fatal shooting" one at least."""

MANY = 500
"""More people than this without a day of their own are a statistic, not one event's toll; a
disaster of that size is dated by every report of it."""


_TOWN_BY_TOWN = frozenset({"violence", "accident"})
"""Families whose events strike one town; an earthquake or a protest is one in all of them."""

_TALE = 6
"""Sentences from which a report without any source is none: short notices name none either."""

_TELLING = frozenset({"SAY", "SPOKES"})

_FEW = 100
_HAPPEN = frozenset({"accident", "disaster", "violence"})
"""Families of which one event may be told by its year alone, if it killed fewer than so many."""


def assemble(
    page: Annotated, found: Proposals, published: date | None, genre: Genre
) -> list[Draft]:
    """The accounts that a document tells, in the order of the text; main ones marked."""
    if genre.tells_nothing(len(found.tolls)):
        return []
    drafts: list[Draft] = []
    current: Draft | None = None
    paragraph = -1
    units, counts = read_units(page, found, published)
    for unit in units:
        lead = lead_of(drafts, published)
        here = page.sentences[unit.sentence].paragraph
        if here != paragraph:
            paragraph, current = here, lead
        when = _when(unit, lead, found, published)
        if _aggregate(unit, when, lead, genre):
            continue
        target = _choose(unit, when, drafts, current, published)
        if target is None:
            target = Draft(len(drafts), unit.sentence)
            if drafts and _counted_back(drafts[-1], unit):
                drafts[-1].past = True
            target.past = "PAST" in unit.cues or (bool(drafts) and unit.leads_back)
            if not drafts:
                target.votes = dict.fromkeys(genre.title_kinds, _TITLE)
            target.separate = "SEPARATE" in unit.cues
            if lead is not None and _plays_elsewhere(unit, lead):
                target.scene = unit.scene
            if unit.opener == COORDINATE and current is not None:
                # "claimed a raid … as well as a blast": one claim for both
                target.roles += [r for r in current.roles if r.confidence == "claimed"]
            drafts.append(target)
        add_unit(target, unit, when)
        current = target
    lead = lead_of(drafts, published)
    tale = lead is not None and lead.when is None and _nobody_speaks(page, found)
    if lead is not None and not (counts or tale):
        date_late(lead, page, found, published, genre)
    lend_kinds(lead, drafts, page, found, genre)
    if lead is not None:
        lend_day(lead, drafts, {x.at.sentence for x in found.places if x.mention.cue == "in"})
    for draft in drafts:
        draft.tolls = reckon(draft.tolls)
        if not any(t.field == "killed" for t in draft.tolls):
            draft.tolls += _by_name_of_event(draft, found)
    vehicles = {kinds.ACCIDENT_AT.get(s.code) for s in found.sites}
    kept = [d for d in drafts if _tells(d, vehicles) and (d.harms or not genre.looks_ahead)]
    if counts or tale:
        kept = [d for d in kept if d.when is not None]
    _roles(kept, page, published, genre)
    for order, draft in enumerate(kept):
        draft.order = order
    return kept


def _nobody_speaks(page: Annotated, found: Proposals) -> bool:
    """True for a text of some length in which nobody says anything: a tale, retold by a reviewer
    or a writer, unless it dates what it tells."""
    if len(page.sentences) < _TALE or found.voices:
        return False
    return not any(h.cls in _TELLING for h in page.hits)


def _by_name_of_event(draft: Draft, found: Proposals) -> list[Toll]:
    """Where nobody is counted "a double homicide" counts, and "a fatal shooting" one at least."""
    clauses = set(draft.clauses)
    fatal = next((f for f in found.fatal if f.at.clause in clauses), None)
    if fatal is None:
        return []
    return [Toll(fatal.at, "killed", _FATAL[fatal.code], None, Part.TOTAL, "lexicon/fatal@1")]


def _still_open(draft: Draft, unit: Unit) -> bool:
    """True where a sentence has so far told only a later day: "rescuers pulled out 18 bodies on
    Tuesday, a day after the boat went down"."""
    return draft.first_sentence == unit.sentence and draft.tie <= STATUS and not draft.events


def _counted_back(before: Draft, unit: Unit) -> bool:
    """True where "a week after the wreck" led up to another event of the same sentence."""
    back = before.dated is not None and before.dated.backward
    anew = unit.fresh or "SEPARATE" in unit.cues
    return back and anew and before.first_sentence == unit.sentence


def _when(
    unit: Unit, lead: Draft | None, found: Proposals, published: date | None
) -> When | None:
    """The days of a clause; "six days earlier" counts from what the report is about, "the night
    before" that opens it from the day on which it was told. What will be dates nothing that has
    happened ("schools open again next week")."""
    if unit.dated is None or not (unit.events or unit.tolls or unit.hints):
        return None
    ref = unit.dated.mention.ref
    event = lead.when.start if lead is not None and lead.when is not None else None
    if event is None and ref.offset is not None and ref.offset[0] < 0:
        event = said_on(unit.sentence, found.dates, published)
    if unit.dated.backward and ref.offset is not None:
        ref = replace(ref, offset=(-ref.offset[1], -ref.offset[0]))
        # "the raid came four days after", but a report that opens so counts from its own day
        event = event or published
    when = resolve(ref, published, event=event)
    return None if is_ahead(when, published) else when


def _aggregate(unit: Unit, when: When | None, lead: Draft | None, genre: Genre) -> bool:
    """True for figures of a whole year that name no event, and for thousands without a day."""
    if any(e.definite for e in unit.events):
        return False
    if when is not None and when.precision == "year":
        return not _tells_once(unit)
    dated = when is not None and (when.precision in {"day", "days"} or when.basis == "explicit")
    about = [lead.kind or ""] if lead is not None else genre.title_kinds
    if any(KINDS.get(k) == "disaster" or k == "disease_outbreak" for k in about):
        return False
    large = [t for t in unit.tolls if t.field != "displaced" and (t.count.low or 0) >= MANY]
    return not dated and bool(large)


def _tells_once(unit: Unit) -> bool:
    """True where a year dates one event: "in 2006 an earthquake killed seventy", and not what a
    year came to: "in 2006 gunmen killed 230"."""
    kinds = {KINDS.get(k) for e in unit.events for k in e.kinds}
    few = kinds == {"disaster"} or all((t.count.low or 0) < _FEW for t in unit.tolls)
    one = any(e.fresh or e.another or e.bare for e in unit.events)
    return few and one and bool(kinds & _HAPPEN) and not {"AGG", "COURT"} & unit.cues


def _choose(
    unit: Unit,
    when: When | None,
    drafts: Sequence[Draft],
    current: Draft | None,
    published: date | None,
) -> Draft | None:
    """The account that a clause belongs to, or None: it opens one."""
    if not drafts:
        return None
    lead = lead_of(drafts, published)
    apart = ("SEPARATE" in unit.cues and unit.opens) or any(e.another for e in unit.events)
    recalls = "PAST" in unit.cues and unit.opens and not (unit.events and unit.known)
    if "SEPARATE" in unit.cues and unit.tolls and not unit.events and _others(current, unit):
        # "also announced the death of a French soldier"
        return next((d for d in drafts if unit.nations & d.nations), None)
    if apart and unit.nations and all(k not in KINDS for k in unit.words):
        # "in a separate incident a French officer was killed": told before, or new
        kin = [d for d in drafts if unit.nations & d.nations and d is not current]
        if kin and _others(current, unit):
            return kin[0]
    if lead is not None and _plays_elsewhere(unit, lead):
        return next((d for d in drafts if d is not lead and _scene_of(d, unit)), None)
    if unit.opener == COORDINATE and current is not None and current.votes:
        alike = kinds.likeness(current.votes, unit.words)
        return current if alike >= _SAME_KIND else None
    if not (apart or recalls or unit.leads_back) and _names_what_befell(unit, when, current):
        return current
    if when is not None:
        if unit.leads_back and current is not None and _still_open(current, unit):
            return current
        recalls = recalls or not is_news(when, published) or unit.leads_back
        return _by_date(unit, when, drafts, current, apart=apart, recalls=recalls)
    if (apart and unit.fresh) or (recalls and any(not e.definite for e in unit.events)):
        return None
    fitting = [d for d in drafts if _fits(d, unit.words) or _held_for(unit)]
    return _likeliest(unit, fitting, current)


def _names_what_befell(unit: Unit, when: When | None, current: Draft | None) -> bool:
    """True where a clause names what befell the people whom its sentence has only counted so far:
    "eighty died in June when a boat sank", "five drowned when the river burst its banks"."""
    if current is None or current.events or current.first_sentence != unit.sentence:
        return False
    return when is None or current.when is None or same_day(current.when, when)


def _plays_elsewhere(unit: Unit, lead: Draft) -> bool:
    """True where a passage on another town tells who was killed there, or an event of its own."""
    town = unit.scene.mention.resolved if unit.scene is not None else None
    if town is None or not lead.towns or is_there(lead, town):
        return False
    if KINDS.get(lead.kind or "", "violence") not in _TOWN_BY_TOWN:
        return False
    told = {k for e in unit.events if not e.definite for k in e.kinds} & KINDS.keys()
    return bool(told - {"arrest"}) or any(t.field == "killed" for t in unit.tolls)


def _scene_of(draft: Draft, unit: Unit) -> bool:
    town = unit.scene.mention.resolved if unit.scene is not None else None
    return town is not None and is_there(draft, town)


def _held_for(unit: Unit) -> bool:
    """True where a clause tells only that people were arrested, as for what is told: on a day of
    its own that is one person, more may be the sweep of another day."""
    return unit.only_holds and (unit.dated is None or all(t.singular for t in unit.tolls))


def _others(current: Draft | None, unit: Unit) -> bool:
    """True where a clause counts people of another country than the account told last."""
    if current is None or not unit.nations or not current.nations:
        return False
    return not unit.nations & current.nations


def _likeliest(unit: Unit, drafts: Sequence[Draft], current: Draft | None) -> Draft | None:
    """Of the accounts that a clause may belong to, the one whose words and people it shares;
    where they are level the one told last, then the first."""
    if not drafts:
        return None

    def rank(draft: Draft) -> tuple[float, int, int]:
        like = kinds.likeness(draft.votes, unit.words) if draft.votes else _OPEN_KIND
        score = float(like) if unit.words else 0.0
        if unit.nations and draft.nations:
            score += _NATION if unit.nations & draft.nations else -_NATION
        return (score, draft is current, -draft.order)

    best = max(drafts, key=rank)
    if current in drafts and current is not None and rank(best)[0] - rank(current)[0] < _CLEARLY:
        return current
    return best


def _by_date(
    unit: Unit,
    when: When,
    drafts: Sequence[Draft],
    current: Draft | None,
    *,
    apart: bool,
    recalls: bool,
) -> Draft | None:
    if apart and unit.fresh:
        # "also claiming an attack on Friday" may date an attack named before without a day
        named = [d for d in drafts if d.when is None and d is not current]
        same = [d for d in named if kinds.likeness(d.votes, unit.words) == _SAME_KIND]
        return same[0] if same else None
    fitting = [d for d in drafts if same_day(d.when, when) and _fits(d, unit.words)]
    if fitting:
        return _likeliest(unit, fitting, current if current in fitting else fitting[-1])
    if current is not None and current.past and current.when is None and _fits(current, unit.words):
        return current
    if recalls:
        return None
    undated = [d for d in drafts if d.when is None and _fits(d, unit.words)]
    if undated:
        return _likeliest(unit, undated, current if current in undated else undated[0])
    for draft in drafts:  # "pulled a body on Thursday … from Wednesday's strike"
        weak = draft.tie == STATUS < unit.tie and not unit.fresh
        if weak and may_be_near(draft.when, when) and _fits(draft, unit.words):
            return draft
    # a day on which the counted were found, buried, freed is no day of another event
    if current is not None and not unit.fresh and not (apart and unit.events):
        opened_back = current.dated is not None and current.dated.backward
        if opened_back and current.first_sentence == unit.sentence:
            return current
        suits = _fits(current, unit.words) or _held_for(unit)
        if suits and near(current.when, when) and after(when, current.when):
            return current
    return None


def _fits(draft: Draft, words: Sequence[str]) -> bool:
    return not words or not draft.votes or kinds.compatible(draft.votes, words)


def _tells(draft: Draft, vehicles: Collection[str | None]) -> bool:
    """An account needs a kind, and people harmed, or a dated or second word for it: a weapon
    and a day alone ("a charge meant for those who passed the evening before") tell none. Nor
    do words that only hint at it ("drowned") tell a ship's accident where the text has no ship;
    `vehicles` are the kinds of accident that those of the text can have."""
    kind = draft.kind
    if kind is None:
        return False
    named = any(kind in e.kinds for e in draft.events) or kind == draft.lent_kind
    if kind in kinds.OF_VEHICLES and not named and kind not in vehicles:
        return False
    dated = draft.when is not None and bool(draft.events)
    return bool(draft.tolls) or dated or len(draft.events) > 1


def _roles(drafts: Sequence[Draft], page: Annotated, published: date | None, genre: Genre) -> None:
    """Mark what the document is about: what it tells first, unless it recalls it."""
    main = lead_of(drafts, published)
    if main is None or not is_news(main.when, published):
        return
    if not main.harms and (genre.looks_ahead or genre.looks_back):
        return  # people evacuated before a bomb was made safe were not harmed
    if genre.looks_back and main.tie < TOLD:
        return
    if genre.life and (main.when is None or main.when.start is None):
        return  # what befell somebody once
    main.role = "main"
    for draft in drafts:
        if draft is main or draft.past or not is_news(draft.when, published):
            continue
        opens = page.sentences[draft.first_sentence].paragraph == page.sentences[0].paragraph
        opens = opens and draft.first_sentence < _OPENING
        opens = opens and draft.when is not None and not draft.separate
        if draft.tolls and (opens or draft.scene is not None):
            draft.role = "main"
