"""What German sentences count, who says it, and what they do not tell."""

from __future__ import annotations

import pytest
from sentences import counted, proposals, reader

from casus.extract.check import check_pack
from casus.gazetteer import Gazetteer

FIGURES = [
    # Verb am Ende, getrennt, vorn
    ("Bei dem Unfall kamen am Dienstag in Köln drei Menschen ums Leben.", {("killed", 3, 3)}),
    ("Mindestens zehn Menschen sind bei dem Brand ums Leben gekommen.", {("killed", 10, None)}),
    ("Bei der Explosion wurden 14 Arbeiter teils schwer verletzt.", {("injured", 14, 14)}),
    (
        "Dabei wurden zwei Polizisten getötet und fünf weitere verletzt.",
        {("killed", 2, 2), ("injured", 5, 5)},
    ),
    ("Bei einem Angriff auf das Dorf töteten Bewaffnete acht Bauern.", {("killed", 8, 8)}),
    ("Bei dem Absturz starben alle vier Insassen.", {("killed", 4, 4)}),
    (
        "Nach dem Anschlag gab es 25 Tote und mehr als 100 Verletzte.",
        {("killed", 25, 25), ("injured", 101, None)},
    ),
    ("Der Sturm forderte mindestens sieben Todesopfer.", {("killed", 7, None)}),
    ("Das Erdbeben kostete 43 Menschen das Leben.", {("killed", 43, 43)}),
    ("Ein Attentäter riss neun Menschen mit in den Tod.", {("killed", 9, 9)}),
    ("Seit Sonntag kamen bei Überschwemmungen zwölf Menschen um.", {("killed", 12, 12)}),
    ("Die Zahl der Toten ist auf 31 gestiegen.", {("killed", 31, 31)}),
    (
        "Die Zahl der Todesopfer stieg nach Angaben der Behörden auf mindestens 210.",
        {("killed", 210, None)},
    ),
    ("Die Zahl der Verletzten liegt bei 57.", {("injured", 57, 57)}),
    (
        "Dort hat ein früherer Schüler zehn Menschen und dann sich selbst erschossen.",
        {("killed", 10, 10)},
    ),
    # Einzelne
    (
        "Ein Autofahrer prallte gegen einen Baum und starb noch an der Unfallstelle.",
        {("killed", 1, 1)},
    ),
    ("Für eine 62-jährige Fußgängerin kam jede Hilfe zu spät.", {("killed", 1, 1)}),
    ("Ein 29-jähriger Mann wurde am Freitag erstochen.", {("killed", 1, 1)}),
    ("Eine 17-Jährige erlag im Krankenhaus ihren Verletzungen.", {("killed", 1, 1)}),
    ("Der Fahrer des Lastwagens wurde leicht verletzt.", {("injured", 1, 1)}),
    ("Die Beifahrerin kam mit einem Schock ins Krankenhaus.", {("injured", 1, 1)}),
    ("Ein Radfahrer ist am Montag bei einem Unfall gestorben.", {("killed", 1, 1)}),
    ("Der Kapitän des Frachters wurde festgenommen.", {("arrested", 1, 1)}),
    ("Ein Ehepaar kam bei dem Brand ums Leben.", {("killed", 2, 2)}),
    ("Am Abend erschoss der Täter in einem Café neun Menschen.", {("killed", 9, 9)}),
    ("Sie ehrten zwei Soldaten, die in Mali ums Leben kamen.", {("killed", 2, 2)}),
    ("Die Feuerwehr rettete sieben Personen, vier Bewohner kamen ins Spital.", {("injured", 4, 4)}),
    ("Neun der elf Seeleute wurden tot geborgen.", {("killed", 9, 9)}),
    # Teile
    ("Sieben Menschen starben, darunter zwei Kinder.", {("killed", 7, 7), ("killed", 2, 2)}),
    ("Unter den Toten sind vier Schüler.", {("killed", 4, 4)}),
    ("Unter den Verletzten befinden sich auch vier Kinder.", {("injured", 4, 4)}),
    ("Elf Menschen wurden verletzt, drei davon schwer.", {("injured", 11, 11), ("injured", 3, 3)}),
    (
        "Elf Menschen wurden verletzt, davon drei lebensgefährlich.",
        {("injured", 11, 11), ("injured", 3, 3)},
    ),
    # mehr, Ordnungszahlen
    ("Zwei weitere starben am Sonntag in der Klinik.", {("killed", 2, 2)}),
    ("Ein viertes Todesopfer wurde am Abend geborgen.", {("killed", 4, 4)}),
    # Krankenhaus
    ("Acht Menschen wurden mit Rauchvergiftungen in Krankenhäuser gebracht.", {("injured", 8, 8)}),
    ("Fünf Kinder mussten im Spital behandelt werden.", {("injured", 5, 5)}),
    # vertrieben, vermisst, entführt, festgenommen
    ("Rund 2000 Menschen mussten ihre Häuser verlassen.", {("displaced", 2000, 2000)}),
    ("300 Bewohner wurden in Sicherheit gebracht.", {("displaced", 300, 300)}),
    ("Durch das Feuer wurden 40 Familien obdachlos.", {("displaced", 40, 40)}),
    ("Sechs Menschen werden noch vermisst.", {("missing", 6, 6)}),
    ("Von zwei Seeleuten fehlt jede Spur.", {("missing", 2, 2)}),
    ("Unbekannte entführten am Freitag fünf Schüler.", {("abducted", 5, 5)}),
    ("Die Kämpfer nahmen zwölf Dorfbewohner mit.", {("abducted", 12, 12)}),
    ("Die Polizei nahm am Abend vier Verdächtige fest.", {("arrested", 4, 4)}),
    ("Es gab acht Festnahmen.", {("arrested", 8, 8)}),
    ("Drei Männer sitzen in Untersuchungshaft.", {("arrested", 3, 3)}),
    # nichts gezählt
    ("350 Feuerwehrleute waren im Einsatz.", set()),
    ("Der Bus mit 40 Fahrgästen kam von der Straße ab.", set()),
    ("Verletzt wurde niemand.", set()),
    ("Die 61 Bewohner blieben unverletzt.", set()),
    ("Die Polizei spricht von 300 Demonstranten.", set()),
    ("Zwei Männer verletzten am Montag Passanten.", set()),
]

VOICES = [
    ("Sieben Menschen starben, sagte ein Sprecher der Polizei.", "police"),
    ("Sieben Menschen starben, teilte die Polizei am Abend mit.", "police"),
    ("Sieben Menschen starben, wie das Innenministerium mitteilte.", "government"),
    ("Wie die Feuerwehr am Sonntag mitteilte, starben sieben Menschen.", "rescue"),
    ("Sieben Menschen seien tot, hieß es aus dem Krankenhaus.", "hospital"),
    ("Nach Angaben der Armee starben sieben Menschen.", "military"),
    ("Laut Polizei starben sieben Menschen.", "police"),
    ("Polizeiangaben zufolge starben sieben Menschen.", "police"),
    ("Den Behörden zufolge starben sieben Menschen.", "government"),
    ("Nach Behördenangaben starben sieben Menschen.", "government"),
    ("Augenzeugen berichteten von sieben Toten.", "witness"),
    ("„Sieben Menschen sind tot“, so der Bürgermeister.", "government"),
    ("Die Staatsanwaltschaft bestätigte sieben Tote.", "government"),
    ("Das Rote Kreuz hat nach eigenen Angaben 36 Leichen bestattet.", "ngo"),
    ("Nach ukrainischen Angaben starben sieben Menschen.", "government"),
    ("Die UNO sprach von sieben Toten.", "un"),
    ("Bewohner sagten, sieben Menschen seien getötet worden.", "witness"),
    ("Die Nachrichtenagentur meldete sieben Tote.", "media"),
]


def test_every_rule_does_what_its_examples_say() -> None:
    compiled, _, registry = reader("de")
    assert check_pack(compiled.pack, gazetteer=Gazetteer.open(), actors=registry) == []


@pytest.mark.parametrize(("text", "figures"), FIGURES)
def test_figures(text: str, figures: set[tuple[str, int | None, int | None]]) -> None:
    assert counted("de", text) == figures


@pytest.mark.parametrize(("text", "kind"), VOICES)
def test_voices(text: str, kind: str) -> None:
    assert kind in {said.voice.kind for said in proposals("de", text).voices}


@pytest.mark.parametrize(
    ("text", "day", "use"),
    [
        ("Die Polizei teilte am Samstag mit, neun Menschen seien tot.", "Samstag", "said"),
        ("Neun Menschen starben, wie die Polizei am Samstag mitteilte.", "Samstag", "said"),
        ("Das Unglück wurde erst am Donnerstag bekannt.", "Donnerstag", "said"),
        ("Neun Menschen starben am Samstag bei einem Brand.", "Samstag", "event"),
        ("Bei dem Angriff am Freitag starben neun Menschen.", "Freitag", "event"),
    ],
)
def test_days(text: str, day: str, use: str) -> None:
    dates = proposals("de", text).dates
    found = {(text[d.at.start : d.at.end].rsplit(maxsplit=1)[-1], d.use) for d in dates}
    assert (day, use) in found


@pytest.mark.parametrize(
    "text",
    [
        "Der Hackerangriff legte das Rathaus lahm.",
        "Eine Fliegerbombe aus dem Zweiten Weltkrieg ist entschärft worden.",
        "Die Kostenexplosion trifft die Vereine.",
        "Er erlitt eine Herzattacke.",
    ],
)
def test_no_event(text: str) -> None:
    assert not [e for e in proposals("de", text).events if not e.verb]
