"""Texts to measure on: the project's own reports, tiled, and made-up texts of no incident.

Nothing is fetched and nothing random: equal arguments give equal texts.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

GOLD = Path(__file__).parent.parent / "gold"
SHIFT = timedelta(days=97)
"""Every further copy of a report is published so much later, so that its incident is another
one: linking a thousand copies of one event with each other is no work that occurs."""

RARE = 25
"""One long word in so many of a further copy has two letters swapped. In real text about one
word in 25 is new even after a million words (Heaps' law); in verbatim copies none would be, and
a tokenizer that remembers words would be measured on its memory alone."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text to read. `words` are counted between blanks, for every contender alike."""

    id: str
    lang: str
    title: str
    text: str
    published: date | None

    @property
    def words(self) -> int:
        return len(self.text.split())

    def row(self) -> dict[str, str | None]:
        """As a line of a JSONL collection."""
        return {
            "id": self.id,
            "url": f"https://example.org/{self.id}",
            "publisher": f"Example {self.lang}",
            "lang": self.lang,
            "published": self.published.isoformat() if self.published else None,
            "title": self.title,
            "text": self.text,
        }


def reports(lang: str, *, words: int, folder: Path = GOLD) -> list[Text]:
    """The annotated reports of a language, repeated until they have so many words.

    A repeated report is another document, published later, with some rare words.
    """
    rows = [
        json.loads(line)
        for file in sorted(folder.glob("*/reports.jsonl"))
        for line in file.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    rows = [row for row in rows if row["lang"] == lang]
    if not rows:
        raise SystemExit(f"{folder}: no reports in {lang!r}")
    found: list[Text] = []
    count = turn = 0
    while count < words:
        for row in rows:
            day = date.fromisoformat(row["published"]) if row["published"] else None
            text = Text(
                f"{row['id']}-{turn}",
                lang,
                row["title"],
                _with_rare_words(row["text"], f"{row['id']}-{turn}") if turn else row["text"],
                day + turn * SHIFT if day else None,
            )
            found.append(text)
            count += text.words
        turn += 1
    return found


def _with_rare_words(text: str, seed: str) -> str:
    dice = random.Random(seed)

    def swap(word: re.Match[str]) -> str:
        letters = word[0]
        if dice.randrange(RARE):
            return letters
        at = dice.randrange(1, len(letters) - 2)
        return letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :]

    return re.sub(r"[^\W\d_]{5,}", swap, text)


_SLOTS: dict[str, dict[str, list[str]]] = {
    "en": {
        "body": ["council", "museum", "library board", "orchestra", "university", "brewery"],
        "town": ["Exeter", "Leeds", "Dundee", "Norwich", "Swansea", "Derby"],
        "thing": ["timetable", "reading room", "heating system", "bicycle lane", "archive"],
        "verb": ["presented", "approved", "discussed", "postponed", "praised", "described"],
        "when": ["on Tuesday", "last week", "in the spring", "yesterday", "by November"],
        "number": ["12", "340", "1,800", "27", "four", "sixty"],
        "people": ["visitors", "pupils", "members", "readers", "gardeners", "volunteers"],
        "money": ["pounds", "euros", "shares", "tickets"],
        "firm": ["the chemical maker", "the grocer", "the shipyard", "the airline", "the insurer"],
        "rate": ["inflation", "turnover", "output", "unemployment", "the leading index", "margins"],
        "sky": ["showers", "bright spells", "patchy fog", "drizzle", "a fresh breeze", "frost"],
        "work": ["an oratorio", "a retrospective", "three one-act plays", "a new translation"],
        "club": ["Rovers", "Wanderers", "Athletic", "the Harriers", "Thistle"],
    },
    "de": {
        "body": ["Gemeinderat", "Verein", "Theaterring", "Verlag", "Chor", "Sparkassenrat"],
        "town": ["Gotha", "Fulda", "Passau", "Lüneburg", "Aalen", "Görlitz"],
        "thing": ["Fahrplan", "Lesesaal", "Radweg", "Spielplan", "Haushalt", "Schulgarten"],
        "verb": ["beschlossen", "vorgestellt", "gelobt", "beraten", "vertagt", "erläutert"],
        "when": ["am Dienstag", "vorige Woche", "im Frühjahr", "gestern", "bis November"],
        "number": ["12", "340", "1.800", "27", "vier", "sechzig"],
        "people": ["Besucher", "Schülerinnen", "Mitglieder", "Leser", "Gärtner", "Gäste"],
        "money": ["Euro", "Franken", "Aktien", "Karten"],
        "firm": ["Der Chemiekonzern", "Der Händler", "Die Werft", "Die Airline", "Der Versicherer"],
        "rate": ["die Teuerung", "der Umsatz", "die Erzeugung", "der Leitindex", "die Nachfrage"],
        "sky": ["Schauer", "Aufheiterungen", "Nebelfelder", "Nieselregen", "Reif", "Sonnenschein"],
        "work": ["ein Oratorium", "eine Werkschau", "drei Einakter", "eine neue Übersetzung"],
        "club": ["Eintracht", "Fortuna", "der Aufsteiger", "die Turnerschaft", "Viktoria"],
    },
}
_SENTENCES: dict[str, list[str]] = {
    "en": [
        "The {body} of {town} {verb} a new {thing} {when}.",
        "About {number} {people} came to {town} {when}, more than the {body} had hoped for.",
        "It will cost {number} thousand {money}, the chair of the {body} said.",
        "“We have waited long enough for the {thing},” one of the {people} said.",
        "Until then the {thing} stays closed, and {number} {people} have to go to {town}.",
        "Critics in the {body} find that {number} {money} are too many for a {thing}.",
        "Shares in {firm} rose {number} cents after {rate} beat every forecast {when}.",
        "Analysts blamed {rate} and a weaker currency; {firm} kept its dividend at {number} cents.",
        "An explosion in demand and a price war weigh on {rate}, {firm} warned {when}.",
        "The outlook for {town}: {sky}, later {sky}, with {number} degrees at most.",
        "The wind eases overnight; {when} brings {sky} inland and {sky} along the coast.",
        "The festival opens {when} with {work}, which critics received warmly.",
        "Her novel, {work} and a debut album made {number} {people} queue in {town}.",
        "{club} held {club} to a draw, while {town} lost {number} points in the table.",
        "A late header from the left gave {club} the lead before {number} {people}.",
    ],
    "de": [
        "Der {body} von {town} hat {when} über den {thing} beraten.",
        "Rund {number} {people} kamen {when} nach {town}, mehr als der {body} gehofft hatte.",
        "Der {thing} soll {number} Tausend {money} kosten, sagte der Vorsitzende des Rates.",
        "„Auf den {thing} haben wir lange gewartet“, sagte eine der {people}.",
        "Bis dahin bleibt es beim alten {thing}, den {number} {people} regelmäßig nutzen.",
        "Im {body} von {town} wurde der {thing} {when} {verb}.",
        "{firm} steigerte {when} den Gewinn um {number} Cent je Anteil, weil {rate} anzog.",
        "Analysten verweisen auf {rate}; Anleger erhalten {number} {money} Dividende.",
        "Gegen die Kostenexplosion und den Preiskampf hilft nur Geduld, teilte {firm} {when} mit.",
        "Die Aussichten für {town}: {sky}, später {sky}, höchstens {number} Grad.",
        "Nachts lässt der Wind nach; {when} folgen im Süden {sky} und im Norden {sky}.",
        "Das Festival beginnt {when} mit einem Liederabend, dazu {work} und viel Beifall.",
        "Der neue Roman, {work} und {work} lockten {number} {people} nach {town}.",
        "{club} und {club} trennten sich torlos; {town} bleibt mit {number} Punkten Zweiter.",
        "Ein später Kopfball von links brachte {club} vor {number} {people} die Führung.",
    ],
}


def quiet(lang: str, *, words: int, seed: int = 7) -> list[Text]:
    """Texts of 15 sentences about nothing that Casus looks for."""
    dice = random.Random(f"{seed}{lang}")
    found: list[Text] = []
    count = 0
    while count < words:
        sentences = []
        for _ in range(15):
            slots = {name: dice.choice(values) for name, values in _SLOTS[lang].items()}
            sentences.append(dice.choice(_SENTENCES[lang]).format(**slots))
        body = "\n\n".join(" ".join(sentences[n : n + 5]) for n in (0, 5, 10))
        body = _with_rare_words(body, f"{seed}{lang}{len(found)}")
        text = Text(f"quiet-{lang}-{len(found)}", lang, "Local news", body, date(2021, 3, 2))
        found.append(text)
        count += text.words
    return found
