"""Files, pages and collections in; documents and refusals out.

Use `read_paths`: it walks what a user names and yields, in an order that depends on names
alone, one `Received` or `Rejected` for every report it meets. Nothing is dropped silently,
nothing raises for what a file holds, and nothing is fetched from a network.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from casus.config import Config
from casus.ingest import files
from casus.ingest.credit import find_credit
from casus.ingest.dates import parse_published
from casus.ingest.decode import decode
from casus.ingest.language import let_go, name, settle
from casus.ingest.model import Raw, Received, Rejected, UnreadableError, place
from casus.ingest.plain import read_plain
from casus.ingest.rows import Row, read_csv, read_json, read_jsonl
from casus.text import normalise
from casus.types import Document, Problem

if TYPE_CHECKING:
    from casus.ingest.pages import Pages

__all__ = ["Received", "Rejected", "UnreadableError", "place", "read_paths", "receive_feed"]

_TEXT = (".txt", ".text")
_HTML = (".html", ".htm", ".xhtml")
_JSONL = (".jsonl", ".ndjson")
_CSV = (".csv", ".tsv")
_FEED = (".xml", ".rss", ".atom")
_KNOWN = (*_TEXT, *_HTML, *_JSONL, ".json", *_CSV, *_FEED)
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_[ce]id", re.IGNORECASE)
_MAX_FIELD = 1000
_SPACES = re.compile(r"\s+")


def read_paths(
    paths: Iterable[str | os.PathLike[str]],
    config: Config,
    *,
    languages: Collection[str],
    skip: Collection[Path] = (),
) -> Iterator[Received | Rejected]:
    """Every report under `paths`, ready to be kept, and every input that is none.

    `languages` are those that can be read; a report in another is refused by name. Folders in
    `skip` are passed over. `-` reads JSONL from standard input.
    """
    try:
        for path in files.find_files(paths, skip=skip):
            try:
                for row in _rows(path, config):
                    yield row if isinstance(row, Rejected) else _receive(row, config, languages)
            except UnreadableError as error:
                yield Rejected(path, 0, error.problem)
    finally:
        let_go()


def receive_feed(
    data: bytes,
    address: str,
    config: Config,
    *,
    languages: Collection[str],
    pages: Pages | None = None,
) -> Iterator[Received | Rejected]:
    """The entries of a feed that was fetched from an address, with `pages` as the pages that they
    link tell them. Raises UnreadableError where it is no feed."""
    from casus.ingest.feed import read_feed  # noqa: PLC0415 - slow to load

    for row in _never_empty(read_feed(data, address)):
        if isinstance(row, Rejected):
            yield row
        elif (entry := row if pages is None else pages.whole(row)) is not None:
            yield _receive(entry, config, languages)


def _rows(path: str, config: Config) -> Iterator[Row]:
    limits = config.limits
    kind = ".jsonl" if path == files.STDIN else files.suffix(path)
    if path != files.STDIN and Path(path).is_dir():
        raise UnreadableError("unreadable", "no permission to look into this folder")
    if kind not in _KNOWN:
        if not Path(path).exists():
            files.read_bytes(path, 0)
        known = " ".join(_KNOWN)
        raise UnreadableError(
            "unknown_suffix", f"{kind or 'no suffix'} is not read; known are {known}"
        )
    if kind in _JSONL:
        yield from _never_empty(read_jsonl(path, limits))
    elif kind in _CSV:
        yield from _never_empty(read_csv(path, limits))
    elif kind in _FEED:
        from casus.ingest.feed import read_feed  # noqa: PLC0415 - slow to load

        yield from _never_empty(read_feed(files.read_bytes(path, limits.max_file_bytes), path))
    elif kind == ".json":
        yield from _never_empty(read_json(path, limits))
    else:
        data = files.read_bytes(path, limits.max_file_bytes)
        if not data.strip():
            raise UnreadableError("empty", "the file is empty")
        if kind in _HTML:
            from casus.ingest.html import read_html  # noqa: PLC0415 - slow to load

            yield read_html(data, path, config.window)
        else:
            text, problems = decode(data)
            yield read_plain(text, path, problems)


def _never_empty(rows: Iterator[Row]) -> Iterator[Row]:
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - counted for after the loop
        yield row
    if not count:
        raise UnreadableError("empty", "the file holds no reports")


def _receive(raw: Raw, config: Config, languages: Collection[str]) -> Received | Rejected:
    """Judge one report: normalise, date, language, credit, identity.

    An address stands for publisher and day in its identity: the same page is often collected
    with and without them.
    """
    text = normalise(raw.text).strip()
    if not text:
        return Rejected(raw.path, raw.row, Problem("empty", "it has no text"))
    limit = config.limits.max_text_chars
    if len(text) > limit:
        what = f"its text has {len(text)} characters, more than {limit}; split it into reports"
        return Rejected(raw.path, raw.row, Problem("too_large", what))
    if not any(char.isalpha() for char in text):
        return Rejected(raw.path, raw.row, Problem("empty", "its text has no words"))
    title = _field(raw.title)
    lang, noted = settle(f"{title or ''}\n{text}", raw.lang)
    if lang is None or lang not in languages:
        readable = ", ".join(sorted(languages)) or "none"
        what = f"{name(lang or 'unknown')} cannot be read, only {readable}"
        return Rejected(raw.path, raw.row, Problem("unsupported_language", what))
    published, dated = _published(raw, config)
    url, publisher = _field(raw.url), _field(raw.publisher)
    page = _canonical(url) if url else None
    origin = ("url", page) if page else ("by", publisher or "", str(published or ""))
    key = _hash(*origin, title or "", _SPACES.sub(" ", text))
    document = Document(
        id=_given_id(raw.id) or key,
        path=_shown(place(raw.path, raw.row)),
        url=url,
        publisher=publisher,
        lang=lang,
        title=title,
        text=text,
        published=published,
        published_basis=raw.published_basis if published else "unknown",
        credit=find_credit(text),
    )
    problems = (*raw.problems, *noted, *dated)
    return Received(raw.path, raw.row, document, key, _hash(page) if page else None, problems)


def _published(raw: Raw, config: Config) -> tuple[date | None, tuple[Problem, ...]]:
    """The publication date and, where what is given is none, a reservation that says so."""
    if raw.published is None:
        return None, ()
    day = parse_published(raw.published)
    shown = raw.published[:60]
    if day is None:
        what = f"{shown!r} is no date such as 2021-03-14; read as undated"
    elif not config.window.earliest <= day <= config.window.latest:
        what = f"published {day} lies outside the believed window; read as undated"
        day = None
    else:
        return day, ()
    return None, (Problem("bad_date", what),)


def _shown(path: str) -> str:
    """A path as text that can be written; file names need not be UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


def _field(value: str | None) -> str | None:
    """A short field on one line, or None."""
    text = _SPACES.sub(" ", normalise(value or "")).strip()[:_MAX_FIELD]
    return text or None


def _given_id(value: str | None) -> str | None:
    text = _field(value)
    return text if text and len(text) <= 200 else None


def _hash(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def _canonical(url: str) -> str:
    """An address without what does not change the page: fragment, tracking, final stroke."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(k)])
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("", host, parts.path.rstrip("/"), query, ""))
