"""Texts that tell of no incident by how they are written, not by their words alone."""

import pytest
from reports import days, read

TALE = """Der Graf liegt tot im Keller, und niemand will etwas gehört haben. Die Köchin wird \
erstochen, dann brennt das Jagdhaus nieder. Sechs Gäste sterben, ehe der Morgen graut. Wer so \
anfängt, muss auch so enden. Das gelingt nicht ganz. Am Ende steht der Gärtner im Regen und \
schweigt. Man schließt das Ganze mit einem Seufzer. Ab Freitag im Handel."""

DROWNED = {
    "en": "A nine-year-old girl fell into the Severn at Shrewsbury on Tuesday and drowned, "
    "police said.",
    "de": "Ein siebenjähriges Mädchen ist am Dienstag bei Passau in den Inn gefallen und "
    "ertrunken, teilte die Polizei mit.",
    "fr": "Une fillette de 8 ans a chuté dans le fleuve mardi à Valence et s'est noyée, a indiqué "
    "la police.",
    "es": "Una niña de 7 años cayó al río Ebro en Zaragoza el martes y murió ahogada, informó la "
    "policía.",
}


def test_what_nobody_says_and_nothing_dates_is_a_tale() -> None:
    assert read(TALE, lang="de", title="Sechs Gäste zu viel").accounts == ()
    told = TALE.replace("Sechs Gäste sterben", "Sechs Gäste sterben am Montag in Bremen")
    assert [a.role for a in read(told, lang="de").accounts] == ["main"]


@pytest.mark.parametrize("lang", sorted(DROWNED))
def test_who_fell_into_a_river_was_aboard_no_ship(lang: str) -> None:
    assert read(DROWNED[lang], lang=lang).accounts == ()


def test_those_who_fell_off_a_boat_were_aboard_one() -> None:
    text = "Three anglers drowned on Tuesday when their boat sank off Dingle, police said."
    (account,) = read(text).accounts
    assert (account.role, account.kind) == ("main", "ship_accident")


def test_two_words_of_the_markets_are_enough_where_nobody_is_hurt() -> None:
    text = (
        "Es war ein Blutbad an der Börse: Der Dax fiel am Montag so tief wie seit Jahren nicht. "
        "Die Händler sprachen von einem Massaker."
    )
    assert read(text, lang="de").accounts == ()


def test_the_day_of_a_hearing_is_not_the_day_of_the_deed() -> None:
    text = (
        "Le tribunal de Namur a condamné hier un homme qui avait abattu deux vendeuses. Le 3 juin "
        "2021, il était entré dans la boutique, armé. La défense fera appel vendredi."
    )
    (account,) = read(text, lang="fr", title="Peine lourde pour l'attaque").accounts
    assert account.role == "background"
    first, _ = days(account) or (None, None)
    assert first is not None and first.isoformat() == "2021-06-03"


def test_a_debate_in_which_everybody_is_attacked_hurts_nobody() -> None:
    text = (
        "The governor walked into an ambush on Tuesday night: in a televised debate in Boise two "
        "rivals hammered the front-runner over her tax plan. Aides spoke of a massacre."
    )
    assert read(text).accounts == ()
    told = text.replace("hammered the front-runner", "were shot dead and two police officers hurt")
    assert [a.role for a in read(told).accounts] == ["main"]


def test_what_befell_somebody_once_is_no_news_of_his_death() -> None:
    text = (
        "Arthur Penhale, who has died aged 91, was a gunner at 20. A shell hit his tank near Caen, "
        "killing three of the crew. He kept sheep in later life, said his son."
    )
    assert [a.role for a in read(text).accounts] == ["background"]
    assert [a.role for a in read(text.replace("has died aged", "is")).accounts] == ["main"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "In der 89. Minute erschoss Möller am Samstag vor 9.000 Fans den Favoriten: 1:0."),
        ("en", "In the 89th minute Carr shot the leaders dead on Saturday. Fans exploded: 1-0."),
    ],
)
def test_a_result_and_a_minute_make_a_game(lang: str, text: str) -> None:
    assert read(text, lang=lang).accounts == ()
