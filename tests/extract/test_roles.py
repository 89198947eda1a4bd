"""Who did it and to whom: accusations, strikes of a state, both sides of a fight."""

import pytest
from test_read import claims, read

from casus.types import Actor, Claim


def told(text: str, lang: str = "en", field: str = "perpetrator") -> list[tuple[str, str | None]]:
    """Every actor in a role, by key or name, with how sure the text is."""
    found = [c for a in read(text, lang=lang).accounts for c in claims(a, field)]
    return [(_who(c), c.confidence) for c in found]


def _who(claim: Claim) -> str:
    assert isinstance(claim.value, Actor)
    return claim.value.key or claim.value.name


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("en", "Nine farmers died in a raid near Banki on Tuesday. The governor blamed the "
         "killings on Boko Haram.", [("boko_haram", "accused")]),
        ("en", "An Israeli airstrike on a house in Gaza killed six people on Monday.",
         [("israel_armed_forces", "stated")]),
        ("en", "Seven people were killed on Monday in clashes between the Taliban and Islamic "
         "State near Jalalabad.", [("taliban", "stated"), ("islamic_state", "stated")]),
        ("de", "Bei einem Überfall wurden am Montag bei Lamu acht Bauern getötet. Die Polizei "
         "machte die Miliz Al-Shabaab verantwortlich.", [("al_shabaab", "accused")]),
        ("fr", "Sept gendarmes ont été tués lundi près de Djibo. Le gouverneur a attribué "
         "l'attaque au GSIM.", [("jnim", "accused")]),
        ("es", "Tres soldados murieron el lunes en un ataque en Arauca. El ejército atribuyó el "
         "atentado al ELN.", [("eln", "accused")]),
        ("ar", "قتل خمسة مدنيين السبت في هجوم في مأرب. واتهم محافظ المدينة حركة الشباب بالهجوم.",
         [("al_shabaab", "accused")]),
        ("ru", "Двое погибли в понедельник при турецком авиаударе по деревне у Синджара.",
         [("turkey_armed_forces", "stated")]),
    ],
)  # fmt: skip
def test_who_did_it_is_told_with_how_sure_the_text_is(
    lang: str, text: str, wanted: list[tuple[str, str]]
) -> None:
    assert told(text, lang) == wanted


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Two guards were stabbed to death in Fresno on Monday. Two men were arrested by "
         "police."),
        ("en", "Men dressed as soldiers killed nine villagers near Banki on Tuesday."),
        ("en", "Nine villagers were killed near Banki on Tuesday, according to the Red Cross."),
        ("de", "Bei einem Messerangriff in Kassel wurde am Montag ein Mann getötet. Polizisten "
         "nahmen einen Verdächtigen fest."),
        ("fr", "Deux hommes ont été tués lundi à Lille. Un suspect a été interpellé par la "
         "police."),
        ("es", "Dos hombres fueron asesinados el lunes en Lima. El sospechoso fue detenido por la "
         "policía."),
    ],
)  # fmt: skip
def test_who_only_helps_arrests_or_looks_the_part_did_nothing(lang: str, text: str) -> None:
    assert [who for who, _ in told(text, lang) if "olic" in who or "old" in who] == []


def test_an_accused_group_is_not_taken_for_the_target() -> None:
    text = "Nine farmers died near Banki on Tuesday. Elders blamed the ambush on Boko Haram."
    assert told(text, field="target") == [("farmers", None)]
    assert told(text) == [("boko_haram", "accused")]


def test_who_accuses_speaks_for_the_accusation_alone() -> None:
    (account,) = read(
        "Nine farmers were killed near Banki on Tuesday, doctors said. The army blamed Boko "
        "Haram for the attack."
    ).accounts
    (accused,) = claims(account, "perpetrator")
    (killed,) = claims(account, "killed")
    assert accused.voice is not None and killed.voice is not None
    assert (accused.voice.kind, killed.voice.kind) == ("military", "hospital")


def test_who_claims_speaks_and_not_whom_the_aside_names() -> None:
    (account,) = read(
        "Police said nine people died when gunmen stormed a hotel in Kismayo on Monday.\n\n"
        "Al Shabaab, which fights the government, said its men had killed 23 soldiers."
    ).accounts
    voices = {c.raw: c.voice.kind for c in claims(account, "killed")}
    assert voices["23 soldiers"] == "perpetrator"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Militants killed three soldiers near Lamu on Monday."),
        ("de", "Dschihadisten töteten am Montag bei Lamu drei Soldaten."),
        ("fr", "Des hommes armés ont tué lundi trois commerçants à Djibo."),
        ("es", "Hombres armados mataron el lunes a tres jornaleros en Tumaco."),
        ("ar", "قتل مسلحون يوم الاثنين ثلاثة رعاة قرب الموصل."),
        ("ru", "Боевики убили в понедельник трёх пастухов близ Агадеса."),
    ],
)
def test_a_killing_that_no_word_names_is_an_attack_of_those_who_did_it(
    lang: str, text: str
) -> None:
    found = read(text, lang=lang).accounts
    assert [account.kind for account in found] == ["armed_attack"]
    assert [confidence for _, confidence in told(text, lang)] == ["stated"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The film, in which a policeman kills two gangsters, opens on Friday."),
        ("en", "A court gave two men life on Monday for having murdered three farmers in 2014."),
        ("es", "La novela cuenta cómo un soldado mató a tres hombres. Se vende desde el lunes."),
        ("fr", "Dans le roman, un soldat tue trois hommes. Il paraît lundi."),
        ("ru", "В романе солдат убил троих. Книга выходит в понедельник."),
        ("de", "Ein Wolf tötete am Montag bei Lamu zwölf Schafe."),
    ],
)
def test_what_a_novel_or_a_court_tells_so_is_none(lang: str, text: str) -> None:
    assert not [a for a in read(text, lang=lang).accounts if a.role == "main"]
