"""What was attacked, in the report's own words: people of a calling, a place of a sort.

Use `targets_in_words` on an account of violence. Organisations that were attacked are found by
rules, see `casus.extract.roles`; here is what they leave: "six students", "a bakery". Plain people
("three others") and a road tell nothing of a target.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from casus.extract.annotate import Annotated
from casus.extract.drafts import Draft
from casus.extract.layout import At
from casus.extract.people import groups_of
from casus.extract.proposals import Coded
from casus.extract.roles import FIGHTING, Role
from casus.types import KINDS, Actor, Part

_SECTORS = {**FIGHTING, "official": "GOV"}
"""Groups with a PLOVER sector of their own; all others are civilians."""
_SETTINGS = frozenset({"village", "road", "street", "bridge", "terrain"})
"""Sites where something happens to others."""
_ONLY_IN = {
    "hospital": {"air_strike", "shelling", "armed_attack", "arson", "bombing", "suicide_bombing"},
    "vehicle": {"air_strike", "shelling", "explosive_device", "hijacking"},
    "plane": {"hijacking"},
}  # fmt: skip
"""Sites that are a target in these kinds alone: in others the hurt are taken there, and the
attackers come in it."""


def targets_in_words(draft: Draft, page: Annotated, sites: Sequence[Coded]) -> Iterator[Role]:
    """Targets of an account, each wording once: people of violence and unrest, sites of violence
    alone."""
    family = KINDS.get(draft.kind or "")
    people = _people(draft, page) if family in {"violence", "unrest"} else ()
    site = _site(draft, sites) if family == "violence" else ()
    seen: set[str] = set()
    for at, sector, rule in (*people, *site):
        name = page.tokens.text[at.start : at.end]
        if name.casefold() not in seen:
            seen.add(name.casefold())
            yield Role(at, "target", Actor(name, "", sector), True, "stated", rule)


def _people(draft: Draft, page: Annotated) -> Iterator[tuple[At, str, str]]:
    """Those counted as harmed, by the noun that says who they are; fighters are no targets, and
    who is told as a part of others is told with them."""
    named = {role.actor.sector for role in draft.roles if role.role == "target"}
    for toll in draft.tolls:
        chunk = page.line.chunks[toll.at.chunk]
        who = chunk.slots.get("who", ())[:1] if chunk is not None else ()
        if toll.field not in {"killed", "injured", "abducted"} or toll.part is not Part.TOTAL:
            continue
        for noun in who:
            groups = groups_of(noun)
            sector = _SECTORS.get(toll.group or "", "CVL")
            if groups and "militant" not in {*groups, toll.group} and sector not in named:
                start, end = page.tokens.span(noun.first, noun.last)
                yield replace(toll.at, start=start, end=end), sector, "engine/harmed@1"


def _site(draft: Draft, sites: Sequence[Coded]) -> Iterator[tuple[At, str, str]]:
    """The site in the first clause that tells the event and has one."""
    told = {event.at.clause for event in draft.events}
    for site in sites:
        if site.at.clause not in told or site.code in _SETTINGS:
            continue
        if draft.kind in _ONLY_IN.get(site.code, {draft.kind}):
            yield site.at, "", "lexicon/site@1"
            return
