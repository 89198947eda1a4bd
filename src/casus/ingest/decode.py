"""Bytes to text. UTF-8 first, then what the file declares, then what the bytes look like.

Use `decode` on the bytes of one report or line. Every text that was not plainly UTF-8 comes
with a `Problem` that says which encoding was taken, since a wrong guess corrupts names.
"""

from __future__ import annotations

import codecs

from casus.ingest.language import detect
from casus.ingest.model import UnreadableError
from casus.types import Problem

_BOMS = (
    # the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3", "a database"),
)
_CANDIDATES = [
    "cp1252", "cp1250", "cp1254", "cp1251", "koi8_r", "koi8_u", "cp1256", "cp1253", "cp1255",
    "gb18030", "big5", "shift_jis", "euc_kr",
]  # fmt: skip
# The Latin code pages differ in a handful of letters, and telling them apart by letter
# statistics went wrong in a third of the Spanish, Portuguese and Turkish reports tried; the
# language of the text decides instead, which ASCII letters alone already tell.
_LATIN = {"cp1252", "cp1250", "cp1254"}
_CODE_PAGE = dict.fromkeys(("pl", "cs", "sk", "hu", "ro", "hr", "sl"), "cp1250") | dict.fromkeys(
    ("tr", "az"), "cp1254"
)
_SAMPLE = 100_000
_CONTROL = frozenset(range(32)) - {9, 10, 11, 12, 13, 27, 133}


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, tuple[Problem, ...]]:
    """The text of `data` and a reservation where its encoding had to be guessed.

    `declared` is the encoding the file names for itself. Raises UnreadableError for binary data.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    "undecodable",
                    f"its byte order mark says {encoding}, but the bytes are not; save it as UTF-8",
                ) from error
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError("binary", f"it is {name}; save its text as .txt or .html")
    _refuse_control(data)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared and (named := _try(data, declared)) is not None:
        return named, ()
    guess = _guess(data)
    guessed = _try(data, guess) if guess else None
    if guessed is None:
        raise UnreadableError("undecodable", "its encoding is unknown; save it as UTF-8")
    return guessed, (Problem("encoding", f"not UTF-8; read as {guess}, check the letters"),)


def _refuse_control(data: bytes) -> None:
    """Text has almost no control characters; 1 in 200 is beyond the noise of bad exports."""
    sample = data[:_SAMPLE]
    control = sum(1 for byte in sample if byte in _CONTROL)
    if b"\x00" in sample or control * 200 > len(sample):
        raise UnreadableError("binary", "it is no text; save its text as UTF-8")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 30 ms, seldom needed

    sample = data[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    if best is None:
        return None
    encoding = best.encoding
    if encoding not in _LATIN:
        return encoding
    lang, _ = detect(sample.decode("cp1252", errors="ignore"))
    return _CODE_PAGE.get(lang or "", "cp1252")
