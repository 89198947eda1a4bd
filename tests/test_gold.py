"""The annotated reports are sound: what they say about themselves can be checked by a machine.

Every folder of `gold/` that holds `reports.jsonl` and `gold.jsonl` is checked. Words are known for
English and German here; reports in other languages pass the checks that need none.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from casus.text import normalise
from casus.types import CONFIDENCES, GROUPS, KINDS, TOLL_FIELDS, VOICE_KINDS

GOLD = Path(__file__).parents[1] / "gold"
OWN = "en-de"
FOLDERS = sorted(path.parent.name for path in GOLD.glob("*/gold.jsonl"))

REPORT_KEYS = {"id", "url", "publisher", "lang", "published", "title", "text"}
INCIDENT_KEYS = {
    "id", "kind", "kinds_ok", "start", "end", "precision", "country", "adm1", "place", "lat",
    "lon", "perpetrators", "targets", "reports",
}  # fmt: skip
INCIDENT_EXTRA = {"places_ok", "optional", "note", *TOLL_FIELDS}
ACCOUNT_KEYS = {"report", "role", "anchor_text", "start", "end", "place"}
ACCOUNT_EXTRA = {"date_text", *TOLL_FIELDS}
CLAIM_KEYS = {"low", "high", "group", "voice", "text"}
CLAIM_EXTRA = {"approx", "low_ok", "unit", "outdated", "note"}
PRECISION_DAYS = {"day": 1, "days": 20, "week": 7, "month": 31, "year": 366, "unknown": 40_000}

WEEKDAYS = {
    "en": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    "de": ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend",
           "sonntag"],
}  # fmt: skip
UNITS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn"
    " fünfzehn sechzehn siebzehn achtzehn neunzehn",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
}
OTHER = {
    "en": {"both": 2, "pair": 2, "dozen": 12, "hundred": 100},
    "de": {"beide": 2, "beiden": 2, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zweier": 2,
           "dreier": 3, "dutzend": 12, "hundert": 100},
}  # fmt: skip
ORDINALS = {
    "en": "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "de": "zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
}
AGES = re.compile(
    r"\d+[ -](?:year|months?)[- ]olds?|\d+[- ][Jj]ährig\w*|\d+ Jahre alt\w*|\(\d+\)|, \d\d(?=,|$)"
    r"|aged? \w+|(?:boy|girl|man|woman|child|baby) of \w+|[A-Z]\d+"
)
MORE = re.compile(r"\b(?:more than|over|exceed\w*|mehr als|über)\b", re.IGNORECASE)

Row = dict[str, Any]


@cache
def rows(folder: str, name: str) -> list[Row]:
    text = (GOLD / folder / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def reports(folder: str) -> dict[str, Row]:
    return {row["id"]: row for row in rows(folder, "reports")}


def every(name: str) -> list[Any]:
    """One case a row, named by folder and id."""
    return [
        pytest.param(folder, row, id=f"{folder}-{row['id']}")
        for folder in FOLDERS
        for row in rows(folder, name)
    ]


def claims(account: Row) -> list[tuple[str, Row]]:
    return [(field, claim) for field in TOLL_FIELDS for claim in account.get(field, [])]


@cache
def number_words(lang: str) -> dict[str, int]:
    """Every number word to 99, and a few more, as it is written in one word."""
    units, tens = UNITS[lang].split(), TENS[lang].split()
    known = {word: value for value, word in enumerate(units)}
    for step, word in enumerate(tens, 2):
        known[word] = 10 * step
        for value, unit in enumerate(units[1:10], 1):
            known[f"{word}-{unit}" if lang == "en" else f"{unit}und{word}"] = 10 * step + value
    return known | OTHER[lang]


def ordinals(phrase: str, lang: str) -> set[int]:
    """What "a fifth body" can mean: the fifth, so five in all, or one more."""
    words = re.findall(r"[^\W\d_]+", phrase.lower())
    stems = [word.rstrip("rsnm") if lang == "de" else word for word in words]
    found = {n for n, name in enumerate(ORDINALS[lang].split(), 2) if name in stems}
    return found | {1} if found else found


def numbers(phrase: str, lang: str) -> list[int]:
    """The numbers that a phrase names, ages left out."""
    phrase = AGES.sub(" ", phrase)
    found = [int(re.sub(r"\D", "", n)) for n in re.findall(r"\d+(?:[.,]\d{3})*", phrase)]
    known = number_words(lang)
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", phrase.lower()):
        parts = [word] if word in known else word.split("-")
        found += [known[part] for part in parts if part in known]
    return found


@pytest.mark.parametrize(
    ("phrase", "lang", "expected"),
    [
        ("mindestens siebenundvierzig Menschen", "de", [47]),
        ("Seventy-six bodies", "en", [76]),
        ("Some 3,000 people", "en", [3000]),
        ("a 29-year-old woman dead", "en", []),
        ("Ein 52 Jahre alter Mann", "de", [1]),
        ("more than a dozen", "en", [12]),
    ],
)
def test_numbers_are_read_from_phrases(phrase: str, lang: str, expected: list[int]) -> None:
    assert numbers(phrase, lang) == expected


def test_there_is_gold() -> None:
    assert OWN in FOLDERS


@pytest.mark.parametrize("folder", FOLDERS)
def test_ids_and_addresses_are_unique(folder: str) -> None:
    for key in ("id", "url"):
        found = Counter(row[key] for row in rows(folder, "reports"))
        assert max(found.values()) == 1, found.most_common(1)
    found = Counter(row["id"] for row in rows(folder, "gold"))
    assert max(found.values()) == 1, found.most_common(1)


@pytest.mark.parametrize(("folder", "report"), every("reports"))
def test_a_report_is_whole(folder: str, report: Row) -> None:
    assert set(report) == REPORT_KEYS
    assert report["text"] == normalise(report["text"]).strip()
    assert not report["text"].startswith(report["title"])
    assert 30 <= len(report["text"].split()) <= 460
    if report["published"]:
        assert date(1990, 1, 1) <= date.fromisoformat(report["published"]) <= date(2030, 1, 1)


@pytest.mark.parametrize(("folder", "incident"), every("gold"))
def test_an_incident_has_known_keys_and_codes(folder: str, incident: Row) -> None:
    assert INCIDENT_KEYS <= set(incident) <= INCIDENT_KEYS | INCIDENT_EXTRA
    assert incident["kind"] == incident["kinds_ok"][0] or incident["kind"] in incident["kinds_ok"]
    assert set(incident["kinds_ok"]) <= set(KINDS)
    assert re.fullmatch("[A-Z]{2}", incident["country"])
    assert -60 < incident["lat"] < 80 and -180 <= incident["lon"] <= 180
    assert incident["reports"]
    for actor in incident["perpetrators"]:
        assert set(actor) == {"names", "confidence"} and actor["names"]
        assert actor["confidence"] and set(actor["confidence"]) <= set(CONFIDENCES)
    for account in incident["reports"]:
        assert ACCOUNT_KEYS <= set(account) <= ACCOUNT_KEYS | ACCOUNT_EXTRA
        assert account["role"] in ("main", "background")
        for _, claim in claims(account):
            assert CLAIM_KEYS <= set(claim) <= CLAIM_KEYS | CLAIM_EXTRA
            assert claim["group"] in {*GROUPS, None}
            assert claim["voice"] in {*VOICE_KINDS, None}


@pytest.mark.parametrize(("folder", "incident"), every("gold"))
def test_every_phrase_stands_in_its_report(folder: str, incident: Row) -> None:
    known = reports(folder)
    for account in incident["reports"]:
        text = known[account["report"]]["text"]
        anchor = account["anchor_text"]
        assert text.count(anchor) == 1, anchor
        before, after = text.split(anchor)
        assert not before or re.search(r"(?:[.!?:»”\"–-][»”\"]?\s+|\n|[«“\"„])$", before), anchor
        assert re.search(r"[.!?][»”\"“]?$", anchor.strip()), anchor
        assert not after or after[0].isspace() or after[0] in '»”"“', anchor
        assert account.get("date_text") or "" in text
        for _, claim in claims(account):
            assert claim["text"] in text, claim


@pytest.mark.parametrize(("folder", "incident"), every("gold"))
def test_counts_say_what_the_words_say(folder: str, incident: Row) -> None:
    for account in incident["reports"]:
        lang = reports(folder)[account["report"]]["lang"]
        for _, claim in claims(account):
            low, high = claim["low"], claim["high"]
            assert low is not None or high is not None
            if low is not None and high is not None:
                assert 0 < low <= high
            if lang not in WEEKDAYS:
                continue
            named = numbers(claim["text"], lang)
            if MORE.search(claim["text"]) and not claim.get("approx"):
                assert low is not None and high is None and low - 1 in named, claim
            elif ordinals(claim["text"], lang):
                assert ordinals(claim["text"], lang) & {low, high}, claim
            elif [n for n in named if n > 1]:
                fits = {*named, sum(named)}
                assert claim.get("approx") or fits & {low, high}, (claim, named)
            else:
                assert claim.get("approx") or (low or high) <= 3, claim


@pytest.mark.parametrize(("folder", "incident"), every("gold"))
def test_tolls_rest_on_claims(folder: str, incident: Row) -> None:
    for field in TOLL_FIELDS:
        told = [claim for account in incident["reports"] for claim in account.get(field, [])]
        assert bool(told) == (field in incident), field
        if not told:
            continue
        low, best, high = (incident[field][key] for key in ("low", "best", "high"))
        assert best
        for value in best:
            assert (low or 0) <= value and (high is None or value <= high), field
        upheld = [claim for claim in told if not claim.get("outdated")]
        assert upheld, f"{field}: every figure is outdated"
        if high is not None and field != "missing":  # they fall while bodies are found
            assert max(claim["high"] or claim["low"] for claim in upheld) <= high, field


@pytest.mark.parametrize(("folder", "incident"), every("gold"))
def test_days_are_possible(folder: str, incident: Row) -> None:
    start, end = date.fromisoformat(incident["start"]), date.fromisoformat(incident["end"])
    assert start <= end
    assert (end - start).days < PRECISION_DAYS[incident["precision"]]
    told = Counter(account["report"] for account in incident["reports"])
    assert max(told.values()) == 1, told
    for account in incident["reports"]:
        first, last = date.fromisoformat(account["start"]), date.fromisoformat(account["end"])
        assert first <= last and first <= end + timedelta(1) and last >= start - timedelta(1)
        published = reports(folder)[account["report"]]["published"]
        if published:
            assert first <= date.fromisoformat(published)


@pytest.mark.parametrize(("folder", "incident"), every("gold"))
def test_weekdays_fit_the_days(folder: str, incident: Row) -> None:
    for account in incident["reports"]:
        names = WEEKDAYS.get(reports(folder)[account["report"]]["lang"])
        said = account.get("date_text") or ""
        if names is None:
            continue
        first, last = date.fromisoformat(account["start"]), date.fromisoformat(account["end"])
        days = {(first + timedelta(n)).weekday() for n in range(min((last - first).days, 6) + 1)}
        found = {n for n, name in enumerate(names) if re.search(rf"\b(?:{name})", said.lower())}
        assert not found or found & days, (account["report"], said, first.strftime("%A"))


@pytest.mark.parametrize("lang", ["en", "de"])
def test_our_own_reports_are_mixed(lang: str) -> None:
    own = [row for row in rows(OWN, "reports") if row["lang"] == lang]
    main = {
        account["report"]
        for incident in rows(OWN, "gold")
        for account in incident["reports"]
        if account["role"] == "main"
    }
    quiet = [row["id"] for row in own if row["id"] not in main]
    assert len(own) >= 18
    assert len(quiet) >= len(own) / 5
    assert any(row["published"] is None for row in own)
