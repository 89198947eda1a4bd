"""An analyst's day in a real browser: mouse, keyboard alone, two people, widths, colours, axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from review_client import DESK, drawn
from test_review_hostile import HOSTILE, store_of

PHONE = {"width": 390, "height": 844}
AXE = Path(os.environ.get("CASUS_AXE") or Path(__file__).parents[2] / ".axe" / "axe.min.js")
Open = Callable[..., Any]


def count(page: Any) -> int:
    return int(page.locator(".incidents tbody tr").count())


def test_a_day_filter_on_the_map_open_read_switch_merge_undo_correct_export(browse: Open) -> None:
    page = browse()
    drawn(page)
    everything = count(page)
    # filter on the map: closer, then only what is in view
    page.locator("#map").focus()
    for _ in range(3):
        page.keyboard.press("+")
    page.get_by_role("button", name="Only what is in view").click()
    page.wait_for_url("**box=**")
    fewer = f"() => document.querySelectorAll('.incidents tbody tr').length < {everything}"
    page.wait_for_function(fewer)
    assert page.locator(".bars .bar").count() > 0
    page.goto(page.url.split("?")[0] + "?country=BF&role=main")
    drawn(page)
    # open, read the sentence
    page.get_by_role("link", name="Armed attack").first.click()
    page.wait_for_selector(".quote mark")
    assert page.locator("blockquote[lang=de] mark").count() > 0
    first = page.url.split("?")[0]
    # switch the policy
    page.get_by_role("link", name="Range", exact=True).click()
    page.wait_for_url("**policy=range**")
    assert page.locator(".policies tr.on").inner_text().startswith("Range")
    # merge two
    other = page.request.get(first.rsplit("/incidents", 1)[0] + "/incidents.json?kind=fire").json()
    page.locator("summary", has_text="Same event as").click()
    page.locator("details[open] input[name=other]").fill(other["rows"][0]["id"])
    page.locator("details[open] textarea[name=reason]").fill("a test of ours")
    page.get_by_role("button", name="Join them").click()
    page.wait_for_selector("text=Done.")
    assert "a test of ours" in page.locator(".judgements").inner_text()
    # undo
    page.locator(".judgements button", has_text="Undo").click()
    page.wait_for_url("**/judgements**")
    assert page.locator(".judged.off").count() == 1
    # correct a claim
    page.goto(first)
    page.locator(".src a", has_text="Full text").first.click()
    page.wait_for_selector(".mk.used")
    page.get_by_role("button", name="This claim is wrong").first.click()
    page.wait_for_selector("text=The correction is kept.")
    # export the selection
    page.goto(first.rsplit("/incidents", 1)[0] + "/incidents?country=BF")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="ged", exact=True).click()
    text = Path(waiting.value.path()).read_text("utf-8")
    assert text.startswith("id,") and text.count("\n") > 1


def test_words_selected_in_the_text_fill_the_form_for_a_missed_claim(browse: Open) -> None:
    page = browse("/documents")
    page.locator("tbody a").first.click()
    page.wait_for_selector("#text .mk.used")
    page.locator("#text .mk.used").first.dblclick()
    page.wait_for_function("() => document.getElementById('missed').elements.words.value !== ''")
    words, start = page.evaluate(
        "() => { const f = document.getElementById('missed').elements;"
        " return [f.words.value, Number(f.start.value)]; }"
    )
    text = page.evaluate("document.getElementById('text').textContent")
    assert text[start : start + len(words)].strip() == words


def test_the_keyboard_alone_finds_opens_and_decides(browse: Open) -> None:
    page = browse()
    drawn(page)
    page.keyboard.press("/")
    page.keyboard.type("Djibo")
    page.wait_for_url("**q=Djibo**")
    page.wait_for_function("() => document.querySelectorAll('.incidents tbody tr').length < 6")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr') !== null")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.incident")
    base = page.url.split("/incidents/")[0]
    rows = page.request.get(base + "/incidents.json?kind=earthquake").json()["rows"]
    page.goto(f"{base}/pair?left={rows[0]['id']}&right={rows[1]['id']}")
    page.wait_for_selector("html.script")
    page.keyboard.press("s")
    page.wait_for_selector("#kept")
    page.wait_for_selector("html.script")
    page.keyboard.press("z")
    page.wait_for_url("**/queue")
    told = page.request.get(base + "/judgements.json").json()["judgements"]
    assert [(j["verdict"], j["standing"]) for j in told] == [("same", False)]


def test_the_second_of_two_browsers_sees_the_change_and_loses_nothing(browse: Open) -> None:
    ann = browse("/incidents?state=conflicting")
    ann.locator(".incidents .what a").first.click()
    ann.wait_for_selector("article.incident")
    ben = browse("/incidents/" + ann.url.rsplit("/", 1)[1])
    for page, value in ((ann, "20"), (ben, "31")):
        page.locator("summary", has_text="Set a value").click()
        page.locator("details[open] input[name=value]").fill(value)
        page.locator("details[open] textarea[name=reason]").fill(f"list of {value}")
        page.get_by_role("button", name="Set it").click()
    ann.wait_for_selector("text=Done.")
    ben.wait_for_selector("text=The record changed meanwhile")
    assert ben.locator("input[name=value]").input_value() == "31"
    assert ben.locator("textarea[name=reason]").input_value() == "list of 31"
    ben.get_by_role("button", name="Send it all the same").click()
    ben.wait_for_selector("text=Done.")
    assert ben.locator(".judged").count() == 2


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_their_window(browse: Open, size: dict[str, int], scheme: str) -> None:
    page = browse("/incidents", viewport=size, color_scheme=scheme)
    drawn(page)
    base = page.url.split("/incidents")[0]
    row = page.request.get(base + "/incidents.json?state=conflicting").json()["rows"][0]
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (sum(map(int, dark[4:-1].split(","))) < 200) is (scheme == "dark")
    for path in (f"/incidents/{row['id']}", "/queue", "/documents", "/judgements", "/api"):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], page.url
        page.goto(base + path)


def test_the_theme_and_the_language_are_kept(browse: Open) -> None:
    page = browse("/incidents?country=BF")
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_selector("html[data-theme=dark]")
    page.locator("select[data-send]").select_option("de")
    page.wait_for_selector("html[lang=de]")
    assert "country=BF" in page.url
    assert page.get_by_role("link", name="Vorfälle").is_visible()


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A store whose every text is hostile and declared as Arabic."""
    store_of(tmp_path / "hostile.db", "قُتل " + HOSTILE)
    return tmp_path / "hostile.db"


def test_hostile_right_to_left_text_stays_where_it_is(
    browse: Open, hostile: Path, serve: Callable[[Path], str]
) -> None:
    page = browse("/incidents/a1", base=serve(hostile), viewport=PHONE)
    quote = page.locator("blockquote").first
    assert quote.evaluate("q => getComputedStyle(q).direction") == "rtl"
    assert page.locator("h1").evaluate("h => getComputedStyle(h).direction") == "ltr"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".src a", has_text="Full text").first.click()
    page.wait_for_selector("#text")
    assert page.locator("#text").evaluate("t => getComputedStyle(t).direction") == "rtl"
    assert page.locator("img, iframe, object").count() == 0


@pytest.mark.skipif(
    not AXE.is_file(), reason="axe-core is not there: scripts/ensure_axe.sh fetches it"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browse: Open, scheme: str) -> None:
    page = browse("/incidents", color_scheme=scheme, bypass_csp=True)
    drawn(page)
    base = page.url.split("/incidents")[0]
    rows = page.request.get(base + "/incidents.json?state=conflicting&order=reports").json()["rows"]
    row = rows[0]
    report = page.request.get(f"{base}/incidents/{row['id']}.json").json()["reports"][0]
    for path in ("/incidents", f"/incidents/{row['id']}", "/queue", "/documents", "/judgements",
                 f"/document?id={report['document']}", "/api", "/corrections"):  # fmt: skip
        page.goto(base + path)
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run().then((r) => r.violations)")
        told = [
            (v["id"], v["nodes"][0]["html"][:160], v["nodes"][0].get("failureSummary", "")[:200])
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        assert told == [], path
