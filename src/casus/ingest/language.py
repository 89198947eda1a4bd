"""Which language a text is in, as a code, with the odds.

Use `detect` for a text and `settle` to weigh what a source declares against it. The model is
loaded at first use (0.3-0.9 s, 74 MB) and knows many more languages than Casus reads, so that
a report in another one is recognised and named instead of being forced into the nearest.
"""

from __future__ import annotations

import functools
import re
from typing import Any

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

_ENOUGH = 120
"""Letters from which the model is trusted over a declaration: of 120 sentences of this length
in twelve languages none went wrong; below, close relatives are mixed up."""
_SURE = 0.9
_SAMPLE = 600
"""Characters looked at. The cost is linear (0.3 ms); more changed no answer on 150 reports."""
_CODE = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-_]+)?\s*")


@functools.cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - slow to load

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(sorted(set(NAMES) & set(model.labels)))
    return model


def detect(text: str) -> tuple[str | None, float]:
    """The likeliest language of `text` with its probability; (None, 0.0) without letters."""
    sample = text[:_SAMPLE]
    if not any(char.isalpha() for char in sample):
        return None, 0.0
    lang, odds = _model().classify(sample)
    return str(lang), float(odds)


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
    found, odds = detect(text)
    if given is None or found is None or found == given:
        return given or found, problems
    if odds >= _SURE and sum(map(str.isalpha, text[:_SAMPLE])) >= _ENOUGH:
        note = f"declared as {name(given)}, but the text is {name(found)}; read as that"
        return found, (Problem("language", note),)
    return given, problems
