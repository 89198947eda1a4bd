"""Read one document: triage, annotate, propose, assemble, claim.

Use `read_document`; it is what the pipeline, the checks and the benchmark call. Pure: the same
document, pack, gazetteer and registry give the same reading on any day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from casus.extract.actors import Registry
from casus.extract.annotate import Annotated, annotate
from casus.extract.assemble import assemble
from casus.extract.claims import build_accounts
from casus.extract.compiled import compile_pack
from casus.extract.genre import Genre, genre_of
from casus.extract.places import PlaceFinder
from casus.extract.proposals import Proposals, propose
from casus.gazetteer import Gazetteer
from casus.packs import Pack
from casus.packs.spelling import as_spelled
from casus.types import Account, Document, Mention, Problem, Status


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one document; `accounts` is empty unless `status` is read."""

    document_id: str
    status: Status
    accounts: tuple[Account, ...] = ()
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document annotated, with everything proposed and nothing chosen yet."""

    page: Annotated
    found: Proposals
    genre: Genre


def read_document(
    document: Document, *, pack: Pack, gazetteer: Gazetteer, actors: Registry
) -> Reading:
    """Read a document with the pack of its language.

    Returns accounts in the order of the text. A text without any trigger word costs one pass.
    """
    work = prepare(document, pack=pack, gazetteer=gazetteer, actors=actors)
    if work is None:
        return Reading(document.id, Status.NO_INCIDENT)
    page, found = work.page, work.found
    if document.published is None and found.issued is not None:
        document = replace(document, published=found.issued, published_basis="text")
    drafts = assemble(page, found, document.published, work.genre)
    accounts = build_accounts(document, page, found, drafts)
    status = Status.READ if accounts else Status.NO_INCIDENT
    return Reading(document.id, status, accounts)


def prepare(
    document: Document, *, pack: Pack, gazetteer: Gazetteer, actors: Registry
) -> Prepared | None:
    """The steps before anything is chosen; None for a text without any trigger word."""
    pack = as_spelled(pack, document.text)
    compiled = compile_pack(pack)
    if not compiled.triage.fires(document.text):
        return None
    places = PlaceFinder(gazetteer, pack)
    page = annotate(document.text, compiled, places, actors)
    found = propose(page, compiled)
    title = compiled.tokenise(document.title or "")
    genre = genre_of(
        page.hits,
        page.sentences,
        pack.lexicon.annotate(title),
        page.tokens.lower,
        scores=_game_marks(page),
    )
    return Prepared(page, found, genre)


def _game_marks(page: Annotated) -> int:
    """How often a text tells what only a game has: a result ("3-1"), a minute that is counted
    ("in the 89th minute")."""
    chunks = [c for c in page.line.chunks if c is not None]
    results = sum(1 for c in chunks if c.attr("QTY") == "score")
    counted = (a.attr("NUM") == "ordinal" and b.has("GAMETIME") for a, b in pairwise(chunks))
    return results + sum(counted)
