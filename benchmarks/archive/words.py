"""Sentences with slots, one file a language, and how numbers, people and days are worded."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from .model import Event
from .world import groups, rows

FOLDER = Path(__file__).parent / "words"
_CHOICE = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


@cache
def words_of(lang: str) -> Words:
    """The words of a language; FileNotFoundError where the archive does not speak it."""
    return Words(lang, tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8")))


def spoken() -> tuple[str, ...]:
    """The languages of the archive."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


@cache
def _countries() -> dict[str, dict[str, str]]:
    columns = ("en", "de", "es", "fr", "ru", "ru_of", "ar")
    return {code: dict(zip(columns, names, strict=True)) for code, *names in rows("countries.tsv")}


@dataclass(frozen=True)
class Words:
    lang: str
    data: dict[str, Any]

    def sentences(self, *names: str) -> list[str]:
        """All sentences of these kinds; kinds that the language lacks are empty."""
        return [s for name in names for s in self.data["sentences"].get(name, ())]

    def noun(self, kind: str, dice: random.Random) -> str:
        """A kind in words, after its preposition: "in an air strike"."""
        return str(dice.choice(self.data["kinds"][kind]))

    def voice(self, kind: str, dice: random.Random) -> str:
        return str(dice.choice(self.data["voices"][kind]))

    def number(self, n: int) -> str:
        known = self.data["numbers"]
        return known[n] if n < len(known) else str(n)

    def people(self, n: int, group: str, *, least: bool = False) -> str:
        """So many people, declined: "three soldiers", "at least 14 people".

        A form that begins with "=" is whole; one with "{n}" says where the number goes.
        """
        forms = self.data["groups"][group]
        form = forms[_plural(self.data["plural"], n)]
        if form.startswith("="):
            text = form[1:]
        elif "{n}" in form:
            text = form.format(n=self.number(n))
        else:
            text = f"{self.number(n)} {form}"
        return str(self.data["least"]).format(count=text) if least else text

    def bare(self, n: int) -> str:
        """A number that stands alone: "rose to nine"."""
        return str(n) if self.data.get("bare") == "digits" else self.number(n)

    def day(self, day: date, form: str, dice: random.Random) -> str:
        """A day in one of the forms of `[when]`."""
        data = self.data
        weekday, month = data["weekdays"][day.weekday()], data["months"][day.month - 1]
        # some languages decline them where a preposition stands before
        bare = data.get("weekdays_bare", data["weekdays"])[day.weekday()]
        within = data.get("months_in", data["months"])[day.month - 1]
        return str(dice.choice(data["when"][form])).format(
            weekday=weekday,
            weekday_bare=bare,
            month=month,
            month_in=within,
            day=day.day,
            year=day.year,
        )

    def place(self, event: Event, dice: random.Random, *, village: bool, respelt: bool) -> str:
        """Where it happened, with the preposition."""
        names = {"town": event.town.names[self.lang]}
        country = _countries()[event.town.country]
        names["country"] = country[self.lang]
        names["of_country"] = country.get(f"{self.lang}_of", country[self.lang])
        form = "town"
        if village and event.village is not None:
            form = "village"
            names["village"] = self.village(event, respelt=respelt)
        return str(dice.choice(self.data["place"][form])).format(**names)

    def village(self, event: Event, *, respelt: bool) -> str:
        assert event.village is not None
        return (event.village.spelt if respelt else event.village.names)[self.lang]

    def author(self, author: int) -> str:
        return groups()[author][1][self.lang]

    def fill(self, pattern: str, *, many: bool, **slots: str) -> str:
        """A sentence with its slots filled and its first letter large."""
        chosen = _CHOICE.sub(lambda m: m[2] if many else m[1], pattern)
        text = chosen.format(**slots)
        for wrong, right in self.data.get("tidy", {}).items():
            text = text.replace(wrong, right)
        start = next((i for i, c in enumerate(text) if c.isalpha() or c.isdigit()), 0)
        return text[:start] + text[start].upper() + text[start + 1 :]


def _plural(rule: str, n: int) -> int:
    """Which form of a noun a number takes."""
    if rule == "slavic":
        tens, ones = n % 100 // 10, n % 10
        if tens == 1 or ones in (0, *range(5, 10)):
            return 2
        return 0 if ones == 1 else 1
    if rule == "arabic":
        if n <= 2:
            return n - 1
        return 2 if 3 <= n % 100 <= 10 else 3
    return 0 if n == 1 else 1
