"""Anything at all as input: a document or a refusal, in bounded time, never an exception."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casus.config import Config, Limits
from casus.ingest import Received, Rejected, read_paths
from casus.ingest.credit import find_credit
from casus.ingest.dates import parse_published
from casus.ingest.plain import read_plain

SUFFIXES = (".txt", ".html", ".jsonl", ".json", ".csv", ".tsv", ".txt.gz", ".odd")
PIECES = (
    b"date: ", b"2021-03-14", b"\n", b"\r", b'"', b",", b"\t", b"{", b"}", b"[", b"]", b'"text":',
    b"text", b"<p>", b"</p>", b"<!--", b"<script>", b"&#x0;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xe4\xf6", "Ünï".encode(), "في".encode(), b"\\ud800", b"Four people were killed. ", b"(dpa)",
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.lists(st.sampled_from(PIECES) | st.binary(max_size=30), max_size=40).map(b"".join),
    suffix=st.sampled_from(SUFFIXES),
)
def test_any_bytes_give_documents_or_refusals(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    items = list(read_paths([path], Config(), languages=["en", "de"]))
    assert items
    for item in items:
        if isinstance(item, Rejected):
            assert item.problem.what
            json.dumps(item.problem.what).encode()
        else:
            assert isinstance(item, Received)
            assert item.document.text.strip() == item.document.text != ""
            for text in (item.document.text, item.document.title or "", item.document.id):
                text.encode()


@pytest.mark.parametrize(
    "text",
    [
        "date: " * 50_000,
        "date 2021-03-14 " * 20_000,
        "(" * 200_000,
        "(a" * 100_000,
        " " * 500_000 + "x",
        "\n" * 500_000 + "x",
        "title:" + " " * 300_000,
        "a/" * 100_000,
        "<" * 300_000,
        "<a " * 100_000,
        "<!--" * 100_000,
        "<html lang=" * 50_000,
        '"' * 200_000,
        "1" * 300_000,
        "aaaa.bbbb " * 40_000,
    ],
    ids=lambda text: text[:12],
)
@pytest.mark.parametrize("suffix", [".txt", ".html", ".csv", ".json", ".jsonl"])
def test_long_repetitions_take_no_long_time(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(text)
    start = time.perf_counter()
    items = list(read_paths([path], Config(limits=Limits()), languages=["en"]))
    assert items
    assert time.perf_counter() - start < 5


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_small_readers_take_any_text(text: str) -> None:
    credit = find_credit(text)
    assert credit is None or credit in text
    day = parse_published(text)
    assert day is None or any(char.isdigit() for char in text)
    assert read_plain(text, "a").text in text
