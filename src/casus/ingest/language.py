"""Which language a text is in, as a code, with the odds.

Use `detect` for a text and `settle` to weigh what a source declares against it. Small words
that a pack names as its language's own ("marks": the, und, avec) tell most reports; the others
are left to a model, which is loaded at first use (0.5-0.8 s, 100 MB) and knows many more
languages than Casus reads, so that a report in another one is recognised and named instead of
being forced into the nearest.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from casus.packs import marks
from casus.types import Problem

NAMES = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
    "ku": "Kurdish", "ky": "Kyrgyz", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ml": "Malayalam", "mr": "Marathi", "ms": "Malay", "my": "Burmese", "ne": "Nepali",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian",
    "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Filipino", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Languages that are told apart, with the names used in messages."""

_ENOUGH = 25
"""Letters from which the model is trusted over a declaration where it is sure: of 2,600 headlines
and sentences from 12 letters on, in ten languages, those given to a wrong one had odds of 0.6 at
most."""
_SURE = 0.9
_LEAST = 0.5
"""Odds below which nothing is said: most of the 2,600 that were given to a wrong one, and one in a
hundred of the others, all short."""
_SAMPLE = 600
"""Characters looked at, half of them from the middle: a report may be in two languages. The cost
is linear (0.3 ms); more changed no answer on 150 reports."""
_LOOKED_AT = 6000  # characters from which the sample is taken
_QUOTED = re.compile("[“„«\"][^“”„«»\"]{20,800}[”“»\"]")
_TELLS = (0.12, 4)
"""Share of its marks, and number of different ones, from which a text is in a language, where it
holds few of any other's. Of 155 reports in ten languages none was given to a wrong one; Catalan
comes to 0.10 of Spanish, and three common words may stand in a headline."""
_CONFIRMS = (0.05, 2)
"""What confirms a declaration: Russian and Arabic write fewer small words."""
_DIFFERENT = 2
"""Marks that must be different ones."""
_APART = 0.35  # of the share of the first, at most, for the second
_TOLD_ODDS = 0.99
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-_]+)?\s*")


@functools.cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - slow to load

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(sorted(set(NAMES) & set(model.labels)))
    return model


def let_go() -> None:
    """Free the model (100 MB) when a batch of reports has come in: packs take its place."""
    _model.cache_clear()


def detect(text: str) -> tuple[str | None, float]:
    """The likeliest language of `text` with its probability; (None, 0.0) where no language is
    likely, or without letters."""
    sample = _sample(text)
    if not any(char.isalpha() for char in sample):
        return None, 0.0
    told = _told(sample, _TELLS)
    if told is not None:
        return told, _TOLD_ODDS
    lang, odds = _model().classify(sample)
    return (str(lang), float(odds)) if odds >= _LEAST else (None, 0.0)


def _sample(text: str) -> str:
    """What of a text is looked at: not what it quotes, where enough is left."""
    own = _QUOTED.sub(" ", text[:_LOOKED_AT])
    if len(own) >= _SAMPLE // 2:
        text = own
    if len(text) <= _SAMPLE:
        return text
    half, middle = _SAMPLE // 2, len(text) // 2
    return f"{text[:half]} {text[middle - half // 2 : middle + half // 2]}"


def _told(sample: str, wanted: tuple[float, int]) -> str | None:
    """The language whose marks reach the `wanted` share of the words, as many different ones of
    them, and stand out."""
    words = _WORD.findall(sample.lower())
    counts = sorted(
        ((sum(word in own for word in words), lang) for lang, own in marks().items()), reverse=True
    )
    if not counts:
        return None
    least, fewest = wanted
    most, lang = counts[0]
    if most < least * len(words) or len(marks()[lang].intersection(words)) < fewest:
        return None
    # one little word, however often, is a word of a neighbour as well
    if len(marks()[counts[0][1]].intersection(words)) < _DIFFERENT:
        return None
    second = counts[1][0] if len(counts) > 1 else 0
    return lang if second <= _APART * most else None


def name(lang: str) -> str:
    """A language for a message: "French (fr)", or the code alone."""
    return f"{NAMES[lang]} ({lang})" if lang in NAMES else lang


def settle(text: str, declared: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """The language to read `text` in, and a reservation where a declaration was overruled.

    `declared` may be a code with region ("de-AT", "en_US"); anything else counts as not given.
    """
    problems: tuple[Problem, ...] = ()
    match = _CODE.fullmatch(declared or "")
    given = match[1].lower() if match else None
    if declared and not given:
        problems = (Problem("language", f"{declared[:40]!r} is no language code; detected"),)
    sample = _sample(text)
    if given is not None and _told(sample, _CONFIRMS) == given:
        return given, problems
    found, odds = detect(text)
    if given is None or found is None or found == given:
        return given or found, problems
    if odds >= _SURE and sum(map(str.isalpha, sample)) >= _ENOUGH:
        note = f"declared as {name(given)}, but the text is {name(found)}; read as that"
        return found, (Problem("language", note),)
    return given, problems
