"""Which of the days that a report names is that of its event."""

from datetime import date

import pytest

from casus.extract.actors import load_registry
from casus.extract.read import read_document
from casus.gazetteer import Gazetteer
from casus.packs import load_pack
from casus.text import normalise
from casus.types import Document, When

TUESDAY = date(2021, 6, 15)


def dated(text: str, published: date | None, title: str | None = None) -> tuple[str, When] | None:
    """The words that date the main event, or the first, and what they were read as."""
    pack = load_pack("en")
    registry = load_registry("en", pack.writing)
    document = Document("d", "", None, None, "en", title, normalise(text), published)
    reading = read_document(document, pack=pack, gazetteer=Gazetteer.open(), actors=registry)
    account = min(reading.accounts, key=lambda a: a.role != "main")
    found = [c for c in account.claims if c.field == "when"]
    return (found[0].raw, found[0].value) if found else None  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        # a day of a month is no statistic because its year is left open
        ("A baker was shot dead in Tulsa. Officers were sent to the shop on Jan. 12.", "Jan. 12"),
        # the day of an arrest or of an autopsy gives way to that of the deed
        ("A nurse was stabbed last week in Tampa. A man was arrested on March 30 over the "
         "stabbing. The nurse had left her house on March 24.", "March 24"),
        ("A farmer's body was found with a gunshot wound in a ditch on Friday. An autopsy was done "
         "on Sunday night.", "Friday"),
        ("A clerk was shot over the weekend in Reno. He was shot in the robbery of a shop on "
         "Saturday.", "Saturday"),
        # what is told of what happened is no court day
        ("A mason was shot dead in Mesa. The lawsuit describes what happened on May 3 in the "
         "yard.", "May 3"),
        ("A driver was shot dead in Waco. People wait for Sunday to pray. A patrol was sent at "
         "7 a.m. Wednesday.", "7 a.m. Wednesday"),
        ("A teenager was charged in connection to a Feb. 9 shooting in Ada. He was charged "
         "Thursday with murder.", "Feb. 9"),
    ],
)  # fmt: skip
def test_the_day_of_the_event_in_an_undated_report(text: str, raw: str) -> None:
    found = dated(text, None)
    assert found is not None and found[0] == raw


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Prices have risen since Saturday's bombing in Kano, which killed six people.",
         date(2021, 6, 12)),
        ("Six people were killed in a bombing in Kano. A vigil for Sunday is planned. It happened "
         "on Friday in the market.", date(2021, 6, 11)),
        # a day in apposition tells the longer time before it
        ("Two weeks ago, on June 3, a mayor was shot dead in Celaya.", date(2021, 6, 3)),
        # a day counted back from that of the telling
        ("The army on Monday raised to 13 the number of its men killed a day earlier in an ambush "
         "near Sevare.", date(2021, 6, 13)),
        # two days together are not narrowed to one
        ("Clashes on Friday and Saturday killed 18 people in Ippy. A nurse was shot dead on "
         "Saturday in the clashes.", date(2021, 6, 11)),
    ],
)  # fmt: skip
def test_the_day_of_the_event_in_a_dated_report(text: str, start: date) -> None:
    found = dated(text, TUESDAY)
    assert found is not None and found[1].start == start


def test_a_title_that_is_unsure_of_the_past_does_not_look_ahead() -> None:
    text = "Police look into a shooting that happened late Monday on the ring road of Omaha."
    title = "Shooting may have begun in a car park"
    found = dated(text, None, title)
    assert found is not None and found[0] == "late Monday"
