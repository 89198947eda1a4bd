"""Places in texts: what is one, which one, and what a text says about it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from casus.extract.places import PlaceFinder, PlaceMention
from casus.extract.places.forms import PlaceForms
from casus.gazetteer import Gazetteer
from casus.packs import load_pack
from casus.text import normalise, segment, tokenise


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


def find(text: str, lang: str = "en", busy: frozenset[int] = frozenset()) -> list[PlaceMention]:
    pack = load_pack(lang)
    text = normalise(text)
    tokens = tokenise(text, writing=pack.writing)
    sentences = segment(tokens, pack.abbreviations)
    finder = PlaceFinder(_gazetteer(), pack)
    return finder.find(tokens, sentences, pack.lexicon.annotate(tokens), busy)


def ids(text: str, lang: str = "en") -> dict[str, str | None]:
    """Name → gazetteer id of all names (no adjectives, no inhabitants)."""
    return {
        m.name: m.resolved.gazetteer_id if m.resolved else None
        for m in find(text, lang)
        if m.role == "name"
    }


RESOLVED = [
    ("en", "Gunmen attacked a post in Ménaka, Mali.", "Ménaka", "gn:2453514"),
    ("en", "Fighters in the Menaka region of Mali fled.", "Menaka", "ML-9"),
    ("en", "Floods hit China on Monday.", "China", "CN"),
    ("en", "A bomb exploded in Paris, Texas, police said.", "Paris", "gn:4717560"),
    ("en", "A bomb exploded in Paris, police said.", "Paris", "gn:2988507"),
    ("en", "He was shot in Cambridge, Massachusetts.", "Cambridge", "gn:4931972"),
    ("en", "Storms killed two in Atlanta, Georgia.", "Georgia", "US-GA"),
    ("en", "Protesters in Tbilisi, Georgia, threw stones.", "Georgia", "GE"),
    ("en", "Bandits in Nigeria raided a village in Niger state.", "Niger", "NG-NI"),
    ("en", "Soldiers in Niger were ambushed.", "Niger", "NE"),
    ("en", "Three died in Fort Lauderdale, Fla., on Friday.", "Fort Lauderdale", "gn:4155966"),
    ("en", "The U.S. said so.", "U.S.", "US"),
    ("en", "Residents of N'Djamena fled.", "N'Djamena", "gn:2427123"),
    ("en", "In San Juan de los Morros, Venezuela, inmates rioted.", "San Juan de los Morros",
     "gn:3628053"),
    ("en", "A boat sank in the Gulf of Aden.", "Gulf of Aden", "water:gulf-of-aden"),
    ("en", "Shelling hit villages in Donbas.", "Donbas", "region:donbas"),
    ("en", "The quake struck off Indonesia in the Java Sea.", "Java Sea", "water:java-sea"),
    ("de", "Bei Kämpfen im Osten Malis starben zwei Soldaten.", "Malis", "ML"),
    ("ru", "Взрыв произошел в Полтаве.", "Полтаве", "gn:696643"),
    ("ru", "Взрыв произошел под Белгородом.", "Белгородом", "gn:578072"),
    ("ru", "Взрыв произошел в Нижнем Новгороде.", "Нижнем Новгороде", "gn:520555"),
    ("ru", "Взрыв произошел в Ростове-на-Дону.", "Ростове-на-Дону", "gn:501175"),
    ("ru", "Взрыв произошел в Белгородской области.", "Белгородской", "RU-BEL"),
    ("ru", "Взрыв произошел на севере Мали.", "Мали", "ML"),
    ("ru", "Взрыв произошел в Саудовской Аравии.", "Саудовской Аравии", "SA"),
    ("de", "In der nordnigerianischen Stadt Kano explodierte eine Bombe.", "Kano", "gn:2335204"),
    ("de", "Im Jemen starben Zivilisten.", "Jemen", "YE"),
    ("de", "Ein Zug entgleiste in Nordrhein-Westfalen.", "Nordrhein-Westfalen", "DE-NW"),
    ("de", "Vor Lampedusa sank ein Boot.", "Lampedusa", "gn:2524459"),
    ("de", "Die Lawine ging oberhalb von Galtür in Tirol ab.", "Galtür", "gn:2778953"),
    ("de", "Im Gazastreifen starben Menschen.", "Gazastreifen", "PS.GZ"),
    ("de", "Im US-Bundesstaat Texas starben Kinder.", "Texas", "US-TX"),
    ("de", "In Mailand brannte ein Haus.", "Mailand", "gn:3173435"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "name", "code"), RESOLVED)
def test_a_name_means_the_place_its_text_tells(
    lang: str, text: str, name: str, code: str
) -> None:
    assert ids(text, lang).get(name) == code


NO_PLACE = [
    ("en", "Mayor Elena Kosta said so.", "Kosta"),
    ("en", "Hassan Adan told reporters that it was over.", "Adan"),
    ("en", "The Washington Post reported it.", "Washington"),
    ("en", "Police said two men died.", "Police"),
    ("en", "Reading the statement, he wept.", "Reading"),
    ("en", "Chad Miller was arrested.", "Chad"),
    ("en", "Jordan Peters was arrested, and Jordan said nothing.", "Jordan"),
    ("en", "Man of the match was the striker.", "Man"),
    ("en", "It happened outside the Bakiin hotel.", "Bakiin"),
    ("en", "Nice weather was forecast.", "Nice"),
    ("de", "Das Essen war vergiftet.", "Essen"),
    ("de", "Beim Essen starb ein Gast.", "Essen"),
    ("de", "Zwei Männer sind in Haft.", "Haft"),
    ("de", "Die Tat geschah im Billardsalon.", "Billardsalon"),
    ("de", "Nach Angaben der Polizei starben drei.", "Angaben"),
    ("de", "Bürgermeister Hagen Weil sprach.", "Hagen"),
    ("de", "Weil es regnete, kam niemand.", "Weil"),
    ("de", "In Krankenhäusern lagen Verletzte.", "Krankenhäusern"),
]


@pytest.mark.parametrize(("lang", "text", "name"), NO_PLACE)
def test_people_bodies_and_words_are_no_places(lang: str, text: str, name: str) -> None:
    assert name not in ids(text, lang)


CUES = [
    ("en", "TOLEDO, Ohio - Two men died.", "TOLEDO", "dateline", None),
    ("en", "KABUL (Reuters) - Two men died.", "KABUL", "dateline", None),
    ("en", "They died near Abala in Niger.", "Abala", "near", None),
    ("en", "It lies 30 km north of Mopti.", "Mopti", "side", None),
    ("en", "A post near the border with Niger fell.", "Niger", "border", None),
    ("en", "They came from Bamako.", "Bamako", "from", None),
    ("en", "Kech district in Pakistan was hit.", "Kech", None, "district"),
    ("en", "The town of Baidoa in Somalia fell.", "Baidoa", None, "town"),
    ("de", "Niamey. Nach dem Überfall wurde gesucht.", "Niamey", "dateline", None),
    ("de", "Bei Mopti in Mali starben drei.", "Mopti", "near", None),
    ("de", "In der Kleinstadt Baidoa in Somalia starben drei.", "Baidoa", "in", "town"),
]


@pytest.mark.parametrize(("lang", "text", "name", "cue", "noun"), CUES)
def test_what_stands_around_a_name_is_told(
    lang: str, text: str, name: str, cue: str | None, noun: str | None
) -> None:
    mention = next(m for m in find(text, lang) if m.name == name)
    assert (mention.cue, mention.noun) == (cue, noun)


CONTEXT = [
    ("en", "Malian soldiers fled.", "Malian", "adjective", "ML"),
    ("en", "Two Malians died.", "Malians", "inhabitant", "ML"),
    ("de", "Der malische Präsident schwieg.", "malische", "adjective", "ML"),
    ("de", "Zwei Malier starben.", "Malier", "inhabitant", "ML"),
    ("de", "Nigrische und nigerianische Truppen kamen.", "nigerianische", "adjective", "NG"),
    ("de", "Die ostukrainische Stadt lag unter Feuer.", "ostukrainische", "adjective", "UA"),
    ("de", "Die Kölner Feuerwehr kam.", "Kölner", "adjective", "DE"),
]


@pytest.mark.parametrize(("lang", "text", "name", "role", "country"), CONTEXT)
def test_adjectives_and_inhabitants_give_their_country(
    lang: str, text: str, name: str, role: str, country: str
) -> None:
    mention = next(m for m in find(text, lang) if m.name == name)
    assert mention.role == role
    assert mention.resolved is not None
    assert mention.resolved.country == country


UNKNOWN = [
    ("en", "Gunmen struck the village of Siwirr in Tillabéri region, Niger.", "Siwirr", "adm1",
     ("Niger", "Tillabéri", "Siwirr")),
    ("en", "Gunmen in Mali struck a post at Indelirane, officials said.", "Indelirane", "country",
     ("Mali", "Indelirane")),
    ("en", "The Abu Tawirra checkpoint near Arish, Egypt, was hit.", "Abu Tawirra", None, None),
    ("de", "Kämpfer hatten den Posten Siwirr bei Abala in Niger beschossen.", "Siwirr", "near",
     ("Niger", "Tillabéri", "Siwirr")),
    ("de", "Im Dorf Siwirr in der Region Tillabéri starben zwei.", "Siwirr", "adm1",
     ("Niger", "Tillabéri", "Siwirr")),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "name", "precision", "path"), UNKNOWN)
def test_an_unknown_place_keeps_its_name_and_takes_the_area_around_it(
    lang: str, text: str, name: str, precision: str | None, path: tuple[str, ...] | None
) -> None:
    mention = next(m for m in find(text, lang) if m.name == name)
    place = mention.resolved
    assert place is not None
    assert place.gazetteer_id is None
    assert place.lat is not None
    if precision is not None:
        assert (place.precision, place.path) == (precision, path)


def test_a_district_known_only_by_its_town_is_no_exact_place() -> None:
    mention = next(m for m in find("They died in India's Pulwama district.") if m.noun)
    assert mention.resolved is not None
    assert mention.resolved.precision == "adm2"


def test_nothing_is_invented_where_nothing_is_known() -> None:
    (mention,) = find("Two died in the village of Xqobbro.")
    assert mention.resolved is None
    assert mention.noun == "village"


def test_one_unresolvable_place_does_not_empty_the_text() -> None:
    found = ids("Two died in the village of Xqobbro. Others fled to Bamako. He was in Gao, Mali.")
    assert {"Bamako", "Gao", "Mali"} <= set(found)


def test_a_spelling_that_no_list_has_is_found_by_its_sound() -> None:
    assert ids("Two died in Maidougouri, Nigeria.")["Maidougouri"] == "gn:2331447"
    assert ids("Two died in Maidougouri, Peru.")["Maidougouri"] is None


def test_one_meaning_a_name_and_text() -> None:
    mentions = find("Storms hit Paris, Texas. Schools in Paris closed. Paris lies in the north.")
    assert len({m.resolved.gazetteer_id for m in mentions if m.resolved and m.name == "Paris"}) == 1


def test_a_small_namesake_abroad_does_not_win() -> None:
    found = ids("A landmine killed seven in the Dasht area of Kech district, Pakistan.")
    assert found["Dasht"] is None


def test_spans_are_code_points_of_the_text() -> None:
    text = "Am Freitag starben in Ménaka (Mali) drei Menschen."
    for mention in find(text, "de"):
        assert text[mention.start : mention.end] == mention.name


def test_mentions_are_in_order_and_free_of_overlaps() -> None:
    mentions = find("TOLEDO, Ohio - Troops from Niger, Mali and Burkina Faso met in Niamey, Niger.")
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert [m.cue for m in mentions if m.name in {"Mali", "Burkina Faso"}] == ["from", "from"]


def test_taken_tokens_are_no_places() -> None:
    text = "In Jordan Brown died."
    assert "Jordan" not in {m.name for m in find(text, busy=frozenset({1, 2}))}


def test_texts_in_capitals_are_read() -> None:
    text = "GUERRILLAS ATTACKED A BASE IN SAN SALVADOR, EL SALVADOR. POLICE IN BOGOTA SAID NO."
    assert {"SAN SALVADOR", "EL SALVADOR", "BOGOTA"} <= set(ids(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ARMED MEN SHOT TWO TEACHERS, AND PERU SENT TROOPS AT ONCE TO THE AREA.", {"PERU"}),
        ("THE CITY WAS SILENT. IT IS SAID THAT RIOTS IN LA PLATA SPREAD OVER THE CITY.",
         {"LA PLATA"}),
        ("REBELS BURNED THE VILLAGE OF KARFABO AND FLED.", {"KARFABO"}),
        ("REBELS BURNED HOUSES IN KARFABO, IN THE NORTH OF MALI.", {"KARFABO", "MALI"}),
        ("REBELS BURNED HOUSES IN RETALIATION, AND FLED.", set()),
        ("FIVE DIED IN THE MALIAN VILLAGE OF KARFABO.", {"MALIAN", "KARFABO"}),
    ],
)  # fmt: skip
def test_where_capitals_tell_nothing_words_around_do(text: str, names: set[str]) -> None:
    assert {m.name for m in find(text)} == names


def test_a_case_ending_leaves_a_name_in_capitals() -> None:
    (mention,) = find("ВЗРЫВ В ТИРАСПОЛЕ В СРЕДУ УБИЛ ДВОИХ", "ru")
    assert mention.resolved is not None
    assert mention.resolved.name in {"Tiraspol", "ТИРАСПОЛЬ"}


ODD = ["", "\n\n", "...", "1 2 3", "A", "Ab-", "-Mali-", "'s", "X." * 200]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_do_no_harm(text: str) -> None:
    assert isinstance(find(text), list)


@pytest.mark.parametrize("lang", ["en", "de", "ru"])
def test_every_form_of_a_pack_means_a_known_place(lang: str) -> None:
    forms = PlaceForms.of(load_pack(lang), _gazetteer())
    assert forms.unknown_targets() == []
    assert len(forms.exact) > 300


@pytest.mark.parametrize(
    ("name", "country"), [("Polen", "PL"), ("Schweden", "SE"), ("Sachsen", "DE")]
)
def test_a_country_called_like_its_people_is_the_country(name: str, country: str) -> None:
    (mention,) = find(f"Das Unglück geschah in {name}.", "de")
    assert mention.role == "name"
    assert mention.resolved is not None
    assert mention.resolved.country == country


def test_inflected_mentions_are_one_place() -> None:
    first, second = find("Взрыв произошел в Полтаве. Власти Полтавы молчат.", "ru")
    assert (first.name, second.name) == ("Полтаве", "Полтавы")
    assert first.resolved is not None
    assert second.resolved is not None
    assert first.resolved.name == second.resolved.name == "Полтава"


def test_a_longer_stem_is_no_ending() -> None:
    assert ids("Взрыв произошел в Полтавченке.", "ru") == {"Полтавченке": None}


def cues(text: str, lang: str = "ru") -> dict[str, str | None]:
    return {m.name: m.cue for m in find(text, lang) if m.role == "name"}


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ("Автобус ехал в Полтаву.", "Полтаву", "to"),  # whither
        ("Автобус ехал в Белгород.", "Белгород", "to"),
        ("Автобус упал в Полтаве.", "Полтаве", "in"),
        ("Взрыв произошел в Баку.", "Баку", "in"),  # ends like it, but has one form
        ("Взрыв произошел в городе Белгород.", "Белгород", "in"),  # the noun has the case
        ("Взрыв произошел в США.", "США", "in"),
    ],
)
def test_an_ending_says_whither(text: str, name: str, cue: str) -> None:
    assert cues(text) == {name: cue}


def test_a_title_governs_a_place_before_its_person() -> None:  # a big one: its case tells it
    assert ids("Об этом сказал мэр Харькова Игорь Коваль.", "ru") == {"Харькова": "gn:706483"}


def test_a_street_is_not_the_village_it_is_called_like() -> None:
    assert ids("Взрыв произошел на улице Панкратова.", "ru") == {}


AGREED = [
    # five names in many states each, and no state told: one has all of them
    ("Crews came from Paris, Bonham and Sulphur Springs. Clarksville sent an engine, and Bogata"
     " sent two.", "Paris", "US-TX"),
    # the only hamlet of a name abroad says little
    ("Police in Boston closed Headley near Bowdoin. A man from Boston was hurt.", "Boston",
     "US-MA"),
    # a state abbreviation is the state, though a village abroad is called so
    ("The sheriff of Rolla, Mo., spoke. A man from Lebanon was held.", "Lebanon", "US-MO"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "area"), AGREED)
def test_names_of_a_text_agree_on_where_they_are(text: str, name: str, area: str) -> None:
    code = next(m.resolved.gazetteer_id for m in find(text) if m.name == name and m.resolved)
    place = _gazetteer().by_code(code or "")
    assert place is not None
    assert area in {a.code for a in _gazetteer().containers(place)}


UNLISTED = [
    # the list's only places of these names lie abroad, or in another state than the text's
    ("Raiders burned Dangur district in Ethiopia. Ethiopia sent troops.", "Dangur", "Ethiopia"),
    ("Fire broke out in Wylam, Alabama, late on Monday.", "Wylam", "Alabama"),
    ("A deputy was hurt near Rosebud. Missouri has few deputies.", "Rosebud", "Missouri"),
]


@pytest.mark.parametrize(("text", "name", "area"), UNLISTED)
def test_a_namesake_elsewhere_is_not_the_place(text: str, name: str, area: str) -> None:
    place = next(m.resolved for m in find(text) if m.name == name)
    assert place is not None
    assert place.gazetteer_id is None
    assert area in place.path


FOUND = [
    ("A man of 40, of Lakeview, was held by Hale County deputies.", ["Lakeview", "Hale County"]),
    ("He was seen just outside of Mareeba.", ["Mareeba"]),
    ("A Bristol-based firm and one from mid-Wales won a New York-wide prize.",
     ["Bristol", "Wales", "New York"]),
    ("The crash was in Pope County.", ["Pope County"]),
    ("The crash was on Dayton Avenue in Lima, Ohio.", ["Dayton Avenue", "Lima", "Ohio"]),
    ("He reads the Church Street Gazette.", []),
    ("Six villages were cut off.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_names_as_local_news_tells_them(text: str, names: list[str]) -> None:
    assert [m.name for m in find(text) if m.role == "name"] == names


def test_a_street_lies_in_its_town_and_is_not_what_it_is_called_by() -> None:
    street = next(m for m in find("The crash was on Dayton Avenue in Lima, Ohio.") if m.noun)
    assert (street.noun, street.resolved and street.resolved.gazetteer_id) == ("street", None)
    assert street.resolved is not None and "Ohio" in street.resolved.path


FLAT = [
    ("GUNMEN KILLED TWO MEN IN TINGO MARIA, HUANUCO DEPARTMENT, PERU, AT THE SAME TIME.",
     ["TINGO MARIA", "HUANUCO DEPARTMENT", "PERU"]),
    ("the u.s. embassy in lima said two french priests died in ayacucho at the same time.",
     ["u.s.", "lima", "french", "ayacucho"]),
    ("gen mauricio bernal spoke in cali. bernal said that many came to the rest house.", ["cali"]),
    ("troops fought in north carolina and in san luis de la paz, mexico.",
     ["north carolina", "san luis de la paz", "mexico"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), FLAT)
def test_a_text_without_case_tells_its_places_all_the_same(text: str, names: list[str]) -> None:
    assert [m.name for m in find(text)] == names


def test_a_local_force_is_named_for_its_town() -> None:
    for text in (
        "Dayton police searched for the driver.",
        "The Dayton Police Department searched for the driver.",
        "Police shot a man. A Houston Fire Department crew came.",
    ):
        (town,) = [m for m in find(text) if m.cue == "force"]
        assert town.resolved is not None and town.resolved.precision == "exact"
    assert not [m for m in find("Malian police searched for the driver.") if m.cue == "force"]


def test_a_quarter_is_no_far_town_of_its_name() -> None:
    text = "A shop burned in Philadelphia's Kensington section."
    (quarter,) = [m for m in find(text) if m.name == "Kensington"]
    assert quarter.resolved is not None
    assert quarter.resolved.path[1:3] == ("Pennsylvania", "Philadelphia County")


def test_a_dateline_with_its_own_police_makes_small_namesakes_streets() -> None:
    text = "HONOLULU - Honolulu police found the car near Ashland on Friday."
    assert {m.name for m in find(text) if m.resolved} == {"HONOLULU", "Honolulu"}
    abroad = text.replace("Honolulu police", "Police")
    assert "Ashland" in {m.name for m in find(abroad) if m.resolved}


def test_a_village_near_a_town_is_no_far_place_of_its_name() -> None:
    for text in (
        "Shells fell on the village of Torgau near Mopti on Friday.",
        "Shells fell on the village of Torgau in the Mopti area on Friday.",
    ):
        (village,) = [m for m in find(text) if m.name == "Torgau"]
        assert village.resolved is not None
        assert (village.resolved.country, village.resolved.gazetteer_id) == ("ML", None)
    (town,) = [m for m in find("Rain fell in Torgau near Leipzig.") if m.name == "Torgau"]
    assert town.resolved is not None and town.resolved.gazetteer_id is not None


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("ru", "В результате обстрела Херсона погибли двое.", "Херсона"),
        ("de", "Beim Beschuss Chersons starben zwei Menschen.", "Chersons"),
    ],
)
def test_what_was_struck_is_a_place_where_a_case_says_of(lang: str, text: str, name: str) -> None:
    (place,) = [m for m in find(text, lang) if m.name == name]
    assert place.cue == "at" and place.resolved is not None and place.resolved.country == "UA"
