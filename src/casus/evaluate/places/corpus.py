"""Texts with annotated place names, and rows of texts to be read.

Use `load_annotated` for an XML file of `article` elements with `toponym` elements (the form of
TR-News, LGL and their kin), `load_rows` for JSONL. Offsets are code points of the text as the
file has it, not of its normalised form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from casus.gazetteer import Gazetteer

MAX_BYTES = 400_000_000
_SHIFT = 40
"""Code points by which an annotation may lie beside its phrase: in TR-News 109 of 1,319 do,
by up to 10, since entities or line ends were counted otherwise."""


class PlaceDataError(ValueError):
    """A file that cannot be read as annotated texts; the message says what to do."""


@dataclass(frozen=True, slots=True)
class GoldName:
    """An annotated place name at code points `[start, end)`. Coordinates are degrees, None where
    the annotators gave none; `country` is an ISO 3166-1 code, None where it has no country."""

    start: int
    end: int
    phrase: str
    lat: float | None
    lon: float | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be read. `lang` None: to be detected. `spans` None: find the names."""

    id: str
    text: str
    lang: str | None = None
    published: date | None = None
    title: str = ""
    spans: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with all its place names in order. `unplaced` counts annotations whose phrase the
    text does not have near their offsets: they are left out."""

    text: Text
    names: tuple[GoldName, ...]
    unplaced: int = 0


def load_annotated(path: Path, gazetteer: Gazetteer, *, lang: str = "en") -> list[Annotated]:
    """Every article of an XML file, in its order. The gazetteer turns names of countries into
    codes. Raises PlaceDataError."""
    root = _parsed(path)
    countries = _Countries(gazetteer)
    found = [
        _article(article, number, lang, countries)
        for number, article in enumerate(root.iter("article"), 1)
    ]
    if not any(doc.names for doc in found):
        raise PlaceDataError(
            f"{path}: no <article> with <toponym> in it; give an XML file of annotated articles"
        )
    return found


def _parsed(path: Path) -> ElementTree.Element:
    if path.stat().st_size > MAX_BYTES:
        raise PlaceDataError(f"{path}: larger than {MAX_BYTES:,} bytes; split it")
    try:
        return ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise PlaceDataError(f"{path}: no well-formed XML ({error})") from None


def _article(
    article: ElementTree.Element, number: int, lang: str, countries: _Countries
) -> Annotated:
    text = article.findtext("text") or ""
    names: dict[tuple[int, int], GoldName] = {}
    unplaced = 0
    for toponym in article.iter("toponym"):
        name = _toponym(toponym, text, countries)
        if name is None:
            unplaced += 1
        else:
            names.setdefault((name.start, name.end), name)
    doc = Text(
        article.get("docid") or article.get("id") or str(number),
        text,
        lang,
        _day(article.findtext("dltime")),
        (article.findtext("title") or "").strip(),
    )
    return Annotated(doc, tuple(names[at] for at in sorted(names)), unplaced)


def _toponym(
    toponym: ElementTree.Element, text: str, countries: _Countries
) -> GoldName | None:
    start, end = _number(toponym, "start"), _number(toponym, "end")
    phrase = toponym.findtext("phrase") or ""
    if start is None or end is None:
        return None
    start = int(start)
    if not phrase:
        phrase = text[start : int(end)]
    at = _nearest(text, phrase, start)
    if not phrase or at is None:
        return None
    tag = toponym.find("gaztag")
    source = toponym if tag is None else tag
    return GoldName(
        at, at + len(phrase), phrase, _number(source, "lat"), _number(source, "lon"),
        countries.code(source.findtext("country")),
    )  # fmt: skip


def _nearest(text: str, phrase: str, start: int) -> int | None:
    """Where `phrase` stands nearest to where it was annotated."""
    if text.startswith(phrase, start):
        return start
    before = text.rfind(phrase, max(0, start - _SHIFT), start + len(phrase))
    after = text.find(phrase, start, start + _SHIFT + len(phrase))
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - start), default=None)


def _number(element: ElementTree.Element, name: str) -> float | None:
    try:
        return float(element.findtext(name) or "")
    except ValueError:
        return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


class _Countries:
    """Names of countries → ISO codes, by the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, str | None] = {}

    def code(self, name: str | None) -> str | None:
        """The code of a country's name; None for none or an unknown one."""
        if not name or not name.strip():
            return None
        if name not in self._known:
            found = self._gazetteer.lookup(name.strip(), kinds=["country"])
            self._known[name] = found[0].country if found else None
        return self._known[name]


def load_rows(path: Path, *, lang: str | None = None) -> Iterator[Text]:
    """The rows of a JSONL file, one text a row. `lang` is for rows that tell none. Raises
    PlaceDataError with the line."""
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(line, f"{path}#{number}", lang)


def _row(line: str, where: str, lang: str | None) -> Text:
    try:
        row: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise PlaceDataError(f"{where}: no JSON ({error.msg})") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise PlaceDataError(f'{where}: a row is an object with "id" and "text"')
    key = row.get("id", row.get("doc"))
    if not isinstance(key, str | int):
        raise PlaceDataError(f'{where}: "id" (or "doc") is missing')
    text, spans = row["text"], row.get("spans")
    return Text(
        str(key),
        text,
        row.get("lang") or lang,
        _day(str(row.get("published") or "")),
        str(row.get("title") or ""),
        None if spans is None else _spans(spans, text, where),
    )


def _spans(spans: Any, text: str, where: str) -> tuple[tuple[int, int], ...]:
    try:
        found = tuple((int(start), int(end)) for start, end in spans)
    except (TypeError, ValueError):
        raise PlaceDataError(f'{where}: "spans" is a list of [start, end]') from None
    for start, end in found:
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            raise PlaceDataError(f"{where}: no word of the text at span [{start}, {end}]")
    return found
