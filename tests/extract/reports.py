"""Reads whole reports for the tests beside it."""

from datetime import date

from casus.extract.actors import load_registry
from casus.extract.read import Reading, read_document
from casus.gazetteer import Gazetteer
from casus.packs import load_pack
from casus.text import normalise
from casus.types import Account, Claim, Document, When

WEDNESDAY = date(2024, 3, 13)


def read(
    text: str, *, lang: str = "en", title: str = "", published: date | None = WEDNESDAY
) -> Reading:
    document = Document(
        id="d", path="", url=None, publisher=None, lang=lang, title=title,
        text=normalise(text), published=published,
    )  # fmt: skip
    pack = load_pack(lang)
    registry = load_registry(lang, pack.writing)
    return read_document(document, pack=pack, gazetteer=Gazetteer.open(), actors=registry)


def claims(account: Account, field: str) -> list[Claim]:
    return [c for c in account.claims if c.field == field]


def days(account: Account) -> tuple[date | None, date | None] | None:
    for claim in claims(account, "when"):
        assert isinstance(claim.value, When)
        return claim.value.start, claim.value.end
    return None
