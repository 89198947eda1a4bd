"""Who acts, in tables: text → mentions; and what the registry's data promises."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

from casus.extract.actors import (
    ActorError,
    Registry,
    find_actors,
    load_registry,
    read_registry,
)
from casus.packs import available, load_pack
from casus.packs.lexicon import Hit, Lexicon
from casus.text import Tokens, Writing, tokenise
from casus.types import Place

TYPES = {
    "armed_group", "cartel", "state_force", "police", "un_mission", "agency", "ngo", "party",
    "government", "other",
}  # fmt: skip
LANGUAGES = ("en", "de", "fr", "es", "ar", "ru")
TABLE = Path(str(resources.files("casus.packs"))) / "actors" / "actors.tsv"


@dataclass(frozen=True)
class At:
    """A place mention as the actor reader sees it."""

    first: int
    last: int
    role: str
    resolved: Place | None


MALI = Place("Mali", ("Mali",), "ML", precision="country")
FRANCE = Place("France", ("France",), "FR", precision="country")
KABUL = Place("Kabul", ("Afghanistan", "Kabul"), "AF", precision="exact")
PLACES = {
    "Malian": ("adjective", MALI), "Mali": ("name", MALI), "Malis": ("name", MALI),
    "malische": ("adjective", MALI), "malischen": ("adjective", MALI),
    "French": ("adjective", FRANCE), "Kabul": ("name", KABUL),
}  # fmt: skip


def mentions(text: str, lang: str) -> list[tuple[str, str]]:
    """(words, key or "~" for a generic one) of every actor in a text."""
    pack = load_pack(lang)
    tokens = tokenise(text)
    hits = pack.lexicon.annotate(tokens)
    places = [At(i, i + 1, *PLACES[word]) for i, word in enumerate(tokens.words) if word in PLACES]
    found = find_actors(tokens, hits, places, load_registry(lang))
    for mention in found:
        assert text[mention.start : mention.end] == tokens.raw(mention.first, mention.last)
        assert mention.type in TYPES
        assert mention.generic == (mention.actor.key == "")
    return [(text[m.start : m.end], m.actor.key or "~") for m in found]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("The Islamic State claimed it.", "en", [("Islamic State", "islamic_state")]),
        ("Daesh and ISIS", "en", [("Daesh", "islamic_state"), ("ISIS", "islamic_state")]),
        ("it is his", "en", []),
        ("Der Islamische Staat bekannte sich.", "de", [("Islamische Staat", "islamic_state")]),
        ("Kämpfer des Islamischen Staats", "de", [
            ("Kämpfer", "~"), ("Islamischen Staats", "islamic_state")]),
        ("die Dschihadistenmiliz IS", "de", [("Dschihadistenmiliz IS", "islamic_state")]),
        ("Lord's Resistance Army", "en", [("Lord's Resistance Army", "lra")]),
        ("Lord’s Resistance Army", "en", [("Lord’s Resistance Army", "lra")]),
        ("Malian troops died.", "en", [("Malian troops", "mali_armed_forces")]),
        ("Mali's army said", "en", [("Mali's army", "mali_armed_forces")]),
        ("the army of Mali", "en", [("army of Mali", "mali_armed_forces")]),
        ("the military in Mali", "en", []),
        ("French special forces", "en", [("French special forces", "france_armed_forces")]),
        ("Malian police", "en", [("Malian police", "mali_police")]),
        ("Kabul police", "en", []),
        ("die malische Armee", "de", [("malische Armee", "mali_armed_forces")]),
        ("police Malian families fled", "en", []),
        ("die Armee Malis", "de", [("Armee Malis", "mali_armed_forces")]),
        ("FAMa", "en", [("FAMa", "mali_armed_forces")]),
        ("two unidentified gunmen fled", "en", [("unidentified gunmen", "~")]),
        ("unbekannte Täter", "de", [("unbekannte Täter", "~")]),
        ("nach dem Untergang der Fähre", "de", []),
        ("Al-Shabaab militants", "en", [("Al-Shabaab", "al_shabaab"), ("militants", "~")]),
        ("", "en", []),
    ],
)  # fmt: skip
def test_mentions(text: str, lang: str, expected: list[tuple[str, str]]) -> None:
    assert mentions(text, lang) == expected


def _writing(lang: str) -> Writing:
    """How texts of a language are cut, where it has a pack."""
    return load_pack(lang).writing if lang in available() else Writing("prefix")


def only_names(text: str, registry: Registry, apostrophe: str = "suffix") -> list[str]:
    tokens = tokenise(text, writing=Writing(apostrophe))
    return [m.actor.key for m in find_actors(tokens, [], [], registry)]


@pytest.mark.parametrize(
    ("text", "lang", "key"),
    [
        ("боевики Талибана", "ru", "taliban"),
        ("отряды Исламского государства", "ru", "islamic_state"),
        ("أعلن تنظيم داعش", "ar", "islamic_state"),
        ("les talibans", "fr", "taliban"),
        ("groupe État islamique", "fr", "islamic_state"),
        ("el Ejército de Liberación Nacional", "es", "eln"),
        ("Бойцы РПК", "ru", "pkk"),
        ("ISIS", "xx", "islamic_state"),
    ],
)
def test_other_languages_share_keys(text: str, lang: str, key: str) -> None:
    assert only_names(text, load_registry(lang)) == [key]


def test_apostrophe_as_prefix_cuts_names_like_texts() -> None:
    registry = load_registry("fr", Writing(apostrophe="prefix"))
    text = "Al-Qaïda au Maghreb islamique et l'Armée de résistance du Seigneur"
    assert only_names(text, registry, "prefix") == ["aqim", "lra"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_name_of_the_registry_leads_to_its_key(lang: str) -> None:
    registry = load_registry(lang, _writing(lang))
    owners: dict[str, set[str]] = {}
    for entry, _, key in registry.names.entries():
        owners.setdefault(entry, set()).add(key)
    shared = {entry: sorted(keys) for entry, keys in owners.items() if len(keys) > 1}
    assert shared == {}
    for key, (actor, kind) in registry.actors.items():
        assert (actor.key, kind in TYPES) == (key, True)
        assert key.isascii() and key == key.lower() and " " not in key


LEAST = {
    "armed_group": 240, "state_force": 180, "cartel": 38, "un_mission": 30, "police": 30,
    "agency": 20, "ngo": 30, "party": 14, "government": 14,
}  # fmt: skip
"""Rows of each type that the registry holds at least."""


def test_registry_is_broad() -> None:
    kinds = [kind for _, kind in load_registry("en").actors.values()]
    assert {kind: kinds.count(kind) for kind in LEAST if kinds.count(kind) < LEAST[kind]} == {}
    assert len(load_registry("en").countries) >= 195


@pytest.mark.parametrize("lang", ["ar", "ru"])
def test_every_actor_has_a_name_in_the_script_of_the_language(lang: str) -> None:
    own = {"ar": "ARABIC", "ru": "CYRILLIC"}[lang]
    registry = load_registry(lang)
    named = {
        key for entry, _, key in registry.names.entries()
        if any(unicodedata.name(letter, "").startswith(own) for letter in entry)
    }  # fmt: skip
    assert len(registry.actors) >= 600
    assert set(registry.actors) - named == set()


def test_armed_forces_have_names_of_their_own_in_each_language() -> None:
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line[:1] != "#"]
    columns = {name: number for number, name in enumerate(rows[0])}
    forces = [row for row in rows if row[0].endswith("_armed_forces")]
    empty = {
        lang: [row[0] for row in forces if not (row + [""] * len(columns))[columns[lang]]]
        for lang in ("de", "fr", "es", "ar", "ru")
    }
    assert len(forces) >= 150
    assert empty == {lang: [] for lang in empty}


@pytest.mark.parametrize(
    ("lang", "text", "keys"),
    [
        ("ar", "أفاد السكان بأن الشباب وصلوا إلى القاعدة الجوية", []),
        ("de", "Der Streit um Atomwaffen", []),
        ("es", "cayó sobre la línea del tren; los lobos huyeron", []),
        ("ru", "синоптики обещают дождь в городе Азов", []),
        ("fr", "les FDS ont été attaquées", []),
    ],
)
def test_ordinary_words_are_no_actors(lang: str, text: str, keys: list[str]) -> None:
    assert only_names(text, load_registry(lang, _writing(lang))) == keys


@pytest.mark.parametrize(
    "raw", ["IS", "Daesh", "Islamischer Staat", "ИГИЛ", "داعش", "État islamique"]
)
def test_rival_names_lead_to_one_actor_and_stay_in_the_text(raw: str) -> None:
    lang = next(lang for lang in LANGUAGES if only_names(raw, load_registry(lang)))
    tokens = tokenise(raw)
    (found,) = find_actors(tokens, [], [], load_registry(lang))
    assert (found.actor.key, raw[found.start : found.end]) == ("islamic_state", raw)


@pytest.mark.parametrize(
    ("role", "follow", "key"),
    [
        ("adjective", True, ["mali_police"]),
        ("adjective", False, []),
        ("inhabitant", True, []),
        ("name", False, ["mali_police"]),
    ],
)
def test_adjectives_behind_their_noun_where_the_language_puts_them(
    role: str, follow: bool, key: list[str]
) -> None:
    tokens = tokenise("policía maliense")
    force = [Hit(0, 1, "FORCE", "police")]
    where = [At(1, 2, role, MALI)]
    registry = load_registry("es")
    found = find_actors(tokens, force, where, registry, adjectives_follow=follow)
    assert [m.actor.key for m in found] == key


def test_registered_state_force_takes_its_registered_name() -> None:
    found = load_registry("en").force("army", "IL")
    assert found is not None
    assert (found[0].key, found[0].name) == ("israel_armed_forces", "Israel Defense Forces")


@pytest.mark.parametrize(("attr", "country"), [("army", "ZZ"), ("nothing", "ML")])
def test_unknown_force_or_country_gives_no_actor(attr: str, country: str) -> None:
    assert load_registry("en").force(attr, country) is None


@pytest.mark.parametrize(
    "table",
    [
        "name\tkey\n",
        "key\tsector\tcountry\ttype\tname\tall\nx\tREB\t\t\tX\t\n",
        "key\tsector\tcountry\ttype\tname\tall\nx\tREB\t\targ\tX\t\nx\tREB\t\targ\tY\t\n",
    ],
)
def test_broken_tables_are_named(table: str) -> None:
    with pytest.raises(ValueError, match=r"actors\.tsv"):
        read_registry(table, "", "", lang="en")


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_force_of_a_pack_has_a_key(lang: str) -> None:
    forces = set(load_registry(lang).forces)
    assert set(load_pack(lang).words["FORCE"]) <= forces


def test_longest_mention_wins() -> None:
    head = "key\tsector\tcountry\ttype\tname\tall\n"
    table = f"{head}a\tREB\t\tparty\tFront\t\nb\tREB\t\tparty\tFront of X\t\n"
    registry = read_registry(table, "", "", lang="en")
    tokens: Tokens = tokenise("the Front of X")
    generic = [Hit(1, 2, "GENERIC_ACTOR", "rebels")]
    assert [m.actor.key for m in find_actors(tokens, generic, [], registry)] == ["b"]
    assert isinstance(registry.names, Lexicon)


OWN = (
    "key\tsector\tcountry\ttype\tname\tall\ten\n"
    "river_front\tREB\tML\tarmed_group\tRiver Front\t=RVF\tFront of the River{,s}\n"
    "jnim\t\t\t\t\t\tSupporters of the Dunes\n"
)


def test_a_table_of_ones_own_adds_actors_and_names(tmp_path: Path) -> None:
    file = tmp_path / "actors.tsv"
    file.write_text(OWN, "utf-8")
    registry = load_registry("en", further=file)
    text = "The Front of the Rivers, the RVF, Supporters of the Dunes and Boko Haram met."
    assert only_names(text, registry) == ["river_front", "river_front", "jnim", "boko_haram"]
    assert registry.actors["jnim"] == load_registry("en").actors["jnim"]
    assert registry.actors["river_front"][0].country == "ML"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "the first columns are key, sector, country, type, name, all"),
        ("name\tkey\n", "the first columns are"),
        (OWN.replace("River Front\t", "\t"), "river_front: a new actor needs key, type and name"),
        (OWN.replace("jnim", ""), "a new actor needs key"),
    ],
)
def test_a_table_of_ones_own_that_cannot_be_used(
    tmp_path: Path, table: str, message: str
) -> None:
    file = tmp_path / "actors.tsv"
    file.write_text(table or "# nothing\n", "utf-8")
    with pytest.raises(ActorError, match=message):
        load_registry("en", further=file)
