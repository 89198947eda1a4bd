"""What Spanish sentences count, where they tell it, who says it, and what they do not tell."""

from __future__ import annotations

from datetime import date

import pytest
from sentences import annotated, counted

from casus.timeref import resolve

FIGURES = [
    # verbo delante, detrás, en pasiva
    ("El martes murieron tres personas en un choque en Cuenca.", {("killed", 3, 3)}),
    ("Al menos diez obreros perdieron la vida en el derrumbe.", {("killed", 10, None)}),
    ("Fallecieron un taxista y dos pasajeros.", {("killed", 3, 3)}),
    ("Resultaron heridos de gravedad 14 peregrinos.", {("injured", 14, 14)}),
    (
        "Dos policías fueron asesinados y otros cinco resultaron heridos.",
        {("killed", 2, 2), ("injured", 5, 5)},
    ),
    ("Hombres armados mataron a ocho campesinos en la vereda.", {("killed", 8, 8)}),
    ("Sicarios acribillaron la noche del lunes a cuatro jóvenes.", {("killed", 4, 4)}),
    ("Han sido detenidas tres mujeres por el robo.", {("arrested", 3, 3)}),
    ("La guerrilla secuestró el jueves en Arauca a siete ingenieros.", {("abducted", 7, 7)}),
    ("Siguen desaparecidos once pescadores.", {("missing", 11, 11)}),
    ("Unas 2.500 personas han sido evacuadas por la crecida.", {("displaced", 2500, 2500)}),
    # el resultado como nombre
    (
        "El atentado dejó 25 muertos y más de 100 heridos.",
        {("killed", 25, 25), ("injured", 101, None)},
    ),
    ("La explosión dejó un saldo de cinco muertos.", {("killed", 5, 5)}),
    ("El vendaval causó al menos siete víctimas mortales.", {("killed", 7, None)}),
    ("El sismo costó la vida a 43 personas.", {("killed", 43, 43)}),
    ("El fuego se cobró la vida de cuatro ancianos.", {("killed", 4, 4)}),
    ("Los bomberos hallaron los cuerpos de seis mineros.", {("killed", 6, 6)}),
    ("La cifra de muertos subió a 31.", {("killed", 31, 31)}),
    ("Asciende a 57 el número de heridos.", {("injured", 57, 57)}),
    ("El número de fallecidos supera los 200.", {("killed", 201, None)}),
    ("Ya son 16 los muertos por el temporal.", {("killed", 16, 16)}),
    # números en palabras
    ("Murieron treinta y cinco reclusos.", {("killed", 35, 35)}),
    ("Medio centenar de vecinos resultaron intoxicados.", {("injured", 50, 50)}),
    ("Una veintena de viajeros murió ahogada.", {("killed", 20, 20)}),
    ("Decenas de migrantes han desaparecido.", {("missing", 20, None)}),
    ("Entre 12 y 15 soldados murieron en la emboscada.", {("killed", 12, 15)}),
    # uno solo, por papel o por nombre
    ("El conductor, de 44 años, murió en el acto.", {("killed", 1, 1)}),
    ("Una niña de 8 años resultó herida.", {("injured", 1, 1)}),
    ("Un hombre de 40 años fue detenido en Burgos.", {("arrested", 1, 1)}),
    ("Fue asesinado junto a dos escoltas.", {("killed", 2, 2)}),
    # partes
    (
        "Murieron doce personas, entre ellas tres menores.",
        {("killed", 12, 12), ("killed", 3, 3)},
    ),
    (
        "Hubo 20 heridos, cinco de ellos en estado grave.",
        {("injured", 20, 20), ("injured", 5, 5)},
    ),
]


@pytest.mark.parametrize(("text", "figures"), FIGURES)
def test_what_a_sentence_counts(text: str, figures: set[tuple[str, int, int]]) -> None:
    assert counted("es", text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "Doce personas no resultaron heridas.",
        "El barco partió con 53 personas a bordo, entre ellas varios menores.",
        "Tres hombres armados huyeron en una moto.",
        "El vecino Perú envió 40 bomberos.",
        "Cumplió 35 años de cárcel.",
        "El cuerpo de bomberos acudió con seis dotaciones.",
        "El equipo perdió nueve partidos.",
    ],
)
def test_what_is_no_toll(text: str) -> None:
    assert counted("es", text) == set()


def test_a_relative_clause_that_opens_with_a_date_has_it_to_itself() -> None:
    page = annotated("es", "Ayer hallaron dos cuerpos del alud que el jueves sepultó un barrio.")
    first, second = (page.token_clause[d.first] for d in page.dates)
    assert first != second


def test_parts_told_after_the_dead_are_of_the_dead() -> None:
    told = "Veinte de los muertos son mujeres y nueve son niños."
    assert ("killed", 9, 9) in counted("es", told)


def test_people_between_a_toll_and_a_part_are_no_part_of_it() -> None:
    told = "Murieron dos personas. La patera zarpó con 53 personas, entre ellas varios menores."
    assert counted("es", told) == {("killed", 2, 2)}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Ocurrió la madrugada del lunes.", "2019-10-28", "2019-10-28"),
        ("Ocurrió en la noche del jueves al viernes.", "2019-10-31", "2019-11-01"),
        ("Ocurrió el pasado 3 de mayo.", "2019-05-03", "2019-05-03"),
        ("Ocurrió hace dos semanas.", "2019-10-16", "2019-10-22"),
        ("Ocurrió el viernes por la tarde.", "2019-11-01", "2019-11-01"),
        ("Ocurrió ayer por la mañana.", "2019-11-01", "2019-11-01"),
        ("Ocurrió la semana pasada.", "2019-10-21", "2019-10-27"),
        ("Ocurrió a principios de octubre.", "2019-10-01", "2019-10-10"),
        ("Ocurrió en mayo del año pasado.", "2018-05-01", "2018-05-31"),
        ("Ocurrió el domingo 27.", "2019-10-27", "2019-10-27"),
        ("Ocurrió del 3 al 5 de octubre.", "2019-10-03", "2019-10-05"),
        ("Ocurrió en los años noventa.", "1990-01-01", "1999-12-31"),
    ],
)
def test_when_it_happened_in_a_report_of_a_saturday(text: str, start: str, end: str) -> None:
    (mention,) = annotated("es", text).dates
    when = resolve(mention.ref, date(2019, 11, 2))
    assert (str(when.start), str(when.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Un choque en la isla Puná, en la provincia de Guayas, en Ecuador.", "Puná", "EC"),
        ("Murieron dos personas en Tibú, en el departamento de Norte de Santander.", "Tibú", "CO"),
        ("Tres hombres armados entraron a un billar de Cosamaloapan.", "Cosamaloapan", "MX"),
        ("El fuego empezó en la calle Navarra de Castellón de la Plana.", "Castellón de la Plana",
         "ES"),
    ],
)  # fmt: skip
def test_where_it_happened(text: str, name: str, country: str) -> None:
    places = {p.name: p.resolved for p in annotated("es", text).places}
    assert name in places
    assert "Navarra" not in places
    resolved = places[name]
    assert resolved is not None
    assert resolved.country == country
