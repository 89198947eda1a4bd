"""Which of the days that a report names is that of its event."""

from datetime import date

import pytest

from casus.extract.actors import load_registry
from casus.extract.read import read_document
from casus.gazetteer import Gazetteer
from casus.packs import load_pack
from casus.text import normalise
from casus.types import Account, Count, Document, When

TUESDAY = date(2021, 6, 15)


def accounts(
    text: str, published: date | None, title: str | None = None, *, lang: str = "en"
) -> tuple[Account, ...]:
    pack = load_pack(lang)
    registry = load_registry(lang, pack.writing)
    document = Document("d", "", None, None, lang, title, normalise(text), published)
    return read_document(
        document, pack=pack, gazetteer=Gazetteer.open(), actors=registry
    ).accounts


def dated(text: str, published: date | None, title: str | None = None) -> tuple[str, When] | None:
    """The words that date the main event, or the first, and what they were read as."""
    account = min(accounts(text, published, title), key=lambda a: a.role != "main")
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
        ("The ministry on Monday put at nine the policemen shot dead a day earlier in an ambush "
         "near Sevare.", date(2021, 6, 13)),
        # the day in an event's name is its own, also where a later day is told
        ("A seventh nurse died in hospital of the attack on Thursday night in Baidoa, police said. "
         "Troops ended the siege on Friday morning.", date(2021, 6, 10)),
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


def told(account: Account) -> list[tuple[str, int | None]]:
    """Fields and lower bounds of its counts, as the text tells them."""
    return [(c.field, c.value.low) for c in account.claims if isinstance(c.value, Count)]


def test_people_arrested_on_no_day_of_their_own_are_held_for_what_is_told() -> None:
    text = "Six people were killed in a bombing in Kano on Monday. Police arrested four suspects."
    (only,) = accounts(text, TUESDAY)
    assert told(only) == [("killed", 6), ("arrested", 4)]
    assert not [c for c in only.claims if c.field == "perpetrator"]  # the police bombed nobody


def test_what_is_told_apart_on_another_day_is_another_event() -> None:
    text = (
        "Six people were killed in a shelling of Kano on Sunday. In a separate incident gunmen "
        "robbed a bus on the road to Jos on Monday."
    )
    assert [a.kind for a in accounts(text, TUESDAY)] == ["shelling", "robbery"]


def test_the_worst_since_a_day_recalls_what_happened_then() -> None:
    text = (
        "Five people died in a fire at a hostel in Kano on Monday.\n\nIt is the deadliest fire "
        "in the city since March, when a family of four died in Jos."
    )
    main, recalled = accounts(text, TUESDAY)
    assert (told(main), told(recalled)) == ([("killed", 5)], [("killed", 4)])
    when = next(c.value for c in recalled.claims if c.field == "when")
    assert isinstance(when, When) and when.start == date(2021, 3, 1)
    assert (main.role, recalled.role) == ("main", "background")


def test_a_week_of_many_events_is_a_statistic() -> None:
    week = "لقي تسعة أشخاص مصرعهم في 310 حوادث سير خلال الأسبوع الممتد من 3 إلى 9 ماي الجاري."
    assert accounts(week, date(2021, 5, 15), lang="ar") == ()
    day = "لقي تسعة أشخاص مصرعهم في حادث سير يوم 9 ماي الجاري."
    assert len(accounts(day, date(2021, 5, 15), lang="ar")) == 1


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("При взрыве в Омске в понедельник погибли двое рабочих. Слухи о тридцати погибших в мэрии "
         "назвали вымыслом.", "ru"),
        ("قتل عاملان في انفجار بمدينة وهران يوم الاثنين. ونفت الولاية الأنباء عن مقتل ثلاثين شخصا.",
         "ar"),
    ],
)  # fmt: skip
def test_a_denied_figure_is_no_toll(text: str, lang: str) -> None:
    (only,) = accounts(text, TUESDAY, lang=lang)
    assert told(only) == [("killed", 2)]


def test_a_verb_of_saying_alone_takes_the_voice_before() -> None:
    text = "قالت الشرطة إن ستة أشخاص قتلوا في تفجير في وهران. وأضافت أن تسعة أشخاص أصيبوا."
    (only,) = accounts(text, TUESDAY, lang="ar")
    voices = {c.voice.kind for c in only.claims if isinstance(c.value, Count) and c.voice}
    assert voices == {"police"}


def test_a_follow_up_that_knows_its_event_goes_on_with_it() -> None:
    # the article written on tells that the fire is known, though its day comes second
    text = (
        "انتشلت الفرق، أمس الاثنين، جثتين من مصنع في وهران. وبذلك ترتفع حصيلة الحريق الذي اندلع في "
        "المصنع يوم السبت إلى تسعة قتلى."
    )
    (only,) = accounts(text, TUESDAY, lang="ar")
    when = next(c.value for c in only.claims if c.field == "when")
    assert isinstance(when, When) and when.start == date(2021, 6, 12)
    assert told(only) == [("killed", 2), ("killed", 9)]


def test_a_month_since_which_something_goes_on_dates_no_event() -> None:
    text = (
        "Six people were killed in a bombing in Jos on Monday. Clashes have killed 40 people in "
        "the state since protests began in October 2019."
    )
    (only,) = accounts(text, TUESDAY)
    assert told(only) == [("killed", 6)]


def test_a_dateline_may_end_in_a_stroke() -> None:
    text = "وهران في 15 يونيو / أعلنت الولاية مقتل تسعة عمال في انفجار مصنع يوم السبت."
    (only,) = accounts(text, TUESDAY, lang="ar")
    when = next(c.value for c in only.claims if c.field == "when")
    assert isinstance(when, When) and when.start == date(2021, 6, 12)


def test_who_is_quoted_speaks_not_who_relays_it() -> None:
    text = "قتل عاملان في قصف على بلدة حيس يوم الاثنين، على ما نقلت صحيفة محلية عن المحافظ."
    (only,) = accounts(text, TUESDAY, lang="ar")
    (count,) = (c for c in only.claims if isinstance(c.value, Count))
    assert count.voice is not None and count.voice.kind == "government"


def test_a_third_is_somebody_else() -> None:
    text = "قتل شاب في انفجار لغم في وهران يوم الاثنين وأصيب ثالث بجروح."
    (only,) = accounts(text, TUESDAY, lang="ar")
    assert told(only) == [("killed", 1), ("injured", 1)]


def test_clashes_at_a_protest_are_part_of_it() -> None:
    text = (
        "Police detained 40 people at a protest in Gyumri on Monday. Clashes broke out when "
        "marchers pushed through a cordon, and 16 people were injured."
    )
    (only,) = accounts(text, TUESDAY)
    assert told(only) == [("arrested", 40), ("injured", 16)]
