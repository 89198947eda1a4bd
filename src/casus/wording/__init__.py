"""What is said of records, in words: phrases, which are codes with values, become sentences.

Use `say(phrase, …)` for English, as the command line and written files have it, `Wording.of(lang)`
for another language. A language is a file here; all have the same keys (a test compares them). Of
`join.*` the values `items` are put in a row; every other phrase is a message whose {names} its
values fill in. A key that ends in `_one` is taken where the value `n` is 1.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from casus.types import Phrase, PhraseValue


def say(*told: Phrase) -> str:
    """Sentences in English."""
    return Wording.of("en").say(told)


class Wording:
    """Messages in one language."""

    def __init__(self, lang: str, messages: Mapping[str, Any]) -> None:
        self.lang = lang
        self.messages = messages

    @staticmethod
    @cache
    def of(lang: str) -> Wording:
        """The words of a language that has a file. Raises FileNotFoundError for another."""
        file = files("casus.wording").joinpath(f"{lang}.toml")
        return Wording(lang, read(file.read_text("utf-8")))

    def t(self, key: str, **values: object) -> str:
        """A message, filled in; KeyError for one that does not exist."""
        if values.get("n") == 1 and f"{key}_one" in self.messages:
            key = f"{key}_one"
        told = {k: self.number(v) if type(v) is int else v for k, v in values.items()}
        return str(self.messages[key]).format_map(told) if told else str(self.messages[key])

    def number(self, value: int) -> str:
        """A whole number in a sentence."""
        return str(value)

    def say(self, told: Phrase | Iterable[Phrase]) -> str:
        """A phrase, or sentences in a row. A code that a newer version wrote is shown as it is."""
        if not isinstance(told, Phrase):
            return " ".join(map(self.say, told))
        if told.code.startswith("join."):
            return self._row(told.code, [str(self._value(i)) for i in told.values["items"]])  # type: ignore[union-attr]
        if told.code not in self.messages:
            return " ".join([told.code, *(str(self._value(v)) for v in told.values.values())])
        return self.t(told.code, **{name: self._value(v) for name, v in told.values.items()})

    def _value(self, value: PhraseValue) -> object:
        return self.say(value) if isinstance(value, Phrase) else value

    def _row(self, code: str, items: list[str]) -> str:
        if code == "join.and" and len(items) > 1:
            items = [str(self.messages["join.comma"]).join(items[:-1]), items[-1]]
        return str(self.messages[code]).join(items)


def read(text: str) -> dict[str, Any]:
    """Messages of a TOML file by their dotted keys."""
    return dict(_flat(tomllib.loads(text), ""))


def _flat(table: Mapping[str, Any], above: str) -> Iterable[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
