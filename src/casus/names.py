"""Names made comparable: `fold` for exact look-up, `name_key` for comparing across scripts.

Use `fold` wherever two spellings of one name in one script should meet ("Ménaka", "MENAKA",
"N'Djamena" and "N’Djaména"), `name_key` and `similar` where scripts or romanisations differ
("Менака", "ميناكا", "Menaka"). Both are pure tables of letters; no language is known here.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

# Letters that Unicode does not decompose. Hausa hooks, Azeri schwa, Arabic letter variants.
_LETTERS = {
    "ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h",
    "ŋ": "n", "ə": "a", "ŧ": "t", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ƴ": "y", "ɛ": "e", "ɔ": "o",
    "ʿ": "", "ʾ": "", "ʻ": "", "ʼ": "", "ʹ": "", "ʺ": "", "'": "", "’": "", "‘": "", "`": "",
    "´": "", "ʽ": "", "′": "", ".": "", "·": "",
    "ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ە": "ه",
    "ٱ": "ا", "ـ": "", "ء": "", "ґ": "г", "ё": "е", "й": "и", "ї": "і", "ў": "у",
}  # fmt: skip
_TABLE = str.maketrans(_LETTERS)
_ASCII_DROP = str.maketrans("", "", "'`.")
_GAP = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_ASCII_GAP = regex.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form under which names are looked up: no case, marks, punctuation or double blanks.

    Apostrophes and dots vanish ("N'Djamena" → "ndjamena", "U.S." → "us"); hyphens, commas and
    other signs become one blank. "" where nothing is left.
    """
    if name.isascii():
        return str(_ASCII_GAP.sub(" ", name.lower().translate(_ASCII_DROP))).strip()
    text = unicodedata.normalize("NFKD", name.casefold())
    # combining classes from 10 on are accents, vocalisation and tones; below lie the viramas and
    # nuktas of Indic scripts, which are letters' parts
    text = "".join(c for c in text if unicodedata.combining(c) < 10)
    return str(_GAP.sub(" ", text.casefold().translate(_TABLE))).strip()


_ROMAN = {
    # Cyrillic
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "tch", "ш": "sh",
    "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ђ": "dj", "ј": "y",
    "љ": "l", "њ": "n", "ћ": "tch", "џ": "dj", "қ": "k", "ғ": "g", "ң": "n", "ү": "u", "ұ": "u",
    "ө": "o", "ә": "a", "һ": "h",
    # Arabic, with Persian, Urdu, Kurdish and Pashto letters
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ټ": "t", "ٹ": "t", "ث": "th", "ج": "dj", "چ": "tch",
    "ح": "h", "خ": "kh", "د": "d", "ډ": "d", "ڈ": "d", "ذ": "dh", "ر": "r", "ړ": "r", "ڑ": "r",
    "ڕ": "r", "ز": "z", "ژ": "zh", "ږ": "zh", "س": "s", "ش": "sh", "ښ": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "گ": "g",
    "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "ڼ": "n", "ں": "n", "ه": "h", "و": "u", "ۆ": "u",
    "ي": "y", "ې": "y", "ێ": "y", "ۍ": "y",
    # Greek
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "τ": "t", "υ": "i", "φ": "f", "χ": "kh", "ψ": "ps", "ω": "o",
    # Hebrew
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "u", "ז": "z", "ח": "h", "ט": "t",
    "י": "y", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
    "ע": "a", "פ": "p", "ף": "p", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip
_ROMAN_TABLE = str.maketrans(_ROMAN)
_ARTICLE = regex.compile(r"(?:^|(?<=[\s-]))(?:ال|(?:a[lrsdtznh]|ash|e[lrsdtzn]|ul)[-\s])(?=\p{L})")

# What different romanisations and scripts write for one sound, longest first. Arabic has no
# e, o, p, v; Cyrillic writes ж ч ш х with one letter: the key knows i u a, b, f and j c s h.
_SOUNDS = (
    ("tsch", "c"), ("dsch", "j"), ("schtsch", "s"), ("shch", "s"), ("dzh", "j"), ("tch", "c"),
    ("sch", "s"), ("tsh", "c"), ("dj", "j"), ("zh", "j"), ("sh", "s"), ("kh", "h"), ("gh", "g"),
    ("ch", "c"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("qu", "k"), ("ou", "u"),
    ("oo", "u"), ("ee", "i"), ("ts", "z"), ("tz", "z"), ("x", "ks"), ("q", "k"), ("w", "u"),
    ("y", "i"), ("e", "i"), ("o", "u"), ("p", "b"), ("v", "f"),
)  # fmt: skip
_SOUND_OF = dict(_SOUNDS)
_SOUND = regex.compile("|".join(sorted(_SOUND_OF, key=len, reverse=True)))
_HARD_C = regex.compile(r"c(?=[aouklrtsn ]|$)(?!h)")
_DOUBLE = regex.compile(r"(\p{L})\1+")
_DROPPED_H = regex.compile(r"(?<=[aiu])h(?![aiu])")


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A script-neutral key: equal or near (`similar`) for one name in any script.

    "Менака", "ميناكا", "Ménaka" all give "minaka". Lower-case Latin words parted by blanks;
    a letter of a script without a table stays. Not meant to be read.
    """
    text = _ARTICLE.sub("", name.casefold())
    text = fold(text).translate(_ROMAN_TABLE)
    text = _HARD_C.sub("k", text)
    text = _SOUND.sub(lambda m: _SOUND_OF[m.group()], text)
    text = _DROPPED_H.sub("", text)
    return str(_DOUBLE.sub(r"\1", text))


def skeleton(key: str) -> str:
    """The consonants of a `name_key`: what survives where a script leaves vowels out.

    A leading vowel stays as "a", so that short names keep some shape.
    """
    bones = "".join(c for c in key if c not in "aiu ")
    return "a" + bones if key[:1] in {"a", "i", "u"} else bones


_NEAR = {
    frozenset(pair): 0.4
    for pair in ("bf", "dt", "gk", "gj", "sz", "cs", "js", "cj", "hk", "hc", "hg", "gh", "fu", "zc",
                 "zj", "kc", "jz", "dz", "ts", "tz", "ij")
}  # fmt: skip
_VOWELS = frozenset("aiu ")


def similar(key_a: str, key_b: str) -> float:
    """How alike two `name_key`s are, 0 to 1; symmetric. About 0.8 and more: likely one name.

    One minus the weighted edit distance over the longer length: a vowel costs 0.3 to change or
    drop (0.7 to drop behind the last consonant: Niger, Nigeria), a consonant of the same family
    0.4 to change, any other letter 1.
    """
    if key_a == key_b:
        return 1.0 if key_a else 0.0
    if not key_a or not key_b:
        return 0.0
    drops_a, drops_b = _drops(key_a), _drops(key_b)
    previous = [0.0]
    for drop_b in drops_b:
        previous.append(previous[-1] + drop_b)
    for a, drop_a in zip(key_a, drops_a, strict=True):
        row = [previous[0] + drop_a]
        for j, b in enumerate(key_b):
            if a == b:
                change = 0.0
            elif a in _VOWELS and b in _VOWELS:
                change = 0.3
            else:
                change = _NEAR.get(frozenset((a, b)), 1.0)
            row.append(
                min(previous[j] + change, previous[j + 1] + drop_a, row[j] + drops_b[j])
            )
        previous = row
    return max(0.0, 1.0 - previous[-1] / max(len(key_a), len(key_b)))


def _drops(key: str) -> list[float]:
    """What each letter of a key costs to drop."""
    inner = len(key.rstrip("aiu"))
    return [
        (0.3 if i < inner else 0.7) if letter in _VOWELS else 1.0 for i, letter in enumerate(key)
    ]
