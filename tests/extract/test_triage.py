"""Triage lets pass what may tell an incident and nothing else."""

import json
from pathlib import Path

import pytest

from casus.extract.compiled import compile_pack
from casus.extract.symbols import entry_hits
from casus.extract.triage import Triage
from casus.packs import load_pack
from casus.packs.lexicon import Lexicon
from casus.packs.proclitics import Proclitics
from casus.text import Writing, normalise

GOLD = Path(__file__).parent.parent.parent / "gold" / "en-de"

TABLES = {
    "EVENT": {
        "armed_attack": ["*angriff{,s,e}", "raid{,s}", "tank attack", "coup d 'état", "=IED"],
        "fire": ["fire"],
        "incident": ["event{,s}"],
        "storm": ["gust{,s}"],
        "explosion": ["*explosion"],
    },
    "EVENTV": {"hit": ["struck"], "incident": ["took place"], "shooting": ["opened fire"]},
    "HARM_T": {"killed": ["killed", "shot dead"]},
    "HARM_I": {"killed": ["perish*"], "none": ["escaped"]},
    "HARM_N": {"casualties": ["losses"]},
    "TOLL": {"toll": ["losses"]},
    "METAPHOR": {"phrase": ["fire sale{,s}", "*kostenexplosion"], "weak": ["raid the"]},
    "VOICE": {"rescue": ["fire brigade"]},
    "MARKET": {"word": ["shares"]},
}


def triage(tables: dict[str, dict[str, list[str]]] = TABLES) -> Triage:
    return Triage(list(entry_hits(Lexicon(tables))))


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        # whole words, at their edges, whatever surrounds them
        ("Two were killed.", True),
        ("“Killed”—he said", True),
        ("KILLED", True),
        ("unkilled", False),
        ("a killed-off character", False),  # one token
        ("they perished", True),  # any continuation
        ("superperish", False),
        ("der Luftangriff", True),  # any beginning
        ("die Luftangriffslust", False),
        # the whole phrase, not a word of it
        ("shot dead", True),
        ("shot by a great director", False),
        ("a dead end", False),
        ("shot\ndead", False),  # a line ends its sentence
        ("a coup d'état", True),
        ("an IED", True),
        ("it died, he lied, they vied", False),
        ("an ied", False),  # "=" keeps the case
        # a longer entry takes its words
        ("a fire sale, another fire sale", False),
        ("the fire brigade and the fire brigade", False),
        ("die Kostenexplosion", False),
        ("die Gasexplosion", True),
        ("raid the fridge", True),  # weak entries take nothing
        # words of figures of speech need a second one
        ("a fire", False),
        ("a fire, the fire", True),
        ("fire struck", True),
        # words for anything need one of another class
        ("an event", False),
        ("an event after other events", False),
        ("an event took place", True),
        ("gusts, gusts and gusts", False),
        ("gusts struck", True),
        ("losses", False),
        ("losses struck", True),
        ("İİİİ killed", True),  # lower() makes it longer
        ("İİİİ an IED", True),
        ("", False),
    ],
)
def test_fires(text: str, fires: bool) -> None:
    assert triage().fires(text) is fires


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("قُتل راع", True),
        ("وقـتل راع", True),
        ("وللقتل ثمن", True),
        ("اقتتل الراعيان", False),
        ("مقتل", False),
        ("وبقتل", True),
    ],
)
def test_words_are_found_behind_clitics(text: str, fires: bool) -> None:
    marks = str.maketrans(dict.fromkeys("\u064fـ", ""))
    clitics = Proclitics((("و",), ("ب", "ل")), {"ل": {"ل": "ال"}}, ("ال",))
    entries = list(entry_hits(Lexicon({"HARM_T": {"killed": ["قتل"]}}, articles=("ال",))))
    assert Triage(entries, Writing(letters=marks), clitics).fires(text) is fires


def test_a_pack_without_triggers_is_refused() -> None:
    with pytest.raises(ValueError, match="trigger"):
        triage({"VOICE": {"rescue": ["fire brigade"]}})


def told_in(lang: str) -> list[str]:
    """Texts of the project's reports that tell an incident."""
    rows = (GOLD / "gold.jsonl").read_text("utf-8").splitlines()
    told = {report["report"] for row in rows for report in json.loads(row)["reports"]}
    reports = map(json.loads, (GOLD / "reports.jsonl").read_text("utf-8").splitlines())
    return [r["text"] for r in reports if r["lang"] == lang and r["id"] in told]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_report_of_an_incident_passes(lang: str) -> None:
    fires = compile_pack(load_pack(lang)).triage.fires
    texts = told_in(lang)
    assert len(texts) > 10
    assert [text for text in texts if not fires(normalise(text))] == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Shares in the shipyard rose nine cents after an explosion in demand."),
        ("en", "The price war and heavy losses weigh on the grocer, which cut 400 jobs."),
        ("en", "Outlook: showers, a few gusts on the coast and a thunderstorm towards evening."),
        ("en", "The hit single came after a heart attack scare and a storm of controversy."),
        ("en", "A late attack gave the visitors the lead before 4,000 supporters."),
        ("en", "The council came to an agreement on Tuesday; it cost 40,000 pounds."),
        ("de", "Gegen die Kostenexplosion hilft nur Geduld, teilte der Konzern am Montag mit."),
        ("de", "Aussichten: Schauer, einzelne Gewitter und Sturmböen, höchstens 18 Grad."),
        ("de", "Das Projekt wird in Angriff genommen; den Kostenvoranschlag über 3 Millionen"),
        ("de", "Ein später Angriff über links brachte den Gästen vor 3000 Zuschauern die Führung."),
        ("de", "Über den Radweg hat eine Mehrheit beraten, den Preis nannte sie nicht."),
    ],
)
def test_a_text_of_no_incident_is_done(lang: str, text: str) -> None:
    assert not compile_pack(load_pack(lang)).triage.fires(text)


INFLECTED = Triage(
    list(
        entry_hits(
            Lexicon(
                {
                    "EVENT": {"explosion": ["взрыв~n"], "armed_attack": ["террористическ~a акт~n"]},
                    "METAPHOR": {"phrase": ["взрыв~n смеха"]},
                },
                endings={"n": ("", "а", "ы", "ом"), "a": ("ий", "ие", "ого")},
            )
        )
    )
)


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("после террористического акта", True),
        ("террористы", False),  # none of the endings
        ("два взрыва", False),  # a figure of speech holds it: one word is not enough
        ("взрыва, террористического", True),
        ("взрывчатка, террористического", True),  # an open phrase is sought by its longest word
        ("террористического-то", False),  # one token
    ],
)
def test_inflected_entries_are_sought_by_their_stems(text: str, fires: bool) -> None:
    assert INFLECTED.fires(text) is fires
