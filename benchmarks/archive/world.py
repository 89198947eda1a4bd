"""The events of the archive: a seeded world in which neighbours are hard to tell apart."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from casus.gazetteer import Gazetteer

from .model import Event, Figure, Town, Village

HERE = Path(__file__).parent
FIRST_DAY = date(2017, 1, 9)
DAYS_AN_EVENT = 0.22
"""10,000 events fill six years; fewer fill less, so that a smaller archive is as dense."""
LANGUAGES = ("en", "de", "es", "fr", "ru", "ar")

VIOLENT = {
    "armed_attack": ("armed_clash", "massacre"),
    "armed_clash": ("armed_attack",),
    "bombing": ("explosive_device", "explosion"),
    "suicide_bombing": ("bombing",),
    "explosive_device": ("bombing", "explosion"),
    "air_strike": ("shelling", "bombing"),
    "shelling": ("air_strike",),
}
OTHER = {
    "flood": ("landslide",),
    "landslide": ("flood",),
    "fire": ("explosion",),
    "explosion": ("fire",),
    "road_accident": (),
    "building_collapse": ("explosion",),
    "ship_accident": (),
}
"""Kinds, and the words that some reports use instead."""

_CONSONANTS = {
    "b": "b b b б ب", "d": "d d d д د", "f": "f f f ф ف", "g": "g g gu г غ", "k": "k k k к ك",
    "l": "l l l л ل", "m": "m m m м م", "n": "n n n н ن", "r": "r r r р ر", "s": "s s ss с س",
    "t": "t t t т ت", "sh": "sch sh ch ш ش", "kh": "ch j kh х خ", "j": "dsch y dj дж ج",
}  # fmt: skip
_VOWELS = {
    "a": "a a a а ا", "i": "i i i и ي", "u": "u u ou у و", "o": "o o o о و", "e": "e e é е ي",
}  # fmt: skip
_RESPELT = {"u": "oo", "i": "ee", "k": "q", "sh": "ch", "j": "dj", "kh": "k", "e": "ay", "t": "tt"}


def events(count: int, *, seed: int, hard: bool, languages: tuple[str, ...]) -> list[Event]:
    """So many events, in the order of their days."""
    dice = random.Random(f"world/{seed}/{count}/{hard}")
    areas = [(town, _villages(town, dice)) for town in towns()]
    span = max(30, round(count * DAYS_AN_EVENT))
    found: list[Event] = []
    while len(found) < count:
        town, villages = dice.choice(areas)
        day = FIRST_DAY + timedelta(days=dice.randrange(span))
        kind = dice.choice([*VIOLENT, *VIOLENT, *OTHER])
        home = dice.choice(languages)
        serial = hard and kind in VIOLENT and dice.random() < 0.25
        author = author_of(town.country, dice) if kind in VIOLENT else None
        for step in range(dice.randint(3, 6) if serial else 1):
            if step:
                day += timedelta(days=dice.choice((1, 1, 1, 2)))
            village = dice.choice(villages) if dice.random() < (0.7 if serial else 0.4) else None
            found.append(
                Event(
                    f"E{len(found):05}",
                    (kind, *(_other_words(kind) if hard else ())),
                    day,
                    town,
                    village,
                    dice.choice(_GROUPS[kind in VIOLENT]),
                    _figures(dice, hard, sudden=kind in VIOLENT),
                    dice.choice((0, 0, *range(2, 40))),
                    author if dice.random() < 0.8 else None,
                    home,
                )
            )
    return sorted(found[:count], key=lambda e: (e.day, e.id))


_GROUPS = {True: ("people", "people", "civilian", "military", "police"), False: ("people",)}


def _other_words(kind: str) -> tuple[str, ...]:
    return VIOLENT.get(kind) or OTHER.get(kind) or ()


def _figures(dice: random.Random, hard: bool, *, sudden: bool) -> tuple[Figure, ...]:
    """Who tells which number of dead from when on. Of a disaster the first figures are often a
    small part."""
    number = dice.choice((1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 17, 19, 23, 28, 35, 46))
    voice = dice.choice(("police", "government", "military", "hospital", "rescue"))
    how = dice.random() if hard else 1.0
    if how < 0.2:
        second = number + (dice.randint(1, 4) if sudden else dice.randint(1, 3 * number + 3))
        third = second + dice.randint(1, 5)
        steps = [(0, number), (1, second)] + [(3, third)] * (dice.random() < 0.5)
        figures, old = [], None
        for after, told in steps:
            figures.append(Figure(after, voice, told, stands=(after, told) == steps[-1], old=old))
            old = told
        return tuple(figures)
    if how < 0.28 and number > 3:
        fewer = number - dice.randint(1, number // 3)
        return (Figure(0, voice, number, stands=False), Figure(2, voice, fewer, old=number))
    if how < 0.42 and number > 2:
        return (Figure(0, voice, number), Figure(0, "armed_group", round(number * 1.7) + 1))
    if how < 0.55 and number > 4:
        return (Figure(0, voice, number - 1, least=True), Figure(1, voice, number))
    return (Figure(0, voice, number),)


def author_of(country: str, dice: random.Random) -> int | None:
    """One of the groups that act in a country, as a row of groups.tsv."""
    here = [n for n, (countries, _) in enumerate(groups()) if country in countries]
    return dice.choice(here) if here else None


def _villages(town: Town, dice: random.Random) -> list[Village]:
    """Villages around a town. There are few names, so that many villages share one."""
    return [
        Village(
            *_village_name(dice.randrange(250)),
            round(town.lat + dice.uniform(-0.25, 0.25), 4),
            round(town.lon + dice.uniform(-0.25, 0.25), 4),
        )
        for _ in range(10)
    ]


@cache
def _village_name(number: int) -> tuple[dict[str, str], dict[str, str]]:
    """The name of a village by language, and in another spelling."""
    dice = random.Random(f"village/{number}")
    parts = [
        part
        for _ in range(dice.choice((2, 3, 3)))
        for part in (dice.choice(list(_CONSONANTS)), dice.choice(list(_VOWELS)))
    ] + [dice.choice(["", "n", "r", "l"])]
    letters = {**_CONSONANTS, **_VOWELS, "": "    "}
    names = {"en": "".join(parts)}
    for column, lang in enumerate(("de", "es", "fr", "ru", "ar")):
        names[lang] = "".join(letters[part].split(" ")[column] for part in parts)
    changed = dice.choice([n for n, p in enumerate(parts) if p in _RESPELT] or [0])
    respelt = [_RESPELT.get(p, p) if n == changed else p for n, p in enumerate(parts)]
    other = {lang: "".join(respelt) for lang in ("en", "de", "es", "fr")}
    spelt = {**names, **other}
    return _titled(names), _titled(spelt)


def _titled(names: dict[str, str]) -> dict[str, str]:
    return {lang: name[0].upper() + name[1:] for lang, name in names.items()}


def rows(name: str) -> list[list[str]]:
    """The rows of a table of this folder."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def towns() -> tuple[Town, ...]:
    """Every town of towns.tsv with its point and region from the gazetteer."""
    gazetteer = Gazetteer.open()
    found = []
    for country, *names in rows("towns.tsv"):
        place = next(p for p in gazetteer.lookup(names[0], kinds=["city"]) if p.country == country)
        path = gazetteer.path(place)
        region = path[1] if len(path) > 2 else ""
        spelt = dict(zip(LANGUAGES, names, strict=True))
        found.append(Town(country, spelt, region, place.lat or 0.0, place.lon or 0.0))
    return tuple(found)


@cache
def groups() -> tuple[tuple[tuple[str, ...], dict[str, str]], ...]:
    """The countries of each armed group and its names."""
    return tuple(
        (tuple(where.split(",")), dict(zip(LANGUAGES, names, strict=True)))
        for where, *names in rows("groups.tsv")
    )
