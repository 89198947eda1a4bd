"""Whole reports: accounts, roles, dates, voices and silence, in two languages."""

from datetime import date

import pytest
from reports import claims, days, read

from casus.text import normalise
from casus.types import Count, Place, Status, When

LANDSLIDE = """A landslide triggered by heavy rain buried a market near Bukavu, in eastern \
Democratic Republic of Congo, on Monday evening, killing at least 14 people and injuring 30 \
others, the mayor said.

In December, floods in the same province killed more than 100 people."""

ERDRUTSCH = """Nach dem Erdrutsch auf einem Markt bei Bukavu im Osten der Demokratischen Republik \
Kongo ist die Zahl der Toten auf 23 gestiegen. Das teilte die Provinzregierung am Mittwochabend \
mit. Ein Hügel war am Montagabend nach tagelangem Regen auf den Markt gestürzt. Zunächst hatten \
die Behörden von 14 Toten gesprochen."""


def test_main_and_recalled_event() -> None:
    main, recalled = read(LANDSLIDE).accounts
    assert (main.role, main.kind, days(main)) == (
        "main", "landslide", (date(2024, 3, 11), date(2024, 3, 11)),
    )  # fmt: skip
    assert (recalled.role, recalled.kind) == ("background", "flood")
    assert days(recalled) == (date(2023, 12, 1), date(2023, 12, 31))
    assert [(c.value, c.voice.kind) for c in claims(main, "killed")] == [
        (Count(14, None), "government")
    ]
    (where,) = claims(main, "where")
    assert isinstance(where.value, Place) and where.value.country == "CD"


def test_a_revised_toll_and_the_voice_told_after() -> None:
    (account,) = read(ERDRUTSCH, lang="de", published=date(2024, 3, 14)).accounts
    assert days(account) == (date(2024, 3, 11), date(2024, 3, 11))
    killed = claims(account, "killed")
    assert [(c.value, c.outdated) for c in killed] == [
        (Count(23, 23), False),
        (Count(14, 14), True),
    ]
    assert killed[0].voice.kind == "government"


def test_every_claim_leads_back_to_its_characters() -> None:
    text = normalise(LANDSLIDE)
    for account in read(LANDSLIDE).accounts:
        assert account.anchor[0] < account.anchor[1]
        for claim in account.claims:
            start, end = claim.spans[0]
            assert text[start:end] == claim.raw
            assert claim.sentence[0] <= start < end <= claim.sentence[1]
            assert claim.rule


def test_an_undated_report_keeps_its_weekday_symbolic() -> None:
    (account, *_) = read(LANDSLIDE, published=None).accounts
    (when,) = claims(account, "when")
    assert isinstance(when.value, When)
    assert (when.value.start, when.value.basis) == (None, "symbolic")
    assert when.value.ref is not None and when.value.ref.weekday == 0


@pytest.mark.parametrize(
    "text",
    [
        "A robber was shot dead in a bakery in Leeds. Its shutters were down on Monday. It was "
        "around 9:30 Tuesday night when three men came in.",
        "A robber was shot dead in a bakery in Leeds. In May the shop had been sold. It was "
        "around 9:30 Tuesday night when three men came in.",
    ],
)
def test_of_days_of_an_undated_report_one_with_its_hour_is_the_events(text: str) -> None:
    (account,) = read(text, published=None).accounts
    (when,) = claims(account, "when")
    assert isinstance(when.value, When) and when.value.ref is not None
    assert when.value.ref.weekday == 1


def test_two_events_of_one_sentence_are_two_accounts() -> None:
    reading = read(
        "The group claimed a raid on Sunday that killed 12 Chadian soldiers as well as an "
        "explosion that killed a Dutch engineer."
    )
    figures = [[c.value for c in claims(a, "killed")] for a in reading.accounts]
    assert figures == [[Count(12, 12)], [Count(1, 1)]]


def test_the_claimant_speaks_as_the_perpetrator() -> None:
    (account,) = read(
        "Gunmen attacked a police post in northern Mali on Tuesday, killing four officers, the "
        "interior ministry said. The Islamic State group claimed responsibility for the attack, "
        "saying it had killed nine policemen."
    ).accounts
    told = {(c.value, c.voice.kind) for c in claims(account, "killed")}  # type: ignore[arg-type]
    assert told == {(Count(4, 4), "government"), (Count(9, 9), "perpetrator")}
    assert ("islamic_state", "claimed") in {
        (c.value.key, c.confidence)
        for c in claims(account, "perpetrator")  # type: ignore[union-attr]
    }


def test_a_later_death_does_not_date_the_event() -> None:
    (account,) = read(
        "Rescue crews on Tuesday pulled a fifth body from a house destroyed in Sunday's gas "
        "explosion in Leeds, police said."
    ).accounts
    assert days(account) == (date(2024, 3, 10), date(2024, 3, 10))


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        (
            "en",
            "Wolves maul Rovers in derby massacre",
            "Wolves destroyed Rovers 5-0 on Saturday, with striker Jamie Cole shooting a hat-trick "
            "in the first half. Two players were injured in a collision before half-time. The "
            "visitors had their goalkeeper sent off for a foul in the penalty area.",
        ),
        (
            "de",
            "Feuerwehr probt den Ernstfall im Tunnel",
            "Bei einer Großübung haben am Samstag 200 Einsatzkräfte den Ernstfall geprobt. "
            "Angenommen wurde ein Brand in einem Reisebus mit zwölf Toten und 40 Verletzten.",
        ),
        (
            "de",
            "Filmkritik: Ein Thriller ohne Bremse",
            "In seinem neuen Film lässt der Regisseur einen Zug entgleisen. Zwölf Menschen sterben "
            "in den ersten Minuten. Die Schauspielerin überzeugt als Kommissarin. Ab Donnerstag im "
            "Kino.",
        ),
        (
            "en",
            "Embassies warn of possible attacks",
            "Two embassies told their nationals to avoid crowded markets, saying militants may be "
            "planning attacks with vehicles or explosives over the holidays.",
        ),
        (
            "en",
            "Peacekeepers extend mandate",
            "Some 12,000 peacekeepers are deployed in the country, among them 900 Irish soldiers, "
            "under a mandate that runs until 31 May.",
        ),
        ("en", "", "The council discussed the budget for the new library and adjourned."),
    ],
)
def test_what_tells_no_event_gives_no_main_account(lang: str, title: str, text: str) -> None:
    reading = read(text, lang=lang, title=title)
    assert [a for a in reading.accounts if a.role == "main"] == []


def test_a_text_without_trigger_is_done_at_once() -> None:
    reading = read("The council discussed the budget for the new library and adjourned.")
    assert (reading.status, reading.accounts) == (Status.NO_INCIDENT, ())


def test_reading_is_a_function_of_its_input() -> None:
    assert read(LANDSLIDE) == read(LANDSLIDE)


def test_the_full_date_of_a_dateline_dates_an_undated_report() -> None:
    text = "KANO, Nigeria (March 8, 2019) - Gunmen killed five villagers in Zamfara on Thursday."
    (account,) = read(text, published=None).accounts
    (when,) = [c.value for c in account.claims if c.field == "when"]
    assert when.start == date(2019, 3, 7)
    (bare,) = read(text.replace(", 2019", ""), published=None).accounts
    (symbol,) = [c.value for c in bare.claims if c.field == "when"]
    assert symbol.start is None


def test_an_arrest_is_not_what_killed() -> None:
    text = (
        "Police arrested a man on Friday over the killing of a baker in Dayton. "
        "The baker was killed on Feb. 11 in his shop."
    )
    (account,) = read(text, published=None).accounts
    assert account.kind == "armed_attack"
    (when,) = [c for c in account.claims if c.field == "when"]
    assert when.raw == "Feb. 11"


def test_the_town_of_the_police_stands_where_no_place_is_told() -> None:
    (account,) = read("Dayton police say two men were shot dead on Friday.").accounts
    (where,) = [c for c in account.claims if c.field == "where"]
    assert (where.raw, where.rule) == ("Dayton", "engine/where-force@1")
    assert where.stance.value == "estimates"


def test_police_and_hospital_speak_against_sport() -> None:
    title = "Former basketball star fatally shot at home"
    text = (
        "A former basketball star of the Falcons team was shot dead on Tuesday night. Police say a "
        "neighbour fired. He was taken to a hospital, where he died. His coach recalled the season."
    )
    assert read(text, title=title).accounts


def test_the_night_before_counts_from_the_day_of_telling() -> None:
    text = (
        "Officials said on Tuesday that 9 miners were confirmed dead after a mudslide swept "
        "through a camp in Arequipa the previous night. A union put the number of dead at 12."
    )
    (account,) = read(text).accounts
    assert days(account) == (date(2024, 3, 11), date(2024, 3, 11))
    assert [c.value for c in claims(account, "killed")] == [Count(9, 9), Count(12, 12)]


def test_gunmen_who_flee_are_not_displaced() -> None:
    text = "Gunmen killed two villagers in Zamfara on Sunday. The attackers fled into the bush."
    assert not [c for a in read(text).accounts for c in claims(a, "displaced")]


def test_one_arrest_belongs_to_what_is_told() -> None:
    text = (
        "Ein Auto ist am Freitag in Ulm in eine Menschenmenge gefahren, zwei Menschen starben. "
        "Der Fahrer wurde festgenommen."
    )
    (account,) = read(text, lang="de", published=date(2024, 3, 16)).accounts
    assert account.kind in {"vehicle_attack", "road_accident"}
    assert [c.value for c in claims(account, "arrested")] == [Count(1, 1)]


def test_a_name_with_a_joined_small_word_is_one_place() -> None:
    text = "An air strike killed two people in Deir ez-Zor province on Monday."
    (account,) = read(text).accounts
    (where,) = claims(account, "where")
    assert isinstance(where.value, Place) and where.value.country == "SY"


def test_what_lies_ahead_dates_nothing() -> None:
    text = (
        "Fünf Menschen sind bei einem Brand in Mopti gestorben. "
        "Die Schulen öffnen nächste Woche wieder."
    )
    (account,) = read(text, lang="de").accounts
    assert days(account) is None


def test_a_village_stays_the_place_beside_a_title_that_names_the_town() -> None:
    text = "Five soldiers were killed on Monday in an attack in the village of Tibuka near Mopti."
    (account,) = read(text, title="Mopti: five soldiers killed").accounts
    assert [c.raw for c in claims(account, "where")] == ["Tibuka"]
    assert account.names == ("tibuka",)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Two people died in an accident on the M6 motorway near Stafford on Thursday."),
        ("de", "Bei einem Unfall auf der Autobahn bei Kassel starben am Donnerstag zwei Menschen."),
        ("es", "Dos personas murieron el jueves en un accidente en la carretera a Granada."),
        ("fr", "Deux personnes ont été tuées jeudi dans un accident sur l'autoroute près de Lyon."),
    ],
)
def test_an_accident_on_a_road_is_a_road_accident(lang: str, text: str) -> None:
    (account,) = read(text, lang=lang).accounts
    assert account.kind == "road_accident"
    assert [c.value for c in claims(account, "killed")] == [Count(2, 2)]


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("ar", "قتل ستة في هجوم قرب ديكوا. وقال شهود إن مسلحين من بوكو حرام أحرقوا المنازل.",
         ["Boko Haram"]),
        ("ar", "قتل تسعة في انفجار في كركوك. ونفذ الهجوم انتحاري من تنظيم الدولة الإسلامية.",
         ["Islamic State"]),
        ("ar", "شن مقاتلو حركة الشباب هجوما على قاعدة في بيدوا وقتلوا سبعة جنود.", ["al-Shabaab"]),
        ("ru", "В деревне Дарак убиты 11 человек. Нападение совершили неизвестные на мотоциклах.",
         ["неизвестные на мотоциклах"]),
        ("ru", "В Идлибе при ударе погибли девять человек. Удар нанесла российская авиация.",
         ["Russian Air Force"]),
        ("ru", "Боевики «Боко харам» совершили нападение на деревню Дарак, 11 жителей убиты.",
         ["Boko Haram"]),
        ("ru", "При взрыве в Анкаре погибли пятеро. Ответственность за теракт власти возложили на "
         "Рабочую партию Курдистана.", ["Kurdistan Workers' Party"]),
    ],
)  # fmt: skip
def test_who_did_it_is_named_with_the_fighters_name(
    lang: str, text: str, names: list[str]
) -> None:
    accounts = read(text, lang=lang).accounts
    assert [c.value.name for a in accounts for c in claims(a, "perpetrator")] == names


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("en", "A blast in Kano injured seven people. One of them is in intensive care.",
         [(7, "total"), (1, "subset")]),
        ("ru", "При взрыве в Казани пострадали семь человек, один из них находится в реанимации.",
         [(7, "total"), (1, "subset")]),
        ("ar", "أصيب تسعة أشخاص في انفجار في كركوك. وقال مصدر طبي إن ثلاثة من الجرحى في حالة حرجة.",
         [(9, "total"), (3, "subset")]),
    ],
)  # fmt: skip
def test_those_told_again_under_one_field_are_a_part(
    lang: str, text: str, wanted: list[tuple[int, str]]
) -> None:
    (account,) = read(text, lang=lang).accounts
    injured = claims(account, "injured")
    assert [(c.value.low, c.part.value) for c in injured if isinstance(c.value, Count)] == wanted


OSH = {
    "en": "An earthquake hit the city of Osh on Tuesday, killing nine people.\n\n",
    "ru": "В городе Ош во вторник произошло землетрясение, погибли девять человек.\n\n",
}


@pytest.mark.parametrize(
    ("lang", "text", "year"),
    [
        ("en", "In 2006 an earthquake in the same area killed seventy people.", 2006),
        ("ru", "В 2006 году при землетрясении в этих местах погибли семьдесят человек.", 2006),
        ("ru", "В 2016 году в Кызыле рухнул дом, погибли трое.", 2016),
        ("en", "In 2018 road accidents killed 3,100 people.", None),
        ("ru", "В 2018 году на дорогах погибли 95 человек.", None),
    ],
)  # fmt: skip
def test_a_year_dates_one_event_and_no_statistics(lang: str, text: str, year: int | None) -> None:
    _, *others = read(OSH[lang] + text, lang=lang).accounts
    assert [days(a) for a in others] == (
        [(date(year, 1, 1), date(year, 12, 31))] if year else []
    )


def test_a_statistic_tells_no_undated_incident() -> None:
    text = (
        "Since the start of the year 183 people have drowned, the coast guard said on "
        "Tuesday. Lakes and canals claimed the lives of 62 swimmers, most of them boys."
    )
    assert not read(text, title="Deadliest season in five years").accounts


SHOUTED = """UNBEKANNTE HABEN AM MONTAG IN KÖLN DREI MENSCHEN ERSCHOSSEN. DIE POLIZEI SPRACH VON \
NEUN VERLETZTEN. DIE ZAHL DER TOTEN STIEG SPÄTER AUF VIER."""


def test_a_text_in_capitals_tells_as_much() -> None:
    (loud,) = read(SHOUTED, lang="de").accounts
    (plain,) = read(
        "Unbekannte haben am Montag in Köln drei Menschen erschossen. Die Polizei sprach von "
        "neun Verletzten. Die Zahl der Toten stieg später auf vier.", lang="de"
    ).accounts  # fmt: skip
    told = [[(c.field, c.value) for c in a.claims if c.field in ("killed", "injured")]
            for a in (loud, plain)]  # fmt: skip
    assert told[0] == told[1] != []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "POLICE SHOT THE MAN WHO IS SAID TO HAVE KILLED TWO PEOPLE ON MONDAY IN LEEDS."),
        ("fr", "UN HOMME ARMÉ D'UN COUTEAU A TUÉ UN ÉTUDIANT LUNDI DANS UNE GARE DE LYON."),
    ],
)
def test_small_words_in_capitals_are_no_organisations(lang: str, text: str) -> None:
    found = read(text, lang=lang).accounts
    assert found
    names = {str(c.value) for a in found for c in a.claims if c.field in ("perpetrator", "target")}
    assert not any("Islamic State" in n or "World Health" in n or "United Nations" in n
                   for n in names)  # fmt: skip


def test_where_somebody_is_arrested_is_not_where_it_happened() -> None:
    (main,) = read(
        "Onze personnes sont mortes lundi dans le naufrage d'un bateau au large des îles "
        "Kerkennah, en Tunisie.\n\n"
        "Deux passeurs ont été arrêtés à Bizerte.", lang="fr"
    ).accounts  # fmt: skip
    (where,) = claims(main, "where")
    assert isinstance(where.value, Place)
    assert where.value.name == "Kerkennah"
    assert [c.value for c in claims(main, "arrested")] == [Count(2, 2)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Au moins 17 cultivateurs ont été tués mardi avant l'aube dans l'attaque d'un "
         "village près de Damboa, a indiqué mercredi la police."),
        ("es", "Al menos 17 campesinos murieron el martes en el ataque a una aldea cerca de "
         "Damboa, indicó el miércoles la policía."),
    ],
)  # fmt: skip
def test_the_event_behind_a_preposition_is_told(lang: str, text: str) -> None:
    (main,) = read(text, lang=lang).accounts
    assert (main.role, main.kind) == ("main", "armed_attack")
    assert [c.value for c in claims(main, "killed")] == [Count(17, None)]


def test_an_arrest_told_by_a_verb_alone_is_for_what_is_told() -> None:
    text = (
        "TOPEKA, Kan. - A man was shot dead outside a bar in Topeka on Sunday, police said. A "
        "suspect is in jail. He was arrested on Tuesday at a motel in Emporia."
    )
    (account,) = read(text).accounts
    assert days(account) == (date(2024, 3, 10), date(2024, 3, 10))


def test_the_voice_whose_verb_governs_a_figure_has_it() -> None:
    text = (
        "A ferry sank off Kribi on Monday. While the governor has confirmed only 19 deaths so far, "
        "villagers claimed that many families had buried their kin themselves."
    )
    (account,) = read(text).accounts
    assert [(c.value, c.voice.kind) for c in claims(account, "killed")] == [
        (Count(19, 19), "government")
    ]


def test_an_article_may_stand_before_an_age() -> None:
    text = "Bei einem Brand in Ulm ist am Montag eine 79 Jahre alte Bewohnerin ums Leben gekommen."
    (account,) = read(text, lang="de").accounts
    assert [(c.value, c.group) for c in claims(account, "killed")] == [(Count(1, 1), "woman")]


def test_then_and_that_year_mean_the_year_told_before() -> None:
    text = (
        "A fire killed nine people in Gomel on Monday, officials said. The town has had no fire "
        "like it since 2016. In August that year, four people died in a fire at a mill."
    )
    recalled = read(text).accounts[-1]
    assert days(recalled) == (date(2016, 8, 1), date(2016, 8, 31))


def test_people_counted_and_the_event_that_befell_them_are_one_account() -> None:
    text = (
        "A ferry sank on Lake Kivu on Monday, drowning 34 people, the governor said. In June, more "
        "than 80 people died when a boat capsized on the Kwa river."
    )
    main, recalled = read(text, published=date(2024, 10, 4)).accounts
    assert (recalled.kind, days(recalled)) == (
        "ship_accident", (date(2024, 6, 1), date(2024, 6, 30)),
    )  # fmt: skip
    assert main.anchor != recalled.anchor


@pytest.mark.parametrize(
    ("text", "kind", "killed"),
    [
        ("Five people drowned when the Ruvu burst its banks on Monday.", "flood", 5),
        ("Six villagers were killed on Monday in Beni by rebels.", "armed_attack", 6),
    ],
)
def test_who_is_only_counted_takes_the_kind_from_what_befell_them(
    text: str, kind: str, killed: int
) -> None:
    (account,) = read(text).accounts
    assert account.kind == kind
    assert [c.value for c in claims(account, "killed")] == [Count(killed, killed)]
