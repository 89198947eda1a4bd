"""When a slot is right.

Use `judge(article, answer)`: every slot that annotators filled, with whether the answer agrees.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from casus.evaluate.gvdb.answers import Answer, Day
from casus.evaluate.gvdb.baseline import days_named
from casus.evaluate.gvdb.data import Article
from casus.evaluate.names import same_name, words

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])?", re.I)
_LEAP = 2000  # a year in which every day of a calendar exists
_NO_STATE = frozenset({"", "unclear", "outside the usa"})
_NOON = 12
_SHORT = 5  # letters of the longest abbreviation of a state, "Calif"


def judge(article: Article, answer: Answer) -> dict[str, bool]:
    """Slot → right, for the slots that the gold fills; see docs/evaluation.md for each."""
    gold = article.marked
    assert gold is not None
    found: dict[str, bool] = {}
    for slot, wanted in (("killed", gold.killed), ("injured", gold.injured)):
        if wanted is not None:
            found[f"{slot}.all"] = getattr(answer, slot) == wanted
            if not gold.no_victim:
                found[slot] = found[f"{slot}.all"]
    named = days_named(article.text)
    if gold.date is not None and named:
        away = days_off(answer.date, gold.date)
        found["date"] = away == 0
        found["date.day"] = away is not None and away <= 1
        if any(days_off(day, gold.date) == 0 for day in named):
            found["date.named"] = away == 0
    if gold.city:
        found["city"] = same_name(answer.city, gold.city)
    if gold.state.lower() not in _NO_STATE:
        found["state"] = same_state(answer.state, gold.state)
    if minutes(gold.clock_time) is not None:
        found["clock"] = same_time(answer.clock_time, gold.clock_time)
    return found


def days_off(told: Day, gold: date) -> int | None:
    """How many days a date is off, as far as it says: by month and day, since the gold has the
    year of the annotation; by weekday where only that is told. None without a date."""
    if told.month is not None and told.day is not None:
        try:
            mine = date(_LEAP, told.month, told.day)
        except ValueError:
            return None
        apart = abs((mine - gold.replace(year=_LEAP)) / timedelta(days=1))
        return round(min(apart, 366 - apart))
    if told.weekday is not None:
        apart = (told.weekday - gold.weekday()) % 7
        return min(apart, 7 - apart)
    return None


def same_state(told: str, gold: str) -> bool:
    """Also true for an abbreviation ("Fla.", "NC"): some of the state's letters in order."""
    short = "".join(c for c in gold.lower() if c.isalpha())
    if len(short) > _SHORT or not told:
        return bool(told) and words(told) == words(gold)
    letters = iter(told.lower())
    return told[0].lower() == short[0] and all(c in letters for c in short)


def same_time(told: str, gold: str) -> bool:
    """The same minute; a gold time without "am" or "pm" fits both halves of the day."""
    mine, wanted = minutes(told), minutes(gold)
    if mine is None or wanted is None:
        return False
    half = bool((_CLOCK.search(gold) or [""] * 4)[3])
    return mine == wanted or (not half and mine % (_NOON * 60) == wanted % (_NOON * 60))


def minutes(clock: str) -> int | None:
    """Minutes after midnight of "7:30 p.m", "10 a.m.", "19:30"; None for what is no time."""
    match = _CLOCK.search(clock)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if hour > 24 or minute > 59:
        return None
    if half and hour <= _NOON:
        hour = hour % _NOON + _NOON * (half == "p")
    return hour * 60 + minute
