"""The language of a text, against what a source declares."""

from __future__ import annotations

import pytest

from casus.ingest.language import detect, name, settle

TEXTS = {
    "en": "Rescue teams searched the rubble through the night after the blast tore through the "
    "market hall, and officials said that more people were still missing on Tuesday morning.",
    "de": "Rettungskräfte suchten die ganze Nacht in den Trümmern nach Überlebenden, nachdem die "
    "Explosion die Markthalle zerstört hatte; viele Menschen werden noch immer vermisst.",
    "fr": "Les secouristes ont fouillé les décombres toute la nuit après l'explosion qui a détruit "
    "la halle du marché, et plusieurs personnes étaient toujours portées disparues mardi matin.",
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
