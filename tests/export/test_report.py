"""The offline report as text: escaping, structure, determinism, values, projection."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_report_fixture import many, sample

from casus.export.report import Outcome, ReportData, Source, render, values, worldmap, write_report
from casus.export.report.detail import marked
from casus.export.report.evidence import background, fields
from casus.export.report.markup import bdi, clean, data_block, esc, link, ltr, safe_url, slug
from casus.reconcile import explain
from casus.types import (
    Count,
    Document,
    Incident,
    IncidentWhere,
    Phrase,
    Place,
    Problem,
    State,
    Status,
    TimeRef,
    Toll,
    Voice,
    When,
)

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'onmouseover='alert(1)",
    "</noscript><iframe src=//evil.example>",
    "--><!-- ]]> <svg/onload=alert(1)>",
    "a\u2028b\u2029c",
    "abc\u202egnp.exe\u2066\u2067\u200f",
    "$title ${body} $$ {0} %s",
    "\ud800 lone",
    "\x00\x1b[31m",
)


class Page(HTMLParser):
    """Elements with attributes, in order, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            self.raw.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def hostile(text: str) -> ReportData:
    """The sample with a hostile text in every place that text from outside can reach."""
    base = sample()
    documents = {
        key: replace(
            d, publisher=text, title=text, credit=text, path=text, url=f"javascript:{text}"
        )
        for key, d in base.documents.items()
    }
    documents["d2"] = replace(documents["d2"], text=text * 40, lang=text)
    incidents = []
    for i in base.incidents:
        place = replace(i.where.place, name=text, path=(text, text))
        accounts = tuple(
            replace(
                a, lang=text,
                claims=tuple(replace(c, raw=text, rule=text, group=text, lang=text,
                                     voice=Voice(text, text), confidence=text) for c in a.claims),
            )
            for a in i.accounts
        )  # fmt: skip
        actors = tuple(replace(a, actor=replace(a.actor, name=text), role=text) for a in i.actors)
        tolls = {k: replace(t, reason=(Phrase(text),), policy=text) for k, t in i.tolls.items()}
        incidents.append(
            replace(
                i, id=i.id + text, kind=text, family=text, title=text, actors=actors, tolls=tolls,
                where=IncidentWhere(place, i.where.state, i.where.claims), accounts=accounts,
                open_questions=(Phrase(text), Phrase(text)), languages=(text,),
            )
        )  # fmt: skip
    problems = (Outcome(text, Status.REJECTED, (Problem(text, text),)),)
    sources = (Source(text, text, text, text),)
    return ReportData(tuple(incidents), documents, problems, sources, text, text, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_and_no_attribute(text: str) -> None:
    plain, bad = Page(render(hostile("harmless"))), Page(render(hostile(text)))
    names = sorted({name for name, _ in bad.elements})
    assert names == sorted({name for name, _ in plain.elements})
    assert len(bad.named("script")) == len(plain.named("script")) == 4
    for _, attrs in bad.elements:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        assert not (attrs.get("href") or "").startswith("javascript")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_as_json(text: str) -> None:
    html = render(hostile(text))
    html.encode()
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert block
    assert "\u2028" not in block[1] and "<" not in block[1]
    assert len(json.loads(block[1])) == len(sample().incidents)


def test_bidi_overrides_and_controls_are_gone() -> None:
    html = render(hostile("abc\u202egnp\u2066\u2069\u200b\u0007\U000e0041"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u0007\U000e0041]", html)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"),
        ("a\u202eb", "ab"),
        ("a\u2028b", "a b"),
        ("\ud834", "\ufffd"),
        ("قُتل 54", "قُتل 54"),
    ],
)
def test_escape(text: str, expected: str) -> None:
    assert esc(text) == expected


def test_names_are_isolated_and_bounded() -> None:
    assert bdi("صوت") == "<bdi>صوت</bdi>"
    # a village whose name runs from right to left stands before its country all the same
    assert ltr("كنصفرة, Syria") == '<bdi dir="ltr">كنصفرة, Syria</bdi>'
    assert len(bdi("x" * 10_000)) < 400


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://news.example/a?b=1&c=2", True),
        ("http://news.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//evil.example", False),
        ("https://", False),
        ("https://a\nb", False),
        ("http://[broken", False),
        ("https://x/\u202efdp", False),
        ("https://x/" + "a" * 3000, False),
        ("", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str | None, linked: bool) -> None:
    assert (safe_url(url) is not None) is linked
    assert ('rel="noopener noreferrer"' in link(url, "x")) is linked


def test_json_block_cannot_end_its_element() -> None:
    block = data_block("d", {"a": "</script><!--\u2028&"})
    assert block.count("</script>") == 1
    assert json.loads(block[block.index(">") + 1 : -9]) == {"a": "</script><!--\u2028&"}


def test_odd_ids_become_hashes() -> None:
    assert slug("e7a1b0c2") == "e7a1b0c2"
    assert re.fullmatch("[0-9a-f]{16}", slug('"><x>'))
    assert slug("a b") != slug("a c")


def test_same_data_same_bytes(tmp_path: Path) -> None:
    report = sample()
    write_report(tmp_path / "a.html", report)
    write_report(tmp_path / "b.html", replace(report, incidents=report.incidents[::-1]))
    first = (tmp_path / "a.html").read_bytes()
    assert first == (tmp_path / "b.html").read_bytes()
    assert first.decode() == render(report)
    assert b"\r" not in first


def test_nothing_is_fetched() -> None:
    html = render(sample())
    page = Page(html)
    for tag in ("img", "iframe", "object", "embed", "audio", "video", "form"):
        assert all("src" not in attrs and "action" not in attrs for attrs in page.named(tag))
    assert all("src" not in attrs for attrs in page.named("script"))
    assert [attrs["href"][:5] for attrs in page.named("link") if attrs["href"]] == ["data:"]
    assert not re.search(r"@import|url\(|fetch\(|XMLHttp|import\(", "".join(page.raw))
    for attrs in page.named("a"):
        href = attrs.get("href") or ""
        assert href.startswith(("#", "https://", "http://"))
        assert href.startswith("#") or attrs["rel"] == "noopener noreferrer"


def test_policy_allows_its_own_inline_parts_only() -> None:
    html = render(sample())
    policy = Page(html).named("meta")[1]["content"] or ""
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy and "http" not in policy
    assert len(re.findall("sha256-", policy)) == 3
    assert "base-uri 'none'; form-action 'none'" in policy


def test_ids_are_unique_and_links_reach_them() -> None:
    page = Page(render(sample()))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for attrs in page.named("a"):
        href = attrs.get("href") or ""
        if href.startswith("#"):
            assert href[1:] in ids
    for _, attrs in page.elements:
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            assert attrs.get(name, ids[0]) in ids


def test_every_claim_stands_beside_its_sentence() -> None:
    report = sample()
    html = render(report)
    for incident in report.incidents:
        start = html.index(f'id="i-{slug(incident.id)}"')
        article = html[start : html.index("</article>", start)]
        for account in incident.accounts:
            for claim in account.claims:
                assert f"<mark>{esc(claim.raw)}</mark>" in article
                assert esc(claim.rule) in article
                assert esc(values.publisher(report.documents[claim.doc])) in article


def test_original_language_and_direction_are_marked() -> None:
    quotes = Page(render(sample())).named("blockquote")
    assert {q["lang"] for q in quotes} == {"ar", "de", "en", "fr", "it", "tr"}
    assert all(q["dir"] == "auto" for q in quotes)


def test_conflict_questions_and_background_are_told() -> None:
    html = render(sample())
    article = html[html.index('id="i-e7a1b0c2"') :]
    article = article[: article.index("</article>")]
    assert article.index("Open questions") < article.index("In conflict")
    assert "49 (claimed by the perpetrator) against 54 (government)" in article
    for heading in ("Supports the value", "Against it"):
        assert heading in article
    recalled = html[html.index('id="i-b02f11aa"') :]
    recalled = recalled[: recalled.index("</article>")]
    assert "Only recalled as background" in recalled
    assert 'class="re">recalled' in recalled
    overtaken = html[html.index('id="i-c41d9e00"') :]
    assert "Overtaken by a later report" in overtaken[: overtaken.index("</article>")]


def test_footer_names_version_policy_sources_and_rejected() -> None:
    html = render(sample())
    told = ("Casus 0.1.0", "policy UCDP", "CC BY 4.0", "GeoNames", "Natural Earth",
            "reports/scan.pdf", "The file is empty.", "Two documents were rejected")  # fmt: skip
    for text in told:
        assert text in html


@pytest.mark.parametrize("policy", ["ucdp", "acled", "gtd", "range", "house rule"])
def test_policy_is_explained(policy: str) -> None:
    html = render(replace(sample(), policy=policy))
    name = {"ucdp": "UCDP", "acled": "ACLED", "gtd": "GTD", "range": "Range"}.get(policy, policy)
    assert f"Policy {name}." in html


def test_empty_runs_are_clear() -> None:
    html = render(replace(sample(), incidents=()))
    assert "No incidents in 18 reports" in html
    assert "Nothing to map" in html
    assert '<details open id="rejected">' in html
    assert len(Page(html).named("script")) == 1
    nothing = render(ReportData((), {}))
    assert "No report could be read" in nothing
    assert "No document was given" in nothing


def test_one_bare_incident() -> None:
    base = sample().incidents[0]
    bare = replace(
        base, tolls={}, actors=(), means=(), accounts=(), open_questions=(), languages=(),
        when=replace(base.when, when=When(None, None)), kind="", family="",
        where=IncidentWhere(Place(""), State.UNKNOWN, ()),
    )  # fmt: skip
    html = render(ReportData((bare,), {}))
    assert "Place unknown" in html and "Date unknown" in html
    assert "One incident in no reports" in html
    assert "not stated" in html  # a toll that nobody states is never 0


@pytest.mark.parametrize(
    ("low", "best", "high", "figure", "aside"),
    [
        (49, 54, 54, "54", "49–54"),
        (3, 3, 3, "3", ""),
        (9, None, None, "9", "or more"),
        (9, 9, None, "9", "or more"),
        (None, None, 20, "20", "at most"),
        (49, None, 54, "49–54", ""),
        (49, 54, None, "54", "at least 49"),
        (0, 0, 0, "0", ""),
        (None, None, None, "not known", ""),
        (12000, 12000, 12500, "12\u2009000", "12\u2009000–12\u2009500"),
    ],
)
def test_toll_figures(
    low: int | None, best: int | None, high: int | None, figure: str, aside: str
) -> None:
    toll = Toll(low, best, high, State.SINGLE, "ucdp", "")
    assert (values.toll_main(toll), values.toll_range(toll)) == (figure, aside)


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (When(date(2019, 11, 1), date(2019, 11, 1), "day"), "1 Nov 2019"),
        (When(date(2019, 11, 1), date(2019, 11, 3), "days"), "1–3 Nov 2019"),
        (When(date(2019, 10, 30), date(2019, 11, 2), "days"), "30 Oct – 2 Nov 2019"),
        (When(date(2019, 12, 30), date(2020, 1, 2), "days"), "30 Dec 2019 – 2 Jan 2020"),
        (When(date(2019, 10, 1), date(2019, 10, 31), "month"), "Oct 2019"),
        (When(date(2019, 1, 1), date(2019, 12, 31), "year"), "2019"),
        (When(date(2019, 11, 1), None), "from 1 Nov 2019"),
        (When(None, date(2019, 11, 1)), "until 1 Nov 2019"),
        (When(None, None, ref=TimeRef(weekday=4)), "a Friday, not dated"),
        (When(None, None, ref=TimeRef(month=5, day=9)), "9 May"),
        (When(None, None), "Date unknown"),
    ],
)
def test_periods(when: When, text: str) -> None:
    assert values.period(when) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (Count(53, 53), "53"),
        (Count(53, None), "at least 53"),
        (Count(None, 20), "up to 20"),
        (Count(10, 15), "10–15"),
        (Count(15, 15, True), "about 15"),
        (Count(20, None, True), "about at least 20"),
        (Count(None, None), "not known"),
    ],
)
def test_counts(count: Count, text: str) -> None:
    assert values.count(count) == text


@pytest.mark.parametrize(
    ("sentence", "spans", "expected"),
    [
        ((0, 11), [(2, 4)], "01<mark>23</mark>456789 "),
        ((0, 10), [(0, 2), (1, 4)], "<mark>0123</mark>456789"),
        ((0, 10), [], "0123456789"),
        ((0, 10), [(20, 30)], "0123456789"),
        ((0, 99), [(-3, 2)], "<mark>01</mark>23456789 &lt;b&gt;"),
        ((5, 3), [(5, 6)], ""),
    ],
)
def test_marks(sentence: tuple[int, int], spans: list[tuple[int, int]], expected: str) -> None:
    assert marked("0123456789 <b>", sentence, spans) == expected.strip()


def test_long_sentences_are_cut_around_the_mark() -> None:
    text = "a" * 50_000 + "54" + "b" * 50_000
    html = marked(text, (0, len(text)), [(50_000, 50_002)])
    assert "<mark>54</mark>" in html and len(html) < 800
    assert html.startswith("…") and html.endswith("…")


def test_states_and_background() -> None:
    by_id = {i.id: i for i in sample().incidents}
    assert by_id["e7a1b0c2"].state is State.CONFLICTING
    assert by_id["5b7e2a90"].state is State.AGREED
    assert by_id["a4f60d27"].state is State.SINGLE
    assert [i.id for i in by_id.values() if background(i)] == ["b02f11aa"]


def test_no_claim_is_left_out_of_the_fields() -> None:
    report = sample()
    for incident in report.incidents:
        shown = {
            claim.id
            for view in fields(incident, report.documents)
            for quote in view.quotes
            for claim in quote.claims
        }
        assert shown == {c.id for a in incident.accounts for c in a.claims}


def test_the_page_judges_claims_as_why_does() -> None:
    report = sample()
    for incident in report.incidents:
        claims = [c for a in incident.accounts for c in a.claims]
        why = {
            line.claim: line.standing
            for section in explain(incident, None, claims, report.documents).sections
            for line in section.lines
        }
        for view in fields(incident, report.documents):
            for quote in view.quotes:
                for claim in quote.claims:
                    assert why.get(claim.id, "other").removesuffix("s") == quote.bearing


def test_a_claim_of_an_unknown_document_still_shows() -> None:
    html = render(replace(sample(), documents={}))
    assert "<mark>mindestens 53 Soldaten</mark>" in html
    assert "Unknown report" in html


# ------------------------------------------------------------------------------------- the map


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0, 0, 0, 0),
        (180, 0, -18_000, 0),  # the left edge is the antimeridian
        (179.999, 0, 18_000, 0),
        (0, 90, 0, -8761),
        # as d3-geo 3.1.2 computes them
        (90, 45, 7713.4, -5720.8),
        (-75, -10, -7445.5, 1343.7),
        (24.5, 61.2, 1823.6, -7343.5),
    ],
)
def test_equal_earth(lon: float, lat: float, x: float, y: float) -> None:
    px, py = worldmap.project(lon, lat)
    assert (px, py) == (pytest.approx(x, abs=2), pytest.approx(y, abs=2))


@pytest.mark.parametrize(
    ("lons", "middle"),
    [
        ([], 0),
        ([10, 20], 15),
        ([170, -170], -180),
        ([0.3, 0.4], 0),
        ([-170, -60, 60, 170], 0),
    ],
)
def test_the_middle_meridian_follows_the_incidents(lons: list[float], middle: float) -> None:
    assert worldmap.middle_meridian(lons) == middle


@pytest.mark.parametrize("middle", [0.0, 15.0, -180.0, 138.0])
def test_ground_stays_on_the_map(middle: float) -> None:
    ground = worldmap.ground(middle)
    for path in (ground.land, ground.borders):
        starts = re.findall(r"M(-?\d+) ?(-?\d+)", path)
        assert len(starts) > 250
        assert all(abs(int(x)) <= 18_001 and abs(int(y)) <= 8762 for x, y in starts)
    # no border runs across the map where it is cut: the longest step is a short one
    pieces = re.findall(r"M-?\d+ ?-?\d+l([^Mz]*)", ground.borders)
    steps = [abs(int(n)) for piece in pieces for n in re.findall(r"-?\d+", piece)]
    assert len(steps) > 10_000 and max(steps) < 2500  # the 49th parallel
    assert {name for name, *_ in ground.labels} >= {"Mali", "Germany", "Iraq", "Fiji"}


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [("Mali", -2, 17), ("Fiji", 178, -17.8), ("Russia", 95, 62), ("Peru", -75, -10)],
)
def test_labels_stand_in_their_country(name: str, lon: float, lat: float) -> None:
    label = next(entry for entry in worldmap.outlines().labels if entry[0] == name)
    assert abs((label[1] - lon + 180) % 360 - 180) < 16
    assert abs(label[2] - lat) < 8


def test_views_hold_their_points() -> None:
    points = [worldmap.project(0, 15), worldmap.project(8, 50)]
    x, y, width, height = worldmap.view_box(points, ratio=1.6)
    assert width / height == pytest.approx(1.6, rel=0.01)
    assert all(x < px < x + width and y < py < y + height for px, py in points)
    assert worldmap.view_box([], ratio=1.6)[2] == 36_000
    assert worldmap.view_box(points[:1], ratio=1.6)[2] == 1400


@pytest.mark.parametrize("spot", [(None, 3.0), (91.0, 3.0), (3.0, 181.0), (float("nan"), 0.0)])
def test_positions_off_the_globe_are_not_drawn(spot: tuple[float | None, float]) -> None:
    base = sample().incidents[0]
    place = replace(base.where.place, lat=spot[0], lon=spot[1])
    moved: Incident = replace(base, where=replace(base.where, place=place))
    html = render(replace(sample(), incidents=(moved,)))
    assert "One incident without a position not drawn" in html
    assert "NaN" not in html


def test_outlines_are_small() -> None:
    path = Path(worldmap.__file__).parent / "assets" / "outlines.json"
    assert path.stat().st_size <= 150_000


def test_a_large_run_renders_within_bounds() -> None:
    html = render(many(300))
    assert html.count('<noscript id="d') == 300
    assert len(html) / 300 < 9000


def test_documents_without_names_are_named_by_file() -> None:
    document = Document("x", "in/report.html", "https://www.news.example/a", None, "en", None, "t")
    assert values.publisher(document) == "news.example"
    assert values.publisher(replace(document, url=None)) == "report.html"
    assert values.publisher(replace(document, url="http://[broken")) == "report.html"
    assert clean(values.publisher(None)) == "Unknown report"
