"""Sentences of reports and the people that they count."""

import pytest

from casus.extract.actors import load_registry
from casus.extract.annotate import annotate
from casus.extract.compiled import compile_pack
from casus.extract.places import PlaceFinder
from casus.extract.proposals import propose
from casus.extract.tolls import Toll
from casus.gazetteer import Gazetteer
from casus.packs import load_pack
from casus.types import Part

PACK = load_pack("en")
COMPILED = compile_pack(PACK)
PLACES = PlaceFinder(Gazetteer.open(), PACK)
ACTORS = load_registry("en")


def tolls_of(text: str) -> list[Toll]:
    return propose(annotate(text, COMPILED, PLACES, ACTORS), COMPILED).tolls


def shown(toll: Toll) -> str:
    """`killed 14- civilian subset`: field, number, group, part; `14-` at least, `-14` at most."""
    low, high = toll.count.low, toll.count.high
    number = str(low) if low == high else f"{low or ''}-{high or ''}"
    part = "subset" if toll.part is Part.SUBSET else ""
    return " ".join(filter(None, (toll.field, number, toll.group or "", part)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The death toll has risen to 43, officials said.", "killed 43"),
        ("Police arrested four suspects after the attack.", "arrested 4"),
        ("Fourteen people were hurt, five of them seriously.", "injured 14; injured 5 subset"),
        ("More than 2,000 people have been displaced by the floods.", "displaced 2001-"),
        ("About 500 residents were evacuated as the fire approached.", "displaced 500 civilian"),
        ("The army said it had lost nine soldiers in the fighting.", "killed 9 military"),
        ("Three soldiers and a policeman were shot dead.", "killed 3 military; killed 1 police"),
        ("A man and his wife were stabbed to death in their home.", "killed 2"),
        ("The bodies of five miners were recovered on Tuesday.", "killed 5 civilian"),
        ("Twelve miners are still missing after the collapse.", "missing 12 civilian"),
        ("Bandits abducted 27 students from a boarding school.", "abducted 27 civilian"),
        ("Gunmen stormed the village and took away at least 15 people.", "abducted 15-"),
        ("The kidnappers are holding eight hostages.", "abducted 8"),
        ("Security forces rounded up dozens of protesters.", "arrested 20- civilian"),
        ("Two men were taken in for questioning.", "arrested 2"),
        ("Three men are being held on suspicion of murder.", "arrested 3"),
        ("A 24-year-old woman was pronounced dead at the scene.", "killed 1 woman"),
        ("A 9-year-old boy was shot in the leg.", "injured 1 child"),
        ("The crash left two dead and seven injured.", "killed 2; injured 7"),
        ("The fire claimed five lives.", "killed 5"),
        ("Four people lost their lives in the accident.", "killed 4"),
        ("Officials put the toll at 57.", "killed 57"),
        ("The toll stood at 57 on Monday.", "killed 57"),
        ("The number of dead climbed to 88.", "killed 88"),
        ("The ministry said 88 had been confirmed dead.", "killed 88"),
        ("Police killed two gunmen in the shootout.", "killed 2 militant"),
        ("Two attackers were also killed.", "killed 2 militant"),
        ("Both attackers were killed by security forces.", "killed 2 militant"),
        ("The gunman was shot dead by police.", "killed 1 militant"),
        ("Eight policemen were martyred in the ambush.", "killed 8 police"),
        ("A teacher was beheaded by militants in the north.", "killed 1 civilian"),
        ("The governor escaped unhurt, but his bodyguard was killed.", "killed 1"),
        ("Journalist Ana Morales was shot dead outside her home.", "killed 1"),
        ("Ana Morales, a radio journalist, was shot dead outside her home.", "killed 1 journalist"),
        ("Hospital officials said they had received 22 bodies.", "killed 22"),
        ("A nurse counted 64 bodies.", "killed 64"),
        ("Nineteen people were taken to hospital.", "injured 19"),
        ("The blast killed 7, wounded 18.", "killed 7; injured 18"),
        ("7 killed, 18 wounded in market blast", "killed 7; injured 18"),
        ("Bomb kills 12 in market", "killed 12"),
        ("At least 20 dead as bus falls into river", "killed 20-"),
        ("Two teenagers drowned while swimming in the reservoir.", "killed 2 child"),
        ("Landslide buries 14 people", "missing 14"),
        ("An estimated 3,000 families have been made homeless.", "displaced 3000"),
        ("Hundreds fled their homes.", "displaced 200-"),
        ("Thousands of people spent the night in shelters.", "displaced 2000-"),
        ("A father and son were among the dead.", "killed 2 subset"),
        ("Among the dead were four nurses.", "killed 4 civilian subset"),
        ("The victims included a pregnant woman.", "killed 1 woman subset"),
        ("They said 16 of the dead were foreigners.", "killed 16 foreigner subset"),
        ("Between 15 and 20 people were killed.", "killed 15-20"),
        ("The militants executed three captives.", "killed 3"),
        ("Nine crew members are unaccounted for.", "missing 9 civilian"),
        ("The search continued for five people still missing.", "missing 5"),
        ("Rescuers were searching for six missing fishermen.", "missing 6 civilian"),
        ("The clashes, in which 13 people died, broke out on Sunday.", "killed 13"),
        ("Police detained 120 people, the interior ministry said.", "arrested 120"),
        ("More than 60 were arrested.", "arrested 61-"),
        ("Eleven people were injured, two critically.", "injured 11; injured 2 subset"),
        ("Twenty people suffered burns.", "injured 20"),
        ("Six peacekeepers from Chad were killed by a roadside bomb.", "killed 6 peacekeeper"),
        ("An aid worker was abducted in the capital.", "abducted 1 aid_worker"),
        ("A fifth person died overnight.", "killed 5"),
        ("A 34-year-old man was arrested in connection with the stabbing.", "arrested 1"),
        ("Officers shot and killed a man armed with a knife.", "killed 1"),
        ("The attack killed the mayor and two of his guards.", "killed 1 official; killed 2"),
        ("More than 100 people have been killed in such attacks since 2019.", "killed 101-"),
        ("The avalanche swept away eight climbers.", "missing 8 civilian"),
        ("Eight climbers were swept away by the avalanche.", "missing 8 civilian"),
        ("Four members of one family were found dead.", "killed 4"),
        ("Sixty people were treated for smoke inhalation.", "injured 60"),
        ("The operator of the ferry, Li Wei, was detained.", "arrested 1"),
        ("Two Palestinians were shot dead by troops.", "killed 2"),
        ("Israeli troops arrested 14 Palestinians overnight.", "arrested 14"),
        ("An elderly couple died when their house collapsed.", "killed 2"),
        ("At least one person was killed.", "killed 1-"),
        ("One person was killed and another injured.", "killed 1; injured 1"),
        ("One person was killed and another was injured.", "killed 1; injured 1"),
        ("There were 11 fatalities and 26 injuries.", "killed 11; injured 26"),
        ("Of the 17 injured, four are in critical condition.", "injured 17; injured 4 subset"),
        ("Of the 17 killed, nine were soldiers.", "killed 17; killed 9 military subset"),
        ("Forty people remain in hospital.", "injured 40"),
        ("A roof collapsed, burying 20 workers.", "missing 20 civilian"),
        ("Hundreds of people were forced to flee.", "displaced 200-"),
        ("The dead include the district police chief.", "killed 1 police subset"),
        ("Eight of the victims were women.", "killed 8 woman subset"),
        ("A roadside bomb went off near a bus, killing all 14 on board.", "killed 14"),
        ("All 14 people on board died.", "killed 14"),
        ("Rescue crews have recovered 31 bodies so far.", "killed 31"),
        ("Divers retrieved the bodies of two more children.", "killed 2 child"),
        ("Fire officials confirmed the deaths of three firefighters.", "killed 3 civilian"),
        ("The accident took the lives of seven schoolchildren.", "killed 7 child"),
        ("The blaze cost 11 people their lives.", "killed 11"),
        ("Doctors pronounced two of the victims dead on arrival.", "killed 2"),
        ("Four suspects have been arrested.", "arrested 4"),
        ("Troops detained at least 45 men in the raid.", "arrested 45-"),
        ("Police took two brothers into custody.", "arrested 2"),
        ("Two brothers were taken into custody.", "arrested 2"),
        ("The search for nine missing sailors was called off.", "missing 9 civilian"),
        ("Nine sailors remain missing.", "missing 9 civilian"),
        ("A dozen people are trapped under the debris.", "missing 12"),
        ("More than 30 people were kidnapped, most of them women.", "abducted 31-"),
        ("Militants seized 20 bus passengers.", "abducted 20 civilian"),
        ("Twenty passengers were taken hostage.", "abducted 20 civilian"),
        ("The fighting displaced 14,000 people.", "displaced 14000"),
        ("The fighting has driven 14,000 people from their homes.", "displaced 14000"),
        ("Some 14,000 people fled to neighbouring towns.", "displaced 14000"),
        ("The flood left 600 families homeless.", "displaced 600"),
        ("Around 90 villagers had to leave their homes.", "displaced 90 civilian"),
        ("A 62-year-old farmer was trampled to death by an elephant.", "killed 1 civilian"),
        ("His 11-year-old daughter is in critical condition.", "injured 1 child"),
        ("Prosecutors said a 19-year-old suspect had been remanded in custody.", "arrested 1"),
        ("A protester was hit in the eye by a rubber bullet.", "injured 1 civilian"),
        ("Police shot a protester dead.", "killed 1 civilian"),
        ("Police fatally shot a man in Denver.", "killed 1"),
        ("A man fatally shot two people before killing himself.", "killed 2"),
        ("He killed his wife and two sons.", "killed 1 woman; killed 2"),
        ("The storm has killed 9 people in Texas, 4 in Oklahoma and 2 in Kansas.", "killed 9"),
        ("Israeli air strikes killed 37 Palestinians, medics said.", "killed 37"),
        ("Hospital sources put the number of wounded at 112.", "injured 112"),
        ("The number of injured stands at 112.", "injured 112"),
        ("The interior ministry gave the death toll as 17.", "killed 17"),
        ("The confirmed death toll is 15.", "killed 15"),
        ("A previous toll was 12.", "killed 12"),
        ("It was the deadliest attack since 2017, when 58 people were killed.", "killed 58"),
        ("One rescuer died and two were hospitalised.", "killed 1 civilian; injured 2"),
        ("The militants beheaded 11 Christians.", "killed 11"),
        ("Eleven Christians were beheaded.", "killed 11"),
        ("An explosion in a mine killed 23, with 4 still missing.", "killed 23; missing 4"),
        ("Twenty-three are confirmed dead; four are unaccounted for.", "killed 23; missing 4"),
        ("Fourteen rebels and two soldiers were killed.", "killed 14 militant; killed 2 military"),
        ("Suspected jihadists killed at least 30 people in central Mali on Sunday.", "killed 30-"),
        ("Armed men on motorbikes killed 18 people and burned houses.", "killed 18"),
        ("A man was killed when a tree fell on his car.", "killed 1"),
        ("A lorry driver was seriously hurt.", "injured 1 civilian"),
        ("Seven people had minor injuries.", "injured 7"),
        ("Seven were treated for minor injuries.", "injured 7"),
        ("Fifteen people needed hospital treatment.", "injured 15"),
        ("Paramedics treated 15 people at the scene.", "injured 15"),
        ("He was killed along with two bodyguards.", "killed 2"),
        ("The mayor was killed along with two bodyguards.", "killed 1 official; killed 2"),
        ("A hospital received 8 dead and 14 wounded.", "killed 8; injured 14"),
        ("8 dead, 14 hurt in blast", "killed 8; injured 14"),
        ("Two dead in shooting at mall", "killed 2"),
        ("Police arrest 14 over riot", "arrested 14"),
        ("Gunmen kidnap 30 pupils", "abducted 30 child"),
        ("Boat sinks off Libya, 60 missing", "missing 60"),
        ("Thousands flee as volcano erupts", "displaced 2000-"),
        ("A total of 47 people have been confirmed dead.", "killed 47"),
        ("The total number of dead now stands at 47.", "killed 47"),
        ("Nine bodies were washed ashore.", "killed 9"),
        ("He was sentenced to 15 years in prison for killing two women.", "killed 2 woman"),
        ("The bus had 40 passengers on board, 12 of whom were killed.", "killed 12"),
        ("Some 60 hostages were freed by the army.", "abducted 60"),
        ("Authorities have arrested the owner of the building.", "arrested 1 civilian"),
        ("A driver was injured when his truck overturned.", "injured 1 civilian"),
        ("The pilot, the only person aboard, died.", "killed 1 civilian"),
        ("The pilot died.", "killed 1 civilian"),
        ("The victim, a 33-year-old woman, died at the scene.", "killed 1 woman"),
        ("Luis Ortega, the mayor of the town, was shot dead on Sunday.", "killed 1 official"),
        ("Eight people died and three are missing.", "killed 8; missing 3"),
        ("Eight people have died and the fate of three others is unknown.", "killed 8; missing 3"),
        ("The collapse killed 6 workers and left 3 trapped.", "killed 6 civilian; missing 3"),
        ("Ten of the injured are children.", "injured 10 child subset"),
        ("Among the injured are ten children.", "injured 10 child subset"),
        ("Insurgents ambushed a convoy, leaving behind 15 dead.", "killed 15"),
        ("The government says 15 soldiers fell in the ambush.", "killed 15 military"),
        ("Two children aged 4 and 7 were found dead.", "killed 2 child"),
        ("The 4-year-old was pronounced dead in hospital.", "killed 1 child"),
        ("The 34-year-old died of her injuries.", "killed 1"),
        ("The youth was arrested at his home.", "arrested 1"),
        ("One of the injured later died.", "killed 1"),
        ("Two of the hostages were killed.", "killed 2"),
        ("Two of the attackers were shot dead.", "killed 2 militant"),
        ("Police have arrested one man and are looking for two others.", "arrested 1"),
        ("About 20 people were hospitalized, officials said.", "injured 20"),
        ("The explosion hurt at least a dozen.", "injured 12-"),
        ("The explosion hurt at least a dozen people.", "injured 12-"),
        ("Nearly 100 people were sickened.", "injured -100"),
        ("Hundreds were killed.", "killed 200-"),
        ("Scores of people were killed.", "killed 20-"),
        ("Several people were injured.", "injured 3-"),
        ("A number of people were arrested.", "arrested 3-"),
        ("Up to 12 people were injured.", "injured -12"),
        ("The attack killed between 8 and 10 people.", "killed 8-10"),
        ("Eight to ten people were killed.", "killed 8-10"),
        ("Eight or nine people were killed.", "killed 8-9"),
        ("More than 40 migrants drowned when their boat capsized.", "killed 41- civilian"),
        ("A boat carrying 80 migrants capsized, drowning at least 40.", "killed 40-"),
        ("Forty migrants are missing after their boat capsized.", "missing 40 civilian"),
        ("The coast guard rescued 40 migrants and recovered 11 bodies.", "killed 11"),
        ("Two firefighters were among the 11 dead.", "killed 2 civilian subset; killed 11"),
        ("Two men and a woman were arrested.", "arrested 2; arrested 1 woman"),
        ("Three Indian nationals were kidnapped.", "abducted 3 foreigner"),
        ("Officials said 12,400 people have been evacuated.", "displaced 12400"),
        ("Thousands of residents were ordered to evacuate.", "displaced 2000- civilian"),
        ("The quake left tens of thousands homeless.", "displaced 20000-"),
        ("Twenty-eight passengers were brought to the military hospital.", "injured 28 civilian"),
        ("Five were hurt, a boy of 11 among them.", "injured 5; injured 1 child subset"),
        ("Prosecutors detained the chief engineer and his deputy.", "arrested 2"),
        ("Six people were reported missing.", "missing 6"),
        ("Six people were reported killed.", "killed 6"),
        ("Four people are said to have died.", "killed 4"),
        ("Police arrested a man, 45, and his son, 19.", "arrested 1"),
    ],
)
def test_counted_people(text: str, expected: str) -> None:
    assert "; ".join(shown(toll) for toll in tolls_of(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nobody was hurt in the blast.",
        "Sixteen were rescued by a passing ship.",
        "All 212 passengers survived.",
        "The ferry was carrying 150 passengers when it sank.",
        "The mission has 1,200 troops in the country.",
        "Some 5,000 people gathered for the funeral.",
        "The dead were two brothers, aged 12 and 14.",
        "Up to 40 people were feared dead.",
        "As many as 70 people may have died.",
        "Officials executed the plan in three days.",
        "Forty-two houses were burned and 300 goats were killed.",
        "No casualties were reported.",
        "The plane, with 62 people aboard, crashed, leaving no survivors.",
        "Six Red Cross workers were freed on Monday.",
        "Firefighters rescued 18 people from the roof.",
        "A court sentenced three men to death.",
        "The bomb squad defused two devices.",
        "Two hundred police officers were deployed.",
        "The assailant stabbed five passers-by before being overpowered.",
        "Nine people were saved and none was hurt.",
        "Three hundred houses were destroyed.",
        "Fire killed 40 cows on a farm.",
        "The state has 12,000 prisoners in its jails.",
        "About 30,000 protesters marched through the capital.",
        "Six people escaped unhurt.",
        "The army deployed 500 soldiers to the area.",
        "The band killed the lights after three songs.",
        "Twelve people were not hurt.",
        "The storm could displace 50,000 people, forecasters said.",
        "Three suspects fled the scene.",
        "Two suspects are still at large.",
        "Rescuers pulled four survivors from the rubble.",
        "Two of the students have been found.",
        "Hundreds are feared dead.",
        "Dozens of people were killed or wounded.",
        "Many people were killed.",
        "Residents of three villages were evacuated.",
        "More than 100 homes were evacuated.",
        "Evacuation orders were issued for 8,000 residents.",
    ],
)
def test_no_people_harmed(text: str) -> None:
    assert tolls_of(text) == []


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("Two more died, raising the death toll to 19.", "19"),
        ("Officials put the toll at more than 50.", "more than 50"),
        ("The raid left at least 49 troops dead.", "at least 49 troops"),
        ("A boy of 12 and his uncle were killed.", "A boy of 12 and his uncle"),
        ("They put the number of those taken at 47.", "47"),
    ],
)
def test_words_that_count(text: str, raw: str) -> None:
    assert raw in [text[toll.at.start : toll.at.end] for toll in tolls_of(text)]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("The army said three officers were killed with 12 soldiers.", "military"),
        ("Three officers were killed when their station was stormed.", "police"),
        ("Three soldiers were killed and four wounded.", "military"),
    ],
)
def test_group_by_the_words_around(text: str, group: str) -> None:
    assert {toll.group for toll in tolls_of(text)} == {group}


def test_ordinal_goes_one_beyond_what_was_told() -> None:
    told = [shown(toll) for toll in tolls_of("Sixteen died. A seventeenth was washed ashore.")]
    assert told == ["killed 16", "killed 17"]


def test_one_person_later_is_a_part() -> None:
    told = [shown(toll) for toll in tolls_of("Six people died in the crash. The driver died too.")]
    assert told == ["killed 6", "killed 1 civilian subset"]
