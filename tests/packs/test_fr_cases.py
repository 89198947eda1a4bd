"""What French sentences count, when and where they tell it, who says it; what they do not tell."""

from __future__ import annotations

from datetime import date

import pytest
from sentences import annotated, counted, proposals

from casus.timeref import resolve

FIGURES = [
    # actif, passif, locutions
    ("Trois personnes sont mortes mardi dans une collision à Niort.", {("killed", 3, 3)}),
    ("Au moins dix ouvriers ont perdu la vie dans l'effondrement.", {("killed", 10, None)}),
    ("Un taximan et deux passagers ont péri.", {("killed", 3, 3)}),
    ("Quatorze pèlerins ont été grièvement blessés.", {("injured", 14, 14)}),
    (
        "Deux policiers ont été tués et cinq autres blessés.",
        {("killed", 2, 2), ("injured", 5, 5)},
    ),
    ("Des hommes armés ont tué huit paysans dans le hameau.", {("killed", 8, 8)}),
    ("Un camion a percuté un minibus, tuant quatre élèves.", {("killed", 4, 4)}),
    ("Trois femmes ont été interpellées pour le vol.", {("arrested", 3, 3)}),
    ("Les rebelles ont enlevé jeudi à Bunia sept ingénieurs.", {("abducted", 7, 7)}),
    ("Onze pêcheurs sont toujours portés disparus.", {("missing", 11, 11)}),
    ("Onze pêcheurs manquent à l'appel.", {("missing", 11, 11)}),
    ("Quelque 2.500 personnes ont été évacuées à cause de la crue.", {("displaced", 2500, 2500)}),
    ("Neuf soldats trouvèrent la mort dans l'embuscade.", {("killed", 9, 9)}),
    ("Six villageois furent égorgés par les miliciens.", {("killed", 6, 6)}),
    ("Deux alpinistes se sont tués au mont Blanc.", {("killed", 2, 2)}),
    # le résultat comme un nom
    (
        "L'attentat a fait 25 morts et plus de 100 blessés.",
        {("killed", 25, 25), ("injured", 101, None)},
    ),
    ("L'explosion s'est soldée par cinq morts.", {("killed", 5, 5)}),
    ("La tempête a causé la mort d'au moins sept personnes.", {("killed", 7, None)}),
    ("Le séisme a coûté la vie à 43 personnes.", {("killed", 43, 43)}),
    ("Les pompiers ont retrouvé les corps de six mineurs.", {("killed", 6, 6)}),
    ("Le nombre de morts est passé à 31.", {("killed", 31, 31)}),
    ("Le bilan s'élève à 57 blessés.", {("injured", 57, 57)}),
    ("Le nombre de morts dépasse les 200.", {("killed", 201, None)}),
    ("Seize corps ont été repêchés.", {("killed", 16, 16)}),
    ("On déplore douze victimes mortelles.", {("killed", 12, 12)}),
    ("Il y a deux morts et un disparu.", {("killed", 2, 2), ("missing", 1, 1)}),
    # nombres en toutes lettres
    ("Quatre-vingt-dix-sept détenus sont morts.", {("killed", 97, 97)}),
    ("Soixante et onze migrants se sont noyés.", {("killed", 71, 71)}),
    ("Septante-deux otages ont été tués.", {("killed", 72, 72)}),
    ("Une cinquantaine de riverains ont été intoxiqués.", {("injured", 50, 50)}),
    ("Deux douzaines de soldats ont été abattus.", {("killed", 24, 24)}),
    ("Des dizaines de migrants ont disparu.", {("missing", 20, None)}),
    ("Entre 12 et 15 soldats ont péri dans l'embuscade.", {("killed", 12, 15)}),
    ("Près d'une centaine de civils ont été tués.", {("killed", None, 100)}),
    # un seul, par son rôle ou son nom
    ("Le conducteur, âgé de 44 ans, est mort sur le coup.", {("killed", 1, 1)}),
    ("Une fillette de 8 ans a été blessée.", {("injured", 1, 1)}),
    ("Un homme de 40 ans a été placé en garde à vue à Dijon.", {("arrested", 1, 1)}),
    ("Un homme blessé samedi est décédé à l'hôpital.", {("killed", 1, 1)}),
    # parties
    (
        "Douze personnes ont péri, dont trois mineurs.",
        {("killed", 12, 12), ("killed", 3, 3)},
    ),
    (
        "Il y a eu 20 blessés, dont cinq dans un état grave.",
        {("injured", 20, 20), ("injured", 5, 5)},
    ),
    ("Deux des cinq gendarmes portés disparus ont été retrouvés morts.", {("killed", 2, 2)}),
]


@pytest.mark.parametrize(("text", "figures"), FIGURES)
def test_what_a_sentence_counts(text: str, figures: set[tuple[str, int, int]]) -> None:
    assert counted("fr", text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "Douze personnes n'ont pas été blessées.",
        "Le bateau est parti avec 53 personnes à bord, dont plusieurs mineurs.",
        "Trois hommes armés ont pris la fuite à moto.",
        "Le Sénégal voisin a envoyé 40 pompiers.",
        "Il a purgé 35 ans de prison.",
        "Le corps des sapeurs-pompiers a engagé six véhicules.",
        "L'équipe a perdu neuf matches.",
        "L'incendie n'a fait ni mort ni blessé.",
        "Il y a deux semaines, le marché a rouvert.",
        "Quelqu'un a crié avant l'explosion.",
        "Le conseil des prud'hommes a siégé.",
    ],
)
def test_what_is_no_toll(text: str) -> None:
    assert counted("fr", text) == set()


@pytest.mark.parametrize(
    ("text", "raw", "start", "end"),
    [
        ("Mort dans la nuit de jeudi à vendredi.", "la nuit de jeudi à vendredi",
         "2019-10-31", "2019-11-01"),
        ("Mort dans la nuit du 30 au 31 octobre.", "la nuit du 30 au 31 octobre",
         "2019-10-30", "2019-10-31"),
        ("Survenu vendredi dernier à Lyon.", "vendredi dernier", "2019-11-01", "2019-11-01"),
        ("Il y a deux semaines, un car", "Il y a deux semaines", "2019-10-16", "2019-10-22"),
        ("Tué le 1er mars à Gao.", "le 1er mars", "2019-03-01", "2019-03-01"),
        ("BAMAKO, 30 oct. (Agence) - Un", "30 oct.", "2019-10-30", "2019-10-30"),
        ("L'attaque de mercredi, vers 20h30,", "mercredi", "2019-10-30", "2019-10-30"),
        ("Dans la soirée de mardi, un tir", "la soirée de mardi", "2019-10-29", "2019-10-29"),
        ("Le week-end dernier, un feu", "Le week-end dernier", "2019-10-26", "2019-10-27"),
        ("Hier soir, un feu", "Hier soir", "2019-11-01", "2019-11-01"),
    ],
)  # fmt: skip
def test_when_it_happened_in_a_report_of_a_saturday(
    text: str, raw: str, start: str, end: str
) -> None:
    page = annotated("fr", text)
    refs = {page.tokens.raw(d.first, d.last): d.ref for d in page.dates}
    when = resolve(refs[raw], date(2019, 11, 2))
    assert (str(when.start), str(when.end)) == (start, end)


def test_the_sea_is_no_wednesday() -> None:
    assert not annotated("fr", "La mer. Puis la mer encore, mer d'huile.").dates


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sept personnes sont mortes, a indiqué la gendarmerie.", "police"),
        ("Sept personnes sont mortes, selon la préfecture du Var.", "government"),
        ("Le procureur de la République a fait état de sept morts.", "government"),
        ("« Nous avons sept morts », a déclaré un médecin de l'hôpital.", "hospital"),
        ("Il y a sept morts, d'après les sapeurs-pompiers.", "rescue"),
        ("Sept personnes sont mortes, a-t-on appris de source militaire.", "military"),
        ("Sept personnes sont mortes, affirment des habitants.", "witness"),
    ],
)
def test_who_says_it(text: str, kind: str) -> None:
    found = proposals("fr", text)
    assert kind in {voice.voice.kind for voice in found.voices}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Né à Mâcon, il vivait seul.", "Mâcon", "FR"),
        ("La gendarmerie de Tougan a compté sept morts.", "Tougan", "BF"),
        ("Un choc près de Foix, dans l'Ariège.", "Ariège", "FR"),
        ("Le feu a pris à Bâle.", "Bâle", "CH"),
    ],
)
def test_where_it_happened(text: str, name: str, country: str) -> None:
    places = {p.name: p.resolved for p in annotated("fr", text).places}
    resolved = places[name]
    assert resolved is not None
    assert resolved.country == country
