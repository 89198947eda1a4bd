"""Invented incidents for the report's tests: several languages, disputes, background, gaps.

`sample()` is what a run of a dozen reports looks like; `many(n)` is a large run. The tests here
make sure that the sample is what real data are: offsets that cut what `raw` says.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from casus.export.report import Outcome, ReportData, Source
from casus.text import normalise, segment, tokenise
from casus.types import (
    KINDS,
    Account,
    Actor,
    Claim,
    Count,
    Document,
    GroupToll,
    Incident,
    IncidentActor,
    IncidentWhen,
    IncidentWhere,
    Means,
    Part,
    Phrase,
    Place,
    Problem,
    Stance,
    State,
    Status,
    TimeRef,
    Toll,
    Value,
    Voice,
    When,
)

TEXTS: dict[str, tuple[str, str, str, str | None, str]] = {
    # id: (lang, publisher, title, published, text)
    "d1": (
        "de", "Neckar-Kurier", "Dutzende Tote bei Angriff auf Armeeposten", None,
        "Bei einem Angriff auf einen Armeeposten in Koulbagou sind am Donnerstag mindestens 53 "
        "Soldaten und ein Zivilist ums Leben gekommen, sagte Regierungssprecher Moussa Ilboudo. "
        "Die Gruppe Ansar al-Sahra reklamierte die Tat für sich und sprach von 49 getöteten "
        "Soldaten. Bereits vor einem Monat waren bei zwei Überfällen 38 Menschen getötet worden.",
    ),
    "d2": (
        "en", "Volta Standard", "Army post overrun in the north", "2024-03-16",
        "Gunmen stormed an army post at Koulbagou near the border on Thursday, killing 53 soldiers "
        "and one civilian, government spokesman Moussa Ilboudo said. Ansar al-Sahra claimed the "
        "raid in a message on Friday and put the dead at 49. A hospital in Dori said it was "
        "treating 31 wounded. Residents spoke of suspected Islamists on motorbikes. In February "
        "raids on two villages nearby killed 41 people and left 20 missing.",
    ),
    "d3": (
        "fr", "Le Fil du Sahel", "Koulbagou : le bilan s’alourdit", "2024-03-17",
        "Le bilan de l’attaque de Koulbagou s’élève à 54 morts, selon le gouvernement. Une source "
        "hospitalière évoque une trentaine de blessés.",
    ),
    "d4": (
        "ar", "صوت الساحل", "ارتفاع حصيلة الهجوم على موقع عسكري", "2024-03-17",
        "قُتل 54 شخصًا في هجوم على موقع عسكري في كولباغو، بحسب المتحدث باسم الحكومة. "
        "وأعلنت جماعة أنصار الصحراء مسؤوليتها عن الهجوم وقالت إن 49 جنديًا قُتلوا.",
    ),
    "d5": (
        "en", "Volta Standard", "Convoy hit by roadside bomb", "2024-03-20",
        "A roadside bomb killed one soldier and wounded four others near Diffa on Tuesday, the "
        "defence ministry said. No group has claimed the blast.",
    ),
    "d6": (
        "en", "Anatolian Wire", "Quake toll climbs past 400", "2024-04-06",
        "The death toll from Wednesday’s earthquake has risen to 412, the disaster agency said on "
        "Saturday. More than 1,500 people were injured. Around 60 people are still missing, rescue "
        "teams said.",
    ),
    "d7": (
        "tr", "Erez Postası", "Depremde ölü sayısı artıyor", "2024-04-04",
        "Valilik, depremde en az 120 kişinin hayatını kaybettiğini açıkladı. Yaralı sayısı 800’ü "
        "geçti.",
    ),
    "d8": (
        "de", "Elbe-Anzeiger", "Regionalzug prallt auf Güterzug", "2024-04-11",
        "Bei Nerchwitz ist am Mittwochabend ein Regionalzug auf einen Güterzug geprallt. Drei "
        "Menschen starben, 28 wurden verletzt, teilte die Polizei mit.",
    ),
    "d9": (
        "en", "Central Europe Today", "Three dead in German rail crash", "2024-04-11",
        "Three people were killed and 28 injured when a regional train hit a freight train near "
        "Nerchwitz in Saxony, police said.",
    ),
    "d10": (
        "ar", "جريدة الفرات", "قتلى في احتجاجات الناصرية", "2024-04-19",
        "قال مصدر طبي إن سبعة متظاهرين على الأقل قُتلوا برصاص قوات الأمن في الناصرية يوم الخميس. "
        "وقالت منظمة حقوقية إن العدد بلغ 11 قتيلًا. ونفت وزارة الداخلية استخدام الرصاص الحي.",
    ),
    "d11": (
        "en", "Gulf Observer", "Protesters shot dead in southern Iraq", "2024-04-19",
        "Security forces opened fire on protesters in Nasiriyah on Thursday, killing seven, a "
        "doctor said. The Iraqi Rights Monitor counted 11 dead and at least 90 wounded. The "
        "interior ministry denied using live rounds.",
    ),
    "d12": (
        "en", "Indus Daily", "Floods sweep valley", None,
        "At least nine people died when floods swept through a valley in Khyber Pakhtunkhwa on "
        "Monday, officials said.",
    ),
    "d13": (
        "it", "Corriere del Canale", "Naufragio al largo della Libia", "2024-05-03",
        "Un gommone con decine di migranti è affondato al largo della Libia. I soccorritori hanno "
        "recuperato cinque corpi; una sessantina di persone risulta dispersa.",
    ),
    "d14": (
        "fr", "Rhône Matin", "Attaque au couteau dans un parc", "2024-05-07",
        "Un homme a blessé quatre personnes au couteau lundi dans un parc de Lyon, a indiqué le "
        "parquet.",
    ),
    "d15": (
        "en", "Hindu Kush Times", "Blast hits Kabul checkpoint", "2024-05-12",
        "A suicide bomber struck a checkpoint in Kabul on Saturday. Taliban officials said six "
        "people were killed; a hospital run by an aid group said it had received 14 bodies.",
    ),
    "d16": (
        "en", "Andes Review", "Bus falls into ravine", "2024-05-15",
        "A bus plunged into a ravine near Ayacucho on Tuesday, killing 21 passengers, police said.",
    ),
}  # fmt: skip

GOV = Voice("government", "Moussa Ilboudo")
CLAIMER = Voice("perpetrator", "Ansar al-Sahra")


@dataclass
class Builder:
    """Builds claims with true offsets; ids count up, so the same calls give the same ids."""

    documents: dict[str, Document] = field(default_factory=dict)
    number: int = 0

    def document(self, doc: str) -> Document:
        if doc not in self.documents:
            lang, publisher, title, published, text = TEXTS[doc]
            self.documents[doc] = Document(
                doc, f"reports/{doc}.txt", f"https://news.example/{doc}", publisher, lang,
                normalise(title), normalise(text),
                date.fromisoformat(published) if published else None,
                "given" if published else "unknown",
            )  # fmt: skip
        return self.documents[doc]

    def claim(  # noqa: PLR0913
        self, doc: str, name: str, raw: str, value: Value, *, voice: Voice | None = None,
        group: str | None = None, part: Part = Part.TOTAL, stance: Stance = Stance.STATES,
        confidence: str | None = None, said: str | None = None,
    ) -> Claim:  # fmt: skip
        document = self.document(doc)
        raw = normalise(raw)
        start = document.text.index(raw)
        span = (start, start + len(raw))
        sentence = next(
            (s.start, s.end)
            for s in segment(tokenise(document.text))
            if s.start <= span[0] and span[1] <= s.end
        )
        self.number += 1
        return Claim(
            f"c{self.number}", "", doc, document.lang, name, value, raw, (span,), sentence,
            f"{document.lang}/{name}-{self.number % 7}@1", group, part, stance, voice or Voice(),
            date.fromisoformat(said) if said else None, confidence,
        )  # fmt: skip

    def account(
        self, doc: str, kind: str, claims: list[Claim], *, role: str = "main", order: int = 0
    ) -> Account:
        ident = f"a-{doc}-{order}"
        owned = tuple(
            Claim(c.id, ident, c.doc, c.lang, c.field, c.value, c.raw, c.spans, c.sentence, c.rule,
                  c.group, c.part, c.stance, c.voice, c.said, c.confidence)
            for c in claims
        )  # fmt: skip
        anchor = owned[0].sentence if owned else (0, 1)
        return Account(ident, doc, self.document(doc).lang, role, anchor, kind, order, owned)


def n(low: int | None, high: int | None = -1, *, approx: bool = False) -> Count:
    """`n(5)` exactly five, `n(5, None)` at least five."""
    return Count(low, low if high == -1 else high, approx)


def on(start: str, end: str = "", precision: str = "day", basis: str = "relative") -> When:
    return When(date.fromisoformat(start), date.fromisoformat(end or start), precision, basis)


def toll(  # noqa: PLR0913
    low: int | None, best: int | None, high: int | None, state: State, reason: str = "", *,
    support: list[Claim] | None = None, against: list[Claim] | None = None,
    outdated: list[Claim] | None = None, groups: tuple[GroupToll, ...] = (),
) -> Toll:  # fmt: skip
    def ids(claims: list[Claim] | None) -> tuple[str, ...]:
        return tuple(c.id for c in claims or [])

    why = (Phrase(reason),)
    return Toll(low, best, high, state, "ucdp", why, groups, ids(support), ids(outdated),
                ids(against))  # fmt: skip


def incident(  # noqa: PLR0913
    ident: str, kind: str, where: Place, when: When, accounts: list[Account],
    tolls: dict[str, Toll], *, states: tuple[State, State] = (State.AGREED, State.AGREED),
    actors: tuple[IncidentActor, ...] = (), means: tuple[Means, ...] = (), witnesses: int = 1,
    questions: tuple[str, ...] = (),
) -> Incident:  # fmt: skip
    claims = [c for a in accounts for c in a.claims]
    return Incident(
        ident, kind, KINDS[kind], f"{kind.replace('_', ' ').capitalize()}, {where.name}",
        IncidentWhen(when, states[0], tuple(c.id for c in claims if c.field == "when")),
        IncidentWhere(where, states[1], tuple(c.id for c in claims if c.field == "where")),
        tolls, actors, means, witnesses, tuple(sorted({a.lang for a in accounts})),
        tuple(accounts), tuple(map(Phrase, questions)),
    )  # fmt: skip


def _army_post(b: Builder) -> Incident:
    place = Place("Koulbagou", ("Burkina Faso", "Sahel"), "BF", 14.6, 0.3, "adm1")
    thursday = TimeRef(weekday=3)
    claims: dict[str, list[Claim]] = {
        "d1": [
            b.claim("d1", "kind", "Angriff", "armed_attack"),
            b.claim("d1", "when", "am Donnerstag",
                    When(None, None, "day", "symbolic", thursday)),
            b.claim("d1", "where", "Koulbagou", place),
            b.claim("d1", "killed", "mindestens 53 Soldaten", n(53, None), voice=GOV,
                    group="military"),
            b.claim("d1", "killed", "ein Zivilist", n(1), voice=GOV, group="civilian"),
            b.claim("d1", "perpetrator", "Ansar al-Sahra",
                    Actor("Ansar al-Sahra", "ansar_al_sahra"), voice=CLAIMER,
                    confidence="claimed"),
            b.claim("d1", "killed", "49 getöteten Soldaten", n(49), voice=CLAIMER,
                    group="military"),
        ],
        "d2": [
            b.claim("d2", "where", "Koulbagou", place),
            b.claim("d2", "when", "on Thursday", on("2024-03-14")),
            b.claim("d2", "killed", "53 soldiers", n(53), voice=GOV, group="military",
                    said="2024-03-15"),
            b.claim("d2", "killed", "one civilian", n(1), voice=GOV, group="civilian",
                    said="2024-03-15"),
            b.claim("d2", "killed", "49", n(49), voice=CLAIMER, said="2024-03-15"),
            b.claim("d2", "injured", "31 wounded", n(31), voice=Voice("hospital", None)),
            b.claim("d2", "perpetrator", "suspected Islamists", Actor("Islamists", "islamists"),
                    voice=Voice("witness", "residents"), confidence="suspected"),
        ],
        "d3": [
            b.claim("d3", "killed", "54 morts", n(54), voice=Voice("government", None)),
            b.claim("d3", "injured", "une trentaine de blessés", n(30, approx=True),
                    voice=Voice("hospital", None)),
        ],
        "d4": [
            b.claim("d4", "killed", "54 شخصًا", n(54), voice=Voice("government", None)),
            b.claim("d4", "killed", "49 جنديًا", n(49), voice=CLAIMER, group="military"),
        ],
    }  # fmt: skip
    accounts = [b.account(doc, "armed_attack", cs) for doc, cs in claims.items()]
    flat = [c for cs in claims.values() for c in cs]
    killed = [c for c in flat if c.field == "killed"]
    against = [c for c in killed if isinstance(c.value, Count) and c.value.low == 49]
    groups = (GroupToll("military", 49, 53, 53), GroupToll("civilian", 1, 1, 1))
    claimed = tuple(c.id for c in flat if c.confidence == "claimed")
    suspected = tuple(c.id for c in flat if c.confidence == "suspected")
    return incident(
        "e7a1b0c2", "armed_attack", place, on("2024-03-14"), accounts,
        {
            "killed": toll(49, 54, 54, State.CONFLICTING,
                           "Best is the government’s 53 soldiers and one civilian, which three "
                           "independent reports carry; the attackers’ own 49 sets the low.",
                           support=[c for c in killed if c not in against], against=against,
                           groups=groups),
            "injured": toll(30, 31, 31, State.AGREED, "Two hospital figures agree within “about”.",
                            support=[c for c in flat if c.field == "injured"]),
        },
        actors=(
            IncidentActor("perpetrator", Actor("Ansar al-Sahra", "ansar_al_sahra"), "claimed",
                          claimed),
            IncidentActor("perpetrator", Actor("Islamists", "islamists"), "suspected", suspected),
        ),
        witnesses=4,
        questions=("killed: 49 (claimed by the perpetrator) against 54 (government)",),
    )  # fmt: skip


def _recalled(b: Builder) -> Incident:
    place = Place("Burkina Faso", ("Burkina Faso",), "BF", 12.3, -1.6, "country")
    first = [b.claim("d1", "killed", "38 Menschen", n(38), voice=Voice())]
    second = [
        b.claim("d2", "when", "In February", on("2024-02-01", "2024-02-29", "month")),
        b.claim("d2", "killed", "41 people", n(41)),
        b.claim("d2", "missing", "20 missing", n(20)),
    ]
    accounts = [
        b.account("d1", "armed_attack", first, role="background", order=1),
        b.account("d2", "armed_attack", second, role="background", order=1),
    ]
    return incident(
        "b02f11aa", "armed_attack", place, on("2024-02-01", "2024-02-29", "month"), accounts,
        {
            "killed": toll(38, 41, 41, State.CONFLICTING, "Two reports recall different figures.",
                           support=second[1:2], against=first),
            "missing": toll(20, 20, 20, State.SINGLE, support=second[2:]),
        },
        witnesses=2, questions=("killed: 38 against 41, both recalled as background",),
    )  # fmt: skip


def _disaster(b: Builder) -> Incident:
    place = Place("Erez", ("Türkiye", "Malatya", "Erez"), "TR", 38.4, 38.2, "exact", "gn:1")
    agency = Voice("government", "disaster agency")
    new = [
        b.claim("d6", "kind", "earthquake", "earthquake"),
        b.claim("d6", "when", "Wednesday", on("2024-04-03")),
        b.claim("d6", "killed", "412", n(412), voice=agency, said="2024-04-06"),
        b.claim("d6", "injured", "More than 1,500 people", n(1501, None)),
        b.claim("d6", "missing", "Around 60 people", n(60, approx=True),
                voice=Voice("rescue", "rescue teams")),
    ]  # fmt: skip
    old = [
        b.claim("d7", "killed", "en az 120 kişinin", n(120, None),
                voice=Voice("government", "Valilik"), said="2024-04-04"),
        b.claim("d7", "injured", "800’ü geçti", n(801, None)),
    ]  # fmt: skip
    return incident(
        "c41d9e00", "earthquake", place, on("2024-04-03"),
        [b.account("d6", "earthquake", new), b.account("d7", "earthquake", old)],
        {
            "killed": toll(412, 412, 412, State.AGREED, "The newest official toll of a developing "
                           "story; the earlier “at least 120” is overtaken, not contradicted.",
                           support=new[2:3], outdated=old[:1]),
            "injured": toll(1501, None, None, State.SINGLE, support=new[3:4], outdated=old[1:]),
            "missing": toll(60, 60, 60, State.SINGLE, support=new[4:]),
        },
        witnesses=2,
    )  # fmt: skip


def _protest(b: Builder) -> Incident:
    place = Place("Nasiriyah", ("Iraq", "Dhi Qar", "Nasiriyah"), "IQ", 31.05, 46.26, "exact")
    doctor, monitor = Voice("hospital", "doctor"), Voice("ngo", "Iraqi Rights Monitor")
    arabic = [
        b.claim("d10", "where", "الناصرية", place),
        b.claim("d10", "when", "يوم الخميس", on("2024-04-18")),
        b.claim("d10", "killed", "سبعة متظاهرين على الأقل", n(7, None), voice=doctor,
                group="civilian"),
        b.claim("d10", "killed", "11 قتيلًا", n(11), voice=Voice("ngo", "منظمة حقوقية")),
        b.claim("d10", "responsibility", "استخدام الرصاص الحي", "live_fire",
                voice=Voice("government", "وزارة الداخلية"), stance=Stance.DENIES),
    ]  # fmt: skip
    english = [
        b.claim("d11", "killed", "seven", n(7), voice=doctor),
        b.claim("d11", "killed", "11 dead", n(11), voice=monitor),
        b.claim("d11", "injured", "at least 90 wounded", n(90, None), voice=monitor),
        b.claim("d11", "perpetrator", "Security forces", Actor("Security forces", "iq_forces")),
    ]
    support = [arabic[2], english[0]]
    return incident(
        "0f3c77d1", "crackdown", place, on("2024-04-18"),
        [b.account("d10", "crackdown", arabic), b.account("d11", "crackdown", english)],
        {
            "killed": toll(7, 7, 11, State.CONFLICTING, "Best is the hospital’s figure; the "
                           "monitor’s 11 sets the high.", support=support,
                           against=[arabic[3], english[1]]),
            "injured": toll(90, None, None, State.SINGLE, support=[english[2]]),
        },
        actors=(IncidentActor("perpetrator", Actor("Security forces", "iq_forces"), "stated",
                              (english[3].id,)),),
        witnesses=2,
        questions=("killed: 7 (hospital) against 11 (aid organisation)",
                   "live fire: denied by the interior ministry"),
    )  # fmt: skip


def _others(b: Builder) -> list[Incident]:
    rail = Place("Nerchwitz", ("Germany", "Saxony", "Nerchwitz"), "DE", 51.2, 13.1, "near")
    police = Voice("police", "Polizei")
    german = [b.claim("d8", "killed", "Drei Menschen", n(3), voice=police),
              b.claim("d8", "injured", "28", n(28), voice=police),
              b.claim("d8", "where", "Nerchwitz", rail),
              b.claim("d8", "when", "am Mittwochabend", on("2024-04-10"))]  # fmt: skip
    english = [
        b.claim("d9", "killed", "Three people", n(3), voice=Voice("police", "police")),
        b.claim("d9", "injured", "28 injured", n(28), voice=Voice("police", "police")),
    ]
    bomb = [b.claim("d5", "killed", "one soldier", n(1), voice=Voice("government", None),
                    group="military"),
            b.claim("d5", "injured", "four others", n(4), voice=Voice("government", None)),
            b.claim("d5", "means", "roadside bomb", "explosives"),
            b.claim("d5", "when", "on Tuesday", on("2024-03-19"))]  # fmt: skip
    flood = [b.claim("d12", "killed", "At least nine people", n(9, None),
                     voice=Voice("government", "officials")),
             b.claim("d12", "when", "on Monday",
                     When(None, None, "day", "symbolic", TimeRef(weekday=0)))]  # fmt: skip
    boat = [
        b.claim("d13", "killed", "cinque corpi", n(5), voice=Voice("rescue", "soccorritori")),
        b.claim("d13", "missing", "una sessantina di persone", n(60, approx=True)),
    ]
    knife = [
        b.claim("d14", "injured", "quatre personnes", n(4), voice=Voice("government", "parquet"))
    ]
    blast = [
        b.claim("d15", "killed", "six people", n(6), voice=Voice("government", "Taliban")),
        b.claim("d15", "killed", "14 bodies", n(14), voice=Voice("hospital", "hospital")),
    ]
    bus = [
        b.claim(
            "d16",
            "killed",
            "21 passengers",
            n(21),
            voice=Voice("police", "police"),
            group="civilian",
        )
    ]
    two = (State.SINGLE, State.SINGLE)
    return [
        incident("5b7e2a90", "rail_accident", rail, on("2024-04-10"),
                 [b.account("d8", "rail_accident", german),
                  b.account("d9", "rail_accident", english)],
                 {"killed": toll(3, 3, 3, State.AGREED, support=[german[0], english[0]]),
                  "injured": toll(28, 28, 28, State.AGREED, support=[german[1], english[1]])},
                 witnesses=2),
        incident("77aa01fe", "explosive_device",
                 Place("Diffa", ("Niger", "Diffa"), "NE", 13.3, 12.6, "near"), on("2024-03-19"),
                 [b.account("d5", "explosive_device", bomb)],
                 {"killed": toll(1, 1, 1, State.SINGLE, support=bomb[:1]),
                  "injured": toll(4, 4, 4, State.SINGLE, support=bomb[1:2])}, states=two,
                 means=(Means("explosives", "roadside bomb", (bomb[2].id,)),)),
        incident("9c0d4411", "flood",
                 Place("Khyber Pakhtunkhwa", ("Pakistan", "Khyber Pakhtunkhwa"), "PK", 34.5, 72.0,
                       "adm1"),
                 When(None, None, "day", "symbolic", TimeRef(weekday=0)),
                 [b.account("d12", "flood", flood)],
                 {"killed": toll(9, None, None, State.SINGLE, support=flood[:1])},
                 states=(State.UNKNOWN, State.SINGLE),
                 questions=("when: a Monday; the report is undated",)),
        incident("3e21c8b5", "ship_accident",
                 Place("off Libya", ("Libya",), "LY", 33.4, 13.0, "water"),
                 on("2024-05-01", "2024-05-03", "days"), [b.account("d13", "ship_accident", boat)],
                 {"killed": toll(5, 5, 5, State.SINGLE, support=boat[:1]),
                  "missing": toll(60, 60, 60, State.SINGLE, support=boat[1:])}, states=two),
        incident("a4f60d27", "stabbing",
                 Place("Lyon", ("France", "Auvergne-Rhône-Alpes", "Lyon"), "FR", 45.76, 4.84,
                       "exact"), on("2024-05-06"), [b.account("d14", "stabbing", knife)],
                 {"injured": toll(4, 4, 4, State.SINGLE, support=knife)}, states=two),
        incident("d8035c1e", "suicide_bombing",
                 Place("Kabul", ("Afghanistan", "Kabul"), "AF", 34.53, 69.17, "exact"),
                 on("2024-05-11"), [b.account("d15", "suicide_bombing", blast)],
                 {"killed": toll(6, 6, 14, State.CONFLICTING, "Both figures come from one report.",
                                 support=blast[:1], against=blast[1:])},
                 questions=("killed: 6 (government) against 14 (hospital)",)),
        incident("16be93d0", "road_accident",
                 Place("Ayacucho", ("Peru", "Ayacucho"), "PE", -13.16, -74.22, "near"),
                 on("2024-05-14"), [b.account("d16", "road_accident", bus)],
                 {"killed": toll(21, 21, 21, State.SINGLE, support=bus)}, states=two),
    ]  # fmt: skip


SOURCES = (
    Source("GeoNames", "CC BY 4.0", "Place names and positions © GeoNames contributors.",
           "https://www.geonames.org/"),
)  # fmt: skip


@cache
def sample() -> ReportData:
    """Eleven incidents in sixteen reports of six languages, two files rejected."""
    b = Builder()
    incidents = (_army_post(b), _recalled(b), _disaster(b), _protest(b), *_others(b))
    outcomes = [Outcome(d.path, Status.READ, (), d.id) for d in b.documents.values()]
    outcomes += [
        Outcome("reports/match.txt", Status.NO_INCIDENT),
        Outcome("reports/copy.txt", Status.DUPLICATE),
        Outcome("reports/scan.pdf", Status.REJECTED,
                (Problem("binary", "This is no text; give the text or the HTML of the report."),)),
        Outcome("reports/empty.txt", Status.REJECTED, (Problem("empty", "The file is empty."),)),
    ]  # fmt: skip
    return ReportData(incidents, b.documents, tuple(outcomes), SOURCES, "ucdp", "0.1.0")


def many(size: int, *, seed: int = 7) -> ReportData:
    """A large run: the sample's incidents moved over time and place."""
    rng = random.Random(seed)
    base = sample()
    kinds = sorted(KINDS)
    incidents = []
    for index in range(size):
        model = base.incidents[index % len(base.incidents)]
        kind = rng.choice(kinds)
        day = date(2018, 1, 1) + timedelta(days=rng.randrange(2200))
        place = model.where.place
        moved = Place(
            f"{place.name} {index}", place.path, place.country,
            round((place.lat or 0) + rng.gauss(0, 2.5), 3),
            round((place.lon or 0) + rng.gauss(0, 3.5), 3), place.precision,
        )  # fmt: skip
        incidents.append(
            Incident(
                f"m{index:05}", kind, KINDS[kind], model.title,
                IncidentWhen(When(day, day, "day", "explicit"), model.when.state,
                             model.when.claims),
                IncidentWhere(moved, model.where.state, model.where.claims), model.tolls,
                model.actors, model.means, model.witnesses, model.languages, model.accounts,
                model.open_questions,
            )
        )  # fmt: skip
    return ReportData(tuple(incidents), base.documents, base.problems, SOURCES, "ucdp", "0.1.0")


def test_offsets_cut_what_raw_says() -> None:
    report = sample()
    claims = [c for i in report.incidents for a in i.accounts for c in a.claims]
    assert len(claims) > 40
    for claim in claims:
        text = report.documents[claim.doc].text
        start, end = claim.spans[0]
        assert text[start:end] == claim.raw
        assert claim.sentence[0] <= start < end <= claim.sentence[1]


def test_the_sample_holds_every_case() -> None:
    report = sample()
    states = {t.state for i in report.incidents for t in i.tolls.values()}
    assert {State.AGREED, State.SINGLE, State.CONFLICTING} <= states
    assert {"ar", "de", "en", "fr", "it", "tr"} == {d.lang for d in report.documents.values()}
    assert any(i.when.when.start is None for i in report.incidents)
    assert any(all(a.role == "background" for a in i.accounts) for i in report.incidents)
