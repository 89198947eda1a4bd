"""The language of a text, against what a source declares."""

from __future__ import annotations

import pytest

from casus.ingest import language
from casus.ingest.language import detect, name, settle
from casus.packs import available, marks

TEXTS = {
    "en": "Rescue teams searched the rubble through the night after the blast tore through the "
    "market hall, and officials said that more people were still missing on Tuesday morning.",
    "de": "Rettungskräfte suchten die ganze Nacht in den Trümmern nach Überlebenden, nachdem die "
    "Explosion die Markthalle zerstört hatte; viele Menschen werden noch immer vermisst.",
    "fr": "Les secouristes ont fouillé les décombres toute la nuit après l'explosion qui a détruit "
    "la halle du marché, et plusieurs personnes étaient toujours portées disparues mardi matin.",
    "es": "Los equipos de rescate buscaron toda la noche entre los escombros tras la explosión que "
    "destruyó el mercado, y varias personas seguían desaparecidas este martes, según el alcalde.",
    "ru": "Спасатели всю ночь разбирали завалы после взрыва, разрушившего здание рынка, и утром "
    "во вторник несколько человек по-прежнему числились пропавшими без вести, сообщили власти.",
    "uk": "Рятувальники всю ніч розбирали завали після вибуху, що зруйнував будівлю ринку, і "
    "вранці у вівторок кілька людей досі вважалися зниклими безвісти, повідомила місцева влада.",
    "ar": "واصل رجال الإنقاذ البحث بين الأنقاض طوال الليل بعد الانفجار الذي دمر مبنى السوق، وقال "
    "مسؤولون إن عددا من الأشخاص ما زالوا في عداد المفقودين صباح يوم الثلاثاء في المدينة القديمة.",
    "nl": "Reddingswerkers zochten de hele nacht in het puin naar overlevenden nadat de explosie "
    "de markthal had verwoest, en dinsdagochtend werden nog altijd verscheidene mensen vermist.",
    "pl": "Ratownicy przez całą noc przeszukiwali gruzy po wybuchu, który zniszczył halę targową, "
    "a we wtorek rano kilka osób nadal uznawano za zaginione, jak poinformowały władze miasta.",
}


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_languages_are_told_apart_read_or_not(lang: str) -> None:
    found, odds = detect(TEXTS[lang])
    assert found == lang
    assert odds > 0.9


@pytest.mark.parametrize("text", ["", "123 456", "— … !"])
def test_no_letters_no_language(text: str) -> None:
    assert detect(text) == (None, 0.0)


@pytest.mark.parametrize(
    ("text", "declared", "lang", "noted"),
    [
        (TEXTS["de"], "de", "de", False),
        (TEXTS["de"], "de-AT", "de", False),
        (TEXTS["de"], "DE_ch", "de", False),
        (TEXTS["de"], None, "de", False),
        (TEXTS["de"], "en", "de", True),  # a clear contradiction is corrected
        (TEXTS["de"], "German, I think", "de", True),
        ("Vier Tote", "en", "en", False),  # too short to overrule anybody
        ("Cinque morti in un incidente stradale", "es", "it", True),
        ("Озброєні люди напали на відділок поліції", "ru", "uk", True),
        ("42", "de", "de", False),
    ],
)
def test_a_declaration_holds_unless_the_text_clearly_contradicts(
    text: str, declared: str | None, lang: str, noted: bool
) -> None:
    found, problems = settle(text, declared)
    assert found == lang
    assert [p.code for p in problems] == ["language"] * noted


def test_names_for_messages() -> None:
    assert (name("fr"), name("xx")) == ("French (fr)", "xx")


NEIGHBOURS = {
    "nl": "Zeker zeven mensen zijn gisteren omgekomen bij een ongeluk op de snelweg, meldt de "
    "brandweer. De bestuurder, die gewond raakte, is naar het ziekenhuis gebracht.",
    "da": "Mindst syv mennesker blev i går dræbt i en ulykke på motorvejen, oplyser brandvæsenet. "
    "Føreren af lastbilen, der blev såret, er kørt til hospitalet med et brækket ben.",
    "ca": "Almenys set persones van morir ahir en un accident a l'autopista del sud, segons han "
    "informat els bombers. El conductor, que va resultar ferit, ha estat traslladat a l'hospital.",
    "ro": "Cel puțin șapte oameni au murit ieri într-un accident pe autostradă, au anunțat "
    "pompierii. Șoferul camionului, care a fost rănit, este internat la spital după operație.",
    "bg": "Най-малко седем души загинаха вчера при катастрофа на магистралата, съобщиха от "
    "пожарната. Шофьорът на камиона, който беше ранен, е откаран в болница, каза той.",
    "fa": "دست کم هفت نفر دیروز در تصادف در بزرگراه جنوب کشته شدند، آتش نشانی اعلام کرد. راننده "
    "کامیون که زخمی شده بود به بیمارستان منتقل شد و پلیس در حال بررسی علت حادثه است.",
}


@pytest.mark.parametrize("lang", sorted(NEIGHBOURS))
def test_a_neighbouring_language_is_recognised_and_not_forced_into_one_that_is_read(
    lang: str,
) -> None:
    assert detect(NEIGHBOURS[lang])[0] == lang
    for declared in available():
        assert settle(NEIGHBOURS[lang], declared)[0] == lang


@pytest.mark.parametrize("lang", sorted(set(TEXTS) & set(available())))
def test_marks_confirm_a_declaration_without_the_model(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loaded() -> None:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(language, "_model", loaded)
    assert settle(TEXTS[lang], lang) == (lang, ())


def test_a_headline_is_told_by_the_model_or_its_declaration() -> None:
    assert settle("Seven dead in the fire", None)[0] == "en"
    assert settle("Sieben Tote nach Brand in der Altstadt", None)[0] == "de"
    assert settle("مقتل خمسة جنود في هجوم على حاجز", None)[0] == "ar"


HEADLINES = {
    "en": ["Five killed in bus crash", "Gunmen storm police station overnight", "Ferry sinks off "
           "coast, 20 feared dead", "Clashes at border leave three wounded"],
    "de": ["Fünf Tote bei Busunglück", "Bewaffnete stürmen Polizeiwache", "Fähre vor Küste "
           "gesunken", "Zahl der Toten steigt auf 40"],
    "fr": ["Cinq morts dans un accident de bus", "Explosion sur un marché du nord", "Glissement de "
           "terrain meurtrier", "Deux soldats tués dans une embuscade"],
    "es": ["Cinco muertos en accidente de autobús", "Hombres armados asaltan una comisaría",
           "Mueren dos soldados en una emboscada", "Sube a 40 la cifra de muertos"],
    "ar": ["مقتل خمسة في حادث حافلة", "انفجار يهز سوقا شمالي البلاد", "مصرع جنديين في كمين",
           "انهيار أرضي يدفن قرية"],
    "ru": ["Пять человек погибли в аварии автобуса", "Взрыв прогремел на рынке", "Двое военных "
           "убиты в засаде", "Оползень накрыл деревню"],
    # relatives that are not read
    "it": ["Cinque morti in un incidente stradale", "Frana travolge un villaggio"],
    "pt": ["Cinco mortos em acidente de ônibus", "Deslizamento soterra aldeia"],
    "ca": ["Homes armats assalten una comissaria", "Cinc morts en un accident d'autobús"],
    "nl": ["Vijf doden bij busongeluk", "Veerboot gezonken voor de kust"],
    "da": ["Fem dræbt i busulykke", "Bevæbnede mænd stormer politistation"],
    "uk": ["П'ятеро людей загинули в аварії автобуса", "Кількість жертв повені зросла до 40"],
    "bg": ["Петима загинаха при катастрофа с автобус", "Въоръжени нападнаха полицейски участък"],
    "sr": ["Наоружани људи напали полицијску станицу", "Број жртава поплаве порастао на 40"],
    "fa": ["کشته شدن پنج نفر در تصادف اتوبوس", "انفجار در بازاری در شمال کشور"],
    "ur": ["بس حادثے میں پانچ افراد ہلاک", "مسلح افراد کا تھانے پر حملہ"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "text"), [(lang, text) for lang, texts in HEADLINES.items() for text in texts]
)
def test_headlines_of_three_to_eight_words(lang: str, text: str) -> None:
    assert detect(text)[0] == lang
    assert settle(text, None) == (lang, ())


@pytest.mark.parametrize(
    ("text", "not_taken_for"),
    [
        ("Una esllavissada colga tres cases", "es"),
        ("پێنج کەس لە ڕووداوی پاسدا گیانیان لەدەستدا", "ar"),
        ("Експлозија на пијаци на северу", "ru"),
        ("Charlotte, N.C.", "de"),
    ],
)
def test_where_little_is_told_no_language_that_is_read_is_guessed(
    text: str, not_taken_for: str
) -> None:
    found = detect(text)[0]
    assert found != not_taken_for
    assert found not in available()


LONG_QUOTE = (
    "“We dug with our bare hands until the morning, there was nobody else, no light and no water, "
    "and we could hear them calling under the stones. My brother is still there with his children, "
    "nobody has told us anything about them, and we are waiting for the machines to arrive.” "
)


@pytest.mark.parametrize("lang", ["de", "es", "fr", "ru", "ar"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_report_that_opens_with_a_foreign_quotation_keeps_its_language(
    lang: str, declared: bool
) -> None:
    text = LONG_QUOTE + f"{TEXTS[lang]} " * 3
    assert settle(text, lang if declared else None) == (lang, ())


def test_of_a_text_in_two_languages_the_larger_part_counts() -> None:
    assert settle(f"{TEXTS['fr']}\n\n{TEXTS['fr']}\n\n{TEXTS['en']}", None)[0] == "fr"
    assert settle(f"{TEXTS['en']}\n\n{TEXTS['ar']}\n\n{TEXTS['ar']}", None)[0] == "ar"


def test_the_model_is_let_go_and_comes_back() -> None:
    assert detect(HEADLINES["ru"][0])[0] == "ru"
    language.let_go()
    assert language._model.cache_info().currsize == 0
    assert detect(HEADLINES["ru"][0])[0] == "ru"


def test_names_in_another_script_do_not_change_the_language() -> None:
    text = "أعلنت منظمة Doctors of the Coast أن عدد المصابين ارتفع إلى 40 في مستشفى Saint Luke."
    assert detect(text)[0] == "ar"


def test_a_quoted_sentence_does_not_change_the_language() -> None:
    quoted = TEXTS["de"] + " „We have not found anybody yet“, sagte einer der Helfer am Abend."
    assert settle(quoted, None)[0] == "de"
    assert settle(quoted, "de") == ("de", ())


def test_every_pack_has_marks_of_its_own() -> None:
    assert set(marks()) == set(available())
    for lang, words in marks().items():
        assert len(words) >= 20
        others = frozenset().union(*(own for code, own in marks().items() if code != lang))
        assert len(words & others) <= len(words) / 5
