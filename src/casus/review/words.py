"""The interface's own words, in the language its reader chose; the reports keep theirs.

Use `words_for(lang)` once a request and its methods in templates: `t(key, …)` for a message, the
others for values, `say` for reasons, whose words every part of Casus shares (`casus.wording`). A
language is a file in `messages/`; all have the same keys (a test compares them). Nothing is escaped
here: templates do that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from casus.ingest.language import NAMES
from casus.review.correction import Correction
from casus.types import Actor, Claim, Count, Part, Place, Toll, Value, Voice, When
from casus.wording import Wording, read

DEFAULT = "en"


@cache
def languages() -> Mapping[str, str]:
    """Code → the language's own name, of every interface language."""
    own = {"de": "Deutsch", "en": "English", "fr": "Français"}
    found = sorted(
        file.name.removesuffix(".toml")
        for file in files("casus.review").joinpath("messages").iterdir()
        if file.name.endswith(".toml")
    )
    return {code: own.get(code, code) for code in found}


def accepted(header: str) -> str:
    """The first interface language that a browser's Accept-Language names, else the default."""
    for part in header[:400].split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in languages():
            return code
    return DEFAULT


@cache
def words_for(lang: str) -> Words:
    """The words of a language, or of the default where it is none of the interface's."""
    lang = lang if lang in languages() else DEFAULT
    file = files("casus.review").joinpath("messages", f"{lang}.toml")
    return Words(lang, {**Wording.of(lang).messages, **read(file.read_text("utf-8"))})


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """Code of a country → its name by interface language, and as the map's ground has it (`map`).
    English names are the gazetteer's."""
    file = files("casus.review").joinpath("messages", "countries.tsv")
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines() if line[0] != "#"]
    return {row[0]: dict(zip(rows[0][1:], row[1:], strict=True)) for row in rows[1:]}


class Words(Wording):
    """Messages and values in one language."""

    def __init__(self, lang: str, messages: Mapping[str, Any]) -> None:
        super().__init__(lang, messages)
        self._months = messages["format.months"]
        self._weekdays = messages["format.weekdays"]

    def code(self, section: str, code: str | None) -> str:
        """What a code is called; one that has no name is shown as words."""
        if not code:
            return ""
        return str(self.messages.get(f"{section}.{code}", code.replace("_", " ")))

    def language(self, code: str) -> str:
        """A language's name."""
        return str(self.messages.get(f"language.{code}", NAMES.get(code, code)))

    def country(self, code: str, name: str) -> str:
        """A country's name, by its code and its English name."""
        return countries().get(code, {}).get(self.lang, name)

    def number(self, value: int) -> str:
        """With a thin space at the thousands from 10 000 on, as tables do."""
        if abs(value) < 10_000:
            return str(value)
        return f"{value:,}".replace(",", str(self.messages["format.thousands"]))

    def day(self, value: date | None) -> str:
        """1 Nov 2019."""
        if value is None:
            return self.t("format.undated")
        return str(self.messages["format.day"]).format(
            day=value.day, month=self._months[value.month - 1], year=value.year
        )

    def moment(self, at: str) -> str:
        """A judgement's time to the minute, UTC, from its ISO 8601 form."""
        try:
            told = datetime.fromisoformat(at)
        except ValueError:
            return at
        return f"{self.day(told.date())}, {told:%H:%M}"

    def period(self, when: When) -> str:
        """An interval as it is known: a day, days, a month, a year, or "not dated"."""
        start, end = when.start, when.end
        if start is None and end is None:
            return self._symbolic(when)
        if start is None:
            return self.t("format.until_day", day=self.day(end))
        if end is None:
            return self.t("format.from_day", day=self.day(start))
        if when.precision == "year" and start.year == end.year:
            return str(start.year)
        month = self._months[start.month - 1]
        if when.precision == "month" and (start.year, start.month) == (end.year, end.month):
            return str(self.messages["format.month"]).format(month=month, year=start.year)
        if start == end:
            return self.day(start)
        if (start.year, start.month) == (end.year, end.month):
            return str(self.messages["format.days_of_month"]).format(
                first=start.day, last=end.day, month=month, year=start.year
            )
        return f"{self.day(start)} – {self.day(end)}"

    def _symbolic(self, when: When) -> str:
        ref = when.ref
        if ref is not None and ref.weekday is not None and 0 <= ref.weekday <= 6:
            return f"{self._weekdays[ref.weekday]}, {self.t('format.undated')}"
        return self.t("format.undated")

    def interval(self, low: int | None, high: int | None) -> str:
        """54 · 49–54 · at least 53 · up to 20 · not known."""
        if low is None and high is None:
            return self.t("format.unknown_count")
        if low is None:
            return self.t("format.up_to", n=high)
        if high is None:
            return self.t("format.at_least", n=low)
        return self.number(low) if low == high else f"{self.number(low)}–{self.number(high)}"

    def figure(self, low: int | None, best: int | None, high: int | None) -> str:
        """A toll for a table: 54 · 49–54 · 53+."""
        if best is None:
            return self.interval(low, high)
        open_end = high is None
        return f"{self.number(best)}+" if open_end and best == low else self.number(best)

    def toll(self, toll: Toll) -> str:
        """The figure that stands for a toll, in large type."""
        return self.figure(toll.low, toll.best, toll.high)

    def span(self, toll: Toll) -> str:
        """Low to high, where the figure alone does not say it."""
        if toll.best is None or toll.low == toll.best == toll.high:
            return ""
        return self.interval(toll.low, toll.high)

    def count(self, value: Count) -> str:
        """A claimed count with its bounds; "about" where the text is vague."""
        text = self.interval(value.low, value.high)
        return self.t("format.about", n=text) if value.approx and value.low is not None else text

    def place(self, place: Place) -> str:
        """Inwards out: Djibo, Sahel, Burkina Faso."""
        told = [place.name, *reversed(place.path)]
        if place.country and place.path:
            home = place.path[0]
            told = [self.country(place.country, home) if name == home else name for name in told]
        parts = dict.fromkeys(told)
        return ", ".join(part for part in parts if part) or self.t("format.no_place")

    def value(self, value: Value) -> str:
        """Any claimed value."""
        if isinstance(value, Count):
            return self.count(value)
        if isinstance(value, When):
            return self.period(value)
        if isinstance(value, Place):
            return self.place(value)
        if isinstance(value, Actor):
            return value.name
        return self.code("kind", value)

    def claim(self, claim: Claim) -> str:
        """A claim's value with the people it counts: "at least 53 military"."""
        text = self.value(claim.value)
        if not isinstance(claim.value, Count):
            return text
        if claim.part is Part.INCREMENT:
            text = self.t("format.more", n=text)
        elif claim.part is Part.SUBSET:
            text = self.t("format.of_them", n=text)
        section = "group_of_one" if claim.value.low == claim.value.high == 1 else "group"
        return f"{text} {self.code(section, claim.group)}" if claim.group else text

    def correction(self, made: Correction) -> str:
        """What a correction says is right; empty where it only says that something is wrong."""
        if made.field == "incident":
            days = self.period(When(made.since, made.until))
            return ", ".join((self.code("kind", made.kind), days, made.place))
        if made.low is not None:
            return self.interval(made.low, made.high)
        if made.since is not None:
            return self.period(When(made.since, made.until))
        if made.name:
            return f"{made.name} {self.code('confidence', made.confidence)}".strip()
        return made.place or self.code("kind", made.kind) or self.code("voice", made.voice)

    def voice(self, voice: Voice) -> tuple[str, str]:
        """Who says it, as the text calls them, and the kind of voice where that adds something."""
        if voice.kind is None and voice.name is None:
            return self.t("voice.itself"), ""
        kind = self.code("voice", voice.kind)
        return (voice.name, kind) if voice.name else (kind, "")

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row."""
        return ", ".join(names)
