"""The script that anybody would write first: a number before "killed", else one if any death.

Printed beside the reading, so that a score says how much the reading adds.
"""

from __future__ import annotations

import re

from casus.evaluate.gvdb.answers import Answer, Day
from casus.evaluate.gvdb.data import Article

_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]
_DEAD = re.compile(r"\b(?:killed|dead|died|dies|fatal|fatally|homicide|murder\w*|body)\b", re.I)
_HURT = re.compile(r"\b(?:injur\w+|wound\w*|hospital|critical|shot)\b", re.I)
_COUNT = r"\b(\d{1,2}|" + "|".join(_NUMBERS) + r")\b(?: \w+){0,3}? "
_KILLED = re.compile(_COUNT + r"(?:killed|dead|died)\b", re.I)
_INJURED = re.compile(_COUNT + r"(?:injured|wounded|hurt)\b", re.I)
_DATE = re.compile(r"\b(" + "|".join(_MONTHS) + r")[a-z]{0,6}\.? (\d{1,2})\b", re.I)
_WEEKDAY = re.compile(r"\b(" + "|".join(_WEEKDAYS) + r")day\b", re.I)
_PLACE = re.compile(r"\bin ((?:[A-Z]\w+ ?){1,3})")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b", re.I)


def guess(article: Article) -> Answer:
    """First match wins; somebody is hurt where nobody died."""
    text = f"{article.title}. {article.text}"
    killed = _number(_KILLED, text) or int(bool(_DEAD.search(text)))
    injured = _number(_INJURED, text) or int(not killed and bool(_HURT.search(text)))
    place, clock = _PLACE.search(text), _CLOCK.search(text)
    return Answer(
        killed=killed,
        injured=injured,
        date=first_day(text),
        city=place[1].strip() if place else "",
        clock_time=clock[0] if clock else "",
    )


def first_day(text: str) -> Day:
    """The first month and day, else the first weekday; an empty Day where the text has none."""
    return next(iter(days_named(text)), Day())


def days_named(text: str) -> list[Day]:
    """Every month with a day, then every weekday of a text."""
    dates = [(_MONTHS.index(m[1].lower()) + 1, int(m[2])) for m in _DATE.finditer(text)]
    weekdays = [_WEEKDAYS.index(m[1].lower()) for m in _WEEKDAY.finditer(text)]
    return [Day(month=m, day=d) for m, d in dates] + [Day(weekday=w) for w in weekdays]


def _number(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    if match is None:
        return 0
    word = match[1].lower()
    return int(word) if word.isdigit() else _NUMBERS.index(word) + 1
