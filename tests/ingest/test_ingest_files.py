"""Files of every kind in, documents and refusals out; nothing dropped, nothing raised."""

from __future__ import annotations

import gzip
import io
import json
import os
from datetime import date
from pathlib import Path

import pytest

from casus.config import Config, Limits
from casus.ingest import Received, Rejected, read_paths
from casus.ingest.files import STDIN, find_files, natural

LANGUAGES = ("de", "en")
ENGLISH = (
    "Four people were killed on Monday when a lorry overturned on the coast road, police said. "
    "The driver was taken to hospital with minor injuries and has been questioned."
)
GERMAN = (
    "Bei einem Unfall auf der Küstenstraße sind am Montag vier Menschen ums Leben gekommen. "
    "Der Fahrer kam leicht verletzt ins Krankenhaus, wie die Polizei mitteilte."
)
FRENCH = (
    "Quatre personnes ont été tuées lundi dans un accident de la route, a indiqué la police. "
    "Le conducteur, légèrement blessé, a été transporté à l'hôpital de la ville."
)


def read(*paths: Path, config: Config | None = None) -> list[Received | Rejected]:
    return list(read_paths(paths, config or Config(), languages=LANGUAGES))


def one(path: Path, data: bytes | str, config: Config | None = None) -> Received | Rejected:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (item,) = read(path, config=config)
    return item


def received(path: Path, data: bytes | str, config: Config | None = None) -> Received:
    item = one(path, data, config)
    assert isinstance(item, Received), item
    return item


def refused(path: Path, data: bytes | str, config: Config | None = None) -> Rejected:
    item = one(path, data, config)
    assert isinstance(item, Rejected), item
    return item


@pytest.mark.parametrize(
    "header",
    [
        "date: 2019-11-02\n",
        "Date: 2019-11-02\n\n",
        "DATE 2019-11-02\n",
        " date 2019-11-02 ",
        "date: 2019-11-02 ",
        "date: 2019-11-02T08:30:00Z\n",
        "date: Sat, 02 Nov 2019 10:00:00 +0000\n",
        "\n\ndate: 02.11.2019\n",
    ],
)
def test_a_leading_date_is_metadata_not_text(tmp_path: Path, header: str) -> None:
    item = received(tmp_path / "a.txt", header + ENGLISH)
    assert item.document.published == date(2019, 11, 2)
    assert item.document.published_basis == "given"
    assert item.document.text == ENGLISH
    assert item.problems == ()


def test_a_header_comes_in_any_order_and_ends_at_the_text(tmp_path: Path) -> None:
    header = (
        "Source: The Example Times\nTITLE: Lorry overturns\nurl: https://example.org/a\n"
        "lang: en\ndate: 2021-03-14\nid: x-17\n"
    )
    item = received(tmp_path / "a.txt", header + ENGLISH + "\ntitle: not a header here")
    document = item.document
    assert (document.publisher, document.title) == ("The Example Times", "Lorry overturns")
    assert (document.url, document.lang, document.id) == ("https://example.org/a", "en", "x-17")
    assert document.text.endswith("title: not a header here")
    assert document.path == str(tmp_path / "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "Title fight ends in the third round, and nobody was hurt on Saturday evening in Leeds.",
        "Source close to the inquiry said on Monday that four people had been killed on the road.",
        "Date palms were uprooted by the storm, and four people were killed on the coast road.",
    ],
)
def test_words_that_only_look_like_a_header_stay_text(tmp_path: Path, text: str) -> None:
    document = received(tmp_path / "a.txt", text).document
    assert document.text == text
    assert (document.title, document.publisher, document.published) == (None, None, None)


def test_a_date_that_is_none_is_a_reservation_and_never_a_guess(tmp_path: Path) -> None:
    for shown in ("next week", "2019-13-45", "03/04/2019", "1812-05-05"):
        item = received(tmp_path / "a.txt", f"date: {shown}\n{ENGLISH}")
        assert item.document.published is None
        assert item.document.published_basis == "unknown"
        assert [p.code for p in item.problems] == ["bad_date"]


def test_an_undated_report_stays_undated(tmp_path: Path) -> None:
    document = received(tmp_path / "a.txt", ENGLISH).document
    assert (document.published, document.published_basis) == (None, "unknown")


@pytest.mark.parametrize(
    ("encoding", "text", "noted"),
    [
        ("utf-8", GERMAN, False),
        ("utf-8-sig", GERMAN, False),
        ("utf-16", GERMAN, False),
        ("cp1252", GERMAN + " „Schlimm“, sagte er.", True),
        ("latin-1", GERMAN, True),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str, noted: bool) -> None:
    item = received(tmp_path / "a.txt", text.encode(encoding))
    assert item.document.text == text
    assert [p.code for p in item.problems] == ["encoding"] * noted
    assert item.document.lang == "de"


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("a.txt", b"", "empty", "empty"),
        ("a.txt", b" \n \n", "empty", "empty"),
        ("a.txt", b"date: 2020-01-01\n", "empty", "no text"),
        ("a.txt", b"12 345 !!", "empty", "no words"),
        ("a.txt", bytes(range(256)) * 20, "binary", "no text"),
        ("a.txt", b"%PDF-1.7 xxxx", "binary", "a PDF"),
        ("a.html", b"PK\x03\x04 zip", "binary", "ZIP"),
        ("a.txt", b"\xff\xfea\x00b", "undecodable", "UTF-8"),
        ("a.txt", FRENCH.encode(), "unsupported_language", "French (fr) cannot be read"),
        ("a.docx", b"anything", "unknown_suffix", ".docx is not read"),
        ("noname", b"anything", "unknown_suffix", "no suffix"),
        ("a.txt.gz", b"not gzip at all", "broken_gzip", "damaged"),
        ("a.csv", b"id,title\n1,x\n", "wrong_columns", "no column 'text', only id, title"),
        ("a.csv", b"Nr,Headline\n1,x\n", "wrong_columns", "only Nr, Headline"),
        ("a.csv", b"", "empty", "header of column names"),
        ("a.jsonl", b"", "empty", "no reports"),
        ("a.json", b"{", "broken_json", "no valid JSON"),
        ("a.json", b"[]", "empty", "no reports"),
        ("a.json", b'{"id": "1"}', "wrong_columns", "no field 'text', only id"),
        ("a.json", b"[" * 100_000, "broken_json", "JSON"),
        ("a.html", b"<html><body></body></html>", "no_article", "no article"),
        ("a.html", b"<div>" * 100_000 + b"x", "too_deep", "nested too deep"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str, data: bytes, code: str, says: str
) -> None:
    item = refused(tmp_path / name, data)
    assert item.problem.code == code
    assert says in item.problem.what
    assert item.file == str(tmp_path / name)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions bind no root")
def test_a_folder_that_must_not_be_looked_into_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        for given in (tmp_path, closed):
            (item,) = read(given)
            assert isinstance(item, Rejected)
            assert (item.file, item.problem.code) == (closed.as_posix(), "unreadable")
    finally:
        closed.chmod(0o700)


def test_a_folder_that_fails_while_walked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text(ENGLISH)
    scan = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report, folder = read(tmp_path)
    assert isinstance(report, Received)
    assert isinstance(folder, Rejected)
    assert (Path(folder.file).name, folder.problem.code) == ("closed", "unreadable")


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "none.txt")
    assert isinstance(item, Rejected)
    assert (item.problem.code, item.problem.what) == (
        "missing",
        "there is no such file; check the path",
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions bind no root")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ENGLISH)
    path.chmod(0)
    (item,) = read(path)
    assert isinstance(item, Rejected)
    assert item.problem.code == "unreadable"


def test_limits_reject_and_tell_how_to_raise_them(tmp_path: Path) -> None:
    config = Config(limits=Limits(max_file_bytes=1000, max_line_bytes=500, max_text_chars=300))
    item = refused(tmp_path / "a.txt", "x" * 1001, config)
    assert (item.problem.code, "limits.max_file_bytes" in item.problem.what) == ("too_large", True)
    item = refused(tmp_path / "b.txt", ENGLISH * 2, config)
    assert (item.problem.code, "split it" in item.problem.what) == ("too_large", True)
    bomb = gzip.compress(b"x" * 100_000)
    assert refused(tmp_path / "c.txt.gz", bomb, config).problem.code == "too_large"


def test_one_line_of_50_mb_costs_that_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as stream:
        stream.write(json.dumps({"text": ENGLISH}).encode() + b"\n")
        for _ in range(50):
            stream.write(b"x" * 1_000_000)
        stream.write(b"\n" + json.dumps({"text": GERMAN}).encode())
    first, second, third = read(path)
    assert isinstance(first, Received)
    assert isinstance(second, Rejected)
    assert (second.row, second.problem.code) == (2, "line_too_long")
    assert isinstance(third, Received)
    assert third.document.path == f"{path}#3"


def test_rows_carry_their_fields(tmp_path: Path) -> None:
    row = {
        "id": "R1", "url": "https://example.org/1", "publisher": "Example", "lang": "en",
        "published": "2021-03-14", "title": "Four\tkilled", "text": ENGLISH, "extra": [1, 2],
    }  # fmt: skip
    for name, text in {
        "a.jsonl": json.dumps(row),
        "a.ndjson": json.dumps(row) + "\n\n",
        "a.json": json.dumps([row]),
        "b.json": json.dumps({"count": 1, "reports": [row]}),
    }.items():
        document = received(tmp_path / name, text).document
        assert (document.id, document.url, document.publisher) == ("R1", row["url"], "Example")
        assert (document.published, document.title) == (date(2021, 3, 14), "Four killed")
        assert document.path == f"{tmp_path / name}#1"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_finds_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [
        delimiter.join(("Id", "Published", "Text", "Note")),
        delimiter.join(("7", "2021-03-14", f'"{GERMAN}\nZweite Zeile; ""so"", ja."', "x")),
    ]
    item = received(tmp_path / "a.csv", "\r\n".join(lines).encode(encoding))
    assert item.document.id == "7"
    assert item.document.published == date(2021, 3, 14)
    assert item.document.text == f'{GERMAN}\nZweite Zeile; "so", ja.'


def test_other_names_of_columns_are_known(tmp_path: Path) -> None:
    text = f'date,source,headline,body\n2021-03-14,Example,Four killed,"{ENGLISH}"\n'
    document = received(tmp_path / "a.csv", text).document
    assert (document.published, document.publisher) == (date(2021, 3, 14), "Example")
    assert (document.title, document.text) == ("Four killed", ENGLISH)


def test_a_field_that_is_no_text_is_left_out_and_told(tmp_path: Path) -> None:
    row = {"text": ENGLISH, "published": 1572652800, "publisher": {"name": "A"}, "id": 12}
    item = received(tmp_path / "a.jsonl", json.dumps(row))
    assert (item.document.id, item.document.published, item.document.publisher) == (
        "12", None, None,
    )  # fmt: skip
    assert [p.code for p in item.problems] == ["bad_field", "bad_field"]


def test_a_broken_row_names_its_line_and_the_others_go_on(tmp_path: Path) -> None:
    good = json.dumps({"text": ENGLISH})
    path = tmp_path / "a.jsonl"
    path.write_text(
        f'{good}\n{{"text": \n[1]\n{{"text": 5}}\n{{"title": "x"}}\n{good[:-1]}, "id": 9}}\n'
    )
    items = read(path)
    assert [item.row for item in items if isinstance(item, Rejected)] == [2, 3, 4, 5]
    assert [item.problem.code for item in items if isinstance(item, Rejected)] == [
        "broken_json", "broken_row", "broken_row", "no_text_column",
    ]  # fmt: skip
    assert [item.document.id for item in items if isinstance(item, Received)][1] == "9"
    assert "line 2 is no valid JSON" in next(
        i.problem.what for i in items if isinstance(i, Rejected)
    )


def test_a_file_of_rubbish_is_given_up_and_a_file_of_another_kind_refused_once(
    tmp_path: Path,
) -> None:
    rubbish = tmp_path / "a.jsonl"
    rubbish.write_text("rubbish\n" * 5000)
    items = read(rubbish)
    assert len(items) == Limits().max_broken_rows + 1
    assert isinstance(items[-1], Rejected)
    assert items[-1].problem.code == "given_up"
    other = tmp_path / "b.jsonl"
    other.write_text('{"kind": "x"}\n' * 90)
    (item,) = read(other)
    assert isinstance(item, Rejected)
    assert (item.row, item.problem.code) == (0, "wrong_columns")


def test_gzip_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps({"text": ENGLISH}).encode()
    document = received(tmp_path / "a.jsonl.gz", gzip.compress(data)).document
    assert document.text == ENGLISH

    class Input:
        buffer = io.BytesIO(data)

    monkeypatch.setattr("sys.stdin", Input)
    (item,) = read_paths([STDIN], Config(), languages=LANGUAGES)
    assert isinstance(item, Received)
    assert item.document.path == "-#1"


def test_folders_are_walked_in_the_order_of_names_once(tmp_path: Path) -> None:
    for name in ("b/r10.txt", "b/r9.txt", "a.txt", ".hidden.txt", ".git/x.txt", "out/old.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(ENGLISH)
    given = [tmp_path / "b", tmp_path, tmp_path / "b" / "r9.txt"]
    found = find_files(given, skip=[tmp_path / "out"])
    assert found == [str(tmp_path / name) for name in ("a.txt", "b/r9.txt", "b/r10.txt")]
    assert found == find_files(reversed(given), skip=[tmp_path / "out"])


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "r.txt").write_text(ENGLISH)
    assert find_files([tmp_path], skip=[]) == [str(tmp_path / "a" / "r.txt")]


def test_natural_order() -> None:
    names = ["r10", "r9", "r", "r9#10", "r9#2", "10", "q"]
    assert sorted(names, key=natural) == ["10", "q", "r", "r9", "r9#2", "r9#10", "r10"]


def test_a_file_name_that_is_no_unicode_can_be_written(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(path, "wb") as stream:  # noqa: PTH123 - a name of bytes
            stream.write(ENGLISH.encode())
    except OSError:
        pytest.skip("the file system takes only Unicode names")
    (item,) = read(tmp_path)
    assert isinstance(item, Received)
    assert item.document.path.encode().endswith("/caf\ufffd.txt".encode())


# -- identity ------------------------------------------------------------------------------------


def key_of(tmp_path: Path, **fields: str | None) -> str:
    return received(tmp_path / "x.json", json.dumps([{"text": ENGLISH, **fields}])).key


def test_identity_is_what_the_report_is_not_where_it_lies(tmp_path: Path) -> None:
    plain = key_of(tmp_path)
    assert key_of(tmp_path, id="7") == plain
    assert key_of(tmp_path, text=ENGLISH.replace(" ", "  ") + "\n") == plain
    assert key_of(tmp_path, publisher="A") != plain
    assert key_of(tmp_path, published="2020-01-01") != plain
    assert key_of(tmp_path, title="T") != plain
    page = key_of(tmp_path, url="https://www.example.org/a/?utm_source=x#top", publisher="A")
    assert page == key_of(tmp_path, url="http://example.org/a", published="2020-01-01")
    assert page != key_of(tmp_path, url="http://example.org/b")
    assert page != key_of(tmp_path, url="http://example.org/a?page=2")
    assert page != key_of(tmp_path, url="http://example.org/a", text=GERMAN)


def test_two_states_of_a_page_share_its_page(tmp_path: Path) -> None:
    def page(url: str, text: str) -> str | None:
        return received(tmp_path / "x.json", json.dumps([{"url": url, "text": text}])).page

    assert page("https://example.org/a", ENGLISH) == page("https://example.org/a/", GERMAN)
    assert page("https://example.org/a", ENGLISH) != page("https://example.org/b", ENGLISH)
